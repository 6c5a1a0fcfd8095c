"""What the cleaner made of pages and why, in colour on a terminal.

Whatever comes from outside goes through :func:`printable`.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipelines.printable import printable
from pipelines.record import Block
from pipelines.web.explained import Explained, Line

if TYPE_CHECKING:
    from rich.console import Console

COLOURS: Mapping[str, str] = {
    "headline": "bold magenta", "lead": "bold green", "paragraph": "green", "subhead": "bold green", "quote": "green",
    "list_item": "green", "table": "cyan", "footnote": "cyan", "correction": "cyan", "agency_note": "cyan", "byline": "blue",
    "dateline": "blue", "date": "blue", "section": "blue", "caption": "yellow", "credit": "yellow",
}  # fmt: skip
DROPPED = "red"
_VALUE = 600
_TEXT = 2000


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
    text.append(f"{block.label:<14}", style=f"{colour} not dim")
    text.append(f"{block.confidence:.2f} ", style="dim not bold")
    text.append(
        printable(block.text, limit=_TEXT), style="default not bold" if block.kept else "dim not bold"
    )
    text.append(f"  ({printable(block.reason)})", style="italic dim not bold")
    return text
