"""Links of a front page, section page or dated archive page."""

from collections.abc import Iterator

from lxml import html

from pipelines.archive.hypertext import absolute, base_of, tree
from spiders.discover.link import Link

LONGEST_TITLE = 300


def links(body: bytes, url: str) -> tuple[Link, ...]:
    """Every link of a page in order, each address once, with its longest words. Nothing is raised."""
    found: dict[str, str] = {}
    root = tree(body)
    base = base_of(root, url)
    for element in _elements(root, "a", "area"):
        where = absolute(element.get("href") or "", base)
        if where:
            where = where.partition("#")[0]
            words = _words(element)
            found[where] = max(found.get(where, ""), words, key=len)
    return tuple(Link(url=where, title=words or None, source=url) for where, words in found.items())


def next_page(body: bytes, url: str) -> str | None:
    """The page after this one, where the page itself says so (``rel=next``)."""
    root = tree(body)
    base = base_of(root, url)
    for element in _elements(root, "link", "a"):
        if "next" in (element.get("rel") or "").lower().split():
            return absolute(element.get("href") or "", base)
    return None


def _elements(root: html.HtmlElement | None, *tags: str) -> Iterator[html.HtmlElement]:
    return iter(()) if root is None else root.iter(*tags)


def _words(element: html.HtmlElement) -> str:
    words = " ".join("".join(element.itertext()).split())
    return (words or " ".join((element.get("title") or "").split()))[:LONGEST_TITLE]
