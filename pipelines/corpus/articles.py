"""All articles of a search as a table, for notebooks: found at once, read when their columns are asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.corpus.progress import bar
from pipelines.corpus.schemas import ARTICLES
from pipelines.errors import ConfigError, QueryError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """The articles that a search found, oldest capture first; their rows are read anew each time."""

    query: str
    size: int
    """How many there are."""
    columns: tuple[str, ...]
    """Those of the table ``articles`` that are read."""
    read: Callable[[tuple[str, ...]], Iterator[pa.Table]]
    """Reads these columns of them, some thousand rows at once."""
    progress: bool | None = None
    """Show a bar while they are read; None: on a terminal and in a notebook."""

    def __len__(self) -> int:
        return self.size

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return pa.schema([ARTICLES.field(name) for name in self.columns])

    def only(self, *columns: str) -> "Articles":
        """The same articles with these columns alone, in this order; nothing is read for it."""
        return replace(self, columns=known(columns))

    def batches(self) -> Iterator[pa.Table]:
        """Tables of some thousand rows; what left the corpus since the search is left out."""
        with bar("articles", len(self), self.progress) as advance:
            for table in self.read(self.columns):
                yield table
                advance(table.num_rows)

    def arrow(self) -> pa.Table:
        """All of them in Arrow."""
        return pa.concat_tables([self.schema.empty_table(), *self.batches()])

    def polars(self) -> "pl.DataFrame":
        """All of them as a frame of Polars."""
        frame: pl.DataFrame = _library("polars").from_arrow(self.arrow())
        return frame

    def lazy(self) -> "pl.LazyFrame":
        """A lazy frame of Polars: only the columns that it comes to need are read, batch by batch."""
        polars = _library("polars")

        def source(
            columns: list[str] | None, predicate: "pl.Expr | None", rows: int | None, _size: int | None
        ) -> Iterator["pl.DataFrame"]:
            # Only to count, no column is asked for: any will do.
            asked = self if columns is None else self.only(*(columns or self.columns[:1]))
            for table in asked.batches():
                frame = polars.from_arrow(table if rows is None else table.slice(0, rows))
                yield frame if predicate is None else frame.filter(predicate)
                rows = None if rows is None else rows - len(frame)
                if rows == 0:
                    return

        schema = polars.from_arrow(self.schema.empty_table()).schema
        frame: pl.LazyFrame = import_module("polars.io.plugins").register_io_source(source, schema=schema)
        return frame

    def pandas(self) -> "pd.DataFrame":
        """All of them as a frame of pandas, in Arrow's types: days stay days, and what is missing is missing."""
        pandas = _library("pandas")
        frame: pd.DataFrame = self.arrow().to_pandas(types_mapper=pandas.ArrowDtype)
        return frame


def known(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns, each once; QueryError where the table has none of that name."""
    for name in columns:
        if name not in ARTICLES.names:
            near = get_close_matches(name, ARTICLES.names, 1)
            raise QueryError(
                f"no column {name!r}{f'; did you mean {near[0]}?' if near else ''} (see coranto schema)"
            )
    return tuple(dict.fromkeys(columns))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as e:
        raise ConfigError(f"{name} is not installed; pip install 'coranto[notebook]'") from e
