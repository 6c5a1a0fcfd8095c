"""The example notebook runs as it stands, and shows what is stored with it."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
STORED = ROOT / "tests" / "notebook.ipynb"
Cell = dict[str, Any]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> list[Cell]:
    """Its cells after a kernel of their own has run them on three invented papers."""
    target = tmp_path_factory.mktemp("notebook") / "executed.ipynb"
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "notebook_papers.py", target],
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return cells(target)


def cells(path: Path) -> list[Cell]:
    found: list[Cell] = json.loads(path.read_text())["cells"]
    return found


def said(found: list[Cell]) -> list[str]:
    """What the cells print and answer, pictures aside."""
    outputs = [output for cell in found for output in cell.get("outputs", ())]
    texts = [output.get("text") or output["data"].get("text/plain", "") for output in outputs]
    pages = [output.get("data", {}).get("text/html", "") for output in outputs]
    return ["".join(text) for text in (*texts, *pages) if "Figure" not in "".join(text)]


def pictures(found: list[Cell]) -> list[bytes]:
    outputs = [output.get("data", {}) for cell in found for output in cell.get("outputs", ())]
    return [base64.b64decode(data["image/png"]) for data in outputs if "image/png" in data]


def test_what_it_shows_is_what_is_stored_with_it(executed: list[Cell]) -> None:
    assert said(executed) == said(cells(STORED))
    assert [cell["source"] for cell in executed] == [cell["source"] for cell in cells(STORED)]


def test_it_draws_attention_edits_and_wire_copy(executed: list[Cell]) -> None:
    for found in (executed, cells(STORED)):
        drawn = pictures(found)
        assert [picture[:8] for picture in drawn] == [b"\x89PNG\r\n\x1a\n"] * 3
        assert all(len(picture) > 5000 for picture in drawn)


def test_its_numbers_are_those_that_were_planted(executed: list[Cell]) -> None:
    told = "\n".join(said(executed))
    assert "│ tribune ┆ silent_edit ┆" in told
    assert "35 articles\n" in told  # the bar is gone, its number stays
    assert "<progress" not in told


def test_the_readme_leads_to_it() -> None:
    assert "(tests/notebook.ipynb)" in (ROOT / "README.md").read_text()
