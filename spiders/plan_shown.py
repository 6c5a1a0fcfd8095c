"""Plans and what came of them, as tables for a terminal."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.printable import printable

if TYPE_CHECKING:
    from rich.table import Table

    from spiders.plan import Day, Plan
    from spiders.plan_report import Yield

COLUMNS = ("Day", "Known", "Held", "To fetch", "Forbidden", "Requests", "Minutes", "MB")
YIELDED = ("Day", "Planned", "Had", "Yield", "Requests planned", "Requests made", "Minutes", "MB", "Missed")


def plan_table(plan: "Plan") -> "Table":
    """A row for each day, and the sum."""
    from rich.table import Table

    table = Table(
        title=f"{plan.site} from {plan.since} to before {plan.until}",
        caption=_told(plan),
        title_justify="left",
    )
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "Day" else "right")
    for day in plan.days:
        table.add_row(str(day.day), *_numbers(day))
    table.add_section()
    table.add_row("Total", *_numbers(plan.total))
    return table


def _numbers(day: "Day") -> tuple[str, ...]:
    counts = (day.known, day.held, day.to_fetch, day.forbidden, day.requests)
    return (*map(str, counts), f"{day.minutes:.1f}", f"{day.bytes / 1e6:.1f}")


def _told(plan: "Plan") -> str:
    runs = f"as in {plan.costs.runs} earlier runs" if plan.costs.runs else "a guess: the site has no history"
    parts = [
        f"{plan.discovery} requests for sources made by this plan; a backfill within the hour makes none of them",
        f"{plan.costs.requests:.2f} requests an article, {runs}",
    ]
    if plan.failed:
        parts.append(
            f"{len(plan.failed)} sources could not be read, the first: {printable(next(iter(plan.failed)))}"
        )
    return "; ".join(parts)


def yield_table(rows: "Iterable[Yield]") -> "Table":
    """What came of each day."""
    from rich.table import Table

    table = Table(title="What came of the plan", title_justify="left")
    for column in YIELDED:
        right = column not in ("Day", "Missed")
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        planned = row.planned
        foreseen = (
            ("no plan", "") if planned is None else (str(row.had + len(row.missed)), str(planned.requests))
        )
        share = "" if row.share is None else f"{row.share:.0%}"
        spent = (str(row.requests), f"{row.minutes:.1f}", f"{row.bytes / 1e6:.1f}")
        missed = printable("; ".join(row.missed[:3]))
        table.add_row(str(row.day), foreseen[0], str(row.had), share, foreseen[1], *spent, missed)
    return table
