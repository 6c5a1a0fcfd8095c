"""When a page says that it was published and changed, apart from each other.

Structured statements (JSON-LD, meta, microdata, time elements), date lines and the address each name a day; the days
are ranked by a weighted vote as the headline is, and the most exact statement of the best day is taken. What is said
to be a change is never a candidate for the publication. A page that names no day with enough weight has none.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from pipelines.clean.candidates import Claim, chances, weighed
from pipelines.clean.clocks import Moment
from pipelines.clean.day_order import DayOrder
from pipelines.clean.draft import Draft
from pipelines.clean.dump_teasers import TEASERS
from pipelines.clean.field_weights import DATES
from pipelines.clean.moments import Kind, Reader, bare, dated, led, parse
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.clean.stated import Shown
from pipelines.clean.teaser_dates import pictured, teased

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
_FOREIGN = frozenset(("caption", "credit", "comments", "related", "legal"))
"""Labels of what has dates of its own."""
_OWN_BOXES = frozenset(("comments", "thread"))
"""Cues of what has dates of its own, whatever the label of its date line."""
_OTHERS = frozenset(("comments", "related"))
_ASIDE = frozenset(("aside", "nav"))
_TOLD = frozenset(("other", "paragraph", "lead", "list_item", "quote", "comments", "related"))
"""Labels of texts that a date line may lead."""
_SECTION = re.compile(r"^(?P<around>.*?)(?:/header\[\d+\])?/h[1-6]\[\d+\]$")
"""The path of a heading."""
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
_LIFE = re.compile(
    r"\b(?:born|died|geboren|gestorben|née? (?:le|en)|décédée?|nacid[oa]|nació|fallecid[oa]|falleció|nasceu|morreu|nacque|morì|överleden|overleden|født|född|"
    r"родил\w+|умер\w*)\b|[*†]\s?\d",
    re.IGNORECASE,
)
_LINES = 12
_DATED = 120
"""Letters up to which a line is looked at."""
_SAME = 6
"""Elements between two that state the same thing, one around the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One place that names a moment."""

    source: str
    kind: Kind
    when: Moment
    place: int | None = None
    """Order of its element."""
    aside: bool = False
    rank: int = 0
    """How many of its source came before it."""


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
    order = DayOrder([_day(s.when) for s in (*stated, *address)], draft.text)
    reader = replace(reader, order=order)
    teasers = teased(draft, _ends(_told(draft.pieces), draft.pieces)[1])
    found = [*stated, *_elements(draft, reader, teasers), *_lines(draft, reader, teasers), *address]
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
        for s in _exact([s for s in found if s.kind != "modified" and _day(s.when) == day])
        if worth > _LEAST
    ]
    return sorted(ranked, key=lambda c: -c.confidence)


def modified(found: list[Statement]) -> list[Claim[Moment]]:
    """Who says when it was changed."""
    sure = {"json-ld": 0.97, "meta": 0.85, "time": 0.75, "itemprop": 0.8}
    return [
        Claim(source=s.source, value=s.when, confidence=sure.get(s.source.split(" ")[0], 0.6))
        for s in found
        if s.kind == "modified"
    ]


def _exact(found: list[Statement]) -> list[Statement]:
    """The first statement of an instant, else of the day."""
    return sorted(found, key=lambda s: not isinstance(s.when, datetime))[:1]


def _day(when: Moment) -> date:
    return when.date() if isinstance(when, datetime) else when


def candidates(found: list[Statement]) -> dict[date, Day]:
    """Days that may be the publication's: all but those that are only said to be a change."""
    days: dict[date, Day] = {}
    released = {_day(s.when) for s in found if s.kind == "published"}
    shown = [s for s in found if s.kind == "modified" and s.source not in ("json-ld", "meta")]
    for s in found:
        if s.kind == "modified" or (s.kind == "plain" and _day(s.when) not in released and _again(s, shown)):
            continue
        day = days.setdefault(_day(s.when), Day())
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
        if _day(m.when) == _day(s.when) and not (m.source == s.source == "block" and s.rank < m.rank)
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
    changes = {_day(s.when) for s in found if s.kind == "modified"}
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


def _lines(draft: Draft, reader: Reader, teasers: Mapping[int, str]) -> Iterator[Statement]:
    """Short lines of the page around the head of the story that hold a date, and the last ones below it.

    In a dump half of those below it are of other articles (38 of 72 in marked ones), and so is one below a teaser: there
    only what is said to be the publication's counts.
    """
    pieces = draft.pieces
    body = _told(pieces)
    first, last = _ends(body, pieces)
    apart = _apart(pieces, body) if draft.markup else {}  # the lines of a dump are in no boxes
    apart |= dict.fromkeys(teasers, False)
    # a Thai story begins with the day of what it tells
    leads = body[:2] if reader.language[:2] != "th" else ()
    rank = 0
    for i, piece in enumerate(pieces):
        if piece.text.isalpha():
            continue
        if i in leads and (begun := parse(piece.text[:24].split(" – ")[0].split(" - ")[0], reader)):
            yield Statement(source="dateline", kind="plain", when=begun)
        near = first - 2 * _LINES <= i <= first + 1 or last < i <= last + _LINES // 2 or piece.label == "date"
        if (
            not near
            or (weight(piece.text) > _DATED and piece.label != "date")
            or piece.from_alt
            or pictured(piece.text)
            or piece.link_share > 0.8
            or apart.get(i)
            or _foreign(piece, draft.stated.elsewhere if i > last else frozenset())
        ):
            continue
        other = not draft.markup and (i > last or (i > 0 and pieces[i - 1].verdict.reason in TEASERS))
        for kind, when in dated(piece.text, reader):
            if kind == "plain" and (i in apart or other or _LIFE.search(piece.text)):
                continue
            yield Statement(
                source="block" if i <= first + 1 else "block below", kind=kind, when=when, rank=rank
            )
            rank += 1


def _told(pieces: Sequence[Piece]) -> list[int]:
    """Places of the paragraphs of the story."""
    return [i for i, p in enumerate(pieces) if p.label in ("paragraph", "lead") and weight(p.text) > 60]


def _ends(body: Sequence[int], pieces: Sequence[Piece]) -> tuple[int, int]:
    """Places of the first and the last of them."""
    return (body[0], body[-1]) if body else (len(pieces), len(pieces))


def _foreign(piece: Piece, elsewhere: frozenset[str]) -> bool:
    """Dated for itself; a line that is only a date is no caption, whatever its class."""
    if piece.label in _FOREIGN and not (piece.label == "caption" and bare(piece.text)):
        return True
    return any(said in piece.text for said in elsewhere)


def _apart(pieces: list[Piece], body: list[int]) -> dict[int, bool]:
    """Places below the story's first paragraph that are in another box, each with whether it is one of comments or
    teasers: there no date counts; elsewhere one that is said to be the publication's does.
    """
    told = [f"{pieces[i].path}/" for i in body]
    first, last = _ends(body, pieces)
    found: dict[int, bool] = {}
    around, others = "/", False
    for i, piece in enumerate(pieces[first + 2 :], first + 2):
        path = f"{piece.path}/"
        if "/h" in path and (heading := _SECTION.match(path[:-1])):
            box = f"{heading['around']}/"
            if piece.label == "headline":
                around, others = "/", False
            elif _beside(box, told):
                around, others = box, piece.label in _OTHERS
        if piece.cues & _OWN_BOXES or (others and path.startswith(around)):
            found[i] = True
        elif (
            path.startswith(around)
            or _ASIDE & piece.tags
            or (i > last and ("factbox" in piece.cues or _leads(i, pieces, told)))
        ):
            found[i] = False
    return found


def _beside(box: str, told: list[str]) -> bool:
    """Whether an element is not the story's: it holds less than half of it."""
    return 2 * sum(path.startswith(box) for path in told) < len(told)


def _leads(i: int, pieces: list[Piece], told: list[str]) -> bool:
    """Whether a line stands above a text in a box of their own, as that of a comment does."""
    if len(pieces[i].text) > _DATED or pieces[i].text.isalpha():
        return False
    above, below = pieces[i].path, pieces[i + 1] if i + 1 < len(pieces) else None
    if above is None or below is None or below.path is None or below.label not in _TOLD:
        return False
    box = f"{above}/" if below.path.startswith(f"{above}/") else f"{above.rpartition('/')[0]}/"
    return below.path.startswith(box) and _beside(box, told)


def _address(draft: Draft, reader: Reader) -> Iterator[Statement]:
    for address in (draft.page.url, draft.stated.canonical):
        if found := _IN_URL.search(address or ""):
            parts = [g for g in found.groups() if g and g.isdigit()]
            if when := parse("-".join(parts), reader):
                yield Statement(source="url", kind="plain", when=when)
                return


def plausible(when: Moment, draft: Draft) -> bool:
    """Neither before there were newspapers nor after the page was fetched (a day's grace for zones)."""
    day = _day(when)
    if day < _FIRST:
        return False
    fetched = draft.page.fetched
    return fetched is None or day <= fetched.date() + timedelta(days=1)
