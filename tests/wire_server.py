"""Serve real pages under their own addresses on loopback, as one site ``wire`` with many hosts.

    python tests/wire_server.py --pages dev.jsonl.gz --state DIR [--day DATE] [--count 330] [--port 0] [--tls-port 0]

The pages are read from a file beside the checkout and never copied into it. Both http and https answer, with
a certificate for each host (SNI). ``https://wire.example/sitemap.xml`` lists every page with a publication
date inside one day. Writes into DIR: ``ca.pem``, ``ports.json`` (``connect_to`` maps every host), ``access.jsonl``,
``truth.jsonl`` (address, data set, gold) and ``sites/wire.yaml``; what cannot be served is counted.
"""

import argparse
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from heapq import nsmallest
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import orjson
import yaml
from web_server import Answer, Ports, Request, WebServer, connect_to, gzipped, termination

WIRE = "wire.example"
SAFE = "/:@!$&'()*+,;=~-._%"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True, kw_only=True)
class WirePage:
    """One real page: its address in a form that can be requested, and its packed bytes."""

    url: str
    host: str
    path: str
    query: str
    packed: bytes
    truth: Mapping[str, Any]

    @property
    def body(self) -> bytes:
        return zlib.decompress(self.packed)


def address(url: str) -> tuple[str, str, str, str] | None:
    """Scheme, host, path and query of an address as a client sends them; None if it cannot be served.

    >>> address("https://example.org/a b?x=1#top ")
    ('https', 'example.org', '/a%20b', 'x=1')
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (UnicodeError, ValueError):
        return None
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    if standard is None or port not in {None, standard} or "." not in host:
        return None
    return parts.scheme, host, quote(parts.path or "/", SAFE), quote(parts.query, SAFE + "?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The pages to serve, and how many were left out for which reason."""

    pages: list[WirePage]
    left_out: dict[str, int]


def choose(path: Path, count: int) -> Choice:
    """``count`` pages of the file (0: all), spread evenly by a hash of their id."""
    left: Counter[str] = Counter()
    rows = _servable(path, left)
    # nsmallest holds no more rows than asked for, and the unpacked file is large.
    kept = nsmallest(count or 1 << 30, rows, key=lambda row: sha256(row[0]["id"].encode()).digest())
    left["not asked for"] = left.pop("servable") - len(kept)
    return Choice(pages=[_page(row, found) for row, found in kept], left_out=dict(left))


def _servable(path: Path, left: Counter[str]) -> Iterator[tuple[dict[str, Any], tuple[str, str, str, str]]]:
    seen: set[tuple[str, str, str]] = set()
    with gzip.open(path, "rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            found = address(row.get("url") or "")
            key = (found[1], unquote(found[2]).rstrip("/"), found[3]) if found else ("", "", "")
            if found is None or not row.get("html"):
                left["no address that can be served"] += 1
            elif key in seen:
                left["same address as another page"] += 1
            else:
                seen.add(key)
                left["servable"] += 1
                yield row, found


def _page(row: dict[str, Any], found: tuple[str, str, str, str]) -> WirePage:
    scheme, host, path, query = found
    url = f"{scheme}://{host}{path}" + (f"?{query}" if query else "")
    told = {key: row.get(key) for key in ("id", "dataset", "site", "lang", "kind", "page_type", "gold")}
    return WirePage(
        url=url,
        host=host,
        path=unquote(path),
        query=query,
        packed=zlib.compress(row["html"].encode("utf-8", "replace"), 1),
        truth={"url": url, **told},
    )


class Wire:
    """All the pages, and what is announced of them."""

    def __init__(self, pages: list[WirePage], day: date) -> None:
        self.pages = pages
        self.day = day
        self._places: dict[tuple[str, str], list[WirePage]] = {}
        for page in pages:
            self._places.setdefault((page.host, page.path), []).append(page)

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts, the announcing one first."""
        return (WIRE, *sorted({page.host for page in self.pages} - {WIRE}))

    def find(self, host: str, target: str) -> WirePage | None:
        """The page at an address; a crawler may have dropped tracking parameters from it."""
        parts = urlsplit(target)
        places = self._places.get((host, unquote(parts.path)), [])
        exact = [page for page in places if page.query == parts.query]
        asked = set(parse_qsl(parts.query, keep_blank_values=True))
        close = [p for p in places if asked <= set(parse_qsl(p.query, keep_blank_values=True))]
        return next(iter(exact or close), None)

    def sitemap(self) -> bytes:
        """Every page, published one after another within the one day."""
        start = datetime.combine(self.day, time(0, 10), UTC)
        step = timedelta(hours=23, minutes=40) / max(1, len(self.pages))
        urls = (_listed(page, start + step * n) for n, page in enumerate(self.pages))
        head = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{NEWS}">'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{"".join(urls)}</urlset>\n'.encode()

    def respond(self, request: Request) -> Answer:
        """A page, a robots.txt that allows all or is missing (by host), the sitemap, or 404."""
        if request.target == "/robots.txt":
            return self._robots(request.host)
        if request.host == WIRE:
            if request.target == "/sitemap.xml":
                return gzipped(request, Answer(media_type="application/xml", body=self.sitemap()))
            return Answer(body=b"<!DOCTYPE html><title>wire</title><p>See the sitemap.")
        page = self.find(request.host, request.target)
        if page is None:
            return Answer(status=404, body=b"<!DOCTYPE html><title>Not found</title><p>Not found")
        return gzipped(request, Answer(body=page.body, chunked=len(page.packed) % 3 == 0))

    def _robots(self, host: str) -> Answer:
        if host == WIRE:
            text = f"User-agent: *\nDisallow:\nSitemap: https://{WIRE}/sitemap.xml\n"
            return Answer(media_type="text/plain", body=text.encode())
        if sha256(host.encode()).digest()[0] % 2:
            return Answer(media_type="text/plain", body=b"User-agent: *\nAllow: /\n")
        return Answer(status=404, media_type="text/plain", body=b"no robots.txt\n")

    def site(self) -> dict[str, Any]:
        """The site's registry entry."""
        return {
            "name": "The wire",
            "home": f"https://{WIRE}/",
            "hosts": list(self.hosts),
            "languages": ["en"],
            "time_zone": "UTC",
            "day": "0 5 * * *",
            "discover": [{"sitemap": f"https://{WIRE}/sitemap.xml"}],
            "articles": "^/",
            "requisites": "none",
            "pace": {"seconds": 2, "connected": 0},
            "caps": {"pages": len(self.pages) * 2 + 100},
        }


def _listed(page: WirePage, at: datetime) -> str:
    stamp = at.replace(microsecond=0).isoformat()
    news = f"<news:news><news:publication_date>{stamp}</news:publication_date></news:news>"
    return f"<url><loc>{escape(page.url)}</loc><lastmod>{stamp}</lastmod>{news}</url>\n"


def write_state(folder: Path, wire: Wire) -> None:
    """``truth.jsonl`` and ``sites/wire.yaml``."""
    (folder / "sites").mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as out:
        for page in wire.pages:
            out.write(json.dumps(page.truth, ensure_ascii=False) + "\n")
    text = yaml.safe_dump(wire.site(), sort_keys=False, allow_unicode=True)
    (folder / "sites" / "wire.yaml").write_text(text, encoding="utf-8")


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=Path, required=True, help="gzipped JSON Lines of real pages")
    parser.add_argument(
        "--state", type=Path, required=True, help="folder for certificates, ports, truth, log"
    )
    parser.add_argument(
        "--day", type=date.fromisoformat, help="the day all were published on (default: yesterday)"
    )
    parser.add_argument("--count", type=int, default=330, help="how many pages; 0 for all")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls-port", type=int, default=0)
    asked = parser.parse_args()
    choice = choose(asked.pages, asked.count)
    wire = Wire(choice.pages, asked.day or datetime.now(UTC).date() - timedelta(days=1))
    server = WebServer(asked.state, wire.respond, Ports(http=asked.port, https=asked.tls_port))
    write_state(asked.state, wire)
    server.write_ports(
        connect_to((), server.ports),
        day=wire.day.isoformat(),
        pages=len(choice.pages),
        left_out=choice.left_out,
    )
    ended = termination()
    with server:
        print(
            "ready",
            json.dumps({"pages": len(choice.pages), "hosts": len(wire.hosts), "left_out": choice.left_out}),
            flush=True,
        )
        ended.wait()


if __name__ == "__main__":
    main()
