"""The children of tasks: what they may see and do, how they are stopped, and that they never outlive us.

``python -m timeit`` runs a statement, so it stands for any program here.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spiders.airflow.children import Ended, Program

SECRET = "AIRFLOW__CORE__FERNET_KEY"


def once(statement: str) -> Program:
    return Program("timeit", "-n", "1", "-r", "1", statement)


def run(statement: str) -> tuple[Ended, list[str]]:
    said: list[str] = []
    return once(statement).follow(said.append), said


def test_a_child_sees_nothing_of_airflow_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "secret")
    monkeypatch.setenv("CORANTO_HOME", "/srv/news")
    ended, _ = run("import os, json; print(json.dumps(dict(os.environ)))")
    assert ended.result["CORANTO_HOME"] == "/srv/news"
    assert SECRET not in ended.result
    plain = subprocess.run(
        [sys.executable, "-c", "import os; print(dict(os.environ))"], capture_output=True, text=True
    )
    assert SECRET in plain.stdout  # the twin: an ordinary child would have seen it


def test_a_child_can_gain_no_privileges_and_holds_no_descriptor_of_ours(tmp_path: Path) -> None:
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        ended, _ = run(
            "import os, json; print(json.dumps([open('/proc/self/status').read(), sorted(os.readlink("
            "f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if os.path.islink(f'/proc/self/fd/{n}'))]))"
        )
    status, held = ended.result
    assert "NoNewPrivs:\t1" in status
    assert str(tmp_path / "ours") not in held


def test_lines_are_told_as_they_come_json_is_the_result_and_no_escape_gets_through() -> None:
    ended, said = run("print('one\\x1b[2J'); print('{\"a\": 1}'); print('{no json'); print('coranto: wrong')")
    assert ended.result == {"a": 1}
    assert said[:3] == ["one\\u001b[2J", "{no json", "coranto: wrong"]
    assert ended.code == 0


def test_a_failing_program_leaves_its_last_line() -> None:
    ended, _ = run(
        "import os, sys; sys.stderr.write('no archive at s3://archive'); sys.stderr.flush(); os._exit(1)"
    )
    assert (ended.code, ended.last) == (1, "no archive at s3://archive")


def test_stopping_is_asked_once_and_does_not_wait() -> None:
    child = once("import time; print('up', flush=True); time.sleep(60)")
    said: list[str] = []

    def stop(line: str) -> None:
        said.append(line)
        begun = time.monotonic()
        child.stop()
        child.stop()
        assert time.monotonic() - begun < 20  # of the minute that it sleeps

    ended = child.follow(stop)
    assert said == ["up"]
    assert ended.code == -signal.SIGTERM


PARENT = """
import subprocess, sys, time
from spiders.airflow.children import Program
if sys.argv[1] == "ours":
    pid = Program("timeit", "-n1", "-r1", "import time; time.sleep(60)")._process.pid
else:
    pid = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True).pid
print(pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(("whose", "survives"), [("ours", False), ("ordinary", True)])
def test_a_child_dies_with_a_killed_parent(whose: str, survives: bool) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, whose], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)  # so that it has begun
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + (0.5 if survives else 10)
    while alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(child) is survives
    if survives:
        os.kill(child, signal.SIGKILL)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
