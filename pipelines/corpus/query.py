"""The query language: text into a tree, with the position of whatever cannot be read.

::

    rail strike            both words, anywhere in headline or text (AND between them says the same)
    "rail strike"          the phrase
    -london                without it; NOT london says the same
    tram OR bus            either; binds tighter than the space between words
    (tram OR bus) -london  parentheses group
    rail NEAR/5 strike     at most 5 words on, in either order; both sides may be phrases or (this OR that)
    "rail union strike"~5  all in one stretch with at most 5 other words, in any order
    stri*  wom?n           any letters, one letter; within a phrase at the end of a word
    /str(ike|uck)s?/       a regular expression for a whole word
    strike~  strike~2      one letter different, or two
    stem:strikes           in any form, by the stemmer of each article's language
    headline:strike  author:"jane roe"  section:sport
    author:="Jane Roe"     that and nothing more, letter by letter; section:= likewise
    site:herald  lang:fr  collection:nordic  country:FR  is:undated
    is:paywalled  is:free  is:live  is:changed             what the page says; more than one text was captured
    is:brief  is:short  is:medium  is:long                 up to 149, 399, 999 words, and more
    since:2026-01-01 until:2026-02-01   date:2026-01   date:2026-01-05..2026-01-09

``since`` is the first day, ``until`` the day after the last; the days of ``date`` all count. A word that the
tokenizer splits (``l'État``, ``東京``) is a phrase of its parts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from pipelines.corpus import nodes as n
from pipelines.corpus.patterns import regular, with_wildcards
from pipelines.corpus.periods import days
from pipelines.corpus.words import words
from pipelines.errors import QueryError

T = TypeVar("T")
FIELDS = (
    "site", "lang", "language", "collection", "country", "author", "section", "headline", "stem", "since", "until",
    "date", "is",
)  # fmt: skip
MAX_CLAUSES = 256
MAX_LENGTH = 4000
DEEPEST = 20
FARTHEST = 100
"""Words that NEAR and ~ reach over."""
NEARNESS = 10
"""What NEAR means without a number."""

_LEX = re.compile(
    r"\s+|(?P<open>\()|(?P<close>\))|(?P<not>-)(?=\S)|(?P<regex>/(?:[^/\\\s]|\\.)+/(?=[\s)]|$))"
    r'|(?P<quote>["“”„«»])|(?P<word>[^\s()"“”„«»]+)'
)
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "»": "«»"}
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)
_NEAR = re.compile(r"NEAR(?:/(.*))?")
EXACT = {"author": "authors", "section": "sections"}
"""Fields that can be asked for as a whole, and where the index has them so."""
STATES = ("dated", "undated", "paywalled", "free", "live", "changed", "brief", "short", "medium", "long")
_SIGN = re.compile(r"(?<=\w)[*?](?=\w)|(?<!\w)[*?]+(?!\w)")
"""Within quotation marks no pattern but a sign of the text that was quoted: ``Athlet*innen``, a star before an item."""
_TILDE = re.compile(r"~(\d*)(?=[\s)]|$)")


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the text; ``at`` is the next character."""

    text: str
    at: int = 0
    clauses: int = 0
    depth: int = field(default=0)

    def fail(self, what: str, at: int) -> QueryError:
        shown = f"{self.text[max(0, at - 40) : at]}▸{self.text[at : at + 40]}"
        error = QueryError(f"query, character {at + 1}: {what}: {shown!r}")
        error.at, error.what = at, what
        return error

    def peek(self) -> tuple[str, re.Match[str] | None]:
        while self.at < len(self.text):
            match = _LEX.match(self.text, self.at)
            if match is None:  # a lone minus
                return "minus", None
            if match.lastgroup:
                return match.lastgroup, match
            self.at = match.end()
        return "end", None

    def keyword(self, *names: str) -> str:
        """The keyword that comes next, else nothing; NEAR with its distance."""
        kind, match = self.peek()
        if kind != "word" or match is None:
            return ""
        return match.group() if match.group().partition("/")[0] in names else ""

    def conjunction(self) -> n.All:
        parts: list[n.Node] = []
        while (kind := self.peek()[0]) not in ("end", "close"):
            if self.keyword("AND"):
                self.between("AND", bool(parts))
            parts.append(self.disjunction())
            self.clauses += 1
            if self.clauses > MAX_CLAUSES:
                raise self.fail(f"more than {MAX_CLAUSES} parts; ask in several queries", self.at)
        if kind == "close" and self.depth == 0:
            raise self.fail("a ) without its (", self.at)
        return n.All(clauses=tuple(parts))

    def between(self, name: str, before: bool) -> int:
        """Pass over a keyword that needs something on both sides; returns where it stands."""
        at = self.at
        if not before:
            raise self.fail(
                f'{name} needs something before it; for the word itself write "{name.lower()}"', at
            )
        _, match = self.peek()
        assert match is not None
        self.at = match.end()
        if self.peek()[0] in ("end", "close"):
            raise self.fail(f"{name} needs something after it", at)
        return at

    def disjunction(self) -> n.Node:
        parts = [self.proximity()]
        while self.keyword("OR"):
            self.between("OR", True)
            parts.append(self.proximity())
            self.clauses += 1
        return parts[0] if len(parts) == 1 else n.Any(clauses=tuple(parts))

    def proximity(self) -> n.Node:
        self.peek()
        start = self.at
        left = self.clause()
        if not (name := self.keyword("NEAR")):
            return left
        number = _NEAR.fullmatch(name)
        at = self.between("NEAR", True)
        distance = self.reach(number[1] if number else "", at) if "/" in name else NEARNESS
        right_at = self.at
        right = self.clause()
        if self.keyword("NEAR"):
            raise self.fail("NEAR joins two; for a third write another NEAR beside it", self.at)
        return n.Near(left=self.side(left, start), right=self.side(right, right_at), distance=distance)

    def reach(self, number: str, at: int) -> int:
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= FARTHEST):
            raise self.fail(f"write the distance as a number from 1 to {FARTHEST}, as in NEAR/5 or ~5", at)
        return int(number)

    def side(self, node: n.Node, at: int) -> tuple[n.Phrase, ...]:
        while isinstance(node, n.All) and len(node.clauses) == 1:
            node = node.clauses[0]
        parts = node.clauses if isinstance(node, n.Any) else (node,)
        phrases = tuple(p for p in parts if isinstance(p, n.Phrase) and p.field == n.HEADLINE_OR_TEXT)
        if len(phrases) < len(parts):
            raise self.fail("beside NEAR stands a word, a phrase, or words and phrases as (this OR that)", at)
        return phrases

    def clause(self) -> n.Node:
        kind, match = self.peek()
        start = self.at
        if match is None:
            raise self.fail("a - needs a word right after it", start)
        if name := self.keyword("OR", "AND", "NEAR"):
            self.between(name.partition("/")[0], False)
        negated = kind == "not" or bool(self.keyword("NOT"))
        self.at = match.end()
        if negated:
            return self.negation(start)
        if kind == "open":
            return self.group(start)
        if kind == "quote":
            return self.quoted(match.group(), start)
        if kind == "regex":
            return n.Phrase(words=(self.tried(lambda: regular(match.group()[1:-1]), start),))
        return self.word(match.group(), start)

    def negation(self, start: int) -> n.Not:
        kind = self.peek()[0]
        if kind == "not" or self.keyword("NOT"):
            raise self.fail("one - is enough", start)
        if kind in ("end", "close"):
            raise self.fail("NOT needs something after it", start)
        return n.Not(clause=self.clause())

    def group(self, start: int) -> n.All:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"parentheses nested more than {DEEPEST} deep", start)
        inside = self.conjunction()
        if self.peek()[0] != "close":
            raise self.fail("a ( without its )", start)
        self.at += 1
        self.depth -= 1
        if not inside.clauses:
            raise self.fail("nothing between the parentheses", start)
        return inside

    def quoted(self, mark: str, start: int) -> n.Node:
        inside = self.inside(mark, start)
        tilde = _TILDE.match(self.text, self.at)
        if tilde is None:
            return self.phrase(_SIGN.sub(" ", inside), start)
        at, self.at = self.at, tilde.end()
        parts = tuple(found for part in inside.split() if (found := tuple(words(part))))
        if "*" in inside or len(parts) < 2:
            raise self.fail("before ~ stand two or more whole words in quotation marks", start)
        return n.Close(parts=parts, gaps=self.reach(tilde[1], at))

    def inside(self, mark: str, start: int) -> str:
        """The text up to the partner of a quotation mark that was just read."""
        end = min((i for c in _CLOSING[mark] if (i := self.text.find(c, self.at)) >= 0), default=-1)
        if end < 0:
            raise self.fail("a quotation mark without its partner", start)
        inside, self.at = self.text[self.at : end], end + 1
        return inside

    def tried(self, read: Callable[[], T], start: int) -> T:
        try:
            return read()
        except QueryError as e:
            raise self.fail(str(e), start) from None

    def phrase(self, text: str, start: int, field: str = n.HEADLINE_OR_TEXT) -> n.Phrase:
        found = self.tried(lambda: with_wildcards(text), start)
        if not found:
            raise self.fail(f"no letter or digit to search for in {text[:40]!r}", start)
        if len(found) > MAX_CLAUSES:
            raise self.fail(f"a phrase of more than {MAX_CLAUSES} words; its beginning will do", start)
        return n.Phrase(words=found, field=field)

    def word(self, text: str, start: int) -> n.Node:
        match = _FIELD.fullmatch(text)
        if match is None:
            tilde = re.fullmatch(r"(.*\w)~(\d*)", text)
            return self.fuzzy(tilde[1], tilde[2] or "1", start) if tilde else self.phrase(text, start)
        name, value = match.group(1).lower(), match.group(2)
        if name not in FIELDS:
            near = get_close_matches(name, FIELDS, 1)
            meant = f"did you mean {near[0]}:?" if near else f"there are {', '.join(FIELDS)}"
            raise self.fail(f"no field {name[:40]!r}; {meant} (quote it to search for the words)", start)
        kind, quote = self.peek()
        if (
            value in ("", "=")
            and kind == "quote"
            and quote is not None
            and quote.start() == match.end() + start
        ):
            self.at = quote.end()
            inside = self.inside(quote.group(), quote.start())
            value = f"={inside}" if value else _SIGN.sub(" ", inside)
        if name in EXACT and value[:1] == "=" and len(value) > 1:
            return n.Term(name=EXACT[name], value=value[1:])
        if not value:
            raise self.fail(f"{name}: needs a value right after it", start)
        return self.term(name, value, start)

    def fuzzy(self, text: str, edits: str, start: int) -> n.Fuzzy:
        found = words(text)
        if len(found) != 1:
            raise self.fail("before ~ stands one word, or words in quotation marks", start)
        if edits not in ("1", "2"):
            raise self.fail("a word may differ by 1 or 2 letters, as in strike~ or strike~2", start)
        if len(found[0]) < 2 * int(edits) + 1:
            raise self.fail(
                f"{found[0]!r} is too short to differ by {edits}; almost any word would do", start
            )
        return n.Fuzzy(word=found[0], edits=int(edits))

    def term(self, name: str, value: str, start: int) -> n.Node:
        if name in ("author", "section", "headline"):
            return self.phrase(value, start, name)
        if name == "stem":
            plain = tuple(word for word in self.phrase(value, start).words if isinstance(word, str))
            if "*" in value or not plain:
                raise self.fail("stem: takes whole words", start)
            return n.Stem(words=plain)
        if name in ("since", "until", "date"):
            return self.tried(lambda: days(name, value), start)
        if name == "is":
            return self.state(value, start)
        return n.Term(name="language" if name == "lang" else name, value=value)

    def state(self, value: str, start: int) -> n.Node:
        if value not in STATES:
            near = get_close_matches(value, STATES, 1)
            meant = f"did you mean is:{near[0]}?" if near else f"there are {', '.join(STATES)}"
            raise self.fail(f"nothing is {value[:40]!r}; {meant}", start)
        if value in ("dated", "undated"):
            return n.Undated() if value == "undated" else n.Not(clause=n.Undated())
        return n.Term(name="traits", value=value)


def parse(text: str) -> n.All:
    """The tree of a query; an empty text matches every article.

    >>> parse('"rail strike" -london')
    All(clauses=(Phrase(words=('rail', 'strike'), field=''), Not(clause=Phrase(words=('london',), field=''))))
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a query of {len(text)} characters; the limit is {MAX_LENGTH}")
    return _Reader(text).conjunction()
