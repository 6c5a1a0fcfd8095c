"""pywb as it would be run beside the stack: its own environment and process, our ``/cdx`` as its index."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from weed import running_weed

from pipelines.archive import Archive, open_archive
from pipelines.web import answers, cdx
from pipelines.web.mementos import replay_app
from pipelines.web.pywb import running, serving
from pipelines.web.server import NAMES, At, _listen
from pipelines.web.shown import Shown, environment
from pipelines.web.walls import COLLECTIONS

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".make" / "replay" / "bin"
WAYBACK = BIN / "wayback"


@contextmanager
def cdx_server(archive: Archive) -> Iterator[str]:
    """Address of a server with the ``/cdx`` of an archive."""
    service = FastAPI()
    answers.install(service, Shown(environment()))
    cdx.install(service, archive)
    with closing(_listen(At(port=0))) as listener, answering(service, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def answering(service: FastAPI, listener: socket.socket) -> Iterator[None]:
    """The service answers on a socket, in a thread of its own."""
    server = uvicorn.Server(uvicorn.Config(service, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(30)


@contextmanager
def on_s3(folder: Path) -> Iterator[Archive]:
    """An archive on a real S3 server."""
    with running_weed(table_bucket=None) as weed:
        yield open_archive("s3://archive", weed.keys, spool=folder / "spool", shards=folder / "cdx")


@contextmanager
def pywb(archive: Archive, index: str) -> Iterator[httpx.Client]:
    """A client of pywb that replays an archive with the ``/cdx`` at this address, as the collection ``news``."""
    _environment()
    with running(archive, f"{index}/cdx", WAYBACK) as address, client_of(address) as client:
        yield client


@contextmanager
def pywb_of_wacz(wacz: Path, folder: Path) -> Iterator[httpx.Client]:
    """A client of a pywb that has nothing but one WACZ file, as the collection ``news``."""
    _environment()
    for words in (("init", "news"), ("add", "news", "--unpack-wacz", str(wacz))):
        command = [str(BIN / "wb-manager"), *words]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with serving(folder, WAYBACK, {}) as address, client_of(address) as client:
        yield client


@contextmanager
def replaying(archive: Archive) -> Iterator[str]:
    """The address of our replay server over an archive, with a pywb behind it."""
    _environment()
    secret = "index"
    with closing(_listen(At(port=0))) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with running(archive, f"{address}/{secret}/cdx", WAYBACK, COLLECTIONS) as behind:
            service = replay_app(archive, behind, secret=secret, names=NAMES)
            with answering(service, listener):
                yield address


def client_of(address: str) -> httpx.Client:
    """A client that knows where it is."""
    return httpx.Client(base_url=address, timeout=60, trust_env=False)


def asked_of_pywb(program: str, told: str, *words: str) -> str:
    """What a few lines of Python print that use pywb as a library."""
    _environment()
    command = [str(BIN / "python"), "-c", program, *words]
    return subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout


def _environment() -> None:
    """Made by ``make test`` already; here for whoever runs one test by hand."""
    subprocess.run(["make", "-s", "replay"], cwd=ROOT, check=True, capture_output=True)
