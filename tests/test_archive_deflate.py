"""Records are packed, or stored where they are compressed already, and streams unpacked as zlib does it."""

import gzip
import importlib.util
import os
import sys
import zlib

import pytest
from archive_exchanges import exchange
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import deflate, http, warc

HEAD = b"WARC/1.1\r\n" * 40
CODED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"


@given(head=st.binary(max_size=80), block=st.binary(max_size=400), coded=st.none() | st.integers(0, 400))
def test_a_member_unpacks_to_head_block_and_end(head: bytes, block: bytes, coded: int | None) -> None:
    for given_block in (block, memoryview(block)):
        assert gzip.decompress(deflate.member(head, given_block, coded)) == head + block + deflate.END


@pytest.mark.parametrize("size", [0, 1, 65_534, 65_535, 65_536, 200_000])
def test_stored_blocks_hold_any_length(size: int) -> None:
    body = os.urandom(size)
    member = deflate.member(HEAD, body, 0)
    assert gzip.decompress(member) == HEAD + body + deflate.END
    assert size < len(member) < size + 150


def test_what_is_coded_is_stored_and_all_else_packed() -> None:
    body = b"a story told again and again " * 2000
    stored, packed = (
        warc.exchange(exchange(1, response=head + body), "urn:uuid:info").members[0]
        for head in (CODED, CODED.replace(b"gzip", b"identity"))
    )
    assert len(stored) > len(body) > 10 * len(packed)


@pytest.mark.parametrize("wbits", [31, 15, -15])
@given(data=st.binary(max_size=3000), cap=st.integers(1, 4000))
def test_a_sound_stream_is_unpacked_as_zlib_does(wbits: int, data: bytes, cap: int) -> None:
    engine = zlib.compressobj(6, zlib.DEFLATED, wbits)
    stream = engine.compress(data) + engine.flush()
    assert deflate.whole(stream, cap, wbits) == zlib.decompressobj(wbits).decompress(stream, cap)


@given(st.binary(max_size=300), st.integers(0, 40), st.integers(0, 255))
def test_any_stream_comes_out_as_without_the_quick_way(data: bytes, at: int, wrong: int) -> None:
    stream = bytearray(gzip.compress(data) + b"\0")
    stream[at % len(stream)] = wrong
    quick = http.decode(bytes(stream), "gzip", 200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deflate, "whole", lambda *_: None)
        assert http.decode(bytes(stream), "gzip", 200) == quick


def test_without_isal_the_standard_library_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has no wheel of it. The twin is the module as it is loaded here, with isal."""
    monkeypatch.setitem(sys.modules, "isal", None)
    found = importlib.util.spec_from_file_location("slow_deflate", deflate.__file__)
    assert found is not None
    assert found.loader is not None
    slow = importlib.util.module_from_spec(found)
    found.loader.exec_module(slow)
    assert (slow._zlib, deflate.__dict__["_zlib"] is zlib) == (zlib, False)
    for one, other in ((slow, deflate), (deflate, slow)):
        assert other.unpacked(one.packed(HEAD)) == HEAD
        assert other.whole(one.member(HEAD, b"block", None), 4000, 31) == HEAD + b"block" + deflate.END
    with pytest.raises(ValueError, match="incorrect header check"):
        slow.unpacked(b"no gzip")


@pytest.mark.parametrize("cut", [1, 8, 9])
def test_a_broken_or_cut_stream_is_left_to_the_tolerant_way(cut: int) -> None:
    stream = gzip.compress(b"text" * 100)
    assert deflate.whole(stream[:-cut], 4000, 31) is None
    assert deflate.whole(stream[:-cut] + b"x" * cut, 4000, 31) is None
    assert deflate.whole(stream + stream, 4000, 31) is None
