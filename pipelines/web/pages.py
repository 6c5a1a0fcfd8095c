"""The service: search page, article page, exact bytes, and the same as JSON."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipelines.corpus.article import Article
from pipelines.corpus.columns import captured_of
from pipelines.errors import CorpusError, QueryError
from pipelines.schema import as_json as plain
from pipelines.web import answers, cdx, covered
from pipelines.web.asked import Asked, asked
from pipelines.web.chart import chart
from pipelines.web.shown import environment, parts

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

PER_PAGE = 20
DEEPEST = 5000
"""Pages a visitor may turn; beyond that the days should be narrowed."""
Search = Annotated[Asked, Depends(asked)]
By = Literal["day", "week", "month", "quarter", "year", "site", "language", "author", "section"]


def app(corpus: "Corpus", *, names: tuple[str, ...] = ("*",)) -> FastAPI:
    """The service over a corpus; ``names`` are the host names it may be called by."""
    service = FastAPI(
        title="coranto",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
    )
    templates = environment()
    answers.install(service, templates)
    # FastAPI's own documentation pages need scripts of strangers: openapi.json is what there is.
    service.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    shown = Shown(templates)
    _pages(service, corpus, shown)
    covered.install(service, corpus, shown)
    _machines(service, corpus)
    cdx.install(service, corpus.archive)
    if "*" not in names:
        service.add_middleware(TrustedHostMiddleware, allowed_hosts=list(names), www_redirect=False)
    service.add_middleware(answers.Guarded)
    return service


class Shown:
    """Renders templates."""

    def __init__(self, templates: Any) -> None:
        self.templates = templates

    def __call__(self, name: str, status: int = 200, **values: Any) -> Response:
        """A page."""
        return answers.html(self.templates.get_template(name).render(values), status)


def _pages(service: FastAPI, corpus: "Corpus", shown: Shown) -> None:
    @service.get("/", include_in_schema=False)
    def search_page(
        request: Request, search: Search, page: Annotated[int, Query(ge=1, le=DEEPEST)] = 1
    ) -> Response:
        try:
            found = _found(corpus, search, page)
        except QueryError as error:
            if not answers.wants_page(request):
                raise
            return shown("search.html", 400, asked=search, error=str(error), found=None)
        return shown("search.html", asked=search, error=None, found=found)

    @service.get("/articles/{name}", include_in_schema=False)
    def article_page(name: str, blocks: Literal["", "all"] = "") -> Response:
        found = _article(corpus, name)
        versions: list[Any] = []
        with suppress(CorpusError):  # the tables know the article, the index may be behind
            versions = list(corpus.versions(found.id))
        return shown(
            "article.html", article=found, parts=tuple(parts(found)), versions=versions, all=bool(blocks)
        )


def _machines(service: FastAPI, corpus: "Corpus") -> None:
    @service.get("/api/search", summary="Articles that answer a query")
    def search_api(
        search: Search,
        limit: Annotated[int, Query(ge=0, le=200)] = PER_PAGE,
        offset: Annotated[int, Query(ge=0, le=PER_PAGE * DEEPEST)] = 0,
    ) -> Response:
        since, until = search.days
        results = corpus.search(
            search.text(), since=since, until=until, limit=limit, offset=offset, sort=search.order
        )
        hits = [{**plain(hit), "links": _links(hit.id)} for hit in results]
        given = {"query": search.text(), "since": plain(since), "until": plain(until), "sort": search.order}
        return answers.as_json(
            {**given, "offset": offset, "limit": limit, "total": results.total, "hits": hits}
        )

    @service.get("/api/count", summary="How many articles answer a query")
    def count_api(search: Search, by: By | None = None) -> Response:
        since, until = search.days
        counted = corpus.count(search.text(), by=by, since=since, until=until)
        listed = counted if isinstance(counted, list) else []
        # Counted on its own: an article whose language nobody knows is in no bucket.
        total = corpus.count(search.text(), since=since, until=until)
        counts = [{by: key, "count": n} for key, n in listed] if by else None
        given = {"query": search.text(), "since": plain(since), "until": plain(until), "by": by}
        return answers.as_json({**given, "total": total, "counts": counts})

    @service.get("/api/articles/{name}", summary="One article, whole")
    def article_api(name: str) -> Response:
        found = _article(corpus, name)
        return answers.as_json({**plain(found), "links": _links(found.id)})

    @service.get("/raw/{name}", summary="The exact bytes of the archived record an article was read from")
    def raw(name: str) -> Response:
        body = corpus.raw(_article(corpus, name).id)
        headers = {
            "content-disposition": f'attachment; filename="{name}.record"',
            "etag": f'"{hashlib.sha256(body).hexdigest()}"',
        }
        return Response(body, headers=headers, media_type="application/octet-stream")

    @service.get("/healthz", summary="Does the corpus answer, and how many articles does it hold?")
    def health() -> Response:
        return answers.as_json({"status": "ok", "articles": corpus.count()})


def _found(corpus: "Corpus", search: Asked, page: int) -> dict[str, Any]:
    """Everything the search page shows."""
    text, (since, until) = search.text(), search.days
    offset = (page - 1) * PER_PAGE
    results = corpus.search(text, since=since, until=until, limit=PER_PAGE, offset=offset, sort=search.order)
    by_day = corpus.histogram(text, "day", since=since, until=until)

    def choices(name: Literal["site", "language"], others: Asked) -> list[tuple[str, int]]:
        counted = corpus.count(others.text(), by=name, since=since, until=until)
        return counted if isinstance(counted, list) else []

    return {
        "total": results.total,
        "hits": results.hits,
        "page": page,
        "pages": min(-(-results.total // PER_PAGE), DEEPEST),
        "first": offset + 1,
        "chart": chart([(bucket.label, bucket.count) for bucket in by_day.buckets], since, until),
        "undated": by_day.undated,
        "sites": choices("site", replace(search, site="")),
        "languages": choices("language", replace(search, language="")),
    }


def _article(corpus: "Corpus", name: str) -> Article:
    if captured_of(name) is None:
        raise HTTPException(404, f"no article {name!r}; ids are in the hits of a search")
    try:
        return corpus.show(name)
    except CorpusError as error:
        raise HTTPException(404, str(error)) from error


def _links(name: str) -> dict[str, str]:
    return {"page": f"/articles/{name}", "json": f"/api/articles/{name}", "raw": f"/raw/{name}"}
