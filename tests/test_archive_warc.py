"""Records hold the bytes of the wire exactly, and other people's readers agree."""

import gzip
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from archive_exchanges import START, archive_in, attempt, exchange
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from pipelines.archive import warc
from pipelines.archive.exchange import Exchange, Original
from pipelines.archive.frames import RawRecord, raw_records
from pipelines.archive.spool import Spool

CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nport\r\n6\r\n closed\r\n0\r\n\r\n".replace(
        b"6\r\n", b"7\r\n"
    )
)
ANSWERS = {
    "plain": b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nport",
    "chunked": CHUNKED,
    "empty": b"HTTP/1.1 204 No Content\r\n\r\n",
    "odd head": b"HTTP/1.1 200\r\nA:b\r\na :c\r\n folded\r\nNo Colon\r\nX: \xe9\xff\r\n\r\nport",
    "bare line feeds": b"HTTP/1.0 200 OK\nA: b\n\nport",
    "redirect": b"HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
}


def file_of(*batches: warc.Batch) -> bytes:
    _, info = warc.warcinfo("t.warc.gz", START, attempt().warcinfo())
    return b"".join((info, *(member for batch in batches for member in batch.members)))


def records_of(taken: Exchange, find: warc.Find = lambda *_: None) -> list[RawRecord]:
    batch = warc.exchange(taken, "urn:uuid:info", find)
    return list(raw_records(io.BytesIO(b"".join(batch.members)), "t"))


def fastwarc_check(data: bytes, folder: Path) -> None:
    """FastWARC's own verdict on every record of a file."""
    file = folder / "t.warc.gz"
    file.write_bytes(data)
    program = Path(sys.executable).with_name("fastwarc")
    subprocess.run([program, "check", "-q", file], check=True, capture_output=True)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_crossed_the_wire_is_in_the_record(name: str, tmp_path: Path) -> None:
    taken = exchange(1, response=ANSWERS[name])
    response, request, metadata = records_of(taken)
    assert response.block == ANSWERS[name]
    assert request.block == taken.request
    assert warc.read_fields(metadata.block) == taken.metadata
    fastwarc_check(file_of(warc.exchange(taken, "urn:uuid:info")), tmp_path)


def test_the_three_records_belong_together() -> None:
    response, request, metadata = records_of(exchange(1))
    ids = {record.record_id for record in (response, request, metadata)}
    assert len(ids) == 3
    for record in (response, request, metadata):
        assert record.header("WARC-Date") == "2026-01-06T08:30:00.124456Z"
        assert record.header("WARC-Target-URI") == "https://herald.example/news/1"
        assert record.header("WARC-Warcinfo-ID") == "<urn:uuid:info>"
    assert request.header("WARC-Concurrent-To") == f"<{response.record_id}>"
    assert metadata.header("WARC-Concurrent-To") == f"<{response.record_id}>"
    assert response.header("WARC-IP-Address") == "192.0.2.7"
    protocols = [text for name, text in response.fields if name == "WARC-Protocol"]
    assert protocols == ["http/1.1", "tls/1.3"]
    assert response.header("WARC-Cipher-Suite") == "TLS_AES_256_GCM_SHA384"


def test_a_payload_digest_is_over_the_transfer_decoded_bytes() -> None:
    (response, *_) = records_of(exchange(1, response=CHUNKED))
    assert response.header("WARC-Payload-Digest") == warc.sha1(b"port closed")
    packed = gzip.compress(b"port")
    (response, *_) = records_of(
        exchange(1, response=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed)
    )
    assert response.header("WARC-Payload-Digest") == warc.sha1(packed)


def test_fastwarc_agrees_with_the_payload_digests() -> None:
    # FastWARC sees no payload behind a head that ends in bare line feeds.
    answers = [answer for name, answer in ANSWERS.items() if name != "bare line feeds"]
    batches = [warc.exchange(exchange(1, response=answer), "urn:uuid:info") for answer in answers]
    checked = 0
    for record in ArchiveIterator(io.BytesIO(file_of(*batches)), parse_http=False):
        if record.record_type == WarcRecordType.response:
            record.parse_http(auto_decode="transfer")
            assert record.verify_payload_digest(True)
            checked += 1
    assert checked == len(answers)


def test_a_cut_answer_says_why() -> None:
    (response, *_) = records_of(exchange(1, truncated="time"))
    assert response.header("WARC-Truncated") == "time"


def test_no_answer_leaves_request_and_reason() -> None:
    taken = exchange(
        1, response=None, unparsable=b"\0garbage", metadata=(("via", "https://herald.example/"),)
    )
    request, metadata = records_of(taken)
    assert (request.record_type, request.block) == ("request", taken.request)
    told = dict(warc.read_fields(metadata.block))
    assert told == {
        "via": "https://herald.example/",
        "fetchError": "no answer that can be parsed",
        "receivedBase64": "AGdhcmJhZ2U=",
    }
    assert metadata.header("WARC-Concurrent-To") == f"<{request.record_id}>"


ORIGINAL = Original(
    record_id="urn:uuid:first",
    url="https://herald.example/first",
    captured=START,
    filename="f.warc.gz",
    offset=7,
)


def test_a_revisit_points_to_its_original() -> None:
    taken = exchange(1, b"known")
    revisit, _, metadata = records_of(taken, lambda *_: ORIGINAL)
    assert taken.response is not None
    assert revisit.block == bytes(taken.response or b"").removesuffix(b"known")
    told = {
        name: revisit.header(name) for name in ("WARC-Type", "WARC-Refers-To", "WARC-Refers-To-Target-URI")
    }
    assert told == {
        "WARC-Type": "revisit",
        "WARC-Refers-To": "<urn:uuid:first>",
        "WARC-Refers-To-Target-URI": "https://herald.example/first",
    }
    assert revisit.header("WARC-Refers-To-Date") == "2026-01-06T08:30:00.123456Z"
    assert revisit.header("WARC-Profile") == warc.IDENTICAL
    assert revisit.header("WARC-Payload-Digest") == warc.sha1(b"known")
    assert warc.SHA256 in dict(warc.read_fields(metadata.block))


@pytest.mark.parametrize("taken", [exchange(1, truncated="length"), exchange(1, response=ANSWERS["empty"])])
def test_cut_and_empty_payloads_are_never_revisits(taken: Exchange) -> None:
    (response, *_) = records_of(taken, lambda *_: ORIGINAL)
    assert response.record_type == "response"


HOSTILE = "https://herald.example/a\r\nWARC-Type: request\r\n\r\n\x00\x1b[2J\u2028\u202e \ud800"


def test_nothing_remote_can_add_a_header() -> None:
    taken = exchange(
        1,
        url=HOSTILE,
        ip=HOSTILE,
        cipher=HOSTILE,
        protocols=(HOSTILE,),
        metadata=((HOSTILE, HOSTILE), ("via", HOSTILE)),
    )
    sound = records_of(exchange(1))
    hostile = records_of(taken)
    assert [len(record.fields) for record in hostile] == [len(r.fields) - (r is sound[0]) for r in sound]
    assert all(text.isprintable() for record in hostile for _, text in record.fields)
    assert hostile[0].url == (
        "https://herald.example/a%0D%0AWARC-Type:%20request%0D%0A%0D%0A%00%1B[2J%E2%80%A8%E2%80%AE%20%ED%A0%80"
    )
    assert len(hostile[2].block.split(b"\r\n")) == 3


def test_without_cleaning_a_header_would_be_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "value", lambda text: text)
    (response, *_) = records_of(exchange(1, cipher="x\r\nWARC-Type: request"))
    assert [text for name, text in response.fields if name == "WARC-Type"] == ["response", "request"]


@settings(deadline=None, max_examples=100)
@given(request=st.binary(max_size=200), answer=st.binary(max_size=300), url=st.text(max_size=60))
def test_any_bytes_come_back_as_they_were(request: bytes, answer: bytes, url: str) -> None:
    taken = exchange(
        1, request=request, response=b"HTTP/1.1 200 OK\r\n" + answer, url=url, metadata=(("via", url),)
    )
    data = file_of(warc.exchange(taken, "urn:uuid:info"))
    _, response, asked, metadata = raw_records(io.BytesIO(data), "t")
    assert (response.block, asked.block) == (taken.response, request)
    assert len(warc.read_fields(metadata.block)) == 1
    again = [record.rec_type for record in WarcioIterator(io.BytesIO(data), no_record_parse=True)]
    assert again == ["warcinfo", "response", "request", "metadata"]
    for record in ArchiveIterator(io.BytesIO(data), parse_http=False):
        assert record.verify_block_digest()


def test_each_record_is_a_gzip_member_of_its_own() -> None:
    batch = warc.exchange(exchange(1), "urn:uuid:info")
    assert [gzip.decompress(member)[:8] for member in batch.members] == [b"WARC/1.1"] * 3


def test_every_file_of_the_spool_passes_fastwarc(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for _ in range(2):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            for number, answer in enumerate(ANSWERS.values()):
                spool.write(exchange(number, response=answer))
            spool.write(exchange(7, os.urandom(100_000)))
            spool.write(exchange(8, response=None, unparsable=b"x"))
            spool.write(exchange(9, truncated="disconnect"))
            spool.write(warc.Resource(url="urn:x:1", captured=START, body=b"text", media_type="text/plain"))
            manifest = spool.commit(ledger=(), complete=True, finish="finished")
        fastwarc_check(archive.objects.read(manifest.warcs[0].warc.key), tmp_path)


def test_a_warcinfo_says_who_made_the_file() -> None:
    (info,) = raw_records(io.BytesIO(file_of()), "t")
    assert info.header("WARC-Filename") == "t.warc.gz"
    told = dict(warc.read_fields(info.block))
    assert told["format"] == "WARC File Format 1.1"
    assert told["robots"] == "obey"
    assert told["operator"] == "press@archive.example"
    assert told["http-header-user-agent"].startswith("coranto")
    assert told["run-dag_id"] == "days_herald"


def test_ids_are_random_uuids() -> None:
    import uuid

    ids = {warc.new_record_id() for _ in range(1000)}
    assert len(ids) == 1000
    parsed = [uuid.UUID(text) for text in ids]
    assert {(one.version, one.variant) for one in parsed} == {(4, uuid.RFC_4122)}
