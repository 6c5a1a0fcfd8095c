"""A count says what it misses: a day without articles is not a day that nobody looked at."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.ledger import End, Entry
from pipelines.archive.manifest import DatedHints
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus import Corpus
from pipelines.corpus.frame import frame
from pipelines.corpus.holes import Hole, known_of
from pipelines.corpus.intervals import INTERVALS, days
from pipelines.corpus.ledgered import Days, Ledgered
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import COUNTS, COVERAGE
from pipelines.record import Hints
from spiders.cli import main

FIRST = date(2026, 1, 6)
FIRST_HOUR = datetime(2026, 1, 6, tzinfo=UTC)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The Herald: day 0 complete, 1 cut off, 2 never looked at, 3 only polled, 4 complete without any article, 5
    complete; the Courant: day 5 alone. And a site of which there are only dumps."""
    made, memory = Corpus.open(tmp_path_factory.mktemp("holes")), Memory()

    def unit(n: int, site: str = "herald", count: int = 2, **fields: Any) -> None:
        stories = [
            Story(path=f"{n}/{i}", text=f"harbour {n} {i}", minute=i, site=site, published=day(n))
            for i in range(count)
        ]
        attempt = memory.attempt(unit_of(n, site), stories)
        add(made, memory, replace(attempt, id=f"{n}{site}", **fields))

    unit(0)
    ends: tuple[End, ...] = ("failed", "robots", "waiting")
    lost = tuple(Entry(url=f"https://herald.example/lost{i}", end=end) for i, end in enumerate(ends))
    cut = memory.attempt(unit_of(1), [Story(path="1", text="harbour 1", published=day(1))])
    add(made, memory, replace(cut, id="1", complete=False, finish="shutdown", ledger=(*cut.ledger, *lost)))
    unit(3, kind="poll")
    unit(4, count=0)
    unit(5)
    unit(5, "courant")
    dumped = memory.attempt(Unit(site="old", span="dumps/d1"), [Story(path="x", text="harbour", site="old")])
    add(made, memory, replace(dumped, id="d1", kind="dumps"))
    return made


HOLES = (
    Hole(site="herald", since=day(1), until=day(2), why="partial"),
    Hole(site="herald", since=day(2), until=day(3), why="unknown"),
    Hole(site="herald", since=day(3), until=day(4), why="partial"),
)


def test_a_count_knows_its_holes(corpus: Corpus) -> None:
    counted = corpus.count("harbour")
    assert counted == 10
    known = counted.known
    assert known.holes == HOLES
    assert known.days == Days(expected=7, complete=4)
    assert (known.sites, known.lost, known.imported) == (2, 3, ("old",))
    assert str(known).startswith(
        "4 of 7 site days complete (2 sites); 3 announced addresses lost; only imports of old"
    )


def test_only_sites_and_days_that_are_counted_are_looked_at(corpus: Corpus) -> None:
    assert corpus.count("site:courant").known.days == Days(expected=1, complete=1)
    assert corpus.count("harbour site:herald", since=day(4), until=day(6)).known.holes == ()
    assert corpus.count("date:2026-01-06..2026-01-07 site:herald").known.days == Days(expected=2, complete=1)
    early = corpus.count("site:courant", since=day(2)).known
    assert early.holes == (Hole(site="courant", since=day(2), until=day(5), why="unknown"),)
    never = corpus.count("site:nobody", since=day(0), until=day(2)).known
    assert never.holes == (Hole(site="nobody", since=day(0), until=day(2), why="unknown"),)
    assert str(corpus.count("site:nobody").known) == "the ledger knows nothing of these sites and days"
    assert corpus.count("(site:herald OR site:courant) -site:courant").known.sites == 2


def test_a_day_without_articles_is_told_from_a_day_that_nobody_looked_at(corpus: Corpus) -> None:
    shown = corpus.histogram("harbour site:herald", "day")
    counts = {bucket.label: bucket.count for bucket in shown.buckets}
    nothing, unseen = str(day(4)), str(day(2))
    assert counts[nothing] == counts[unseen] == 0  # the twin: by the numbers alone they are the same
    assert shown.known is not None
    covered = shown.known.over("day")
    assert (covered[nothing], covered[unseen]) == (Days(expected=1, complete=1), Days(expected=1, complete=0))
    assert shown.known.over("month") == {"2026-01": Days(expected=6, complete=3)}
    assert shown.known.over("week")["2026-W02"] == Days(expected=6, complete=3)


def test_every_kind_of_count_carries_it(corpus: Corpus) -> None:
    by_site = corpus.count("harbour", by="site")
    assert by_site == [("courant", 2), ("herald", 7), ("old", 1)]
    assert by_site.known.by_site() == {
        "courant": Days(expected=1, complete=1), "herald": Days(expected=6, complete=3),
    }  # fmt: skip
    for found in (corpus.facet("harbour"), corpus.histogram("harbour"), corpus.attention("harbour", "day")):
        assert found.known is not None
        assert found.known.holes == HOLES
    assert corpus.facet("harbour") == corpus.facet("harbour")


def test_it_is_read_only_when_asked_for(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.corpus.holes.known", None)
    assert corpus.count("harbour") == 10
    assert corpus.histogram("harbour").total == 10


def test_the_command_line_shows_it(corpus: Corpus) -> None:
    def said(*words: str) -> tuple[list[str], list[str]]:
        told = CliRunner().invoke(main, ["--at", corpus.archive.objects.url, *words])
        assert told.exit_code == 0, told.output
        return told.stdout.splitlines(), told.stderr.splitlines()

    out, err = said("count", "harbour", "--by", "day")
    assert out[0] == "2026-01-06\t2\t1/1"
    assert out[1] == "2026-01-07\t1\t0/1"
    assert "  hole: herald 2026-01-08: nothing is known" in err
    assert "  hole: herald 2026-01-07: no crawl of it came to its end" in err
    assert said("count", "harbour")[0] == ["10"]
    assert said("count", "harbour", "--by", "site")[0] == ["courant\t2\t1/1", "herald\t7\t3/6", "old\t1"]
    assert said("attention", "harbour", "--by", "day")[1] == err
    (line,) = said("count", "harbour", "--split", "site")[0]
    assert json.loads(line)["known"]["holes"][0] == {
        "site": "herald", "since": "2026-01-07", "until": "2026-01-08", "why": "partial",
    }  # fmt: skip


def test_what_the_question_frames() -> None:
    question = Question(
        text="(site:a OR site:b) site:b since:2026-01-03 x", since="2026-01-01", until="2026-02-01"
    )
    assert frame(question) == (frozenset({"b"}), date(2026, 1, 3), date(2026, 2, 1))
    assert frame(Question(text="-site:a x OR since:2026-01-01")) == (None, None, None)


units = st.tuples(
    st.sampled_from(["a", "b", "c"]),
    st.integers(0, 12),
    st.sampled_from(["days", "poll", "dumps"]),
    st.booleans(),
)


def ledger_of(found: Iterable[tuple[str, int, str, bool]]) -> Ledgered:
    """A ledger of one row each: site, day, kind, and whether the crawl came to its end."""
    none = dict.fromkeys(COUNTS, 0)
    rows = [
        {
            "site": site,
            "unit": unit_of(n).span if kind != "dumps" else f"dumps/{n}",
            "hour": FIRST_HOUR + timedelta(days=n),
            "day": day(n),
            "kind": kind,
            "complete": whole,
            **none,
        }
        for site, n, kind, whole in found
    ]
    return Ledgered.of(pa.Table.from_pylist(rows, schema=COVERAGE))


@given(st.lists(units), st.one_of(st.none(), st.integers(0, 5)), st.one_of(st.none(), st.integers(6, 14)))
def test_complete_days_and_holes_are_all_the_expected_days(
    found: list[tuple[str, int, str, bool]], since: int | None, until: int | None
) -> None:
    first, after = (None if n is None else day(n) for n in (since, until))
    inside = [u for u in found if (since is None or u[1] >= since) and (until is None or u[1] < until)]
    known = known_of(ledger_of(inside), Question(since=first, until=after))
    missing = [
        (h.site, h.since + timedelta(days=i)) for h in known.holes for i in range((h.until - h.since).days)
    ]
    assert len(set(missing)) == len(missing) == known.days.expected - known.days.complete
    whole_days = {(site, day(n)) for site, n, kind, whole in inside if kind == "days" and whole}
    assert whole_days.isdisjoint(missing)
    for interval in ("day", "week", "month", "quarter", "year"):
        total = known.over(interval).values()
        assert sum(one.expected for one in total) == known.days.expected
        assert sum(one.complete for one in total) == known.days.complete


some_days = st.one_of(st.none(), st.integers(-40, 14))


@given(
    st.lists(units),
    st.tuples(some_days, some_days),
    st.lists(st.sampled_from(["a", "b", "c", "elsewhere"]), max_size=3),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)
def test_the_days_of_a_stretch_are_those_that_the_holes_leave(
    found: list[tuple[str, int, str, bool]],
    bounds: tuple[int | None, int | None],
    sites: list[str],
    interval: str,
) -> None:
    since, until = (None if n is None else day(n) for n in bounds)
    question = Question(text=" OR ".join(f"site:{s}" for s in sites), since=since, until=until)
    held, kind = ledger_of(found), INTERVALS[interval]
    starts = days(interval, day(-60), day(60))
    counted = held.days(frame(question), [(start, kind.after(start)) for start in starts])
    expected = known_of(held, question).over(interval)
    assert set(expected) <= {kind.label(start) for start in starts}
    for start, of in zip(starts, counted, strict=True):
        assert of == expected.get(kind.label(start), Days())


@pytest.mark.parametrize("others", [(), ("poll",), ("dumps", "poll")])
def test_the_share_is_of_the_articles_whose_lists_it_is_concluded_from(others: tuple[str, ...]) -> None:
    row = {"site": "a", "hour": FIRST_HOUR, "day": day(0), "complete": True, **dict.fromkeys(COUNTS, 0)}
    lists = [
        {"lists": "feed", "urls": 2},
        {"lists": "feed+sitemap", "urls": 8},
        {"lists": "sitemap", "urls": 2},
    ]
    rows = [row | {"unit": unit_of(0).span, "kind": "days", "published": 6, "lists": lists}]
    rows += [row | {"unit": "dumps/1", "kind": kind, "published": 40, "lists": []} for kind in others]
    known = known_of(Ledgered.of(pa.Table.from_pylist(rows, schema=COVERAGE)), Question())
    assert known.share is not None
    assert known.share[0] == pytest.approx(6 / 12, abs=0.05)
    assert known.published == 6 + 40 * len(others)


@pytest.mark.parametrize(
    ("zone", "start", "days"),
    [
        ("Asia/Kolkata", datetime(2026, 1, 5, 18, 30, tzinfo=UTC), 3),
        ("Pacific/Auckland", datetime(2026, 1, 5, 11, tzinfo=UTC), 1),
        ("Pacific/Pago_Pago", datetime(2026, 1, 6, 11, tzinfo=UTC), 2),
        ("Europe/Paris", datetime(2026, 1, 5, 23, tzinfo=UTC), 9),
        ("UTC", datetime(2026, 1, 6, tzinfo=UTC), 1),
    ],
)
def test_a_crawl_of_several_days_covers_each_local_day(
    tmp_path: Path, zone: str, start: datetime, days: int
) -> None:
    corpus, memory = Corpus.open(tmp_path), Memory()
    unit = Unit.of("herald", Interval(start=start, end=start + timedelta(days=days)))
    stories = [Story(path="x", text="harbour", minute=1)]
    attempt = replace(memory.attempt(unit, stories), hints=(DatedHints(hints=Hints(time_zone=zone)),))
    add(corpus, memory, attempt)
    known = corpus.count("harbour", since=day(-1), until=day(days + 1)).known
    assert [(hole.since, hole.until) for hole in known.holes] == [
        (day(-1), day(0)),
        (day(days), day(days + 1)),
    ]
    if days > 2:
        late = corpus.count("harbour", since=day(1), until=day(days)).known
        assert (late.days, late.holes) == (Days(expected=days - 1, complete=days - 1), ())


def test_a_folder_without_any_table_knows_nothing(tmp_path: Path) -> None:
    assert str(Corpus.open(tmp_path).count().known) == "the ledger knows nothing of these sites and days"
