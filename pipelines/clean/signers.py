"""Whom a line that nothing marks as a byline names: ``By noon, the ferry had left`` begins as one does, and is none.

A sentence goes on in small letters, and ends with a stop; a byline has names, words that join them, roles and places.
"""

import re

from pipelines.clean.cities import DAYS
from pipelines.clean.leads import leads, leads_surely, unled
from pipelines.clean.months import MONTHS
from pipelines.clean.names import AND, PARTICLES, Names, is_agency, person_like
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse
from pipelines.clean.stamps import goes_on
from pipelines.clean.strangers import ANYBODY

_STOP = re.compile(r"[^\W\d_]{3,}[\"'”’»)\]]*[.!?…。！？؟।]+[\"'”’»)\]]*$")
"""Not behind an initial or ``Jr.``."""
_SMALL = PARTICLES | frozenset(AND.split("|"))
_MOST_SMALL = 6
"""Words in small letters in a byline with roles and places: ``envoyée spéciale à Kiev pour la Gazette``."""
_FEW = 4
"""As many behind words that begin no sentence: ``Autorin: Ida Holm, Leiterin der Stiftung in Kairo.``"""
_MOST_WORDS = 9
"""In letters without small ones."""
_SHORT = 3
"""Letters of words such as *at* and *and*."""
_LIST = re.compile(r"[\w.-]+(?:(?:, | and | und | et | y | & )[\w.-]+)*")
_WHEN = re.compile(r"\s*[,|–—-]?\s*(?:(?:at|on|am|um|le|el|il|op|em|den)\s[^.]*\d|\d)", re.IGNORECASE)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff·・]+")
_TOLD = re.compile(
    r"[了的在是从到将与向被把这那称说获悉据对を]|采访|发现|注意|看到|日前|今日|昨日|近日|时间|会見|では|には|から|まで|した|[略社載完続部局版員照]$"
)
"""Characters of a sentence about what a reporter learned, and those with which a remark or a desk ends: 敬称略, 編集部."""
_TIMES = DAYS | MONTHS.keys() | frozenset(
    "morning noon afternoon evening night midnight late early mid next last this end morgen abend nacht mañana noche tarde matin soir notte sera".split()  # noqa: SIM905
)  # fmt: skip
_DIGIT_FIRST = re.compile(r"\d[^\W\d_]+(?: [A-ZÀ-ÖØ-Þ]\S*)+$")
"""A firm's name, as of ``3i Ferries``."""
_FIRST = frozenset("the our all this that these those his her their its your some any every each".split())  # noqa: SIM905
"""Words with which no name begins."""
_WITHIN = frozenset(
    "to the of with for is are from your our how why what not into على في من إلى عن أن التي الذي هذا هذه".split()  # noqa: SIM905
)
"""Words of sentences and titles: ``From Orlo To Hask``."""
_DATED = re.compile(r"\s*[,|·•–—-].*\b(?:19|20)\d\d\b")
_ABOUT = re.compile(r"(?:about|über)\s", re.IGNORECASE)


def signers(text: str, who: Names, sites: frozenset[str]) -> Names:
    """Those of a line's names that are to be believed: none where one of them is words of a sentence.

    >>> from pipelines.clean.names import names
    >>> line = "Par Ida Holm, Bo Ek"; signers(line, names([line]), frozenset()).people
    ('Ida Holm', 'Bo Ek')
    >>> line = "Par ailleurs, Ida Holm"; signers(line, names([line]), frozenset()).people
    ()
    """
    if (
        not who.listed
        or is_sentence(text)
        or text.endswith(("।", "۔"))
        or _is_told(text)
        or (len(who.listed) > 1 and _ABOUT.match(text))
    ):
        return Names()
    people = tuple(name for name in who.people if _is_person(name) or _is_one_word(name, text))
    others = tuple(name for name in who.others if _is_desk(name, sites))
    lost = [name for name in who.people if name not in people]
    if lost and leads_surely(text) and people[:1] == who.people[:1]:
        people = people[:1]
    elif len(lost) > len(people) or any(map(_has_small, lost)):
        return Names()
    if not _begins(text, people + others):
        return Names()
    return Names(people=people, others=others)


def _is_told(text: str) -> bool:
    """``نوشته روی دیوار کهنه بود``: behind a word that may lead to a name, the rest of a sentence."""
    text = text.strip()
    lead = text[: len(text) - len(unled(text))].rstrip(" :：")
    return bool(lead) and goes_on(text[len(lead) :], lead.casefold())


def _has_small(name: str) -> bool:
    return any(word[0].islower() for word in name.split())


def _begins(text: str, known: tuple[str, ...]) -> bool:
    """Whether one of the names stands first, or behind nothing but titles: ``Rechtsanwältin Ida Holm``."""
    bare = collapse(unled(text)).lstrip("(（[【 ")
    at = min((found for name in known if (found := bare.find(name)) >= 0), default=-1)
    return at >= 0 and all(w[0].isupper() and w[-1] not in ",;:" for w in bare[:at].split())


def is_sentence(text: str) -> bool:
    """Whether a line says something of somebody.

    >>> [is_sentence(t) for t in ("Par Ida Holm, on a su que la digue avait cédé.", "By Ida Holm in Millbrook", "记者了解到，桥已通车。")]
    [True, False, True]
    """
    bare = unled(text).strip()
    stops = _STOP.search(bare) is not None
    if any(c.islower() for c in bare):
        small = sum(w[0].islower() and w not in _SMALL for w in bare.split())
        return small > _MOST_SMALL or (stops and small > (_FEW if leads_surely(text) else 0))
    if _HAN.match(bare):
        return stops or len(bare) > 40
    return len(bare.split()) > (4 if stops else _MOST_WORDS)


def _is_person(name: str) -> bool:
    """A name by its look, and by its words."""
    if _HAN.fullmatch(name.replace(" ", "")):
        return 2 <= len(name) <= 8 and _TOLD.search(name) is None
    parts = name.casefold().split()
    if (
        parts[0] in _FIRST
        or set(parts) <= _TIMES
        or not _WITHIN.isdisjoint(parts[1:-1] if name.isascii() else parts)
    ):
        return False
    return person_like(name) or (len(parts) > 1 and _DIGIT_FIRST.match(name) is not None)


def _is_one_word(name: str, text: str) -> bool:
    """``Posted by Ida``, ``Autor: ida77 am 5. März``, ``By ida77 | March 5, 2024``: there single names stand, with at most
    the time behind them.
    """
    bare, sure = unled(text), leads_surely(text)
    least = 2 if text.strip()[: -len(bare)].rstrip().endswith((":", "：")) else _SHORT
    if " " in name or name.casefold() in _FIRST | DAYS or not (name[0].isupper() or len(name) > least):
        return False
    found = _LIST.match(bare)
    if not found or name not in found[0] or not leads(text):
        return False
    if _DATED.match(bare.removeprefix(name)):
        return True
    rest = bare[found.end() :]
    return sure and (not rest or _WHEN.match(rest) is not None)


def _is_desk(name: str, sites: frozenset[str]) -> bool:
    """A desk as it signs, an agency, the site; else capitals as of a proper name."""
    bare = squash(name)
    if bare in sites or is_agency(bare) or ANYBODY.match(name):
        return True
    parts = name.split()
    return parts[0][0].isupper() and all(
        not w[0].islower() or w in _SMALL or w in ("the", "for", "of") for w in parts
    )
