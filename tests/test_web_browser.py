"""The desk in a real browser: from a search to what was removed, with and without scripts, for every reader."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from struct import unpack
from urllib.parse import quote

import demo_dumps
import httpx
import pytest
from archive_exchanges import exchange
from axe_playwright_python.sync_playwright import Axe
from demo_html import page as as_html
from demo_html import view
from demo_papers import PAPERS, press
from playwright.sync_api import Browser, Page
from test_web import served
from web_papers import filled

from pipelines.archive.attempt import Attempt
from pipelines.archive.dumps import import_dumps
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import new_id
from pipelines.archive.spool import Spool
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus import Corpus
from pipelines.web import app

DAY = date(2026, 1, 9)
NOW = datetime(2026, 1, 11, tzinfo=UTC)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def printed(corpus: Corpus, folder: Path) -> None:
    """A day of the demo newspapers, cleaned by the real cleaner."""
    told = press(DAY + timedelta(days=1))
    start = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    for paper in (paper for paper in PAPERS if paper.id != "herald"):
        unit = Unit.of(paper.id, Interval(start=start, end=start + timedelta(days=1)))
        attempt = Attempt(id=new_id(), unit=unit, kind="days", started=start, software="test")
        articles = [a for a in told.articles if a.paper is paper and a.kind == "article"][-4:]
        with Spool.open(folder, attempt, corpus.archive) as spool:
            ledger = []
            for number, article in enumerate(articles):
                body = as_html(view(told, article, NOW), "utf-8").encode()
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
                url = f"https://{paper.host}/{number}"
                kept = spool.write(
                    exchange(response=head.encode() + body, url=url, started=start + timedelta(hours=number))
                )
                ledger.append(
                    Entry(url=url, end="fetched", status=200, captured=kept.captured, where=kept.where)
                )
            manifest = spool.commit(ledger=ledger, complete=True, finish="finished")
        corpus.add(manifest.key)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("browser")
    made = filled(folder)
    printed(made, folder / "spool")
    demo_dumps.write(folder / "dumps")
    manifest = import_dumps(made.archive, folder / "dumps", now=NOW)
    assert manifest is not None
    made.add(manifest.key)
    made.freeze("council OR ferries", name="council-2026", by="Jane Roe", archive_id="archive.example")
    made.freeze("العبارات", name="arabic")
    return made


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(app(corpus)) as client:
        yield str(client.base_url)


@pytest.fixture(scope="module")
def places(corpus: Corpus) -> dict[str, str]:
    """Where each kind of page is."""
    changed = corpus.search("is:changed").hits[0].id
    found = {
        "search": "/?q=tram&site=herald",
        "attention": "/?q=council&measure=attention",
        "context": "/?q=tram&view=left",
        "arabic context": f"/?q={quote('العبارات')}&view=context",
        "mistake": f"/?q={quote('tram AND (bus')}",
        "article": f"/articles/{changed}",
        "history": f"/articles/{changed}/history",
        "compare": "/compare?q=tram&q=council&q=ferries",
        "coverage": "/coverage?since=2026-01-01&until=2026-01-20",
        "lost": "/nope",
        "frozen corpora": "/frozen",
        "for programs": "/api",
        "frozen corpus": "/frozen/council-2026",
    }
    for language in ("ar", "ja", "fr"):
        (dump, *_) = corpus.search(f"site:_ lang:{language}").hits
        found[language] = f"/articles/{dump.id}"
        found[f"removed from a dump ({language})"] = f"/articles/{dump.id}/removed"
    paper = next(
        hit for hit in corpus.search("since:2026-01-09 -site:_ -site:herald -site:lejour", limit=50).hits
    )
    found["removed from a page"] = f"/articles/{paper.id}/removed"
    return found


KINDS = (
    "search", "attention", "context", "arabic context", "mistake", "article", "history", "compare", "coverage", "lost", "frozen corpora", "frozen corpus", "for programs", "ar", "ja",
    "fr", "removed from a dump (ar)", "removed from a dump (fr)", "removed from a page",
)  # fmt: skip


@pytest.fixture(scope="module", params=["light, wide", "dark, phone"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    dark = request.param.startswith("dark")
    context = browser.new_context(
        viewport={"width": 390 if dark else 1440, "height": 900}, color_scheme="dark" if dark else "light"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_can_be_read_by_everybody(
    reader: Page, address: str, places: dict[str, str], kind: str
) -> None:
    """No violation of WCAG 2.2 AA that axe-core finds, no sideways scroll, nothing asked of another host."""
    asked: list[str] = []
    wrong: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.on("pageerror", lambda error: wrong.append(str(error)))
    reader.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    reader.goto(f"{address}{places[kind]}")
    reader.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert reader.evaluate("document.documentElement.scrollWidth") <= reader.evaluate("innerWidth")
    found = Axe().run(reader, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert wrong == []
    assert all(url.startswith(address) for url in asked)


@pytest.mark.parametrize(("kind", "way"), [("ar", "rtl"), ("ja", "ltr"), ("fr", "ltr")])
def test_words_run_the_way_of_their_language(
    reader: Page, address: str, places: dict[str, str], kind: str, way: str
) -> None:
    reader.goto(f"{address}{places[kind]}")
    for part in ("h1", ".text p"):
        shown = reader.locator(part).first
        assert shown.evaluate("e => getComputedStyle(e).direction") == way
        assert shown.get_attribute("lang") == kind


def test_what_was_removed_from_a_dump_is_the_dump_itself(
    browser: Browser, corpus: Corpus, address: str, places: dict[str, str]
) -> None:
    name = places["removed from a dump (fr)"].split("/")[2]
    source = corpus.raw(name).decode()
    page = browser.new_page()
    page.goto(f"{address}{places['removed from a dump (fr)']}")
    pieces = page.locator(".piece")
    assert pieces.count() == len(corpus.show(name).blocks) > 5
    shown = "".join("".join(text.split()) for text in pieces.locator(".text").all_text_contents())
    assert shown == "".join(source.replace("\ufeff", "").split())
    assert page.locator(".piece:not(.kept)").count() > 0
    page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_a_search_to_what_was_removed(
    browser: Browser, address: str, scripts: bool, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Search for").fill("council OR ferries")
    page.get_by_role("button", name="Search", exact=True).click()
    everything = page.locator("#total").inner_text()
    page.locator(".narrow").get_by_role("link", name="herald").click()
    assert "site=herald" in page.url
    assert page.locator(".chosen li").count() == 1
    if scripts:
        box = page.locator("svg.bars").bounding_box()
        assert box
        bars = page.locator("svg.bars a").count()
        page.mouse.move(box["x"] + box["width"] * 0.5 / bars, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 2.5 / bars, box["y"] + 60, steps=5)
        assert page.locator("rect.shade").count() == 1
        page.mouse.up()
        page.wait_for_url("**since=2026-01-05**")
        assert "until=2026-01-08" in page.url
    else:
        page.get_by_text("The numbers").click()
        page.locator(".chart table a").first.click()
        assert "since=2026-01-05&until=2026-01-06" in page.url
    assert page.locator("#total").inner_text() != everything
    page.get_by_role("link", name="All days").click()
    assert "since" not in page.url
    page.get_by_label("Order").select_option("newest")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Harbour ferries return, trains too").click()
    page.get_by_role("link", name="What changed").click()
    assert page.locator("del").count() > 0
    page.get_by_role("link", name="Back to the article").click()
    page.locator(".versions a").first.click()
    assert page.locator("blockquote").count() == 1
    assert "urn:pwid:" in page.locator(".cite").inner_text()
    page.get_by_role("link", name="What was removed").click()
    assert page.locator(".piece.advertisement .why").inner_text().startswith("removed: told")
    page.go_back()
    page.locator(".where a").click()
    with page.expect_download() as took:
        page.get_by_role("link", name="JSON Lines").click()
    took.value.save_as(tmp_path / "taken.jsonl")
    found = httpx.get(f"{address}/api/count", params={"site": "herald"}, trust_env=False).json()["total"]
    assert len((tmp_path / "taken.jsonl").read_text().splitlines()) == found
    context.close()


def test_a_comparison_is_taken_as_a_picture(browser: Browser, address: str, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{address}/compare?q=tram&q=council")
    with page.expect_download() as took:
        page.get_by_role("link", name="The picture (PNG)").click()
    took.value.save_as(tmp_path / "comparison.png")
    head = (tmp_path / "comparison.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n")
    assert unpack(">II", head[16:]) == (1800, 2 * (360 + 2 * 22))
    page.close()


def test_everything_can_be_reached_with_the_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/?q=tram")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 40)"
            )
        )
        outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outlined != "none", reached[-1]
    assert {"q", "since", "until", "sort", "view", "attention", "The numbers"} <= set(reached)
    page.close()
