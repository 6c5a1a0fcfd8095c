"""Replay: archived pages at their moment, shut in, on an origin of their own.

pywb replays behind us; only what is listed here of its answers passes, and only behind the walls of
:mod:`pipelines.web.walls`.

``/view/<time>/<url>`` is the page in our frame, with its neighbours in time; ``/page/<time>/<url>`` the bare memento,
``/page/<url>`` its TimeGate and ``/page/timemap/link/<url>`` (or ``json``) its TimeMap (RFC 7089).
"""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.background import BackgroundTask
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipelines.archive import lookup
from pipelines.archive.shards import Shards, shards_of
from pipelines.archive.surt import instant
from pipelines.archive.takedowns import Receipts, receipts_of
from pipelines.web import answers, cdx, walls
from pipelines.web.desk import URL_SAFE
from pipelines.web.shown import STATIC, Shown, environment, web

if TYPE_CHECKING:
    from pipelines.archive import Archive

PASSED = frozenset(
    {
        "content-type", "content-encoding", "content-length", "content-range", "accept-ranges", "content-location",
        "location", "memento-datetime", "link", "vary",
    }
)  # fmt: skip
"""Headers of pywb's answers that a browser gets to see. Cookies, policies and refreshes of the site are not among them."""
ASKED = ("accept", "accept-datetime", "accept-encoding", "accept-language", "range", "if-range")
"""Headers of a request that pywb gets to see."""
MOST = 1000
"""Captures of one page among which its neighbours in time are looked for."""
ON = "?scripts=on"
"""Behind the address, which may hold question marks of its own."""
STAMP = re.compile(r"\d{4,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One capture of a page."""

    stamp: str
    status: str

    @property
    def at(self) -> datetime:
        return instant(self.stamp)


def replay_app(
    archive: "Archive", pywb: str, *, secret: str = "", names: tuple[str, ...] = ("*",)
) -> FastAPI:
    """The replay server before a pywb at an address; below ``secret`` it answers as pywb's index."""
    client = httpx.AsyncClient(base_url=pywb, timeout=60, trust_env=False, follow_redirects=False)

    @asynccontextmanager
    async def life(service: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    service = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=life)
    shown = Shown(environment())
    answers.install(service, shown, "lost.html")
    service.mount("/look", StaticFiles(directory=STATIC), name="look")
    cdx.install(service, archive, f"/{secret or secrets.token_urlsafe(16)}/cdx")
    _view(service, Past(shards=shards_of(archive), receipts=receipts_of(archive)), shown)
    _page(service, client)
    service.add_middleware(answers.Guarded)
    if "*" not in names:
        service.add_middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False)
    return service


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was captured, and what of it may be shown."""

    shards: Shards | None
    receipts: Receipts

    def moments(self, url: str) -> list[Moment]:
        """The captures of a page; refused where there are none, or none that may be shown."""
        shards, held = cdx.ready(self.shards), self.receipts.now()
        query = lookup.Query(url=url, match="exact", limit=MOST)
        found = (
            Moment(stamp=c.stamp, status=str(c.fields.get("status", "")))
            for c in lookup.captures(shards, query, held.shows)
        )
        if moments := list({moment.stamp: moment for moment in found}.values()):
            return moments
        kept = next(lookup.captures(shards, query), None)
        if kept is not None and (receipt := held.capture(kept)):
            raise HTTPException(451, f"{url} was {receipt.said}: it is kept, and no longer shown")
        raise HTTPException(404, f"{url} was never captured")


def _view(service: FastAPI, past: Past, shown: Shown) -> None:
    @service.get("/view/{stamp}/{url:path}")
    def view(request: Request, stamp: str, url: str) -> Response:
        asked, scripts, _ = _whole(request, f"/view/{stamp}/").partition(ON)
        if not STAMP.fullmatch(stamp) or web(asked) is None:
            raise HTTPException(404, "write /view/20260105093000/https://…, a time and an address")
        moments = past.moments(asked)
        now = min(moments, key=lambda moment: abs(moment.at - _instant(stamp)))
        around = neighbours(moments, now)
        path = f"{now.stamp}mp_/{quote(asked, safe=URL_SAFE)}"
        source = f"/{walls.COLLECTIONS[bool(scripts)]}/{path}"
        told: dict[str, Any] = {
            "url": asked,
            "now": now,
            "moments": len(moments),
            "around": around,
            "source": source,
            "sandbox": walls.SANDBOX[bool(scripts)],
        }
        page = shown(request, "view.html", **told, scripts=bool(scripts), quoted=quote(asked, safe=URL_SAFE))
        page.headers.update(walls.ours(request))
        return page


def neighbours(moments: list[Moment], now: Moment) -> dict[str, Moment | None]:
    """The first and last capture of a page, and those before and after one of them."""
    before = next((a for a, b in pairwise(moments) if b == now), None)
    after = next((b for a, b in pairwise(moments) if a == now), None)
    return {"first": moments[0], "before": before, "after": after, "last": moments[-1]}


def _page(service: FastAPI, client: httpx.AsyncClient) -> None:
    async def passed(request: Request, path: str) -> Response:
        collection = request.url.path.split("/")[1]
        if walls.stays(request):
            return answers.problem(403, "No service worker", "an archived page may not stay in your browser")
        headers = {name: request.headers[name] for name in ASKED if name in request.headers}
        headers["host"] = request.headers.get("host", "")
        asked = client.build_request(
            request.method, client.base_url.copy_with(raw_path=_raw(request)), headers=headers
        )
        try:
            answer = await client.send(asked, stream=True)
        except httpx.HTTPError as error:
            return answers.problem(503, "pywb does not answer", str(error) or type(error).__name__)
        # Of each the last: before its own Memento-Datetime and Link pywb passes on what the site may have sent.
        kept = {name: value for name, value in answer.headers.multi_items() if name in PASSED}
        kept |= walls.shut_in(request, collection)
        done = BackgroundTask(answer.aclose)
        body = answer.aiter_raw()
        if request.url.path == walls.WOMBAT and answer.status_code == 200:
            kept.pop("content-length", None)
            body = _behind(walls.SHIM, body)
        return StreamingResponse(body, answer.status_code, headers=kept, background=done)

    for name in (*walls.COLLECTIONS, "static"):
        service.add_api_route(f"/{name}/{{path:path}}", passed, methods=["GET", "HEAD"])


async def _behind(first: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in parts:
        yield part


def _raw(request: Request) -> bytes:
    """Path and query as they were asked for: an address within an address must not be tidied up."""
    raw: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return raw + (b"?" + query if query else b"")


def _whole(request: Request, before: str) -> str:
    """What was asked for behind a path, its own query string included."""
    return _raw(request).decode("latin-1")[len(before) :]


def _instant(stamp: str) -> datetime:
    padded = stamp + "00000101000000"[len(stamp) :]
    try:
        return instant(padded)
    except ValueError:
        raise HTTPException(
            404, f"{stamp} is no time; write year, month, day, hour, minute, second"
        ) from None
