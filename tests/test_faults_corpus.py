"""Whatever is killed, and whenever: tables and index agree with the archive afterwards, and nobody makes them anew.

The moments are drawn from the seed that the run prints: three in ``make test``, fifty in ``make soak``.
"""

import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from corpus_unit import unit_of
from measured import note
from moments import COUNT, SEED, SOAK, moments
from printed_units import TABLE, tables_of
from printing_press import STORIES, Press, archive_of, printed_day
from search_engines import EVERY, held, index_of
from weed import Weed, running_weed

from pipelines.archive.recovery import recover_spool
from pipelines.archive.unit import Unit
from pipelines.corpus import CatalogSettings, Corpus, Place
from pipelines.corpus import index as ix
from pipelines.corpus import tables as writing
from pipelines.corpus.engine import open_reader
from pipelines.corpus.indexer import Indexer, mark_of_table
from pipelines.corpus.schemas import SCHEMAS
from pipelines.corpus.staging import fetch, report_of
from pipelines.corpus.writer import FolderWriter
from pipelines.errors import StoreError


@pytest.fixture(scope="module")
def weed() -> Iterator[Weed]:
    with running_weed() as server:
        yield server


def placed(weed: Weed, index: Path) -> Place:
    catalog = CatalogSettings(uri=weed.catalog_uri, warehouse="s3://corpus", keys=weed.keys)
    return Place(archive="s3://archive", keys=weed.keys, catalog=catalog, index=str(index))


def opened(place: Place, spool: Path) -> Corpus:
    return Corpus.open(place, archive=archive_of(place, spool))


def follow(corpus: Corpus) -> None:
    """Bring the index to the table by what changed, never by making it anew."""

    def _anew(*_: Any) -> None:
        raise AssertionError("the index was made anew")

    with pytest.MonkeyPatch.context() as patch, Indexer(corpus.tables, corpus.index) as indexer:
        if indexer.writer.mark() is not None:
            patch.setattr(Indexer, "_rebuild", _anew)
        indexer.step()


def indexed(corpus: Corpus) -> TABLE:
    """Every row that the index has of the table's articles, in order."""
    articles = {row["article_id"] for row in in_table(corpus)}
    return sorted(held(corpus.index, sorted(articles)), key=lambda row: str(row["id"]))


def in_table(corpus: Corpus) -> TABLE:
    """Every row of the table, as far as the index knows it, in order."""
    found: TABLE = corpus.tables.load("articles").scan(selected_fields=ix.COLUMNS).to_arrow().to_pylist()
    return sorted(({name: row[name] for name in ix.COLUMNS} for row in found), key=lambda row: str(row["id"]))


def agree(corpus: Corpus) -> bool:
    """Do index and table say the same, and which text of an article is the current one?"""
    rows, searcher = in_table(corpus), open_reader(corpus.index)
    shown = searcher.mark() == mark_of_table(corpus.tables.load("articles"))
    current = {hit.id for hit in corpus.search("", limit=10_000)}
    return shown and indexed(corpus) == rows and current == ix.current_ids(rows)


def rows_of(corpus: Corpus, unit: Unit) -> dict[str, TABLE]:
    return {name: corpus.tables.unit(name, unit).to_pylist() for name in SCHEMAS}


def from_archive(corpus: Corpus, unit: Unit) -> tuple[str, dict[str, TABLE]]:
    """The unit staged from the archive: the batch's key and its rows."""
    key = corpus.stage(unit).key
    report = report_of(corpus.archive, key)
    return key, {name: fetch(corpus.archive, key, name, report).to_pylist() for name in SCHEMAS}


def settled(corpus: Corpus, days: Iterable[int], said: Iterable[str]) -> None:
    """What was acknowledged is there, what was not is there whole or not at all; then the tasks that died run again."""
    from pipelines.archive.manifests import keys

    for one in recover_spool(corpus.archive, "test"):
        if (
            one.why_not is not None
        ):  # the store does not answer yet, or the lease of who was killed still runs
            raise StoreError(one.why_not)
    for day in days:
        unit = unit_of(day)
        archived = bool(keys(corpus.archive, unit=unit))
        assert archived or not {f"archived {day}", f"published {day}"} & set(said)
        if not archived:
            printed_day(corpus, day)
        key, wanted = from_archive(corpus, unit)
        found = rows_of(corpus, unit)
        if f"published {day}" in said:
            assert found == wanted
        assert all(found[name] in ([], wanted[name]) for name in SCHEMAS)
        corpus.publish(key)
        assert rows_of(corpus, unit) == wanted


def agrees_with_the_archive(corpus: Corpus) -> None:
    """All tables are what the archive alone makes."""
    before = tables_of(corpus)
    corpus.rebuild()
    assert tables_of(corpus) == before


def where(said: list[str]) -> str:
    """Where a writer was when it was killed, by what it said."""
    last = said[-1].split()[0] if said else "archived"
    places = {
        "commits": "in a commit",
        "published": "after the last commit of a unit",
        "archived": "before a unit's first commit",
    }
    return places.get(last, "between the commits of a unit")


def spread(fell: Counter[str]) -> str:
    """How often which."""
    return ", ".join(f"{times} {place}" for place, times in sorted(fell.items()))


def told(what: str, how: str) -> None:
    """A line for the soak's book."""
    note(
        "soak" if SOAK else "test",
        f"{what} at {COUNT} moments, seed {SEED}",
        f"{how}; agrees with the archive",
    )


@pytest.mark.parametrize("engine", EVERY)
def test_an_indexer_killed_at_any_moment_goes_on_where_it_was(engine: str, tmp_path: Path) -> None:
    with index_of(engine) as index:
        longest = 0.3 if index is None else 1.0  # to its commit, once it began
        _killed_at_any_moment(Corpus.open(tmp_path, index=index), tmp_path / ".spool", longest)


def _killed_at_any_moment(corpus: Corpus, spool: Path, longest: float) -> None:
    corpus.add(printed_day(corpus, 0).key)
    follow(corpus)
    shown = [0, 0]
    for number, moment in enumerate(moments("indexer", 0, longest), 1):
        corpus.add(printed_day(corpus, number).key)
        corpus.add(printed_day(corpus, number // 2, edition=1 + number % 2).key)  # of a day that is there
        before = open_reader(corpus.index).mark()
        press = Press(corpus.place, spool, "index")
        press.start()
        time.sleep(moment)
        press.kill()
        press.said()
        now = open_reader(corpus.index).mark()
        assert now in (before, mark_of_table(corpus.tables.load("articles")))
        shown[now != before] += 1
        follow(corpus)
        assert agree(corpus)
    if SOAK:
        assert all(shown), shown  # it was killed before its commit and after
    told("an indexer killed", f"{shown[0]} times before its commit and {shown[1]} after it; no rebuild")
    assert corpus.count("series") == 1


def _died_in_its_commit(tmp_path: Path) -> Corpus:
    """With every file that a commit wrote but the last, which would have made the others count."""
    corpus = Corpus.open(tmp_path)
    corpus.add(printed_day(corpus, 0).key)
    follow(corpus)
    corpus.add(printed_day(corpus, 0, edition=2).key)  # deletes rows
    index, before = Path(str(corpus.index)), tmp_path / "before"
    shutil.copytree(index, before)
    follow(corpus)
    (meta,) = before.glob("*/meta.json")
    shutil.copy(meta, index / meta.relative_to(before))
    return corpus


def test_an_indexer_killed_before_the_last_file_of_its_commit_goes_on(tmp_path: Path) -> None:
    corpus = _died_in_its_commit(tmp_path)
    follow(corpus)
    assert agree(corpus)


def test_an_indexer_would_come_upon_the_files_of_one_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: nobody takes them away."""
    corpus = _died_in_its_commit(tmp_path)
    monkeypatch.setattr(FolderWriter, "_tidy", lambda self: None)
    with pytest.raises(ValueError, match="FileAlreadyExists"):
        follow(corpus)


def test_a_mark_committed_before_its_rows_would_hide_that_they_are_missing(tmp_path: Path) -> None:
    """The twin: rows and mark in two commits, and a kill between them."""
    corpus = Corpus.open(tmp_path)
    corpus.add(printed_day(corpus, 0).key)
    follow(corpus)
    corpus.add(printed_day(corpus, 1).key)
    with Indexer(corpus.tables, corpus.index) as indexer:
        indexer.writer.commit(mark_of_table(corpus.tables.load("articles")))  # and here it dies
    follow(corpus)
    assert not agree(corpus)


def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing(weed: Weed, tmp_path: Path) -> None:
    place, spool = placed(weed, tmp_path / "index"), tmp_path / "spool"
    corpus, steps = opened(place, spool), Press(place, spool, 0, 1).rehearsed()
    fell = Counter[str]()
    for number, moment in enumerate(moments("writer", 0, len(steps)), 1):
        days = (2 * number, 2 * number + 1)
        press = Press(place, spool, *days)
        press.kill_at(moment, steps)
        settled(corpus, days, said := press.said())
        fell[where(said)] += 1
        follow(corpus)
        assert agree(corpus)
    assert corpus.tables.load("articles").scan().to_arrow().num_rows == 2 * (COUNT + 1) * (STORIES + 1)
    agrees_with_the_archive(corpus)
    if SOAK:
        assert set(fell) >= {"before a unit's first commit", "in a commit", "between the commits of a unit"}
    told("a writer of archive and tables killed", spread(fell))


def test_two_writers_of_one_unit_end_as_one_also_where_one_is_killed(weed: Weed, tmp_path: Path) -> None:
    place, spool = placed(weed, tmp_path / "index"), tmp_path / "spool"
    corpus, steps = opened(place, spool), Press(place, spool, 1000).rehearsed()[1:]
    fell = Counter[str]()
    for number, moment in enumerate([*moments("two writers", 0, len(steps)), None], 1001):
        printed_day(corpus, number)
        key, wanted = from_archive(corpus, unit_of(number))
        both = [Press(place, spool, key) for _ in range(2)]
        both[1].start()
        if moment is not None:
            both[0].kill_at(moment, steps)
        else:  # nobody is killed in the last round
            both[0].start()
        done = [press.said() for press in both]
        assert done[1][-1] == f"published {key}"
        assert rows_of(corpus, unit_of(number)) == wanted
        if moment is not None:
            fell[where(done[0])] += 1
    assert [lines[-1] for lines in done] == [f"published {key}"] * 2
    follow(corpus)
    assert agree(corpus)
    told("one of two writers of a unit killed", f"{spread(fell)}; one set of rows each time")


def test_writers_that_do_not_look_first_would_double_a_unit(
    weed: Weed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the task that died after its commit runs again, and appends what it finds in its batch."""
    corpus = opened(placed(weed, tmp_path / "index"), tmp_path / "spool")
    monkeypatch.setattr(writing, "_equal", lambda *_: False)
    swap = writing._swap

    def blind(table: Any, name: str, only: Any, before: Any, *rest: Any) -> bool:
        return swap(table, name, only, before.slice(0, 0), *rest)

    monkeypatch.setattr(writing, "_swap", blind)
    printed_day(corpus, 2000)
    key, wanted = from_archive(corpus, unit_of(2000))
    corpus.publish(key)
    corpus.publish(key)
    assert len(rows_of(corpus, unit_of(2000))["articles"]) == 2 * len(wanted["articles"])


def test_a_store_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with running_weed() as weed:
        place, spool, first = placed(weed, tmp_path / "index"), tmp_path / "spool", 0
        corpus, steps = opened(place, spool), Counter[str]()
        corpus.add(printed_day(corpus, 0).key)
        with following(place) as indexer:
            for moment in moments("store", 0, 2)[:: 1 if SOAK else 2]:
                days, first = (first + 1, first + 2), first + 2
                press = Press(place, spool, *days)
                press.start()
                time.sleep(moment)
                weed.kill()
                time.sleep(moment % 0.3)
                weed.start()
                said = press.said()
                patiently(partial(settled, corpus, days, said))
                steps[
                    "the writer failed" if any(line.startswith("failed") for line in said) else "it went on"
                ] += 1
                assert corpus.count("series", fresh=True) == 1
                assert agree(corpus)
        assert "rebuilding" not in indexer.said
        assert corpus.tables.load("articles").scan().to_arrow().num_rows == (first + 1) * (STORIES + 1)
        agrees_with_the_archive(corpus)
    told(
        "SeaweedFS killed under a writer and the indexer",
        ", ".join(f"{times} times {how}" for how, times in steps.items()) + "; nothing twice, no rebuild",
    )


def patiently(work: Callable[[], None]) -> None:
    """Try again while the store is not all there, as tasks do: it answers some seconds before it finds its volumes."""
    end = time.monotonic() + 90
    while True:
        try:
            return work()
        except StoreError:
            if time.monotonic() > end:
                raise
            time.sleep(1)


class following:  # noqa: N801  (used as the context manager that it is)
    """The indexer as its own process, and what it logged."""

    def __init__(self, place: Place) -> None:
        self.place, self.said = place, ""

    def __enter__(self) -> "following":
        command = [sys.executable, "-m", "pipelines.corpus", "index"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdin
        self.process.stdin.write(self.place.to_json() + "\n")
        self.process.stdin.flush()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.said = self.process.communicate(timeout=60)[1]
        assert self.process.returncode == 0, self.said
