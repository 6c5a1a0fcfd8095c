"""The steps of cleaning in order, and the guard around them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from pipelines.clean import dump_facts, exports, glue, html, text, zone
from pipelines.clean.carried import whole
from pipelines.clean.decode import decode
from pipelines.clean.draft import Draft
from pipelines.clean.fields import record
from pipelines.clean.html_rules import label_blocks
from pipelines.clean.judge import Verdict, is_markup, no_article, unreadable
from pipelines.clean.model.decision import of_dump
from pipelines.clean.model.file import Model, loaded
from pipelines.clean.spans import Piece, blocks, collapse, known_labels
from pipelines.clean.stated import stated
from pipelines.page import Page
from pipelines.record import NO_HINTS, Hints, Record, Rejected

CLEANER = "coranto-clean 18"
"""Name and version of the cleaner; changes whenever a record may change."""


def draft_dump(page: Page, hints: Hints, decoded: str, model: Model) -> Draft:
    """A raw text dump, its lines labelled."""
    pieces, site = text.cut(decoded, hints.publisher)
    pieces, decided = glue.whole(pieces, of_dump(pieces, site, model), decoded)
    facts = dump_facts.facts(pieces, site, decided, known_labels(hints.memory), page.url)
    labelled, fields = exports.read(zone.find(pieces, facts, decided), decoded)
    return Draft(page=page, hints=hints, text=decoded, pieces=labelled, site_name=site, fields=fields)


def draft_html(page: Page, hints: Hints, decoded: str, model: Model) -> Draft:
    """An HTML page, its blocks labelled."""
    tree = html.parse(decoded)
    said = stated(tree)
    found = whole(tree, said, hints)
    draft = Draft(
        page=page,
        hints=hints,
        text=found.text,
        pieces=found.pieces,
        stated=said,
        markup=True,
        behind=found.behind,
    )
    return label_blocks(draft, model, decoded)


_loaded = lru_cache(maxsize=16)(loaded)  # a cleaner may be sent to another process: its model goes as bytes


@cache
def shipped() -> Model:
    """The model that comes with the package."""
    return _loaded(files("pipelines.clean.model").joinpath("blocks.model").read_bytes())


@dataclass(frozen=True, slots=True)
class Cleaner:
    """A cleaner with a model of its own; :func:`pipelines.clean.clean` is the one with the shipped model."""

    model: bytes | None = None
    """Content of a model's file; None for the shipped one."""

    def __call__(self, page: Page, hints: Hints = NO_HINTS) -> Record | Rejected:
        """Clean one page."""
        if verdict := unreadable(page):
            return self._rejected(page, verdict)
        try:
            with _uncollected():
                return self._cleaned(page, hints)
        except Exception as error:  # noqa: BLE001  # hostile bytes must cost one page, never a batch of them
            return self._broken(page, error)

    def _cleaned(self, page: Page, hints: Hints) -> Record | Rejected:
        decoded = decode(page.body, page.media_type)
        make = draft_html if is_markup(page, decoded.text) else draft_dump
        draft = make(page, hints, decoded.text, shipped() if self.model is None else _loaded(self.model))
        made = record(draft, CLEANER)
        made = replace(made, origins=MappingProxyType({**made.origins, "encoding": decoded.origin}))
        if verdict := no_article(draft, made):
            return replace(self._rejected(page, verdict, draft.pieces), fields=_told(made))
        return made

    def _rejected(self, page: Page, verdict: Verdict, pieces: list[Piece] | None = None) -> Rejected:
        dropped = tuple(replace(b, kept=False) for b in blocks(pieces or []))
        return Rejected(
            reason=verdict.reason,
            evidence=verdict.evidence,
            blocks=dropped,
            where=page.where,
            cleaner=CLEANER,
        )

    def _broken(self, page: Page, error: Exception) -> Rejected:
        seen = f"the cleaner failed with {type(error).__name__}: {collapse(str(error))[:200]}"
        return self._rejected(page, Verdict(reason="not_text", evidence=seen))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles: a page makes thousands of objects and no cycle, and it took a sixth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _told(made: Record) -> dict[str, str]:
    names = (
        "headline",
        "lead",
        "canonical_url",
        "language",
        "publisher",
        "section",
        "date_published",
        "date_modified",
    )
    return {name: str(value) for name in names if (value := getattr(made, name)) is not None}


def page_text(page: Page) -> str:
    """The text that the offsets of a page's blocks point into.

    For a dump the decoded text; for HTML all text nodes under ``<body>`` outside script, style, noscript and template
    (but for declared shadow trees), and alternative texts, in document order; behind them the article that a script
    carries, where they hold none.
    """
    if unreadable(page):
        return ""
    decoded = decode(page.body, page.media_type).text
    if not is_markup(page, decoded):
        return decoded
    tree = html.parse(decoded)
    return whole(tree, stated(tree), NO_HINTS).text
