"""Replay: archived pages at their moment, shut in, on an origin of their own.

What a newspaper sent runs in a sandbox without an origin (no ``allow-same-origin``), may fetch nothing but what lies
below the replay prefix, gets no service worker, no cookies, no referrer and no permissions, and no scripts but where
the reader switches them on. pywb replays behind us; only what is listed here of its answers passes.

``/view/<time>/<url>`` is the page in our frame, with its neighbours in time; ``/page/<time>/<url>`` the bare memento,
``/page/<url>`` its TimeGate and ``/page/timemap/link/<url>`` (or ``json``) its TimeMap (RFC 7089).
"""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
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
from pipelines.web import answers, cdx
from pipelines.web.desk import URL_SAFE
from pipelines.web.shown import STATIC, Shown, environment, web

if TYPE_CHECKING:
    from pipelines.archive import Archive

COLLECTIONS = ("page", "scripted")
"""The same archive twice: without scripts, and with them."""
SANDBOX = ("", "allow-scripts")
"""What a page of each may."""
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
FRAMED = re.compile(r"/\w+/\d{4,14}if_/")
"""As pywb writes the addresses of frames."""
NOTHING = (
    "accelerometer=(), autoplay=(), bluetooth=(), camera=(), clipboard-read=(), clipboard-write=(), display-capture=(),"
    " fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), microphone=(), midi=(),"
    " payment=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=()"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One capture of a page."""

    stamp: str
    status: str

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def policy(origin: str, collection: str, *, framed: bool = False) -> str:
    """What an archived page may do: nothing but show what the archive has.

    The prefix is written out, since a sandboxed page has no origin that 'self' could mean. For the same reason no
    ``frame-ancestors`` lets it hold a page in turn: what is ``framed`` by an archived page has none.
    """
    prefix, scripts = f"{origin}/{collection}/", collection == "scripted"
    code = f"{prefix} {origin}/static/ 'unsafe-inline' 'unsafe-eval'" if scripts else "'none'"
    return "; ".join(
        (
            f"sandbox {SANDBOX[scripts]}".strip(),
            "default-src 'none'",
            f"img-src {prefix} data:",
            f"style-src {prefix} 'unsafe-inline'",
            f"font-src {prefix} data:",
            f"media-src {prefix} data:",
            f"frame-src {prefix}",
            f"script-src {code}",
            "connect-src 'none'",
            "worker-src 'none'",
            "form-action 'none'",
            f"base-uri {prefix}",
            *(() if framed else (f"frame-ancestors {origin}",)),
        )
    )


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
    _view(service, shards_of(archive), shown)
    _page(service, client)
    service.add_middleware(answers.Guarded)
    if "*" not in names:
        service.add_middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False)
    return service


def _view(service: FastAPI, shards: Shards | None, shown: Shown) -> None:
    @service.get("/view/{stamp}/{url:path}")
    def view(request: Request, stamp: str, url: str) -> Response:
        asked, scripts, _ = _whole(request, f"/view/{stamp}/").partition(ON)
        if not STAMP.fullmatch(stamp) or web(asked) is None:
            raise HTTPException(404, "write /view/20260105093000/https://…, a time and an address")
        moments = _moments(cdx.ready(shards), asked)
        if not moments:
            raise HTTPException(404, f"{asked} was never captured")
        now = min(moments, key=lambda moment: abs(moment.at - _instant(stamp)))
        around = neighbours(moments, now)
        path = f"{now.stamp}mp_/{quote(asked, safe=URL_SAFE)}"
        source = f"/{COLLECTIONS[bool(scripts)]}/{path}"
        told: dict[str, Any] = {
            "url": asked,
            "now": now,
            "moments": len(moments),
            "around": around,
            "source": source,
            "sandbox": SANDBOX[bool(scripts)],
        }
        page = shown(request, "view.html", **told, scripts=bool(scripts), quoted=quote(asked, safe=URL_SAFE))
        page.headers.update(_ours(request))
        return page


def neighbours(moments: list[Moment], now: Moment) -> dict[str, Moment | None]:
    """The first and last capture of a page, and those before and after one of them."""
    before = next((a for a, b in pairwise(moments) if b == now), None)
    after = next((b for a, b in pairwise(moments) if a == now), None)
    return {"first": moments[0], "before": before, "after": after, "last": moments[-1]}


def _page(service: FastAPI, client: httpx.AsyncClient) -> None:
    async def passed(request: Request, path: str) -> Response:
        collection = request.url.path.split("/")[1]
        if _stays(request):
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
        kept |= _shut_in(request, collection)
        done = BackgroundTask(answer.aclose)
        return StreamingResponse(answer.aiter_raw(), answer.status_code, headers=kept, background=done)

    for name in (*COLLECTIONS, "static"):
        service.add_api_route(f"/{name}/{{path:path}}", passed, methods=["GET", "HEAD"])


def _stays(request: Request) -> bool:
    """Is a script asked for that would answer for all pages from now on?"""
    return bool(request.headers.get("service-worker"))


def _shut_in(request: Request, collection: str) -> dict[str, str]:
    held = {
        "content-security-policy": policy(
            _origin(request), collection, framed=bool(FRAMED.match(request.url.path))
        ),
        "permissions-policy": NOTHING,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "origin-agent-cluster": "?1",
        "x-robots-tag": "noindex, nofollow",
        "x-dns-prefetch-control": "off",
    }
    # Fonts are asked for with CORS, by pages that have no origin. No page can read what it gets as a font.
    if request.headers.get("sec-fetch-dest") == "font":
        held["access-control-allow-origin"] = "*"
    return held


def _ours(request: Request) -> dict[str, str]:
    """The headers of our own frame: it may hold archived pages, load our style, and nothing else."""
    origin = _origin(request)
    frames = " ".join(f"{origin}/{name}/" for name in COLLECTIONS)
    return {
        "content-security-policy": f"default-src 'none'; style-src {origin}/look/; img-src {origin}/look/;"
        f" frame-src {frames}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "permissions-policy": NOTHING,
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex, nofollow",
    }


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def _raw(request: Request) -> bytes:
    """Path and query as they were asked for: an address within an address must not be tidied up."""
    raw: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return raw + (b"?" + query if query else b"")


def _whole(request: Request, before: str) -> str:
    """What was asked for behind a path, its own query string included."""
    return _raw(request).decode("latin-1")[len(before) :]


def _moments(shards: Shards, url: str) -> list[Moment]:
    query = lookup.Query(url=url, match="exact", limit=MOST)
    found = (
        Moment(stamp=c.stamp, status=str(c.fields.get("status", ""))) for c in lookup.captures(shards, query)
    )
    return list({moment.stamp: moment for moment in found}.values())


def _instant(stamp: str) -> datetime:
    padded = stamp + "00000101000000"[len(stamp) :]
    try:
        return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise HTTPException(
            404, f"{stamp} is no time; write year, month, day, hour, minute, second"
        ) from None
