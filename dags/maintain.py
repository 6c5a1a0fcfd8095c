"""Airflow DAG maintain: removes old rows and logs of Airflow."""

from spiders.airflow import maintain_dag

dag = maintain_dag()
