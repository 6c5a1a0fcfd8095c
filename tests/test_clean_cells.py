"""Tables of words are text as lists are; tables of numbers, and pages that were laid out with tables, give none of their cells."""

import pytest

from pipelines.clean import clean, html, scene
from pipelines.clean.cells import by_table, wordless
from pipelines.page import Page
from pipelines.record import Record

STORY = [
    f"On the {n}th day the harbour office of Millbrook said that the ferry would sail, and that nobody had to wait."
    for n in range(6)
]
WORDS: list[tuple[str, ...]] = [
    ("Landing stage", "What the ferry calls there for"),
    ("Millbrook harbour", "Passengers, post and the smaller cattle"),
    ("Gull Point", "The keeper's bread and the papers"),
    ("Saint Ursula's pier", "Pilgrims in May and September only"),
    ("Old quay", "Nobody since the flood of the winter"),
]
NUMBERS: list[tuple[str, ...]] = [("Stage", "May", "June"), *((name[:5], "12", "31") for name, _ in WORDS)]
LAID_OUT: list[tuple[str, ...]] = [(short, f"{long}. {' '.join(STORY[:3])}") for short, long in WORDS]


def page(rows: list[tuple[str, ...]], frame: str = "{}") -> Page:
    """A story with a table in its midst."""
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    first, last = ("".join(f"<p>{p}</p>" for p in part) for part in (STORY[:3], STORY[3:]))
    body = f"<h1>Ferry again</h1>{first}{frame.format(f'<table>{table}</table>')}{last}"
    return Page(body=f"<html><body><article>{body}</article></body></html>".encode(), media_type="text/html")


def kept(rows: list[tuple[str, ...]], frame: str = "{}") -> list[str]:
    """The short cells that are of the text."""
    record = clean(page(rows, frame))
    assert isinstance(record, Record)
    assert all(p in record.text for p in STORY)
    return [b.text for b in record.blocks if b.kept and b.text not in STORY and len(b.text) < 60]


def test_a_table_of_words_within_the_story_is_text_as_a_list_is() -> None:
    assert kept(WORDS) == [cell for row in WORDS for cell in row]
    labels = {b.label for b in clean(page(WORDS)).blocks if b.path and "td" in b.path}
    assert labels == {"list_item"}


RESULTS: list[tuple[str, ...]] = [
    ("Pos.", "Boat", "Points"),
    *((f"{n}", f"{name[:12]} Jr.", f"5{n}40") for n, (name, _) in enumerate(WORDS, 1)),
]


@pytest.mark.parametrize(
    "rows", [NUMBERS, WORDS[:2], LAID_OUT, RESULTS], ids=["numbers", "few", "laid out", "abbreviated"]
)
def test_short_cells_of_other_tables_are_none(rows: list[tuple[str, ...]]) -> None:
    assert kept(rows) == []


def test_of_figures_the_paragraphs_are_kept_however_short() -> None:
    """A page that was laid out with a table has dialogue in it: ``<td><p>No answer.</p>``."""
    assert kept([*NUMBERS, ("<p>No answer.</p>", "1", "2")]) == ["No answer."]


@pytest.mark.parametrize(
    ("frame", "all_of_them"), [("<div class='fact-box'>{}</div>", False), ("<div class='c7'>{}</div>", True)]
)
def test_a_table_in_a_box_is_none_of_the_story(frame: str, all_of_them: bool) -> None:
    assert kept(WORDS, frame) == ([cell for row in WORDS for cell in row] if all_of_them else [])


def test_without_the_look_at_the_table_around_them_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "wordless", lambda *_: frozenset())
    assert kept(WORDS[:2]) == [cell for row in WORDS[:2] for cell in row]


def test_each_table_is_looked_at_by_itself() -> None:
    inner = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in WORDS)
    outer = f"<table><tr><td>1</td><td>2<table>{inner}</table></td><td>3</td></tr></table><td>stray</td>"
    pieces = html.cut(html.parse(f"<html><body>{outer}</body></html>"))[1]
    assert [pieces[i].text for i in sorted(wordless(pieces, by_table(pieces)))] == ["1", "2", "3", "stray"]
