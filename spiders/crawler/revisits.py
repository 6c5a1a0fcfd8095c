"""Which articles are asked for again. Pure: the manifests and the instant of the run decide.

A site's ``revisit`` lists ages, counted from the first capture: at each an article is due once. What was missed
is made up for once, and let go when the article is twice as old as it should have been; so ages far apart, as
on a decaying schedule, leave time for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipelines.archive.ledger import Entry
from spiders.crawler.known import History, Known
from spiders.site import Site

BACK = (404,)
"""Removals that may be a mistake: asked for again at the ages that are left; 410 and 451 are final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One article to ask for again."""

    entry: Entry
    """The line for the ledger: what its sources announced, and why it is asked for."""
    since: datetime
    """When it became due."""
    manifests: tuple[str, ...]
    """Where its captures are, for the validators."""


def due(site: Site, known: Known, now: datetime) -> list[Due]:
    """Every article that is due, the longest waiting first."""
    found = (_due(site, known, url, history, now) for url, history in known.histories.items())
    return sorted((one for one in found if one), key=lambda one: (one.since, one.entry.url))


def _due(site: Site, known: Known, url: str, history: History, now: datetime) -> Due | None:
    entry = known.settled.get(url)
    age = step(history, site.revisit, now)
    if entry is None or age is None or not site.is_article(url) or not _alive(entry):
        return None
    note = f"asked again, {_words(age)} after its first capture"
    line = replace(entry, end="waiting", status=None, captured=None, where=None, note=note)
    return Due(entry=line, since=history.first + age, manifests=history.manifests)


def step(history: History, ages: Iterable[timedelta], now: datetime) -> timedelta | None:
    """The age at which an article should have been asked for again and was not; None where nothing is due."""
    passed = [age for age in ages if history.first + age <= now]
    if not passed or history.last >= history.first + passed[-1]:
        return None
    return passed[-1] if now <= history.first + 2 * passed[-1] else None


def _alive(entry: Entry) -> bool:
    return entry.end == "fetched" or (entry.end == "gone" and entry.status in BACK)


def _words(age: timedelta) -> str:
    hours = age // timedelta(hours=1)
    return f"{hours // 24} d" if hours % 24 == 0 else f"{hours} h"
