"""Making a frozen corpus: the rows of a search, and all that is needed to trust, cite and repeat it."""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import Archive, plain
from pipelines.archive.beside import opt_outs
from pipelines.archive.manifest import Stored
from pipelines.archive.manifests import manifests
from pipelines.archive.store import sha256_of
from pipelines.archive.unit import Unit
from pipelines.corpus.article import where_of
from pipelines.corpus.canonical import canonical
from pipelines.corpus.citation import pwid
from pipelines.corpus.frozen import MEMBERS, PREFIX, Frozen, key_of, row_bytes
from pipelines.corpus.membership import NAME
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import ARTICLES, COVERAGE
from pipelines.corpus.words import words
from pipelines.errors import CorpusError, NameTaken, QueryError

if TYPE_CHECKING:
    from pipelines.corpus.columns import Row

Progress = Callable[[str], None]
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be frozen, and under which name."""

    name: str
    question: Question
    per: str = "article"
    collections: tuple[str, ...] = ()
    by: str = ""
    archive_id: str = "localhost"


@dataclass(slots=True, kw_only=True)
class Seen:
    """What is added up while the rows pass."""

    ids: Any = field(default_factory=hashlib.sha256)
    rows: Any = field(default_factory=hashlib.sha256)
    articles: int = 0
    days: set[date] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    cleaners: Counter[str] = field(default_factory=Counter)
    signals: Counter[str] = field(default_factory=Counter)

    def note(self, row: "Row", signals: Iterable[str]) -> None:
        self.ids.update(f"{row['id']}\n".encode())
        self.rows.update(row_bytes(row))
        self.articles += 1
        self.days.add(row["day"])
        self.sites.add(row["site"])
        self.cleaners[row["cleaner"]] += 1
        self.signals.update(set(signals))


def freeze(
    archive: Archive,
    asked: Asked,
    found: list[tuple[str, datetime]],
    fetch: Callable[[list[tuple[str, datetime]]], Iterator[pa.Table]],
    coverage: Callable[[Seen], pa.Table],
    progress: Progress = lambda _: None,
) -> Frozen:
    """Keep the rows that were found, in order of capture; the manifest comes last.

    ``fetch`` gives the rows of ids, ``coverage`` the ledger of the sites and days that were seen.
    """
    check_name(archive, asked.name)
    seen, made = Seen(), archive.objects.now()
    with tempfile.TemporaryDirectory(prefix="coranto-freeze-") as folder:
        paths = {name: Path(folder, name) for name in ("articles", "members", "coverage")}
        digests = _Digests(archive=archive)
        with _parquet(paths["articles"], ARTICLES) as rows, _parquet(paths["members"], MEMBERS) as members:
            for table in fetch(found):
                progress(f"article {seen.articles + 1} of {len(found)}")
                rows.write_table(table, row_group_size=2000)
                some = [_member(archive, asked, row, digests, seen) for row in table.to_pylist()]
                members.write_table(pa.Table.from_pylist(some, schema=MEMBERS))
        if seen.articles != len(found):
            raise CorpusError(
                f"{len(found) - seen.articles} of {len(found)} articles were replaced meanwhile; freeze it again"
            )
        with _parquet(paths["coverage"], COVERAGE) as out:
            out.write_table(coverage(seen))
        stored = {name: _put(archive, asked.name, name, path) for name, path in paths.items()}
    frozen = _manifest(asked, seen, made, stored)
    archive.objects.put(frozen.key, plain.encode(frozen), media_type="application/json")
    return frozen


def check_name(archive: Archive, name: str) -> None:
    """QueryError where it cannot be a name, NameTaken where it is one already."""
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise QueryError(
            f"frozen corpus {name[:90]!r}: write lower-case letters and digits, at most {LONGEST_NAME}, as in strikes-2026"
        )
    if archive.objects.head(key_of(name)) is not None:
        raise NameTaken(f"frozen corpus {name} exists, and never changes; choose another name")


def _manifest(asked: Asked, seen: Seen, made: datetime, stored: dict[str, Stored]) -> Frozen:
    question, normalized = asked.question, canonical(asked.question)
    return Frozen(
        name=asked.name,
        query=question.text,
        since=str(question.since) if question.since else None,
        until=str(question.until) if question.until else None,
        dated_by=question.dated_by,
        per=asked.per,
        normalized=normalized,
        query_sha256=hashlib.sha256(normalized.encode("utf-8", "replace")).hexdigest(),
        collections=asked.collections,
        made=made,
        by=asked.by,
        archive_id=asked.archive_id,
        articles=seen.articles,
        sites=tuple(sorted(seen.sites)),
        first_day=min(seen.days, default=None),
        last_day=max(seen.days, default=None),
        cleaners=dict(sorted(seen.cleaners.items())),
        opt_outs=dict(sorted(seen.signals.items())),
        ids_sha256=seen.ids.hexdigest(),
        rows_sha256=seen.rows.hexdigest(),
        rows=stored["articles"],
        members=stored["members"],
        coverage=stored["coverage"],
    ).sealed()


@dataclass(slots=True, kw_only=True)
class _Digests:
    """SHA-256 of WARC files, from the manifests of the units that rows belong to."""

    archive: Archive
    known: dict[str, str] = field(default_factory=dict)
    units: set[Unit] = field(default_factory=set)

    def of(self, row: "Row") -> str | None:
        unit = Unit(site=row["site"], span=row["unit"])
        if unit not in self.units:
            self.units.add(unit)
            for manifest in manifests(self.archive, unit=unit):
                self.known |= {one.warc.key: one.warc.sha256 for one in manifest.warcs}
        return self.known.get(row["warc_key"])


def _member(archive: Archive, asked: Asked, row: "Row", digests: _Digests, seen: Seen) -> "Row":
    signals = opt_outs(archive, where_of(row))
    seen.note(row, (name for name, _ in signals))
    return {
        **{name: row.get(name) for name in MEMBERS.names},
        "pwid": pwid(asked.archive_id, row["captured"], row["url"], row["warc_record_id"]),
        "characters": len(row["text"]),
        "words": len(words(row["text"])),
        "warc_sha256": digests.of(row),
        "opt_out": [{"signal": name, "value": value} for name, value in signals],
    }


def _parquet(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, schema, compression="zstd")


def _put(archive: Archive, name: str, kind: str, path: Path) -> Stored:
    """Named after its bytes, so that what a killed freeze has left is in nobody's way."""
    digest, size = sha256_of(path), path.stat().st_size
    key = f"{PREFIX}{name}/{kind}-{digest[:16]}.parquet"
    archive.objects.put(key, path)
    return Stored(key=key, size=size, sha256=digest)
