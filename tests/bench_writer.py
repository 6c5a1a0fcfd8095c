"""The WARC writer beside warcio, both from the bytes of the wire to response, request and metadata record.

The same three records for both, each a gzip member of its own with block digest, the response with payload
digest, too; each at its usual level of compression. Pages are of realistic size, once gzipped, once not.
"""

import gzip
import io
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from archive_exchanges import archive_in, attempt, exchange
from measured import cpu, load, note, paired
from page_server import answer, pages
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive import warc
from pipelines.archive.exchange import Exchange
from pipelines.archive.spool import Spool

PAGES = 100


def exchanges(bodies: list[bytes], coding: str | None) -> list[Exchange]:
    """Each page as one exchange."""
    return [exchange(number, response=answer(body, number, coding)) for number, body in enumerate(bodies)]


def ours(taken: list[Exchange]) -> Callable[[], object]:
    """Three records an exchange by our writer."""

    def write() -> None:
        out = io.BytesIO()
        for e in taken:
            out.write(b"".join(warc.exchange(e, "urn:uuid:0").members))

    return write


def theirs(taken: list[Exchange]) -> Callable[[], object]:
    """The same by warcio."""

    def write() -> None:
        writer = WARCWriter(io.BytesIO(), gzip=True)
        for e in taken:
            head, _, body = bytes(e.response or b"").partition(b"\r\n\r\n")
            response = writer.create_warc_record(
                e.url, "response", payload=io.BytesIO(body), http_headers=_parsed(head, "HTTP/1.1")
            )
            request = writer.create_warc_record(e.url, "request", http_headers=_parsed(e.request.strip()))
            told = warc.warc_fields(e.metadata)
            metadata = writer.create_warc_record(
                e.url, "metadata", payload=io.BytesIO(told), length=len(told), warc_content_type=warc.FIELDS
            )
            writer.write_request_response_pair(request, response)
            writer.write_record(metadata)

    return write


def _parsed(head: bytes, protocol: str = "") -> StatusAndHeaders:
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = [tuple(line.split(": ", 1)) for line in lines]
    return StatusAndHeaders(
        first.removeprefix(f"{protocol} "), fields, protocol=protocol, is_http_request=not protocol
    )


def _spooled(spool: Spool, taken: list[Exchange]) -> None:
    for e in taken:
        spool.write(e)


def main() -> int:
    """Run every measurement."""
    bodies = list(pages(PAGES))
    packed = [gzip.compress(body, 6) for body in bodies]
    for what, taken in (
        ("gzip bodies of 30 KB", exchanges(packed, "gzip")),
        ("identity bodies of 91 KB", exchanges(bodies, None)),
    ):
        found = paired(ours(taken), theirs(taken))
        note("bench", f"WARC writer ÷ warcio, the same 3 records, {what}", f"{found}; {load()}")
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            with Spool.open(root / "spool", attempt(), archive_in(root)) as spool:
                seconds = cpu(partial(_spooled, spool, taken))
        note("bench", f"spool, CPU ms an exchange, {what}", f"{1000 * seconds / PAGES:.2f}; {load()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
