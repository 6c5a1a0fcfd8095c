"""Airflow DAG watch: one digest of the sites that are not well."""

from spiders.airflow import watch_dag

dag = watch_dag()
