"""Which local days of a site are covered: by the manifests alone, never by what Airflow remembers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pipelines.archive import Archive
from pipelines.archive.manifests import keys_of, load_manifest
from pipelines.archive.unit import Interval
from spiders.site import Site

State = Literal["complete", "failed", "missing"]
"""Covered by a complete attempt; tried, but by no complete one; never tried."""


def states(archive: Archive, site: Site, wanted: Sequence[Interval]) -> dict[date, State]:
    """The state of each local day; one listing, and of each day the attempts down to the newest complete one."""
    attempts = keys_of(archive, site.id, map(str, wanted))
    return {site.local_day(i.start): _state(archive, attempts[str(i)]) for i in wanted}


def _state(archive: Archive, attempts: Sequence[str]) -> State:
    if not attempts:
        return "missing"
    newest_first = reversed(attempts)
    return "complete" if any(load_manifest(archive, key).complete for key in newest_first) else "failed"


def tally(found: Mapping[date, State]) -> dict[State, int]:
    """Days by state."""
    listed = list(found.values())
    return {state: listed.count(state) for state in ("complete", "failed", "missing")}
