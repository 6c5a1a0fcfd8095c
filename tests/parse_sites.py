"""Reads the DAG file of all sites again and again, as Airflow's DAG processor does, and tells what it cost.

``parse_sites.py TIMES [own]`` with CORANTO_SITES and Airflow's environment prints a JSON line for each time: DAGs,
import errors, CPU seconds to read and to serialize, resident MiB, and how often a form's schema was checked. With
``own`` Airflow's own Param is used, not ours.
"""

import gc
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")
import jsonschema  # noqa: E402
from airflow import sdk  # noqa: E402
from airflow.dag_processing.dagbag import DagBag  # noqa: E402
from airflow.serialization.serialized_objects import DagSerialization  # noqa: E402

from spiders.airflow import forms  # noqa: E402

FILE = Path(__file__).parents[1] / "dags" / "crawl_sites.py"


def resident() -> float:
    """MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def main(times: int, *, own: bool) -> None:
    """Print a line for each time."""
    checks = [0]
    check = jsonschema.validate

    def counted(*given: Any, **named: Any) -> None:
        checks[0] += 1
        check(*given, **named)

    jsonschema.validate = counted
    if own:
        vars(forms)["Param"] = sdk.Param
    for _ in range(times):
        checks[0] = 0
        begin = time.process_time()
        bag = DagBag(str(FILE))
        read = time.process_time()
        for dag in bag.dags.values():
            DagSerialization.to_dict(dag)
        cost = {"read": read - begin, "serialize": time.process_time() - read}
        facts = {"dags": len(bag.dags), "errors": bag.import_errors, "checks": checks[0]}
        del bag, dag
        gc.collect()
        print(json.dumps(facts | cost | {"resident": resident()}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), own="own" in sys.argv[2:])
