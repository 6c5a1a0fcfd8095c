"""Which TCP ports the stack uses: chosen once, free ones near the usual numbers, then remembered."""

import contextlib
import errno
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipelines.errors import StackError
from pipelines.stack import groups

WANTED = {
    "airflow": 8080,
    "search": 8090,
    "s3": 8333,
    "catalog": 8181,
    "logs": 8793,
    "s3.grpc": 18333,
    "master": 9333,
    "master.grpc": 19333,
    "volume": 9340,
    "volume.grpc": 19340,
    "filer": 8888,
    "filer.grpc": 18888,
    "admin": 13646,
    "admin.grpc": 23646,
}
"""Each port's name and the number tried first. All lie below 32768, where Linux takes the ports of
outgoing connections from, so that none is taken by chance while the stack is down."""

FIXED = {"admin.grpc": ("admin", 10000)}
"""SeaweedFS's worker dials its admin server at HTTP port + 10000 whatever -admin.port.grpc says (4.48)."""


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of the loopback interface.

    >>> with socket.create_server(("127.0.0.1", 0)) as taken:
    ...     is_free(taken.getsockname()[1])
    False
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def choose(remembered: Mapping[str, int]) -> dict[str, int]:
    """The remembered ports, and a free one for each name that has none yet."""
    ports = {name: int(port) for name, port in remembered.items() if name in WANTED}
    for name, wanted in WANTED.items():
        if name in ports or name in FIXED:
            continue
        followers = [extra for follower, (leader, extra) in FIXED.items() if leader == name]
        ports[name] = _first_free(wanted, set(ports.values()), followers)
    ports.update({name: ports[leader] + extra for name, (leader, extra) in FIXED.items()})
    return ports


def _first_free(wanted: int, taken: set[int], followers: list[int]) -> int:
    for port in range(wanted, wanted + 4000):
        needed = [port, *(port + extra for extra in followers)]
        if not taken.intersection(needed) and all(map(is_free, needed)):
            return port
    raise StackError(f"no free port from {wanted} to {wanted + 3999}; stop some programs and start again")


def check(ports: Mapping[str, int], stack_file: Path) -> None:
    """StackError naming the first remembered port that some other program has taken.

    Whoever else looks for a free port holds each for a moment; so one that is free again, once its owner was looked for, is free.
    """
    for name, port in sorted(ports.items()):
        if not is_free(port):
            who = owner(port)
            if is_free(port):
                continue
            raise StackError(
                f"port {port} of {name} is taken by {who}; stop that program, "
                f'or remove "{name}" from "ports" in {stack_file} to let another port be chosen'
            )


def owner(port: int) -> str:
    """Who listens on a port, as far as we may see: ``process 12 (python)``."""
    found = listener(port)
    if found is None:
        return "another program"
    return f"process {found.pid} ({Path(f'/proc/{found.pid}/comm').read_text().strip()})"


def listener(port: int) -> groups.Process | None:
    """The process that listens on a port; None where nobody does, or another user's."""
    wanted = {f"socket:[{inode}]" for inode in _listening(port)}
    if not wanted:
        return None
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):  # gone, or another user's
            if str(link.readlink()) in wanted:
                return groups.look(int(link.parts[2]))
    return None


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one stack of this user at a time choose ports and bind them; a second start waits."""
    path = Path(tempfile.gettempdir()) / f"coranto-{os.geteuid()}.lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:  # somebody else's file: then a clash is only found when a part cannot bind
        yield
        return
    with os.fdopen(descriptor, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _listening(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not Path(table).exists():  # no IPv6 on this machine
            continue
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes
