"""The head of a story that says where it comes from, and from which news agency: ``PARIS (AFP) —``."""

import re
from typing import NamedTuple

from pipelines.clean.credits import AGENCIES
from pipelines.clean.places import known
from pipelines.clean.shapes import weight

AGENCY = rf"(?:{AGENCIES})"
_LOCAL = "askanews|Askanews|Adnkronos|ADNKRONOS|EUROPA PRESS|Folhapress|apro|Antara|Bernama|भाषा|वार्ता|ایرنا|ایسنا|رویترز"
"""Agencies that are told by the brackets around them; elsewhere these are words, or names of their own sites."""
_NO_AGENCY = r"(?!(?:CNN|BBC|NBC|ABC|CBS|FOX|NPR|PBS|CBC|CDU|CSU|SPD|FDP|BSW|GOP|USA|UAE|NRW|EUA|PSOE|(?!KCNA|KUNA|WAFA)[KW][A-Z]{3})[)）])"
"""Broadcasters (in America, four letters with a K or a W first), parties and countries in brackets."""
_ANY = rf"(?:(?:{AGENCIES}|{_LOCAL})(?![^\W_])|{_NO_AGENCY}(?:[A-Z]{{3,6}}|FOLHAPRESS|[A-Z][A-Za-z]{{0,15}}(?i:press|presse|news|wire|media|nachrichten))(?=[)）]\s*[-–—]))"
"""Before a dash also one that we do not know: ``MARROW (Nordpress) —``; but ``Marrow (Norway) —`` is a country."""
_FIRST = frozenset(
    ("New", "San", "Santa", "Santo", "Saint", "St", "Sankt", "Bad", "Port", "Fort", "Cape", "Tel", "Los", "Las", "Le", "La", "El",
     "Den", "Hong", "Kuala", "Buenos", "Addis", "Rio", "Abu", "Sao", "North", "South", "East", "West", "Mexico", "Panama", "Mount")
)  # fmt: skip
_PLACE = r"[^\W\d_][^\d.:;!?()]{1,38}?"
_USUAL = re.compile(
    rf"^(?P<place>{_PLACE})(?:,\s(?![a-z]+,)[^()–—:]{{2,25}})?\s*(?:[（(](?P<agency>{_ANY})[^)）]{{0,20}}[)）]\s*[-–—.:]*\s*|(?:[（(][^)）]{{2,25}}[)）])?\s(?:[–—]|--?)\s|\.\s?[-–—]\s)(?=\S)"
)
_DAY = r",\s\d{1,2}\s[^\W\d_]{3,9}\.?"
_SIGNED = (
    re.compile(rf"^(?P<place>{_PLACE}){_DAY}\s*(?:[-–—]\s(?P<agency>{AGENCY})[.,]|/(?P<other>{AGENCY})/)"),
    re.compile(rf"^(?P<place>{_PLACE})\s[-–—]\s(?P<agency>{AGENCY}|{_LOCAL})\s?:"),
    re.compile(rf"^[(（](?P<agency>{AGENCY})[)）]\s[-–—]\s(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ’' ]{{1,25}})(?:,\s[^–—-]{{2,12}})?\s[-–—]\s"),
    re.compile(r"^[(（\[](?P<place>[\uac00-\ud7af·]{2,12})\s?=\s?(?P<agency>연합뉴스|뉴시스|뉴스1)[)）\]]"),
    re.compile(r"^(?P<agency>新华社|新華社|中新社|中新网|中新網)(?P<place>[\u4e00-\u9fff]{2,6}?)\d{1,2}月\d{1,2}日[电電]"),
    re.compile(r"^[［\[](?P<place>[^\W\d_]{2,12})\s*\d{1,2}日\s*(?P<agency>ロイター|共同|時事)[］\]]"),
)  # fmt: skip
"""Forms in which the agency is named, which say themselves what the place is."""
_STATE = re.compile(
    rf"^(?P<place>(?:ST\.\s)?[A-ZÀ-Þ][A-ZÀ-Þ’' -]{{2,25}},\s(?:[A-Z]\.){{2,3}})\s*(?:[(（](?P<agency>{_ANY})[)）]\s*)?(?:[–—]|--?)\s"
)
"""``WASHINGTON, D.C. —``: the points belong to the place."""
_TAZ = re.compile(r"^(?P<place>[A-ZÄÖÜ][A-ZÄÖÜ/ -]{2,30})\s(?P<by>taz|dpa|afp|ap|rtr|epd|kna)\s\|\s")
_BY = {"dpa": "dpa", "afp": "AFP", "ap": "AP", "rtr": "Reuters", "epd": "epd", "kna": "KNA"}
_SITE = re.compile(
    rf"^[A-Z][A-Za-z]{{2,14}}\.(?i:co|com|id)(?:\.id)?,\s(?P<place>{_PLACE})\s(?:[–—]|--?)\s(?=\S)"
)
"""Indonesian sites put their own name first."""
_NAMED = re.compile(rf"^(?P<place>{_PLACE})(?::|(?<=[^\W\d_])\.|\s·)\s")
"""Signs that stand behind other words, too: only behind a place that is known."""
_LONGEST = 120
_COLONS = frozenset(("en", "hi"))
"""Languages in whose papers a place in small letters stands before a colon."""
_ITEM = 60
"""Letters up to which a line may be an item of a list of places."""


class Dateline(NamedTuple):
    """What the head of a story says."""

    place: str | None
    agency: str | None


def dateline(text: str, language: str = "") -> Dateline:
    """Place and agency at the head of a paragraph, each None where there is none.

    >>> dateline("PARIS (AFP) — It rained."), dateline("Warning: it rains.")
    (Dateline(place='PARIS', agency='AFP'), Dateline(place=None, agency=None))
    """
    text = text[:_LONGEST]
    for form in (*_SIGNED, _STATE):
        if found := form.match(text):
            return Dateline(found["place"].strip(" ,"), found["agency"] or found.groupdict().get("other"))
    if found := _TAZ.match(text):
        return Dateline(found["place"], _BY.get(found["by"]))
    if found := _USUAL.match(text):
        short = weight(found["place"]) <= 40 and _place_like(found["place"], found["agency"])
        return Dateline(found["place"].strip(" ,") if short else None, found["agency"])
    if (found := _SITE.match(text)) and _place_like(found["place"], None):
        return Dateline(found["place"], None)
    return Dateline(_named(text, language), None)


def _named(text: str, language: str) -> str | None:
    """``NEW DELHI:`` and ``Berlin/Kairo.``; one place before a full stop may be a sentence, and before a colon what it
    is about, but where papers write their datelines so.
    """
    found = _NAMED.match(text) if len(text) > _ITEM else None
    if found is None or not known(found["place"]):
        return None
    place: str = found["place"]
    sign = found[0].rstrip()[-1]
    usual = place.isupper() or language[:2] in _COLONS
    return place if "/" in place or (sign == ":" and usual) else None


def _place_like(text: str, agency: str | None) -> bool:
    words = text.split()
    if len(words) > 4:
        return False
    if agency is not None or text.isupper():
        return True
    # "No Wonder – it rained": of two words the first has to be one that names of places begin with
    first = len(words) == 1 or (len(words) == 2 and words[0] in _FIRST)
    return first and all(w[0].isupper() for w in words) and text.isascii()
