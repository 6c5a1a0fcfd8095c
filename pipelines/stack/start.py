"""``up``: start what is not running, wait until all of it answers, and leave alone what does."""

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from pipelines.errors import PartFailed
from pipelines.settings import Home, read_json, search_url
from pipelines.stack import environment, first, groups, health, ports, supervise
from pipelines.stack.home import make_secrets, prepare, write_json
from pipelines.stack.parts import TABLE, Part, extra, fill, from_json, to_json
from pipelines.stack.report import PartStatus, absent, known_parts, status
from pipelines.stack.step import Progress, Step, silent
from pipelines.stack.stop import LIVE, alone, leftovers
from pipelines.stack.supervise import Supervisor

START_SECONDS = 900.0
"""How long the whole start may take. A program that dies is named at once; one that lives may be slow: with
twenty jobs for each core it took more than 240 s."""

MIGRATED = "migrated"


def up(
    home: Home | Path | str | None = None,
    *,
    pools: Mapping[str, int] | None = None,
    parts: Mapping[str, str | Sequence[str] | Part] | None = None,
    without: Sequence[str] = (),
    progress: Progress = silent,
) -> tuple[PartStatus, ...]:
    """Start the stack of a home and return when every part answers; PartFailed says which one does not.

    ``pools``: Airflow pools and their slots. ``parts``: the caller's own programs, by name. ``without``:
    names of usual parts that are left out. Where all of it runs already, nothing is changed. What an
    earlier, killed stack left behind is ended first.
    """
    home = home if isinstance(home, Home) else Home(home)
    own = tuple(extra(name, command) for name, command in (parts or {}).items())
    prepare(home)
    fresh = not read_json(home.path / "stack.json")
    with alone(home), ports.one_at_a_time() if fresh else nullcontext():
        running = supervise.is_running(home) is not None
        new = _complete(home, own) if running else _prepare(home, own, tuple(without))
        standing = status(home) if running and not new else ()
        if not standing or not all(part.answers for part in standing):
            _Start(home, progress).run()
            if any(part.name == "api-server" for part in known_parts(home)):
                first.pools(home, pools or {})
        return status(home)


def _prepare(home: Home, own: tuple[Part, ...], without: tuple[str, ...]) -> bool:
    """Everything before the first program: no leftovers, free ports, secrets, configuration, supervisord."""
    groups.end(leftovers(home).values(), grace=5)
    database = os.environ.get("CORANTO_DATABASE")
    left_out = {*without, *(("postgres",) if database else ())}
    table = [*(part for part in TABLE if part.name not in left_out), *own]
    chosen = _ports(home)
    settings = environment.for_programs(home, chosen, os.environ)
    make_secrets(home, database, search_url())
    first.identities(home)
    filled = [fill(part, home, chosen) for part in table]
    _write_parts(home, filled, settings)
    supervise.start(home, filled, settings)
    return True


def _ports(home: Home) -> dict[str, int]:
    """Choose or remember the ports, and write down the addresses."""
    path = home.path / "stack.json"
    held = read_json(path)
    chosen = ports.choose(held.get("ports", {}))
    ports.check(chosen, path)
    addresses = {name: f"http://127.0.0.1:{chosen[name]}" for name in ("airflow", "search", "s3", "catalog")}
    write_json(path, held | {"ports": chosen, "addresses": addresses, "warehouse": f"s3://{first.TABLES}"})
    return chosen


def _complete(home: Home, own: tuple[Part, ...]) -> bool:
    """Take the caller's new parts into a running stack; whether there were any. What runs is left alone."""
    held = read_json(home.run / "parts.json")
    states = Supervisor(home).states()
    live = {name for name, state in states.items() if state.state in LIVE}
    known = {name: from_json(part) for name, part in held["parts"].items()}
    asked = {part.name: fill(part, home, home.stack["ports"]) for part in own if part.name not in live}
    if {name: known.get(name) for name in asked} == asked:
        return False
    _write_parts(home, [*(known | asked).values()], held["environment"])
    supervise.configure(home, (known | asked).values())
    Supervisor(home).learn()
    return True


def _write_parts(home: Home, parts: Sequence[Part], settings: Mapping[str, str]) -> None:
    value = {"parts": {part.name: to_json(part) for part in parts}, "environment": settings}
    write_json(home.run / "parts.json", value)


class _Start:
    """One run of the start: each part as soon as what it waits for is there."""

    def __init__(self, home: Home, progress: Progress) -> None:
        self.home = home
        held = read_json(home.run / "parts.json")
        self.environment: Mapping[str, str] = held["environment"]
        self.parts = {name: from_json(part) for name, part in held["parts"].items()}
        self.supervisor = Supervisor(home)
        self.started: dict[str, set[float]] = {}
        self.ready: set[str] = set()
        self.work: dict[str, Future[None]] = {}
        self.begin = time.monotonic()
        self.report = progress

    def run(self) -> None:
        """Start all parts and wait for them; PartFailed where one does not come."""
        with ThreadPoolExecutor(max_workers=2) as pool:
            while not self.ready.issuperset(self.parts):
                self._set_off(pool)
                self._look()
                if time.monotonic() - self.begin > START_SECONDS:
                    late = sorted(self.parts.keys() - self.ready)
                    names = ", ".join(late)
                    raise PartFailed(
                        f"no answer from {names} after {START_SECONDS:.0f} s; {self._log_of(late[0])}"
                    )
                time.sleep(0.2)

    def _set_off(self, pool: ThreadPoolExecutor) -> None:
        """Start what has all it waits for, and the work that belongs to no program."""
        for name, part in self.parts.items():
            needed = {other for other in part.waits_for if other == MIGRATED or other in self.parts}
            if name not in self.started and needed <= self.ready:
                self.started[name] = set()
                self.supervisor.start(name)
                self._tell(name, "starting")
        wanted = any(MIGRATED in part.waits_for for part in self.parts.values())
        database = "postgres" in self.ready or "postgres" not in self.parts
        if wanted and database and MIGRATED not in self.work:
            self.work[MIGRATED] = pool.submit(first.migrate, self.home, self.environment)
            self._tell("tables", "starting")

    def _look(self) -> None:
        """See which parts answer by now, and which failed."""
        states = self.supervisor.states()
        for name in self.started.keys() - self.ready:
            state = states.get(name, absent(name))
            self.started[name].add(state.started)
            if state.state == "FATAL" or len(self.started[name]) > 4:
                raise PartFailed(f"{name} does not start: {state.why}; {self._log_of(name)}")
            if health.answers(self.home, self.parts[name], state) and self._after(name):
                self.ready.add(name)
                self._tell(name, "answers")
        if MIGRATED in self.work and MIGRATED not in self.ready and self.work[MIGRATED].done():
            self.work[MIGRATED].result()
            self.ready.add(MIGRATED)
            self._tell("tables", "ready")

    def _after(self, name: str) -> bool:
        """What a part needs once it answers, before the others may count on it."""
        if name == "seaweedfs":
            first.buckets(self.home)
        return True

    def _log_of(self, name: str) -> str:
        log = self.home.logs / f"{name}.log"
        return f"its log ends: {first.last_line(self.home, name)!r}; read {log}, then `coranto up` again"

    def _tell(self, name: str, state: str) -> None:
        self.report(Step(part=name, state=state, seconds=time.monotonic() - self.begin))
