"""A page half cleaned: its text in labelled pieces, and what its markup states."""

from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.clean.spans import Piece
from pipelines.clean.stated import Stated
from pipelines.page import Page
from pipelines.record import BODY_LABELS, Hints


class Behind(NamedTuple):
    """A text that a script carries, put behind that of the page's elements."""

    start: int
    """Where in the page's text it begins."""
    source: str
    """``json-ld`` or ``script``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the fields and the judge work on."""

    page: Page
    hints: Hints
    text: str
    """The decoded dump, or the text of the HTML page."""
    pieces: list[Piece]
    stated: Stated = field(default_factory=Stated)
    site_name: str | None = None
    """The name that hangs on titles and alternative texts."""
    markup: bool = False
    behind: Behind | None = None
    """What was put behind the text of the elements, since these hold no article."""
    fields: tuple[tuple[str, str], ...] = ()
    """What the fields of a database's export state, as (column, value)."""
    language: str | None = None
    """Set once the text is labelled; the dates are read in it."""
    groups: dict[str, list[Piece]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Pieces by label, and those of the text under ``body``, once they have been asked for."""

    @property
    def body(self) -> list[Piece]:
        """The pieces of the article's text."""
        return self._grouped()["body"]

    @property
    def body_text(self) -> str:
        """The article's text."""
        return "\n\n".join(p.text for p in self.body)

    def labelled(self, label: str) -> list[Piece]:
        """All pieces with a label."""
        return self._grouped().get(label, [])

    def _grouped(self) -> dict[str, list[Piece]]:
        if not self.groups:
            self.groups["body"] = [p for p in self.pieces if p.verdict.label in BODY_LABELS]
            for piece in self.pieces:
                self.groups.setdefault(piece.verdict.label, []).append(piece)
        return self.groups

    @property
    def host(self) -> str | None:
        """Host of the page's address."""
        try:
            return urlsplit(self.page.url or "").hostname
        except ValueError:
            return None
