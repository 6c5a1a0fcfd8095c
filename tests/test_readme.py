"""The README keeps its word: every snippet runs as it stands."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import demo_dumps
import pytest
from live import Live, Newspapers
from test_web import served
from web_papers import Told, publish

from pipelines.corpus import Corpus
from pipelines.web import app
from pipelines.web.admission import Door
from pipelines.web.users import Users
from spiders.site import Site

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text()
BIN = Path(sys.executable).parent


def snippets(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


PYTHON = snippets("python")
SHELL = [s for s in snippets("sh") if "make " not in s]
DESK = [s for s in PYTHON if "open_corpus(" in s]
ALONE = [s for s in PYTHON if "connect()" not in s and s not in DESK]
STACK = [s for s in PYTHON if "connect()" in s]
FOLDER = [s for s in SHELL if "--at" in s]
CORPUS = [s for s in SHELL if "--at" not in s]


def run(command: list[str], folder: Path, **environment: str) -> str:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_a_snippet_of_each_kind() -> None:
    found = [ALONE, DESK, STACK, FOLDER, CORPUS, snippets("yaml")]
    assert [len(kind) for kind in found] == [1, 1, 3, 1, 1, 1]


@pytest.mark.parametrize("snippet", ALONE)
def test_the_cleaner_needs_nothing_else(snippet: str, tmp_path: Path) -> None:
    printed = run([sys.executable, "-c", snippet], tmp_path, CORANTO_HOME="/nonexistent")
    assert printed.splitlines()[:3] == ["Harbour reopens after the storm", "AP", "The harbour of Veleska"]
    assert "False subscribe" in printed


@pytest.mark.parametrize("snippet", DESK)
def test_a_desk_is_asked_from_anywhere(snippet: str, tmp_path: Path) -> None:
    corpus, users = Corpus.open(tmp_path / "archive"), Users(tmp_path / "users.sqlite")
    story = Told(path="s", headline="A rail strike", blocks=(("lead", "The rail strike goes on."),))
    publish(corpus, tmp_path / "spool", "herald", date(2026, 1, 5), [story])
    users.add("jane", "full")
    with served(app(corpus, door=Door(users=users))) as client:
        asked = snippet.replace("https://desk.example", str(client.base_url))
        asked = asked.replace("coranto_…", users.give_token("jane"))
        assert run([sys.executable, "-c", asked], tmp_path) == "1 A rail strike\n"
    assert (tmp_path / "strikes.parquet").exists()


@pytest.mark.parametrize("snippet", snippets("yaml"))
def test_the_example_of_a_site_loads(snippet: str) -> None:
    site = Site.parse("courant", snippet.encode())
    assert site.is_article("https://courant.example/2026/01/05/story.html")


@pytest.mark.parametrize("snippet", FOLDER)
def test_a_plain_folder_needs_no_server(snippet: str, tmp_path: Path) -> None:
    demo_dumps.write(tmp_path / "dumps")
    for broken in ("scan.txt", "torn.zip"):  # the two files of the demo that are no dumps
        (tmp_path / "dumps" / broken).unlink()
    printed = run(["bash", "-ec", snippet], tmp_path)
    assert "en\t" in printed


@pytest.fixture
def january(live: Live, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The papers in the days that the README speaks of, and the environment that leads to them."""
    papers = Newspapers(tmp_path / "january", "--until", "2026-01-03")
    yield {"CORANTO_HOME": str(live.home), **papers.environment}
    papers.stop()


@pytest.mark.stack
def test_the_tour_finds_what_it_crawled(january: dict[str, str], tmp_path: Path) -> None:
    printed = run([sys.executable, "-c", STACK[0]], tmp_path, **january)
    assert "2026-01-01" in printed
    assert "urn:uuid:" in printed


@pytest.mark.stack
def test_a_backfill_can_be_asked_for_over_http(january: dict[str, str], tmp_path: Path) -> None:
    assert run([sys.executable, "-c", STACK[1]], tmp_path, **january).startswith("200 ")


@pytest.mark.stack
@pytest.mark.parametrize("snippet", CORPUS)
def test_the_corpus_answers_on_the_command_line(
    snippet: str, january: dict[str, str], tmp_path: Path
) -> None:
    run(["bash", "-ec", snippet], tmp_path, **january)
    assert (tmp_path / "harbour.parquet").stat().st_size > 0
