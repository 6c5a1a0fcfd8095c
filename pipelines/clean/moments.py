"""Dates and times as they are written, in any of the languages of :mod:`pipelines.clean.months`.

Nothing is guessed: a date counts only if its day, month and year are all written, and the order of day and month is
told by the numbers, the separator or the language. What is relative ("yesterday") is no date. The clock is never asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from pipelines.clean.calendars import BUDDHIST, ERAS, IN_SOLAR, IN_THAI, SOLAR, THAI, gregorian
from pipelines.clean.clocks import ISO_TIME, TIME, Moment, placed, timed
from pipelines.clean.day_order import DayOrder
from pipelines.clean.months import CROATIAN, MONTHS, WORDS
from pipelines.record import NO_HINTS, Hints

Kind = Literal["published", "modified", "plain"]

_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９", "0123456789" * 6
)
_PERSIAN = re.compile("[۰-۹]")
_LETTERS = r"[^\s\d,.;:()|/–—·•-]{2,16}"
_NAME = rf"{_LETTERS}(?:\s{_LETTERS})?"
"""One word or two (Arabic, "5 de marzo"): which are months, a look into the table tells, quicker than 500 alternatives."""
_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:1[346-9]|2[05])\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)" + ISO_TIME,
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"^(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?P<zone>Z)?)?$"
)
_BIG_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:1[6-9]|20)\d\d)\s*(?:[年/.]|년|\.)\s*(?P<m>\d{1,2})\s*(?:[月/.]|월)\s*(?P<d>\d{1,2})(?!\d)\s*(?:日|일)?"
    + TIME
)
_NUMBERS = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:1[6-9]|20|25)\d\d|\d\d(?=[\s,|)]|$))(?![\d/-])"
    + TIME
)
_DAY_FIRST = re.compile(
    rf"(?<![\d.:])(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|-)?\s*(?P<name>{_NAME})[.,-]{{0,2}}\s*(?:(?:de|del|of|do)\s+)?(?P<y>(?:1[6-9]|20|25)\d\d)(?!\d)"
    + TIME,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_])(?P<name>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?,?\s+(?P<y>(?:1[6-9]|20)\d\d)(?!\d)"
    + TIME,
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<y>(?:1[6-9]|20)\d\d)(?:\.|\s+m\.|,)?\s+(?P<name>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?!\d)"
    + TIME,
    re.IGNORECASE,
)
_RFC = re.compile(
    r"(?P<d>\d{1,2})\s+(?P<name>[A-Z][a-z]{2})\s+(?P<y>\d{4})\s+(?P<h>\d{2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?\s*(?P<zone>Z|GMT|UTC?|[ECMP][SD]T|[+-]\d{4})"
)  # RFC 5322
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]*\W{{1,3}}$", re.IGNORECASE)
_VIETNAMESE = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:,|,?\s+năm)?\s+(?P<y>\d{4})" + TIME, re.IGNORECASE
)
_ERA = re.compile(
    rf"(?P<era>{'|'.join(ERAS)})\s?(?P<y>\d{{1,3}}|元)\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日"
    + TIME
)
_SOLAR = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s+(?P<name>{IN_SOLAR})(?:\s?ماه)?[،,]?\s+(?:سال\s+)?(?P<y>1[34]\d\d)(?!\d)"
    + TIME
)
_SOLAR_NUMBERS = re.compile(
    r"(?<![\d./-])(?P<y>1[34]\d\d)(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?![\d./-])" + TIME
)
_LUNAR = 1430
"""From here on a year in figures is rather one of the Islamic calendar, for some decades."""
_THAI = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?P<name>{IN_THAI})\s*(?:พ\.?ศ\.?\s*)?(?P<y>(?:20|25)\d\d|[5-9]\d(?=\s*(?:$|[,|)]|\d\d?[:.]|เวลา|น\.)))(?!\d)"
    + TIME
)
_WORDED = (_RFC, _DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST)
_YEAR = re.compile(r"\d{4}|\d[./-]\d\d?[./-]\d\d|年|[\u0e01-\u0e2e]\.?\s?\d\d")
_CHANGED = re.compile(
    r"updat|modif|edited|amend|revis|last change|aktuali[sz]|geändert|bearbeitet|\bstand\b|mis(?:e)? à jour|mis a jour|actuali[zt]|atualiz|aggiorna|ultima modifica|bijgewerkt|gewijzigd|aangepast|laatst|uppdater|senast|oppdater|opdater|sist endret|"
    r"päivitetty|muokattu|zaktualiz|aktualiz|upraven|frissít|módosít|actualiz|güncel|обновл|изменен|оновлен|змінен|обновен|актуализ|ažurir|azurir|izmjen|izmenjen|ажурир|измењ|\bact\.(?=\W*$)|ενημ[εέ]ρ|τροποπ|تحديث|تعديل|به‌?روز|עודכן|עדכון|अपडेट|আপডেট|হালনাগাদ|اپ ?ڈیٹ|更新|修订|改訂|수정|업데이트|diperbarui|dikemas|cập nhật|ปรับปรุง|อัปเดต",
    re.IGNORECASE,
)
_RELEASED = re.compile(
    r"publi[sšcéz]|posted|issued|written|created|first|erschienen|veröffentlich|erstellt|pubblicat|geplaatst|publicer|publiser|offentliggjort|julkaistu|opublikow|dodan|zveřejn|vydán|megjelen|közzé|yayın|eklenme|oluşturul|giriş|creado|criado|utworz|опубликован|опубліков|публик|δημοσ|نشر|منتشر|פורסם|प्रकाशित|প্রকাশ|شائع|objavljen|објављен|发布|發布|公開|掲載|配信|입력|등록|terbit|đăng|เผยแพร่",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\d")
_FOLLOWED = re.compile(
    r"\s?(?:(?P<changed>更新|修正|改訂|修订|수정|업데이트)|(?P<released>公開|配信|掲載|发布|發布|입력|등록))"
)
_BEHIND = re.compile(rf"{_FOLLOWED.pattern}(?![时時日]|\s?[:：]?\s?\d)")
"""Behind a date in East Asia: ``2024/3/6 11:00更新``; before a date the same word is that one's."""
_YEAR_FIRST_LANGUAGES = ("ko", "ja", "zh")
"""Where ``24.03.05`` begins with the year."""
_TWICE = re.compile(r"(?<![^\W\d_])([\u0621-\u064a]{3,8})\s?/\s?([\u0621-\u064a]{3,8})(?![^\W\d_])")
"""``آذار/مارس``: one month by both its Arabic names."""
_BESIDE, _LINE = 10, 70
"""Letters beside the dates of a line that is nothing else, and of such a line at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What decides how a date is read."""

    language: str = ""
    hints: Hints = NO_HINTS
    order: DayOrder = field(default_factory=DayOrder)
    """What the page's other dates tell of 03/04/2024."""


def parse(text: str, reader: Reader) -> Moment | None:
    """The first date or instant of a string.

    Without a zone a time is in the zone of the site's hints; unknown zone: only the day is used.

    >>> parse("Publicado el 5 de marzo de 2024, 10:30", Reader())
    datetime.date(2024, 3, 5)
    >>> parse("03/04/2024", Reader()) is None, parse("13/04/2024", Reader())
    (True, datetime.date(2024, 4, 13))
    """
    return next((when for _, when in dated(text, reader)), None)


def dated(text: str, reader: Reader) -> Iterator[tuple[Kind, Moment]]:
    """Each date of a short text with what the words before it say it is.

    >>> [k for k, _ in dated("Published 5 March 2024, updated 6 March 2024", Reader())]
    ['published', 'modified']
    >>> [k for k, _ in dated("Updated March 6, 2024", Reader())]
    ['modified']
    """
    text = text[:200]
    for form in reader.hints.dates:
        if (hinted := _formatted(text.strip(), form, reader)) is not None:
            yield "plain", hinted
            return
    if not _YEAR.search(text):
        return
    text = _TWICE.sub(_once, text.translate(_DIGITS))
    reader = _taught(text, reader)
    places = list(_found(text, reader))
    kinds = _kinds(text, [(start, end) for start, end, _ in places])
    yield from _first_published([(kind, when) for kind, (_, _, when) in zip(kinds, places, strict=True)])


def _kinds(text: str, places: list[tuple[int, int]]) -> list[Kind]:
    """What the words before dates say that they are, or right behind them where nothing before one says it.

    Of several dates that all have a word behind and none before the first, each has its own behind: ``3月5日 公開 3月6日 更新``.
    """
    ends = [end for _, end in places]
    before = [_kind(text[at:start]) for at, (start, _) in zip((0, *ends), places, strict=False)]
    if len(ends) > 1 and before[0] == "plain" and _BEHIND.match(text, ends[-1]):
        behind = [_behind(_FOLLOWED, text, end) for end in ends]
        if "plain" not in behind:
            return behind
    return [k if k != "plain" else _behind(_BEHIND, text, e) for k, e in zip(before, ends, strict=True)]


def _behind(pattern: re.Pattern[str], text: str, end: int) -> Kind:
    """What a word right behind a date says that it is."""
    found = pattern.match(text, end)
    return "plain" if found is None else "modified" if found["changed"] else "published"


def _once(found: re.Match[str]) -> str:
    month = MONTHS.get(found[1])
    return found[1] if month is not None and month == MONTHS.get(found[2]) else found[0]


def _taught(text: str, reader: Reader) -> Reader:
    """``12/03/2024 … 13/03/2024``: in a line of several dates the one that can be read in one way tells how the others are."""
    own = DayOrder(reader.order.days, text)
    return replace(reader, order=own) if own.first else reader


def _first_published(found: list[tuple[Kind, Moment]]) -> list[tuple[Kind, Moment]]:
    """``5 March 2024 – Updated 6 March 2024``: of two dates the first is that of the publication."""
    if [kind for kind, _ in found] != ["plain", "modified"]:
        return found
    (_, first), (_, changed) = found
    return [("published", first), found[1]] if f"{first}"[:10] <= f"{changed}"[:10] else found


def bare(text: str) -> bool:
    """Whether a line is a date and next to nothing else, in any language that dates are read in.

    >>> bare("26. marraskuuta 2022, 10:30"), bare("26 พฤศจิกายน 2565"), bare("It opened on 26 November 2022.")
    (True, True, False)
    """
    if len(text) > _LINE or not _YEAR.search(text):
        return False
    beside = len(text) - sum(end - start for start, end in spans(text))
    return beside <= _BESIDE and beside < len(text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the dates of a line stand, each with its time."""
    reader = Reader(language="fa" if _PERSIAN.search(text) else "und")  # 03/04/2024 is a date, whichever
    return [(start, end) for start, end, _ in _found(text.translate(_DIGITS), reader)]


def led(text: str) -> Kind:
    """What the words at the head of a date's line say that it is; also where a month's name comes next.

    >>> led("Updated March 5, 2024"), led("March 5, 2024 (updated)")
    ('modified', 'plain')
    """
    return _kind(_HEAD.split(text, maxsplit=1)[0])


TOLD = re.compile(f"{_CHANGED.pattern}|{_RELEASED.pattern}", re.IGNORECASE)
"""A part of a word that says what a date is."""
SAYS = re.compile(rf"[^\W\d_]*(?:{TOLD.pattern})[^\W\d_]*", re.IGNORECASE)
"""The words of a date line that say what its dates are; whether there are any, :data:`TOLD` tells in a third of the time."""


def _kind(before: str) -> Kind:
    """What the words before a date say: the last one that says anything."""
    changed = [m.start() for m in _CHANGED.finditer(before)]
    released = [m.start() for m in _RELEASED.finditer(before)]
    if changed and (not released or changed[-1] > released[-1]):
        return "modified"
    return "published" if released else "plain"


def _found(text: str, reader: Reader) -> list[tuple[int, int, Moment]]:
    """Dates that do not overlap, in order; where two forms fit, the one that begins first, then the longer."""
    found = [
        (_first(m), *_apart(m, when))
        for pattern, read in _FORMS
        for m in pattern.finditer(text)
        if (when := read(m, reader)) is not None
    ]
    out: list[tuple[int, int, Moment]] = []
    for start, end, when in sorted(found, key=lambda f: f[:2]):
        if not out or start >= out[-1][1]:
            out.append((start, -end, when))
    return out


def _first(m: re.Match[str]) -> int:
    """Where a date begins: behind the word before the month, of ``Updated March 5, 2024``, which says what the date is."""
    name = m.groupdict().get("name")
    word, _, month = (name or "").partition(" ")
    if month and m.start("name") == m.start() and word.lower() not in MONTHS and _kind(word) != "plain":
        return m.start() + len(word) + 1
    return m.start()


def _apart(m: re.Match[str], when: Moment) -> tuple[int, Moment]:
    """Less the end of a date, and its moment; the hour behind ``(updated:`` is that of the change."""
    lead = m.groupdict().get("lead")
    if lead and _kind(lead) != "plain":
        return -m.start("lead"), when.date() if isinstance(when, datetime) else when
    return -m.end(), when


def _ordered(m: re.Match[str], reader: Reader) -> Moment | None:
    year = int(m["y"])
    if year < 1500:
        return _solar(m, reader)
    if year > 2400 and reader.language[:2] != "th":
        return None
    return _moment(year, int(m["m"]), int(m["d"]), m, reader)


def _era(m: re.Match[str], reader: Reader) -> Moment | None:
    year = 1 if m["y"] == "元" else int(m["y"])
    return _moment(ERAS[m["era"]] + year, int(m["m"]), int(m["d"]), m, reader)


def _solar(m: re.Match[str], reader: Reader) -> Moment | None:
    """A day of the Iranian calendar: by its month's name, or in figures on a Persian page."""
    parts = m.groupdict()
    if not parts.get("name") and (reader.language[:2] != "fa" or int(m["y"]) >= _LUNAR):
        return None
    try:
        day = gregorian(int(m["y"]), SOLAR[m["name"]] if parts.get("name") else int(m["m"]), int(m["d"]))
        return timed(day, m, reader.hints, reader.language)
    except ValueError:
        return None


def _thai(m: re.Match[str], reader: Reader) -> Moment | None:
    year = int(m["y"]) + (2500 if len(m["y"]) == 2 else 0)
    return _moment(year, THAI[re.sub(r"[.\s]", "", m["name"])], int(m["d"]), m, reader)


def _worded(m: re.Match[str], reader: Reader) -> Moment | None:
    name = m["name"].lower().removeprefix("de ").removeprefix("of ").removeprefix("d'").removeprefix("d’")
    month = next((MONTHS[n] for n in (name, *name.split()) if n in MONTHS), 0)
    if name in CROATIAN and reader.language[:2] in ("hr", "bs"):
        month = CROATIAN[name]
    if not WORDS.isdisjoint(name.split()) and not m.string[: m.start("name")].rstrip().endswith("."):
        return None
    return _moment(int(m["y"]), month, int(m["d"]), m, reader) if month else None


def _numbers(m: re.Match[str], reader: Reader) -> Moment | None:
    """31.12.2024: only where the day cannot be the month, or the sign or the language says which is first."""
    a, b, year, dots = int(m["a"]), int(m["b"]), int(m["y"]), m["sep"] == "."
    if year < 100:
        if not dots:
            return None
        if reader.language[:2] in _YEAR_FIRST_LANGUAGES:
            return _moment(2000 + a, b, year, m, reader)
        year += 2000
    if b > 12 >= a and not dots:
        return _moment(year, a, b, m, reader)
    day_first = _moment(year, b, a, m, reader)
    if a > 12 >= b or dots or a == b:
        return day_first
    month_first = _moment(year, a, b, m, reader)
    told = _by_weekday(day_first, month_first, m) or _by_others(day_first, month_first, reader)
    return told or (day_first if reader.language[:2] not in ("en", "") else None)


def _by_others(day_first: Moment | None, month_first: Moment | None, reader: Reader) -> Moment | None:
    """The reading that the other dates of the page confirm."""
    both = [
        (w, w.date() if isinstance(w, datetime) else w) for w in (day_first, month_first) if w is not None
    ]
    picked = reader.order.pick(both[0][1], both[1][1]) if len(both) == 2 else None
    return next((when for when, day in both if day == picked), None)


def _by_weekday(day_first: Moment | None, month_first: Moment | None, m: re.Match[str]) -> Moment | None:
    """``Mon, 12/06/2021``: the day of the week tells which of the two it is."""
    named = _WEEKDAY.search(m.string[max(0, m.start() - 14) : m.start()])
    if named is None:
        return None
    wanted = _WEEKDAYS.index(named[1].lower())
    fits = [w for w in (day_first, month_first) if w is not None and w.weekday() == wanted]
    return fits[0] if len(fits) == 1 else None


_FORMS = (
    (_ISO, _ordered), (_COMPACT, _ordered), (_BIG_FIRST, _ordered), (_VIETNAMESE, _ordered), (_NUMBERS, _numbers),
    (_ERA, _era), (_SOLAR, _solar), (_SOLAR_NUMBERS, _solar), (_THAI, _thai), *((pattern, _worded) for pattern in _WORDED),
)  # fmt: skip


def _moment(year: int, month: int, day: int, m: re.Match[str], reader: Reader) -> Moment | None:
    if 2443 <= year <= 2643:
        year -= BUDDHIST  # the Buddhist era of Thai papers
    try:
        return timed(date(year, month, day), m, reader.hints, reader.language)
    except ValueError:
        return None


def _formatted(text: str, form: str, reader: Reader) -> Moment | None:
    """A date in a form that the site's hints name, as strptime takes it."""
    try:
        made = datetime.strptime(text, form)  # noqa: DTZ007  # the zone is put in below
    except ValueError:
        return None
    if made.tzinfo is not None:
        return made
    return placed(made, reader.hints) if "%H" in form or "%I" in form else made.date()
