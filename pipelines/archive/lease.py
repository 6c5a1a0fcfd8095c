"""The lease on a site: of all crawls on all machines only one holds it. It is kept in the ``state`` store.

A lease is an object changed by compare-and-swap, with an expiry by the store's own clock, so that machines
whose clocks differ agree. A holder that cannot renew is told before the lease ends, and must stop fetching.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.archive import plain
from pipelines.archive.store import Store
from pipelines.errors import LeaseBusy, LeaseLost, NoSuchObject, ObjectExists, StoreError

SECONDS = 60.0
"""How long a lease lasts; renewed four times as often."""
_POLL = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the lease's object says."""

    owner: str
    token: str
    expires: datetime


class Lease:
    """A lease that we hold; :meth:`check` raises once it is lost."""

    def __init__(self, state: Store, site: str, owner: str, seconds: float) -> None:
        self.site, self.owner = site, owner
        self.key = f"leases/{site}.json"
        self.token = os.urandom(16).hex()
        self.lost = threading.Event()
        self._state, self._seconds = state, seconds
        self._etag: str | None = None
        self.until = 0.0
        """When it ends, by our own monotonic clock; on the early side."""

    def check(self) -> None:
        """Raise LeaseLost where the lease is not ours any more."""
        if self.lost.is_set():
            raise LeaseLost(f"the lease on {self.site} could not be renewed; fetching must stop")

    def take(self) -> Written | None:
        """Try once; None on success, else what the present owner wrote."""
        asked = time.monotonic()
        now = self._state.now()
        try:
            body, etag = self._state.fetch(self.key)
        except NoSuchObject:
            held, etag = None, None
        else:
            held = _read(body, self.key)
            if held.token != self.token and held.expires > now:
                return held
        try:
            self._swap(now, asked, etag)
        except ObjectExists:  # another one was quicker
            return held or Written(owner="another crawl", token="", expires=now)
        return None

    def renew(self) -> None:
        """Push the expiry out; ObjectExists where somebody else has taken the lease."""
        asked = time.monotonic()
        now = self._state.now()
        try:
            self._swap(now, asked, self._etag)
        except ObjectExists:
            body, etag = self._state.fetch(self.key)
            if _read(body, self.key).token != self.token:
                raise
            self._swap(now, asked, etag)  # it was our own renewal whose answer got lost

    def _swap(self, now: datetime, asked: float, etag: str | None) -> None:
        expires = now + timedelta(seconds=self._seconds)
        written = Written(owner=self.owner, token=self.token, expires=expires)
        self._etag = self._state.swap(self.key, plain.encode(written), etag=etag)
        self.until = asked + self._seconds - 1  # the store's clock shows whole seconds

    def release(self) -> None:
        """Let the next one have it at once. Where that fails, the lease ends by itself."""
        if self.lost.is_set():
            return
        try:
            ended = Written(
                owner=self.owner, token=self.token, expires=datetime.fromisoformat("2000-01-01T00:00:00Z")
            )
            self._state.swap(self.key, plain.encode(ended), etag=self._etag)
        except StoreError:
            return

    def keep(self, ended: threading.Event) -> None:
        """Renew until told to end, or until the lease is lost."""
        pause = self._seconds / 4
        while not ended.wait(pause) and not self.lost.is_set():
            try:
                self.renew()
                pause = self._seconds / 4
            except (ObjectExists, NoSuchObject):
                self.until = 0.0
            except StoreError:
                pause = self._seconds / 20

    def watch(self, ended: threading.Event, on_lost: Callable[[], None] | None) -> None:
        """Tell in time that the lease is ending, though a renewal may be hanging in the network."""
        margin, pause = self._seconds / 6, self._seconds / 60
        while not ended.wait(pause):
            if time.monotonic() > self.until - margin:
                self.lost.set()
                if on_lost is not None:
                    on_lost()
                return


@contextmanager
def hold(
    state: Store,
    site: str,
    owner: str,
    *,
    wait: float = 0,
    on_lost: Callable[[], None] | None = None,
    seconds: float = SECONDS,
) -> Iterator[Lease]:
    """Hold the lease on a site. LeaseBusy names the owner, after ``wait`` seconds.

    ``on_lost`` is called from another thread, before the expiry, when the lease cannot be renewed.
    """
    lease = Lease(state, site, owner, seconds)
    until = time.monotonic() + wait
    while (other := lease.take()) is not None:
        if time.monotonic() >= until:
            raise LeaseBusy(
                f"{site} is held by {other.owner} until {other.expires:%Y-%m-%d %H:%M:%S} UTC; wait, or stop it"
            )
        time.sleep(min(_POLL, max(0.0, until - time.monotonic())))
    ended = threading.Event()
    threads = [
        threading.Thread(target=lease.keep, args=(ended,), name=f"lease-{site}", daemon=True),
        threading.Thread(target=lease.watch, args=(ended, on_lost), name=f"lease-watch-{site}", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield lease
    finally:
        ended.set()
        for thread in threads:
            thread.join(5)  # a renewal that hangs in the network is left alone
        lease.release()


def current(state: Store, site: str) -> str | None:
    """Who holds a site now; None where nobody does."""
    key = f"leases/{site}.json"
    try:
        held = _read(state.fetch(key)[0], key)
    except NoSuchObject:
        return None
    return held.owner if held.expires > state.now() else None


def _read(body: bytes, key: str) -> Written:
    try:
        return plain.decode(Written, body)
    except ValueError as e:
        raise StoreError(f"{key} is no lease ({e}); remove it if nobody crawls that site") from e
