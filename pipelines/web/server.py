"""The search page as a server on this machine."""

import errno
import socket
import sys
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING

import uvicorn

from pipelines.archive.merging import following
from pipelines.errors import ConfigError
from pipelines.web.pages import app

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost", "[::1]")
"""Names a browser may call us by. Any other means that somebody's web page had its own name point to
loopback to read what is here (DNS rebinding)."""


def serve(
    corpus: "Corpus", *, port: int = 8090, names: tuple[str, ...] = NAMES, follow: bool = False
) -> None:
    """Serve on the loopback interface until a signal says stop; ``port`` 0 takes a free one.

    ``follow``: keep the index of captures up to the archive too, where no indexer runs beside us.
    """
    with closing(_listen(port)) as listener, following(corpus.archive) if follow else nullcontext():
        print(f"search page: http://{LOOPBACK}:{listener.getsockname()[1]}/", file=sys.stderr, flush=True)  # noqa: T201
        config = uvicorn.Config(
            app(corpus, names=names),
            log_level="warning",
            access_log=False,  # what a researcher searches for is nobody's business
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(port: int) -> socket.socket:
    """Bound by us: uvicorn would exit with a log line where the port is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(128)  # before the address is told: whoever reads it may come at once
    except (OSError, OverflowError) as error:
        listener.close()
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        why = "another program has it" if taken else str(error)
        raise ConfigError(
            f"port {port} of {LOOPBACK} cannot be used: {why}; choose another with --port"
        ) from error
    return listener
