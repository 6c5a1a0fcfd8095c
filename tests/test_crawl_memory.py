"""A crawl's memory does not grow with what it has fetched, nor with how long single answers are."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from crawl_memory import measured
from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories
from measured import note

from pipelines.archive import open_archive
from spiders.crawl import intervals, site_job

SOAK = bool(os.environ.get("CORANTO_SOAK"))
EXCHANGES = 50_000 if SOAK else 3_000


@pytest.mark.timeout(3600 if SOAK else 300)
def test_memory_stays_flat_over_many_small_exchanges(tmp_path: Path) -> None:
    listed = stories(MIDNIGHT, EXCHANGES, timedelta(seconds=1))
    site = gazette(YAML + f"caps: {{pages: {EXCHANGES}, alike: {EXCHANGES}}}\n")
    with Gazette(tmp_path / "web", listed) as paper:
        interval = intervals(site, "2026-01-05", None, "days")[0]
        job = site_job(site, interval, to=open_archive(tmp_path / "archive"), **paper.options)
        found = measured(job)
    assert found.report.counts["fetched"] == EXCHANGES
    run = "soak" if SOAK else "test"
    note(run, f"RSS of a crawl over {EXCHANGES} exchanges, MiB from a fifth on, peak",
         f"{found.growth:+.1f}, {found.peak:.0f}; {1024 * found.growth / EXCHANGES / 0.8:.2f} KiB an exchange")  # fmt: skip
    assert found.growth < 8 + EXCHANGES * 2 / 1024
