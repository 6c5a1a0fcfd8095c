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
from pipelines.corpus.export import write, write_on
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
    with pytest.raises(ConfigError, match="parquet, csv, jsonl, jsonld, ninjs"):
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


def test_json_ld_is_one_document_of_news_articles(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.export("words", tmp_path / "a.jsonld", "jsonld") == 27
    document = json.loads((tmp_path / "a.jsonld").read_text())
    assert document["@context"] == "https://schema.org"
    first = document["@graph"][0]
    assert len(document["@graph"]) == 27
    assert (first["@type"], first["headline"], first["author"]) == (
        "NewsArticle", "A headline", [{"@type": "Person", "name": "Jane Roe"}],
    )  # fmt: skip
    assert first["articleBody"].startswith("words 0")
    assert not {"datePublished", "articleSection", "publisher"} & set(first), "nobody states them"
    corpus.export("absent", tmp_path / "none.jsonld", "jsonld")
    assert json.loads((tmp_path / "none.jsonld").read_text())["@graph"] == []


def test_ninjs_is_an_item_a_line(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.export("words", tmp_path / "a.ninjs", "ninjs") == 27
    items = [json.loads(line) for line in (tmp_path / "a.ninjs").read_text().splitlines()]
    assert {(item["type"], item["standard"]["name"], item["by"]) for item in items} == {
        ("text", "ninjs", "Jane Roe")
    }
    assert items[0]["headlines"] == [{"role": "main", "value": "A headline"}]
    assert items[0]["bodies"][0]["value"].startswith("words 0")
    assert len({item["uri"] for item in items}) == 27
    with pytest.raises(ConfigError, match="is for articles"):
        corpus.export_sql("select 1 as n", tmp_path / "b.ninjs", "ninjs")
    assert not (tmp_path / "b.ninjs").exists()


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\u200b=1", "＝1", "\n=1", "'=1"])
def test_no_beginning_of_a_formula_gets_through(text: str, tmp_path: Path) -> None:
    schema = pa.schema([("a", pa.string())])
    write([pa.table({"a": [text, f"a{text}"]}, schema=schema)], schema, tmp_path / "a.csv", "csv")
    with (tmp_path / "a.csv").open(newline="") as file:
        assert [row["a"] for row in csv.DictReader(file)] == [f"'{text}", f"a{text}"]


def tables(rows: int, broken_at: int | None = None) -> Iterator[pa.Table]:
    for i in range(rows):
        if i == broken_at:
            raise RuntimeError("the connection went away")
        yield pa.table({"n": [2 * i, 2 * i + 1]})


@pytest.mark.parametrize("torn", [b"", b'{"n": 99', b"\xff"])
def test_an_interrupted_export_goes_on_where_it_was(tmp_path: Path, torn: bytes) -> None:
    path, part, question = tmp_path / "a.jsonl", tmp_path / "a.jsonl.part", {"query": "x"}
    with pytest.raises(RuntimeError):
        write_on(lambda _: tables(9, broken_at=3), path, "jsonl", question)
    assert not path.exists()
    with part.open("ab") as file:
        file.write(torn)
    asked: list[int] = []

    def rest(rows: int) -> Iterator[pa.Table]:
        asked.append(rows)
        yield pa.table({"n": list(range(rows, 18))})

    assert write_on(rest, path, "jsonl", question) == 18
    assert asked == [6]
    assert [json.loads(line)["n"] for line in path.read_text().splitlines()] == list(range(18))
    assert [file.name for file in tmp_path.iterdir()] == ["a.jsonl"]


def test_an_export_of_another_question_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(RuntimeError):
        write_on(lambda _: tables(9, broken_at=3), path, "jsonl", {"query": "x"})
    asked: list[int] = []

    def anew(rows: int) -> Iterator[pa.Table]:
        asked.append(rows)
        return tables(2)

    assert write_on(anew, path, "jsonl", {"query": "y"}) == 4
    assert asked == [0]
    with pytest.raises(ConfigError, match="can be gone on with"):
        write_on(lambda _: tables(1), path, "csv", {})


def test_a_resumed_export_is_the_same_file(corpus: Corpus, tmp_path: Path) -> None:
    assert corpus.export("words", tmp_path / "a.jsonl", "jsonl") == 27
    assert corpus.export("words", tmp_path / "b.jsonl", "jsonl", resume=True) == 27
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
