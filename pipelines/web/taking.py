"""What is taken along: exports of any size as a stream or a file, and coding sheets."""

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pyarrow as pa
from fastapi import Depends, FastAPI, Query, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask

from pipelines.corpus.export import line, write
from pipelines.corpus.schemas import ARTICLES
from pipelines.schema import as_json as plain
from pipelines.web import answers
from pipelines.web.admission import need
from pipelines.web.asked import Asked, asked

if TYPE_CHECKING:
    from pipelines.web.desk import Desk

Search = Annotated[Asked, Depends(asked)]
Form = Literal["jsonl", "arrow", "csv", "parquet", "jsonld", "ninjs"]
Stratum = Literal["", "site", "language", "section", "day", "month", "year"]
MEDIA: dict[str, str] = {
    "jsonl": "application/x-ndjson",
    "arrow": "application/vnd.apache.arrow.stream",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "jsonld": "application/ld+json",
    "ninjs": "application/x-ndjson",
}
MOST_DRAWN = 10_000
STREAMS: dict[str, Callable[[Iterator[pa.Table]], Iterator[bytes]]]


def install(service: FastAPI, desk: "Desk") -> None:
    """Add ``/api/export`` and ``/api/sample``."""

    @service.get(
        "/api/export",
        summary="All articles that answer a query, as a stream (jsonl, arrow) or a file",
        dependencies=[need("full", desk.door, "export")],
        response_class=Response,
        responses={200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA.values()}}},
    )
    def export(search: Search, form: Form = "jsonl") -> Response:
        text, bounds = search.text(), search.bounds
        headers = {"content-disposition": f'attachment; filename="articles.{form}"'}
        if form in STREAMS:
            found = desk.corpus.articles(
                text, progress=False, **bounds
            )  # what is wrong with the question shows here
            return StreamingResponse(STREAMS[form](found.batches()), headers=headers, media_type=MEDIA[form])
        return file(
            lambda path: desk.corpus.export(text, path, form, **bounds), f"articles.{form}", MEDIA[form]
        )

    @service.get(
        "/api/sample",
        summary="A reproducible sample of the articles that answer a query",
        dependencies=[need("full", desk.door, "sample")],
        responses={200: {"content": {"text/csv": {}}}},
    )
    def sample(
        search: Search,
        n: Annotated[int, Query(ge=1, le=MOST_DRAWN)] = 100,
        seed: Annotated[int, Query(ge=0, le=2**31 - 1)] = 1,
        by: Annotated[list[Stratum], Query(max_length=3)] = [],  # noqa: B006 - FastAPI copies it
        form: Literal["json", "csv"] = "json",
    ) -> Response:
        strata = tuple(name for name in by if name)
        drawn = desk.corpus.sample(search.text(), n, seed=seed, by=strata, **search.bounds)
        if form == "json":
            return answers.as_json(plain(drawn))
        sheet = drawn.sheet()
        return file(
            lambda path: write([sheet], sheet.schema, path, "csv"), f"sample-{seed}.csv", MEDIA["csv"]
        )


def file(fill: Callable[[Path], Any], name: str, media_type: str) -> Response:
    """A file that is written whole before its first byte is sent, and gone after its last."""
    folder = tempfile.TemporaryDirectory(prefix="coranto-export-")
    path = Path(folder.name) / name
    try:
        fill(path)
    except BaseException:
        folder.cleanup()
        raise
    done = BackgroundTask(folder.cleanup)
    return FileResponse(path, media_type=media_type, filename=name, background=done)


def _json_lines(found: Iterable[pa.Table]) -> Iterator[bytes]:
    for table in found:
        for row in table.to_pylist():
            yield line(row)


def _arrow(found: Iterable[pa.Table]) -> Iterator[bytes]:
    """The Arrow IPC streaming format, a record batch for each table."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, ARTICLES) as writer:
        for table in found:
            writer.write_table(table)
            yield sink.getvalue()
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue()


STREAMS = {"jsonl": _json_lines, "arrow": _arrow}
