"""What every search engine behind the four calls has to answer: index, delete, search, histogram."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from search_engines import ENGINES, EVERY, Engine
from search_oracle import Row, matches

from pipelines.corpus import index as ix
from pipelines.corpus.question import Question
from pipelines.errors import QueryError

TEXTS = {
    "en": (
        "The rail strike goes on; the union meets on Monday.",
        "A strike of the rail union: rails, trams and buses stand still.",
        "Strikes by rail, striking words. Nothing was struck in l'État.",
        "The train to the harbour is late, said the office.",
    ),
    "fr": ("La grève du rail continue à l’Élysée.", "Les trains partent; la GREVE est finie."),
    "ja": ("東京の鉄道でストライキが続く。", "京都と東京の間の電車。"),
    "th": ("รถไฟหยุดวิ่งในกรุงเทพ",),
    "ar": ("إضراب القطارات في المَدِينَة",),
    None: ("rail rail rail strike",),
}
SITES = ("herald", "courant", "tribune")
QUERIES = (
    "rail", "STRIKE", "rail strike", '"rail strike"', "rail -strike", "tram OR harbour", "(rail OR train) -monday",
    "rail NEAR/2 strike", "strike NEAR/5 union", '"union rail"~3', "stri*", "tr?m*", "/str(ike|uck)s?/", '"rail stri*"',
    "strkie~", "harbor~2", "stem:striking", 'stem:"rail strike"', "東京", '"東京の"', "รถไฟ", "المدينة", "greve", "l'etat",
    'headline:"number 3"', "author:roe", 'author:="Bo Ek"', "section:local", 'section:="Local life"', "site:herald rail",
    "-site:herald", "lang:fr", "lang:ja OR lang:th", "since:2026-01-10", "date:2026-01", "date:2026-02-01..2026-02-03",
    "is:undated", "is:dated strike", "", "absent",
)  # fmt: skip


def row(number: int, language: str | None, text: str) -> Row:
    """An article whose day, author, section and site its number says."""
    captured = datetime(2026, 1, 5, 22, tzinfo=UTC) + timedelta(hours=31 * number)
    published = captured - timedelta(minutes=90) if number % 4 else None
    made: Row = dict.fromkeys(ix.COLUMNS)
    return made | {
        "id": f"{int(captured.timestamp()) * 1_000_000}-{number:016x}",
        "article_id": f"a{number}",
        "captured": captured,
        "text_hash": f"{number}",
        "site": SITES[number % 3],
        "language": language,
        "headline": f"Headline number {number}",
        "text": text,
        "authors": [["Jane Roe"], ["Bo Ek", "Jane Roe"], []][number % 3],
        "section": (None, "Sport", "Local life")[number % 3],
        "day": (published or captured).date(),
        "day_source": "page" if published else "captured",
        "date_published": published,
    }


ROWS = [
    row(number, language, text)
    for number, (language, text) in enumerate(
        (language, text) for _ in range(3) for language, texts in TEXTS.items() for text in texts
    )
]


@pytest.fixture(params=EVERY, scope="module")
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with ENGINES[request.param](tmp_path_factory.mktemp("engine")) as engine:
        yield engine


@pytest.fixture
def engine(empty: Engine) -> Iterator[Engine]:
    """With all the articles in it."""
    empty.index(ROWS)
    yield empty
    empty.delete([one["id"] for one in empty_rows(empty)])


def empty_rows(engine: Engine) -> list[Row]:
    return [found for found, _ in engine.search(Question(limit=1000)).rows]


def ids(engine: Engine, question: Question) -> list[str]:
    return [found["id"] for found, _ in engine.search(question).rows]


def test_every_query_finds_what_it_means_and_counts_it_exactly(engine: Engine) -> None:
    for text in QUERIES:
        question = Question(text=text, limit=100)
        wanted = sorted(one["id"] for one in ROWS if matches(one, question.tree()))
        assert sorted(ids(engine, question)) == wanted, text
        assert engine.search(Question(text=text, limit=1)).total == len(wanted), text


def test_what_is_indexed_again_replaces_and_what_is_deleted_is_gone(engine: Engine) -> None:
    engine.index([ROWS[0] | {"text": "quay"}])
    assert ids(engine, Question(text="quay")) == [ROWS[0]["id"]]
    assert engine.search(Question()).total == len(ROWS)
    engine.delete([ROWS[0]["id"], "0-nobody"])
    assert engine.search(Question(text="quay")).total == 0
    assert engine.search(Question()).total == len(ROWS) - 1


def test_all_of_a_row_comes_back(engine: Engine) -> None:
    (found,) = engine.search(Question(text='headline:"number 5"')).rows
    assert found[0] == ROWS[5]


def test_the_better_match_comes_first(engine: Engine) -> None:
    (first, score), *rest = engine.search(Question(text="rail", limit=50)).rows
    assert first["text"] == "rail rail rail strike"
    assert score >= max(score for _, score in rest)


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_pages_by_cursor_hold_every_hit_once_in_order(engine: Engine, sort: Any) -> None:
    seen: list[Row] = []
    cursor = ""
    while True:
        page = engine.search(Question(sort=sort, limit=5, cursor=cursor))
        assert page.total == len(ROWS)
        seen += [found for found, _ in page.rows]
        if page.next is None:
            break
        cursor = page.next
    assert sorted(one["id"] for one in seen) == sorted(one["id"] for one in ROWS)
    if sort != "relevance":
        days = [one["day"] for one in seen]
        assert days == sorted(days, reverse=sort == "newest")


@pytest.mark.parametrize("by", [None, "site", "language"])
@pytest.mark.parametrize("interval", ["day", "month"])
def test_a_histogram_counts_every_article_once_in_local_days(engine: Engine, interval: str, by: Any) -> None:
    found = engine.histogram(Question(), interval, None, by)
    wanted = Counter(
        str(one["day"])[: 10 if interval == "day" else 7] for one in ROWS if one["day_source"] == "page"
    )
    assert {bucket.label: bucket.count for bucket in found.buckets if bucket.count} == wanted
    assert (found.total, found.undated) == (len(ROWS), sum(one["day_source"] != "page" for one in ROWS))
    if by is not None:
        parts = Counter[str]()
        for bucket in found.buckets:
            parts.update(dict(bucket.parts))
        assert parts == Counter(one[by] for one in ROWS if one["day_source"] == "page" and one[by])


def test_a_histogram_of_hours_is_in_any_time_zone(engine: Engine) -> None:
    found = engine.histogram(Question(text="rail"), "hour", "Asia/Kolkata", None)
    tree, zone = Question(text="rail").tree(), ZoneInfo("Asia/Kolkata")
    timed = [one["date_published"] for one in ROWS if one["date_published"] and matches(one, tree)]
    wanted = Counter(moment.astimezone(zone).strftime("%Y-%m-%dT%H:00+05:30") for moment in timed)
    assert {bucket.label: bucket.count for bucket in found.buckets if bucket.count} == wanted


def test_days_may_be_those_of_the_first_capture(engine: Engine) -> None:
    first = min(one["captured"] for one in ROWS).date()
    question = Question(since=first, until=first + timedelta(days=1), dated_by="first_seen")
    assert ids(engine, question) == [one["id"] for one in ROWS if one["captured"].date() == first]
    assert engine.histogram(Question(dated_by="first_seen"), "year", None, None).undated == 0


@pytest.mark.parametrize(
    "question", [Question(text="/.*a.{40}/"), Question(text="(a"), Question(cursor="x.1.")]
)
def test_what_cannot_be_asked_is_an_error_and_the_engine_goes_on(engine: Engine, question: Question) -> None:
    with pytest.raises(QueryError):
        engine.search(question)
    assert engine.search(Question(since=date(2026, 1, 1))).total == len(ROWS)
