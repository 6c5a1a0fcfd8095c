"""The desk as a server: on this machine for whoever sits at it, elsewhere only for users."""

import errno
import ipaddress
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from pipelines.archive.merging import following
from pipelines.errors import ConfigError
from pipelines.web.admission import Door
from pipelines.web.desk import LOCALHOST
from pipelines.web.mementos import replay_app
from pipelines.web.pages import app
from pipelines.web.pywb import program, running
from pipelines.web.users import Users

if TYPE_CHECKING:
    from fastapi import FastAPI

    from pipelines.archive import Archive
    from pipelines.corpus import Corpus

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost", "[::1]")
"""Names a browser may call us by. Any other means that somebody's web page had its own name point to
loopback to read what is here (DNS rebinding)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where to listen, and whom to let in."""

    port: int = 8090
    """0 takes a free one."""
    bind: str = LOOPBACK
    names: tuple[str, ...] = NAMES
    """Host names that browsers may call us by, beside ``bind``."""
    users: Path | None = None
    """The users' database; needed where ``bind`` is no loopback address, or where ``login`` is set."""
    login: bool = False
    """Ask even those on the loopback interface who they are: behind a proxy everybody comes from there."""
    certificate: Path | None = None
    key: Path | None = None
    """TLS, in PEM."""
    secret: str = ""
    """Shared with Airflow's proxy."""
    per_minute: int = 0
    """Requests that each user may make; 0: no limit."""

    def door(self) -> Door:
        """Who decides; ConfigError where that would be nobody."""
        if not self.login and is_loopback(self.bind):
            return Door(secret=self.secret, per_minute=self.per_minute)
        users = Users(self.users) if self.users else None
        if users is None or not users.any():
            raise ConfigError(
                f"whoever reaches {self.bind} would see everything, and there is no user with a password or a token;"
                " add one with `coranto user add NAME --role full`, or bind to 127.0.0.1"
            )
        return Door(users=users, secret=self.secret, per_minute=self.per_minute)


def is_loopback(bind: str) -> bool:
    """Can nobody else reach this address?

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("localhost")
    (True, True, False, True)
    """
    try:
        return bind == "localhost" or ipaddress.ip_address(bind).is_loopback
    except ValueError:
        return False


def serve(
    corpus: "Corpus",
    at: At | None = None,
    *,
    archive_id: str = LOCALHOST,
    replay: Callable[[], str] = str,
    follow: bool = False,
) -> None:
    """Serve the desk until a signal says stop; ``archive_id`` and ``replay`` as in :class:`~pipelines.web.desk.Desk`.

    ``follow``: keep the index of captures up to the archive too, where no indexer runs beside us.
    """
    at = at or At()
    names = ("*",) if at.bind in ("0.0.0.0", "::") and at.names == NAMES else (*at.names, at.bind)  # noqa: S104
    with following(corpus.archive) if follow else nullcontext():
        made = app(corpus, names=names, door=at.door(), archive_id=archive_id, replay=replay)
        _run(at, "search page", made)


def serve_replay(
    archive: "Archive", at: At, *, wayback: Path | None = None, told: Path | None = None, follow: bool = False
) -> None:
    """Replay an archive on the loopback interface until a signal says stop, with a pywb of our own behind us.

    ``told`` is a file that holds our address as long as we answer; the article pages of a stack look there.
    """
    secret = secrets.token_urlsafe(16)
    found = program(wayback)
    # uvicorn hands the signal on when it has ended, which by default would leave pywb and our address behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with following(archive) if follow else nullcontext(), closing(_listen(at)) as listener:
        index = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{secret}/cdx"
        with running(archive, index, found, ("page", "scripted")) as pywb:
            made = replay_app(archive, pywb, secret=secret, names=at.names)
            with _told(told, f"http://{LOOPBACK}:{listener.getsockname()[1]}"):
                _run(at, "replay", made, listener)


@contextmanager
def _told(path: Path | None, address: str) -> Iterator[None]:
    if path is not None:
        path.write_text(address)
    try:
        yield
    finally:
        if path is not None and path.exists() and path.read_text() == address:
            path.unlink()


def _run(at: At, what: str, made: "FastAPI", listener: socket.socket | None = None) -> None:
    with closing(listener or _listen(at)) as bound:
        scheme = "https" if at.certificate else "http"
        host = f"[{at.bind}]" if ":" in at.bind else at.bind
        address = f"{scheme}://{host}:{bound.getsockname()[1]}"
        print(f"{what}: {address}/", file=sys.stderr, flush=True)  # noqa: T201
        config = uvicorn.Config(
            made,
            log_level="warning",
            access_log=False,  # what a researcher searches for is nobody's business
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
            ssl_certfile=at.certificate,
            ssl_keyfile=at.key,
        )
        uvicorn.Server(config).run(sockets=[bound])


def _listen(at: At) -> socket.socket:
    """Bound by us: uvicorn would exit with a log line where the port is taken."""
    listener = socket.socket(socket.AF_INET6 if ":" in at.bind else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((at.bind, at.port))
        listener.listen(128)  # before the address is told: whoever reads it may come at once
    except (OSError, OverflowError) as error:
        listener.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "another program has it" if taken else str(error)
        raise ConfigError(
            f"port {at.port} of {at.bind} cannot be used: {why}; choose another with --port"
        ) from error
    return listener
