"""The same as the pages, for programs: read-only, described by OpenAPI, errors as problem+json."""

import hashlib
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Depends, FastAPI, Query, Request, Response

from pipelines.corpus.citation import citation, pwid_of
from pipelines.corpus.counting import By, Facet
from pipelines.corpus.intervals import Name as Interval
from pipelines.corpus.membership import collections
from pipelines.schema import as_json as plain
from pipelines.web import answers
from pipelines.web.admission import need, viewer_of
from pipelines.web.asked import Asked, Day, Text, asked
from pipelines.web.explained import pieces
from pipelines.web.searching import PER_PAGE, WIDTH

if TYPE_CHECKING:
    from pipelines.web.desk import Desk

Search = Annotated[Asked, Depends(asked)]
Split = Literal["site", "language"]
Zone = Annotated[
    str, Query(max_length=80, description="IANA time zone; without one, local days of each site")
]
Limit = Annotated[int, Query(ge=0, le=200)]
DEEPEST = 100_000


def install(service: FastAPI, desk: "Desk") -> None:
    """Add ``/api/…``, ``/raw/…`` and ``/healthz``."""
    _lists(service, desk)
    _counts(service, desk)
    _articles(service, desk)

    @service.get("/healthz", summary="Does the corpus answer, and how many articles does it hold?")
    def health(request: Request) -> Response:
        count = desk.corpus.count()
        known = desk.door.users is None or viewer_of(request).name
        return answers.as_json({"status": "ok", **({"articles": count} if known else {})})


def _lists(service: FastAPI, desk: "Desk") -> None:
    snippets = [need("snippets", desk.door)]

    @service.get("/api/search", summary="Articles that answer a query", dependencies=snippets)
    def search(
        search: Search,
        limit: Limit = PER_PAGE,
        offset: Annotated[int, Query(ge=0, le=DEEPEST)] = 0,
        fresh: Annotated[bool, Query(description="Wait until the index has all that is published")] = False,
    ) -> Response:
        found = desk.corpus.search(
            search.text(), limit=limit, offset=offset, sort=search.order, cursor=search.cursor, fresh=fresh,
            **search.bounds,
        )  # fmt: skip
        hits = [{**plain(hit), "links": _links(hit.id)} for hit in found]
        told = {"offset": offset, "limit": limit, "total": found.total, "next": found.next}
        return answers.as_json({**_given(search), "sort": search.order, **told, "hits": hits})

    @service.get("/api/concordance", summary="Keywords in context", dependencies=snippets)
    def concordance(
        search: Search,
        order: Literal["article", "left", "right"] = "article",
        width: Annotated[int, Query(ge=1, le=1000)] = WIDTH,
        limit: Limit = PER_PAGE,
    ) -> Response:
        lines = desk.corpus.concordance(
            search.text(), order=order, width=width, limit=limit, sort=search.order, cursor=search.cursor,
            **search.bounds,
        )  # fmt: skip
        return answers.as_json({**_given(search), **plain(lines)})


def _counts(service: FastAPI, desk: "Desk") -> None:
    @service.get(
        "/api/known",
        summary="What a count of a query misses: days that were not crawled, what was lost or waits",
    )
    def known(search: Search) -> Response:
        since, until = search.days
        return answers.as_json(plain(desk.holes.now(search.text(), since=since, until=until)))

    @service.get("/api/count", summary="How many articles answer a query")
    def count(search: Search, by: By | None = None) -> Response:
        text, bounds = search.text(), search.bounds
        # Counted on its own: an article whose language nobody knows is in no bucket.
        total = desk.corpus.count(text, **bounds)
        counted = desk.corpus.count(text, by=by, **bounds) if by else None
        counts = [{by: key, "count": n} for key, n in counted] if isinstance(counted, list) else None
        told = {"by": by, "total": total, "counts": counts}
        return answers.as_json({**_given(search), **told})

    @service.get(
        "/api/histogram", summary="Articles over time, each stretch with the days that were not crawled"
    )
    def histogram(
        search: Search, interval: Interval = "day", zone: Zone = "", by: Split | None = None
    ) -> Response:
        found = desk.corpus.histogram(search.text(), interval, zone=zone or None, by=by, **search.bounds)
        return answers.as_json(plain(found))

    @service.get(
        "/api/attention", summary="Share of all articles of the same sites and days, with 95 % intervals"
    )
    def attention(
        search: Search,
        interval: Interval = "month",
        zone: Zone = "",
        by: Split | None = None,
        within: Text = "",
    ) -> Response:
        found = desk.corpus.attention(
            search.text(), interval, zone=zone or None, by=by, within=within, **search.bounds
        )
        return answers.as_json(plain(found))

    @service.get(
        "/api/facets", summary="Sites, languages, authors, sections or traits with the most articles"
    )
    def facets(
        search: Search, by: Facet = "site", most: Annotated[int, Query(ge=1, le=10_000)] = 100
    ) -> Response:
        counted = desk.corpus.facet(search.text(), by, most=most, **search.bounds)
        return answers.as_json({**_given(search), **plain(counted)})

    @service.get("/api/coverage", summary="What became of what was announced, by site and local day or hour")
    def coverage(
        site: Annotated[str, Query(max_length=200)] = "",
        since: Day = "",
        until: Day = "",
        by: Literal["day", "hour"] = "day",
    ) -> Response:
        found = desk.corpus.coverage(site or None, since=since or None, until=until or None, by=by)
        return answers.as_json([plain(one) for one in found])

    @service.get("/api/collections", summary="Named sets of sites, in their newest version")
    def named() -> Response:
        return answers.as_json([plain(one) for one in collections(desk.corpus.archive)])


def _articles(service: FastAPI, desk: "Desk") -> None:
    full = [need("full", desk.door, "read")]

    @service.get("/api/articles/{name}", summary="One article, whole, with its citation", dependencies=full)
    def article(name: str) -> Response:
        found = desk.article(name)
        cited = {"citation": citation(found, desk.archive_id), "pwid": pwid_of(found, desk.archive_id)}
        return answers.as_json({**plain(found), **cited, "links": _links(found.id)})

    @service.get(
        "/api/articles/{name}/history", summary="What became of it, sentence by sentence", dependencies=full
    )
    def history(name: str) -> Response:
        return answers.as_json(plain(desk.corpus.history(desk.article(name).id)))

    @service.get("/api/articles/{name}/versions", summary="All its texts, oldest first", dependencies=full)
    def versions(name: str) -> Response:
        return answers.as_json([plain(one) for one in desk.corpus.versions(desk.article(name).id)])

    @service.get(
        "/api/articles/{name}/family",
        summary="Who else told the story, first publisher first",
        dependencies=full,
    )
    def family(name: str) -> Response:
        return answers.as_json([plain(row) for row in desk.corpus.family(desk.article(name).id)])

    @service.get(
        "/api/articles/{name}/removed",
        summary="Every block of the source, and why it was kept or not",
        dependencies=full,
    )
    def blocks(name: str) -> Response:
        found = desk.article(name)
        return answers.as_json([plain(one) for one in pieces(found.blocks, desk.source(found))])

    @service.get(
        "/api/articles/{name}/requisites",
        summary="What its page needs to be shown as it was, and why some of it is missing",
        dependencies=full,
    )
    def requisites(name: str) -> Response:
        return answers.as_json(plain(desk.corpus.requisites(desk.article(name))))

    @service.get(
        "/raw/{name}",
        summary="The exact bytes of the archived record an article was read from",
        dependencies=full,
        response_class=Response,
        responses={200: {"content": {"application/octet-stream": {}}}},
    )
    def raw(name: str) -> Response:
        body = desk.corpus.raw(desk.article(name).id)
        headers = {
            "content-disposition": f'attachment; filename="{name}.record"',
            "etag": f'"{hashlib.sha256(body).hexdigest()}"',
        }
        return Response(body, headers=headers, media_type="application/octet-stream")


def _given(search: Asked) -> dict[str, Any]:
    since, until = search.days
    return {
        "query": search.text(),
        "since": plain(since),
        "until": plain(until),
        "per": search.per or "article",
    }


def _links(name: str) -> dict[str, str]:
    api = f"/api/articles/{name}"
    more = {part: f"{api}/{part}" for part in ("history", "family", "removed", "requisites")}
    return {"page": f"/articles/{name}", "json": api, "raw": f"/raw/{name}", **more}
