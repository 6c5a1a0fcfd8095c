"""The page *Corpus* in Airflow's own UI: a thin proxy to the researcher's desk, for whoever is logged in here.

The desk runs in a process of its own, so that the API server loads neither index nor tables. It is told who asks, and
what they may see, in a header that only this plugin can sign. Forms are passed on, too, where our own page sent them.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

import httpx
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from pipelines.web.admission import PREFIX, SIGNED, same_site
from pipelines.web.viewers import Viewer, signed
from spiders.airflow.auth import GetUserDep, role_of

PATH = "/corpus"
ASKED = ("accept", "accept-encoding", "range", "if-none-match", "content-type")
LARGEST = 64 * 1024
"""Bytes of a form."""
PASSED = frozenset(
    {
        "content-type", "content-encoding", "content-length", "content-disposition", "content-security-policy", "etag",
        "location", "accept-ranges", "content-range", "x-content-type-options", "referrer-policy", "permissions-policy",
        "x-robots-tag", "cross-origin-resource-policy",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the desk's process answers, and the secret it shares with us."""

    address: str
    secret: str


def install(service: FastAPI, desk: Callable[[], Desk]) -> None:
    """Add ``/corpus/…`` to the plugin's service; ``desk`` is asked anew, since a stack may move."""
    context = ssl.create_default_context()  # made once: it takes longer than a page

    @service.api_route(PATH + "/{path:path}", methods=["GET", "POST"])
    async def corpus(request: Request, user: GetUserDep, path: str) -> Response:
        body = await _form(request) if request.method == "POST" else b""
        place = desk()
        prefix = request.scope.get("root_path", "") + PATH
        raw = request.scope["raw_path"].decode("latin-1")
        inner = raw[raw.index(prefix) + len(prefix) :]
        viewer = Viewer(name=user.get_id(), role=role_of(user))
        headers = {name: request.headers[name] for name in ASKED if name in request.headers}
        headers[SIGNED.decode()] = signed(place.secret, viewer, unquote(inner))
        headers[PREFIX.decode()] = prefix
        query = request.scope["query_string"]
        url = httpx.URL(place.address).copy_with(
            raw_path=inner.encode("latin-1") + (b"?" + query if query else b"")
        )
        # Of this request alone: a mounted service is not told when the server ends, and could not close a pool.
        client = httpx.AsyncClient(timeout=60, trust_env=False, follow_redirects=False, verify=context)
        try:
            answer = await client.send(
                client.build_request(request.method, url, headers=headers, content=body), stream=True
            )
        except httpx.HTTPError as error:
            await client.aclose()
            raise HTTPException(
                503, f"the researcher's desk at {place.address} does not answer: {error}"
            ) from error
        kept = {name: value for name, value in answer.headers.items() if name in PASSED}
        kept |= _framed(kept)
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, headers=kept, background=BackgroundTask(client.aclose)
        )


async def _form(request: Request) -> bytes:
    """What one of our own pages sends; the desk itself looks for the token in it."""
    same_site(request)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, f"a form has at most {LARGEST} bytes")
    return body


def _framed(headers: dict[str, str]) -> dict[str, str]:
    """Our own frame, in Airflow's UI, may hold the page; nobody else's."""
    held = headers.get("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    policy = held.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return {"content-security-policy": policy, "x-frame-options": "SAMEORIGIN", "cache-control": "no-store"}
