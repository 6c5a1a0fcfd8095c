"""A quick loopback server of generated pages, for measurements: ``page_server.py FOLDER COUNT``.

``/N.html`` is page number N of COUNT, some 91 KB of HTML that are 30 KB of gzip, over http and https with
connections kept alive. It prints its two ports when it is ready, and ends with its standard input.
"""

import asyncio
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import uvloop
from certificates import Authority
from isal import igzip

HOST = "127.0.0.2"
"""Of the loopback, too; warcprox asks nothing of 127.0.0.1."""
LENGTH = 91_000
"""Bytes of a page."""


def pages(count: int) -> Iterator[bytes]:
    """So many pages, the same ones each time: headings, paragraphs and links of invented words."""
    chance = random.Random(1)
    words = ["".join(chance.choices("aeinorstlmdkuv", k=chance.randint(2, 9))) for _ in range(4000)]
    weights = [1 / (rank + 20) for rank in range(len(words))]
    told = [" ".join(chance.choices(words, weights, k=chance.randint(8, 18))) for _ in range(8000)]
    blocks = [
        f'<p class="text">{text.capitalize()}.</p>\n' if n % 4 else
        f'<li class="teaser"><a href="/{n % 97}/{text[:30].replace(" ", "-")}.html">{text}</a></li>\n'
        for n, text in enumerate(told)
    ]  # fmt: skip
    for number in range(count):
        title = f"<!DOCTYPE html><html lang=en><head><title>Story {number}: {chance.choice(told)}</title>\n"
        meta = '<meta charset="utf-8"><meta name="robots" content="max-image-preview:large"></head><body>\n'
        body = "".join(chance.choices(blocks, k=LENGTH // 119))
        yield (title + meta + body + "</body></html>\n").encode()


def answer(body: bytes, number: int, coding: str | None = "gzip") -> bytes:
    """A body with the headers of a news site's answer."""
    coded = f"Content-Encoding: {coding}\r\nVary: Accept-Encoding\r\n" if coding else ""
    head = (
        "HTTP/1.1 200 OK\r\nServer: press\r\nDate: Tue, 06 Jan 2026 08:30:00 GMT\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{coded}"
        f'ETag: "{number:x}"\r\nCache-Control: max-age=60\r\n\r\n'
    )
    return head.encode() + body


class Answering(asyncio.Protocol):
    """One connection: the page of each request, in order."""

    answers: tuple[bytes, ...] = ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready for requests."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is no subclass
        self._received = b""

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole; they have no bodies."""
        *asked, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in asked:
            target = request.split(b" ", 2)[1].rpartition(b"/")[2]
            self._transport.write(self.answers[int(target.partition(b".")[0])])


async def serve(folder: Path, count: int) -> None:
    """Until standard input ends."""
    packed = (igzip.compress(page, 3) for page in pages(count))
    Answering.answers = tuple(answer(body, number) for number, body in enumerate(packed))
    loop = asyncio.get_running_loop()
    secure = Authority(folder).context(HOST)
    servers = [await loop.create_server(Answering, HOST, 0, ssl=tls) for tls in (None, secure)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
