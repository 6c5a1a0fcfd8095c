"""What the rules know of a raw text dump as a whole, from one look over all its lines."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.clean import dump_headline
from pipelines.clean.model.decision import Decision
from pipelines.clean.references import is_link
from pipelines.clean.shapes import letters
from pipelines.clean.spans import Piece
from pipelines.clean.walls import wall_lines
from pipelines.record import Label

EMPHASIS = re.compile(r"\s*(\*{1,3})(?=\S)[^*]{1,390}(?<=\S)\1(?!\*)")
_NOTED = re.compile(r"\S ?(\[\d{1,2}\])")
_SIGNS = ("*", "**", "†", "‡", "※", "¹", "²", "³")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules know of the document."""

    site: str | None
    script: str | None
    bilingual: bool
    mixed: bool
    """A letter of another script occurs."""
    headline: int | None
    """Index of the piece that is the headline."""
    spaced: bool
    """Blank lines part the blocks."""
    body_start: int
    """Index of the first piece behind the headline that is a sentence of a story by its look,"""
    body_end: int
    """and of the last one."""
    story_end: int
    """Index of the last sentence that the classifier keeps."""
    marks: frozenset[str]
    """Set behind words of the document, as those of footnotes are."""
    starred: bool
    """Several lines begin with a star and a space: items of a list."""
    linked: bool
    """A line is a link of the list that a text browser writes below a page."""
    bare: Sequence[str]
    """Each line squashed, without the site's name."""
    counts: Counter[str]
    firsts: Mapping[str, int]
    """Where each line, without the site's name, stands first."""
    memory: Mapping[str, Label]
    """Labels of lines that recur on the site."""
    walls: frozenset[str]
    """Lines that say that the rest is for subscribers."""


Rule = Callable[[list[Piece], int, Facts], Piece | None]


def facts(
    pieces: list[Piece],
    site: str | None,
    decided: Decision,
    memory: Mapping[str, Label],
    url: str | None = None,
) -> Facts:
    """One look over the whole document, of which the classifier has said what it keeps."""
    written = letters("\n".join(p.text for p in pieces))
    total = sum(written.values())
    script = max(written, key=written.__getitem__) if written else None
    other = max((n for name, n in written.items() if name != script), default=0)
    said = dump_headline.scene(pieces, site, decided, url)
    headline = dump_headline.find(said, memory)
    sentence = [i for i, good in enumerate(said.prose) if good]
    return Facts(
        site=site,
        script=script,
        bilingual=other > 0.3 * total,
        mixed=other > 0,
        headline=headline,
        spaced=sum(p.after_blank for p in pieces) > 0.3 * len(pieces) > 1,
        body_start=next((i for i in sentence if headline is None or i > headline), len(pieces)),
        body_end=sentence[-1] if sentence else len(pieces),
        story_end=max((i for i in sentence if said.told[i]), default=len(pieces)),
        marks=_marks(pieces),
        starred=sum(p.text.startswith("* ") for p in pieces) > 1,
        linked=any(is_link(p.text) for p in pieces),
        bare=said.bare,
        counts=said.counts,
        firsts={line: i for i, line in reversed(list(enumerate(said.bare)))},
        memory=memory,
        walls=wall_lines(pieces),
    )


def _marks(pieces: list[Piece]) -> frozenset[str]:
    whole = "\n".join(p.text for p in pieces)  # most documents have none of them
    signs = frozenset(m for m in _SIGNS if m in whole and _used(pieces, m))
    return signs | {mark for p in pieces if "[" in p.text for mark in _NOTED.findall(p.text)}


def _used(pieces: list[Piece], mark: str) -> bool:
    sign = re.compile(rf"[^\s*]{re.escape(mark)}(?![*A-Za-z0-9])")
    return any(mark in p.text and sign.search(EMPHASIS.sub("", p.text)) for p in pieces)
