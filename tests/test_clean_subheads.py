"""Headings between two paragraphs of the story, which look like those of boxes."""

import pytest
from invented import SENTENCES

from pipelines.clean import subheads as rule
from pipelines.clean.html import cut, parse
from pipelines.clean.spans import Piece

STORY = [f"<p>{s}</p>" for s in SENTENCES]


def found(*blocks: str, kept: frozenset[str] = frozenset(SENTENCES), odds: float = -1.0) -> list[str]:
    """The subheads among blocks of a story, of which a classifier keeps the paragraphs."""
    pieces: list[Piece] = cut(parse(f"<body><article><h1>Ferry sails again</h1>{''.join(blocks)}</article>"))[
        1
    ]
    some = rule.subheads(pieces, [p.text in kept for p in pieces], [odds] * len(pieces))
    return [pieces[i].text for i in sorted(some)]


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>What the baker says</h2>",
        "<h3>A boat for Harrowgate</h3>",
        "<div class=wrap><h2>What the baker says</h2></div>",
        "<div class=paywall><h2>What the baker says</h2></div>",
        "<figure><img alt='A quay'><figcaption>The quay</figcaption></figure><h2>What the baker says</h2>",
    ],
)
def test_a_heading_between_two_paragraphs_is_a_subhead(heading: str) -> None:
    assert len(found(*STORY[:2], heading, *STORY[2:])) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "<h2><a href=/a>What the baker says</a></h2>",
        "<h2>Read more</h2>",
        "<h2>Related articles</h2>",
        "<h3>By Ida Holm</h3>",
        "<h2>Save for later</h2>",
        "<h2>12 March 2024</h2>",
        "<h4>More on the quay:</h4>",
        "<aside><h2>What the baker says</h2></aside>",
        "<div class=related><h2>What the baker says</h2></div>",
        "<div class=teaser><h2>What the baker says</h2></div>",
        "<div><h2>The baker and his boat</h2><p class=caption>The boat</p></div>",
        "<p>What the baker says</p>",
        "<h2>Boats of the harbour</h2><ul><li><a href=/a>The ferry</a></li></ul>",
    ],
)
def test_the_heading_of_a_box_is_none(heading: str) -> None:
    assert found(*STORY[:2], heading, *STORY[2:]) == []


def test_it_has_to_have_the_story_on_both_sides() -> None:
    assert found("<h2>What the baker says</h2>", *STORY) == []
    assert found(*STORY, "<h2>What the baker says</h2>") == []
    assert found(*STORY[:2], "<h2>What he says</h2>", "<p>Sold.</p>", *STORY[2:]) == []


def test_what_a_page_says_again_and_again_stands_between_heading_and_story() -> None:
    again = "<div>Harbour notices</div>"
    assert found(STORY[0], again, "<h2>What the baker says</h2>", again, STORY[1], again, STORY[2]) == ["What the baker says"]  # fmt: skip
    again = "<h2>Harbour notices</h2>"
    assert found(STORY[0], again, STORY[1], again, STORY[2], again, STORY[3]) == []


def test_the_classifier_may_be_too_sure() -> None:
    assert found(*STORY[:2], "<h2>What the baker says</h2>", *STORY[2:], odds=-6.0) == []


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("<p><strong>What the baker says</strong></p>", True),
        ("<p><span><b>1. What the baker says:</b></span></p>", True),
        ("<p><strong>The baker</strong> has sold it</p>", False),
        ("<p>What the baker says</p>", False),
        ("<p><strong>Who has sold his boat to whom?</strong></p>", False),
        ("<p><strong><a href=/a>What the baker says</a></strong></p>", False),
        ("<ul><li><strong>What the baker says</strong></ul>", False),
        ("<p><strong>– Ida Holm, baker of Millbrook</strong></p>", False),
        ("<blockquote><p><b>We are not giving up</b></p></blockquote>", False),
    ],
)
@pytest.mark.parametrize("below", [True, False])
def test_a_bold_line_heads_the_paragraph_below_it(line: str, heads: bool, below: bool) -> None:
    blocks = [*STORY[:2], line, *(STORY[2:] if below else ())]
    pieces: list[Piece] = cut(parse(f"<body><article>{''.join(blocks)}</article>"))[1]
    assert rule.bold(pieces, [True] * len(pieces), 2) is (heads and below)


def test_a_bold_line_above_the_story_is_its_standfirst_or_byline() -> None:
    pieces: list[Piece] = cut(parse(f"<body><p><b>Ida Holm, Chief Reporter</b></p>{''.join(STORY)}"))[1]
    assert not rule.bold(pieces, [True] * len(pieces), 0)
