"""Shares are of what the same sites printed on the same days; samples can be drawn again and weighed."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus import Corpus
from pipelines.corpus.attention import wilson
from pipelines.corpus.sampling import sample
from pipelines.errors import QueryError
from spiders.cli import main

COUNTS = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(COUNTS)
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    matching, total = counts
    low, high = wilson(matching, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= matching / total <= high
        assert high > low
        mirrored = wilson(total - matching, total)
        assert isclose(low, 1 - mirrored[1], abs_tol=1e-9)
        for end in (low, high):  # both ends solve the equation that Wilson's interval is defined by
            assert isclose(
                (matching / total - end) ** 2 * total,
                1.959964**2 * end * (1 - end),
                rel_tol=1e-6,
                abs_tol=1e-9,
            )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two papers over three days: the herald prints 4 a day, the tribune 2, of which one is about a strike."""
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("attention")), Memory()
    for day in range(3):
        for site, number in (("herald", 4), ("tribune", 2)):
            at = datetime(2026, 1, 30, 9, tzinfo=UTC) + timedelta(days=day)
            stories = [
                Story(path=f"{day}/{i}", text="a strike" if i == 0 else "a calm day", minute=i, site=site,
                      published=None if (day, site, i) == (0, "herald", 0) else at)
                for i in range(number)
            ]  # fmt: skip
            add(corpus, memory, memory.attempt(unit_of(24 + day, site), stories))
    return corpus


def shares(corpus: Corpus, query: str, **options: Any) -> list[tuple[str, str | None, int, int]]:
    found = corpus.attention(query, **options).shares
    return [(share.label, share.part, share.matching, share.all) for share in found]


def test_attention_is_a_share_of_the_same_sites_and_days(corpus: Corpus) -> None:
    assert shares(corpus, "strike") == [("2026-01", None, 3, 11), ("2026-02", None, 2, 6)]
    assert shares(corpus, "strike site:herald") == [("2026-01", None, 1, 7), ("2026-02", None, 1, 4)]
    assert shares(corpus, "strike date:2026-01-31") == [("2026-01", None, 2, 6)]
    assert shares(corpus, "strike", by="site", since="2026-02-01") == [
        ("2026-02", "herald", 1, 4),
        ("2026-02", "tribune", 1, 2),
    ]
    assert shares(corpus, "strike", within="-calm", since="2026-02-01") == [("2026-02", None, 2, 2)]
    found = corpus.attention("strike")
    assert (found.total.matching, found.total.all, found.undated) == (6, 18, 1)
    assert found.total.share == 6 / 18
    with pytest.raises(QueryError, match="per article"):
        corpus.attention("strike", per="family")
    quiet = corpus.attention("strike -strike", "day")
    assert {share.share for share in quiet.shares} == {0.0}


def test_days_without_any_article_have_no_share(corpus: Corpus) -> None:
    found = corpus.attention("strike -date:2026-01-31", "day", within="-date:2026-01-31")
    assert [(share.label, share.all, share.share is None) for share in found.shares] == [
        ("2026-01-30", 5, False),
        ("2026-01-31", 0, True),
        ("2026-02-01", 6, False),
    ]
    assert (found.shares[1].low, found.shares[1].high) == (0.0, 1.0)


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 28), st.sampled_from((1, 2))), max_size=60
).map(
    lambda drawn: [
        {"id": f"{i}", "site": site, "day": datetime(2026, month, day, tzinfo=UTC).date(), "language": None,
         "section": None, "headline": None, "alternative_headline": None, "url": None, "text": ""}
        for i, (site, day, month) in enumerate(drawn)
    ]
)  # fmt: skip


@given(
    ROWS, st.integers(1, 70), st.integers(), st.sampled_from(((), ("site",), ("site", "month"))), st.randoms()
)
def test_a_sample_can_be_drawn_again_and_weighed(rows: Any, n: int, seed: int, by: Any, random: Any) -> None:
    drawn, layers = sample(rows, n, seed, by)
    shuffled = random.sample(rows, k=len(rows))
    assert sample(shuffled, n, seed, by) == (drawn, layers)
    assert len({d.id for d in drawn}) == len(drawn) == min(n, len(rows))
    assert sum(layer.articles for layer in layers) == len(rows)
    strata = Counter(d.stratum for d in drawn)
    for layer in layers:
        assert strata[layer.name] == layer.drawn <= layer.articles
        assert abs(layer.drawn - len(drawn) * layer.articles / len(rows)) < max(2, len(layers))
        weights = sum(1 / d.probability for d in drawn if d.stratum == layer.name)
        assert layer.drawn == 0 or isclose(weights, layer.articles)
    if n >= len(layers):
        assert all(layer.drawn for layer in layers)


def test_every_article_has_the_chance_that_it_is_said_to_have() -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    blank = dict.fromkeys(("language", "section", "headline", "alternative_headline", "url"))
    rows = [
        blank | {"id": f"{i}", "site": "a", "day": day + timedelta(days=i), "text": ""} for i in range(10)
    ]
    times: Counter[str] = Counter()
    for seed in range(2000):
        drawn, _ = sample(rows, 3, seed)
        times.update(d.id for d in drawn)
        assert {d.probability for d in drawn} == {0.3}
    assert all(abs(count - 600) < 5 * (2000 * 0.3 * 0.7) ** 0.5 for count in times.values())
    assert len(times) == 10


def test_a_sample_of_a_search_is_a_coding_sheet(corpus: Corpus, tmp_path: Path) -> None:
    drawn = corpus.sample("calm OR strike", 6, seed=7, by=["site", "month"])
    assert drawn == corpus.sample("calm OR strike", 6, seed=7, by=["site", "month"])
    assert drawn.articles != corpus.sample("calm OR strike", 6, seed=8, by=["site", "month"]).articles
    assert (drawn.population, len(drawn.articles)) == (18, 6)
    assert {layer.name for layer in drawn.layers} == {
        f"{site} / 2026-{month}" for site in ("herald", "tribune") for month in ("01", "02")
    }
    done = CliRunner().invoke(
        main,
        ["--at", corpus.place.archive, "sample", "calm OR strike", "-n", "6", "--seed", "7", "--by", "site", "--by", "month",
         "--column", "frame", "-o", str(tmp_path / "sheet.csv")],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    with (tmp_path / "sheet.csv").open(newline="") as file:
        sheet = list(csv.DictReader(file))
    assert [row["id"] for row in sheet] == [d.id for d in drawn.articles]
    assert {row["frame"] for row in sheet} == {row["code"] for row in sheet} == {""}
    assert isclose(sum(float(row["weight"]) for row in sheet), 18)
    for wrong in ({"n": 0}, {"n": 1, "by": ["author"]}):
        with pytest.raises(QueryError, match="sample"):
            corpus.sample("calm", seed=1, **wrong)


def test_attention_on_the_command_line(corpus: Corpus) -> None:
    done = CliRunner().invoke(main, ["--at", corpus.place.archive, "attention", "strike", "--split", "site"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0].split("\t")[:5] == ["2026-01", "herald", "1", "7", "0.1429"]
    assert done.stdout.splitlines()[-1].startswith("all\t\t6\t18\t0.3333")
