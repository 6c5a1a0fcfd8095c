"""The fields around an article in what databases export: lines of a name and a value, which state something and are no text."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipelines.clean.spans import Piece, split
from pipelines.record import BODY_LABELS, Label

Fields = tuple[tuple[str, str], ...]
SURE = 0.95
REASON = "field of a database's export"
RIGHTS = re.compile(
    r"copyright\b|©|all rights reserved|tous droits réservés|alle rechte vorbehalten", re.IGNORECASE
)


class Key(NamedTuple):
    """What a field of an export is."""

    label: Label = "other"
    column: str = ""
    """The column that it would be in a row; empty where it states nothing that a record has."""


class Held(NamedTuple):
    at: int
    name: str
    start: int
    """Where in the page's text its value begins."""
    value: str


def outside(pieces: list[Piece], body: range) -> list[Piece]:
    """What stands around the article is no text of it."""
    return [
        p
        if i in body or p.label not in BODY_LABELS
        else p.judged("legal" if RIGHTS.match(p.text) else "other", REASON, SURE)
        for i, p in enumerate(pieces)
    ]


def parted(pieces: list[Piece], text: str, fields: list[Held], keys: Mapping[str, Key]) -> list[Piece]:
    """Names and values apart, each with its label."""
    by_place = {f.at: f for f in fields}
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        held = by_place.get(at)
        if held is None:
            out.append(piece)
        elif halves := split(piece, text, held.start):
            name, value = halves
            out += [name.judged("other", REASON, SURE), value.judged(keys[held.name].label, REASON, SURE)]
        else:
            out.append(piece.judged("other", REASON, SURE))
    return out


def stated(fields: list[Held], keys: Mapping[str, Key]) -> Iterator[tuple[str, str]]:
    for held in fields:
        if (column := keys[held.name].column) and held.value:
            yield column, held.value.partition(";")[0].strip() if column == "section" else held.value
