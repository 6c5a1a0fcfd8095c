"""``python -m pipelines.web --home DIR --port N``: serve the search page of a running stack."""

import argparse
import sys
from pathlib import Path

from pipelines.errors import CorantoError
from pipelines.settings import archive_id, connect, per_minute
from pipelines.web.server import At, serve


def main() -> int:
    """Serve until told to stop; a line on stderr and 1 where that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.web", description="Serve the search page.")
    parser.add_argument(
        "--home", type=Path, help="home of the stack (default: CORANTO_HOME, else ./.coranto)"
    )
    parser.add_argument("--port", type=int, default=8090, help="port on 127.0.0.1; 0 takes a free one")
    given = parser.parse_args()
    try:
        stack = connect(given.home)
        at = At(port=given.port, secret=stack.home.secrets().desk, per_minute=per_minute())
        serve(stack.corpus, at, archive_id=archive_id(), replay=stack.home.replay)
    except CorantoError as error:
        print(f"search page: {error}", file=sys.stderr)  # noqa: T201 - this is a program
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
