"""``down``: stop every part in order, and prove that no process of the stack is left."""

import fcntl
import http.client
import shutil
import signal
import time
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.errors import StackError
from pipelines.settings import Home
from pipelines.stack import groups, supervise
from pipelines.stack.report import known_parts
from pipelines.stack.step import Progress, Step, silent
from pipelines.stack.supervise import Supervisor

LIVE = ("RUNNING", "STARTING", "STOPPING", "BACKOFF")
CRAWL_SECONDS = 60.0
"""How long crawls, which have sessions of their own, may take to close their WARC."""


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Only one `up` or `down` of a home at a time; a second one waits."""
    path = home.path / "lock"
    path.touch(mode=0o600)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def leftovers(home: Home) -> dict[str, groups.Group]:
    """The recorded groups of this boot, by part; most are long gone."""
    found = {path.name.removesuffix(".group.json"): path for path in home.run.glob("*.group.json")}
    read = {name: groups.recorded(path) for name, path in found.items()}
    return {name: group for name, group in read.items() if group is not None}


def down(home: Home | Path | str | None = None, *, progress: Progress = silent) -> None:
    """Stop the stack of a home; does nothing where none runs. StackError names a process that stays."""
    home = home if isinstance(home, Home) else Home(home)
    if not home.run.is_dir():
        return
    with alone(home):
        stop = _Stop(home, progress)
        stop.run()
        stop.finish()


class _Stop:
    def __init__(self, home: Home, progress: Progress) -> None:
        self.home = home
        self.begin = time.monotonic()
        self.report = progress
        self.seen: dict[tuple[int, int], groups.Process] = {}

    def run(self) -> None:
        """Stop the programs through their supervisor, the scheduler first and the stores last."""
        main = supervise.is_running(self.home)
        if main is None:
            return
        priorities = {part.name: part.priority for part in known_parts(self.home)}
        supervisor = Supervisor(self.home)
        for wave in (range(40, 1000), range(20, 40), range(20)):
            self._notice(main)
            names = [name for name, priority in priorities.items() if priority in wave]
            self._stop(supervisor, names)
        self._notice(main)
        with suppress(OSError, http.client.HTTPException, xmlrpc.client.Error):
            supervisor.call("supervisor.shutdown")
        groups.wait_gone([main], 20)
        supervise.reap(main.pid)

    def _notice(self, main: groups.Process) -> None:
        """Remember every process below the supervisor, of whatever session."""
        self.seen |= {(p.pid, p.start): p for p in groups.descendants(main.pid)}

    def _stop(self, supervisor: Supervisor, names: list[str]) -> None:
        live = {name for name, state in supervisor.states().items() if state.state in LIVE}
        waiting = live.intersection(names)
        for name in waiting:
            supervisor.stop(name)
            self._tell(name, "stopping")
        # Supervisor itself kills what outlives its stopwaitsecs, so this comes to an end.
        while waiting:
            states = supervisor.states()
            for name in sorted(waiting):
                if name not in states or states[name].state not in LIVE:
                    waiting.remove(name)
                    self._tell(name, "stopped")
            time.sleep(0.1)

    def finish(self) -> None:
        """End what is left, crawls only after time to close their WARC; then prove that nothing is."""
        groups.end(leftovers(self.home).values(), grace=5)
        left = groups.alive(self.seen.values())
        if left:
            self._tell(f"{len(left)} crawl process(es)", "finishing")
            left = groups.wait_gone(left, CRAWL_SECONDS)
            groups.send(left, signal.SIGTERM)
            left = groups.wait_gone(left, 10)
            groups.send(left, signal.SIGKILL)
            left = groups.wait_gone(left, 5)
        if left:
            numbers = ", ".join(str(process.pid) for process in left)
            raise StackError(f"process {numbers} of {self.home.path} does not end; end it by hand")
        for record in self.home.run.glob("*.group.json"):
            record.unlink()
        if self.home.sockets != self.home.run:
            shutil.rmtree(self.home.sockets, ignore_errors=True)

    def _tell(self, name: str, state: str) -> None:
        self.report(Step(part=name, state=state, seconds=time.monotonic() - self.begin))
