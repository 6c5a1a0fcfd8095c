"""The invented newspapers are what the tests that compare with them take for granted."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from random import Random
from typing import Any

import py3langid
import pytest
from demo_ledger import ledger
from demo_papers import DAYS, HERALD, PAPERS, UMIBE, Edit, choose, press
from demo_text import LANGUAGES, Writer, words

UNTIL = date(2026, 4, 10)
"""Forty days before it, summer time begins in the Herald's zone."""
PRESS = press(UNTIL)
LEDGER = ledger(PRESS, PRESS.end)
ENTRIES: list[dict[str, Any]] = LEDGER["articles"]


def share(count: int) -> float:
    return count / len(ENTRIES)


def test_there_is_enough_of_everything() -> None:
    assert len(ENTRIES) >= 600
    assert {e["language"] for e in ENTRIES} == set(LANGUAGES)
    assert 0.12 < share(sum(len(e["versions"]) > 1 for e in ENTRIES)) < 0.18
    assert 0.03 < share(sum(e["kind"] in {"moved", "gone"} for e in ENTRIES)) < 0.07
    pairs = sum(e["twin"] is not None for e in ENTRIES) / 2
    assert 0.08 < pairs / (len(ENTRIES) - pairs) < 0.12
    assert {e["kind"] for e in ENTRIES} == {
        "article",
        "live",
        "paywalled",
        "stub",
        "consent",
        "moved",
        "gone",
    }


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_each_local_day_has_8_to_25_articles(paper: Any) -> None:
    per_day = Counter(e["day"] for e in ENTRIES if e["paper"] == paper.id)
    assert len(per_day) == DAYS
    assert 8 <= min(per_day.values()) <= max(per_day.values()) <= 25
    assert max(per_day) == UNTIL.isoformat()


def test_a_day_is_the_papers_own() -> None:
    articles = PRESS.articles
    assert all(a.day == a.paper.local_day(a.published) for a in articles)
    # The days differ from UTC's often enough that a crawl which mixes them up is caught on any day.
    for paper in (UMIBE, HERALD):
        other = [a for a in articles if a.paper is paper and a.published.astimezone(UTC).date() != a.day]
        assert len({a.day for a in other}) >= (DAYS if paper is UMIBE else 10)


def test_the_same_seed_and_day_give_the_same_papers() -> None:
    press.__globals__["_printed"].cache_clear()
    assert ledger(press(UNTIL), PRESS.end) == LEDGER
    assert ledger(press(UNTIL, seed=2), PRESS.end) != LEDGER


def test_tomorrows_papers_go_on_from_todays() -> None:
    later = {a.url: a for a in press(UNTIL + timedelta(days=1)).articles}
    kept = [a for a in PRESS.articles if a.day > UNTIL - timedelta(days=DAYS - 1)]
    assert kept
    assert all(later[a.url] == a for a in kept)


def test_addresses_and_texts_are_distinct() -> None:
    assert len({e["url"] for e in ENTRIES}) == len(ENTRIES)
    assert not {e["url"] for e in ENTRIES} & {e["final_url"] for e in ENTRIES if e["kind"] == "moved"}
    texts = Counter("\n".join(e["body"]) for e in ENTRIES if e["body"] and e["twin"] is None)
    assert max(texts.values()) == 1


def test_wire_stories_have_the_same_text_and_name_the_agency() -> None:
    by_number = {str(e["number"]): e for e in ENTRIES}
    copies = [e for e in ENTRIES if e["twin"] and e["paper"] == "umibe"]
    assert copies
    for copy in copies:
        source = by_number[copy["twin"]]
        assert (source["paper"], source["body"], source["agency"]) == ("herald", copy["body"], copy["agency"])
        assert copy["agency"]


def test_stories_that_are_no_twins_share_little() -> None:
    """Near-duplicate detection must find the wire copies and nothing else."""

    def shingles(text: str) -> set[tuple[str, ...]]:
        parts = text.split()
        return {tuple(parts[n : n + 5]) for n in range(len(parts) - 4)}

    english = [e for e in ENTRIES if e["language"] == "en" and len(e["body"]) > 4 and e["paper"] == "herald"]
    sets = [shingles(" ".join(e["body"])) for e in Random(0).sample(english, k=120)]
    assert max(len(a & b) / len(a | b) for a, b in combinations(sets, 2)) < 0.5


def test_planted_phrases_stand_where_the_ledger_says_and_noise_nowhere() -> None:
    for planted in LEDGER["planted"]:
        holding = [e for e in ENTRIES if any(planted["phrase"] in text for text in e["body"])]
        assert planted["count"] == len(holding) >= 3
        assert {e["language"] for e in holding} == {planted["language"]}
    for entry in ENTRIES:
        said = " ".join([entry["headline"], entry["lead"] or "", *entry["body"]])
        assert not any(noise in said for noise in LEDGER["noise"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_identifier_knows_the_language(language: str) -> None:
    stories = [Writer(language, Random(n)).story(2026) for n in range(25)]
    assert [py3langid.classify("\n".join(s.body))[0] for s in stories] == [language] * 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_leaves_a_mark(language: str) -> None:
    held = words(language)
    for kind in ("sentences", "quotes", "leads", "headlines", "captions", "items", "ticker", "footnotes"):
        for n, template in enumerate(held[kind]):
            text = Writer(language, Random(n)).fill(template)
            assert not set("[]{}|") & set(text), template


def test_versions_stand_in_order_and_an_edit_changes_the_text() -> None:
    edited = [e for e in ENTRIES if len(e["versions"]) > 1]
    for entry in edited:
        instants = [v["modified"] for v in entry["versions"]]
        assert instants == sorted(set(instants))
        bodies = [v["body"] for v in entry["versions"]]
        assert all(a != b for a, b in pairwise(bodies))
        assert entry["body"] == bodies[-1]


def test_before_its_instant_nothing_is_published_or_edited() -> None:
    noon = datetime(2026, 4, 1, 12, tzinfo=UTC)
    assert all(a.published <= noon for a in PRESS.of(HERALD, noon))
    early = {e["url"]: e for e in ledger(PRESS, noon)["articles"]}
    assert sum(len(e["versions"]) for e in early.values()) < sum(len(e["versions"]) for e in ENTRIES)


def test_an_edit_by_hand_changes_one_text_and_no_headline() -> None:
    day = UNTIL - timedelta(days=3)
    chosen = choose(PRESS, HERALD, day, 2, PRESS.end)
    edits = [Edit(paper="herald", number=a.number, at=PRESS.end) for a in chosen]
    after = ledger(press(UNTIL, edits=edits), PRESS.end)["articles"]
    changed = [(old, new) for old, new in zip(ENTRIES, after, strict=True) if old != new]
    assert {new["number"] for _, new in changed} == {a.number for a in chosen}
    for old, new in changed:
        assert (old["headline"], old["day"]) == (new["headline"], new["day"])
        assert old["body"] != new["body"]
