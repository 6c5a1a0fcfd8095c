"""Tasks that turn captures into the corpus: clean stages a unit's rows, publish replaces them in the tables."""

import json
import logging
from typing import Any

from airflow.sdk.exceptions import DagRunTriggerException

from pipelines.corpus.batch_key import place_of
from pipelines.errors import SiteError
from spiders.airflow import counters
from spiders.airflow.operating import QUARANTINE, ProgramOperator
from spiders.airflow.said import cleaned, made_with, odd, published
from spiders.site import Site

CORPUS = "pipelines.corpus"
RELEASE = "release_batch"
"""The DAG that asks a person about a batch in quarantine."""


def expected(site: Site | None) -> str:
    """What the site's file says of its days, as the programs of the corpus take it."""
    if site is None:
        return "{}"
    return json.dumps({"per_day": site.per_day, "country": site.country})


class CleanOperator(ProgramOperator):
    """Stages every unit that ``source`` committed; returns the staged batches."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """Once for each unit, in order; a unit crawled twice is staged once, from all its manifests."""
        batches = []
        made: dict[str, str] = {}
        units = context["ti"].xcom_pull(task_ids=self.source) or []
        for site, span in dict.fromkeys((unit["site"], unit["span"]) for unit in units):
            staged = self.run_program(context, CORPUS, "stage", site, span)
            counters.count("articles", staged["counts"]["articles"], site=site)
            counters.count_by("rejected", staged["rejected"], "reason", site=site)
            made = staged["digests"]
            batches.append(
                {
                    "site": site,
                    "span": span,
                    "staged": staged["key"],
                    "articles": staged["counts"]["articles"],
                    "rejected": staged["rejected"],
                }
            )
        only = [b for b in batches if b["rejected"] and not b["articles"]]
        strange = ["only rejected pages"] if only else []
        line = "; ".join(filter(None, (odd(cleaned(batches), strange), made_with(made))))
        self.tell(context, line, logging.WARNING if strange else logging.INFO)
        return batches


class PublishOperator(ProgramOperator):
    """Publishes every batch that ``source`` staged, but for those that the gate holds back."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """One after another; each is committed in one step, and publishing it again changes nothing.

        Where one is held back a person is asked in a run of its own, so that nothing waits for the answer.
        """
        done: list[dict[str, Any]] = []
        strange: list[str] = []
        held: list[dict[str, Any]] = []
        for batch in context["ti"].xcom_pull(task_ids=self.source) or []:
            ended = self.try_program(
                CORPUS, "publish", batch["staged"], f"--expected={expected_of(batch['site'])}"
            )
            if ended.code == QUARANTINE:
                counters.count("quarantined", 1, site=batch["site"])
                strange.append(ended.last.removeprefix("coranto: "))
                held.append(batch)
                continue
            result = ended.result if ended.code == 0 else self._failed(context, CORPUS, ended)
            strange += result["findings"]
            done.append({"site": batch["site"], "span": batch["span"], "rows": result["rows"]})
        self.tell(context, odd(published(done), strange), logging.WARNING if strange else logging.INFO)
        if held:
            raise _asking(held)
        return done


def expected_of(site: str) -> str:
    """The same by the site's id."""
    try:
        return expected(Site.load(site))
    except SiteError:  # pages of no site, or of one that is no longer registered
        return expected(None)


def _asking(held: list[dict[str, Any]]) -> DagRunTriggerException:
    """What makes Airflow start the run that asks, once for these batches."""
    _, _, digest = place_of(held[0]["staged"])
    return DagRunTriggerException(
        trigger_dag_id=RELEASE,
        dag_run_id=f"{held[0]['site']}__{digest}",
        conf={"batches": [batch["staged"] for batch in held]},
        reset_dag_run=False,
        skip_when_already_exists=True,
        wait_for_completion=False,
        allowed_states=[],
        failed_states=[],
        poke_interval=60,
        deferrable=False,
    )
