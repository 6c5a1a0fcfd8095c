"""How values look on a page: marked text, dates, addresses, an article's parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipelines.corpus.article import Article

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, lead, subhead or quotation, or the items of one list."""

    kind: str
    texts: tuple[str, ...]


def parts(article: Article) -> Iterator[Part]:
    """The article's text, in order, with list items that follow each other as one list."""
    kept: list[tuple[str, str]] = [(block.label, block.text) for block in article.blocks if block.kept]
    if not kept:
        kept = [("paragraph", text) for text in article.text.split("\n\n") if text.strip()]
    items: list[str] = []
    for label, text in kept:
        if label == "list_item":
            items.append(text)
            continue
        if items:
            yield Part(kind="list", texts=tuple(items))
            items = []
        yield Part(kind=label, texts=(text,))
    if items:
        yield Part(kind="list", texts=tuple(items))


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """Text with what was searched for in <mark>; everything is escaped.

    >>> marked("a <b> strike", [(6, 12)])
    Markup('a &lt;b&gt; <mark>strike</mark>')
    """
    out, at = Markup(), 0
    for start, end in sorted(marks):
        if start >= at:
            out += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
            at = end
    return out + escape(text[at:])


def on(value: date | None) -> str:
    """A day, or an instant in UTC, in words.

    >>> on(datetime(2026, 1, 5, 9, 30, tzinfo=UTC))
    '5 January 2026, 09:30 UTC'
    """
    if value is None:
        return ""
    moment = value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo else value
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{day}, {moment:%H:%M} UTC" if isinstance(moment, datetime) else day


def web(url: str | None) -> str | None:
    """The address if a browser may be sent there: archived pages also name ``javascript:`` and worse."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def direction(language: str | None) -> str:
    """Which way a language is written, for the ``dir`` attribute; auto where it is unknown."""
    main = (language or "").partition("-")[0].lower()
    return "rtl" if main in RIGHT_TO_LEFT else "ltr" if main else "auto"


def environment() -> Environment:
    """The templates, with everything escaped and no undefined name allowed."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {"marked": marked, "on": on, "web": web, "direction": direction}
    templates.filters.update(filters, thousands=lambda n: f"{n:,}".replace(",", "\u202f"))
    return templates
