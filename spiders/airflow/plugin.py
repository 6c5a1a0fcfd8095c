"""The Airflow plugin: run notes, the timetable of local days, and the pages *Sources* and *Corpus*."""

import logging
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.plugins_manager import AirflowPlugin

from pipelines.errors import CorantoError
from pipelines.settings import Home, connect
from spiders.airflow.local_days import LocalDays
from spiders.airflow.run_notes import RunNotes
from spiders.airflow.weights import ScheduledFirst

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

    from spiders.airflow.corpus_app import Desk

log = logging.getLogger(__name__)


def corpus_view(home: Path | None = None) -> list[dict[str, Any]]:
    """The entry "Corpus" of the navigation; none where the home knows no search page."""
    try:
        _desk(home)
    except (CorantoError, OSError, LookupError, TypeError) as e:
        log.info("no entry for the corpus in the navigation: %r", e)
        return []
    place = {"href": "/coranto/corpus/", "url_route": "coranto-corpus"}
    return [{"name": "Corpus", **place, "destination": "nav", "nav_top_level": True}]


def _desk(home: Path | None = None) -> "Desk":
    from spiders.airflow.corpus_app import Desk

    found = Home(home)
    return Desk(address=found.stack["addresses"]["search"], secret=found.secrets().desk)


class PagesService:
    """The service of our pages, made when somebody first looks: a DAG parse and a task need nothing of it."""

    def __init__(self) -> None:
        self._made: FastAPI | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass the request on (ASGI)."""
        if self._made is None:
            self._made = _pages()
        await self._made(scope, receive, send)


def _pages() -> "FastAPI":
    from airflow.configuration import conf

    from spiders.airflow import corpus_app
    from spiders.airflow.source_app import sources_app
    from spiders.airflow.sources import Healths, Registry, Sources

    # publish is the identity that may read what lies in work
    healths = Healths(archive=cache(lambda: connect().open_archive("publish")))
    sources = Sources(registry=Registry(os.environ), healths=healths)
    service = sources_app(sources, conf.get("api", "base_url").rstrip("/"))
    corpus_app.install(service, _desk)
    return service


SOURCES = {
    "name": "Sources",
    "href": "/coranto/sources",
    "destination": "nav",
    "url_route": "coranto-sources",
    "nav_top_level": True,
}


class CorantoPlugin(AirflowPlugin):
    """Registered by the entry point ``airflow.plugins``."""

    name = "coranto"
    timetables = [LocalDays]  # noqa: RUF012 - Airflow's own shape
    priority_weight_strategies = [ScheduledFirst]  # noqa: RUF012
    listeners = [RunNotes()]  # noqa: RUF012
    fastapi_apps = [{"app": PagesService(), "url_prefix": "/coranto", "name": "coranto"}]  # noqa: RUF012
    external_views = [SOURCES, *corpus_view()]  # noqa: RUF012
