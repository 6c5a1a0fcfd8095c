"""Small boxes within a story that lead elsewhere, and what it says a second time in large letters."""

from collections.abc import Callable

import pytest
from invented import SENTENCES, body, days, record

from pipelines.clean import insets, scene
from pipelines.clean.classes import cues_of
from pipelines.record import Block, Record

STORY = days(8)
TITLE = "Bear found in a bakery in Harrowgate"
TOLD = "Nobody was hurt, and the bear ate fourteen loaves before it was seen to leave."
TEASERS: dict[str, str] = {
    "one link around all": f"<div class=css-77><a href=/b><img src=x><h3>{TITLE}</h3><p>{TOLD}</p></a></div>",
    "an article within": f"<article class=box><a href=/b><h3>{TITLE}</h3></a><p>{TOLD}</p></article>",
    "related content": f"<div class='inline-asset tnt-inline-relcontent'><div><h3><a href=/b>{TITLE}</a></h3><p>{TOLD}</p></div></div>",
    "named related": f"<div class=c-related><h3><a href=/b>{TITLE}</a></h3><p>{TOLD}</p></div>",
    "latest posts": f"<ul class=wp-block-latest-posts__list><li><a href=/b>{TITLE}</a></li><li>{TOLD}</li></ul>",
    "inline teaser": f"<div class=teaser-inline><a href=/b>{TITLE}</a><p>{TOLD}</p></div>",
}


def within(inner: str) -> Record:
    told = [f"<p>{text}</p>" for text in STORY]
    return record(
        f"<html><body><article><h1>Ferry again</h1>{''.join(told[:4])}{inner}{''.join(told[4:])}</article></body></html>".encode()
    )


def found(made: Record, text: str) -> Block:
    return next(b for b in made.blocks if text in b.text)


@pytest.mark.parametrize("inner", TEASERS.values(), ids=TEASERS)
def test_a_teaser_within_the_story_goes_with_its_sentence(inner: str) -> None:
    assert within(inner).text == "\n\n".join(STORY)


def test_without_the_look_at_such_boxes_some_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "insets", lambda *_: {})
    kept = [inner for inner in TEASERS.values() if TOLD in within(inner).text]
    assert len(kept) >= 4


REAL: dict[str, str] = {
    "a linked heading without its text": f"<h3><a href=/b>{TITLE}</a></h3><p>{TOLD}</p>",
    "a part of the article": f"<article><h3>{TITLE}</h3><p>{TOLD}</p></article>",
    "a box that leads nowhere": f"<div class=c-related><p>{TOLD}</p></div>",
    "a teaser by a looser name": f"<p class=article-teaser>{TOLD}</p>",
    "a paragraph with a link in it": f"<p><a href=/b>Nobody was hurt</a>{TOLD.removeprefix('Nobody was hurt')}</p>",
    "a link that is a sentence": f"<p><a href=/b>{TOLD}</a></p>",
}


@pytest.mark.parametrize("inner", REAL.values(), ids=REAL)
def test_a_sentence_that_no_box_sets_apart_stays(inner: str) -> None:
    assert TOLD in within(inner).text


def test_a_story_that_is_in_such_a_box_itself_stays() -> None:
    told = "".join(f"<p>{text}</p>" for text in STORY)
    for name in ("c-related", "newsletter", "ad-slot"):
        made = record(
            f"<html><body><h1>Ferry again</h1><div class={name}>{told}</div></body></html>".encode()
        )
        assert all(text in made.text for text in STORY)


def test_paragraphs_that_are_named_so_one_by_one_stay() -> None:
    told = "".join(
        f"<p class=related><a href=/{n}>Part {n} of it</a> {text}</p>" for n, text in enumerate(STORY)
    )
    made = record(f"<html><body><h1>Ferry again</h1>{told}</body></html>".encode())
    assert all(text in made.text for text in STORY)


LINK = f"<p><a href=/b>{TITLE}</a></p>"


def test_a_headline_with_a_link_between_two_paragraphs_leads_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert TITLE not in within(LINK).text
    monkeypatch.setattr(insets, "_FEW", 0)
    assert TITLE in within(LINK).text


def test_a_story_made_of_such_links_keeps_them() -> None:
    rounds = "".join(
        f"<p>{text}</p><p><a href=/{n}>{TITLE} number {n}</a></p>" for n, text in enumerate(STORY)
    )
    made = record(
        f"<html><body><article><h1>Ferry again</h1>{rounds}<p>{SENTENCES[0]}</p></article></body></html>".encode()
    )
    assert f"{TITLE} number 3" in made.text


@pytest.mark.parametrize(
    ("line", "kept"), [(f"[<a href=/b>{TITLE}</a>]", False), ("[<a href=/b>CNET</a>]", True)]
)
def test_a_title_in_brackets_is_a_teaser_and_a_source_is_none(line: str, kept: bool) -> None:
    assert found(within(f"<p class=x>{line}</p>"), "[").kept is kept


OTHERS: dict[str, tuple[str, str]] = {
    "ad": (
        "<div class=ad-slot><span>Now</span> <a href=/k>Buy the new kettle and save a lot until Sunday</a></div>",
        "advertisement",
    ),
    "letter": (
        "<div class=newsletter_q1><h3>Sign up to the Long View</h3><p>The best of our long reads, every Saturday morning.</p></div>",
        "subscribe",
    ),
    "substack": (
        "<div class=subscription-widget-wrap><p>To receive new posts, consider becoming a paid reader of them.</p><button>Subscribe</button></div>",
        "subscribe",
    ),
}


@pytest.mark.parametrize(("inner", "label"), OTHERS.values(), ids=OTHERS)
def test_an_advertisement_and_a_letter_go_with_their_box(inner: str, label: str) -> None:
    made = within(inner)
    assert made.text == "\n\n".join(STORY)
    assert label in {b.label for b in made.blocks}


OFFERS = (
    "<div class=w><h2>To continue reading, subscribe</h2><ul><li>Unlimited access to all articles</li><li>Cancel at any time</li></ul>"
    "<p>One crown for the first month, then nine crowns.</p></div>"
)


def test_what_a_pay_wall_offers_below_its_line_is_none_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert record(body(tail=OFFERS)).text == "\n\n".join(SENTENCES)
    monkeypatch.setattr(insets, "_walled", lambda *_: {})
    assert "nine crowns" in record(body(tail=OFFERS)).text


def test_a_story_around_the_line_of_a_pay_wall_stays() -> None:
    made = record(body(top="<p>Already a subscriber? Sign in</p>"))
    assert made.text == "\n\n".join(SENTENCES)


SAID = "Nobody on the quay believed it, and the baker had already sold his boat"
PULLED: dict[str, str] = {
    "wordpress": "<figure class=wp-block-pullquote><blockquote><p>{}</p></blockquote></figure>",
    "class": "<blockquote class=pullquote><p>{}</p></blockquote>",
    "aside": "<aside class=pull-quote>{}</aside>",
    "q": "<aside class=pull_z9><q>{}</q></aside>",
    "speaker": "<blockquote class=b-pull-quote><p>“{}.”</p><cite>Ida Holm, baker</cite></blockquote>",
}


def quoted(box: str, text: str) -> Record:
    return record(body().replace(b"</p><p>Three", f"</p>{box.format(text)}<p>Three".encode()))


@pytest.mark.parametrize("box", PULLED.values(), ids=PULLED)
def test_a_pull_quote_says_again_what_the_story_says(box: str) -> None:
    made = quoted(box, SAID)
    assert made.text == "\n\n".join(SENTENCES)
    assert found(made, SAID).kept is True  # in the story itself


@pytest.mark.parametrize("name", ["wordpress", "class", "speaker"])
def test_a_quote_that_is_said_nowhere_else_stays(name: str) -> None:
    assert "the bear ate fourteen loaves" in quoted(PULLED[name], TOLD).text


def test_a_quote_that_is_named_no_pull_quote_stays() -> None:
    assert quoted("<blockquote><p>{}</p></blockquote>", SAID).text.count(SAID) == 2


def test_without_the_look_at_pull_quotes_some_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    none: Callable[..., frozenset[int]] = lambda *_: frozenset()  # noqa: E731
    monkeypatch.setattr(scene, "pull_quotes", none)
    assert any(quoted(box, SAID).text.count(SAID) > 1 for box in PULLED.values())


def test_a_card_that_unfolds_is_of_the_story() -> None:
    card = "<div class='kg-card kg-toggle-card'><div><h4>What does a ticket cost?</h4></div><div><p>A single costs three crowns.</p></div></div>"
    assert "A single costs three crowns." in within(card).text
    assert "toggle" in cues_of("kg-card kg-toggle-card")
