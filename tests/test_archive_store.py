"""Stores keep their promises, whether a real S3 server or a folder answers."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from faulty_s3 import Fault, FaultyS3, refusing, sound
from weed import Weed, free_ports, running_weed

from pipelines.archive.store import FolderStore, Keys, Store, open_store
from pipelines.errors import (
    AccessDenied,
    ConfigError,
    NoSuchObject,
    ObjectExists,
    StoreError,
    StoreUnreachable,
)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "store"))
    weed: Weed = request.getfixturevalue("weed")
    return open_store("s3://archive", weed.keys)


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    return f"{abs(hash(request.node.name))}/{time.time_ns()}"


def test_what_was_put_is_read_back_whole_and_in_parts(store: Store, prefix: str) -> None:
    body = bytes(range(256)) * 5000
    put = store.put(f"{prefix}/a", body)
    assert put.size == len(body)
    assert store.read(f"{prefix}/a") == body
    assert store.read(f"{prefix}/a", 300, 7) == body[300:307]
    assert store.read(f"{prefix}/a", len(body) - 3) == body[-3:]
    assert store.read(f"{prefix}/a", len(body) - 3, 10) == body[-3:]
    assert store.read(f"{prefix}/a", len(body) + 5, 10) == b""
    assert store.read(f"{prefix}/a", 3, 0) == b""
    with store.open(f"{prefix}/a", 256) as stream:
        assert stream.read(2) == b"\0\1"
        assert stream.read() == body[258:]
    held = store.head(f"{prefix}/a")
    assert held is not None
    assert held.size == len(body)
    assert held.modified is not None
    assert abs(held.modified - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_file_is_put_as_bytes_are(store: Store, prefix: str, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"x" * 3_000_000)
    store.put(f"{prefix}/file", file)
    store.put(f"{prefix}/file", b"x" * 3_000_000)
    assert store.read(f"{prefix}/file", 2_999_999) == b"x"


def test_an_object_never_changes_its_bytes(store: Store, prefix: str) -> None:
    store.put(f"{prefix}/once", b"first")
    store.put(f"{prefix}/once", b"first")
    for other in (b"other", b"longer than before", b""):
        with pytest.raises(ObjectExists, match="nothing was overwritten"):
            store.put(f"{prefix}/once", other)
    assert store.read(f"{prefix}/once") == b"first"


def test_without_put_once_the_bytes_would_be_gone(store: Store, prefix: str) -> None:
    store.put(f"{prefix}/often", b"first")
    store.overwrite(f"{prefix}/often", b"other")
    assert store.read(f"{prefix}/often") == b"other"


def test_of_many_writers_one_wins(store: Store, prefix: str) -> None:
    def write(number: int) -> int:
        try:
            store.put(f"{prefix}/race", b"%d" % number)
        except ObjectExists:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 1


def test_a_swap_needs_the_version_it_read(store: Store, prefix: str) -> None:
    key = f"{prefix}/lease"
    first = store.swap(key, b"one", etag=None)
    with pytest.raises(ObjectExists):
        store.swap(key, b"two", etag=None)
    assert store.fetch(key) == (b"one", first)
    second = store.swap(key, b"two", etag=first)
    with pytest.raises(ObjectExists):
        store.swap(key, b"three", etag=first)
    assert store.fetch(key) == (b"two", second)


def test_of_many_swaps_one_wins(store: Store, prefix: str) -> None:
    key = f"{prefix}/contested"
    etag = store.swap(key, b"start", etag=None)

    def swap(number: int) -> int:
        try:
            store.swap(key, b"%d" % number, etag=etag)
        except ObjectExists:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(swap, range(8))) == 1


def test_listing_shows_every_object_below_a_prefix(store: Store, prefix: str) -> None:
    keys = {f"{prefix}/{name}" for name in ("a", "a/b", "ab", "é +%&", "z/y/x")} - {f"{prefix}/a"}
    for key in keys:
        store.put(key, key.encode())
    assert {entry.key for entry in store.list(f"{prefix}/")} == keys
    assert {entry.key for entry in store.list(f"{prefix}/a")} == {f"{prefix}/a/b", f"{prefix}/ab"}
    assert list(store.list(f"{prefix}/none/")) == []


def test_what_is_not_there_is_said_to_be_missing(store: Store, prefix: str) -> None:
    assert store.head(f"{prefix}/none") is None
    for call in (store.read, store.open, store.fetch):
        with pytest.raises(NoSuchObject, match="none"):
            call(f"{prefix}/none")
    store.delete(f"{prefix}/none")


def test_a_deleted_object_is_gone(store: Store, prefix: str) -> None:
    store.put(f"{prefix}/gone", b"x")
    store.delete(f"{prefix}/gone")
    assert store.head(f"{prefix}/gone") is None


@pytest.mark.parametrize("key", ["a//b", "/a", "a/", "", "a/../b", "a/.b", "a\nb", "x" * 901])
def test_keys_that_stores_read_differently_are_refused(store: Store, key: str) -> None:
    with pytest.raises(StoreError, match="bad object key"):
        store.put(key, b"x")


def test_the_clock_of_the_store_is_told(store: Store) -> None:
    assert abs(store.now() - datetime.now(UTC)) < timedelta(seconds=3)


def test_a_wrong_secret_is_one_clear_line(weed: Weed) -> None:
    wrong = Keys(access=weed.keys.access, secret="not-the-secret", endpoint=weed.endpoint)
    store = open_store("s3://archive", wrong)
    for call in (lambda: store.put("x", b"y"), lambda: store.read("x"), lambda: list(store.list())):
        with pytest.raises(AccessDenied, match="check the keys") as caught:
            call()
        assert "\n" not in str(caught.value)
        assert "not-the-secret" not in str(caught.value)


def test_an_unknown_access_key_is_one_clear_line(weed: Weed) -> None:
    store = open_store("s3://archive", Keys(access="AKNOBODY", secret="s", endpoint=weed.endpoint))
    with pytest.raises(AccessDenied, match="check the keys"):
        store.head("x")


def test_a_missing_bucket_is_one_clear_line(weed: Weed) -> None:
    store = open_store("s3://not-a-bucket", weed.keys)
    with pytest.raises(StoreError, match="no bucket not-a-bucket"):
        store.read("x")


def test_a_dead_address_is_one_clear_line_soon() -> None:
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    store = open_store("s3://archive", Keys(access="a", secret="b", endpoint=address))
    started = time.monotonic()
    with pytest.raises(StoreUnreachable, match="is it running") as caught:
        store.put("x", b"y")
    assert time.monotonic() - started < 15
    assert "\n" not in str(caught.value)
    assert address in str(caught.value)


def test_an_address_that_is_none_is_one_clear_line() -> None:
    with pytest.raises(ConfigError, match="address of an S3 store"):
        open_store("s3://archive", Keys(access="a", secret="b", endpoint="not an address"))


def test_s3_without_keys_says_what_to_do() -> None:
    with pytest.raises(ConfigError, match="needs keys"):
        open_store("s3://archive")


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(Keys(access="a", secret="hush", endpoint="http://x"))


def test_the_environment_of_boto3_is_not_read(weed: Weed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert open_store("s3://archive", weed.keys).head("nothing") is None


def test_what_was_put_survives_a_crash_of_the_server() -> None:
    with running_weed(table_bucket=None) as weed:
        store = open_store("s3://archive", weed.keys)
        for number in range(20):
            store.put(f"kept/{number}", b"%d" % number * 1000)
        weed.kill()
        weed.start()
        # It answers 500 until its volumes have reported to its master.
        end = time.monotonic() + 30
        for number in range(20):
            while not (body := _read(store, f"kept/{number}")) and time.monotonic() < end:
                time.sleep(0.2)
            assert body == b"%d" % number * 1000


def _read(store: Store, key: str) -> bytes | None:
    try:
        return store.read(key)
    except StoreUnreachable:
        return None


def test_a_folder_that_is_read_only_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="file"):
        FolderStore(tmp_path / "file").put("a/b", b"x")


def conflicting(times: int) -> Fault:
    """Another upload of the same key is under way, as S3 says it (409), so often; nothing is stored."""
    return refusing(409, b"ConditionalRequestConflict", times)


@pytest.mark.parametrize("times", [1, 2])
def test_an_upload_that_meets_another_one_is_made_again(weed: Weed, prefix: str, times: int) -> None:
    with FaultyS3(weed.ports["s3.port"]) as relay:
        store = open_store("s3://archive", replace(weed.keys, endpoint=relay.endpoint))
        relay.fault = conflicting(times)
        assert store.put(f"{prefix}/a", b"ours").size == 4
        assert store.read(f"{prefix}/a") == b"ours"
        relay.fault = conflicting(1 << 30)
        with pytest.raises(StoreUnreachable, match="try again later"):
            store.put(f"{prefix}/b", b"ours")
        relay.fault = sound
        with pytest.raises(
            ObjectExists, match="other bytes"
        ):  # the twin: what is there is never taken for that
            store.put(f"{prefix}/a", b"theirs")


@pytest.mark.parametrize("what", ["put", "overwrite"])
def test_every_new_folder_is_made_durable_with_the_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """A power cut takes a name away whose folder was not synced, and all below it (fsync(2))."""
    synced: list[str] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    store = open_store(str(tmp_path / "new" / "store"))
    getattr(store, what)("a/b/c", b"x")
    made = [tmp_path / "new", tmp_path / "new/store", tmp_path / "new/store/a", tmp_path / "new/store/a/b"]
    assert {str(folder.parent) for folder in made} <= set(synced)
    assert synced.index(str(made[-1].parent)) < synced.index(str(made[-1]))
    synced.clear()
    getattr(store, what)("a/b/d", b"x")
    assert str(made[-1]) in synced
    assert str(made[0]) not in synced
