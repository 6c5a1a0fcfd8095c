"""Stretches of text on their way to becoming blocks.

A cleaner first cuts the page's text into :class:`Piece` values, then gives each of them a verdict. Pieces are
a partition: what lies between two of them is white space. They are tuples, since a page has hundreds of them and a
frozen dataclass takes six times as long to make.
"""

from collections.abc import Mapping
from typing import NamedTuple, get_args

from pipelines.clean.characters import EDGES, normal
from pipelines.clean.level import Level
from pipelines.record import BODY_LABELS, Block, Label

_NOTHING = frozenset[str]()


class Verdict(NamedTuple):
    """What a block is, why, and how sure that is."""

    label: Label
    reason: str
    confidence: float
    kept: bool | None = None
    """None: kept if the label is one of the article's text."""


UNDECIDED = Verdict(label="other", reason="no rule", confidence=0.3)


class Piece(NamedTuple):
    """One stretch of the page's text with what its surroundings tell."""

    text: str
    start: int
    end: int
    level: Level | None = None
    """Where in the tree of an HTML page it begins."""
    link_share: float = 0.0
    """Share of the characters inside links."""
    strong_share: float = 0.0
    """Share of the characters in bold."""
    after_blank: bool = False
    before_blank: bool = False
    from_alt: bool = False
    verdict: Verdict = UNDECIDED
    tags: frozenset[str] = _NOTHING
    """Names of the enclosing HTML elements: those of the level, which every rule asks for."""
    cues: frozenset[str] = _NOTHING
    """What classes, ids and roles of the enclosing elements speak of."""

    def judged(self, label: Label, reason: str, confidence: float = 0.8) -> "Piece":
        """The same piece with a verdict."""
        return Piece(
            self.text, self.start, self.end, self.level, self.link_share, self.strong_share, self.after_blank,
            self.before_blank, self.from_alt, Verdict(label, reason, confidence), self.tags, self.cues,
        )  # fmt: skip

    @property
    def path(self) -> str | None:
        """Path of the HTML element; None for plain text."""
        return self.level.path if self.level else None

    @property
    def label(self) -> Label:
        """The label of the verdict."""
        return self.verdict.label

    @property
    def open(self) -> bool:
        """True until a rule has spoken."""
        return self.verdict is UNDECIDED


def collapse(text: str) -> str:
    """The text as it is kept: in normal characters, white space of any kind collapsed.

    >>> collapse("  a\\u00a0 b ")
    'a b'
    """
    return normal(text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space, and what else cannot be seen, at its two ends."""
    part = text[start:end]
    left = len(part) - len(part.lstrip(EDGES))
    right = len(part.rstrip(EDGES))
    return (start + left, start + right) if right else (start, start)


def lines(text: str) -> list[Piece]:
    """The lines of a text that are not blank; each knows whether a blank line stands beside it."""
    found: list[tuple[str, int, bool]] = []
    at, blank = 0, True
    for line in text.splitlines(keepends=True):
        if bare := line.strip(EDGES):
            found.append((bare, at + line.index(bare), blank))
        blank = not bare
        at += len(line)
    before = [after_blank for _, _, after_blank in found[1:]] + [True]
    return [
        Piece(collapse(bare), start, start + len(bare), after_blank=blank, before_blank=blank_below)
        for (bare, start, blank), blank_below in zip(found, before, strict=False)
    ]


def split(piece: Piece, text: str, at: int) -> tuple[Piece, Piece] | None:
    """The piece cut in two at a place in the page's text; None if one half would be blank."""
    a, b = trimmed(text, piece.start, at), trimmed(text, at, piece.end)
    if a[0] == a[1] or b[0] == b[1]:
        return None
    first = piece._replace(text=collapse(text[a[0] : a[1]]), start=a[0], end=a[1], before_blank=False)
    second = piece._replace(text=collapse(text[b[0] : b[1]]), start=b[0], end=b[1], after_blank=False)
    return first, second


def blocks(pieces: list[Piece]) -> tuple[Block, ...]:
    """Pieces as the blocks of a record."""
    return tuple(_block(piece) for piece in pieces)


def _block(piece: Piece) -> Block:
    verdict = piece.verdict
    kept = verdict.kept if verdict.kept is not None else verdict.label in BODY_LABELS
    return Block(
        text=piece.text,
        label=verdict.label,
        kept=kept,
        reason=verdict.reason,
        confidence=verdict.confidence,
        start=piece.start,
        end=piece.end,
        path=piece.path,
    )


def known_labels(memory: Mapping[str, str]) -> dict[str, Label]:
    """A site's memory without labels that are none of ours."""
    labels: dict[str, Label] = {label: label for label in get_args(Label)}
    return {text: labels[label] for text, label in memory.items() if label in labels}
