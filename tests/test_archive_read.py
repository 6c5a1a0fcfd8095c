"""Pages come back from the archive with the bytes that were kept, by every way of asking."""

import gzip
import io
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from archive_exchanges import START, archive_in, attempt, exchange
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.archive import Archive, http, warc
from pipelines.archive.exchange import Kept
from pipelines.archive.frames import raw_records
from pipelines.archive.manifest import Manifest
from pipelines.archive.read import exchange_at, page_at, read_warc, resolve
from pipelines.archive.spool import Spool
from pipelines.errors import WarcError
from pipelines.page import Page

TEXT = b"<p>" + b"The harbour was closed for the third day. " * 50 + b"</p>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def commit(archive: Archive, folder: Path, *taken: object) -> tuple[Manifest, list[Kept]]:
    with Spool.open(folder / "spool", attempt(), archive) as spool:
        kept = [spool.write(one) for one in taken]  # type: ignore[arg-type]
        return spool.commit(ledger=(), complete=True, finish="finished"), kept


def written(*taken: object) -> bytes:
    info_id, first = warc.warcinfo("t.warc.gz", START, ())
    return b"".join((first, *(m for one in taken for m in warc.exchange(one, info_id).members)))  # type: ignore[arg-type]


def test_a_page_is_read_by_its_place_and_by_its_file(archive: Archive, tmp_path: Path) -> None:
    manifest, kept = commit(archive, tmp_path, *(exchange(number) for number in range(5)))
    key = manifest.warcs[0].warc.key
    pages = [page_at(archive, receipt.where) for receipt in kept]
    assert pages == list(read_warc((archive.objects, key)))
    assert pages == list(read_warc(Path(archive.objects.url, key)))
    for number, page in enumerate(pages):
        taken = exchange(number)
        assert page.body == b"<p>Story %d of the invented Herald.</p>" % number
        assert (page.url, page.fetched, page.status) == (taken.url, taken.started, 200)
        assert page.media_type == "text/html; charset=utf-8"
        assert page.where == kept[number].where
        assert exchange_at(archive, kept[number].where) == taken.response


def test_a_wrong_hint_is_replaced_by_the_index(archive: Archive, tmp_path: Path) -> None:
    _, (first, second) = commit(archive, tmp_path, exchange(1), exchange(2))
    for hint in (
        replace(second.where, key=None, offset=None, length=None),
        replace(second.where, offset=first.where.offset),
        replace(second.where, offset=3),
        replace(second.where, key="warc/herald/moved.warc.gz"),
    ):
        assert page_at(archive, hint) == page_at(archive, second.where)


def test_a_record_that_is_nowhere_is_one_clear_line(archive: Archive, tmp_path: Path) -> None:
    _, (kept,) = commit(archive, tmp_path, exchange(1))
    with pytest.raises(WarcError, match=r"no record urn:uuid:none .* run coranto check"):
        resolve(archive, replace(kept.where, record_id="urn:uuid:none"))


def test_a_payload_that_is_not_the_kept_one_is_refused(archive: Archive, tmp_path: Path) -> None:
    _, (kept,) = commit(archive, tmp_path, exchange(1))
    with pytest.raises(WarcError, match="not the one that was kept"):
        page_at(archive, replace(kept.where, payload_sha256="0" * 64))


def test_a_revisit_has_the_body_of_its_original(archive: Archive, tmp_path: Path) -> None:
    commit(archive, tmp_path, exchange(1, TEXT))
    manifest, (kept,) = commit(archive, tmp_path, exchange(2, TEXT))
    assert kept.record_type == "revisit"
    page = page_at(archive, kept.where)
    assert (page.body, page.url) == (TEXT, "https://herald.example/news/2")
    assert page.where == kept.where
    key = manifest.warcs[0].warc.key
    assert list(read_warc((archive.objects, key))) == [page]
    assert list(read_warc(str(Path(archive.objects.url, key)))) == [page]


def test_a_revisit_out_of_reach_is_said_at_the_end(archive: Archive, tmp_path: Path) -> None:
    commit(archive, tmp_path, exchange(1, TEXT))
    manifest, _ = commit(archive, tmp_path, exchange(2, TEXT), exchange(3))
    pages = read_warc(io.BytesIO(archive.objects.read(manifest.warcs[0].warc.key)))
    assert next(pages).url == "https://herald.example/news/3"
    with pytest.raises(WarcError, match="1 revisits point to records out of reach"):
        next(pages)


CODINGS = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]),
    "deflate": zlib.compress(TEXT),
    "DEFLATE": zlib.compress(TEXT)[2:-4],
    "br": brotli.compress(TEXT),
    "zstd": zstandard.ZstdCompressor().compress(TEXT),
    "identity": TEXT,
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
    "unknown": TEXT,
    "gzip ": TEXT,  # says so, and is not
    "br ": TEXT,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("chunked", [False, True])
def test_bodies_are_decoded(coding: str, chunked: bool) -> None:
    body = CODINGS[coding]
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding.encode() + b"\r\n"
    if chunked:
        body = b"%x;ext=1\r\n%b\r\n0\r\nTrailer: x\r\n\r\n" % (len(body), body)
        head += b"Transfer-Encoding: chunked\r\n"
    (page,) = read_warc(io.BytesIO(written(exchange(1, response=head + b"\r\n" + body))))
    assert page.body == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_cut_at_the_cap(coding: str) -> None:
    plain = bytes(40 << 20)
    bombs: dict[str, Callable[[], bytes]] = {
        "gzip": lambda: gzip.compress(plain, 6),
        "deflate": lambda: zlib.compress(plain, 6),
        "br": lambda: bytes(brotli.compress(plain, quality=3)),
        "zstd": lambda: zstandard.ZstdCompressor().compress(plain),
    }
    bomb = bombs[coding]()
    assert len(bomb) < 1 << 20
    assert len(http.decode(bomb, coding)) == http.CAP
    assert len(http.decode(bomb, coding, cap=1000)) == 1000


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "br", "gzip, br"])
def test_a_whole_body_comes_out_whole_or_not_at_all(coding: str) -> None:
    text = b"".join(b"%d stories, " % number for number in range(4000))
    packed = text
    for name in coding.split(", "):
        pack = {"br": brotli.compress, "deflate": zlib.compress}.get(name, gzip.compress)
        packed = pack(packed)
    assert http.whole(packed, coding) == http.whole(memoryview(packed), coding.upper(), len(text)) == text
    assert http.whole(packed, coding, len(text) - 1) is None
    for broken in (packed[:-1], packed[: len(packed) // 2], packed + b"x", b"", text):
        assert http.whole(broken, coding) is None
    assert http.whole(packed, f"rot13, {coding}") is None


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_cut_stream_gives_what_came(coding: str) -> None:
    text = b"".join(b"%d stories, " % number for number in range(40_000))
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "br": brotli.compress(text, quality=4),
        "zstd": zstandard.ZstdCompressor().compress(text),
    }[coding]
    got = http.decode(packed[: len(packed) * 3 // 4], coding)
    assert text.startswith(got)
    assert len(got) > len(text) // 4


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["", "gzip", "br", "zstd", "deflate", "gzip, br", "x,,"]))
def test_no_body_makes_decoding_fail(body: bytes, coding: str) -> None:
    assert isinstance(http.decode(body, coding, cap=1000), bytes)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_no_answer_makes_parsing_fail(message: bytes) -> None:
    parsed = http.parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + message)
    assert isinstance(parsed.payload, bytes)
    http.parse(message)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6))
def test_what_was_chunked_is_joined(pieces: list[bytes]) -> None:
    chunked = b"".join(b"%X\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    assert http.dechunk(chunked) == b"".join(pieces)


@pytest.mark.parametrize(
    ("message", "payload"),
    [
        (b"", b""),
        (b"5\r\nab", b"ab"),
        (b"5", b""),
        (b"5\r", b""),
        (b"never chunked", b"never chunked"),
        (b"<p>\n", b"<p>\n"),
        (b"2\nab\n0\n\n", b"ab"),
        (b"2\r\nab\r\nzz\r\nrest", b"ab"),
        (b" 2 ;a=b\r\nab\r\n0\r\n", b"ab"),
        (b"0x2\r\nab\r\n", b"0x2\r\nab\r\n"),
    ],
)
def test_broken_chunking_gives_what_can_be_told(message: bytes, payload: bytes) -> None:
    assert http.dechunk(message) == payload


@pytest.mark.parametrize("cut", [1, 4, 8, 9, 60, 300])
@pytest.mark.parametrize("compressed", [True, False])
def test_a_cut_file_gives_its_whole_records_then_an_error(cut: int, compressed: bool) -> None:
    data = written(*(exchange(number, TEXT) for number in range(3)))
    data = data if compressed else gzip.decompress(data)
    got: list[Page] = []
    pages = read_warc(io.BytesIO(data[:-cut]))
    if not compressed and cut <= 4:  # only the blank lines behind the last record are gone
        assert len(list(pages)) == 3
        return
    with pytest.raises(WarcError, match=r"stream at offset \d+"):
        got.extend(pages)
    assert [page.body for page in got] == [TEXT] * 3


def test_a_cut_in_a_response_names_the_offset(tmp_path: Path) -> None:
    data = written(exchange(1, TEXT), exchange(2, TEXT))
    offsets = [
        (r.offset or 0, r.length or 0)
        for r in raw_records(io.BytesIO(data), "t")
        if r.record_type == "response"
    ]
    file = tmp_path / "cut.warc.gz"
    file.write_bytes(data[: offsets[1][0] + 50])
    with pytest.raises(WarcError, match=f"cut.warc.gz at offset {offsets[1][0]}: cut"):
        list(read_warc(file))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"not a WARC at all", "no WARC record"),
        (gzip.compress(b"not a WARC at all", mtime=0), "no WARC record"),
        (zstandard.ZstdCompressor().compress(b"x"), "no WARC record"),
        (zstandard.ZstdCompressor().compress(b"x" * 99)[:-3], "cut, the last zstd frame"),
        (b"\x1f\x8b\x08\x00" + b"x" * 40, "broken gzip member"),
    ],
)
def test_what_is_no_warc_is_one_clear_line(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / "odd.warc.gz"
    file.write_bytes(data)
    with pytest.raises(WarcError, match=message) as caught:
        list(read_warc(file))
    assert "odd.warc.gz" in str(caught.value)
    assert "\n" not in str(caught.value)


HEADS = [
    b"WARC/1.1\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 9999999999999999999\r\n",
    b"\r\n",
    b"abcde",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.binary(max_size=30) | st.sampled_from(HEADS), max_size=10), st.booleans())
def test_no_bytes_make_reading_fail_in_another_way(parts: list[bytes], compressed: bool) -> None:
    data = b"WARC/1.1\r\n" + b"".join(parts)
    with suppress(WarcError):
        list(read_warc(io.BytesIO(gzip.compress(data) if compressed else data)))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match="No such file"):
        list(read_warc(tmp_path / "none.warc.gz"))


def test_a_file_compressed_as_one_member_is_read() -> None:
    data = gzip.compress(gzip.decompress(written(exchange(1), exchange(2))))
    pages = list(read_warc(io.BytesIO(data)))
    assert [page.url for page in pages] == ["https://herald.example/news/1", "https://herald.example/news/2"]
    assert pages[1].where is not None
    assert pages[1].where.offset is None


def test_a_document_of_a_dump_is_a_page_without_url() -> None:
    document = warc.Resource(url="urn:coranto:dump:1", captured=START, body=TEXT, media_type="text/plain")
    data = b"".join(warc.resource(document, "urn:uuid:info").members)
    (page,) = read_warc(io.BytesIO(data))
    assert (page.body, page.media_type, page.url, page.fetched) == (TEXT, "text/plain", None, START)


def test_a_foreign_warc_is_read() -> None:
    head = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"WARC-Target-URI: <http://gazette.example/>\r\nWARC-Date: 2019-05-04T03:02:01Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % (len(head) + len(TEXT))
    )
    (page,) = read_warc(io.BytesIO(record + head + TEXT + b"\r\n\r\n"))
    assert (page.body, page.url) == (TEXT, "http://gazette.example/")
    assert page.fetched == datetime(2019, 5, 4, 3, 2, 1, tzinfo=UTC)
