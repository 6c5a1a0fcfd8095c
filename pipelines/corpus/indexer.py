"""The indexer: the only writer of the full-text index, following the table ``articles``.

Whatever it was doing when killed is done again.
"""

import logging
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Self, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus import index as ix
from pipelines.corpus.catalogs import explained
from pipelines.corpus.changes import Changes, Expired, changes, read_file, rows_of, stretches
from pipelines.corpus.engine import Where, open_writer
from pipelines.corpus.marks import note
from pipelines.corpus.tables import Tables, open_tables
from pipelines.errors import CorantoError

if TYPE_CHECKING:
    from pyiceberg.table import Table

    from pipelines.corpus.handle import Corpus

Item = TypeVar("Item")
log = logging.getLogger("pipelines.corpus.indexer")
AT_ONCE = 8000
"""Changed articles whose rows are worked on together."""
BYTES = 64_000_000
"""Of a rebuild's rows, so many are put in order of language together."""
TOGETHER = 128
"""Rows whose words are folded together."""
TOO_MANY = 200_000
"""Changed rows from which a rebuild, which streams, is the better way."""
KEY = ("id", "article_id", "text_hash", "captured")
_GONE = ("id", "article_id")


class Indexer:
    """The only writer of an index, in a folder or on a server; a context manager."""

    def __init__(self, tables: Tables, where: Where) -> None:
        self.tables = tables
        self.writer = open_writer(where)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another one write."""
        self.writer.close()

    def step(self) -> bool:
        """Bring the index to the table's present snapshot; False where it was there already."""
        with explained("table articles"):
            table = self.tables.load("articles")
            wanted, changed = mark_of_table(table), False
            while (have := self.writer.mark()) != wanted:  # once, or after what a killed writer had begun
                self._step(table, have, wanted)
                changed = True
            return changed

    def _step(self, table: "Table", have: ix.Mark | None, wanted: ix.Mark) -> None:
        want = self.writer.begin(wanted, table.location())
        if self.tables.work is not None:
            shown = (have.snapshot if have else None, want.snapshot, wanted.snapshot)
            note(self.tables.work, self.writer.name, shown)
        try:
            self._apply(table, have, want if _is_of(table, want) else wanted)
        except BaseException:
            self.writer.rollback()
            raise

    def _apply(self, table: "Table", have: ix.Mark | None, want: ix.Mark) -> None:
        if have is None or have.table != want.table or want.snapshot is None:
            return self._rebuild(table, want)
        try:
            if self._follow(table, have.snapshot, want):
                return None
        except (Expired, FileNotFoundError) as e:
            log.warning("the table's history no longer reaches back to the index (%s): rebuilding it", e)
        return self._rebuild(table, want)

    def _follow(self, table: "Table", since: int | None, want: ix.Mark) -> bool:
        """Apply what came between two snapshots; False where it is so much that a rebuild is the better way."""
        assert want.snapshot is not None
        for stretch in stretches(table, since, want.snapshot):
            if stretch.compacted:
                continue
            found = changes(table, stretch.since, stretch.until)
            if found.rows > TOO_MANY:
                return False
            self._change(table, found)
            if stretch.until != want.snapshot:  # the next stretch is worked out from what the index shows
                self.writer.commit(mark_at(table, stretch.until))
        self.writer.commit(want)
        return True

    def _change(self, table: "Table", found: Changes) -> None:
        gone = {r["id"]: r["article_id"] for p in found.removed for r in rows_of(read_file(table, p, _GONE))}
        new: dict[str, dict[str, ix.Row]] = {article: {} for article in gone.values()}
        for path in found.added:
            for row in rows_of(read_file(table, path, ix.COLUMNS)):
                new.setdefault(row["article_id"], {})[row["id"]] = row
        for articles in _batches(new, AT_ONCE):
            rows = {row["id"]: row for row in self.writer.held(articles) if row["id"] not in gone}
            for article in articles:
                rows |= new[article]
            self._add(sorted(rows.values(), key=_language), _Standing.of(rows.values()))
        self.writer.delete(gone.keys() - {id for rows in new.values() for id in rows})  # noqa: A001

    def _rebuild(self, table: "Table", want: ix.Mark) -> None:
        """Everything anew, in one commit; searches go on in the old index meanwhile."""
        self.writer.clear()
        files = []
        if want.snapshot is not None:
            files = [task.file.file_path for task in table.scan(snapshot_id=want.snapshot).plan_files()]
        if files:
            keys = [read_file(table, path, KEY) for path in files]
            standing = _Standing.of(rows_of(_of_several_rows(keys)))
            for some in _gathered(read_file(table, path, ix.COLUMNS) for path in files):
                self._add((row for part in _by_language(some) for row in rows_of(part)), standing)
        self.writer.commit(want)

    def _add(self, rows: Iterable[ix.Row], among: "_Standing") -> None:
        """One language after the other: the words of one, and where they stand, stay in the processor's cache."""
        for _, some in groupby(rows, key=_language):
            self.writer.add(among.documents(some))


def _is_of(table: "Table", mark: ix.Mark) -> bool:
    """Can the index still be brought to what this mark says?"""
    held = mark.snapshot is None or table.snapshot_by_id(mark.snapshot) is not None
    return held and mark.table == str(table.metadata.table_uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What a row's document says of all rows of its article; an article that is not here has one."""

    current: set[str]
    first: dict[str, datetime]
    texts: dict[str, int]

    @classmethod
    def of(cls, rows: Iterable[ix.Row]) -> Self:
        held = list(rows)
        return cls(current=ix.current_ids(held), first=ix.first_seen(held), texts=ix.texts(held))

    def documents(self, rows: Iterable[ix.Row]) -> Iterator[ix.Row]:
        """The documents of rows, by field."""
        for some in _batches(rows, TOGETHER):
            for row, words in zip(some, ix.words_of(some), strict=True):
                yield self.fields(row, words)

    def fields(self, row: ix.Row, words: ix.Words) -> ix.Row:
        first = self.first.get(row["article_id"])
        if first is None:
            return ix.fields(row, current=True, first=row["captured"], words=words)
        texts, current = self.texts[row["article_id"]], row["id"] in self.current
        return ix.fields(row, current=current, first=first, texts=texts, words=words)


def _of_several_rows(found: list[pa.Table]) -> pa.Table:
    """Of the keys of all rows, those of articles that have more than one."""
    keys = pa.concat_tables(found, promote_options="permissive")
    counted = keys.group_by("article_id").aggregate([([], "count_all")])
    several = counted.filter(pc.greater(counted["count_all"], 1))["article_id"]
    return keys.filter(pc.is_in(keys["article_id"], several.combine_chunks()))


def _gathered(found: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows of many files in tables of some size."""
    held: list[pa.Table] = []
    for one in chain.from_iterable(map(_pieces, found)):
        held.append(one)
        if sum(part.nbytes for part in held) > BYTES:
            yield pa.concat_tables(held, promote_options="permissive")
            held.clear()
    if held:
        yield pa.concat_tables(held, promote_options="permissive")


def _pieces(found: pa.Table) -> Iterator[pa.Table]:
    size = max(1, found.num_rows * BYTES // max(found.nbytes, 1))
    return (found.slice(at, size) for at in range(0, found.num_rows, size))


def _by_language(found: pa.Table) -> Iterator[pa.Table]:
    """One after the other: to sort all would copy all texts at once, and wait for the memory."""
    languages = found["language"].cast(pa.string()).fill_null("")
    for language in sorted(languages.unique().to_pylist()):
        yield found.filter(pc.equal(languages, language))


def _language(row: ix.Row) -> str:
    return row["language"] or ""


def mark_of_table(table: "Table") -> ix.Mark:
    """What an index that shows this table exactly would be marked with."""
    now = table.current_snapshot()
    return mark_at(table, now.snapshot_id if now else None)


def mark_at(table: "Table", snapshot: int | None) -> ix.Mark:
    """What an index that shows a snapshot of it would be marked with."""
    held = table.snapshot_by_id(snapshot) if snapshot is not None else None
    sequence = (held.sequence_number or 0) if held else 0
    return ix.Mark(table=str(table.metadata.table_uuid), snapshot=snapshot, sequence=sequence)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def follow(corpus: "Corpus", *, stop: threading.Event, pause: float = 1.0) -> None:
    """Follow the table until ``stop`` is set; what fails is said in one line and tried again."""
    indexer: Indexer | None = None
    wait = pause
    while not stop.is_set():
        try:
            indexer = indexer or Indexer(open_tables(corpus.place.tables, corpus.archive.work), corpus.index)
            if indexer.step():
                log.info("the index shows %s", indexer.writer.mark())
            wait = pause
        except (CorantoError, OSError, ValueError) as e:
            wait = min(wait * 2, 30.0)
            log.warning("cannot follow the table, next try in %.0f s: %s", wait, " ".join(str(e).split()))
            if indexer:
                indexer.close()  # a writer whose thread died does not recover, nor a session that ran out
                indexer = None
        stop.wait(wait)
    if indexer:
        indexer.close()


if __name__ == "__main__":
    from pipelines.corpus.__main__ import main

    sys.exit(main(["index", *sys.argv[1:]]))
