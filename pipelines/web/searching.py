"""The search page: hits or keywords in context, the filters, and the chart over time with its holes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.errors import QueryError
from pipelines.web.asked import Asked
from pipelines.web.chart import MONTHS_OF_DAYS, Chart, chart, with_holes, with_shares
from pipelines.web.narrowing import Counting, Filter

if TYPE_CHECKING:
    from pipelines.corpus import Corpus
    from pipelines.corpus.concordance import Line
    from pipelines.corpus.search import Hit
    from pipelines.web.desk import Desk

PER_PAGE = 20
WIDTH = 70
"""Characters on either side of a keyword."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Everything the search page shows."""

    total: int
    hits: tuple["Hit", ...]
    lines: tuple["Line", ...]
    next: str | None
    chart: Chart | None
    undated: int
    filters: tuple[Filter, ...]
    remarks: tuple[str, ...]
    """What was asked for and could not be shown that way."""

    @property
    def chosen(self) -> list[tuple[str, str, str | None]]:
        """Filters in use: title, choice, and the link that takes it back."""
        return [(f.title, c.label, c.link) for f in self.filters for c in f.choices if c.chosen]


def found(desk: "Desk", search: Asked, *, snippets: bool = True) -> Found:
    """Search, count and draw; without ``snippets`` no word of an article is shown."""
    corpus, text, remarks = desk.corpus, search.text(), []
    drawn, undated = over_time(desk, search)
    if search.measure and search.per:
        remarks.append("Attention is counted per article: what is left out of a whole has no share of it.")
    shown: dict[str, Any] = {"hits": (), "lines": (), "next": None}
    if not snippets:
        shown["total"] = corpus.count(text, **search.bounds)
    elif search.view:
        try:
            shown = _context(corpus, search)
        except QueryError as error:
            if error.at is not None:
                raise
            said = str(error)
            remarks.append(f"{said[:1].upper()}{said[1:]}. Here are the articles instead.")
            shown = _hits(corpus, search)
    else:
        shown = _hits(corpus, search)
    filters = tuple(Counting.of(desk.counted, search).filters())
    return Found(chart=drawn, undated=undated, filters=filters, remarks=tuple(remarks), **shown)


def over_time(desk: "Desk", search: Asked) -> tuple[Chart | None, int]:
    """The chart, and how many articles nobody dated."""
    text, bounds = search.text(), search.bounds
    if search.measure:
        bounds |= {"per": "article"}
    drawn, undated = desk.counted.once(
        ("chart", search.measure), text, bounds, lambda: _drawn(desk.corpus, search, text, bounds)
    )
    if drawn is None:
        return None, undated
    since, until = search.days
    labels = [bar.label for bar in drawn.bars]
    return with_holes(drawn, desk.holes.over(text, drawn.unit, labels, since=since, until=until)), undated


def _drawn(corpus: "Corpus", search: Asked, text: str, bounds: dict[str, Any]) -> tuple[Chart | None, int]:
    counted = corpus.histogram(text, "month", **bounds)
    if len(counted.buckets) <= MONTHS_OF_DAYS:
        counted = corpus.histogram(text, "day", **bounds)
    drawn = chart([(f"{b.label}-01"[:10], b.count) for b in counted.buckets if b.count], *search.days)
    if drawn is None:
        return None, counted.undated
    if search.measure:
        drawn = with_shares(drawn, corpus.attention(text, drawn.unit, **bounds))
    return drawn, counted.undated


def _hits(corpus: "Corpus", search: Asked) -> dict[str, Any]:
    results = corpus.search(
        search.text(), limit=PER_PAGE, sort=search.order, cursor=search.cursor, **search.bounds
    )
    return {"total": results.total, "hits": results.hits, "lines": (), "next": results.next}


def _context(corpus: "Corpus", search: Asked) -> dict[str, Any]:
    order = "article" if search.view == "context" else search.view
    lines = corpus.concordance(
        search.text(), order=order, width=WIDTH, limit=PER_PAGE, sort=search.order, cursor=search.cursor,
        **search.bounds,
    )  # fmt: skip
    return {"total": lines.total, "hits": (), "lines": lines.lines, "next": lines.next}
