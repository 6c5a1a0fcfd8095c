"""A home whose SeaweedFS has the identities, policies and buckets that ``coranto up`` makes, and nothing else runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weed import running_weed

from pipelines.settings import Home
from pipelines.stack import first
from pipelines.stack.home import make_secrets, prepare, write_json


@contextmanager
def weed_home(path: Path, buckets: tuple[str, ...], table_bucket: str) -> Iterator[Home]:
    """The home at a path; the server has some buckets before those of the stack are made."""
    home = Home(path)
    prepare(home)
    make_secrets(home)
    first.identities(home)
    made = json.loads((home.run / "s3.json").read_text())
    with running_weed(buckets, table_bucket) as weed:
        weed.stop()
        weed.identities += made["identities"]
        weed.policies = made["policies"]
        weed.start()
        addresses = {"s3": weed.endpoint, "catalog": weed.catalog_uri, "airflow": "", "search": ""}
        told = {"ports": {"s3": weed.ports["s3.port"]}, "addresses": addresses, "warehouse": "s3://corpus"}
        write_json(home.path / "stack.json", told)
        first.buckets(home)
        yield home
