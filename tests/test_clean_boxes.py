"""What the markup sets apart from the story, though it reads as one: other articles, and boxes."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from invented import days

from pipelines.clean import boxes, clean, html_rules, scene
from pipelines.clean.copies import copies
from pipelines.clean.model.decision import Decision, of_html
from pipelines.clean.model.file import Model
from pipelines.clean.spans import Piece
from pipelines.clean.stated import Stated
from pipelines.page import Page
from pipelines.record import NO_HINTS, Block, Hints, Record, Rejected

STORY = days(9)
OTHER = [
    f"In the {n}th round the town's chess club won against the guests from the valley, who had come by the early train."
    for n in range(9)
]


def page(inner: str, hints: Hints = NO_HINTS) -> Record:
    head = "<html><head><title>Ferry again</title></head><body>"
    result = clean(Page(body=f"{head}{inner}</body></html>".encode(), media_type="text/html"), hints)
    assert isinstance(result, Record)
    return result


def told(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def found(record: Record, text: str) -> Block:
    return next(b for b in record.blocks if text in b.text)


NEXT = f"<article><h1>Ferry again</h1>{told(STORY)}</article><article><h1>Chess in the valley</h1>{told(OTHER)}</article>"


def test_the_next_article_on_the_page_is_none_of_this_one() -> None:
    record = page(NEXT)
    assert record.text == "\n\n".join(STORY)
    block = found(record, OTHER[0])
    assert (block.label, block.reason) == ("related", "in another article than the headline")


def test_without_the_look_at_articles_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "elsewhere", lambda *_: frozenset())
    assert all(text in page(NEXT).text for text in OTHER)


def test_an_article_that_holds_no_more_than_the_headline_is_not_the_story() -> None:
    record = page(f"<article><h1>Ferry again</h1></article><article>{told(STORY)}</article>")
    assert record.text == "\n\n".join(STORY)


def test_articles_within_the_headline_s_are_of_it() -> None:
    parts = "".join(f"<article>{told(part)}</article>" for part in (STORY[:4], STORY[4:]))
    assert page(f"<article><h1>Ferry again</h1>{parts}</article>").text == "\n\n".join(STORY)


BOX: list[tuple[str, str]] = [
    ("<div class='fact-box'>{}</div>", "other"),
    ("<ul class='ArticleKeyPoints'>{}</ul>", "other"),
    ("<div hidden>{}</div>", "other"),
    ("<div class='legal-disclaimer'>{}</div>", "legal"),
    ("<div class='author-bio'>{}</div>", "byline"),
    ("<div class='modal-window'>{}</div>", "widget"),
    ("<form>{}</form>", "widget"),
    ("<dialog open>{}</dialog>", "widget"),
    ("<div class='c-oembed-placeholder'>{}</div>", "embed"),
    ("<div class='comments-body'>{}</div>", "comments"),
    ("<div class='content-sign-in'>{}</div>", "subscribe"),
]


def within(box: str) -> str:
    inner = box.format(told(OTHER[:2]))
    return f"<main><h1>Ferry again</h1>{told(STORY[:5])}{inner}{told(STORY[5:])}</main>"


@pytest.mark.parametrize(("box", "label"), BOX, ids=[label + str(i) for i, (_, label) in enumerate(BOX)])
def test_a_box_beside_the_story_is_none_of_it(box: str, label: str) -> None:
    record = page(within(box))
    assert record.text == "\n\n".join(STORY)
    assert {found(record, text).kept for text in OTHER[:2]} == {False}


def test_without_the_look_at_boxes_some_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "boxed", lambda *_: {})
    assert any(OTHER[0] in page(within(box)).text for box, _ in BOX)


@pytest.mark.parametrize("box", [box for box, _ in BOX if "hidden" not in box and "dialog" not in box])
def test_a_story_that_is_in_a_box_itself_is_kept(box: str) -> None:
    """A site may name its pages' frames as it likes."""
    record = page(f"<h1>Ferry again</h1>{box.format(told(STORY))}")
    assert all(text in record.text for text in STORY)


@pytest.mark.parametrize(("count", "kept"), [(3, False), (1, True)])
def test_several_excerpts_are_those_of_other_articles(count: int, kept: bool) -> None:
    """``wp-block-post-excerpt`` of WordPress."""
    teasers = "".join(f"<div class='wp-block-post-excerpt'><p>{text}</p></div>" for text in OTHER[:count])
    record = page(f"<main><h1>Ferry again</h1>{teasers}{told(STORY)}</main>")
    assert found(record, OTHER[0]).kept is kept


def test_boxes_go_only_where_enough_of_a_story_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = f"<main><h1>Ferry again</h1>{told(STORY[:3])}<div class='fact-box'>{told(OTHER)}</div></main>"
    assert all(text in page(inner).text for text in OTHER)
    monkeypatch.setattr(boxes, "_ENOUGH", 200)
    assert page(inner).text == "\n\n".join(STORY[:3])


def test_pages_of_a_gallery_are_hidden_and_of_the_story() -> None:
    slides = "".join(f"<section class='slide' hidden><p>{text}</p></section>" for text in OTHER)
    record = page(f"<main><h1>Ferry again</h1>{told(STORY[:6])}{slides}</main>")
    assert record.text == "\n\n".join([*STORY[:6], *OTHER])


HIDDEN_TOO = f"<main><h1>Ferry again</h1><div hidden>{told(STORY[:3])}</div><div>{told(STORY)}</div></main>"


def test_what_is_hidden_and_shown_is_kept_where_it_is_shown() -> None:
    assert page(HIDDEN_TOO).text == "\n\n".join(STORY)


def all_copies(pieces: list[Piece], voted: list[bool], apart: frozenset[int]) -> frozenset[int]:
    """What is said twice, in boxes too."""
    return copies(pieces, voted)


def hidden_first(pieces: list[Piece], stated: Stated, model: Model) -> Decision:
    """A classifier that takes what is shown for the copy of what is hidden above it."""
    texts = [p.text for p in pieces]
    kept = [text in STORY and text not in texts[:i] for i, text in enumerate(texts)]
    return replace(of_html(pieces, stated, model), kept=kept)


@pytest.mark.parametrize(
    ("name", "off"), [("_copies", all_copies), ("_shown", lambda *_: frozenset())], ids=["copies", "shown"]
)
def test_what_goes_with_its_box_stays_where_it_is_shown(
    name: str, off: Callable[..., frozenset[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shown paragraphs have less text around them than the hidden ones, and look like copies of these."""
    if name == "_shown":
        monkeypatch.setattr(html_rules, "of_html", hidden_first)
    hidden = f"<main><h1>Ferry again</h1><div hidden>{told(STORY[:3])}</div><div>{told(STORY[:2])}</div><p>{STORY[3]}</p>"
    inner = f"{hidden}<div>{told(STORY[4:])}</div></main>"
    assert [page(inner).text.count(text) for text in STORY[:2]] == [1, 1]
    monkeypatch.setattr(scene, name, off)
    assert [page(inner).text.count(text) for text in STORY[:2]] == [0, 0]


IMAGE_TEXT = (
    f"<main><h1>Ferry again</h1>{told(OTHER[:2])}<div class='content-imagetext'>{told(STORY)}</div></main>"
)


def test_a_class_that_speaks_of_captions_may_hold_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(text in page(IMAGE_TEXT).text for text in STORY)
    monkeypatch.setattr(scene, "_pictured", lambda *_: True)
    assert all(text not in page(IMAGE_TEXT).text for text in STORY)


@pytest.mark.parametrize("inner", [within("<div class='fact-box'>{}</div>"), NEXT], ids=["box", "article"])
def test_what_a_site_s_hints_choose_stays(inner: str) -> None:
    chosen = replace(NO_HINTS, body=("main", "article"))
    assert OTHER[0] in page(inner, chosen).text


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many blocks of a story were asked for their boxes."""
    seen: list[int] = []
    real: Callable[..., object] = boxes.boxed

    def boxed(pieces: object, story: list[int]) -> object:
        seen.append(len(story))
        return real(pieces, story)

    monkeypatch.setattr(scene, "boxed", boxed)
    return seen


def test_blocks_of_other_articles_are_no_part_of_what_remains(looked_at: list[int]) -> None:
    page(NEXT)
    assert len(looked_at) == 1
    assert looked_at[0] <= len(STORY) + 1  # the headline may be among them


@pytest.mark.parametrize(
    ("line", "kept"),
    [("14:45 How to weigh a cloud", True), ("14:45", False), ("17:41 JST, May 3, 2024", False)],
)
def test_a_line_of_the_story_may_begin_with_an_hour(line: str, kept: bool) -> None:
    items = "".join(
        f"<li>{text}</li>"
        for text in ("02:10 The hut above the sound", line, "29:30 The winter of the ferry")
    )
    record = page(f"<main><h1>Ferry again</h1>{told(STORY[:3])}<ul>{items}</ul>{told(STORY[3:])}</main>")
    assert found(record, line).kept is kept


SIGN_IN = "<div class='b-modal'><div class='login-form'>{}</div></div>"


def test_a_dialog_to_sign_in_is_no_story_even_where_there_is_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = f"<html><body><h1>Ferry again</h1>{SIGN_IN.format(told(OTHER))}</body></html>".encode()
    dialog = Page(body=body, media_type="text/html")
    assert isinstance(clean(dialog), Rejected)
    monkeypatch.setattr(boxes, "_DIALOG", frozenset(("account", "modal", "nothing that there is")))
    assert isinstance(clean(dialog), Record)


def test_a_story_in_an_element_that_is_named_after_the_log_in_alone_stays() -> None:
    assert page(f"<div class='no-login'><h1>Ferry again</h1>{told(STORY[:3])}</div>").text == "\n\n".join(
        STORY[:3]
    )
