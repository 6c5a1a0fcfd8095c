"""Airflow DAG release_batch: asks a person about batches in quarantine."""

from spiders.airflow import release_dag

dag = release_dag()
