"""Keywords in context: every place where a query matched, with the words on its left and right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.corpus import index as ix
from pipelines.corpus import nodes as n
from pipelines.corpus.engine import Reader
from pipelines.corpus.question import Question
from pipelines.corpus.search import in_text
from pipelines.corpus.spans import spans
from pipelines.corpus.words import words
from pipelines.errors import QueryError

ORDERS = ("article", "left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One place in an article's text; line breaks in it are spaces."""

    id: str
    site: str
    language: str | None
    day: date
    left: str
    match: str
    right: str
    start: int
    """First character of the match in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """The lines of as many articles as were asked for."""

    lines: tuple[Line, ...]
    articles: int
    """Articles that were looked into; one may match by its headline alone and have no line."""
    total: int
    """Articles that match."""
    next: str | None = None
    """Cursor of the articles behind; None where there are none."""

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def concordance(searcher: Reader, question: Question, order: str, width: int) -> Concordance:
    """The lines of a question's hits: by article, or by the words before (nearest first) or after the match."""
    if order not in ORDERS:
        raise QueryError(f"order {order!r}: there are {', '.join(ORDERS)}")
    if not 1 <= width <= 1000:
        raise QueryError("width: between 1 and 1000 characters on either side")
    leaves = in_text(n.wanted(question.tree()))
    if not leaves:
        raise QueryError("a concordance needs a word or phrase that stands in the text")
    page = searcher.page(question)
    lines = [line for row, _ in page.rows for line in _lines(row, leaves, width)]
    if order == "left":
        lines.sort(key=lambda line: words(line.left)[::-1])
    elif order == "right":
        lines.sort(key=lambda line: words(line.right))
    return Concordance(lines=tuple(lines), articles=len(page.rows), total=page.total, next=page.next)


def _lines(row: ix.Row, leaves: frozenset[n.Leaf], width: int) -> Iterator[Line]:
    text: str = row["text"]
    for start, end in spans(text, leaves, row["language"]):
        yield Line(
            id=row["id"],
            site=row["site"],
            language=row["language"],
            day=row["day"],
            left=_plain(text[max(0, start - width) : start]),
            match=_plain(text[start:end]),
            right=_plain(text[end : end + width]),
            start=start,
        )


def _plain(text: str) -> str:
    return " ".join(text.split())
