"""A timetable of local days: each run's data interval is one day of a zone, midnight to midnight.

A cron timetable has the hour of its run as the edge of its interval, and follows clocks only where its hour
exists; here the edges are the site's own midnights (23 or 25 hours apart when clocks change), and the run may
start hours after the day is over.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import pendulum
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable

from spiders.local_days import day_of, due, last_due, midnight, time_of

DAY = timedelta(days=1)


class LocalDays(Timetable):
    """Every local day of ``zone``, run on the next day at ``hour``:``minute`` local time."""

    def __init__(self, zone: str, hour: int = 0, minute: int = 0) -> None:
        self.zone, self.hour, self.minute = zone, hour, minute
        self.description = f"Every day of {zone}, midnight to midnight; runs at {self.summary} the day after"

    @classmethod
    def of(cls, zone: str, cron: str) -> Self:
        """From a cron line that fires once a day, as in a site's file.

        >>> LocalDays.of("Europe/Paris", "30 5 * * *").summary
        '05:30 Europe/Paris'
        """
        at = time_of(cron)
        return cls(zone, at.hour, at.minute)

    @property
    def summary(self) -> str:
        """What the list of DAGs shows as schedule."""
        return f"{self.hour:02}:{self.minute:02} {self.zone}"

    def serialize(self) -> dict[str, Any]:
        """As kept in Airflow's database."""
        return {"zone": self.zone, "hour": self.hour, "minute": self.minute}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> Self:
        """From Airflow's database."""
        return cls(**data)

    def infer_manual_data_interval(self, *, run_after: pendulum.DateTime) -> DataInterval:
        """The last whole day before ``run_after``."""
        day = day_of(run_after, self._zone) - DAY
        while (interval := self._interval(day)) is None:
            day -= DAY
        return interval

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        """The first day after the last run's; without catchup at least the last day that is due by now."""
        candidates = [self._from(last_automated_data_interval.end)] if last_automated_data_interval else []
        if restriction.earliest is not None:
            candidates.append(self._from(restriction.earliest))
        if not restriction.catchup:
            candidates.append(last_due(pendulum.now("UTC"), self._zone, self._at))
        if not candidates:
            return None
        day = max(candidates)
        while (interval := self._interval(day)) is None:
            day += DAY
        if restriction.latest is not None and interval.start > restriction.latest:
            return None
        run_after = pendulum.instance(due(day, self._zone, self._at))
        return DagRunInfo(run_after=run_after, data_interval=interval)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def _at(self) -> time:
        return time(self.hour, self.minute)

    def _interval(self, day: date) -> DataInterval | None:
        start, end = midnight(day, self._zone), midnight(day + DAY, self._zone)
        # Pacific/Apia had no 30 December 2011.
        return DataInterval(pendulum.instance(start), pendulum.instance(end)) if start < end else None

    def _from(self, instant: datetime) -> date:
        """The first day that begins at the instant or after it."""
        day = day_of(instant, self._zone)
        return day if midnight(day, self._zone) >= instant else day + DAY
