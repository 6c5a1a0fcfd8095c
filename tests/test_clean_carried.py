"""Pages whose elements hold no article, though a script of theirs carries it."""

import json
import time

import pytest
from invented import days

from pipelines.clean import carried, clean, html, page_text
from pipelines.page import Page
from pipelines.record import NO_HINTS, Hints, Record, Rejected

STORY = days(9)
BANNER = (
    "We and our partners store cookies on your device. You may withdraw your consent in our privacy settings."
)
HTML = "".join(f'<p class="text">{text}</p>' for text in STORY)


def escaped(text: str) -> str:
    """As data are written into a page: no sign that could end the script."""
    return json.dumps(text).replace("<", "\\u003c").replace(">", "\\u003e")


def page(scripts: str, elements: str = '<div id="app"></div>') -> Page:
    head = "<html><head><title>Ferry sails again | The Bote</title></head><body>"
    return Page(body=f"{head}{elements}{scripts}</body></html>".encode(), media_type="text/html")


def cleaned(made: Page, hints: Hints = NO_HINTS) -> Record:
    result = clean(made, hints)
    assert isinstance(result, Record)
    return result


LINKED = json.dumps({"@type": "NewsArticle", "headline": "Ferry", "articleBody": "\n\n".join(STORY)})
DATA = f'{{"props": {{"id": 7, "html": {escaped(HTML)}, "more": [{escaped("<p>Advertisement</p><p>$$HERE$$</p>")}]}}}}'
CARRIERS = {
    "JSON-LD": f'<script type="application/ld+json">{LINKED}</script>',
    "data of a framework": f'<script id="data" type="application/json">{DATA}</script>',
    "a call": f"<script>window.it = window.it || []; window.it.push({DATA})</script>",
    "data within data": f"<script>self.next.push([1, {escaped('5:' + DATA)}])</script>",
    "HTML within data": f"<script>self.next.push([1, {escaped(HTML)}])</script>",
    "an advertisement's place in it": f"<script>var a = {escaped('<p>$$TOP$$</p>' + HTML + '<p>{{advert}}</p>')}</script>",
}


@pytest.mark.parametrize("scripts", CARRIERS.values(), ids=CARRIERS)
def test_what_a_script_carries_is_the_text_where_elements_hold_none(scripts: str) -> None:
    record = cleaned(page(scripts))
    assert record.text == "\n\n".join(STORY)
    assert record.origins["text"].source == ("json-ld" if "ld+json" in scripts else "script")
    assert record.headline in ("Ferry sails again", "Ferry")


@pytest.mark.parametrize("scripts", CARRIERS.values(), ids=CARRIERS)
def test_without_it_such_a_page_holds_nothing(scripts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "carried", lambda *_: None)
    result = clean(page(scripts))
    assert isinstance(result, Rejected)
    assert result.reason == "empty"


def test_its_blocks_point_into_the_text_of_the_page() -> None:
    made = page(CARRIERS["a call"], f"<footer>{BANNER}</footer>")
    text, record = page_text(made), cleaned(made)
    assert text.startswith(BANNER)
    assert [text[b.start : b.end] for b in record.blocks if b.kept] == STORY
    assert record.blocks[-1].path == "body/article[1]/p[9]"


def test_a_page_that_shows_its_article_is_taken_at_its_word() -> None:
    shown = [text.replace("ferry", "steamer") for text in STORY]
    record = cleaned(page(CARRIERS["JSON-LD"], "".join(f"<p>{text}</p>" for text in shown)))
    assert record.text == "\n\n".join(shown)
    assert "text" not in record.origins


def test_a_beginning_before_a_wall_is_said_once() -> None:
    record = cleaned(
        page(CARRIERS["JSON-LD"], f"<h1>Ferry sails again</h1><p>{STORY[0]}</p><p>Subscribe to read on</p>")
    )
    assert [record.text.count(text) for text in STORY] == [1] * 9


def test_what_is_there_already_is_not_put_behind_it() -> None:
    text = "The ferry sailed, said the office: " + "all day long " * 50
    made = page(f"<script>var a = {escaped(f'<p>{text}</p><p>Read on</p>')}</script>", f"<p>{text}</p>")
    assert page_text(made).count(text) == 1


def test_a_banner_in_a_script_is_no_article() -> None:
    banner = "".join(f"<p>{n} {BANNER}</p>" for n in range(9))
    result = clean(page(f"<script>var banner = {escaped(banner)}</script>"))
    assert isinstance(result, Rejected)


def test_a_site_s_hints_reach_it() -> None:
    record = cleaned(page(CARRIERS["a call"]), Hints(drop=("p:first-child",)))
    assert record.text == "\n\n".join(STORY[1:])


SHADOW = (
    f'<bote-story><template shadowrootmode="open"><h1>Ferry sails again</h1>{HTML}</template></bote-story>'
)


def test_a_declared_shadow_tree_is_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cleaned(page("", SHADOW)).text == "\n\n".join(STORY)
    plain = page("", SHADOW.replace(' shadowrootmode="open"', ""))
    assert isinstance(clean(plain), Rejected)
    monkeypatch.setattr(html, "_is_shown", lambda _: False)
    assert isinstance(clean(page("", SHADOW)), Rejected)


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\ufffe", "\ud800", "<b", "&lt;p&gt;", "]]>"])
def test_signs_that_no_document_may_hold_cost_no_article(odd: str) -> None:
    said = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join([*STORY[:4], odd, *STORY[4:]])})
    record = cleaned(page(f'<script type="application/ld+json">{said}</script>'))
    assert [record.text.count(text) for text in STORY] == [1] * 9


@pytest.mark.parametrize("sign", ['\\"', '"', '"\\', '["', "\\u003cp", '"\\u003cp>'])
def test_scripts_full_of_quotes_take_no_time(sign: str) -> None:
    start = time.process_time()
    clean(page(f"<script>{sign * (1_900_000 // len(sign))}\\u003cp</script>"))
    assert time.process_time() - start < 10


def test_a_story_of_many_small_parts_beside_a_long_menu_takes_no_time() -> None:
    start = time.process_time()
    clean(page(f"<script>var a = {escaped('<p>ab</p>' * 50_000)}</script>", f"<div>{'a ' * 400_000}</div>"))
    assert time.process_time() - start < 10
