"""A peer for what the index on a server says on the wire: it keeps documents by id as OpenSearch's reference has it.

It finds nothing but rows by their article and the mark: it is no search engine, and what queries mean is not tested with
it. ``faults`` answer first, one request each.
"""

import gzip
import json
import ssl
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Answer = tuple[int, Any]
"""Status, and an object for JSON or bytes as they are."""
Fault = Callable[["Asked"], Answer | None]
"""Answers a request, or None where it is for another one."""
CLOSE = (0, b"")
"""No answer at all."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    path: str
    params: dict[str, str]
    body: str
    headers: dict[str, str]

    @property
    def lines(self) -> list[Any]:
        """Of a bulk request."""
        return [json.loads(line) for line in self.body.splitlines()]


@dataclass(kw_only=True)
class Held:
    """An index: its aliases, its documents with their versions, and what it was made with."""

    made: dict[str, Any]
    aliases: set[str]
    documents: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    """Also of what was deleted."""


@dataclass(kw_only=True)
class DocumentServer:
    """The peer's state, and what it was asked."""

    url: str = ""
    indices: dict[str, Held] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    numbers: int = 0

    def rows(self, alias: str) -> dict[str, Any]:
        """The stored rows under an alias, but for the mark."""
        held = self.indices[self._of(alias)].documents
        return {id: json.loads(one["row"]) for id, (one, _) in held.items() if id != "mark"}  # noqa: A001

    def answer(self, asked: Asked) -> Answer:
        """What OpenSearch would say."""
        self.asked.append(asked)
        for fault in self.faults:
            if (said := fault(asked)) is not None:
                self.faults.remove(fault)
                return said
        first, _, rest = asked.path.strip("/").partition("/")
        first, rest = unquote(first), unquote(rest)
        if first == "_alias":
            return self._aliased(asked, rest)
        if first == "_aliases":
            return self._change(json.loads(asked.body)["actions"])
        if asked.method == "PUT" and not rest:
            body = json.loads(asked.body)
            self.indices[first] = Held(made=body, aliases=set(body.pop("aliases")))
            return 200, {"acknowledged": True}
        if not (name := self._of(first)):
            return missing(first)
        if asked.method == "DELETE" and not rest:
            del self.indices[name]
            return 200, {"acknowledged": True}
        return self._in(name, rest, asked)

    def _in(self, name: str, rest: str, asked: Asked) -> Answer:
        held = self.indices[name]
        if rest == "_refresh":
            return 200, {"_shards": {"total": 1, "successful": 1, "failed": 0}}
        if rest == "_bulk":
            return 200, {"errors": False, "items": list(self._bulk(held, asked.lines))}
        if rest == "_search":
            return self._found(name, held, json.loads(asked.body))
        id = rest.removeprefix("_doc/")  # noqa: A001
        if asked.method == "GET":
            if id not in held.documents:
                return 404, {"_index": name, "_id": id, "found": False}
            source, number = held.documents[id]
            return 200, {"found": True, "_seq_no": number, "_primary_term": 1, "_source": source}
        wanted = asked.params.get("if_seq_no")
        if wanted is not None and int(wanted) != held.documents[id][1]:
            return 409, refused("version_conflict_engine_exception", "required seqNo", 409)
        return 200, {"_seq_no": self._put(held, id, json.loads(asked.body)), "_primary_term": 1}

    def _put(self, held: Held, id: str, source: dict[str, Any]) -> int:  # noqa: A002
        self.numbers += 1
        held.documents[id] = source, self.numbers
        return self.numbers

    def _bulk(self, held: Held, lines: list[Any]) -> Iterator[Any]:
        left = iter(lines)
        for line in left:
            ((kind, said),) = line.items()
            id, version = said["_id"], said["version"]  # noqa: A001
            source = next(left) if kind == "index" else None
            if version < held.versions.get(id, 0):
                yield item(kind, id, 409, "version_conflict_engine_exception", "version conflict")
                continue
            held.versions[id] = version
            if source is not None:
                self._put(held, id, source)
                yield {kind: {"_id": id, "status": 200}}
            else:
                yield {kind: {"_id": id, "status": 200 if held.documents.pop(id, None) else 404}}

    def _found(self, name: str, held: Held, body: dict[str, Any]) -> Answer:
        query = body["query"]
        if "terms" in query:
            wanted = set(query["terms"]["article_id"])
            ids = sorted(name for name, (one, _) in held.documents.items() if one.get("article_id") in wanted)
            after = body.get("search_after", [""])[0]
            ids = [name for name in ids if name > after][: body["size"]]
        else:
            assert query == {"term": {"mark": {"value": "mark"}}}, query
            ids = ["mark"]
        hits = [{"_index": name, "_id": one, "_source": held.documents[one][0], "sort": [one]} for one in ids]
        return 200, found(*hits)

    def _aliased(self, asked: Asked, pattern: str) -> Answer:
        some: dict[str, Any] = {
            name: {"aliases": {alias: {} for alias in sorted(held.aliases)}}
            for name, held in self.indices.items()
            if any(fnmatchcase(alias, pattern) for alias in held.aliases)
        }
        return (200, some) if some or "*" in pattern else (404, {"error": "alias missing", "status": 404})

    def _change(self, actions: list[dict[str, Any]]) -> Answer:
        for action in actions:
            ((kind, said),) = action.items()
            if kind == "remove_index":
                del self.indices[said["index"]]
            elif kind == "add":
                self.indices[said["index"]].aliases.add(said["alias"])
            else:
                self.indices[said["index"]].aliases.remove(said["alias"])
        return 200, {"acknowledged": True}

    def _of(self, name: str) -> str:
        return next((one for one, held in self.indices.items() if name == one or name in held.aliases), "")


def found(*hits: Any, **changed: Any) -> dict[str, Any]:
    """An answer to a search."""
    return {
        "took": 1,
        "timed_out": False,
        "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": len(hits), "relation": "eq"}, "max_score": None, "hits": list(hits)},
        **changed,
    }


def refused(kind: str, reason: str, status: int) -> dict[str, Any]:
    """An error as OpenSearch words it."""
    cause = {"type": kind, "reason": reason}
    return {"error": {"root_cause": [cause], **cause}, "status": status}


def item(action: str, id: str, status: int, kind: str, reason: str) -> dict[str, Any]:  # noqa: A002
    """A document of a bulk request that was not taken."""
    return {action: {"_id": id, "status": status, "error": {"type": kind, "reason": reason}}}


def missing(name: str) -> Answer:
    """Nothing has this name."""
    return 404, refused("index_not_found_exception", f"no such index [{name}]", 404)


def once(part: str, answer: Answer, method: str = "") -> Fault:
    """The next request with this in its path is answered so."""
    return lambda asked: answer if part in asked.path and method in ("", asked.method) else None


@contextmanager
def document_server(secure: ssl.SSLContext | None = None) -> Iterator[DocumentServer]:
    """A peer on a port of its own."""
    peer, lock = DocumentServer(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            params = {name: values[0] for name, values in parse_qs(parts.query).items()}
            asked = Asked(method=self.command, path=parts.path, params=params, body=body.decode(),
                          headers={name.lower(): value for name, value in self.headers.items()})  # fmt: skip
            with lock:
                answer = peer.answer(asked)
            self._send(*answer)
            if not self.wfile.closed:
                self.wfile.flush()

        def _send(self, status: int, said: Any) -> None:
            if not status:
                self.connection.close()
                self.close_connection = True
                return
            if isinstance(said, bytes):  # a whole response, as it is
                self.wfile.write(said)
                self.close_connection = True
                return
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json; charset=UTF-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Not in the tests' output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if secure is not None:
            server.socket = secure.wrap_socket(server.socket, server_side=True)
        peer.url = f"http{'s' if secure else ''}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield peer
        finally:
            server.shutdown()
            thread.join()


def name_of_its_own() -> str:
    """For an index."""
    return f"news-{uuid.uuid4().hex[:8]}"
