"""Spidermon's monitors on the planted faults, beside ours: ``python tests/bench_planted.py [SEED …]``.

Spidermon (the extra ``bench``) judges the statistics of one spider run against thresholds that somebody sets. It gets the
same days as Scrapy's statistics, each site with thresholds as an operator would set them after the two calm weeks: 60 % of the
fewest items of an ordinary day, each field's coverage less twenty points, the usual number of errors, success finish, and
HTTP codes. It runs as in a crawl: its own monitor classes, its own runner.
"""

import sys
from collections import Counter
from typing import Any

import planted
from measured import note
from scrapy.utils.test import get_crawler
from spidermon.contrib.scrapy import monitors
from spidermon.core.suites import MonitorSuite
from spidermon.runners import MonitorRunner

from pipelines.corpus.batches import Batch, Batches
from pipelines.corpus.gate import Finding

FIELDS = (
    "headline",
    "lead",
    "authors",
    "section",
    "keywords",
    "captions",
    "language",
    "date_published_day",
    "text",
)
CALM: dict[str, list[planted.Paper]] = {}


class Suite(MonitorSuite):  # type: ignore[misc] # Spidermon has no types
    """The monitors that Spidermon's guide puts into a suite at the close of a spider."""

    monitors = (
        monitors.ItemCountMonitor,
        monitors.ErrorCountMonitor,
        monitors.FinishReasonMonitor,
        monitors.UnwantedHTTPCodesMonitor,
        monitors.FieldCoverageMonitor,
    )


def statistics(made: planted.Paper) -> dict[str, Any]:
    """What Scrapy and Spidermon's field coverage would have counted of the day."""
    blocked, robots = made.finish == "blocked", made.forbidden
    items = [] if blocked or robots else made.articles
    filled = Counter(name for row in items for name in FIELDS if row[name])
    count = len(items)
    found: dict[str, Any] = {
        "item_scraped_count": count,
        "finish_reason": "closespider_errorcount" if blocked else "finished",
        "log_count/ERROR": len(made.failed) + (12 if blocked else 0),
        "downloader/response_status_count/200": count + len(made.rejected),
        "downloader/response_status_count/403": 12 if blocked else 0,
        "downloader/response_status_count/503": len(made.failed),
    }
    coverage = {f"spidermon_field_coverage/dict/{n}": filled[n] / count for n in FIELDS if count}
    return found | coverage


def thresholds(days: list[planted.Paper]) -> dict[str, Any]:
    """As an operator would set them after the calm weeks."""
    seen = [statistics(one) for one in days]
    least = {
        f"dict/{n}": max(0.0, min(s.get(f"spidermon_field_coverage/dict/{n}", 0) for s in seen) - 0.2)
        for n in FIELDS
    }
    return {
        "SPIDERMON_MIN_ITEMS": round(0.6 * min(s["item_scraped_count"] for s in seen)),
        "SPIDERMON_MAX_ERRORS": max(5, 2 * max(s["log_count/ERROR"] for s in seen)),
        "SPIDERMON_EXPECTED_FINISH_REASONS": ["finished"],
        "SPIDERMON_UNWANTED_HTTP_CODES_MAX_COUNT": 10,
        "SPIDERMON_ADD_FIELD_COVERAGE": True,
        "SPIDERMON_FIELD_COVERAGE_RULES": least,
    }


def watched(one: planted.Paper, history: Batches) -> tuple[Batch, tuple[Finding, ...]]:
    """A day as Spidermon's runner judges it; ours only keeps the history."""
    batch = Batch(span=f"{one.number:03}", day=one.day.isoformat(), kind="days")
    calm = CALM.setdefault(one.nature.id, [])
    if one.number < planted.CALM:
        calm.append(one)
        return batch, ()
    crawler = get_crawler(settings_dict=thresholds(calm))
    runner = MonitorRunner()
    runner.run(Suite(), stats=statistics(one), crawler=crawler, spider=None, job=None)
    wrong = [result for result in runner.result.monitor_results if result.status in ("FAIL", "ERROR")]
    broken = [result for result in wrong if result.status == "ERROR"]
    assert not broken, broken[
        0
    ].error  # a monitor that cannot run would be taken for one that found something
    return batch, tuple(Finding(name="spidermon", said=str(result.monitor.name)) for result in wrong)


def main(seeds: list[int]) -> None:
    """Both on the same days."""
    for seed in seeds:
        CALM.clear()
        for name, came in (
            ("coranto", planted.trial(seed)),
            ("spidermon 1.27", planted.trial(seed, watched)),
        ):
            late = sorted(f for f, days in came.found.items() if days is None or days > 1)
            said = f"{came.in_time} of 20 within a day; {len(came.false)} false alarms; not: {', '.join(late) or 'none'}"
            print(seed, name, said)
            note("bench", f"planted faults, seed {seed}, {name}", said)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20261125, 511])
