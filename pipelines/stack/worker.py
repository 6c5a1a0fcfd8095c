"""A Celery worker of Airflow on this machine, in the environment of a home."""

import os
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

from pipelines.settings import Home
from pipelines.stack.environment import LOOPBACK, airflow_secrets, for_programs
from pipelines.stack.home import prepare


def become_worker(home: Home, options: Sequence[str]) -> None:
    """Replace this process by the worker; ``stack.json`` of the home says where everything is."""
    prepare(home)
    environment = dict(for_programs(home, home.stack["ports"], os.environ)) | airflow_secrets(home)
    environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] = (
        f"{home.stack['addresses']['airflow']}/execution/"
    )
    os.umask(0o077)
    os.chdir(home.run)
    command = [sys.executable, "-P", "-m", "pipelines.stack.loopback", "celery", "worker", *QUIET, *options]
    os.execve(sys.executable, command, environment)  # noqa: S606 - becoming the program is the point


def is_loopback(url: str) -> bool:
    """Is it an address of this machine only? Then our log server stays on this machine, too.

    >>> is_loopback("http://127.0.0.1:8080"), is_loopback("https://airflow.example")
    (True, False)
    """
    return urlsplit(url).hostname in LOOPBACK.split(",")


QUIET = ("--without-mingle", "--without-gossip")
"""Workers need not know each other; the lease keeps two crawls of a site apart."""
