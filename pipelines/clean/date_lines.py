"""Lines of a dump that say when the article appeared and when it was changed, and at most who wrote it: nothing of them is text.

A line is one where nothing is left of it without its dates, times, and the words that stand beside these. So it holds wherever
the line stands, however long it is, and no sentence is taken for one.
"""

import re
from functools import lru_cache

from pipelines.clean.cities import DAYS
from pipelines.clean.leads import leads
from pipelines.clean.moments import SAYS, TOLD, bare, spans
from pipelines.clean.months import MONTHS
from pipelines.clean.names import person_like
from pipelines.clean.shapes import weight
from pipelines.clean.stamps import is_byline, is_stamp
from pipelines.record import Label

_LONGEST = 190
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}|\d[./-]\d\d?[./-]\d\d|年|[\u0e50-\u0e59]{4}|[\u0660-\u0669\u06f0-\u06f9]{4}")
_CLOCK = re.compile(
    r"\d{1,2}\s?(?:[:.h時时点點시]\s?\d{2}(?::\d{2})?\s?(?:[分분])?|h(?!\w))(?:\s?[ap]\.?\s?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\d{1,2}\s?[-–]?\s?(?:min(?:ut\w*)?\.?|мин\w*|dk)(?:[ -](?:read|de lecture|lesezeit|de lectura|de leitura|di lettura|leestijd|läsning))?(?!\w)"
    r"|(?:reading time|lesezeit|temps de lecture|lecture|tiempo de lectura|leestijd)\s?:?\s?(?=\d)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?\d\d)?|[+\u2212-]\d\d:?\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_LIST = """
a on at and the last first of in time date was by as original originally story article this page
am um uhr den der und zuletzt vom seit erst dieser artikel beitrag text zeit datum
le à la l et est il h heure heures date dernière première fois en ligne parution cet article jour mise mis
el las los a y de del hs hrs hora horas última ultima vez por primera fecha
o às as em no na de e do da data última hora
alle ore il dell del della e ultimo ultima prima data ora
om op de het laatst voor eerst uur en datum
kl klo klokken den och og sist sidst senast senest først første först klockan
dnia o godz godzina godzinie data r i ostatnia w dne v hodin dňa
в г г. мск года и последнее дата время от о об час
tarihi tarih saat son ilk güncel haber saati ve
pukul jam wib wita wit dan tanggal lúc ngày giờ vào
ώρα στις και ημερομηνία τελευταία
في الساعة تاريخ آخر اخر يوم بتاريخ و تم ساعت تاریخ در بعد قبل
เวลา น เมื่อ วันที่ ล่าสุด
时间 時間 最后 最終 最终 於 于 시간 최종 일시
est edt cst cdt mst mdt pst pdt et ct mt pt gmt utc bst ist cet cest mez mesz msk jst kst eet eest aest aedt hkt sgt pkt wat eat sast
am pm a.m p.m p m
"""
_WORDS = frozenset(_LIST.split())
"""What stands beside a date in such lines, in small letters."""
_SIGNS = " \t|•·,.-–—"
_PARTED = re.compile(r"\s*[|•·–—]\s*|\s+-\s+|\s*\n\s*")


def date_line(text: str) -> Label | None:
    """``date`` for a line that says when, ``byline`` for one that says by whom as well; only with a word that says what the date is.

    >>> date_line("PUBLISHED 12 March 2024 | UPDATED 13 March 2024")
    'date'
    >>> date_line("By Ida Holm | Published: 12 March 2024 at 10:15")
    'byline'
    >>> date_line("The inquiry was published on 12 March 2024") is None, date_line("12 March 2024") is None
    (True, True)
    """
    # most lines are told by this, and need not be remembered
    return None if weight(text) > _LONGEST or not _DIGIT.search(text) else _date_line(text)


@lru_cache(maxsize=4096)
def _date_line(text: str) -> Label | None:
    if not _YEAR.search(text) or not TOLD.search(text):
        return None
    found = spans(text)
    if not found:
        return None
    if _says_when(text, found):
        return "date"
    return "byline" if _names_first(text, found) else None


def _says_when(text: str, found: list[tuple[int, int]]) -> bool:
    """Whether a line is dates with the words around them, one of which says what they are the dates of."""
    rest = _without(text, found)
    bare = SAYS.sub(" ", rest)
    return (
        bare != rest
        and all(_beside(word) for word in _WORD.findall(bare))
        and not any(map(str.isdigit, bare))
    )


def _beside(word: str) -> bool:
    low = word.casefold()
    return low in _WORDS or low in DAYS or low in MONTHS


def _without(text: str, found: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in found:
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    rest = " | ".join(parts)
    for pattern in (_READING, _OFFSET, _CLOCK):
        rest = pattern.sub(" ", rest)
    return rest


def is_date(text: str) -> bool:
    """Whether a line is a date or a clock with little beside it, in any language that dates are read in; a short sentence may be one.

    >>> is_date("Updated 14.30"), is_date("26. marraskuuta 2022"), is_date("It opened on 26 November 2022.")
    (True, True, True)
    >>> is_date("Nobody on the quay believed it until the evening of that day: it opened on 26 November 2022.")
    False
    """
    return is_stamp(text) or bare(text)


def undated(text: str) -> str:
    """A line without its dates, clocks and what says how long it takes to read; any line without a date as it is.

    >>> undated("Ida Holm • 12 March 2024 • 5 min read").strip(" |•"), undated("Ida Holm")
    ('Ida Holm', 'Ida Holm')
    """
    if weight(text) > _LONGEST or not _DIGIT.search(text) or not _YEAR.search(text):
        return text
    found = spans(text)
    return SAYS.sub(" | ", _without(text, found)) if found else text


def writer(text: str) -> str:
    """What stands before the first word about a date in such a line; any other line as it is.

    >>> writer("By Ida Holm Published: 12 March 2024"), writer("By Ida Holm")
    ('By Ida Holm', 'By Ida Holm')
    """
    said = SAYS.search(text) if date_line(text) == "byline" else None
    return text[: said.start()].strip(_SIGNS) if said else text


def _names_first(text: str, found: list[tuple[int, int]]) -> bool:
    """``By Ida Holm Published 12 March 2024``, ``Ida Holm | Updated: 12 March 2024``: a writer, then when."""
    said = SAYS.search(text)
    if said is None or said.start() > found[0][0]:
        return False
    head = text[: said.start()].strip(_SIGNS)
    moved = [(a - said.start(), b - said.start()) for a, b in found]
    if not head or not _says_when(text[said.start() :], moved):
        return False
    if leads(head):
        return is_byline(head)
    first = _PARTED.split(head)[0]
    parted = first != head or text[len(head) :].lstrip()[:1] in "|•·-–—"
    return parted and person_like(first)
