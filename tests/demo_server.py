"""Serve the two invented newspapers on loopback, under their own names, by http and https.

    python tests/demo_server.py --state DIR [--until DATE] [--now INSTANT|real] [--port 0] [--tls-port 0]

Writes into DIR: ``ca.pem``, ``ports.json`` (with ``connect_to`` for CORANTO_CONNECT_TO), ``ledger.json``,
``access.jsonl`` (one line for every answer sent to its last byte) and ``edits.jsonl``. A restart keeps ports,
dates and edits. The control port edits articles: ``POST /control/edit?paper=herald&day=2026-01-05&n=2``.
"""

import argparse
import json
import struct
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import demo_sources as sources
from demo_html import STYLES, chart, page, view
from demo_ledger import ledger
from demo_papers import PAPERS, Article, Edit, Paper, Press, choose, press
from demo_text import words
from web_server import Answer, Ports, Request, WebServer, conditional, connect_to, gzipped, termination

JSON = "application/json"
NOT_FOUND = 404


def png(number: int) -> bytes:
    """A tiny picture of one colour."""
    row = b"\0" + bytes((number % 251, number // 7 % 251, number // 3 % 251)) * 16

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 9, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(row * 9)) + chunk(b"IEND", b"")


def charset(article: Article) -> tuple[str, str]:
    """What the page is encoded in, and its Content-Type: real papers do not all say it in the header."""
    language = article.versions[0].story.language
    if article.paper.id == "herald":
        return "utf-8", "text/html; charset=utf-8"
    if language == "ja" and article.number % 5 == 0:
        return "Shift_JIS", "text/html"
    if language == "fr" and article.number % 4 == 0:
        return "windows-1252", "text/html; charset=windows-1252"
    return "utf-8", "text/html"


@dataclass(kw_only=True)
class Newsstand:
    """Both papers at an instant that may move, and the edits made so far."""

    folder: Path
    until: date
    clock: Callable[[], datetime]
    seed: int = 1
    edits: list[Edit] = field(default_factory=list)
    shut: set[str] = field(default_factory=set)
    """Papers that answer nothing but 503."""
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds that a paper takes for each answer."""
    _tokens: "count[int]" = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._edit_file.exists():
            lines = map(json.loads, self._edit_file.read_text().splitlines())
            self.edits = [
                Edit(paper=e["paper"], number=e["number"], at=datetime.fromisoformat(e["at"])) for e in lines
            ]
        self.press: Press = press(self.until, seed=self.seed, edits=self.edits)
        self.write_ledger()

    @property
    def _edit_file(self) -> Path:
        return self.folder / "edits.jsonl"

    def write_ledger(self) -> None:
        """Write ``ledger.json``, all at once."""
        part = self.folder / "ledger.part"
        part.write_text(json.dumps(ledger(self.press, self.clock()), ensure_ascii=False), encoding="utf-8")
        part.replace(self.folder / "ledger.json")

    def edit(self, paper: Paper, day: date, n: int) -> list[Article]:
        """Edit exactly ``n`` articles of a day; none if the day has fewer."""
        with self._lock:
            chosen = choose(self.press, paper, day, n, self.clock())
            if len(chosen) < n:
                return []
            made = [Edit(paper=paper.id, number=a.number, at=self.clock()) for a in chosen]
            with self._edit_file.open("a") as out:
                for e in made:
                    out.write(
                        json.dumps({"paper": e.paper, "number": e.number, "at": e.at.isoformat()}) + "\n"
                    )
            self.edits += made
            self.press = press(self.until, seed=self.seed, edits=self.edits)
            self.write_ledger()
            return chosen

    def control(self, request: Request) -> Answer:
        """The control port: ``POST /control/edit``, ``shut``, ``open`` and ``delay``, and ``GET`` for the state."""
        parts = urlsplit(request.target)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if request.method == "GET":
            return _json(
                {"until": self.until.isoformat(), "now": self.clock().isoformat(), "edits": len(self.edits)}
            )
        paper = next((p for p in PAPERS if p.id == asked.get("paper")), None)
        if paper is not None and parts.path in ("/control/shut", "/control/open"):
            (self.shut.add if parts.path.endswith("shut") else self.shut.discard)(paper.id)
            return _json(sorted(self.shut))
        if paper is not None and parts.path == "/control/delay":
            self.delays[paper.id] = float(asked.get("seconds", "0"))
            return _json(self.delays)
        try:
            day, n = date.fromisoformat(asked.get("day", self.until.isoformat())), int(asked.get("n", "2"))
        except ValueError as e:
            return _json({"error": str(e)}, 400)
        if parts.path != "/control/edit" or paper is None:
            return _json({"error": "POST /control/edit?paper=herald&day=YYYY-MM-DD&n=2"}, NOT_FOUND)
        edited = self.edit(paper, day, n)
        if not edited:
            return _json({"error": f"{paper.id} has fewer than {n} plain articles on {day}"}, 409)
        return _json([{"url": a.url, "final_url": a.final_url, "number": a.number} for a in edited])

    def respond(self, request: Request) -> Answer:
        """What the papers answer."""
        paper = next((p for p in PAPERS if p.host == request.host), None)
        if paper is None:
            return Answer(status=421, media_type="text/plain", body=b"no such paper here\n")
        time.sleep(self.delays.get(paper.id, 0.0))
        if paper.id in self.shut:
            return Answer(status=503, body=b"down for repair")
        now = self.clock()
        path = urlsplit(request.target).path
        article = self.press.find(paper.host, path)
        if article is not None and article.published <= now:
            return self._article(request, article, now)
        return gzipped(request, self._other(request, paper, unquote(path), now))

    def _article(self, request: Request, article: Article, now: datetime) -> Answer:
        path = unquote(urlsplit(request.target).path)
        if article.kind == "gone":
            word = words(article.versions[0].story.language)["page"]["gone"]
            return Answer(status=410, body=_message(article.paper, word))
        if article.moved_to and path != article.moved_to:
            return Answer(status=301, media_type=None, headers=(("Location", str(article.final_url)),))
        # The Courier prints a token into each page, so its bytes differ where its text does not.
        token = "" if article.paper.id == "herald" else f"t{next(self._tokens):06}"
        encoding, media_type = charset(article)
        body = page(view(self.press, article, now, token), encoding).encode(encoding, "xmlcharrefreplace")
        answer = Answer(media_type=media_type, body=body, chunked=article.number % 3 == 0)
        version = article.at(now)
        tag = f'"{article.number}-{len([v for v in article.versions if v.at <= now])}"'
        answer = conditional(request, answer, modified=version.at, etag=f"W/{tag}" if token else tag)
        return gzipped(request, answer) if article.number % 2 == 0 else answer

    def _other(self, request: Request, paper: Paper, path: str, now: datetime) -> Answer:
        printed = self.press.of(paper, now)
        if path in sources.FIXED:
            media_type, make = sources.FIXED[path]
            made = make(paper, printed, now)
            return Answer(media_type=media_type, body=made.encode() if isinstance(made, str) else made)
        if path.startswith("/sitemaps/"):
            body = sources.sitemap(paper, printed, now, path)
            return Answer(media_type="application/xml", body=body) if body else _missing(paper)
        if "/print/" in path:
            article = next(
                (a for a in printed if sources.print_path(a) == urlsplit(request.target).path), None
            )
            return (
                Answer(body=sources.print_page(self.press, article, now).encode())
                if article
                else _missing(paper)
            )
        return _day(paper, printed, path, now) or _asset(paper, path) or _missing(paper)


def _day(paper: Paper, printed: list[Article], path: str, now: datetime) -> Answer | None:
    days = {sources.archive_path(paper, a.day): a.day for a in printed}
    if path not in days:
        return None
    made = sources.archive(paper, printed, now, days[path])
    return Answer(body=made.encode()) if made else None


def _asset(paper: Paper, path: str) -> Answer | None:
    if path == "/robots.txt":
        return Answer(media_type="text/plain; charset=utf-8", body=sources.robots(paper).encode())
    if path.startswith("/assets/"):
        return _part(path.removeprefix("/assets/"))
    if path.startswith("/img/") and not path.startswith("/img/lost/"):
        return Answer(media_type="image/png", body=png(zlib.crc32(path.encode())))
    if path in {"/about", "/subscribe"} or path.startswith(("/section/", "/tag/", "/search", "/members/")):
        return Answer(body=_message(paper, path))
    return None


def _part(name: str) -> Answer | None:
    """A style, the font that one names, the script, or what stands in a frame."""
    stem, _, kind = name.rpartition(".")
    if kind == "css" and stem in STYLES:
        return Answer(media_type="text/css", body=STYLES[stem].encode())
    if kind == "html" and stem.startswith("chart-"):
        return Answer(body=chart(stem.removeprefix("chart-")).encode())
    known = {"veleska.woff2": ("font/woff2", b"wOF2"), "paper.js": ("text/javascript", b"void 0;")}
    return Answer(media_type=known[name][0], body=known[name][1]) if name in known else None


def _missing(paper: Paper) -> Answer:
    return Answer(status=NOT_FOUND, body=_message(paper, words(paper.languages[0])["page"]["missing"]))


def _message(paper: Paper, text: str) -> bytes:
    title = f"<title>{paper.name}</title>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{title}</head><body><h1>{text}</h1></body></html>'.encode()


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status=status, media_type=JSON, body=json.dumps(value).encode(), logged=False)


def newsstand(folder: Path, until: date | None, now: str | None) -> Newsstand:
    """The papers as an earlier start in this folder left them, unless told otherwise.

    Their clock stands still at the end of the last day, or at the first start if that day is not over: no
    page bears a date in the future, and the ledger stays true. ``real`` lets it run.
    """
    held = json.loads(path.read_text()) if (path := folder / "ports.json").exists() else {}
    started = datetime.now(UTC).replace(microsecond=0)
    if now == "real":
        # Somewhere it is tomorrow already.
        last = until or started.date() + timedelta(days=1)
        return Newsstand(folder=folder, until=last, clock=lambda: datetime.now(UTC))
    last = until or date.fromisoformat(held.get("until", started.date().isoformat()))
    same = held.get("until") == last.isoformat() and held.get("now")
    end = max(paper.end_of(last) for paper in PAPERS) - timedelta(seconds=1)
    fixed = datetime.fromisoformat(now or (held["now"] if same else min(end, started).isoformat()))
    return Newsstand(folder=folder, until=last, clock=lambda: fixed)


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--state", type=Path, required=True, help="folder for certificates, ports, ledger, log"
    )
    parser.add_argument(
        "--until", type=date.fromisoformat, help="last of the days (default: as before, or today)"
    )
    parser.add_argument(
        "--now",
        help="the papers' clock: an instant with zone, or 'real' (default: the end of --until, if that is past)",
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls-port", type=int, default=0)
    asked = parser.parse_args()
    stand = newsstand(asked.state, asked.until, asked.now)
    server = WebServer(asked.state, stand.respond, Ports(http=asked.port, https=asked.tls_port))
    server.control(stand.control)
    target = connect_to(tuple(p.host for p in PAPERS), server.ports)
    server.write_ports(target, until=stand.until.isoformat(), now=stand.clock().isoformat())
    ended = termination()
    with server:
        print("ready", json.dumps({"http": server.ports.http, "https": server.ports.https}), flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
