"""What the cleaner made of pages and why, for a person: of any page, and of an article as the corpus holds it.

``coranto clean --html`` writes it as one file that needs no script and takes light or dark from the reader's own
setting; the article page shows the same. Everything that comes from outside is escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipelines.corpus.article import Article
from pipelines.corpus.words import words
from pipelines.page import Page
from pipelines.record import NO_HINTS, Block, Caption, Credit, Hints, Origin, Record, Rejected

NAMED = (
    "headline", "alternative_headline", "lead", "authors", "date_published", "date_modified", "publisher", "section",
    "keywords", "dateline", "agency", "language", "canonical_url", "is_accessible_for_free", "is_live", "captions",
    "credits", "footnotes", "corrections",
)  # fmt: skip
"""Fields in the order in which they are shown; the text is in the blocks."""
STYLES = ("palette.css", "blocks.css")
FIELDS = frozenset(
    {
        "headline",
        "byline",
        "dateline",
        "date",
        "section",
        "caption",
        "credit",
        "footnote",
        "correction",
        "agency_note",
    }
)
"""Labels of blocks that stand beside the text."""
RECOGNISED = 0.9
"""Share of blocks whose words have to stand at their place for the source to be taken for theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field with where it came from."""

    name: str
    value: str
    source: str = ""
    confidence: str = ""
    losers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One block as it is shown: with the source's own characters where these can be had."""

    text: str
    label: str
    kept: bool
    reason: str
    confidence: float
    path: str | None

    @property
    def is_field(self) -> bool:
        """Is it left out of the text because a field holds it?"""
        return not self.kept and self.label in FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One page as it is shown."""

    name: str
    outcome: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    pieces: tuple[Piece, ...]
    cleaner: str

    @property
    def kept(self) -> int:
        return sum(block.kept for block in self.blocks)


def explained(page: Page, name: str, hints: Hints = NO_HINTS) -> Explained:
    """Cleans a page and keeps what there is to say about it."""
    from pipelines.clean import clean

    made = clean(page, hints)
    if isinstance(made, Record):
        outcome, told = "a record", tuple(lines(made))
    else:
        outcome, told = f"rejected as {made.reason}: {made.evidence}", tuple(_told(made))
    return Explained(
        name=page.url or name,
        outcome=outcome,
        lines=told,
        blocks=made.blocks,
        pieces=pieces(made.blocks, source_of(page)),
        cleaner=made.cleaner,
    )


def lines(of: Record | Article) -> Iterator[Line]:
    """The fields that are stated, or that something was said about, with their origin."""
    origins: Mapping[str, Origin] = of.origins
    for name in NAMED:
        value, origin = getattr(of, name), origins.get(name)
        if value not in (None, ()) or origin is not None:
            yield _line(name, value, origin)
    if origin := origins.get("text"):
        yield _line("text", "carried for a script, in no element of the page", origin)
    if origin := origins.get("columns"):
        yield _line("columns", "what the row says that is in no field as it stands", origin)


def source_of(page: Page) -> str:
    """The text that the blocks of a page are stretches of: a dump as it was, or all text of a web page."""
    from pipelines.clean.cleaner import page_text

    return page_text(page)


def pieces(blocks: Sequence[Block], source: str = "") -> tuple[Piece, ...]:
    """The blocks with their own stretch of the source, where that is the one they were cut from."""
    own = [source[block.start : block.end] for block in blocks]
    recognised = sum(_same(text, block.text) for text, block in zip(own, blocks, strict=True))
    as_it_was = bool(blocks) and recognised >= RECOGNISED * len(blocks)
    return tuple(
        Piece(
            text=text.strip("\r\n") if as_it_was else block.text,
            label=block.label,
            kept=block.kept,
            reason=block.reason,
            confidence=block.confidence,
            path=block.path,
        )
        for text, block in zip(own, blocks, strict=True)
    )


def _same(one: str, other: str) -> bool:
    return "".join(words(one)) == "".join(words(other))


def _line(name: str, value: Any, origin: Origin | None) -> Line:
    if origin is None:
        return Line(name=name, value=shown(value))
    return Line(
        name=name,
        value=shown(value),
        source=origin.source,
        confidence=f"{origin.confidence:.2f}",
        losers=origin.losers,
    )


def _told(rejected: Rejected) -> Iterator[Line]:
    return (Line(name=name, value=value) for name, value in rejected.fields.items())


def shown(value: Any) -> str:
    """A field's value in words.

    >>> shown(("Ida Holm", "Bo Ek")), shown(None), shown(Caption(text="A crane", credit="© Ek"))
    ('Ida Holm · Bo Ek', '', 'A crane (© Ek)')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Caption):
        return f"{value.text} ({value.credit})" if value.credit else value.text
    if isinstance(value, Credit):
        return value.text
    return " · ".join(map(shown, value)) if isinstance(value, tuple) else str(value)


def as_html(pages: Sequence[Explained]) -> str:
    """The pages as one self-contained page."""
    from pipelines.web.shown import STATIC, environment

    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    return environment().get_template("explained.html").render(pages=pages, style=Markup(style))  # noqa: S704 - our own
