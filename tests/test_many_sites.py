"""Hundreds of sites in one Airflow: what reading their DAGs costs, and that a new file needs no restart."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from live import Live, until
from many_sites import write_sites
from moments import SOAK

COUNT = 1000 if SOAK else 100
TIMES = 8 if SOAK else 4
PROGRAM = Path(__file__).with_name("parse_sites.py")


def parsed(folder: Path, count: int, *arguments: str) -> list[dict[str, Any]]:
    """What reading so many sites' DAGs gave and cost, each time."""
    write_sites(folder / "sites", count)
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "CORANTO"))}
    settings = {
        "CORANTO_SITES": str(folder / "sites"),
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT": "300",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    command = [sys.executable, str(PROGRAM), *arguments]
    done = subprocess.run(command, env=ours | settings, capture_output=True, text=True, timeout=1700)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_reading_the_dags_again_and_again_takes_no_more_memory(tmp_path: Path) -> None:
    rounds = parsed(tmp_path, COUNT, str(TIMES))
    assert [(one["dags"], one["errors"]) for one in rounds] == [(2 * COUNT, {})] * TIMES
    assert rounds[-1]["resident"] - rounds[1]["resident"] < 8


def test_a_forms_defaults_are_checked_once_and_not_for_every_dag(tmp_path: Path) -> None:
    """With its twin: Airflow's own Param checks them some twenty times for each DAG."""
    (ours,) = parsed(tmp_path / "ours", 20, "1")
    (theirs,) = parsed(tmp_path / "theirs", 20, "1", "own")
    assert ours["checks"] <= 5 < 20 * 2 * 10 < theirs["checks"]


@pytest.mark.long
@pytest.mark.stack
@pytest.mark.timeout(600)
def test_a_new_site_file_becomes_dags_without_a_restart(live: Live) -> None:
    live.wait_dags("days_slow00")
    ids = write_sites(live.slow.sites, 3, first=500)
    try:
        live.wait_dags(*(f"{kind}_{name}" for name in ids for kind in ("days", "poll")), within=300)
        assert live.airflow.import_errors() == []
    finally:
        for name in ids:
            (live.slow.sites / f"{name}.yaml").unlink()
    until(
        lambda: not {f"days_{name}" for name in ids} & set(live.airflow.dags()),
        300,
        lambda: f"DAGs of removed files stay: {sorted(live.airflow.dags())}",
    )
