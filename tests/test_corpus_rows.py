"""The rows of a unit are a function of its manifests, whatever the order they came in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from corpus_unit import FIRST, Memory, Story, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.archive.unit import Unit
from pipelines.corpus.changes import rows_of
from pipelines.corpus.columns import captured_of
from pipelines.corpus.index import current_ids, versions
from pipelines.corpus.rows import hints_at, unit_rows
from pipelines.corpus.schemas import SCHEMAS
from pipelines.corpus.staging import arrow
from pipelines.corpus.views import VIEWS
from pipelines.page import Page
from pipelines.record import Hints

UNIT = unit_of()


def tables(memory: Memory, *attempts: Manifest) -> dict[str, list[dict[str, object]]]:
    return unit_rows(UNIT, attempts, memory, memory.clean).tables


def test_the_earliest_capture_of_each_text_is_kept() -> None:
    memory = Memory()
    first = memory.attempt(UNIT, [Story(path="a", text="one", minute=9)], number=1)
    second = memory.attempt(UNIT, [Story(path="a", text="one", minute=3)], number=2)
    third = memory.attempt(UNIT, [Story(path="a?utm_source=x", text="two", minute=5)], number=3)
    for order in permutations((first, second, third)):
        found = tables(memory, *order)["articles"]
        assert [(row["text"], row["captured"]) for row in found] == [
            ("one", FIRST + timedelta(minutes=3)),
            ("two", FIRST + timedelta(minutes=5)),
        ]
        assert len({row["article_id"] for row in found}) == 1


def test_manifests_of_other_units_give_no_rows() -> None:
    memory = Memory()
    other = memory.attempt(unit_of(1), [Story(path="a", text="one")])
    assert tables(memory, other) == {"captures": [], "rejected": [], "articles": [], "coverage": []}


def test_a_page_that_is_gone_is_a_rejection_and_is_not_read() -> None:
    memory = Memory()
    (row,) = tables(memory, memory.attempt(UNIT, [], gone=("a",)))["rejected"]
    assert (row["reason"], row["status"], row["evidence"]) == ("error_status", 410, "the server answered 410")


@pytest.mark.parametrize(
    ("published", "announced", "day", "source"),
    [
        (
            datetime(2026, 1, 5, 23, 30, tzinfo=UTC),
            None,
            date(2026, 1, 6),
            "page",
        ),  # half past midnight in Paris
        (date(2026, 1, 4), datetime(2026, 1, 7, tzinfo=UTC), date(2026, 1, 4), "page"),
        (None, datetime(2026, 1, 6, 23, 30, tzinfo=UTC), date(2026, 1, 7), "announced"),
        (None, None, date(2026, 1, 6), "captured"),
    ],
)
def test_the_day_of_an_article(
    published: datetime | date | None, announced: datetime | None, day: date, source: str
) -> None:
    memory = Memory()
    attempt = memory.attempt(UNIT, [Story(path="a", text="one", published=published)])
    (entry,) = attempt.ledger
    attempt = replace(attempt, ledger=(replace(entry, announced=announced, dated="published"),))
    (row,) = tables(memory, attempt)["articles"]
    assert (row["day"], row["day_source"]) == (day, source)


def test_a_published_date_beats_a_modified_one_whichever_came_first() -> None:
    memory = Memory()
    attempt = memory.attempt(UNIT, [Story(path="a", text="one")])
    (entry,) = attempt.ledger
    modified = replace(entry, announced=datetime(2026, 1, 2, tzinfo=UTC), dated="modified")
    later = replace(
        entry, end="held", where=None, announced=datetime(2026, 1, 3, 12, tzinfo=UTC), dated="published"
    )
    for ledger in permutations((modified, later)):
        (row,) = tables(memory, replace(attempt, ledger=ledger))["articles"]
        assert row["day"] == date(2026, 1, 3)


def test_the_first_hints_that_hold_are_used() -> None:
    old, new = Hints(language="de"), Hints(language="fr")
    change = datetime(2026, 1, 6, tzinfo=UTC)
    attempt = Memory().attempt(UNIT, [])
    attempt = replace(
        attempt, hints=(DatedHints(until=change, hints=old), DatedHints(since=change, hints=new))
    )
    assert hints_at(attempt, change - timedelta(seconds=1)) is old
    assert hints_at(attempt, change) is new
    assert hints_at(replace(attempt, hints=()), change) == Hints()


def test_an_id_begins_with_the_time_of_capture() -> None:
    memory = Memory()
    (row,) = tables(memory, memory.attempt(UNIT, [Story(path="a", text="one", minute=7)]))["articles"]
    assert captured_of(str(row["id"])) == row["captured"] == FIRST + timedelta(minutes=7)


@pytest.mark.parametrize(
    "text", ["", "-", "1-", "x-0123456789abcdef", "٣-0123456789abcdef", "9" * 30 + "-" + "0" * 16]
)
def test_what_is_no_id_is_no_time(text: str) -> None:
    assert captured_of(text) is None


def test_half_a_surrogate_pair_does_not_stop_a_unit() -> None:
    memory = Memory()
    found = tables(memory, memory.attempt(UNIT, [Story(path="a", text="one \ud83d two")]))
    assert arrow("articles", found["articles"])["text"].to_pylist() == ["one ? two"]


def test_rows_fit_the_schemas_exactly() -> None:
    memory = Memory()
    found = tables(
        memory, memory.attempt(UNIT, [Story(path="a", text="one"), Story(path="b", text="reject")])
    )
    for name in ("articles", "rejected"):
        assert set(found[name][0]) == set(SCHEMAS[name].names)


def test_the_cleaner_sees_the_address_of_the_ledger_where_the_page_has_none() -> None:
    memory = Memory()
    attempt = memory.attempt(UNIT, [Story(path="a", text="one")])
    page = memory.page(attempt.ledger[0].where)  # type: ignore[arg-type]

    class Nameless(Memory):
        def page(self, where: object) -> Page:
            return replace(page, url=None)

    nameless = Nameless(stories=memory.stories)
    (row,) = unit_rows(UNIT, [attempt], nameless, memory.clean).tables["articles"]
    assert row["url"] == "https://herald.example/a"


captures = st.tuples(
    st.integers(0, 2), st.sampled_from("abc"), st.sampled_from(["one", "two"]), st.integers(0, 50)
)


@given(st.lists(captures, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_units_in_any_order_and_twice_give_the_same_views(
    made: list[tuple[int, str, str, int]], random: object
) -> None:
    memory = Memory()
    attempts = [
        memory.attempt(unit_of(day), [Story(path=path, text=text, minute=minute)], number=i)
        for i, (day, path, text, minute) in enumerate(made)
    ]
    straight = _views(memory, [unit_of(day) for day in range(3)], attempts)
    mixed = list(attempts)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    order = [unit_of(day) for day in (2, 0, 1, 0, 2)]
    assert _views(memory, order, mixed) == straight


def _views(memory: Memory, order: list[Unit], attempts: list[Manifest]) -> tuple[list[Any], list[Any]]:
    """Versions and current after publishing units in this order, each replacing its rows; SQL and index agree."""
    held: dict[Unit, list[dict[str, Any]]] = {}
    for unit in order:
        held[unit] = unit_rows(unit, attempts, memory, memory.clean).tables["articles"]
    rows = [row for found in held.values() for row in found]
    con = duckdb.connect()
    con.register("held", arrow("articles", rows))
    con.execute("create view articles as select * from held")
    for view in VIEWS:
        con.execute(view)
    shown = [con.execute(f"select id from {name} order by id").fetchall() for name in ("versions", "current")]
    assert [row["id"] for row in sorted(versions(rows), key=lambda r: r["id"])] == [i for (i,) in shown[0]]
    assert sorted(current_ids(rows)) == [i for (i,) in shown[1]]
    return shown[0], shown[1]


def test_rows_are_read_as_arrow_reads_them() -> None:
    moments = [datetime(2026, 1, 5, 23, 59, 59, 999_999, tzinfo=UTC), None, datetime(1, 1, 1, tzinfo=UTC)]
    table = pa.table(
        {
            "at": pa.array(moments, pa.timestamp("us", "UTC")),
            "day": pa.array([date(2026, 1, 5), None, date(9999, 12, 31)]),
            "names": pa.array([["a", "b"], [], None]),
            "live": pa.array([True, None, False]),
            "nothing": pa.nulls(3),
        }
    )
    many = pa.concat_tables([table] * 1500)
    assert list(rows_of(many)) == many.to_pylist()
