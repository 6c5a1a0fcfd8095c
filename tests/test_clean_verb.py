"""``coranto clean`` reads whatever it is given; what cannot be read is told, and costs nothing but itself."""

import csv
import gzip
import io
import json
import os
import tarfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from archive_exchanges import archive_in, attempt, exchange
from click.testing import CliRunner, Result
from dump_style import TONGUES

from pipelines.archive.dumps import read_dump
from pipelines.archive.spool import Spool
from pipelines.cli import given
from pipelines.errors import DumpError
from spiders.cli import main

T = TONGUES["en"]


def story(place: str) -> str:
    return "\n\n".join(text.format(p=place) for text in (T.titles[0], *T.paragraphs[:4]))


STORIES = [story("Millbrook"), story("Orlo")]


def run(*words: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["clean", *map(str, words)], input=given)


def texts(done: Result) -> list[str]:
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


def holds(done: Result, *places: str) -> bool:
    """One record for each place, in order."""
    found = texts(done)
    return len(found) == len(places) and all(p in t for p, t in zip(places, found, strict=True))


def jsonl(*lines: str | None) -> str:
    """Stories as objects, None as a line that is no JSON."""
    return "".join(("{oops" if line is None else json.dumps({"text": line})) + "\n" for line in lines)


def files(folder: Path, **bodies: str | bytes) -> list[Path]:
    paths = []
    for name, body in bodies.items():
        paths.append(folder / name.replace("__", "."))
        paths[-1].write_bytes(body.encode() if isinstance(body, str) else body)
    return paths


def test_files_after_a_bad_one_are_cleaned(tmp_path: Path) -> None:
    done = run(*files(tmp_path, empty__txt="", one__txt=STORIES[0], cut__warc="no WARC", two__txt=STORIES[1]))
    assert holds(done, "Millbrook", "Orlo")
    assert done.exit_code == 1
    told = done.stderr.splitlines()
    assert ["empty.txt" in told[0], "cut.warc" in told[1], len(told)] == [True, True, 2]


def test_without_problems_the_status_is_0(tmp_path: Path) -> None:
    done = run(*files(tmp_path, one__txt=STORIES[0]))
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("how", ["--html", "--explain"])
def test_what_explains_a_dump_does_so_beside_a_bad_line(tmp_path: Path, how: str) -> None:
    done = run(how, *files(tmp_path, a__jsonl=jsonl(STORIES[0], None, STORIES[1])))
    assert done.exit_code == 1
    assert "Millbrook" in done.stdout
    assert "Orlo" in done.stdout
    assert "line 2 is no JSON" in done.stderr


def test_every_bad_line_is_told_and_every_good_one_cleaned(tmp_path: Path) -> None:
    [file] = files(tmp_path, a__jsonl=jsonl(None, STORIES[0], None, STORIES[1], None))
    done = run(file)
    assert holds(done, "Millbrook", "Orlo")
    assert [f"line {n}" in line for n, line in zip((1, 3, 5), done.stderr.splitlines(), strict=True)] == [
        True
    ] * 3
    with pytest.raises(DumpError, match="line 1"):  # the reader for one call names only the first
        list(read_dump(file, "a.jsonl"))


def as_csv(*rows: tuple[str, str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def test_every_bad_row_is_told_and_every_good_one_cleaned(tmp_path: Path) -> None:
    body = as_csv(("id", "text"), ("1", STORIES[0])) + '2,"a quote" that ends too early\r\n'
    body += as_csv(("3", ""), ("4", STORIES[1])) + '5,"open'
    done = run(*files(tmp_path, a__csv=body))
    assert holds(done, "Millbrook", "Orlo")
    first, second, third = done.stderr.splitlines()
    assert "row 2, line 11, is no CSV" in first
    assert "row 3 has no text" in second
    assert "row 5, line 22, is no CSV" in third


@pytest.mark.parametrize("at", ['he said: "', '\n\nhe said: "'])
def test_the_rest_of_an_article_with_a_wrong_quote_is_no_row(tmp_path: Path, at: str) -> None:
    body = (
        as_csv(("id", "text"), ("1", STORIES[0])) + f'2,"The council met, {at}Yes", and so on.\n\nThe end.\n'
    )
    done = run(*files(tmp_path, a__csv=body + as_csv(("3", STORIES[1]))))
    assert holds(done, "Millbrook", "Orlo")
    assert "row 2, lines 11 to 1" in done.stderr


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.archive import dump_kinds

    monkeypatch.setattr(dump_kinds, "CAP", 5000)
    done = run(*files(tmp_path, a__jsonl=jsonl("word " * 4000, STORIES[1])))
    assert holds(done, "Orlo")
    assert "line 1 is longer" in done.stderr


def test_of_many_problems_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    bad = jsonl(*[None] * (given.TOLD + 7), STORIES[0])
    done = run(*files(tmp_path, a__jsonl=bad, b__jsonl=jsonl(None)))
    assert holds(done, "Millbrook")
    told = done.stderr.splitlines()
    assert len(told) == given.TOLD + 2
    assert "a.jsonl: 7 more problems" in told[given.TOLD]
    assert "b.jsonl" in told[-1]


def a_warc(folder: Path) -> Path:
    """Three captures, as coranto keeps them."""
    archive = archive_in(folder)
    with Spool.open(folder / "spool", attempt(), archive) as spool:
        for number in range(3):
            spool.write(exchange(number))
        spool.commit(ledger=(), robots=(), complete=True, finish="finished", stats={})
    [found] = (folder / "archive").rglob("*.warc.gz")
    return found


@pytest.mark.parametrize("how", [bytes, gzip.decompress, lambda b: zstandard.compress(gzip.decompress(b))])
def test_a_warc_on_standard_input_is_read_as_the_file_is(
    tmp_path: Path, how: Callable[[bytes], bytes]
) -> None:
    file = a_warc(tmp_path)
    done = run(given=how(file.read_bytes()))
    assert len(done.stdout.splitlines()) == 3
    assert done.exit_code == 0
    as_file = [json.loads(line) for line in run(file).stdout.splitlines()]
    names = ("text", "headline", "reason")
    assert [[r.get(n) for n in names] for r in as_file] == [
        [json.loads(line).get(n) for n in names] for line in done.stdout.splitlines()
    ]


def a_wet() -> bytes:
    block = STORIES[0].encode()
    head = b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2025-12-01T00:00:00Z\r\n"
    more = b"WARC-Target-URI: https://a.example/\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
    return head + more % len(block) + block + b"\r\n\r\n"


def in_zip(name: str, body: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, body)
    return held.getvalue()


def in_tar(name: str, body: bytes) -> bytes:
    held, info = io.BytesIO(), tarfile.TarInfo(name)
    info.size = len(body)
    with tarfile.open(fileobj=held, mode="w") as archive:
        archive.addfile(info, io.BytesIO(body))
    return held.getvalue()


LINES = jsonl(*STORIES).encode()
DIVIDED = "\n\n-----\n\n".join(STORIES).encode()
ROWS = as_csv(("id", "text"), ("1", STORIES[0]), ("2", STORIES[1])).encode()
PIPED = {
    "json lines": (LINES, ""),
    "json lines behind blank ones": (b"\n \n" + LINES, ""),
    "json lines in utf-16": (LINES.decode().encode("utf-16"), ""),
    "json lines by type": (LINES, "application/jsonl"),
    "json": (json.dumps([{"text": s} for s in STORIES], indent=1).encode(), "application/json"),
    "csv": (ROWS, "text/csv"),
    "csv with a charset": (ROWS, "text/csv; charset=utf-8"),
    "a text of two articles": (DIVIDED, ""),
    "the same in utf-16": (DIVIDED.decode().encode("utf-16-le"), "text/plain; charset=utf-16le"),
    "gzip of a text": (gzip.compress(DIVIDED), ""),
    "gzip of json lines": (gzip.compress(LINES), ""),
    "gzip of csv": (gzip.compress(ROWS), "text/csv"),
    "zstd": (zstandard.compress(DIVIDED), ""),
    "one long line": (gzip.compress(jsonl(STORIES[0] + " word" * 60_000, STORIES[1]).encode()), ""),
    "tar": (in_tar("a.jsonl", LINES), ""),
    "tar in gzip": (gzip.compress(in_tar("a.jsonl", LINES)), ""),
    "tar in zstd": (zstandard.compress(in_tar("a.txt", DIVIDED)), ""),
    "zip": (in_zip("a.jsonl", LINES), ""),
}


@pytest.mark.parametrize("name", PIPED)
def test_standard_input_is_divided_as_a_file_would_be(name: str) -> None:
    body, media_type = PIPED[name]
    done = run(*(["--type", media_type] if media_type else []), given=body)
    assert (done.exit_code, done.stderr) == (0, "")
    assert holds(done, "Millbrook", "Orlo")


@pytest.mark.parametrize("body", [a_wet(), gzip.compress(a_wet())])
def test_a_wet_on_standard_input_gives_its_texts(body: bytes) -> None:
    assert holds(run(given=body), "Millbrook")


@pytest.mark.parametrize("cut", [gzip.compress(DIVIDED)[:-9], zstandard.compress(DIVIDED)[:-9]])
def test_standard_input_that_is_cut_is_told(cut: bytes) -> None:
    done = run(given=cut)
    assert done.exit_code == 1
    assert "cut or broken" in done.stderr


def test_a_bad_line_of_standard_input_costs_only_itself() -> None:
    done = run(given=jsonl(STORIES[0], None, STORIES[1]).encode())
    assert holds(done, "Millbrook", "Orlo")
    assert done.exit_code == 1
    assert "line 2 is no JSON" in done.stderr


ONE = STORIES[0].encode()
PAGE = b"<html><body><h1>A title</h1><p>" + ONE.replace(b"\n\n", b"</p><p>") + b"</p></body></html>"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [(ONE, "text/plain"), (PAGE, "text/plain"), (PAGE, "text/html"), (b"{ no JSON }\n\n" + ONE, "text/plain"), (b"{}" + PAGE, "text/html")],
)  # fmt: skip
def test_all_else_on_standard_input_is_one_page(body: bytes, media_type: str) -> None:
    assert holds(run("--type", media_type, given=body), "Millbrook")


def test_what_is_no_text_on_standard_input_is_a_rejection() -> None:
    done = run(given=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert json.loads(done.stdout)["reason"] == "not_text"
    assert done.exit_code == 0


@pytest.mark.parametrize("how", [bytes, gzip.decompress, lambda b: zstandard.compress(gzip.decompress(b))])
@pytest.mark.parametrize("name", ["crawl", "crawl.gz", "CRAWL.2024"])
def test_a_warc_is_told_by_its_content_where_its_name_says_nothing(
    tmp_path: Path, how: Callable[[bytes], bytes], name: str
) -> None:
    (tmp_path / name).write_bytes(how(a_warc(tmp_path).read_bytes()))
    done = run(tmp_path / name)
    assert (len(done.stdout.splitlines()), done.stderr, done.exit_code) == (3, "", 0)


@pytest.mark.parametrize("name", ["crawl", "crawl.gz"])
def test_a_wet_without_its_suffix_gives_its_texts(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(a_wet()))
    assert holds(run(tmp_path / name), "Millbrook")


@pytest.mark.parametrize("name", sorted(n for n in PIPED if "csv" not in n and "type" not in n))
def test_a_file_whose_name_says_nothing_is_read_as_standard_input_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "download").write_bytes(PIPED[name][0])
    done = run(tmp_path / "download")
    assert (done.exit_code, done.stderr) == (0, "")
    assert holds(done, "Millbrook", "Orlo")


def test_a_dash_and_a_pipe_are_read_as_standard_input(tmp_path: Path) -> None:
    assert holds(run("-", given=gzip.compress(LINES)), "Millbrook", "Orlo")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(in_zip("a.jsonl", LINES)))
    writer.start()
    assert holds(run(pipe), "Millbrook", "Orlo")
    writer.join()


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([{"text": s} for s in STORIES]).encode(),
        json.dumps({"docs": [{"text": s} for s in STORIES]}, indent=2).encode(),
    ],
)
def test_json_is_told_by_its_beginning(tmp_path: Path, body: bytes) -> None:
    assert holds(run(given=body), "Millbrook", "Orlo")
    for name in ("download", "export.txt"):
        (tmp_path / name).write_bytes(body)
        assert holds(run(tmp_path / name), "Millbrook", "Orlo")


MAIL = (
    b"From: A <a@b.example>\nMIME-Version: 1.0\nContent-Type: text/plain\nSubject: A mail\n\n"
    + STORIES[0].encode()
)
MARK = b"From a@b.example Tue Mar 12 07:30:00 2024\n"


def test_mails_on_standard_input_are_read_as_files_are() -> None:
    assert holds(run(given=MAIL), "Millbrook")
    assert holds(run(given=MARK + MAIL + b"\n\n" + MARK + MAIL), "Millbrook", "Millbrook")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (rb"{\rtf1\ansi The ferry is back.\par}", "an RTF document, no text; convert it first: pandoc"),
        (b"%PDF-1.7\n", "a PDF, no text"),
        (in_zip("word/document.xml", b"<w:t>The ferry</w:t>"), "a Word document, no text"),
        (in_zip("META-INF/container.xml", b"<x/>"), "an e-book, no text"),
    ],
)
def test_a_document_that_is_no_text_is_refused_with_what_converts_it(
    tmp_path: Path, body: bytes, said: str
) -> None:
    (tmp_path / "download").write_bytes(body)
    (tmp_path / "download.txt").write_bytes(body)
    for done in (run(given=body), run(tmp_path / "download")):
        assert (done.stdout, done.exit_code) == ("", 1)
        assert said in done.stderr
