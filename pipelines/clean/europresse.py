"""Articles as Europresse writes them: paper, number, then section, day and number of words in one line, headline, writer, text.

Certain by the number of the document, its last line, and the line that counts the words.
"""

import re
from collections.abc import Sequence

from pipelines.clean.held_fields import REASON, RIGHTS, SURE, Fields
from pipelines.clean.moments import spans
from pipelines.clean.names import person_like
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS, Label

_NUMBER = re.compile(r"^(?:news|biz|web)[·.]\d{8}[·.]\w{1,6}[·.]\S{1,24}\s*$", re.MULTILINE)
_BEGUN = tuple(base + sign for base in ("news", "biz", "web") for sign in "·.")
"""Of which a text with a number has one; the pattern looks at every sign of it."""
_COUNT = re.compile(r"\b(?P<count>\d[\d ]* ?(?:mots|words|palabras|parole|wörter)\b.*)", re.IGNORECASE)
_ISSUED = re.compile(r"certificat émis le|certificate issued|le présent document est protégé", re.IGNORECASE)
_TOP = 6
"""Lines above the one that counts the words."""


def read(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields] | None:
    """The pieces, and what the lines around the article state; None where there is no such article."""
    if not any(begun in text for begun in _BEGUN) or _NUMBER.search(text) is None:
        return None
    at = next((i for i, p in enumerate(pieces[:_TOP]) if _COUNT.search(p.text) and spans(p.text)), None)
    if not at or at + 2 >= len(pieces):
        return None
    end = next((i for i in range(at + 1, len(pieces)) if _closes(pieces[i].text)), len(pieces))
    title, writer = at + 1, at + 2
    signed = (
        person_like(pieces[writer].text)
        and not stops(pieces[writer].text)
        and weight(pieces[writer].text) <= 60
    )
    out = [_outer(p) if not at < i < end else p for i, p in enumerate(pieces)]
    labels: list[tuple[int, Label]] = [(at, "date"), (title, "headline")]
    if signed:
        labels.append((writer, "byline"))
    for i, label in labels:
        out[i] = pieces[i].judged(label, REASON, SURE)
    fields = [("publisher", pieces[0].text), ("title", pieces[title].text), *_dated(pieces[at].text)]
    return out, (*fields, *([("author", pieces[writer].text)] if signed else []))


def _closes(line: str) -> bool:
    return (
        RIGHTS.match(line) is not None or _ISSUED.match(line) is not None or _NUMBER.match(line) is not None
    )


def _outer(piece: Piece) -> Piece:
    if piece.label not in BODY_LABELS and piece.label != "headline":
        return piece
    return piece.judged(
        "legal" if RIGHTS.match(piece.text) or _ISSUED.match(piece.text) else "other", REASON, SURE
    )


def _dated(line: str) -> list[tuple[str, str]]:
    """Section and day of ``Région, jeudi 10 novembre 2022 1041 mots, p. 7``."""
    start, end = spans(line)[0]
    section, comma, _ = line[:start].partition(",")
    return [("date", line[start:end]), *([("section", section.strip())] if comma and section.strip() else [])]
