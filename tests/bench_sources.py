"""The page *Sources* over a thousand sites of forty days each: seconds and bytes of a view, sites changing meanwhile.

    python tests/bench_sources.py [VIEWS]     # 300

An operator's ways through it in turn: the page as it opens, a further page, a filter, another order, a word. Between
views one site's health changes, as crawls that end do; so the first read after it reads that site's shard anew.
"""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from measured import load, note
from test_sources import SITES, TODAY, batch, forty_days, history, logged_in, login, opened, registered

from pipelines.corpus.batches import Batches
from pipelines.corpus.health import note as note_health

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"page": "3"},
    {"q": "country:FR"},
    {"q": "failing"},
    {"q": "The Paper 77"},
)


def main(views: int) -> None:
    """Measure, and write down."""
    with tempfile.TemporaryDirectory() as name, logged_in(Path(name) / "airflow") as tokens:
        for part in ("archive", "sites"):
            (Path(name) / part).mkdir()
        archive, took, sizes = forty_days(Path(name) / "archive"), [], []
        with opened(archive, registered(Path(name) / "sites")) as client:
            client.get("/sources", headers=login(tokens)).raise_for_status()
            for number in range(views):
                id_ = f"paper{number % SITES:04}"
                ended = batch(TODAY - timedelta(days=1), complete=bool(number % 2))
                earlier = history(id_).batches[:-1]
                note_health(archive, Batches(site=id_, batches=(*earlier, ended)))
                begin = time.perf_counter()
                answer = client.get("/sources", headers=login(tokens), params=ASKED[number % len(ASKED)])
                took.append(1000 * (time.perf_counter() - begin))
                answer.raise_for_status()
                sizes.append(len(answer.content))
    cuts = statistics.quantiles(took, n=20)
    told = f"p50 {statistics.median(took):.0f} ms, p95 {cuts[-1]:.0f} ms, at most {max(sizes) / 1000:.0f} kB; {load()}"
    note("bench", f"a view of Sources with {SITES} sites, {views} views", told)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
