"""Reading an answer as browsers do: what they show must not be lost for a stray blank or a false length.

Twisted refuses what RFC 9112 forbids, and closes: the rest of the answer is then never received. Nothing is made
up here, the record holds the bytes as they came; this only tells where an answer ends.
"""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

from scrapy.core.downloader.handlers import http11
from twisted.web._newclient import ParseError
from twisted.web.http import SWITCHING as SWITCHING_PROTOCOLS
from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError

from pipelines.archive.http import CHUNK_SIZE, STATUS_LINE

MOST_LINE = 1 << 16
"""Bytes of a chunk's size with its extensions, and of all trailers."""
USUAL = (b"HTTP/1.1 200", b"HTTP/1.0 200", b"HTTP/1.1 404", b"HTTP/1.1 301", b"HTTP/1.1 302", b"HTTP/1.1 304")


class Chunks(_ChunkedTransferDecoder):
    """Chunked coding with bare line feeds, padded sizes and any extension, by the grammar that reads records."""

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        line = self._line(MOST_LINE)
        if line is None:
            return False
        size = CHUNK_SIZE.fullmatch(line)
        if size is None:
            raise _MalformedChunkedDataError(f"no size of a chunk: {line[:40]!r}")
        self.length = int(size[1], 16)
        self.state = "BODY" if self.length else "TRAILER"
        return True

    def _dataReceived_CRLF(self) -> bool:  # noqa: N802
        if self._buffer == b"\r":
            return False
        found = next((end for end in (b"\r\n", b"\n") if self._buffer.startswith(end)), None)
        if found is None:
            raise _MalformedChunkedDataError("a chunk is longer than its size")
        del self._buffer[: len(found)]
        self.state = "CHUNK_LENGTH"
        return True

    def _dataReceived_TRAILER(self) -> bool:  # noqa: N802
        line = self._line(MOST_LINE - self._receivedTrailerHeadersSize)
        if line is None:
            return False
        if line.strip(b"\r\n"):
            self._receivedTrailerHeadersSize += len(line)
            return True
        rest = bytes(self._buffer)
        self._buffer.clear()
        self.state = "FINISHED"
        self.finishCallback(rest)
        return False

    def _line(self, most: int) -> bytes | None:
        """Take a line from what has come; None while it is not whole."""
        end = self._buffer.find(b"\n", self._start) + 1
        if (end or len(self._buffer)) > most:
            raise _MalformedChunkedDataError(f"a line of more than {most} bytes between chunks")
        if not end:
            self._start = len(self._buffer)
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[:end]
        self._start = 0
        return line


class Parser(http11._LenientHTTPClientParser):
    """Reads answers that browsers read too."""

    MAX_LENGTH = 1 << 20  # the default of 16 KiB drops answers with one very long header line
    _transferDecoders = {b"chunked": Chunks}  # noqa: N815, RUF012 - Twisted's name

    def statusReceived(self, status: bytes) -> None:  # noqa: N802 - Twisted's name
        """A status line is one exactly where the record's readers say so, too."""
        if not status.startswith(USUAL) or status[12:13] not in (b"", b" "):
            found = STATUS_LINE.match(status)
            if found is None:
                raise ParseError("no status line", status)
            version = b"HTTP/1.0 " if status.startswith(b"HTTP/1.0") else b"HTTP/1.1 "
            status = version + found[1] + b" " + status[found.end() :].strip()
        super().statusReceived(status)
        self._partialHeader = [b""]  # a first line that is folded continues nothing

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        """A header with an invalid name is skipped instead of failing the whole answer."""
        try:
            super().headerReceived(name, value)
        except ValueError:
            return

    def allHeadersReceived(self) -> None:  # noqa: N802
        """Framing that says nothing sound is passed over; the answer then ends with the connection."""
        known = self.connHeaders
        if codings := known.getRawHeaders(b"transfer-encoding"):
            if b",".join(codings).rpartition(b",")[2].strip().lower() == b"chunked":
                known.setRawHeaders(b"transfer-encoding", [b"chunked"])
            else:
                known.removeHeader(b"transfer-encoding")
        if lengths := known.getRawHeaders(b"content-length"):
            stated = {part.strip() for line in lengths for part in line.split(b",")}
            if not all(part.isdigit() for part in stated) or len({int(part) for part in stated}) > 1:
                known.removeHeader(b"content-length")
        if self.response.code == SWITCHING_PROTOCOLS:
            self._end_here()
        else:
            super().allHeadersReceived()

    def _end_here(self) -> None:
        """101 is a final answer, and what follows it on the connection is no HTTP (RFC 9110, 15.2.2)."""
        self.connHeaders.addRawHeader(b"connection", b"close")
        self.response.length = 0
        self._finished(self.clearLineBuffer())
        self.response._bodyDataFinished()
        self._responseDeferred.callback(self.response)
        del self._responseDeferred
