"""Families: the articles of many papers that tell one wire story in nearly the same words.

MinHash finds candidates among what appeared within days of each other; the text decides. Two articles are of one
family where a good part of the shorter one's word sequences stands in the longer one: papers cut a wire story from
the end, put a sentence of their own before it and change words, while two reports of one event share its names and
quotations and little else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rensa import RMinHash, RMinHashLSH

from pipelines.corpus.difference import difference
from pipelines.corpus.words import words

WINDOW = timedelta(days=7)
"""Between the appearance of two articles that are compared with each other."""
ALIKE = 0.5
"""Share of the shorter text's sequences from which on two articles are one story."""
SHORT = 40
"""Sequences below which a text proves little: nearly all of them have to be shared."""
SHORT_ALIKE = 0.8
_HASHES, _BANDS, _SEED = 128, 64, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article as it is compared."""

    id: str
    article_id: str
    site: str
    captured: datetime
    appeared: datetime
    """The instant of publication where the page states one, else of the first capture."""
    headline: str
    text: str
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a family, and what it changed of the first publisher's text."""

    telling: Telling
    likeness: float
    """Share of the shorter text's sequences that stand in the other one; 1 for the first publisher."""
    equal: int = 0
    """Sentences taken over word for word; the next four count the others."""
    edited: int = 0
    added: int = 0
    deleted: int = 0
    moved: int = 0
    headline_changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Articles of one story, by appearance; the first is taken for the source of the others."""

    members: tuple[Member, ...]

    @property
    def id(self) -> str:
        """The article id of the first publisher."""
        return self.members[0].telling.article_id


def families(tellings: Iterable[Telling]) -> Iterator[Family]:
    """The families of two or more among the articles, in order of appearance."""
    ordered = sorted(tellings, key=lambda t: (t.appeared, t.id))
    parents = list(range(len(ordered)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = i = parents[parents[i]]
        return i

    for pair in candidates(ordered):
        a, b = root(pair.earlier), root(pair.later)
        if a != b and one_story(pair.one, pair.other):
            parents[max(a, b)] = min(a, b)
    grouped: dict[int, list[Telling]] = {}
    for i, telling in enumerate(ordered):
        grouped.setdefault(root(i), []).append(telling)
    return (_family(group) for group in grouped.values() if len(group) > 1)


def sequences(text: str) -> frozenset[str]:
    """Every three words in a row; six signs where words are not set apart by spaces."""
    found = words(text)
    size = 6 if found and sum(map(len, found)) < 2 * len(found) else 3
    return frozenset(" ".join(found[i : i + size]) for i in range(len(found) - size + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the shorter text's sequences that stand in the other.

    >>> likeness(sequences("the ferry left at noon"), sequences("On Monday the ferry left at noon, late."))
    1.0
    """
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def one_story(one: frozenset[str], other: frozenset[str]) -> bool:
    """Is one text the other, cut or edited?"""
    least = SHORT_ALIKE if min(len(one), len(other)) < SHORT else ALIKE
    return likeness(one, other) >= least


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two articles worth comparing, by their numbers, with the sequences of their texts."""

    earlier: int
    later: int
    one: frozenset[str]
    other: frozenset[str]


def candidates(ordered: Sequence[Telling]) -> Iterator[Candidate]:
    """Pairs of articles in order of appearance. Only those of the last days are held in memory."""
    near = RMinHashLSH(threshold=0.1, num_perm=_HASHES, num_bands=_BANDS)
    held: dict[int, frozenset[str]] = {}
    for i, telling in enumerate(ordered):
        while held and ordered[first := next(iter(held))].appeared < telling.appeared - WINDOW:
            near.remove(first)
            del held[first]
        mine = sequences(telling.text)
        if not mine:
            continue
        sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
        sketch.update(sorted(mine))
        for earlier in sorted(near.query(sketch)):
            yield Candidate(earlier=earlier, later=i, one=held[earlier], other=mine)
        near.insert(i, sketch)
        held[i] = mine


def _family(tellings: list[Telling]) -> Family:
    first, *others = tellings
    told = sequences(first.text)
    members = [Member(telling=first, likeness=1.0)]
    for telling in others:
        kinds = [sentence.kind for sentence in difference(first.text, telling.text)]
        members.append(
            Member(
                telling=telling,
                likeness=round(likeness(told, sequences(telling.text)), 4),
                equal=kinds.count("equal"),
                edited=kinds.count("edited"),
                added=kinds.count("added"),
                deleted=kinds.count("deleted"),
                moved=kinds.count("moved"),
                headline_changed=words(first.headline) != words(telling.headline),
            )
        )
    return Family(members=tuple(members))
