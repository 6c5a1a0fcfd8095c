"""The Airflow plugin: run notes, the timetable of local days, and the way to the search page."""

import logging
from pathlib import Path
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from pipelines.errors import CorantoError
from pipelines.settings import Home
from spiders.airflow.local_days import LocalDays
from spiders.airflow.run_notes import RunNotes
from spiders.airflow.weights import ScheduledFirst

log = logging.getLogger(__name__)


def search_view(home: Path | None = None) -> list[dict[str, Any]]:
    """The entry "Corpus" of the navigation; none where the home knows no search page."""
    try:
        url = Home(home).stack["addresses"]["search"]
    except (CorantoError, OSError, LookupError, TypeError) as e:
        log.info("no entry for the corpus in the navigation: %r", e)
        return []
    return [{"name": "Corpus", "href": url, "destination": "nav", "nav_top_level": True}]


class CorantoPlugin(AirflowPlugin):
    """Registered by the entry point ``airflow.plugins``."""

    name = "coranto"
    timetables = [LocalDays]  # noqa: RUF012 - Airflow's own shape
    priority_weight_strategies = [ScheduledFirst]  # noqa: RUF012
    listeners = [RunNotes()]  # noqa: RUF012
    external_views = search_view()
