"""Memory of a running crawl child, as the kernel counts it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from crawl_paper import MIDNIGHT, YAML, Gazette, gazette, stories

from pipelines.archive import open_archive
from spiders.crawl import intervals, site_job
from spiders.crawler.child import Child
from spiders.crawler.job import CrawlReport, Job

MIB = 1 << 20


@dataclass(kw_only=True)
class Measured:
    """What a crawl took."""

    report: CrawlReport
    samples: list[tuple[int, float]] = field(default_factory=list)
    """Requests made, and MiB of resident memory at that time; once a second."""
    peaks: list[tuple[int, float]] = field(default_factory=list)
    """Likewise, the most it ever was until then."""

    @property
    def growth(self) -> float:
        """MiB between a fifth of the way and the end, when all caches are warm."""
        early = [size for requests, size in self.samples if requests >= self.samples[-1][0] / 5]
        return self.samples[-1][1] - early[0]

    def peak(self, requests: int | None = None) -> float:
        """MiB: the most it was in all, or until so many requests."""
        until = [size for made, size in self.peaks if requests is None or made <= requests]
        return until[-1]


def crawled(folder: Path, exchanges: int) -> Measured:
    """A crawl of one paper with so many small stories."""
    listed = stories(MIDNIGHT, exchanges, timedelta(seconds=1))
    site = gazette(YAML + f"caps: {{pages: {exchanges}, alike: {exchanges}, minutes: 1400}}\n")
    with Gazette(folder / "web", listed) as paper:
        interval = intervals(site, "2026-01-05", None, "days")[0]
        job = site_job(site, interval, to=open_archive(folder / "archive"), **paper.options)
        return measured(job)


def measured(job: Job) -> Measured:
    """Run a crawl child to its end and look at it meanwhile."""
    child = Child.start(job)
    samples: list[tuple[int, float]] = []
    peaks: list[tuple[int, float]] = []
    for event in child.lines():
        if event.get("event") == "progress":
            sizes = dict(_memory(child.pid))
            samples.append((int(event["requests"]), sizes.get("VmRSS", 0.0)))
            peaks.append((int(event["requests"]), sizes.get("VmHWM", 0.0)))
    return Measured(report=child.wait(), samples=samples, peaks=peaks)


def _memory(pid: int) -> Iterator[tuple[str, float]]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM"):
            yield name, int(value.split()[0]) * 1024 / MIB
