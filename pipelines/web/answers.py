"""Answers: pages, JSON, problems (RFC 9457), and the headers that all of them carry."""

import json
import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import (
    AccessDenied,
    CorantoError,
    CorpusError,
    NameTaken,
    QueryError,
    StoreUnreachable,
)
from pipelines.printable import printable
from pipelines.web.shown import Shown

log = logging.getLogger("uvicorn.error")
POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    b" frame-ancestors 'none'"
)
"""What a browser may load and do here: our own one script, none within a page, and nothing of strangers."""
Headers = tuple[tuple[bytes, bytes], ...]
HEADERS: Headers = (
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (
        b"referrer-policy",
        b"same-origin",
    ),  # with no-referrer a browser sends our own forms with Origin: null (Fetch)
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
STATUS: tuple[tuple[type[CorantoError], int, str], ...] = (
    (QueryError, 400, "The query cannot be read"),
    (NameTaken, 409, "This cannot be done"),
    (StoreUnreachable, 503, "The archive does not answer"),
    (AccessDenied, 503, "The archive refuses this server"),
    (CorpusError, 503, "The corpus cannot answer"),
    (CorantoError, 500, "The archive is damaged"),
)

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "at": {
            "type": "integer",
            "description": "Character of the query, counted from 0, where that is known",
        },
        "what": {"type": "string", "description": "What is wrong there"},
    },
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"application/problem+json": {"schema": _PROBLEM}}}
    for status, said in (
        (400, "The query, a day or a cursor cannot be read"),
        (401, "Nobody known asks"),
        (403, "The role does not allow it"),
        (404, "There is no such article, or frozen corpus"),
        (409, "A frozen corpus has this name"),
        (415, "The body is no JSON"),
        (422, "A parameter is wrong"),
        (429, "Too many requests; Retry-After says when to ask again"),
        (500, "The server or the archive failed"),
        (503, "Corpus or archive do not answer"),
    )
}
"""The errors of every address for programs (RFC 9457)."""


class Guarded:
    """Adds the security headers to every answer that has none of its own, errors and files too."""

    def __init__(self, inner: ASGIApp, headers: Headers = HEADERS) -> None:
        self.inner = inner
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete what comes back."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message.get("headers", ())}
                more = () if b"content-security-policy" in held else self.headers
                message["headers"] = [*message.get("headers", ()), *more]
            await send(message)

        await self.inner(scope, receive, completed if scope["type"] == "http" else send)


def as_json(value: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """JSON in pure ASCII, which any character of any page survives."""
    return Response(json.dumps(value).encode("ascii"), status, media_type=media_type)


def problem(status: int, title: str, detail: str, place: tuple[int, str] | None = None) -> Response:
    """An error as RFC 9457 has it; ``place`` is where in the query it is, and what is wrong there."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    told |= {"at": place[0], "what": place[1]} if place else {}
    return as_json(told, status, "application/problem+json")


def install(service: FastAPI, shown: Shown, page: str = "error.html") -> None:
    """Let every error be answered as a problem, or as a page to whoever asked for one."""

    def answer(request: Request, status: int, title: str, detail: str) -> Response:
        if wants_page(request):
            told = {"title": title, "status": status, "detail": detail}
            return shown(request, page, status, problem=told)
        return problem(status, title, detail)

    @service.exception_handler(CorantoError)
    def refused(request: Request, error: CorantoError) -> Response:
        status, title = next((code, title) for kind, code, title in STATUS if isinstance(error, kind))
        if status >= 500:
            log.warning("%s: %s", printable(request.url.path), printable(error))
        if isinstance(error, QueryError) and error.at is not None and not wants_page(request):
            return problem(status, title, str(error), (error.at, error.what))
        return answer(request, status, title, str(error))

    @service.exception_handler(RequestValidationError)
    def mistyped(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return answer(request, 422, "A parameter is wrong", told)

    @service.exception_handler(HTTPException)
    def refused_by_rule(request: Request, error: HTTPException) -> Response:
        titles = {
            403: "You may not see this",
            404: "There is no such page",
            405: "This can only be read",
            409: "This cannot be done",
            429: "Too many requests",
            451: "This is not shown any more",
        }
        plain = {"Not Found": f"Nothing is at {printable(request.url.path)}; the search page is at /."}
        detail = plain.get(str(error.detail), str(error.detail))
        told = answer(request, error.status_code, titles.get(error.status_code, "Refused"), detail)
        told.headers.update(error.headers or {})  # a 405 has to name what is allowed
        return told

    @service.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        # Starlette raises it again after this answer, so that it reaches the log with its traceback; then uvicorn
        # closes the connection, which a client that sent its next request on it would take for a fault.
        told = answer(request, 500, "The server failed", "This is a fault of the server; its log says more.")
        told.headers["connection"] = "close"
        return told


def wants_page(request: Request) -> bool:
    """Does the caller read HTML, at an address that has it?"""
    machine = request.url.path.startswith(("/api/", "/raw/", "/cdx", "/healthz"))
    return not machine and "text/html" in request.headers.get("accept", "")
