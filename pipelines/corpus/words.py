"""Text into the words that search counts: one tokenizer for documents, queries and highlighting.

A word is a run of letters, digits and their marks. Scripts written without spaces (Han, kana, Thai, Lao,
Khmer, Burmese) give one word per character with its marks, so that any run of them is found as a phrase.
Case, accents on Latin letters, Arabic vowel marks and invisible characters make no difference.

tantivy gets the words joined by spaces. Its own tokenizers disagree with Python about combining marks, and
a highlight that disagrees with a count is a wrong count to the reader.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao; Burmese; Khmer
    "\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f"  # kana, bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Soft hyphen, zero-width spaces and joiners, direction marks: they never part a word."""
LONGEST = 80
"""Longer runs are no words (encoded data); they are cut, so that the index cannot be flooded."""


def _marks() -> str:
    """Combining marks of the basic plane as regex ranges (``re`` knows no ``\\p{M}``)."""
    out: list[list[int]] = []
    for point in range(0x300, 0x10000):
        if unicodedata.category(chr(point)).startswith("M"):
            if out and out[-1][1] == point - 1:
                out[-1][1] = point
            else:
                out.append([point, point])
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in out)


_JOINED = _marks() + INVISIBLE
_WORD = re.compile(f"(?:[^\\W_{UNSPACED}]+[{_JOINED}]*)+|(?!\\W)[{UNSPACED}][{_JOINED}]*")
_FOREIGN = re.compile(f"[^\\W\x00-\x7f]|[{_JOINED}]")
_LATIN_MARKS = re.compile("([a-z])[\u0300-\u036f]+")
_SILENT = re.compile(f"[\u0640\u064b-\u065f\u0670{INVISIBLE}]")


class Token(NamedTuple):
    """A folded word and where it stands in the original text."""

    word: str
    start: int
    end: int


@lru_cache(1 << 16)
def fold(word: str) -> str:
    """One form for what readers take as the same word; a sign that stands for several gives them spaced.

    >>> fold("Élysée"), fold("ＫＭ"), fold("½")
    ('elysee', 'km', '1 2')
    """
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFKD", word).casefold())
    plain = unicodedata.normalize("NFC", _SILENT.sub("", plain))
    return " ".join(_WORD.findall(plain))[:LONGEST]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, with their places.

    >>> [t.word for t in tokens("L'État, c'est 東京。")]
    ['l', 'etat', 'c', 'est', '東', '京']
    """
    for match in _WORD.finditer(text):
        for word in fold(match.group()).split():
            yield Token(word, match.start(), match.end())


def words(text: str) -> list[str]:
    """The folded words alone."""
    return spaced(text).split()


def spaced(text: str) -> str:
    """The folded words joined by spaces: what the index is given.

    >>> spaced("Rail-strike: day 3")
    'rail strike day 3'
    """
    return " ".join(map(fold, _WORD.findall(text)))


def find(text: str, phrases: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where any of the phrases (tuples of words) stand, as sorted stretches of the text that do not overlap."""
    wanted = [phrase for phrase in phrases if phrase]
    if _is_plain(text) and all(len(word) < LONGEST for phrase in wanted for word in phrase):
        lower = text.lower()
        return merged([span for phrase in wanted for span in _plainly(lower, phrase)])
    return _anywhere(text, wanted)


def _is_plain(text: str) -> bool:
    """Are all its words of ASCII? Then lower case is all that there is to fold, and no letter moves."""
    return text.isascii() or not _FOREIGN.search(text)


def _plainly(lower: str, phrase: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the words of a phrase follow each other in a plain text; ten times as fast as to look at every word."""
    at = lower.find(phrase[0])
    while at >= 0:
        end = at + len(phrase[0]) if not at or not lower[at - 1].isalnum() else -1
        for word in phrase[1:]:
            end = _behind(lower, end)
            end = end + len(word) if end >= 0 and lower.startswith(word, end) else -1
        if end >= 0 and not lower[end : end + 1].isalnum():
            yield at, end
        at = lower.find(phrase[0], at + 1)


def _behind(lower: str, end: int) -> int:
    """Where the next word begins; -1 where no word ends here, or none follows."""
    start = end
    while 0 <= start < len(lower) and not lower[start].isalnum():
        start += 1
    return start if end < start < len(lower) else -1


def _anywhere(text: str, wanted: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The same in any script."""
    held = _places(text, {word for phrase in wanted for word in phrase})
    spans: list[tuple[int, int]] = []
    for phrase in wanted:
        for i, token in held.items():
            if token.word != phrase[0]:
                continue
            stretch = [held.get(i + n) for n in range(len(phrase))]
            if all(t is not None and t.word == word for t, word in zip(stretch, phrase, strict=True)):
                spans.append((token.start, held[i + len(phrase) - 1].end))
    return merged(spans)


def _places(text: str, wanted: set[str]) -> dict[int, Token]:
    """The wanted words of a text, by their number among all its words."""
    held: dict[int, Token] = {}
    number = 0
    for match in _WORD.finditer(text):
        word = fold(match[0])
        if word in wanted:
            held[number] = Token(word, match.start(), match.end())
            number += 1
        elif " " in word or not word:  # a sign that stands for several words, or for none
            for part in word.split():
                held[number] = Token(part, match.start(), match.end())
                number += 1
        else:
            number += 1
    return held


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap made one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
