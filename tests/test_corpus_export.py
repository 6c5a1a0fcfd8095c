"""Exports hold exactly the articles of a search, and appear whole or not at all."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpus_unit import Memory, Story, add, unit_of

from pipelines.corpus import Corpus
from pipelines.corpus.export import write
from pipelines.corpus.schemas import ARTICLES
from pipelines.errors import ConfigError, QueryError


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("export")), Memory()
    for day in range(3):
        stories = [
            Story(path=f"{day}-{i}", text=f'words {i}\n\n「引用」, "quoted"', minute=i) for i in range(9)
        ]
        add(
            corpus,
            memory,
            memory.attempt(unit_of(day), [*stories, Story(path=f"{day}-x", text="=1+2 other")]),
        )
    return corpus


def test_parquet_holds_the_rows_as_they_are(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    assert corpus.export("words", path) == 27
    table = pq.read_table(path)
    assert table.schema.equals(ARTICLES)
    held = corpus.tables.load("articles").scan().to_arrow().to_pylist()
    wanted = sorted(
        (row for row in held if "words" in row["text"]), key=lambda row: (row["captured"], row["id"])
    )
    assert table.to_pylist() == wanted


def test_json_lines_and_csv_say_the_same(corpus: Corpus, tmp_path: Path) -> None:
    corpus.export("words since:2026-01-07", tmp_path / "a.jsonl", "jsonl")
    corpus.export("words", tmp_path / "a.csv", "csv", since="2026-01-07")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    with (tmp_path / "a.csv").open(newline="") as file:
        cells = list(csv.DictReader(file))
    assert len(lines) == len(cells) == 18
    for line, cell in zip(lines, cells, strict=True):
        assert cell["text"] == line["text"]
        assert cell["captured"] == line["captured"]
        assert (
            json.loads(cell["captions"]) == line["captions"] == [{"text": "The harbour", "credit": "© Roe"}]
        )


def test_a_csv_cell_is_never_a_formula(corpus: Corpus, tmp_path: Path) -> None:
    corpus.export("other", tmp_path / "a.csv", "csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        assert {row["text"] for row in csv.DictReader(file)} == {"'=1+2 other"}
    corpus.export("other", tmp_path / "a.jsonl", "jsonl")
    assert json.loads((tmp_path / "a.jsonl").read_text().splitlines()[0])["text"] == "=1+2 other"


def test_nothing_found_is_a_file_with_no_rows(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.export("absent", tmp_path / "a.parquet") == 0
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 0


def test_an_sql_answer_can_be_exported(corpus: Corpus, tmp_path: Path) -> None:
    assert (
        corpus.export_sql(
            "select day, count(*) n from current group by 1 order by 1", tmp_path / "a.csv", "csv"
        )
        == 3
    )
    assert (tmp_path / "a.csv").read_text().splitlines()[1] == "2026-01-06,10"


def test_a_wrong_format_folder_or_query_leaves_nothing(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="parquet, csv, jsonl"):
        corpus.export("words", tmp_path / "a.xls", "xls")
    with pytest.raises(ConfigError, match="cannot write"):
        corpus.export("words", tmp_path / "no" / "a.csv", "csv")
    with pytest.raises(QueryError):
        corpus.export('"words', tmp_path / "a.csv", "csv")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    schema = pa.schema([("a", pa.int64())])
    path = tmp_path / "a.csv"
    path.write_text("old")

    def broken() -> Iterator[pa.Table]:
        yield pa.table({"a": [1]}, schema=schema)
        raise RuntimeError("the connection went away")

    with pytest.raises(RuntimeError):
        write(broken(), schema, path, "csv")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
