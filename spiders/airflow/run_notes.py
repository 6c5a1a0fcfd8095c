"""Writes what came of a run into the run's note.

In Airflow 3 a task can write no note (its API has no such call, and the database is closed to it). The scheduler
can: it calls this listener when a run has ended, with the run attached to its own session, and saves the note with
the run's state. Reading happens in a session of its own, so that nothing that fails here can harm the scheduler's.
"""

import logging
from typing import TYPE_CHECKING, Any

from airflow.listeners import hookimpl

from spiders.airflow.said import TASKS, note

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

SAID = "said"
"""XCom key under which each task leaves its line."""

log = logging.getLogger(__name__)


class RunNotes:
    """The listener; registered by the plugin."""

    @hookimpl
    def on_dag_run_success(self, dag_run: "DagRun", msg: str) -> None:
        """A run has ended well."""
        _write(dag_run, failed=False)

    @hookimpl
    def on_dag_run_failed(self, dag_run: "DagRun", msg: str) -> None:
        """A run has failed."""
        _write(dag_run, failed=True)


def _write(dag_run: "DagRun", *, failed: bool) -> None:
    dag_id, run_id = dag_run.dag_id, dag_run.run_id
    if not dag_id.startswith(("days_", "poll_", "import_", "fill_")):
        return
    try:
        lines = _lines(dag_id, run_id)
        text = note(dag_run.note, lines, failed=failed)
        if text and text != dag_run.note:
            dag_run.note = text
    except Exception:
        log.warning("no note for %s %s", dag_id, run_id, exc_info=True)


def _lines(dag_id: str, run_id: str) -> dict[str, str]:
    from airflow import settings
    from airflow.models.xcom import XComModel
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    said = select(XComModel.task_id, XComModel.value).where(
        XComModel.dag_id == dag_id, XComModel.run_id == run_id, XComModel.key == SAID
    )
    # Not Airflow's create_session(): that is the scheduler's own session, which it commits and closes.
    with Session(settings.engine) as session:
        rows: list[Any] = list(session.execute(said))
    return {task: str(_plain(value)) for task, value in rows if task in TASKS}


def _plain(value: Any) -> Any:
    import json

    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
