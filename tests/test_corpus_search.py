"""Search finds exactly what was planted, and the index follows the table whatever happens to either."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from corpus_unit import FIRST, Memory, Story, add, unit_of
from search_engines import held

from pipelines.corpus import Corpus
from pipelines.corpus import index as ix
from pipelines.corpus import indexer as indexing
from pipelines.corpus.catalogs import folder_stamp
from pipelines.corpus.engine import open_reader
from pipelines.corpus.indexer import Indexer, mark_of_table
from pipelines.corpus.search import wait_for
from pipelines.corpus.words import words
from pipelines.corpus.writer import FolderWriter
from pipelines.errors import CorpusError, IndexBusy, QueryError

PLANTED = {
    "en": ('"the quiet harbour"', "They met at the quiet harbour, late.", 7),
    "fr": ('"l\'île déserte"', "Ils vont vers L’île déserte demain.", 5),
    "ar": ('"المدينة القديمة"', "سافر الرجل إلى المَدِينَة القديمة أمس.", 4),
    "ja": ('"静かな港"', "人々は静かな港で会った。", 3),
    "th": ('"ท่าเรือเงียบ"', "พวกเขาพบกันที่ท่าเรือเงียบเมื่อวานนี้", 6),
}
DECOYS = {
    "en": "The harbour was quiet; quiet the harbour lay.",
    "fr": "Une île est parfois déserte.",
    "ar": "القديمة كانت المدينة.",
    "ja": "港は静かだった。静かに港へ。",
    "th": "เรือเงียบที่ท่า",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Ten days; each language's phrase as often as said, on its own days, among decoys."""
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("planted")), Memory()
    for day in range(8):
        stories = [_story(language, day, planted=day < PLANTED[language][2]) for language in PLANTED]
        add(corpus, memory, memory.attempt(unit_of(day), stories))
    return corpus


def _story(language: str, day: int, *, planted: bool) -> Story:
    text = f"{DECOYS[language]} " + (PLANTED[language][1] if planted else "")
    return Story(
        path=f"{language}/{day}",
        text=f"{text} ({day})",
        minute=day,
        headline=f"{language} {day}",
        language=language,
        published=datetime(2026, 1, 6 + day, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize("language", PLANTED)
def test_a_planted_phrase_is_counted_exactly(planted: Corpus, language: str) -> None:
    phrase, _, times = PLANTED[language]
    assert planted.count(phrase) == times
    results = planted.search(phrase, limit=50)
    assert results.total == len(results) == times
    assert {hit.language for hit in results} == {language}
    assert all(hit.snippet.marks for hit in results)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 40),
        ("language:ja", 8),
        ("language:en-GB", 0),
        ("-language:ja", 32),
        ("site:herald", 40),
        ("site:nobody", 0),
        ("harbour", 8),
        ("HARBOUR -met", 1),
        ("-harbour", 32),
        ("harbour OR ile", 16),
        ("(harbour OR île) -language:en", 8),
        ("harbour since:2026-01-08", 6),
        ("harbour until:2026-01-08", 2),
        ("harbour since:2026-01-07 until:2026-01-09", 2),
        ("harbour since:2026-02-01 until:2026-01-01", 0),
        ("-(harbour OR île OR language:ja)", 16),
        ("静かな", 3),
        ("en", 8),  # only in headlines
    ],
)
def test_queries_count_articles(planted: Corpus, query: str, count: int) -> None:
    assert planted.count(query) == count


def test_bounds_beside_the_query_mean_the_same(planted: Corpus) -> None:
    assert planted.count("harbour", since="2026-01-07", until=date(2026, 1, 9)) == 2
    with pytest.raises(QueryError, match="since: write a day"):
        planted.count("harbour", since="soon")


def test_counts_by_day_month_site_and_language(planted: Corpus) -> None:
    assert planted.count("harbour", by="day", until="2026-01-08") == [("2026-01-06", 1), ("2026-01-07", 1)]
    assert planted.count(by="month") == [("2026-01", 40)]
    assert planted.count(by="site") == [("herald", 40)]
    assert planted.count(by="language") == [(language, 8) for language in sorted(PLANTED)]
    with pytest.raises(QueryError, match="day, week, month"):
        planted.count(by="minute")  # type: ignore[arg-type]


def test_newest_first_and_pages_without_gap(planted: Corpus) -> None:
    days = [hit.day for hit in planted.search("harbour", sort="newest")]
    assert days == sorted(days, reverse=True)
    pages = [
        hit.id for i in range(0, 8, 3) for hit in planted.search("harbour", sort="newest", offset=i, limit=3)
    ]
    assert len(set(pages)) == 8


def test_every_match_is_shown_in_its_context(planted: Corpus) -> None:
    lines = planted.concordance("quiet lang:en", limit=50, sort="oldest", width=30)
    assert (lines.articles, lines.total, len(lines)) == (8, 8, 8 * 2 + 7)
    text = planted.show(lines.lines[0].id).text
    first = lines.lines[0]
    assert text[first.start :].startswith(first.match)
    assert (first.left, first.match, first.right) == (
        "The harbour was",
        "quiet",
        "; quiet the harbour lay. They",
    )
    left = [line.left.split()[-1] for line in planted.concordance("quiet lang:en", order="left", limit=50)]
    assert left == sorted(left, key=lambda word: word.strip(";"))
    right = planted.concordance('"the quiet harbour" OR "quiet the"', order="right", width=12, limit=50)
    assert [words(line.right) for line in right] == sorted(words(line.right) for line in right)
    for bad in ({"order": "middle"}, {"width": 0}):
        with pytest.raises(QueryError):
            planted.concordance("quiet", **bad)
    with pytest.raises(QueryError, match="needs a word"):
        planted.concordance("lang:en")


def test_counts_over_time_and_what_nobody_dated(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    at = datetime(2026, 1, 6, 23, 30, tzinfo=UTC)
    stories = [
        Story(path="a", text="rail", published=at),
        Story(path="b", text="rail", published=date(2026, 1, 9)),
        Story(path="c", text="rail"),
    ]
    add(corpus, memory, memory.attempt(unit_of(), stories))
    assert corpus.count("rail", by="day") == [("2026-01-07", 1), ("2026-01-09", 1), ("undated", 1)]
    assert corpus.count("rail", by="hour") == [("2026-01-06T23:00+00:00", 1), ("undated", 1), ("untimed", 1)]
    assert corpus.count("rail", by="week") == [("2026-W02", 2), ("undated", 1)]
    assert corpus.count("rail", by="day", dated_by="first_seen") == [("2026-01-05", 3)]
    assert corpus.count("rail since:2026-01-06", dated_by="first_seen") == 0
    assert corpus.count("is:undated") == 1
    shown = corpus.histogram("rail", "day", zone="UTC", by="site")
    assert [(b.label, b.count, b.parts) for b in shown.buckets] == [
        ("2026-01-06", 1, (("herald", 1),)),
        ("2026-01-07", 0, ()),
        ("2026-01-08", 0, ()),
        ("2026-01-09", 1, (("herald", 1),)),
    ]
    assert (shown.undated, shown.total, shown.dated_by, shown.zone) == (1, 3, "published", "UTC")
    assert shown.snapshot == mark_of_table(corpus.tables.load("articles")).snapshot
    assert corpus.facet(by="author").counts == (("Jane Roe", 3),)
    with pytest.raises(QueryError, match="interval"):
        corpus.histogram("rail", "minute")
    with pytest.raises(QueryError, match="by site or language"):
        corpus.histogram("rail", "day", by="author")
    with pytest.raises(QueryError, match="dated_by"):
        corpus.count("rail", dated_by="modified")


@pytest.mark.parametrize("bad", [{"limit": -1}, {"offset": 200_000}, {"sort": "best"}])
def test_impossible_pages_are_refused(planted: Corpus, bad: dict[str, object]) -> None:
    with pytest.raises(QueryError):
        planted.search("harbour", **bad)  # type: ignore[arg-type]


def test_a_hit_leads_to_its_article_and_its_record(planted: Corpus) -> None:
    hit = next(iter(planted.search("harbour language:en")))
    article = planted.show(hit.id)
    assert (article.id, article.where, article.headline) == (hit.id, hit.where, hit.headline)
    assert article.captions[0].credit == "© Roe"
    assert article.origins["headline"].losers == (("title", "Other"),)
    assert article.blocks[0].text == article.text
    with pytest.raises(CorpusError, match="no article"):
        planted.show("1-0000000000000000")
    with pytest.raises(CorpusError, match="no article"):
        planted.show("nonsense")


def test_a_language_finds_its_regions(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    tags = ("pt", "pt-BR", "ptx", "zh-Hant")
    stories = [Story(path=tag, text="texto", language=tag, minute=i) for i, tag in enumerate(tags)]
    add(corpus, memory, memory.attempt(unit_of(), stories))
    asked = {tag: corpus.count(f"language:{tag}") for tag in ("pt", "PT", "pt-BR", "zh", "zh-Hant")}
    assert asked == {"pt": 2, "PT": 2, "pt-BR": 1, "zh": 1, "zh-Hant": 1}
    with pytest.raises(QueryError, match="language tag"):
        corpus.count("language:.*")


def folder_of(corpus: Corpus) -> Path:
    """Where its index is."""
    assert isinstance(corpus.index, Path)
    return corpus.index


def lose_index(corpus: Corpus) -> None:
    """Moved away at once: a thread that tantivy starts on opening may still put a lock into what is emptied file by file."""
    folder = folder_of(corpus)
    folder.rename(folder.with_name("lost"))


def _ids(corpus: Corpus) -> set[str]:
    """Every id that the index holds, current or not."""
    articles = {row["article_id"] for row in corpus.tables.load("articles").scan().to_arrow().to_pylist()}
    return {row["id"] for row in held(corpus.index, sorted(articles))}


def test_the_index_equals_the_table_after_rows_are_replaced(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    first = memory.attempt(
        unit_of(), [Story(path=f"a{i}", text=f"early word{i}", minute=i) for i in range(6)]
    )
    add(corpus, memory, first)
    assert corpus.count("early") == 6
    for story in memory.stories.values():
        if story.path in {"a4", "a5"}:
            memory.stories = {k: (v if v is not story else Story(path=v.path, text="reject")) for k, v in
                              memory.stories.items()}  # fmt: skip
    add(corpus, memory, first)
    assert corpus.count("early") == 4
    assert corpus.count() == 4
    assert _ids(corpus) == {row["id"] for row in corpus.tables.unit("articles", unit_of()).to_pylist()}


def test_only_the_current_version_is_found_and_all_are_kept(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    texts = {
        1: "first edition",
        0: "second edition",
        2: "first edition",
    }  # day of capture -> text, added in this order
    for day, text in texts.items():
        add(corpus, memory, memory.attempt(unit_of(day), [Story(path="a", text=text)]))
        corpus.count()  # the index follows each step, not only the end
    assert corpus.count("edition") == 1
    (hit,) = corpus.search("edition")
    assert hit.snippet.text == "first edition"
    found = corpus.versions(hit.id)
    assert [(v.text_hash == found[0].text_hash, v.current) for v in found] == [(True, False), (False, True)]
    assert found == corpus.versions(hit.article_id)
    assert corpus.versions("nothing") == []
    current = corpus.sql("select id from current").to_pylist()
    assert current == [{"id": hit.id}]


@pytest.mark.parametrize("size", [1, indexing.BYTES], ids=["a row at a time", "all rows at once"])
def test_an_index_made_anew_says_what_one_that_followed_says(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BYTES", size)
    corpus, memory = Corpus.open(tmp_path), Memory()
    for day in (1, 0, 2):
        again = Story(path="a", text=f"edition {day % 2} of strikes", language="fr" if day else "en")
        stories = [
            again,
            *(Story(path=f"{day}{lang}", text="a strike", language=lang) for lang in ("en", "de", "")),
        ]
        add(corpus, memory, memory.attempt(unit_of(day), stories))
        corpus.count()
    followed = _told(corpus)
    lose_index(corpus)
    assert _told(Corpus.open(tmp_path)) == followed
    assert followed["is:changed"]
    assert len(followed[""]) == 10


def _told(corpus: Corpus) -> dict[str, Any]:
    queries = ("", "is:changed", "edition", "stem:striking", "lang:de")
    over = corpus.histogram("", "day", by="language", dated_by="first_seen")
    versions = [v.captured for v in corpus.versions(corpus.search("edition").hits[0].id)]
    found = {text: {hit.id for hit in corpus.search(text, limit=50)} for text in queries}
    return found | {"over": over.buckets, "versions": versions, "held": _ids(corpus)}


def test_an_article_of_two_sites_is_two_and_of_two_units_is_one(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    add(corpus, memory, memory.attempt(unit_of(0), [Story(path="a", text="same words")]))
    add(corpus, memory, memory.attempt(unit_of(1), [Story(path="a", text="same words")]))
    add(
        corpus,
        memory,
        memory.attempt(unit_of(0, "tribune"), [Story(path="a", text="same words", site="tribune")]),
    )
    assert corpus.count("words", by="site") == [("herald", 1), ("tribune", 1)]
    assert corpus.sql("select count(*) n from articles").to_pylist() == [{"n": 3}]


def test_an_index_that_is_gone_or_broken_is_made_anew(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    add(corpus, memory, memory.attempt(unit_of(), [Story(path="a", text="words")]))
    assert corpus.count("words") == 1
    for meta in folder_of(corpus).glob("*/meta.json"):
        meta.write_text("{")
    with pytest.raises(CorpusError, match="makes it anew"):
        open_reader(corpus.index)
    assert Corpus.open(tmp_path).count("words") == 1
    lose_index(corpus)
    assert Corpus.open(tmp_path).count("words") == 1


def test_an_index_of_another_table_or_lost_history_is_rebuilt(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    attempt = memory.attempt(unit_of(), [Story(path=f"a{i}", text="words", minute=i) for i in range(3)])
    add(corpus, memory, attempt)
    with Indexer(corpus.tables, corpus.index) as indexer:
        writer = indexer.writer
        assert isinstance(writer, FolderWriter)
        assert indexer.step()
        for table in ("another", mark_of_table(corpus.tables.load("articles")).table):
            writer.documents.delete_documents_by_term("mark", "mark")
            writer.documents.add_document(ix.mark_document(ix.Mark(table=table, snapshot=42, sequence=1)))
            writer.documents.add_document(ix.document(ix.fields(_stray(corpus), current=True, first=FIRST)))
            writer.documents.commit()
            assert indexer.step()
            assert not indexer.step()
    assert corpus.count("words") == 3
    assert corpus.count("stray") == 0


class _Remembering(dict[str, set[str]]):
    """A memory of words that does not forget what was never written."""

    def clear(self) -> None:
        """Keep all."""


@pytest.mark.parametrize("forgets", [True, False])
def test_stems_are_whole_after_a_rebuild_that_broke_off(
    tmp_path: Path, forgets: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BYTES", 1)  # so that some are written before the one that cannot be read
    corpus, memory = Corpus.open(tmp_path), Memory()
    for day in range(2):
        story = Story(path=f"s{day}", text="All strikes are over", language="en")
        add(corpus, memory, memory.attempt(unit_of(day), [story]))
    with Indexer(corpus.tables, corpus.index) as indexer:
        writer = indexer.writer
        assert isinstance(writer, FolderWriter)
        if not forgets:
            writer.forms = _Remembering()
        with _last_text_damaged(corpus), pytest.raises((OSError, CorpusError)):
            indexer.step()
        assert writer.forms or forgets
        assert indexer.step()
    assert corpus.count("strikes") == 2
    assert corpus.count("stem:strike") == (2 if forgets else 0)


@contextmanager
def _last_text_damaged(corpus: Corpus) -> Iterator[None]:
    """The text in the file that is read last cannot be read; its other columns can."""
    *_, task = corpus.tables.load("articles").scan().plan_files()
    path = Path(task.file.file_path.removeprefix("file://"))
    whole = path.read_bytes()
    group = pq.ParquetFile(path).metadata.row_group(0)
    columns = [group.column(i) for i in range(group.num_columns)]
    [column] = [column for column in columns if column.path_in_schema == "text"]
    start = column.dictionary_page_offset or column.data_page_offset
    path.write_bytes(whole[:start] + b"\xff" * 40 + whole[start + 40 :])
    try:
        yield
    finally:
        path.write_bytes(whole)


def _stray(corpus: Corpus) -> ix.Row:
    row: ix.Row = corpus.tables.unit("articles", unit_of()).to_pylist()[0]
    return row | {"id": "1-0", "article_id": "stray", "text": "stray"}


def test_there_is_one_writer(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path)
    with Indexer(corpus.tables, corpus.index), pytest.raises(IndexBusy, match="only one may"):
        Indexer(corpus.tables, corpus.index)


def test_waiting_for_an_index_that_nobody_writes_ends(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    assert corpus.count() == 0
    searcher = open_reader(corpus.index)
    add(corpus, memory, memory.attempt(unit_of(), [Story(path="a", text="words")]))
    with pytest.raises(CorpusError, match="is the indexer running"):
        wait_for(searcher, mark_of_table(corpus.tables.load("articles")), 0.2)


def test_a_search_before_any_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="start the indexer"):
        open_reader(tmp_path)


def _indexer(corpus: Corpus, *options: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.corpus", "index", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin
    process.stdin.write(corpus.place.to_json().encode() + b"\n")
    process.stdin.flush()
    return process


def _shown(corpus: Corpus, seconds: float = 30) -> None:
    """Wait until somebody else has brought the index to the table."""
    wanted, end = mark_of_table(corpus.tables.load("articles")), time.monotonic() + seconds
    while True:
        try:
            return wait_for(open_reader(corpus.index), wanted, max(end - time.monotonic(), 0.1))
        except CorpusError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def test_an_indexer_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    corpus.tables.load("articles")
    total = 0
    process = _indexer(corpus)
    try:
        for round_ in range(4):
            stories = [Story(path=f"k{round_}-{i}", text=f"kept {i}", minute=i) for i in range(30)]
            add(corpus, memory, memory.attempt(unit_of(round_), stories))
            total += 30
            if round_ < 3:
                time.sleep((0.0, 0.7, 1.3)[round_])
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                process = _indexer(corpus)
        _shown(corpus)
        searcher = open_reader(corpus.index)
        mark = searcher.mark()
        assert mark == mark_of_table(corpus.tables.load("articles"))
        process.terminate()
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0, err
        assert json.loads(out.splitlines()[-1]) == {"stopped": True}
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert corpus.count("kept") == total
    assert len(_ids(corpus)) == total


def test_following_once_ends(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    add(corpus, memory, memory.attempt(unit_of(), [Story(path="a", text="words")]))
    out, err = _indexer(corpus, "--once").communicate(timeout=60)
    assert json.loads(out) == {"changed": True}, err


def test_what_another_handle_commits_is_found_at_once(tmp_path: Path) -> None:
    """A folder's catalog counts its commits: without that counter the tables would be read for each question."""
    one, other, memory = Corpus.open(tmp_path), Corpus.open(tmp_path), Memory()
    add(one, memory, memory.attempt(unit_of(), [Story(path="a", text="words of a story")]))
    assert other.count("words") == 1
    before = folder_stamp(tmp_path / ".corpus")
    assert before is not None
    assert other.count("words") == 1
    assert folder_stamp(tmp_path / ".corpus") == before
    add(one, memory, memory.attempt(unit_of(1), [Story(path="b", text="other words")]))
    assert folder_stamp(tmp_path / ".corpus") != before
    assert other.count("words") == 2
    assert other._following is not None
    other._following.stamp = lambda: "the same"  # the twin: who goes by anything else sees nothing new
    other.count()
    add(one, memory, memory.attempt(unit_of(2), [Story(path="c", text="more words")]))
    assert other.count("words") == 2
    assert folder_stamp(tmp_path / "nowhere") is None
