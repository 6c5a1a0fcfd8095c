"""Who brings an article, as readers call it: the paper, and neither the company behind it nor the agency that it took the story from."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft
from pipelines.clean.leads import leads
from pipelines.clean.rubrics import GENERAL, RUBRICS
from pipelines.clean.shapes import folded, squash
from pipelines.clean.spans import collapse
from pipelines.clean.suffixes import is_called, suffix

_BEHIND = re.compile(r"\s\S{1,64}@\S{1,64}\.\w+$|\s*\|\s*by:?\s.*$", re.IGNORECASE)
_SIGNS = " \u00a0-–—|/·•,;:☆★@®™›»«✂×"
_AROUND, _NO_NAME = " ©@+.…|:", frozenset("@/:")
"""Signs around a line that is a name, and of a line that is an address."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_QUOTES = frozenset((('"', '"'), ("“", "”"), ("„", "“"), ("'", "'")))
_FRONTS = frozenset(("start", "startseite", "home", "homepage", "accueil", "inicio", "forside", "главная"))
"""What menus and titles call the front of a site, and no site."""
_PARTS = re.compile(r"\s?[|｜]\s?|\s[-–—]\s")
_WORDS = re.compile(r"[^\W\d_]+")
_TITLE = 300
"""Letters of the longest title that is read."""
_RARE = re.compile(r"\s[›»ǀ∣/]\s|(?<=[^\x00-\u2fff])[-_—](?=[^\x00-\u2fff])")
_LEGAL = re.compile(
    r"(?:ag|eg|gmbh|ltd|inc|llc|sa|plc|bv|spa|srl|cokg|kg|media|group|schweiz|deutschland|usa|uk|premium|plus|online|website|app)+"
)
"""What a company has behind the name of its paper, squashed."""
_ADDRESS = re.compile(r"\w\.[a-z]{2,}/?$", re.IGNORECASE)
_METAS = (("og:site_name", 0.85), ("application-name", 0.6), ("publisher", 0.5), ("dc.publisher", 0.5))
_SHORTEST, _LONGEST = 4, 40
"""Letters of a host's name that says something, and of a line that is a name."""
_COUNTRY, _SECOND = 2, frozenset("co com org net gov ac edu or ne go gob gub nic news web asso".split())  # noqa: SIM905
"""Letters of a country's domain, and what stands between it and a name."""
_PLATFORMS = frozenset(
    ("wordpress", "blogspot", "substack", "hypotheses", "tumblr", "github", "medium", "typepad", "over-blog", "blogs")
)  # fmt: skip
_MADE = re.compile(r"[^\W\d_a-zß-öø-ÿ]\w*[ -]?[^\W_a-zß-öø-ÿ]")
"""More than one capital or figure in a name."""
_MENTIONS = 40
"""How often a text is asked what it calls its host."""
_INITIALS = 4
"""Letters up to which a name that begins as another does is taken for its initials: ``NZZ``."""
_NAMED, _OUTDONE = 0.9, 0.7
"""Confidence in the publisher that JSON-LD names, and where the page calls its site by another name."""


def claims(draft: Draft, headline: str | None = None) -> list[Claim[str]]:
    """Who says who brings the article."""
    heads = {squash(p.text) for p in draft.labelled("headline")} | {squash(headline or "")}
    host = squash((draft.host or "").removeprefix("www."))
    said = list(_all(draft, heads))
    if not said and (name := _told(draft)):
        said = [Claim(source="text", value=name, confidence=0.4)]
    named = ((c, _bare(_spelt(_without(c.value, heads), host))) for c in said)
    return [
        replace(c, value=name)
        for c, name in named
        if any(map(str.isalnum, name))
        and not name.startswith("http")
        and "{" not in name
        and squash(name) not in _FRONTS
    ]


def _all(draft: Draft, heads: set[str]) -> Iterator[Claim[str]]:
    site = draft.stated.first("og:site_name")
    if (name := draft.stated.publisher) is not None:
        outdone = site is not None and _outdoes(site[1], name, draft)
        yield Claim(source="json-ld", value=name, confidence=_OUTDONE if outdone else _NAMED)
    for meta, sure in _METAS:
        if value := draft.stated.first(meta):
            yield Claim(source=meta, value=value[1], confidence=sure)
    if draft.hints.publisher:
        yield Claim(source="hint", value=draft.hints.publisher, confidence=0.8)
    if draft.site_name and is_called(draft.site_name, [p.text for p in draft.pieces], draft.host):
        yield Claim(source="suffix", value=draft.site_name, confidence=0.75)
    part = suffix(draft.stated.title or "") or _tail(draft.stated.title or "", heads)
    if part and not leads(part[1]) and (squash(part[0]) in heads or _is_host(part[1], draft.host or "")):
        yield Claim(source="title", value=part[1], confidence=0.5)
    if name := _shown(draft):
        yield Claim(source="block", value=name, confidence=0.45)


def _is_host(name: str, host: str) -> bool:
    """Whether a host spells a name, or its initials: ``Rhein Neckar Zeitung`` of ``rnz.example``."""
    letters = "".join(word[0] for word in _WORDS.findall(name.casefold()))
    return squash(name) in squash(host) or (len(letters) > 2 and letters == squash(_label(host)))


def _tail(title: str, heads: set[str]) -> tuple[str, str] | None:
    """A title parted by a sign that few sites use, or as Chinese ones do: the part behind the headline."""
    found = list(_RARE.finditer(title[:_TITLE]))
    if not found or len(title) > _TITLE:
        return None
    said, name = title[: found[0].start()], title[found[-1].end() :].strip()
    return (said, name) if 1 < len(name) <= _LONGEST and squash(said) in heads - {""} else None


def _shown(draft: Draft) -> str | None:
    """A line of the page that says what its host is called, as its logo does: ``The Bote`` of ``www.thebote.example``."""
    host = (draft.host or "").removeprefix("www.")
    label = squash(_label(host))
    if len(label) < _SHORTEST or label in GENERAL or label in RUBRICS:
        return None
    some = (p for p in draft.pieces if len(p.text) <= _LONGEST and p.label != "byline")
    lines = Counter(p.text.strip(_AROUND) for p in some)
    keys = {label, squash(host)}
    plain = ((text, count) for text, count in lines.items() if text != host and _NO_NAME.isdisjoint(text))
    said = {text: count for text, count in plain if not keys.isdisjoint(_folded(text))}
    return max(said, key=lambda name: (_looks(name), said[name]), default=None)


def _looks(name: str) -> tuple[bool, bool, int, bool]:
    """How much a spelling is one that readers know: with capitals, and words apart, and no address."""
    return not name.islower(), not _ADDRESS.search(name), len(name.split()), not name.isupper()


def _folded(name: str) -> tuple[str, ...]:
    """A name as hosts may spell it: ``kuestenbote``, ``kustenbote``."""
    key = squash(name)
    return (key,) if key.isascii() else (key, key.translate(_UMLAUTS), folded(key))


def _told(draft: Draft) -> str | None:
    """What the text calls its host, more than once and as names are written: ``Report24`` of ``report24.example``.

    A word with one capital may be what the site is about.
    """
    label = squash(_label(draft.host or ""))
    if len(label) < _SHORTEST:
        return None
    spelt = re.compile(rf"(?<![\w@./-]){'[ -]?'.join(label)}(?![\w@/-]|\.\w)", re.IGNORECASE)
    said = Counter(found[0] for found in islice(spelt.finditer(draft.text), _MENTIONS))
    named = {name: count for name, count in said.items() if count > 1 and _MADE.search(name)}
    return max(named, key=lambda name: (named[name], name), default=None)


def _label(host: str) -> str:
    """The part of a host that somebody chose: ``bote`` of ``www.bote.co.uk``, ``quay`` of ``quay.wordpress.com``."""
    *labels, last = host.split(".")
    if len(last) == _COUNTRY and len(labels) > 1 and labels[-1] in _SECOND:
        labels.pop()
    if len(labels) > 1 and labels[-1] in _PLATFORMS:
        labels.pop()
    return labels[-1] if labels else ""


def _outdoes(site: str, publisher: str, draft: Draft) -> bool:
    """Whether what a page calls its site is a better name than the publisher that its JSON-LD names.

    Some name the agency (``Associated Press`` in the Houston Chronicle), the company (``Holm Medien GmbH``), or write it
    as an address does; the title of the page and its host say how the site calls itself.
    """
    mine, theirs = squash(site), squash(publisher)
    host, title = squash(draft.host or ""), squash(draft.stated.title or "")
    if not mine or _ADDRESS.search(site) or "|" in site or mine in GENERAL or mine in RUBRICS:
        return False
    if mine == theirs:
        return len(site.split()) > len(publisher.split())
    if publisher.islower() or _ADDRESS.search(publisher):
        return title.endswith(mine) or (mine.endswith(theirs) and len(mine) > len(theirs))
    if theirs.startswith(mine):
        shown = len(mine) > _INITIALS and title.endswith(mine)
        return shown or _LEGAL.fullmatch(theirs, len(mine)) is not None
    if site.islower() or mine in theirs or (theirs[:1] == mine[:1] and len(mine) <= _INITIALS):
        return False
    known = theirs.removeprefix("the") in host or title.endswith(theirs)
    return not known and (mine in host or title.endswith(mine))


def _spelt(name: str, host: str) -> str:
    """Of a name with a slogan or a company behind it the part that the host spells: ``The Bote | News of the coast``."""
    parts = _PARTS.split(collapse(name))
    if len(parts) < 2 or squash(name) in host:
        return name
    spelt = [p for p in parts if len(key := squash(p)) > 2 and key in host and key not in GENERAL]
    return max(spelt, key=len, default=name)


def _bare(name: str) -> str:
    """A site's name, without the signs around it, and without an address or a writer behind it."""
    name = _BEHIND.sub("", name).strip(_SIGNS).removeprefix("www.")
    return name[1:-1] if len(name) > 2 and (name[0], name[-1]) in _QUOTES else name


def _without(value: str, heads: set[str]) -> str:
    """A site's name, without the headline that some put before it on every page."""
    part = suffix(value)
    return part[1] if part and squash(part[0]) in heads - {""} else value
