"""A corpus that is open: its tables and its index, and what a query's words for groups of sites mean in it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.archive import Archive
from pipelines.corpus.catalogs import folder_stamp
from pipelines.corpus.countries import Countries
from pipelines.corpus.following import Following
from pipelines.corpus.place import Place
from pipelines.corpus.tables import Tables, open_tables
from pipelines.errors import QueryError

if TYPE_CHECKING:
    from pipelines.archive.shards import Shards
    from pipelines.corpus.engine import Reader, Where
    from pipelines.corpus.question import Question
    from pipelines.corpus.sql import Boxes


@dataclass(slots=True, kw_only=True)
class Opened:
    """The tables and the index of a corpus, open for questions."""

    place: Place
    archive: Archive
    index: "Where"
    _tables: Tables | None = None
    _following: Following | None = field(default=None, repr=False)
    _countries: Countries | None = field(default=None, repr=False)
    _families: tuple[str, dict[str, str]] | None = field(default=None, repr=False)
    _shards: "Shards | None" = field(default=None, repr=False)
    _boxes: "Boxes | None" = field(default=None, repr=False)

    @property
    def tables(self) -> Tables:
        """The Iceberg tables."""
        if self._tables is None:
            self._tables = open_tables(self.place.tables, self.archive.work)
        return self._tables

    def question(self, searcher: "Reader", text: str, options: dict[str, Any]) -> "Question":
        """A query with its options, ready for the index."""
        from pipelines.corpus.question import Question
        from pipelines.corpus.wire import copies

        per = options.get("per", "article")
        if per not in ("article", "family"):
            raise QueryError(f"per {per!r}: there are article and family")
        rest = {name: value for name, value in options.items() if name != "per"}
        question = Question(text=text, sites=self.members, **rest)
        if per == "article":
            return question
        return replace(question, without=copies(searcher, question, self._homes()))

    def _homes(self) -> dict[str, str]:
        """The family of each article that has one; read again where the table has changed."""
        from pipelines.corpus.wire import homes

        table = self.tables.load("families")
        if self._families is None or self._families[0] != table.metadata_location:
            self._families = table.metadata_location, homes(table)
        return self._families[1]

    def members(self, name: str) -> frozenset[str]:
        """The sites of a collection; with :data:`~pipelines.corpus.nodes.MARK` before it, of a country."""
        from pipelines.corpus.membership import named
        from pipelines.corpus.nodes import MARK

        if name.startswith(MARK):
            return self.countries.sites(name.removeprefix(MARK))
        return frozenset(named(self.archive, name).sites)

    @property
    def countries(self) -> Countries:
        """Where the newspapers are from."""
        if self._countries is None:
            self._countries = Countries(archive=self.archive)
        return self._countries

    def _stamp(self) -> object:
        where = self.place.tables
        return folder_stamp(where) if isinstance(where, Path) else None

    def searcher(self, *, fresh: bool) -> "Reader":
        """The open index."""
        if self._following is None:
            alone = self.place.catalog is None
            self._following = Following(
                index=self.index,
                tables=lambda: self.tables,
                alone=alone,
                stamp=self._stamp if alone else lambda: None,
            )
        return self._following.searcher(fresh=fresh)

    def ids(self, text: str, fresh: bool, options: dict[str, Any]) -> list[tuple[str, datetime]]:
        """Id and capture time of all articles of a search, in order."""
        searcher = self.searcher(fresh=fresh)
        return sorted(
            (row["id"], row["captured"]) for row in searcher.rows(self.question(searcher, text, options))
        )
