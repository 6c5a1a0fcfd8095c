"""The look of a line: how much it says, whether it is a sentence, in which script it is written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import filterfalse

_STOP = re.compile(r"""[.!?…。！？।॥؟۔።։。](?:\s*(?:["'”’»›“„)\]）」』】*†‡]|[¹²³⁴-⁹⁰]|\[\d{1,3}\]))*$""")
_SENTENCE = re.compile(r"[.!?…؟۔।։](?=[\s\"”’»)]|$)|[。！？]")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W_]+(?:['’-][^\W_]+)*")
_NOISE = re.compile(r"[\W_]+")
_ASCII_NOISE = bytes(code for code in range(128) if not chr(code).isalnum())
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LETTERS = re.compile(
    "|".join(
        f"(?P<{name}>[{ranges}]+)"
        for name, ranges in (
            ("Latin", "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"),
            ("Cyrillic", "\u0400-\u052f"),
            ("Arabic", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"),
            ("Han", "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"),
            ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
            ("Hebrew", "\u0590-\u05ff"),
            ("Hangul", "\uac00-\ud7af\u1100-\u11ff"),
            ("Devanagari", "\u0900-\u097f"),
            ("Bengali", "\u0980-\u09ff"),
            ("Tamil", "\u0b80-\u0bff"),
            ("Thai", "\u0e00-\u0e7f"),
            ("Armenian", "\u0530-\u058f"),
            ("Georgian", "\u10a0-\u10ff"),
            ("Ethiopic", "\u1200-\u137f"),
            ("Khmer", "\u1780-\u17ff"),
            ("Burmese", "\u1000-\u109f"),
            ("Lao", "\u0e80-\u0eff"),
        )
    )
)


def unaccented(text: str) -> str:
    """Small letters without accents, as addresses spell a name.

    >>> unaccented("País")
    'pais'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


FULL_STOPS = (".", "。", "।", "۔")
"""Signs with which a sentence ends that asks and calls nothing."""
PROSE = 60
"""Weight from which on a line that ends as a sentence does counts as prose."""


@lru_cache(maxsize=8192)
def weight(text: str) -> int:
    """Length in letters of a spaced script: a Chinese character says what two or three Latin letters do.

    >>> weight("abc"), weight("新闻")
    (3, 5)
    """
    return len(text) if text.isascii() else len(text) + 3 * len(_WIDE.findall(text)) // 2


@lru_cache(maxsize=8192)
def stops(text: str) -> bool:
    """Whether the line ends as a sentence does; the mark of a footnote may follow.

    >>> stops("«He left.»"), stops("It rained.*"), stops("Five people hurt")
    (True, True, False)
    """
    end = text[-40:].rstrip("*†‡※¹²³ ")
    return not end[-1:].isalpha() and _STOP.search(end) is not None


_OPENING = frozenset('«“„‟"‘‚‹「『《〈')


def is_prose(text: str) -> bool:
    """Whether a line is a sentence of some length, as a story's are.

    >>> is_prose("It rained."), is_prose("It rained on the quay of Millbrook, and nobody had an umbrella.")
    (False, True)
    """
    return weight(text) >= PROSE and stops(text)


def is_quoted(text: str, at: int) -> bool:
    """Whether what stands at a place is the beginning of what somebody says: right behind a sign that opens it, or a straight one.

    >>> is_quoted("It reads “Follow us”.", 10), is_quoted("Follow us.", 0)
    (True, False)
    """
    return at > 0 and text[at - 1] in _OPENING


def sentences(text: str) -> int:
    """How many sentence ends the line holds."""
    return len(_SENTENCE.findall(text))


def word_list(text: str) -> list[str]:
    """Words, casefolded; in scripts without spaces, characters."""
    return _WORD.findall(text.casefold())


def word_set(texts: Iterable[str]) -> set[str]:
    """The words of several texts, as :func:`word_list` finds them.

    >>> word_set(["The ferry,", "a well-known one"]) == {"the", "ferry", "a", "well-known", "one"}
    True
    """
    found = set("\n".join(texts).casefold().split())
    # the pattern takes the others as they are
    odd = [*filterfalse(str.isalnum, found), *filterfalse(str.isascii, filter(str.isalnum, found))]
    found.difference_update(odd)
    found.update(_WORD.findall("\n".join(odd)))
    return found


def letters(text: str) -> Mapping[str, int]:
    """Letters by script, only those that occur."""
    found = _without(text, _NO_ASCII_LETTERS)
    if found.isascii():
        return {"Latin": len(found)} if found else {}
    counts: dict[str, int] = {}
    for run in _LETTERS.finditer(found):
        name = str(run.lastgroup)
        counts[name] = counts.get(name, 0) + len(run[0])
    return counts


scripts = lru_cache(maxsize=8192)(letters)
"""The same, remembered: of lines, which many ask of."""


def main_script(text: str) -> str | None:
    """The script that most letters are in.

    >>> main_script("Новости ABC"), main_script("12:30")
    ('Cyrillic', None)
    """
    counts = scripts(text)
    return max(counts, key=counts.__getitem__) if counts else None


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """For comparing: letters and digits only, casefolded."""
    bare = _without(text.casefold(), _ASCII_NOISE)
    return bare if bare.isascii() or bare.isalnum() else _NOISE.sub("", bare)


def _without(text: str, signs: bytes) -> str:
    """Without these ASCII characters: most of what is between words, taken out in one go."""
    return text.encode("utf-8", "surrogatepass").translate(None, signs).decode("utf-8", "surrogatepass")


def folded(name: str) -> str:
    """A name as addresses spell it: small, without accents, spaces and hyphens.

    >>> folded("Süd-Straße")
    'sudstrasse'
    """
    return squash(unaccented(name.replace("ß", "ss")))


_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
"""Soft hyphen, zero-width space, word joiner and bidi marks; the joiners of Persian and Hindi (U+200C, U+200D) are spelling."""


def readable(text: str) -> str:
    """A field's value in normal form C (UAX 15), without what only a layout needs.

    >>> readable("Stra\\u00dfen\\u00adbahn"), readable("Tra\\u0302\\u0300n") == "Tr\\u1ea7n"
    ('Straßenbahn', True)
    """
    return unicodedata.normalize("NFC", text.translate(_UNSEEN))
