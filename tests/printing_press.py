"""A program that archives and publishes days of an invented paper, and says so; it is made to be killed.

``python printing_press.py SPOOL WORD…``: the first line of standard input is the place of the corpus; when all is
ready it says so and waits for another line. A number is a day to print, anything else the key of a staged batch.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from printed_units import printed, story

from pipelines.archive import Archive, open_archive
from pipelines.archive.manifest import Manifest
from pipelines.corpus import Corpus, Place

STORIES = 6


def printed_day(corpus: Corpus, day: int, edition: int = 0) -> Manifest:
    """Archive a day of the paper; the article ``series`` has another text every day, all have in each edition."""
    words = [f"word{day}x{n}of{edition}" for n in range(STORIES)]
    pages = {f"{day}/{n}": story(f"Story {n} of day {day}", word) for n, word in enumerate(words)}
    return printed(corpus, day, pages | {"series": story("The series", f"part{day}")}, later=edition)


def archive_of(place: Place, spool: Path) -> Archive:
    """The archive of a place, with a spool."""
    return open_archive(place.archive, place.keys, spool=spool)


class Press:
    """A running program; whatever it said is read when it has ended."""

    def __init__(self, place: Place, spool: Path, *words: object) -> None:
        command = [sys.executable, __file__, str(spool), *map(str, words)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._write(place.to_json())

    def _write(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def start(self) -> None:
        """Let it begin, as soon as it is ready."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line == "ready\n", self.process.communicate()
        self._write("go")

    def kill(self) -> None:
        """End it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)

    def said(self) -> list[str]:
        """All its lines, after its end."""
        out, err = self.process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return out.splitlines()


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    """Print, or publish, word by word."""
    from pipelines.errors import StoreError

    place = Place.from_json(sys.stdin.readline())
    corpus = Corpus.open(place, archive=archive_of(place, Path(sys.argv[1])))
    corpus.tables.load("articles")
    _say("ready")
    sys.stdin.readline()
    for word in sys.argv[2:]:
        try:
            if word.isdigit():
                manifest = printed_day(corpus, int(word))
                _say(f"archived {word}")
                corpus.add(manifest.key)
            else:
                corpus.publish(word)
        except StoreError as e:
            _say(f"failed {word}: {' '.join(str(e).split())}")
            return 1
        _say(f"published {word}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
