"""Lines that say when and by whom, and nothing else: a date, a time of the day, a byline."""

import re

from pipelines.clean import words
from pipelines.clean.cues import begins, phrases, unedged
from pipelines.clean.labels import labelled, writes
from pipelines.clean.names import AND, person_like
from pipelines.clean.shapes import stops

_PARTS = frozenset(
    ("and", "und", "et", "y", "e", "de", "van", "von", "der", "da", "di", "og", "och", "del", "bin", "al")
)
_STAMP = re.compile(
    r"^\D{0,40}(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<![\d£$€¥])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?!\d)|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}\.? [^\W\d]{3,10}\.?,? (?:de )?\d{4}|"
    r"[^\W\d]{3,9}\.? \d{1,2},? \d{4})\D{0,40}(?:\d{1,2}[:.h]\d\d)?.{0,30}$"
)
_PARTED = re.compile(rf",\s|\n|\s(?:{AND})\s")
_LABELLED = 100
_ENDS = ("।", "。", "۔", "؟", "？", "?", "!")
_VERBS = frozenset(("نوشته", "كتب", "كتبت", "تقرير", "إعداد"))
"""Words before a name that begin sentences as well;"""
_NAMED = 3
"""words of the longest name that may stand behind them without a colon."""
_CJK = re.compile(r"[\u3400-\u9fff]+")
_TELLING = re.compile(r"[从從在了获獲今昨采採问問说說].{4}|.*[がはのをにでとへも].{4}")
_OATHS = frozenset(("dios", "deus", "toutatis"))
_GREEK = re.compile(r".*\s(?:το|τα|ο|η|οι|στο|στη|στην|στον|είναι|ήταν)\s")
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(
    r"(?:hits|views|page ?views|reads|visite|visto|letture|visitas|lecturas|zugriffe|aufrufe|gelesen|affichages|lectures|vues|acessos|visualizações|visualizaciones|weergaven|visningar|visninger|"
    r"odsłony|wyświetleń|zobrazení|megtekintés|afișări|просмотров|просмотры|прочитано|переглядів|görüntüleme|okunma|dilihat|dibaca|lượt xem|مشاهدات|عدد المشاهدات|بازدید|צפיות|阅读|閱讀|浏览|瀏覽|点击|點擊|閲覧数|조회(?:수)?)\s*[:：]?\s*\d[\d.,\s]{0,9}"
    r"|(?:\d?\d:\d\d(?::\d\d)?\s?[/|–-]?\s?){2,3}",
    re.IGNORECASE,
)


def is_stamp(text: str) -> bool:
    """Whether a line is a date or a time of the day, with little beside it; a price is neither.

    >>> [is_stamp(line) for line in ("Updated 14.30", "Kl. 9:05", "Now for 39.99", "Some 6.000 people", "£9.50")]
    [True, True, False, False, False]
    """
    found = _DIGIT.search(text) and _STAMP.match(text)  # the pattern tries for long where there is no digit
    return found is not None


def is_byline(text: str) -> bool:
    """``By Ida Holm``, ``Szerző: Ida Holm``: a word that leads to a writer, then names."""
    if text.endswith(_ENDS):
        return False
    if len(text) <= _LABELLED and writes(text) and all(map(person_like, _PARTED.split(labelled(text)))):
        return True
    if not begins(text, words.BYLINE) or stops(text) or len(text.split()) > 14:
        return False
    text = unedged(text)
    low = text.casefold()
    lead = max((p for p in phrases(words.BYLINE).first if low.startswith(p)), key=len, default="")
    if goes_on(text[len(lead) :], lead):
        return False
    names = [w for w in re.split(r"[\s,]+", text[len(lead) :].lstrip(" :：")) if w]
    if not names or not names[0][0].isalpha() or any(c.isdigit() for c in names[0]):
        return False
    if not names[0].isascii() and not names[0][0].isupper():
        return not names[0][0].islower() and len(lead) > 1
    return names[0][0].isupper() and (len(names) < 2 or not names[1][0].islower() or names[1] in _PARTS)


def goes_on(rest: str, lead: str) -> bool:
    """``記者がその日の港を訪ねた``, ``نوشته روی دیوار کهنه بود``, ``Por Dios``: the word goes on as a sentence does, and no name follows."""
    if rest.lstrip()[:1] in (":", "："):
        return False
    if lead.strip() in _VERBS:
        return len(rest.split()) > _NAMED
    if _CJK.fullmatch(lead):
        return not rest[:1].isspace() and _TELLING.match(rest) is not None
    return rest.strip().casefold() in _OATHS or (
        lead.strip() in ("του", "της") and _GREEK.match(rest) is not None
    )


def is_count(text: str) -> bool:
    """Whether a line says how often the page was read, or how far a player has come, and nothing else.

    >>> [is_count(line) for line in ("Hits: 312", "00:0034:12", "浏览：1,204", "Hits: 312 people", "10:05")]
    [True, True, True, False, False]
    """
    return text[-1:].isdigit() and len(text) <= 40 and _COUNT.fullmatch(text) is not None
