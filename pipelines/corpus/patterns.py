"""Words by pattern: ``stri*``, ``wom?n``, ``/str(ike|uck)/``.

A pattern is read here, whole, before any engine sees it: what is left is a small language that tantivy and
RE2 understand alike, over folded words, with its size known. Everything else is refused with its place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.corpus.nodes import Wild, Word
from pipelines.corpus.words import fold, words
from pipelines.errors import QueryError

STAR, ONE = "\ua7f7", "\ua7fb"
"""Letters of no living text, which stand for ``*`` and ``?`` while the tokenizer reads a word."""
_WILD = re.compile(f"[{STAR}{ONE}]")
_INNER = re.compile(r"(?<=[\w*])\?(?=[\w*])")
LARGEST = 120
"""Letters of a regular expression with its repetitions written out. More states than that make an automaton
that takes seconds to build."""
MOST_REPEATS = 40


def with_wildcards(text: str) -> tuple[Word, ...]:
    """The words of a text, of which some may be patterns.

    >>> with_wildcards("Rail stri*")
    ('rail', Wild(regex='stri.*'))
    """
    if "*" not in text and "?" not in text:
        return tuple(words(text))
    marked = _INNER.sub(ONE, _WILD.sub("", text)).replace("*", STAR)
    return tuple(_word(word) for word in words(marked))


def _word(word: str) -> Word:
    if not _WILD.search(word):
        return word
    if len(_WILD.sub("", word).encode()) < 2:
        raise QueryError(
            "a * or ? needs two letters beside it (in scripts without spaces any run is found as it is)"
        )
    return Wild(regex=re.sub(f"{STAR}+", ".*", word).replace(ONE, "."))


@dataclass(slots=True)
class _Pattern:
    """Recursive descent over a regular expression; methods return (rewritten, letters written out)."""

    text: str
    at: int = 0
    depth: int = 0

    def fail(self, what: str) -> QueryError:
        return QueryError(f"regular expression, character {self.at + 1}: {what}")

    def next(self) -> str:
        return self.text[self.at : self.at + 1]

    def alternatives(self) -> tuple[str, int]:
        parts = [self.sequence()]
        while self.next() == "|":
            self.at += 1
            parts.append(self.sequence())
        return "|".join(part for part, _ in parts), sum(size for _, size in parts)

    def sequence(self) -> tuple[str, int]:
        out, size = "", 0
        while self.next() not in ("", "|", ")"):
            part, more = self.repeated()
            out, size = out + part, size + more
            if size > LARGEST:
                raise self.fail(f"more than {LARGEST} letters with its repetitions written out")
        if not out:
            raise self.fail("nothing to match here")
        return out, size

    def repeated(self) -> tuple[str, int]:
        part, size = self.single()
        match = re.compile(r"[*+?]|\{(\d{1,3})(?:(,)(\d{0,3}))?\}").match(self.text, self.at)
        if match is None:
            return part, size
        at, self.at = self.at, match.end()
        if self.next() in ("*", "+", "?", "{") and self.next():
            raise self.fail("one repetition after another; put parentheses around the first")
        least = int(match[1] or 0)
        most = int(match[3]) if match[3] else least
        if most < least or max(least, most) > MOST_REPEATS:
            self.at = at
            raise self.fail(f"repetitions go up to {MOST_REPEATS}, the smaller number first")
        return part + match[0], size * max(least, most, 1)

    def single(self) -> tuple[str, int]:
        char = self.next()
        if char == "(":
            return self.group()
        if char == "[":
            return self.set()
        self.at += 1
        if char == ".":
            return char, 1
        if not char.isalnum():
            self.at -= 1
            raise self.fail(
                f"{char!r} is not understood; there are letters, digits, . [] () | * + ? and {{2,3}}, of one word"
            )
        letters = fold(char)
        return (letters if len(letters) == 1 else f"({letters})"), len(letters)

    def group(self) -> tuple[str, int]:
        start, self.at, self.depth = self.at, self.at + 1, self.depth + 1
        if self.depth > 10:
            raise self.fail("parentheses nested more than 10 deep")
        part, size = self.alternatives()
        if self.next() != ")":
            self.at = start
            raise self.fail("a ( without its )")
        self.at, self.depth = self.at + 1, self.depth - 1
        return f"({part})", size

    def set(self) -> tuple[str, int]:
        end = self.text.find("]", self.at)
        if end < 0:
            raise self.fail("a [ without its ]")
        inside = self.text[self.at + 1 : end]
        if not re.fullmatch(r"\^?(?:[^\W_](?:-[^\W_])?)+", inside):
            raise self.fail("between [ and ] stand letters, digits and ranges of them, as in [a-z0-9]")
        for first, last in re.findall(r"(\w)-(\w)", inside):
            if fold(first) > fold(last):
                raise self.fail(f"the range {first}-{last} runs backwards")
        if any(len(fold(char)) != 1 for char in inside if char not in "^-"):
            raise self.fail("between [ and ] stand single letters")
        self.at = end + 1
        return f"[{''.join(char if char in '^-' else fold(char) for char in inside)}]", 1


def described(found: Iterable[str], regex: str) -> frozenset[str]:
    """Those of the words that a pattern describes whole.

    RE2 (in Arrow) takes time in proportion to the words; :mod:`re` can be made to take ages by ``(a|aa)+b``.
    """
    ordered = sorted(set(found))
    hits = pc.match_substring_regex(pa.array(ordered, pa.string()), f"^(?:{regex})$").to_pylist()
    return frozenset(word for word, hit in zip(ordered, hits, strict=True) if hit)


def regular(text: str) -> Wild:
    """The words that a regular expression describes; QueryError says where it cannot be read.

    >>> regular("Str(ike|uck)s?")
    Wild(regex='str(ike|uck)s?')
    """
    reader = _Pattern(text)
    regex, _ = reader.alternatives()
    if reader.at < len(text):
        raise reader.fail("a ) without its (")
    if not re.search(r"\w", re.sub(r"\[[^\]]*\]|\{[^}]*\}", "", regex)):
        raise QueryError("regular expression: at least one letter has to be given")
    return Wild(regex=regex)
