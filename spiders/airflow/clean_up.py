"""The child that cleans up after Airflow: ``python -m spiders.airflow.clean_up 2026-01-31T00:00:00+00:00``.

A task may not open Airflow's database, so this program does, with the URL of the stack's own home. Prints how many log files
it removed, as JSON.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

from pipelines.errors import CorantoError
from pipelines.settings import Home
from pipelines.stack.environment import database_url

USAGE = 2


def clean_database(before: datetime) -> None:
    """Remove rows of runs, tasks and events that ended before an instant; of each DAG the last scheduled run stays."""
    import pendulum
    from airflow.utils.db_cleanup import run_cleanup

    run_cleanup(
        clean_before_timestamp=pendulum.instance(before),
        confirm=False,
        skip_archive=True,
        error_on_cleanup_failure=True,
    )


def clean_logs(folder: Path, before: datetime) -> int:
    """Remove log files that were last written before an instant, and folders that are empty then."""
    removed = 0
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder comes before it
        if path.is_file() and not path.is_symlink() and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            removed += 1
        elif path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
    return removed


def main(argv: list[str]) -> int:
    """Clean up."""
    os.umask(0o077)
    try:
        before = datetime.fromisoformat(argv[0])
        home = Home()
        os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = database_url(home)
        os.environ["AIRFLOW_HOME"] = str(home.airflow)
        clean_database(before)
        files = clean_logs(home.airflow / "logs", before)
    except (CorantoError, ValueError, IndexError) as e:
        sys.stderr.write(f"coranto: {e}\n")
        return USAGE
    sys.stdout.write(json.dumps({"files": files}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
