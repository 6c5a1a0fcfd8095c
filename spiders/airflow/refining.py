"""Tasks that turn captures into the corpus: clean stages a unit's rows, publish replaces them in the tables."""

from typing import Any

from spiders.airflow import counters
from spiders.airflow.operating import ProgramOperator
from spiders.airflow.said import cleaned, published

CORPUS = "pipelines.corpus"


class CleanOperator(ProgramOperator):
    """Stages every unit that ``source`` committed; returns the staged batches."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """Once for each unit, in order; a unit crawled twice is staged once, from all its manifests."""
        batches = []
        units = context["ti"].xcom_pull(task_ids=self.source) or []
        for site, span in dict.fromkeys((unit["site"], unit["span"]) for unit in units):
            staged = self.run_program(context, CORPUS, "stage", site, span)
            counters.count("articles", staged["counts"]["articles"], site=site)
            counters.count_by("rejected", staged["drift"]["rejected"], "reason", site=site)
            batches.append(
                {
                    "site": site,
                    "span": span,
                    "staged": staged["key"],
                    "articles": staged["counts"]["articles"],
                    "rejected": staged["drift"]["rejected"],
                }
            )
        self.tell(context, cleaned(batches))
        return batches


class PublishOperator(ProgramOperator):
    """Publishes every batch that ``source`` staged."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """One after another; each is committed in one step, and publishing it again changes nothing."""
        done = []
        for batch in context["ti"].xcom_pull(task_ids=self.source) or []:
            rows = self.run_program(context, CORPUS, "publish", batch["staged"])["rows"]
            done.append({"site": batch["site"], "span": batch["span"], "rows": rows})
        self.tell(context, published(done))
        return done
