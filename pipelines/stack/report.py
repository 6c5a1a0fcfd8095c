"""``status``: every part of the stack, its address, and whether it answers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import Home, read_json
from pipelines.stack import health, supervise
from pipelines.stack.parts import Part, from_json
from pipelines.stack.supervise import State, Supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStatus:
    """One part: the supervisor's word for it, where it is reached, and whether it answers.

    ``state`` is supervisor's, in small letters (running, starting, backoff, stopped, fatal, …);
    ``address`` is empty for a part that only works; ``pid`` is None where it is not running; ``detail``
    is what the supervisor adds.
    """

    name: str
    state: str
    address: str
    pid: int | None
    answers: bool
    detail: str


def status(home: Home | Path | str | None = None) -> tuple[PartStatus, ...]:
    """Every part of the stack, asked now; empty where none was ever started."""
    home = home if isinstance(home, Home) else Home(home)
    parts = known_parts(home)
    states = Supervisor(home).states() if supervise.is_running(home) else {}
    found = [states.get(part.name, absent(part.name)) for part in parts]
    with ThreadPoolExecutor(max_workers=8) as pool:
        said = pool.map(lambda pair: health.answers(home, *pair), zip(parts, found, strict=True))
    return tuple(
        PartStatus(
            name=part.name,
            state=state.state.lower(),
            address=address(home, part),
            pid=state.pid or None,
            answers=answer,
            detail=state.why,
        )
        for part, state, answer in zip(parts, found, said, strict=True)
    )


def absent(name: str) -> State:
    """The state of a program that no supervisor knows."""
    return State(
        name=name, state="STOPPED", pid=0, started=0.0, why="not running; start it with `coranto up`"
    )


def address(home: Home, part: Part) -> str:
    """Where a part is reached; empty for one that only works."""
    if part.name == "postgres":
        return str(home.postgres_socket / ".s.PGSQL.5432")
    if part.port is None:
        return ""
    port = part.port if part.port.isdigit() else home.stack["ports"][part.port]
    return f"http://127.0.0.1:{port}"


def known_parts(home: Home) -> tuple[Part, ...]:
    """The parts of the last start, in the order of the table."""
    held = read_json(home.run / "parts.json") if home.run.is_dir() else {}
    return tuple(from_json(part) for part in held.get("parts", {}).values())
