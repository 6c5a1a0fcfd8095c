"""WARC files as other programs write them, of invented pages."""

import gc
import gzip
import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import ParamSpec

import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive.warc import sha1

STORY = "The harbour of Veleska reopened on Monday, five days after the storm, the port authority said. "
HEADERS = [("Content-Type", "text/html; charset=utf-8")]


P = ParamSpec("P")


def quietly(make: Callable[P, bytes]) -> Callable[P, bytes]:
    """warcio leaves its temporary files to the garbage collector."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> bytes:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            body = make(*args, **kwargs)
            gc.collect()
        return body

    return made


def page(number: int) -> bytes:
    """An article of the Courant."""
    text = f"<p>{STORY * 12}</p>" * 3
    title = f"Harbour reopens, part {number}"
    return f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>".encode()


@quietly
def by_warcio(count: int = 3, *, packed: bool = True, date: str = "2024-05-0{}T10:00:00Z") -> bytes:
    """Responses, requests and a revisit by date and address, as warcio writes them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("t.warc.gz", {"software": "warcio"}))
    for number in range(count):
        url, stamp = f"https://courant.example/news/{number}", date.format(number + 1)
        told = StatusAndHeaders("200 OK", HEADERS, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                io.BytesIO(page(number)),
                http_headers=told,
                warc_headers_dict={"WARC-Date": stamp},
            )
        )
        asked = StatusAndHeaders(
            f"GET /news/{number} HTTP/1.1", [("Host", "courant.example")], is_http_request=True
        )
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
    extra: tuple[tuple[str, str, str], ...] = (
        ("/style.css", "200 OK", "text/css"),
        ("/robots.txt", "200 OK", "text/plain"),
        ("/lost", "404 Not Found", "text/html"),
        ("/moved", "301 Moved", "text/html"),
    )
    for path, status, media in extra:
        lines = [("Content-Type", media), *([("Location", "/news/0")] if path == "/moved" else [])]
        told = StatusAndHeaders(status, lines, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://courant.example{path}", "response", io.BytesIO(b"x" * 30), http_headers=told
            )
        )
    return out.getvalue()


@quietly
def revisit_by_warcio(date: str = "2024-05-01T10:00:00Z") -> bytes:
    """A revisit that names its original by address and date alone."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    told = StatusAndHeaders("200 OK", HEADERS, protocol="HTTP/1.1")
    writer.write_record(
        writer.create_revisit_record(
            "https://courant.example/again",
            digest="sha1:AAAA",
            refers_to_uri="https://courant.example/news/0",
            refers_to_date=date,
            http_headers=told,
        )
    )
    return out.getvalue()


def members(plain: bytes) -> list[bytes]:
    """The records of a plain WARC file, one each."""
    return [b"WARC/1." + part for part in plain.split(b"WARC/1.")[1:]]


def as_zst(plain: bytes, dictionary: bytes | None = None) -> bytes:
    """A frame each, behind a dictionary."""
    trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    engine = zstandard.ZstdCompressor(dict_data=trained, write_checksum=True)
    head = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary if dictionary else b""
    return head + b"".join(engine.compress(record) for record in members(plain))


def arc() -> bytes:
    """An ARC 1.0 file of one page."""
    return b"".join(arc_records())


def arc_records() -> list[bytes]:
    """Its two records."""
    version = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(7)
    head = b"filedesc://t.arc 0.0.0.0 20060102030405 text/plain %d\n" % len(version)
    line = b"http://courant.example/old 192.0.2.7 20060102030406 text/html %d\n" % len(body)
    return [head + version + b"\n", line + body + b"\n"]


def wet() -> bytes:
    """A WET file of one text."""
    text = STORY.encode() * 20
    head = (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:7>\r\nContent-Type: text/plain\r\n"
        b"WARC-Target-URI: https://courant.example/\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
        b"WARC-Block-Digest: %b\r\nContent-Length: %d\r\n\r\n"
    )
    return head % (sha1(text).encode(), len(text)) + text + b"\r\n\r\n"


def wacz(files: Mapping[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP of these files."""
    return zipped(files.items(), packing)


def zipped(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], packing: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP with whatever names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as file:
        for name, body in files:
            file.writestr(name, body)
    return out.getvalue()


def in_one_member(plain: bytes) -> bytes:
    """A whole file gzipped at once, as `gzip file.warc` does."""
    return gzip.compress(plain)
