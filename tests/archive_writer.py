"""A program that keeps exchanges until it is killed: ``archive_writer.py ARCHIVE SPOOL``.

It prints the number of each exchange once ``write`` has returned; what it printed must never be lost.
"""

import os
import sys
from pathlib import Path

from archive_exchanges import attempt, exchange

from pipelines.archive import open_archive
from pipelines.archive.spool import Spool


def main(where: str, folder: str) -> None:
    """Write for ever, without a commit."""
    with Spool.open(Path(folder), attempt(), open_archive(where), rotate_bytes=40_000) as spool:
        for number in range(1_000_000):
            spool.write(exchange(number, body=os.urandom(2000).hex().encode()))
            print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
