"""What our operators share: telling Airflow what came of a task, and running a program under supervision."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Never

from airflow.sdk import BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowRescheduleException

from spiders.airflow.asked import Run
from spiders.airflow.children import Ended, Program
from spiders.airflow.run_notes import SAID
from spiders.airflow.said import LABEL

POOL = "crawls"
"""The one pool of all crawls: bounds what the machine carries."""
START = datetime(1990, 1, 1, tzinfo=UTC)
"""Before every web page; a backfill may go back to here."""
USAGE = 2
"""Exit status of our programs where a setting or argument is wrong: trying again cannot help."""
QUARANTINE = 3
"""Exit status of publishing where a batch is held back until a person releases it."""
BUSY = 76
"""Exit status of our programs where somebody else holds the site."""
WAIT = timedelta(seconds=30)
"""Between two looks whether a busy site is free; the task holds no slot meanwhile."""


def run_of(context: Mapping[str, Any]) -> Run:
    """The run of a task's context, as plain values."""
    run = context["dag_run"]
    return Run(
        kind=str(getattr(run.run_type, "value", run.run_type)),
        run_after=run.run_after,
        logical=run.logical_date,
        start=run.data_interval_start,
        end=run.data_interval_end,
    )


class TellingOperator(BaseOperator):
    """A task that leaves one line about itself, for its label and for the run's note."""

    def __init__(self, **options: Any) -> None:
        super().__init__(map_index_template="{{ said | default('') }}", **options)

    def tell(self, context: Any, line: str, level: int = logging.INFO) -> None:
        """Leave the line; never fails, since a cleared task's calls are refused before it is told to stop."""
        self.log.log(level, line)
        context["said"] = line[:LABEL]
        try:
            context["ti"].xcom_push(SAID, line[:LABEL])
        except Exception as e:  # noqa: BLE001 - whatever Airflow raises: the work counts, not the label
            self.log.warning("Airflow did not take the line above: %s", type(e).__name__)

    def give_up(self, context: Any, line: str) -> Never:
        """Fail for good, saying why in one line: only a person can mend this."""
        self.tell(context, line, logging.ERROR)
        raise AirflowFailException(line)

    def fail(self, context: Any, line: str) -> Never:
        """Fail, and be tried again."""
        self.tell(context, line, logging.ERROR)
        raise AirflowException(line)

    def wait(self, line: str) -> Never:
        """Somebody else holds the site, or we are told to end: start again later; this uses up no retry."""
        self.log.info("%s; starting again in %.0f s", line, WAIT.total_seconds())
        raise AirflowRescheduleException(datetime.now(UTC) + WAIT)  # type: ignore[no-untyped-call]


class ProgramOperator(TellingOperator):
    """A task whose work is done by a program of ours in a child process."""

    program: Program | None = None
    killed = False
    """Has Airflow told us to end?"""

    def run_program(self, context: Any, module: str, *arguments: str) -> Any:
        """Run it to its end and return what it printed as JSON; fail with its last line."""
        ended = self.try_program(module, *arguments)
        return ended.result if ended.code == 0 else self._failed(context, module, ended)

    def try_program(self, module: str, *arguments: str) -> Ended:
        """Run it to its end, however that is."""
        self.program = program = Program(module, *arguments)
        try:
            if self.killed:  # before there was a program to tell
                program.stop()
            return program.follow(self.log.info)
        finally:
            program.stop()

    def _failed(self, context: Any, module: str, ended: Ended) -> Never:
        line = (
            ended.last.removeprefix("coranto: ")
            or f"{module} ended with status {ended.code} and said nothing"
        )
        if ended.code == BUSY or self.killed:
            self.wait(line)
        if ended.code == USAGE:
            self.give_up(context, line)
        self.fail(context, line)

    def on_kill(self) -> None:
        """Airflow may kill the task five seconds after this: signal and return."""
        self.killed = True
        if self.program:
            self.program.stop()
