"""The Airflow plugin: run notes, the timetable of local days, and the way to the search page."""

import logging
import os
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from spiders.airflow.local_days import LocalDays
from spiders.airflow.run_notes import RunNotes

log = logging.getLogger(__name__)


def search_view(home: str | None) -> list[dict[str, Any]]:
    """The entry "Corpus" of the navigation; none where the home has no running search page."""
    from pipelines.settings import connect

    from pipelines.errors import CorantoError

    try:
        url = connect(home).search_url
    except (CorantoError, OSError, ValueError, LookupError) as e:
        log.info("no entry for the corpus in the navigation: %s", e)
        return []
    return [{"name": "Corpus", "href": url, "destination": "nav", "nav_top_level": True}]


class CorantoPlugin(AirflowPlugin):
    """Registered by the entry point ``airflow.plugins``."""

    name = "coranto"
    timetables = [LocalDays]  # noqa: RUF012 - Airflow's own shape
    listeners = [RunNotes()]  # noqa: RUF012
    external_views = search_view(os.environ.get("CORANTO_HOME"))
