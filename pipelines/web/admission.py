"""Letting viewers in: who they are by a token, a session or Airflow's word, the log-in page, and the audit log."""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import Depends, FastAPI, Form, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from pipelines.printable import printable
from pipelines.web.answers import problem, wants_page
from pipelines.web.users import Users, form_token
from pipelines.web.viewers import LOCAL, Viewer, believed

if TYPE_CHECKING:
    from pipelines.web.shown import Shown

COOKIE, FORM = "coranto", "coranto-form"
SIGNED, PREFIX = b"x-coranto-viewer", b"x-coranto-prefix"
OPEN = ("/login", "/static/", "/healthz")
"""What anybody may ask for."""
Text = Annotated[str, Form(max_length=400)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who decides who comes in: nobody (``users`` None: whoever reaches us may see all), or the users' database."""

    users: Users | None = None
    secret: str = ""
    """Shared with Airflow's proxy; empty: nobody's word is taken."""
    own: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    """What the forms of those who need not log in are known by."""
    per_minute: int = 0
    """Requests that each user may make; 0: no limit. Whoever sits at the machine has none."""


class Admitted:
    """Finds out who asks, before anything is answered."""

    def __init__(self, inner: ASGIApp, door: Door) -> None:
        self.inner = inner
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its viewer, or answer it."""
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        request = Request(scope)
        viewer = await run_in_threadpool(self._viewer, request)
        if viewer is None and not request.url.path.startswith(OPEN):
            return await _ask(request)(scope, receive, send)
        scope["viewer"] = viewer or Viewer(role="counts")
        scope["audited"] = self.door.users is not None
        return await self.inner(scope, receive, send)

    def _viewer(self, request: Request) -> Viewer | None:
        headers = dict(request.scope["headers"])
        if self.door.secret and SIGNED in headers:
            viewer = believed(self.door.secret, headers[SIGNED].decode("latin-1"), request.scope["path"])
            if viewer is not None:
                request.scope["base"] = headers.get(PREFIX, b"").decode("latin-1")
                viewer = replace(viewer, token=form_token(f"{self.door.secret} {viewer.name}"))
            return viewer
        if self.door.users is None:
            return replace(LOCAL, token=form_token(self.door.own))
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.door.users.of_token(token)
        session = request.cookies.get(COOKIE)
        return self.door.users.of_session(session) if session else None


def _ask(request: Request) -> Response:
    if wants_page(request):
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Response(status_code=303, headers={"location": f"/login?next={quote(back, safe='')}"})
    answer = problem(401, "Who are you?", "send a token: Authorization: Bearer coranto_…")
    answer.headers["www-authenticate"] = 'Bearer realm="coranto"'
    return answer


def viewer_of(request: Request) -> Viewer:
    """Who asks."""
    found: Viewer = request.scope["viewer"]
    return found


def need(role: str, door: Door, did: str = "") -> Any:
    """A dependency that refuses viewers without a role, and writes down who did what."""

    def check(request: Request) -> Viewer:
        return allowed(request, role, door, did)

    return Depends(check)


def allowed(request: Request, role: str, door: Door, did: str = "", about: str = "") -> Viewer:
    """Who asks; refused without the role. What they ``did`` is written down, ``about`` what (default: the address)."""
    viewer = viewer_of(request)
    about = printable(about or f"{request.url.path}?{request.url.query}".rstrip("?"), limit=2000)
    if not viewer.may(role):
        if door.users is not None:
            door.users.note(viewer.name, "refused", about)
        raise HTTPException(403, f"this needs the role {role}; yours is {viewer.role}")
    if did and door.users is not None:
        door.users.note(viewer.name, did, about)
    return viewer


def meant(request: Request, token: str) -> None:
    """Refuse what did not come from a form on one of our pages: each brings back its viewer's token."""
    same_site(request)
    held = viewer_of(request).token
    if not held or not _same(token, held):
        raise HTTPException(403, "this form did not come from our page")


def install(service: FastAPI, door: Door, shown: "Shown") -> None:
    """Add the log-in page, the way out, and the audit log."""
    if door.users is None:
        return
    users = door.users
    _log_in(service, users, shown)
    admin = need("admin", door)

    @service.get("/audit", include_in_schema=False, dependencies=[admin])
    def audit(request: Request) -> Response:
        return shown(request, "audit.html", deeds=users.deeds())


def _log_in(service: FastAPI, users: Users, shown: "Shown") -> None:
    def form(request: Request, back: str, status: int = 200, said: str = "") -> Response:
        token = request.cookies.get(FORM) or secrets.token_urlsafe(16)
        page = shown(request, "login.html", status, token=form_token(token), back=_local(back), said=said)
        return _cookie(request, page, FORM, token)

    @service.get("/login", include_in_schema=False)
    def login(request: Request, next: str = "/") -> Response:  # noqa: A002 - the parameter's name
        return form(request, next)

    @service.post("/login", include_in_schema=False)
    def log_in(request: Request, name: Text, password: Text, token: Text = "", next: Text = "/") -> Response:  # noqa: A002
        same_site(request)
        if not _same(token, form_token(request.cookies.get(FORM, ""))):
            return form(request, next, 403, "This form was too old. Try again.")
        session = users.log_in(name, password)
        if session is None:
            return form(
                request, next, 401, "That is not right. After ten failures a name has to wait five minutes."
            )
        return _cookie(
            request, Response(status_code=303, headers={"location": _local(next)}), COOKIE, session
        )

    @service.post("/logout", include_in_schema=False)
    def log_out(request: Request, token: Text = "") -> Response:
        meant(request, token)
        users.log_out(request.cookies.get(COOKIE, ""))
        answer = Response(status_code=303, headers={"location": "/login"})
        answer.delete_cookie(COOKIE, path="/")
        return answer


def same_site(request: Request) -> None:
    """Browsers say where a form comes from (Fetch Metadata, and Origin since long before)."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    # The host alone: behind a proxy that speaks TLS we do not know the scheme that the browser used.
    ours = not origin or origin.partition("://")[2] == request.headers.get("host", "")
    if site not in ("same-origin", "none") or not ours:
        raise HTTPException(403, "this form did not come from our page")


def _same(given: str, held: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), held.encode())


def _local(back: str) -> str:
    """Where to go on to: a place of ours, never another host."""
    plain = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if plain else "/"


def _cookie(request: Request, answer: Response, name: str, value: str) -> Response:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, path="/", httponly=True, samesite="strict", secure=secure)
    return answer
