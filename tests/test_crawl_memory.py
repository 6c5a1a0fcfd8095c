"""A crawl's memory does not grow with what it has fetched, nor with how long single answers are."""

import os
from pathlib import Path

import pytest
from crawl_memory import crawled
from measured import note

SOAK = bool(os.environ.get("CORANTO_SOAK"))
EXCHANGES = 50_000 if SOAK else 3_000


@pytest.mark.timeout(3600 if SOAK else 300)
def test_memory_stays_flat_over_many_small_exchanges(tmp_path: Path) -> None:
    found = crawled(tmp_path, EXCHANGES)
    assert found.report.counts["fetched"] == EXCHANGES
    run = "soak" if SOAK else "test"
    note(run, f"RSS of a crawl over {EXCHANGES} exchanges, MiB from a fifth on, peak",
         f"{found.growth:+.1f}, {found.peak():.0f}; {1024 * found.growth / EXCHANGES / 0.8:.2f} KiB an exchange")  # fmt: skip
    assert found.growth < 8 + EXCHANGES * 2 / 1024
