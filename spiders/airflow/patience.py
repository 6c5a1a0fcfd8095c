"""How often a crawl is tried again: its own failures count, what was done to its machine does not.

Airflow counts every attempt that ended badly, also where a worker was killed, a scheduler died or the stack was
stopped. A crawl loses nothing by that, so it may be interrupted often; what it failed by itself is counted here,
in Airflow's store for a task's state, which outlives attempts.
"""

import logging
from datetime import timedelta
from typing import Any

from airflow.sdk import RetryDecision, RetryPolicy

RETRIES = 4
"""Attempts after the first that failed by itself."""
INTERRUPTIONS = 40
"""What Airflow is told as retries: a machine that kills forty crawls of one run needs a person."""
PAUSE = timedelta(seconds=10)
"""After an interruption that Airflow noticed by itself; the lease sees to it that the crawl before has ended."""
DELAY = timedelta(minutes=1)
GROWTH = 3
"""After failures: 1, 3, 9, 27 minutes."""
KEY = "failures"

log = logging.getLogger(__name__)


class Patience(RetryPolicy):
    """Tries a crawl again after failures of its own, a few times and ever later."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Any = None
    ) -> RetryDecision:
        """Called by Airflow in the task that has failed."""
        failures = failures_before(context) + 1
        if failures > RETRIES:
            return RetryDecision.fail(f"failed {failures} times")
        _remember(context, failures)
        return RetryDecision.retry(DELAY * GROWTH ** (failures - 1), f"failure {failures} of {RETRIES + 1}")

    def serialize(self) -> dict[str, Any]:
        """Nothing to keep."""
        return {}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "Patience":
        """The opposite."""
        return cls()


def failures_before(context: Any) -> int:
    """How many attempts of this run have failed by themselves since somebody last cleared it.

    0 where Airflow does not answer: then its own count of attempts remains.
    """
    try:
        held = context["task_state_store"].get(KEY)
        # Clearing a task raises the number of tries that it may have: the count begins anew.
        same = held is not None and held["max_tries"] == context["ti"].max_tries
        return int(held["failures"]) if same else 0
    except Exception as e:  # noqa: BLE001 - whatever Airflow raises: the crawl's own end must not change
        log.warning("Airflow did not tell how often this crawl has failed: %s", type(e).__name__)
        return 0


def _remember(context: Any, failures: int) -> None:
    try:
        held = {"failures": failures, "max_tries": context["ti"].max_tries}
        context["task_state_store"].set(KEY, held)
    except Exception as e:  # noqa: BLE001
        log.warning("Airflow did not take down that this crawl has failed: %s", type(e).__name__)
