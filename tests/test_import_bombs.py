"""Files that were made to fill memory and disks are left in one line, at the price of a small file.

The command runs in a process of its own, whose memory and CPU time are measured.
"""

import gzip
import io
import resource
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import zstandard
from archive_exchanges import archive_in
from measured import peak

from pipelines.archive import unpack
from pipelines.archive.dumps import import_dumps
from pipelines.archive.warcs import import_warcs

MEBI = bytes(1 << 20)
LENGTH = 1200
"""MiB that a bomb unpacks to."""
MEMORY, SECONDS = 640 << 20, 120


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the import of all of them said and took."""

    said: str
    code: int
    memory: int
    seconds: float
    given: int
    kept: int


CORANTO = str(Path(sys.executable).parent / "coranto")
RESPONSE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a.example/\r\n"
    b"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n"
)


@cache
def gz(start: bytes = b"", piece: bytes = MEBI, count: int = LENGTH) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join((engine.compress(start), *(engine.compress(piece) for _ in range(count)), engine.flush()))


def zst(start: bytes = b"") -> bytes:
    frame = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join((frame.compress(start), *(frame.compress(MEBI) for _ in range(LENGTH)), frame.flush()))


def packed(name: str, body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, body)
    return made.getvalue()


def tarred(name: str, body: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as file:
        told = tarfile.TarInfo(name)
        told.size = len(body)
        file.addfile(told, io.BytesIO(body))
    return made.getvalue()


def many_in_tar(engine: Any) -> bytes:
    """A million hidden files, each without content; the heads are one and the same but for number and sum."""
    head = bytearray(tarfile.TarInfo(".0000000").tobuf(tarfile.USTAR_FORMAT))
    sum_of = sum(head) - sum(head[148:156]) + 8 * 32
    out = []
    for number in range(1_000_000):
        digits = b"%07d" % number
        head[1:8] = digits
        head[148:156] = b"%06o\0 " % (sum_of + sum(digits) - 7 * 48)
        out.append(engine.compress(bytes(head)))
    return b"".join((*out, engine.compress(bytes(1024)), engine.flush()))


def says(body: bytes, size: int) -> bytes:
    """The list of files says another size than the file has."""
    made = bytearray(body)
    at = made.rindex(b"PK\x01\x02")
    made[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(made)


def many_unsaid() -> bytes:
    """A million files, and an end that says five."""
    entry = b"PK\x01\x02" + bytes(24) + (7).to_bytes(2, "little") + bytes(16)
    entries = b"".join(entry + b"%07d" % n for n in range(1_000_000))
    end = b"PK\x05\x06" + bytes(4) + b"\5\0" * 2 + len(entries).to_bytes(4, "little") + b"\x1e\0\0\0\0\0"
    return b"PK\x03\x04" + bytes(26) + entries + end


def dictionary() -> bytes:
    body = zst()
    return unpack.DICTIONARY + len(body).to_bytes(4, "little") + body


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.txt.gz": (gz, "longer than 32 MiB"),
    "a.txt.zst": (zst, "longer than 32 MiB"),
    "a.jsonl.gz": (lambda: gz(b'{"text":"'), "longer than 32 MiB"),
    "a.json.zst": (lambda: zst(b'{"text":"'), "longer than"),
    "a.csv.gz": (lambda: gz(b'url,text\nhttp://a.example/,"'), "a row is longer than 32 MiB"),
    "lines.csv.gz": (lambda: gz(b"url,text\n", b'"a\n",' * 200_000), "a row is longer than 32 MiB"),
    "a.wet.gz": (lambda: gz(RESPONSE.replace(b"response\r", b"conversion\r") % (LENGTH << 20)), "a bomb"),
    "gz-in-zip.zip": (lambda: packed("a.txt.gz", gz()), "longer than 32 MiB"),
    "deflated.zip": (lambda: packed("a.txt", MEBI * 400), "longer than 32 MiB"),
    "zip-in-zip.zip": (lambda: packed("a.zip", packed("b.zip", packed("c.txt", MEBI))), "an archive within an archive"),
    "gz-in-gz.txt.gz.gz": (lambda: gzip.compress(gz()), "packed twice"),
    "gz-in-tar.tgz": (lambda: gzip.compress(tarred("a.txt.gz", gz())), "longer than 32 MiB"),
    "in-tar.tgz": (lambda: gzip.compress(tarred("a.txt", MEBI * 40)), "longer than 32 MiB"),
    "many.tar.gz": (lambda: many_in_tar(zlib.compressobj(1, zlib.DEFLATED, 31)), "more than 100000 members"),
    "many.tar.zst": (lambda: many_in_tar(zstandard.ZstdCompressor(level=1).compressobj()), "more than 100000 members"),
    "unsaid.zip": (lambda: says(packed("a.txt", b"A harbour." * 9), 10), "Bad CRC-32"),
    "many-unsaid.zip": (many_unsaid, "1000000 files inside"),
    "many-unsaid.wacz": (many_unsaid, "1000000 files inside"),
    "a.warc.gz": (lambda: gz(RESPONSE % (LENGTH << 20)), "a bomb"),
    "a.warc.zst": (lambda: zst(RESPONSE % (LENGTH << 20)), "a bomb"),
    "gz-in.wacz": (lambda: packed("archive/b.warc.gz", gz(RESPONSE % (LENGTH << 20), count=LENGTH + 1)), "a bomb"),
    "line.warc.gz": (lambda: gz(b"WARC/1.0\r\nWARC-Type: response\r\nX: "), "no WARC record"),
    "lines.warc.gz": (lambda: gz(b"WARC/1.0\r\nWARC-Type: response\r\n", b"X: y\r\n" * 170_000), "no WARC record"),
    "dictionary.warc.zst": (dictionary, "no response"),
    "members.warc.gz": (lambda: gzip.compress(b"") * 300_000, "no response"),
    "length.warc.gz": (lambda: gzip.compress(RESPONSE % 10**14 + b"x"), "cut, 1 of"),
    "length.warc": (lambda: RESPONSE % 10**14 + b"x", "cut, 1 of"),
}  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """All of them in one import."""
    folder = tmp_path_factory.mktemp("bombs")
    given, news = folder / "given", folder / "news"
    given.mkdir()
    for name, (make, _) in BOMBS.items():
        (given / name).write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [CORANTO, "--at", str(news), "import", str(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as child:
        memory = peak(child)
        said = child.communicate()[0]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(
        said=said,
        code=child.returncode,
        memory=memory[0],
        seconds=used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime,
        given=sum(file.stat().st_size for file in given.iterdir()),
        kept=sum(path.stat().st_size for path in news.rglob("*") if path.is_file()),
    )


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_named_with_what_is_wrong(run: Run, name: str) -> None:
    lines = [line for line in run.said.splitlines() if name in line or f"of {name}" in line]
    assert any(BOMBS[name][1] in line for line in lines), lines


def test_bombs_cost_no_more_than_small_files(run: Run) -> None:
    assert "Traceback" not in run.said
    assert run.code == 1
    assert 0 < run.memory < MEMORY
    assert run.seconds < SECONDS
    assert run.kept < 2 * run.given


def test_long_headers_rows_and_lists_of_files_are_still_read(tmp_path: Path) -> None:
    """The twin: what is long, and no bomb."""
    given = tmp_path / "given"
    given.mkdir()
    head = RESPONSE.replace(b"\r\n\r\n", b"\r\nX-Long: " + b"y" * (1 << 20) + b"\r\n\r\n")
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A harbour."
    (given / "a.warc.gz").write_bytes(gzip.compress(head % len(body) + body + b"\r\n\r\n"))
    archive = archive_in(tmp_path)
    manifest = import_warcs(archive, given, site="courant", importer="desk", publisher="The Courant")
    assert manifest is not None
    assert [entry.end for entry in manifest.ledger] == ["imported"]
    rows = (b'http://a.example/%d,"%b"\n' % (n, b"A harbour.\n" * 100_000) for n in range(40))
    (given / "b.csv").write_bytes(b"url,text\n" + b"".join(rows))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for number in range(2000):
            file.writestr(f"{number}.txt", b"A harbour, number %d." % number)
    (given / "c.zip").write_bytes(made.getvalue())
    dumps = import_dumps(archive, given, wanted=lambda name: not name.endswith(".gz"))
    assert dumps is not None
    assert {entry.end for entry in dumps.ledger} == {"imported"}
    assert len(dumps.ledger) == 2040
