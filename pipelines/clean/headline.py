"""The headline, by a vote of those who claim to know it, without the site's name.

Each wording on the page that may be the headline is described by who says it, how it stands to the others, its place
and its words.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.clean.candidates import Claim, chances, weighed
from pipelines.clean.draft import Draft
from pipelines.clean.dump_headline import plain
from pipelines.clean.field_weights import HEADLINE
from pipelines.clean.shapes import is_prose, squash, stops, weight
from pipelines.clean.shown_titles import headed, shown_part
from pipelines.clean.spans import collapse
from pipelines.clean.suffixes import strip_suffix
from pipelines.clean.titles import Title, address_words, separators, titles, words

_WORD = re.compile(r"\w\w+")
_BODY = 6000
_TOP = 800
_NEAR = 120
"""Elements below a heading among which paragraphs count as its own."""
_ENDS = re.compile(
    r"\s*[|｜]\s*|\s+[-–—·»:]\s+|\s*_\s*|(?<=[」』】\w]):\s*(?=[^\s:]{2,20}$)|：(?=[^：]{2,20}$)"
)
_DANGLING = re.compile(r"\s*[|｜]\s*$|\s+[-–—·]\s*$")
"""The sign before a site's name that is empty."""
_CUT_FROM = ("h1", "og:title", "twitter:title", "json-ld", "title")
_MAIN = frozenset(_CUT_FROM)
_LOWER = frozenset(("h2", "h3", "class"))
_HEADS = 60
"""Lines above the first sentence that may show the headline."""
_MOST = 8
"""Claims that are handed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a wording is compared with."""

    named: Mapping[str, str]
    """What the h1, og:title, title and JSON-LD say, squashed."""
    all: Sequence[str]
    body: frozenset[str]
    top: frozenset[str]
    slug: frozenset[str]
    paragraphs: tuple[int, ...]
    names: frozenset[str]
    h1s: int


def claims(draft: Draft) -> list[Claim[str]]:
    """Candidates, each with its chance to be the headline; in a dump, what is labelled so."""
    found = titles(draft.stated) if draft.markup else {}
    if not found:
        heads = [plain(strip_suffix(p.text, draft.site_name)) for p in draft.labelled("headline")[:3]]
        return [Claim(source="block", value=head, confidence=0.6) for head in heads]
    scene = surroundings(draft, found)
    scores = [weighed(features(key, title, scene), HEADLINE) for key, title in found.items()]
    ranked = [
        Claim(source=title.source, value=_untailed(title.text, scene.names), confidence=chance)
        for title, chance in zip(found.values(), chances(scores), strict=True)
    ]
    best, *others = sorted(ranked, key=lambda c: -c.confidence)[:_MOST]
    return [replace(best, value=_shown(best, draft)), *others]


def _shown(best: Claim[str], draft: Draft) -> str:
    """The headline as a line of the page says it, where the title has more, or the vote took the name behind it."""
    title = collapse(draft.stated.title or "")
    above = draft.pieces[: next((i for i, p in enumerate(draft.pieces) if is_prose(p.text)), _HEADS)]
    lines = [p.text for p in above[-_HEADS:] if not p.from_alt]
    if best.value == title:
        return shown_part(title, lines) or best.value
    heads = [collapse(s.text) for s in draft.stated.of("headline") if s.sign in _LOWER and not s.aside]
    return headed(title, best.value, heads) or best.value


def _untailed(title: str, names: frozenset[str]) -> str:
    """Some papers hang their name even on the h1."""
    trimmed = trim(title, names)
    return _DANGLING.sub("", trimmed if trimmed and title.startswith(trimmed) else title) or title


def surroundings(draft: Draft, found: Mapping[str, Title]) -> Surroundings:
    """What the wordings of a page are compared with."""
    body = draft.body
    named: dict[str, str] = {}
    for key, title in found.items():
        for source in title.said & _MAIN:
            named.setdefault(source, key)
    return Surroundings(
        named=named,
        all=[k for k in found if len(k) > 5],
        body=words(draft.body_text[:_BODY]),
        top=words(" ".join(p.text for p in body[:2])[:_TOP]),
        slug=address_words(draft.page.url),
        paragraphs=draft.stated.paragraphs,
        names=site_names(draft),
        h1s=sum(s.sign == "h1" for s in draft.stated.shown),
    )


def features(key: str, title: Title, s: Surroundings) -> dict[str, float]:
    """One wording as numbers; what is absent is 0."""
    return {
        **{f"said {name}": 1.0 for name in title.said},
        **{f"cut {name}": 1.0 for name in _CUT_FROM if name in title.cut and name not in title.said},
        **_agreement(key, title, s),
        **_wording(title, s),
        **_remainder(title, s),
        **_place(title, s),
    }


def _agreement(key: str, title: Title, s: Surroundings) -> dict[str, float]:
    count = len(title.said & _MAIN)
    out = {f"said by {n}": 1.0 for n in (2, 3, 4) if count >= n}
    for source, other in s.named.items():
        if other != key:
            how = "part of" if key in other else "holds" if other in key else "unlike"
            out[f"{how} {source}"] = 1.0
    out["wordings within"] = min(5.0, sum(k in key for k in s.all if k != key))
    out["wordings around"] = min(5.0, sum(key in k for k in s.all if k != key))
    return out


def _wording(title: Title, s: Surroundings) -> dict[str, float]:
    said = words(title.text)
    size, count = weight(title.text), len(said) or 1
    return {
        "length": math.log1p(size),
        "short": float(size < 15),
        "shortish": float(size < 30),
        "long": float(size > 120),
        "stops": float(stops(title.text)),
        "capitals": float(title.text.isupper()),
        "separators": min(4.0, separators(title.text)),
        "in body": len(said & s.body) / count,
        "in top": len(said & s.top) / count,
        "in address": len(said & s.slug) / count,
        "address in it": len(said & s.slug) / (len(s.slug) or 1),
        "one line": float(title.line),
        "site's name": name_like(title.text, s.names),
    }


def _remainder(title: Title, s: Surroundings) -> dict[str, float]:
    rests = title.heads + title.tails
    return {
        "name cut off": max((name_like(r, s.names) for r in rests), default=0.0),
        "head cut off": math.log1p(min(map(weight, title.heads), default=0)),
        "tail cut off": math.log1p(min(map(weight, title.tails), default=0)),
        "head is news": max((_share(r, s.body) for r in title.heads), default=0.0),
        "tail is news": max((_share(r, s.body) for r in title.tails), default=0.0),
    }


def _share(text: str, body: frozenset[str]) -> float:
    said = words(text)
    return len(said & body) / (len(said) or 1)


def _place(title: Title, s: Surroundings) -> dict[str, float]:
    if title.place is None:
        return {"nowhere": 1.0}
    at = title.place
    after = [p - at for p in s.paragraphs if p > at]
    return {
        "paragraphs above": math.log1p(sum(p < at for p in s.paragraphs)),
        "paragraphs below": math.log1p(sum(d < _NEAR for d in after)),
        "next paragraph": math.log1p(min(after, default=999)),
        "one of many h1": math.log1p(s.h1s - 1) if "h1" in title.said and s.h1s else 0.0,
    }


def site_names(draft: Draft) -> frozenset[str]:
    """All that the site is called, squashed."""
    found = [draft.site_name, draft.hints.publisher, draft.stated.publisher, *draft.stated.linked.names]
    found += [
        value
        for name in ("og:site_name", "application-name", "twitter:site", "al:ios:app_name")
        for value in draft.stated.meta.get(name, ())
    ]
    names = {squash(n) for n in found if n}
    host = draft.host
    if host:
        names |= {
            squash(host),
            squash(host.removeprefix("www.")),
            *(squash(part) for part in host.split(".") if len(part) > 3),
        }
    return frozenset(n for n in names if n)


@lru_cache(maxsize=4096)
def name_like(text: str, names: frozenset[str]) -> float:
    """How much a text is a name of the site: 1 the name, 0.8 about the name, 0.6 its initials, 0 another thing.

    >>> name_like("Der Bote", frozenset({"derbote"})), name_like("DB", frozenset({"db"})), name_like("Storm", frozenset())
    (1.0, 1.0, 0.0)
    """
    bare = squash(text)
    if not bare:
        return 0.0
    if bare in names:
        return 1.0
    if any(
        (len(n) > 4 and n in bare and len(bare) < 2 * len(n) + 4) or (len(bare) > 3 and bare in n)
        for n in names
    ):
        return 0.8
    initials = "".join(w[0] for w in _WORD.findall(text.casefold()))
    return 0.6 if initials in names else 0.0


def trim(title: str, names: frozenset[str]) -> str:
    """A title without the site's name at its end or beginning.

    >>> trim("Storm hits coast | Der Bote", frozenset({"derbote"}))
    'Storm hits coast'
    """
    title = collapse(title)
    for _ in range(3):
        parts = list(_ENDS.finditer(title))
        if not parts:
            break
        head, tail = title[: parts[0].start()], title[parts[-1].end() :]
        if name_like(tail, names) >= 0.8 and title[: parts[-1].start()]:
            title = title[: parts[-1].start()]
        elif name_like(head, names) >= 0.8 and title[parts[0].end() :]:
            title = title[parts[0].end() :]
        else:
            break
    return title.strip()
