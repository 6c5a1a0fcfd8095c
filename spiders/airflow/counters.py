"""Our own numbers beside Airflow's, by whatever it is told to send metrics with (StatsD or OpenTelemetry).

``coranto.requests``, ``.bytes``, ``.captures`` (by end: fetched, held, gone, failed …), ``.blocked``, ``.articles``,
``.rejected`` (by reason), ``.quarantined`` are counters; ``coranto.spool_age`` (seconds since the oldest attempt in
this machine's spool began) and ``.missing`` (cut-off crawls of the site on machines that are gone) are gauges. All
have the tag ``site``. StatsD without tags sums over sites.
"""

import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from airflow.sdk.observability import stats

from pipelines.archive.recovery import left_behind

log = logging.getLogger(__name__)


def count(name: str, number: int, **tags: str) -> None:
    """Add to a counter. Metrics are never a reason to fail."""
    if number:
        _send(stats.incr, name, number, tags)


def gauge(name: str, number: float, **tags: str) -> None:
    """Set a gauge."""
    _send(stats.gauge, name, number, tags)


def count_by(name: str, numbers: Mapping[str, int], of: str, **tags: str) -> None:
    """Add to a counter for each kind, which becomes the tag ``of``."""
    for kind, number in numbers.items():
        count(name, number, **tags, **{of: kind})


def crawled(site: str, unit: Mapping[str, Any], *, blocked: bool) -> None:
    """What one unit's crawl did."""
    count("requests", unit["requests"], site=site)
    count("bytes", unit["bytes"], site=site)
    count_by("captures", unit["counts"], "end", site=site)
    count("blocked", int(blocked), site=site)


def spool_age(spool: Path | None, now: float) -> float:
    """Seconds since the oldest attempt in a spool was begun; 0 where there is none."""
    files = [path for _, folder in left_behind(spool) for path in folder.glob("*.attempt.json")]
    begun = []
    for path in files:
        try:
            begun.append(path.stat().st_mtime)
        except OSError:  # it has just been committed
            continue
    return max(0.0, now - min(begun)) if begun else 0.0


def tell_spool(spool: Path | None, site: str) -> None:
    """Set the gauge of this machine's spool."""
    gauge("spool_age", spool_age(spool, time.time()), site=site)


def _send(send: Any, name: str, number: float, tags: dict[str, str]) -> None:
    try:
        send(f"coranto.{name}", number, tags=tags)
    except Exception as e:  # noqa: BLE001
        log.warning("no metric %s: %s", name, type(e).__name__)
