"""The cleaner's scores on real pages stay above their floors; the scores themselves are checked on small texts."""

import gzip
import json
import time
from dataclasses import replace

import pytest
from floors import load, problems
from measured import note
from quality import (
    DATA,
    FORMS,
    QUALITY,
    SETS,
    Sums,
    arms,
    author_f1,
    body_f1,
    captioned,
    digest,
    dumped,
    leaked,
    names,
    samples,
    score_dumps,
    score_html,
    scored,
    section,
    tokens,
)

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import Record, Rejected

HELD = load(QUALITY)
COMMAND = "python tests/quality.py --raise (or --lower REASON) writes tests/quality.json"
shared = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared")


@shared
def test_the_scores_on_the_sample_stay_above_their_floors() -> None:
    assert digest() == HELD["data"], "other data: the floors say nothing of them"
    for arm, cleaner in arms().items():
        name, start = section(arm, whole=False), time.process_time()
        now = scored(cleaner).means()
        for what in ("html body", *(f"dump body {form}" for form in FORMS), "body kept as a dump again"):
            note("test", f"clean, {name}: {what}", f"{now[what]:.4f}")
        print(f"{time.process_time() - start:.0f} CPU seconds")
        assert problems(HELD.get(name, {}).get("floors", {}), now) == [], COMMAND


def everything(page: Page) -> Record | Rejected:
    """A cleaner that keeps all blocks."""
    result = clean(page)
    if isinstance(result, Rejected):
        return result
    return replace(result, text="\n\n".join(b.text for b in result.blocks))


@shared
def test_a_cleaner_that_keeps_everything_falls_below_the_floors() -> None:
    sums = Sums()
    for sample in [s for s in samples() if s.dataset in SETS][:30]:
        score_html(sample, everything, sums)
        score_dumps(sample, everything, sums)
    found = "\n".join(problems(HELD["shipped, sample"]["floors"], sums.means()))
    assert all(
        f"{what} is" in found
        for what in ("html body", "captions kept out", "dump body wet", "dump body full")
    )
    assert found.count("below its floor") >= 6


@shared
def test_every_lowered_floor_has_a_reason() -> None:
    sections = [held for name, held in HELD.items() if "," in name]
    assert sections
    assert all(entry["reason"].strip() for held in sections for entry in held["lowered"])


@shared
def test_the_sample_is_the_same_every_time_and_of_every_dataset() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        datasets = {json.loads(line)["dataset"] for line in lines}
    taken = samples()
    assert {s.dataset for s in taken} == datasets
    assert len({s.id for s in taken}) == len(taken)
    assert taken == samples.__wrapped__()


@pytest.mark.parametrize(
    ("said", "gold", "score"),
    [
        ("a b c d e", "a b c d e", 1.0),
        ("a b c d e", "a b c d f", 0.5),
        ("a b c d", "", 0.0),
        ("", "", 1.0),
        ("a b", "a b", 1.0),
        ("a b c d a b c d", "a b c d", 2 / 6),
        ("新聞新聞", "新聞新聞", 1.0),
        ("ＡＢ C, d e!", "ab c d e", 1.0),
    ],
)
def test_bodies_are_compared_by_runs_of_four_words(said: str, gold: str, score: float) -> None:
    assert body_f1(said, gold) == pytest.approx(score)


def test_authors_are_compared_as_sets_of_names() -> None:
    assert names("By Ida Holm and Bruno Castel") == {"ida holm", "bruno castel"}
    assert author_f1(("Ida Holm",), ["Ida Holm", "Bruno Castel"]) == pytest.approx(2 / 3)
    assert author_f1((), None) == 1.0


def test_captions_in_the_body_are_leaks() -> None:
    gold = {"body": "The ferry sails.", "captions": ["A white ferry at the old stone quay", "Short"]}
    assert leaked("The ferry sails.", gold) == 0.0
    assert leaked("A white ferry at the old stone quay. The ferry sails.", gold) == 1.0
    assert leaked("Anything", {"captions": ["Short"]}) is None


def test_captions_are_right_where_marked_ones_say_the_same_or_more() -> None:
    marked = ["A white ferry. Photo: Holm", "The old quay"]
    right, found = captioned(["A white ferry", "Log in", "Menu"], marked)
    assert right == pytest.approx(1 / 3)
    assert found == 1 / 2
    assert captioned([], marked) == (0.0, 0.0)


PAGE = (
    "<html><head><title>Ferry sails | Bote</title><style>p{}</style></head><body><nav><a>Home</a><a>News</a></nav><h1>Ferry <b>sails</b></h1>"
    "<article><p>The ferry sailed again on Monday, the harbour office said, and nobody on the quay believed it.<!-- no --></p>"
    "<script>var a</script><p>It carried forty people, two goats and all of the mail of three weeks.<br>It was late.</p></article></body></html>"
)


def test_a_page_becomes_a_dump_in_each_form() -> None:
    assert dumped("wet", PAGE).split("\n") == [
        "Ferry sails | Bote",
        "HomeNews",
        "Ferry sails",
        "The ferry sailed again on Monday, the harbour office said, and nobody on the quay believed it.",
        "It carried forty people, two goats and all of the mail of three weeks.",
        "It was late.",
    ]
    assert dumped("main", PAGE).startswith("Ferry sails\n")
    assert "Home" in dumped("full", PAGE)
    assert tokens("It’s 2°") == ["it", "s", "2"]
