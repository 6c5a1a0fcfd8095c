"""A running crawl child, seen from its parent: start it, read its progress, ask it to stop, take its report."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Self

from pipelines import errors
from pipelines.archive import plain
from pipelines.errors import CrawlError
from spiders.crawler.job import CrawlReport, Job

ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TZ",
    "TMPDIR",
    "PYTHONPATH",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
"""What the child sees of our environment: no proxies, nothing of Airflow's, no secrets."""


class Child:
    """A running crawl child. Iterate :meth:`lines`, then :meth:`wait`; or just wait."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Callable[[str], None] | None) -> None:
        self._process, self._log = process, log
        self._stopped = False
        self._last: dict[str, Any] = {}
        self._tail: deque[str] = deque(maxlen=20)
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()

    @classmethod
    def start(cls, job: Job, *, log: Callable[[str], None] | None = None) -> Self:
        """Start a child on a job; ``log`` takes its log lines, from a thread."""
        process = subprocess.Popen(
            [sys.executable, "-m", "spiders.crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            start_new_session=True,
            close_fds=True,
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it ended already: its exit code and log say why
            process.stdin.write(job.line())
            process.stdin.flush()
        return cls(process, log)

    @property
    def pid(self) -> int:
        """Its process id, and that of its session."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def lines(self) -> Iterator[dict[str, Any]]:
        """Its progress events as they come; the last one is ``report`` or ``error``."""
        out = self._process.stdout
        assert out is not None
        for line in () if out.closed else out:
            with suppress(ValueError):
                event = json.loads(line)
                if event.get("event") in ("report", "error"):
                    self._last = event
                yield event

    def stop(self) -> None:
        """Ask it once to stop: it finishes what is on the wire, commits and ends."""
        if not self._stopped:
            self._stopped = True
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)

    def wait(self) -> CrawlReport:
        """Its report; raises what it failed with where there is none."""
        for _ in self.lines():
            pass
        code = self._process.wait()
        self._reader.join(5)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        if self._last.get("event") == "report":
            return plain.decode(CrawlReport, json.dumps(self._last["report"]).encode())
        if self._last.get("event") == "error":
            raise getattr(errors, str(self._last.get("type")), CrawlError)(self._last["message"])
        last = self._tail[-1] if self._tail else "it said nothing"
        raise CrawlError(f"the crawl child ended with code {code} and no report: {last}; its spool is kept")

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            text = line.decode("utf-8", "replace").rstrip()
            self._tail.append(text)
            if self._log is not None:
                self._log(text)
