"""The whole way of a researcher, in a browser: from a search to an export, and the page as it was with all it needs."""

import json
import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from chromium import families
from click.testing import CliRunner
from measured import note
from playwright.sync_api import Browser, BrowserContext, Frame, Page, ViewportSize, expect
from replayed_papers import Kept, crawled, kept

from pipelines.corpus.article import Article
from spiders.cli import main

PAGES = 50
TALL: ViewportSize = {"width": 1280, "height": 6000}
"""So that pictures which wait until they come into sight come into sight."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("kept")
    with kept(crawled(folder), folder / "archive") as found:
        yield found


# What a page needs


class Heard(socketserver.ThreadingTCPServer):
    """The only way out of a browser, which leads nowhere: what was asked of other hosts is written down."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refused)
        self.lines: list[str] = []


OWN = "CONNECT content-autofill.googleapis.com:443"
"""What the browser itself asks when it sees a form."""


class _Refused(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Heard)
        line = self.rfile.readline().decode("latin-1").strip()
        if not line.startswith(OWN):
            self.server.lines.append(line)
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")


@contextmanager
def shut_in(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A window that reaches this machine, and a list of all that it asked of others."""
    with Heard() as heard:
        threading.Thread(target=heard.serve_forever, args=(0.1,), daemon=True).start()
        out = f"http://127.0.0.1:{heard.server_address[1]}"
        context = browser.new_context(viewport=TALL, proxy={"server": out, "bypass": "127.0.0.1"})
        yield context, heard.lines
        context.close()
        heard.shutdown()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What came of the requests of one replayed page, its own left out."""

    here: frozenset[str]
    """Addresses that the archive answered,"""
    lost: frozenset[str]
    """and those that it did not."""
    strange: tuple[str, ...] = field(default=())
    """Requests to anything but the replay's prefix."""


def replayed(page: Page, address: str, view: str) -> Shown:
    """Open an archived page and wait until it has all that it asks for."""
    answers: dict[str, bool] = {}
    strange: list[str] = []
    prefix = re.compile(re.escape(address) + r"/(?:page|scripted)/\d{14}\w*/(.+)")

    def answered(url: str, status: int, *, memento: bool) -> None:
        if found := prefix.fullmatch(url):
            answers[found[1]] = memento and status < 400
        elif not url.startswith((f"{address}/view/", f"{address}/look/", f"{address}/static/")):
            strange.append(url)

    page.on("response", lambda got: answered(got.url, got.status, memento="memento-datetime" in got.headers))
    page.on(
        "requestfailed", lambda asked: answered(asked.url, 0, memento=False)
    )  # an error page is no picture
    page.goto(view)
    for frame in page.frames[1:]:
        _settled(frame)
    own = view.partition("/view/")[2].partition("/")[2]
    answers = {url: here for url, here in answers.items() if url != own}
    return Shown(
        here=frozenset(url for url, here in answers.items() if here),
        lost=frozenset(url for url, here in answers.items() if not here),
        strange=tuple(strange),
    )


def _settled(frame: Frame) -> None:
    frame.wait_for_load_state("load")
    frame.wait_for_function("[...document.images].every(one => one.complete)", polling=50)


def article_page(papers: Kept, name: str) -> tuple[str, dict[str, str]]:
    """Where an article's page leads to be replayed, and what it says is missing there, and why."""
    answer = httpx.get(f"{papers.desk}/articles/{name}", trust_env=False, timeout=60)
    (view,) = re.findall(r'class="button" href="([^"]+)"', answer.text)
    listed = re.findall(r"<li>[^<]*<code dir=\"ltr\">([^<]+)</code>: ([^<]+)</li>", answer.text)
    return unescape(view), {unescape(url): unescape(why) for url, why in listed}


def test_a_replay_has_what_its_pages_need_and_says_what_it_has_not(papers: Kept, browser: Browser) -> None:
    hits = papers.corpus.search("site:herald OR site:umibe", limit=PAGES, sort="oldest").hits
    assert len(hits) == PAGES
    counts: Counter[str] = Counter()
    with shut_in(browser) as (context, outside):
        for hit in hits:
            view, said = article_page(papers, hit.id)
            page = context.new_page()
            shown = replayed(page, papers.replay, view)
            page.close()
            assert shown.strange == (), hit.url
            assert shown.lost <= said.keys(), hit.url
            assert shown.here, hit.url
            counts.update(here=len(shown.here), lost=len(shown.lost))
            counts.update(said[url].partition(":")[0] for url in shown.lost)
        live = len(outside)
        context.new_page().goto("http://herald.example/")  # the twin: such a request would be heard
        assert outside[live] == "GET http://herald.example/ HTTP/1.1"
    share = counts["here"] / (counts["here"] + counts["lost"])
    note(
        "test",
        f"requisites of {PAGES} replayed articles",
        f"{share:.2%} from the archive, {live} live; {dict(counts)}",
    )
    assert live == 0
    assert share >= 0.98
    assert counts["lost"] > 0
    assert counts["robots.txt forbids it"] > 0
    assert counts["the answer was an error, status 404"] > 0


# From a search to an export

PARTS = {"en": "[^\\W\\d_]{3,}", "ar": "[^\\W\\d_]{3,}", "ja": "[^\\W\\d_a-zA-Zぁ-ん]{2}"}
"""What of a headline may be searched for."""
WAYS = {"en": "ltr", "ar": "rtl", "ja": "ltr"}


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without"])
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[BrowserContext, bool]]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    yield context, request.param
    context.close()


@pytest.mark.parametrize("language", WAYS)
def test_from_a_search_to_an_export(
    papers: Kept, window: tuple[BrowserContext, bool], language: str, tmp_path: Path
) -> None:
    context, scripts = window
    hit = papers.corpus.search(f"is:changed lang:{language}", limit=1).hits[0]
    article = papers.corpus.show(hit.id)
    page = context.new_page()
    _search(page, papers, _word(papers, article))
    _filter(page, article.site)
    (_brush if scripts else _choose)(page, str(article.day))
    assert parse_qs(urlsplit(page.url).query)["since"] == [str(article.day)]
    results = page.url
    _read(page, article, WAYS[language])
    _removed(page)
    _changed(page)
    _replay(page, papers, article, WAYS[language])
    assert f"page:{article.url}" in page.locator(".cite").inner_text()
    page.goto(results)
    name = f"journey-{language}-{'with' if scripts else 'without'}"
    assert name in _freeze(page, papers, name)
    frozen = papers.corpus.frozen(name).manifest
    page.goto(results)
    taken = _export(page, tmp_path / "taken.jsonl")
    assert hit.id in {row["id"] for row in taken}
    assert len(taken) == frozen.articles
    page.close()


def _word(papers: Kept, article: Article) -> str:
    """The word of the headline that stands in most articles."""
    words: set[str] = set(re.findall(PARTS[article.language or ""], article.headline or ""))
    return max(sorted(words), key=lambda word: papers.corpus.count(f'"{word}"'))


def _search(page: Page, papers: Kept, word: str) -> None:
    page.goto(papers.desk)
    page.get_by_label("Search for").fill(f'"{word}"')
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator(".hits mark")).not_to_have_count(0)
    assert page.locator(".hits mark").first.inner_text().casefold() == word.casefold()


def _filter(page: Page, site: str) -> None:
    page.locator(".narrow").get_by_role("link", name=site, exact=True).click()
    expect(page.locator(".chosen li")).to_have_count(1)
    assert {each.inner_text() for each in page.locator(".hits .where b").all()} == {site}


def _brush(page: Page, day: str) -> None:
    """Drag from the day to one beside it."""
    days = [str(bar.get_attribute("data-since")) for bar in page.locator("svg.bars a").all()]
    at = days.index(day)
    to = at + 1 if at + 1 < len(days) else at - 1
    box = page.locator("svg.bars").bounding_box()
    assert box
    step = box["width"] / len(days)
    page.mouse.move(box["x"] + (at + 0.5) * step, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + (to + 0.5) * step, box["y"] + 60, steps=5)
    with page.expect_navigation():
        page.mouse.up()
    if to < at:  # the drag began at the later one
        _choose(page, day)


def _choose(page: Page, day: str) -> None:
    """The same without a script: the day's link among the numbers."""
    page.get_by_text("The numbers").click()
    page.locator(f'.chart table a[href*="since={day}"]').click()


def _read(page: Page, article: Article, way: str) -> None:
    page.locator(f'.hits a[href$="/articles/{article.id}"]').click()
    headline = page.locator(".story h1")
    expect(headline).to_have_count(1)
    assert headline.inner_text() == article.headline
    assert headline.evaluate("one => getComputedStyle(one).direction") == way
    assert headline.get_attribute("lang") == article.language


def _removed(page: Page) -> None:
    page.get_by_role("link", name="What was removed").click()
    expect(page.locator(".piece.kept")).not_to_have_count(0)
    assert page.locator(".piece:not(.kept) .why").first.inner_text().startswith("removed:")
    page.get_by_role("link", name="Back to the article").click()


def _changed(page: Page) -> None:
    page.get_by_role("link", name="What changed").click()
    expect(page.locator(".diff ins, .diff del")).not_to_have_count(0)
    page.get_by_role("link", name="Back to the article").click()


def _replay(page: Page, papers: Kept, article: Article, way: str) -> None:
    page.get_by_role("link", name="The page as it was").click()
    page.wait_for_load_state("load")  # of the frame and its styles, too
    assert page.url.startswith(f"{papers.replay}/view/{article.captured:%Y%m%d%H%M%S}/")
    shown = page.frame_locator("iframe")
    assert shown.locator("h1").inner_text() == article.headline
    assert shown.locator("html").evaluate("one => getComputedStyle(one).direction") == way
    assert (
        shown.locator("body").evaluate("one => getComputedStyle(one).fontSize") == "17px"
    )  # as its style says
    before = page.get_by_role("link", name="← Before")
    assert before.count() == 1
    before.click()
    assert shown.locator("h1").inner_text() == article.headline
    page.go_back()
    page.go_back()


def _freeze(page: Page, papers: Kept, name: str) -> str:
    """Freeze what the page shows, by its form where it has one, else by the command; the citation."""
    form = page.get_by_role("form", name="Freeze")
    if form.count():
        form.get_by_label("Freeze").fill(name)
        form.get_by_role("button", name="Freeze").click()
        while page.get_by_role("link", name="Look again").count():
            page.get_by_role("link", name="Look again").click()
        return str(page.locator(".cite p").first.inner_text())
    asked = {field: values[0] for field, values in parse_qs(urlsplit(page.url).query).items()}
    query = f'{asked["q"]} site:"{asked["site"]}"'
    bounds = ("--since", asked["since"], "--until", asked["until"])
    command = ("--at", str(papers.folder), "freeze", query, *bounds, "--name", name)
    told = CliRunner().invoke(main, command, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return str(told.output)


def _export(page: Page, to: Path) -> list[dict[str, Any]]:
    with page.expect_download() as took:
        page.get_by_role("link", name="JSON Lines").click()
    took.value.save_as(to)
    return [json.loads(line) for line in to.read_text().splitlines()]


# Letters


def unlettered(page: Page, selector: str) -> set[str]:
    """Letters of an element that none of the fonts has with which the browser drew it."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = {
        font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }
    letters = {letter for letter in page.locator(selector).inner_text() if letter.isalnum()}
    return {letter for letter in letters if not used & families(letter)}


@pytest.mark.parametrize("language", WAYS)
def test_a_headline_is_drawn_with_letters_of_its_script(
    papers: Kept, browser: Browser, language: str
) -> None:
    if not families("港"):
        pytest.skip("needs fonts-droid-fallback")
    hit = papers.corpus.search(f"is:changed lang:{language}", limit=1).hits[0]
    page = browser.new_page()
    page.goto(f"{papers.desk}/articles/{hit.id}")
    assert unlettered(page, ".story h1") == set()
    page.set_content("<h1>\U00017000</h1>")
    assert unlettered(page, "h1") == {"\U00017000"}  # the twin: Tangut, of which no font here has a letter
    page.close()
