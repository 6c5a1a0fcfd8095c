"""Has no DAG: where a site's file is broken, Airflow shows this file with the reason; the other sites go on."""

from spiders.airflow import complain

complain()
