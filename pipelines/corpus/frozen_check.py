"""Is a frozen corpus still what it was, and what would its query find now?

Its own files are proved by SHA-256, its checksums worked out again from the rows, and every member's record is read
from the archive and compared with the digest of its payload. Then the query is asked again, and each article that is
found now and was not then, or the other way round, is explained.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pipelines.archive.manifest import Stored
from pipelines.archive.read import payload_sha256, resolve
from pipelines.archive.store import CHUNK
from pipelines.corpus.article import where_of
from pipelines.corpus.columns import captured_of
from pipelines.corpus.frozen import FrozenCorpus, row_bytes
from pipelines.errors import ArchiveError

if TYPE_CHECKING:
    from pipelines.corpus.columns import Row

Kind = Literal["damaged", "withdrawn", "gone", "changed", "superseded", "later", "added"]
BROKEN = frozenset({"damaged"})
"""What means that the frozen corpus itself is not whole; all else is how the corpus went on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was."""

    kind: Kind
    what: str
    """Id of an article, or key of a file."""
    why: str


def prove(held: FrozenCorpus, progress: Callable[[str], None] = lambda _: None) -> Iterator[Difference]:
    """What is wrong with its files, and with the records that its rows came from."""
    manifest = held.manifest
    if replace(manifest, checksum="").sealed() != manifest:
        yield Difference(kind="damaged", what=manifest.key, why="its checksum is another one")
    bad = [d for s in (manifest.rows, manifest.members, manifest.coverage) if (d := _file(held, s))]
    yield from bad
    if bad:
        return
    for name, receipt in held.withdrawn.items():
        yield Difference(
            kind="withdrawn",
            what=name,
            why=f"taken down {receipt.at:%Y-%m-%d} by {receipt.by}: {receipt.why}",
        )
    ids, rows, number = hashlib.sha256(), hashlib.sha256(), 0
    for table in FrozenCorpus(archive=held.archive, manifest=manifest, _gone={}).batches():
        for row in table.to_pylist():
            number += 1
            progress(f"article {number} of {manifest.articles}")
            ids.update(f"{row['id']}\n".encode())
            rows.update(row_bytes(row))
            if row["id"] not in held.withdrawn:
                yield from _record(held, row)
    if (ids.hexdigest(), rows.hexdigest()) != (manifest.ids_sha256, manifest.rows_sha256):
        yield Difference(kind="damaged", what=manifest.rows.key, why="its rows have another checksum")


def _file(held: FrozenCorpus, stored: Stored) -> Difference | None:
    digest, size = hashlib.sha256(), 0
    try:
        with held.archive.objects.open(stored.key) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except ArchiveError as e:
        return Difference(kind="damaged", what=stored.key, why=str(e))
    if (size, digest.hexdigest()) == (stored.size, stored.sha256):
        return None
    why = "it has other bytes than its manifest says; put it back from the replica"
    return Difference(kind="damaged", what=stored.key, why=why)


def _record(held: FrozenCorpus, row: "Row") -> Iterator[Difference]:
    """Is the record that an article was read from still there, byte for byte?"""
    where = where_of(row)
    try:
        record = resolve(held.archive, where)
        if record.record_type != "revisit" and payload_sha256(record) != where.payload_sha256:
            yield Difference(kind="damaged", what=row["id"], why=f"{where.record_id} has another payload")
    except ArchiveError as e:
        yield Difference(kind="damaged", what=row["id"], why=str(e))


def compare(
    held: FrozenCorpus, now: dict[str, str], rows: Callable[[str], "Row | None"]
) -> Iterator[Difference]:
    """What the query finds now (article ids by id), beside what it had found; ``rows`` gives a row of the tables."""
    frozen = {
        member["id"]: member
        for member in held.members().select(["id", "article_id", "text_hash"]).to_pylist()
    }
    articles = {article: name for name, article in now.items()}
    known = {member["article_id"] for member in frozen.values()}
    for name, member in frozen.items():
        if name in held.withdrawn:
            continue
        row = rows(name)
        if row is not None and row["text_hash"] != member["text_hash"]:
            yield Difference(
                kind="changed", what=name, why=f"cleaned again by {row['cleaner']}: another text"
            )
        elif name not in now:
            yield _missing(name, row, articles.get(member["article_id"]))
    for name in sorted(now.keys() - frozen.keys()):
        captured = captured_of(name)
        if captured is not None and captured > held.manifest.made:
            yield Difference(kind="later", what=name, why=f"captured {captured:%Y-%m-%d %H:%M}, afterwards")
        elif now[name] not in known:
            yield Difference(kind="added", what=name, why="captured before, and published since")


def _missing(name: str, row: "Row | None", newer: str | None) -> Difference:
    if newer is not None:
        return Difference(kind="superseded", what=name, why=f"{newer} is the article's current text")
    if row is not None:
        return Difference(
            kind="superseded", what=name, why="the article has a text now that the query does not find"
        )
    return Difference(kind="gone", what=name, why="its unit was made again without it; coranto sql knows why")
