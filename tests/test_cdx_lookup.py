"""What a CDX server answers: ranges, times, filters, order, pages, forms; over HTTP and on the command line."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from archive_exchanges import archive_in, attempt, exchange
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from replay import cdx_server

from pipelines.archive import Archive, lookup
from pipelines.archive.lookup import Query, captures, pages
from pipelines.archive.merging import refresh
from pipelines.archive.shards import FORMAT, STATE, Shards
from pipelines.archive.spool import Spool
from pipelines.archive.surt import surt
from pipelines.archive.zipnum import LINES, write
from pipelines.errors import QueryError
from spiders.cli import main

PAPER = "https://www.herald.example"
ROWS = (
    (f"{PAPER}/", "20250101000000", "200", "text/html"),
    (f"{PAPER}/", "20260101120000", "200", "text/html"),
    (f"{PAPER}/", "20260102120000", "503", "text/html"),
    (f"{PAPER}/", "20260301000000", "200", "warc/revisit"),
    (f"{PAPER}/news/", "20260105000000", "200", "text/html"),
    (f"{PAPER}/news/a?x=1&y=2", "20260105000000", "200", "text/html"),
    (f"{PAPER}/news/b.jpg", "20260105000001", "200", "image/jpeg"),
    (f"{PAPER}/newsletter", "20260105000002", "404", "text/html"),
    (f"{PAPER}:8080/news/a", "20260105000003", "200", "text/html"),
    ("https://static.herald.example/style.css", "20260105000004", "200", "text/css"),
    ("https://heralds.example/", "20260105000005", "200", "text/html"),
    ("https://example.com/", "20260105000006", "301", None),
)


def line(url: str, stamp: str, status: str, mime: str | None, number: int = 0) -> bytes:
    told = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": "sha1:X",
        "length": "10",
        "offset": str(number),
    }
    told = {name: text for name, text in told.items() if text is not None}
    return f"{surt(url)} {stamp} ".encode() + orjson.dumps({**told, "filename": "warc/h/x.warc.gz"}) + b"\n"


def index(folder: Path, *parts: list[bytes]) -> Shards:
    """Shards with a run of each of these lists of lines."""
    for number, part in enumerate(parts):
        write(folder / f"r{number}", sorted(part), [f"m{number}"], lambda: None)
    state = {"format": FORMAT, "runs": [f"r{number}" for number in range(len(parts))]}
    (folder / STATE).write_bytes(orjson.dumps(state))
    return Shards(folder)


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Shards:
    held = [line(*row, number=n) for n, row in enumerate(ROWS)]
    return index(tmp_path_factory.mktemp("cdx"), held[::2], held[1::2])


def rows(shards: Shards, url: str, **asked: object) -> list[int]:
    """Numbers of the rows that answer."""
    return [int(c.fields["offset"]) for c in captures(shards, Query(url=url, **asked))]  # type: ignore[arg-type]


RANGES: tuple[tuple[str, str, list[int]], ...] = (
    (f"{PAPER}/", "", [0, 1, 2, 3]),
    ("http://herald.example", "exact", [0, 1, 2, 3]),
    ("herald.example/", "", [0, 1, 2, 3]),
    (f"{PAPER}/news", "", [4]),
    (f"{PAPER}/news/a?y=2&x=1", "", [5]),
    (f"{PAPER}/news", "prefix", [4, 5, 6, 7]),
    (f"{PAPER}/news/", "prefix", [5, 6]),
    (f"{PAPER}/news*", "", [4, 5, 6, 7]),
    (f"{PAPER}/news/a?", "prefix", [5]),
    (f"{PAPER}/anything", "host", [0, 1, 2, 3, 4, 5, 6, 7]),
    ("herald.example:8080", "host", [8]),
    ("herald.example", "domain", [0, 1, 2, 3, 4, 5, 6, 7, 9]),
    ("*.herald.example", "", [0, 1, 2, 3, 4, 5, 6, 7, 9]),
    ("com", "domain", [11]),
    (f"{PAPER}/never", "", []),
    (f"{PAPER}/never", "prefix", []),
)


@pytest.mark.parametrize(("url", "match", "expected"), RANGES)
def test_a_match_type_covers_its_range(shards: Shards, url: str, match: str, expected: list[int]) -> None:
    assert rows(shards, url, match=match) == expected


ASKED: tuple[tuple[dict[str, object], list[int]], ...] = (
    ({"since": "2026"}, [1, 2, 3]),
    ({"until": "2025"}, [0]),
    ({"since": "20260101120000", "until": "20260102"}, [1, 2]),
    ({"since": "202602"}, [3]),
    ({"filters": ("=status:200",)}, [0, 1, 3]),
    ({"filters": ("=statuscode:20",)}, []),
    ({"filters": ("status:20",)}, [0, 1, 3]),
    ({"filters": ("!=status:200",)}, [2]),
    ({"filters": ("!mime:revisit",)}, [0, 1, 2]),
    ({"filters": ("~status:[45]..",)}, [2]),
    ({"filters": ("!~mimetype:text/.*", "=status:200")}, [3]),
    ({"filters": ("=nothing:",)}, [0, 1, 2, 3]),
    ({"limit": 2}, [0, 1]),
    ({"limit": -1}, [3]),
    ({"limit": -2}, [2, 3]),
    ({"limit": 0}, []),
    ({"offset": 1, "limit": 2}, [1, 2]),
    ({"sort": "reverse"}, [3, 2, 1, 0]),
    ({"sort": "reverse", "limit": 1}, [3]),
    ({"sort": "closest", "closest": "20260102"}, [1, 2, 3, 0]),
    ({"sort": "closest", "closest": "20260102", "filters": ("=status:200",), "limit": 1}, [1]),
    ({"closest": "20260102120000"}, [2, 1, 3, 0]),
    ({"closest": "1999"}, [0, 1, 2, 3]),
    ({"closest": "99991231235959"}, [3, 2, 1, 0]),
    ({"sort": "closest", "closest": ""}, [0, 1, 2, 3]),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), ASKED, ids=[str(asked) for asked, _ in ASKED])
def test_times_filters_and_order_narrow_it(
    shards: Shards, asked: dict[str, object], expected: list[int]
) -> None:
    assert rows(shards, f"{PAPER}/", **asked) == expected


@given(
    stamps=st.lists(
        st.datetimes().map(lambda at: f"{at:%Y%m%d%H%M%S}".rjust(14, "0")), min_size=1, max_size=12
    ),
    closest=st.datetimes(),
)
def test_closest_is_by_distance_in_time(
    stamps: list[str], closest: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shards = index(tmp_path_factory.mktemp("c"), [line(PAPER, stamp, "200", None) for stamp in stamps])
    at = f"{closest:%Y%m%d%H%M%S}".rjust(14, "0")
    found = [c.stamp for c in captures(shards, Query(url=PAPER, sort="closest", closest=at))]
    apart = [abs(lookup._instant(stamp) - lookup._instant(at)) for stamp in found]
    assert apart == sorted(apart)
    assert sorted(found) == sorted(set(stamps))


WRONG = (
    ({"match": "suffix"}, "there are exact, prefix, host, domain"),
    ({"since": "26"}, "from='26': give 4 to 14 digits"),
    ({"until": "2026-01-01"}, "to='2026-01-01'"),
    ({"closest": "yesterday"}, "closest='yesterday'"),
    ({"sort": "status"}, "there are closest and reverse"),
    ({"sort": "closest", "closest": "2026", "match": "host"}, "needs a single URL"),
    ({"filters": ("~status:(",)}, "not a regular expression"),
    ({"filters": ("200",)}, "write it as field:text"),
    ({"page": 1}, "the first is 0, the last 0"),
    ({"url": " "}, "url= is missing"),
)


@pytest.mark.parametrize(("asked", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_cannot_be_asked_is_told(shards: Shards, asked: dict[str, object], told: str) -> None:
    with pytest.raises(QueryError, match=told.replace("(", r"\(")):
        list(captures(shards, Query(**{"url": PAPER, **asked})))  # type: ignore[arg-type]


def test_pages_are_all_of_it_once(tmp_path: Path) -> None:
    held = [line(f"{PAPER}/{n % 700:05d}", f"2026{n:010d}", "200", None, n) for n in range(5 * LINES)]
    shards = index(tmp_path, held[: 3 * LINES], held[3 * LINES :])
    for size in (1, 2, 10):
        asked = Query(url=PAPER, match="host", page_size=size)
        told = pages(shards, asked)
        assert told == {"pages": -(-told["blocks"] // size), "pageSize": size, "blocks": told["blocks"]}
        assert told["blocks"] >= 4
        found = [
            c.line
            for n in range(told["pages"])
            for c in captures(shards, Query(url=PAPER, match="host", page_size=size, page=n))
        ]
        assert found == sorted(held)
    assert pages(shards, Query(url=f"{PAPER}/never", match="prefix"))["pages"] == 0


# over HTTP and on the command line


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = archive_in(tmp_path_factory.mktemp("kept"))
    keep(made, 300)
    refresh(made)
    return made


def keep(archive: Archive, count: int) -> None:
    assert archive.spool
    with Spool.open(archive.spool, attempt(), archive) as spool:
        for number in range(count):
            spool.write(exchange(number))
        spool.commit(ledger=(), complete=True, finish="finished")


@pytest.fixture(scope="module")
def server(archive: Archive) -> Iterator[httpx.Client]:
    with cdx_server(archive) as address, httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def get(server: httpx.Client, status: int = 200, **asked: object) -> httpx.Response:
    answer = server.get("/cdx", params={name: str(value) for name, value in asked.items()})
    assert answer.status_code == status, answer.text
    return answer


URL = "https://herald.example/news/7"


def test_the_server_answers_with_lines_of_each_form(server: httpx.Client) -> None:
    plain = get(server, url=URL)
    assert plain.headers["content-type"].startswith("text/x-cdxj")
    key, stamp, told = plain.text.split(" ", 2)
    assert (key, stamp, json.loads(told)["url"]) == ("example,herald)/news/7", "20260106083000", URL)
    assert json.loads(told)["filename"].startswith("warc/herald/")
    assert get(server, url=URL, output="json").json() == {
        "urlkey": key,
        "timestamp": stamp,
        **json.loads(told),
    }
    assert get(server, url=URL, output="json", fl="original,statuscode").json() == {
        "url": URL,
        "status": "200",
    }
    assert get(server, url=URL, fl="status").text == f'{key} {stamp} {{"status":"200"}}\n'
    assert get(server, url=URL, output="text", fl="urlkey,mime,x").text == f"{key} text/html -\n"
    assert get(server, url=URL, output="text").text.startswith(f"{key} {stamp} {URL} text/html 200 ")


def test_a_long_answer_is_whole(server: httpx.Client) -> None:
    found = get(server, url="herald.example", matchType="host").text.splitlines()
    assert len(found) == 300
    assert found == sorted(found)
    assert get(server, url="herald.example/*", showNumPages="true").json() == {
        "pages": 1,
        "pageSize": 10,
        "blocks": 1,
    }


def test_a_wrong_question_is_a_problem_and_not_an_empty_answer(server: httpx.Client) -> None:
    assert "matchType 'x'" in get(server, 400, url=URL, matchType="x").json()["detail"]
    assert "output 'xml'" in get(server, 400, url=URL, output="xml").json()["detail"]
    assert "no parameter 'collapse'" in get(server, 400, url=URL, collapse="digest").json()["detail"]
    assert get(server, 422).json()["title"] == "A parameter is wrong"
    assert get(server, url="https://herald.example/never").text == ""


def ask(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--at", str(folder), "cdx", *words])


def test_the_command_asks_a_plain_folder(archive: Archive) -> None:
    folder = Path(archive.objects.url)
    assert json.loads(ask(folder, URL, "--output", "json").output)["url"] == URL
    found = ask(
        folder,
        "herald.example",
        "--match",
        "host",
        "--limit",
        "3",
        "--reverse",
        "--output",
        "text",
        "--fl",
        "url",
    )
    assert found.output.splitlines() == [f"https://herald.example/news/{n}" for n in (99, 98, 97)]
    assert ask(folder, URL, "--from", "2027").output == ""


def test_a_plain_folder_is_served_with_its_captures_indexed(tmp_path: Path) -> None:
    made = archive_in(tmp_path)
    keep(made, 1)
    command = [
        str(Path(sys.executable).with_name("coranto")),
        "--at",
        made.objects.url,
        "serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            address = process.stderr.readline().split()[-1].rstrip("/")
            end = time.monotonic() + 60
            while not (found := httpx.get(f"{address}/cdx?url=herald.example/*", trust_env=False).text):
                assert time.monotonic() < end
                time.sleep(0.2)
            assert found.startswith("example,herald)/news/0 ")
        finally:
            process.terminate()


def test_the_command_indexes_files_as_before(archive: Archive) -> None:
    folder = Path(archive.objects.url)
    (file,) = folder.rglob("*.warc.gz")
    beside = file.with_name(file.name.removesuffix(".warc.gz") + ".cdxj")
    assert ask(folder, str(file)).output.encode() == beside.read_bytes()
    for wrong in ("missing.warc.gz", str(folder), "nowhere"):
        assert ask(folder, wrong).exit_code == 2
    assert ask(folder, str(file), URL).exit_code == 2
    assert "4 to 14 digits" in ask(folder, URL, "--from", "1").output
