"""Airflow DAGs days_<site> and poll_<site>, made from the site files; a broken file is left to check_sites.py."""

from spiders import sites
from spiders.airflow import site_dags

for dag in site_dags(sites(on_error=lambda _: None)):
    globals()[dag.dag_id] = dag
