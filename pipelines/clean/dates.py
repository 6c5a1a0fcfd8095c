"""When a page says that it was published and changed.

Structured statements first (JSON-LD, meta, time elements), then a date line of the page, and last htmldate on the
markup. Nothing is guessed: a date is used only if its day, month and year are all there, and a picture's year or a
date in the story is none of ours. The clock is never asked; without ``page.fetched`` no date counts as future.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft

Moment = datetime | date
_FIRST = date(1600, 1, 1)
_OLDEST = datetime(1990, 1, 1)  # noqa: DTZ001  # htmldate compares naive days
_NEVER = datetime(2200, 1, 1)  # noqa: DTZ001
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$)")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time", "parsely-pub-date",
    "sailthru.date", "article.published", "published_time", "pubdate", "publishdate", "publish-date", "publication_date",
    "dc.date.issued", "dcterms.created", "dc.date.created", "cxenseparse:recs:publishtime", "dc.date", "dcterms.date",
    "article:published", "citation_publication_date", "originalpublicationdate", "datecreated", "article_date_original", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "article.updated", "revision_date",
)  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$")
_CJK = re.compile(
    r"(\d{4})\s*[年.]\s*(\d{1,2})\s*[月.]\s*(\d{1,2})\s*日?(?:[^\d]{0,8}(\d{1,2})[:時时](\d{2}))?"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)(?:\D{0,8}(\d{1,2})[:.h](\d{2})(?!\d))?"
)


def parse(text: str, draft: Draft) -> Moment | None:
    """A date or instant from one string that states it whole.

    Without a zone a time is in the zone of the site's hints; unknown zone: only the day is used.
    """
    text = text.strip()[:120]
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(text):
            parts = found.groups() + (None,) * (7 - len(found.groups()))
            return _moment(parts, draft)
    for format_ in draft.hints.dates:
        try:
            made = datetime.strptime(text, format_)  # noqa: DTZ007  # the zone is put in below
        except ValueError:
            continue
        return _zoned(made, draft) if "%H" in format_ or "%I" in format_ else made.date()
    if found := _CJK.search(text):
        return _moment((*found.groups(), None, None), draft)
    return _numeric(text, draft) or _worded(text, draft)


def _moment(parts: tuple[str | None, ...], draft: Draft) -> Moment | None:
    year, month, day, hour, minute, second, zone = parts
    try:
        when = date(int(year or 0), int(month or 0), int(day or 0))
        if hour is None:
            return when
        time = datetime(when.year, when.month, when.day, int(hour), int(minute or 0), int(second or 0))  # noqa: DTZ001
        return _zoned(time, draft, zone)
    except ValueError:
        return None


def _zoned(time: datetime, draft: Draft, zone: str | None = None) -> Moment:
    if zone:
        if zone.upper() in ("Z", "UTC", "GMT"):
            return time.replace(tzinfo=UTC)
        return datetime.fromisoformat(f"{time.isoformat()}{zone if len(zone) != 3 else zone + ':00'}")
    if time.tzinfo is not None:
        return time
    local = _zone(draft.hints.time_zone)
    return time.replace(tzinfo=local) if local else time.date()


@cache
def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def _numeric(text: str, draft: Draft) -> Moment | None:
    """31.12.2024: only where the day cannot be the month, or the sign or the language says which is first."""
    found = _NUMERIC.search(text)
    if not found:
        return None
    a, b, year, hour, minute = found.groups()
    language = draft.language or ""
    if int(a) > 12 >= int(b) or "." in found[0][:3] or int(a) == int(b):
        return _moment((year, b, a, hour, minute, None, None), draft)
    if int(b) > 12 >= int(a):
        return _moment((year, a, b, hour, minute, None, None), draft)
    if language[:2].lower() not in ("en", ""):
        return _moment((year, b, a, hour, minute, None, None), draft)
    return None


def _worded(text: str, draft: Draft) -> Moment | None:
    """Words of any language: dateparser, held to dates whose three parts are all written."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)|[٠-٩۰-۹]{4}|[०-९]{4}|[๐-๙]{4}", text) or len(text) > 80:
        return None
    if not any(c.isalpha() for c in text):
        return None
    from dateparser import parse as by_words  # two hundred locales: only for a page that needs them

    language = (draft.language or "en").split("-")[0]  # never all two hundred: a page is in one language
    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001  # never used by absolute dates, but asked for
        "RETURN_AS_TIMEZONE_AWARE": False,
        "TIMEZONE": "UTC",
    }
    try:
        made = by_words(text, languages=[language], settings=settings)
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError):
        return None
    if made is None:
        return None
    stated_time = re.search(r"\d{1,2}[:h.]\d{2}", text)
    return _zoned(made.replace(microsecond=0), draft) if stated_time else made.date()


def published(draft: Draft) -> Iterator[Claim[Moment]]:
    """Who says when the article was first published."""
    yield from _json(draft, ("datePublished", "dateCreated", "uploadDate"))
    yield from _metas(draft, _PUBLISHED, 0.9)
    yield from _elements(draft, ("published", "plain"))
    yield from _lines(draft)
    yield from _address(draft)


def modified(draft: Draft) -> Iterator[Claim[Moment]]:
    """Who says when it was changed."""
    yield from _json(draft, ("dateModified",))
    yield from _metas(draft, _MODIFIED, 0.85)
    yield from _elements(draft, ("modified",))


def _json(draft: Draft, keys: tuple[str, ...]) -> Iterator[Claim[Moment]]:
    for key in keys:
        value = draft.stated.article.get(key)
        if isinstance(value, str) and (when := parse(value, draft)):
            yield Claim(source="json-ld", value=when, confidence=0.97)


def _metas(draft: Draft, names: tuple[str, ...], confidence: float) -> Iterator[Claim[Moment]]:
    for rank, name in enumerate(names):
        for value in draft.stated.meta.get(name, ()):
            if when := parse(value, draft):
                yield Claim(source=name, value=when, confidence=confidence - rank * 0.01)


def _elements(draft: Draft, kinds: tuple[str, ...]) -> Iterator[Claim[Moment]]:
    for kind in kinds:
        found = [when for k, value in draft.stated.times if k == kind and (when := parse(value, draft))]
        if found:
            yield Claim(source="time", value=found[0], confidence=0.75 if kind != "plain" else 0.65)


def _address(draft: Draft) -> Iterator[Claim[Moment]]:
    found = _IN_URL.search(draft.page.url or "")
    if found and (when := _moment((*found.groups(), None, None, None, None), draft)):
        yield Claim(source="url", value=when, confidence=0.7)


def searched(draft: Draft) -> Iterator[Claim[Moment]]:
    """htmldate's finding, for a page that states nothing; held to the day the page was fetched."""
    if draft.tree is None or any(name in draft.stated.meta for name in _PUBLISHED):
        return  # what the page states is ambiguous or no date: no reason to guess another
    from htmldate import find_date  # slow to import, and only for pages that need it

    latest = draft.page.fetched.replace(tzinfo=None) + timedelta(days=1) if draft.page.fetched else _NEVER
    try:
        found = find_date(
            draft.tree,
            extensive_search=False,
            original_date=True,
            url=draft.page.url,
            max_date=latest,
            min_date=_OLDEST,
        )
    except Exception:  # noqa: BLE001  # a crash of the finder costs the date, not the page
        return
    if found and (when := parse(found, draft)) and not _ambiguous(when, draft.text):
        yield Claim(source="htmldate", value=when, confidence=0.4)


def _ambiguous(when: Moment, text: str) -> bool:
    """Whether the page writes the day as 03/04/2024, which htmldate reads in one way and its reader in another."""
    if when.day > 12 or when.day == when.month:
        return False
    a, b = when.day, when.month
    pattern = rf"(?<!\d)(?:0?{a}[/-]0?{b}|0?{b}[/-]0?{a})[/-]{when.year}(?!\d)"
    return re.search(pattern, text) is not None


def _lines(draft: Draft) -> Iterator[Claim[Moment]]:
    """Date lines near the headline; a second date there is most often the change."""
    for piece in [*draft.labelled("date")[:4], *draft.labelled("byline")[:2]]:
        if when := parse(piece.text, draft) or _found_in(piece.text, draft):
            yield Claim(source="block", value=when, confidence=0.6)


def _found_in(text: str, draft: Draft) -> Moment | None:
    for chunk in re.split(r"\s*(?:[|•·—–]|\s-\s|,\s(?=[^\W\d]{4,}\s\d))\s*|^[^:\d]{3,25}:\s", text):
        if chunk and chunk != text and (when := parse(chunk, draft)):
            return when
    return None


def plausible(when: Moment, draft: Draft) -> bool:
    """Neither before there were newspapers nor after the page was fetched (a day's grace for zones)."""
    day = when.date() if isinstance(when, datetime) else when
    if day < _FIRST:
        return False
    fetched = draft.page.fetched
    return fetched is None or day <= fetched.date() + timedelta(days=1)
