"""What the crawl's key can do to the archive: create. Nothing can be deleted, and what is written over is found."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from archive_exchanges import attempt, exchange
from botocore.config import Config
from botocore.exceptions import ClientError
from foreign_warcs import by_warcio
from weed_home import weed_home

from pipelines.archive import Archive, open_archive, replica
from pipelines.archive.check import check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest, to_json
from pipelines.archive.read import page_at
from pipelines.archive.replica import mend
from pipelines.archive.spool import Spool
from pipelines.archive.versions import Firsts
from pipelines.errors import AccessDenied, ObjectExists
from pipelines.settings import Home, connect
from pipelines.stack import first

FIRST, OTHER = b"the first bytes", b"bytes that were written over them"


def client(keys: Any) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=keys.endpoint,
        aws_access_key_id=keys.access,
        aws_secret_access_key=keys.secret,
        region_name="us-east-1",
        config=Config(proxies={}, retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20),
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A server with the identities and buckets that ``coranto up`` makes."""
    with weed_home(tmp_path_factory.mktemp("home"), ("plain",), "corpus") as home:
        first.buckets(home)  # at every start
        yield home


@pytest.fixture
def archive(home: Home) -> Archive:
    return connect(home).open_archive("crawl")


def test_the_crawl_key_creates_and_a_put_changes_nothing(archive: Archive) -> None:
    archive.objects.put("warc/herald/a", FIRST)
    archive.objects.put("warc/herald/a", FIRST)
    with pytest.raises(ObjectExists):
        archive.objects.put("warc/herald/a", OTHER)
    assert archive.objects.read("warc/herald/a") == FIRST


def version(s3: Any, key: str) -> str:
    held = s3.list_object_versions(Bucket="archive", Prefix=key)["Versions"]
    return str(next(one["VersionId"] for one in held if one["Key"] == key))


FORBIDDEN: dict[str, Callable[[Any, str], object]] = {
    "delete": lambda s3, _: s3.delete_object(Bucket="archive", Key="warc/herald/b"),
    "delete a version": lambda s3, v: s3.delete_object(Bucket="archive", Key="warc/herald/b", VersionId=v),
    "delete many": lambda s3, v: s3.delete_objects(
        Bucket="archive",
        Delete={"Objects": [{"Key": "warc/herald/b"}, {"Key": "warc/herald/b", "VersionId": v}]},
    ),
    "put with If-None-Match": lambda s3, _: s3.put_object(
        Bucket="archive", Key="warc/herald/b", Body=OTHER, IfNoneMatch="*"
    ),
    "put in parts": lambda s3, _: s3.create_multipart_upload(Bucket="archive", Key="warc/herald/b"),
    "end versions": lambda s3, _: s3.put_bucket_versioning(
        Bucket="archive", VersioningConfiguration={"Status": "Suspended"}
    ),
    "let them expire": lambda s3, _: s3.put_bucket_lifecycle_configuration(
        Bucket="archive",
        LifecycleConfiguration={
            "Rules": [{"ID": "x", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]
        },
    ),
    "shorten a retention": lambda s3, _: s3.put_object_retention(
        Bucket="archive",
        Key="warc/herald/b",
        Retention={"Mode": "GOVERNANCE", "RetainUntilDate": datetime(2020, 1, 1, tzinfo=UTC)},
        BypassGovernanceRetention=True,
    ),
    "change the rights of an object": lambda s3, _: s3.put_object_acl(
        Bucket="archive", Key="warc/herald/b", ACL="public-read"
    ),
    "change the policy": lambda s3, _: s3.put_bucket_policy(Bucket="archive", Policy="{}"),
    "delete the bucket": lambda s3, _: s3.delete_bucket(Bucket="archive"),
}


def is_refused(ask: Callable[[], Any]) -> bool:
    """By the answer's status, or for each object that was to be deleted."""
    try:
        return len(ask().get("Errors", ())) == 2
    except ClientError as e:
        return e.response["ResponseMetadata"]["HTTPStatusCode"] in {403, 405, 412}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_crawl_key_destroys_nothing(home: Home, archive: Archive, what: str) -> None:
    archive.objects.put("warc/herald/b", FIRST)
    with closing(client(connect(home).keys("admin"))) as admin:
        before = version(admin, "warc/herald/b")
        with closing(client(connect(home).keys("crawl"))) as s3:
            assert is_refused(lambda: FORBIDDEN[what](s3, before))
        kept = admin.get_object(Bucket="archive", Key="warc/herald/b", VersionId=before)["Body"].read()
        assert kept == archive.objects.read("warc/herald/b") == FIRST
        assert admin.get_bucket_versioning(Bucket="archive")["Status"] == "Enabled"


def put_over(s3: Any, key: str, body: bytes) -> None:
    s3.put_object(Bucket="archive", Key=key, Body=body)


def copy_over(s3: Any, key: str, body: bytes) -> None:
    s3.put_object(Bucket="archive", Key="warc/courant/elsewhere", Body=body)
    s3.copy_object(
        Bucket="archive", Key=key, CopySource={"Bucket": "archive", "Key": "warc/courant/elsewhere"}
    )


OVER: dict[str, Callable[[Any, str, bytes], None]] = {"put": put_over, "copied": copy_over}
"""What nothing in SeaweedFS can refuse."""


@pytest.mark.parametrize(
    ("over", "what"),
    [("put", "warc"), ("copied", "warc"), ("put", "index"), ("put", "manifest"), ("put", "hints")],
)
def test_what_is_written_over_is_found_read_all_the_same_and_restored(
    home: Home, archive: Archive, tmp_path: Path, over: str, what: str
) -> None:
    """A stolen crawl key hides a file under another one; the forger of a manifest makes its sums fit."""
    site = f"{over}{what}"
    archive.objects.put(f"sites/{site}/hints.yaml", FIRST)
    with Spool.open(tmp_path / "spool", attempt(site), archive) as spool:
        kept = spool.write(exchange(1))
        entry = Entry(url=exchange(1).url, end="fetched", where=kept.where)
        manifest = spool.commit(ledger=(entry,), complete=True, finish="finished")
    (held,) = manifest.warcs
    forged = to_json(replace(manifest, ledger=(), finish="prettier"))
    keys = {"warc": held.warc.key, "index": held.cdxj.key, "manifest": manifest.key}
    key = keys.get(what, f"sites/{site}/hints.yaml")
    reader, admin = connect(home).archive, connect(home).open_archive("admin")
    sound_bytes = reader.objects.read(key)
    with closing(client(connect(home).keys("crawl"))) as s3:
        OVER[over](s3, key, forged if what == "manifest" else OTHER)
    assert reader.objects.read(key) != sound_bytes
    with Firsts(reader.objects).open(key) as first_bytes:
        assert first_bytes.read() == sound_bytes
    assert page_at(reader, kept.where).body == b"<p>Story 1 of the invented Herald.</p>"
    told = [problem for problem in check(reader) if key in problem.file]
    assert ["was written over" in problem.what for problem in told] == [True]
    assert any(key in str(mended) for mended in mend(admin.objects))
    assert reader.objects.read(key) == sound_bytes
    assert [problem for problem in check(reader) if site in problem.file] == []


def test_without_a_look_at_versions_a_forged_manifest_goes_unseen(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the newest manifest has no follower that vouches for it, and its own sum is made to fit."""
    with Spool.open(tmp_path / "spool", attempt("unseen"), archive) as spool:
        spool.write(exchange(1))
        manifest = spool.commit(ledger=(), complete=True, finish="finished")
    archive.objects.overwrite(manifest.key, to_json(replace(manifest, finish="prettier")))
    assert [problem for problem in check(archive) if "unseen" in problem.file]
    monkeypatch.setattr(replica, "shadowed", lambda _: ())
    assert [problem for problem in check(archive) if "unseen" in problem.file] == []


def test_without_versions_it_is_gone(home: Home) -> None:
    with closing(client(connect(home).keys("admin"))) as admin:
        for body in (FIRST, OTHER):
            admin.put_object(Bucket="plain", Key="c", Body=body)
        held = admin.list_object_versions(Bucket="plain", Prefix="c").get("Versions", [])
        assert len(held) <= 1
        assert admin.get_object(Bucket="plain", Key="c")["Body"].read() == OTHER


def test_another_key_writes_only_what_is_decided_or_frozen(home: Home) -> None:
    for name in ("decisions", "families", "frozen"):
        connect(home).open_archive("publish").objects.put(f"{name}/x/y.json", FIRST)
    with pytest.raises(AccessDenied):
        connect(home).open_archive("publish").objects.put("warc/herald/d", FIRST)
    with pytest.raises(AccessDenied):
        open_archive("s3://archive", connect(home).keys("publish")).objects.delete("warc/herald/c")
    assert Path(home.path).is_dir()


def test_the_import_of_a_dag_run_keeps_warcs_with_the_crawl_key(home: Home, tmp_path: Path) -> None:
    """As the task of ``import_warcs`` starts it; a second run finds nothing new."""
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.warc.gz").write_bytes(by_warcio())
    (tmp_path / "given" / "a.txt").write_text("A dump, for the other DAG.")

    def run() -> dict[str, Any]:
        command = [sys.executable, "-m", "spiders.airflow.import_files", "--warcs", "--site=courant"]
        command += [f"--since={datetime.now(UTC).isoformat()}", "--", str(tmp_path / "given")]
        env = {"PATH": "/usr/bin:/bin", "CORANTO_HOME": str(home.path)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=True)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    first_run = run()
    assert first_run["counts"] == {"imported": 3, "gone": 1, "moved": 1}
    manifest = load_manifest(connect(home).archive, first_run["units"][0]["manifest"])
    assert manifest.kind == "warcs"
    assert (
        connect(home).archive.objects.read(manifest.warcs[0].warc.key)
        == (tmp_path / "given" / "a.warc.gz").read_bytes()
    )
    assert run()["units"] == []
