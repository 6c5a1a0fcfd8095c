"""Takes the pictures of the desk in the README, and with a folder one of every page, wide and narrow, light and dark.

python tests/desk_screens.py [FOLDER]
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import demo_dumps
from playwright.sync_api import Browser, Page, sync_playwright
from replayed_papers import Kept, crawled, kept
from test_web import served
from web_papers import Told, publish

from pipelines.archive.dumps import import_dumps
from pipelines.corpus import Corpus
from pipelines.web import app
from pipelines.web.admission import Door
from pipelines.web.users import Users

SCREENS = Path(__file__).parent / "screens"
WIDE, NARROW = (1440, 900), (390, 844)
SEARCH = "council OR harbour OR school"


def main(folder: Path | None) -> None:
    """Crawl the demo papers, serve the desk and replay, and take the pictures."""
    with tempfile.TemporaryDirectory() as held, sync_playwright() as play:
        papers = crawled(Path(held))
        if folder is not None:
            furnished(papers, Path(held))
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with kept(papers, Path(held, "archive")) as found:
            if folder is None:
                readme(browser, found)
            else:
                everything(browser, found, folder)
                behind_a_door(browser, found.corpus, Path(held, "users.sqlite"), folder)
        browser.close()


def readme(browser: Browser, papers: Kept) -> None:
    """A search with its chart, what was removed from a page, and a page as it was."""
    page = _window(browser, WIDE, "light")
    found = papers.corpus.search("is:changed site:herald lang:en", limit=60).hits
    shown = max(found, key=lambda hit: len(papers.corpus.show(hit.id).captions))
    page.goto(f"{papers.desk}/?q={quote(SEARCH)}&site=herald")
    page.screenshot(path=SCREENS / "desk-search.png")
    page.goto(f"{papers.desk}/articles/{shown.id}/removed")
    page.locator(".piece.kept").nth(1).evaluate("one => scrollTo(0, one.offsetTop - 420)")
    page.screenshot(path=SCREENS / "desk-removed.png")
    page.goto(f"{papers.desk}/articles/{shown.id}")
    page.get_by_role("link", name="The page as it was").click()
    page.wait_for_load_state("load")
    page.screenshot(path=SCREENS / "desk-replay.png")


def furnished(corpus: Corpus, folder: Path) -> None:
    """What a crawl alone does not bring: dumps, one story in many papers, frozen corpora, something taken down."""
    demo_dumps.write(folder / "dumps")
    manifest = import_dumps(corpus.archive, folder / "dumps", now=datetime(2026, 1, 20, tzinfo=UTC))
    assert manifest
    corpus.add(manifest.key)
    text = (
        ("lead", "The ferry came late."),
        *(("paragraph", f"Sentence {n} of the ferry.") for n in range(30)),
    )
    for n in range(15):
        told = Told(path="ferry", headline="A late ferry", blocks=text, authors=(f"Jo {n}. Roe",))
        publish(corpus, folder / "more", f"paper{n:02}", date(2026, 1, 5), [told])
    corpus.find_families("2026-01-01", "2026-02-01")
    corpus.freeze("harbour site:herald", name="harbour-2026", by="Jane Roe", archive_id="archive.example")
    corpus.freeze("council OR school", name="towns", archive_id="archive.example")
    gone = corpus.show(corpus.search("harbour site:herald").hits[0].id)
    corpus.take_down([gone.where.record_id], by="ops", why="the author asked")


SIZES = tuple((size, colour) for size in (WIDE, NARROW) for colour in ("light", "dark"))


def everything(browser: Browser, papers: Kept, folder: Path) -> None:
    """Every page at both widths, in both colours, from top to bottom."""
    for size, colour in SIZES:
        page = _window(browser, size, colour)
        for name, address in places(papers):
            page.goto(address)
            _taken(page, folder / f"{name}-{size[0]}-{colour}.png", size[0])


def behind_a_door(browser: Browser, corpus: Corpus, database: Path, folder: Path) -> None:
    """Logging in, the audit log, and what those see who may only count."""
    users = Users(database)
    for role in ("admin", "counts"):
        users.add(role, role, "correct horse battery")
    with served(app(corpus, door=Door(users=users))) as client:
        for size, colour in SIZES:
            for role in ("admin", "counts"):
                page = _window(browser, size, colour)
                page.goto(f"{client.base_url}/login?next=/audit" if role == "admin" else str(client.base_url))
                _taken(page, folder / f"login-{size[0]}-{colour}.png", size[0])
                page.get_by_label("Name").fill(role)
                page.get_by_label("Password").fill("correct horse battery")
                page.get_by_role("button", name="Log in").click()
                _taken(page, folder / f"as-{role}-{size[0]}-{colour}.png", size[0])


def _taken(page: Page, to: Path, width: int) -> None:
    """The picture of a whole page; says so where it scrolls sideways, or something sticks out of it."""
    page.wait_for_load_state("load")
    to.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=to, full_page=True)
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        print(f"{to.name}: {wide} wide")


def places(papers: Kept) -> Iterator[tuple[str, str]]:
    """Name and address of each kind of page."""
    desk, corpus = papers.desk, papers.corpus
    yield "search", f"{desk}/?q={quote(SEARCH)}"
    yield "front", desk
    yield "mistake", f"{desk}/?q={quote('council AND (harbour')}"
    yield "context", f"{desk}/?q={quote(SEARCH)}&view=context"
    yield "attention", f"{desk}/?q={quote(SEARCH)}&measure=attention"
    yield "compare", f"{desk}/compare?q=council&q=harbour&q=school"
    yield "coverage", f"{desk}/coverage"
    yield "lost", f"{desk}/nope"
    yield "help", f"{desk}/?q={quote('site:')}"
    yield "nothing", f"{desk}/?q=zorbanite&site=herald"
    yield (
        "narrowed",
        f"{desk}/?q={quote(SEARCH)}&site=herald&language=en&length=short&since=2026-01-01&until=2026-01-20",
    )
    yield "stories", f"{desk}/?per=family"
    yield "context-ja", f"{desk}/?q={quote('港')}&view=left"
    yield "compare-papers", f"{desk}/compare?by=site&measure=attention"
    yield "compare-mistake", f"{desk}/compare?q={quote('tram AND (bus')}"
    yield "compare-empty", f"{desk}/compare"
    yield "coverage-one", f"{desk}/coverage?site=herald&since=2026-01-01&until=2026-01-21"
    yield "coverage-none", f"{desk}/coverage?site=nobody"
    yield "frozen-list", f"{desk}/frozen"
    yield "frozen", f"{desk}/frozen/harbour-2026"
    yield "api", f"{desk}/api"
    yield "replay-lost", f"{papers.replay}/view/2026/https://nobody.example/"
    for language in ("en", "ar", "ja"):
        hit = corpus.search(f"is:changed lang:{language}").hits[0]
        article = corpus.show(hit.id)
        yield f"article-{language}", f"{desk}/articles/{hit.id}"
        yield f"removed-{language}", f"{desk}/articles/{hit.id}/removed"
        yield f"history-{language}", f"{desk}/articles/{hit.id}/history"
        yield f"replay-{language}", f"{papers.replay}/view/{article.captured:%Y%m%d%H%M%S}/{article.url}"
    lacking = next(
        hit for hit in corpus.search("site:herald", limit=60).hits if corpus.requisites(hit.id).missing
    )
    yield "lacking", f"{desk}/articles/{lacking.id}"
    told = corpus.search("ferry site:paper03").hits[0]
    yield "family", f"{desk}/articles/{told.id}"
    for language in ("ar", "fr"):
        (dump, *_) = corpus.search(f"site:_ lang:{language}").hits
        yield f"dump-{language}", f"{desk}/articles/{dump.id}"
        yield f"dump-{language}-removed", f"{desk}/articles/{dump.id}/removed"


def _window(browser: Browser, size: tuple[int, int], colour: str) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=viewport, color_scheme=colour).new_page()  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
