"""supervisord: its configuration, how it is started, and its XML-RPC over a unix socket."""

import contextlib
import http.client
import os
import shlex
import socket
import sys
import time
import xmlrpc.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import PartFailed
from pipelines.settings import Home
from pipelines.stack import groups
from pipelines.stack.guard import SUPERVISOR, record_of
from pipelines.stack.parts import Part

ALREADY = 60  # supervisor/xmlrpc.py: ALREADY_STARTED
NOT_RUNNING = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What supervisord says of one program: its state's name, process number and start (epoch seconds)."""

    name: str
    state: str
    pid: int
    started: float
    why: str


class _Transport(xmlrpc.client.Transport):
    """XML-RPC to a unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = _Connection(self.path)
        self._connection = host, connection  # so that close() finds it
        return connection


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(str(self.path))


class Supervisor:
    """The running supervisord of a home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._rpc = xmlrpc.client.ServerProxy("http://localhost", transport=_Transport(socket_path(home)))

    def call(self, method: str, *arguments: Any) -> Any:
        """One remote call, such as ``supervisor.getState``."""
        with self._rpc as rpc:
            return getattr(rpc, method)(*arguments)

    def states(self) -> dict[str, State]:
        """Every program's state; empty where no supervisord answers."""
        try:
            found = self.call("supervisor.getAllProcessInfo")
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return {}
        return {
            info["name"]: State(
                name=info["name"],
                state=info["statename"],
                pid=info["pid"],
                started=info["start"],
                why=info["spawnerr"] or info["description"],
            )
            for info in found
        }

    def start(self, name: str) -> None:
        """Ask for a program to be started; does not wait."""
        self._ask("supervisor.startProcess", name, ALREADY)

    def stop(self, name: str) -> None:
        """Ask for a program to be stopped; does not wait."""
        self._ask("supervisor.stopProcess", name, NOT_RUNNING)

    def _ask(self, method: str, name: str, fine: int) -> None:
        try:
            self.call(method, name, False)
        except xmlrpc.client.Fault as fault:
            if fault.faultCode != fine:
                raise PartFailed(f"supervisor refuses {method} of {name}: {fault.faultString}") from fault

    def learn(self) -> None:
        """Read the configuration again and take in programs that are new."""
        added, _changed, _removed = self.call("supervisor.reloadConfig")[0]
        for name in added:
            self.call("supervisor.addProcessGroup", name)


def socket_path(home: Home) -> Path:
    """The supervisor's socket; a short name, as supervisord first binds it with its number appended."""
    return home.sockets / "sv.sock"


def is_running(home: Home) -> groups.Process | None:
    """The living supervisord of this home."""
    return groups.leader(groups.recorded(record_of(home, SUPERVISOR)))


def start(home: Home, parts: Iterable[Part], environment: Mapping[str, str]) -> None:
    """Start supervisord in a session of its own and wait until it answers; no program is started yet."""
    configure(home, parts)
    log = os.open(home.logs / "supervisor.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", "pipelines.stack.guard", SUPERVISOR],
            dict(environment),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, log, 1),
                (os.POSIX_SPAWN_DUP2, log, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(log)
    until = time.monotonic() + 20
    while not Supervisor(home).states() or not is_running(home):
        if time.monotonic() > until:
            raise PartFailed(f"supervisor does not answer; read {home.logs / 'supervisor.log'}")
        time.sleep(0.1)


def reap(pid: int) -> None:
    """Collect an ended supervisord, if this very process started it, so that it stays no zombie."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def configure(home: Home, parts: Iterable[Part]) -> None:
    """Write supervisord.conf: one program each and no groups, which would stop together."""
    sections = [_daemon(home), *(_program(home, part) for part in parts)]
    text = "\n\n".join(sections) + "\n"
    path = home.run / "supervisord.conf"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _daemon(home: Home) -> str:
    logs = _plain(home.logs / "supervisord.log")
    user = "user=root\n" if os.geteuid() == 0 else ""
    return (
        f"[unix_http_server]\nfile={_plain(socket_path(home))}\nchmod=0700\n\n"
        f"[supervisord]\nlogfile={logs}\nlogfile_maxbytes=10MB\nlogfile_backups=3\nsilent=true\n"
        f"pidfile={_plain(home.run / 'supervisord.pid')}\numask=077\n{user}\n"
        "[rpcinterface:supervisor]\n"
        "supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface"
    )


def _program(home: Home, part: Part) -> str:
    python = _plain(Path(shlex.quote(sys.executable)))
    settings = {
        "command": f"{python} -P -m pipelines.stack.guard {part.name}",
        "priority": part.priority,
        "autostart": "false",
        "autorestart": "true",
        "startsecs": 2,
        "startretries": 3,
        "stopsignal": part.stop_signal,
        "stopwaitsecs": part.stop_seconds,
        "stopasgroup": str(part.stop_as_group).lower(),
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _plain(home.logs / f"{part.name}.log"),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": 3,
    }
    return "\n".join([f"[program:{part.name}]", *(f"{key}={value}" for key, value in settings.items())])


def _plain(path: Path) -> str:
    """A path as supervisor's ini format wants it: %% for a percent sign."""
    return str(path).replace("%", "%%")
