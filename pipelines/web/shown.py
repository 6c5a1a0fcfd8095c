"""How pages are made, and how values look on them: marked text, dates, addresses, an article's parts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from math import floor, log10
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from pipelines.corpus.article import Article
from pipelines.corpus.difference import Sentence
from pipelines.record import Caption
from pipelines.web.viewers import LOCAL

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
STATIC = Path(__file__).parent / "static"
"""Style sheets, the icon and the one script."""
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


class Shown:
    """Renders pages: each knows who looks, what it is, and below which path it is shown."""

    def __init__(self, templates: Environment) -> None:
        self.templates = templates

    def __call__(self, request: Request, name: str, status: int = 200, **values: Any) -> Response:
        """A page. Lone surrogates, which dumps may hold, become question marks."""
        base = request.scope.get("base", "")  # not root_path: what is asked for lies not below it
        around = {"base": base, "here": request.url.path, "viewer": request.scope.get("viewer", LOCAL)}
        around["audited"] = request.scope.get("audited", False)  # is there a page /audit?
        text = self.templates.get_template(name).render(**around, **values)
        return Response(text.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, lead, subhead or quotation, the items of one list, or a caption with its credit."""

    kind: str
    texts: tuple[str, ...]


def parts(article: Article) -> Iterator[Part]:
    """The article's text with its captions, in order; list items that follow each other are one list."""
    shown: list[tuple[str, str]] = [
        (block.label, block.text)
        for block in article.blocks
        if block.kept or block.label in ("caption", "credit")
    ]
    if not any(block.kept for block in article.blocks):
        shown = [("paragraph", text) for text in article.text.split("\n\n") if text.strip()]
    for kind, group in groupby(shown, key=lambda part: JOINED.get(part[0], "")):
        texts = tuple(group)
        if kind:
            yield Part(kind=kind, texts=tuple(text for _, text in texts))
        else:
            yield from (Part(kind=label, texts=(text,)) for label, text in texts)


JOINED = {"list_item": "list", "caption": "caption", "credit": "caption"}
"""Blocks that are shown as one where they follow each other."""


def pictures(article: Article) -> tuple[Caption, ...]:
    """Captions that stand nowhere among the blocks."""
    shown = {block.text for block in article.blocks if block.label == "caption"}
    return tuple(caption for caption in article.captions if caption.text not in shown)


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


def short(day: date) -> str:
    """A day where there is little room.

    >>> short(date(2026, 1, 5))
    '5 Jan'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


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
    filters["thousands"] = thousands
    templates.filters.update(filters, percent=percent, runs=runs, paper=paper, short=short)
    return templates


def thousands(number: float) -> str:
    """A whole number with narrow spaces between its thousands."""
    return f"{number:,.0f}".replace(",", "\u202f")


def runs(found: Sequence[Sentence]) -> list[tuple[bool, list[Sentence]]]:
    """Sentences that follow each other and are as before, and those that are not, in turn."""
    return [(same, list(run)) for same, run in groupby(found, key=lambda one: one.kind == "equal")]


def paper(site: str) -> str:
    """A newspaper's id as it is shown; what was imported without one has ``_``."""
    return "imported" if site == "_" else site


def percent(share: float) -> str:
    """A share with two digits that count.

    >>> percent(0.5), percent(0.0123), percent(0.000012)
    ('50 %', '1.2 %', '0.0012 %')
    """
    number = 100 * share
    digits = 0 if number >= 10 or not number else 1 if number >= 1 else min(6, 1 - floor(log10(number)))
    return f"{number:.{digits}f} %"
