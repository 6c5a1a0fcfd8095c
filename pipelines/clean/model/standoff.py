"""Marks that stand apart from the pages that they are of: from which letter to which a page's text is the article's.

The pages belong to their publishers, so marks say where, and nothing of what is said there (*standoff annotation*). Places
are those of the text that :func:`pipelines.clean.html.cut` gives, whose checksum stands beside them: where it no longer is
that text, the page has to be marked anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.clean.model.checksums import SUM, code
from pipelines.clean.spans import Piece
from pipelines.errors import BadMarks

MARKS = Path(__file__).with_name("marks.tsv")
"""Those that come with the classifier."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standoff:
    """The marks of one page."""

    checksum: int
    """CRC-32 of its text in UTF-8."""
    spans: tuple[Span, ...]
    """Places of the first letter and behind the last one, in order."""


def checksum(text: str) -> int:
    """CRC-32 of a page's text."""
    return code(text) & SUM


def read(path: Path = MARKS) -> Mapping[str, Standoff]:
    """Marks by the page's id; a line of the file is id, checksum and spans, between tabs."""
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return dict(_read(path, at, line) for at, line in lines if line and not line.startswith("#"))


def _read(path: Path, at: int, line: str) -> tuple[str, Standoff]:
    try:
        name, sum_, spans = line.split("\t")
        ends = [tuple(map(int, span.split("-"))) for span in spans.split()]
        return name, Standoff(checksum=int(sum_, 16), spans=tuple((start, end) for start, end in ends))
    except ValueError as error:
        raise BadMarks(
            f"{path}, line {at}: not an id, a checksum and spans like 120-340 between tabs"
        ) from error


def written(marks: Mapping[str, Standoff]) -> str:
    """The lines of a file of marks, in the order of the ids.

    >>> written({"a/1": Standoff(checksum=255, spans=((3, 9), (12, 40)))})
    'a/1\\t000000ff\\t3-9 12-40\\n'
    """
    return "".join(
        f"{name}\t{found.checksum:08x}\t{' '.join(f'{start}-{end}' for start, end in found.spans)}\n"
        for name, found in sorted(marks.items())
    )


def joined(blocks: Iterable[tuple[Span, bool]]) -> Iterator[Span]:
    """The spans of blocks that are marked, those that follow each other as one.

    >>> list(joined([((0, 4), True), ((5, 9), True), ((9, 12), False), ((12, 20), True)]))
    [(0, 9), (12, 20)]
    """
    run: Span | None = None
    for (start, end), marked in blocks:
        if marked:
            run = (run[0] if run else start, end)
        elif run:
            yield run
            run = None
    if run:
        yield run


def body(name: str, marked: Standoff, text: str, pieces: Sequence[Piece]) -> str:
    """The text of the article on a page, a block a line: of the blocks that stand in its marks by half or more."""
    if checksum(text) != marked.checksum:
        raise BadMarks(
            f"{name}: its text is not the one that was marked; mark the page anew (tests/annotate.py)"
        )
    return "\n".join(p.text for p in pieces if 2 * _within(p, marked.spans) >= p.end - p.start)


def _within(piece: Piece, spans: Iterable[Span]) -> int:
    return sum(max(0, min(piece.end, end) - max(piece.start, start)) for start, end in spans)
