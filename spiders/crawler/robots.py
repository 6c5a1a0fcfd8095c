"""robots.txt as RFC 9309 has it. No option of any site, job or command disobeys it.

========================= =======================================================================
answer                    what follows
========================= =======================================================================
2xx                       its rules, of the first 500 KiB (§2.5)
3xx                       followed five times, to any host; after that as 4xx (§2.3.1.2)
4xx                       everything is allowed (§2.3.1.3); 429 is a plea to wait, so as 5xx
5xx, no answer            everything is forbidden (§2.3.1.4)
========================= =======================================================================

One verdict for each scheme, host and port (§2.3), for the length of a run.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from pipelines.archive.ledger import End
from pipelines.archive.manifest import RobotsVerdict

AGENT = "coranto"
"""The product token that a robots.txt may name (RFC 9309 §2.2.1)."""
READ_AT_MOST = 500 << 10
MOST_DELAY = 30.0
"""Longest wait between requests that a Crawl-delay may ask for, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one robots.txt allows."""

    verdict: RobotsVerdict
    unreachable: str | None = None
    """Why nobody could be asked; None where somebody answered."""
    end: End = "robots"
    """How addresses end that it keeps us from."""
    parsed: Any = None

    def allows(self, url: str) -> bool:
        """May we ask for this address?"""
        if self.verdict.verdict == "rules":
            return bool(self.parsed.can_fetch(url, AGENT))
        return self.verdict.verdict == "allow_all"

    @property
    def delay(self) -> float:
        """Seconds between requests that it asks for (Crawl-delay, Request-rate), at most 30; 0 for none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(AGENT)
        every = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return min(max(self.parsed.crawl_delay(AGENT) or 0.0, every, 0.0), MOST_DELAY)

    @property
    def denial(self) -> str:
        """Why an address is forbidden, in one line."""
        if self.verdict.verdict == "rules":
            return f"forbidden by {self.verdict.url}"
        return (
            f"{self.verdict.url} cannot be read ({self.verdict.status or self.unreachable}): all is forbidden"
        )


def origin(url: str) -> str:
    """Scheme, host and port, without the default port.

    >>> origin("https://herald.example:443/a"), origin("http://herald.example:8080/")
    ('https://herald.example', 'http://herald.example:8080')
    """
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, default) else f":{parts.port}")


def take(url: str, status: int | None, body: bytes, captured: datetime | None) -> Rules:
    """The rules that an answer stands for; ``status`` None where nobody answered whole."""
    said = _verdict(status)
    verdict = RobotsVerdict(
        url=url,
        status=status,
        verdict=said,
        captured=captured,
        sha256=sha256(body).hexdigest() if body else None,
    )
    if said != "rules":
        return Rules(verdict=verdict)
    return Rules(verdict=verdict, parsed=parse(body))


def parse(body: bytes) -> Any:
    """Protego on the first 500 KiB, whole lines only."""
    if len(body) > READ_AT_MOST:
        body = body[:READ_AT_MOST].rpartition(b"\n")[0]
    return Protego.parse(body.decode("utf-8-sig", "replace"))


def _verdict(status: int | None) -> Any:
    if status is None or status >= 500 or status == 429 or status < 200:
        return "disallow_all"
    return "rules" if status < 300 else "allow_all"
