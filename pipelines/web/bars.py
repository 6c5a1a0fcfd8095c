"""The bars of a chart, written out: some hundred of them on every page, for which a template is too slow.

Measured: with 120 bars the template took a third of the page's time. All that is written here is numbers, days, and one
address that is escaped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup, escape

from pipelines.web.asked import Asked
from pipelines.web.chart import HEIGHT, Bar, Chart
from pipelines.web.shown import percent, thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A chart, written out."""

    bars: Markup
    rows: Markup
    wider: str
    """The search with as many days again on either side."""


def drawn(asked: Asked, chart: Chart) -> Drawn:
    """The bars of a search."""
    return Drawn(bars=bars(asked, chart), rows=rows(asked, chart), wider=wider(asked, chart))


def wider(search: Asked, chart: Chart) -> str:
    """The search with as many days again on either side of the chart."""
    first, after = chart.bars[0].first, chart.bars[-1].after
    more = timedelta(days=max((after - first).days // 2, 1))
    since = first - more if first - date.min > more else first
    until = after + more if date.max - after > more else after
    return search.link(since=str(since), until=str(until))


def bars(asked: Asked, chart: Chart) -> Markup:
    """The bars as SVG, each a link to its days, with what was not crawled behind and below them."""
    link, step, share = _link(asked), chart.step, chart.most_share is not None
    parts = (_bar(bar, link, round(n * step, 2), step, share) for n, bar in enumerate(chart.bars))
    return Markup("\n".join(parts))  # noqa: S704 - our own


def rows(asked: Asked, chart: Chart) -> Markup:
    """The same as the rows of a table: those where something was found, or something is missing."""
    link, share = _link(asked), chart.most_share is not None
    shown = (bar for bar in chart.bars if bar.count or bar.missing)
    return Markup("\n".join("".join(_row(bar, link, share)) for bar in shown))  # noqa: S704 - our own


def said(bar: Bar) -> str:
    """What a bar says when it is pointed at."""
    share = f", {percent(bar.share)} of all" if bar.share is not None else ""
    lost = f"; {bar.missing} of {bar.expected} days of newspapers missing" if bar.missing else ""
    return f"{bar.label}: {thousands(bar.count)}{share}{lost}"


def _bar(bar: Bar, link: str, x: float, step: float, share: bool) -> str:
    place = f'x="{x}" y="0" width="{step}"'
    hole = ""
    if bar.missing:
        hole = (
            f'<rect class="missing" {place} height="{HEIGHT}" fill="url(#hatch)" opacity="{bar.hole * 0.45 + 0.05:.2f}"/>'
            f'<rect class="gap" x="{x}" y="{HEIGHT + 4}" width="{step}" height="8" opacity="{bar.hole * 0.8 + 0.2:.2f}"/>'
        )
    drawn = (
        f'<rect class="bar" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}"/>'
        if bar.count
        else ""
    )
    if share and bar.share is not None:
        middle = round(bar.x + bar.width / 2, 2)
        drawn += f'<line class="whisker" x1="{middle}" x2="{middle}" y1="{bar.low}" y2="{bar.high}"/>'
    return (
        f'{hole}<a href="{link}since={bar.first}&amp;until={bar.after}" tabindex="-1" data-since="{bar.first}"'
        f' data-until="{bar.after}"><title>{said(bar)}</title><rect class="reach" {place} height="{HEIGHT + 14}"/>{drawn}</a>'
    )


def _row(bar: Bar, link: str, share: bool) -> Iterator[str]:
    yield f'<tr><th scope="row"><a href="{link}since={bar.first}&amp;until={bar.after}">{bar.label}</a></th>'
    yield f"<td>{thousands(bar.count)}</td>"
    if share:
        yield f"<td>{percent(bar.share) if bar.share is not None else ''}</td>"
    yield f"<td>{f'{thousands(bar.missing)} of {thousands(bar.expected)}' if bar.missing else ''}</td></tr>"


def _link(asked: Asked) -> str:
    """The beginning of the address of every bar, escaped."""
    given = asked.link(since="", until="")
    return str(escape(given if given == "?" else f"{given}&"))
