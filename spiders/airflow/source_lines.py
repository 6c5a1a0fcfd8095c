"""One line a site for the page *Sources*: what is registered, and how it is doing. Pure: no Airflow, no clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipelines.corpus.health import SHOWN, Day, Health
from spiders.choice import Members, asked
from spiders.site import Site

Level = Literal["all", "most", "some", "none", "held", "open", "hole", "void"]
STATES = ("quarantine", "blocked", "failing", "odd", "gap", "new", "off", "good")
"""Worst first; the order of the page."""
WIDTH, HEIGHT = 6, 14
SOLID, HOLLOW = (
    f"M{{}} 0h{WIDTH - 1}v{HEIGHT}h-{WIDTH - 1}z",
    f"M{{}}.5 .5h{WIDTH - 2}v{HEIGHT - 1}h-{WIDTH - 2}z",
)
"""A day as an SVG path: filled, or an outline that stays inside its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days that no crawl closed: from ``since`` to before ``until``, with or without a failed attempt."""

    since: date
    until: date
    days: int
    tried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One site."""

    site: Site
    state: str
    health: Health
    strip: tuple[tuple[Level, str], ...]
    """For each level the SVG path of its days."""
    said: str
    """The strip in words."""
    gap: Gap | None
    changed: bool
    """The site's file is not the one that the last batch was made with."""


def line(site: Site, health: Health, last: date) -> Line:
    """One site, whose last closed day this is."""
    shown = [last - timedelta(days=n) for n in reversed(range(SHOWN))]
    first = min(health.days, default="9999")
    levels = [level(health.days.get(day.isoformat()), known=day.isoformat() >= first) for day in shown]
    gap = _gap(shown, levels)
    return Line(
        site=site,
        state=_state(site, health, gap),
        health=health,
        strip=_paths(levels),
        said=f"{levels.count('all')} of {SHOWN} days whole, {levels.count('hole')} never crawled",
        gap=gap,
        changed=bool(health.last and health.last.digests.get("site") not in (None, site.digest)),
    )


def worst_first(one: Line) -> tuple[int, str]:
    """The order of the page."""
    return STATES.index(one.state), one.site.id


def level(day: Day | None, *, known: bool) -> Level:
    """How a day is shown; before the first that is known there is nothing to show."""
    if day is None:
        return "hole" if known else "void"
    if day.quarantined:
        return "held"
    if not day.complete:
        return "open"
    if not day.published:
        return "none"
    share = day.published / (day.published + day.lost)
    return "all" if share > 0.99 else "most" if share >= 0.8 else "some"


def chosen(text: str, members: Members) -> Callable[[Line], bool]:
    """The filter box: a rule, which may also say ``health:blocked``, and words of name or id; all must hold.

    QueryError names a field that there is not.
    """
    read, known = asked(text, members, "health")

    def fits(one: Line) -> bool:
        names = f"{one.site.id} {one.site.name}".casefold()
        return read.fits({**known(one.site), "health": (one.state,)}) and all(w in names for w in read.words)

    return fits


def _state(site: Site, health: Health, gap: Gap | None) -> str:
    if not site.enabled:
        return "off"
    if not health.days:
        return "new"
    return "gap" if health.state == "good" and gap else health.state


def _gap(shown: list[date], levels: list[Level]) -> Gap | None:
    missing = [(day, one) for day, one in zip(shown, levels, strict=True) if one in ("hole", "open")]
    if not missing:
        return None
    tried = any(one == "open" for _, one in missing)
    last = missing[-1][0] + timedelta(days=1)
    return Gap(since=missing[0][0], until=last, days=len(missing), tried=tried)


def _paths(levels: list[Level]) -> tuple[tuple[Level, str], ...]:
    found: dict[Level, str] = {}
    for n, one in enumerate(levels):
        if one != "void":
            found[one] = found.get(one, "") + (HOLLOW if one == "hole" else SOLID).format(n * WIDTH)
    return tuple(found.items())
