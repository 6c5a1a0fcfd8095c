"""When a page says that it was published and changed, apart from each other.

Structured statements (JSON-LD, meta, microdata, time elements), date lines and the address each name a day; the days
are ranked by a weighted vote as the headline is, and the most exact statement of the best day is taken. What is said
to be a change is never a candidate for the publication. A page that names no day with enough weight has none.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pipelines.clean import block_dates
from pipelines.clean.candidates import Claim, chances, weighed
from pipelines.clean.clocks import Moment
from pipelines.clean.day_order import DayOrder
from pipelines.clean.draft import Draft
from pipelines.clean.field_weights import DATES
from pipelines.clean.moments import Kind, Reader, dated, led, parse
from pipelines.clean.stated import Shown
from pipelines.clean.statement import Statement, day_of, is_exact
from pipelines.clean.teaser_dates import teased

_FIRST = date(1600, 1, 1)
_LEAST = 0.0
"""Weight that a day needs against no day at all."""
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)([/_-])(\d{1,2})\2(\d{1,2})(?=[/_.-]|$)"
    r"|(?<![^/_-])((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:(?<=[/-])(?<!img-)(?<!pic-)(?<!photo-)(?<!image-)|(?<=\d_)|(?<=/\d{6}/t))"
    r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.?#-]|$)",
    re.IGNORECASE,
)
"""A part of the path or of a slug, and ``/202403/t20240325_1`` as in China; behind ``img_`` the digits are a number."""
_PUBLISHED = (
    "article:published_time", "article:published:time", "og:article:published_time", "datepublished", "og:published_time", "parsely-pub-date",
    "sailthru.date", "article.published", "published_time", "pubdate", "publishdate", "publish-date", "publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "cxenseparse:recs:publishtime", "article:published",
    "citation_publication_date", "citation_date", "originalpublicationdate", "datecreated", "article_date_original", "bt:pubdate", "dc.created", "rnews:datepublished", "article:create_time", "published", "date_published", "pub_date", "article:publish_date", "dc:date", "shareaholic:article_published_time",
)  # fmt: skip
_ANY = (
    "date",
    "dc.date",
    "dcterms.date",
    "dc.terms.date",
    "article:date",
    "displaydate",
    "time",
    "og:date",
    "last_date",
)
_MODIFIED = (
    "article:modified_time", "article:modified:time", "og:updated_time", "datemodified", "article:modified", "dcterms.modified",
    "dc.date.modified", "lastmod", "last-modified", "article.updated", "revision_date", "dateupdated", "og:modified_time",
)  # fmt: skip
_SAME = 6
"""Elements between two that state the same thing, one around the other."""


@dataclass(slots=True)
class Day:
    """One day and who names it."""

    said: dict[str, int] = field(default_factory=dict)
    """Sources, each with its best rank."""
    count: int = 0
    place: int | None = None
    aside: bool = True


def statements(draft: Draft) -> list[Statement]:
    """All that the page states, published and changed, in the order of trust."""
    reader = Reader(language=draft.language or "", hints=draft.hints)
    stated = [*_json(draft, reader), *_metas(draft, reader)]
    address = list(_address(draft, reader))
    order = DayOrder([day_of(s.when) for s in (*stated, *address)], draft.text)
    reader = replace(reader, order=order)
    teasers = teased(draft, block_dates.end(draft.pieces))
    found = [
        *stated,
        *_elements(draft, reader, teasers),
        *block_dates.lines(draft, reader, teasers),
        *address,
    ]
    return [s for s in found if plausible(s.when, draft)]


def published(found: list[Statement], draft: Draft) -> list[Claim[Moment]]:
    """Who says when the article was first published, best first."""
    days = candidates(found)
    if not days:
        return []
    scores = [weighed(features(day, days, found, draft), DATES) for day in days]
    ranked = [
        Claim(source=s.source, value=s.when, confidence=chance)
        for day, worth, chance in zip(days, scores, chances(scores, _LEAST), strict=True)
        for s in _exact([s for s in found if s.kind != "modified" and day_of(s.when) == day])
        if worth > _LEAST
    ]
    return sorted(ranked, key=lambda c: -c.confidence)


def modified(found: list[Statement]) -> list[Claim[Moment]]:
    """Who says when it was changed; of the same day an instant is more than a day."""
    sure = {"json-ld": 0.97, "meta": 0.85, "time": 0.75, "itemprop": 0.8}
    claims = [
        Claim(source=s.source, value=s.when, confidence=sure.get(s.source.split(" ")[0], 0.6))
        for s in found
        if s.kind == "modified"
    ]
    first = max(claims, key=lambda c: c.confidence, default=None)
    exact = first and next(
        (c for c in claims if is_exact(c.value) and day_of(c.value) == day_of(first.value)), None
    )
    if first is None or exact is None or is_exact(first.value):
        return claims
    return [replace(exact, confidence=first.confidence), *(c for c in claims if c is not exact)]


def _exact(found: list[Statement]) -> list[Statement]:
    """The first statement of an instant, else of the day."""
    return sorted(found, key=lambda s: not is_exact(s.when))[:1]


def candidates(found: list[Statement]) -> dict[date, Day]:
    """Days that may be the publication's: all but those that are only said to be a change."""
    days: dict[date, Day] = {}
    released = {day_of(s.when) for s in found if s.kind == "published"}
    shown = [s for s in found if s.kind == "modified" and s.source not in ("json-ld", "meta")]
    for s in found:
        if s.kind == "modified" or (
            s.kind == "plain" and day_of(s.when) not in released and _again(s, shown)
        ):
            continue
        day = days.setdefault(day_of(s.when), Day())
        name = f"{s.source} {s.kind}"
        day.said[name] = min(s.rank, day.said.get(name, s.rank))
        day.count += 1
        day.aside &= s.aside
        if s.place is not None and day.place is None:
            day.place = s.place
    return days


def _again(s: Statement, shown: list[Statement]) -> bool:
    """``Updated 5 May`` and beside it a bare ``5 May``: the same element, or one within the other.

    A line of its own above it says when the article was published.
    """
    if s.source in ("meta", "url"):
        return False
    near = [
        m
        for m in shown
        if day_of(m.when) == day_of(s.when) and not (m.source == s.source == "block" and s.rank < m.rank)
    ]
    return any(s.place is None or m.place is None or abs(m.place - s.place) <= _SAME for m in near)


def features(day: date, days: Mapping[date, Day], found: list[Statement], draft: Draft) -> dict[str, float]:
    """One day as numbers; what is absent is 0."""
    it = days[day]
    out = {"a day": 1.0, "said by 2": float(len(it.said) > 1), "said by 3": float(len(it.said) > 2)}
    out |= {f"said {name}": 1.0 for name in it.said}
    out |= {f"first {name}": 1.0 for name, rank in it.said.items() if rank == 0}
    out["often"] = math.log1p(it.count)
    out["aside"] = float(it.aside)
    out["first of all"] = float(day == min(days))
    out["last of all"] = float(day == max(days) and len(days) > 1)
    out["only one"] = float(len(days) == 1)
    changes = {day_of(s.when) for s in found if s.kind == "modified"}
    out["changed that day"] = float(day in changes)
    bare = not any(name.endswith("published") for name in it.said)
    out["changed that day, no more said"] = float(day in changes and bare)
    out["changed before"] = float(any(c < day for c in changes))
    out["new year"] = float((day.month, day.day) == (1, 1))
    return out | _place(it, draft)


def _place(it: Day, draft: Draft) -> dict[str, float]:
    if it.place is None:
        return {"nowhere": 1.0}
    heads = [s.order for s in draft.stated.shown if s.sign == "h1"]
    above = sum(p < it.place for p in draft.stated.paragraphs)
    return {
        "paragraphs above": math.log1p(above),
        "at the end": float(bool(draft.stated.paragraphs) and above == len(draft.stated.paragraphs)),
        "from the h1": math.log1p(min((abs(it.place - h) for h in heads), default=500)),
    }


def _json(draft: Draft, reader: Reader) -> Iterator[Statement]:
    keys: tuple[tuple[str, Kind], ...] = (
        ("datePublished", "published"), ("dateCreated", "published"), ("uploadDate", "published"), ("dateModified", "modified"),
    )  # fmt: skip
    page = draft.stated.linked.page.get("datePublished")
    if isinstance(page, str) and (when := parse(page, reader)):
        yield Statement(source="json-ld page", kind="published", when=when)
    for key, kind in keys:
        value = draft.stated.article.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and (when := parse(value, reader)):
            yield Statement(
                source="json-ld" if key[4:] in ("Published", "Modified") else f"json-ld {key}",
                kind=kind,
                when=when,
            )


def _metas(draft: Draft, reader: Reader) -> Iterator[Statement]:
    kinds: tuple[tuple[tuple[str, ...], Kind], ...] = (
        (_PUBLISHED, "published"),
        (_ANY, "plain"),
        (_MODIFIED, "modified"),
    )
    for names, kind in kinds:
        for name in names:
            for value in draft.stated.meta.get(name, ())[:2]:
                if when := parse(value, reader):
                    yield Statement(source="meta", kind=kind, when=when)


def _elements(draft: Draft, reader: Reader, teasers: Mapping[int, str]) -> Iterator[Statement]:
    """Elements whose name, class or microdata speaks of a date; bylines often hold one."""
    seen: dict[str, int] = {}
    end = max(
        draft.stated.paragraphs, default=math.inf
    )  # below it, the boxes beside a story are of other things
    others = frozenset(teasers.values())
    for shown in draft.stated.shown:
        if shown.role == "headline" or shown.text in draft.stated.elsewhere:
            continue
        if shown.order > end and (shown.aside or shown.text in others):
            continue
        for kind, when in _shown(shown, reader):
            source = shown.sign if shown.sign in ("time", "itemprop") else "class"
            name = f"{source} {kind}"
            rank = seen[name] = seen.get(name, -1) + 1
            yield Statement(
                source=source, kind=kind, when=when, place=shown.order, aside=shown.aside, rank=rank
            )


def _shown(shown: Shown, reader: Reader) -> Iterator[tuple[Kind, Moment]]:
    told = list(dated(shown.text.replace("\n", " "), reader))
    if shown.role == "author" and len(told) > 2:
        return
    own: Kind = shown.role if shown.role in ("published", "modified") else "plain"
    exact = parse(shown.value, reader) if shown.value else None
    if exact is not None:
        said = told[0][0] if told else "plain"
        said = said if said != "plain" else led(shown.text)
        yield (said if said != "plain" else own), exact
        return
    for kind, when in told:
        yield (kind if kind != "plain" else own), when


def _address(draft: Draft, reader: Reader) -> Iterator[Statement]:
    for address in (draft.page.url, draft.stated.canonical):
        if found := _IN_URL.search(address or ""):
            parts = [g for g in found.groups() if g and g.isdigit()]
            if when := parse("-".join(parts), reader):
                yield Statement(source="url", kind="plain", when=when)
                return


def plausible(when: Moment, draft: Draft) -> bool:
    """Neither before there were newspapers nor after the page was fetched (a day's grace for zones)."""
    day = day_of(when)
    if day < _FIRST:
        return False
    fetched = draft.page.fetched
    return fetched is None or day <= fetched.date() + timedelta(days=1)
