"""Invented exchanges and attempts for the archive's tests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.archive import Archive, open_archive
from pipelines.archive.attempt import Attempt
from pipelines.archive.exchange import Exchange
from pipelines.archive.manifests import new_id
from pipelines.archive.unit import Interval, Unit

DAY = Interval(start=datetime(2026, 1, 5, 23, tzinfo=UTC), end=datetime(2026, 1, 6, 23, tzinfo=UTC))
START = datetime(2026, 1, 6, 8, 30, 0, 123456, tzinfo=UTC)


def exchange(number: int = 0, body: bytes | None = None, **fields: object) -> Exchange:
    """One request for an article of the Herald, and its answer."""
    text = b"<p>Story %d of the invented Herald.</p>" % number if body is None else body
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(
        text
    )
    told: dict[str, object] = {
        "url": f"https://herald.example/news/{number}",
        "started": START + timedelta(milliseconds=number),
        "request": b"GET /news/%d HTTP/1.1\r\nHost: herald.example\r\n\r\n" % number,
        "response": head + text,
        "ip": "192.0.2.7",
        "protocols": ("http/1.1", "tls/1.3"),
        "cipher": "TLS_AES_256_GCM_SHA384",
        "metadata": (("hopsFromSeed", "L"), ("fetchTimeMs", "12")),
    }
    return Exchange(**(told | fields))  # type: ignore[arg-type]


def attempt(site: str = "herald", **fields: object) -> Attempt:
    """An attempt at one day of the Herald."""
    told: dict[str, object] = {
        "id": new_id(),
        "unit": Unit.of(site, DAY),
        "kind": "days",
        "started": START,
        "software": "coranto/0.1",
        "operator": "press@archive.example",
        "user_agent": "coranto (+https://archive.example/bot)",
        "run": {"dag_id": f"days_{site}"},
    }
    return Attempt(**(told | fields))  # type: ignore[arg-type]


def archive_in(folder: Path) -> Archive:
    """An archive in a folder."""
    return open_archive(folder / "archive")
