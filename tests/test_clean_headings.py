"""The headline and what stands right below it: neither is said again in the text, and nothing of the text is taken for it."""

import pytest
from invented import SENTENCES, body, record

from pipelines.clean import headings, scene
from pipelines.record import Record

HEADLINE = "Ferry sails again after the flood"
TEXT = "\n\n".join(SENTENCES)


def page(title: str, head: str) -> Record:
    story = "".join(f"<p>{s}</p>" for s in SENTENCES)
    return record(
        f"<html><head><title>{title}</title></head><body><div>{head}{story}</div></body></html>".encode()
    )


NAMED = f"{HEADLINE} | The Courier"
HEADS: dict[str, tuple[str, str]] = {
    "lines of an h1": (NAMED, "<h1>Ferry sails again<br>after the flood</h1>"),
    "lines of an h1 without a title": ("Courier", "<h1>Ferry sails again<br>after the flood</h1>"),
    "a picture in the h1": (NAMED, f"<h1><a href=/><img alt='The Courier'></a></h1><h2>{HEADLINE}</h2>"),
    "the site's name in the h1": (
        f"Ida's blog: {HEADLINE}",
        f"<h1><a href=/>Ida's blog</a></h1><h3 class=post-title>{HEADLINE}</h3>",
    ),
    "a kicker in the h2": (
        f"Floods: {HEADLINE} - Coast - Courier",
        f"<h2><span>Floods</span><span>:</span> <span>{HEADLINE}</span></h2>",
    ),
    "a div": (NAMED, f"<div class=T1>{HEADLINE}</div>"),
    "a font": (NAMED, f"<font size=5><b>{HEADLINE}</b></font><br>"),
}


@pytest.mark.parametrize(("title", "head"), HEADS.values(), ids=HEADS)
def test_the_headline_is_no_text_in_whatever_element_it_stands(title: str, head: str) -> None:
    assert page(title, head).text == TEXT


def test_without_the_look_at_its_lines_and_parts_some_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headings, "main_parts", lambda _: frozenset())
    monkeypatch.setattr(headings, "lines", lambda *_: frozenset())
    assert sum(page(title, head).text != TEXT for title, head in HEADS.values()) >= 4


def test_a_first_sentence_that_is_the_page_s_title_too_stays() -> None:
    made = page(f"{SENTENCES[0]} | The Courier", "")
    assert made.text == TEXT


def test_a_subhead_that_is_the_smaller_part_of_the_title_stays() -> None:
    first, rest = (
        f"<p>{SENTENCES[0]}</p><h2>A long night at sea</h2>",
        "".join(f"<p>{s}</p>" for s in SENTENCES[1:]),
    )
    title = "A long night at sea - the ferry of Millbrook sails again after the flood of the century"
    made = record(
        f"<html><head><title>{title}</title></head><body><article><h1>Ferry sails</h1>{first}{rest}</article></body></html>".encode()
    )
    assert "A long night at sea" in made.text


def test_an_h1_that_was_never_closed_holds_the_story() -> None:
    made = page(NAMED, f"<h1>{HEADLINE}<br>{'<br>'.join(SENTENCES)}<br>")
    assert all(text in made.text for text in SENTENCES)


BELOW = "The first boat left at six with a hundred and forty people on board"
STANDFIRSTS = (
    "ArticlePage-subHeadline",
    "td-post-sub-title",
    "gh-article-excerpt",
    "content__standfirst",
    "field--name-field-chapo",
)


@pytest.mark.parametrize("name", STANDFIRSTS)
def test_a_standfirst_below_the_headline_is_the_lead_and_text(name: str) -> None:
    made = record(body(top=f"<p class='{name}'>{BELOW}</p>"))
    assert made.lead == BELOW
    assert made.text == f"{BELOW}\n\n{TEXT}"


@pytest.mark.parametrize(
    "line",
    [
        f"<p class='subtitle image-caption'>{BELOW}</p>",
        f"<p class='subtitle byline'>{BELOW}</p>",
        "<p class='sub-title'>3 May 2024</p>",
        f"<p class='sub-title'><a href=/x>{BELOW}</a></p>",
    ],
)
def test_what_is_named_otherwise_too_is_no_standfirst(line: str) -> None:
    assert record(body(top=line)).lead is None


def test_without_the_look_at_standfirsts_some_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "_standfirsts", lambda *_: frozenset())
    assert any(record(body(top=f"<div class='{name}'>{BELOW}</div>")).lead is None for name in STANDFIRSTS)


@pytest.mark.parametrize("tag", ["p", "h2", "div"])
def test_a_paragraph_above_the_byline_is_the_lead(tag: str) -> None:
    byline = "<div class=author>By Ida Holm</div><time>3 May 2024</time>"
    assert record(body(top=f"<{tag}>{BELOW}.</{tag}>{byline}")).lead == f"{BELOW}."
    assert record(body(top=f"{byline}<p>{BELOW}.</p>")).lead is None
