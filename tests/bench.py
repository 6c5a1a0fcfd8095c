"""``make bench``: what the parts cost beside what the field uses, and rates; lines go to BENCHMARKS.md.

Ratios alternate both arms in one process (see ``measured.paired``), so that other work on the machine hits both.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura
from archive_exchanges import archive_in, attempt, exchange
from demo_html import page as demo_page
from demo_html import view
from demo_papers import press
from measured import cpu, note, paired
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines import Page, clean
from pipelines.archive import warc
from pipelines.archive.exchange import Exchange
from pipelines.archive.spool import Spool

MEDIA_TYPE = "text/html; charset=utf-8"


def articles(count: int) -> list[bytes]:
    """Pages of the invented newspapers."""
    now = datetime.now(UTC)
    printed = press(now.date())
    found = [a for a in printed.articles if a.kind == "article"][:count]
    return [demo_page(view(printed, a, now), "utf-8").encode() for a in found]


def exchanges(bodies: list[bytes]) -> list[Exchange]:
    """Each page as one exchange."""
    return [exchange(number, body) for number, body in enumerate(bodies)]


def ours(taken: list[Exchange]) -> Callable[[], object]:
    """Three records an exchange by our writer."""
    return lambda: [warc.exchange(e, "<urn:uuid:0>") for e in taken]


def theirs(taken: list[Exchange]) -> Callable[[], object]:
    """Response and request by warcio, compressed as it does."""

    def write() -> None:
        writer = WARCWriter(io.BytesIO(), gzip=True)
        for e in taken:
            head, _, body = bytes(e.response or b"").partition(b"\r\n\r\n")
            lines = head.decode().split("\r\n")
            pairs = [tuple(line.split(": ", 1)) for line in lines[1:]]
            status = StatusAndHeaders(lines[0].split(" ", 1)[1], pairs, protocol="HTTP/1.1")
            response = writer.create_warc_record(
                e.url, "response", payload=io.BytesIO(body), http_headers=status
            )
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "herald.example")], is_http_request=True)
            request = writer.create_warc_record(e.url, "request", http_headers=asked)
            writer.write_request_response_pair(request, response)

    return write


def writing(bodies: list[bytes]) -> None:
    """The WARC writer beside warcio, and the spool's rate with its write() an exchange."""
    taken = exchanges(bodies)
    note("bench", f"WARC writer ÷ warcio, {len(taken)} pages", paired(ours(taken), theirs(taken)))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with Spool.open(root / "spool", attempt(), archive_in(root)) as spool:
            seconds = cpu(lambda: [spool.write(e) for e in taken])
    note("bench", "spool, CPU ms an exchange", f"{1000 * seconds / len(taken):.2f}")


def cleaning(bodies: list[bytes]) -> None:
    """``clean`` (all fields, all blocks) beside trafilatura's text of the same pages."""
    pages = [Page(body=b, media_type=MEDIA_TYPE, url="https://herald.example/x") for b in bodies]
    texts = [b.decode() for b in bodies]
    sample = 40
    arms: tuple[Callable[[], Any], Callable[[], Any]] = (
        lambda: [clean(p) for p in pages[:sample]],
        lambda: [trafilatura.bare_extraction(t, with_metadata=True) for t in texts[:sample]],
    )
    note("bench", f"clean ÷ trafilatura with metadata, {sample} pages", paired(*arms))
    start = time.process_time()
    for p in pages:
        clean(p)
    note("bench", "clean, HTML pages a CPU second", f"{len(pages) / (time.process_time() - start):.0f}")


def main() -> int:
    """Run every measurement."""
    bodies = articles(200)
    writing(bodies)
    cleaning(bodies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
