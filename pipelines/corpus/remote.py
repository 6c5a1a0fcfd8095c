"""A corpus behind a served desk, asked over HTTP: the same questions, the same answers."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Any, TypeVar
from urllib.parse import quote

import pyarrow as pa

from pipelines.archive import plain
from pipelines.archive.needed import Needed
from pipelines.corpus.article import Article, Version
from pipelines.corpus.articles import Articles, known
from pipelines.corpus.attention import Attention
from pipelines.corpus.concordance import Concordance
from pipelines.corpus.connection import Connection, as_bytes
from pipelines.corpus.counting import Counts, Histogram
from pipelines.corpus.covered import Covered
from pipelines.corpus.export import write
from pipelines.corpus.frozen import Frozen
from pipelines.corpus.frozen_check import Difference
from pipelines.corpus.handing_on import HandedOn
from pipelines.corpus.history import History
from pipelines.corpus.holes import Count, Counted, Elsewhere, Known
from pipelines.corpus.sampling import Sample
from pipelines.corpus.schemas import ARTICLES
from pipelines.corpus.search import Hit, Results
from pipelines.errors import ConfigError, CorpusError

T = TypeVar("T")
PAGE = 200
"""Most hits of one request."""
POLLED = 1.0
"""Seconds between two looks at what takes longer."""
Progress = Callable[[str], None]


class RemoteCorpus:
    """The corpus that a desk at ``url`` serves, as far as the owner of ``token`` may see it."""

    def __init__(self, url: str, token: str = "") -> None:
        self.desk = Connection(url, token)

    def search(
        self, text: str = "", *, limit: int = 20, offset: int = 0, cursor: str = "", sort: str = "relevance",
        fresh: bool = False, **options: Any,
    ) -> Results:  # fmt: skip
        """As :meth:`~pipelines.corpus.answering.Answering.search`."""
        hits: list[Hit] = []
        asked = {"sort": sort, "fresh": fresh, **_asked(text, options)}
        while True:
            size = min(limit - len(hits), PAGE)
            told = self.desk.get("/api/search", limit=size, offset=offset, cursor=cursor, **asked)
            page = _made(Results, told)
            hits += page.hits
            cursor, offset = page.next or "", 0
            if not cursor or len(hits) >= limit:
                return replace(page, hits=tuple(hits))

    def concordance(
        self, text: str, *, order: str = "article", width: int = 60, limit: int = 20, **options: Any
    ) -> Concordance:
        """As :meth:`~pipelines.corpus.answering.Answering.concordance`; at most 200 articles at once."""
        asked = {"order": order, "width": width, "limit": limit, **_asked(text, options)}
        return _made(
            Concordance, self.desk.get("/api/concordance", sort=asked.pop("sort", "relevance"), **asked)
        )

    def count(self, text: str = "", *, by: str | None = None, **options: Any) -> Count | Counted:
        """As :meth:`~pipelines.corpus.answering.Answering.count`."""
        told = _made(_Counted, self.desk.get("/api/count", by=by, **_asked(text, options)))
        pairs = ((str(one.get(by or "")), int(one.get("count", 0))) for one in told.counts or ())
        counted = Count(told.total) if by is None else Counted(pairs)
        counted.ledger = self._ledger(text, options)
        return counted

    def histogram(
        self, text: str = "", interval: str = "day", *, zone: str | None = None, by: str | None = None,
        **options: Any,
    ) -> Histogram:  # fmt: skip
        """As :meth:`~pipelines.corpus.answering.Answering.histogram`."""
        told = self.desk.get("/api/histogram", interval=interval, zone=zone, by=by, **_asked(text, options))
        return replace(_made(Histogram, told), ledger=self._ledger(text, options))

    def attention(
        self, text: str, interval: str = "month", *, zone: str | None = None, by: str | None = None,
        within: str = "", **options: Any,
    ) -> Attention:  # fmt: skip
        """As :meth:`~pipelines.corpus.answering.Answering.attention`."""
        asked = {"interval": interval, "zone": zone, "by": by, "within": within, **_asked(text, options)}
        told = self.desk.get("/api/attention", **asked)
        return replace(_made(Attention, told), ledger=self._ledger(text, options))

    def facet(self, text: str = "", by: str = "site", *, most: int = 100, **options: Any) -> Counts:
        """As :meth:`~pipelines.corpus.answering.Answering.facet`."""
        told = self.desk.get("/api/facets", by=by, most=most, **_asked(text, options))
        return replace(_made(Counts, told), ledger=self._ledger(text, options))

    def sample(self, text: str, n: int, *, seed: int, by: Iterable[str] = (), **options: Any) -> Sample:
        """As :meth:`~pipelines.corpus.answering.Answering.sample`; at most 10,000 articles."""
        return _made(
            Sample, self.desk.get("/api/sample", n=n, seed=seed, by=list(by), **_asked(text, options))
        )

    def coverage(
        self, site: str | None = None, *, since: Any = None, until: Any = None, by: str = "day"
    ) -> list[Covered]:
        """As :meth:`~pipelines.corpus.answering.Answering.coverage`."""
        return list(
            _each(Covered, self.desk.get("/api/coverage", site=site, since=since, until=until, by=by))
        )

    def show(self, id: str) -> Article:  # noqa: A002  (the word of the interface)
        """The article with this id, whole."""
        return _made(Article, self.desk.get(_article(id)))

    def versions(self, id: str) -> list[Version]:  # noqa: A002
        """All texts of the article, oldest first."""
        return list(_each(Version, self.desk.get(f"{_article(id)}/versions")))

    def history(self, id: str) -> History:  # noqa: A002
        """What became of an article from text to text."""
        return _made(History, self.desk.get(f"{_article(id)}/history"))

    def family(self, id: str) -> list[dict[str, Any]]:  # noqa: A002
        """The rows of the family that an article belongs to."""
        rows = self.desk.get(f"{_article(id)}/family")
        times = _each(_Telling, rows)
        return [
            {**row, "captured": at.captured, "appeared": at.appeared}
            for row, at in zip(rows, times, strict=True)
        ]

    def raw(self, id: str) -> bytes:  # noqa: A002
        """The exact bytes that an article was read from."""
        return self.desk.body(f"/raw/{quote(id, safe='')}")

    def requisites(self, id: str) -> Needed:  # noqa: A002
        """What the page of an article needs to be shown as it was, what is missing of it, and why."""
        return _made(Needed, self.desk.get(f"{_article(id)}/requisites"))

    def articles(
        self, text: str = "", *columns: str, progress: bool | None = None, **options: Any
    ) -> Articles:
        """As :meth:`~pipelines.corpus.answering.Answering.articles`; they are read whole, whatever the columns."""
        return Articles(
            query=text, size=self.facet(text, "site", most=1, **options).total, columns=known(columns or tuple(ARTICLES.names)),
            progress=progress,
            read=lambda names: (table.select(names) for table in self._tables(text, options)),
        )  # fmt: skip

    def _tables(self, text: str, options: dict[str, Any]) -> Iterator[pa.Table]:
        with self.desk.stream("/api/export", form="arrow", **_asked(text, options)) as pieces:
            try:
                with pa.ipc.open_stream(_Pieces(pieces)) as stream:
                    for batch in stream:
                        yield pa.Table.from_batches([batch])
            except (pa.ArrowInvalid, OSError) as e:  # Arrow's own, of bytes that end too soon
                raise CorpusError(f"{self.desk.url} sent an export that breaks off ({e}); try again") from e

    def export(
        self,
        text: str,
        path: str | Path,
        format: str = "parquet",  # noqa: A002
        *,
        resume: bool = False,
        **options: Any,
    ) -> int:
        """Write all articles of a search to a file; returns their number."""
        if resume:
            raise ConfigError("an export from a desk begins anew each time; leave --resume out")
        return write(self._tables(text, options), ARTICLES, Path(path), format)

    def freeze(
        self, text: str, *, name: str, progress: Progress = lambda _: None, **options: Any
    ) -> "RemoteFrozen":
        """Keep what a search finds now for ever, under a name, there; by whom the desk says."""
        given = {key: str(value) for key, value in options.items() if key in FREEZABLE and value}
        place = f"/api/frozen/{quote(name, safe='')}"
        self._over(self.desk.post("/api/frozen", {"name": name, "q": text, **given}), place, progress)
        return self.frozen(name)

    def frozen_names(self) -> tuple[str, ...]:
        """Every frozen corpus."""
        return tuple(sorted(one.name for one in _each(Frozen, self.desk.get("/api/frozen"))))

    def frozen(self, name: str) -> "RemoteFrozen":
        """The frozen corpus of this name."""
        told = self.desk.get(f"/api/frozen/{quote(name, safe='')}")
        gone = tuple(one.id for one in _made(_Gone, told).withdrawn)
        return RemoteFrozen(desk=self.desk, manifest=_made(Frozen, told), withdrawn=gone)

    def check_frozen(self, name: str, progress: Progress = lambda _: None) -> Iterator[Difference]:
        """Prove the bytes of a frozen corpus there, ask its query again, and explain every difference."""
        place = f"/api/frozen/{quote(name, safe='')}/check"
        yield from self._over(self.desk.post(place, {}), place, progress).differences

    def _ledger(self, text: str, options: dict[str, Any]) -> Elsewhere:
        """What the ledger there knows, for whoever asks for it."""
        return Elsewhere(lambda: _made(Known, self.desk.get("/api/known", **_asked(text, options))))

    def _over(self, told: Any, place: str, progress: Progress) -> "_Job":
        """What the desk says of a piece of work when that is over."""
        while (job := _made(_Job, told)).state == "running":
            progress(job.said)
            sleep(POLLED)
            told = self.desk.get(place)
        if job.problem:
            raise CorpusError(job.problem)
        return job


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    total: int
    counts: tuple[Mapping[str, Any], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    captured: datetime
    appeared: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gone:
    withdrawn: tuple[_Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    state: str = "done"
    said: str = ""
    problem: str | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFrozen:
    """A frozen corpus behind a desk."""

    desk: Connection
    manifest: Frozen
    withdrawn: tuple[str, ...]
    """Ids of the members that were taken down since."""

    def hand_on(self, form: str, path: Path, progress: Progress = lambda _: None) -> HandedOn:
        """Write it as :func:`~pipelines.corpus.handing_on.export_frozen` does."""
        if path.exists() and form == "ro-crate":
            raise ConfigError(f"{path} exists; name a folder that does not")
        progress(f"{form} of {self.manifest.name}")
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as file, self._download(form) as pieces:
                for piece in pieces:
                    file.write(piece)
            if form == "ro-crate":
                _unpack(part, path)
            else:
                part.replace(path)
        except OSError as e:
            raise ConfigError(f"cannot write {path}: {e.strerror or e}; choose another place") from e
        finally:
            part.unlink(missing_ok=True)
        gone = len(self.withdrawn)
        return HandedOn(form=form, path=str(path), members=self.manifest.articles - gone, withdrawn=gone)

    def _download(self, form: str) -> Any:
        return self.desk.stream(f"/api/frozen/{self.manifest.name}/download", form=form)


FREEZABLE = ("since", "until", "per", "dated_by")


def _unpack(packed: Path, folder: Path) -> None:
    """The files of a crate, each by its own name alone: a ZIP may name any place."""
    folder.mkdir()
    with zipfile.ZipFile(packed) as held:
        for one in held.infolist():
            (folder / Path(one.filename).name).write_bytes(held.read(one))


def _asked(text: str, options: dict[str, Any]) -> dict[str, Any]:
    """Options as the desk's addresses name them, where what it does by itself is left out."""
    own = {"per": "article", "dated_by": "published"}
    return {"q": text} | {name: value for name, value in options.items() if value != own.get(name)}


def _article(id: str) -> str:  # noqa: A002
    return f"/api/articles/{quote(id, safe='')}"


def _made(kind: type[T], told: Any) -> T:
    try:
        return plain.decode(kind, as_bytes(told))
    except (ValueError, KeyError, TypeError) as e:
        raise CorpusError(
            f"the desk answers as another version of coranto ({e}); bring both up to date"
        ) from e


def _each(kind: type[T], told: Any) -> Iterator[T]:
    if not isinstance(told, list):
        raise CorpusError("the desk answers as another version of coranto; bring both up to date")
    return (_made(kind, one) for one in told)


class _Pieces(io.RawIOBase):
    """Bytes as they come, as a file that is read from its begin to its end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
