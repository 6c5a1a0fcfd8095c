"""Where an answer ends, told while it arrives, by the grammar that reads the record afterwards.

It is read as browsers do, since what they show must not be lost for a stray blank or a false length: RFC 9112 has
much of that refused, and the rest of the answer would never be received. Nothing is made up here: the record holds
the bytes as they came.
"""

from pipelines.archive.http import BLANK_LINES, CHUNK_SIZE, HEAD_END, STATUS_LINE, headers, is_chunked

MOST_HEAD = 4 << 20
"""Bytes before the body, interim answers included; thousands of cookies fit, headers without end do not."""
MOST_LINE = 1 << 16
"""Bytes of a chunk's size with its extensions, and of all trailers."""
BODILESS = (204, 304)
LONGEST_NUMBER = 4000
"""Digits of a length that is one; Python makes no number of more than 4300."""

Fields = tuple[tuple[str, str], ...]


class NotHttp(Exception):
    """What came does not begin as an answer does."""


class Endless(Exception):
    """The body never began."""


class Broken(Exception):
    """The framing of a body contradicts itself."""


class Chunks:
    """The end of a chunked body; bare line feeds, padded sizes and any extension are let pass."""

    def __init__(self) -> None:
        self.body = 0
        """Bytes so far, framing left out."""
        self._line = b""
        """The beginning of one that is not whole."""
        self._left = 0
        self._closing = self._trailing = False
        self._trailers = 0

    def end(self, data: bytes, at: int = 0) -> int | None:
        """Take more of it; returns where behind it the message ends, None while it goes on. Raises Broken."""
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                at, self.body, self._left = at + step, self.body + step, self._left - step
                self._closing = not self._left
                continue
            stop = data.find(b"\n", at) + 1
            line = self._line + data[at : stop or len(data)]
            if len(line) + self._trailers > MOST_LINE:
                raise Broken(f"a line of more than {MOST_LINE} bytes between chunks")
            if self._closing and line not in (b"\r", b"\n", b"\r\n"):
                raise Broken("a chunk is longer than its size")
            if not stop:
                self._line = line
                return None
            self._line, at = b"", stop
            if self._take(line):
                return at
        return None

    def _take(self, line: bytes) -> bool:
        """Take a whole line; True for the last one."""
        if self._closing:
            self._closing = False
        elif self._trailing:
            self._trailers += len(line)
            return not line.strip(b"\r\n")
        else:
            size = CHUNK_SIZE.fullmatch(line)
            if size is None:
                raise Broken(f"no size of a chunk: {line[:40]!r}")
            self._left = int(size[1], 16)
            self._trailing = not self._left
        return False


class Framing:
    """One answer: takes what arrives, and knows what of it is the message."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._ahead = bytearray()
        """What came before the headers were whole."""
        self._interim = 0
        self._chunks: Chunks | None = None
        self._plain = 0
        self.status: int | None = None
        """None until the headers are whole."""
        self.version = ""
        """``1.1``"""
        self.headers: Fields = ()
        self.length: int | None = None
        """Of the body, as far as the headers say."""
        self.excess = 0
        """Bytes that came behind the end."""
        self.ended = False

    @property
    def body(self) -> int:
        """Bytes of the body so far, transfer-decoded."""
        return self._chunks.body if self._chunks else self._plain

    @property
    def by_close(self) -> bool:
        """Is its end that of the connection?"""
        return self.status is not None and self.length is None and self._chunks is None

    @property
    def lasting(self) -> bool:
        """May the connection serve the next request, too? Not where more may come that would be taken for its answer."""
        said = ",".join(value for name, value in self.headers if name.lower() == "connection").lower()
        words = {word.strip() for word in said.split(",")} if said else set()
        stays = "close" not in words and (self.version != "1.0" or "keep-alive" in words)
        return self.ended and stays and not self.excess and self._method != "HEAD" and self.status != 101

    def take(self, data: bytes) -> None:
        """Take more of the answer. Raises NotHttp, Endless or Broken; then nothing more can be read."""
        at = 0
        if self.status is None:
            begun = self._head(data)
            if begun is None:
                return
            data, at = begun
        if self._chunks:
            end = self._chunks.end(data, at)
        elif self.length is None:
            self._plain += len(data) - at
            return
        else:
            end = at + self.length - self._plain
            self._plain = min(self.length, self._plain + len(data) - at)
        if end is not None and end <= len(data):
            self.ended, self.excess = True, len(data) - end

    def _head(self, data: bytes) -> tuple[bytes, int] | None:
        """What came, and where in it the body begins; None while the headers go on."""
        before = len(self._ahead)
        if before:  # in place, or headers that drip in would be copied for every drop
            self._ahead += data
        ahead = self._ahead or data
        at = _blank(ahead, 0)
        found = HEAD_END.search(ahead, max(at, before - 3))
        while found:
            line = STATUS_LINE.match(ahead, at)
            if line is None:
                raise NotHttp(bytes(ahead[at : at + 40]))
            if line[1][:1] != b"1" or line[1] == b"101":
                self._begin(bytes(ahead[at : found.end()]), int(line[1]))
                self._ahead = bytearray()
                return bytes(ahead), found.end()
            at = _blank(ahead, found.end())
            found = HEAD_END.search(ahead, at)
        self._interim += at
        if at or not before:
            self._ahead = bytearray(ahead[at:])
        if b"\n" in self._ahead and not STATUS_LINE.match(self._ahead):
            raise NotHttp(bytes(self._ahead[:40]))
        if self._interim + len(self._ahead) > MOST_HEAD:
            raise Endless
        return None

    def _begin(self, head: bytes, status: int) -> None:
        self.status, self.headers = status, headers(head)
        self.version = "1.0" if head.startswith(b"HTTP/1.0") else "1.1"
        if self._method == "HEAD" or status in BODILESS or status == 101:  # what follows that is no HTTP
            self.length = 0
        elif is_chunked(self.headers):
            self._chunks = Chunks()
        else:
            self.length = stated_length(self.headers)


def _blank(data: bytes | bytearray, at: int) -> int:
    found = BLANK_LINES.match(data, at)
    return found.end() if found else at


def stated_length(fields: Fields) -> int | None:
    """Content-Length, where it says something sound; else the answer ends with the connection.

    >>> stated_length((("content-length", "5, 5"),)), stated_length((("Content-Length", "5, 6"),))
    (5, None)
    """
    stated = {
        v.strip() for name, value in fields if name.lower() == "content-length" for v in value.split(",")
    }
    sound = all(v.isascii() and v.isdigit() and len(v) <= LONGEST_NUMBER for v in stated)
    numbers = {int(v) for v in stated} if sound else set()
    return numbers.pop() if len(numbers) == 1 else None
