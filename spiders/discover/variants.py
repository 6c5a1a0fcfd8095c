"""Other addresses of one story: AMP pages, mobile hosts, a slash at the end, ``http`` and ``www``.

That two addresses look alike is never enough to leave one out, since they may be two pages. What counts:

========= ==================================================================================================
stated    the fetched page names the other one (``rel=canonical``, ``rel=amphtml``, ``rel=alternate`` for
          small screens), and both look alike
spelling  at this site, three pairs that differ in just this way were one page (a redirect from one to the
          other, or the same payload), and no pair was two
========= ==================================================================================================
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

from pipelines.archive import hypertext
from pipelines.archive.hypertext import absolute
from pipelines.archive.ledger import Entry
from spiders.discover.canonical import canonical
from spiders.discover.link import Link

HOST = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)")
AMP = re.compile(r"amp(=(1|true|html|amp)?)?|outputtype=(amp|valid_amp)", re.IGNORECASE)
SPELLINGS = ("scheme", "www", "slash")
"""Ways to spell one address that a whole site may share."""
ENOUGH = 3
"""Pairs that show that a way of spelling makes no difference at a site."""


def key(url: str) -> str:
    """What addresses have in common that may be one story; equal keys prove nothing.

    >>> key("http://m.herald.example/2026/harbour/amp/") == key("https://www.herald.example/2026/harbour")
    True
    """
    parts = urlsplit(url)
    host, path = parts.netloc, re.sub(r"^/amp(?=/)", "", parts.path)
    if found := HOST.match(host):
        host = host[found.end() :]
    path = re.sub(r"\.amp(?=\.html?$|$)", "", path.rstrip("/"))
    path = re.sub(r"/amp$", "", path).rstrip("/")
    query = "&".join(part for part in parts.query.split("&") if part and not AMP.fullmatch(part))
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def stated(body: bytes, url: str) -> dict[str, str]:
    """Addresses that a page says it has besides this one, and how it says so; only those that look alike."""
    head = body[
        : body.lower().find(b"</head")
    ]  # all but its last byte where no head ends: links stand before
    root = hypertext.tree(head)
    base = hypertext.base_of(root, url)
    found: dict[str, str] = {}
    for element in () if root is None else root.iter("link"):
        rel = (element.get("rel") or "").lower().split()
        small = "alternate" in rel and re.search(r"handheld|max-width", element.get("media") or "")
        how = (
            "canonical"
            if "canonical" in rel
            else "amphtml"
            if "amphtml" in rel
            else "alternate" * bool(small)
        )
        where = absolute(element.get("href") or "", base) if how else None
        if where and canonical(where) != canonical(url) and key(where) == key(url):
            found.setdefault(canonical(where), f"rel={how}")
    return found


def split(links: Iterable[Link]) -> tuple[list[Link], list[Link]]:
    """Of links that look alike the plainest, in their order; and the others, which wait for what it says."""
    every = list(links)
    best: dict[str, Link] = {}
    for link in every:
        known = best.setdefault(key(link.url), link)
        if _plain(link.url) < _plain(known.url):
            best[key(link.url)] = link
    chosen = {link.url for link in best.values()}
    return [x for x in every if x.url in chosen], [x for x in every if x.url not in chosen]


def same_spellings(settled: Mapping[str, Entry]) -> frozenset[str]:
    """Ways of spelling that make no difference at a site, by what was settled there before."""
    same: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for url, entry in settled.items():
        for how, twin in respelled(url):
            if twin not in settled or url > twin:
                continue
            verdict = _one_page(entry, settled[twin])
            same[how] += verdict is True
            other[how] += verdict is False
    return frozenset(how for how in SPELLINGS if same[how] >= ENOUGH and not other[how])


def respelled(url: str) -> Iterator[tuple[str, str]]:
    """Each other spelling of an address, with the way in which it differs."""
    parts = urlsplit(url)
    scheme = {"http": "https", "https": "http"}.get(parts.scheme)
    if scheme and not parts.port:
        yield "scheme", urlunsplit(parts._replace(scheme=scheme))
    bare = parts.netloc.removeprefix("www.")
    yield "www", urlunsplit(parts._replace(netloc=bare if bare != parts.netloc else f"www.{bare}"))
    if parts.path != "/":
        path = parts.path.rstrip("/") if parts.path.endswith("/") else f"{parts.path}/"
        yield "slash", urlunsplit(parts._replace(path=path))


def twins(urls: Iterable[str], settled: Mapping[str, Entry]) -> dict[str, str]:
    """Addresses that were settled under another spelling, at a site where it makes no difference."""
    ways = same_spellings(settled)
    if not ways:
        return {}
    fresh = [url for url in urls if url not in settled]
    found = ((url, twin) for url in fresh for how, twin in respelled(url) if how in ways)
    return {url: twin for url, twin in found if twin in settled}


def _one_page(one: Entry, other: Entry) -> bool | None:
    """Were two addresses one page? None where what is known tells neither."""
    ends = {one.end, other.end}
    if ends == {"moved", "fetched"} or ends == {"moved"}:
        led = (one, other) if one.end == "moved" else (other, one)
        return True if canonical(led[0].target or "") == led[1].url else None
    if ends != {"fetched"} or one.where is None or other.where is None:
        return None
    return one.where.payload_sha256 == other.where.payload_sha256


def _plain(url: str) -> tuple[bool, bool]:
    """How plain a spelling is, the plainest first: for no small screen, by https."""
    parts = urlsplit(url)
    mobile = re.match(r"(m|mobile|amp)\.", parts.netloc)
    amp = re.search(r"\bamp\b", f"{parts.path}?{parts.query}", re.IGNORECASE)
    return bool(mobile or amp), parts.scheme != "https"
