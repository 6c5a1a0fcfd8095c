"""Labels and notes: short enough for Airflow, safe in Markdown, and the operator's own words stay."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.airflow.said import LABEL, MARK, NOTE, cleaned, crawled, imported, note, published, size

LINES = {"crawl": "20 pages, 81.0 kB in 25 requests", "clean": "19 articles, 1 rejected (paywall_stub 1)"}


def test_a_note_names_pages_bytes_articles_and_rejects_by_reason() -> None:
    text = note(None, LINES)
    assert text.splitlines()[0] == rf"{MARK}: 19 articles, 1 rejected \(paywall\_stub 1\)"
    assert "* Crawl: 20 pages, 81.0 kB in 25 requests" in text
    assert r"paywall\_stub 1" in text


def test_what_an_operator_wrote_stays_and_our_part_is_replaced() -> None:
    first = note("looked at by Ana", LINES)
    again = note(first, {"crawl": "3 pages"})
    assert again.startswith("looked at by Ana\n\n")
    assert again.count(MARK) == 1
    assert "20 pages" not in again


def test_a_run_that_says_nothing_gets_no_note_unless_it_failed() -> None:
    assert note(None, {}) == ""
    assert note("mine", {}) == "mine"
    assert "see the log" in note(None, {}, failed=True)


@given(old=st.text(max_size=2000), line=st.text(max_size=3000))
def test_a_note_always_fits_and_never_holds_a_control_character(old: str, line: str) -> None:
    text = note(old, {"crawl": line})
    assert len(text) <= NOTE
    assert "\x00" not in text.partition(MARK)[2]


def test_markup_in_a_remote_string_is_shown_not_obeyed() -> None:
    text = note(None, {"crawl": "<img src=x> [click](http://x.example)"})
    assert r"\<img" in text
    assert r"\[click\]\(" in text


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (crawled([]), "0 pages, 0 B in 0 requests"),
        (
            crawled([{"counts": {"fetched": 2, "gone": 1}, "requests": 5, "bytes": 999}] * 2),
            "4 pages, 2.0 kB in 10 requests; gone 2",
        ),
        (imported({"imported": 3, "failed": 1}), "3 documents; failed 1"),
        (cleaned([{"articles": 0, "rejected": {}}]), "0 articles, 0 rejected"),
        (published([]), "nothing"),
        (published([{"rows": {"articles": 2}}, {"rows": {"articles": 3}}]), "articles 5"),
        (size(5_400_000_000), "5.4 GB"),
    ],
)
def test_lines_read_well(line: str, expected: Any) -> None:
    assert line == expected


@given(st.dictionaries(st.text(), st.integers(0, 10**6), max_size=50))
def test_reasons_of_any_name_never_raise(counts: dict[str, int]) -> None:
    assert cleaned([{"articles": 1, "rejected": counts}])[:LABEL]
