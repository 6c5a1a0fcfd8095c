"""One row of a JSON, JSON Lines or CSV dump: which column is the text, and what the others say."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import orjson

from pipelines import columns
from pipelines.archive.ledger import Dated
from pipelines.encoding import marked
from pipelines.errors import DumpError

_MARKUP = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|article|section|figure|h[1-6]|ul|ol|blockquote|span|strong|em|b|i|a|img|br)\b[^<>]*>",
    re.IGNORECASE,
)
_ENDED = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|article|section)\s*>|<br\s*/?>", re.IGNORECASE)
_OBJECT = re.compile(r'(?:\[\s*)?\{\s*"(?:[^"\\]|\\.){0,200}"\s*:')
_GAP = re.compile(r"[\s\x1e]*")
BLANK = re.compile(r"\n[ \t\r]*\n")
_WORD = 20
"""Letters of a text beside a list of articles that says no more than ``ok``."""
_DEEP = 2
"""Levels of an object below which its list of articles may lie: ``{"response": {"docs": […]}}``."""


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
    by_name = _by_name(cells)
    if (column := _text_column(cells, by_name)) is not None:
        return _row(cells, by_name, column, part)
    if inner := _inner(cells):
        return row_of(inner, part)
    told = ", ".join(sorted(name.strip().lower() for name in cells if isinstance(name, str))) or "none"
    return DumpError(
        f"{part} has no text; name a column text, body, content or html (columns: {told[:120]})".lstrip()
    )


def _row(cells: Mapping[str, Any], by_name: Mapping[str, str], column: str, part: str) -> Row:
    text = _text(cells[column])
    markup = columns.plain(column) in columns.HTML or is_html(text)
    title = _told(cells, by_name, columns.TITLE)
    if title is not None and not markup and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text}"
    dated = _date(_told(cells, by_name, columns.DATE))
    url = _told(cells, by_name, columns.URL)
    fetched = _date(_told(cells, by_name, columns.FETCHED))
    return Row(
        part=part,
        text=text,
        is_html=markup,
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


def _inner(cells: Mapping[str, Any], deep: int = 3) -> dict[str, Any]:
    """The columns of the one object within that is an article, and beside them those around it; empty where none is."""
    objects = [(name, held) for name, held in cells.items() if isinstance(held, dict)] if deep else []
    found = [(name, held if _is_row(held) else _inner(held, deep - 1)) for name, held in objects]
    found = [(name, held) for name, held in found if held]
    if len(found) != 1:
        return {}
    [(name, held)] = found
    return held | {n: v for n, v in cells.items() if n != name and n not in held}


def _by_name(cells: Mapping[str, Any]) -> dict[str, str]:
    """The names of columns by how they are compared; the first of equals that says something."""
    found: dict[str, str] = {}
    for name in filter(lambda name: isinstance(name, str), cells):
        plain = columns.plain(name)
        if plain not in found or not cells[found[plain]]:
            found[plain] = name
    return found


def _text_column(cells: Mapping[str, Any], by_name: Mapping[str, str]) -> str | None:
    """The first of the columns for a text that holds one: a text, or a list of its paragraphs."""
    for name in (*columns.HTML, *columns.TEXT):
        column = by_name.get(name)
        if column is not None and _text(cells[column]).strip():
            return column
    return None


def _text(value: Any) -> str:
    """A text, the paragraphs of a list, or its runs, of which some are objects; empty for what holds anything else."""
    if not isinstance(value, list):
        return value if isinstance(value, str) else ""
    told = [part.get("text") if isinstance(part, dict) else part for part in value]
    runs = [run for run in told if isinstance(run, str)]
    if len(runs) < len(told):
        return ""
    if any(isinstance(part, dict) for part in value):
        return "".join(runs)
    return "\n\n".join(run.strip() for run in runs if run.strip())


def is_html(text: str) -> bool:
    """Whether a text is markup: elements begin and end in it, or in a text without blank lines they end its lines."""
    ends = len(_ENDED.findall(text))
    return bool(ends) and (_MARKUP.match(text) is not None or (ends > 1 and not BLANK.search(text)))


def json_kind(head: bytes) -> str:
    """``.jsonl`` for what begins with an object on a line of its own, ``.json`` for other objects and lists of them; else empty.

    >>> json_kind(b'{"text": "a"}\\n{'), json_kind(b'[\\n {"text": "a"'), json_kind(b"{ no JSON }"), json_kind(b"[1] A note")
    ('.jsonl', '.json', '', '')
    """
    name, skipped = marked(head) or ("utf-8", 0)
    text = head[skipped:].decode(name, "replace").lstrip()
    if not _OBJECT.match(text):
        return ""
    line, ended, rest = text.partition("\n")
    try:
        value = orjson.loads(line)
    except ValueError:
        return ".json" if ended or text.startswith("[") else ".jsonl"
    if not rest.strip():
        return ".jsonl" if isinstance(value, dict) else ".json"
    return ".jsonl" if rest.lstrip()[0] in "{[" else ""


def _loads(data: bytes) -> Any:
    """What JSON says; NaN, half a character and control characters, as Python and others write them, are no error."""
    try:
        return orjson.loads(data)
    except ValueError:
        try:
            return json.loads(data.strip(b"\x1e \t\r\n").decode("utf-8", "replace"), strict=False)
        except (ValueError, RecursionError):
            pass
        raise


def _values(data: bytes) -> list[Any]:
    """The values of a file that holds one behind the other."""
    text, found, at = data.decode("utf-8", "replace"), [], 0
    decoder = json.JSONDecoder(strict=False)
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]  # matches nothing, too
    return found


def rows_of_line(line: bytes, part: str) -> Iterator[Row | DumpError]:
    """A row from a line of JSON, or those of a list in it."""
    try:
        value = _loads(line)
    except ValueError as e:
        yield DumpError(f"{part} is no JSON ({e}); mend or remove it")
        return
    if isinstance(value, str):
        value = {"text": value}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield from _items(value, f"{part} ")
    elif isinstance(value, dict):
        yield from _object(value, part)
    else:
        yield DumpError(f"{part} is no JSON object; each line holds one article as an object")


def _object(value: Mapping[str, Any], part: str) -> Iterator[Row | DumpError]:
    """An article, or the lists of articles within what a service answered."""
    lists = [] if _is_article(value) else list(_lists(value, "", _DEEP))
    for name, held in lists:
        yield from _items(held, f"{part} {name} ".lstrip())
    if not lists:
        yield row_of(value, part)


def rows_of_json(data: bytes) -> Iterator[Row | DumpError]:
    """The rows of a JSON file: one article as an object, or a list of them, which may lie within an object."""
    try:
        value = _loads(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as e:
        try:
            value = _values(data.strip())
        except (ValueError, RecursionError):
            yield DumpError(f"no JSON ({e}); mend it, or for one object a line use the suffix .jsonl")
            return
    if isinstance(value, list):
        yield from _items(value, "")
    elif isinstance(value, dict):
        yield from _object(value, "")
    else:
        yield DumpError("neither a JSON object nor a list of them")


def _items(values: list[Any], lead: str) -> Iterator[Row | DumpError]:
    for number, held in enumerate(values, 1):
        part = f"{lead}item {number}"
        yield row_of(held, part) if isinstance(held, dict) else DumpError(f"{part} is no JSON object")


def _lists(value: Mapping[str, Any], lead: str, deep: int) -> Iterator[tuple[str, list[Any]]]:
    """The lists within an object that hold an article or more, each with the way to it."""
    for name, held in value.items():
        if isinstance(held, list) and any(isinstance(item, dict) and _is_row(item) for item in held):
            yield f"{lead}{name}", held
        elif isinstance(held, dict) and deep > 1:
            yield from _lists(held, f"{lead}{name}.", deep - 1)


def _is_row(value: Mapping[str, Any]) -> bool:
    return _text_column(value, _by_name(value)) is not None


def _is_article(value: Mapping[str, Any]) -> bool:
    """Whether an object is an article itself: the answer of a service has a ``message`` or a ``page`` beside its list."""
    column = _text_column(value, _by_name(value))
    return column is not None and column.lower() != "message" and len(_text(value[column])) > _WORD


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
    if instant := columns.epoch(text):
        return instant, "published"
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
