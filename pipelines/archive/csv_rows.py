"""The rows of a CSV file, of which a wrong one costs no other.

A quote that is not closed makes one row of many lines: these are read again, line by line, for where a row begins that has
as many cells as there are columns, and in them what the rows before had: a number, a date, an address. What is left of an
article over many lines would else be taken for rows.
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pipelines.archive.http import CAP
from pipelines.errors import DumpError

Cells = dict[str | None, str | list[str] | None]
_DELIMITERS = ",;\t|"
_SAID = re.compile(r"(?i)sep=(.)\r?\n?$")
"""A line that Excel writes, and reads, above the columns."""
_CELL = re.compile(r'"[^"]*"')
_SLASHED = re.compile(r'[^\\,;\t|]\\"(?![,;\t|]|\r?\n|$)')
"""A quote within a cell as MySQL and Spark write it."""
_DOUBLED = re.compile(r'[^,;\t|"]""[^,;\t|"]')
_SHAPES = (
    ("number", re.compile(r"[-+]?\d+(?:\.\d+)?")),
    ("date", re.compile(r"(?=(?:\D*\d){4})[\d\s.:/+TZ-]{6,40}")),
    ("address", re.compile(r"(?:https?|urn):\S+")),
    ("name", re.compile(r"(?=\D*\d)[\w.-]{3,80}")),
)
_LEARNT = 50
"""Rows that tell what is in which column."""
_KEPT = 1 << 20
"""Characters of a row that can be read again: an open quote ends where the next row has one."""
_AGAIN = 2
"""How many times as much as one row may hold is read again in one file."""


def dialect(head: str) -> tuple[str, bool]:
    """The delimiter, and whether a backslash stands before a quote, of a file that begins so.

    >>> dialect("Titel;Datum;Text, lang\\n"), dialect('id,text\\n1,"He said \\\\"yes\\\\"."\\n')
    ((';', False), (',', True))
    """
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    said = _SAID.match(first)
    first = _CELL.sub("", first)
    slashed = _SLASHED.search(head) is not None and _DOUBLED.search(head) is None
    return said[1] if said else max(_DELIMITERS, key=first.count), slashed


@dataclass(slots=True)
class _Lines:
    """Lines for the parser, of which those of one row can be read again."""

    readline: Callable[[int], str]
    slashed: bool
    number: int = 0
    """Of the line that was read last."""
    taken: list[str] = field(default_factory=list)
    ahead: deque[str] = field(default_factory=deque)
    length: int = 0
    first: int = 1
    """Number of the first line of this row."""
    again: bool = False
    """While lines are read again."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.ahead.popleft() if self.ahead else self.readline(CAP + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.length += len(line)
        if self.length <= _KEPT:
            self.taken.append(line)
        elif self.again:
            self.ahead.appendleft(line)
            self.number -= 1
            raise csv.Error
        else:
            self.taken.clear()
        if self.length > CAP:
            raise _TooLong(f"a row is longer than {CAP >> 20} MiB")
        return line.replace('\\"', '""') if self.slashed else line

    def begin(self) -> None:
        """Forget the lines of the last row."""
        self.taken.clear()
        self.length, self.first = 0, self.number + 1

    def back(self, kept: int) -> int:
        """Put back the lines of this row but for the first ``kept``; how much that is."""
        again = self.taken[kept:]
        self.ahead.extendleft(reversed(again))
        self.number -= len(again)
        return sum(map(len, again))


class _TooLong(csv.Error):
    """A row that is longer than what is kept in memory."""


class CsvRows:
    """Cells by the names of their columns, and in their places the rows that are none."""

    def __init__(self, readline: Callable[[int], str], head: str, place: str) -> None:
        delimiter, slashed = dialect(head)
        self._lines = _Lines(readline, slashed)
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        self._place = place
        self._columns: list[str] = []
        self._shapes: list[set[str]] = []
        self._learnt = 0
        self._left = _AGAIN * CAP
        self._wrong = False

    def __iter__(self) -> Iterator[Cells | DumpError]:
        """All rows below the names of the columns, blank lines left out."""
        number = 0
        try:
            self._columns = _named(self._next() or [])
        except csv.Error as e:
            yield DumpError(f"{self._place}: no CSV, its first line names no columns ({e}); check its quotes")
            return
        self._shapes = [set() for _ in self._columns]
        while True:
            self._lines.begin()
            try:
                row = self._next()
                if row is None:
                    return
                wrong = self._wrong and len(row) != len(self._columns) and not self._alike(row)
                reason = f"{len(row)} of {len(self._columns)} cells" if wrong else ""
            except csv.Error as e:
                row, reason = [], str(e)
            number += 1
            if not reason:
                self._learn(row)
                yield self._cells(row)
            else:
                told, goes_on = self._passed(number, reason)
                yield DumpError(told)
                if not goes_on:
                    return

    def _passed(self, number: int, reason: str) -> tuple[str, bool]:
        """What is said of a wrong row, and whether the rows behind it are read."""
        self._wrong = True
        first = self._lines.first
        if goes_on := self._lines.length <= CAP:
            self._lines.again = True
            goes_on = self._resume()
            self._lines.again = False
        last = max(first, self._lines.number)
        lines = f"line {first}" if last == first else f"lines {first} to {last}"
        end = "" if goes_on else "; not read further"
        return (
            f"{self._place}: row {number}, {lines}, is no CSV ({reason}); check its quotes and delimiter{end}",
            goes_on,
        )

    def _next(self) -> list[str] | None:
        """The next row that is not a blank line, or the line by which Excel says the delimiter; None at the end."""
        for row in self._reader:
            if row and not (self._lines.number == 1 and _SAID.match("".join(self._lines.taken))):
                return row
            self._lines.begin()
        return None

    def _resume(self) -> bool:
        """Go to where the next row begins; False where too much would have to be read again."""
        single = len(self._lines.taken) < 2
        keep = 1
        while True:
            self._left -= self._lines.back(keep)
            if self._left < 0:
                return False
            self._lines.begin()
            try:
                row = self._next()
                if row is None:
                    return True
                if self._begins(row, single):
                    self._lines.back(0)
                    return True
            except csv.Error:
                pass
            single = False

    def _begins(self, row: list[str], single: bool) -> bool:
        """Whether a row begins here: it is like those before, or begins with a quote, or stands below a wrong one of one line."""
        if len(row) != len(self._columns):
            return False
        if self._told(row):
            return self._alike(row)
        return single or (len(row) > 1 and self._lines.taken[0].startswith('"')) or self._goes_on(row)

    def _goes_on(self, row: list[str]) -> bool:
        """Whether the row behind it has a cell of the same kind, where none is known from before."""
        shapes, held = [_shape(cell) for cell in row], list(self._lines.taken)
        self._lines.begin()
        try:
            behind = self._next() or []
        except csv.Error:
            behind = []
        self._lines.taken[:0] = held
        return any(kind and kind == _shape(cell) for kind, cell in zip(shapes, behind, strict=False))

    def _told(self, row: list[str]) -> list[tuple[str, set[str]]]:
        """The cells of columns that hold one kind of thing, each with what it may be."""
        pairs = zip(row, self._shapes, strict=False)
        return [(cell, kinds) for cell, kinds in pairs if kinds - {"empty"} and "" not in kinds]

    def _alike(self, row: list[str]) -> bool:
        """Whether the cells are what those of the same columns were so far."""
        told = self._told(row)
        return all(_shape(cell) in kinds for cell, kinds in told) if told else len(row) == len(self._columns)

    def _learn(self, row: list[str]) -> None:
        if self._learnt < _LEARNT:
            self._learnt += 1
            for kinds, cell in zip(self._shapes, row, strict=False):
                kinds.add(_shape(cell))

    def _cells(self, row: list[str]) -> Cells:
        cells: Cells = dict(zip(self._columns, row, strict=False))
        if len(row) > len(self._columns):
            cells[None] = row[len(self._columns) :]
        return cells


def _named(row: list[str]) -> list[str]:
    """The names of columns, of which two that are the same stay two."""
    names: list[str] = []
    for name in row:
        names.append(f"{name} {len(names) + 1}" if name in names else name)
    return names


def _shape(cell: str) -> str:
    """What kind of thing a cell holds; empty for any text."""
    plain = cell.strip()
    return next((kind for kind, sign in _SHAPES if sign.fullmatch(plain)), "") if plain else "empty"
