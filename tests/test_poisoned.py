"""An article that would command a terminal, a spreadsheet or a page passes every way out unarmed."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of

from pipelines.corpus import Corpus
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
    ],
)
def test_no_verb_sends_an_articles_commands_to_the_terminal(corpus: Corpus, words: tuple[str, ...]) -> None:
    output = said(corpus, *words)
    assert not OBEYED.search(output)
    assert not any(line.startswith("ERROR root") for line in output.splitlines())
    assert "Jane Roe" in output or "strike" in output


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
