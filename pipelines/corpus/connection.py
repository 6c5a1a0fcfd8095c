"""A served desk over HTTP: its answers, and its errors as ours."""

import ipaddress
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipelines.errors import (
    AccessDenied,
    ConfigError,
    CorantoError,
    CorpusError,
    QueryError,
    StoreUnreachable,
)

PATIENCE = 120.0
"""Seconds that an answer, or the next piece of one, may take."""
TRIES, LONGEST = 6, 60.0
"""How often to ask again where we asked too often, and how long to wait at most."""
KINDS: Mapping[int, type[CorantoError]] = {
    400: QueryError, 401: AccessDenied, 403: AccessDenied, 404: CorpusError, 409: CorpusError, 422: QueryError,
    502: StoreUnreachable, 503: StoreUnreachable, 504: StoreUnreachable,
}  # fmt: skip


class Connection:
    """A desk that is asked; addresses are below ``url``."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = checked(url, token)
        headers = {"accept": "application/json", "user-agent": "coranto"}
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        # What proxies the environment names is how people reach hosts beyond their own machine.
        self._client = httpx.Client(
            base_url=self.url,
            headers=headers,
            timeout=PATIENCE,
            trust_env=not _is_near(self.url),
            limits=httpx.Limits(
                max_keepalive_connections=0
            ),  # nobody closes a corpus: no socket outlives its use
        )

    def get(self, path: str, **asked: Any) -> Any:
        """The JSON at an address."""
        return self._said(self._answer("GET", path, params=_given(asked)))

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON that comes back for a body."""
        return self._said(self._answer("POST", path, json=dict(body)))

    def body(self, path: str) -> bytes:
        """The bytes at an address."""
        return self._answer("GET", path).content

    @contextmanager
    def stream(self, path: str, **asked: Any) -> Iterator[Iterator[bytes]]:
        """The bytes at an address as they come; an answer that is cut off is an error."""
        for _ in range(TRIES):
            with self._explained(), self._client.stream("GET", path, params=_given(asked)) as answer:
                if answer.status_code == 429 and self._waits(answer):
                    continue
                if answer.is_error:
                    answer.read()
                    raise self._error(answer)
                yield answer.iter_bytes()
                return
        raise StoreUnreachable(f"{self.url} lets us ask no more now; try again later")

    def _answer(self, method: str, path: str, **asked: Any) -> httpx.Response:
        for _ in range(TRIES):
            with self._explained():
                answer = self._client.request(method, path, **asked)
            if answer.status_code != 429 or not self._waits(answer):
                break
        if answer.is_error or answer.is_redirect:
            raise self._error(answer)
        return answer

    def _waits(self, answer: httpx.Response) -> bool:
        """Wait as long as we are told to; False where that is too long."""
        told = answer.headers.get("retry-after", "")
        seconds = float(told) if told.isdigit() else 1.0
        if seconds > LONGEST:
            return False
        time.sleep(seconds)
        return True

    def _said(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError as e:
            raise ConfigError(
                f"{self.url} answers, but not as a desk of coranto does; check the address"
            ) from e

    def _error(self, answer: httpx.Response) -> CorantoError:
        try:
            told = answer.json()
        except ValueError:
            told = {}
        if not isinstance(told, dict) or "detail" not in told:
            why = f"status {answer.status_code}, and no desk of coranto says why"
            return CorpusError(f"{self.url}: {why}; check the address")
        said = str(told["detail"])
        if answer.status_code == 429:
            return StoreUnreachable(f"{self.url} lets us ask no more now ({said})")
        error = KINDS.get(answer.status_code, CorpusError)(said)
        if isinstance(error, AccessDenied):
            return AccessDenied(f"{self.url}: {said}; CORANTO_TOKEN names a token (coranto user token)")
        if isinstance(error, QueryError) and isinstance(told.get("at"), int):
            error.at, error.what = told["at"], str(told.get("what", ""))
        return error

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as e:
            why = str(e) or type(e).__name__
            raise StoreUnreachable(f"{self.url} does not answer ({why}); is it served there?") from e


def checked(url: str, token: str) -> str:
    """The address of a desk without a slash at its end; ConfigError where it is none, or would give the token away."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ConfigError(f"{url!r} is no address of a desk; write https://… as a browser shows it")
    if parts.username or parts.password:
        raise ConfigError(
            "write no password into the address; CORANTO_TOKEN names a token (coranto user token)"
        )
    if token and parts.scheme == "http" and not _is_near(url):
        raise ConfigError(f"{url} is not encrypted, and the token would be read on the way; use https://…")
    if token and not (token.isascii() and token.isprintable()):
        raise ConfigError("the token has signs that no token has; coranto user token shows a new one")
    return url.rstrip("/")


def _is_near(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is not given is left out; days are as JSON has them."""
    return {name: value if isinstance(value, (int, list)) else str(value) for name, value in asked.items() if value is not False and value not in (None, "", ())}  # fmt: skip


def as_bytes(value: Any) -> bytes:
    """A part of an answer, for whoever decodes JSON."""
    return json.dumps(value).encode()
