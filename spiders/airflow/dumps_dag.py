"""The DAG ``import_dumps``: raw dumps from a folder or bucket prefix into archive and corpus."""

from datetime import timedelta

from airflow.sdk import DAG, Param

from spiders.airflow.guides import CLEAN, DUMPS, IMPORT, PUBLISH
from spiders.airflow.importing import ImportOperator
from spiders.airflow.refining import CleanOperator, PublishOperator
from spiders.airflow.site_dags import POOL, START


def dumps_dag() -> DAG:
    """Started by hand only, and ready to be: a DAG without schedule has nothing to be paused for."""
    with DAG(
        "import_dumps",
        description="Raw dumps (text, HTML, JSON Lines, CSV, WET) become records",
        schedule=None,
        start_date=START,
        catchup=False,
        max_active_runs=2,
        is_paused_upon_creation=False,
        tags={"dumps"},
        params=_form(),
        doc_md=DUMPS,
        default_args={"owner": "dumps", "retries": 2, "retry_delay": timedelta(seconds=30)},
    ) as dag:
        kept = ImportOperator(
            task_id="import_files",
            task_display_name="Import",
            doc_md=IMPORT,
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
            description_md="The site the dumps belong to; `_` for none.",
        ),
        "publisher": Param(
            None,
            type=["null", "string"],
            title="Publisher",
            description_md="Counts where a document names none. Empty: nothing is assumed.",
        ),
    }
