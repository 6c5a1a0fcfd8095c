"""Airflow DAG import_dumps: a folder or bucket prefix of raw dumps becomes records."""

from spiders.airflow import dumps_dag

dag = dumps_dag()
