"""What cleaning makes of a page: a record, or a rejection with its reason.

Field names follow schema.org ``NewsArticle`` in snake_case. A field that nobody states is None or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, get_args

from pipelines.page import Where

Label = Literal[
    "headline", "lead", "paragraph", "subhead", "quote", "list_item", "table", "footnote", "correction",
    "agency_note", "byline", "dateline", "date", "section", "caption", "credit", "embed", "related",
    "subscribe", "share", "comments", "navigation", "advertisement", "legal", "widget", "foreign",
    "duplicate", "other",
]  # fmt: skip
LABELS: tuple[str, ...] = get_args(Label)
BODY_LABELS: frozenset[str] = frozenset({"lead", "paragraph", "subhead", "quote", "list_item"})

Reason = Literal[
    "not_article", "index_page", "soft_404", "error_status", "paywall_stub", "consent_page", "too_short",
    "empty", "not_text", "too_large",
]  # fmt: skip
REASONS: tuple[str, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stretch of a page's text with its label. Blocks in order are a partition of that text."""

    text: str
    """In normal characters (:mod:`pipelines.clean.characters`); lines that a dump broke at a width are joined."""
    label: Label
    kept: bool
    """True only where the block is part of the article's text."""
    reason: str
    """The rule or model that gave the label."""
    confidence: float
    """0 to 1."""
    start: int
    """First character, in the decoded dump or in the page's text."""
    end: int
    """One past the last character."""
    path: str | None = None
    """Path of the HTML element; None for plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    text: str
    """The words under a picture."""
    credit: str | None = None
    """Whose picture, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    text: str
    """As printed: ``© AFP 2023 Jane Doe``."""
    agency: str | None = None
    photographer: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field's value came from."""

    source: str
    """For instance ``json-ld``, ``og:title``, ``h1``, ``block``, ``hint``, ``column author``."""
    confidence: float
    losers: tuple[tuple[str, str], ...] = ()
    """Other candidates as (source, value), best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One normalized article."""

    headline: str | None
    alternative_headline: str | None = None
    """Kicker or second headline."""
    lead: str | None = None
    text: str
    """The kept blocks, joined by a blank line."""
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    credits: tuple[Credit, ...] = ()
    publisher: str | None = None
    section: str | None = None
    dateline: str | None = None
    """Place at the head of the story."""
    agency: str | None = None
    """News agency the text came from."""
    canonical_url: str | None = None
    language: str | None = None
    """BCP 47."""
    date_published: datetime | date | None = None
    """An aware instant, or only a day; never guessed."""
    date_modified: datetime | date | None = None
    is_accessible_for_free: bool | None = None
    is_live: bool | None = None
    origins: Mapping[str, Origin] = field(default_factory=lambda: MappingProxyType({}))
    """By field; under ``encoding``, how the bytes were read; under ``columns``, what a dump's row says otherwise."""
    url: str | None = None
    site: str | None = None
    fetched: datetime | None = None
    where: Where | None = None
    cleaner: str
    """Name and version of the cleaner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page that holds no article text, with the reason and the evidence for it."""

    reason: Reason
    evidence: str
    """One line: what was seen that led to the reason."""
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What could be told all the same: headline, canonical_url, language …"""
    blocks: tuple[Block, ...] = ()
    where: Where | None = None
    cleaner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a site beforehand, passed to the cleaner as a value."""

    body: tuple[str, ...] = ()
    """CSS selectors of the element that holds the article."""
    drop: tuple[str, ...] = ()
    """CSS selectors of elements that never belong to it."""
    dates: tuple[str, ...] = ()
    """Date formats of the site, as strptime patterns."""
    language: str | None = None
    """BCP 47 tag expected."""
    time_zone: str | None = None
    """IANA name, for times without a zone."""
    publisher: str | None = None
    memory: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Site memory: text of recurring blocks, by label."""


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """One block that stands on several of a site's pages."""

    text: str
    label: Label
    """What it is; never part of an article's text."""
    stories: int
    """Different stories beside which it was seen."""
    first: datetime | None = None
    """Capture of the first page that had it."""
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMemory:
    """What a site's pages have in common, as learned from the archive."""

    site: str
    pages: int
    stories: int
    since: datetime | None = None
    """Capture of the oldest page looked at."""
    until: datetime | None = None
    blocks: tuple[Recurring, ...] = ()

    def labels(self) -> Mapping[str, str]:
        """As :attr:`Hints.memory` takes it."""
        return MappingProxyType({block.text: block.label for block in self.blocks})
