"""Answers: pages, JSON, problems (RFC 9457), and the headers that all of them carry."""

import json
import logging
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.errors import AccessDenied, CorantoError, CorpusError, QueryError, StoreUnreachable
from pipelines.printable import printable

log = logging.getLogger("uvicorn.error")
POLICY = b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""What a browser may load and do here: no scripts at all, and nothing of strangers."""
HEADERS = (
    (b"content-security-policy", POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
STATUS: tuple[tuple[type[CorantoError], int, str], ...] = (
    (QueryError, 400, "The query cannot be read"),
    (StoreUnreachable, 503, "The archive does not answer"),
    (AccessDenied, 503, "The archive refuses this server"),
    (CorpusError, 503, "The corpus cannot answer"),
    (CorantoError, 500, "The archive is damaged"),
)


class Guarded:
    """Adds the security headers to every answer, errors and files too."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete what comes back."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self.inner(scope, receive, completed if scope["type"] == "http" else send)


def html(text: str, status: int = 200) -> Response:
    """A page. Lone surrogates, which dumps may hold, become question marks."""
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


def as_json(value: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """JSON in pure ASCII, which any character of any page survives."""
    return Response(json.dumps(value).encode("ascii"), status, media_type=media_type)


def install(service: FastAPI, templates: Environment) -> None:
    """Let every error be answered as a problem, or as a page to whoever asked for one."""

    def answer(request: Request, status: int, title: str, detail: str) -> Response:
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if wants_page(request):
            return html(templates.get_template("error.html").render(problem=problem), status)
        return as_json(problem, status, "application/problem+json")

    @service.exception_handler(CorantoError)
    def refused(request: Request, error: CorantoError) -> Response:
        status, title = next((code, title) for kind, code, title in STATUS if isinstance(error, kind))
        if status >= 500:
            log.warning("%s: %s", printable(request.url.path), printable(error))
        return answer(request, status, title, str(error))

    @service.exception_handler(RequestValidationError)
    def mistyped(request: Request, error: RequestValidationError) -> Response:
        told = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return answer(request, 422, "A parameter is wrong", told)

    @service.exception_handler(HTTPException)
    def refused_by_rule(request: Request, error: HTTPException) -> Response:
        titles = {404: "There is no such page", 405: "This can only be read"}
        plain = {"Not Found": f"Nothing is at {printable(request.url.path)}; the search page is at /."}
        detail = plain.get(str(error.detail), str(error.detail))
        return answer(request, error.status_code, titles.get(error.status_code, "Refused"), detail)

    @service.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        # Starlette raises it again after this answer, so that it reaches the log with its traceback.
        return answer(request, 500, "The server failed", "This is a fault of the server; its log says more.")


def wants_page(request: Request) -> bool:
    """Does the caller read HTML, at an address that has it?"""
    machine = request.url.path.startswith(("/api/", "/raw/", "/cdx", "/healthz"))
    return not machine and "text/html" in request.headers.get("accept", "")
