"""Signals by which publishers say what may be done with a page, kept as evidence beside each capture.

Nothing here changes what is fetched: robots.txt alone decides that. Fields of the metadata record:

============== ==============================================================================================
xRobotsTag     each X-Robots-Tag header
metaRobots     each ``<meta name=robots>`` or of a named robot: ``robots: noarchive, noai``
tdmReservation TDM-Reservation (W3C TDM Reservation Protocol §3): ``header: 1``, ``meta: 1``
tdmPolicy      address of the policy, likewise
tdmrep         what ``/.well-known/tdmrep.json`` says of this address: where it was asked, status, and the rule
license        each licence link (``rel=license``), in a header or in the page
============== ==============================================================================================
"""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipelines.archive import http

WELL_KNOWN = "/.well-known/tdmrep.json"
LOOKED_AT = 1 << 20
"""Bytes of a page that are searched: signals stand at its beginning, licences at its end too."""
LONGEST = 500
MOST = 20
"""Signals of one page, each so long at most."""

TAG = re.compile(rb"<(meta|link|a)\s([^>]{1,2000})", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
WIDE = re.compile(r"charset\s*=\s*[\"']?utf-16(be)?")
LINK = re.compile(r"<([^>]*)>([^<]*)")
WORDS = (b"robots", b'bot"', b"bot'", b"bot-", b"tdm-", b"coranto")
"""In small letters; the head is searched for these, since looking at every tag costs as much as the fetch."""
ROBOT = re.compile(r"robots|coranto|.*bot(-.*)?", re.IGNORECASE)

Fields = tuple[tuple[str, str], ...]


def signals(message: http.Message, url: str, plain: bytes | None = None) -> Fields:
    """The signals of an answer, in its headers and its page. Nothing is raised.

    ``plain`` is the page with its content coding undone, where somebody has it already.
    """
    found = list(_of_headers(message.headers, url))
    media = (message.header("content-type") or "").lower()
    if message.status == 200 and ("html" in media or not media):
        page = plain[:LOOKED_AT] if plain is not None else _page(message)
        found += _of_page(_narrow(page, media), url)
    return tuple((name, text[:LONGEST]) for name, text in dict.fromkeys(found))[:MOST]


def _page(message: http.Message) -> bytes:
    beginning = bytes(message.payload[:LOOKED_AT])
    return http.decode(beginning, message.codings, LOOKED_AT)


def _narrow(page: bytes, media: str) -> bytes:
    """Two-byte text as UTF-8; every other charset of the web has the letters of tags where ASCII has them."""
    if page.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        coding = "utf-16"
    elif stated := WIDE.search(media):
        coding = f"utf-16-{stated[1] or 'le'}"
    else:
        return page
    return page.decode(coding, "replace").encode("utf-8", "replace")


def _of_headers(headers: Fields, url: str) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        lower = name.lower()
        if lower == "x-robots-tag":
            yield "xRobotsTag", value
        elif lower == "tdm-reservation":
            yield "tdmReservation", f"header: {value}"
        elif lower == "tdm-policy":
            yield "tdmPolicy", f"header: {value}"
        elif lower == "link":
            for target, parameters in LINK.findall(value):
                if "license" in _attributes(parameters).get("rel", "").lower().split():
                    yield "license", _joined(url, target)


def _of_page(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    for kind, rest in _tags(body):
        stated = _attributes(rest.decode("utf-8", "replace"))
        if kind.lower() != b"meta":
            if "license" in stated.get("rel", "").lower().split() and stated.get("href"):
                yield "license", _joined(url, stated["href"])
            continue
        name, content = stated.get("name", "").strip(), stated.get("content", "").strip()
        if name.lower() in ("tdm-reservation", "tdm-policy"):
            yield ("tdmReservation" if name.lower() == "tdm-reservation" else "tdmPolicy"), f"meta: {content}"
        elif ROBOT.fullmatch(name):
            yield "metaRobots", f"{name.lower()}: {content}"


def _tags(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The tags that hold one of the words, in order; name and attributes."""
    lower = body.lower()
    starts: set[int] = set()
    end = max(lower.find(b"</head"), lower.find(b"<body", 0, 1 << 15))
    head = lower[:end] if end >= 0 else lower
    for text, word in (*((head, word) for word in WORDS), (lower, b"license")):
        at = text.find(word)
        while at >= 0 and len(starts) < 10 * MOST:
            start = text.rfind(b"<", 0, at)
            if start >= 0:
                starts.add(start)
            at = text.find(word, at + len(word))
    for start in sorted(starts):
        if found := TAG.match(body, start):
            yield found[1], found[2]


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(next((v for v in values if v), "")))
    return found


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target.strip())
    except ValueError:
        return target


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservations:
    """What one host's tdmrep.json says (TDM Reservation Protocol §4)."""

    url: str
    status: int | None
    rules: tuple[tuple[str, str, str], ...] = ()
    """Pattern of paths, reservation, policy; in order."""

    @classmethod
    def read(cls, url: str, status: int | None, body: bytes) -> "Reservations":
        """From its answer; what is no such file holds no rules."""
        rules: list[tuple[str, str, str]] = []
        try:
            listed: Any = json.loads(body) if status == 200 else []
        except (ValueError, RecursionError):
            listed = []
        for rule in listed if isinstance(listed, list) else []:
            if isinstance(rule, dict) and isinstance(rule.get("location"), str):
                reserved, policy = rule.get("tdm-reservation", ""), rule.get("tdm-policy", "")
                rules.append((rule["location"], str(reserved), str(policy)))
        return cls(url=url, status=status, rules=tuple(rules[:1000]))

    def said(self, url: str) -> str:
        """The evidence for one address, in one line."""
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        head = f"{self.url} {self.status or 'no answer'}"
        for location, reserved, policy in self.rules:
            if _matches(location, path):
                tail = f" tdm-policy={policy}" if policy else ""
                return f"{head} location={location} tdm-reservation={reserved}{tail}"[:LONGEST]
        return head


def _matches(location: str, path: str) -> bool:
    """Patterns are those of robots.txt: ``*`` for anything, ``$`` for the end."""
    end = location.endswith("$")
    pieces = (location[:-1] if end else location).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for n, piece in enumerate(pieces[1:], 2):
        last = n == len(pieces) and end
        found = path.rfind(piece, at) if last else path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not end or at == len(path)
