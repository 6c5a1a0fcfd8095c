"""Processes that archive and publish days of an invented paper, and say so; they are made to be killed.

They are forked from a server that has imported everything already: starting one costs hundredths of a second.
"""

import multiprocessing
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from printed_units import printed, story

from pipelines.archive import Archive, open_archive
from pipelines.archive.manifest import Manifest
from pipelines.corpus import Corpus, Place
from pipelines.corpus import tables as writing
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
    anything else is the key of a staged batch. It says each step, and each commit to a table before and after it. Returns
    when it is ready."""

    def __init__(self, place: Place, spool: Path, *words: object) -> None:
        self._ours, theirs = START.Pipe()
        given = (place.to_json(), str(spool), [str(word) for word in words], theirs)
        self.process = START.Process(target=_work, args=given)
        self.process.start()
        self._lines: list[str] = []
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

    def kill_at(self, moment: float, steps: Sequence[float]) -> None:
        """Let it begin and kill it in the midst of its work: 3.4 is after its third line, and 0.4 of the time that the step
        after it takes (:func:`rehearsed`)."""
        self.start()
        lines = iter(self._heard, None)
        self._lines += [line for _, line in zip(range(int(moment)), lines, strict=False)]
        time.sleep(moment % 1 * steps[int(moment)])
        self.kill()

    def rehearsed(self) -> list[float]:
        """Let it do all; the seconds that each of its steps takes."""
        self.start()
        times = [time.monotonic()]
        for line in iter(self._heard, None):
            self._lines.append(line)
            times.append(time.monotonic())
        self.said()
        return [after - before for before, after in pairwise(times)]

    def said(self) -> list[str]:
        """All its lines, when it has ended."""
        self._lines += iter(self._heard, None)
        self.process.join(120)
        wrong = [line for line in self._lines if line.startswith("wrong")]
        assert not wrong, wrong
        return self._lines


def _work(place: str, spool: str, words: list[str], pipe: "Connection[Any, Any]") -> None:
    where = Place.from_json(place)
    corpus = Corpus.open(where, archive=archive_of(where, Path(spool)))
    corpus.tables.load("articles")
    _tell_commits(pipe)
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


def _tell_commits(pipe: "Connection[Any, Any]") -> None:
    swap: Any = writing._swap

    def telling(table: Any, name: str, *rest: Any) -> Any:
        pipe.send(f"commits {name}")
        done = swap(table, name, *rest)
        pipe.send(f"{'committed' if done else 'lost'} {name}")
        return done

    writing._swap = telling  # type: ignore[assignment]


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
