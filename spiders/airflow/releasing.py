"""The DAG ``release_batch``: asks a person about batches in quarantine, and does what is answered."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import DAG

from pipelines.corpus.batch_key import place_of
from pipelines.printable import printable
from spiders.airflow.forms import Param
from spiders.airflow.guides import RELEASING
from spiders.airflow.operating import ProgramOperator
from spiders.airflow.refining import CORPUS, RELEASE, expected_of
from spiders.airflow.said import published

ANSWERS = {
    "Publish": "publish",
    "Expect this from now on": "expect",
    "Reject": "reject",
    "Clean again": "reclean",
}
"""What can be answered, and what it is called in a decision."""
BODY = 60_000
"""Characters of the form's text; more than an operator reads."""


def release_dag() -> DAG:
    """Started by the task that held a batch back."""
    with DAG(
        RELEASE,
        description="Batches in quarantine: old and new side by side, and what is to become of them",
        schedule=None,
        catchup=False,
        max_active_runs=1000,
        is_paused_upon_creation=False,
        rerun_with_latest_version=True,
        tags={"quarantine"},
        params={
            "batches": Param(
                [], type="array", title="Staged batches", description_md="Keys in the bucket `work`."
            )
        },
        doc_md=RELEASING,
        default_args={"owner": "quarantine", "retries": 2, "retry_delay": timedelta(seconds=30)},
    ) as dag:
        ask = AskOperator(task_id="ask", task_display_name="Ask")
        answer = AnswerOperator(task_id="answer", task_display_name="Answer", source="ask")
        ask >> answer
    return dag


class AskOperator(HITLOperator):
    """Shows the batches beside what was published before, and waits in no slot for an answer."""

    def __init__(self, *, params: Mapping[str, Any] | None = None, **options: Any) -> None:
        why = Param("", type="string", title="Why", description_md="Kept with the decision.")
        super().__init__(
            subject="Batches in quarantine",
            body="",
            options=list(ANSWERS),
            params={
                "why": why
            },  # the form's alone: Airflow hands the DAG's own in, which nobody fills in here
            **options,
        )

    def execute(self, context: Any) -> Any:
        """Look at the batches, then ask."""
        shown = ProgramOperator(task_id="look")
        keys = context["params"]["batches"]
        texts = [shown.run_program(context, CORPUS, "review", key)["markdown"] for key in keys]
        site, span, _ = place_of(keys[0])
        self.subject = f"{printable(site)}: {len(keys)} batch(es) held back, the first {printable(span)}"
        self.body = "\n\n---\n\n".join(texts)[:BODY]
        return super().execute(context)


class AnswerOperator(ProgramOperator):
    """Keeps the decision with who, when and why, and publishes, rejects or cleans again."""

    def __init__(self, *, source: str, **options: Any) -> None:
        super().__init__(**options)
        self.source = source

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """For every batch of the run."""
        answer = context["ti"].xcom_pull(task_ids=self.source)
        done = []
        for key in context["params"]["batches"]:
            site, span, digest = place_of(key)
            decision = _decision(answer) | {"site": site, "unit": span, "digest": digest}
            arguments = (json.dumps(decision), f"--expected={expected_of(site)}")
            rows = self.run_program(context, CORPUS, "settle", *arguments)["rows"]
            done.append({"site": site, "span": span, "rows": rows})
        self.tell(context, f"{answer['chosen_options'][0]} ({_who(answer)}): {published(done)}")
        return done


def _decision(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as a decision without its batch."""
    from pipelines.clean import CLEANER

    action = ANSWERS[answer["chosen_options"][0]]
    found = {
        "action": action,
        "by": _who(answer),
        "at": str(answer["responded_at"]),
        "why": str((answer.get("params_input") or {}).get("why") or ""),
    }
    return found | ({"version": CLEANER} if action == "reclean" else {})


def _who(answer: dict[str, Any]) -> str:
    user = answer.get("responded_by_user") or {}
    return str(user.get("name") or user.get("id") or "somebody in Airflow")
