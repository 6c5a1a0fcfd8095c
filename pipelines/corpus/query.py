"""The query language: text into a tree, with the position of whatever cannot be read.

::

    rail strike            both words, anywhere in headline or text
    "rail strike"          the phrase
    -london                without it
    tram OR bus            either; binds tighter than the space between words
    (tram OR bus) -london  parentheses group
    site:herald language:fr since:2026-01-01 until:2026-02-01

``since`` is the first day, ``until`` the day after the last. A word that the tokenizer splits (``l'État``,
``東京``) is a phrase of its parts.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from pipelines.corpus.words import words
from pipelines.errors import QueryError

FIELDS = ("site", "language", "since", "until")
MAX_CLAUSES = 256
MAX_LENGTH = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One word, or several in a row."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A field with its value: ``site:herald``."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Half-open range of days; None is open."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    clause: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of these."""

    clauses: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """All of these; none given matches every article."""

    clauses: tuple["Node", ...] = ()


Node = Phrase | Term | Days | Not | Any | All

_LEX = re.compile(
    r'\s+|(?P<open>\()|(?P<close>\))|(?P<not>-)(?=\S)|(?P<quote>["“”„«»])|(?P<word>[^\s()"“”„«»]+)'
)
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "»": "«»"}
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the text; ``at`` is the next character."""

    text: str
    at: int = 0
    clauses: int = 0
    depth: int = field(default=0)

    def fail(self, what: str, at: int) -> QueryError:
        return QueryError(f"query, character {at + 1}: {what}: {self.text!r}")

    def peek(self) -> tuple[str, re.Match[str] | None]:
        while self.at < len(self.text):
            match = _LEX.match(self.text, self.at)
            if match is None:  # a lone minus
                return "minus", None
            if match.lastgroup:
                return match.lastgroup, match
            self.at = match.end()
        return "end", None

    def conjunction(self) -> All:
        parts: list[Node] = []
        while (kind := self.peek()[0]) not in ("end", "close"):
            parts.append(self.disjunction())
            self.clauses += 1
            if self.clauses > MAX_CLAUSES:
                raise self.fail(f"more than {MAX_CLAUSES} parts; ask in several queries", self.at)
        if kind == "close" and self.depth == 0:
            raise self.fail("a ) without its (", self.at)
        return All(clauses=tuple(parts))

    def disjunction(self) -> Node:
        parts = [self.clause()]
        while self._or():
            at = self.at
            if self.peek()[0] in ("end", "close"):
                raise self.fail("OR needs something after it", at - 2)
            parts.append(self.clause())
            self.clauses += 1
        return parts[0] if len(parts) == 1 else Any(clauses=tuple(parts))

    def _or(self) -> bool:
        kind, match = self.peek()
        if kind == "word" and match is not None and match.group() == "OR":
            self.at = match.end()
            return True
        return False

    def clause(self) -> Node:
        kind, match = self.peek()
        start = self.at
        if match is None:
            raise self.fail("a - needs a word right after it", start)
        self.at = match.end()
        if kind == "not":
            if self.peek()[0] == "not":
                raise self.fail("one - is enough", start)
            return Not(clause=self.clause())
        if kind == "open":
            return self.group(start)
        if kind == "quote":
            return self.quoted(match.group(), start)
        if match.group() == "OR":
            raise self.fail('OR needs something before it; for the word itself write "or"', start)
        return self.word(match.group(), start)

    def group(self, start: int) -> Node:
        self.depth += 1
        if self.depth > 20:
            raise self.fail("parentheses nested more than 20 deep", start)
        inside = self.conjunction()
        if self.peek()[0] != "close":
            raise self.fail("a ( without its )", start)
        self.at += 1
        self.depth -= 1
        if not inside.clauses:
            raise self.fail("nothing between the parentheses", start)
        return inside

    def quoted(self, mark: str, start: int) -> Node:
        end = min((i for c in _CLOSING[mark] if (i := self.text.find(c, self.at)) >= 0), default=-1)
        if end < 0:
            raise self.fail("a quotation mark without its partner", start)
        inside, self.at = self.text[self.at : end], end + 1
        return self.phrase(inside, start)

    def phrase(self, text: str, start: int) -> Phrase:
        found = tuple(words(text))
        if not found:
            raise self.fail(f"no letter or digit to search for in {text!r}", start)
        return Phrase(words=found)

    def word(self, text: str, start: int) -> Node:
        match = _FIELD.fullmatch(text)
        if match is None:
            return self.phrase(text, start)
        name, value = match.group(1).lower(), match.group(2)
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            meant = f"did you mean {near[0]}:?" if near else f"there are {', '.join(FIELDS)}"
            raise self.fail(f"no field {name!r}; {meant} (quote it to search for the words)", start)
        if not value and self.at < len(self.text) and self.text[self.at] == '"':
            end = self.text.find('"', self.at + 1)
            if end < 0:
                raise self.fail("a quotation mark without its partner", self.at)
            value, self.at = self.text[self.at + 1 : end], end + 1
        if not value:
            raise self.fail(f"{name}: needs a value right after it", start)
        return self.term(name, value, start)

    def term(self, name: str, value: str, start: int) -> Node:
        if name in ("site", "language"):
            return Term(name=name, value=value)
        try:
            day = as_day(value, name)
        except QueryError as e:
            raise self.fail(str(e), start) from None
        return Days(since=day) if name == "since" else Days(until=day)


def parse(text: str) -> All:
    """The tree of a query; an empty text matches every article.

    >>> parse('"rail strike" -london')
    All(clauses=(Phrase(words=('rail', 'strike')), Not(clause=Phrase(words=('london',)))))
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a query of {len(text)} characters; the limit is {MAX_LENGTH}")
    return _Reader(text).conjunction()


def as_day(value: date | str | None, name: str) -> date | None:
    """A day as given by a caller or in a query."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError(f"{name}: write a day as YYYY-MM-DD, not {value!r}") from None


def wanted(node: Node) -> set[tuple[str, ...]]:
    """The phrases that a reader wants to see marked: all that are not negated."""
    if isinstance(node, Phrase):
        return {node.words}
    if isinstance(node, (All, Any)):
        return set().union(*map(wanted, node.clauses)) if node.clauses else set()
    return set()
