"""Airflow DAG fill_gaps: what many sites lack in a range of days is crawled, a few sites at a time."""

from spiders.airflow import fill_dag

dag = fill_dag()
