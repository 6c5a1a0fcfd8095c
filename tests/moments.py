"""Moments for fault tests: few in ``make test``, many in ``make soak``, always from a seed that is printed."""

import os
import signal
import subprocess
import sys
import time
from random import Random

SOAK = bool(os.environ.get("CORANTO_SOAK"))
SEED = int(os.environ.get("CORANTO_SEED", "1"))
"""``make soak`` draws one; set CORANTO_SEED to repeat a run."""
COUNT = 50 if SOAK else 3


def moments(name: str, low: float, high: float) -> list[float]:
    """Points between two bounds, spread over them and different for each name.

    >>> all(0 <= m <= 9 for m in moments("kill", 0, 9))
    True
    """
    chance, width = Random(f"{SEED}/{name}"), (high - low) / COUNT
    return [round(low + (i + chance.random()) * width, 3) for i in range(COUNT)]


def killed(code: str, argument: str, after: float) -> None:
    """Run a program with one argument and kill it so many seconds after it has said anything."""
    command = [sys.executable, "-c", code, argument]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout
    assert process.stdout.readline(), "the program ended before it began its work"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
