"""Who wants a site that a backfill holds: scheduled runs say so, backfills see it and hand the site over.

The wish is one small object beside the lease, with an expiry by the store's clock, so that a run that was stopped while
it waited keeps nobody away for long.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.archive import plain
from pipelines.archive.store import Store
from pipelines.errors import NoSuchObject, ObjectExists, StoreError

LASTS = timedelta(seconds=90)
"""A wish is renewed while its run waits, which looks again every half minute at least."""
EVERY = 5.0
"""Seconds between two looks of a backfill."""
HANDED_OVER = "handed over"
"""The end of a backfill that let another run have its place: what it has is committed, it goes on later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Who wants a site, and until when that counts."""

    owner: str
    expires: datetime


def want(state: Store, site: str, owner: str) -> None:
    """Say that the site is wanted; that somebody else says so too is as good."""
    wish = Wish(owner=owner, expires=state.now() + LASTS)
    with suppress(ObjectExists, NoSuchObject):
        try:
            etag: str | None = state.fetch(_key(site))[1]
        except NoSuchObject:
            etag = None
        state.swap(_key(site), plain.encode(wish), etag=etag)


def wanted(state: Store, site: str) -> str | None:
    """Who wants the site; None where nobody does any more."""
    try:
        wish = plain.decode(Wish, state.fetch(_key(site))[0])
    except (NoSuchObject, ValueError):
        return None
    return wish.owner if wish.expires > state.now() else None


def got(state: Store, site: str, owner: str) -> None:
    """The owner has the site now, or gave up: its wish is no longer in anybody's way."""
    if wanted(state, site) == owner:
        state.delete(_key(site))


def watch(state: Store, site: str, ended: threading.Event, give: Callable[[str], None]) -> threading.Thread:
    """Tell once, from a thread of its own, that somebody wants the site; a store that hangs is asked again."""

    def look() -> None:
        while not ended.wait(EVERY):
            with suppress(StoreError):
                if owner := wanted(state, site):
                    give(owner)
                    return

    thread = threading.Thread(target=look, name=f"turns-{site}", daemon=True)
    thread.start()
    return thread


def _key(site: str) -> str:
    return f"wishes/{site}.json"
