"""Row filters of Iceberg for what we ask of the tables."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipelines.archive.unit import Unit

if TYPE_CHECKING:
    from pyiceberg.expressions import BooleanExpression


def of_unit(unit: Unit) -> "BooleanExpression":
    """The rows of a unit."""
    return _all("EqualTo", site=unit.site, unit=unit.span)


def of_units(units: Sequence[Unit]) -> "BooleanExpression":
    """The rows of any of these units."""
    from pyiceberg.expressions import AlwaysFalse, Or

    found = [of_unit(unit) for unit in units]
    return Or(*found) if len(found) > 1 else found[0] if found else AlwaysFalse()


def between(first: datetime, last: datetime, time: str = "captured") -> "BooleanExpression":
    """Rows in a closed range of a time: only these months' files and row groups are read."""
    from pyiceberg.expressions import And

    after = _all("GreaterThanOrEqual", **{time: first.isoformat()})
    return And(after, _all("LessThanOrEqual", **{time: last.isoformat()}))


def exactly(row: str, captured: datetime) -> "BooleanExpression":
    """One row by its id, with the capture time that the id begins with."""
    return _all("EqualTo", captured=captured.isoformat(), id=row)


def on_days(since: date | None, until: date | None, site: str | None = None) -> "BooleanExpression":
    """Rows of local days from ``since`` to before ``until``, of one site or all."""
    from pyiceberg.expressions import AlwaysTrue, And

    only: BooleanExpression = AlwaysTrue()
    if since is not None:
        only = And(only, _all("GreaterThanOrEqual", day=since.isoformat()))
    if until is not None:
        only = And(only, _all("LessThan", day=until.isoformat()))
    return And(only, _all("EqualTo", site=site)) if site is not None else only


def gone(site: str, urls: set[str]) -> "BooleanExpression":
    """The answers of a site that an article at these addresses is gone."""
    from pyiceberg.expressions import And

    refused = _all("EqualTo", site=site, reason="error_status", cleaner="ledger")
    return And(refused, among("url", urls))


def among(column: str, values: set[str]) -> "BooleanExpression":
    """Rows whose column holds one of these."""
    from pyiceberg import expressions

    kind: Any = expressions.In  # its annotations know only keyword arguments
    found: BooleanExpression = kind(column, sorted(values))
    return found


def _all(comparison: str, **columns: str) -> "BooleanExpression":
    from pyiceberg import expressions

    kind: Any = getattr(expressions, comparison)  # its annotations know only keyword arguments
    parts: list[BooleanExpression] = [kind(column, value) for column, value in columns.items()]
    joined = parts[0]
    for part in parts[1:]:
        joined = expressions.And(joined, part)
    return joined
