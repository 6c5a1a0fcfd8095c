"""The DAGs of the registered sites: ``days_<site>`` closes days, ``poll_<site>`` asks what is new."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, CronDataIntervalTimetable

from pipelines.errors import SiteError
from spiders.airflow.crawling import CrawlOperator
from spiders.airflow.forms import Param
from spiders.airflow.guides import CLEAN, CRAWL, PUBLISH, days_guide, poll_guide
from spiders.airflow.local_days import LocalDays
from spiders.airflow.operating import POOL, START
from spiders.airflow.patience import INTERRUPTIONS, PAUSE, Patience
from spiders.airflow.refining import CleanOperator, PublishOperator
from spiders.airflow.weights import ScheduledFirst
from spiders.site import Site, sites


def site_dags(found: Iterable[Site]) -> Iterator[DAG]:
    """Every DAG of every enabled site."""
    for site in found:
        if site.enabled:
            yield days_dag(site)
            if site.poll:
                yield poll_dag(site)


def complain() -> None:
    """Raise one error that names every broken site file, for Airflow to show as an import error."""
    broken: list[SiteError] = []
    sites(on_error=broken.append)
    if broken:
        raise SiteError("; ".join(map(str, broken)))


def days_dag(site: Site) -> DAG:
    """The DAG that crawls a site day by day, and the one that is backfilled."""
    with DAG(
        f"days_{site.id}",
        description=f"{site.name}: one local day a run, crawled, cleaned and published",
        schedule=LocalDays.of(site.time_zone, site.day_at),
        params={**_dates(), **_pages()},
        doc_md=days_guide(site),
        max_active_runs=2,
        **_shared(site, "days"),
    ) as dag:
        _chain(site, "days")
    return dag


def poll_dag(site: Site) -> DAG:
    """The DAG that asks a site what is new. Never backfilled: the past cannot be asked what is new."""
    with DAG(
        f"poll_{site.id}",
        description=f"{site.name}: what is new, crawled, cleaned and published",
        schedule=CronDataIntervalTimetable(site.poll_at or "", timezone=site.time_zone),
        params=_pages(),
        doc_md=poll_guide(site),
        max_active_runs=1,
        allowed_run_types=["scheduled", "manual"],  # type: ignore[list-item] # Airflow converts; its enum is private
        **_shared(site, "poll"),
    ) as dag:
        _chain(site, "poll")
    return dag


def _chain(site: Site, kind: str) -> None:
    crawl = CrawlOperator(
        task_id="crawl",
        task_display_name="Crawl",
        doc_md=CRAWL,
        site=site.id,
        kind=kind,
        pool=POOL,
        max_active_tis_per_dag=1,
        retries=INTERRUPTIONS,
        retry_delay=PAUSE,
        retry_policy=Patience(),
    )
    clean = CleanOperator(task_id="clean", task_display_name="Clean", doc_md=CLEAN, source="crawl")
    publish = PublishOperator(task_id="publish", task_display_name="Publish", doc_md=PUBLISH, source="clean")
    crawl >> clean >> publish


def _shared(site: Site, kind: str) -> dict[str, Any]:
    return {
        "start_date": START,
        "catchup": False,
        # What is cleared or backfilled is done by today's code and site file; each attempt says by which.
        "rerun_with_latest_version": True,
        "tags": {kind, site.id, *site.languages, *([site.country] if site.country else [])},
        "default_args": {
            "owner": site.id,
            "retries": 2,
            "retry_delay": timedelta(seconds=30),
            "weight_rule": ScheduledFirst(),
        },
    }


def _dates() -> dict[str, Param]:
    return {
        "since": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Since (first day)",
            description_md=f"A local day of the site. Empty: the day before this run. {_MANUAL}",
        ),
        "until": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Until (not included)",
            description_md=f"The day **after** the last one. Empty: only the day *since*. {_MANUAL}",
        ),
        "dry_run": Param(
            False,
            type="boolean",
            title="Dry run",
            description_md="Only look at the sources, and say what would be asked for: the note has it. A real run within the hour asks no source again.",
        ),
        "refetch": Param(
            False,
            type="boolean",
            title="Refetch",
            description_md="Ask again for articles that are held already; a new version appears only where the text has changed.",
        ),
    }


def _pages() -> dict[str, Param]:
    return {
        "max_pages": Param(
            None,
            type=["null", "integer"],
            minimum=1,
            title="Pages at most",
            description_md="At most so many articles a day, for a try. Empty: all.",
        )
    }


_MANUAL = "Counts for a single run only; a backfill has its own range."
