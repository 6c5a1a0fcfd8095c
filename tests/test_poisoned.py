"""An article that would command a terminal, a spreadsheet or a page passes every way out unarmed."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of

from pipelines.corpus import Corpus
from pipelines.corpus.gate import Finding
from pipelines.corpus.release import as_markdown
from pipelines.errors import Quarantined
from pipelines.printable import printable
from spiders.cli import main

HEADLINE = '=HYPERLINK("http://evil.example") [bold]x[/] \x1b[2J\x9b2J \u202etxt.exe\nERROR root: all is lost'
TEXT = f"The harbour strike went on.\n\n{HEADLINE} [x](javascript:alert) [red]strike[/red]"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    held, memory = Corpus.open(tmp_path / "place"), Memory()
    add(held, memory, memory.attempt(unit_of(), [Story(path="poison", text=TEXT, headline=HEADLINE)]))
    return held


def said(corpus: Corpus, *words: str) -> str:
    done = CliRunner().invoke(main, ["--at", corpus.place.archive, *words])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(
    "words",
    [
        ("search", "strike"),
        ("search", "strike", "--json"),
        ("search", "strike", "--context", "left"),
        ("search", "strike", "--context", "left", "--json"),
        ("count", "strike", "--by", "author"),
        ("sql", "select headline, text from current"),
        ("sql", "select headline, text from current", "--json"),
        ("show", "{ID}"),
        ("show", "{ID}", "--versions"),
        ("freeze", "strike", "--name", "poison"),
    ],
)
def test_no_verb_sends_an_articles_commands_to_the_terminal(corpus: Corpus, words: tuple[str, ...]) -> None:
    (hit,) = corpus.search("strike")
    output = said(corpus, *(word.replace("{ID}", hit.id) for word in words))
    assert not OBEYED.search(output)
    assert not any(line.startswith("ERROR root") for line in output.splitlines())
    assert any(word in output for word in ("Jane Roe", "strike", "HYPERLINK", "2026"))


def test_what_is_printed_as_it_is_would_command_the_terminal() -> None:
    assert OBEYED.search(HEADLINE)
    assert not OBEYED.search(printable(HEADLINE))


def test_json_lines_say_exactly_what_the_article_says(corpus: Corpus) -> None:
    (line,) = said(corpus, "sql", "select headline from current", "--json").splitlines()
    assert json.loads(line)["headline"] == HEADLINE


def test_a_table_shows_brackets_instead_of_taking_them_for_markup(corpus: Corpus) -> None:
    assert "[bold]x[/]" in "".join(said(corpus, "sql", "select headline from current").split("\n"))


def test_a_spreadsheet_takes_no_cell_for_a_formula(corpus: Corpus, tmp_path: Path) -> None:
    said(corpus, "export", "strike", "-o", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert "HYPERLINK" in row["headline"]
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())


@pytest.mark.parametrize("form", ["jsonl", "jsonld", "ninjs"])
def test_an_export_says_exactly_what_the_article_says_on_lines_of_its_own(
    corpus: Corpus, tmp_path: Path, form: str
) -> None:
    said(corpus, "export", "strike", "-o", str(tmp_path / f"out.{form}"))
    written = (tmp_path / f"out.{form}").read_text()
    assert HEADLINE in strings(json.loads(written))
    assert not [line for line in written.splitlines() if line.startswith("ERROR")]
    assert not re.search("[\x00-\x08\x0b-\x1f]", written)


def strings(value: Any) -> set[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return {text for one in inner for text in strings(one)}
    return {value} if isinstance(value, str) else set()


def test_a_coding_sheet_has_no_formula(corpus: Corpus, tmp_path: Path) -> None:
    said(corpus, "sample", "strike", "-n", "1", "--seed", "1", "-o", str(tmp_path / "sheet.csv"))
    with (tmp_path / "sheet.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert "HYPERLINK" in row["headline"]
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())


def test_the_page_of_a_crate_shows_markup_as_it_is(corpus: Corpus, tmp_path: Path) -> None:
    said(corpus, "freeze", 'strike "<script>alert(1)</script>" OR strike', "--name", "poison")
    said(corpus, "freeze", "--name", "poison", "--as", "ro-crate", "-o", str(tmp_path / "crate"))
    page = (tmp_path / "crate" / "ro-crate-preview.html").read_text()
    assert "<script" not in page
    assert not OBEYED.search(page)


def test_a_batch_that_waits_is_shown_to_airflow_unarmed(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = (Finding(name="drift", said=HEADLINE, hold=True),)
    monkeypatch.setattr("pipelines.corpus.staging.judge", lambda *_, **__: odd)
    memory = Memory()
    with pytest.raises(Quarantined) as held:
        add(corpus, memory, memory.attempt(unit_of(1), [Story(path="p", text=TEXT, headline=HEADLINE)]))
    assert not OBEYED.search(printable(held.value))
    ((site, batch),) = corpus.waiting()
    shown = as_markdown(corpus.review(site, batch))
    assert "HYPERLINK" in shown
    assert not OBEYED.search(shown)
    assert "[x](javascript:" not in shown
    assert not [line for line in shown.splitlines() if line.startswith("ERROR")]


def test_a_notes_line_is_one_line_of_plain_words() -> None:
    """What `spiders.airflow` writes into notes, labels and logs goes through the same function."""
    line = printable(f"{HEADLINE} [x](javascript:alert(1)) <b>", markdown=True)
    assert "\n" not in line
    assert not OBEYED.search(line)
    assert "[x](javascript:" not in line


def test_a_frame_in_a_notebook_shows_markup_as_it_is(corpus: Corpus) -> None:
    memory = Memory()
    evil = '<img src=x onerror="alert(1)"> strike'
    add(corpus, memory, memory.attempt(unit_of(2), [Story(path="e", text=evil, headline=evil)]))
    found = corpus.articles("strike", "headline", "text")
    for shown in (found.polars()._repr_html_(), found.pandas()._repr_html_()):
        assert "&lt;img" in shown
        assert "<img" not in shown
