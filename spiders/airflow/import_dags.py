"""The DAGs ``import_dumps`` and ``import_warcs``: files from a folder or bucket prefix into archive and corpus."""

from datetime import timedelta

from airflow.sdk import DAG

from spiders.airflow.forms import Param
from spiders.airflow.guides import CLEAN, DUMPS, IMPORT, IMPORT_WARCS, PUBLISH, WARCS
from spiders.airflow.importing import ImportOperator
from spiders.airflow.operating import POOL, START
from spiders.airflow.refining import CleanOperator, PublishOperator


def dumps_dag() -> DAG:
    """For raw dumps."""
    return _dag("import_dumps", "Raw dumps (text, HTML, JSON Lines, CSV, WET) become records", DUMPS)


def warcs_dag() -> DAG:
    """For WARC files of others."""
    return _dag("import_warcs", "WARC, ARC and WACZ files of others, kept as they are", WARCS)


def _dag(name: str, description: str, guide: str) -> DAG:
    """Started by hand only, and ready to be: a DAG without schedule has nothing to be paused for."""
    with DAG(
        name,
        description=description,
        schedule=None,
        start_date=START,
        catchup=False,
        rerun_with_latest_version=True,
        max_active_runs=2,
        is_paused_upon_creation=False,
        tags={"dumps" if guide is DUMPS else "warcs"},
        params=_form(),
        doc_md=guide,
        default_args={"owner": "dumps", "retries": 2, "retry_delay": timedelta(seconds=30)},
    ) as dag:
        kept = ImportOperator(
            task_id="import_files",
            task_display_name="Import",
            doc_md=IMPORT if guide is DUMPS else IMPORT_WARCS,
            warcs=guide is WARCS,
            pool=POOL,
            max_active_tis_per_dag=1,
        )
        clean = CleanOperator(task_id="clean", task_display_name="Clean", doc_md=CLEAN, source="import_files")
        publish = PublishOperator(
            task_id="publish", task_display_name="Publish", doc_md=PUBLISH, source="clean"
        )
        kept >> clean >> publish
    return dag


def _form() -> dict[str, Param]:
    return {
        "source": Param(
            type="string",
            minLength=1,
            title="Source",
            description_md="A folder or file on the machine that runs the tasks, or a bucket prefix: `s3://bucket/prefix`.",
        ),
        "site": Param(
            "_",
            type="string",
            pattern="^[a-z0-9_][a-z0-9._-]*$",
            title="Site id",
            description_md="The site the files belong to; `_` for none.",
        ),
        "publisher": Param(
            None,
            type=["null", "string"],
            title="Publisher",
            description_md="Counts where a page names none. Empty: nothing is assumed.",
        ),
    }
