"""Copies of one wire story are one family, two reports of one event are not."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from click.testing import CliRunner
from conftest import SHARED
from corpus_unit import Memory, Story, add, unit_of
from wire_pairs import KINDS, LANGUAGES, Pair, pairs

from pipelines.corpus import Corpus
from pipelines.corpus.families import (
    WINDOW,
    Family,
    Telling,
    candidates,
    families,
    likeness,
    one_story,
    sequences,
)
from pipelines.errors import QueryError
from spiders.cli import main

NOW = datetime(2026, 1, 6, tzinfo=UTC)


def telling(name: str, text: str, minute: float = 0, headline: str = "A story") -> Telling:
    at = NOW + timedelta(minutes=minute)
    return Telling(
        id=name, article_id=name, site=name[-1], captured=at, appeared=at, headline=headline, text=text
    )


def judged(labelled: list[Pair]) -> tuple[float, float]:
    """Precision and recall of the families among all articles of the pairs at once."""
    told = [
        telling(f"{i}-{side}", text, 2 * i)
        for i, pair in enumerate(labelled)
        for side, text in (("a", pair.one), ("b", pair.other))
    ]
    home = {m.telling.id: family.id for family in families(told) for m in family.members}
    found = {i for i in range(len(labelled)) if home.get(f"{i}-a", "x") == home.get(f"{i}-b", "y")}
    same = {i for i, pair in enumerate(labelled) if pair.same}
    return len(found & same) / max(len(found), 1), len(found & same) / len(same)


@pytest.fixture(scope="module")
def labelled() -> list[Pair]:
    return list(pairs(20, 2026))


def test_precision_and_recall_on_invented_papers(labelled: list[Pair]) -> None:
    assert len(labelled) == 20 * len(KINDS) * len(LANGUAGES) >= 300
    precision, recall = judged(labelled)
    assert precision >= 0.95
    assert recall >= 0.90


def test_without_looking_at_the_text_reports_of_one_event_would_be_copies(labelled: list[Pair]) -> None:
    told = [
        telling(f"{i}-{i % 2}", text) for i, pair in enumerate(labelled) for text in (pair.one, pair.other)
    ]
    found = {(pair.earlier, pair.later) for pair in candidates(told)}
    wrong = [i for i, pair in enumerate(labelled) if pair.kind == "event" and (2 * i, 2 * i + 1) in found]
    assert len(wrong) > len(labelled) / len(KINDS) / 2


def real() -> Iterator[Pair]:
    """Texts of real papers: each beside its own cut and edited copy, and beside another one of the same site."""
    by_site: dict[str, list[str]] = defaultdict(list)
    with gzip.open(SHARED / "data" / "dev.jsonl.gz", "rt") as lines:
        for line in lines:
            page = json.loads(line)
            body = page["gold"].get("body") or ""
            if len(body) > 1200:
                by_site[page["site"]].append(body)
    random = Random(7)
    everything = [body for bodies in by_site.values() for body in bodies]
    for body in random.sample(everything, k=100):
        yield Pair(kind="copy", language="", one=body, other=_desked(body, random.choice(everything), random))
    for bodies in by_site.values():
        yield from (Pair(kind="other", language="", one=a, other=b) for a, b in pairwise(bodies) if a != b)


def _desked(body: str, foreign: str, random: Random) -> str:
    """Cut from the end, one word in fifteen another one, two sentences of somebody else before it."""
    kept = body[: int(len(body) * random.uniform(0.4, 1.0))].split(" ")
    changed = [random.choice(kept) if random.random() < 1 / 15 else word for word in kept]
    return f"{foreign[:200]}\n\n{' '.join(changed)}"


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_precision_and_recall_on_real_papers() -> None:
    found = list(real())
    assert Counter(pair.same for pair in found)[True] == 100
    got = Counter((pair.same, one_story(sequences(pair.one), sequences(pair.other))) for pair in found)
    assert got[True, True] / (got[True, True] + got[False, True]) >= 0.95
    assert got[True, True] / 100 >= 0.90


TEXT = " ".join(f"Word{i} stands here, and nobody knows why." for i in range(30))


def found(told: Iterable[Telling]) -> list[Family]:
    return list(families(told))


def test_a_family_names_its_first_publisher_and_what_each_changed() -> None:
    late = TEXT.replace("Word3 stands here, and nobody knows why. ", "").replace("Word5 stands", "Word5 lies")
    (family,) = found(
        [
            telling("b", f"{late} Our own reporter adds this.", 30, "Another headline"),
            telling("a", TEXT, 10),
            telling("c", TEXT, 20),
            telling("d", "Something else entirely, of no family at all, however long it may be.", 15),
        ]
    )
    assert family.id == "a"
    assert [m.telling.id for m in family.members] == ["a", "c", "b"]
    assert [m.headline_changed for m in family.members] == [False, False, True]
    last = family.members[2]
    assert (last.equal, last.edited, last.added, last.deleted) == (28, 1, 1, 1)
    assert family.members[1].likeness == 1.0
    assert 0.8 < last.likeness < 1


def test_articles_far_apart_in_time_are_no_family() -> None:
    days = WINDOW / timedelta(minutes=1)
    assert found([telling("a", TEXT), telling("b", TEXT, days + 1)]) == []
    assert len(found([telling("a", TEXT), telling("b", TEXT, days)])) == 1
    chain = found([telling("a", TEXT), telling("b", TEXT, days), telling("c", TEXT, 2 * days)])
    assert [len(family.members) for family in chain] == [3]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("", "", False),
        ("Rail strike ends", "Rail strike ends", True),
        ("Rail strike ends today", "Rail strike ends tomorrow", False),
        (TEXT, TEXT[:600], True),
        (TEXT, TEXT[-600:] + " " + "Other words follow now. " * 50, True),
    ],
)
def test_short_texts_have_to_be_nearly_equal(one: str, other: str, same: bool) -> None:
    assert one_story(sequences(one), sequences(other)) is same
    assert likeness(sequences(one), sequences(other)) == likeness(sequences(other), sequences(one))


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A wire story in three papers over two days, in one of them twice, beside two stories of their own."""
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("wire")), Memory()
    printed = [("herald", 0, 9, TEXT), ("tribune", 0, 3, f"{TEXT} More."), ("post", 1, 5, TEXT[:900]),
               ("post", 1, 7, TEXT), ("herald", 1, 6, "Only here do words stand."),
               ("post", 1, 8, "Words of another kind.")]  # fmt: skip
    units = sorted({(day, site) for site, day, _, _ in printed})
    for day, site in units:
        stories = [
            Story(path=f"{i}", text=text, minute=i, site=at, published=NOW + timedelta(days=on, hours=hour))
            for i, (at, on, hour, text) in enumerate(printed)
            if (on, at) == (day, site)
        ]
        add(corpus, memory, memory.attempt(unit_of(day, site), stories))
    return corpus


def test_counts_are_per_article_or_per_family(wired: Corpus) -> None:
    assert wired.count("word3", per="family") == 4  # nobody has looked for families yet
    found = wired.find_families()
    assert (found.families, found.articles, found.changed) == (1, 4, True)
    assert not wired.find_families().changed
    assert wired.count("word3") == 4
    assert wired.count("word3", per="family") == 1
    assert wired.count(per="family") == 3
    assert wired.count("stand OR stands OR words", by="site", per="family") == [
        ("herald", 1),
        ("post", 1),
        ("tribune", 1),
    ]
    assert wired.count("word3", by="day", per="family") == [("2026-01-06", 1)]
    (hit,) = wired.search("word3", per="family")
    assert hit.site == "tribune"
    assert wired.count("word3 -site:tribune", by="site", per="family") == [("herald", 1)]
    with pytest.raises(QueryError, match="article and family"):
        wired.count(per="story")


def test_a_family_is_a_table_and_can_be_shown(wired: Corpus) -> None:
    wired.find_families()
    asked = "select f.site, rank, articles, f.headline_changed from families f join current c using (id) order by rank"
    rows = wired.sql(asked).to_pylist()
    assert [(row["rank"], row["site"], row["articles"]) for row in rows] == [
        (1, "tribune", 4), (2, "herald", 4), (3, "post", 4), (4, "post", 4),
    ]  # fmt: skip
    (hit,) = wired.search("word3 site:herald")
    assert [row["rank"] for row in wired.family(hit.id)] == [1, 2, 3, 4]
    assert wired.family(next(iter(wired.search("only"))).id) == []
    assert wired.family("nonsense") == []


def test_families_on_the_command_line(wired: Corpus) -> None:
    place = ["--at", wired.place.archive]
    done = CliRunner().invoke(main, [*place, "families", "--since", "2026-01-01"])
    assert (done.exit_code, "1 wire story, 4 article(s)" in done.output) == (0, True)
    counted = CliRunner().invoke(main, [*place, "count", "word3", "--per", "family"])
    assert counted.stdout == "1\n"
    (hit,) = wired.search("word3 site:herald")
    shown = CliRunner().invoke(main, [*place, "show", hit.id, "--family"])
    assert next(json.loads(line)["site"] for line in shown.output.splitlines()) == "tribune"
    wrong = CliRunner().invoke(main, [*place, "families", "--since", "2026-02-01", "--until", "2026-01-01"])
    assert wrong.exit_code == 1
