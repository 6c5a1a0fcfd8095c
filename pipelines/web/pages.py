"""The researcher's desk as a service: its pages, the same for programs, and who is let in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import Depends, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipelines.errors import QueryError
from pipelines.web import (
    admission,
    answers,
    api,
    articles,
    bars,
    cdx,
    comparing,
    covered,
    described,
    freezing,
    frozen,
    searching,
    taking,
)
from pipelines.web.admission import Admitted, Door, need, viewer_of
from pipelines.web.asked import Asked, asked
from pipelines.web.counted import Counted
from pipelines.web.desk import LOCALHOST, Desk
from pipelines.web.holes import Holes
from pipelines.web.limits import limited
from pipelines.web.shelf import Shelf
from pipelines.web.shown import STATIC, Shown, environment

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

Search = Annotated[Asked, Depends(asked)]
AT_ONCE = 4
"""Searches that are made at the same time; the others wait their turn, first come, first served. Python runs one of them at
a time, and more that compete for it make some wait far longer than others."""


def app(
    corpus: "Corpus",
    *,
    names: tuple[str, ...] = ("*",),
    door: Door | None = None,
    archive_id: str = LOCALHOST,
    replay: Callable[[], str] = str,
) -> FastAPI:
    """The service over a corpus; ``names`` are the host names it may be called by, ``archive_id`` and ``replay`` as in
    :class:`~pipelines.web.desk.Desk`."""
    door = door or Door()
    service = FastAPI(
        title="coranto",
        description="The corpus: what the pages show, for programs. It can only be read, but for freezing.",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        responses=answers.PROBLEMS,
        dependencies=[limited(door)],
    )
    desk = Desk(
        corpus=corpus,
        holes=Holes(corpus),
        counted=Counted(corpus=corpus),
        shelf=Shelf(corpus=corpus),
        door=door,
        archive_id=archive_id,
        replay=replay,
    )
    shown = Shown(environment())
    answers.install(service, shown)
    # FastAPI's own documentation pages need scripts of strangers: openapi.json is what there is.
    service.mount("/static", StaticFiles(directory=STATIC), name="static")
    _search(service, desk, shown)
    for part in (articles, comparing, frozen, freezing):
        part.install(service, desk, shown)
    covered.install(service, corpus, shown)
    api.install(service, desk)
    described.install(service, shown)
    taking.install(service, desk)
    cdx.install(service, corpus.archive, only=[need("full", desk.door)])
    admission.install(service, desk.door, shown)
    service.add_middleware(Admitted, door=desk.door)
    if "*" not in names:
        service.add_middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False)
    service.add_middleware(answers.Guarded)
    return service


def _search(service: FastAPI, desk: Desk, shown: Shown) -> None:
    turns = CapacityLimiter(AT_ONCE)

    @service.get("/", include_in_schema=False)
    async def search_page(request: Request, search: Search) -> Response:
        return await run_sync(answered, request, search, limiter=turns)

    def answered(request: Request, search: Asked) -> Response:
        told: dict[str, Any] = {"asked": search, "error": None, "found": None, "drawn": None}
        try:
            snippets = viewer_of(request).may("snippets")
            told["found"] = found = searching.found(desk, search, snippets=snippets)
        except QueryError as error:
            if not answers.wants_page(request):
                raise
            return shown(request, "search.html", 400, **told | {"error": error})
        told["drawn"] = bars.drawn(search, found.chart) if found.chart else None
        return shown(request, "search.html", **told)
