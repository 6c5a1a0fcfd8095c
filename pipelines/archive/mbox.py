"""The messages of a mailbox file (RFC 4155), one at a time and each with its first and last byte."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_POSTMARK = re.compile(
    rb"From \S(?=.{0,400}?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)(?=.{0,400}?\b(?:19|20)\d\d\b).{0,400}?\d{1,2}:\d\d.{0,80}$",
    re.DOTALL,
)
"""A sender, a month, a year and a time: a sentence may begin with the word and have one of these."""
_FIELD = re.compile(rb"[!-9;-~]{1,80}:")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it lies in its file."""

    first: int
    """Offset of its first byte, behind the line that parts it from the one before."""
    end: int
    body: bytes | None
    """None where it is longer than the cap."""


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins so is one: a postmark, and below it a header.

    >>> is_mbox(b"From a@b.example Tue Mar 12 07:30:00 2024\\nSubject: Ferry\\n"), is_mbox(b"From 6:30 on it rained.\\nAll day.\\n")
    (True, False)
    """
    mark, _, rest = head.lstrip(b"\r\n").partition(b"\n")
    return _POSTMARK.match(mark.rstrip()) is not None and _FIELD.match(rest) is not None


def messages(stream: BinaryIO, cap: int) -> Iterator[Message]:
    """All messages of a mailbox, in order; what stands before the first postmark is one, too."""
    held, size, first, at = bytearray(), 0, 0, 0
    blank, mark, begun = True, b"", True
    for line in iter(lambda: stream.readline(_LINE), b""):
        if mark and _FIELD.match(line):  # a line that looks so within a text has no header below it
            if size:
                yield _message(held, size, first, cap)
            held, size, first = bytearray(), 0, at
        elif mark:
            size += len(mark)
            held += mark
        mark = b""
        if begun and blank and _POSTMARK.match(line.rstrip(b"\r\n")):
            mark = line
        else:
            size += len(line)
            if size <= cap:
                held += line
        begun = line.endswith(b"\n")
        blank = begun and not line.strip()
        at += len(line)
    if size or mark:
        yield _message(held + mark, size + len(mark), first, cap)


def _message(held: bytearray, size: int, first: int, cap: int) -> Message:
    body = None if size > cap else _QUOTED.sub(rb"\1", bytes(held))
    return Message(first=first, end=first + size, body=body)
