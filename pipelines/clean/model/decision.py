"""What the classifier says of the blocks of one page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.clean.model import features, stacking
from pipelines.clean.model.file import Model
from pipelines.clean.model.naming import titles
from pipelines.clean.model.trees import SCALE
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.clean.stated import Stated

LITTLE = 250
"""Weight of a text that is hardly an article: then what is nearly sure is taken too."""
_NEARLY = -1.1
"""Log-odds below which nothing is kept."""
_NEVER = -30.0
"""Log-odds of what is known to be none of the text."""
_SURELY = 0.5
"""Log-odds from which on everything is."""
_TOGETHER = 0.2
"""What the cut is lower by: F1 is promised as if each block were right or wrong by itself, but whole boxes are, and then it
pays to keep a little more."""
_DOUBTFUL = 0.84
"""Promised F1 below which somebody else is asked about a web page: about one page in thirty-five of sites that the model never saw."""
_WORTH, _LIMIT = 6, 6
"""Log-odds between a block that the second opinion keeps and one that it does not; most that the first says for or against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """For each block, whether it is of the article's text, and how sure that is."""

    name: str
    """Of the model; says so where it had to take what it was not sure of."""
    kept: list[bool]
    odds: list[float]
    """Log-odds that the block is of the text."""
    promised: float = 0.0
    """F1 to be expected of the best choice of blocks."""
    little: bool = False
    """What it was sure of is hardly an article."""

    @property
    def doubtful(self) -> bool:
        """Whether there is an article of which too little is promised."""
        return not self.little and self.promised < _DOUBTFUL

    def sure(self, i: int) -> float:
        """Confidence in what was decided of a block: 0.5 to 1."""
        return round(1 / (1 + math.exp(-min(abs(self.odds[i]), 30.0))), 3)


def of_html(pieces: Sequence[Piece], stated: Stated, model: Model) -> Decision:
    """The blocks of an HTML page."""
    if not pieces:
        return Decision(name=model.name, kept=[], odds=[], little=True)
    seen = features.of_html(pieces, titles(stated, pieces))
    odds = model.html.odds(features.rows(seen, model.html_tables)) / SCALE
    return _decided(pieces, odds.tolist(), model.name)


def reconsidered(pieces: Sequence[Piece], first: Decision, shares: Sequence[float], by: str) -> Decision:
    """The blocks of an HTML page once more, where somebody else keeps these shares of them, 0 to 1."""
    both = [
        min(max(value, -_LIMIT), _LIMIT) + (share - 0.5) * _WORTH
        for value, share in zip(first.odds, shares, strict=True)
    ]
    return _decided(pieces, both, f"{first.name}, low confidence, with {by}")


def of_dump(pieces: Sequence[Piece], site: str | None, model: Model) -> Decision:
    """The lines of a raw text dump; those that have their verdict already are none of the text, nor between its lines."""
    asked = [p for p in pieces if p.open]
    if not asked:
        return Decision(name=model.name, kept=[False] * len(pieces), odds=[_NEVER] * len(pieces), little=True)
    seen = features.of_dump(asked, site)
    first = model.dump.odds(features.rows(seen, model.dump_tables))
    # a third of the first says more of papers unlike all that the second learned from
    second = model.stacked.odds(stacking.columns(seen, first))
    told = iter(((first + 2 * second) // 3 / SCALE).tolist())
    return _decided(pieces, [next(told) if p.open else _NEVER for p in pieces], model.name)


def _decided(pieces: Sequence[Piece], odds: list[float], name: str) -> Decision:
    cut, promised = _cut(pieces, odds)
    cut = max(cut - _TOGETHER, _NEARLY)
    kept = [value >= cut for value in odds]
    little = sum(weight(p.text) for p, k in zip(pieces, kept, strict=True) if k) < LITTLE
    if little:
        kept, name = [value > _NEARLY for value in odds], f"{name}, low confidence"
    return Decision(name=name, kept=kept, odds=odds, promised=promised, little=little)


def _cut(pieces: Sequence[Piece], odds: Sequence[float]) -> tuple[float, float]:
    """Log-odds from which on a page's blocks are kept, where the text promises the highest F1; and that F1.

    Of blocks in the order of their odds, those so far hold the expected text E of a page with T in all, and weigh W; the
    F1 to be expected is about 2 E / (W + T) (Lewis 1995). It asks for less of a block than even odds do.
    """
    best, cut, held, weighs = 0.0, 0.0, 0.0, 0
    ranked = sorted(((value, weight(p.text)) for value, p in zip(odds, pieces, strict=True)), reverse=True)
    hopes = [size / (1 + math.exp(-max(value, -30.0))) for value, size in ranked]
    total = sum(hopes)
    for (value, size), hope in zip(ranked, hopes, strict=True):
        held, weighs = held + hope, weighs + size
        if held > best * (weighs + total):
            best, cut = held / (weighs + total), value
    return min(max(cut, _NEARLY), _SURELY), 2 * best
