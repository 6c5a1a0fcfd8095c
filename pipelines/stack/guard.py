"""The start wrapper of every program: ``python -m pipelines.stack.guard NAME``, home in CORANTO_HOME.

It ends what an earlier start of the same program left behind, writes down its own process group, asks the
kernel for a signal when the supervisor dies, takes the program's secrets from secrets.json into the
environment (so that they are on no command line and in no other file), and becomes the program.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

from pipelines.settings import Home, read_json
from pipelines.stack import groups
from pipelines.stack.environment import SECRETS
from pipelines.stack.parts import from_json

SUPERVISOR = "supervisor"
SET_PDEATHSIG, SET_CHILD_SUBREAPER = 1, 36  # prctl(2)


def record_of(home: Home, name: str) -> Path:
    """Where a program's process group is written down."""
    return home.run / f"{name}.group.json"


def prctl(option: int, value: int) -> None:
    """Call prctl(2); a kernel that refuses leaves us with the records alone."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def main(arguments: list[str]) -> None:
    """Become the named program."""
    home = Home(os.environ["CORANTO_HOME"])
    os.umask(0o077)
    if arguments == [SUPERVISOR]:
        become_supervisor(home)
    else:
        become(home, arguments[0])


def become_supervisor(home: Home) -> None:
    """Run supervisord; processes whose parent died become its children, so that none is lost from sight."""
    groups.record(record_of(home, SUPERVISOR))
    prctl(SET_CHILD_SUBREAPER, 1)
    module = (sys.executable, "-P", "-W", "ignore", "-m", "supervisor.supervisord")
    os.execv(sys.executable, [*module, "-n", "-c", str(home.run / "supervisord.conf")])  # noqa: S606 - becoming the program is the point


def become(home: Home, name: str) -> None:
    """Run one part."""
    part = from_json(read_json(home.run / "parts.json")["parts"][name])
    path = record_of(home, name)
    if old := groups.recorded(path):
        groups.end([old])
    groups.record(path)
    prctl(SET_PDEATHSIG, signal.Signals[f"SIG{part.stop_signal}"])
    supervisor = groups.leader(groups.recorded(record_of(home, SUPERVISOR)))
    if supervisor is None or supervisor.pid != os.getppid():
        sys.exit(f"the supervisor of {home.path} is gone; start with `coranto up`")
    environment = dict(os.environ) | dict(part.environment)
    if part.secrets is not None:
        environment |= SECRETS[part.secrets](home)
    os.chdir(home.path / part.directory)
    os.execve(part.command[0], list(part.command), environment)  # noqa: S606 - becoming the program is the point


if __name__ == "__main__":
    main(sys.argv[1:])
