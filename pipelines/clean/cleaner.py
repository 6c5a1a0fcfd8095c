"""The steps of cleaning in order, and the guard around them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipelines.clean import dump_rules, html, text, zone
from pipelines.clean.decode import decode
from pipelines.clean.draft import Draft
from pipelines.clean.fields import record
from pipelines.clean.html_rules import label_blocks
from pipelines.clean.judge import Verdict, is_markup, no_article, unreadable
from pipelines.clean.spans import Piece, blocks, collapse, known_labels
from pipelines.clean.stated import stated
from pipelines.page import Page
from pipelines.record import NO_HINTS, Hints, Record, Rejected

CLEANER = "coranto-clean 1"
"""Name and version of the cleaner; changes whenever a record may change."""


def draft_dump(page: Page, hints: Hints, decoded: str) -> Draft:
    """A raw text dump, labelled by line rules."""
    pieces, site = text.cut(decoded, hints.publisher)
    facts = dump_rules.facts(pieces, site, known_labels(hints.memory))
    labelled = zone.find(dump_rules.label_lines(pieces, facts), facts)
    return Draft(page=page, hints=hints, text=decoded, pieces=labelled, site_name=site)


def draft_html(page: Page, hints: Hints, decoded: str) -> Draft:
    """An HTML page, labelled by its markup and by the extractor's vote."""
    tree = html.parse(decoded)
    cut, pieces = html.cut(tree, html.mark(tree, hints.body, hints.drop))
    draft = Draft(
        page=page, hints=hints, text=cut, pieces=pieces, stated=stated(tree), markup=True, tree=tree
    )
    return label_blocks(draft, tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What finds and labels the blocks of a page; fields and verdict are the same for all models."""

    name: str = CLEANER
    dump: Callable[[Page, Hints, str], Draft] = draft_dump
    html: Callable[[Page, Hints, str], Draft] = draft_html


RULES = Model()


@dataclass(frozen=True, slots=True)
class Cleaner:
    """A cleaner with a model of its own; :func:`pipelines.clean.clean` is the one with the shipped model."""

    model: Model = RULES

    def __call__(self, page: Page, hints: Hints = NO_HINTS) -> Record | Rejected:
        """Clean one page."""
        if verdict := unreadable(page):
            return self._rejected(page, verdict)
        try:
            return self._cleaned(page, hints)
        except Exception as error:  # noqa: BLE001  # hostile bytes must cost one page, never a batch of them
            return self._broken(page, error)

    def _cleaned(self, page: Page, hints: Hints) -> Record | Rejected:
        decoded = decode(page.body, page.media_type).text
        make = self.model.html if is_markup(page, decoded) else self.model.dump
        draft = make(page, hints, decoded)
        made = record(draft, self.model.name)
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
            cleaner=self.model.name,
        )

    def _broken(self, page: Page, error: Exception) -> Rejected:
        seen = f"the cleaner failed with {type(error).__name__}: {collapse(str(error))[:200]}"
        return self._rejected(page, Verdict(reason="not_text", evidence=seen))


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

    For a dump the decoded text; for HTML all text nodes under ``<body>`` outside script, style, template and
    noscript, and alternative texts, in document order.
    """
    if unreadable(page):
        return ""
    decoded = decode(page.body, page.media_type).text
    return html.cut(html.parse(decoded))[0] if is_markup(page, decoded) else decoded
