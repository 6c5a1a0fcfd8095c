"""``coranto clean --explain`` and ``--html``: what the cleaner did and why, for a person."""

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import body
from jinja2 import Environment
from rich.console import Console

from pipelines.cli.explained import COLOURS, on_terminal
from pipelines.page import Page
from pipelines.record import LABELS, Block, Hints
from pipelines.web.explained import as_html, explained, pieces
from spiders.cli import main

EVIL = "Ferry <script>alert(1)</script>\x1b[2J\u202egnp.exe &amp; sails"
HEAD = (
    '<meta property="article:published_time" content="2024-03-04"><meta property="og:title" content="Ferry sails | Bote">'
    '<meta name=author content="Ida Holm">'
)
PAGE = body(
    head=HEAD,
    top="<p class=byline>By Ida Holm</p><div class=newsletter>Sign up for our newsletter</div>",
    title="Ferry sails again",
)


def on_paper(page: Page, *, colour: bool, hints: Hints | None = None) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=colour, color_system="standard" if colour else None, width=100, highlight=False, soft_wrap=True)  # fmt: skip
    on_terminal(console, [explained(page, "x", hints or Hints())])
    return out.getvalue()


def test_each_block_stands_with_its_label_confidence_and_reason() -> None:
    page = Page(body=PAGE, media_type="text/html", url="https://bote.example/a")
    text, told = on_paper(page, colour=False), explained(page, "x")
    for block in told.blocks:
        assert block.text in text
        assert block.reason in text
        assert re.search(rf"^[+-] {block.label} +{block.confidence:.2f} ", text, re.MULTILINE)
    assert len(re.findall(r"^\+ ", text, re.MULTILINE)) == told.kept == sum(b.kept for b in told.blocks) > 0
    assert "https://bote.example/a" in text


def test_each_field_stands_with_its_origin_and_what_lost() -> None:
    text = on_paper(Page(body=PAGE, media_type="text/html"), colour=False)
    assert re.search(r"headline  Ferry sails again  \[h1 0\.\d\d\]", text)
    assert "lost: Ferry sails | Bote [og:title]" in text
    assert re.search(r"authors  Ida Holm  \[author 0\.\d\d\]", text)
    assert re.search(r"date_published  2024-03-04  \[meta 0\.\d\d\]", text)


def test_a_text_that_a_script_carries_says_so() -> None:
    story = "".join(
        f"<p>On the {n}th day the ferry sailed again, and nobody on the quay had to wait.</p>"
        for n in range(12)
    )
    body = f"<html><body><script>var story = {json.dumps(story)}</script></body></html>"
    found = explained(Page(body=body.encode(), media_type="text/html"), "x")
    (line,) = (line for line in found.lines if line.name == "text")
    assert (line.value, line.source) == ("carried for a script, in no element of the page", "script")


def test_kept_and_dropped_differ_in_colour_and_only_where_there_is_colour() -> None:
    page = Page(body=PAGE, media_type="text/html")
    assert "\x1b[" not in on_paper(page, colour=False)
    coloured = on_paper(page, colour=True)
    assert re.search(r"\x1b\[1;32m\+ ", coloured)
    assert re.search(r"\x1b\[1;31m- ", coloured)


def test_a_rejected_page_says_its_reason() -> None:
    page = Page(body=b"A short note.", media_type="text/plain")
    assert "rejected as too_short" in on_paper(page, colour=False)
    assert "rejected as too_short" in as_html([explained(page, "x")])


def test_what_a_page_says_moves_no_cursor_and_turns_no_line_around() -> None:
    page = Page(body=body(title=EVIL), media_type="text/html", url="https://bote.example/\x1b[31m")
    text = on_paper(page, colour=False)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\u001b[31m" in text
    dump = Page(body=(EVIL + "\n\n" + PAGE.decode()).encode(), media_type="text/plain")
    assert "\x1b" not in on_paper(dump, colour=False)


class Tags(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_escaped_and_needs_no_script() -> None:
    told = [explained(Page(body=body(title=EVIL, head=HEAD), media_type="text/html"), EVIL)]
    page = as_html(told)
    seen = Tags()
    seen.feed(page)
    assert seen.open == []
    assert not {"script", "iframe", "img", "link", "a", "form"} & set(seen.tags)
    assert not [
        name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "href", "style")
    ]
    assert "&lt;script&gt;alert(1)" in page
    assert "prefers-color-scheme: dark" in page
    assert 'name="color-scheme" content="light dark"' in page
    for block in told[0].blocks:
        assert block.label in page


def test_unescaped_the_page_would_run_what_a_newspaper_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.web import shown

    real = shown.environment

    def unescaped() -> Environment:
        made = real()
        made.autoescape = False
        return made

    monkeypatch.setattr(shown, "environment", unescaped)
    seen = Tags()
    seen.tags = re.findall(r"<(script)", as_html([explained(Page(body=PAGE, media_type="text/html"), EVIL)]))
    assert "script" in seen.tags


def test_every_label_has_its_look() -> None:
    page = as_html([explained(Page(body=PAGE, media_type="text/html"), "x")])
    looks = set(re.findall(r"\.piece\.([a-z_]+)", page))
    assert looks - {"kept", "field"} <= set(LABELS)
    assert {"headline", "byline", "caption", "table"} <= looks
    assert set(COLOURS) <= set(LABELS)


def test_a_block_is_shown_as_its_source_has_it_and_only_where_that_is_its_source() -> None:
    source = "Sail\u00ading again,\nfrom the\nharbour.\n\nSign up\n"
    blocks = (
        Block(text="Sailing again, from the harbour.", label="paragraph", kept=True, reason="r", confidence=1, start=0, end=34),
        Block(text="Sign up", label="subscribe", kept=False, reason="r", confidence=1, start=35, end=len(source)),
    )  # fmt: skip
    assert [piece.text for piece in pieces(blocks, source)] == [
        "Sail\u00ading again,\nfrom the\nharbour.",
        "Sign up",
    ]
    other = "Another page, which was cleaned by another cleaner."
    assert [piece.text for piece in pieces(blocks, other)] == [block.text for block in blocks]
    assert pieces((), "") == ()


def test_the_verb_explains_files_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    run = CliRunner()
    shown = run.invoke(main, ["clean", "--explain", str(tmp_path / "a.html")])
    assert shown.exit_code == 0
    assert "Ferry sails again" in shown.output
    assert "a.html" in shown.output
    page = run.invoke(main, ["clean", "--html", "--type", "text/html"], input=PAGE)
    assert page.output.startswith("<!doctype html>")
    assert "standard input" in page.output
    plain = run.invoke(main, ["clean", str(tmp_path / "a.html")])
    assert plain.output.startswith("{")
