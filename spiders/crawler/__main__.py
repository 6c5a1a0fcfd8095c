"""The child's entry: signals first, then the job, then everything that is slow to import."""

import json
import logging
import os
import sys
import threading
from typing import Any

from pipelines.archive import plain
from pipelines.errors import ConfigError, CorantoError, LeaseBusy
from pipelines.printable import printable
from spiders.crawler.confine import confine
from spiders.crawler.job import BUSY, DONE, FAILED, STOPPED, USAGE, CrawlReport, Job
from spiders.crawler.stop import Stop, when_ended
from spiders.crawler.turns import HANDED_OVER

ASKED = ("shutdown", "parent gone", "lease lost", HANDED_OVER)
"""Ends that somebody asked for: what was there is committed, another attempt goes on."""
WELL = ("finished", "limit", "capped", "sources failed")


class Events:
    """JSON lines on standard output; a reader that has gone is no reason to fail."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        self._lock = threading.Lock()
        os.dup2(2, 1)  # nothing else may write among the events

    def tell(self, event: str, **fields: Any) -> None:
        """Print one event."""
        line = json.dumps({"event": event, **fields}).encode() + b"\n"
        with self._lock:
            try:
                self._out.write(line)
            except OSError:
                return


def main() -> int:
    """Do the job on standard input; returns the exit code."""
    stop = Stop()
    stop.on_signals()
    events = Events()
    try:
        job = Job.read(sys.stdin.buffer.readline())
        when_ended(lambda: os.read(0, 4096), lambda: stop.ask("parent gone"))
        confine()
        logging.basicConfig(
            stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
        )
        from spiders.crawler.run import run  # here: seconds of imports, during which a stop may come

        report = run(job, stop, events.tell)
    except CorantoError as e:
        events.tell("error", type=type(e).__name__, message=printable(str(e)))
        logging.getLogger("coranto").error("%s", printable(str(e)))
        return USAGE if isinstance(e, ConfigError) else BUSY if isinstance(e, LeaseBusy) else FAILED
    events.tell("report", report=json.loads(plain.encode(report)))
    return code(report)


def code(report: CrawlReport) -> int:
    """The exit code for a report."""
    if report.finish in ASKED:
        return STOPPED
    return DONE if report.finish in WELL else FAILED


if __name__ == "__main__":
    sys.exit(main())
