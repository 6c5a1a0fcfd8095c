"""The hand-labelled raw dump: every line as a person labelled it, and nothing of its words in our code."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import Record

ROOT = Path(__file__).parents[1]
SEED = ROOT.parent / "shared" / "seed"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="needs ../shared")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next(SEED.glob("*.expected.json")).read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def dump(expected: dict[str, Any]) -> str:
    return (SEED / str(expected["source"])).read_text("utf-8")


@pytest.fixture(scope="module")
def record(dump: str) -> Record:
    result = clean(Page(body=dump.encode(), media_type="text/plain"))
    assert isinstance(result, Record)
    return result


def test_the_body_is_the_eight_blocks_exactly(record: Record, expected: dict[str, Any]) -> None:
    assert record.text.split("\n\n") == expected["body"]
    assert [b.text for b in record.blocks if b.kept] == expected["body"]


def test_the_fields_are_those_a_person_reads(record: Record, expected: dict[str, Any]) -> None:
    fields = expected["fields"]
    assert (record.headline, record.language, record.publisher) == (
        fields["headline"],
        fields["language"],
        fields["publisher"],
    )
    assert record.date_published is None
    assert record.date_modified is None
    assert [
        {"text": c.text, "agency": c.agency, "photographer": c.photographer, "year": c.year}
        for c in record.credits
    ] == fields["credits"]
    assert [c.text for c in record.captions] == fields["captions"]
    assert list(record.footnotes) == fields["footnotes"]


def test_every_line_has_an_allowed_label(record: Record, expected: dict[str, Any], dump: str) -> None:
    starts = [0, *(m.end() for m in re.finditer("\n", dump))]
    wrong = []
    for number, allowed in expected["labels"].items():
        at = starts[int(number) - 1]
        end = dump.find("\n", at) if "\n" in dump[at:] else len(dump)
        labels = [b.label for b in record.blocks if b.start < end and b.end > at]
        if allowed == ["credit+caption"]:
            assert labels == ["credit", "caption"]
        elif len(labels) != 1 or labels[0] not in allowed:
            wrong.append((number, labels, allowed))
    assert wrong == []


def test_no_three_words_of_it_stand_in_the_packages(dump: str) -> None:
    words = re.findall(r"\w+", dump.casefold())
    runs = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
    found = []
    for path in [*(ROOT / "pipelines").rglob("*"), *(ROOT / "spiders").rglob("*")]:
        if path.is_file() and path.suffix not in (".pyc", ".so"):
            told = re.findall(r"\w+", path.read_text("utf-8", "replace").casefold())
            found += [(path.name, run) for run in zip(told, told[1:], told[2:], strict=False) if run in runs]
    assert found == []
