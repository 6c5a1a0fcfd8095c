"""What a corpus answers: searches, counts, articles, SQL, files."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.corpus.article import Article, Version, article
from pipelines.corpus.columns import captured_of
from pipelines.corpus.filters import exactly, gone
from pipelines.corpus.opened import Opened
from pipelines.errors import CorpusError, QueryError

if TYPE_CHECKING:
    import pyarrow as pa

    from pipelines.archive.needed import Needed
    from pipelines.corpus.articles import Articles
    from pipelines.corpus.attention import Attention
    from pipelines.corpus.concordance import Concordance
    from pipelines.corpus.counting import By, Counts, Facet, Histogram
    from pipelines.corpus.covered import Covered, Step
    from pipelines.corpus.frozen import FrozenCorpus
    from pipelines.corpus.frozen_check import Difference
    from pipelines.corpus.history import History
    from pipelines.corpus.holes import Count, Counted, Ledger
    from pipelines.corpus.question import Question
    from pipelines.corpus.sampling import Sample
    from pipelines.corpus.search import Results
    from pipelines.corpus.sql import Limits
    from pipelines.corpus.wire import Found

Day = date | str | None


@dataclass(slots=True, kw_only=True)
class Answering(Opened):
    """The tables and the index of a corpus, open for questions."""

    def coverage(
        self, site: str | None = None, *, since: Day = None, until: Day = None, by: "Step" = "day"
    ) -> "list[Covered]":
        """What became of what was announced, by site and local day, or hour."""
        from pipelines.corpus.covered import covered
        from pipelines.corpus.periods import as_day

        return covered(self.tables, site, (as_day(since, "since"), as_day(until, "until")), by)

    def search(self, text: str = "", *, fresh: bool = False, **options: Any) -> "Results":
        """Articles in their current version.

        Options as in :class:`~pipelines.corpus.question.Question`: ``since``, ``until``, ``limit``, ``offset`` or
        ``cursor``, ``sort`` (relevance, newest, oldest), ``dated_by`` (published, first_seen), and ``per``: with
        ``family`` only the earliest matching article of each wire story is a hit. ``fresh`` waits until the index shows
        the table as it is now.
        """
        from pipelines.corpus.search import search

        searcher = self.searcher(fresh=fresh)
        return search(searcher, self.question(searcher, text, options))

    def count(
        self, text: str = "", *, by: "By | None" = None, fresh: bool = False, **options: Any
    ) -> "Count | Counted":
        """How many articles; with ``by`` a list of (bucket, count). Either has ``known``: what it misses, as far as the
        ledger knows.

        ``by`` is hour, day, week, month, quarter or year, where a last bucket ``undated`` holds what nobody dated,
        or site, language, author or section.
        """
        from pipelines.corpus.counting import TIMES, facet
        from pipelines.corpus.holes import Count, Counted

        searcher = self.searcher(fresh=fresh)
        question = self.question(searcher, text, options)
        if by is None:
            counted: Count | Counted = Count(searcher.total(question))
        elif by not in TIMES:
            counted = Counted(sorted(facet(searcher, question, by).counts))
        else:
            shown = self.histogram(text, by, **options)
            told = [("undated", shown.undated), ("untimed", shown.untimed)]
            found = [(bucket.label, bucket.count) for bucket in shown.buckets]
            counted = Counted((label, count) for label, count in [*found, *told] if count)
        counted.ledger = self._ledger(question)
        return counted

    def _ledger(self, question: "Question") -> "Ledger":
        from pipelines.corpus.holes import Ledger

        return Ledger(lambda: self.tables, question)

    def histogram(
        self, text: str = "", interval: str = "day", *, zone: str | None = None, by: "Facet | None" = None,
        fresh: bool = False, **options: Any,
    ) -> "Histogram":  # fmt: skip
        """Articles over time, also of each site or language, in local days or in any time zone."""
        from pipelines.corpus.counting import histogram
        from pipelines.corpus.membership import changes, named, versions
        from pipelines.corpus.nodes import collections
        from pipelines.corpus.query import parse

        searcher = self.searcher(fresh=fresh)
        question = self.question(searcher, text, options)
        found = histogram(searcher, question, interval, zone, by)
        used = tuple(named(self.archive, name) for name in sorted(collections(parse(text))))
        held = {c.name: versions(self.archive, c.name) for c in used}
        told = tuple(change for name in sorted(held) for change in changes(held[name]))
        return replace(found, collections=used, membership=told, ledger=self._ledger(question))

    def attention(
        self, text: str, interval: str = "month", *, zone: str | None = None, by: "Facet | None" = None,
        within: str = "", fresh: bool = False, **options: Any,
    ) -> "Attention":  # fmt: skip
        """The share of matching articles among all articles of the same sites and days, with a Wilson interval.

        ``within`` narrows both, as in ``within="section:politics"``.
        """
        from pipelines.corpus.attention import attention

        if options.get("per", "article") != "article":
            raise QueryError(
                "attention is counted per article: what is left out of a whole has no share of it"
            )
        searcher = self.searcher(fresh=fresh)
        question = self.question(searcher, text, options)
        found = attention(searcher, question, interval, zone, by, within)
        return replace(found, ledger=self._ledger(question))

    def sample(
        self, text: str, n: int, *, seed: int, by: Iterable[str] = (), fresh: bool = False, **options: Any
    ) -> "Sample":
        """``n`` of the hits by chance, the same ones for the same seed; with ``by`` (site, language, section, day,
        month, year) from each stratum in proportion. ``sample.sheet()`` is a coding sheet."""
        from pipelines.corpus.sampling import Sample, sample

        searcher = self.searcher(fresh=fresh)
        rows = list(searcher.rows(self.question(searcher, text, options)))
        drawn, layers = sample(rows, n, seed, tuple(by))
        mark = searcher.mark()
        return Sample(
            query=text, seed=seed, by=tuple(by), population=len(rows), layers=tuple(layers), articles=tuple(drawn),
            snapshot=mark.snapshot if mark else None,
        )  # fmt: skip

    def facet(
        self, text: str = "", by: "Facet" = "site", *, most: int = 100, fresh: bool = False, **options: Any
    ) -> "Counts":
        """The sites, languages, authors or sections with the most articles, and how many articles name none."""
        return self.facets(text, (by,), most=most, fresh=fresh, **options)[by]

    def facets(
        self, text: str, names: "Iterable[Facet]", *, most: int = 100, fresh: bool = False, **options: Any
    ) -> "dict[str, Counts]":
        """Several of them, counted in one pass."""
        from pipelines.corpus.counting import facets

        searcher = self.searcher(fresh=fresh)
        question = self.question(searcher, text, options)
        found = facets(searcher, question, tuple(names), most)
        return {name: replace(one, ledger=self._ledger(question)) for name, one in found.items()}

    def concordance(
        self, text: str, *, order: str = "article", width: int = 60, fresh: bool = False, **options: Any
    ) -> "Concordance":
        """Every place in the hits' texts where the query matched, with what stands left and right of it."""
        from pipelines.corpus.concordance import concordance

        searcher = self.searcher(fresh=fresh)
        return concordance(searcher, self.question(searcher, text, options), order, width)

    def show(self, id: str) -> Article:  # noqa: A002  (the word of the interface)
        """The article with this id, whole."""
        captured = captured_of(id)
        if captured is not None:
            found = self.tables.read("articles", exactly(id, captured)).to_pylist()
            if found:
                return article(found[0])
        raise CorpusError(f"no article {id!r} in the corpus; ids are in the hits of a search")

    def versions(self, id: str, *, fresh: bool = False) -> list[Version]:  # noqa: A002
        """All texts of the article, oldest first; ``id`` is a row's or an article's."""
        rows = self.searcher(fresh=fresh).versions(id)
        return [
            Version(
                **{name: row[name] for name in Version.__dataclass_fields__ if name != "current"},
                current=row is rows[-1],
            )
            for row in rows
        ]

    def history(self, id: str, *, fresh: bool = False) -> "History":  # noqa: A002
        """What became of an article from text to text; ``id`` is a row's or an article's."""
        from pipelines.corpus.history import history

        keys = [(version.id, version.captured) for version in self.versions(id, fresh=fresh)]
        rows = [row for table in self.tables.rows("articles", keys) for row in table.to_pylist()]
        if not rows:
            raise CorpusError(f"no article {id!r} in the corpus; ids are in the hits of a search")
        urls = {row[name] for row in rows for name in ("url", "canonical_url") if row[name]}
        refused = self.tables.read("rejected", gone(rows[0]["site"], urls)).to_pylist() if urls else []
        return history(rows, refused)

    def find_families(self, since: Day = None, until: Day = None) -> "Found":
        """Find the wire stories that several papers printed among what was captured from ``since`` to before
        ``until`` (UTC), and put them into the table ``families``."""
        from pipelines.corpus.periods import moments
        from pipelines.corpus.wire import find, note_period

        note_period(self.archive, *moments(since, until))
        return find(self.tables, *moments(since, until))

    def family(self, id: str) -> list[dict[str, Any]]:  # noqa: A002
        """The rows of the family that an article belongs to, first publisher first; empty where it has none."""
        from pipelines.corpus.filters import among

        article = self.show(id).article_id if captured_of(id) else id
        home = self._homes().get(article)
        if home is None:
            return []
        rows: list[dict[str, Any]] = self.tables.read("families", among("family_id", {home})).to_pylist()
        return sorted(rows, key=lambda row: int(row["rank"]))

    def raw(self, id: str) -> bytes:  # noqa: A002
        """The exact bytes that an article was read from: its WARC record's block."""
        from pipelines.archive.read import exchange_at

        return exchange_at(self.archive, self.show(id).where)

    def requisites(self, id: str | Article) -> "Needed":  # noqa: A002
        """What the page of an article needs to be shown as it was, what is missing of it, and why."""
        from pipelines.archive.needed import needed_at
        from pipelines.archive.shards import shards_of

        if self._shards is None:
            self._shards = shards_of(self.archive)
        if self._shards is None or not self._shards.runs:
            raise CorpusError("no index of captures yet; whoever serves the desk makes one within a minute")
        found = id if isinstance(id, Article) else self.show(id)
        return needed_at(self.archive, self._shards, found.where, (found.site, found.unit))

    def sql(self, text: str, limits: "Limits | None" = None) -> "pa.Table":
        """The answer of one SELECT over the tables and views."""
        from pipelines.corpus.membership import collections
        from pipelines.corpus.sql import Boxes, run

        catalog = self.place.catalog
        keys = (catalog.read_keys or catalog.keys) if catalog else None
        asked = "collections" in text.casefold()  # the view is made of one object for each version
        if self._boxes is None:
            self._boxes = Boxes()
        return run(self.tables, keys, text, limits, collections(self.archive) if asked else (), self._boxes)

    def address(self) -> dict[str, str]:
        """What other engines need to read the tables: the catalog's address and a key, in PyIceberg's words.

        The key only reads where the corpus has one for that (``coranto up`` makes it).
        """
        from pipelines.corpus.catalogs import address

        catalog = self.place.catalog
        if catalog is None:
            raise CorpusError(
                f"no catalog that others could ask: the corpus is the folder {self.place.archive}; coranto up has one"
            )
        return address(catalog, catalog.read_keys or catalog.keys)

    def export(
        self, text: str, path: str | Path, format: str = "parquet", *, resume: bool = False,  # noqa: A002
        fresh: bool = False, **options: Any,
    ) -> int:  # fmt: skip
        """Write all articles of a search to a file; returns their number.

        ``resume`` (jsonl, ninjs) keeps what an interruption leaves and goes on behind it.
        """
        from pipelines.corpus.export import write, write_on
        from pipelines.corpus.schemas import ARTICLES

        found = self.ids(text, fresh, options)
        if not resume:
            return write(self.tables.rows("articles", found), ARTICLES, Path(path), format)
        held = hashlib.sha256("\n".join(name for name, _ in found).encode()).hexdigest()
        return write_on(
            lambda rows: self.tables.rows("articles", found[rows:]), Path(path), format,
            {"query": text, "format": format, "articles": held},
        )  # fmt: skip

    def articles(
        self, text: str = "", *columns: str, progress: bool | None = None, fresh: bool = False, **options: Any
    ) -> "Articles":
        """All articles of a search, oldest capture first, to be read as Arrow, Polars or pandas: these columns, or all.

        ``progress`` shows a bar while they are read; None: on a terminal and in a notebook.
        """
        from pipelines.corpus.articles import Articles, known
        from pipelines.corpus.schemas import ARTICLES

        ids = self.ids(text, fresh, options)
        return Articles(
            query=text, size=len(ids), columns=known(columns or tuple(ARTICLES.names)), progress=progress,
            read=lambda names: self.tables.rows("articles", list(ids), names),
        )  # fmt: skip

    def freeze(
        self, text: str, *, name: str, by: str = "", archive_id: str = "localhost",
        progress: Callable[[str], None] = lambda _: None, **options: Any,
    ) -> "FrozenCorpus":  # fmt: skip
        """Keep what a search finds now for ever, under a name; ``archive_id`` names the archive in citations."""
        from pipelines.corpus.freezer import make

        return make(self, text, {"name": name, "by": by, "archive_id": archive_id}, options, progress)

    def frozen_names(self) -> tuple[str, ...]:
        """Every frozen corpus."""
        from pipelines.corpus.frozen import names

        return names(self.archive)

    def frozen(self, name: str) -> "FrozenCorpus":
        """The frozen corpus of this name."""
        from pipelines.corpus.frozen import FrozenCorpus, load

        return FrozenCorpus(archive=self.archive, manifest=load(self.archive, name))

    def check_frozen(
        self, name: str, progress: Callable[[str], None] = lambda _: None
    ) -> "Iterator[Difference]":
        """Prove the bytes of a frozen corpus, ask its query again, and explain every difference."""
        from pipelines.corpus.freezer import check

        return check(self, self.frozen(name), progress)

    def export_sql(self, text: str, path: str | Path, format: str = "parquet") -> int:  # noqa: A002
        """Write the answer of one SELECT to a file; returns the number of rows."""
        from pipelines.corpus.export import write

        answer = self.sql(text)
        return write([answer], answer.schema, Path(path), format)
