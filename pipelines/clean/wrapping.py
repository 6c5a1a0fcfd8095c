"""Paragraphs put together again where a dump's lines were broken at a width, with or without hyphens.

A line was broken, and did not end by itself, if the first word of the next one would not have fit beside it. Of text
that was broken by a program this holds for nearly every line but the last of a paragraph; of menus, lists and verses it
does not. Width is counted in columns: a Chinese character takes two.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.clean.references import is_link
from pipelines.clean.shapes import stops
from pipelines.clean.spans import Piece, collapse

_WIDTHS = range(28, 101)
"""From a newspaper's column to what mail and old systems allow."""
_SLACK = 3
"""Columns: some programs count the space at the end, and people break where it reads well."""
_FEWEST, _FEW = 6, 3
"""Broken lines: fewer than the first may be chance, fewer than the second say nothing even where all lines are."""
_MOST = 0.7
"""Share of the lines of some length that are broken; of few, all are."""
_BROAD = 50
"""Columns of a text of which few lines are broken: in narrow ones lists look so."""
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]"
)
_ITEM = re.compile(r"^(?:[•·▪◦‣*–—-]\s|\d{1,3}[.)]\s)")
_HYPHENATED = re.compile(r"([^\W\d_]+)([-\u2010\u00ac])$")
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+[-\u2010][^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Line:
    piece: Piece
    columns: int
    raw: str
    """As it stands in the dump."""
    indent: int
    after_soft: bool
    """Whether the line above ends in a soft hyphen."""


def unwrapped(pieces: list[Piece], text: str) -> list[Piece]:
    """The pieces, paragraphs for lines where the dump was broken at a width."""
    inner = [
        _columns(a.text) for a, b in itertools.pairwise(pieces) if not b.after_blank and not is_link(a.text)
    ]
    width = max(inner, default=0)
    if len(inner) < _FEW or width not in _WIDTHS:
        return pieces
    ends = [0, *(p.end for p in pieces)]
    held = [_line(piece, text, end) for piece, end in zip(pieces, ends, strict=False)]
    broken = [i for i in range(1, len(held)) if _is_broken(held[i - 1], held[i], width)]
    solid = sum(columns >= width / 2 for columns in inner)
    few = len(broken) < _FEWEST
    if few and (width < _BROAD or len(broken) < max(_FEW, solid)):
        return pieces
    if len(broken) < _MOST * solid or not _flows(held, broken, 0.5 if few else 0.1):
        return pieces
    return _joined(held, frozenset(broken), text)


def _columns(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _line(piece: Piece, text: str, before: int) -> _Line:
    between = text[before : piece.start]
    indent = len(between) - 1 - max(between.rfind("\n"), between.rfind("\r"))
    return _Line(
        piece, _columns(piece.text), text[piece.start : piece.end], indent, between.startswith("\u00ad")
    )


def _is_broken(above: _Line, line: _Line, width: int) -> bool:
    """Whether the first word of the line would not have fit into the one above."""
    if line.piece.after_blank or line.indent > above.indent + 1 or _ITEM.match(line.piece.text):
        return False
    text = line.piece.text
    spaceless = _SPACELESS.match(text) is not None
    first = text[:1] if spaceless else text.partition(" ")[0]
    return above.columns + (not spaceless) + _columns(first) > width - _SLACK


def _flows(held: Sequence[_Line], broken: Sequence[int], share: float) -> bool:
    """Sentences run on over the ends of the lines: headlines of one length do not.

    ``share`` of the lines below, where letters have a case, begin with a small one.
    """
    open_ends = sum(not stops(held[i - 1].piece.text) for i in broken)
    first = [held[i].piece.text[0] for i in broken]
    cased = sum(c.lower() != c.upper() for c in first)
    small = sum(c.islower() for c in first)
    return open_ends >= 0.6 * len(broken) and small >= share * cased


@dataclass(frozen=True, slots=True)
class _Words:
    """What the dump's own words say of a hyphen at the end of a line."""

    whole: frozenset[str]
    compound: frozenset[str]
    hyphenates: bool
    """Whether so many lines end in one that a program must have put them there."""


def _joined(held: Sequence[_Line], broken: frozenset[int], text: str) -> list[Piece]:
    hyphens = sum(_HYPHENATED.search(held[i - 1].raw[-60:]) is not None for i in broken)
    low = text.casefold() if hyphens else ""
    words = _Words(
        whole=frozenset(_WORD.findall(low)),
        compound=frozenset(_COMPOUND.findall(low)),
        hyphenates=hyphens >= 2 and hyphens >= 0.06 * len(broken),
    )
    groups: list[list[_Line]] = []
    for i, line in enumerate(held):
        if i in broken:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, words) if len(group) > 1 else group[0].piece for group in groups]


def _paragraph(group: Sequence[_Line], words: _Words) -> Piece:
    parts = [group[0].raw]
    for above, line in itertools.pairwise(group):
        joint = "" if line.after_soft else _joint(above.raw, line.raw, words)
        if joint is None:
            parts[-1] = parts[-1][:-1]
        parts += [joint or "", line.raw]
    first, last = group[0].piece, group[-1].piece
    return first._replace(text=collapse("".join(parts)), end=last.end, before_blank=last.before_blank)


def _joint(above: str, line: str, words: _Words) -> str | None:
    """What comes between two lines of a paragraph; None: nothing, and the hyphen goes."""
    if _SPACELESS.match(above[-1]) and _SPACELESS.match(line[0]):
        return ""
    hyphen, begins = _HYPHENATED.search(above[-60:]), _WORD.match(line)
    if hyphen is None or begins is None or not line[0].islower():
        return " "
    if hyphen[2] == "\u00ac" or (hyphen[1] + begins[0]).casefold() in words.whole:
        return None
    compound = f"{hyphen[1]}{hyphen[2]}{begins[0]}".casefold()
    return None if words.hyphenates and compound not in words.compound else ""
