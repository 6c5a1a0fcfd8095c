"""A search as a table for notebooks: found at once, read late, with a bar for whoever waits."""

import io
import sys
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from corpus_unit import Memory, Story, add, unit_of

from pipelines.corpus import Corpus
from pipelines.corpus.progress import bar
from pipelines.corpus.schemas import ARTICLES
from pipelines.corpus.tables import Tables
from pipelines.errors import ConfigError, QueryError


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("frames")), Memory()
    for day in range(2):
        stories = [
            Story(
                path=f"{day}-{n}",
                text=f"rail strike {n}",
                minute=n,
                published=date(2026, 1, 6 + day) if n else None,
            )
            for n in range(4)
        ]
        add(corpus, memory, memory.attempt(unit_of(day), stories))
    return corpus


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The columns of each reading of a table from here on."""
    seen: list[set[str]] = []
    scan = Tables.scan

    def watched(self: Tables, table: Any, only: Any, columns: tuple[str, ...] = ("*",)) -> pa.Table:
        seen.append(set(columns))
        return scan(self, table, only, columns)

    monkeypatch.setattr(Tables, "scan", watched)
    return seen


def test_the_same_articles_come_as_arrow_polars_and_pandas(corpus: Corpus) -> None:
    found = corpus.articles("strike", since="2026-01-01")
    table = found.arrow()
    assert len(found) == table.num_rows == 8
    assert table.schema.equals(ARTICLES)
    assert table["captured"].to_pylist() == sorted(table["captured"].to_pylist())
    frame = found.polars()
    assert (
        frame.select("id", "day", "authors").to_dicts() == table.select(["id", "day", "authors"]).to_pylist()
    )
    pandas = found.only("id", "date_published_day", "text").pandas()
    assert pandas["text"].tolist() == table["text"].to_pylist()
    assert pandas["date_published_day"].isna().sum() == 2
    assert pandas["date_published_day"].max() == date(2026, 1, 7)


def test_what_finds_nothing_is_a_table_without_rows(corpus: Corpus) -> None:
    found = corpus.articles("absent", "id", "day")
    assert (len(found), found.arrow().num_rows, found.polars().shape, found.lazy().collect().shape) == (
        0, 0, (0, 2), (0, 2),
    )  # fmt: skip


def test_nothing_is_read_before_it_is_asked_for_and_only_what_is_needed(
    corpus: Corpus, read: list[set[str]]
) -> None:
    found = corpus.articles("strike")
    lazy = found.lazy().filter(pl.col("site") == "herald").group_by("day").agg(pl.len())
    assert read == []
    assert sorted(lazy.collect().rows()) == [(date(2026, 1, 6), 4), (date(2026, 1, 7), 4)]
    assert read == [{"id", "captured", "site", "day"}]


def test_everything_is_read_where_the_columns_are_not_named(corpus: Corpus, read: list[set[str]]) -> None:
    """The twin: what a frame costs that is not lazy."""
    corpus.articles("strike").polars()
    assert read == [set(ARTICLES.names)]


def test_counting_reads_one_column(corpus: Corpus, read: list[set[str]]) -> None:
    assert corpus.articles("strike", "site", "text").lazy().select(pl.len()).collect().item() == 8
    assert read == [{"id", "captured", "site"}]


def test_a_lazy_frame_ends_where_it_has_enough(corpus: Corpus) -> None:
    rows = corpus.articles("strike", "id", "headline").lazy().head(3).collect()
    assert rows.shape == (3, 2)
    one = (
        corpus.articles("strike", "text", "day")
        .lazy()
        .filter(pl.col("text").str.ends_with("3"))
        .head(1)
        .collect()
    )
    assert one["text"].to_list() == ["rail strike 3"]


def test_columns_that_do_not_exist_are_named(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match=r"no column 'headlin'; did you mean headline\?"):
        corpus.articles("strike", "headlin")
    with pytest.raises(QueryError, match="no column 'x' "):
        corpus.articles("strike").only("x")


@pytest.mark.parametrize("name", ["polars", "pandas"])
def test_a_library_that_is_missing_is_named_with_the_remedy(
    corpus: Corpus, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigError, match=rf"{name} is not installed; pip install 'coranto\[notebook\]'"):
        getattr(corpus.articles("strike"), name)()


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "shown", "told"),
    [(Terminal, None, True), (Terminal, False, False), (io.StringIO, None, False), (io.StringIO, True, True)],
)
def test_a_bar_is_for_who_watches(
    monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO], shown: bool | None, told: bool
) -> None:
    out = stream()
    monkeypatch.setattr(sys, "stderr", out)
    with bar("articles", 8, shown) as advance:
        for _ in range(8):
            advance(1)
    assert ("articles" in out.getvalue()) == told


def test_reading_moves_the_bar(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    corpus.articles("strike", "id", progress=True).arrow()
    assert "100%" in out.getvalue()
