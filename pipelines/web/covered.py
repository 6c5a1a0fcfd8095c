"""The coverage page: a strip of days for each site, holes visible; for one site the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, Query, Request, Response

from pipelines.corpus.covered import Covered
from pipelines.corpus.periods import as_day
from pipelines.corpus.schemas import COUNTS

if TYPE_CHECKING:
    from pipelines.corpus import Corpus
    from pipelines.web.shown import Shown

DAYS, MOST_DAYS = 40, 366
Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One local day of a site."""

    day: date
    level: str
    """``hole`` (nothing is known), ``open`` (not crawled to its end), ``none`` (nothing published), ``held`` (in
    quarantine), or ``some``, ``most``, ``all`` of what was announced."""
    published: int
    said: str


def cell(day: date, one: Covered | None) -> Cell:
    """How a day is shown."""
    if one is None:
        return Cell(day=day, level="hole", published=0, said=f"{day}: never crawled")
    announced, published = one.counts["announced"], one.counts["published"]
    # What robots.txt forbids is an answer, not a gap that anybody could fill.
    lost = sum(one.counts[name] for name in ("blocked", "failed", "refused", "left", "uncleaned"))
    said = f"{day}: {published} published of {announced} announced"
    if one.counts["quarantined"]:
        return Cell(
            day=day, level="held", published=published, said=f"{said}, {one.counts['quarantined']} held back"
        )
    if not one.complete:
        return Cell(day=day, level="open", published=published, said=f"{said}, not crawled to its end")
    # A rejected page is no gap: it is known to hold no article.
    share = published / (published + lost) if published + lost else 0.0
    level = "all" if share > 0.99 else "most" if share >= 0.8 else "some" if published else "none"
    return Cell(day=day, level=level, published=published, said=f"{said}, {lost} lost")


def strips(found: Sequence[Covered], days: Sequence[date]) -> dict[str, list[Cell]]:
    """A cell for each day of each site."""
    known = {(one.site, one.at): one for one in found}
    return {
        site: [cell(day, known.get((site, day))) for day in days] for site in sorted({o.site for o in found})
    }


def days_of(since: date | None, until: date | None, today: date) -> list[date]:
    """The days that are shown, at most a year; default: the last :data:`DAYS`."""
    last = (until or today + timedelta(days=1)) - timedelta(days=1)
    first = since or last - timedelta(days=DAYS - 1)
    count = min(max((last - first).days + 1, 1), MOST_DAYS)
    return [last - timedelta(days=n) for n in reversed(range(count))]


def install(service: FastAPI, corpus: "Corpus", shown: "Shown") -> None:
    """Add ``/coverage``."""

    @service.get("/coverage", include_in_schema=False)
    def coverage_page(request: Request, site: Text = "", since: Text = "", until: Text = "") -> Response:
        given = as_day(since or None, "since"), as_day(until or None, "until")
        found, days = _known(corpus, site, *given)
        listed = [one for one in found if one.at in days] if site else []
        names = [name for name in COUNTS if any(one.counts[name] for one in listed)]
        values: dict[str, Any] = {"site": site, "since": since, "until": until, "days": days}
        return shown(
            request, "coverage.html", strips=strips(found, days), listed=listed, names=names, **values
        )


def _known(
    corpus: "Corpus", site: str, since: date | None, until: date | None
) -> tuple[Sequence[Covered], list[date]]:
    """What the ledger has of days; where nobody named any, and it has nothing of late, of its last ones."""
    days = days_of(since, until, datetime.now(UTC).date())
    found = corpus.coverage(site or None, since=days[0], until=days[-1] + timedelta(days=1))
    if found or since or until:
        return found, days
    known = [one.at for one in corpus.coverage(site or None) if isinstance(one.at, date)]
    if not known:
        return found, days
    days = days_of(None, None, max(known))
    return corpus.coverage(site or None, since=days[0]), days
