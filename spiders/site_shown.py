"""What a person judges a site by, as tables for a terminal: the sample of a draft, the sources of a check."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.printable import printable
from pipelines.record import Record, Rejected

if TYPE_CHECKING:
    from rich.table import Table

    from spiders.site_draft import Judged
    from spiders.site_live import Checked

WORDS = 60
"""Characters of a text that are shown."""


def sample_table(sample: "Iterable[Judged]") -> "Table":
    """Cleaned articles: headline, date, length and first words; or the reason why there is none."""
    from rich.table import Table

    table = Table(title="Sample: ten articles as the cleaner sees them", title_justify="left")
    for column in ("Headline or reason", "Date", "Length", "First words or address"):
        table.add_column(column, overflow="fold", justify="right" if column == "Length" else "left")
    for one in sample:
        table.add_row(*map(_cell, _judged(one)))
    return table


def _judged(one: "Judged") -> tuple[object, object, object, object]:
    match one.result:
        case Record() as record:
            begins = printable(record.text, limit=WORDS)
            return record.headline or "(none)", record.date_published or "(none)", len(record.text), begins
        case Rejected() as rejected:
            return f"rejected: {rejected.reason}, {rejected.evidence}", "", "", one.url
    return f"not had: {one.wrong}", "", "", one.url


def check_table(checked: "Iterable[Checked]") -> "Table":
    """Sources with what they gave when asked."""
    from rich.table import Table

    table = Table(title="Sources, each asked once", title_justify="left")
    for column in ("Site", "Source", "Links", "Dated", "Articles", "Newest", "What is wrong"):
        right = column in ("Links", "Dated", "Articles")
        table.add_column(column, overflow="fold", justify="right" if right else "left")
    for one in checked:
        newest = f"{one.newest:%Y-%m-%d %H:%M}" if one.newest else ""
        numbers = (one.links, one.dated, one.articles) if one.answers else ("", "", "")
        told = f"{one.source.kind} {one.source.url}"
        table.add_row(*map(_cell, (one.site, told, *numbers, newest, "; ".join(one.wrong) or "nothing")))
    return table


def _cell(value: object) -> str:
    from rich.markup import escape

    return escape(printable(value))
