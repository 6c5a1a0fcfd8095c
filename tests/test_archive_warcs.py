"""Files of others are kept as they are, their pages become known, and tricks are refused in one line."""

import gzip
import io
import stat
import warnings
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from archive_exchanges import archive_in, attempt, exchange
from foreign_warcs import (
    arc,
    as_zst,
    by_warcio,
    in_one_member,
    members,
    page,
    revisit_by_warcio,
    wacz,
    zipped,
)

from pipelines.archive import Archive, cdx, zips
from pipelines.archive.check import check
from pipelines.archive.dumps import import_dumps
from pipelines.archive.frames import raw_records
from pipelines.archive.manifest import Manifest
from pipelines.archive.read import exchange_at, page_at
from pipelines.archive.spool import Spool
from pipelines.archive.store import sha256_of
from pipelines.archive.warc import RESPONSE, record
from pipelines.archive.warcs import import_warcs, imported_key
from pipelines.corpus import Corpus
from pipelines.errors import DumpError, WarcError

PLAIN = by_warcio(packed=False)
DICTIONARY = b"".join(b"WARC-Type: response\r\nhttps://courant.example/news/%d\r\n" % n for n in range(99))
FORMS = {
    "a.warc.gz": by_warcio(),
    "a.warc": PLAIN,
    "a.warc.zst": as_zst(PLAIN),
    "b.warc.zst": as_zst(PLAIN, DICTIONARY),
    "whole.warc.gz": in_one_member(PLAIN),
    "whole.warc.zst": zstandard.ZstdCompressor().compress(PLAIN),
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def taken(archive: Archive, folder: Path, **files: bytes) -> Manifest | None:
    source = folder / "given"
    source.mkdir(exist_ok=True)
    for name, body in files.items():
        (source / name).write_bytes(body)
    return import_warcs(archive, source, site="courant", importer="desk", publisher="The Courant")


def ends(manifest: Manifest | None) -> dict[str, str]:
    assert manifest is not None
    return {e.url.removeprefix("https://courant.example"): e.end for e in manifest.ledger}


@pytest.mark.parametrize("name", FORMS)
def test_a_file_is_kept_byte_for_byte_and_its_pages_are_found(
    archive: Archive, tmp_path: Path, name: str
) -> None:
    manifest = taken(archive, tmp_path, **{name: FORMS[name]})
    assert manifest is not None
    (held,) = manifest.warcs
    digest = sha256_of(FORMS[name])
    assert held.warc.key == f"imported/{digest[:2]}/{digest}/{name}"
    assert archive.objects.read(held.warc.key) == FORMS[name]
    assert ends(manifest) == {f"/news/{n}": "imported" for n in range(3)} | {
        "/lost": "gone",
        "/moved": "moved",
    }
    for number, entry in enumerate(manifest.ledger[:3]):
        assert entry.captured == datetime(2024, 5, number + 1, 10, tzinfo=UTC)
        assert entry.where is not None
        found = page_at(archive, entry.where)
        assert (found.body, found.url, found.fetched) == (page(number), entry.url, entry.captured)
        assert exchange_at(archive, entry.where).endswith(page(number))
    assert manifest.stats["provenance"][0]["importer"] == "desk"
    indexed = list(cdx.read(archive.objects.read(held.cdxj.key), held.cdxj.key))
    assert len(indexed) == (0 if name.startswith("whole") else 7)
    assert taken(archive, tmp_path) is None
    assert list(check(archive, settling=timedelta(0))) == []


def test_pages_of_an_arc_file_are_found(archive: Archive, tmp_path: Path) -> None:
    manifest = taken(archive, tmp_path, **{"old.arc.gz": gzip.compress(arc()), "old.arc": arc()})
    assert manifest is not None
    for entry in manifest.ledger:
        assert entry.where is not None
        assert page_at(archive, entry.where).body == page(7)
        assert entry.captured == datetime(2006, 1, 2, 3, 4, 6, tzinfo=UTC)
    assert len(manifest.ledger) == 2


def test_a_revisit_by_address_and_date_is_a_page(archive: Archive, tmp_path: Path) -> None:
    manifest = taken(archive, tmp_path, **{"0.warc.gz": revisit_by_warcio(), "1.warc.gz": by_warcio()})
    assert manifest is not None
    (entry,) = (e for e in manifest.ledger if e.url.endswith("/again"))
    assert entry.where is not None
    assert page_at(archive, entry.where).body == page(0)
    assert list(check(archive, settling=timedelta(0))) == []


def test_a_crawl_may_refer_to_what_was_imported(archive: Archive, tmp_path: Path) -> None:
    assert taken(archive, tmp_path, **{"a.warc.gz": FORMS["a.warc.gz"]}) is not None
    with Spool.open(tmp_path / "spool", attempt("courant"), archive) as spool:
        kept = spool.write(exchange(1, page(1)))
        spool.commit(ledger=(), complete=True, finish="finished")
    assert kept.record_type == "revisit"
    assert page_at(archive, kept.where).body == page(1)
    assert list(check(archive, settling=timedelta(0))) == []


def test_an_original_with_a_borrowed_id_is_not_taken_for_the_kept_one(
    archive: Archive, tmp_path: Path
) -> None:
    """A file of others may use the id of one of our records; bytes decide."""
    made: list[Manifest] = []
    for turn in range(2):
        with Spool.open(tmp_path / "spool", attempt("courant"), archive) as spool:
            kept = spool.write(exchange(turn, page(1)))
            made.append(spool.commit(ledger=(), complete=True, finish="finished"))
    first = made[0]
    original = first.warcs[0].warc.key
    with archive.objects.open(original) as stream:
        (lent,) = (one for one in raw_records(stream, "x") if one.record_type == "response")
    fields = (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", f"<{lent.record_id}>"),
        ("WARC-Target-URI", lent.url),
    )
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nforged"
    assert taken(archive, tmp_path, **{"forged.warc.gz": record(fields, RESPONSE, block)}) is not None
    assert page_at(archive, kept.where).body == page(1)
    Path(archive.objects.url, original).unlink()
    Path(archive.objects.url, first.warcs[0].cdxj.key).unlink()
    with pytest.raises(WarcError, match="its original is not the kept one"):
        page_at(archive, kept.where)


def test_a_revisit_without_its_original_is_named(archive: Archive, tmp_path: Path) -> None:
    manifest = taken(archive, tmp_path, **{"0.warc.gz": revisit_by_warcio()})
    assert manifest is not None
    (entry,) = manifest.ledger
    assert (entry.end, entry.where) == ("failed", None)
    assert "neither in the files imported nor in the archive" in str(entry.note)


def test_imported_pages_are_articles_of_their_own_day(tmp_path: Path) -> None:
    corpus = Corpus.open(tmp_path / "archive")
    manifest = taken(corpus.archive, tmp_path, **{"a.wacz": wacz({"archive/a.warc.gz": FORMS["a.warc.gz"]})})
    assert manifest is not None
    corpus.add(manifest.key)
    rows = corpus.sql("select url, captured, site from articles order by captured").to_pylist()
    assert [(r["url"], r["site"]) for r in rows] == [
        (f"https://courant.example/news/{n}", "courant") for n in range(3)
    ]
    assert [r["captured"].day for r in rows] == [1, 2, 3]


def test_the_files_of_a_wacz_are_kept(archive: Archive, tmp_path: Path) -> None:
    body = wacz(
        {
            "archive/data.warc.gz": FORMS["a.warc.gz"],
            "archive/data2.warc.gz": by_warcio(5),
            "pages/pages.jsonl": b"{}",
            "datapackage.json": b"{}",
        },
        zipfile.ZIP_DEFLATED,
    )
    manifest = taken(archive, tmp_path, **{"crawl.wacz": body})
    assert manifest is not None
    assert archive.objects.read(manifest.warcs[0].warc.key) == FORMS["a.warc.gz"]
    told = manifest.stats["provenance"]
    assert [one["name"] for one in told] == ["archive/data.warc.gz", "archive/data2.warc.gz"]
    assert {one["container_sha256"] for one in told} == {sha256_of(body)}
    assert taken(archive, tmp_path) is None
    # The same file outside of its WACZ is known, too.
    assert taken(archive, tmp_path, **{"copy.warc.gz": FORMS["a.warc.gz"]}) is None


def test_of_a_cut_file_the_whole_records_count_and_the_rest_is_named(
    archive: Archive, tmp_path: Path
) -> None:
    cut = FORMS["a.warc.gz"][:-40]
    manifest = taken(archive, tmp_path, **{"cut.warc.gz": cut, "cut.warc": PLAIN[:-40]})
    assert manifest is not None
    assert archive.objects.read(manifest.warcs[1].warc.key) == cut
    assert sum(e.end == "imported" for e in manifest.ledger) == 6
    notes = [str(e.note) for e in manifest.ledger if e.end == "failed"]
    assert ["cut" in note and "offset" in note and "given" not in note for note in notes] == [True, True]
    assert list(check(archive, settling=timedelta(0))) == []
    assert taken(archive, tmp_path) is None


@pytest.mark.parametrize("wrong", [b"Content-Length: 1", b"Content-Length: 9", b"Content-Length: x"])
@pytest.mark.parametrize(
    ("suffix", "pack"), [("gz", gzip.compress), ("zst", zstandard.ZstdCompressor().compress)]
)
def test_a_false_length_spoils_its_own_record_only(
    archive: Archive, tmp_path: Path, wrong: bytes, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    records = members(PLAIN)
    head, _, rest = records[1].partition(b"Content-Length: ")
    old, _, rest = rest.partition(b"\r\n")
    value = {b"1": b"1", b"9": old + b"9", b"x": b"x"}[wrong[-1:]]
    records[1] = head + b"Content-Length: " + value + b"\r\n" + rest
    manifest = taken(archive, tmp_path, **{f"lie.warc.{suffix}": b"".join(map(pack, records))})
    assert manifest is not None
    found = ends(manifest)
    assert ("/news/0" not in found, found["/news/1"], found["/news/2"]) == (True, "imported", "imported")
    (note,) = (str(e.note) for e in manifest.ledger if e.end == "failed")
    assert f"lie.warc.{suffix} at offset" in note


def test_what_is_no_warc_is_named_and_not_kept(archive: Archive, tmp_path: Path) -> None:
    manifest = taken(archive, tmp_path, **{"odd.warc.gz": b"<html>", "empty.warc": b"", "odd.wacz": b"PK"})
    assert manifest is not None
    assert manifest.warcs == ()
    assert {e.end for e in manifest.ledger} == {"failed"}
    assert list(archive.objects.list("imported/")) == []


def test_dumps_and_warcs_share_a_folder(archive: Archive, tmp_path: Path) -> None:
    assert taken(archive, tmp_path, **{"a.warc.gz": FORMS["a.warc.gz"], "a.txt": b"A harbour."}) is not None
    dumps = import_dumps(archive, tmp_path / "given", wanted=lambda name: name.endswith(".txt"))
    assert dumps is not None
    assert [entry.end for entry in dumps.ledger] == ["imported"]


def test_a_link_in_a_folder_is_told_and_not_followed(archive: Archive, tmp_path: Path) -> None:
    """It may lead to any file of this machine. The twin is the same link, named itself."""
    outside, given = tmp_path / "outside", tmp_path / "given"
    (outside / "deep").mkdir(parents=True)
    given.mkdir()
    for name, body in {
        "a.warc.gz": FORMS["a.warc.gz"],
        "a.txt": b"A harbour.",
        "deep/b.txt": b"A mole.",
    }.items():
        (outside / name).write_bytes(body)
    for name in ("a.warc.gz", "a.txt", "deep", "none.txt", "none.warc"):
        (given / name).symlink_to(outside / name)
    (given / "round.txt").symlink_to(given)
    for taker, told in (
        (import_warcs, ["a.warc.gz", "none.warc"]),
        (import_dumps, ["a.txt", "none.txt", "round.txt"]),
    ):
        manifest = (
            taker(archive, given, wanted=lambda name: name.endswith(".txt"))
            if taker is import_dumps
            else taker(archive, given)
        )
        assert manifest is not None
        assert (manifest.warcs, sorted(e.sources[0] for e in manifest.ledger)) == ((), told)
        assert all("a link inside" in str(e.note) for e in manifest.ledger)
    named = import_warcs(archive, given / "a.warc.gz")
    assert named is not None
    assert named.warcs


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", ".hidden.warc.gz", "a\nb.warc.gz", "ü" * 300 + ".warc.gz"]
)
def test_a_name_never_leads_elsewhere(archive: Archive, name: str) -> None:
    key = imported_key("ab" * 32, name)
    archive.objects.put(key, b"x")
    assert key.startswith(f"imported/ab/{'ab' * 32}/")
    assert ".." not in key.split("/")


def link(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system = 3
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def twice() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([("archive/a.warc.gz", b"1"), ("archive/a.warc.gz", b"2")])


def lying() -> bytes:
    """The list of files says another size than the file itself has."""
    body = bytearray(zipped([("archive/a.warc.gz", FORMS["a.warc.gz"])], zipfile.ZIP_DEFLATED))
    at = body.rindex(b"PK\x01\x02")
    body[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(body)


def bomb() -> bytes:
    """Says that it unpacks to 8 GB."""
    files = [(f"archive/{n}.warc.gz", b"x") for n in range(2)]
    body = bytearray(zipped(files, zipfile.ZIP_DEFLATED))
    at = -1
    while (at := body.find(b"PK\x01\x02", at + 1)) >= 0:
        body[at + 24 : at + 28] = 0xFFFFFFFE.to_bytes(4, "little")
    return bytes(body)


def many() -> bytes:
    """A million empty files; the list of them is written by hand, which takes a moment only."""
    name = b"archive/%07d.warc.gz"
    entry = b"PK\x01\x02" + bytes(24) + (len(name % 0)).to_bytes(2, "little") + bytes(16)
    entries = b"".join(entry + name % n for n in range(1_000_000))
    tail = b"PK\x05\x06" + bytes(4) + b"\1\0" * 2 + len(entries).to_bytes(4, "little") + bytes(6)
    return b"PK\x03\x04" + bytes(26) + entries + tail


TRICKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "leading out": (lambda: zipped([("archive/../../../a.warc.gz", b"")]), "a name that leads out of it"),
    "absolute": (lambda: zipped([("/archive/a.warc.gz", b"")]), "an absolute name"),
    "drive": (lambda: zipped([("C:/a.warc.gz", b"")]), "an absolute name"),
    "backslash": (lambda: zipped([("archive\\..\\a.warc.gz", b"")]), "an absolute name"),
    "link": (lambda: zipped([(link("archive/a.warc.gz"), b"/etc/passwd")]), "a link or device"),
    "twice": (twice, "the same name twice"),
    "lying": (lying, "Bad CRC-32"),
    "bomb": (bomb, "a bomb; not read"),
    "many": (many, "files inside; give one to 100000"),
    "nothing": (lambda: zipped([]), "0 files inside"),
    "no WARC": (lambda: zipped([("a.txt", b"")]), "no WARC files in archive/"),
    "cut": (lambda: zipped([("archive/a.warc.gz", b"x" * 99)])[:-30], "no ZIP file"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_tricky_wacz_is_refused_in_one_line(archive: Archive, tmp_path: Path, trick: str) -> None:
    make, what = TRICKS[trick]
    manifest = taken(archive, tmp_path, **{"bad.wacz": make()})
    assert manifest is not None
    notes = [str(entry.note) for entry in manifest.ledger]
    assert any(what in note and "bad.wacz" in note for note in notes), notes
    assert all("\n" not in note for note in notes)
    assert list(archive.objects.list("imported/")) == []
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "given"}


@pytest.mark.parametrize("trick", ["leading out", "absolute", "link", "twice", "many"])
def test_a_trick_in_a_zip_of_dumps_is_told_in_one_line(archive: Archive, tmp_path: Path, trick: str) -> None:
    make, what = TRICKS[trick]
    (tmp_path / "bad.zip").write_bytes(make())
    manifest = import_dumps(archive, tmp_path / "bad.zip")
    assert manifest is not None
    assert [what in str(entry.note) for entry in manifest.ledger].count(
        True
    ) == 1  # the other members are looked at


def test_without_the_look_at_names_the_same_name_is_taken_twice() -> None:
    with zipfile.ZipFile(io.BytesIO(twice())) as file:
        assert len(file.infolist()) == 2
    with pytest.raises(DumpError, match="the same name twice"), zips.opened(io.BytesIO(twice()), "a.zip"):
        pass


@pytest.mark.parametrize("pack", [gzip.compress, lambda body: zstandard.ZstdCompressor().compress(body)])
def test_a_bomb_of_one_member_is_not_unpacked_to_its_end(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: %d\r\n\r\n"
    bomb = pack(head % (64 << 20) + bytes(64 << 20) + b"\r\n\r\n")
    monkeypatch.setattr("pipelines.archive.unpack.BOMB", 32 << 20)
    manifest = taken(archive, tmp_path, **{"bomb.warc.gz": bomb})
    assert manifest is not None
    assert "a bomb" in str(manifest.ledger[0].note)


def test_without_the_limit_the_bomb_is_unpacked(archive: Archive, tmp_path: Path) -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: %d\r\n\r\n"
    manifest = taken(archive, tmp_path, **{"b.warc.gz": gzip.compress(head % (8 << 20) + bytes(8 << 20))})
    assert manifest is not None
    assert manifest.warcs
