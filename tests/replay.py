"""pywb as it would be run beside the stack: its own environment and process, our ``/cdx`` as its index."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from weed import free_ports, running_weed

from pipelines.archive import Archive, Keys, open_archive
from pipelines.web import answers, cdx
from pipelines.web.server import _listen
from pipelines.web.shown import Shown, environment

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".make" / "replay" / "bin"
CONFIG = """
collections:
  news:
    index:
      type: cdx
      api_url: "{cdx}/cdx?url={{url}}&closest={{closest}}&sort=closest"
      replay_url: ""
    archive_paths: "{files}"
enable_auto_colls: false
"""


@contextmanager
def cdx_server(archive: Archive) -> Iterator[str]:
    """Address of a server with the ``/cdx`` of an archive."""
    service = FastAPI()
    answers.install(service, Shown(environment()))
    cdx.install(service, archive)
    with closing(_listen(0)) as listener:
        server = uvicorn.Server(uvicorn.Config(service, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def on_s3(folder: Path) -> Iterator[Archive]:
    """An archive on a real S3 server."""
    with running_weed(table_bucket=None) as weed:
        yield open_archive("s3://archive", weed.keys, spool=folder / "spool", shards=folder / "cdx")


@contextmanager
def pywb(archive: Archive, index: str, folder: Path) -> Iterator[httpx.Client]:
    """A client of pywb that replays an archive with this index."""
    _environment()
    url = archive.objects.url
    config = CONFIG.format(cdx=index, files=f"{url}/")
    (folder / "config.yaml").write_text(config)
    keys: Keys | None = getattr(archive.objects, "keys", None)
    secrets = (
        {
            "AWS_ENDPOINT_URL": keys.endpoint,
            "AWS_ACCESS_KEY_ID": keys.access,
            "AWS_SECRET_ACCESS_KEY": keys.secret,
            "AWS_DEFAULT_REGION": keys.region,
        }
        if keys
        else {}
    )
    with _serving(folder, secrets) as client:
        yield client


@contextmanager
def pywb_of_wacz(wacz: Path, folder: Path) -> Iterator[httpx.Client]:
    """A client of a pywb that has nothing but one WACZ file, as the collection ``news``."""
    _environment()
    for words in (("init", "news"), ("add", "news", "--unpack-wacz", str(wacz))):
        command = [str(BIN / "wb-manager"), *words]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with _serving(folder, {}) as client:
        yield client


@contextmanager
def _serving(folder: Path, secrets: dict[str, str]) -> Iterator[httpx.Client]:
    (port,) = free_ports(1)
    with (folder / "pywb.log").open("ab") as log:
        process = subprocess.Popen(
            [str(BIN / "wayback"), "-b", "127.0.0.1", "-p", str(port)],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), **secrets},
            stdout=log,
            stderr=log,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            _wait(client, process, folder / "pywb.log")
            yield client
    finally:
        process.terminate()
        process.wait(20)


def asked_of_pywb(program: str, told: str, *words: str) -> str:
    """What a few lines of Python print that use pywb as a library."""
    _environment()
    command = [str(BIN / "python"), "-c", program, *words]
    return subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout


def _environment() -> None:
    """Made by ``make test`` already; here for whoever runs one test by hand."""
    subprocess.run(["make", "-s", "replay"], cwd=ROOT, check=True, capture_output=True)


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            client.get("/")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"pywb does not answer; its log:\n{log.read_text()[-2000:]}")
