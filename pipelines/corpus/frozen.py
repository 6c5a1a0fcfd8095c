"""Frozen corpora: what a query had found, kept in the archive for ever with the rows themselves.

``frozen/<name>/manifest.json`` is written last and once; it names the other files by SHA-256: ``articles-….parquet``
(the rows), ``members-….parquet`` (what may be shared of each: no text) and ``coverage-….parquet`` (what was known
to be missing). None of them refers to a snapshot, an index or a table.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import Archive, plain
from pipelines.archive.manifest import Stored
from pipelines.archive.store import CHUNK
from pipelines.archive.takedowns import Takedown, withheld
from pipelines.corpus.schemas import INSTANT
from pipelines.errors import CorpusError, NoSuchObject
from pipelines.printable import counted

if TYPE_CHECKING:
    from pipelines.corpus.handing_on import HandedOn

PREFIX = "frozen/"
FORMAT = "coranto frozen 1"
MEMBERS = pa.schema(
    [
        ("id", pa.string()),
        ("article_id", pa.string()),
        ("pwid", pa.string()),
        ("site", pa.string()),
        ("url", pa.string()),
        ("captured", INSTANT),
        ("day", pa.date32()),
        ("day_source", pa.string()),
        ("date_published", INSTANT),
        ("language", pa.string()),
        ("text_hash", pa.string()),
        ("characters", pa.int64()),
        ("words", pa.int64()),
        ("cleaner", pa.string()),
        ("warc_record_id", pa.string()),
        ("payload_sha256", pa.string()),
        ("warc_part", pa.string()),
        ("warc_key", pa.string()),
        ("warc_sha256", pa.string()),
        ("opt_out", pa.list_(pa.struct([("signal", pa.string()), ("value", pa.string())]))),
    ]
)
"""What is kept of each member beside its row: nothing that a publisher has written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The manifest of a frozen corpus."""

    format: str = FORMAT
    name: str
    query: str
    """As it was asked."""
    since: str | None = None
    until: str | None = None
    dated_by: str = "published"
    per: str = "article"
    normalized: str
    """The query in its one form, with collections as their sites."""
    query_sha256: str
    """Of the normalized form."""
    collections: tuple[str, ...] = ()
    """Names and versions of the collections in the query."""
    made: datetime
    """By the archive's clock."""
    by: str = ""
    archive_id: str
    """What the archive is called in citations (PWID)."""
    articles: int
    sites: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    cleaners: dict[str, int] = field(default_factory=dict)
    """Rows by the cleaner that made them."""
    opt_outs: dict[str, int] = field(default_factory=dict)
    """Members with each kind of opt-out signal."""
    ids_sha256: str
    """Of the ids in order, one a line."""
    rows_sha256: str
    """Of the rows in order, each as JSON with sorted keys: the same in whatever format they are kept."""
    rows: Stored
    members: Stored
    coverage: Stored
    checksum: str = ""
    """SHA-256 of this manifest without it."""

    @property
    def key(self) -> str:
        """Of the manifest in the archive."""
        return key_of(self.name)

    @property
    def citation(self) -> str:
        """One line to cite it by."""
        days = f", {self.first_day} to {self.last_day}" if self.first_day else ""
        held = f"{counted(self.articles, 'article')} of {counted(len(self.sites), 'site')}{days}"
        return (
            f'{self.archive_id} ({self.made:%Y}): "{self.query or "everything"}", {held}.'
            f" Frozen corpus {self.name}, {self.made:%Y-%m-%dT%H:%M:%SZ}, sha256:{self.checksum}"
        )

    def sealed(self) -> "Frozen":
        """The same with its checksum."""
        body = plain.encode(replace(self, checksum=""))
        return replace(self, checksum=hashlib.sha256(body).hexdigest())


def key_of(name: str) -> str:
    """The key of a frozen corpus's manifest."""
    return f"{PREFIX}{name}/manifest.json"


def load(archive: Archive, name: str) -> Frozen:
    """The manifest of a frozen corpus."""
    key = key_of(name)
    try:
        return plain.decode(Frozen, archive.objects.read(key))
    except NoSuchObject as e:
        held = ", ".join(names(archive)) or "none yet; coranto freeze QUERY --name NAME makes one"
        raise CorpusError(f"no frozen corpus {name!r} in {archive}; there are: {held}") from e
    except ValueError as e:
        raise CorpusError(
            f"{key}: not the manifest of a frozen corpus ({e}); restore it from the replica"
        ) from e


def names(archive: Archive) -> tuple[str, ...]:
    """Every frozen corpus."""
    keys = (held.key for held in archive.objects.list(PREFIX))
    return tuple(sorted(key.split("/")[1] for key in keys if key.endswith("/manifest.json")))


@dataclass(slots=True, kw_only=True)
class FrozenCorpus:
    """A frozen corpus, open for reading."""

    archive: Archive
    manifest: Frozen
    _gone: dict[str, Takedown] | None = None

    @property
    def withdrawn(self) -> dict[str, Takedown]:
        """Members that were taken down since, by id, with the receipt; their rows are not given out."""
        if self._gone is None:
            gone = withheld(self.archive)
            rows = self.members().select(["id", "warc_record_id", "url"]).to_pylist() if gone else []
            told = ((row["id"], gone.of(row["warc_record_id"], row["url"])) for row in rows)
            self._gone = {name: receipt for name, receipt in told if receipt}
        return self._gone

    @property
    def ids(self) -> list[str]:
        """Ids of all members, withdrawn ones too, in order of capture."""
        return self._column("id")

    def members(self) -> pa.Table:
        """What may be shared of each member."""
        return self._table(self.manifest.members)

    def coverage(self) -> pa.Table:
        """What was known of the sites and days when it was frozen."""
        return self._table(self.manifest.coverage)

    def batches(self) -> Iterator[pa.Table]:
        """The rows as they were frozen, in order of capture, without those of withdrawn members."""
        with self._opened(self.manifest.rows) as stream, pq.ParquetFile(stream) as parquet:
            for batch in parquet.iter_batches(2000):
                rows = pa.Table.from_batches([batch])
                if self.withdrawn:
                    kept = [id not in self.withdrawn for id in rows["id"].to_pylist()]  # noqa: A001
                    rows = rows.filter(pa.array(kept, pa.bool_()))
                yield rows

    def table(self) -> pa.Table:
        """The same in one piece."""
        return pa.concat_tables(list(self.batches()))

    def hand_on(self, form: str, path: Path, progress: Callable[[str], None] = lambda _: None) -> "HandedOn":
        """Write it in a form that others take, as :func:`~pipelines.corpus.handing_on.export_frozen` does."""
        from pipelines.corpus.handing_on import export_frozen

        return export_frozen(self, form, path, progress)

    def _column(self, name: str) -> list[str]:
        found: list[str] = self.members()[name].to_pylist()
        return found

    def _table(self, stored: Stored) -> pa.Table:
        with self._opened(stored) as stream:
            return pq.read_table(stream)

    @contextmanager
    def _opened(self, stored: Stored) -> Iterator[pa.NativeFile]:
        """A copy of one of its files: Parquet is read from its end, which a stream from the store cannot.

        A file of Arrow's own, for its threads read it: one that waits for Python, when that ends, aborts the process.
        """
        with tempfile.NamedTemporaryFile() as file:
            with self.archive.objects.open(stored.key) as stream:
                shutil.copyfileobj(stream, file, CHUNK)
            file.flush()
            with pa.OSFile(file.name) as own:
                yield own


def row_bytes(row: dict[str, object]) -> bytes:
    """A row as the checksum takes it."""
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS) + b"\n"
