"""Which TCP ports the stack uses: chosen once, free ones near the usual numbers, then remembered."""

import errno
import os
import socket
from collections.abc import Mapping
from pathlib import Path

from pipelines.errors import StackError

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
    """StackError naming the first remembered port that some other program has taken."""
    for name, port in sorted(ports.items()):
        if not is_free(port):
            who = owner(port)
            raise StackError(
                f"port {port} of {name} is taken by {who}; stop that program, "
                f'or remove "{name}" from "ports" in {stack_file} to let another port be chosen'
            )


def owner(port: int) -> str:
    """Who listens on a port, as far as we may see: ``process 12 (python)``."""
    wanted = {f"socket:[{inode}]" for inode in _listening(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) in wanted:
                folder = link.parents[1]
                return f"process {folder.name} ({(folder / 'comm').read_text().strip()})"
        except OSError:  # gone, or another user's
            continue
    return "another program"


def _listening(port: int) -> set[str]:
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not os.path.exists(table):  # noqa: PTH110 - no IPv6 on this machine
            continue
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes
