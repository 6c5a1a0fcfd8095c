"""The table ``families``: found among the articles of a period, and asked for counts per story."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.archive import Archive
from pipelines.archive.manifests import new_id
from pipelines.corpus import index as ix
from pipelines.corpus.engine import Reader
from pipelines.corpus.families import Family, Telling, families
from pipelines.corpus.filters import between
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import FAMILIES
from pipelines.corpus.tables import Tables

if TYPE_CHECKING:
    from pyiceberg.table import Table

Row = dict[str, Any]
PERIODS = "families/"
"""Where the archive says which periods were looked through for families."""
_COLUMNS = (
    "id", "article_id", "text_hash", "site", "captured", "date_published", "headline", "text", "agency",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search for families found."""

    families: int
    articles: int
    """Articles that are in one."""
    changed: bool
    """False where the table held just these already."""


def find(tables: Tables, since: datetime, until: datetime) -> Found:
    """Find the families among what was captured in a period, and put them in the place of its earlier ones.

    A story that runs over the edge of the period is cut there: take whole weeks, with some days before them.
    """
    rows = tables.scan(tables.load("articles"), between(since, until), _COLUMNS).to_pylist()
    found = list(families(map(_telling, _current(rows))))
    table = pa.Table.from_pylist([row for family in found for row in _rows(family)], schema=FAMILIES)
    done = tables.rewrite("families", table, between(since, until), "families")
    return Found(families=len(found), articles=table.num_rows, changed=done.changed)


def note_period(archive: Archive, since: datetime, until: datetime) -> None:
    """Keep in the archive which period was looked through last, so that a rebuild does the same."""
    said = [since.isoformat(), until.isoformat()]
    if not (held := periods(archive)) or held[-1] != (since, until):
        archive.objects.put(
            f"{PERIODS}{new_id()}.json", json.dumps(said).encode(), media_type="application/json"
        )


def periods(archive: Archive) -> list[tuple[datetime, datetime]]:
    """The periods that were looked through, in that order."""
    keys = sorted(held.key for held in archive.objects.list(PERIODS))
    read = (json.loads(archive.objects.read(key)) for key in keys)
    return [(datetime.fromisoformat(since), datetime.fromisoformat(until)) for since, until in read]


def find_again(archive: Archive, tables: Tables) -> None:
    """Find the families of all periods that were ever looked through, among what the tables have now."""
    for since, until in periods(archive):
        find(tables, since, until)


def _current(rows: list[Row]) -> Iterable[Row]:
    """The current row of each article, with its first capture as ``first``."""
    current, first = ix.current_ids(rows), ix.first_seen(rows)
    return (row | {"first": first[row["article_id"]]} for row in rows if row["id"] in current)


def _telling(row: Row) -> Telling:
    return Telling(
        id=row["id"],
        article_id=row["article_id"],
        site=row["site"],
        captured=row["captured"],
        appeared=row["date_published"] or row["first"],
        headline=row["headline"] or "",
        text=row["text"],
        agency=row["agency"],
    )


def _rows(family: Family) -> Iterable[Row]:
    same = ("id", "article_id", "site", "captured", "appeared", "agency")
    told = ("likeness", "equal", "edited", "added", "deleted", "moved", "headline_changed")
    for rank, member in enumerate(family.members, 1):
        yield {
            "family_id": family.id,
            "rank": rank,
            "articles": len(family.members),
            **{name: getattr(member.telling, name) for name in same},
            **{name: getattr(member, name) for name in told},
        }


def homes(table: "Table") -> dict[str, str]:
    """The family of each article that has one, from the table ``families``."""
    held = table.scan(selected_fields=("article_id", "family_id")).to_arrow()
    return dict(zip(held["article_id"].to_pylist(), held["family_id"].to_pylist(), strict=True))


def copies(searcher: Reader, question: Question, home: dict[str, str]) -> frozenset[str]:
    """The ids of hits whose story another hit told earlier: without them, each story counts once."""
    seen: dict[str, tuple[int, str]] = {}
    found: set[str] = set()
    for row, order in searcher.among(question, "article_id", home):
        family, mine = home[row["article_id"]], (order, row["id"])
        other = seen.setdefault(family, mine)
        if other != mine:
            found.add(max(other, mine)[1])
            seen[family] = min(other, mine)
    return frozenset(found)
