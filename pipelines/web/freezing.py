"""Freezing what a search shows, and checking what was frozen: the only things that the desk does beside showing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import Field

from pipelines.corpus.freezing import LONGEST_NAME, check_name
from pipelines.corpus.membership import NAME
from pipelines.corpus.query import parse
from pipelines.web import answers
from pipelines.web.admission import Text, allowed, meant, need, same_site, viewer_of
from pipelines.web.asked import LONGEST, Asked, asked
from pipelines.web.frozen import Name, found
from pipelines.web.jobs import Job
from pipelines.web.shelf import Checked, Made

if TYPE_CHECKING:
    from pipelines.web.desk import Desk
    from pipelines.web.shown import Shown

PATIENCE = 10.0
"""Seconds that a request waits for its work, before it says that this takes longer."""
Search = Annotated[Asked, Depends(asked)]
Day = Annotated[str, Field(max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a program asks to be frozen."""

    name: Annotated[
        str,
        Field(
            max_length=LONGEST_NAME,
            pattern=f"^{NAME.pattern}$",
            description="lower-case letters, digits, - _ .",
        ),
    ]
    q: Annotated[str, Field(max_length=LONGEST)] = ""
    since: Day = ""
    until: Day = ""
    per: Literal["article", "family"] = "article"
    dated_by: Literal["published", "first_seen"] = "published"

    @property
    def options(self) -> dict[str, Any]:
        """As :meth:`~pipelines.corpus.answering.Answering.freeze` takes them."""
        bounds = Asked(since=self.since, until=self.until).bounds
        return {**bounds, "per": self.per, "dated_by": self.dated_by}


def install(service: FastAPI, desk: "Desk", _: "Shown") -> None:
    """Add the forms and their twins for programs."""
    _pages(service, desk)
    _api(service, desk)


def _pages(service: FastAPI, desk: "Desk") -> None:
    full = need("full", desk.door)

    @service.post("/frozen", include_in_schema=False, dependencies=[full])
    def freeze_form(request: Request, search: Search, name: Text, token: Text = "") -> Response:
        meant(request, token)
        name = name.strip()
        _freeze(desk, request, name, search.text(), search.bounds).wait(PATIENCE)
        return _on(request, f"/frozen/{name}")

    @service.post("/frozen/{name}/check", include_in_schema=False, dependencies=[full])
    def check_form(request: Request, name: Name, token: Text = "") -> Response:
        meant(request, token)
        _check(desk, request, name).wait(PATIENCE)
        return _on(request, f"/frozen/{name}#check")


def _api(service: FastAPI, desk: "Desk") -> None:
    full = need("full", desk.door)

    @service.post(
        "/api/frozen",
        summary="Freeze what a query finds now; 202 where that takes longer than a request may",
        dependencies=[full],
        status_code=201,
        responses={202: {"description": "Under way; the address in Location will have it"}},
    )
    def freeze_api(request: Request, wanted: Wanted) -> Response:
        _by_a_program(request)
        parse(wanted.q)
        job = _freeze(desk, request, wanted.name, wanted.q, wanted.options)
        over = job.wait(PATIENCE)
        if job.error is not None:
            raise job.error
        answer = answers.as_json(job.told(), 201 if over else 202)
        answer.headers["location"] = f"/api/frozen/{wanted.name}"
        return answer

    @service.post(
        "/api/frozen/{name}/check",
        summary="Prove its bytes, ask its query again, explain each difference",
        dependencies=[full],
        responses={202: {"description": "Under way; ask with GET how far it is"}},
    )
    def check_api(request: Request, name: Name) -> Response:
        same_site(request)
        job = _check(desk, request, name)
        over = job.wait(PATIENCE)
        return answers.as_json(job.told(), 200 if over else 202)

    @service.get("/api/frozen/{name}/check", summary="How far its last check is, or what it found")
    def checked_api(name: Name) -> Response:
        found(desk, name)
        job = desk.jobs.of("check", name)
        if job is None:
            raise HTTPException(404, f"{name} was not checked since this server began; POST here checks it")
        return answers.as_json(job.told())


def _by_a_program(request: Request) -> None:
    """A page of another site cannot send JSON here without being asked first (CORS), and is never answered yes."""
    same_site(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "send what is to be frozen as application/json")


def _freeze(desk: "Desk", request: Request, name: str, text: str, options: dict[str, Any]) -> Job:
    check_name(desk.corpus.archive, name)
    by = viewer_of(request).name
    allowed(request, "full", desk.door, "freeze", f"{name}: {text}")
    who = {"name": name, "by": by, "archive_id": desk.archive_id}
    return desk.jobs.start(
        "freeze",
        name,
        lambda tell: Made(manifest=desk.corpus.freeze(text, progress=tell, **who, **options).manifest),
    )


def _check(desk: "Desk", request: Request, name: str) -> Job:
    found(desk, name)
    allowed(request, "full", desk.door, "check", name)
    return desk.jobs.start("check", name, lambda tell: Checked.of(desk.corpus.check_frozen(name, tell)))


def _on(request: Request, path: str) -> Response:
    return Response(status_code=303, headers={"location": f"{request.scope.get('base', '')}{path}"})
