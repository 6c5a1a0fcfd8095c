"""Work that may outlast a request, such as freezing: one piece after the other, in threads of its own."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from pipelines.errors import CorantoError, CorpusError

Kind = Literal["freeze", "check"]
Progress = Callable[[str], None]
MOST_WAITING, MOST_KEPT = 20, 200
BROKEN = "This is a fault of the server; its log says more."


class Finding(Protocol):
    """What came of a piece of work."""

    def told(self) -> dict[str, Any]:
        """As programs see it."""


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work, from when it was asked for until somebody has looked at what came of it."""

    kind: Kind
    name: str
    """Of the frozen corpus that it is about."""
    begun: datetime
    said: str = "waits its turn"
    """How far it is."""
    ended: datetime | None = None
    found: "Finding | None" = None
    error: CorantoError | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def state(self) -> Literal["running", "done", "failed"]:
        """Is it over, and did it come to a good end?"""
        return "running" if self.ended is None else "failed" if self.error else "done"

    def told(self) -> dict[str, Any]:
        """As programs see it; what it found has names of its own."""
        times = {"begun": self.begun.isoformat(), "ended": self.ended and self.ended.isoformat()}
        problem = str(self.error) if self.error else None
        found = self.found.told() if self.found is not None else {}
        return {
            "name": self.name,
            "state": self.state,
            **times,
            "said": self.said,
            "problem": problem,
            **found,
        }

    def wait(self, seconds: float) -> bool:
        """Wait for its end; False where it needs longer."""
        return self._over.wait(seconds)

    def run(self, work: Callable[[Progress], "Finding | None"]) -> None:
        """Do it, here and now."""
        try:
            self.found = work(self._tell)
        except CorantoError as error:
            self.error = error
        except BaseException:
            self.error = CorpusError(BROKEN)
            raise  # threading.excepthook writes it down, with its traceback
        finally:
            self.ended = datetime.now(UTC)
            self._over.set()

    def _tell(self, said: str) -> None:
        self.said = said


class Jobs:
    """What is under way, and what came of the last of each kind and name. A restart forgets them."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._held: dict[tuple[Kind, str], Job] = {}
        self._guard = threading.Lock()

    def start(self, kind: Kind, name: str, work: Callable[[Progress], "Finding | None"]) -> Job:
        """Begin, once those before are over; the one of this kind and name that is under way where there is one."""
        with self._guard:
            held = self._held.get((kind, name))
            if held is not None and held.state == "running":
                return held
            if sum(job.state == "running" for job in self._held.values()) >= MOST_WAITING:
                raise CorpusError(f"{MOST_WAITING} freezes and checks wait already; try again later")
            self._forget()
            job = self._held[kind, name] = Job(kind=kind, name=name, begun=datetime.now(UTC))
        threading.Thread(target=self._in_turn, args=(job, work), daemon=True).start()
        return job

    def of(self, kind: Kind, name: str) -> Job | None:
        """The last one of this kind and name."""
        return self._held.get((kind, name))

    def running(self, kind: Kind) -> list[Job]:
        """Those of a kind that are not over."""
        return [job for job in list(self._held.values()) if job.kind == kind and job.state == "running"]

    def _in_turn(self, job: Job, work: Callable[[Progress], "Finding | None"]) -> None:
        with self._turn:
            job.run(work)

    def _forget(self) -> None:
        over = [key for key, job in self._held.items() if job.state != "running"]
        for key in over[: max(0, len(over) - MOST_KEPT)]:
            with suppress(KeyError):
                del self._held[key]
