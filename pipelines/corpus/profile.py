"""What a batch looks like: how often each field is filled, how long texts are, what recurs. Pure: rows in, numbers out."""

import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from pipelines.corpus.columns import Row, zone_of
from pipelines.record import Hints

Share = tuple[int, int]
"""How many of how many."""
FILLED = ("headline", "lead", "authors", "section", "keywords", "captions")
SHORT = 400
"""Characters: a text below this is a notice, a teaser or a stub."""
RECURS = 0.3
"""A paragraph on so large a share of a batch's articles is no part of any story."""
SAME_TIME = 0.5
"""Hours that the page's own date may differ from the one its list announced."""
LOOKED_AT = 4000
"""Characters of a text that are looked at for broken letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The measures of one batch."""

    pages: int = 0
    """Pages that were judged: articles and rejections."""
    articles: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    """Rejections by reason, pages that are gone included."""
    shares: dict[str, Share] = field(default_factory=dict)
    medians: dict[str, float] = field(default_factory=dict)
    stories: tuple[tuple[str, str], ...] = ()
    """Of each article the digest of its longest paragraph, and of its id: to know a story told before."""


def profile(
    articles: Sequence[Row], rejected: Sequence[Row], *, day: date | None, lags: Sequence[float] = ()
) -> Profile:
    """The profile of a batch; ``day`` is the unit's local day, ``lags`` the hours from a list's date to the page's."""
    judged = [row for row in rejected if row["cleaner"] != "ledger"]
    count, pages = len(articles), len(articles) + len(judged)
    told: dict[str, Callable[[Row], bool]] = {
        **{name: _filled(name) for name in FILLED},
        "date": lambda row: row["date_published_day"] is not None,
        "paywalled": lambda row: row["is_accessible_for_free"] is False,
        "short text": lambda row: len(row["text"]) < SHORT,
        "broken letters": lambda row: broken(row["text"][:LOOKED_AT]),
    }
    shares = {name: (sum(map(test, articles)), count) for name, test in told.items()}
    shares |= _dates(articles, day, lags) | _wording(articles) | _languages(articles)
    reasons = Counter(row["reason"] for row in judged)
    shares |= {f"rejected: {reason}": (n, pages) for reason, n in reasons.items()}
    return Profile(
        pages=pages,
        articles=count,
        rejected=dict(sorted(Counter(row["reason"] for row in rejected).items())),
        shares={name: share for name, share in sorted(shares.items()) if share[1]},
        medians=_medians(articles),
        stories=tuple(
            sorted((_digest(_longest(row["text"])), _digest(row["article_id"])) for row in articles)
        ),
    )


def broken(text: str) -> bool:
    """Are there letters that a wrong charset made, or the sign for one that could not be read?

    >>> broken("CafÃ© crÃ¨me"), broken("Café crème"), broken("Caf\\ufffd")
    (True, False, True)
    """
    if "\ufffd" in text:
        return True
    wrong = sum(_misread(word) for word in text.split() if not word.isascii())
    return wrong >= 2


def unit_day(start: Any, hints: Hints) -> date:
    """The site's local day in which a unit begins."""
    zone = zone_of(hints)
    day: date = (start.astimezone(zone) if zone else start).date()
    return day


def told_before(one: Profile, before: Sequence[Profile]) -> Share:
    """Articles whose story another article told already: in this batch, or in the batches before."""
    known: dict[str, set[str]] = {}
    for profile in (*before, one):
        for story, article in profile.stories:
            known.setdefault(story, set()).add(article)
    old = {story for profile in before for story, _ in profile.stories}
    seen = Counter(story for story, _ in one.stories)
    again = sum(1 for story, _ in one.stories if len(known[story]) > 1 and (story in old or seen[story] > 1))
    return again, len(one.stories)


def _filled(name: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[name])


def _misread(word: str) -> bool:
    for charset in ("cp1252", "cp1251", "latin-1"):
        try:
            return word.encode(charset).decode("utf-8") != word
        except UnicodeError:
            continue
    return False


def _dates(articles: Sequence[Row], day: date | None, lags: Sequence[float]) -> dict[str, Share]:
    dated = [row["date_published_day"] for row in articles if row["date_published_day"] is not None]
    found = {"date as announced": (sum(abs(lag) <= SAME_TIME for lag in lags), len(lags))}
    if day is not None:
        found["date of its day"] = (sum(abs(one - day) <= timedelta(days=1) for one in dated), len(dated))
    return found


def _languages(articles: Sequence[Row]) -> dict[str, Share]:
    counted = Counter((row["language"] or "unknown").partition("-")[0] for row in articles)
    return {f"language: {name}": (n, len(articles)) for name, n in counted.items()}


def _wording(articles: Sequence[Row]) -> dict[str, Share]:
    """Headlines of their own, and articles with paragraphs that many others have, too."""
    headlines = Counter(row["headline"] for row in articles if row["headline"])
    paragraphs = Counter(p for row in articles for p in set(row["text"].split("\n\n")))
    most = max(3.0, RECURS * len(articles))
    common = {text for text, n in paragraphs.items() if n >= most}
    recurring = sum(any(p in common for p in row["text"].split("\n\n")) for row in articles)
    return {
        "own headline": (sum(n for n in headlines.values() if n == 1), sum(headlines.values())),
        "recurring text": (recurring, len(articles)),
    }


def _medians(articles: Sequence[Row]) -> dict[str, float]:
    if not articles:
        return {}
    return {
        "characters": float(statistics.median(len(row["text"]) for row in articles)),
        "paragraphs": float(statistics.median(row["text"].count("\n\n") + 1 for row in articles)),
        "kept share": round(statistics.median(map(_kept, articles)), 3),
    }


def _kept(row: Mapping[str, Any]) -> float:
    """Which share of a page's text was kept."""
    blocks = json.loads(row["blocks"] or "[]")
    sizes = [(len(block["text"]), block["kept"]) for block in blocks]
    return sum(n for n, kept in sizes if kept) / (sum(n for n, _ in sizes) or 1)


def _longest(text: str) -> str:
    return max(text.split("\n\n"), key=len)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
