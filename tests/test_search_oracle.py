"""The engine finds what the query means: on drawn corpora and drawn queries it agrees with a plain matcher."""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from search_engines import ENGINES, EVERY, NOTHING, Engine
from search_oracle import Row, matches

from pipelines.corpus import index as ix
from pipelines.corpus import nodes as n
from pipelines.corpus.columns import EPOCH
from pipelines.corpus.counting import Histogram, facet, histogram
from pipelines.corpus.engine import Reader
from pipelines.corpus.forms import forms
from pipelines.corpus.intervals import INTERVALS
from pipelines.corpus.question import Question
from pipelines.corpus.search import in_text
from pipelines.corpus.searcher import Searcher
from pipelines.corpus.spans import spans
from pipelines.corpus.stemming import stems
from pipelines.errors import QueryError

WORDS = (
    "rail", "rails", "strike", "strikes", "striking", "strike", "tram", "Bus", "l'État", "Élysée", "x-ray",
    "東京", "京都", "รถไฟ", "العَرَبِيَّة", "Häuser", "забастовки", "½", "strkie", "train",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
SITES, LANGUAGES = ("herald", "tribune", "post"), ("en", "fr", "pt-BR", "ja", None, "ar", "nb")
MEMORY = next((name for name in ("/dev/shm",) if Path(name).is_dir()), None)
"""Drawn corpora are small and many: nothing of them has to reach a disk."""
DAY = st.dates(date(2026, 3, 26), date(2026, 4, 2))


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    return [_row(draw, number) for number in range(draw(st.integers(0, 10)))]


def _row(draw: st.DrawFn, number: int) -> Row:
    row: Row = dict.fromkeys(ix.COLUMNS)
    captured = datetime(2026, 4, 2, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 4000)))
    kind = draw(st.sampled_from(("time", "day", "none")))
    published = datetime(2026, 3, 27, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 7 * 1440)))
    day = {"time": published.date(), "day": draw(DAY), "none": captured.date()}[kind]
    return row | {
        "id": f"{int(captured.timestamp()) * 1_000_000 + number}-{number:016x}",
        "article_id": f"a{number}",
        "captured": captured,
        "text_hash": f"{number}",
        "site": draw(st.sampled_from(SITES)),
        "language": draw(st.sampled_from(LANGUAGES)),
        "headline": draw(st.none() | TEXT),
        "alternative_headline": draw(st.none() | TEXT),
        "text": draw(TEXT),
        "authors": draw(st.lists(st.sampled_from(("Jane Roe", "Bo Ek", "Roe")), max_size=2)),
        "section": draw(st.sampled_from((None, "Sport", "Vie locale"))),
        "day": day,
        "day_source": {"time": "page", "day": "announced", "none": "captured"}[kind],
        "date_published": published if kind == "time" else None,
    }


WORD = st.sampled_from(WORDS)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(lambda found: f'"{" ".join(found)}"')
WILD = st.sampled_from(
    ("str*", "*ail*", "stri*s", "tr?m", "/str(ike|iking)s?/", "/[r-t]r?a.{1,2}/", '"rail str*"', "/東|京/")
)
SIDE = st.one_of(WORD, PHRASE, WILD, st.tuples(WORD, PHRASE).map(lambda two: f"({two[0]} OR {two[1]})"))
NEAR = st.tuples(SIDE, st.integers(1, 4), SIDE).map(lambda p: f"{p[0]} NEAR/{p[1]} {p[2]}")
CLOSE = st.tuples(st.lists(WORD, min_size=2, max_size=3), st.integers(1, 2)).map(
    lambda p: f'"{" ".join(p[0])}"~{p[1]}'
)
FUZZY = st.sampled_from(("strike~", "strike~2", "train~", "rails~2", "забастовка~", "élysee~"))
STEM = st.sampled_from(("stem:strike", 'stem:"rail strikes"', "stem:Haus", "stem:забастовка", "stem:東京"))
FIELDS = st.one_of(
    st.sampled_from(SITES).map("site:{}".format),
    st.sampled_from(("en", "fr", "pt", "pt-BR", "ja")).map("lang:{}".format),
    st.sampled_from(('author:"jane roe"', "author:roe", '-author:"roe bo"', "section:vie", "section:SPORT")),
    st.one_of(WORD, PHRASE).map("headline:{}".format),
    st.tuples(st.sampled_from(("since", "until", "date")), DAY).map(lambda p: f"{p[0]}:{p[1]}"),
    st.sampled_from(("is:undated", "is:dated")),
)
LEAF = st.one_of(WORD, PHRASE, WILD, NEAR, CLOSE, FUZZY, STEM)
QUERY = st.recursive(
    st.one_of(LEAF, FIELDS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) OR ({two[1]})"),
        inner.map("-({})".format),
    ),
    max_leaves=4,
)


@contextmanager
def filled(held: list[Row], engine: str = "tantivy") -> Iterator[Engine]:
    with (
        tempfile.TemporaryDirectory(prefix="coranto-oracle-", dir=MEMORY) as folder,
        ENGINES[engine](Path(folder)) as opened,
    ):
        half = len(held) // 2 + 1
        for some in filter(None, (held[:half], held[half:])):  # two segments
            opened.index(some)
        yield opened


@contextmanager
def indexed(held: list[Row], engine: str = "tantivy") -> Iterator[Reader]:
    with filled(held, engine) as opened:
        yield opened.reader


def found(searcher: Reader, question: Question) -> list[str]:
    return [row["id"] for row, _ in searcher.page(question).rows]


@pytest.mark.parametrize("engine", EVERY)
@given(rows(), st.lists(QUERY, min_size=1, max_size=12))
def test_the_engine_finds_what_the_query_means(engine: str, held: list[Row], queries: list[str]) -> None:
    with indexed(held, engine) as searcher:
        for text in queries:
            question = Question(text=text, limit=50)
            wanted = {row["id"] for row in held if matches(row, question.tree())}
            try:
                assert set(found(searcher, question)) == wanted, text
            except QueryError as error:
                assert re.search("arrangements|more than 16", str(error))  # noqa: PT017  (too much to write out)
                continue
            assert searcher.total(question) == len(wanted)


@given(rows(), LEAF)
def test_what_matched_is_marked_and_nothing_else(held: list[Row], text: str) -> None:
    leaves = n.wanted(Question(text=text).tree())
    for row in held:
        marks = spans(row["text"], in_text(leaves), row["language"])
        alone = row | {"headline": None, "alternative_headline": None}
        assert bool(marks) == matches(alone, Question(text=text).tree())
        assert all(0 <= a < b <= len(row["text"]) for a, b in marks)


@pytest.mark.parametrize("engine", EVERY)
@given(rows(), st.sampled_from(("newest", "oldest", "relevance")), st.integers(1, 4), st.booleans())
def test_pages_by_cursor_hold_every_hit_once(
    engine: str, held: list[Row], sort: Any, limit: int, seen: bool
) -> None:
    dated_by: Any = "first_seen" if seen else "published"
    with indexed(held, engine) as searcher:
        ids: list[str] = []
        cursor = ""
        while True:
            question = Question(sort=sort, limit=limit, cursor=cursor, dated_by=dated_by)
            page = searcher.page(question)
            assert page.total == len(held)
            ids += [row["id"] for row, _ in page.rows]
            if page.next is None:
                break
            cursor = page.next
        assert sorted(ids) == sorted(row["id"] for row in held)
        if sort != "relevance":
            one_go = [
                row["id"] for row, _ in searcher.page(Question(sort=sort, limit=50, dated_by=dated_by)).rows
            ]
            assert ids == one_go


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_hits_that_share_their_key_are_never_parted(sort: Any) -> None:
    row: Row = dict.fromkeys(ix.COLUMNS)
    row |= {"id": "1-a", "text": "rail", "captured": EPOCH, "day": date(1970, 1, 1), "day_source": "page"}
    held = [row | {"article_id": f"a{i}", "text_hash": f"{i}", "site": "x"} for i in range(90)]
    with filled([]) as engine:
        engine.writer.clear()  # what is made anew is not looked through for rows of the same id, as these are
        engine.writer.add([ix.fields(one, current=True, first=EPOCH) for one in held])
        engine.writer.commit(NOTHING)
        page = engine.reader.page(Question(sort=sort, limit=3))
        assert (len(page.rows), page.next) == (90, None)


def test_a_cursor_of_another_question_or_index_is_refused() -> None:
    row: Row = dict.fromkeys(ix.COLUMNS)
    row |= {"text": "rail", "captured": EPOCH, "day": date(1970, 1, 1), "day_source": "page", "site": "x"}
    held = [row | {"id": f"{i}-a", "article_id": f"a{i}", "text_hash": f"{i}"} for i in range(9)]
    with filled(held) as engine:
        searcher = engine.reader
        newest = searcher.page(Question(sort="newest", limit=3)).next or ""
        best = searcher.page(Question(text="rail", limit=3)).next or ""
        for question in (Question(text="x", sort="newest", cursor=newest), Question(cursor="abc")):
            with pytest.raises(QueryError, match="belongs to another"):
                searcher.page(question)
        engine.index([row | {"id": "9-b", "article_id": "b"}])
        with pytest.raises(QueryError, match="changed since"):
            searcher.page(Question(text="rail", limit=3, cursor=best))
        assert searcher.page(Question(sort="newest", limit=3, cursor=newest)).rows


ZONES = st.sampled_from((None, "UTC", "Europe/Paris", "Asia/Kolkata", "America/New_York", "Pacific/Apia"))
INTERVAL = st.sampled_from(("hour", "day", "week", "month", "quarter", "year"))


@pytest.mark.parametrize("engine", EVERY)
@given(rows(), INTERVAL, ZONES, st.booleans(), st.sampled_from((None, "site", "language")))
def test_every_article_is_counted_in_its_bucket(
    engine: str, held: list[Row], interval: Any, zone: str | None, seen: bool, by: Any
) -> None:
    dated_by: Any = "first_seen" if seen else "published"
    with indexed(held, engine) as searcher:
        got = histogram(searcher, Question(dated_by=dated_by), interval, zone, by)
    want: Counter[str] = Counter(_label(row, interval, zone, seen) for row in held)
    assert (got.undated, got.untimed, got.total) == (
        want.pop("undated", 0),
        want.pop("untimed", 0),
        len(held),
    )
    assert {bucket.label: bucket.count for bucket in got.buckets if bucket.count} == want
    assert _in_order(got)
    if by:
        parts: Counter[tuple[str, str]] = Counter(
            (_label(row, interval, zone, seen), row[by]) for row in held if row[by]
        )
        for bucket in got.buckets:
            assert dict(bucket.parts) == {part: c for (at, part), c in parts.items() if at == bucket.label}


def _label(row: Row, interval: str, zone: str | None, seen: bool) -> str:
    """The bucket an article belongs to, worked out one by one."""
    if not seen and row["day_source"] == "captured":
        return "undated"
    moment: datetime | None = row["captured"] if seen else row["date_published"]
    if interval == "hour":
        if moment is None:
            return "untimed"
        local = moment.astimezone(ZoneInfo(zone or "UTC"))
        return local.replace(minute=0, second=0, microsecond=0).isoformat(timespec="minutes")
    day: date = row["day"]
    if moment is not None and (zone or seen):
        day = moment.astimezone(ZoneInfo(zone or "UTC")).date()
    kind = INTERVALS[interval]
    return kind.label(kind.start(day))


def _in_order(got: Histogram) -> bool:
    labels = [bucket.label for bucket in got.buckets]
    if got.interval == "hour":
        return [datetime.fromisoformat(a) for a in labels] == sorted(map(datetime.fromisoformat, labels))
    return labels == sorted(labels) and len(set(labels)) == len(labels)


def test_a_histogram_shows_the_empty_stretches_and_both_changes_of_the_clock() -> None:
    row: Row = dict.fromkeys(ix.COLUMNS)
    row |= {"text": "a", "captured": EPOCH, "site": "x", "day": date(2026, 3, 1), "day_source": "page"}
    moments = [datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)]
    held = [
        row | {"id": f"{i}-a", "article_id": f"{i}", "text_hash": f"{i}", "date_published": moment}
        for i, moment in enumerate(moments)
    ]
    with indexed(held) as searcher:
        hours = histogram(searcher, Question(), "hour", "Europe/Paris")
        assert [(bucket.label, bucket.count) for bucket in hours.buckets] == [
            ("2026-03-29T00:00+01:00", 1),
            ("2026-03-29T01:00+01:00", 0),
            ("2026-03-29T03:00+02:00", 0),
            ("2026-03-29T04:00+02:00", 1),
        ]
        with pytest.raises(QueryError, match="no time zone"):
            histogram(searcher, Question(), "day", "Europe/Atlantis")


def test_a_stem_of_many_forms_is_found_in_all_of_them() -> None:
    alike = ("connect", "connects", "connected", "connecting", "connection", "connections")
    held = [
        plain(f"{i}", text=f"{alike[i]} {alike[-i]} {alike[2]} {alike[i - 1]}", language="en")
        for i in range(len(alike))
    ]
    held += [plain("x", text="connect connects connected connector", language="en")]
    held += [plain("de", text="connected connection connect connects", language="de")]
    with indexed(held) as searcher:
        for size in (1, 2, 4):  # the last one has more ways to be said than are written out
            question = Question(text=f'stem:"{" ".join(alike[:size])}"', limit=50)
            assert set(found(searcher, question)) == {
                row["id"] for row in held if matches(row, question.tree())
            }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "sky skies dying die dies strike strikes striking strik happy happi happier skis ski 1999 news",
        ),
        ("de", "haus hauser hause hausen laufen lauft lauf zeit zeiten"),
        ("fr", "cheval chevaux chevals yeux national nationaux nation"),
        ("ar", "كتاب الكتاب والكتاب كتب المكتبة مكتبة مكتبات"),
        ("ru", "забастовка забастовки забастовок забастов"),
        ("tr", "kitap kitabi kitaplar kitapta"),
    ],
)
def test_the_dictionary_knows_the_words_of_each_stem(language: str, words: str) -> None:
    """Also those that are their own stem, and those that do not begin with it."""
    held = words.split()
    with indexed([plain(word, text=word, language=language) for word in held]) as searcher:
        assert isinstance(searcher, Searcher)
        for word in held:
            [stem] = stems(language, (word,))
            wanted = [other for other in held if stems(language, (other,)) == [stem]]
            assert forms(searcher.open())(word) == {language: tuple(sorted(wanted))}


def test_counts_are_kept_until_the_index_changes() -> None:
    with filled([plain("1", text="rail")]) as engine:
        searcher = engine.reader
        for number in (1, 2, 3):
            assert dict(facet(searcher, Question(text="rail"), "site").counts) == {"x": number}
            assert facet(searcher, Question(text="rail"), "site").total == number
            engine.index([plain(f"{number}-b", text="rail")])


def plain(name: str, **values: Any) -> Row:
    row: Row = dict.fromkeys(ix.COLUMNS)
    row |= {"captured": EPOCH, "day": date(1970, 1, 1), "day_source": "page", "site": "x", "authors": []}
    return row | {"id": f"{name}-a", "article_id": name, "text_hash": name} | values


@pytest.mark.parametrize("engine", EVERY)
@given(rows())
def test_facets_count_every_article(engine: str, held: list[Row]) -> None:
    with indexed(held, engine) as searcher:
        for by, column in (("site", "site"), ("language", "language"), ("section", "section")):
            got = facet(searcher, Question(), by)
            want = Counter(row[column] for row in held if row[column])
            assert dict(got.counts) == want
            assert got.missing == len(held) - want.total()
        authors = facet(searcher, Question(), "author")
        assert dict(authors.counts) == Counter(name for row in held for name in set(row["authors"]))
        assert authors.missing == sum(not row["authors"] for row in held)


@pytest.mark.parametrize(
    "text",
    [
        '"a b c d e"~2',
        "(a OR b OR c OR d) NEAR/100 (e OR f OR g OR h x)",
        " ".join(f"w{i}*" for i in range(17)),
        " ".join(f"/w{i}[a-z]{{9}}/" for i in range(17)),
        "ab* NEAR/50 abc*",
    ],
)
def test_what_would_take_too_long_is_refused_at_once(text: str) -> None:
    with indexed([]) as searcher, pytest.raises(QueryError, match=r"arrangements|more than 16|beside NEAR"):
        searcher.total(Question(text=text))


@given(st.text("ab(|)[]*+?{}.,19-", max_size=30))
def test_any_regular_expression_is_answered_or_refused(pattern: str) -> None:
    assume(not any(char.isspace() for char in pattern))
    with indexed([]) as searcher:
        try:
            assert searcher.total(Question(text=f"/{pattern}/")) == 0
        except QueryError as error:
            assert "query" in str(error)  # noqa: PT017  (either outcome is right)


BOMB, HARMLESS = "(a|aa)+b", "a" * 70


def test_a_regular_expression_cannot_hold_up_marks_or_queries() -> None:
    leaves = n.wanted(Question(text=f"/{BOMB}/").tree())
    assert spans(f"{HARMLESS} {HARMLESS}b", leaves) == [(71, 142)]
    with indexed([]) as searcher:
        assert searcher.total(Question(text=f"/{BOMB}/ NEAR/3 {HARMLESS}")) == 0
    for growing in ("(a|b)*a(a|b){30}", "[a-z]*a[a-z]{40}", ".*a.{40}b.{40}"):
        with indexed([]) as searcher, pytest.raises(QueryError, match="asks too much"):
            searcher.total(Question(text=f"/{growing}/"))


def test_without_an_engine_that_is_linear_it_would() -> None:
    program = f"import re; re.fullmatch({BOMB!r}, {HARMLESS!r})"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run([sys.executable, "-c", program], timeout=3, check=False)
