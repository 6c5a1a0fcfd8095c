"""The encoding of each row of a file of rows: a short one says little of it, the others say it for it."""

import re

from pipelines.encoding import DEFAULT, detected, is_utf8

HEAD = 1 << 18
"""Bytes that tell the encoding of a file."""
_WIDE = re.compile(rb"[\x80-\xff]")
_TELLING = 40
"""Bytes beyond ASCII of a row that says itself what it is in."""
_LINE_ENDS = re.compile(rb"[\r\n]+")


def usual(head: bytes) -> str:
    """The encoding of those lines of a file's beginning that are not UTF-8; empty where all are.

    >>> usual("id\\n1\\nПаром снова ходит\\n".encode("cp1251")), usual("id\\nБухта\\n".encode())
    ('cp1251', '')
    """
    if head.isascii():
        return ""
    others = [
        line for line in _LINE_ENDS.split(head)[:-1] or [head] if not line.isascii() and not is_utf8(line)
    ]
    return detected(b"\n".join(others)) if others else ""


def of_row(row: bytes, others: str) -> str:
    """The encoding of a row in a file whose rows are usually in ``others``; empty where none is known."""
    if row.isascii() or is_utf8(row):
        return "utf-8"
    own = detected(row)
    if not others or own == others or (own != DEFAULT and len(_WIDE.findall(row)) >= _TELLING):
        return own
    try:
        row.decode(others)
    except UnicodeError:
        return own
    return others
