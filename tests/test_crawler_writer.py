"""Exchanges are written one after the other, long ones in a thread, whatever becomes of whoever waits."""

import asyncio
import threading
from datetime import UTC, datetime

import pytest
from archive_exchanges import exchange

from pipelines.archive.exchange import Exchange, Kept
from pipelines.archive.spool import Taken
from pipelines.page import Where
from spiders.crawler.writer import AT_ONCE, Writer

LONG = exchange(1, response=b"HTTP/1.1 200 OK\r\n\r\n" + b"z" * AT_ONCE)
SHORT = exchange(2)
WHERE = Where(record_id="urn:uuid:1", payload_sha256="", key="k", offset=0, length=1)
KEPT = Kept(
    where=WHERE,
    captured=datetime(2026, 1, 5, tzinfo=UTC),
    status=200,
    record_type="response",
    payload_length=1,
)


class Disk:
    """Writes what is long only when it is let."""

    def __init__(self) -> None:
        self.let, self.begun = threading.Event(), threading.Event()
        self.log: list[str] = []

    def write(self, taken: Taken) -> Kept:
        if taken is LONG:
            self.log.append("long begun")
            self.begun.set()
            assert self.let.wait(20)
        self.log.append("long done" if taken is LONG else "short done")
        return KEPT


def test_nothing_is_written_beside_a_long_one_that_nobody_waits_for_any_more() -> None:
    disk = Disk()

    async def asked() -> None:
        writer = Writer(disk.write, lambda e: pytest.fail(str(e)))
        gone = asyncio.ensure_future(writer.keep(LONG))
        assert await asyncio.to_thread(disk.begun.wait, 20)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        short = asyncio.ensure_future(writer.keep(SHORT))
        await asyncio.sleep(0)
        disk.let.set()
        assert await short == KEPT
        writer.close()

    asyncio.run(asked())
    assert disk.log == ["long begun", "long done", "short done"]


def test_who_finds_no_room_waits_until_there_is() -> None:
    disk = Disk()

    async def asked() -> None:
        writer = Writer(disk.write, lambda e: pytest.fail(str(e)), bound=AT_ONCE)
        first = asyncio.ensure_future(writer.keep(LONG))
        assert await asyncio.to_thread(disk.begun.wait, 20)
        second = asyncio.ensure_future(writer.keep(SHORT))
        await asyncio.sleep(0.05)
        assert disk.log == ["long begun"]
        disk.let.set()
        assert [await first, await second] == [KEPT, KEPT]
        assert (writer.exchanges, writer.bytes > AT_ONCE) == (2, True)
        writer.close()

    asyncio.run(asked())


def test_an_error_of_the_disk_reaches_the_run_and_whoever_waits() -> None:
    told: list[Exception] = []

    def full(_: Taken) -> Kept:
        raise OSError("disk full")

    async def asked(taken: Exchange) -> None:
        writer = Writer(full, told.append)
        with pytest.raises(OSError, match="disk full"):
            await writer.keep(taken)
        writer.close()

    for taken in (LONG, SHORT):
        asyncio.run(asked(taken))
    assert [str(e) for e in told] == ["disk full"] * 2
