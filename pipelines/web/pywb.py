"""pywb as a process: it replays an archive with our ``/cdx`` as its only index.

It lives in an environment of its own (``replay.lock``), because it pins packages that ours cannot live with, and is
spoken to over HTTP on the loopback interface alone.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pipelines.archive import Archive, Keys
from pipelines.errors import ConfigError, StackError

SECONDS = 60.0
"""For pywb to answer."""
COLLECTION = """
  {name}:
    index:
      type: cdx
      api_url: "{index}?url={{url}}&closest={{closest}}&sort=closest"
      replay_url: ""
    archive_paths: "{files}/"
"""
CONFIG = """framed_replay: false
enable_auto_colls: false
banner_html: false
collections:{collections}"""
_SET_PDEATHSIG = 1  # prctl(2)


def program(named: Path | None = None) -> Path:
    """pywb's ``wayback``: the one named, or where ``make replay`` puts it, or on the path."""
    made = Path(__file__).parents[2] / ".make" / "replay" / "bin" / "wayback"
    on_path = shutil.which("wayback")
    found = named or (made if made.exists() else Path(on_path) if on_path else None)
    if found is None or not found.exists():
        raise ConfigError(
            f"no pywb {f'at {found}' if found else f'in {made.parent} or on the path'}; `make replay` makes an"
            " environment for it, or name its wayback with --pywb"
        )
    return found


@contextmanager
def running(
    archive: Archive, index: str, wayback: Path, collections: tuple[str, ...] = ("news",)
) -> Iterator[str]:
    """The address of a pywb that replays an archive; ``index`` is the address of its ``/cdx``."""
    named = "".join(
        COLLECTION.format(name=name, index=index, files=archive.objects.url) for name in collections
    )
    with tempfile.TemporaryDirectory(prefix="coranto-replay-") as folder:
        Path(folder, "config.yaml").write_text(CONFIG.format(collections=named))
        with serving(Path(folder), wayback, _keys(archive)) as address:
            yield address


@contextmanager
def serving(folder: Path, wayback: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a pywb in a folder with its configuration or collections."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    kernel = ctypes.CDLL(None)
    with (folder / "pywb.log").open("ab") as log:
        process = subprocess.Popen(
            [str(wayback), "-b", "127.0.0.1", "-p", str(port)],
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), **environment},
            stdout=log,
            stderr=log,
            # It must not outlive us: nobody else knows of it.
            preexec_fn=lambda: kernel.prctl(_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0),
        )
    try:
        _wait(port, process, folder / "pywb.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _keys(archive: Archive) -> dict[str, str]:
    keys: Keys | None = getattr(archive.objects, "keys", None)
    if keys is None:
        return {}
    return {
        "AWS_ENDPOINT_URL": keys.endpoint,
        "AWS_ACCESS_KEY_ID": keys.access,
        "AWS_SECRET_ACCESS_KEY": keys.secret,
        "AWS_DEFAULT_REGION": keys.region,
    }


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise StackError(f"pywb does not answer; its log ends: {log.read_text(errors='replace')[-800:]}")
