"""What an operator should be told of, once: one alert a site, acknowledged or snoozed by a person, one digest for all.

``work/alerts.json`` holds the board. An alert begins when a site's state turns bad or bad in another way, and ends by itself
when the site is well again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipelines.archive import Archive, plain
from pipelines.archive.amending import amend
from pipelines.corpus.health import Health, read_health
from pipelines.errors import ConfigError, NoSuchObject
from pipelines.printable import printable

KEY = "alerts.json"
SILENT = timedelta(days=3)
"""Without a good day for so long a site is silent, whatever its last batch says."""
NAMED = 12
"""Sites that a digest names of each kind; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One site that is not well."""

    site: str
    state: str
    said: str
    since: datetime
    told: datetime | None = None
    """When it was in a digest."""
    acknowledged: str | None = None
    """Who has seen it; it is not told again before it changes."""
    snoozed: datetime | None = None
    """Until when it is not told."""

    def is_due(self, now: datetime) -> bool:
        """Has nobody been told, and does nobody want to be left alone?"""
        quiet = self.snoozed is not None and self.snoozed > now
        return self.told is None and self.acknowledged is None and not quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Every alert, by site."""

    alerts: dict[str, Alert] = field(default_factory=dict)


def watched(board: Board, known: Mapping[str, Health], now: datetime) -> tuple[Board, list[Alert]]:
    """The board as it is now, and what is to be told: each alert once, however often this is asked."""
    found: dict[str, Alert] = {}
    for site, health in known.items():
        state = _state(health, now)
        if state is None:
            continue
        said = "; ".join(health.findings[:2]) or f"last good day: {health.good or 'none'}"
        old = board.alerts.get(site)
        same = old is not None and old.state == state
        found[site] = replace(old, said=said) if old and same else _begun(site, state, said, now, old)
    due = [alert for alert in found.values() if alert.is_due(now)]
    told = {alert.site: replace(alert, told=now) for alert in due}
    return Board(alerts={**found, **told}), due


def digest(alerts: list[Alert]) -> str:
    """One message for all of them, by kind; empty for none."""
    by_state: dict[str, list[Alert]] = {}
    for alert in sorted(alerts, key=lambda a: (a.state, a.site)):
        by_state.setdefault(alert.state, []).append(alert)
    return "\n".join(_line(state, ones) for state, ones in by_state.items())


def watch(archive: Archive, now: datetime) -> list[Alert]:
    """Bring the board up to date; returns what is to be told now."""
    due: list[Alert] = []
    known = read_health(archive)

    def change(old: bytes | None) -> bytes:
        board, due[:] = watched(_decoded(old), known, now)
        return plain.encode(board)

    amend(archive.work, KEY, change)
    return due


def alerts(archive: Archive) -> list[Alert]:
    """Every alert on the board, by site."""
    try:
        board = _decoded(archive.work.read(KEY))
    except NoSuchObject:
        return []
    return [board.alerts[site] for site in sorted(board.alerts)]


def answer(archive: Archive, site: str, *, by: str | None = None, until: datetime | None = None) -> None:
    """Acknowledge (``by``) or snooze (``until``) the alert of a site."""

    def change(old: bytes | None) -> bytes:
        board = _decoded(old)
        if site not in board.alerts:
            raise ConfigError(f"no alert of site {site}; coranto alerts lists those there are")
        alert = board.alerts[site]
        alert = replace(alert, acknowledged=by or alert.acknowledged, snoozed=until or alert.snoozed)
        if until is not None:
            alert = replace(alert, told=None)  # it comes back when the time is over
        return plain.encode(Board(alerts={**board.alerts, site: alert}))

    amend(archive.work, KEY, change)


def _begun(site: str, state: str, said: str, now: datetime, old: Alert | None) -> Alert:
    """A new alert; a snooze of the site holds for whatever comes."""
    return Alert(site=site, state=state, said=said, since=now, snoozed=old.snoozed if old else None)


def _state(health: Health, now: datetime) -> str | None:
    if health.state != "good":
        return health.state
    newest = max((date.fromisoformat(day) for day in health.days), default=None)
    quiet = newest is not None and now.date() - newest > SILENT
    return "silent" if quiet else None


def _line(state: str, ones: list[Alert]) -> str:
    named = "; ".join(f"{printable(a.site)} ({printable(a.said, limit=120)})" for a in ones[:NAMED])
    more = f"; and {len(ones) - NAMED} more" if len(ones) > NAMED else ""
    return f"{len(ones)} {state}: {named}{more}"


def _decoded(body: bytes | None) -> Board:
    try:
        return plain.decode(Board, body) if body else Board()
    except ValueError:
        return Board()
