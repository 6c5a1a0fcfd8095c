"""From dumps and exchanges in a plain folder to hits and back to the bytes, in Python and as child processes."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from archive_exchanges import DAY, attempt, exchange

from pipelines.archive import open_archive
from pipelines.archive.dumps import import_dumps
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.spool import Spool
from pipelines.archive.store import Keys
from pipelines.archive.unit import Unit
from pipelines.corpus import CatalogSettings, Corpus, Place
from pipelines.errors import ConfigError, CorpusError

TEXT = """Ferries return to the quiet harbour

The ferries between the islands ran again on Tuesday after eleven days of storm, the harbour office said.

Hundreds of travellers had waited in schools and churches, where volunteers from the town cooked for them every night.

"We never counted the soups," said the harbour master, who had not slept at home since the first day of the storm.
"""


def page(number: int) -> bytes:
    """An invented article."""
    paragraphs = "".join(
        f"<p>Paragraph {n} of story {number}: the ferries between the islands ran again after days of storm, said"
        f" the harbour office, and travellers number {n * 7} went aboard with their luggage and their dogs.</p>"
        for n in range(6)
    )
    data = json.dumps(
        {
            "@type": "NewsArticle",
            "headline": f"Ferries return {number}",
            "datePublished": "2026-01-06T07:00:00Z",
        }
    )
    return (
        f"<!doctype html><html lang=en><head><title>Ferries return {number}</title>"
        f"<script type='application/ld+json'>{data}</script></head>"
        f"<body><article><h1>Ferries return {number}</h1>{paragraphs}</article></body></html>"
    ).encode()


def crawled(folder: Path, count: int = 3) -> Manifest:
    """A committed attempt at a day of the Herald."""
    archive = open_archive(folder)
    ledger = []
    with Spool.open(folder / ".spool", attempt(), archive) as spool:
        for number in range(count):
            taken = exchange(number, body=page(number))
            kept = spool.write(taken)
            ledger.append(
                Entry(url=taken.url, end="fetched", status=200, captured=kept.captured, where=kept.where)
            )
        return spool.commit(ledger=tuple(ledger), robots=(), complete=True, finish="finished", stats={})


def program(*words: str, place: Place | str | None, module: str = "pipelines.corpus") -> tuple[int, str, str]:
    """A child process with its place on standard input."""
    line = place.to_json() if isinstance(place, Place) else place
    done = subprocess.run(
        [sys.executable, "-P", "-m", module, *words],
        input=f"{line}\n" if line is not None else "",
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_crawl_becomes_hits_that_lead_back_to_the_exact_bytes(tmp_path: Path) -> None:
    manifest = crawled(tmp_path)
    corpus = Corpus.open(tmp_path)
    done = corpus.add(manifest.key)
    assert done is not None
    assert done.rows == {"captures": 3, "rejected": 0, "articles": 3, "coverage": 2}
    (hit,) = corpus.search('"story 1"')
    assert hit.headline == "Ferries return 1"
    assert corpus.raw(hit.id) == exchange(1, body=page(1)).response
    captures = corpus.sql(
        "select record_id, status, media_type, warc_key from captures order by captured"
    ).to_pylist()
    assert captures[1]["record_id"] == hit.where.record_id
    assert {(row["status"], row["media_type"]) for row in captures} == {(200, "text/html")}
    assert {row["warc_key"] for row in captures} == {hit.where.key}


def test_a_dump_becomes_a_hit(tmp_path: Path) -> None:
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "one.txt").write_text(TEXT)
    archive = open_archive(tmp_path / "archive")
    manifest = import_dumps(archive, tmp_path / "dumps", site="_", importer="a test")
    assert manifest is not None
    corpus = Corpus.open(tmp_path / "archive")
    corpus.add(manifest.key)
    (hit,) = corpus.search('"quiet harbour" OR "never counted"')
    assert "ferries between the islands" in corpus.show(hit.id).text
    assert corpus.raw(hit.id) == TEXT.encode()
    assert hit.where.record_id


def test_a_crawl_that_found_nothing_adds_nothing(tmp_path: Path) -> None:
    assert Corpus.open(tmp_path).add(None) is None


def test_children_stage_and_publish_a_unit(tmp_path: Path) -> None:
    manifest = crawled(tmp_path)
    place = Place.of(tmp_path)
    code, out, err = program("stage", manifest.unit.site, manifest.unit.span, place=place)
    assert (code, err) == (0, "")
    staged = json.loads(out.splitlines()[-1])
    assert staged["counts"] == {"captures": 3, "rejected": 0, "articles": 3, "coverage": 2}
    assert staged["rejected"] == {}
    again = program("stage", "--unit", manifest.unit.site, manifest.unit.span, place=place)
    assert json.loads(again[1]) == staged
    for changed in (True, False):
        code, out, err = program("publish", staged["key"], place=place)
        done = json.loads(out.splitlines()[-1])
        assert (code, done["rows"], done["changed"]) == (0, staged["counts"], changed), err


@pytest.mark.parametrize(
    ("words", "place", "status", "says"),
    [
        (("stage", "herald", "20260105T230000Z--20260106T230000Z"), "folder", 1, "nothing is committed"),
        (("stage", "herald"), "folder", 2, "give a site and a span"),
        (("stage", "herald", "yesterday"), "folder", 1, "nothing is committed"),
        (("publish", "staged/a/b/c/report.json"), "folder", 1, "no staged batch"),
        (("publish", "x"), "{", 2, "not the settings of a corpus"),
        (("publish", "x"), '{"archive": 1, "color": 2}', 2, "not the settings of a corpus"),
        (("publish", "x"), '{"archive": "s3://archive"}', 2, "needs keys"),
    ],
)
def test_a_failing_child_says_one_line(
    tmp_path: Path, words: tuple[str, ...], place: str, status: int, says: str
) -> None:
    code, out, err = program(*words, place=Place.of(tmp_path) if place == "folder" else place)
    assert (code, out) == (status, "")
    assert says in err
    assert len(err.splitlines()) == 1
    assert err.startswith("coranto: ")


def test_a_child_without_a_place_looks_for_the_stack(tmp_path: Path) -> None:
    code, _, err = program("--home", str(tmp_path), "publish", "x", place=None)
    assert code == 2
    assert "no stack was started" in err
    code, _, err = program("--home", str(tmp_path), place=None, module="pipelines.corpus.indexer")
    assert code == 2
    assert "no stack was started" in err


def test_a_place_survives_its_json_and_hides_its_keys() -> None:
    keys = Keys(access="AK", secret="very secret", endpoint="http://127.0.0.1:1")
    catalog = CatalogSettings(uri="http://127.0.0.1:2", keys=keys, read_keys=replace(keys, access="R"))
    place = Place(archive="s3://archive", keys=keys, catalog=catalog, index="/var/index")
    assert Place.from_json(place.to_json()) == place
    assert Place.from_json(Place.of("a").to_json()) == Place.of("a")
    assert "very secret" not in repr(place)


def test_a_place_that_is_not_whole_is_refused() -> None:
    keys = Keys(access="AK", secret="s", endpoint="http://127.0.0.1:1")
    with pytest.raises(ConfigError, match="Iceberg catalog"):
        assert Place(archive="s3://archive", keys=keys).tables
    with pytest.raises(ConfigError, match="local folder for its index"):
        assert Place(archive="s3://archive", keys=keys).index_place
    with pytest.raises(ConfigError, match="archive and the folder"):
        Corpus.open(CatalogSettings(uri="http://127.0.0.1:2", keys=keys))


def test_a_damaged_record_stops_the_unit_and_names_it(tmp_path: Path) -> None:
    manifest = crawled(tmp_path)
    warc = tmp_path / manifest.warcs[0].warc.key
    warc.chmod(0o600)
    data = warc.read_bytes()
    warc.write_bytes(data[: len(data) // 2])
    with pytest.raises(Exception, match=r"(?i)warc") as error:
        Corpus.open(tmp_path).stage(Unit.of("herald", DAY))
    assert not isinstance(error.value, CorpusError)
