"""The index of captures as a CDX server (``/cdx``), with the parameters of pywb and the Wayback Machine."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.params import Depends
from fastapi.responses import StreamingResponse

from pipelines.archive import lookup
from pipelines.archive.shards import Shards, shards_of
from pipelines.archive.takedowns import receipts_of
from pipelines.errors import QueryError
from pipelines.web import answers

if TYPE_CHECKING:
    from pipelines.archive import Archive

MEDIA = {"cdxj": "text/x-cdxj", "json": "application/x-ndjson", "text": "text/plain; charset=utf-8"}
LONGEST = 4000
AT_ONCE = 200
"""Lines that are sent together."""
KNOWN = frozenset(
    {"url", "matchType", "from", "to", "filter", "limit", "offset", "sort", "closest", "page", "pageSize"}
    | {"showNumPages", "output", "fl", "fields"}
)
IGNORED = frozenset({"collapseTime", "resolveRevisits", "allowFuzzy", "gzip"})
"""What pywb may send along, and does itself with our answer."""
Text = Annotated[str, Query(max_length=LONGEST)]


def install(service: FastAPI, archive: "Archive", path: str = "/cdx", only: Sequence[Depends] = ()) -> None:
    """Answer at ``/cdx``, or elsewhere; ``only`` are the dependencies that may refuse a caller.

    What was taken down is in no answer, so that no replay that asks here finds it.
    """
    shards, receipts = shards_of(archive), receipts_of(archive)

    @service.get(
        path,
        dependencies=only,
        summary="Captures of a URL, prefix, host or domain, as a CDX server tells them",
        responses={200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA.values()}}},
    )
    def cdx(
        request: Request,
        url: Text,
        since: Annotated[str, Query(alias="from")] = "",
        to: str = "",
        filter: Annotated[list[str], Query(max_length=20)] = [],  # noqa: A002, B006 - the parameter's name
        limit: int | None = None,
        offset: Annotated[int, Query(ge=0)] = 0,
        sort: str = "",
        closest: str = "",
        page: Annotated[int | None, Query(ge=0)] = None,
        page_size: Annotated[int, Query(alias="pageSize", ge=1, le=1000)] = 10,
        show: Annotated[bool, Query(alias="showNumPages")] = False,
        output: str = "cdxj",
        fl: str = "",
        fields: str = "",
        match: Annotated[str, Query(alias="matchType")] = "",
    ) -> Response:
        _understood(request)
        query = lookup.Query(
            url=url,
            match=match,  # type: ignore[arg-type] # lookup says which there are
            since=since,
            until=to,
            filters=tuple(filter),
            limit=limit,
            offset=offset,
            sort=sort,  # type: ignore[arg-type]
            closest="" if closest == "now" else closest,
            page=page,
            page_size=page_size,
        )
        if show:
            return answers.as_json(lookup.pages(ready(shards), query))
        wanted = tuple(name for name in (fl or fields).split(",") if name)
        found = lookup.captures(ready(shards), query, receipts.now().shows)
        return _streamed(lookup.written(found, output, wanted), output)


def _understood(request: Request) -> None:
    """A parameter that we would pass over changes what an answer means."""
    for name in request.query_params:
        if name not in KNOWN | IGNORED:
            raise QueryError(f"no parameter {name!r}; there are {', '.join(sorted(KNOWN))}")


def ready(shards: Shards | None) -> Shards:
    """The index; an answer 503 where the archive was opened without one."""
    if shards is None:
        raise HTTPException(503, "no folder for the index of captures; open the archive with shards=")
    return shards


def _streamed(lines: Iterator[bytes], output: str) -> Response:
    first = list(islice(lines, AT_ONCE))  # what is wrong with the question shows here, before the status goes
    headers = {"cache-control": "no-store"}
    if len(first) < AT_ONCE:
        return Response(b"".join(first), headers=headers, media_type=MEDIA[output])
    return StreamingResponse(_pieces(chain(first, lines)), headers=headers, media_type=MEDIA[output])


def _pieces(lines: Iterator[bytes]) -> Iterator[bytes]:
    while piece := b"".join(islice(lines, AT_ONCE)):
        yield piece
