"""The DAG ``fill_gaps``: one action that fills the gaps of many sites."""

from datetime import timedelta
from typing import get_args

from airflow.sdk import DAG

from spiders.airflow.filling import FillOperator
from spiders.airflow.forms import Param
from spiders.airflow.guides import FILL, FILL_GAPS
from spiders.airflow.operating import START
from spiders.fleet import AT_ONCE, What

ACTIONS = ("start", "pause", "resume", "cancel")


def fill_dag() -> DAG:
    """Started by hand, by the page *Sources* or by its API; several at once are fine."""
    with DAG(
        "fill_gaps",
        description="Gaps of many sites: one plan, then backfills, a few at a time",
        schedule=None,
        start_date=START,
        catchup=False,
        max_active_runs=4,
        rerun_with_latest_version=True,
        is_paused_upon_creation=False,
        tags={"fleet"},
        params=_form(),
        doc_md=FILL_GAPS,
        default_args={"owner": "fleet", "retries": 10, "retry_delay": timedelta(seconds=30)},
    ) as dag:
        FillOperator(task_id="fill", task_display_name="Fill", doc_md=FILL)
    return dag


def _form() -> dict[str, Param]:
    return {
        "sites": Param(
            "",
            type="string",
            title="Sites",
            description_md="Site ids, or a rule like `country:FR,BE type:newspaper -owner:Roe` or `collection:nordic`; empty: all enabled sites.",
        ),
        "since": _date("Since (first day)", "A local day of each site."),
        "until": _date("Until (not included)", "The day **after** the last one."),
        "what": Param(
            "missing",
            enum=list(get_args(What)),
            title="What",
            description_md="`missing`: days without a complete crawl. `failed`: of these the ones that were tried. `everything`: all days again; no article that is held is requested.",
        ),
        "dry_run": Param(
            False, type="boolean", title="Dry run", description_md="Only say what would be done."
        ),
        "at_once": Param(
            AT_ONCE,
            type="integer",
            minimum=1,
            maximum=20,
            title="At once",
            description_md="Backfills under way at the same time.",
        ),
        "action": Param(
            "start",
            enum=list(ACTIONS),
            title="Action",
            description_md="`pause`, `resume` and `cancel` act on the latest filling that goes on; the other fields then do not count.",
        ),
    }


def _date(title: str, text: str) -> Param:
    return Param(None, type=["null", "string"], format="date", title=title, description_md=text)
