"""Names printed in capitals as they are spoken, where only one way to write them is right; any other stays as it is printed.

``MCDONALD`` is McDonald, but ``MACHADO`` and ``MACDONALD`` begin alike, ``VAN DER BERG`` is written in one way in Ghent and in another in
Utrecht, Greek capitals have lost their accents, and no rule tells that ``DESANTIS`` has two capitals.
"""

import re
from functools import lru_cache

_CASED = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſȘȚẠ-ỹА-ЯЁІЇЄҐЎЈЉЊЋЂЏ]+")
_POINTED = re.compile(r"(?:[^\W\d_]\.-?)+")
_DEGREES = frozenset(("II", "III", "IV"))
_JUNIOR = re.compile(r"(?:JR|SR)\.?")
_SHORT = frozenset(
    "al an bo cy di do ed ek ha he ho hu jo ko le li lu ma mo oh ok qi su ty vo vu wu xu ye yi yu ng ян юн ли".upper().split()
)
"""Names of two letters; others may be initials."""
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-ÝĀ-ŁŌ-ſẠ-ỹАЕЁИОУЫЭЮЯІЇЄ]")
_PARTICLES = {
    "es": frozenset(["de", "del", "la", "las", "los", "y"]), "pt": frozenset(["de", "da", "do", "das", "dos", "e"]), "de": frozenset(["von", "vom", "zu", "zum", "zur"]),
    "it": frozenset(), "ca": frozenset(["de", "del", "la", "i"]),
}  # fmt: skip
"""Written small within a name, by language; in Italian all of them are written large."""
_UNSURE = frozenset(
    "de del della di da do das dos du des d' la las le les lo los van von vom vander der den ter ten het zu zum zur af av el al ibn bin binti binte bint ben abu ap y e i und mac ní nic ó ua".split()  # noqa: SIM905
)
_GAELIC = re.compile(r"(?:MAC|FITZ)[^\W\d_]{3,}")
"""Behind them there may be a capital, but in languages that have many other names that begin so."""
_OTHERS = frozenset(("es", "pt", "it", "pl", "cs", "sk"))
_TWO = re.compile(r"(?:DE|DEL|DI|DU|LA|LE|VAN|VON|ST)[BCDFGHJKLMNPQRSTVWXZ][^\W\d_]{2,}")
_ONE = frozenset("""dennis denise derek deborah debra delia della delphine destiny desmond devin devon dexter dwight diana diane diego dimitri dillon dirk dylan dixon dickson dickens larry laura lauren laurie laurence lance lara lana
landon langley lambert lang lamb lawson lawrence lawton layla leslie lester levi levine levy lewis leland len lena lenny lenox leticia vanessa vance vanja stacy stan stanley stacey stark steel steele stein
steinberg stella stephan stephanie stephen stephens steve steven stevens stewart stone storey stuart sturm stokes strong styles demi dempsey denver denton denham derrick
dewey dewar lisa diaz dina dion dinah dine disney lacey lacy lamar lamont langdon larson larsen lars lavery lavender lawler leroy lesley vanya vonda""".upper().split())  # fmt: skip
"""English names of which the beginning is none of a second word."""
_KOREAN = frozenset("AHN BAE CHO CHOI CHUNG HAN HONG HWANG JANG JEON JEONG JUNG KANG KIM KWON LEE LIM MOON NOH OH PARK RYU SEO SHIN SOHN SON SONG YANG YOO YOON".split())  # noqa: SIM905  # fmt: skip
_TURKISH = ("tr", "az")
"""There I and İ are two letters,"""
_FOREIGN = frozenset("WQX")
"""and a name with these is of another language."""


@lru_cache(maxsize=1024)
def spoken(name: str, language: str) -> str:
    """A name of two words or more without its capitals, if that is certain.

    >>> spoken("JOHN A. McDONALD", "en"), spoken("JOHN A. MCDONALD", "en"), spoken("MARY-ANN O'BRIEN", "en")
    ('JOHN A. McDONALD', 'John A. McDonald', "Mary-Ann O'Brien")
    >>> spoken("JAN VAN DER BERG", "nl"), spoken("ANA DE LA CRUZ", "es"), spoken("BBC NEWS", "en")
    ('JAN VAN DER BERG', 'Ana de la Cruz', 'BBC NEWS')
    """
    words = name.split()
    if not name.isupper() or not 2 <= len(words) <= 5 or all(len(word.strip(".")) < 3 for word in words):
        return name
    if len(words) == 2 and words[0] in _KOREAN and "-" in words[1]:
        return name
    made = [_word(word, i, len(words), language[:2]) for i, word in enumerate(words)]
    return " ".join(word for word in made if word) if all(made) else name


def _word(word: str, place: int, count: int, language: str) -> str | None:
    """One word; None where it may be written in several ways."""
    low = word.lower()
    if place and low in _PARTICLES.get(language, ()):
        return low if place < count - 1 else None
    if word in _DEGREES or _POINTED.fullmatch(word) or (len(word) == 1 and 0 < place < count - 1):
        return word
    if place == count - 1 and _JUNIOR.fullmatch(word):
        return word.capitalize()
    if low in _UNSURE and not (language == "it" and place):
        return None
    parts = re.split(r"([-'’])", word)
    return _joined(parts, place, language) if len(parts) > 1 else _plain(word, place, language)


def _joined(parts: list[str], place: int, language: str) -> str | None:
    """``MARY-ANN``, ``O'BRIEN``: each part by itself, where the sign between is one that parts names."""
    if len(parts) == 3 and parts[1] in "'’":
        known = parts[0] == "O" or (language == "it" and parts[0] in ("D", "DELL", "DALL", "DEGL"))
        last = _plain(parts[2], place, language) if known else None
        return f"{parts[0].capitalize()}{parts[1]}{last}" if last else None
    made = [p if p == "-" else _plain(p, place, language) for p in parts]
    if "'" in parts or "’" in parts or any(p.lower() in _UNSURE for p in parts):
        return None
    return "".join(p for p in made if p) if all(made) else None


def _plain(word: str, place: int, language: str) -> str | None:
    if not _CASED.fullmatch(word) or not _VOWEL.search(word) or (len(word) == 2 and word not in _SHORT):
        return None
    if word.startswith("MC"):
        known = language == "en" and place > 0 and len(word) > 4
        return f"Mc{word[2:].capitalize()}" if known else None
    return None if len(word) < 2 or _is_unsure(word, language) else _small(word, language)


def _is_unsure(word: str, language: str) -> bool:
    """Where a second capital may be within it, or another letter: in German SS may be ß."""
    if _GAELIC.fullmatch(word) and language not in _OTHERS:
        return True
    if language == "en" and _TWO.fullmatch(word) and word not in _ONE:
        return True
    return word.startswith("IJ") or (language == "de" and "SS" in word)


def _small(word: str, language: str) -> str | None:
    if language in _TURKISH or "İ" in word:
        if not _FOREIGN.isdisjoint(word):
            return None
        return word[0] + word[1:].replace("I", "ı").replace("İ", "i").lower()
    return word[0] + word[1:].lower()
