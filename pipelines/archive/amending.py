"""Changing an object that others change, too: read it, change it, and begin again where somebody was quicker."""

import random
import time
from collections.abc import Callable

from pipelines.archive.store import Store
from pipelines.errors import NoSuchObject, ObjectExists, StoreError

ATTEMPTS = 40


def amend(store: Store, key: str, change: Callable[[bytes | None], bytes]) -> bytes:
    """Change an object as if nobody else did; ``change`` gets None where there is none. Returns what it then is."""
    for attempt in range(ATTEMPTS):
        try:
            old, etag = store.fetch(key)
        except NoSuchObject:
            old, etag = None, None
        new = change(old)
        if new == old:
            return new
        try:
            store.swap(key, new, etag=etag)
        except ObjectExists:
            time.sleep(random.uniform(0.01, 0.05) * min(attempt + 1, 10))  # noqa: S311  (jitter)
            continue
        return new
    raise StoreError(f"{store.url}/{key}: other writers came first {ATTEMPTS} times; try again")
