"""The DAGs ``watch`` (one digest of the sites that are not well) and ``maintain`` (the tables, and Airflow's own leftovers)."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import (
    DAG,
    BaseHook,
    BaseNotifier,
    CronDataIntervalTimetable,
)
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowNotFoundException

from spiders.airflow.filling import api
from spiders.airflow.forms import Param
from spiders.airflow.guides import MAINTAIN, WATCH
from spiders.airflow.operating import START, ProgramOperator
from spiders.airflow.refining import CORPUS

CONNECTION = "coranto_alerts"
"""The Airflow connection whose host is the address that digests are posted to."""
DAYS = 90
LATE = timedelta(minutes=45)
"""Queued for so long and not ended, a run of ``watch`` or ``maintain`` is late: nobody watches, then."""
LATE_TEXT = (
    "{{ dag_run.dag_id }} was queued at {{ dag_run.queued_at }} and has not ended: as long as that is so, nobody is told of sites "
    "that are not well. Look at the DAG in Airflow, and at `coranto status`."
)
SECONDS = 20


class Webhook(BaseNotifier):
    """Posts ``{"text": …}`` to the address of a connection, as chat services take it; where there is none it says so."""

    template_fields = ("text",)

    def __init__(self, text: str = "{{ digest }}", connection: str = CONNECTION) -> None:
        super().__init__()
        self.text, self.connection = text, connection

    def notify(self, context: Any) -> None:
        """Send it."""
        url = self.address()
        if not url:
            self.log.info("no connection %s: the digest above is only here", self.connection)
            return
        body = json.dumps({"text": self.text}).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - the operator's own
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            self.log.info("the digest was taken: %s", answer.status)

    def address(self) -> str:
        """The connection's host; empty where there is no such connection."""
        try:
            return BaseHook.get_connection(self.connection).host or ""
        except AirflowNotFoundException:
            return ""


class LateWebhook(Webhook):
    """The same for a deadline that was missed, whose callback Airflow 3.3 gives no connection: its API has it."""

    def address(self) -> str:
        """The connection's host; empty where there is no such connection."""
        return api().host(self.connection)


class WatchOperator(ProgramOperator):
    """Looks at the health of all sites, and tells each alert once, all together."""

    def __init__(self, *, notifiers: tuple[BaseNotifier, ...] = (), **options: Any) -> None:
        super().__init__(**options)
        self.notifiers = notifiers

    def execute(self, context: Any) -> int:
        """Returns how many alerts were told."""
        told = self.run_program(context, CORPUS, "watch", f"--now={datetime.now(UTC).isoformat()}")
        for line in told["digest"].splitlines():
            self.log.warning(line)
        self.tell(context, told["digest"].replace("\n", "; ") or "nothing new")
        if told["digest"]:
            context["digest"] = told["digest"]
            for notifier in self.notifiers:
                notifier(context)
        alerts: int = told["alerts"]
        return alerts


class MaintainOperator(ProgramOperator):
    """Removes what Airflow keeps of runs that ended long ago."""

    def execute(self, context: Any) -> dict[str, int]:
        """Returns how many files were removed."""
        before = context["dag_run"].run_after - timedelta(days=context["params"]["days"])
        done: dict[str, int] = self.run_program(context, "spiders.airflow.clean_up", before.isoformat())
        self.tell(
            context,
            f"runs that ended before {before:%Y-%m-%d %H:%M} are gone, {done['files']} log files with them",
        )
        return done


class TablesOperator(ProgramOperator):
    """Looks after the tables: small files, old snapshots, files of nobody."""

    def execute(self, context: Any) -> dict[str, int]:
        """Returns how many files and snapshots there are fewer."""
        done: dict[str, int] = self.run_program(context, CORPUS, "maintain")
        self.tell(
            context,
            f"{done['files']} fewer files in closed months, {done['snapshots']} old snapshots forgotten,"
            f" {done['orphans']} files of nobody removed",
        )
        return done


def watch_dag() -> DAG:
    """Every hour."""
    with DAG(
        "watch",
        description="One digest of the sites that are blocked, silent, failing, odd or in quarantine",
        schedule=CronDataIntervalTimetable("23 * * * *", timezone="UTC"),
        doc_md=WATCH,
        **_shared(),
    ) as dag:
        WatchOperator(task_id="watch", task_display_name="Watch", notifiers=(Webhook(),))
    return dag


def maintain_dag() -> DAG:
    """Every night."""
    days = Param(
        DAYS,
        type="integer",
        minimum=0,
        title="Days",
        description_md="What ended so long ago goes. What is held is decided by the manifests, never by these rows.",
    )
    with DAG(
        "maintain",
        description="The tables are looked after; old rows of Airflow's database, and old logs, are removed",
        schedule=CronDataIntervalTimetable("47 3 * * *", timezone="UTC"),
        params={"days": days},
        doc_md=MAINTAIN,
        **_shared(),
    ) as dag:
        MaintainOperator(task_id="maintain", task_display_name="Maintain")
        TablesOperator(task_id="tables", task_display_name="Tables")
    return dag


def _shared() -> dict[str, Any]:
    return {
        "start_date": START,
        "catchup": False,
        "max_active_runs": 1,
        "is_paused_upon_creation": False,
        "rerun_with_latest_version": True,
        "tags": {"operations"},
        # In the executor: a triggerer, some 300 MB, would wait for nothing else. Of crawls the digest tells; one message for
        # each late run would be a storm.
        "deadline": DeadlineAlert(
            reference=DeadlineReference.DAGRUN_QUEUED_AT,
            interval=LATE,
            callback=SyncCallback(LateWebhook, kwargs={"text": LATE_TEXT}),
        ),
        "default_args": {"owner": "operations", "retries": 2, "retry_delay": timedelta(minutes=1)},
    }
