"""The manifest: commit marker and whole ledger of one attempt, written last."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pipelines.archive.ledger import Entry
from pipelines.archive.unit import Unit
from pipelines.record import Hints

FORMAT = "coranto manifest 1"
Kind = Literal["days", "poll", "kept", "dumps", "warcs", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object that a manifest vouches for."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcStored:
    """One WARC file with the CDXJ beside it."""

    warc: Stored
    cdxj: Stored
    exchanges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedHints:
    """Hints that hold for pages fetched from ``since`` until ``until`` (None = open)."""

    since: datetime | None = None
    until: datetime | None = None
    hints: Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsVerdict:
    """What a host's robots.txt said, when, and how it was taken (RFC 9309)."""

    url: str
    status: int | None
    verdict: Literal["rules", "allow_all", "disallow_all"]
    captured: datetime | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One crawl attempt, kept page or import, as committed."""

    id: str
    """UUID version 7; the object's name."""
    unit: Unit
    kind: Kind
    complete: bool
    """False where the attempt was stopped or recovered: its interval is not covered by it."""
    finish: str
    """``finished``, ``shutdown``, ``recovered``, ``blocked``, ``lease lost`` …"""
    started: datetime
    ended: datetime
    warcs: tuple[WarcStored, ...]
    ledger: tuple[Entry, ...]
    robots: tuple[RobotsVerdict, ...] = ()
    hints: tuple[DatedHints, ...] = ()
    """What the cleaner is to know of the site; first match by fetch time counts."""
    previous: Stored | None = None
    """The site's manifest before this one."""
    digests: dict[str, str] = field(default_factory=dict)
    """``commit``, ``cleaner``, ``site`` (SHA-256 of the YAML), ``memory``, ``hints``."""
    run: dict[str, str] = field(default_factory=dict)
    """Who asked: ``dag_id``, ``run_id``, ``try_number``, ``host``, ``user`` …"""
    stats: dict[str, Any] = field(default_factory=dict)
    requisites: tuple[Entry, ...] = ()
    """What pages need to be shown and the attempt could not have, and why; nobody announced these."""

    @property
    def key(self) -> str:
        """As :func:`manifest_key`."""
        return manifest_key(self.unit.site, self.unit.span, self.id)


def manifest_key(site: str, span: str, attempt: str) -> str:
    """``manifests/<site>/<span>/<id>.json``; a kept or imported span already ends in the id."""
    return f"manifests/{site}/{span}.json" if "/" in span else f"manifests/{site}/{span}/{attempt}.json"
