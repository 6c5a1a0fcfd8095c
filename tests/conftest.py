"""What holds for every test: no network but loopback, counted skips, larger numbers under ``make soak``."""

import os
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from live import live

__all__ = ["live"]  # the one stack of the session

SHARED = Path(__file__).parents[2] / "shared"
SOAK = bool(os.environ.get("CORANTO_SOAK"))
ALLOWED_SKIPS = {"needs ../shared": 1_000_000 if not SHARED.exists() else 0}
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
