"""Samples of hits for coding by hand: the same ones for the same seed, with the chance that each had."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import pyarrow as pa

from pipelines.errors import QueryError

Row = dict[str, Any]
Stratum = Literal["site", "language", "section", "day", "month", "year"]
STRATA: tuple[str, ...] = get_args(Stratum)
SHEET = pa.schema(
    [
        ("number", pa.int64()),
        ("id", pa.string()),
        ("stratum", pa.string()),
        ("probability", pa.float64()),
        ("weight", pa.float64()),
        ("site", pa.string()),
        ("day", pa.date32()),
        ("language", pa.string()),
        ("headline", pa.string()),
        ("url", pa.string()),
        ("text", pa.string()),
        ("code", pa.string()),
        ("coder", pa.string()),
        ("note", pa.string()),
    ]
)
"""Columns of a coding sheet; the last three are empty, for the coder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One article of a sample."""

    id: str
    stratum: str
    """Its values, joined by `` / ``; empty in a simple sample."""
    probability: float
    """That an article of its stratum was drawn; its weight is one by it."""
    site: str
    day: date
    language: str | None
    headline: str | None
    url: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One stratum of the population."""

    name: str
    articles: int
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Articles in the order in which they are to be coded: a shuffled one, so that any first part is a sample."""

    query: str
    seed: int
    by: tuple[str, ...]
    population: int
    layers: tuple[Layer, ...]
    articles: tuple[Drawn, ...]
    snapshot: int | None
    """Of the table, as the index showed it: with it and the seed the sample can be drawn again."""

    def sheet(self, columns: Iterable[str] = ()) -> pa.Table:
        """As a coding sheet, with more empty columns for the coder."""
        rows = [
            {
                **{name: getattr(drawn, name) for name in Drawn.__dataclass_fields__},
                "number": number,
                "weight": 1 / drawn.probability,
            }
            for number, drawn in enumerate(self.articles, 1)
        ]
        schema = SHEET
        for name in columns:
            schema = schema.append(pa.field(name, pa.string()))
        return pa.Table.from_pylist(rows, schema=schema)


def sample(
    rows: Sequence[Row], n: int, seed: int, by: tuple[str, ...] = ()
) -> tuple[list[Drawn], list[Layer]]:
    """Draw ``n`` of the rows without putting any back, from each stratum in proportion to its size.

    A row's place in the draw is a hash of seed and id: whatever order the rows come in, and whatever else is there,
    the same ones come first.
    """
    if n < 1:
        raise QueryError("a sample needs at least one article")
    wrong = [name for name in by if name not in STRATA]
    if wrong:
        raise QueryError(f"a sample by {wrong[0]!r}: there are {', '.join(STRATA)}")
    strata: dict[str, list[Row]] = {}
    for row in rows:
        strata.setdefault(" / ".join(_value(row, name) for name in by), []).append(row)
    sizes = {name: len(found) for name, found in strata.items()}
    drawn: list[Drawn] = []
    layers: list[Layer] = []
    for name, number in _shared_out(sizes, min(n, len(rows)), seed).items():
        chosen = sorted(strata[name], key=lambda row: _draw(seed, row["id"]))[:number]
        layers.append(Layer(name=name, articles=sizes[name], drawn=number))
        drawn += [_drawn(row, name, number / sizes[name]) for row in chosen]
    return sorted(drawn, key=lambda d: _draw(seed, d.id)), layers


def _shared_out(sizes: dict[str, int], n: int, seed: int) -> dict[str, int]:
    """How many from each stratum: largest remainders, and at least one from each as far as there are enough."""
    whole = sum(sizes.values())
    if not whole:
        return {}
    exact = {name: n * size / whole for name, size in sizes.items()}
    least = 1 if n >= len(sizes) else 0
    shares = {name: max(least, int(exact[name])) for name in sizes}
    order = sorted(sizes, key=lambda name: (shares[name] - exact[name], _draw(seed, name)))
    while (left := n - sum(shares.values())) != 0:
        step = 1 if left > 0 else -1
        for name in order if left > 0 else reversed(order):
            if n == sum(shares.values()):
                break
            if least <= shares[name] + step <= sizes[name]:
                shares[name] += step
    return dict(sorted(shares.items()))


def _draw(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{name}".encode("utf-8", "replace")).digest()


def _value(row: Row, name: str) -> str:
    if name in ("day", "month", "year"):
        return str(row["day"])[: {"day": 10, "month": 7, "year": 4}[name]]
    return str(row[name] or "")


def _drawn(row: Row, stratum: str, probability: float) -> Drawn:
    same = ("id", "site", "day", "language", "url", "text")
    return Drawn(
        **{name: row[name] for name in same},
        headline=row["headline"] or row["alternative_headline"],
        stratum=stratum,
        probability=probability,
    )
