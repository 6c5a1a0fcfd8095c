"""The shape of article addresses, learned from those that a site's feeds and news sitemaps announce.

A shape is a regular expression over the path. Dates, numbers and the last segment become classes; what stands
before them (sections, languages) is kept word for word while it is one of few words, and left open where the
rest (a date, a number) tells articles from other pages well enough.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

CLASSES = (
    (r"(?:19|20)\d\d-\d\d?-\d\d?", r"(?:19|20)\d\d-\d\d?-\d\d?"),
    (r"(?:19|20)\d{2}", r"20\d\d"),
    (r"\d{1,2}", r"\d\d?"),
    (r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", "[a-z]{3}"),
    (r"\d+", r"\d+"),
)
"""Segments that are not words: what they look like, and what stands for them."""
DATED = {CLASSES[0][1], CLASSES[1][1]}
WORD = re.compile(r"[a-z][a-z_]*(?:-[a-z]+){0,2}")
"""A section or language; anything longer is a headline."""
TAILS = (r"[^/]*\d{5,}[^/]*", r"[^/]*[0-9a-f]{8,}[^/]*", r"[^/]+(?:-[^/]+){3,}")
"""What marks the last segment of an article where no date does: a long number, a hash, a headline."""
MOST = 95
"""Percent of the announced addresses after which no further shape is sought."""
FEW = 4
"""Different words before the rest that are still kept word for word."""
SHAPES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Patterns of a site's article addresses, and how well they tell articles."""

    patterns: tuple[str, ...] = ()
    announced: int = 0
    found: int = 0
    """Of the announced addresses those that match."""
    alike: int = 0
    """Links of the front page that match."""
    known: int = 0
    """Of these the ones that some feed or sitemap announces."""
    missed: tuple[str, ...] = ()
    """Announced addresses that do not match."""
    unknown: tuple[str, ...] = ()
    """Links of the front page that match and that nothing announces: older articles, or no articles."""

    @property
    def recall(self) -> float:
        """Share of the announced addresses that match."""
        return self.found / self.announced if self.announced else 0.0

    @property
    def precision(self) -> float | None:
        """Share of the front page's matching links that are announced; None where none matches."""
        return self.known / self.alike if self.alike else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """An address cut up: words first, then classes, then the last segment and the parameter that counts."""

    words: str
    rest: tuple[str, ...]
    tail: str
    parameter: str


def learn(announced: Iterable[str], front: Iterable[str], known: Collection[str]) -> Learned:
    """The patterns that fit the announced addresses.

    ``front`` are the site's own links on its front page, ``known`` whatever any source of it announces.
    """
    wanted, shown = tuple(dict.fromkeys(announced)), tuple(dict.fromkeys(front))
    groups: dict[tuple[tuple[str, ...], str], list[_Form]] = defaultdict(list)
    for form in map(_form, wanted):
        groups[form.rest, form.parameter].append(form)
    patterns: list[str] = []
    for forms in sorted(groups.values(), key=len, reverse=True)[:SHAPES]:
        if 100 * len(_matching(patterns, wanted)) >= MOST * len(wanted):
            break
        patterns.append(_pattern(forms))
    found, alike = _matching(patterns, wanted), _matching(patterns, shown)
    return Learned(
        patterns=tuple(patterns),
        announced=len(wanted),
        found=len(found),
        alike=len(alike),
        known=sum(url in known for url in alike),
        missed=tuple(url for url in wanted if url not in found),
        unknown=tuple(url for url in alike if url not in known),
    )


def place(url: str) -> str:
    """The part of an address that patterns are searched in: path and query."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _matching(patterns: Iterable[str], urls: Iterable[str]) -> dict[str, None]:
    made = [re.compile(pattern) for pattern in patterns]
    return {url: None for url in urls if any(one.search(place(url)) for one in made)}


def _form(url: str) -> _Form:
    parts = urlsplit(url)
    segments = [part for part in parts.path.split("/") if part]
    numbered = [name for name, value in parse_qsl(parts.query) if re.fullmatch(r"\d{2,}", value)]
    first = next((n for n, part in enumerate(segments[:-1]) if not WORD.fullmatch(part)), len(segments) - 1)
    first = max(0, first)
    rest = tuple(_class(part) for part in segments[first:-1])
    return _Form(
        words="".join(f"{part}/" for part in segments[:first]),
        rest=rest,
        tail=segments[-1] if segments else "",
        parameter=numbered[0] if numbered else "",
    )


def _class(segment: str) -> str:
    return next((stands for like, stands in CLASSES if re.fullmatch(like, segment)), "[^/]+")


def _pattern(forms: list[_Form]) -> str:
    """One expression for addresses of one form."""
    rest, parameter = forms[0].rest, forms[0].parameter
    tails = [form.tail for form in forms]
    marks = [mark for mark in TAILS if 10 * sum(bool(re.fullmatch(mark, t)) for t in tails) >= 9 * len(tails)]
    dated = bool(DATED & set(rest))
    telling = dated or bool(marks) or bool(parameter)
    tail = "[^/]+" if dated or not marks else marks[0]
    if parameter:
        names = dict.fromkeys(tails)
        tail = re.escape(tails[0]) if len(names) == 1 else tail
    end = rf"/?\?(?:.*&)?{re.escape(parameter)}=\d+" if parameter else r"/?(?:\?|$)"
    middle = "".join(f"{part}/" for part in rest)
    return f"^/{_words(Counter(form.words for form in forms), telling=telling)}{middle}{tail}{end}"


def _words(prefixes: Counter[str], *, telling: bool) -> str:
    """What stands before: the words themselves while they are few, else any, as deep as was seen."""
    if len(prefixes) <= FEW or not telling:
        bare = "?" if "" in prefixes else ""
        named = sorted(re.escape(words) for words in prefixes if words)
        return f"(?:{'|'.join(named)}){bare}" if named else ""
    depths = [words.count("/") for words in prefixes]
    return f"(?:[^/]+/){{{min(depths)},{max(depths)}}}"
