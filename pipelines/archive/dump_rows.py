"""One row of a JSON, JSON Lines or CSV dump: which column is the text, and what the others say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from pipelines.archive.ledger import Dated
from pipelines.errors import DumpError

TEXT = (
    "text",
    "body",
    "content",
    "article",
    "maintext",
    "main_text",
    "raw_text",
    "plain_text",
    "fulltext",
    "full_text",
)
HTML = ("html", "raw_html", "page", "content_html")
TITLE = ("title", "headline")
URL = ("url", "link", "uri", "source_url", "canonical_url", "permalink")
DATE = ("date_published", "datepublished", "published", "published_at", "publish_date", "pubdate", "date")
FETCHED = ("captured", "fetched", "fetched_at", "crawled_at", "date_download", "retrieved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row says."""

    part: str
    text: str
    """For text, the title stands above it where the text does not begin with it."""
    is_html: bool
    url: str | None
    captured: datetime | None
    announced: datetime | None
    dated: Dated | None
    fields: tuple[tuple[str, str], ...]
    """Every other column, as it was."""


def row_of(cells: Mapping[str, Any], part: str) -> Row | DumpError:
    """A row from its columns; DumpError where none of them is the text."""
    by_name = {name.strip().lower(): name for name in cells if isinstance(name, str)}
    column = _first(cells, by_name, (*HTML, *TEXT))
    if column is None:
        columns = ", ".join(sorted(by_name)) or "none"
        return DumpError(
            f"{part} has no text; name a column text, body, content or html (columns: {columns[:120]})"
        )
    text, is_html = str(cells[column]), column.strip().lower() in HTML
    title = _first(cells, by_name, TITLE)
    if title is not None and not is_html and not text.lstrip().startswith(str(cells[title]).strip()):
        text = f"{str(cells[title]).strip()}\n\n{text}"
    dated = _date(_told(cells, by_name, DATE))
    url = _told(cells, by_name, URL)
    fetched = _date(_told(cells, by_name, FETCHED))
    return Row(
        part=part,
        text=text,
        is_html=is_html,
        url=url if url and url.lower().startswith(("http://", "https://")) and " " not in url else None,
        captured=fetched[0] if fetched else None,
        announced=dated[0] if dated else None,
        dated=dated[1] if dated else None,
        fields=tuple(
            (name, _shown(held))
            for name, held in cells.items()
            if name != column and held is not None and held != ""
        ),
    )


def rows_of_line(line: bytes, part: str) -> Row | DumpError:
    """A row from a line of JSON."""
    try:
        value = orjson.loads(line)
    except ValueError as e:
        return DumpError(f"{part} is no JSON ({e}); mend or remove it")
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        return DumpError(f"{part} is no JSON object; each line holds one article as an object")
    return row_of(value, part)


def rows_of_json(data: bytes) -> Iterator[Row | DumpError]:
    """The rows of a JSON file: one article as an object, or a list of them."""
    try:
        value = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as e:
        yield DumpError(f"no JSON ({e}); for one object a line use the suffix .jsonl")
        return
    if isinstance(value, list):
        for number, held in enumerate(value, 1):
            ok = isinstance(held, dict)
            yield row_of(held, f"item {number}") if ok else DumpError(f"item {number} is no JSON object")
    elif isinstance(value, dict):
        yield row_of(value, "")
    else:
        yield DumpError("neither a JSON object nor a list of them")


def _first(cells: Mapping[str, Any], by_name: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """The first of the columns that holds text."""
    for name in names:
        column = by_name.get(name)
        if column is not None and isinstance(cells[column], str) and cells[column].strip():
            return column
    return None


def _told(cells: Mapping[str, Any], by_name: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    column = _first(cells, by_name, names)
    return None if column is None else str(cells[column]).strip()


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _date(text: str | None) -> tuple[datetime, Dated] | None:
    """An instant, or the day of a date that has no time or no zone; None where it cannot be told."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        try:
            instant = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    if instant.tzinfo is None:
        return instant.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day"
    return instant.astimezone(UTC), "published"
