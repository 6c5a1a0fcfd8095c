"""The dates that short lines of a page say, around the head of its story and right below it; those of boxes beside it do not count."""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipelines.clean.draft import Draft
from pipelines.clean.dump_teasers import TEASERS
from pipelines.clean.moments import Reader, bare, dated, led, parse
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.clean.statement import Statement
from pipelines.clean.teaser_dates import pictured

_FOREIGN = frozenset(("caption", "credit", "comments", "related", "legal"))
"""Labels of what has dates of its own."""
_OWN_BOXES = frozenset(("comments", "thread"))
"""Cues of what has dates of its own, whatever the label of its date line."""
_OTHERS = frozenset(("comments", "related"))
_ASIDE = frozenset(("aside", "nav"))
_TOLD = frozenset(("other", "paragraph", "lead", "list_item", "quote", "comments", "related"))
"""Labels of texts that a date line may lead."""
_SECTION = re.compile(r"^(?P<around>.*?)(?:/header\[\d+\])?/h[1-6]\[\d+\]$")
"""The path of a heading."""
_LIFE = re.compile(
    r"\b(?:born|died|geboren|gestorben|née? (?:le|en)|décédée?|nacid[oa]|nació|fallecid[oa]|falleció|nasceu|morreu|nacque|morì|överleden|overleden|født|född|"
    r"родил\w+|умер\w*)\b|[*†]\s?\d",
    re.IGNORECASE,
)
_LINES = 12
_DATED = 120
"""Letters up to which a line is looked at."""
_PRINTED = re.compile(r"\W*(?:printed|wydrukowano|gedruckt|ausgedruckt|druckdatum|imprimé|impreso|stampato|vytištěno|распечатано)\b", re.IGNORECASE)  # fmt: skip
"""When somebody printed the page."""
_LABEL = 30
"""Letters of a line that says what the date below it is."""


def lines(draft: Draft, reader: Reader, teasers: Mapping[int, str]) -> Iterator[Statement]:
    """Short lines of the page around the head of the story that hold a date, and the last ones below it.

    In a dump half of those below it are of other articles (38 of 72 in marked ones), and so is one below a teaser: there
    only what is said to be the publication's counts.
    """
    pieces = draft.pieces
    body = _told(pieces)
    first, last = _ends(body, pieces)
    apart = _apart(pieces, body) if draft.markup else {}  # the lines of a dump are in no boxes
    apart |= dict.fromkeys(teasers, False)
    # a Thai story begins with the day of what it tells
    leads = body[:2] if reader.language[:2] != "th" else ()
    rank = 0
    for i, piece in enumerate(pieces):
        if piece.text.isalpha():
            continue
        if i in leads and (begun := parse(piece.text[:24].split(" – ")[0].split(" - ")[0], reader)):
            yield Statement(source="dateline", kind="plain", when=begun)
        near = first - 2 * _LINES <= i <= first + 1 or last < i <= last + _LINES // 2 or piece.label == "date"
        if (
            not near
            or (weight(piece.text) > _DATED and piece.label != "date")
            or piece.from_alt
            or pictured(piece.text)
            or _PRINTED.match(piece.text)
            or piece.link_share > 0.8
            or apart.get(i)
            or _foreign(piece, draft.stated.elsewhere if i > last else frozenset())
        ):
            continue
        other = not draft.markup and (i > last or (i > 0 and pieces[i - 1].verdict.reason in TEASERS))
        above = pieces[i - 1].text if 0 < i <= first + 1 else ""
        for kind, when in dated(piece.text, reader):
            kind = "modified" if kind == "plain" and bare(piece.text) and _changed(above) else kind
            if kind == "plain" and (i in apart or other or _LIFE.search(piece.text)):
                continue
            yield Statement(
                source="block" if i <= first + 1 else "block below", kind=kind, when=when, rank=rank
            )
            rank += 1


def _changed(above: str) -> bool:
    """Whether a line of its own says that the date below it is that of a change: ``Last updated:``."""
    return len(above) <= _LABEL and above.rstrip().endswith((":", "：")) and led(above) == "modified"


def end(pieces: Sequence[Piece]) -> int:
    """Place of the story's last paragraph."""
    return _ends(_told(pieces), pieces)[1]


def _told(pieces: Sequence[Piece]) -> list[int]:
    """Places of the paragraphs of the story."""
    return [i for i, p in enumerate(pieces) if p.label in ("paragraph", "lead") and weight(p.text) > 60]


def _ends(body: Sequence[int], pieces: Sequence[Piece]) -> tuple[int, int]:
    """Places of the first and the last of them."""
    return (body[0], body[-1]) if body else (len(pieces), len(pieces))


def _foreign(piece: Piece, elsewhere: frozenset[str]) -> bool:
    """Dated for itself; a line that is only a date is no caption, whatever its class."""
    if piece.label in _FOREIGN and not (piece.label == "caption" and bare(piece.text)):
        return True
    return any(said in piece.text for said in elsewhere)


def _apart(pieces: list[Piece], body: list[int]) -> dict[int, bool]:
    """Places below the story's first paragraph that are in another box, each with whether it is one of comments or
    teasers: there no date counts; elsewhere one that is said to be the publication's does.
    """
    told = [f"{pieces[i].path}/" for i in body]
    first, last = _ends(body, pieces)
    found: dict[int, bool] = {}
    around, others = "/", False
    for i, piece in enumerate(pieces[first + 2 :], first + 2):
        path = f"{piece.path}/"
        if "/h" in path and (heading := _SECTION.match(path[:-1])):
            box = f"{heading['around']}/"
            if piece.label == "headline":
                around, others = "/", False
            elif _beside(box, told):
                around, others = box, piece.label in _OTHERS
        if piece.cues & _OWN_BOXES or (others and path.startswith(around)):
            found[i] = True
        elif (
            path.startswith(around)
            or _ASIDE & piece.tags
            or (i > last and ("factbox" in piece.cues or _leads(i, pieces, told)))
        ):
            found[i] = False
    return found


def _beside(box: str, told: list[str]) -> bool:
    """Whether an element is not the story's: it holds less than half of it."""
    return 2 * sum(path.startswith(box) for path in told) < len(told)


def _leads(i: int, pieces: list[Piece], told: list[str]) -> bool:
    """Whether a line stands above a text in a box of their own, as that of a comment does."""
    if len(pieces[i].text) > _DATED or pieces[i].text.isalpha():
        return False
    above, below = pieces[i].path, pieces[i + 1] if i + 1 < len(pieces) else None
    if above is None or below is None or below.path is None or below.label not in _TOLD:
        return False
    box = f"{above}/" if below.path.startswith(f"{above}/") else f"{above.rpartition('/')[0]}/"
    return below.path.startswith(box) and _beside(box, told)
