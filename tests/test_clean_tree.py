"""A page may leave out the tags around its head and its body (HTML, 13.1.2.4): nothing of it is lost for that."""

import pytest
from invented import SENTENCES, record

from pipelines.clean import clean, html
from pipelines.page import Page
from pipelines.record import Rejected

STORY = "<h1>Ferry sails again</h1>" + "".join(f"<p>{s}</p>" for s in SENTENCES)
BARE = f"<!doctype html><title>Ferry sails again</title><article>{STORY}</article>"


@pytest.mark.parametrize(
    "page",
    [
        BARE,
        f"<main>{STORY}</main>",
        f"<html lang=en><head><meta charset=utf-8><title>x</title></head><main>{STORY}</main></html>",
        f"<!-- a\n comment --><!doctype html><meta charset=utf-8><link rel=icon href=x><script>if (1 < 2) x()</script><section>{STORY}",
        f"<title>The <body> of a page</title><style>p > a {{}}</style>\n<header><a href=/>Home</a></header><article>{STORY}</article>",
        f"<html><head><title>x</title></head><body><article>{STORY}</article></body></html>",
    ],
)
def test_a_story_is_read_whatever_tags_are_left_out(page: str) -> None:
    made = record(page.encode())
    assert made.headline == "Ferry sails again"
    assert made.text == "\n\n".join(SENTENCES)


def test_without_the_tag_it_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_bodied", lambda text: text)
    made = clean(Page(body=BARE.encode(), media_type="text/html"))
    assert isinstance(made, Rejected)
    assert made.reason == "empty"
