"""What holds for every test: no network but loopback, counted skips, larger numbers under ``make soak``."""

import os
import resource
import shutil
import socket
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from chromium import browser, families
from faulty_s3 import relay, weed
from hypothesis import HealthCheck, settings
from live import live
from measured import note
from moments import SEED, SOAK
from search_engines import NO_SERVER, URL

__all__ = [
    "browser",
    "live",
    "relay",
    "weed",
]  # the one stack of the session; an S3 server of each file, and a relay before it

SHARED = Path(__file__).parents[2] / "shared"
PASSED = Path(__file__).parents[1] / ".make" / "soak"
"""Names of the tests that a soak run has seen pass; the next run goes on behind them."""
BEGIN = time.time()
CHROMIUM = shutil.which("chromium")
ALLOWED_SKIPS = {
    "needs ../shared": 1_000_000 if not SHARED.exists() else 0,
    "needs Debian's chromium": 113 if CHROMIUM is None else 0,
    "needs fonts-droid-fallback": 0 if families("港") else 3,
    NO_SERVER: 0 if URL else 23,
}
"""How many tests may be skipped for each reason; anything else fails the run."""

settings.register_profile(
    "coranto",
    max_examples=2000 if SOAK else 40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("coranto")


def _local(address: Any) -> bool:
    if not isinstance(address, tuple):  # a unix socket
        return True
    host = str(address[0])
    try:
        return ip_address(host).is_loopback or host == "0.0.0.0"
    except ValueError:
        return host in {"localhost", ""}


class NetworkBlocked(OSError):
    """A test tried to reach beyond this machine."""


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not _local(address):
            raise NetworkBlocked(f"a test tried to connect to {address}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


def pytest_report_header() -> str:
    return f"seed {SEED} (CORANTO_SEED), {'soak' if SOAK else 'once'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what starts the whole stack last; a soak run leaves out what an earlier one has done."""
    items.sort(key=lambda item: item.get_closest_marker("stack") is not None)
    if SOAK and PASSED.exists():
        done = set(PASSED.read_text().split("\n"))
        config.hook.pytest_deselected(items=[i for i in items if i.nodeid in done])
        items[:] = [i for i in items if i.nodeid not in done]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if SOAK and report.when == "call" and report.passed:
        PASSED.parent.mkdir(exist_ok=True)
        with PASSED.open("a") as file:
            file.write(f"{report.nodeid}\n")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.write_line(
        f"{len(skipped)} skipped, {len(terminalreporter.stats.get('xfailed', []))} expected to fail"
    )
    for reason in sorted(_unexpected(skipped)):
        terminalreporter.write_line(f"not an allowed skip: {reason}", red=True)


def _unexpected(skipped: list[Any]) -> set[str]:
    reasons = [str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped]
    return {r for r in reasons if reasons.count(r) > ALLOWED_SKIPS.get(r, 0)}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == 0 and _unexpected(reporter.stats.get("skipped", [])):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if (run := os.environ.get("CORANTO_RECORD")) and not hasattr(session.config, "workerinput"):
        stats = reporter.stats if reporter else {}
        counts = {kind: len(stats.get(kind, [])) for kind in ("passed", "failed", "error", "skipped")}
        peak = sum(
            resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        said = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
        note(
            run,
            f"tests {session.config.option.markexpr or 'of every kind'}, seed {SEED}",
            f"{said} in {time.time() - BEGIN:.0f} s, largest processes {peak / 1024:.0f} MB",
        )
    if SOAK and session.exitstatus == 0:
        PASSED.unlink(missing_ok=True)
