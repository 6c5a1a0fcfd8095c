"""Golden pages: every block and field as last looked at by a person."""

import pytest
from golden_pages import GOLDEN, NAMES, made


@pytest.mark.parametrize("name", NAMES)
def test_golden_page(name: str) -> None:
    file, text = made(name)
    assert (GOLDEN / name / file).read_text("utf-8") == text


def test_there_are_pages_of_every_kind() -> None:
    rejected = [n for n in NAMES if (GOLDEN / n / "rejected.json").is_file()]
    assert len(NAMES) >= 12
    assert len(rejected) >= 4
    assert {n.partition("-")[0] for n in NAMES} >= {"ar", "de", "en", "es", "fr", "ja", "ru", "zh"}
