"""What was measured, when, on what: lines of BENCHMARKS.md."""

import os
import platform
import random
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "BENCHMARKS.md"
HEAD = """# Measured

Each line is appended by `make test`, `make soak` or `make bench`: date, commit, machine, what, result. Ratios are medians of
paired rounds in alternating order, CPU seconds of the process, with a 95 % bootstrap interval; below 1 the first is cheaper.

| date | commit | machine | run | what | result |
|---|---|---|---|---|---|
"""
ROUNDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Cost of the first arm over the second: median of paired rounds, and its interval."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f} to {self.high:.2f})"


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def paired(first: Callable[[], object], second: Callable[[], object], rounds: int = ROUNDS) -> Ratio:
    """Alternate the two arms, swapping who goes first, and compare round by round."""
    first(), second()  # warm
    costs: list[tuple[float, float]] = []
    for i in range(rounds):
        if i % 2:
            a, b = cpu(first), cpu(second)
        else:
            b, a = cpu(second), cpu(first)
        costs.append((a, b))
    return ratio(costs)


def ratio(costs: Sequence[tuple[float, float]]) -> Ratio:
    """What the rounds of two arms say, each round with the costs of both."""
    ratios = [first / second for first, second in costs]
    chance = random.Random(1)
    medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(2000))
    return Ratio(median=statistics.median(ratios), low=medians[50], high=medians[-51])


def load() -> str:
    """How busy the machine is, for readers of a figure."""
    return f"load {os.getloadavg()[0]:.1f}"


def machine() -> str:
    """Processor, cores and Python of this machine."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def commit() -> str:
    """Short commit of the checkout, with a plus where it has changes."""
    git = ["git", "-C", str(ROOT)]
    short = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    changed = subprocess.run(
        [*git, "status", "--porcelain", "-uno", "--", ":!BENCHMARKS.md"], capture_output=True, text=True
    ).stdout
    return (short or "?") + ("+" if changed else "")


def note(run: str, what: str, result: object) -> None:
    """Print a result; append it too, unless it is one of single tests run by hand."""
    print(f"{what}: {result}")
    if run == "test" and not os.environ.get("CORANTO_RECORD"):
        return
    if not BOOK.exists():
        BOOK.write_text(HEAD)
    with BOOK.open("a") as book:
        book.write(
            f"| {datetime.now(UTC):%Y-%m-%d %H:%M} | {commit()} | {machine()} | {run} | {what} | {result} |\n"
        )


class Running(Protocol):
    """A process that was started."""

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def returncode(self) -> int | None:
        """None while it lives."""


def peak(child: Running) -> list[int]:
    """The largest resident size that a process has had, looked at from a thread while it lives.

    What the kernel tells of it at its end is not less than our own size when it was forked.
    """
    seen = [0]

    def look() -> None:
        with suppress(OSError):
            while child.returncode is None:
                status = Path(f"/proc/{child.pid}/status").read_text()
                held = [int(line.split()[1]) << 10 for line in status.splitlines() if line[:6] == "VmHWM:"]
                seen[0] = max([seen[0], *held])
                time.sleep(0.05)

    threading.Thread(target=look, daemon=True).start()
    return seen
