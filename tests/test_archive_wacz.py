"""An export stands alone: valid to WACZ's own tool, with the bytes of the archive and an index that finds them."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from foreign_warcs import by_warcio

from pipelines.archive import Archive
from pipelines.archive.frames import raw_records
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.spool import Spool
from pipelines.archive.unit import Unit
from pipelines.archive.wacz import Exported, export_wacz
from pipelines.archive.warcs import import_warcs
from pipelines.errors import ArchiveError, ConfigError

SAME = b"the same text every day"
DAYS = ("20260105T230000Z--20260106T230000Z", "20260106T230000Z--20260107T230000Z")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


@pytest.fixture
def committed(archive: Archive, tmp_path: Path) -> list[Manifest]:
    """Two days; on the second a revisit of the first."""
    made = []
    for turn, span in enumerate(DAYS):
        told = attempt(unit=Unit(site="herald", span=span), run={"run_id": f"run-{turn}"})
        with Spool.open(tmp_path / "spool", told, archive) as spool:
            taken = [exchange(turn * 10 + n) for n in range(3)] + [exchange(turn * 10 + 9, SAME)]
            ledger = [
                Entry(url=one.url, end="fetched", captured=one.started, where=spool.write(one).where)
                for one in taken
            ]
            made.append(spool.commit(ledger=ledger, complete=True, finish="finished"))
    return made


def export(archive: Archive, folder: Path, **options: object) -> tuple[Exported, zipfile.ZipFile]:
    told = export_wacz(archive, folder / "out.wacz", **options)  # type: ignore[arg-type]
    return told, zipfile.ZipFile(io.BytesIO((folder / "out.wacz").read_bytes()))


def test_an_export_is_valid_and_every_line_of_its_index_finds_its_record(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    (tmp_path / "given.warc.gz").write_bytes(by_warcio())
    import_warcs(archive, tmp_path / "given.warc.gz", site="courant")
    told, file = export(archive, tmp_path)
    assert (told.warcs, told.pages, told.captures) == (3, 11, 15)
    assert {info.compress_type for info in file.infolist()} == {zipfile.ZIP_STORED}
    program = Path(sys.executable).with_name("wacz")
    done = subprocess.run([program, "validate", "-f", tmp_path / "out.wacz"], capture_output=True, text=True)
    assert "the passed WACZ is valid" in done.stdout, done.stdout + done.stderr
    lines = gzip.decompress(file.read("indexes/index.cdx.gz")).splitlines()
    assert lines == sorted(lines)
    for line in lines:
        fields = json.loads(line.split(b" ", 2)[2])
        body = file.read(f"archive/{fields['filename']}")[int(fields["offset"]) :]
        assert next(iter(raw_records(io.BytesIO(body), "t"))).record_id == fields["id"]
    pages = [json.loads(line) for line in file.read("pages/pages.jsonl").splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert {page["url"] for page in pages[1:]} >= {
        "https://herald.example/news/0",
        "https://courant.example/news/2",
    }
    assert f"{START:%Y-%m-%dT%H:%M:%S}.123Z" in {page["ts"] for page in pages[1:]}


def test_what_was_changed_is_not_valid(archive: Archive, committed: list[Manifest], tmp_path: Path) -> None:
    export(archive, tmp_path)
    body = (tmp_path / "out.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "out.wacz") as old, zipfile.ZipFile(tmp_path / "bad.wacz", "w") as bad:
        for info in old.infolist():
            bad.writestr(info, old.read(info) + (b" " if info.filename == "pages/pages.jsonl" else b""))
    assert body
    program = Path(sys.executable).with_name("wacz")
    done = subprocess.run([program, "validate", "-f", tmp_path / "bad.wacz"], capture_output=True, text=True)
    assert "the passed WACZ is invalid" in done.stdout


@pytest.mark.parametrize(
    ("options", "pages"),
    [
        ({"site": "herald", "until": datetime(2026, 1, 6, 23, tzinfo=UTC)}, 4),
        ({"site": "herald", "since": datetime(2026, 1, 6, 23, tzinfo=UTC)}, 4),
        ({"site": "herald"}, 8),
        ({"run": "run-1"}, 4),
        ({}, 8),
    ],
)
def test_a_run_a_site_and_a_period_can_be_chosen(
    archive: Archive, committed: list[Manifest], tmp_path: Path, options: dict[str, object], pages: int
) -> None:
    assert export(archive, tmp_path, **options)[0].pages == pages


def test_originals_of_revisits_go_along(archive: Archive, committed: list[Manifest], tmp_path: Path) -> None:
    second, file = export(archive, tmp_path, run=committed[1].id)
    assert second.warcs == 2
    for manifest in committed:
        key = manifest.warcs[0].warc.key
        assert file.read(f"archive/{key.rpartition('/')[2]}") == archive.objects.read(key)
    assert export(archive, tmp_path, run=committed[0].key)[0].warcs == 1


def test_a_damaged_file_is_not_exported(archive: Archive, committed: list[Manifest], tmp_path: Path) -> None:
    path = Path(archive.objects.url, committed[0].warcs[0].warc.key)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ArchiveError, match="coranto check --repair"):
        export(archive, tmp_path)
    assert not list(tmp_path.glob("*.wacz")) + list(tmp_path.glob(".out*"))


def test_nothing_to_export_is_one_clear_line(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing was captured"):
        export(archive, tmp_path, site="herald")


def test_files_are_merged_in_rounds(
    archive: Archive, committed: list[Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export(archive, tmp_path)[1].read("indexes/index.cdx.gz")
    monkeypatch.setattr("pipelines.archive.wacz.FAN", 2)
    assert export(archive, tmp_path)[1].read("indexes/index.cdx.gz") == whole
    monkeypatch.setattr("pipelines.archive.wacz.BLOCK", 2)
    file = export(archive, tmp_path)[1]
    assert gzip.decompress(file.read("indexes/index.cdx.gz")) == gzip.decompress(whole)
    blocks = [json.loads(line.split(b" ", 2)[2]) for line in file.read("indexes/index.idx").splitlines()[1:]]
    packed = file.read("indexes/index.cdx.gz")
    assert [
        gzip.decompress(packed[b["offset"] : b["offset"] + b["length"]]).count(b"\n") for b in blocks
    ] == [2] * 4


def test_memory_stays_flat_whatever_the_size(archive: Archive, tmp_path: Path) -> None:
    import tracemalloc

    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        for number in range(4):
            spool.write(exchange(number, random_bytes(8 << 20, number)))
        spool.commit(ledger=(), complete=True, finish="finished")
    tracemalloc.start()
    told, _ = export_wacz(archive, tmp_path / "out.wacz"), None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told.bytes > 32 << 20
    assert peak < 12 << 20


def random_bytes(size: int, seed: int) -> bytes:
    import random

    return random.Random(seed).randbytes(size)


def test_other_formats_are_left_out_and_named(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    from foreign_warcs import arc

    (tmp_path / "old.arc").write_bytes(arc())
    made = import_warcs(archive, tmp_path / "old.arc", site="courant")
    assert made is not None
    told = export(archive, tmp_path)[0]
    assert told.left_out == (made.warcs[0].warc.key,)
    assert replace(told, left_out=()).warcs == 2
