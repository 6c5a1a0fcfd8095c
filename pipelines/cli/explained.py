"""What the cleaner made of pages and why, for a person: in colour on a terminal, or as a page.

Whatever comes from outside goes through :func:`printable` on a terminal and is escaped in the page, which is one
file, needs no script and takes light or dark from the reader's own setting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.page import Page
from pipelines.printable import printable
from pipelines.record import NO_HINTS, Block, Caption, Credit, Hints, Origin, Record, Rejected

if TYPE_CHECKING:
    from jinja2 import Template
    from rich.console import Console

NAMED = (
    "headline", "alternative_headline", "lead", "authors", "date_published", "date_modified", "publisher", "section",
    "keywords", "dateline", "agency", "language", "canonical_url", "is_accessible_for_free", "is_live", "captions",
    "credits", "footnotes", "corrections",
)  # fmt: skip
"""Fields in the order in which they are shown; the text is in the blocks."""
COLOURS: Mapping[str, str] = {
    "headline": "bold magenta", "lead": "bold green", "paragraph": "green", "subhead": "bold green", "quote": "green",
    "list_item": "green", "table": "cyan", "footnote": "cyan", "correction": "cyan", "agency_note": "cyan", "byline": "blue",
    "dateline": "blue", "date": "blue", "section": "blue", "caption": "yellow", "credit": "yellow",
}  # fmt: skip
DROPPED = "red"
_VALUE = 600
_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field with where it came from."""

    name: str
    value: str
    source: str = ""
    confidence: str = ""
    losers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One page as it is shown."""

    name: str
    outcome: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    cleaner: str

    @property
    def kept(self) -> int:
        return sum(block.kept for block in self.blocks)


def explained(page: Page, name: str, hints: Hints = NO_HINTS) -> Explained:
    """Cleans a page and keeps what there is to say about it."""
    from pipelines.clean import clean

    made = clean(page, hints)
    if isinstance(made, Record):
        outcome, lines = "a record", tuple(_lines(made))
    else:
        outcome, lines = f"rejected as {made.reason}: {made.evidence}", tuple(_told(made))
    return Explained(
        name=page.url or name, outcome=outcome, lines=lines, blocks=made.blocks, cleaner=made.cleaner
    )


def _lines(record: Record) -> Iterator[Line]:
    for name in NAMED:
        value, origin = getattr(record, name), record.origins.get(name)
        if value not in (None, ()) or origin is not None:
            yield _line(name, value, origin)


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
    if isinstance(value, Caption):
        return f"{value.text} ({value.credit})" if value.credit else value.text
    if isinstance(value, Credit):
        return value.text
    return " · ".join(map(shown, value)) if isinstance(value, tuple) else str(value)


def on_terminal(console: "Console", pages: Iterable[Explained]) -> None:
    """Fields with their origin and what lost, then every block with label, confidence and reason."""
    from rich.text import Text

    for page in pages:
        console.print(Text(printable(page.name, limit=_VALUE), style="bold reverse"))
        console.print(Text(printable(page.outcome, limit=_VALUE), style="bold"))
        for line in page.lines:
            console.print(_field(line))
        console.print()
        for block in page.blocks:
            console.print(_block(block))
        console.print(Text(f"{page.kept} of {len(page.blocks)} blocks kept · {page.cleaner}\n", style="dim"))


def _field(line: Line) -> Any:
    from rich.text import Text

    text = Text(f"{line.name:>22}  ", style="bold")
    text.append(printable(line.value, limit=_VALUE) or "—", style="default not bold")
    if line.source:
        text.append(f"  [{printable(line.source)} {line.confidence}]", style="cyan not bold")
    for source, value in line.losers:
        text.append(f"\n{'':>22}  lost: ", style="dim not bold")
        text.append(f"{printable(value, limit=120)} [{printable(source)}]", style="dim not bold")
    return text


def _block(block: Block) -> Any:
    from rich.text import Text

    colour = COLOURS.get(block.label, DROPPED)
    text = Text("+ " if block.kept else "- ", style="bold green" if block.kept else "bold red")
    text.append(f"{block.label:<13}", style=f"{colour} not dim")
    text.append(f"{block.confidence:.2f} ", style="dim not bold")
    text.append(
        printable(block.text, limit=_TEXT), style="default not bold" if block.kept else "dim not bold"
    )
    text.append(f"  ({printable(block.reason)})", style="italic dim not bold")
    return text


def as_html(pages: Sequence[Explained]) -> str:
    """The same as one self-contained page."""
    return _template().render(pages=pages)


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(Path(__file__).with_name("explained.html").read_text(encoding="utf-8"))
