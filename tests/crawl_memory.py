"""Memory of a running crawl child, as the kernel counts it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spiders.crawler.child import Child
from spiders.crawler.job import CrawlReport, Job

MIB = 1 << 20


@dataclass(kw_only=True)
class Measured:
    """What a crawl took."""

    report: CrawlReport
    samples: list[tuple[int, float]] = field(default_factory=list)
    """Requests made, and MiB of resident memory at that time; once a second."""
    peak: float = 0.0
    """MiB."""

    @property
    def growth(self) -> float:
        """MiB between a fifth of the way and the end, when all caches are warm."""
        early = [size for requests, size in self.samples if requests >= self.samples[-1][0] / 5]
        return self.samples[-1][1] - early[0]


def measured(job: Job) -> Measured:
    """Run a crawl child to its end and look at it meanwhile."""
    child = Child.start(job)
    samples: list[tuple[int, float]] = []
    peak = 0.0
    for event in child.lines():
        if event.get("event") == "progress":
            sizes = dict(_memory(child.pid))
            samples.append((int(event["requests"]), sizes.get("VmRSS", 0.0)))
            peak = max(peak, sizes.get("VmHWM", 0.0))
    return Measured(report=child.wait(), samples=samples, peak=peak)


def _memory(pid: int) -> Iterator[tuple[str, float]]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM"):
            yield name, int(value.split()[0]) * 1024 / MIB
