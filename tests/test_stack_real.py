"""One real stack, started, hit, killed and stopped. The tests run in this order: each goes on from the last."""

import json
import os
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg2
import pyarrow as pa
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from pyiceberg.catalog import load_catalog
from pyiceberg.exceptions import ForbiddenError
from weed import running_weed

from pipelines.archive import open_archive
from pipelines.errors import PartFailed, StackError, StoreError
from pipelines.settings import Home, connect
from pipelines.stack import Part, PartStatus, Step, down, first, groups, ports, status, supervise, up
from pipelines.stack.environment import database_url
from pipelines.stack.guard import record_of

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
OTHERS = ("search", "indexer")
"""Parts with tests of their own, left out here."""


class OneStack:
    """The stack under test, and what was put into it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.steps: list[Step] = []

    def up(self, **more: Any) -> tuple[PartStatus, ...]:
        self.steps.clear()
        return up(self.home, pools={"crawls": 3}, without=OTHERS, progress=self.steps.append, **more)

    def client(self, kind: str = "s3", identity: str = "admin") -> Any:
        keys = connect(self.home).keys(identity)
        make: Any = boto3.client  # its stubs know no service that is chosen at run time
        return make(
            kind,
            endpoint_url=keys.endpoint,
            aws_access_key_id=keys.access,
            aws_secret_access_key=keys.secret,
            region_name=keys.region,
            config=Config(retries={"max_attempts": 1}),
        )

    def query(self, text: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(database_url(self.home).replace("+psycopg2", ""))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(text)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()

    def token(self, user: str) -> str:
        body = {"username": user, "password": self.home.secrets().passwords[user]}
        return str(first.airflow(self.home, "POST", "/auth/token", body)["access_token"])

    def tree(self) -> list[groups.Process]:
        main = supervise.is_running(self.home)
        assert main is not None
        return [main, *groups.descendants(main.pid)]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OneStack]:
    """A stack in a folder with a space and a name too long for a socket, with a folder of no DAGs."""
    folder = tmp_path_factory.mktemp("a stack")
    (folder / "dags").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORANTO_DAGS", str(folder / "dags"))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        patch.delenv("CORANTO_DATABASE", raising=False)
        one = OneStack(Home(folder / ("long" * 25) / "home"))
        try:
            one.up()
            yield one
        finally:
            down(one.home)
            shutil.rmtree(folder, ignore_errors=True)


def test_every_part_answers_after_the_start(stack: OneStack) -> None:
    found = status(stack.home)
    assert [part.name for part in found] == [
        "postgres",
        "seaweedfs",
        "api-server",
        "dag-processor",
        "scheduler",
    ]
    assert all(part.answers and part.pid and part.state == "running" for part in found)
    assert stack.steps[-1].seconds < 200
    assert {step.part for step in stack.steps if step.state == "answers"} == {part.name for part in found}


def test_starting_what_runs_changes_nothing(stack: OneStack) -> None:
    before = {part.name: part.pid for part in status(stack.home)}
    found = stack.up()
    assert {part.name: part.pid for part in found} == before
    assert stack.steps == []


class Early:
    """S3 as it was a moment ago, before its buckets were made."""

    def __init__(self, objects: Any) -> None:
        self.exceptions, self.create_bucket = objects.exceptions, objects.create_bucket

    def list_buckets(self) -> dict[str, list[dict[str, str]]]:
        return {"Buckets": []}


def test_a_bucket_that_came_after_the_look_is_no_failure(stack: OneStack) -> None:
    objects = stack.client()
    first.make_buckets(Early(objects))
    assert {*first.BUCKETS} <= {bucket["Name"] for bucket in objects.list_buckets()["Buckets"]}


def test_making_it_again_would_be_one(stack: OneStack) -> None:
    """The twin."""
    objects = stack.client()
    with pytest.raises(objects.exceptions.BucketAlreadyOwnedByYou):
        objects.create_bucket(Bucket=first.BUCKETS[0])


def listeners(processes: list[groups.Process]) -> set[str]:
    """Local addresses, in /proc's hexadecimal, on which some processes listen."""
    inodes = set()
    for process in processes:
        for link in Path(f"/proc/{process.pid}/fd").glob("*"):
            try:
                inodes.add(str(link.readlink()))
            except OSError:
                continue
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                found.add(fields[1].rpartition(":")[0])
    return found


def test_nothing_listens_beyond_the_loopback_interface(stack: OneStack) -> None:
    assert listeners(stack.tree()) == {"0100007F"}


def test_the_check_of_listeners_sees_one_beyond_the_loopback_interface() -> None:
    """The twin."""
    import socket

    me = groups.look(os.getpid())
    assert me is not None
    with socket.create_server(("0.0.0.0", 0)):
        assert "00000000" in listeners([me])


def test_the_log_server_is_there_for_running_tasks(stack: OneStack) -> None:
    assert not ports.is_free(stack.home.stack["ports"]["logs"])


def test_airflow_has_the_pool_and_every_account_its_role(stack: OneStack) -> None:
    base = stack.home.stack["addresses"]["airflow"]
    request = urllib.request.Request(
        f"{base}/api/v2/pools/crawls", headers={"Authorization": f"Bearer {stack.token('viewer')}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["slots"] == 3
    pool = {"name": "mine", "slots": 1, "include_deferred": False}
    with pytest.raises(PartFailed, match="403"):
        first.airflow(stack.home, "POST", "/api/v2/pools", pool, stack.token("viewer"))
    first.airflow(stack.home, "POST", "/api/v2/pools", pool, stack.token("op"))


def test_the_crawl_identity_can_add_to_the_archive_and_not_delete(stack: OneStack) -> None:
    crawl = stack.client(identity="crawl")
    crawl.put_object(Bucket="archive", Key="kept/one", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError, match="AccessDenied"):
        crawl.delete_object(Bucket="archive", Key="kept/one")
    with pytest.raises(ClientError, match="AccessDenied"):
        crawl.put_object(Bucket="work", Key="x", Body=b"1")
    publish = stack.client(identity="publish")
    assert publish.get_object(Bucket="archive", Key="kept/one")["Body"].read() == b"1"
    with pytest.raises(ClientError, match="AccessDenied"):
        publish.put_object(Bucket="archive", Key="kept/two", Body=b"1")
    publish.put_object(Bucket="work", Key="x", Body=b"1")
    stack.client().delete_object(Bucket="archive", Key="kept/one")  # the twin: admin may


@pytest.mark.parametrize(
    ("port", "method", "path"),
    [
        ("master", "GET", "/col/delete?collection=archive"),
        ("master", "GET", "/dir/assign"),
        ("filer", "DELETE", "/buckets/archive/?recursive=true"),
        ("filer", "POST", "/buckets/archive/planted"),
        ("filer", "GET", "/buckets/"),
        ("volume", "POST", "/1,01637037d6"),
        ("volume", "DELETE", "/1,01637037d6"),
        ("s3", "DELETE", "/archive"),
        ("s3", "PUT", "/archive/planted"),
    ],
)
def test_a_web_page_cannot_reach_past_the_keys(stack: OneStack, port: str, method: str, path: str) -> None:
    """What a page in the operator's browser could send to the store's ports; they answer, and refuse."""
    url = f"http://127.0.0.1:{stack.home.stack['ports'][port]}{path}"
    request = urllib.request.Request(url, method=method, data=b"x" if method in {"POST", "PUT"} else None)
    with pytest.raises(urllib.error.HTTPError) as said, urllib.request.urlopen(request):
        pass
    with said.value:
        assert said.value.code in {401, 403, 404}


def test_without_the_inner_ports_shut_a_web_page_empties_a_bucket() -> None:
    """The twin: the same server as SeaweedFS starts it by itself."""
    with running_weed(buckets=("archive",), table_bucket=None) as open_store:
        store = open_archive("s3://archive", open_store.keys).objects
        store.put("kept", b"bytes")
        master = f"http://127.0.0.1:{open_store.ports['master.port']}"
        with urllib.request.urlopen(f"{master}/col/delete?collection=archive") as answer:
            assert answer.status < 300
        with pytest.raises(StoreError):
            store.read("kept")


def catalog_of(stack: OneStack, identity: str) -> Any:
    at = connect(stack.home)
    keys = at.keys(identity)
    return load_catalog(
        identity,
        **{
            "type": "rest",
            "uri": at.catalog_uri,
            "warehouse": "s3://corpus",
            "credential": f"{keys.access}:{keys.secret}",
            "oauth2-server-uri": f"{at.catalog_uri}/v1/oauth/tokens",
            "s3.endpoint": keys.endpoint,
            "s3.access-key-id": keys.access,
            "s3.secret-access-key": keys.secret,
            "s3.region": keys.region,
        },
    )


def test_only_publish_writes_tables(stack: OneStack) -> None:
    catalog = catalog_of(stack, "publish")
    catalog.create_namespace("news")
    rows = pa.table({"word": ["row"]})
    table = catalog.create_table("news.kept", schema=rows.schema)
    table.append(rows)
    assert catalog.load_table("news.kept").scan().to_arrow().to_pylist() == [{"word": "row"}]
    with pytest.raises(ForbiddenError):
        catalog_of(stack, "crawl").create_namespace("other")


def told(secret: str, folder: Path) -> list[str]:
    """Where a secret can be read: logs of a home, and command lines of all processes."""
    texts = [path for path in folder.rglob("*") if path.is_file()]
    lines = list(Path("/proc").glob("[0-9]*/cmdline"))
    found = []
    for path in (*texts, *lines):
        try:
            if secret.encode() in path.read_bytes():
                found.append(str(path))
        except OSError:
            continue
    return found


def test_no_secret_is_in_a_log_or_on_a_command_line(stack: OneStack) -> None:
    stack.token("admin")
    for secret in stack.home.secrets().texts():
        assert told(secret, stack.home.logs) == []
        assert told(secret, stack.home.airflow / "logs") == []


def test_a_secret_in_a_log_would_be_found(stack: OneStack) -> None:
    """The twin."""
    secret = stack.home.secrets().jwt
    log = stack.home.logs / "twin.log"
    log.write_text(f"token={secret}\n")
    assert told(secret, stack.home.logs) == [str(log)]
    log.unlink()


def test_what_a_home_holds_is_for_its_owner_only(stack: OneStack) -> None:
    for name in (
        "secrets.json",
        "run/s3.json",
        "run/parts.json",
        "run/supervisord.conf",
        "logs/scheduler.log",
    ):
        assert (stack.home.path / name).stat().st_mode & 0o077 == 0, name
    assert stack.home.sockets != stack.home.run
    assert stack.home.sockets.stat().st_mode & 0o077 == 0


def test_a_killed_scheduler_comes_back_without_leaving_its_workers(stack: OneStack) -> None:
    old = groups.recorded(record_of(stack.home, "scheduler"))
    assert old is not None
    members = groups.members(old)
    assert len(members) > 4, "the scheduler, its workers and its log server"
    os.kill(old.leader, signal.SIGKILL)
    assert groups.wait_gone(members, 30) == ()
    assert next(part for part in stack.up() if part.name == "scheduler").answers


def test_a_callers_program_joins_a_running_stack(stack: OneStack) -> None:
    before = {part.name: part.pid for part in status(stack.home)}
    found = stack.up(parts={"news": f"{shutil.which('sleep')} 1000"})
    assert {part.name: part.pid for part in found if part.name != "news"} == before
    assert found[-1].name == "news"
    assert found[-1].answers


def test_a_program_that_does_not_start_is_named_with_its_last_words(stack: OneStack) -> None:
    broken = Part(name="broken", command=("/bin/sh", "-c", "echo the disk is on fire; exit 3"))
    with pytest.raises(PartFailed) as said:
        stack.up(parts={"broken": broken})
    assert "broken does not start" in str(said.value)
    assert "the disk is on fire" in str(said.value)
    assert str(stack.home.logs / "broken.log") in str(said.value)
    found = {part.name: part.answers for part in status(stack.home)}
    assert not found.pop("broken")
    assert all(found.values())


def test_after_kill_9_of_the_supervisor_the_next_start_ends_what_was_left(stack: OneStack) -> None:
    tree = stack.tree()
    os.kill(tree[0].pid, signal.SIGKILL)
    groups.wait_gone(tree[:1], 5)
    supervise.reap(tree[0].pid)
    assert not any(part.answers for part in status(stack.home))
    assert all(part.answers for part in stack.up())
    assert groups.alive(tree) == ()


def test_after_kill_9_of_everything_nothing_committed_is_lost(stack: OneStack) -> None:
    stack.client().put_object(Bucket="archive", Key="kept/object", Body=b"bytes")
    stack.query("CREATE TABLE kept (word text)")
    stack.query("INSERT INTO kept VALUES ('row')")
    tree = stack.tree()
    groups.send(tree, signal.SIGKILL)
    assert groups.wait_gone(tree, 20) == ()
    supervise.reap(tree[0].pid)
    assert all(part.answers for part in stack.up())
    assert stack.client().get_object(Bucket="archive", Key="kept/object")["Body"].read() == b"bytes"
    assert stack.query("SELECT word FROM kept") == [("row",)]
    assert len(catalog_of(stack, "publish").load_table("news.kept").scan().to_arrow()) == 1


def test_stopping_leaves_no_process_and_is_quick(stack: OneStack) -> None:
    tree = stack.tree()
    began = time.monotonic()
    stack.steps.clear()
    down(stack.home, progress=stack.steps.append)
    assert time.monotonic() - began < 60
    assert groups.alive(tree) == ()
    assert next(step.part for step in stack.steps if step.state == "stopped") == "scheduler"
    assert not stack.home.sockets.exists()
    down(stack.home)
    found = status(stack.home)
    assert {part.state for part in found} == {"stopped"}
    assert not any(part.answers or part.pid for part in found)
    assert all(ports.is_free(port) for port in stack.home.stack["ports"].values())


def test_a_port_that_another_program_took_is_named_before_anything_starts(stack: OneStack) -> None:
    import socket

    number = stack.home.stack["ports"]["airflow"]
    with socket.create_server(("127.0.0.1", number)), pytest.raises(StackError) as said:
        stack.up()
    assert f"port {number} of airflow is taken by process {os.getpid()}" in str(said.value)
    assert not supervise.is_running(stack.home)
