"""What a crawl child is told, and what it reports: plain data that travels as JSON."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from pipelines.archive import Keys, plain
from pipelines.archive.unit import Interval, Unit
from pipelines.errors import ConfigError

DONE, FAILED, USAGE, STOPPED, BUSY = 0, 1, 2, 75, 76
"""Exit codes of the child: done; failed; asked wrongly; stopped and committed; somebody else has the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One address to keep."""

    url: str
    method: str = "GET"
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything a crawl child needs to know; nothing else reaches it."""

    unit: Unit
    kind: Literal["days", "poll", "kept", "plan"]
    """``plan`` reads the sources of ``interval`` as a run would, and requests no article."""
    interval: Interval | None = None
    """What a plan is made for; of the other kinds the unit says it."""
    past: bool = False
    """A backfill: takes no re-visits, reads sources as they answered within the last hour, gives way to others."""
    turn: float | None = None
    """Seconds after which a backfill lets others have its place, to go on later."""
    archive: str
    keys: Keys | None = field(default=None, repr=False)
    replica: str | None = None
    """A second store that every commit reaches, too."""
    spool: str
    site: str | None = None
    """The site's YAML; None for pages kept outside any site."""
    rows: tuple[Row, ...] = ()
    """What to keep, for kind ``kept``."""
    refetch: bool = False
    limit: int | None = None
    dedup: bool = True
    insecure: bool = False
    allow_private: bool = False
    timeout: float = 60.0
    max_redirects: int = 10
    pace: float | None = None
    """Seconds between requests to one host, for kind ``kept``."""
    connect_to: str | None = None
    ca_file: str | None = None
    contact: str | None = None
    run: dict[str, str] = field(default_factory=dict)
    now: datetime | None = None
    """The instant that re-visits and rests of sources are counted to; None counts to nothing."""
    wait: float = 75.0
    """Seconds to wait for the site's lease and lock before giving up as busy; a dead holder's lease ends in 60."""

    @property
    def gives_way(self) -> bool:
        """Does it let others have the site, and go on later?"""
        return self.past and self.kind == "days"

    @property
    def waiter(self) -> str:
        """Who waits for the site, the same in each attempt of a run."""
        return self.run.get("run_id") or f"{self.kind} {self.unit.span}"

    @property
    def asked(self) -> Interval | None:
        """The interval that the sources are asked for."""
        return self.interval or self.unit.interval

    def line(self) -> bytes:
        """As the child reads it."""
        return json.dumps(json.loads(plain.encode(self))).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """The opposite of :meth:`line`."""
        try:
            return plain.decode(cls, line)
        except ValueError as e:
            raise ConfigError(f"not a crawl job: {e}; the child is started by spiders.crawl only") from e


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did."""

    manifest: str | None = None
    """Key of the manifest committed last; None where nothing was committed."""
    manifests: tuple[str, ...] = ()
    """Keys of all: one for each local day."""
    warcs: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """Announced URLs by how they ended."""
    requests: int = 0
    """Requests sent, robots.txt and retries included."""
    bytes: int = 0
    """Bytes sent and received, as archived."""
    finish: str = "finished"
    """``finished``, ``limit``, ``blocked``, ``unreachable``, ``shutdown`` …"""
    complete: bool = True
    """Does what was committed cover what was asked for?"""
    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    """What went wrong, a line each."""

    def __add__(self, other: "CrawlReport") -> "CrawlReport":
        return CrawlReport(
            manifest=other.manifest or self.manifest,
            manifests=self.manifests + other.manifests,
            warcs=self.warcs + other.warcs,
            counts=dict(Counter(self.counts) + Counter(other.counts)),
            requests=self.requests + other.requests,
            bytes=self.bytes + other.bytes,
            finish=other.finish if self.finish == "finished" else self.finish,
            complete=self.complete and other.complete,
            seconds=self.seconds + other.seconds,
            errors=self.errors + other.errors,
        )
