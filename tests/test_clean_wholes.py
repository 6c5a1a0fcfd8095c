"""Lists, tables and headings of which the rest of the page's story says that they are of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from invented import SENTENCES

from pipelines.clean.draft import Draft
from pipelines.clean.html import cut, parse
from pipelines.clean.spans import Piece
from pipelines.clean.wholes import wholes
from pipelines.page import Page
from pipelines.record import BODY_LABELS, NO_HINTS, Hints, Label

FIRST, LAST = (f"<p>{s}</p>" for s in SENTENCES[:2])


def draft(*between: str, lost: Mapping[str, Label]) -> Draft:
    """A story with something between its two paragraphs, all of it kept but for what ``lost`` names."""
    text, pieces = cut(parse(f"<body><article>{''.join((FIRST, *between, LAST))}</article>"))
    labelled = [_judged(piece, lost.get(piece.text)) for piece in pieces]
    page = Page(body=b"", media_type="text/html")
    return Draft(page=page, hints=NO_HINTS, text=text, pieces=labelled, markup=True)


def _judged(piece: Piece, label: Label | None) -> Piece:
    own: Label = (
        "subhead" if piece.tags & {"h2", "h3"} else "list_item" if piece.tags & {"li", "td"} else "paragraph"
    )
    return piece.judged(label or own, "a test says so", 0.5)


def added(*between: str, lost: Mapping[str, Label]) -> list[str]:
    """What comes back to a story."""
    return [a for a, before, after in changed(between, lost) if after and not before]


def taken(*between: str, lost: Mapping[str, Label]) -> list[str]:
    """What goes from it."""
    return [a for a, before, after in changed(between, lost) if before and not after]


def changed(between: Sequence[str], lost: Mapping[str, Label]) -> Iterator[tuple[str, bool, bool]]:
    """Each block, and whether it is kept before and after."""
    before = draft(*between, lost=lost)
    for one, other in zip(before.pieces, wholes(before).pieces, strict=True):
        yield one.text, one.label in BODY_LABELS, other.label in BODY_LABELS


def items(*texts: str) -> str:
    """A list."""
    return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"


def rows(*texts: str) -> str:
    """A table of one column."""
    return f"<table>{''.join(f'<tr><td>{text}</td></tr>' for text in texts)}</table>"


@pytest.mark.parametrize("label", ["navigation", "related", "other", "duplicate", "widget"])
def test_an_item_goes_with_its_list(label: Label) -> None:
    assert added(items("Bread", "Rope", "Print", "Tar"), lost={"Print": label}) == ["Print"]


def test_most_of_the_list_has_to_be_kept() -> None:
    lost: dict[str, Label] = {"Print": "widget", "Share": "share", "Home": "navigation"}
    assert added(items("Bread", "Print", "Share", "Home"), lost=lost) == []
    assert added(items("Bread", "Print"), lost={"Print": "widget"}) == []


def test_of_a_table_a_third_is_enough() -> None:
    lost: dict[str, Label] = {"12": "table", "Price": "navigation", "9": "table"}
    assert added(rows("Bread", "Rope", "12", "Price", "9"), lost=lost) == ["12", "Price", "9"]
    assert added(rows("Bread", "12", "Price", "9"), lost=lost) == []


@pytest.mark.parametrize(
    ("between", "lost"),
    [
        (
            items("Bread", "Rope", "<a href=/a>Ferry strikes a rock off Harrowgate</a>"),
            "Ferry strikes a rock off Harrowgate",
        ),
        (items("Bread", "Rope", "» The quay"), "» The quay"),
        (items("Bread", "Rope", "Read more"), "Read more"),
        (items("Bread", "Rope", "* * *"), "* * *"),
        (items("Bread", "Rope", "<img alt='A loaf of bread'>"), "A loaf of bread"),
        (items("Bread", "<h3>Rope</h3>", "Tar", "Oil"), "Tar"),
    ],
    ids=["link", "arrow", "words", "stars", "picture", "layout"],
)
def test_what_leads_elsewhere_in_a_list_stays_out(between: str, lost: str) -> None:
    assert added(between, lost={lost: "related"}) == []


def test_a_list_of_links_is_a_list_too() -> None:
    link = "<a href=/{0}>{0} of the harbour, as the masters tell it</a>".format
    lost = "Ferries of the harbour, as the masters tell it"
    assert added(items(link("Boats"), link("Quays"), link("Ferries")), lost={lost: "related"}) == [lost]


def test_an_advertisement_in_a_list_is_one() -> None:
    assert added(items("Bread", "Rope", "Tar"), lost={"Tar": "advertisement"}) == []


def test_contents_that_the_headings_say_again_stay_out() -> None:
    between = items("The baker", "The rope", "The tar"), "<h2>The tar</h2>", f"<p>{SENTENCES[2]}</p>"
    before = draft(*between, lost={})
    pieces = [
        p.judged("duplicate", "said again", 0.8) if p.text == "The tar" and "li" in p.tags else p
        for p in before.pieces
    ]
    after = wholes(Draft(page=before.page, hints=NO_HINTS, text=before.text, pieces=pieces, markup=True))
    assert [p.label for p in after.pieces if p.text == "The tar"] == ["duplicate", "subhead"]


@pytest.mark.parametrize("label", ["other", "navigation", "widget", "duplicate"])
def test_a_heading_goes_with_what_it_heads(label: Label) -> None:
    assert added(
        f"<p>{SENTENCES[2]}</p>", "<h2>Language</h2>", items("Danish", "Dutch"), lost={"Language": label}
    ) == ["Language"]


@pytest.mark.parametrize("label", ["related", "share", "byline", "subscribe"])
def test_the_heading_of_a_box_does_not(label: Label) -> None:
    assert (
        added(
            f"<p>{SENTENCES[2]}</p>", "<h2>Language</h2>", f"<p>{SENTENCES[3]}</p>", lost={"Language": label}
        )
        == []
    )


def test_a_heading_of_furniture_has_to_stand_below_the_story_too() -> None:
    lost: dict[str, Label] = {"Print": "widget", "Language": "navigation", "Ropes": "other"}
    box = "<div><p>Print</p></div>"
    assert added(box, "<div><h2>Language</h2></div>", items("Danish", "Dutch"), lost=lost) == []
    assert added(box, "<div><h2>Ropes</h2></div>", items("Hemp", "Flax"), lost=lost) == ["Ropes"]


def test_a_heading_of_links_goes_with_them() -> None:
    links = items(
        "<a href=/a>The ferry is late again, and the baker waits</a>", "<a href=/b>Rope from Lund</a>"
    )
    lost: dict[str, Label] = {
        "The ferry is late again, and the baker waits": "related",
        "Rope from Lund": "related",
    }
    story = "<h2>The tar</h2>", f"<p>{SENTENCES[2]}</p>"
    assert taken("<h2>Masters</h2>", links, *story, lost=lost) == ["Masters"]
    assert taken("<h2>Masters</h2>", *story, lost=lost) == []
    assert taken("<h2>Masters</h2>", links, f"<p>{SENTENCES[3]}</p>", lost=lost) == []
    assert taken("<h2>Masters</h2>", links, "<h3>The tar</h3>", f"<p>{SENTENCES[2]}</p>", lost=lost) == []


def test_a_short_block_between_two_paragraphs_of_its_element_is_one() -> None:
    assert added("<p>30 minutes before bed</p>", lost={"30 minutes before bed": "other"}) == [
        "30 minutes before bed"
    ]
    assert added("<div><p>30 minutes before bed</p></div>", lost={"30 minutes before bed": "other"}) == []
    assert added("<p>Read more</p>", lost={"Read more": "other"}) == []
    assert added("<p>Rope</p>", "<p>Tar</p>", lost={"Rope": "other", "Tar": "other"}) == []


def test_hints_of_the_site_have_the_last_word() -> None:
    before = draft(items("Bread", "Rope", "Print"), lost={"Print": "widget"})
    hinted = Draft(
        page=before.page,
        hints=Hints(body=("article",)),
        text=before.text,
        pieces=before.pieces,
        markup=True,
    )
    assert wholes(hinted) is hinted
    assert wholes(before) is not before
    known = replace(before, hints=Hints(memory={"Print": "widget"}))
    assert [p.label for p in wholes(known).pieces if p.text == "Print"] == ["widget"]


def test_the_headline_again_is_no_subhead() -> None:
    head = f"<p>{SENTENCES[2]}</p>", "<h2>Language</h2>", f"<p>{SENTENCES[3]}</p>"
    before = draft(*head, lost={"Language": "duplicate"})
    above = Piece("Language", 0, 0).judged("headline", "a test says so", 1.0)
    told = [
        p.label
        for p in wholes(replace(before, pieces=[above, *before.pieces])).pieces
        if p.text == "Language"
    ]
    assert told == ["headline", "duplicate"]
    assert added(*head, lost={"Language": "duplicate"}) == ["Language"]


@pytest.mark.parametrize("word", ["Print", "Menu", "Share"])
def test_buttons_of_the_page_stay_out(word: str) -> None:
    assert added(items("Bread", "Rope", f"<a href=/p>{word}</a>"), lost={word: "share"}) == []
    assert (
        added(f"<p>{SENTENCES[2]}</p>", f"<h2>{word}</h2>", f"<p>{SENTENCES[3]}</p>", lost={word: "widget"})
        == []
    )
