"""The demo dumps: as untidy as real ones, with a ledger beside the folder."""

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import zstandard
from demo_dumps import Dumped, dumps, write
from warcio.archiveiterator import ArchiveIterator

FILES = {name: (body, found) for name, body, found in dumps(1)}


def text_of(name: str, document: Dumped) -> str:
    """The raw text of one document, whatever it is packed in."""
    body, part = FILES[name][0], document.part
    number = int(str(part)[-2:]) if str(part)[-1:].isdecimal() else 0
    if name.endswith(".zip"):
        return zipfile.ZipFile(io.BytesIO(body)).read(str(part)).decode()
    if name.endswith(".zst"):
        return zstandard.ZstdDecompressor().decompress(body).decode()
    if name.endswith(".wet.gz"):
        records = [
            r.content_stream().read() for r in ArchiveIterator(io.BytesIO(body)) if r.rec_type == "conversion"
        ]
        return str(records[number - 1].decode())
    if name.endswith(".gz"):
        return gzip.decompress(body).decode()
    if name.endswith(".jsonl"):
        return str(json.loads(body.splitlines()[number - 1])["text"])
    if name.endswith(".csv"):
        return list(csv.DictReader(io.StringIO(body.decode(), newline="")))[number - 1]["text"]
    return body.decode()


def test_there_is_every_kind_of_file() -> None:
    endings = {name.partition(".")[2] for name in FILES}
    assert endings == {"txt", "html", "jsonl", "csv", "warc.wet.gz", "txt.gz", "txt.zst", "zip"}
    assert len(FILES) >= 30
    assert sum(document.broken for _, found in FILES.values() for document in found) == 2


@pytest.mark.parametrize("name", [n for n in FILES if not n.endswith(".html")])
def test_each_document_holds_what_its_ledger_says(name: str) -> None:
    for document in FILES[name][1]:
        if document.story is None:
            continue
        text = text_of(name, document)
        entry = document.entry()
        assert all(part in text for part in [entry["headline"], *entry["body"]])
        if document.glued:
            lines = text.splitlines()
            assert document.glued in lines
            assert len(lines) > len(entry["body"]) + 10, "furniture stands around the body"


def test_the_bad_ones_are_bad() -> None:
    with pytest.raises(UnicodeDecodeError):
        FILES["scan.txt"][0].decode()
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(FILES["torn.zip"][0]))


def test_the_ledger_lies_beside_the_folder_and_all_is_the_same_again(tmp_path: Path) -> None:
    entries = write(tmp_path / "raw")
    assert json.loads((tmp_path / "raw.ledger.json").read_text(encoding="utf-8")) == entries
    assert {p.name: p.read_bytes() for p in (tmp_path / "raw").iterdir()} == {
        n: b for n, (b, _) in FILES.items()
    }
    assert write(tmp_path / "other", seed=2) != entries
