"""The coverage ledger: every announced address ends in exactly one state, and is counted once."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from corpus_unit import FIRST, HINTS, Memory, Story, add, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.ledger import ENDS, Entry
from pipelines.archive.manifest import Manifest
from pipelines.corpus import Corpus
from pipelines.corpus.completeness import estimate
from pipelines.corpus.coverage import coverage_rows
from pipelines.corpus.outcomes import BESIDE, STATES, outcomes
from pipelines.corpus.rows import unit_rows
from pipelines.page import Where
from spiders.cli import main

UNIT = unit_of()
FEED, SITEMAP = "https://herald.example/feed", "https://herald.example/sitemap"
KINDS = {FEED: "feed", SITEMAP: "sitemap"}


def where(name: str) -> Where:
    return Where(record_id=f"urn:{name}", payload_sha256=name, key="warc/x.warc.gz", offset=0, length=1)


def attempt(*entries: Entry, number: int = 1, **more: Any) -> Manifest:
    made = Manifest(
        id=f"{number:04}", unit=UNIT, kind="days", complete=True, finish="finished", started=FIRST,
        ended=FIRST + timedelta(hours=1), warcs=(), ledger=entries, hints=HINTS, stats={"sources": KINDS},
    )  # fmt: skip
    return replace(made, **more)


def states(*attempts: Manifest, cleaned: Mapping[tuple[str, str], str] | None = None) -> dict[str, str]:
    return {url: one.state for url, one in outcomes(UNIT, attempts, cleaned or {}).items()}


def url(n: int) -> str:
    return f"https://herald.example/{n}"


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[Manifest], dict[tuple[str, str], str]]:
    """Several attempts at the same few addresses, with redirects into each other, and what cleaning said."""
    attempts, cleaned = [], {}
    for number in range(draw(st.integers(1, 3))):
        entries = []
        for n in draw(st.lists(st.integers(0, 7), unique=True)):
            end: Any = draw(st.sampled_from(ENDS))
            name = f"{number}-{n}"
            kept = end in ("fetched", "moved", "gone", "imported") or draw(st.booleans())
            sources = draw(st.lists(st.sampled_from([FEED, SITEMAP, url(0), url(1)]), unique=True))
            entries.append(
                Entry(
                    url=url(n),
                    end=end,
                    sources=tuple(sources),
                    status=draw(st.sampled_from([None, 200, 304, 403, 500])),
                    announced=draw(st.sampled_from([None, FIRST, FIRST + timedelta(hours=5, minutes=9)])),
                    where=where(name) if kept else None,
                    target=url(draw(st.integers(0, 8))) if end in ("moved", "held") else None,
                )
            )
            cleaned[f"urn:{name}", ""] = draw(st.sampled_from(["", "copied", "too_short"]))
        attempts.append(attempt(*entries, number=number))
    return attempts, cleaned


@given(ledgers())
def test_states_partition_the_announced_addresses(
    made: tuple[list[Manifest], dict[tuple[str, str], str]],
) -> None:
    attempts, cleaned = made
    rows = coverage_rows(UNIT, attempts, cleaned)
    sums = {name: sum(row[name] for row in rows) for name in (*STATES, *BESIDE, "announced")}
    assert sum(sums[name] for name in STATES) == sums["announced"]
    found = outcomes(UNIT, attempts, cleaned)
    assert sum(sums[name] for name in (*STATES, *BESIDE)) == len(found)
    moved = {e.url for m in attempts for e in m.ledger if e.end == "moved"}
    announced = {e.url for m in attempts for e in m.ledger if not e.sources or not set(e.sources) <= moved}
    imported = {e.url for m in attempts for e in m.ledger if e.end == "imported"}
    # None is lost but those that a redirect led to, which end as the one that was announced.
    assert announced - imported <= set(found)
    for row in rows:
        assert sum(one["urls"] for one in row["reasons"]) == row["rejected"]
        assert row["kept"] <= row["announced"]


def test_what_one_attempt_was_told_of_counts_though_a_redirect_leads_another_to_it() -> None:
    first = attempt(Entry(url=url(4), end="fetched", where=where("a"), sources=(FEED,)), number=1)
    moved = Entry(url=url(1), end="moved", where=where("b"), sources=(FEED,), target=url(0))
    later = attempt(moved, Entry(url=url(4), end="fetched", where=where("c"), sources=(url(1),)), number=2)
    assert states(first, later, cleaned={("urn:c", ""): ""})[url(4)] == "published"


@given(ledgers())
def test_the_order_of_manifests_changes_nothing(
    made: tuple[list[Manifest], dict[tuple[str, str], str]],
) -> None:
    attempts, cleaned = made
    assert coverage_rows(UNIT, attempts[::-1], cleaned) == coverage_rows(UNIT, attempts, cleaned)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((Entry(url=url(1), end="failed", status=403),), "blocked"),
        ((Entry(url=url(1), end="failed", status=200, note="no page but a challenge (captcha)"),), "blocked"),
        ((Entry(url=url(1), end="failed", status=500),), "failed"),
        ((Entry(url=url(1), end="robots"),), "robots"),
        ((Entry(url=url(1), end="waiting"),), "left"),
        ((Entry(url=url(1), end="held", status=304, where=where("304")),), "unchanged"),
        ((Entry(url=url(1), end="held"),), "held"),
        ((Entry(url=url(1), end="fetched", where=where("new")),), "uncleaned"),
        ((Entry(url=url(1), end="fetched", where=where("good")),), "published"),
        ((Entry(url=url(1), end="fetched", where=where("bad")),), "rejected"),
    ],
)
def test_an_address_ends_as_its_ledger_says(entries: tuple[Entry, ...], expected: str) -> None:
    cleaned = {("urn:good", ""): "", ("urn:bad", ""): "soft_404"}
    assert states(attempt(*entries), cleaned=cleaned) == {url(1): expected}


def test_a_later_attempt_settles_what_an_earlier_one_left() -> None:
    first = attempt(Entry(url=url(1), end="waiting"), Entry(url=url(2), end="fetched", where=where("a")))
    second = attempt(Entry(url=url(1), end="failed", status=503), Entry(url=url(2), end="held"), number=2)
    assert states(first, second, cleaned={("urn:a", ""): ""}) == {url(1): "failed", url(2): "published"}


def test_a_redirect_takes_the_end_of_where_it_led_to_and_two_ways_to_a_story_count_once() -> None:
    made = attempt(
        Entry(url=url(1), end="moved", target=url(3), sources=(FEED,)),
        Entry(url=url(2), end="moved", target=url(3), sources=(SITEMAP,)),
        Entry(url=url(3), end="fetched", sources=(url(1),), where=where("a")),
    )
    assert states(made, cleaned={("urn:a", ""): ""}) == {url(1): "published", url(2): "copied"}


def test_a_day_without_anything_announced_has_a_row_of_noughts() -> None:
    (row,) = coverage_rows(UNIT, [attempt(complete=False)], {})
    assert (row["announced"], row["complete"], row["day"]) == (0, False, date(2026, 1, 6))


def test_published_counts_what_the_articles_table_holds(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    stories = [Story(path=f"a{i}", text=f"text {i}", minute=61 * i) for i in range(4)]
    made = memory.attempt(UNIT, [*stories, Story(path="r", text="reject")], gone=("x",))
    add(corpus, memory, made)
    (day,) = corpus.coverage("herald")
    assert day.counts["published"] == corpus.tables.unit("articles", UNIT).num_rows == 4
    assert (day.counts["announced"], day.counts["gone"], day.reasons) == (6, 1, {"not_article": 1})
    assert [one.counts["published"] for one in corpus.coverage(by="hour")] == [1, 1, 1, 1, 0]
    assert corpus.coverage("nowhere") == corpus.coverage(until="2026-01-06") == []


def test_the_command_shows_states_and_says_unknown_where_there_are_no_two_lists(tmp_path: Path) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    add(corpus, memory, memory.attempt(UNIT, [Story(path="a", text="one")]))
    shown = CliRunner().invoke(main, ["--at", str(tmp_path), "coverage", "herald"])
    assert "unknown" in shown.output
    lines = CliRunner().invoke(main, ["--at", str(tmp_path), "coverage", "--by", "hour", "--json"]).output
    assert json.loads(lines.splitlines()[0])["counts"]["published"] == 1


@pytest.mark.parametrize(
    ("lists", "known"),
    [
        ({}, False),
        ({"feed": 9}, False),
        ({"feed": 30, "feed+sitemap": 6}, False),
        ({"feed+sitemap": 7}, True),
    ],
)
def test_two_lists_with_enough_in_common_make_an_estimate(lists: dict[str, int], known: bool) -> None:
    assert (estimate(lists) is not None) is known


@given(st.integers(50, 400), st.floats(0.5, 0.95), st.floats(0.5, 0.95), st.randoms(use_true_random=False))
def test_the_estimate_is_near_the_truth_that_the_lists_were_drawn_from(
    total: int, first: float, second: float, chance: Any
) -> None:
    lists: dict[str, int] = {}
    for _ in range(total):
        names = [name for name, p in (("feed", first), ("sitemap", second)) if chance.random() < p]
        if names:
            lists["+".join(names)] = lists.get("+".join(names), 0) + 1
    found = estimate(lists)
    assert found is not None
    assert found.low <= found.total <= found.high
    # Seven standard errors of Petersen's estimator.
    assert abs(found.total - total) <= 2 + 7 * math.sqrt(
        total * (1 - first) * (1 - second) / (first * second)
    )


@pytest.mark.parametrize(
    ("lists", "least", "most"),
    [
        ({"feed+sitemap": 8}, 8, 13),
        ({"feed+sitemap": 8, "sitemap": 4}, 12, 20),
        ({"feed+sitemap": 300}, 300, 304),
    ],
)
def test_lists_that_agree_in_all_are_no_certainty(lists: dict[str, int], least: float, most: float) -> None:
    found = estimate(lists)
    assert found is not None
    assert found.low == found.total == least
    assert least < found.high < most


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    import random

    chance, hits, rounds = random.Random(5), 0, 400
    for _ in range(rounds):
        lists: dict[str, int] = {}
        for _ in range(120):
            names = [name for name, p in (("feed", 0.6), ("sitemap", 0.7)) if chance.random() < p]
            if names:
                lists["+".join(names)] = lists.get("+".join(names), 0) + 1
        found = estimate(lists)
        assert found is not None
        hits += found.low <= 120 <= found.high
    assert 0.9 <= hits / rounds <= 1.0


def test_rows_of_a_unit_hold_its_coverage() -> None:
    memory = Memory()
    made = memory.attempt(UNIT, [Story(path="a", text="one"), Story(path="b", text="two", minute=70)])
    rows = unit_rows(UNIT, [made], memory, memory.clean).tables["coverage"]
    assert [(row["hour"], row["published"]) for row in rows] == [(FIRST, 1), (FIRST + timedelta(hours=1), 1)]
