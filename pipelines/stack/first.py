"""What a stack needs once it runs: Airflow's tables and pools, the buckets' rights."""

import contextlib
import http.client
import importlib.metadata
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from pipelines.errors import PartFailed
from pipelines.settings import Home
from pipelines.stack.environment import airflow_secrets, database_url
from pipelines.stack.home import write_json

BUCKETS = ("archive", "state", "work", "logs")
TABLES = "corpus"
MULTIPART = ["s3:CreateMultipartUpload", "s3:UploadPart", "s3:CompleteMultipartUpload"]
"""Else PutObject would allow them, too."""
LOOKS = [
    f"s3tables:{action}"
    for action in (
        "GetTable", "ListTables", "GetNamespace", "ListNamespaces", "GetTableBucket", "GetTableData",
        "GetTableMetadataLocation",
    )
]  # fmt: skip
"""What it takes to find and load a table through the catalog."""


def migrate(home: Home, environment: Mapping[str, str]) -> None:
    """Make or bring up to date Airflow's tables; skipped where this version did it to our own cluster."""
    version = importlib.metadata.version("apache-airflow-core")
    mark = home.postgres / f"migrated-{version}"
    if mark.exists() and home.secrets().database is None:
        return
    if home.secrets().database is None:
        make_database(home)
    else:
        reach_database(home)
    log = home.logs / "migrate.log"
    log.touch(mode=0o600)
    with log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "airflow", "db", "migrate"],
            env=dict(environment) | airflow_secrets(home),
            cwd=home.run,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise PartFailed(
            f"airflow db migrate ended with {done.returncode}: {last_line(home, 'migrate')}; read {log}"
        )
    if home.secrets().database is None:
        mark.touch()


def make_database(home: Home) -> None:
    """Make the database named airflow in our own cluster."""
    import psycopg2

    url = database_url(home).replace("postgresql+psycopg2", "postgresql").replace("@/airflow", "@/postgres")
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'airflow'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE DATABASE airflow")


def reach_database(home: Home) -> None:
    """PartFailed with the reason where a foreign database does not let us in."""
    import psycopg2

    try:
        psycopg2.connect(database_url(home).replace("+psycopg2", ""), connect_timeout=10).close()
    except psycopg2.OperationalError as error:
        why = " ".join(str(error).split())
        raise PartFailed(
            f"the database of CORANTO_DATABASE does not let us in: {why}; check the URL"
        ) from None


def identities(home: Home) -> None:
    """Write the S3 identities for SeaweedFS: crawl cannot delete in the archive, publish writes only what is decided or
    frozen there, read sees nothing but the tables."""
    keys = home.secrets().keys
    versions = [
        _allow(["s3:ListBucketVersions"], ["archive"]),
        _allow(["s3:GetObjectVersion"], ["archive/*"]),
    ]
    crawl = [
        _allow(["s3:ListBucket"], ["archive", "state"]),
        _allow(["s3:GetObject", "s3:PutObject"], ["archive/*", "state/*"]),
        _allow(["s3:DeleteObject"], ["state/*"]),
        _deny(MULTIPART, ["archive/*"]),
        *versions,
    ]
    publish = [
        _allow(["s3:ListBucket"], ["archive", "state", "work", "logs", TABLES]),
        *versions,
        _allow(["s3:GetObject"], ["archive/*", "state/*", "work/*", f"{TABLES}/*"]),
        _allow(["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], ["work/*", f"{TABLES}/*"]),
        _allow(["s3:PutObject"], [f"archive/{name}/*" for name in ("decisions", "families", "frozen")]),
        _allow(["s3:GetObject", "s3:PutObject"], ["logs/*"]),
    ]
    read = [_allow(["s3:ListBucket"], [TABLES]), _allow(["s3:GetObject"], [f"{TABLES}/*"])]
    everything: dict[str, Any] = {"actions": ["Admin", "Read", "Write", "List", "Tagging"]}
    rights = {
        "read": {"policyNames": ["read"]},
        "crawl": {"policyNames": ["crawl"]},
        "publish": {"policyNames": ["publish"]},
        "admin": everything,
    }
    value = {
        "identities": [
            {"name": name, "credentials": [{"accessKey": access, "secretKey": secret}], **rights[name]}
            for name, (access, secret) in keys.items()
        ],
        "policies": [_policy("read", read), _policy("crawl", crawl), _policy("publish", publish)],
    }
    write_json(home.run / "s3.json", value)


def _allow(actions: list[str], names: list[str], effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": [f"arn:aws:s3:::{name}" for name in names]}


def _deny(actions: list[str], names: list[str]) -> dict[str, Any]:
    return _allow(actions, names, "Deny")


def _policy(name: str, statements: list[dict[str, Any]]) -> dict[str, str]:
    return {"name": name, "content": json.dumps({"Version": "2012-10-17", "Statement": statements})}


def buckets(home: Home) -> None:
    """Check that the buckets are there, and let the identity publish write tables, read look them up."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    access, secret = home.secrets().keys["admin"]
    settings: dict[str, Any] = {
        "endpoint_url": f"http://127.0.0.1:{home.stack['ports']['s3']}",
        "aws_access_key_id": access,
        "aws_secret_access_key": secret,
        "region_name": "us-east-1",
        "config": Config(retries={"max_attempts": 3}, proxies={}, connect_timeout=5, read_timeout=20),
    }
    try:
        with contextlib.closing(boto3.client("s3", **settings)) as objects:
            make_buckets(objects)
            keep_versions(objects)
        with contextlib.closing(boto3.client("s3tables", **settings)) as tables:
            allow_tables(tables)
    except (BotoCoreError, ClientError) as error:
        raise PartFailed(f"SeaweedFS answers, but its buckets are not right: {error}") from error


def make_buckets(objects: Any) -> None:
    """Make those that are missing.

    `weed mini` makes buckets itself, some moments after it answers first, so that one may come between the look and the
    making; and a request that was asked again after a time-out finds what it made the first time.
    """
    held = {bucket["Name"] for bucket in objects.list_buckets()["Buckets"]}
    for name in sorted({*BUCKETS} - held):
        with contextlib.suppress(objects.exceptions.BucketAlreadyOwnedByYou):
            objects.create_bucket(Bucket=name)


def keep_versions(objects: Any) -> None:
    """Let the archive keep what is written over.

    No policy, lock or rule of the filer can refuse a PutObject without If-None-Match (all tried, SeaweedFS 4.48), so
    that a stolen crawl key could write over an object. It cannot delete, nor touch versions: the first bytes stay,
    readers find them, ``check`` tells, and ``check --repair`` puts them back.
    """
    objects.put_bucket_versioning(Bucket="archive", VersioningConfiguration={"Status": "Enabled"})


def allow_tables(tables: Any) -> None:
    """Give publish every right on the table bucket, and read those to look; SeaweedFS wants the bare names (4.48)."""
    arn = table_bucket(tables) or tables.create_table_bucket(name=TABLES)["arn"]
    statements = [
        {"Effect": "Allow", "Principal": {"AWS": who}, "Action": may, "Resource": [arn, f"{arn}/*"]}
        for who, may in (("publish", ["s3tables:*"]), ("read", LOOKS))
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    tables.put_table_bucket_policy(tableBucketARN=arn, resourcePolicy=policy)


def table_bucket(tables: Any) -> str | None:
    """The table bucket's name in full. `weed mini` makes it itself, some moments after it answers first."""
    for _ in range(50):
        held = tables.list_table_buckets().get("tableBuckets", [])
        for bucket in held:
            if bucket["name"] == TABLES:
                return str(bucket["arn"])
        time.sleep(0.2)
    return None


def pools(home: Home, wanted: Mapping[str, int]) -> None:
    """Make Airflow's pools or set their slots; a task in a pool that is not there waits for ever."""
    if not wanted:
        return
    token = airflow(
        home, "POST", "/auth/token", {"username": "admin", "password": home.secrets().passwords["admin"]}
    )
    for name, slots in wanted.items():
        body = {"name": name, "slots": slots, "description": "made by coranto up", "include_deferred": False}
        airflow(
            home,
            "PATCH",
            "/api/v2/pools",
            {"actions": [{"action": "create", "entities": [body], "action_on_existence": "overwrite"}]},
            token["access_token"],
        )


def airflow(home: Home, method: str, path: str, body: Any, token: str | None = None) -> dict[str, Any]:
    """One call of Airflow's REST API; PartFailed with its answer where it refuses."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection = http.client.HTTPConnection("127.0.0.1", home.stack["ports"]["airflow"], timeout=30)
    with contextlib.closing(connection):
        try:
            connection.request(method, path, json.dumps(body), headers)
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise PartFailed(f"api-server does not answer {method} {path}: {error}") from error
    if status >= 300:
        raise PartFailed(f"api-server refuses {method} {path}: {status} {text[:300]!r}")
    held: dict[str, Any] = json.loads(text or b"{}")
    return held


def last_line(home: Home, name: str) -> str:
    """The last line of a program's log that says something."""
    path = home.logs / f"{name}.log"
    try:
        with path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 20000))
            lines = [line.strip() for line in file.read().decode(errors="replace").splitlines()]
    except OSError:
        return "it logged nothing"
    return next((line[:300] for line in reversed(lines) if line), "it logged nothing")
