"""However many commits a table has seen, it holds few snapshots, a commit copies few of them, and readers find theirs."""

import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from corpus_unit import Memory, Story, add, unit_of
from hypothesis import given
from hypothesis import strategies as st
from measured import note
from moments import SOAK, killed, moments
from pyiceberg.table.refs import SnapshotRef
from pyiceberg.table.snapshots import Snapshot

from pipelines.corpus import Corpus, snapshots
from pipelines.corpus.changes import changes
from pipelines.corpus.compaction import compact
from pipelines.corpus.expiry import expire, remove_orphans
from pipelines.corpus.indexer import Indexer, mark_of_table
from pipelines.corpus.marks import shown
from pipelines.corpus.rows import unit_rows
from pipelines.corpus.staging import arrow
from pipelines.corpus.tables import Tables, open_tables

COMMITS = 1200 if SOAK else 10
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a short test reaches."""
    monkeypatch.setattr(snapshots, "NEWEST", 4)
    monkeypatch.setattr(snapshots, "HOURS", 2)
    monkeypatch.setattr(snapshots, "BATCH", 3)


def rows(memory: Memory, day: int, text: str) -> pa.Table:
    unit = unit_of(day)
    attempt = memory.attempt(unit, [Story(path=f"a{day}", text=text)])
    return arrow("articles", unit_rows(unit, [attempt], memory, memory.clean).tables["articles"])


def held(tables: Tables, name: str = "articles") -> list[int]:
    return [one.snapshot_id for one in tables.load(name).metadata.snapshots]


def texts(tables: Tables) -> list[str]:
    found = tables.load("articles").scan(selected_fields=("text",)).to_arrow()
    return sorted(found["text"].to_pylist())


def metadata(minutes: list[int], compacted: frozenset[int] = frozenset(), tagged: int | None = None) -> Any:
    """A table's history: when each snapshot was made."""
    made = [
        Snapshot.model_validate(
            {
                "snapshot-id": number,
                "parent-snapshot-id": number - 1 or None,
                "sequence-number": number,
                "timestamp-ms": minute * 60_000,
                "manifest-list": "x",
                "summary": {"operation": "append"}
                | ({snapshots.MARK: "true"} if number in compacted else {}),
            }
        )
        for number, minute in enumerate(minutes, 1)
    ]
    refs = {"main": SnapshotRef.model_validate({"snapshot-id": len(minutes), "type": "branch"})}
    if tagged:
        refs["cited"] = SnapshotRef.model_validate({"snapshot-id": tagged, "type": "tag"})
    return SimpleNamespace(snapshots=made, refs=refs)


@given(st.data(), st.integers(1, 2500), st.integers(0, 40))
def test_however_many_commits_few_snapshots_are_left(data: st.DataObject, count: int, apart: int) -> None:
    some = st.integers(1, count)
    compacted = data.draw(st.frozensets(some, max_size=9))
    indexes, tagged = data.draw(st.frozensets(some, max_size=2)), data.draw(st.none() | some)
    minutes = [n * apart for n in range(count)]
    history = metadata(minutes, compacted, tagged)
    gone = set(snapshots.superfluous(history, indexes))
    left = [one for one in history.snapshots if one.snapshot_id not in gone]
    assert len(left) <= snapshots.NEWEST + snapshots.HOURS + 1 + len(indexes) + 2 * len(compacted)
    newest = range(max(count - snapshots.NEWEST, 0) + 1, count + 1)
    assert {tagged or count, *indexes, *newest} <= {one.snapshot_id for one in left}
    again: Any = SimpleNamespace(snapshots=left, refs=history.refs)
    assert snapshots.superfluous(again, indexes) == []
    # Whoever began to read in the last seven days finds a snapshot that is kept before the end of that hour.
    kept = {one.timestamp_ms // snapshots._HOUR for one in left}
    hours = sorted({one.timestamp_ms // snapshots._HOUR for one in history.snapshots})
    assert set(hours[-snapshots.HOURS :]) <= kept


def test_both_ends_of_a_compaction_stay_while_an_index_is_before_it() -> None:
    history = metadata([0] * 300, frozenset({50, 120, 121}))
    left = set(range(1, 301)) - set(snapshots.superfluous(history, {60}))
    assert left == {60, 119, 120, 121, 200, *range(201, 301)}
    assert set(range(1, 301)) - set(snapshots.superfluous(history)) == {200, *range(201, 301)}


def filled(where: Path, memory: Memory, commits: int) -> tuple[Tables, int]:
    """Three days of a paper, published again and again; the most snapshots that there were."""
    tables, most = open_tables(where), 0
    for number in range(commits):
        tables.replace("articles", unit_of(number % 3), rows(memory, number % 3, f"text {number:05}"))
        most = max(most, len(held(tables)))
    return tables, most


@pytest.mark.usefixtures("few")
def test_whoever_commits_forgets_what_is_too_much(tmp_path: Path) -> None:
    tables, most = filled(tmp_path, Memory(), 11)
    # Each commit leaves two, what was removed and what was added; the hour may end meanwhile.
    assert most <= snapshots.NEWEST + snapshots.HOURS + snapshots.BATCH + 2
    assert texts(tables) == ["text 00008", "text 00009", "text 00010"]


@pytest.mark.usefixtures("few")
def test_otherwise_they_pile_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(snapshots, "BATCH", 10**9)
    assert filled(tmp_path, Memory(), 12)[1] == 12 * 2 - 3


def copied(tables: Tables, memory: Memory, day: int) -> int:
    """How many snapshots are copied while a unit is published."""
    count = 0
    copy = Snapshot.__deepcopy__

    def counting(self: Snapshot, memo: dict[int, Any] | None = None) -> Snapshot:
        nonlocal count
        count += 1
        return copy(self, memo)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Snapshot, "__deepcopy__", counting)
        tables.replace("articles", unit_of(day), rows(memory, day, "late"))
    return count


def test_a_commit_copies_each_snapshot_of_its_table_once(tmp_path: Path) -> None:
    memory = Memory()
    tables, _ = filled(tmp_path, memory, 2)
    before, few = len(held(tables)), copied(tables, memory, 10)
    tables, after = filled(tmp_path, memory, 8)
    assert copied(tables, memory, 11) - few <= 2 * (after - before)


def test_without_the_light_table_it_copies_each_some_twenty_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    monkeypatch.setattr(snapshots, "light", lambda table, *_: table)
    memory = Memory()
    tables, _ = filled(tmp_path, memory, 2)
    before, few = len(held(tables)), copied(tables, memory, 10)
    tables, after = filled(tmp_path, memory, 8)
    assert copied(tables, memory, 11) - few > 10 * (after - before)


def away(corpus: Corpus, memory: Memory) -> tuple[int, set[str]]:
    """An index that shows three days, and then much that it does not see; how often it is made anew to catch up."""
    for day in range(3):
        add(corpus, memory, memory.attempt(unit_of(day), [Story(path=f"a{day}", text=f"harbour {day}")]))
    assert corpus.count("harbour") == 3
    for number in range(6):
        corpus.tables.replace("articles", unit_of(0), rows(memory, 0, f"quay {number}"))
    compact(corpus.tables, "articles", NOW)
    for number in range(6):
        corpus.tables.replace("articles", unit_of(3 + number), rows(memory, 3 + number, f"harbour {number}"))
    corpus.tables.replace("articles", unit_of(1), rows(memory, 1, "quay"))
    anew = 0
    rebuild = Indexer._rebuild

    def counted(self: Indexer, *given: Any) -> None:
        nonlocal anew
        anew += 1
        rebuild(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Indexer, "_rebuild", counted)
        assert (corpus.count("harbour"), corpus.count("quay"), corpus.count()) == (7, 2, 9)
    table = corpus.tables.load("articles").scan(selected_fields=("id",)).to_arrow()
    assert {hit.id for hit in corpus.search("", limit=20)} == set(table["id"].to_pylist())
    return anew, set(texts(corpus.tables))


@pytest.mark.usefixtures("few")
def test_an_index_that_was_away_goes_on_where_it_was(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path)
    assert away(corpus, Memory())[0] == 0
    assert mark_of_table(corpus.tables.load("articles")).snapshot in shown(corpus.archive.work)
    assert len(held(corpus.tables)) <= snapshots.NEWEST + snapshots.HOURS + snapshots.BATCH + 5


@pytest.mark.usefixtures("few")
def test_an_index_that_did_not_note_what_it_shows_is_made_anew(tmp_path: Path) -> None:
    """The twin: it ends the same, but only after all rows were read."""
    corpus = Corpus.open(tmp_path)
    corpus.tables.work = None
    assert away(corpus, Memory())[0] == 1


@pytest.mark.usefixtures("few")
def test_what_changed_is_told_whatever_was_forgotten_in_between(tmp_path: Path) -> None:
    memory = Memory()
    tables, _ = filled(tmp_path, memory, 3)
    since = held(tables)[-1]
    before = {task.file.file_path for task in tables.load("articles").scan().plan_files()}
    tables.load("articles").manage_snapshots().create_tag(since, "here").commit()
    tables, _ = filled(tmp_path, memory, 14)
    table = tables.load("articles")
    after = {task.file.file_path for task in table.scan().plan_files()}
    parents = [one.parent_snapshot_id for one in table.metadata.snapshots]
    assert len([parent for parent in parents if parent in held(tables)]) < len(parents) - 1  # there are holes
    found = changes(table, since, held(tables)[-1])
    assert (set(found.added), set(found.removed)) == (after - before, before - after)
    assert found.rows == 3


@pytest.mark.usefixtures("few")
def test_a_reader_finds_the_files_of_what_was_forgotten_meanwhile(tmp_path: Path) -> None:
    memory = Memory()
    tables, _ = filled(tmp_path, memory, 3)
    reading = tables.load("articles")
    wanted = texts(tables)
    tables, _ = filled(tmp_path, memory, 12)
    assert reading.metadata.current_snapshot_id not in held(tables)
    assert remove_orphans(tables, "articles", None, datetime.now(UTC) + timedelta(days=2)).files == 0
    found = reading.scan(selected_fields=("text",)).to_arrow()
    assert sorted(found["text"].to_pylist()) == wanted
    assert remove_orphans(tables, "articles", None, datetime.now(UTC) + timedelta(days=4)).files > 0


@pytest.mark.usefixtures("few")
def test_the_upkeep_keeps_the_bound_too_and_two_may_forget_at_once(tmp_path: Path) -> None:
    memory = Memory()
    tables, _ = filled(tmp_path, memory, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "BATCH", 10**9)
        filled(tmp_path, memory, 8)
    table = tables.load("articles")
    many = snapshots.superfluous(table.metadata)
    assert len(many) > 3
    assert snapshots.forget(table, many)
    assert not snapshots.forget(table, many)  # as a second one would, that has not seen it
    assert expire(tables, "articles", datetime.now(UTC) - timedelta(days=7)) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "BATCH", 10**9)
        filled(tmp_path, memory, 4)
    assert expire(tables, "articles", datetime.now(UTC) - timedelta(days=7)) > 3
    assert len(texts(tables)) == 3


WRITER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_corpus_snapshots import Memory, filled, snapshots
snapshots.NEWEST, snapshots.HOURS, snapshots.BATCH = 4, 2, 1
filled(Path(sys.argv[1]), Memory(), 3)
print(flush=True)
filled(Path(sys.argv[1]), Memory(), 10**6)
"""


def test_killed_at_any_moment_a_table_is_whole_and_bounded(tmp_path: Path) -> None:
    for moment in moments("forgetting", 0, 1.5):
        killed(WRITER, str(tmp_path), moment)
        tables = open_tables(tmp_path)
        assert len(texts(tables)) == 3
        assert len(held(tables)) <= 4 + 2 + 1 + 2


def test_a_commit_costs_the_same_after_a_thousand(tmp_path: Path) -> None:
    """CPU seconds are noted, not judged; what grows is the number of files, until a compaction. Of the soak's, the first 200
    add a unit each, which is cheaper; all later ones replace one among those of a month that were put together."""
    corpus, memory = Corpus.open(tmp_path), Memory()
    spent: list[float] = []
    most = 0
    for number in range(COMMITS):
        begun = time.process_time()
        day = number % 200
        corpus.tables.replace("articles", unit_of(day), rows(memory, day, f"text {number}"))
        spent.append(time.process_time() - begun)
        most = max(most, len(held(corpus.tables)))
        if number % 200 == 199:
            compact(corpus.tables, "articles", NOW + timedelta(days=365))
    assert most <= snapshots.NEWEST + snapshots.HOURS + snapshots.BATCH + 2
    starts = COMMITS // 6, COMMITS * 5 // 6
    few, many = (1000 * statistics.median(spent[at : at + 20]) for at in starts)
    note(
        "soak" if SOAK else "test",
        f"CPU ms a commit, after {starts[0]}; after {starts[1]}",
        f"{few:.0f}; {many:.0f}; at most {most} snapshots",
    )
