"""Sitemaps: a reader of our own, since the libraries lose or bend addresses.

Real sitemaps have a raw ``&``, blank lines before the declaration, prefixes nobody declared, and files cut
in the middle; XML parsers refuse these, or mend them into addresses that nobody wrote (``x=1&y=2`` becomes
``x=1=2``). This one reads tag by tag and takes only what has both its ends.
"""

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.archive.hypertext import absolute
from spiders.discover import dates, feed
from spiders.discover.link import Link

MOST_BYTES = 64 << 20
"""Beyond what a sitemap may hold by its rules (50 MB, sitemaps.org), and a bound on what gzip may become."""
DEEPEST = 32
"""No sitemap nests deeper; a hostile one must not make each end tag search a long stack."""
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ENTRIES = ("url", "sitemap")
FIELDS = {
    ("url", "loc"): "loc", ("url", "lastmod"): "lastmod", ("sitemap", "loc"): "loc",
    ("sitemap", "lastmod"): "lastmod", ("news", "publication_date"): "published", ("news", "title"): "title",
    ("url", "publication_date"): "published",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index names."""

    url: str
    lastmod: datetime | None = None
    """The *last* instant the date may mean: for a day alone its end. Older than an interval: not needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one sitemap file says."""

    links: tuple[Link, ...] = ()
    children: tuple[Child, ...] = ()
    cut: bool = False
    """The file ended in the middle, or was larger than we read; what was whole is here."""


def read(body: bytes, url: str, zone: ZoneInfo) -> Sitemap:
    """Read a sitemap, a sitemap index, a feed or a plain list of addresses; nothing is raised.

    How many links and how deep an index may go is for the caller to say.
    """
    body, cut = unzipped(body)
    text = decoded(body)
    head = text[:2000].lower()
    if re.search(r"<(rss|feed|rdf:rdf)[\s>]", head):  # sitemaps.org: a feed may serve as a sitemap
        return Sitemap(links=feed.links(body, url, zone), cut=cut)
    if "<" not in head:
        return Sitemap(links=_plain(text, url), cut=cut)
    links, children = [], []
    for entry in _entries(text):
        where = absolute(entry.get("loc", ""), url)
        if entry["entry"] == "":
            cut = True
        elif where and entry["entry"] == "sitemap":
            when = dates.read(entry.get("lastmod", ""), zone)
            children.append(Child(url=where, lastmod=when.last if when else None))
        elif where:
            links.append(_link(entry, where, url, zone))
    ended = re.search(r"</[^<>]*(urlset|sitemapindex)\s*>", text[-2000:].lower())
    cut = cut or (not ended and bool(links or children))
    return Sitemap(links=tuple(links), children=tuple(children), cut=cut)


def unzipped(body: bytes, most: int = MOST_BYTES) -> tuple[bytes, bool]:
    """The bytes behind gzip, told by its magic number, and whether they are cut.

    A ``.xml.gz`` may be gzip once, twice (Content-Encoding too) or not at all.
    """
    cut = False
    for _ in range(3):
        if not body.startswith(b"\x1f\x8b"):
            break
        body, cut = _gunzip(body, most)
    return body[:most], cut or len(body) > most


def decoded(body: bytes) -> str:
    """Text by byte order mark, XML declaration, UTF-8, or else Windows' Latin."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(name, "replace")
    declared = re.search(rb"<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9._-]{2,40})", body[:400])
    for name in (declared[1].decode() if declared else "utf-8", "utf-8"):
        try:
            return body.decode(name)
        except (ValueError, LookupError):  # UnicodeDecodeError is a ValueError
            continue
    # A cut file may end within a letter: that alone does not make it Latin.
    damage = body[:-4].decode("utf-8", "ignore").encode()
    return (
        body.decode("utf-8", "replace") if damage == body[: len(damage)] else body.decode("cp1252", "replace")
    )


def _gunzip(body: bytes, most: int) -> tuple[bytes, bool]:
    whole, rest = bytearray(), body
    while rest.startswith(b"\x1f\x8b") and len(whole) <= most:
        stream = zlib.decompressobj(31)
        try:
            whole += stream.decompress(rest, most - len(whole) + 1)
        except zlib.error:
            return bytes(whole), True
        if not stream.eof:
            return bytes(whole), True
        rest = stream.unused_data
    return bytes(whole), False


def _plain(text: str, url: str) -> tuple[Link, ...]:
    lines = (line.strip() for line in text.splitlines())
    found = (absolute(line, url) for line in lines if re.match(r"https?://\S+$", line))
    return tuple(Link(url=where, source=url) for where in found if where)


def _link(entry: dict[str, str], where: str, source: str, zone: ZoneInfo) -> Link:
    published = dates.instant(entry.get("published", ""), zone)
    modified = dates.instant(entry.get("lastmod", ""), zone)
    return Link(
        url=where,
        announced=published or modified,
        dated="published" if published else "modified" if modified else None,
        title=" ".join(entry.get("title", "").split()) or None,
        source=source,
    )


class _Reader:
    """Follows the tags and gathers the fields of the entry that is open."""

    def __init__(self) -> None:
        self.stack: list[str] = []
        self.entry: dict[str, str] = {}
        self.words: list[str] = []

    def opened(self, name: str) -> dict[str, str]:
        """The entry that ends here, since its own end tag was forgotten; else nothing."""
        before: dict[str, str] = {}
        if name in ENTRIES:
            before, self.entry, self.stack = self.entry, {"entry": name}, []
        if len(self.stack) < DEEPEST:
            self.stack.append(name)
        self.words = []
        return before

    def closed(self, name: str) -> dict[str, str]:
        """The entry that ends here; else nothing."""
        if name not in self.stack:
            return {}
        while self.stack.pop() != name:
            pass
        field = FIELDS.get((self.stack[-1] if self.stack else "", name))
        if self.entry and field:
            self.entry.setdefault(field, "".join(self.words).strip())
        self.words = []
        whole, self.entry = (self.entry, {}) if name in ENTRIES else ({}, self.entry)
        return whole


def _entries(text: str) -> Iterator[dict[str, str]]:
    """Every whole <url> and <sitemap> as its fields; at last one entry without a name where the file is cut."""
    reader, cut = _Reader(), False
    for kind, value in _tokens(text):
        if kind == "text":
            reader.words.append(value)
        elif kind == "cut":
            cut = True
        elif whole := reader.opened(value) if kind == "open" else reader.closed(value):
            yield whole
    if cut or reader.entry:
        yield {"entry": ""}


MARKS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<", ">"))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """(open | close, local name), (text, unescaped); linear in the length of the text, whatever it holds."""
    here = 0
    while (tag := text.find("<", here)) >= 0:
        if tag > here:
            yield "text", _unescaped(text[here:tag])
        start, end = next(mark for mark in MARKS if text.startswith(mark[0], tag))
        stop = text.find(end, tag + len(start))
        if stop < 0:
            yield "cut", ""
            return
        here, inside = stop + len(end), text[tag + len(start) : stop]
        if end == "]]>":
            yield "text", inside
        elif end == ">":
            # A raw "<" in a title: the tag begins at the last one before ">".
            raw, _, inside = inside.rpartition("<")
            if raw:
                yield "text", _unescaped(raw)
            yield from _tag(inside)
    if here < len(text):
        yield "text", _unescaped(text[here:])


def _tag(inside: str) -> Iterator[tuple[str, str]]:
    if not inside or inside[0] in "?!":
        return
    name = inside.strip("/ \t\r\n").split(None, 1)
    local = name[0].rpartition(":")[2].lower() if name else ""
    if inside[0] == "/":
        yield "close", local
    else:
        yield "open", local
        if inside[-1] == "/":
            yield "close", local


def _unescaped(text: str) -> str:
    """Entities that end in a semicolon only: html.unescape alone would make © of ``?a=1&copy=2``."""
    return ENTITY.sub(lambda found: html.unescape(found[0]), text)
