"""How often somebody may ask a served desk: each user has a minute's requests, which come back with time.

A token bucket of one minute's requests for each user, whatever tokens and browsers they use; of
those who are about to log in, for each address. Whoever sits at the machine itself may ask as often as they like.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, HTTPException, Request

from pipelines.web.admission import Door, viewer_of

FREE = ("/healthz",)
DEAR = ("/api/export", "/api/sample", "/api/compare", "/compare")
"""What may take the server seconds."""
COSTS = 10
"""Of how many requests one of these takes the place; of frozen corpora only what is made, checked or taken along."""
MOST_HELD = 10_000


@dataclass(slots=True, kw_only=True)
class Limits:
    """What each has left."""

    per_minute: int
    """0: as many as anybody likes."""
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Requests left, and when that was."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, who: str, cost: int = 1) -> float:
        """Take a request; how many seconds to wait instead where there are none left, else 0."""
        if not self.per_minute:
            return 0.0
        each, cost = 60 / self.per_minute, min(cost, self.per_minute)
        with self._lock:
            now = self.clock()
            held, since = self._left.get(who, (float(self.per_minute), now))
            left = min(held + (now - since) / each, float(self.per_minute))
            late = max(0.0, (cost - left) * each)
            self._left[who] = (left if late else left - cost), now
            if len(self._left) > MOST_HELD:
                self._forget(now, each)
        return late

    def _forget(self, now: float, each: float) -> None:
        """Those who have all of it again; it is as if they had never asked."""
        full = [who for who, (left, at) in self._left.items() if left + (now - at) / each >= self.per_minute]
        for who in full:
            del self._left[who]


def limited(door: Door, clock: Callable[[], float] = time.monotonic) -> Any:
    """A dependency of every address that answers 429 to those who ask too often."""
    limits = Limits(per_minute=door.per_minute, clock=clock)

    def check(request: Request) -> None:
        viewer, path = viewer_of(request), request.url.path
        if path in FREE or not (viewer.name or door.users):
            return
        who = (
            f"user {viewer.name}"
            if viewer.name
            else f"address {request.client.host if request.client else ''}"
        )
        late = limits.wait(who, COSTS if is_dear(request.method, path) else 1)
        if late:
            seconds = max(1, math.ceil(late))
            said = f"more than {door.per_minute} requests a minute; ask again in {seconds} s"
            raise HTTPException(429, said, headers={"retry-after": str(seconds)})

    return Depends(check)


def is_dear(method: str, path: str) -> bool:
    """May this take seconds?

    >>> is_dear("GET", "/frozen/strikes"), is_dear("GET", "/api/frozen/strikes/download"), is_dear("POST", "/frozen")
    (False, True, True)
    """
    if "/frozen" in path:
        return method == "POST" or path.endswith("/download")
    return path in DEAR
