"""What a record names is found and ended, and nothing else."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.stack import groups

SLEEPER = "import time; time.sleep(60)"
LEADER = """
import os, signal, subprocess, sys, time
from pathlib import Path
from pipelines.stack import groups
folder = Path(sys.argv[1])
groups.record(folder / "group.json")
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
stubborn = subprocess.Popen([sys.executable, "-c", child])
task = subprocess.Popen([sys.executable, "-c", child], process_group=0)
crawl = subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
(folder / "pids.new").write_text(f"{stubborn.pid} {task.pid} {crawl.pid}")
(folder / "pids.new").rename(folder / "pids")
time.sleep(60)
"""


@pytest.fixture
def group(tmp_path: Path) -> Iterator[tuple[groups.Group, list[int]]]:
    """A recorded group: leader, a child that ignores SIGTERM, a task in its own group, a crawl in its own session."""
    with subprocess.Popen([sys.executable, "-c", LEADER, str(tmp_path)], process_group=0) as leader:
        wait_for((tmp_path / "pids").exists)
        pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
        found = groups.recorded(tmp_path / "group.json")
        assert found is not None
        yield found, [leader.pid, *pids]
        for pid in (leader.pid, *pids):
            if groups.look(pid):
                os.kill(pid, signal.SIGKILL)


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def living(pids: list[int]) -> list[bool]:
    return [groups.look(pid) is not None for pid in pids]


def test_a_group_is_its_members_and_the_groups_below_but_no_other_session(
    group: tuple[groups.Group, list[int]],
) -> None:
    record, (leader, stubborn, task, crawl) = group
    assert {p.pid for p in groups.members(record)} == {leader, stubborn, task}
    assert crawl in {p.pid for p in groups.descendants(leader)}


def test_ending_a_group_ends_what_ignores_the_polite_signal(group: tuple[groups.Group, list[int]]) -> None:
    record, pids = group
    assert groups.end([record], grace=0.3) == 3
    assert living(pids) == [False, False, False, True]
    assert groups.end([record]) == 0


def test_ending_a_group_ends_what_its_leader_leaves_behind(
    group: tuple[groups.Group, list[int]],
) -> None:
    record, pids = group
    wait_for(lambda: all(ignores(pid) for pid in pids[1:]))
    assert groups.end([record], grace=0.3) == 3
    assert living(pids) == [False, False, False, True]


def ignores(pid: int) -> bool:
    """Does a process ignore SIGTERM by now?"""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (mask,) = (int(line.split()[1], 16) for line in lines if line.startswith("SigIgn:"))
    return bool(mask >> (signal.SIGTERM - 1) & 1)


def test_signalling_the_leader_alone_leaves_orphans(group: tuple[groups.Group, list[int]]) -> None:
    """The twin: this is what happens without the record."""
    _record, pids = group
    os.kill(pids[0], signal.SIGKILL)
    wait_for(lambda: groups.look(pids[0]) is None)
    assert living(pids) == [False, True, True, True]


def test_members_are_found_after_their_leader_died(group: tuple[groups.Group, list[int]]) -> None:
    record, pids = group
    os.kill(pids[0], signal.SIGKILL)
    wait_for(lambda: groups.look(pids[0]) is None)
    assert groups.leader(record) is None
    assert pids[1] in {p.pid for p in groups.members(record)}
    groups.end([record])
    assert not groups.look(pids[1])


def test_a_number_that_was_given_to_a_later_process_is_left_alone() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEPER], process_group=0) as stranger:
        now = groups.look(stranger.pid)
        assert now is not None
        old = groups.Group(leader=now.pid, session=now.session, start=now.start - 1, boot="")
        assert groups.leader(old) is None
        assert groups.end([old]) == 0
        assert groups.look(stranger.pid)
        assert groups.end([replace(old, start=now.start)]) == 1, "the twin: the right start ends it"


def test_a_record_from_before_the_last_boot_is_forgotten(tmp_path: Path) -> None:
    record = groups.record(tmp_path / "g.json")
    assert groups.recorded(tmp_path / "g.json") == record
    held = json.loads((tmp_path / "g.json").read_text())
    (tmp_path / "g.json").write_text(json.dumps(held | {"boot": "another"}))
    assert groups.recorded(tmp_path / "g.json") is None
    assert groups.recorded(tmp_path / "none.json") is None


def test_a_zombie_is_dead() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    wait_for(lambda: groups.look(process.pid) is None)
    assert Path(f"/proc/{process.pid}").exists()
    process.wait()
