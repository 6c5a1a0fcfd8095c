"""Writing the index on a server.

A server has no commit that holds many documents. So the mark first says where the writer is going; then the documents are
sent, which nobody sees before the index is refreshed; then the mark says that it has arrived. A writer that finds another
one on its way goes there first, so that nothing is left of what that one had sent. Every document carries the number of
the snapshot it was written for, and the server refuses older ones: a writer that was taken for dead harms nothing.

Each shard is refreshed by itself: for that moment, and where a copy of a shard is moved or takes whole segments from
another one (``index.replication.type: SEGMENT``), a search may see a part of what is being written. The mark is then still
the old one.
"""

import json
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from pipelines.corpus import index as ix
from pipelines.corpus.dsl import Dsl, document, index_body
from pipelines.corpus.opensearch import (
    ASKED,
    NotFoundError,
    alias_of,
    connected,
    full,
    streaming_bulk,
    told,
    whole,
)
from pipelines.corpus.server import Server
from pipelines.errors import CorpusError, IndexBusy, ServerError
from pipelines.printable import printable

AT_ONCE = 500
LARGEST = 8_000_000
"""Documents, and bytes, of one request."""
TRIES = 5
"""How often what the server has no time for is sent again, each time after twice as long."""
FIRST_PAUSE = 1
_MARK = "mark"
"""Id of the mark document."""
Action = dict[str, Any]


class OpenSearchWriter:
    """The index under its alias; an index that is being made anew takes the alias over when it is whole."""

    def __init__(self, server: Server) -> None:
        self.server, self.alias = server, alias_of(server)
        self.client = connected(server)
        self.name = f"opensearch-{zlib.crc32(f'{server.url}/{server.name}'.encode()):08x}"
        self._seen: dict[str, Any] = {}
        self._wanted: ix.Mark | None = None
        self._place = ""
        self._making = ""

    def mark(self) -> ix.Mark | None:
        """As committed last, seen or not."""
        shown = self._read()["shown"]
        return ix.Mark(**shown) if shown else None

    def _read(self) -> dict[str, Any]:
        with told(self.server):
            try:
                found = self.client.get(index=self.alias, id=_MARK)
            except NotFoundError as e:
                if not isinstance(e.info, dict):  # some other server's page
                    raise
                return {"shown": None}
            self._seen = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            read: dict[str, Any] = json.loads(found["_source"]["row"])
            return {name: read[name] for name in ("shown", "towards", "place")}

    def begin(self, wanted: ix.Mark, place: str) -> ix.Mark:
        """IndexBusy where another one has got further, or is quicker to say where it goes."""
        held = self._read()
        self._making, self._place = "", place
        if held["shown"] is None:
            self._wanted = wanted
            return wanted
        shown, towards = held["shown"], held["towards"]
        if shown["table"] != wanted.table and held["place"] != place:
            raise CorpusError(
                f"the index {self.server.name} on {self.server.url} is that of another corpus ({printable(held['place'])});"
                f" name one for this corpus in CORANTO_SEARCH_URL, or delete the indices of the alias {self.alias} there"
            )
        if shown["table"] == wanted.table and shown["sequence"] > wanted.sequence:
            raise IndexBusy(
                f"the index {self.server.name} on {self.server.url} shows a later state of the table than this one"
            )
        self._wanted = ix.Mark(**towards) if towards and towards["table"] == wanted.table else wanted
        self._say(ix.Mark(**shown), self._wanted)
        return self._wanted

    def held(self, articles: Iterable[str]) -> list[ix.Row]:
        """As seen."""
        query = Dsl().terms("article_id", sorted(articles))
        body = {"query": query, "size": AT_ONCE, "sort": [{"id": "asc"}]}
        rows: list[ix.Row] = []
        while True:
            with told(self.server):
                found = whole(self.client.search(index=self.alias, body=body, params=ASKED))["hits"]["hits"]
                rows += [ix.restored(hit["_source"]["row"]) for hit in found]
                if len(found) < AT_ONCE:
                    return rows
                body["search_after"] = found[-1]["sort"]

    def add(self, made: Iterable[ix.Row]) -> None:
        """Under their ids."""
        self._send({"_op_type": "index", "_id": one["id"], "_source": document(one)} for one in made)

    def delete(self, ids: Iterable[str]) -> None:
        """By id."""
        self._send({"_op_type": "delete", "_id": one} for one in ids)

    def clear(self) -> None:
        """A new index, with what was left of one that was never finished out of the way."""
        with told(self.server):
            for left in self._indices(rf"{re.escape(self.alias)}-[0-9a-f]{{12}}-new"):
                self.client.indices.delete(index=left, params={"ignore_unavailable": "true"})
            name = f"{self.alias}-{uuid.uuid4().hex[:12]}"
            self.client.indices.create(index=name, body={**index_body(), "aliases": {f"{name}-new": {}}})
            self._making = name

    def commit(self, shown: ix.Mark) -> None:
        """Seen from here on: the documents first, then the mark."""
        if self._making:
            self._finish(shown)
        else:
            self._refresh(self.alias)
            self._say(shown, self._wanted if self._wanted != shown else None)
            self._refresh(self.alias)

    def _finish(self, shown: ix.Mark) -> None:
        """Put the new index in the place of the old one, and of those of earlier versions."""
        making, self._making = self._making, ""
        with told(self.server):
            self.client.index(index=making, id=_MARK, body=self._mark(shown, None))
            self._refresh(making)
            old = self._indices(rf"{re.escape(self.server.name)}-\d+\.\d+")
            actions: list[dict[str, Any]] = [{"remove_index": {"index": one}} for one in old if one != making]
            actions.append({"add": {"index": making, "alias": self.alias}})
            actions.append({"remove": {"index": making, "alias": f"{making}-new"}})
            self.client.indices.update_aliases(body={"actions": actions})
        self._read()

    def rollback(self) -> None:
        """What was sent stays unseen until whoever comes next has gone where this one was going."""
        self._making = ""

    def close(self) -> None:
        """Let the connection go."""
        self.client.close()

    def _indices(self, alias: str) -> list[str]:
        """The indices that have an alias of this form."""
        try:
            found = self.client.indices.get_alias(name=f"{self.server.name}-*")
        except NotFoundError:
            return []
        return [index for index, one in found.items() if any(re.fullmatch(alias, a) for a in one["aliases"])]

    def _say(self, shown: ix.Mark, towards: ix.Mark | None) -> None:
        with told(self.server):
            done = self.client.index(
                index=self.alias,
                id=_MARK,
                body=self._mark(shown, towards),
                params={**self._seen, "require_alias": "true"},
            )
            self._seen = {"if_seq_no": done["_seq_no"], "if_primary_term": done["_primary_term"]}

    def _refresh(self, index: str) -> None:
        with told(self.server):
            done = self.client.indices.refresh(index=index)
            if done["_shards"]["failed"]:
                raise ServerError(
                    f"a shard of the index {index} on {self.server.url} could not be refreshed; look at its health"
                )

    def _send(self, actions: Iterator[Action]) -> None:
        """In bounded requests to an alias, so that an index that somebody removed is not made again by its name."""
        version = {"version": self._wanted.sequence if self._wanted else 0, "version_type": "external_gte"}
        with told(self.server):
            for ok, item in streaming_bulk(
                self.client, ({**one, **version} for one in actions), chunk_size=AT_ONCE, max_chunk_bytes=LARGEST,
                raise_on_error=False, max_retries=TRIES, initial_backoff=FIRST_PAUSE, yield_ok=False,
                index=f"{self._making}-new" if self._making else self.alias, params={"require_alias": "true"},
            ):  # fmt: skip
                if not ok:
                    self._failed(*next(iter(item.items())))

    def _failed(self, kind: str, said: dict[str, Any]) -> None:
        """One document that was not taken."""
        status, error = said["status"], said.get("error")
        if kind == "delete" and status == 404 and not error:
            return
        reason = printable(error.get("reason") if isinstance(error, dict) else error, limit=200)
        if status == 409:
            raise IndexBusy(
                f"another process has written the index {self.server.name} on {self.server.url} further; only one may"
            )
        if isinstance(error, dict) and error.get("type") == "cluster_block_exception":
            raise full(self.server, reason)
        raise ServerError(
            f"the search server at {self.server.url} did not take row {said['_id']} ({status}, {reason}); the index stays"
            " as it was, and is tried again"
        )

    def _mark(self, shown: ix.Mark, towards: ix.Mark | None) -> ix.Row:
        row = {
            "shown": asdict(shown),
            "towards": asdict(towards) if towards else None,
            "place": self._place,
        }
        return {"mark": "mark", "current": 0, "row": json.dumps(row)}
