"""Ports are free ones, stay the same, and one that is taken is named with its part."""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from pipelines.errors import StackError
from pipelines.stack import ports

pytestmark = pytest.mark.stack
"""They take the very ports of a stack for moments, so they must not run beside one that restarts."""


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_port_that_somebody_listens_on_is_not_free(host: str) -> None:
    with socket.create_server((host, 0)) as server:
        number = server.getsockname()[1]
        assert not ports.is_free(number)
    assert ports.is_free(number)


def test_every_part_gets_its_own_free_port_and_keeps_it() -> None:
    chosen = ports.choose({})
    assert chosen.keys() == ports.WANTED.keys()
    assert len(set(chosen.values())) == len(chosen)
    assert all(ports.is_free(port) for port in chosen.values())
    assert max(chosen.values()) < 32768, "above lie the ports of outgoing connections"
    assert ports.choose(chosen) == chosen


def test_a_taken_default_leads_to_another_port_beside_it() -> None:
    usual = ports.choose({})["airflow"]
    with socket.create_server(("127.0.0.1", usual)):
        other = ports.choose({})["airflow"]
    assert usual < other < usual + 4000


def test_seaweedfs_admin_ports_keep_their_distance() -> None:
    chosen = ports.choose({"admin": 14000})
    assert chosen["admin.grpc"] == 24000


def test_a_remembered_port_that_is_taken_is_named_with_part_and_program(taken: int, tmp_path: Path) -> None:
    file = tmp_path / "stack.json"
    with pytest.raises(StackError) as said:
        ports.check(ports.choose({"s3": taken}), file)
    assert re.search(rf"port {taken} of s3 is taken by process {os.getpid()} \(\S", str(said.value))
    assert str(file) in str(said.value)


@pytest.mark.parametrize("goes", [True, False])
def test_a_port_that_another_start_only_looked_at_is_free(
    goes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as looking:
        chosen = {"airflow": looking.getsockname()[1]}

        def owner(_: int) -> str:
            if goes:
                looking.close()
            return "another program"

        monkeypatch.setattr(ports, "owner", owner)
        with nullcontext() if goes else pytest.raises(StackError, match="taken by another program"):
            ports.check(chosen, tmp_path / "stack.json")


def test_free_ports_pass_the_check(tmp_path: Path) -> None:
    ports.check(ports.choose({}), tmp_path / "stack.json")


def test_the_listener_of_a_port_is_found(taken: int) -> None:
    found = ports.listener(taken)
    assert found is not None
    assert found.pid == os.getpid()
    assert ports.listener(ports.choose({})["s3"]) is None


def test_two_fresh_stacks_do_not_choose_ports_at_the_same_time(tmp_path: Path) -> None:
    """Each waits until the other's programs have bound theirs; without that both would choose the same."""
    chosen: list[int] = []
    open_servers: list[socket.socket] = []

    def start(locked: bool) -> None:
        with ports.one_at_a_time() if locked else nullcontext():
            port = ports.choose({})["airflow"]
            time.sleep(0.3)
            chosen.append(port)
            if port not in chosen[:-1]:
                open_servers.append(socket.create_server(("127.0.0.1", port)))

    for locked in (True, False):
        chosen.clear()
        threads = [threading.Thread(target=start, args=(locked,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(chosen)) == (2 if locked else 1)
        while open_servers:
            open_servers.pop().close()
