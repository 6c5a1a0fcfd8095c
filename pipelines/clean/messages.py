"""One message of a chat, as WhatsApp exports it: time and sender in front of its first line."""

import re
from collections.abc import Sequence

from pipelines.clean.held_fields import REASON, SURE, Fields
from pipelines.clean.shapes import stops
from pipelines.clean.spans import Piece, split
from pipelines.record import BODY_LABELS

_HEAD = re.compile(
    r"[\u200e\u202a]?\[?(?P<when>\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AaPp]\.?[ \u00a0]?[Mm]\.?)?)(?:\]| -) [^:\n]{1,60}:\s+"
)
_BOLD = re.compile(r"\*([^*\n]+)\*")


def read(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields] | None:
    """The pieces, time and sender apart from the first of them, and when it was sent; None where it is no message."""
    if not pieces or (found := _HEAD.match(text, pieces[0].start, pieces[0].end)) is None:
        return None
    halves = split(pieces[0], text, found.end())
    if halves is None:
        return None
    head, said = halves
    rest = [p for p in pieces[1:] if p.label in BODY_LABELS]
    bold = _BOLD.fullmatch(said.text)
    titled = bool(rest) and (bold is not None or not stops(said.text))
    fields: list[tuple[str, str]] = [("date", found["when"].partition(" ")[0].rstrip(","))]
    if titled:
        fields.append(("title", bold[1] if bold else said.text))
    first = said.judged("headline" if titled else "paragraph", REASON, SURE)
    others = [p.judged("other", REASON, SURE) if titled and p.label == "headline" else p for p in pieces[1:]]
    return [head.judged("date", REASON, SURE), first, *others], tuple(fields)
