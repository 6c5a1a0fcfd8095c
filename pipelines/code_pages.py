"""Code pages told apart by where the letters beyond ASCII stand: within words, or in words of their own; small or capital.

A detector that counts bytes takes the apostrophe of windows-1252 and the letter behind it for one Korean character, and what
Macs and DOS wrote for Russian. Letters of another script do not stand within words of ASCII letters; and in a wrong code
page signs and capitals stand within words where letters were.
"""

import re
from itertools import islice

OLD = ("mac-roman", "cp850", "cp437")
"""Of Macs and DOS, which detectors take for something else."""
_FOREIGN = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff61-\uff9f]+"
)
"""A run of letters of another script."""
_SHORT = 2
"""Characters: Chinese and Japanese stand beside foreign names without a blank, and go on."""
_WIDE = re.compile(r"[^\x00-\x7f]")
_SMALL = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœß")
_LARGE = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒ")
"""Letters of the languages of Western Europe."""
_ALONE = frozenset("àèéóòáúåöÀÈÉÓÒÁÚÅÖ")
"""Those that are words."""
_OPEN, _CLOSE, _EITHER = frozenset("„‘‹¿¡"), frozenset("”›…"), frozenset("“«»")
_NEUTRAL = frozenset("–—·\xa0\xad’")
"""Signs that may stand anywhere: dashes of one code page are the letters ñ and ó of another."""
_BESIDE = frozenset("•®©™ªº§†‡°%€£")
"""Signs that may stand beside a word, not within it."""
_ELIDED = re.compile(
    r"[a-z]’(?:s|t|re|ve|ll|d|m)\b|[a-z]s’ |\b(?:[ldjnscmt]|qu|jusqu|aujourd|un|dell|nell|all|sull|dall)’[aeiouyhàâéèêìòùœ]",
    re.IGNORECASE,
)
"""An apostrophe in English, French and Italian."""
_UKRAINIAN = re.compile("[а-яА-Яіїєґ][іїєґІЇЄҐ]|[іїєґІЇЄҐ][а-яА-Я]")
_YA = re.compile("(?<=[а-я])Я")
"""What Macs wrote for its small letter, read as on Windows; in Greek it is an accented iota."""
_GREEK = re.compile(rb"[\xdc\xdd]")
"""The accented alpha and epsilon, which no text with so many an iota lacks."""
_MOST = 4000
"""Characters that are looked at."""
_ENOUGH, _FEW, _RIVAL, _MANY = 3, 0.06, 0.1, 0.3
"""Characters that tell; shares of those that do not fit: where a code page is believed, of one beside it, of the usual one."""


def foreign(text: str) -> bool:
    """Whether letters of other scripts stand in words of their own, as they do in a text that is rightly decoded.

    >>> foreign("women뭩 and men뭩"), foreign("IT의 여성 노동자는")
    (False, True)
    """
    runs = alone = longest = 0
    for found in islice(_FOREIGN.finditer(text), _MOST):
        around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
        runs, longest = runs + 1, max(longest, len(found[0]))
        alone += len(found[0]) > _SHORT or not any(c.isascii() and c.isalpha() for c in around)
    return not runs or (longest > 1 and 2 * alone > runs)


def old(sample: bytes, usual: str) -> str:
    """The code page of Macs or DOS that a text of Latin letters is in, where that is certain; else empty.

    >>> old("Les élèves français préfèrent déjà l’été à Zürich".encode("mac-roman"), "cp1252")
    'mac-roman'
    """
    good, bad = _fit(sample.decode(usual, "replace"))
    if bad < _ENOUGH or bad < _MANY * (good + bad):
        return ""
    read = {name: sample.decode(name, "replace") for name in OLD}
    found = {name: _fit(text) for name, text in read.items()}
    best = max(OLD, key=lambda name: found[name][0] - found[name][1])
    good, bad = found[best]
    rivals = [found[name] for name in OLD if read[name] != read[best]]
    certain = good >= _ENOUGH and bad <= _FEW * good
    return (
        best
        if certain and all(worse > max(_ENOUGH - 1, _RIVAL * (fine + worse)) for fine, worse in rivals)
        else ""
    )


def cyrillic(sample: bytes, name: str) -> str:
    """The same, or its sister that has letters where signs and capitals would stand within words.

    >>> cyrillic("її є".encode("koi8-u"), "koi8-r"), cyrillic("Маяк, мая, моя, своя".encode("mac-cyrillic"), "cp1251")
    ('koi8-u', 'mac-cyrillic')
    """
    if name == "koi8-r" and _UKRAINIAN.search(sample.decode("koi8-u", "replace")):
        return "koi8-u"
    if name == "cp1251" or (name == "cp1253" and not _GREEK.search(sample)):
        text = sample.decode("cp1251", "replace")
        if "я" not in text and len(_YA.findall(text)) >= (_ENOUGH if name == "cp1251" else 2 * _ENOUGH):
            return "mac-cyrillic"
    return name


def _fit(text: str) -> tuple[int, int]:
    """How many characters beyond ASCII stand where texts have them, and how many where none has them."""
    good = bad = 0
    for found in islice(_WIDE.finditer(text), _MOST):
        at = found.start()
        fits = _fits(text[at], text[max(0, at - 1) : at] or " ", text[at + 1 : at + 2] or " ")
        if text[at] == "’" and _ELIDED.search(text, max(0, at - 7), at + 4):
            fits = 1
        good += fits > 0
        bad += fits < 0
    return good, bad


def _fits(sign: str, before: str, behind: str) -> int:
    """1 for a sign that fits between its neighbours, -1 for one that does not, 0 for one that says nothing."""
    if sign in _NEUTRAL:
        return 0
    within = before.isalpha() and behind.isalpha()
    if sign in _SMALL:
        if before.isdigit() or behind.isdigit() or (behind.isupper() and not within):
            return -1
        return 1 if before.isalpha() or behind.isalpha() or sign in _ALONE else -1
    if sign in _LARGE:
        if before.islower():
            return -1
        return 1 if before.isupper() or behind.isalpha() or sign in _ALONE else -1
    if sign in _EITHER:
        return -1 if within else int(before.isalnum() or behind.isalnum())
    if sign in _OPEN:
        return -1 if before.isalpha() else int(behind.isalnum())
    if sign in _CLOSE:
        return -1 if within else int(before.isalnum() or before in ".,!?")
    beside = within if sign in _BESIDE else before.isalpha() or behind.isalpha()
    return -1 if beside or not sign.isprintable() or sign == "\ufffd" else 0
