"""Which processes are ours: records of process groups, and how to end what a record names.

Every program of the stack is the leader of a process group in the supervisor's session. A process
group's number is not given to anybody else while one member lives (the kernel keeps the number), so
group and session together name our processes, also after their leader died.
"""

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import read_json
from pipelines.stack.home import write_json

BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One living process, as /proc shows it; ``start`` in clock ticks since boot tells it from a later one."""

    pid: int
    parent: int
    group: int
    session: int
    start: int
    user: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A recorded process group: its leader, session and the leader's start."""

    leader: int
    session: int
    start: int
    boot: str


def processes() -> dict[int, Process]:
    """Every living process (zombies are dead) by its number."""
    found = (look(int(name)) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208 - names suffice
    return {process.pid: process for process in found if process is not None}


def look(pid: int) -> Process | None:
    """One process, or None where it is gone or a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_bytes().decode(errors="replace")
        user = Path(f"/proc/{pid}").stat().st_uid
    except OSError:
        return None
    # The second field is the program's name in brackets and may hold anything: proc(5).
    fields = text[text.rindex(")") + 2 :].split()
    if fields[0] in "ZX":
        return None
    parent, group, session = (int(field) for field in fields[1:4])
    return Process(pid=pid, parent=parent, group=group, session=session, start=int(fields[19]), user=user)


def record(path: Path) -> Group:
    """Write down the calling process, which leads its group, and return what was written."""
    me = look(os.getpid())
    assert me is not None
    group = Group(leader=me.pid, session=me.session, start=me.start, boot=BOOT.read_text().strip())
    write_json(path, {name: getattr(group, name) for name in ("leader", "session", "start", "boot")})
    return group


def recorded(path: Path) -> Group | None:
    """The group in a record file, or None where there is none or it is from before the last boot."""
    held = read_json(path)
    if not held or held["boot"] != BOOT.read_text().strip():
        return None
    return Group(leader=held["leader"], session=held["session"], start=held["start"], boot=held["boot"])


def leader(group: Group | None) -> Process | None:
    """The group's leader, if that very process still lives."""
    if group is None:
        return None
    process = look(group.leader)
    return process if process is not None and process.start == group.start else None


def members(group: Group, table: dict[int, Process] | None = None) -> tuple[Process, ...]:
    """The living processes of a recorded group, and their descendants in the same session.

    A task of Airflow has a group of its own and is found by its parent; a crawl has a session of its own
    and is left to close its WARC (it ends by itself when its parent is gone).
    """
    table = processes() if table is None else table
    now = table.get(group.leader)
    if now is not None and now.start != group.start:
        return ()  # the number is somebody else's by now, so the group is empty
    in_session = [process for process in table.values() if process.session == group.session]
    mine = {p.pid for p in in_session if p.group == group.leader and p.start >= group.start}
    while more := {p.pid for p in in_session if p.parent in mine} - mine:
        mine |= more
    return tuple(table[pid] for pid in sorted(mine) if pid != os.getpid())


def descendants(pid: int) -> tuple[Process, ...]:
    """Every living process below one, of whatever group or session."""
    table = processes()
    mine = {pid}
    while more := {p.pid for p in table.values() if p.parent in mine} - mine:
        mine |= more
    return tuple(table[number] for number in sorted(mine - {pid}) if number in table)


def alive(some: Iterable[Process]) -> tuple[Process, ...]:
    """Those of some processes that still live."""
    return tuple(p for p in some if (now := look(p.pid)) is not None and now.start == p.start)


def send(some: Iterable[Process], number: signal.Signals) -> None:
    """Send a signal to those that still live."""
    for process in alive(some):
        try:
            os.kill(process.pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def wait_gone(some: Iterable[Process], seconds: float) -> tuple[Process, ...]:
    """Wait until the processes are gone; those that are not after so many seconds."""
    left = alive(some)
    until = time.monotonic() + seconds
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = alive(left)
    return left


def end(some: Iterable[Group], *, grace: float = 0.0) -> int:
    """End recorded groups for good, after a SIGTERM and a time of grace if wanted; how many they had."""
    some = tuple(some)
    found = _of_all(some)
    if found and grace:
        send(found, signal.SIGTERM)
        wait_gone(found, grace)
    for _ in range(20):  # a member may fork between the look and the kill
        # Where the leader has ended, a task that has not is nobody's child any more, and only found before.
        left = tuple({p.pid: p for p in (*alive(found), *_of_all(some))}.values())
        if not left:
            break
        send(left, signal.SIGKILL)
        wait_gone(left, 5)
    return len(found)


def _of_all(some: tuple[Group, ...]) -> tuple[Process, ...]:
    table = processes()
    return tuple({p.pid: p for group in some for p in members(group, table)}.values())
