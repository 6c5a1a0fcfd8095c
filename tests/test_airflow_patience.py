"""A crawl's own failures are counted, and nothing else; and how old a machine's spool is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROBE = """
import sys, types, warnings
warnings.simplefilter("ignore")
from spiders.airflow.patience import Patience, failures_before

class Kept(dict):
    def set(self, key, value):
        self[key] = value

def context(store, max_tries=40):
    return {"task_state_store": store, "ti": types.SimpleNamespace(max_tries=max_tries)}

def ask(held, try_number=1):
    told = Patience().evaluate(Exception(), try_number, 40, held)
    return told.action.value, told.retry_delay and told.retry_delay.total_seconds() / 60

"""
"""``Kept`` stands for Airflow's store of a task's state, which needs a running task."""


def probe(code: str, tmp_path: Path) -> str:
    """What a program prints in a process of its own, since Airflow takes seconds to load and stays."""
    environment = dict(os.environ) | {"AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    command = [sys.executable, "-c", PROBE + code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize(
    ("case", "code", "printed"),
    [
        (
            "four retries, ever later",
            "held = context(Kept())\nprint([ask(held) for _ in range(5)])",
            "[('retry', 1.0), ('retry', 3.0), ('retry', 9.0), ('retry', 27.0), ('fail', None)]",
        ),
        (
            "attempts that were interrupted do not count",
            "held = context(Kept())\nprint([ask(held, n) for n in (7, 20)], failures_before(held))",
            "[('retry', 1.0), ('retry', 3.0)] 2",
        ),
        (
            "clearing begins the count anew",
            (
                "store = Kept()\nfor _ in range(4): ask(context(store))\n"
                "print(failures_before(context(store)), failures_before(context(store, 47)))"
            ),
            "4 0",
        ),
        (
            "an Airflow that does not answer changes nothing",
            "print(ask({'ti': None}))",
            "('retry', 1.0)",
        ),
    ],
    ids=lambda word: str(word)[:40].replace(" ", "-"),
)
def test_only_a_crawls_own_failures_use_up_its_patience(
    case: str, code: str, printed: str, tmp_path: Path
) -> None:
    assert probe(code, tmp_path).splitlines()[-1] == printed, case


def test_the_age_of_a_spool_is_that_of_its_oldest_attempt(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    for site, begun in (("herald", 1000), ("umibe", 1600)):
        (spool / site).mkdir(parents=True)
        mark = spool / site / f"{site}.attempt.json"
        mark.touch()
        os.utime(mark, (begun, begun))
    code = (
        "from pathlib import Path\nfrom spiders.airflow.counters import spool_age\n"
        f"print(spool_age(Path({str(spool)!r}), 2000), spool_age(Path('/nowhere'), 2000), spool_age(None, 0))"
    )
    assert probe(code, tmp_path).splitlines()[-1] == "1000.0 0.0 0.0"
