"""Manifests come back as they were, say what is settled, and form one chain."""

import os
import random
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import pytest
from archive_exchanges import DAY, START, archive_in
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.archive import Archive
from pipelines.archive.ledger import ENDS, SETTLED, Dated, End, Entry
from pipelines.archive.manifest import DatedHints, Manifest, RobotsVerdict, Stored, WarcStored
from pipelines.archive.manifests import (
    from_json,
    latest,
    load_manifest,
    manifests,
    new_id,
    put_manifest,
    sites_held,
    to_json,
)
from pipelines.archive.unit import Unit
from pipelines.errors import ManifestError, ObjectExists
from pipelines.page import Where
from pipelines.record import Hints
from spiders.crawler.known import known


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def manifest(site: str = "herald", **fields: object) -> Manifest:
    told: dict[str, object] = {
        "id": new_id(),
        "unit": Unit.of(site, DAY),
        "kind": "days",
        "complete": True,
        "finish": "finished",
        "started": START,
        "ended": START + timedelta(minutes=3),
        "warcs": (),
        "ledger": (),
    }
    return Manifest(**(told | fields))  # type: ignore[arg-type]


WHERE = Where(record_id="urn:uuid:1", payload_sha256="0" * 64, key="warc/x", offset=3, length=9)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
entries = st.builds(
    Entry,
    url=texts,
    end=st.sampled_from(ENDS),
    sources=st.lists(texts, max_size=2).map(tuple),
    announced=st.none() | instants,
    dated=st.sampled_from([None, "published", "modified", "day"]),
    status=st.none() | st.integers(100, 599),
    captured=st.none() | instants,
    where=st.none() | st.just(WHERE),
    target=st.none() | texts,
    note=st.none() | texts,
)


@settings(deadline=None, max_examples=80)
@given(ledger=st.lists(entries, max_size=4), since=st.none() | instants, words=st.lists(texts, max_size=2))
def test_a_manifest_comes_back_as_it_was(
    ledger: list[Entry], since: datetime | None, words: list[str]
) -> None:
    hints = Hints(body=tuple(words), memory=MappingProxyType({"share": "Teilen"}), language="de")
    stored = Stored(key="warc/a", size=1, sha256="aa")
    told = manifest(
        ledger=tuple(ledger),
        hints=(DatedHints(since=since, hints=hints),),
        robots=(RobotsVerdict(url="https://h/robots.txt", status=200, verdict="rules", captured=START),),
        warcs=(WarcStored(warc=stored, cdxj=stored, exchanges=3),),
        previous=stored,
        stats={"pages": 3, "by": {"host": [1, 2.5, None, True]}},
        run={"dag_id": "days_herald"},
    )
    back = from_json(to_json(told))
    assert replace(back, hints=()) == replace(told, hints=())
    assert dict(back.hints[0].hints.memory) == dict(hints.memory)
    assert to_json(back) == to_json(told)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": "coranto manifest 9"}',
        b'{"format": "coranto manifest 1", "id": 7}',
        b"null",
    ],
)
def test_what_is_no_manifest_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ManifestError, match="the-key") as caught:
        from_json(data, "the-key")
    assert "\n" not in str(caught.value)


def test_an_unknown_field_of_a_later_version_is_passed_over() -> None:
    told = manifest()
    assert from_json(to_json(told).replace(b'"kind"', b'"mood": "fair", "kind"')) == told


def test_an_unknown_end_is_refused() -> None:
    body = to_json(manifest(ledger=(Entry(url="u", end="fetched"),))).replace(b'"fetched"', b'"lost"')
    with pytest.raises(ManifestError, match="lost"):
        from_json(body)


def test_keys_name_site_span_and_attempt() -> None:
    told = manifest(id="0199")
    assert told.key == "manifests/herald/20260105T230000Z--20260106T230000Z/0199.json"
    kept = manifest(site="_", id="0199", unit=Unit(site="_", span="kept/0199"), kind="kept")
    assert kept.key == "manifests/_/kept/0199.json"


def test_a_manifest_is_written_once(archive: Archive) -> None:
    told = manifest()
    assert put_manifest(archive, told) == put_manifest(archive, told)
    with pytest.raises(ObjectExists):
        put_manifest(archive, replace(told, complete=False))
    assert load_manifest(archive, told.key) == told


def test_manifests_are_found_by_site_and_unit(archive: Archive) -> None:
    other = Unit(site="herald", span="20260106T230000Z--20260107T230000Z")
    made = [manifest(), manifest(), manifest(unit=other), manifest("herald2")]
    for told in made:
        put_manifest(archive, told)
    assert list(manifests(archive, "herald")) == made[:3]
    assert list(manifests(archive, unit=other)) == [made[2]]
    assert list(manifests(archive, unit=made[0].unit)) == made[:2]
    assert list(manifests(archive)) == made
    assert sites_held(archive) == ("herald", "herald2")
    assert list(manifests(archive, "none")) == []


def test_what_is_held_is_what_some_attempt_settled(archive: Archive) -> None:
    ends = [Entry(url=f"u/{end}", end=end) for end in get_args(End)]
    put_manifest(archive, manifest(ledger=tuple(ends)))
    again = Entry(url="u/fetched", end="fetched", where=WHERE)
    put_manifest(archive, manifest(ledger=(again, Entry(url="u/gone", end="failed"))))
    found = known(manifests(archive, "herald")).settled
    assert {entry.end for entry in found.values()} == SETTLED
    assert found["u/fetched"] == again
    assert found["u/gone"].end == "gone"


def chained(archive: Archive, count: int) -> list[Manifest]:
    made: list[Manifest] = []
    for _ in range(count):
        made.append(manifest(previous=latest(archive, "herald")))
        put_manifest(archive, made[-1])
    return made


def test_the_latest_is_the_end_of_the_chain(archive: Archive) -> None:
    assert latest(archive, "herald") is None
    made = chained(archive, 12)
    end = latest(archive, "herald")
    assert end is not None
    assert end.key == made[-1].key
    names = [told.previous.key if told.previous else None for told in made]
    assert names == [None, *(told.key for told in made[:-1])]


def test_the_end_is_found_after_a_recovery_out_of_order_and_in_a_copy(archive: Archive) -> None:
    early = manifest()  # an attempt of another host, whose spool is recovered much later
    made = chained(archive, 8)
    early = replace(early, previous=latest(archive, "herald"))
    put_manifest(archive, early)
    order = [told.key for told in (*made, early)]
    random.Random(7).shuffle(order)
    for ages in (range(9), [0] * 9):
        for key, age in zip(order, ages, strict=True):
            instant = time.time() - 100 - age * 60
            os.utime(Path(archive.objects.url, key), (instant, instant))
        end = latest(archive, "herald")
        assert end is not None
        if len(set(ages)) == 1:  # nothing is known of the order: all are read
            assert end.key == early.key


def test_ids_are_uuids_in_order_of_time() -> None:
    ids = []
    for _ in range(5):
        ids.append(new_id())
        time.sleep(0.002)
    assert ids == sorted(ids)
    parsed = [uuid.UUID(text) for text in ids]
    assert {(one.version, one.variant) for one in parsed} == {(7, uuid.RFC_4122)}
    assert str(parsed[0]) == ids[0]


def test_the_ends_and_dates_are_closed_lists() -> None:
    end: End = "fetched"
    dated: Dated = "day"
    assert (
        from_json(to_json(manifest(ledger=(Entry(url="u", end=end, dated=dated),)))).ledger[0].dated == "day"
    )
