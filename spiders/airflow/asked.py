"""What a run asks for: a function of its DAG, its data interval and its form, never of the clock.

No airflow here: the operators hand over plain values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from pipelines.archive.unit import Interval
from pipelines.errors import ConfigError

MOST_DAYS = 31
"""Longest span of one manual run; a backfill has no limit, and can be paused, resumed and counted."""
POLL_SPAN = timedelta(hours=1)
"""The interval that a poll run without a data interval (triggered by hand) is filed under."""


class Days(Protocol):
    """The part of a site that knows its local days."""

    def day(self, day: date, /) -> Interval:
        """The local day as an interval between two local midnights."""

    def local_day(self, instant: datetime, /) -> date:
        """The local day that holds the instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What Airflow knows of a run."""

    kind: str
    """``scheduled``, ``backfill``, ``manual`` …"""
    run_after: datetime
    """The earliest moment the run may start: fixed when the run is made, so the same in every attempt."""
    logical: datetime | None = None
    """Start of the scheduled interval; None for runs triggered without one."""
    start: datetime | None = None
    """Data interval; None for runs triggered without a logical date."""
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The units to crawl, one after another."""

    kind: Literal["days", "poll"]
    intervals: tuple[Interval, ...]
    refetch: bool = False
    past: bool = False
    """A backfill, or days chosen by hand: scheduled runs of the site come first, and no re-visits are due."""
    dry_run: bool = False
    """Only a plan."""
    limit: int | None = None
    """At most so many articles in each unit."""


def asked_days(site: Days, run: Run, form: Mapping[str, Any]) -> Asked:
    """The local days that a run of ``days_<site>`` crawls.

    A scheduled or backfill run crawls the day of its interval, whatever its form says: Airflow drops a
    backfill's form without a word unless "Override parameters" is ticked, so a date may not depend on it.
    A manual run crawls the days of its form; else of its data interval; else the day before ``run_after``.
    """
    return Asked(
        kind="days",
        intervals=tuple(site.day(day) for day in _days(site, run, form)),
        refetch=bool(form.get("refetch", False)),
        past=run.kind == "backfill" or (run.kind == "manual" and bool(form.get("since"))),
        dry_run=bool(form.get("dry_run", False)),
        limit=form.get("max_pages") or None,
    )


def asked_poll(run: Run, form: Mapping[str, Any]) -> Asked:
    """The interval that a run of ``poll_<site>`` files what is new under."""
    start, end = run.start, run.end
    if start is None or end is None or start >= end:
        end = run.run_after.replace(microsecond=0)
        start = end - POLL_SPAN
    return Asked(
        kind="poll", intervals=(Interval(start=start, end=end),), limit=form.get("max_pages") or None
    )


def _days(site: Days, run: Run, form: Mapping[str, Any]) -> tuple[date, ...]:
    if run.kind in ("scheduled", "backfill") and run.logical is not None:
        # Not data_interval_start: a backfill takes over a manual run whose logical date is the same midnight,
        # and that run's interval is the day before.
        return (site.local_day(run.logical),)
    if form.get("since") or form.get("until"):
        return _written(site, run, form)
    if run.start is not None and run.end is not None and run.start < run.end:
        last = site.local_day(run.end - timedelta(microseconds=1))
        return _span(site.local_day(run.start), last + timedelta(days=1))
    return (site.local_day(run.run_after) - timedelta(days=1),)


def _written(site: Days, run: Run, form: Mapping[str, Any]) -> tuple[date, ...]:
    since, until = (_date(form, name) for name in ("since", "until"))
    if since is None:
        raise ConfigError(f"until is {until}, but since is empty; fill in since, the first day to crawl")
    if until is None:
        until = since + timedelta(days=1)
    if since >= until:
        raise ConfigError(
            f"since {since}, until {until}: until is the day after the last one, so at least one later"
        )
    today = site.local_day(run.run_after)
    if until > today + timedelta(days=1):
        raise ConfigError(
            f"until {until} lies in the future of this run; the latest that can be asked is {today + timedelta(days=1)}"
        )
    return _span(since, until)


def _span(since: date, until: date) -> tuple[date, ...]:
    count = (until - since).days
    if count > MOST_DAYS:
        raise ConfigError(
            f"{count} days in one run, from {since} until {until}: at most {MOST_DAYS}; use Backfill in the Trigger form"
        )
    return tuple(since + timedelta(days=n) for n in range(count))


def _date(form: Mapping[str, Any], name: str) -> date | None:
    text = form.get(name)
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError) as e:
        raise ConfigError(f"{name} is {text!r}; write a date like 2026-01-31") from e
