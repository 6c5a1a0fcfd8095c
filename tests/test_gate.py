"""Write, audit, publish: what is odd waits for a person or is said, and what is ordinary passes."""

import json
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus_unit import FIRST, Memory, Story, add, decide, stage_unit, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import Archive
from pipelines.clean import CLEANER
from pipelines.corpus import Corpus
from pipelines.corpus.batches import Batch, Batches, forget, read
from pipelines.corpus.decisions import decisions
from pipelines.corpus.drift import changes, tail
from pipelines.corpus.gate import Expected, is_quiet, judge
from pipelines.corpus.health import note, read_health
from pipelines.corpus.profile import Profile
from pipelines.corpus.staging import stage
from pipelines.corpus.volume import Past, judge_volume
from pipelines.errors import ConfigError, Quarantined
from spiders.cli import main

MONDAY = date(2026, 1, 5)


def past(counts: Sequence[int], quiet: frozenset[date] = frozenset()) -> Past:
    return Past(counts={MONDAY + timedelta(days=n): count for n, count in enumerate(counts)}, quiet=quiet)


def weeks(level: int, count: int, seed: int = 1) -> list[int]:
    """Days with two quiet weekend days and a person's noise."""
    chance = random.Random(seed)
    factors = (1.0, 1.05, 1.1, 1.05, 1.0, 0.6, 0.5)
    return [max(0, round(chance.gauss(level * factors[n % 7], math.sqrt(level)))) for n in range(count)]


def alarm(counts: Sequence[int]) -> str | None:
    judged = judge_volume(MONDAY + timedelta(days=len(counts) - 1), past(counts))
    assert judged is not None
    return judged.alarm


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ([40], None),  # an ordinary Monday
        ([0], "far below"),
        ([20], None),  # one holiday
        ([15, 15], "below for days"),
        ([200], "far above"),
    ],
)
def test_one_low_day_may_be_a_holiday_but_not_two_and_none_may_be_empty(
    tail: list[int], expected: str | None
) -> None:
    assert alarm([*weeks(40, 35), *tail]) == expected


def test_a_weekend_is_measured_by_weekends() -> None:
    counts = weeks(60, 35)
    for n in range(21, 35):
        assert alarm(counts[: n + 1]) is None, n


def test_a_public_holiday_is_expected_to_be_quiet() -> None:
    counts = [*weeks(40, 35), 19, 19]
    days = frozenset({MONDAY + timedelta(days=35), MONDAY + timedelta(days=36)})
    judged = judge_volume(MONDAY + timedelta(days=36), past(counts, days))
    assert judged is not None
    assert judged.alarm is None
    assert is_quiet("2025-12-25", "FR")
    assert not is_quiet("2025-12-25", None)
    assert not is_quiet("2025-12-25", "ZZ")


def test_nothing_is_expected_of_a_short_past() -> None:
    assert judge_volume(MONDAY + timedelta(days=5), past([40] * 5 + [0])) is None


@given(st.lists(st.integers(0, 500), min_size=1, max_size=70))
def test_no_counts_break_the_volume(counts: list[int]) -> None:
    judged = judge_volume(MONDAY + timedelta(days=len(counts) - 1), past(counts))
    assert judged is None or math.isfinite(judged.residual)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.001, 0.999), st.floats(0.01, 0.5))
def test_a_tail_is_a_probability(hits: int, of: int, mean: float, rho: float) -> None:
    assert 0 <= tail((min(hits, of), of), mean, rho) <= 1


def profile(articles: int = 20, *, characters: float = 2000, **hits: int) -> Profile:
    shares = {name.replace("_", " "): (n, articles) for name, n in hits.items()}
    return Profile(pages=articles, articles=articles, shares=shares, medians={"characters": characters})


GOOD = [profile(20 + n % 3, authors=18, date=20, characters=2000 + 40 * n) for n in range(10)]


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        (profile(authors=17, date=20), []),
        (profile(authors=0, date=20), ["authors"]),
        (profile(authors=18, date=2), ["date"]),
        (profile(authors=18, date=20, characters=300), ["characters"]),
        (profile(authors=18, date=20, short_text=20), []),  # never measured before: nothing to compare with
        (profile(4, authors=0, date=0), []),  # too few to prove anything
    ],
)
def test_a_batch_is_measured_by_the_batches_before(new: Profile, changed: list[str]) -> None:
    assert [one.name for one in changes(new, GOOD)] == changed


def test_a_site_without_history_is_not_judged() -> None:
    assert changes(profile(authors=0), GOOD[:6]) == []


def test_a_story_under_new_addresses_is_noticed() -> None:
    def told(day: int, stories: Sequence[str]) -> Profile:
        pairs = tuple(sorted((story, f"{day}-{n}") for n, story in enumerate(stories)))
        return replace(profile(len(pairs)), stories=pairs)

    before = [told(day, [f"story {day} {n}" for n in range(10)]) for day in range(10)]
    fresh = told(10, [f"story 10 {n}" for n in range(10)])
    again = told(10, [f"story 9 {n}" for n in range(10)])
    assert changes(fresh, before) == []
    assert [one.name for one in changes(again, before)] == ["told before"]


def batch(day: int, **more: object) -> Batch:
    start = MONDAY + timedelta(days=day)
    counts = {"announced": 40, "published": 40, "kept": 40}
    lists = {"feed": 10, "feed+sitemap": 30}
    made = Batch(
        span=f"unit{day:03}", day=start.isoformat(), kind="days", complete=True, finish="finished",
        ended=start.isoformat(), counts=counts, lists=lists, profile=GOOD[day % 10], state="published",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


HISTORY = Batches(site="herald", batches=tuple(batch(n) for n in range(28)))


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({}, set()),
        ({"counts": {"outside": 800}, "lists": {}}, {"nothing", "volume"}),
        ({"lists": {"sitemap": 30}}, {"list"}),
        ({"counts": {"announced": 40, "robots": 40}}, {"robots", "volume"}),
        ({"counts": {"announced": 40, "blocked": 9}, "finish": "blocked"}, {"blocked", "volume"}),
        ({"counts": {"announced": 40, "failed": 38, "published": 2}}, {"failed", "volume"}),
        ({"kind": "poll", "counts": {}, "lists": {}, "profile": None}, set()),
        ({"kind": "kept", "counts": {}, "lists": {}}, set()),
    ],
)
def test_what_the_gate_says(more: dict[str, object], names: set[str]) -> None:
    found = judge(batch(28, **more), HISTORY, Expected())
    assert {one.name for one in found} == names
    assert not any(one.hold for one in found)


def test_far_less_than_the_site_file_expects_is_said_without_any_history() -> None:
    few = batch(0, counts={"announced": 3, "published": 3})
    (found,) = judge(few, Batches(site="herald"), Expected(per_day=(20, 60)))
    assert "3 articles, far below the 20 to 60" in found.said


def stories(day: int, count: int = 12, *, text: str = "") -> list[Story]:
    body = "A sentence about the harbour. " * 20
    return [
        Story(path=f"{day}/{n}", text=text or f"{body}Story {n} of day {day}.", minute=n)
        for n in range(count)
    ]


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Corpus, Memory]:
    """Eight good days."""
    corpus, memory = Corpus.open(tmp_path), Memory()
    for day in range(8):
        add(corpus, memory, memory.attempt(unit_of(day), stories(day)))
    return corpus, memory


def published(corpus: Corpus, day: int) -> int:
    return int(corpus.tables.unit("articles", unit_of(day)).num_rows)


def broken_day(corpus: Corpus, memory: Memory, day: int = 8) -> str:
    """A day of stubs, held back; returns the key of its batch."""
    made = memory.attempt(unit_of(day), stories(day, text="Subscribe to read on."))
    staged = stage_unit(corpus.archive, memory, made)
    with pytest.raises(Quarantined, match="characters"):
        corpus.publish(staged.key)
    return staged.key


def test_a_drifting_batch_waits_and_later_good_ones_do_not(corpus: tuple[Corpus, Memory]) -> None:
    held, memory = corpus
    broken_day(held, memory)
    assert published(held, 8) == 0
    (day,) = held.coverage("herald", since="2026-01-14", until="2026-01-15")
    assert (day.counts["quarantined"], day.counts["published"]) == (12, 0)
    add(held, memory, memory.attempt(unit_of(9), stories(9)))
    assert published(held, 9) == 12
    assert [one.day for _, one in held.waiting()] == ["2026-01-14"]


def test_without_the_gate_the_stubs_are_published(
    corpus: tuple[Corpus, Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, memory = corpus
    monkeypatch.setattr("pipelines.corpus.staging.judge", lambda *_, **__: ())
    add(held, memory, memory.attempt(unit_of(8), stories(8, text="Subscribe to read on.")))
    assert published(held, 8) > 0


@pytest.mark.parametrize(("action", "rows"), [("publish", 12), ("expect", 12), ("reject", 0)])
def test_an_answer_is_kept_and_a_rebuild_honours_it(
    corpus: tuple[Corpus, Memory], action: str, rows: int
) -> None:
    held, memory = corpus
    key = broken_day(held, memory)
    decide(held, "herald", action)  # type: ignore[arg-type]
    assert published(held, 8) == rows
    assert held.waiting() == []
    hold, made = decisions(held.archive, "herald")
    assert (hold.by, hold.action, hold.digest) == ("gate", "hold", made.digest)
    assert (made.by, made.at, made.why, made.action) == ("ops", FIRST, "looked at", action)
    # All that is derived is lost; the same batch comes to the same end.
    forget(held.archive, "herald")
    if rows:
        assert held.publish(key).rows["articles"] == rows
    else:
        with pytest.raises(Quarantined, match="rejected by ops: looked at"):
            held.publish(key)


def test_what_is_expected_from_now_on_is_no_longer_odd(corpus: tuple[Corpus, Memory]) -> None:
    held, memory = corpus
    broken_day(held, memory)
    decide(held, "herald", "expect")
    add(held, memory, memory.attempt(unit_of(9), stories(9, text="Subscribe to read on.")))
    assert held.waiting() == []


def test_what_was_only_published_stays_odd(corpus: tuple[Corpus, Memory]) -> None:
    held, memory = corpus
    broken_day(held, memory)
    decide(held, "herald", "publish")
    broken_day(held, memory, 9)


def test_a_cleaner_that_is_not_installed_is_refused(corpus: tuple[Corpus, Memory]) -> None:
    held, memory = corpus
    broken_day(held, memory)
    with pytest.raises(ConfigError, match="is not installed here"):
        decide(held, "herald", "reclean", version=f"{CLEANER}x")
    assert len(held.waiting()) == 1


def test_the_command_lists_shows_and_decides(corpus: tuple[Corpus, Memory], tmp_path: Path) -> None:
    held, memory = corpus
    broken_day(held, memory)

    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(main, ["--at", str(tmp_path), "release", *words])
        assert done.exit_code == status, done.output
        return done.output

    assert "herald  2026-01-14" in run()
    shown = run("herald")
    assert "median characters" in shown
    assert "Subscribe to read on." in shown
    assert "the harbour" in shown
    assert "name the site" in run("--publish", status=2)
    run("herald", "--publish", "--why", "a strike of the typesetters", "--by", "jane")
    assert published(held, 8) == 12
    assert "no batch" in run("herald", "--publish", status=2)


def test_the_same_rows_are_the_same_batch_whatever_file_they_are_in(
    corpus: tuple[Corpus, Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, memory = corpus
    made = memory.attempt(unit_of(8), stories(8))
    first = stage_unit(held.archive, memory, made)
    monkeypatch.setattr("pipelines.corpus.staging._parquet", lambda table: json.dumps(str(table)).encode())
    from pipelines.corpus.rows import unit_rows

    again = stage(held.archive, unit_rows(unit_of(8), [made], memory, memory.clean), [made])
    assert again.digest == first.digest


def test_health_is_few_objects_and_says_what_is_worst(tmp_path: Path) -> None:
    archive: Archive = Corpus.open(tmp_path).archive
    for n in range(40):
        note(archive, replace(HISTORY, site=f"site{n}"))
    counts = {"announced": 40, "quarantined": 40}
    waits = batch(28, counts=counts, state="quarantined", digest="abc", findings=("authors 90% → 0%",))
    note(archive, replace(HISTORY.with_batch(waits), site="herald"))
    blocked = batch(28, complete=False, finish="blocked")
    note(archive, replace(HISTORY.with_batch(blocked), site="mirror"))
    found = read_health(archive)
    assert len(found) == 42
    assert len(list(archive.work.list("health/"))) <= 16
    assert {found[name].state for name in ("site1", "herald", "mirror")} == {"good", "quarantine", "blocked"}
    assert found["herald"].good == "2026-02-01"


def test_a_damaged_history_begins_again(corpus: tuple[Corpus, Memory]) -> None:
    held, memory = corpus
    held.archive.work.overwrite("history/herald.json", b"{")
    add(held, memory, memory.attempt(unit_of(8), stories(8)))
    assert len(read(held.archive, "herald").batches) == 1
