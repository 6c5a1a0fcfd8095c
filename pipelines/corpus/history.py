"""The history of an article: its texts in order, what each changed, and whether it was taken down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from pipelines.corpus.difference import Sentence, difference
from pipelines.corpus.words import words

Row = dict[str, Any]
Change = Literal["headline", "correction", "addition", "silent_edit", "removal"]
"""What kind of change it is; one step may be several.

headline
    the words of the headline are others
correction
    a notice of correction stands there that did not before
addition
    sentences came that were not there
silent_edit
    sentences were edited or deleted, or the headline changed, and no notice of correction came with it
removal
    sentences went, or the whole article did
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One text of an article, at its earliest capture, and how it came out of the one before."""

    id: str
    captured: datetime
    headline: str | None
    text_hash: str
    changes: tuple[Change, ...] = ()
    """Empty for the first text, and where only spaces, signs or capitals changed."""
    headline_before: str | None = None
    sentences: tuple[Sentence, ...] = ()
    """All sentences of the text and those it lost; empty for the first text."""
    corrections: tuple[str, ...] = ()
    """Notices that are new."""

    def count(self, kind: str) -> int:
        """Sentences of a kind: equal, edited, added, deleted or moved."""
        return sum(sentence.kind == kind for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The site said that the article is gone."""

    captured: datetime
    status: int | None
    """404, 410 or 451."""
    changes: tuple[Change, ...] = ("removal",)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """An article from its first text on. A text that comes back is not told again: each is there once."""

    article_id: str
    url: str | None
    steps: tuple[Step, ...]
    taken: tuple[Taken, ...] = ()

    def as_of(self, moment: datetime) -> Step | None:
        """The last text that was captured by then; None where there was none yet."""
        return next((step for step in reversed(self.steps) if step.captured <= moment), None)


def history(versions: Sequence[Row], gone: Iterable[Row]) -> History:
    """The history that the rows of an article's versions (oldest first) and rejections of its pages tell."""
    steps = [_first(versions[0])]
    for before, after in pairwise(versions):
        steps.append(_step(before, after))
    first = versions[0]["captured"]
    taken = sorted((row["captured"], row["status"]) for row in gone if row["captured"] > first)
    return History(
        article_id=versions[0]["article_id"],
        url=versions[-1]["canonical_url"] or versions[-1]["url"],
        steps=tuple(steps),
        taken=tuple(Taken(captured=captured, status=status) for captured, status in taken),
    )


def _first(row: Row) -> Step:
    return Step(id=row["id"], captured=row["captured"], headline=row["headline"], text_hash=row["text_hash"])


def _step(before: Row, after: Row) -> Step:
    found = difference(before["text"], after["text"])
    notices = tuple(note for note in after["corrections"] or () if note not in (before["corrections"] or ()))
    return Step(
        id=after["id"],
        captured=after["captured"],
        headline=after["headline"],
        text_hash=after["text_hash"],
        changes=changes(found, _words(before["headline"]) != _words(after["headline"]), bool(notices)),
        headline_before=before["headline"],
        sentences=found,
        corrections=notices,
    )


def changes(found: Sequence[Sentence], headline: bool, notice: bool) -> tuple[Change, ...]:
    """The kinds of change that a difference amounts to."""
    kinds = {sentence.kind for sentence in found if _worded(sentence)}
    silent = not notice and (headline or bool(kinds & {"edited", "deleted"}))
    told: dict[Change, bool] = {
        "headline": headline,
        "correction": notice,
        "addition": "added" in kinds,
        "silent_edit": silent,
        "removal": "deleted" in kinds,
    }
    return tuple(name for name, so in told.items() if so)


def _worded(sentence: Sentence) -> bool:
    """Did any word change, and not only capitals or signs?"""
    return sentence.kind == "moved" or _words(sentence.before) != _words(sentence.after)


def _words(text: str | None) -> list[str]:
    return words(text or "")
