"""Processes that archive and publish days of an invented paper, and say so; they are made to be killed.

They are forked from a server that has imported everything already: starting one costs hundredths of a second.
"""

import multiprocessing
import os
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from printed_units import printed, story

from pipelines.archive import Archive, open_archive
from pipelines.archive.manifest import Manifest
from pipelines.corpus import Corpus, Place
from pipelines.errors import StoreError

STORIES = 6
START = multiprocessing.get_context("forkserver")
START.set_forkserver_preload(
    [
        "printing_press",
        "pipelines.corpus.staging",
        "pipelines.corpus.indexer",
        "pipelines.clean",
        "pyiceberg.catalog.rest",
    ]
)


def printed_day(corpus: Corpus, day: int, edition: int = 0) -> Manifest:
    """Archive a day of the paper; the article ``series`` has another text every day, all have in each edition."""
    words = [f"word{day}x{n}of{edition}" for n in range(STORIES)]
    pages = {f"{day}/{n}": story(f"Story {n} of day {day}", word) for n, word in enumerate(words)}
    return printed(corpus, day, pages | {"series": story("The series", f"part{day}")}, later=edition)


def archive_of(place: Place, spool: Path) -> Archive:
    """The archive of a place, with a spool."""
    return open_archive(place.archive, place.keys, spool=spool)


class Press:
    """A process that does one thing after another: a number is a day to print, ``index`` brings the index to the table,
    anything else is the key of a staged batch. Returns when it is ready."""

    def __init__(self, place: Place, spool: Path, *words: object) -> None:
        self._ours, theirs = START.Pipe()
        given = (place.to_json(), str(spool), [str(word) for word in words], theirs)
        self.process = START.Process(target=_work, args=given)
        self.process.start()
        theirs.close()
        ready = self._heard()
        assert ready == "ready", ready

    def _heard(self) -> str | None:
        with suppress(EOFError, ConnectionResetError):
            line: str = self._ours.recv()
            return line
        return None

    def start(self) -> None:
        """Let it begin."""
        self._ours.send("go")

    def kill(self) -> None:
        """End it at once (SIGKILL)."""
        self.process.kill()

    def said(self) -> list[str]:
        """All its lines, when it has ended."""
        lines = list(iter(self._heard, None))
        self.process.join(120)
        wrong = [line for line in lines if line.startswith("wrong")]
        assert not wrong, wrong
        return lines


def _work(place: str, spool: str, words: list[str], pipe: "Connection[Any, Any]") -> None:
    where = Place.from_json(place)
    corpus = Corpus.open(where, archive=archive_of(where, Path(spool)))
    corpus.tables.load("articles")
    pipe.send("ready")
    pipe.recv()
    try:
        for word in words:
            _do(corpus, word, pipe)
            pipe.send(f"published {word}")
    except StoreError as e:
        pipe.send(f"failed {word}: {' '.join(str(e).split())}")
    except BaseException as e:  # noqa: BLE001  (whatever it is, the test has to hear of it)
        pipe.send(f"wrong {word}: {e!r}")
    pipe.close()
    os._exit(0)


def _do(corpus: Corpus, word: str, pipe: "Connection[Any, Any]") -> None:
    from pipelines.corpus.indexer import Indexer

    if word == "index":
        Indexer._rebuild = None  # type: ignore[method-assign, assignment]  # nothing may need it
        with Indexer(corpus.tables, corpus.index) as indexer:
            indexer.step()
    elif word.isdigit():
        manifest = printed_day(corpus, int(word))
        pipe.send(f"archived {word}")
        corpus.add(manifest.key)
    else:
        corpus.publish(word)
