"""Of all who want a site, one holds it at a time, and knows when it does not any more."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from weed import Weed, running_weed

from pipelines.archive.lease import hold
from pipelines.archive.store import Store, open_store
from pipelines.errors import LeaseBusy, LeaseLost


@pytest.fixture(params=["folder", "s3"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return open_store(str(tmp_path / "state"))
    weed: Weed = request.getfixturevalue("weed")
    return open_store("s3://state", weed.keys)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> str:
    return f"site{abs(hash(request.node.name))}"


def test_the_second_owner_is_told_of_the_first(state: Store, site: str) -> None:
    with (
        hold(state, site, "crawl a on host one"),
        pytest.raises(LeaseBusy, match="held by crawl a on host one until 20"),
        hold(state, site, "crawl b"),
    ):
        pass


def test_a_released_lease_is_free_at_once(state: Store, site: str) -> None:
    for owner in ("a", "b", "a"):
        with hold(state, site, owner) as lease:
            lease.check()


def test_other_sites_are_not_touched(state: Store, site: str) -> None:
    with hold(state, site, "a"), hold(state, f"{site}-other", "b"):
        pass


def test_waiting_gets_the_lease_when_the_holder_ends(state: Store, site: str) -> None:
    held, ended = threading.Event(), threading.Event()

    def first() -> float:
        with hold(state, site, "first"):
            held.set()
            ended.wait(10)
            return time.monotonic()

    with ThreadPoolExecutor(1) as pool:
        released = pool.submit(first)
        assert held.wait(10)
        threading.Timer(0.5, ended.set).start()
        with hold(state, site, "second", wait=10):
            assert time.monotonic() >= released.result()


def test_a_dead_owner_loses_it_at_the_expiry(state: Store, site: str) -> None:
    with hold(state, site, "dead", seconds=60) as lease:
        body, etag = state.fetch(lease.key)
        state.swap(lease.key, body.replace(b'"expires": "2', b'"expires": "1'), etag=etag)
        with hold(state, site, "next"):
            pass


def test_a_lease_is_renewed_beyond_its_length(state: Store, site: str) -> None:
    lost: list[bool] = []
    # long enough that a busy machine, which may hold back a renewal for seconds, does not let it end
    with hold(state, site, "long", seconds=8, on_lost=lambda: lost.append(True)) as lease:
        time.sleep(10)
        with pytest.raises(LeaseBusy), hold(state, site, "other"):
            pass
        lease.check()
    assert lost == []


def test_an_owner_whose_lease_was_taken_is_told(state: Store, site: str) -> None:
    lost = threading.Event()
    with hold(state, site, "slow", seconds=3, on_lost=lost.set) as lease:
        body, etag = state.fetch(lease.key)
        state.swap(lease.key, body.replace(lease.token.encode(), b"0" * 32), etag=etag)
        assert lost.wait(5)
        with pytest.raises(LeaseLost, match="must stop"):
            lease.check()


def test_of_many_who_ask_at_once_one_gets_it(state: Store, site: str) -> None:
    together, done = threading.Barrier(6), threading.Barrier(6)

    def ask(number: int) -> int:
        together.wait(10)
        try:
            with hold(state, site, f"owner {number}"):
                done.wait(10)
                return 1
        except LeaseBusy:
            done.wait(10)
            return 0

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ask, range(6))) == 1


def test_an_owner_cut_off_from_the_store_is_told_before_the_expiry() -> None:
    with running_weed(table_bucket=None) as weed:
        lost, told = threading.Event(), []

        def tell() -> None:
            told.append(time.monotonic())
            lost.set()

        with hold(open_store("s3://state", weed.keys), "herald", "a", seconds=6, on_lost=tell) as lease:
            weed.kill()
            assert lost.wait(30)
        assert told[0] < lease.until
