"""Takes the pictures of the desk in the README, and with a folder one of every page, wide and narrow, light and dark.

python tests/desk_screens.py [FOLDER]
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from replayed_papers import Kept, crawled, kept

SCREENS = Path(__file__).parent / "screens"
WIDE, NARROW = (1440, 900), (390, 844)
SEARCH = "council OR harbour OR school"


def main(folder: Path | None) -> None:
    """Crawl the demo papers, serve the desk and replay, and take the pictures."""
    with tempfile.TemporaryDirectory() as held, sync_playwright() as play:
        papers = crawled(Path(held))
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with kept(papers, Path(held, "archive")) as found:
            if folder is None:
                readme(browser, found)
            else:
                everything(browser, found, folder)
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


def everything(browser: Browser, papers: Kept, folder: Path) -> None:
    """Every page at both widths, in both colours, from top to bottom."""
    folder.mkdir(parents=True, exist_ok=True)
    for size, colour in ((WIDE, "light"), (NARROW, "light"), (NARROW, "dark")):
        page = _window(browser, size, colour)
        for name, address in places(papers):
            page.goto(address)
            page.wait_for_load_state("load")
            page.screenshot(path=folder / f"{name}-{size[0]}-{colour}.png", full_page=True)
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > size[0]:
                print(f"{name} at {size[0]}: {wide} wide")


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


def _window(browser: Browser, size: tuple[int, int], colour: str) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=viewport, color_scheme=colour).new_page()  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
