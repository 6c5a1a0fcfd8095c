"""Both demo newspapers crawled twice with all that their pages need, searched and replayed as in earnest."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from demo_papers import PAPERS, Paper
from demo_server import Newsstand
from test_web import served
from web_server import WebServer, connect_to

from pipelines.archive import Archive, open_archive
from pipelines.archive.merging import refresh
from pipelines.corpus import Corpus
from pipelines.web import app
from spiders.crawl import crawl
from spiders.site import Site

EDITED = {"herald": date(2026, 1, 5), "umibe": date(2026, 1, 13)}
"""On which days articles are edited: within what a first look takes, the oldest that is announced."""
NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
MOST = {"herald": 60, "umibe": 30}
"""Articles that the first look at a paper takes."""
SITES = Path(__file__).parent / "demo_sites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The corpus of both papers, and where its desk and its replay answer."""

    corpus: Corpus
    folder: Path
    desk: str
    replay: str

    @property
    def archive(self) -> Archive:
        return self.corpus.archive


def crawled(folder: Path) -> Corpus:
    """The papers of some days, with what was edited since."""
    where = folder / "archive"
    corpus = Corpus.open(where, open_archive(where))
    for manifest in _crawled(folder, where):
        corpus.add(manifest)
    refresh(corpus.archive)
    return corpus


@contextmanager
def kept(corpus: Corpus, where: Path) -> Iterator[Kept]:
    """The desk and `coranto replay` over a corpus in a folder."""
    with ExitStack() as stack:
        replay = stack.enter_context(program("--at", str(where), "replay", "--port", "0"))
        client = stack.enter_context(served(app(corpus, replay=lambda: replay)))
        yield Kept(corpus=corpus, folder=where, desk=str(client.base_url), replay=replay)


def _crawled(folder: Path, where: Path) -> Iterator[str]:
    """The manifests: both papers as they stood, then a day of each after some of its articles were edited."""
    stand = Newsstand(folder=folder / "web", until=NOW.date(), clock=lambda: NOW)
    with WebServer(folder / "web", stand.respond) as server, ThreadPoolExecutor(2) as both:
        reach: dict[str, Any] = {
            "to": where,
            "connect_to": connect_to(tuple(paper.host for paper in PAPERS), server.ports),
            "ca_file": server.authority.ca_file,
        }

        def look(paper: Paper, **options: Any) -> str:
            site = Site.load(paper.id, [SITES])
            if site.requisites != "article":
                site = Site.parse(paper.id, site.yaml.replace(b"requisites: none", b"requisites: article"))
            report = crawl(site, since=options.pop("since", str(EDITED[paper.id])), **options, **reach)
            assert report.finish in ("finished", "limit"), report
            assert report.manifest
            return report.manifest

        first = {"since": NOW - timedelta(days=1), "until": NOW, "kind": "poll"}
        yield from both.map(lambda paper: look(paper, limit=MOST[paper.id], **first), PAPERS)
        for paper in PAPERS:
            assert any(stand.edit(paper, EDITED[paper.id], n) for n in range(9, 3, -1))
        yield from both.map(lambda paper: look(paper, refetch=True), PAPERS)


@contextmanager
def program(*words: str) -> Iterator[str]:
    """The address that a serving verb of `coranto` tells, as long as it runs."""
    command = [str(Path(sys.executable).with_name("coranto")), *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            told = running.stderr.readline()
            address = told.partition(": ")[2].strip().rstrip("/")
            assert address.startswith("http://127.0.0.1:"), told
            yield address
        finally:
            running.terminate()
            running.wait(30)
