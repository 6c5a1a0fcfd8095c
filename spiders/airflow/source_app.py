"""The page *Sources* in Airflow's own UI: one row a site, a filter, and the way from a gap to its backfill.

Server-rendered, and whole without scripts. Every route is behind Airflow's log-in; what is started is asked of Airflow's
own API with the visitor's token, so that nobody can do here what they may not do there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Form, HTTPException, Query, Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.errors import ConfigError, CorantoError
from pipelines.printable import printable
from spiders.airflow.auth import READER, GetUserDep, check_form, form_token, token_of
from spiders.airflow.source_lines import STATES, Line
from spiders.airflow.sources import Sources
from spiders.airflow_api import call
from spiders.fleet import What

PREFIX = "/coranto"
PER_PAGE = 100
SECONDS = 30.0
HERE = Path(__file__).parent / "templates"
FLEET = "fill_gaps"
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
Mode = Literal["none", "failed", "completed"]
MODES: Mapping[Mode, str] = {"none": "Missing", "failed": "Missing and errored", "completed": "Everything"}
"""Airflow's reprocess behaviours, and what its dialog calls them."""
WHATS: Mapping[What, str] = {"missing": "Not complete", "failed": "Tried in vain", "everything": "Everything"}
"""Days that ``fill_gaps`` may be asked for."""
Day = Annotated[date, Form()]
Text = Annotated[str, Form()]


class Refused(CorantoError):
    """Airflow did not do what was asked of it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the routes share."""

    sources: Sources
    templates: Environment
    airflow: str
    """Where Airflow's own API and UI answer."""

    def shown(self, name: str, status: int = 200, **values: Any) -> Response:
        """A page."""
        text = self.templates.get_template(name).render(prefix=PREFIX, modes=MODES, whats=WHATS, **values)
        return Response(text.encode("utf-8", "replace"), status, HEADERS, "text/html; charset=utf-8")

    def lines(self) -> list[Line]:
        """One line a site, worst first."""
        return self.sources.lines(datetime.now(UTC))

    def line(self, site: str) -> Line:
        """One site; an answer 404 where it is not registered."""
        found = next((one for one in self.lines() if one.site.id == site), None)
        if found is None:
            raise HTTPException(404, f"no site {printable(site)} is registered")
        return found

    def ask(self, path: str, body: Mapping[str, Any], token: str) -> Any:
        """One POST to Airflow's API as the visitor."""
        try:
            return call(f"{self.airflow}/api/v2{path}", token, body, method="POST", seconds=SECONDS)
        except HTTPError as e:
            raise Refused(e.code, printable(e.read().decode("utf-8", "replace"))) from e
        except OSError as e:
            raise Refused(502, f"no answer from {self.airflow}: {e}") from e

    def at(self, path: str) -> Response:
        """Go to a page of Airflow."""
        return Response(status_code=303, headers=HEADERS | {"location": f"{self.airflow}{path}"})


def sources_app(sources: Sources, airflow: str) -> FastAPI:
    """The page's service."""
    service = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[READER])
    loader = FileSystemLoader(HERE)
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    page = Page(sources=sources, templates=templates, airflow=airflow)
    _table(service, page)
    _gap(service, page)
    _fleet(service, page)
    return service


def _table(service: FastAPI, shared: Page) -> None:
    @service.get("/sources")
    def sources(
        user: GetUserDep,
        q: Annotated[str, Query(max_length=300)] = "",
        page: Annotated[int, Query(ge=1)] = 1,
    ) -> Response:
        every: list[Line] = []
        wrong = ""
        try:
            every = shared.lines()
            wanted = list(filter(shared.sources.chosen(q), every))
        except CorantoError as e:
            wanted, wrong = [], str(e)
        pages = max(1, -(-len(wanted) // PER_PAGE))
        links = {n: "?" + urlencode({"q": q, "page": n}) for n in (page - 1, page + 1) if 1 <= n <= pages}
        return shared.shown(
            "sources.html",
            400 if wrong else 200,
            lines=wanted[(page - 1) * PER_PAGE : page * PER_PAGE],
            q=q,
            page=page,
            pages=pages,
            links=links,
            total=len(wanted),
            counts={s: n for s in STATES if (n := sum(one.state == s for one in every))},
            wrong=printable(wrong),
            token=form_token(user.get_id()),
        )

    @service.get("/sources.css")
    def style() -> Response:
        return Response((HERE / "sources.css").read_bytes(), 200, HEADERS, "text/css")


def _gap(service: FastAPI, shared: Page) -> None:
    @service.get("/sources/gap")
    def gap(user: GetUserDep, site: str) -> Response:
        return shared.shown("gap.html", line=shared.line(site), token=form_token(user.get_id()), said="")

    @service.post("/sources/gap")
    def fill(
        request: Request,
        user: GetUserDep,
        site: Text,
        since: Day,
        until: Day,
        mode: Annotated[Mode, Form()],
        token: Text,
    ) -> Response:
        check_form(request, user.get_id(), token)
        line = shared.line(site)
        try:
            shared.ask("/backfills", _backfill(line, since, until, mode), token_of(request))
        except ConfigError as e:
            return shared.shown("gap.html", 400, line=line, token=token, said=str(e))
        except Refused as e:
            return shared.shown("gap.html", e.status, line=line, token=token, said=_refused(e))
        return shared.at(f"/dags/days_{quote(site)}/backfills")


def _fleet(service: FastAPI, shared: Page) -> None:
    @service.post("/sources/fleet")
    def fleet(
        request: Request,
        user: GetUserDep,
        since: Day,
        until: Day,
        what: Annotated[What, Form()],
        token: Text,
        q: Text = "",
        dry_run: Annotated[bool, Form()] = False,
    ) -> Response:
        check_form(request, user.get_id(), token)
        wanted = [
            line.site.id for line in filter(shared.sources.chosen(q), shared.lines()) if line.site.enabled
        ]
        if not wanted:  # no site at all means every site there
            raise HTTPException(400, "no enabled site answers this filter")
        conf = filling(wanted, since, until, what) | {"dry_run": dry_run}
        try:
            made = shared.ask(
                f"/dags/{FLEET}/dagRuns", {"logical_date": None, "conf": conf}, token_of(request)
            )
        except Refused as e:
            raise HTTPException(e.status, f"Airflow did not start {FLEET}: {e}") from e
        return shared.at(f"/dags/{FLEET}/runs/{quote(made['dag_run_id'], safe='')}")


def filling(sites: list[str], since: date, until: date, what: What) -> dict[str, Any]:
    """What the form of ``fill_gaps`` is filled in with."""
    return {"sites": " ".join(sites), "since": str(since), "until": str(until), "what": what}


def _backfill(line: Line, since: date, until: date, mode: Mode) -> dict[str, Any]:
    days = line.site.days(since, until) if since < until else ()
    if not days:
        raise ConfigError("until is the day after the last one, so at least one later than the first")
    return {
        "dag_id": f"days_{line.site.id}",
        "from_date": days[0].start.isoformat(),
        "to_date": days[-1].start.isoformat(),
        "reprocess_behavior": mode,
        "max_active_runs": 2,
    }


def _refused(error: Refused) -> str:
    if error.status == 409:
        return "A backfill of this site is under way, and Airflow runs one at a time. Wait for its end, or cancel it there."
    return f"Airflow did not start it: {error}"
