"""The merged index says what the indexes beside the WARC files say, whatever happens to it."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import orjson
import pytest
from archive_exchanges import archive_in, attempt, exchange
from foreign_warcs import by_warcio

from pipelines.archive import Archive, merging, open_archive
from pipelines.archive.merging import Merger, following, refresh
from pipelines.archive.read import exchange_at, resolve
from pipelines.archive.shards import FORMAT, STATE, Shards, names
from pipelines.archive.spool import Spool
from pipelines.archive.warcs import import_warcs
from pipelines.archive.zipnum import BLOCKS, LINES, Cache, Run, write
from pipelines.errors import ArchiveError, WarcError
from pipelines.page import Where

EVERYTHING = (b"\0", b"\xff")


def committed(archive: Archive, numbers: range, url: str | None = None) -> str:
    """One attempt with these articles; its manifest's key."""
    assert archive.spool
    with Spool.open(archive.spool, attempt(), archive) as spool:
        for number in numbers:
            spool.write(exchange(number, url=url or f"https://herald.example/news/{number}"))
        return spool.commit(ledger=(), complete=True, finish="finished").key


def beside(archive: Archive) -> list[bytes]:
    """All lines of the archive, read from the indexes beside the WARC files, with the WARC's whole key."""
    found = []
    for held in archive.objects.list("warc/"):
        if held.key.endswith(".cdxj"):
            for line in archive.objects.read(held.key).splitlines(keepends=True):
                key, stamp, rest = line.split(b" ", 2)
                told = {**orjson.loads(rest), "filename": held.key.removesuffix(".cdxj") + ".warc.gz"}
                found.append(b" ".join([key, stamp, orjson.dumps(told)]) + b"\n")
    return sorted(found)


def merged(archive: Archive) -> list[bytes]:
    assert archive.shards
    return list(Shards(archive.shards).scan(*EVERYTHING))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = archive_in(tmp_path)
    for first in (0, 10, 20):
        committed(made, range(first, first + 10))
    return made


def test_it_holds_the_lines_of_every_manifest(archive: Archive) -> None:
    assert refresh(archive)
    assert merged(archive) == beside(archive)
    committed(archive, range(25, 40))
    refresh(archive)
    assert merged(archive) == beside(archive)
    assert len(merged(archive)) == 45


def test_files_of_others_are_in_it_once_with_their_own_keys(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / 'their "odd" name.warc.gz'
    file.write_bytes(by_warcio())
    for site in ("courant", "gazette"):
        assert import_warcs(archive, file, site=site, importer="desk")
    refresh(archive)
    told = [orjson.loads(line.split(b" ", 2)[2]) for line in merged(archive)]
    theirs = {row["filename"] for row in told if row["filename"].startswith("imported/")}
    assert len(told) > 30
    assert [archive.objects.head(key) is not None for key in theirs] == [True]
    assert len({(row["filename"], row["offset"]) for row in told}) == len(told)


def test_what_no_manifest_names_is_not_in_it(archive: Archive) -> None:
    refresh(archive)
    with Spool.open(archive.spool, attempt(), archive) as spool:  # type: ignore[arg-type]
        spool.write(exchange(99))
        refresh(archive)
        assert len(merged(archive)) == 30
    recovered = Spool.open(archive.spool, attempt(), archive)  # type: ignore[arg-type]
    recovered.close()
    refresh(archive)
    assert len(merged(archive)) == 31


def test_nothing_new_writes_nothing(archive: Archive) -> None:
    refresh(archive)
    assert archive.shards
    before = {path: path.stat().st_mtime_ns for path in archive.shards.rglob("*")}
    refresh(archive)
    assert {path: path.stat().st_mtime_ns for path in archive.shards.rglob("*")} == before


DAMAGE = {
    "gone": shutil.rmtree,
    "state gone": lambda folder: (folder / STATE).unlink(),
    "state broken": lambda folder: (folder / STATE).write_text("{"),
    "state of another version": lambda folder: (folder / STATE).write_text('{"format": "coranto shards 0"}'),
    "run gone": lambda folder: shutil.rmtree(folder / names(folder)[0]),
    "index of blocks gone": lambda folder: (folder / names(folder)[0] / "cdx.idx").unlink(),
    "index of blocks broken": lambda folder: (folder / names(folder)[0] / "cdx.idx").write_text("x\n"),
    "sources gone": lambda folder: (folder / names(folder)[0] / "sources").unlink(),
    "blocks cut": lambda folder: (folder / names(folder)[0] / "cdx.gz").write_bytes(b"\x1f\x8b"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_what_is_missing_or_broken_is_made_again(archive: Archive, damage: object) -> None:
    refresh(archive)
    damage(archive.shards)  # type: ignore[operator]
    refresh(archive)
    assert merged(archive) == beside(archive)


def test_a_block_whose_bytes_changed_is_told_with_its_folder(archive: Archive) -> None:
    refresh(archive)
    assert archive.shards
    blocks = archive.shards / names(archive.shards)[0] / "cdx.gz"
    blocks.write_bytes(bytes(blocks.stat().st_size))
    with pytest.raises(ArchiveError, match="remove the folder"):
        merged(archive)


def test_captures_whose_manifest_is_gone_are_gone(archive: Archive) -> None:
    key = committed(archive, range(50, 55))
    refresh(archive)
    assert len(merged(archive)) == 35
    archive.objects.delete(key)
    refresh(archive)
    assert len(merged(archive)) == 30


def test_an_index_that_is_not_the_committed_one_is_left_out(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    key = next(held.key for held in archive.objects.list("warc/") if held.key.endswith(".cdxj"))
    path = Path(archive.objects.url, key)
    good = path.read_bytes()
    path.write_bytes(good[:-2])
    refresh(archive)
    assert len(merged(archive)) == 20
    assert "not the index that was committed" in caplog.text
    path.write_bytes(good)
    refresh(archive)
    assert merged(archive) == beside(archive)


def lines(first: int, count: int) -> list[bytes]:
    return [b"example)/%07d 20260101000000 {}\n" % number for number in range(first, first + count)]


def run(folder: Path, held: list[bytes]) -> Run:
    write(folder, held, ["m"], lambda: None)
    return Run(folder, Cache(BLOCKS))


def test_a_range_over_blocks_is_found_forwards_and_backwards(tmp_path: Path) -> None:
    held = lines(0, 2 * LINES + 7)
    found = run(tmp_path / "r", held)
    assert len(found) == 3
    start, end = held[LINES - 2], held[2 * LINES + 2]
    assert list(found.scan(start, end)) == held[LINES - 2 : 2 * LINES + 2]
    assert list(found.scan(start, end, reverse=True)) == held[LINES - 2 : 2 * LINES + 2][::-1]
    assert list(found.scan(b"zzz", b"zzzz")) == []
    assert list(found.scan(b"a", b"b")) == []


def test_captures_of_one_url_may_fill_many_blocks(tmp_path: Path) -> None:
    held = [b"example)/ 20260101%06d {}\n" % (number // 3) for number in range(3 * LINES)]
    found = run(tmp_path / "r", held)
    assert list(found.scan(b"example)/ ", b"example)/!")) == held
    again = [line for line in held if b"20260101001000" in line]  # its three lines lie in two blocks
    assert list(found.scan(b"example)/ 20260101001000", b"example)/ 20260101001001")) == again


def test_pywb_reads_the_blocks_by_their_index(tmp_path: Path) -> None:
    found = run(tmp_path / "r", lines(0, LINES + 1))
    index = [line.split("\t") for line in (found.folder / "cdx.idx").read_text().splitlines()]
    assert [(row[0], row[1], row[4]) for row in index] == [
        ("example)/0000000 20260101000000", "cdx.gz", "1"),
        (f"example)/{LINES:07d} 20260101000000", "cdx.gz", "2"),
    ]
    assert [int(index[0][2]) + int(index[0][3]), *index[1][2:3]] == [int(index[1][2]), index[1][2]]
    assert (found.folder / "cdx.loc").read_text() == "cdx.gz\tcdx.gz\n"


def test_runs_stay_few_and_short_ones_do_not_cost_long_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = open_archive(tmp_path / "archive")
    assert archive.shards
    archive.shards.mkdir(parents=True)
    merger = Merger(archive, archive.shards, lambda line: None)
    written = 0
    monkeypatch.setattr(merging, "keys", lambda archive: [])
    for number in range(70):
        made = run(archive.shards / f"new-{number}", lines(number * LINES, LINES))
        merger._publish([*merger._runs, made])
        while due := merging._due(merger._runs):
            written += sum(map(len, due))
            merger._merge(due)
        assert len(merger._runs) <= 3
    assert sum(map(len, merger._runs)) == 70
    assert written < 70 * 20
    assert list(Shards(archive.shards).scan(*EVERYTHING)) == lines(0, 70 * LINES)


def test_a_reader_goes_on_while_runs_are_merged_away(archive: Archive) -> None:
    refresh(archive)
    assert archive.shards
    shards = Shards(archive.shards)
    reading = shards.scan(*EVERYTHING)
    first = next(reading)
    committed(archive, range(60, 70))
    refresh(archive)
    assert len([first, *reading]) == 30
    assert len(list(shards.scan(*EVERYTHING))) == 40


def test_one_process_merges_and_the_others_use_what_is_there(archive: Archive) -> None:
    refresh(archive)
    assert archive.shards
    holder = f"import fcntl,sys;f=open({str(archive.shards / '.lock')!r},'a');fcntl.flock(f,2);print(1,flush=True);sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        committed(archive, range(70, 75))
        assert not refresh(archive)
        assert len(merged(archive)) == 30
        other.communicate()
    assert refresh(archive)
    assert len(merged(archive)) == 35


def test_a_new_capture_is_found_within_seconds(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging.follow, "__kwdefaults__", {"pause": 0.2})
    assert archive.shards
    shards = Shards(archive.shards)
    with following(archive):
        wait_for(shards, 30)
        committed(archive, range(80, 90))
        assert wait_for(shards, 40) < 10
    assert not any(thread.name == "captures" for thread in threading.enumerate())


def wait_for(shards: Shards, count: int) -> float:
    start = time.monotonic()
    while len(list(shards.scan(*EVERYTHING))) < count:
        assert time.monotonic() - start < 30
        time.sleep(0.05)
    return time.monotonic() - start


def test_captures_that_arrive_during_a_long_merge_do_not_wait_for_its_end(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.shards
    monkeypatch.setattr(merging, "PAUSE", -1.0)  # look again after every block
    archive.shards.mkdir()
    runs = [run(archive.shards / f"old-{n}", lines(n * LINES, LINES)) for n in range(2)]
    merger = Merger(archive, archive.shards, lambda line: None)
    merger._publish(runs)
    monkeypatch.setattr(Run, "sources", frozenset())
    seen = []
    plain = merger._write

    def write_and_look(held: list[bytes], sources: list[str]) -> None:
        plain(held, sources)
        assert archive.shards
        seen.append(len(names(archive.shards)))

    monkeypatch.setattr(merger, "_write", write_and_look)
    merger._merge(runs)
    assert seen[0] == 3, "published beside the runs that were still being merged"


def moved(archive: Archive) -> Where:
    """The place of a record whose hint is wrong."""
    entry = next(iter(merged(archive)))
    told = orjson.loads(entry.split(b" ", 2)[2])
    return Where(
        record_id=told["id"], payload_sha256=told["sha256"], key="warc/elsewhere.warc.gz", offset=0, length=10
    )


def test_a_record_whose_hint_is_wrong_is_found_by_the_merged_index(archive: Archive) -> None:
    refresh(archive)
    where = moved(archive)
    for held in list(archive.objects.list("warc/")):
        if held.key.endswith(".cdxj"):
            archive.objects.delete(held.key)
    assert resolve(archive, where).record_id == where.record_id
    assert exchange_at(archive, where).startswith(b"HTTP/1.1 200")
    assert archive.shards
    shutil.rmtree(archive.shards)
    with pytest.raises(WarcError, match="no record"):
        resolve(archive, where)


def test_a_record_whose_url_is_known_is_found_without_looking_through_every_block(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(archive)
    assert archive.shards
    told = orjson.loads(merged(archive)[-1].split(b" ", 2)[2])
    shards = Shards(archive.shards)
    assert shards.entry(told["id"]) == shards.entry(told["id"], told["url"])
    monkeypatch.setattr(Shards, "_marked", lambda *_: iter(()))
    assert shards.entry(told["id"]) is None
    found = shards.entry(told["id"], told["url"])
    assert found is not None
    assert found.offset == int(told["offset"])


def test_a_broken_index_does_not_hide_a_record(archive: Archive) -> None:
    refresh(archive)
    where = moved(archive)
    assert archive.shards
    (archive.shards / names(archive.shards)[0] / "cdx.idx").unlink()
    assert resolve(archive, where).record_id == where.record_id


def test_a_record_that_no_merge_has_seen_is_found_all_the_same(archive: Archive) -> None:
    committed(archive, range(95, 96), url="https://aaa.example/first")
    refresh(archive)
    where = moved(archive)
    assert archive.shards
    (archive.shards / STATE).write_bytes(orjson.dumps({"format": FORMAT, "runs": []}))
    assert resolve(archive, where).record_id == where.record_id
