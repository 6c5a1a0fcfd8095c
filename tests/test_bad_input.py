"""Bad input gives one clear line and a status that is not 0, and loses nothing."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from archive_exchanges import archive_in, attempt, exchange
from live import free_port
from weed import running_weed

from pipelines.archive.spool import Spool
from pipelines.settings import Home
from pipelines.stack.home import make_secrets, prepare, write_json

CORANTO = str(Path(sys.executable).parent / "coranto")
SITE = """\
name: The Herald
home: https://herald.example/
languages: [en]
time_zone: Europe/London
discover: [{{front: /}}]
articles: ^/news/
contact: desk@archive.example
{more}
"""


def coranto(*words: str, **environment: str) -> tuple[int, str]:
    """Exit status and the lines of standard error."""
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **environment}
    done = subprocess.run([CORANTO, *words], capture_output=True, text=True, env=env, timeout=120)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.strip()


def one_line(said: tuple[int, str], *words: str) -> None:
    status, text = said
    assert status in {1, 2}
    assert len(text.splitlines()) == 1, text
    assert all(word.lower() in text.lower() for word in words), text


@pytest.fixture
def sites(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """A registry of one site, with more lines in its file."""

    def write(more: str = "") -> dict[str, str]:
        folder = tmp_path / "sites"
        folder.mkdir()
        (folder / "herald.yaml").write_text(SITE.format(more=more))
        return {"CORANTO_SITES": str(folder)}

    return write


def crawl(folder: Path, site: str, **environment: str) -> tuple[int, str]:
    return coranto("--at", str(folder / "news"), "crawl", site, "--since", "2026-01-05", **environment)


def test_an_unknown_site_is_named(tmp_path: Path, sites: Callable[..., dict[str, str]]) -> None:
    one_line(crawl(tmp_path, "herold", **sites()), "herold", "herald")


def test_a_broken_file_names_key_and_nearest_key(
    tmp_path: Path, sites: Callable[..., dict[str, str]]
) -> None:
    one_line(crawl(tmp_path, "herald", **sites("langages: [fr]")), "herald.yaml", "langages", "languages")


def test_a_file_that_is_no_yaml_is_named_with_the_line(
    tmp_path: Path, sites: Callable[..., dict[str, str]]
) -> None:
    one_line(crawl(tmp_path, "herald", **sites("owner: [never closed")), "herald.yaml", "line")


def test_a_site_without_anybody_to_turn_to_is_not_crawled(
    tmp_path: Path, sites: Callable[..., dict[str, str]]
) -> None:
    environment = sites()
    file = Path(environment["CORANTO_SITES"]) / "herald.yaml"
    file.write_text(file.read_text().replace("contact: desk@archive.example", ""))
    one_line(crawl(tmp_path, "herald", **environment), "CORANTO_CONTACT")


def test_a_dead_host_fails_with_its_name_and_keeps_the_attempt(
    tmp_path: Path, sites: Callable[..., dict[str, str]]
) -> None:
    dead = f"herald.example:443:127.0.0.1:{free_port()}"
    status, text = crawl(tmp_path, "herald", **sites(), CORANTO_CONNECT_TO=dead)
    assert status == 1
    assert "herald.example" in text
    assert "Traceback" not in text
    [manifest] = (tmp_path / "news" / "manifests" / "herald").rglob("*.json")
    assert json.loads(manifest.read_text())["complete"] is False


def test_a_warc_that_is_cut_says_where_and_gives_what_is_whole(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
        for number in range(3):
            spool.write(exchange(number))
        spool.commit(ledger=(), robots=(), complete=True, finish="finished", stats={})
    [whole] = (tmp_path / "archive").rglob("*.warc.gz")
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 5])
    done = subprocess.run([CORANTO, "clean", str(cut)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "cut.warc.gz" in done.stderr
    assert len(done.stdout.splitlines()) in {1, 2}
    status, _ = coranto("check", str(cut))
    assert status == 1


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, b"PK\x03\x04torn"])
def test_a_dump_that_is_no_text_is_named_and_the_others_go_in(tmp_path: Path, body: bytes) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(body)
    story = "The ferry came back\n\n" + "The ferry to Orlo came back on Monday, the harbour office said. " * 6
    (folder / "good.txt").write_text(story)
    status, text = coranto("--at", str(tmp_path / "news"), "import", str(folder))
    one_line((status, text), "bad.txt")
    done = subprocess.run(
        [CORANTO, "--at", str(tmp_path / "news"), "count"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


def home_at(folder: Path, s3: int, catalog: int) -> Path:
    """A home whose stack is said to be at these ports."""
    home = Home(folder / "home")
    prepare(home)
    make_secrets(home, None)
    addresses = {"s3": f"http://127.0.0.1:{s3}", "catalog": f"http://127.0.0.1:{catalog}"}
    addresses |= {"airflow": "http://127.0.0.1:1", "search": "http://127.0.0.1:1"}
    write_json(home.path / "stack.json", {"ports": {}, "addresses": addresses, "warehouse": "s3://corpus"})
    return home.path


@pytest.mark.parametrize("verb", [("check",), ("sql", "select 1 from articles")])
def test_a_store_that_is_down_is_named_with_what_to_do(tmp_path: Path, verb: tuple[str, ...]) -> None:
    port = free_port()
    home = home_at(tmp_path, port, port)
    one_line(coranto("--home", str(home), *verb), str(port))


def test_a_wrong_key_is_told_apart_from_a_dead_store(tmp_path: Path) -> None:
    with running_weed() as weed:
        ports = [int(address.rpartition(":")[2]) for address in (weed.endpoint, weed.catalog_uri)]
        home = home_at(tmp_path, *ports)
        one_line(coranto("--home", str(home), "check"), "key")
        one_line(coranto("--home", str(home), "sql", "select 1 from articles"), "key")


def test_a_home_without_a_stack_says_how_to_make_one(tmp_path: Path) -> None:
    one_line(coranto("--home", str(tmp_path), "search", "ferry"), "coranto up")
