"""Questions to the index of captures, as the CDX servers of pywb and the Wayback Machine understand them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any, Literal, get_args

import orjson

from pipelines.archive.shards import Shards
from pipelines.archive.surt import instant, surt
from pipelines.errors import QueryError

Match = Literal["exact", "prefix", "host", "domain"]
Sort = Literal["", "default", "closest", "reverse"]
Output = Literal["cdxj", "json", "text"]
CLASSIC = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename")
"""Fields of ``output=text``."""
NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
"""What the Wayback Machine calls a field that pywb and we call otherwise."""
_LAST = "99991231235959"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for. Empty means not given."""

    url: str
    match: Match | Literal[""] = ""
    """Empty: exact, unless the URL begins with ``*.`` (domain) or ends in ``*`` (prefix)."""
    since: str = ""
    """First time wanted, 4 to 14 digits: year, month, day, hour, minute, second."""
    until: str = ""
    """Last time wanted; ``2026`` means all of that year."""
    filters: tuple[str, ...] = ()
    """``field:part of it``, ``=field:all of it``, ``~field:regular expression``; ``!`` before it turns it round."""
    limit: int | None = None
    """Most captures; negative: so many from the end."""
    offset: int = 0
    sort: Sort = ""
    closest: str = ""
    """A time, for the sort of that name."""
    page: int | None = None
    """Of the range's blocks, from 0; a page may hold fewer lines than its blocks, never the same line as another."""
    page_size: int = 10


class Capture:
    """One line of the index."""

    def __init__(self, line: bytes) -> None:
        self.line = line

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Everything the line says, under pywb's names."""
        key, stamp, rest = self.line.split(b" ", 2)
        return {"urlkey": key.decode(), "timestamp": stamp.decode(), **orjson.loads(rest)}

    @property
    def stamp(self) -> str:
        """Its time, 14 digits."""
        return self.line.split(b" ", 2)[1].decode()


def captures(
    shards: Shards, query: Query, shown: Callable[[Capture], bool] | None = None
) -> Iterator[Capture]:
    """The captures asked for that may be ``shown``, in order of URL and time unless another is wanted."""
    start, end = span(query)
    if query.page is not None:
        start, end = _page(shards, query, start, end)
    tests = [*_times(query), *map(_filter, query.filters), *([shown] if shown else [])]
    backwards = query.sort == "reverse" or (query.limit or 0) < 0
    lines = _closest(shards, query) if _by_closeness(query) else shards.scan(start, end, reverse=backwards)
    found = (c for c in map(Capture, lines) if all(test(c) for test in tests))
    if query.limit is None:
        return islice(found, query.offset, None)
    if query.limit < 0 and query.sort != "reverse":
        return reversed(list(islice(found, query.offset, query.offset - query.limit)))
    return islice(found, query.offset, query.offset + abs(query.limit))


def pages(shards: Shards, query: Query) -> dict[str, int]:
    """How many pages there are, as pywb answers ``showNumPages``."""
    start, end = span(query)
    if next(shards.scan(start, end), None) is None:
        return {"pages": 0, "pageSize": query.page_size, "blocks": 0}
    blocks = len(_bounds(shards, start, end))
    return {"pages": -(-blocks // query.page_size), "pageSize": query.page_size, "blocks": blocks}


def span(query: Query) -> tuple[bytes, bytes]:
    """Where the lines of a URL, prefix, host or domain begin, and before what they end.

    >>> span(Query(url="http://www.example.com/a", match="domain"))
    (b'com,example)/', b'com,example-')
    """
    url, match = query.url.strip(), query.match
    if not match:
        url, match = (url[2:], "domain") if url.startswith("*.") else (url, "exact")
        url, match = (url[:-1], "prefix") if url.endswith("*") and match == "exact" else (url, match)
    if match not in get_args(Match):
        raise QueryError(f"matchType {match!r}: there are {', '.join(get_args(Match))}")
    if not url:
        raise QueryError("url= is missing; give the address that was captured")
    key = surt(url if ":" in url.partition("/")[0].partition(".")[0] else f"http://{url}")
    if match == "exact":
        return f"{key} ".encode(), f"{key}!".encode()
    if match == "prefix":
        key += "".join(tail for tail in "/?" if url.endswith(tail) and not key.endswith(tail))
        return key.encode(), _next(key.encode())
    host = key.partition(")")[0]
    if match == "domain" and "," not in host:  # a whole top-level domain
        return f"{host},".encode(), f"{host}-".encode()
    return f"{host})/".encode(), f"{host}{'*' if match == 'host' else '-'}".encode()


def written(found: Iterable[Capture], output: str = "cdxj", fields: tuple[str, ...] = ()) -> Iterator[bytes]:
    """Captures as lines of text: CDXJ, one JSON object each, or fields between spaces."""
    if output not in get_args(Output):
        raise QueryError(f"output {output!r}: there are {', '.join(get_args(Output))}")
    return _written(found, output, tuple(NAMES.get(name, name) for name in fields))


def _written(found: Iterable[Capture], output: str, wanted: tuple[str, ...]) -> Iterator[bytes]:
    for capture in found:
        if output == "cdxj" and not wanted:
            yield capture.line
            continue
        held = capture.fields
        if output == "text":
            yield " ".join(str(held.get(name, "-")) for name in wanted or CLASSIC).encode() + b"\n"
            continue
        told = {name: held[name] for name in wanted if name in held} if wanted else held
        if output == "json":
            yield orjson.dumps(told) + b"\n"
        else:
            rest = {name: text for name, text in told.items() if name not in {"urlkey", "timestamp"}}
            yield b" ".join([*capture.line.split(b" ", 2)[:2], orjson.dumps(rest)]) + b"\n"


def _times(query: Query) -> Iterator[Callable[[Capture], bool]]:
    if query.since:
        first = _padded(query.since, "from", "00000101000000")
        yield lambda capture: capture.stamp >= first
    if query.until:
        last = _padded(query.until, "to", _LAST)
        yield lambda capture: capture.stamp <= last


def _padded(stamp: str, name: str, tail: str) -> str:
    if not re.fullmatch(r"\d{4,14}", stamp, re.ASCII):
        raise QueryError(f"{name}={stamp!r}: give 4 to 14 digits, as in 2026 or 20260105231500")
    return stamp + tail[len(stamp) :]


def _filter(text: str) -> Callable[[Capture], bool]:
    inverted, rest = text.startswith("!"), text.removeprefix("!")
    kind = rest[:1] if rest[:1] in "=~" else ""
    name, colon, wanted = rest[len(kind) :].partition(":")
    if not colon:
        raise QueryError(f"filter={text!r}: write it as field:text, =field:text or ~field:regular expression")
    name = NAMES.get(name, name)
    matches: Callable[[str], bool]
    if kind == "=":
        matches = wanted.__eq__
    elif kind == "~":
        try:
            pattern = re.compile(wanted)
        except re.error as e:
            raise QueryError(f"filter={text!r}: not a regular expression: {e}") from e
        matches = lambda held: pattern.match(held) is not None  # noqa: E731
    else:
        matches = lambda held: wanted in held  # noqa: E731
    return lambda capture: matches(str(capture.fields.get(name, ""))) is not inverted


def _by_closeness(query: Query) -> bool:
    if query.sort not in get_args(Sort):
        raise QueryError(f"sort {query.sort!r}: there are closest and reverse")
    if query.sort == "closest" and not query.closest:
        return False  # pywb asks so when no time is known
    return query.sort == "closest" or (bool(query.closest) and not query.sort)


def _closest(shards: Shards, query: Query) -> Iterator[bytes]:
    """Outwards from a time, reading no further than is asked for."""
    start, end = span(query)
    if not start.endswith(b" "):
        raise QueryError("sort=closest needs a single URL: leave matchType out")
    stamp = _padded(query.closest, "closest", "00000101000000")
    at, middle = _instant(stamp), start + stamp.encode()
    back, forth = shards.scan(start, middle, reverse=True), shards.scan(middle, end)
    before, after = next(back, None), next(forth, None)
    while before is not None or after is not None:
        if after is None or (before is not None and _distance(before, at) <= _distance(after, at)):
            assert before is not None
            yield before
            before = next(back, None)
        else:
            yield after
            after = next(forth, None)


def _distance(line: bytes, at: datetime) -> timedelta:
    return abs(_instant(line.split(b" ", 2)[1].decode()) - at)


def _instant(stamp: str) -> datetime:
    """The time of 14 digits; a month or day that cannot be is taken for the first."""
    try:
        return instant(stamp)
    except ValueError:
        return datetime(max(int(stamp[:4]), 1), 1, 1, tzinfo=UTC)


def _page(shards: Shards, query: Query, start: bytes, end: bytes) -> tuple[bytes, bytes]:
    bounds = [*_bounds(shards, start, end), end]
    first = (query.page or 0) * query.page_size
    if first < 0 or query.page_size < 1 or first >= len(bounds) - 1:
        last = max(-(-(len(bounds) - 1) // max(query.page_size, 1)) - 1, 0)
        raise QueryError(f"page {query.page}: the first is 0, the last {last}")
    return bounds[first], bounds[min(first + query.page_size, len(bounds) - 1)]


def _bounds(shards: Shards, start: bytes, end: bytes) -> list[bytes]:
    """Where the blocks of a range begin, of which the first begins with the range."""
    firsts = list(dict.fromkeys(shards.firsts(start, end)))
    inside = [first for first in firsts if first > start]
    return [start, *(inside if len(inside) < len(firsts) else inside[1:])]


def _next(key: bytes) -> bytes:
    """The first key behind all that begin so."""
    return key[:-1] + bytes([key[-1] + 1])
