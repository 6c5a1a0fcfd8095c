"""What is held is known from a summary and what came after it: a run's requests do not grow with the site's age."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from crawl_paper import MIDNIGHT, Gazette, gazette, stories
from faulty_s3 import Asked, FaultyS3, Forward, Said, sound
from hypothesis import given
from hypothesis import strategies as st
from measured import note
from test_rests import manifest
from weed import running_weed

from pipelines.archive import Archive, Keys, open_archive
from pipelines.archive.ledger import ENDS, Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import manifests, new_id, put_manifest
from pipelines.archive.store import Store
from spiders.crawl import crawl
from spiders.crawler.holdings import EVERY, decode, encode, recall
from spiders.crawler.known import Known, known

SITE = "gazette"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
KEY = f"known/{SITE}.json.zst"


@dataclass
class Counting:
    """A store that counts what is asked of it."""

    store: Store
    asked: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.store, name)
        if not callable(found):
            return found

        def counted(*given: Any, **named: Any) -> Any:
            self.asked[name] += 1
            return found(*given, **named)

        return counted


def an_entry(n: int, end: str = "fetched", at: int = 0) -> Entry:
    captured = NOON + timedelta(minutes=at) if end in ("fetched", "gone", "moved") else None
    return Entry(
        url=f"https://gazette.example/2026/{n}", end=end, sources=("https://gazette.example/rss.xml",),  # type: ignore[arg-type]
        announced=NOON, dated="published", captured=captured, status=200 if captured else None,
    )  # fmt: skip


def committed(archive: Archive, count: int) -> None:
    for n in range(count):
        made = manifest(n, an_entry(n), an_entry(n - 1, "held"), an_entry(100_000 + n, "failed"))
        put_manifest(archive, replace(made, id=new_id()))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path)


def counted(archive: Archive) -> tuple[Archive, Counter[str]]:
    objects, state = Counting(archive.objects), Counting(archive.state)
    state.asked = objects.asked
    return replace(archive, objects=objects, state=state), objects.asked


@pytest.mark.parametrize("count", [30, 120])
def test_a_run_asks_the_store_as_little_for_an_old_site_as_for_a_young_one(
    archive: Archive, count: int
) -> None:
    committed(archive, count)
    recall(archive, SITE)
    for _ in range(EVERY + 5):  # as many runs as it takes to come to the next summary
        committed(archive, 1)
        watched, asked = counted(archive)
        found = recall(watched, SITE)
        assert sum(asked.values()) <= EVERY + 3, asked  # one listing, the summary, and what came after it
    assert len(found.settled) == count


def test_without_a_summary_every_manifest_is_read(archive: Archive) -> None:
    """The twin."""
    committed(archive, 60)
    watched, asked = counted(archive)
    recall(watched, SITE)
    assert asked["read"] == 60


def test_a_summary_and_the_manifests_after_it_tell_what_all_manifests_tell(archive: Archive) -> None:
    committed(archive, EVERY + 2)
    recall(archive, SITE)
    committed(archive, 5)
    assert plain(recall(archive, SITE)) == plain(known(manifests(archive, SITE)))


def plain(found: Known) -> Known:
    """Without what a summary leaves to the manifests."""
    settled = {url: replace(entry, where=None, note=None) for url, entry in found.settled.items()}
    return replace(found, settled=settled, open={url: replace(e, note=None) for url, e in found.open.items()})


@pytest.mark.parametrize("damage", [b"", b"not a summary", None])
def test_a_lost_or_damaged_summary_is_made_again(archive: Archive, damage: bytes | None) -> None:
    committed(archive, EVERY + 2)
    before = recall(archive, SITE)
    archive.state.delete(KEY)
    if damage is not None:
        archive.state.swap(KEY, damage, etag=None)
    assert plain(recall(archive, SITE)) == plain(before)
    assert decode(archive.state.fetch(KEY)[0])[1].settled.keys() == before.settled.keys()


def test_a_summary_of_manifests_that_are_no_longer_there_counts_for_nothing(archive: Archive) -> None:
    committed(archive, EVERY + 2)
    recall(archive, SITE)
    for held in list(archive.objects.list("manifests/"))[:EVERY]:
        archive.objects.delete(held.key)
    assert len(recall(archive, SITE).settled) == 2


def ledgers() -> st.SearchStrategy[list[Manifest]]:
    entry = st.builds(an_entry, st.integers(0, 8), st.sampled_from(ENDS), st.integers(0, 50))
    return st.lists(st.lists(entry, max_size=8), max_size=6).map(
        lambda found: [manifest(n, *entries) for n, entries in enumerate(found)]
    )


@given(ledgers(), st.integers(0, 6))
def test_reading_in_two_steps_is_reading_at_once(found: list[Manifest], at: int) -> None:
    at = min(at, len(found))
    first = decode(encode(known(found[:at]), [m.key for m in found[:at]]))[1]
    again, once = known(found[at:], first), known(found)
    assert (plain(again).settled, again.same, again.histories) == (
        plain(once).settled,
        once.same,
        once.histories,
    )
    assert plain(again).open == plain(once).open
    assert again.heard == once.heard


@given(ledgers())
def test_what_is_settled_is_never_open(found: list[Manifest]) -> None:
    told = known(found)
    assert not told.settled.keys() & told.open.keys()


def aged(archive: Archive, site: str, hours: int) -> None:
    """So many hourly polls of a site, the last one two days ago, each with the one before it."""
    last = None
    for n in range(hours):
        began = datetime.now(UTC) - timedelta(hours=48 + hours - n)
        stamp = f"{int(began.timestamp() * 1000):012x}"
        made = manifest(n, an_entry(n))
        name, unit = f"{stamp[:8]}-{stamp[8:]}-7000-8000-{n:012x}", replace(made.unit, site=site)
        last = put_manifest(archive, replace(made, id=name, unit=unit, started=began, previous=last))


def test_a_whole_run_on_s3_costs_as_many_requests_on_an_old_site(tmp_path: Path) -> None:
    """From lease to commit, counted on the wire, of sites that were polled forty and a hundred and sixty times."""
    asked: list[str] = []

    def counting(one: Asked, forward: Forward) -> Said | None:
        asked.append(f"{one.method} {one.path}")
        return forward(one)

    with (
        running_weed(table_bucket=None) as weed,
        FaultyS3(weed.ports["s3.port"]) as relay,
        Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper,
    ):
        keys = Keys(access=weed.keys.access, secret=weed.keys.secret, endpoint=relay.endpoint)
        archive = open_archive("s3://archive", keys, spool=tmp_path / "spool")
        costs = {}
        for name, hours in (("young", 40), ("old", 160)):
            site = gazette().parse(name, gazette().yaml)
            aged(archive, name, hours)
            relay.fault = counting
            for _ in range(2):  # the first run writes the summary, the second one rests on it
                asked.clear()
                crawl(site, to=archive, since="2026-01-05", **paper.options)
                costs[name] = len(asked)
            relay.fault = sound
    assert costs["old"] <= costs["young"] + 2, costs
    note(
        "test", "S3 requests of one run", f"{costs['young']} after 40 hourly polls, {costs['old']} after 160"
    )
