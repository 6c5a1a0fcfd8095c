"""Raw dumps of every kind become pages; broken ones are told by name, and the others go on."""

import base64
import csv
import gzip
import io
import json
import os
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard
from archive_exchanges import archive_in
from hypothesis import given, settings
from hypothesis import strategies as st
from weed import Weed, running_weed

from pipelines.archive import Archive, dump_files, open_archive, unpack
from pipelines.archive.dump_files import documents
from pipelines.archive.dumps import Document, import_dumps, read_dump
from pipelines.archive.lease import hold
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import manifests
from pipelines.archive.read import page_at, read_warc
from pipelines.archive.store import open_store
from pipelines.errors import ConfigError, DumpError, LeaseBusy
from pipelines.record import Hints

NOW = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
TEXT = "Le port reste fermé\n\nPour le troisième jour, aucun navire n'est entré."
ROWS = [
    {
        "title": "Le port reste fermé",
        "body": "Aucun navire.",
        "url": "https://herald.example/1",
        "author": "A. Nonyme",
    },
    {"headline": "港口关闭", "text": "港口关闭，第三天。", "published": "2026-01-05T10:00:00+01:00"},
    {"html": "<p>Closed</p>", "date": "2026-01-05", "tags": ["harbour", "ships"]},
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def jsonl(*rows: object) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def as_csv(delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, ["title", "text", "url"], delimiter=delimiter)
    writer.writeheader()
    writer.writerow(
        {"title": "Le port", "text": "Un texte,\n\nen deux\tlignes.", "url": "https://herald.example/2"}
    )
    return text.getvalue().encode("utf-8-sig")


def wet(*texts: bytes) -> bytes:
    record = (
        b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2025-12-01T00:00:00Z\r\n"
        b"WARC-Target-URI: https://gazette.example/%d\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
    )
    info = record % (b"warcinfo", 0, 0, 2, b"x:")
    return info + b"".join(record % (b"conversion", n, n, len(t), t) for n, t in enumerate(texts, 1))


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "/"), body)
    return held.getvalue()


def tarred(*members: tuple[str | tarfile.TarInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, body in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return held.getvalue()


def packed(name: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, body
    yield f"{name}.gz", gzip.compress(body[:9]) + gzip.compress(body[9:])
    yield f"{name}.zst", zstandard.ZstdCompressor().compress(body)
    yield f"{name}.zip", zipped(**{name: body})
    held = tarred((name, body))
    yield f"{name}.tar", held
    yield f"{name}.tar.gz", gzip.compress(held)
    yield f"{name}.tgz", gzip.compress(held)
    yield f"{name}.tar.zst", zstandard.ZstdCompressor().compress(held)


PLAIN = {
    "a.txt": TEXT.encode(),
    "a.html": b"<!doctype html><p>Harbour closed",
    "a.jsonl": jsonl(*ROWS),
    "a.json": json.dumps(ROWS).encode(),
    "a.csv": as_csv(),
    "a.tsv": as_csv("\t"),
    "european.csv": as_csv(";"),
    "a.warc.wet": wet(b"one", b"two"),
    "no-suffix": TEXT.encode(),
    "odd.suffix": b"<html><p>Harbour closed",
}
PACKED = {".gz", ".zst", ".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst"}
KINDS = {name: body for plain, held in PLAIN.items() for name, body in packed(plain, held)}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_dump_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(KINDS[name])
    found = list(read_dump(tmp_path / name, name))
    assert found == list(read_dump(KINDS[name], name))
    plain = next(plain for plain in PLAIN if name.startswith(plain) and name[len(plain) :] in {"", *PACKED})
    expected = list(read_dump(PLAIN[plain], plain))
    assert [d.body for d in found] == [d.body for d in expected]
    assert [d.media_type for d in found] == [d.media_type for d in expected]
    assert all(document.name == name for document in found)


def test_rows_keep_what_they_say() -> None:
    first, second, third = read_dump(PLAIN["a.jsonl"], "a.jsonl")
    assert first.body.decode() == "Le port reste fermé\n\nAucun navire."
    assert (first.url, first.part) == ("https://herald.example/1", "line 1")
    assert ("author", "A. Nonyme") in first.fields
    assert second.body.decode() == "港口关闭，第三天。"  # begins with its headline already
    assert (second.announced, second.dated) == (datetime(2026, 1, 5, 9, tzinfo=UTC), "published")
    assert (third.body, third.media_type) == (b"<p>Closed</p>", "text/html; charset=utf-8")
    assert (third.announced, third.dated) == (datetime(2026, 1, 5, tzinfo=UTC), "day")
    assert ("tags", '["harbour","ships"]') in third.fields


def test_a_csv_row_may_have_line_ends_in_it() -> None:
    (row,) = read_dump(PLAIN["a.csv"], "a.csv")
    assert row.body.decode() == "Le port\n\nUn texte,\n\nen deux\tlignes."


def test_a_wet_record_keeps_its_url_and_date() -> None:
    one, _ = read_dump(PLAIN["a.warc.wet"], "a.warc.wet")
    assert (one.url, one.captured) == ("https://gazette.example/1", datetime(2025, 12, 1, tzinfo=UTC))


def test_a_text_is_kept_byte_for_byte() -> None:
    for body in (TEXT.encode("utf-16"), TEXT.encode("latin-1"), b"\xef\xbb\xbfx", TEXT.encode()):
        assert [document.body for document in read_dump(body, "a.txt")] == [body]


def encrypted() -> bytes:
    body = bytearray(zipped(**{"a.txt": b"hidden"}))
    for place in (6, body.index(b"PK\x01\x02") + 8):  # general purpose flag, bit 0: encrypted
        body[place] |= 1
    return bytes(body)


NOISE = base64.b85encode(random.Random(1).randbytes(300_000))
"""Text that no packer makes much smaller: a cut leaves some of it."""


def ended_early(body: bytes) -> bytes:
    """A frame whose content is all there, but not its end: what came out of it looks whole."""
    engine = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    return engine.compress(body) + engine.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


def bent() -> bytes:
    """A tar whose second header is broken: the library takes that for the end of the file."""
    body = bytearray(tarred(("a.txt", b"text"), ("b.txt", b"lost"), ("c.txt", b"lost too")))
    body[1024:1100] = b"\xff" * 76
    return bytes(body)


def link() -> tarfile.TarInfo:
    info = tarfile.TarInfo("l.txt")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return info


def header_bomb() -> bytes:
    """A long name of 3 MiB, which the library would read into memory whatever its length."""
    good = tarred(("a.txt", b"text"))[:1024]
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 3 << 20
    return good + info.tobuf() + b"n" * (3 << 20) + bytes(1024)


BROKEN = {
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0", 0, "not text"),
    "machine.txt": (b"\x7fELF\2\1\1" + bytes(50), 0, "not text"),
    "packed.txt": (gzip.compress(b"x" * 99), 0, "suffix .gz"),
    "noise.txt": (bytes(range(1, 32)) * 9, 0, "not text"),
    "picture": (b"\xff\xd8\xff\xe0\0\x10JFIF", 0, "neither text nor a dump"),
    "empty.txt": (b"", 0, "empty"),
    "blank.html": (b" \n", 0, "empty"),
    "empty.jsonl": (b"", 0, "empty"),
    "long.txt": (b"x" * ((32 << 20) + 1), 0, "longer than 32 MiB"),
    "cut.txt.gz": (gzip.compress(TEXT.encode())[:-9], 0, "cannot be unpacked"),
    "cut.txt.zst": (zstandard.compress(NOISE)[:-900], 0, "cut or broken, copy it again"),
    "cut.jsonl.zst": (zstandard.compress(jsonl({"text": "a"}) + NOISE)[:-900], 1, "cut or broken"),
    "cut.tar.zst": (
        zstandard.compress(tarred(("a.txt", b"text"), ("b.txt", NOISE)))[:-900],
        1,
        "cut or broken, copy it again",
    ),
    "cut.second.txt.zst": (
        zstandard.compress(b"one whole frame\n") + zstandard.compress(NOISE)[:-900],
        0,
        "cut or broken",
    ),
    "early.jsonl.zst": (ended_early(jsonl({"text": "a"})), 1, "cut or broken"),
    "early.tar.zst": (ended_early(tarred(("a.txt", b"text"))), 1, "cut or broken"),
    "cut.wet.zst": (zstandard.compress(wet(b"one", NOISE))[:-900], 1, "cut or broken"),
    "no.txt.gz": (b"no gzip", 0, "cannot be unpacked"),
    "no.txt.zst": (b"no zstd", 0, "cannot be unpacked"),
    "no.zip": (b"no zip", 0, "cannot be unpacked"),
    "none.zip": (zipped(), 0, "0 files inside"),
    "locked.zip": (encrypted(), 0, "unpack it yourself"),
    "some.zip": (
        zipped(**{"a.txt": b"text", "b.txt": b"\0\0", "c.txt": b"more"}),
        2,
        "some.zip, b.txt: not text",
    ),
    "line.jsonl": (jsonl({"text": "a"}) + b"{oops\n" + jsonl({"text": "b"}), 2, "line 2 is no JSON"),
    "list.jsonl": (jsonl([1], {"text": "b"}), 1, "line 1 is no JSON object"),
    "columns.jsonl": (jsonl({"title": "only"}), 0, "line 1 has no text; name a column text"),
    "columns.csv": (b"a,b\n1,2\n", 0, "row 1 has no text; name a column"),
    "head.csv": (b"text\n", 0, "no rows"),
    "cut.tar": (tarred(("a.txt", b"text"), ("b.txt", b"x" * 5000))[:2536], 1, "unexpected end of data"),
    "no.tar": (b"no tar" * 200, 0, "cannot be unpacked"),
    "none.tar": (tarred(), 0, "no files inside"),
    "some.tar": (
        tarred(("a.txt", b"text"), ("b.txt", b"\0\0"), ("c.txt", b"more")),
        2,
        "some.tar, b.txt: not text",
    ),
    "bent.tar": (bent(), 1, "broken header"),
    "link.tar": (
        tarred(("a.txt", b"text"), (link(), b""), ("c.txt", b"more")),
        2,
        "a link or device inside: l",
    ),
    "up.tar": (tarred(("a.txt", b"text"), ("../b.txt", b"up"), ("c.txt", b"more")), 2, "leads out of it"),
    "root.tar": (tarred(("/etc/b.txt", b"root"), ("c.txt", b"more")), 1, "an absolute name"),
    "up.tar.gz": (gzip.compress(tarred(("a.txt", b"text"), ("../b.txt", b"up"))), 1, "leads out of it"),
    "root.tar.zst": (
        zstandard.compress(tarred(("/b.txt", b"root"), ("c.txt", b"more"))),
        1,
        "an absolute name",
    ),
    "link.tzst": (
        zstandard.compress(tarred(("a.txt", b"text"), (link(), b""))),
        1,
        "a link or device inside",
    ),
    "twice.tgz": (gzip.compress(tarred(("a.txt", b"text"), ("a.txt", b"again"))), 1, "the same name twice"),
    "twice.tar": (tarred(("a.txt", b"text"), ("a.txt", b"again")), 1, "the same name twice"),
    "header.tar": (header_bomb(), 1, "a header of more than 1 MiB"),
    "nested.tar": (
        tarred(("a.txt", b"text"), ("b.tar", tarred(("c.txt", b"deep")))),
        1,
        "an archive within an archive",
    ),
    "nested.zip": (
        zipped(**{"a.txt": b"text", "b.zip": zipped(**{"c.txt": b"deep"})}),
        1,
        "nested.zip, b.zip: an archive within an archive",
    ),
    "twice.txt.gz.gz": (gzip.compress(gzip.compress(b"text")), 0, "packed twice; these are not read, unpack"),
    "quotes.csv": (b'text\n"open', 0, "row 1, line 2, is no CSV"),
    "broken.json": (b"{", 0, "no JSON"),
    "number.json": (b"7", 0, "neither a JSON object nor a list"),
    "mixed.json": (b'[1, {"text": "x"}]', 1, "item 1 is no JSON object"),
    "response.warc.gz": (gzip.compress(wet()), 0, "no conversion records"),
    "cut.wet": (wet(b"one", b"two")[:-20], 1, "cut"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_dump_is_one_clear_line_after_its_good_documents(name: str) -> None:
    body, _, message = BROKEN[name]
    found: list[Document] = []
    with pytest.raises(DumpError) as caught:
        found.extend(read_dump(body, name))
    told = str(caught.value)
    assert message in told
    assert name in told
    assert "\n" not in told


def good_of(body: bytes, name: str) -> list[bytes]:
    found: list[bytes] = []
    with suppress(DumpError):
        found.extend(document.body for document in read_dump(body, name))
    return found


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_dump_gives_what_is_good_in_it(name: str) -> None:
    body, good, _ = BROKEN[name]
    assert len(good_of(body, name)) == good


@pytest.mark.parametrize("name", ["cut.txt.zst", "early.jsonl.zst", "early.tar.zst"])
def test_the_library_takes_a_cut_frame_for_the_end_of_the_file(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(stream: BinaryIO) -> zstandard.ZstdDecompressionReader:
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)

    monkeypatch.setattr(dump_files, "Frames", unguarded)
    assert len(list(read_dump(BROKEN[name][0], name))) == 1  # and not a word


def test_frames_of_every_kind_are_read_one_after_the_other() -> None:
    """Empty ones, and those of another program's data (RFC 8878 §3.1.2), too."""
    skipped = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"other"
    frames = (
        skipped,
        zstandard.compress(b"one "),
        zstandard.compress(b""),
        skipped,
        zstandard.compress(b"two"),
    )
    [found] = read_dump(b"".join(frames), "a.txt.zst")
    assert found.body == b"one two"


def test_a_bomb_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    body = gzip.compress(tarred(("big.bin", bytes(3 << 20)), ("a.txt", b"text")))
    assert good_of(body, "a.tar.gz") == [b"text"]  # not big enough to be one
    monkeypatch.setattr(unpack, "BOMB", 1 << 20)
    found = list(documents(body, "a.tar.gz"))
    assert all(isinstance(f, DumpError) for f in found)
    assert any("a bomb" in str(f) for f in found)


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [".txt", ".json", ".jsonl", ".csv", ".wet", ".txt.gz", ".zst", ".zip", ".tar", ".tgz", ""]
    ),
)
def test_no_bytes_make_the_reader_fail_in_another_way(body: bytes, suffix: str) -> None:
    good_of(body, "a" + suffix)
    good_of(KINDS["a.jsonl"][:50] + body, "a" + suffix)
    good_of(KINDS["a.txt.tar"][:600] + body, "a.tar")


def folder_of_all(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    (folder / "deep").mkdir(parents=True)
    for number, (name, body) in enumerate(PLAIN.items()):
        (folder / ("deep" if number % 2 else "") / name).write_bytes(body)
    (folder / ".hidden.txt").write_bytes(b"not this one")
    return folder


def test_a_folder_becomes_pages_with_their_provenance(archive: Archive, tmp_path: Path) -> None:
    folder = folder_of_all(tmp_path)
    manifest = import_dumps(archive, folder, importer="jane", publisher="Herald", now=NOW)
    assert manifest is not None
    assert (manifest.kind, manifest.unit.site, manifest.complete) == ("dumps", "_", True)
    assert manifest.key == f"manifests/_/dumps/{manifest.id}.json"
    assert [hints.hints for hints in manifest.hints] == [Hints(publisher="Herald")]
    assert {entry.end for entry in manifest.ledger} == {"imported"}
    assert list(manifests(archive)) == [manifest]
    pages = [page for held in manifest.warcs for page in read_warc((archive.objects, held.warc.key))]
    by_place = [page_at(archive, entry.where) for entry in manifest.ledger if entry.where]
    assert by_place == pages
    plain = next(page for page in pages if page.body == PLAIN["a.txt"])
    assert (plain.media_type, plain.url, plain.fetched) == ("text/plain", None, NOW)
    assert plain.where is not None
    assert any(entry.url == f"urn:coranto:dump:{plain.where.payload_sha256}" for entry in manifest.ledger)
    raw = gzip.decompress(archive.objects.read(manifest.warcs[0].warc.key)).decode()
    assert "importer: jane\r\n" in raw
    assert "row-author: A. Nonyme\r\n" in raw
    assert "dumpFile: deep/a.html\r\n" in raw


def test_what_is_held_is_not_imported_again(archive: Archive, tmp_path: Path) -> None:
    folder = folder_of_all(tmp_path)
    assert import_dumps(archive, folder) is not None
    assert import_dumps(archive, folder) is None
    (folder / "copy.txt").write_bytes(PLAIN["a.txt"])
    assert import_dumps(archive, folder) is None
    (folder / "a.jsonl").write_bytes(PLAIN["a.jsonl"] + jsonl({"text": "a fourth"}))
    grown = import_dumps(archive, folder)
    assert grown is not None
    assert [entry.sources for entry in grown.ledger] == [("a.jsonl#line 4",)]
    assert grown.previous is not None


def test_other_sites_have_their_own_dumps(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PLAIN["a.txt"])
    for site in ("herald", "gazette"):
        made = import_dumps(archive, tmp_path / "a.txt", site=site)
        assert made is not None
        assert made.unit.site == site


def test_a_bad_document_fails_alone(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for name, (body, _, _) in BROKEN.items():
        (folder / name).write_bytes(body)
    (folder / "good.txt").write_bytes(PLAIN["a.txt"])
    told: list[str] = []
    manifest = import_dumps(archive, folder, progress=told.append)
    assert manifest is not None
    ends = [entry.end for entry in manifest.ledger]
    assert ends.count("failed") == len(BROKEN)
    good = {document for name, (body, _, _) in BROKEN.items() for document in good_of(body, name)}
    assert ends.count("imported") == len(good | {PLAIN["a.txt"]})
    notes = [entry.note for entry in manifest.ledger if entry.end == "failed"]
    assert all(note and "\n" not in note for note in notes)
    assert any("good.txt" in line for line in told)
    assert import_dumps(archive, folder) is None


def test_a_file_name_that_is_no_text_is_imported(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(PLAIN["a.txt"])
    manifest = import_dumps(archive, folder)
    assert manifest is not None
    assert manifest.ledger[0].sources == ("caf\\xe9.txt",)
    assert list(manifests(archive)) == [manifest]


def test_only_bad_documents_are_still_told(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    manifest = import_dumps(archive, tmp_path / "bad.txt")
    assert manifest is not None
    assert [entry.end for entry in manifest.ledger] == ["failed"]
    assert manifest.warcs == ()


def test_an_import_waits_for_whoever_holds_the_site(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.archive import dumps

    monkeypatch.setattr(dumps, "LEASE_WAIT", 0.1)
    (tmp_path / "a.txt").write_bytes(b"x")
    with hold(archive.state, "_", "the crawl"), pytest.raises(LeaseBusy, match="the crawl"):
        import_dumps(archive, tmp_path / "a.txt")


@pytest.mark.parametrize("source", [lambda p: p / "none", lambda p: (open_store(str(p)), "none/")])
def test_a_source_that_is_not_there_is_one_clear_line(
    archive: Archive, tmp_path: Path, source: Callable[[Path], Path]
) -> None:
    with pytest.raises(ConfigError, match="none"):
        import_dumps(archive, source(tmp_path))


def test_objects_below_a_prefix_are_imported_on_s3() -> None:
    with running_weed(table_bucket=None) as weed:
        made = _import_from(weed)
    assert sorted(entry.sources[0].partition("#")[0] for entry in made.ledger) == sorted(
        f"in/{name}"
        for name, count in (("a.txt", 1), ("a.jsonl.gz", 3), ("a.txt.zip", 0))
        for _ in range(count)
    )


def _import_from(weed: Weed) -> Manifest:
    archive = open_archive("s3://archive", weed.keys)
    source = open_store("s3://work", weed.keys)
    for name in ("a.txt", "a.jsonl.gz", "a.txt.zip"):
        source.put(f"in/{name}", KINDS[name])
    source.put("out/other.txt", b"not below the prefix")
    made = import_dumps(archive, (source, "in/"))
    assert made is not None
    assert import_dumps(archive, (source, "in/")) is None
    return made


def test_a_name_that_leads_out_of_a_zip_costs_its_member_alone() -> None:
    body = zipped(**{"a.txt": b"text", "../b.txt": b"up", "c\\d.txt": b"more"})
    found = list(documents(body, "a.zip"))
    assert [f.body for f in found if isinstance(f, Document)] == [b"text", b"more"]
    assert [str(f) for f in found if isinstance(f, DumpError)] == [
        "a.zip: a name that leads out of it: ../b.txt; passed over"
    ]
