"""The coverage table asked: by site and local day, or hour, with an estimate of what no list announced."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pipelines.corpus.completeness import Estimate, added, estimate
from pipelines.corpus.filters import on_days
from pipelines.corpus.schemas import COUNTS
from pipelines.corpus.tables import Tables

Step = Literal["day", "hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One local day, or one hour, of a site: all its units together."""

    site: str
    at: date | datetime
    complete: bool
    """Some crawl of the whole day came to its end."""
    counts: Mapping[str, int]
    reasons: Mapping[str, int]
    """Rejections by reason."""
    estimate: Estimate | None
    """How many articles there were, as far as two independent lists can tell; None: unknown."""


def covered(
    tables: Tables, site: str | None, days: tuple[date | None, date | None], by: Step = "day"
) -> list[Covered]:
    """Every day, or hour, of which something is known, by site and time."""
    found: dict[tuple[str, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in tables.read("coverage", on_days(*days, site)).to_pylist():
        found[row["site"], row[by]].append(row)
    return [_one(name, at, rows) for (name, at), rows in sorted(found.items())]


def _one(site: str, at: date | datetime, rows: list[dict[str, Any]]) -> Covered:
    closed = [row for row in rows if row["kind"] == "days"]
    # What a poll announces is what is new, not what the day had: only closed days are two samples of it.
    lists = added([_named(row["lists"], "lists") for row in closed])
    return Covered(
        site=site,
        at=at,
        complete=any(row["complete"] for row in closed),
        counts={name: sum(row[name] for row in rows) for name in COUNTS},
        reasons=added([_named(row["reasons"], "reason") for row in rows]),
        estimate=estimate(lists),
    )


def _named(listed: Iterable[Mapping[str, Any]] | None, name: str) -> dict[str, int]:
    return {one[name]: one["urls"] for one in listed or ()}
