"""Speaking with an OpenSearch server: one connection, and what goes wrong on it in our words.

None of this has been run against a real OpenSearch yet. What is sent was compared with its API's description and its
sources; the queries were answered by Lucene 8.7 and 9.5 as the contract has it; the wire is tested with a peer of our own.
"""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipelines.corpus.dsl import VERSION
from pipelines.corpus.index import VERSION as DOCUMENTS
from pipelines.corpus.server import Server
from pipelines.errors import ConfigError, IndexBusy, QueryError, ServerError
from pipelines.printable import printable

try:
    from opensearchpy import OpenSearch
    from opensearchpy.exceptions import (
        ConflictError,
        ConnectionError,  # noqa: A004  (the word of the library)
        ConnectionTimeout,
        NotFoundError,
        SerializationError,
        SSLError,
        TransportError,
    )
    from opensearchpy.helpers import streaming_bulk
except ImportError as e:
    raise ConfigError(
        "CORANTO_SEARCH_URL needs the client of OpenSearch; install coranto[opensearch], or opensearch-py"
    ) from e

logging.getLogger("opensearch").addHandler(logging.NullHandler())  # what it warns of, we raise
__all__ = ["NotFoundError", "alias_of", "connected", "streaming_bulk", "told", "whole"]
SECONDS = 60
"""The longest that the server may work on one answer."""
PATIENCE = SECONDS + 5
"""The longest that we wait for it."""
ASKED = {"allow_partial_search_results": "false", "cancel_after_time_interval": f"{SECONDS}s"}
"""Of every search: what a broken shard would have said is not left out, and the server stops when we do."""
_TOO_MUCH = (
    "too_many_clauses", "too_many_nested_clauses", "too_many_buckets_exception", "too_complex_to_determinize_exception",
    "task_cancelled_exception",
)  # fmt: skip
"""What a query may run into; the status of these was 400, 500 and 503 in different versions."""


def connected(server: Server) -> OpenSearch:
    """A client; nothing is asked yet."""
    trusted = ssl.create_default_context() if server.url.startswith("https:") else None
    return OpenSearch(
        hosts=[server.url],
        http_auth=(server.user, server.password) if server.user else None,
        timeout=PATIENCE,
        max_retries=2,
        retry_on_status=(502, 503, 504),
        http_compress=True,
        ssl_context=trusted,
    )


def alias_of(server: Server) -> str:
    """The name that the index is read by; an index of another version has another one."""
    return f"{server.name}-{DOCUMENTS}.{VERSION}"


@contextmanager
def told(server: Server, *, asking: bool = False) -> Iterator[None]:
    """Errors of the server and of the client as ours; where a query is asked, what it is refused for is a QueryError."""
    try:
        yield
    except SSLError as e:
        raise ServerError(
            f"the search server at {server.url} has a certificate that is not trusted ({_short(e.info)}); name the file of"
            " its authority in SSL_CERT_FILE"
        ) from e
    except ConnectionTimeout as e:
        raise ServerError(
            f"the search server at {server.url} did not answer within {PATIENCE} s; is it overloaded?"
        ) from e
    except ConnectionError as e:
        raise ServerError(
            f"the search server at {server.url} does not answer ({_short(e.info)}); does it run, and is the address in"
            " CORANTO_SEARCH_URL right?"
        ) from e
    except TransportError as e:
        raise _refused(server, e, asking) from e
    except (SerializationError, KeyError, TypeError, IndexError, AttributeError, ValueError) as e:
        raise ServerError(
            f"what answers at {server.url} does not speak as OpenSearch does ({type(e).__name__}: {_short(e)}); is the"
            " address in CORANTO_SEARCH_URL that of the server itself?"
        ) from e


def whole(answer: Any) -> Any:
    """An answer of all shards, and in time."""
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise ServerError(
            f"only {answer['_shards']['successful']} of {answer['_shards']['total']} shards of the search index answered;"
            " look at the server's health (_cluster/health), then ask again"
        )
    return answer


def _refused(server: Server, error: TransportError, asking: bool) -> Exception:
    status, said = error.status_code, _reason(error)
    kinds = {str(kind) for kind in _values(error.info, "type")}
    at = f"the search server at {server.url}"
    if status == 409 or isinstance(error, ConflictError):
        return IndexBusy(f"another process is writing the index {server.name} on {server.url}; only one may")
    if "index_not_found_exception" in kinds or "alias_not_found_exception" in kinds:
        return ServerError(
            f"no search index {server.name} at {server.url}; start the indexer (coranto up) or search with fresh"
        )
    if "cluster_block_exception" in kinds:
        return full(server, said)
    if asking and (status == 400 or kinds & set(_TOO_MUCH)):
        return QueryError(
            f"the query asks too much of the index ({said}); write more letters, or ask in several queries"
        )
    if status in (401, 403):
        return ServerError(
            f"{at} refuses ({status}, {said}); see user and password in CORANTO_SEARCH_URL, and that user's rights"
        )
    if status == 413:
        return ServerError(f"{at} takes no request so large ({said}); raise its http.max_content_length")
    if status == 429:
        return ServerError(f"{at} has too much to do ({said}); it is asked again later")
    return ServerError(f"{at} answered {status} ({said}); look at its log")


def full(server: Server, said: str) -> ServerError:
    """It takes no more documents."""
    return ServerError(
        f"the search server at {server.url} takes no changes of the index ({said}); give it room on its disk, and lift the"
        " block where it does not do so itself (index.blocks.read_only_allow_delete)"
    )


def _reason(error: TransportError) -> str:
    reasons = [str(reason) for reason in _values(error.info, "reason") if isinstance(reason, str)]
    return _short(reasons[0] if reasons else error.error)


def _values(said: Any, name: str) -> Iterator[Any]:
    """Everything of a name in an answer, the innermost cause first."""
    if isinstance(said, list):
        for one in said:
            yield from _values(one, name)
    elif isinstance(said, dict):
        for inner in ("caused_by", "root_cause", "failed_shards", "reason", "error"):
            yield from _values(said.get(inner), name)
        if name in said:
            yield said[name]


def _short(said: object) -> str:
    return printable(said, limit=200)
