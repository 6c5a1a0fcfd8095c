"""The ledger of a crawl attempt: every URL that a source announced, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from pipelines.page import Where

End = Literal[
    "fetched",  # captured with 200, a page to clean
    "moved",  # captured with a redirect; `target` says whither, and has an entry of its own
    "gone",  # captured with 404, 410 or 451
    "held",  # settled earlier and not requested; or requested and unchanged, which `status` and `where` say
    "outside",  # announced for another interval; not requested
    "unwanted",  # not an article address of this site; not requested
    "robots",  # robots.txt forbids it
    "refused",  # an address we may not connect to
    "failed",  # no answer, a broken one, or a status that says try later
    "dropped",  # a cap of the site was reached
    "waiting",  # the crawl was stopped before its turn
    "imported",  # a document of a dump
]
ENDS: tuple[str, ...] = get_args(End)
SETTLED: frozenset[str] = frozenset({"fetched", "moved", "gone", "imported"})
"""Ends after which a URL is not requested again unless a refetch is asked for."""

Dated = Literal["published", "modified", "day"]
"""What the announced date means: publication, last change, or only the local day it was listed under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One announced URL."""

    url: str
    end: End
    sources: tuple[str, ...] = ()
    """URLs of the documents that announced it (feed, sitemap, front page, date archive), or file names."""
    announced: datetime | None = None
    """The best date the sources gave."""
    dated: Dated | None = None
    status: int | None = None
    captured: datetime | None = None
    where: Where | None = None
    """The capture that settled it, in this attempt; None where nothing was captured."""
    target: str | None = None
    """Where a redirect leads; of a ``held`` address the one that is the same story."""
    note: str | None = None
    """What went wrong, or why it ended so, in one line."""
