"""Airflow: DAG factories, the operator that supervises the crawl child, notes and the plugin.

The only package that imports airflow. The factories are loaded on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spiders.airflow.fill_dag import fill_dag
    from spiders.airflow.import_dags import dumps_dag, warcs_dag
    from spiders.airflow.keeping import maintain_dag, watch_dag
    from spiders.airflow.releasing import release_dag
    from spiders.airflow.site_dags import complain, days_dag, poll_dag, site_dags

_HOMES = {
    "complain": "spiders.airflow.site_dags",
    "days_dag": "spiders.airflow.site_dags",
    "fill_dag": "spiders.airflow.fill_dag",
    "dumps_dag": "spiders.airflow.import_dags",
    "maintain_dag": "spiders.airflow.keeping",
    "poll_dag": "spiders.airflow.site_dags",
    "release_dag": "spiders.airflow.releasing",
    "site_dags": "spiders.airflow.site_dags",
    "warcs_dag": "spiders.airflow.import_dags",
    "watch_dag": "spiders.airflow.keeping",
}

__all__ = [
    "complain",
    "days_dag",
    "dumps_dag",
    "fill_dag",
    "maintain_dag",
    "poll_dag",
    "release_dag",
    "site_dags",
    "warcs_dag",
    "watch_dag",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value  # the submodule site_dags must not shadow its function
    return value
