"""Memory of one crawl that keeps 50,000 exchanges, early and at its end."""

import sys
import tempfile
from pathlib import Path

from crawl_memory import crawled
from measured import load, note

EXCHANGES, EARLY = 50_000, 5_000


def main() -> int:
    """Crawl, and say what the kernel counted."""
    with tempfile.TemporaryDirectory() as folder:
        found = crawled(Path(folder), EXCHANGES)
    assert found.report.counts["fetched"] == EXCHANGES
    peaks = f"{found.peak(EARLY):.0f} at {EARLY:,}, {found.peak():.0f} at {EXCHANGES:,}"
    note("bench", "most resident memory of a crawl, MiB, by exchanges kept", f"{peaks}; {load()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
