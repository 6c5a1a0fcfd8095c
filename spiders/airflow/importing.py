"""The task that imports raw dumps, or WARC files of others."""

from typing import Any

from airflow.sdk.exceptions import AirflowSkipException

from spiders.airflow.operating import ProgramOperator
from spiders.airflow.said import imported


class ImportOperator(ProgramOperator):
    """Keeps the files that the run's form names; skips itself and what follows where nothing is new."""

    def __init__(self, *, warcs: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.warcs = warcs

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """Returns the units that were made."""
        form, run = context["params"], context["dag_run"]
        arguments = [f"--site={form['site']}", f"--since={run.run_after.isoformat()}"]
        arguments.append(f"--importer={run.triggering_user_name or 'airflow'}")
        if self.warcs:
            arguments.append("--warcs")
        if form["publisher"]:
            arguments.append(f"--publisher={form['publisher']}")
        result = self.run_program(context, "spiders.airflow.import_files", *arguments, "--", form["source"])
        if not result["units"]:
            self.tell(context, "nothing new: every file is in the archive already")
            raise AirflowSkipException("nothing new")
        self.tell(context, imported(result["counts"]))
        units: list[dict[str, Any]] = result["units"]
        return units
