"""Airflow DAG import_warcs: a folder or bucket prefix of WARC files of others is kept and becomes records."""

from spiders.airflow import warcs_dag

dag = warcs_dag()
