"""What is derived can be thrown away: the archive alone makes the same rows again."""

import shutil
from pathlib import Path

import pytest
from archive_exchanges import attempt, exchange
from click.testing import CliRunner
from corpus_unit import FIRST
from moments import killed, moments
from printed_units import STUB, published, story, tables_of
from weed import running_weed

from pipelines.archive import open_archive
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import new_id
from pipelines.archive.spool import Spool
from pipelines.archive.unit import Unit
from pipelines.corpus import CatalogSettings, Corpus
from pipelines.corpus import rebuild as rebuilding
from pipelines.corpus.batches import read
from pipelines.corpus.catalogs import NAMESPACE
from pipelines.corpus.decisions import Action, Decision
from pipelines.corpus.gate import Finding
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.rebuild import BRANCH, STATE, Rebuild, fingerprints
from pipelines.corpus.schemas import TABLES
from spiders.cli import main

STUBS = {f"stub{n}": STUB for n in range(6)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with all that can happen to a unit."""
    folder = tmp_path_factory.mktemp("made")
    corpus = Corpus.open(folder)
    for day in (0, 2):
        published(corpus, day, {f"{day}/{n}": story(f"Story {n} of day {day}") for n in range(2)})
    # An article that was changed later the same day, and one that two papers print.
    published(corpus, 0, {"0/0": story("Story 0 of day 0", "steamers")}, later=3)
    published(corpus, 1, {"copy": story("Story 0 of day 2")}, site="courant")
    # Batches in quarantine: one waits, one was released, one rejected; one where something had been published before.
    published(corpus, 3, STUBS)
    published(corpus, 4, STUBS)
    decide_on(corpus, 4, "publish")
    published(corpus, 5, STUBS)
    decide_on(corpus, 5, "reject")
    published(corpus, 6, {"6/0": story("Story 0 of day 6")})
    hold_what_comes(corpus, 6)
    corpus.find_families("2026-01-01", "2026-02-01")
    # A record that was taken down.
    gone = corpus.search('"Story 1 of day 2"', fresh=True).hits[0]
    corpus.take_down([gone.where.record_id], by="ops", why="the author asked")
    return folder


def decide_on(corpus: Corpus, day: int, action: Action) -> None:
    """Answer for the batch of a day that waits."""
    waits = {one.day: one for _, one in corpus.waiting("herald")}
    one = waits[f"2026-01-{6 + day:02}"]
    said = Decision(
        action=action,
        site="herald",
        unit=one.span,
        digest=one.digest,
        day=one.day,
        by="ops",
        at=FIRST,
        why="so",
    )
    corpus.settle(said)


def hold_what_comes(corpus: Corpus, day: int) -> None:
    """A second attempt whose batch is held: what the first one published stays."""
    with pytest.MonkeyPatch.context() as patch:
        odd = (Finding(name="drift", said="the pages are not what they were", hold=True),)
        patch.setattr("pipelines.corpus.staging.judge", lambda *_, **__: odd)
        published(corpus, day, {"6/1": story("Story 1 of day 6")}, later=1)


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Corpus:
    """A copy of it without anything derived."""
    shutil.copytree(made, tmp_path / "c", ignore=shutil.ignore_patterns(".corpus", ".index", ".work"))
    return Corpus.open(tmp_path / "c")


def test_the_archive_alone_makes_the_same_rows(made: Path, corpus: Corpus) -> None:
    before, old = tables_of(Corpus.open(made)), Corpus.open(made)
    assert {name: len(rows) > 0 for name, rows in before.items()} == dict.fromkeys(TABLES, True)
    done = corpus.rebuild()
    after = tables_of(corpus)
    for name in TABLES:
        assert after[name] == before[name], name
    assert {name: len(rows) for name, rows in after.items()} == done.rows
    assert [name.split()[1][:8] for name in done.held] == ["20260108", "20260110", "20260111"]
    assert {hit.id for hit in corpus.search(limit=99)} == {hit.id for hit in old.search(limit=99)}
    assert [hit.headline for hit in corpus.search("steamers")] == ["Story 0 of day 0"]
    assert corpus.count('"Story 1 of day 2"') == corpus.count('"Story 1 of day 6"') == 0
    # The gate's memory and what waits for a person are there again, and can be decided about.
    assert [one.day for _, one in corpus.waiting()] == [one.day for _, one in old.waiting()]
    for site in ("herald", "courant"):
        states = {b.span: (b.state, b.digest) for b in read(corpus.archive, site).batches}
        assert states == {b.span: (b.state, b.digest) for b in read(old.archive, site).batches}
    decide_on(corpus, 3, "publish")
    assert len(corpus.waiting()) == 1


def test_without_the_gates_word_what_was_held_would_be_published(made: Path, corpus: Corpus) -> None:
    """The twin: the archive without the decisions."""
    shutil.rmtree(Path(corpus.archive.objects.url) / "decisions")
    corpus.rebuild()
    assert corpus.count('"Story 1 of day 6"') == 1


def test_the_old_tables_serve_until_the_new_are_whole(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.rebuild()
    before = tables_of(corpus)
    served: list[bool] = []
    commit = Rebuild._commit

    def watched(self: Rebuild, *words: object) -> None:
        commit(self, *words)  # type: ignore[arg-type]
        served.append(tables_of(corpus) == before)

    monkeypatch.setattr(rebuilding, "AT_ONCE", 12)
    monkeypatch.setattr(Rebuild, "_commit", watched)
    done = CliRunner().invoke(main, ["--at", corpus.archive.objects.url, "rebuild"])
    assert done.exit_code == 0, done.output
    assert len(served) > 2
    assert all(served)
    assert tables_of(corpus) == before
    assert corpus.archive.work.head(STATE) is None
    assert all(BRANCH not in corpus.tables.load(name).metadata.refs for name in TABLES)


def test_what_is_published_meanwhile_is_in_the_new_tables(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.rebuild()
    serve, late = Rebuild._serve, iter([(20, "while it was made"), (21, "while it was changed over")])

    def disturbed(self: Rebuild, name: str, head: int | None) -> bool:
        if name in ("captures", "articles") and (one := next(late, None)):
            published(corpus, one[0], {f"late/{one[0]}": story(f"Printed {one[1]}")})
        return serve(self, name, head)

    monkeypatch.setattr(Rebuild, "_serve", disturbed)
    corpus.rebuild()
    assert corpus.count('headline:"Printed while"') == 2


def test_a_rebuild_that_does_not_look_again_loses_it(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the branch becomes the table whatever happened to the table."""
    corpus.rebuild()
    serve, late = Rebuild._serve, iter([20])

    def blind(self: Rebuild, name: str, head: int | None) -> bool:
        if day := next(late, None):
            published(corpus, day, {"late": story("Printed meanwhile")})
        now = self.tables.load(name).current_snapshot()
        return serve(self, name, now.snapshot_id if now else None)

    monkeypatch.setattr(Rebuild, "_serve", blind)
    corpus.rebuild()
    assert corpus.count('"Printed meanwhile"') == 0


def test_killed_at_any_moment_it_goes_on_where_it_was(made: Path, corpus: Corpus) -> None:
    before = tables_of(Corpus.open(made))
    code = "import sys; from pipelines.corpus import Corpus, rebuild; rebuild.AT_ONCE = 12; "
    code += "Corpus.open(sys.argv[1]).rebuild(progress=lambda line: print(line, flush=True))"
    for moment in moments("rebuild", 0, 2):
        killed(code, corpus.archive.objects.url, moment)
    corpus.rebuild()
    assert tables_of(corpus) == before


def test_it_does_not_do_again_what_is_done(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rebuild, "_serve", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        corpus.rebuild()
    monkeypatch.undo()
    published(corpus, 22, {"late": story("Printed meanwhile")})
    done = corpus.rebuild()
    assert (done.made, done.units) == (1, len(fingerprints(corpus.archive)))


def _interrupted(*_: object) -> bool:
    raise KeyboardInterrupt


def test_a_new_catalog_on_object_storage_is_filled_again(tmp_path: Path) -> None:
    with running_weed() as weed:
        where = CatalogSettings(uri=weed.catalog_uri, warehouse="s3://corpus", keys=weed.keys)
        archive = open_archive("s3://archive", weed.keys, spool=tmp_path / "spool")
        corpus = Corpus.open(where, archive=archive, index=tmp_path / "index")
        for day in range(2):
            published(corpus, day, {f"{day}/{n}": story(f"Story {n} of day {day}") for n in range(2)})
        with Indexer(corpus.tables, corpus.index) as indexer:
            indexer.step()
        before, frozen = tables_of(corpus), corpus.freeze("ferries", name="ferries")
        for name in TABLES:
            corpus.tables.catalog.drop_table(f"{NAMESPACE}.{name}")
        new = Corpus.open(where, archive=archive, index=tmp_path / "index")
        assert new.rebuild().rows["articles"] == 4
        assert tables_of(new) == before
        new.rebuild()
        assert tables_of(new) == before
        assert new.frozen("ferries").table().equals(frozen.table())
        with Indexer(new.tables, new.index) as indexer:
            indexer.step()
        assert list(new.check_frozen("ferries")) == []


def looked_at(corpus: Corpus) -> Manifest:
    """What a plan leaves: it has asked a feed."""
    made = attempt(unit=Unit(site="herald", span=f"plans/{new_id()}"), kind="plan")
    assert corpus.archive.spool is not None
    with Spool.open(corpus.archive.spool, made, corpus.archive) as spool:
        spool.write(exchange(0, b"<rss/>", url="https://herald.example/feed"))
        return spool.commit(ledger=(), robots=(), complete=True, finish="finished", stats={})


def test_what_a_plan_read_is_among_the_captures_and_nowhere_else(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path)
    published(corpus, 0, {"0/0": story("Story 0 of day 0")})
    before, made = tables_of(corpus), looked_at(corpus)
    assert corpus.enter(made.key).changed
    assert not corpus.enter(made.key).changed
    after = tables_of(corpus)
    (asked,) = [row for row in after["captures"] if row not in before["captures"]]
    assert (asked["url"], asked["unit"]) == ("https://herald.example/feed", made.unit.span)
    assert {**after, "captures": before["captures"]} == before
    corpus.rebuild()
    assert tables_of(corpus) == after
    corpus.take_down([asked["record_id"]], by="ops", why="it names a person")
    assert tables_of(corpus) == before
