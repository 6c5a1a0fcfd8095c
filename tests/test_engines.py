"""Other engines read the same tables by the catalog alone, with a key that can do nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from foreign_engines import ENGINES
from printed_units import published, story
from test_readme import STACK, run
from weed_home import weed_home

from pipelines.archive.store import open_store
from pipelines.corpus import CatalogSettings
from pipelines.corpus.indexer import Indexer
from pipelines.corpus.tables import open_tables
from pipelines.settings import Stack, connect
from pipelines.stack import first
from spiders.cli import main

PYTHON = Path(__file__).parents[1] / ".make" / "engines" / "bin" / "python"
PROGRAM = Path(__file__).with_name("foreign_engines.py")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A store and catalog with the identities that ``coranto up`` makes, and articles of two papers in three months."""
    with weed_home(tmp_path_factory.mktemp("home"), first.BUCKETS, first.TABLES) as home:
        opened = connect(home)
        fill(opened)
        yield opened


def fill(stack: Stack) -> None:
    # The archive's own writer is the crawl's key, the tables' that of publish: the corpus of the stack has the latter.
    crawled = replace(stack.open_archive("admin"), spool=stack.home.spool)
    corpus = type(stack.corpus).open(stack.corpus_settings, archive=crawled, index=stack.index)
    for day in (0, 30, 60):
        published(corpus, day, {f"{day}/{n}": story(f"Story {n} of “day” {day}: l’été") for n in range(3)})
        published(corpus, day, {f"{day}/x": story(f"Other {day}", "東京")}, site="courant")
    published(corpus, 30, {"30/0": story("Story 0 of day 30", "steamers")}, later=3)  # rewrites a file
    with Indexer(corpus.tables, corpus.index) as indexer:
        indexer.step()


def said(stack: Stack, *words: str) -> str:
    done = CliRunner().invoke(main, ["--home", str(stack.home.path), *words])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_the_same_counts_and_rows_as_our_sql(stack: Stack, engine: str) -> None:
    done = subprocess.run(
        [PYTHON, PROGRAM, engine],
        input=said(stack, "sql", "--address"),
        env={"PATH": os.environ["PATH"], "HOME": str(stack.home.path), "DO_NOT_TRACK": "true"},
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    ask = stack.corpus.sql
    counts = ask("select site, language, count(*) n from articles group by all").to_pylist()
    rows = ask("select id, headline, day::varchar d, length(text) n from articles").to_pylist()
    assert len(rows) == 13
    assert found["counts"] == sorted(list(row.values()) for row in counts)
    assert found["rows"] == sorted(list(row.values()) for row in rows)


def test_the_key_for_reading_changes_nothing_and_sees_no_archive(stack: Stack) -> None:
    reading = stack.keys("read")
    tables = open_tables(CatalogSettings(uri=stack.catalog_uri, keys=reading)).catalog
    table = tables.load_table("news.articles")
    assert table.scan().to_arrow().num_rows == 13
    some = table.scan().to_arrow().slice(0, 1)
    forbidden: dict[str, Callable[[], Any]] = {
        "append": lambda: table.append(some),
        "delete": lambda: table.delete("site = 'herald'"),
        "property": lambda: table.transaction().set_properties({"x": "y"}).commit_transaction(),
        "drop": lambda: tables.drop_table("news.articles"),
        "make": lambda: tables.create_table("news.mine", table.schema()),
        "namespace": lambda: tables.create_namespace("mine"),
        "archive": lambda: next(iter(open_store("s3://archive", reading).list("manifests/"))),
    }
    # Of commits and drops the catalog says that there is no such table.
    for ask in forbidden.values():
        with pytest.raises(
            Exception,
            match=r"(?i)access|denied|forbidden|not authorized|permission|table not found|does not exist",
        ):
            ask()
    fresh = open_tables(stack.corpus_settings)
    assert fresh.load("articles").scan().to_arrow().num_rows == 13


def test_the_key_for_publishing_may_do_all_that(stack: Stack) -> None:
    """The twin: what engines would be given where there is no key for reading."""
    tables = open_tables(stack.corpus_settings).catalog
    tables.create_namespace("mine")
    tables.drop_namespace("mine")


def test_sql_of_strangers_has_the_key_for_reading(stack: Stack) -> None:
    shown = stack.corpus.sql("select secret_string s from duckdb_secrets()").to_pylist()[0]["s"]
    assert stack.keys("read").access in shown
    assert stack.keys("publish").access not in shown


def test_the_readme_shows_how(stack: Stack, tmp_path: Path) -> None:
    printed = run([sys.executable, "-c", STACK[2]], tmp_path, CORANTO_HOME=str(stack.home.path))
    assert "herald" in printed


def test_a_plain_folder_says_that_it_has_no_catalog(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--at", str(tmp_path), "sql", "--address"])
    assert (done.exit_code, "no catalog that others could ask" in done.output) == (1, True)
    assert CliRunner().invoke(main, ["--at", str(tmp_path), "sql"]).exit_code == 2
