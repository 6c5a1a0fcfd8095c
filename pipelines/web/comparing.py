"""Several searches as lines over time: as counts or as shares, whole or by newspaper, language, collection or country."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Query, Request, Response

from pipelines.corpus import intervals
from pipelines.corpus.counting import start_of
from pipelines.corpus.export import cell
from pipelines.corpus.membership import collections
from pipelines.corpus.query import parse
from pipelines.errors import QueryError
from pipelines.schema import as_json as plain
from pipelines.web import answers
from pipelines.web.asked import LONGEST, Asked, Day
from pipelines.web.holes import Holes
from pipelines.web.lines import Drawing, drawing
from pipelines.web.shown import paper

if TYPE_CHECKING:
    from pipelines.corpus import Corpus
    from pipelines.web.desk import Desk
    from pipelines.web.shown import Shown

By = Literal["", "site", "language", "collection", "country"]
Unit = Literal["", "day", "week", "month", "quarter", "year"]
MOST_QUERIES, MOST_LINES = 6, 8
Queries = Annotated[list[Annotated[str, Query(max_length=LONGEST)]], Query(max_length=MOST_QUERIES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared, as asked for."""

    q: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    unit: Unit = ""
    by: By = ""
    measure: Literal["", "attention"] = ""
    per: Literal["", "family"] = ""

    @property
    def queries(self) -> tuple[str, ...]:
        """Those that say something; where none does, everything."""
        return tuple(dict.fromkeys(text.strip() for text in self.q if text.strip())) or ("",)

    @property
    def bounds(self) -> dict[str, Any]:
        """What every question has beside its text."""
        return Asked(since=self.since, until=self.until, per="" if self.measure else self.per).bounds

    def link(self, **changes: str) -> str:
        """The query string of this comparison with something changed."""
        fields = {
            name: getattr(self, name) for name in ("since", "until", "unit", "by", "measure", "per")
        } | changes
        named = [("q", text) for text in self.q if text.strip()]
        return "?" + urlencode([*named, *((name, value) for name, value in fields.items() if value)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One stretch of time."""

    label: str
    count: int
    all: int | None = None
    """Of how many; None where it was not asked for a share."""
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line."""

    query: str
    part: str | None
    """Site, language, collection or country."""
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        """As a legend has it."""
        return " · ".join(part for part in (self.query or "all articles", paper(self.part or "")) if part)

    @property
    def total(self) -> int:
        """Articles in all."""
        return sum(point.count for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All lines over the same stretches."""

    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    left_out: int
    """Lines with fewer articles than those that are shown."""
    missing: tuple[float, ...]
    """Of each stretch the share of days of newspapers that were not crawled to their end."""


def compared(corpus: "Corpus", holes: Holes, asked: Comparison) -> Compared:
    """Count every line; those with the most articles are kept."""
    unit = asked.unit or _unit(corpus, asked)
    found = [
        series for text, part in _parts(corpus, asked) for series in _series(corpus, asked, unit, text, part)
    ]
    found = [series for series in found if series.total or not asked.by]
    kept = sorted(found, key=lambda series: -series.total)[:MOST_LINES]
    labels = _labels(unit, {point.label for series in kept for point in series.points})
    lines = [_filled(series, labels) for series in found if series in kept]
    missing = _missing(holes, asked, unit, labels)
    return Compared(
        unit=unit, labels=labels, series=tuple(lines), left_out=len(found) - len(kept), missing=missing
    )


def _parts(corpus: "Corpus", asked: Comparison) -> Iterator[tuple[str, str | None]]:
    if asked.by == "collection":
        named = [one.name for one in collections(corpus.archive)]
        missing = "there is no collection yet; coranto collection NAME SITE … makes one"
    elif asked.by == "country":
        named = sorted(set(corpus.countries.all().values()))
        missing = "no site file says a country yet; they come with what is crawled"
    else:
        yield from ((text, None) for text in asked.queries)
        return
    if not named:
        raise QueryError(missing)
    yield from product(asked.queries, named)


def _series(corpus: "Corpus", asked: Comparison, unit: str, text: str, part: str | None) -> Iterator[Series]:
    by: Any = asked.by if asked.by in ("site", "language") else None
    named: Any = {asked.by: part} if part else {}
    whole = Asked(q=text, **named).text()
    lines: dict[str | None, list[Point]] = {}
    if asked.measure:
        for s in corpus.attention(whole, unit, by=by, **asked.bounds).shares:
            point = Point(label=s.label, count=s.matching, all=s.all, share=s.share, low=s.low, high=s.high)
            lines.setdefault(s.part, []).append(point)
    else:
        for bucket in corpus.histogram(whole, unit, by=by, **asked.bounds).buckets:
            for name, count in bucket.parts if by else ((None, bucket.count),):
                lines.setdefault(name, []).append(Point(label=bucket.label, count=count))
    if not by:
        lines.setdefault(None, [])
    return (Series(query=text, part=name or part, points=tuple(points)) for name, points in lines.items())


def _unit(corpus: "Corpus", asked: Comparison) -> str:
    """Days for a season, weeks for two years, months for twenty, else years."""
    months = max(len(corpus.histogram(text, "month", **asked.bounds).buckets) for text in asked.queries)
    return "day" if months <= 4 else "week" if months <= 24 else "month" if months <= 240 else "year"


def _labels(unit: str, found: set[str]) -> tuple[str, ...]:
    if not found:
        return ()
    starts = sorted(start_of(unit, label) for label in found)
    kind = intervals.INTERVALS[unit]
    return tuple(kind.label(day) for day in intervals.days(unit, starts[0], starts[-1]))


def _filled(series: Series, labels: Sequence[str]) -> Series:
    held = {point.label: point for point in series.points}
    return replace(series, points=tuple(held.get(label, Point(label=label, count=0)) for label in labels))


def _missing(holes: Holes, asked: Comparison, unit: str, labels: Sequence[str]) -> tuple[float, ...]:
    since, until = (asked.bounds[name] for name in ("since", "until"))
    known = [holes.over(text, unit, labels, since=since, until=until) for text in asked.queries]
    found = []
    for days in zip(*known, strict=True):
        expected, complete = sum(of.expected for of in days), sum(of.complete for of in days)
        found.append(1 - complete / expected if expected else 0.0)
    return tuple(found)


def _mistaken(asked: Comparison) -> tuple[int, str]:
    """Which of the searches cannot be read, counted from 1, and its text; 0 where all can."""
    for number, text in enumerate(asked.q, 1):
        try:
            parse(text.strip())
        except QueryError:
            return number, text.strip()
    return 0, ""


def as_csv(found: Compared) -> str:
    """A row for each line and stretch."""
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow(("query", "part", found.unit, "articles", "all", "share", "low", "high", "missing"))
    for series in found.series:
        for point, missing in zip(series.points, found.missing, strict=True):
            row = (series.query, series.part or "", point.label, point.count, point.all, point.share, point.low, point.high, round(missing, 4))  # fmt: skip
            out.writerow([cell(value) for value in row])
    return text.getvalue()


def comparison(
    q: Queries = [],  # noqa: B006 - FastAPI copies it
    since: Day = "",
    until: Day = "",
    unit: Unit = "",
    by: By = "",
    measure: Literal["", "attention"] = "",
    per: Literal["", "family"] = "",
) -> Comparison:
    """Read a comparison from a request's parameters."""
    return Comparison(
        q=tuple(q), since=since.strip(), until=until.strip(), unit=unit, by=by, measure=measure, per=per
    )


def install(service: FastAPI, desk: "Desk", shown: "Shown") -> None:
    """Add ``/compare`` and ``/api/compare``."""
    asked = Annotated[Comparison, Depends(comparison)]

    def drawn(given: Comparison) -> tuple[Compared, Drawing]:
        found = compared(desk.corpus, desk.holes, given)
        return found, drawing(found)

    @service.get("/compare", include_in_schema=False)
    def compare_page(request: Request, given: asked) -> Response:
        values: dict[str, Any] = {
            "asked": given,
            "error": None,
            "number": 0,
            "typed": "",
            "found": None,
            "drawing": None,
            "most": MOST_QUERIES,
        }
        try:
            values["found"], values["drawing"] = drawn(given)
        except QueryError as error:
            number, typed = _mistaken(given)
            told = {"error": error, "number": number, "typed": typed}
            return shown(request, "compare.html", 400, **values | told)
        return shown(request, "compare.html", **values)

    @service.get(
        "/api/compare",
        summary="Several queries over time, as numbers or as a picture",
        responses={200: {"content": {"application/json": {}, "text/csv": {}, "image/svg+xml": {}}}},
    )
    def compare_api(request: Request, given: asked, form: Literal["json", "csv", "svg"] = "json") -> Response:
        found, picture = drawn(given)
        headers = {"content-disposition": f'attachment; filename="comparison.{form}"'}
        if form == "csv":
            return Response(as_csv(found), headers=headers, media_type="text/csv; charset=utf-8")
        if form == "svg":
            text = shown.templates.get_template("lines.svg").render(drawing=picture)
            return Response(text.encode("utf-8", "replace"), headers=headers, media_type="image/svg+xml")
        told: Mapping[str, Any] = plain(found)
        return answers.as_json({**told, "measure": given.measure or "count", "by": given.by or None})
