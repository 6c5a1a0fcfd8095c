"""A real SeaweedFS (S3 and Iceberg REST catalog in one process) on free ports, in a temporary folder."""

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from pipelines.archive.store import Keys

BUCKETS = ("archive", "state", "work")
ALL = ("Admin", "Read", "Write", "List", "Tagging")
PORT_OPTIONS = (
    "s3.port", "s3.port.grpc", "s3.port.iceberg", "s3.port.lance", "master.port", "master.port.grpc",
    "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc", "admin.port", "admin.port.grpc",
)  # fmt: skip


def free_ports(count: int) -> list[int]:
    """Ports that nobody held a moment ago, all different."""
    holders = [socket.socket() for _ in range(count)]
    try:
        for holder in holders:
            holder.bind(("127.0.0.1", 0))
        return [holder.getsockname()[1] for holder in holders]
    finally:
        for holder in holders:
            holder.close()


class Weed:
    """One `weed mini`: stop or kill it, and start it again on the same data and ports."""

    def __init__(
        self, folder: Path, buckets: tuple[str, ...] = BUCKETS, table_bucket: str | None = "corpus"
    ) -> None:
        self.folder = folder
        self.buckets = buckets
        self.table_bucket = table_bucket
        self.process: subprocess.Popen[bytes] | None = None
        self._access, self._secret = "AKTEST" + secrets.token_hex(6), secrets.token_hex(16)
        identity: dict[str, object] = {
            "name": "admin",
            "credentials": [{"accessKey": self._access, "secretKey": self._secret}],
            "actions": list(ALL),
        }
        self.identities = [identity]
        self.policies: list[dict[str, object]] = []
        self.ports: dict[str, int] = {}

    @property
    def endpoint(self) -> str:
        """Address of the S3 service."""
        return f"http://127.0.0.1:{self.ports['s3.port']}"

    @property
    def catalog_uri(self) -> str:
        """Address of the Iceberg REST catalog; its warehouse is ``s3://<table bucket>``."""
        return f"http://127.0.0.1:{self.ports['s3.port.iceberg']}"

    @property
    def keys(self) -> Keys:
        """Keys that may do everything."""
        return Keys(access=self._access, secret=self._secret, endpoint=self.endpoint)

    def add_identity(self, name: str, *actions: str) -> Keys:
        """Keys of a further identity, for instance ``Read:archive``; call before start or restart."""
        access, secret = "AK" + secrets.token_hex(8), secrets.token_hex(16)
        credentials = [{"accessKey": access, "secretKey": secret}]
        self.identities.append({"name": name, "credentials": credentials, "actions": list(actions)})
        return Keys(access=access, secret=secret, endpoint=self.endpoint if self.ports else "")

    def start(self) -> None:
        """Start and wait until S3 and the catalog answer, and what is there can be read."""
        for _ in range(4):
            if not self.ports:
                self.ports = dict(zip(PORT_OPTIONS, free_ports(len(PORT_OPTIONS)), strict=True))
            self._launch()
            if self._ready():
                return
            self.kill()
            self.ports = {}  # another process may have taken one of them
        log = (self.folder / "weed.log").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"weed mini does not start; end of its log:\n{log}")

    def _launch(self) -> None:
        data, temp = self.folder / "data", self.folder / "tmp"
        data.mkdir(exist_ok=True)
        temp.mkdir(exist_ok=True)
        config = self.folder / "s3.json"
        config.write_text(json.dumps({"identities": self.identities, "policies": self.policies}))
        beside = Path(sys.executable).with_name("weed")
        program = str(beside) if beside.exists() else shutil.which("weed") or "weed"
        options = [f"-{name}={port}" for name, port in self.ports.items()]
        options += [f"-dir={data}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-s3.config={config}"]
        options += ["-webdav=false", "-admin.ui=false", "-master.telemetry=false", "-s3.port.https=0"]
        options += ["-s3.cacheCapacityMB=16", "-master.volumeSizeLimitMB=256"]
        with (self.folder / "weed.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, "-logtostderr=true", "mini", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(temp), "TMPDIR": str(temp)},
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def _ready(self, seconds: float = 90) -> bool:
        end = time.monotonic() + seconds
        missing = list(self.buckets)
        while time.monotonic() < end and self.process is not None and self.process.poll() is None:
            time.sleep(0.1)
            with suppress(OSError, BotoCoreError, ClientError):
                while missing:
                    self._make_bucket(missing[0])
                    missing.pop(0)
                if self.table_bucket:
                    self._make_table_bucket(self.table_bucket)
                with suppress(urllib.error.HTTPError):  # any HTTP answer will do
                    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                    direct.open(f"{self.catalog_uri}/v1/config", timeout=2).close()
                for name in self.buckets:
                    self._read_one(name)
                return True
        return False

    def _client(self, service: Literal["s3", "s3tables"]) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            aws_access_key_id=self._access,
            aws_secret_access_key=self._secret,
            region_name="us-east-1",
            config=Config(connect_timeout=2, read_timeout=20, retries={"total_max_attempts": 1}, proxies={}),
        )

    def _read_one(self, bucket: str) -> None:
        """Started again, it lists what it has some seconds before it finds the bytes."""
        client = self._client("s3")
        for held in client.list_objects_v2(Bucket=bucket, MaxKeys=1).get("Contents", []):
            client.get_object(Bucket=bucket, Key=held["Key"])["Body"].read(1)

    def _make_bucket(self, name: str) -> None:
        client = self._client("s3")
        try:
            client.create_bucket(Bucket=name)
        except ClientError as e:
            if not e.response["Error"]["Code"].startswith("BucketAlready"):
                raise

    def _make_table_bucket(self, name: str) -> None:
        client = self._client("s3tables")
        try:
            client.create_table_bucket(name=name)
        except ClientError as e:
            if e.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != 409:
                raise

    def stop(self) -> None:
        """End it in an orderly way."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)
        self.process = None


def _die_with_parent() -> None:
    """A test run that is itself killed leaves no server behind (PR_SET_PDEATHSIG)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


@contextmanager
def running_weed(buckets: tuple[str, ...] = BUCKETS, table_bucket: str | None = "corpus") -> Iterator[Weed]:
    """A running server with its buckets made; everything is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="weed-"))
    weed = Weed(folder, buckets, table_bucket)
    try:
        weed.start()
        yield weed
    finally:
        weed.kill()
        shutil.rmtree(folder, ignore_errors=True)
