"""The child that imports raw dumps, or with ``--warcs`` WARC files: ``python -m spiders.airflow.import_files SOURCE``.

Loads nothing of Airflow. Prints one JSON object: the units it made, and how each document ended.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import ConfigError, CorantoError, LeaseBusy
from pipelines.printable import printable

if TYPE_CHECKING:
    from pipelines.archive.manifest import Manifest
    from pipelines.archive.store import Store
    from pipelines.settings import Stack


USAGE, BUSY = 2, 76


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="import_files", description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--site", default="_")
    parser.add_argument("--publisher")
    parser.add_argument("--importer", default="")
    parser.add_argument("--warcs", action="store_true", help="WARC, ARC and WACZ files, as they are.")
    parser.add_argument("--since", type=datetime.fromisoformat, required=True, help="When the run began.")
    return parser.parse_args(argv)


def _source(stack: "Stack", text: str) -> "Path | tuple[Store, str]":
    if not text.startswith("s3://"):
        path = Path(text).expanduser()
        if not path.exists():
            raise ConfigError(f"no folder or file at {path} on this machine; correct the source")
        return path
    from pipelines.archive.store import open_store

    bucket, _, prefix = text.removeprefix("s3://").partition("/")
    # Of the stack's identities, crawl reads the archive and publish reads what lies in work.
    return open_store(f"s3://{bucket}", stack.keys("crawl" if bucket == "archive" else "publish")), prefix


def _import(arguments: argparse.Namespace) -> dict[str, Any]:
    from pipelines.archive.dumps import import_dumps
    from pipelines.archive.warcs import import_warcs
    from pipelines.settings import connect

    stack = connect()
    made = (import_warcs if arguments.warcs else import_dumps)(
        stack.archive,
        _source(stack, arguments.source),
        site=arguments.site,
        publisher=arguments.publisher,
        importer=arguments.importer,
        now=datetime.now(UTC),
        progress=_say,
    )
    if made:
        return _told((made,))
    # A first attempt may have committed and died before it could say so.
    from pipelines.archive.manifests import manifests

    held = manifests(stack.archive, site=arguments.site)
    kind = "warcs" if arguments.warcs else "dumps"
    return _told(m for m in held if m.kind == kind and m.started >= arguments.since)


def _told(made: "Iterable[Manifest]") -> dict[str, Any]:
    counts: Counter[str] = Counter()
    units = []
    for manifest in made:
        units.append({"site": manifest.unit.site, "span": manifest.unit.span, "manifest": manifest.key})
        for entry in manifest.ledger:
            counts[entry.end] += 1
            if entry.end == "failed" and entry.where is None:
                _say(f"{entry.url}: {entry.note}")
    return {"units": units, "counts": dict(counts)}


def _say(what: object) -> None:
    sys.stderr.write(printable(what, limit=1000) + "\n")


def main(argv: list[str]) -> int:
    """Import, and print what came of it."""
    os.umask(0o077)
    try:
        result = _import(_arguments(argv))
    except CorantoError as e:
        _say(f"coranto: {e}")
        return BUSY if isinstance(e, LeaseBusy) else USAGE if isinstance(e, ConfigError) else 1
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
