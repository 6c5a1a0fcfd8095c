"""Golden pages: every block and field as a person expects them, and floors under what is right of all of them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from floors import SLACK, load, lowered, problems, raised
from golden_pages import (
    GOLDEN,
    NAMES,
    QUALITY,
    Told,
    allowed,
    differences,
    digest,
    expected,
    given,
    measured,
    page,
)

from pipelines.clean import clean
from pipelines.clean.decode import decode
from pipelines.page import Page
from pipelines.record import BODY_LABELS, LABELS, REASONS, Record, Rejected

HELD = load(QUALITY)
KNOWN: dict[str, str] = HELD.get("known failures", {})
COMMAND = "python tests/golden_pages.py --raise (or --lower REASON) writes tests/golden/quality.json"


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_page_is_exactly_right_unless_it_is_a_known_failure(name: str) -> None:
    wrong = differences(given(name), expected(name))
    if name in KNOWN:
        assert wrong, f"{name} is right now; {COMMAND}"
        assert len(KNOWN[name].strip()) > 10, "a known failure has a written reason"
    else:
        assert wrong == [], COMMAND


def test_what_is_right_of_all_golden_pages_stays_above_its_floors() -> None:
    assert problems(HELD["floors"], measured()) == [], COMMAND
    assert all(entry["reason"].strip() for entry in HELD["lowered"])
    assert set(KNOWN) <= set(NAMES)


def test_the_records_of_all_golden_pages_are_the_same_on_every_python() -> None:
    assert digest() == HELD["records"], f"a record changed: {COMMAND}"


def deaf(golden: Page) -> Record | Rejected:
    """A cleaner that keeps every block."""
    result = clean(golden)
    if isinstance(result, Rejected):
        return result
    blocks = tuple(replace(b, kept=True, label="paragraph") for b in result.blocks)
    return replace(result, blocks=blocks, text="\n\n".join(b.text for b in blocks))


def test_a_cleaner_that_keeps_everything_falls_below_the_floors() -> None:
    found = problems(HELD["floors"], measured(deaf))
    assert {line.partition(" is ")[0] for line in found if "below" in line} >= {
        "blocks",
        "texts",
        "exact pages",
    }


def test_floors_are_lifted_freely_and_lowered_only_with_a_reason() -> None:
    held: dict[str, Any] = {"floors": {"blocks": 0.9, "texts": 0.7}, "lowered": []}
    now = {"blocks": 0.95, "texts": 0.65}
    assert raised(held, now)["floors"] == {"blocks": 0.95, "texts": 0.7}
    down = lowered(held, now, "a new model")
    assert down["floors"] == {"blocks": 0.95, "texts": 0.65}
    assert down["lowered"][0]["reason"] == "a new model"
    assert down["lowered"][0]["floors"] == {"texts": "0.700 to 0.650"}
    assert lowered(held, {"blocks": 0.9, "texts": 0.7}, "none needed")["lowered"] == []


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.8999, "below its floor"), (0.9, None), (0.9 + SLACK, None), (0.9 + 2 * SLACK, "raise it")],
)
def test_a_value_below_its_floor_or_far_above_it_is_told(value: float, said: str | None) -> None:
    found = problems({"blocks": 0.9}, {"blocks": value})
    assert (said is None and not found) or (said is not None and said in found[0])
    assert problems({}, {"blocks": 1.0})
    assert problems({"gone": 0.5}, {})


@pytest.mark.parametrize(
    ("block", "right"),
    [
        (("- caption", "A crane"), True),
        (("- duplicate", "A crane"), True),
        (("- credit", "A crane"), False),
        (("- caption", "Another"), False),
        (("+ caption", "A crane"), False),
    ],
)
def test_a_block_is_right_under_any_of_its_labels(block: tuple[str, str], right: bool) -> None:
    assert allowed(block, ("- caption/duplicate", "A crane")) is right


def test_a_field_that_nobody_states_is_a_difference_when_it_is_given() -> None:
    wanted = Told(outcome="record", fields={"headline": "A"})
    assert differences(wanted, wanted) == []
    assert differences(replace(wanted, fields={"headline": "A", "section": "B"}), wanted) == [
        "section is 'B', not None"
    ]
    assert differences(replace(wanted, outcome="too_short"), wanted) == ["too_short, not record"]


def test_there_are_pages_of_every_kind() -> None:
    rejected = {expected(n).outcome for n in NAMES} - {"record"}
    assert len(NAMES) >= 60
    assert rejected >= {
        "soft_404",
        "consent_page",
        "index_page",
        "paywall_stub",
        "too_short",
        "not_article",
        "empty",
    }
    assert len({n.partition("-")[0] for n in NAMES}) >= 25, "languages"
    dumps = [n for n in NAMES if (GOLDEN / n / "page.txt").is_file()]
    assert len({n.partition("-")[0] for n in dumps}) >= 10
    encodings = {decode(page(n).body, page(n).media_type).encoding for n in NAMES}
    assert encodings >= {"utf-8", "cp932", "big5", "cp949", "cp1250", "cp1252", "cp1256", "iso8859-7"}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*.json")), ids=lambda p: p.parent.name)
def test_an_expectation_uses_the_closed_lists_and_its_text_is_its_kept_blocks(path: Path) -> None:
    held = json.loads(path.read_text("utf-8"))
    if path.name == "rejected.json":
        assert held["reason"] in REASONS
        return
    kept = []
    for line in held["blocks"]:
        labels, _, text = line.partition(" | ")
        names = set(labels[2:].split("/"))
        assert names <= set(LABELS)
        assert (labels[0] == "+") == bool(names <= BODY_LABELS)
        kept += [text] if labels[0] == "+" else []
    assert "\n\n".join(kept) == held["text"]
