"""A frozen corpus is for ever: the same ids and bytes, whatever becomes of tables, index and catalog."""

import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from moments import SOAK, killed, moments
from printed_units import published, story

from pipelines.archive.frames import raw_records
from pipelines.archive.unit import Unit
from pipelines.corpus import Corpus
from pipelines.corpus.canonical import canonical
from pipelines.corpus.compaction import compact
from pipelines.corpus.editions import read_edition, rehydrate
from pipelines.corpus.expiry import expire, remove_orphans
from pipelines.corpus.export import write
from pipelines.corpus.frozen import MEMBERS, PREFIX, FrozenCorpus
from pipelines.corpus.frozen_check import Difference
from pipelines.corpus.handing_on import export_frozen
from pipelines.corpus.membership import keep
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import ARTICLES, TABLES
from pipelines.errors import ConfigError, CorpusError
from spiders.cli import main

LATER = timedelta(days=30)
APPENDS = 1000 if SOAK else 4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of a paper with a frozen corpus of it."""
    folder = tmp_path_factory.mktemp("made")
    corpus = Corpus.open(folder)
    signals = (("xRobotsTag", "noai"), ("metaRobots", "robots: noarchive"), ("hopsFromSeed", "L"))
    for day in range(3):
        pages = {
            f"{day}/{n}": story(f"Story {n} of day {day}", "ferries" if n else "trams") for n in range(2)
        }
        published(corpus, day, pages, metadata=signals if day == 1 else ())
    keep(corpus.archive, "papers", ["herald"])
    corpus.freeze(
        "ferries collection:papers",
        name="ferries",
        by="a test",
        archive_id="archive.example",
        since="2026-01-01",
    )
    return folder


@pytest.fixture
def bare(made: Path, tmp_path: Path) -> Corpus:
    """A copy of its archive, without tables."""
    shutil.copytree(made, tmp_path / "c", ignore=shutil.ignore_patterns(".corpus", ".index"))
    return Corpus.open(tmp_path / "c")


@pytest.fixture
def corpus(bare: Corpus) -> Corpus:
    """A copy of it."""
    bare.rebuild()
    return bare


def state(held: FrozenCorpus) -> tuple[Any, ...]:
    files = (held.manifest.rows, held.manifest.members, held.manifest.coverage)
    return (held.manifest, held.ids, held.table(), [held.archive.objects.read(file.key) for file in files])


def kinds(found: list[Difference]) -> dict[str, int]:
    return dict(Counter(one.kind for one in found))


def test_it_keeps_all_that_is_needed_to_cite_and_repeat_it(made: Path) -> None:
    corpus = Corpus.open(made)
    held, found = corpus.frozen("ferries"), corpus.search("ferries").hits
    manifest, members = held.manifest, held.members()
    assert sorted(held.ids) == sorted(hit.id for hit in found)
    assert (manifest.articles, manifest.sites, manifest.collections) == (3, ("herald",), ("papers@1",))
    assert (str(manifest.first_day), str(manifest.last_day)) == ("2026-01-06", "2026-01-08")
    assert manifest.opt_outs == {"metaRobots": 1, "xRobotsTag": 1}
    assert members.schema.equals(MEMBERS)
    for member, row in zip(members.to_pylist(), held.table().to_pylist(), strict=True):
        assert corpus.show(member["id"]).text == row["text"]
        file = corpus.archive.objects.read(member["warc_key"])
        assert member["warc_sha256"] == hashlib.sha256(file).hexdigest()
        assert (
            member["pwid"]
            == f"urn:pwid:archive.example:{row['captured']:%Y-%m-%dT%H:%M:%SZ}:page:{row['url']}"
        )
        wanted = [("xRobotsTag", "noai"), ("metaRobots", "robots: noarchive")] if "/1/" in row["url"] else []
        assert [(one["signal"], one["value"]) for one in member["opt_out"]] == wanted
    assert held.coverage().num_rows == 6
    assert manifest.checksum in manifest.citation
    assert "archive.example (" in manifest.citation
    assert list(corpus.check_frozen("ferries")) == []


def test_no_thread_of_arrow_reads_it_through_python(made: Path) -> None:
    """Such a thread that still waits when Python ends aborts the process (apache/arrow issue 34314)."""
    held = Corpus.open(made).frozen("ferries")
    with held._opened(held.manifest.rows) as file:
        assert type(file) is pa.OSFile
        assert pq.read_table(file).num_rows == 3


def test_threads_of_arrow_would_read_a_file_of_python(made: Path) -> None:
    """The twin: the same bytes from a file object."""
    held = Corpus.open(made).frozen("ferries")
    file = Watched(held.archive.objects.read(held.manifest.rows.key))
    pq.read_table(file)
    assert file.readers - {threading.get_ident()}


class Watched(io.BytesIO):
    """A file that knows which threads read it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.readers: set[int] = set()

    def read(self, size: int | None = -1, /) -> bytes:
        self.readers.add(threading.get_ident())
        return super().read(size)


@pytest.mark.parametrize(
    ("name", "says"),
    [("ferries", "exists, and never changes"), ("No name", "lower-case"), ("../x", "lower-case")],
)
def test_a_name_is_used_once_and_is_a_name(made: Path, name: str, says: str) -> None:
    with pytest.raises(CorpusError, match=says):
        Corpus.open(made).freeze("trams", name=name)
    with pytest.raises(CorpusError, match="there are: ferries"):
        Corpus.open(made).frozen("trams")


SAME = ("ferry harbour", "harbour AND ferry", " (ferry) harbour ", "((harbour) ferry)")


@pytest.mark.parametrize("text", SAME)
def test_the_same_question_has_one_form(text: str) -> None:
    assert canonical(Question(text=text)) == canonical(Question(text=SAME[0]))


@given(st.lists(st.sampled_from(["a", '"b c"', "-d", "site:x", "(e OR f)"]), min_size=1, max_size=5))
def test_the_order_of_clauses_does_not_matter_and_their_meaning_does(words: list[str]) -> None:
    said = canonical(Question(text=" ".join(words)))
    assert said == canonical(Question(text=" ".join(reversed(words))))
    assert said != canonical(Question(text=" ".join([*words, "zebra"])))


def test_it_is_the_same_after_appends_compaction_expiry_and_rebuild(corpus: Corpus) -> None:
    before = state(corpus.frozen("ferries"))
    snapshot = corpus.tables.load("articles").current_snapshot()
    assert snapshot is not None
    for number in range(APPENDS):
        page = story(f"Later {1000 + number}")  # one that is headed 404 is none
        published(corpus, 10 + number % 300, {f"later/{number}": page}, later=number // 300)
    now = datetime.now(UTC) + LATER
    for name in TABLES:
        compact(corpus.tables, name, now)
        expire(corpus.tables, name, now)
        remove_orphans(corpus.tables, name, None, now)
    assert state(corpus.frozen("ferries")) == before
    corpus.rebuild()
    assert state(corpus.frozen("ferries")) == before
    found = list(corpus.check_frozen("ferries"))
    assert kinds(found) == {"added": APPENDS}
    # The twin: a citation that is a snapshot of the table.
    assert corpus.tables.load("articles").snapshot_by_id(snapshot.snapshot_id) is None


def test_each_difference_is_explained(corpus: Corpus) -> None:
    ids = corpus.frozen("ferries").ids
    published(corpus, 0, {"0/1": story("Story 1 of day 0", "steamers")}, later=4)  # its text was changed
    rows = corpus.tables.unit("articles", unit_of_day(corpus, ids[1]))
    texts = pa.array([f"{text} Cleaned." for text in rows["text"].to_pylist()])
    hashes = pa.array([hashlib.sha256(text.encode()).hexdigest() for text in texts.to_pylist()])
    for name, values in (("text", texts), ("text_hash", hashes)):
        rows = rows.set_column(rows.schema.get_field_index(name), ARTICLES.field(name), values)
    corpus.tables.replace("articles", unit_of_day(corpus, ids[1]), rows)  # cleaned again
    corpus.tables.replace("articles", unit_of_day(corpus, ids[2]), ARTICLES.empty_table())  # lost
    published(corpus, 7, {"new": story("New")})
    found = list(corpus.check_frozen("ferries"))
    assert {one.what: one.kind for one in found if one.what in ids} == dict(
        zip(ids, ("superseded", "changed", "gone"), strict=True)
    )
    assert kinds(found) == {"superseded": 1, "changed": 1, "gone": 1, "added": 1}
    corpus.rebuild()
    assert kinds(list(corpus.check_frozen("ferries"))) == {"superseded": 1, "added": 1}


def unit_of_day(corpus: Corpus, id: str) -> Unit:  # noqa: A002
    shown = corpus.show(id)
    return Unit(site=shown.site, span=shown.unit)


def test_a_collection_is_asked_for_as_it_was(corpus: Corpus) -> None:
    keep(corpus.archive, "papers", ["courant"])
    assert list(corpus.check_frozen("ferries")) == []
    assert corpus.count("ferries collection:papers") == 0


def test_a_member_that_is_taken_down_is_listed_as_withdrawn(corpus: Corpus, tmp_path: Path) -> None:
    held = corpus.frozen("ferries")
    gone = held.ids[1]
    words = ["--at", corpus.archive.objects.url, "takedown", gone, "--why", "the author asked", "--by", "ops"]
    assert CliRunner().invoke(main, words).stdout.startswith("takedowns/")
    with pytest.raises(CorpusError, match="no article"):
        corpus.show(gone)
    held = corpus.frozen("ferries")
    assert {name: one.why for name, one in held.withdrawn.items()} == {gone: "the author asked"}
    assert held.table()["id"].to_pylist() == [name for name in held.ids if name != gone]
    assert [(one.kind, one.what) for one in corpus.check_frozen("ferries")] == [("withdrawn", gone)]
    export_frozen(held, "edition", tmp_path / "e.jsonl")
    lines = [line for line in (tmp_path / "e.jsonl").read_text().splitlines() if gone in line]
    assert set(json.loads(lines[0])) == {"id", "withdrawn"}
    export_frozen(held, "ro-crate", tmp_path / "crate")
    assert gone not in pq.read_table(tmp_path / "crate/articles.parquet")["id"].to_pylist()
    assert gone not in pq.read_table(tmp_path / "crate/members.parquet")["id"].to_pylist()
    assert export_frozen(held, "wacz", tmp_path / "w.wacz").members == 2
    told = rehydrate(corpus, tmp_path / "e.jsonl", lambda tables: sum(t.num_rows for t in tables))
    assert (told.members, told.same, told.withdrawn) == (3, 2, 1)


@pytest.mark.parametrize("which", ["rows", "members", "manifest", "warc"])
def test_damage_is_found(bare: Corpus, which: str) -> None:
    held = bare.frozen("ferries")
    row = held.table().to_pylist()[1]
    stored = {"manifest": held.manifest.key, "warc": row["warc_key"]}.get(which) or getattr(
        held.manifest, which
    ).key
    path, at = Path(bare.archive.objects.url, stored), row["warc_offset"] + 200 if which == "warc" else 40
    body = path.read_bytes()
    changed = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
    path.write_bytes(body.replace(b'"a test"', b'"a fest"') if which == "manifest" else changed)
    found = list(bare.check_frozen("ferries"))
    assert [one.what for one in found if one.kind == "damaged"] == [row["id"] if which == "warc" else stored]
    told = CliRunner().invoke(
        main, ["--at", bare.archive.objects.url, "freeze", "--name", "ferries", "--check"]
    )
    assert told.exit_code == 1


def test_a_killed_freeze_leaves_nothing_in_the_way(corpus: Corpus) -> None:
    code = (
        "import sys; from pipelines.corpus import Corpus; c = Corpus.open(sys.argv[1]); print(flush=True); "
    )
    code += "[c.freeze('', name=f'n{i}') for i in range(9)]"
    for moment in moments("freeze", 0, 0.6):
        killed(code, corpus.archive.objects.url, moment)
    whole = Path(corpus.archive.objects.url, PREFIX)
    for name in [path.name for path in whole.iterdir()]:
        if not (whole / name / "manifest.json").exists():
            corpus.freeze("", name=name)
        assert list(corpus.check_frozen(name)) == []


def test_the_crate_explains_itself(made: Path, tmp_path: Path) -> None:
    held = Corpus.open(made).frozen("ferries")
    export_frozen(held, "ro-crate", tmp_path / "crate")
    graph = json.loads((tmp_path / "crate/ro-crate-metadata.json").read_text())["@graph"]
    named = {one["@id"]: one for one in graph}
    assert named["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(named["./"])
    for part in named["./"]["hasPart"]:
        body = (tmp_path / "crate" / part["@id"]).read_bytes()
        told = named[part["@id"]]
        assert (told["contentSize"], told["sha256"]) == (str(len(body)), hashlib.sha256(body).hexdigest())
    croissant = json.loads((tmp_path / "crate/croissant.json").read_text())
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    for records in croissant["recordSet"]:
        columns = pq.read_schema(tmp_path / "crate" / f"{records['name']}.parquet").names
        assert [field["source"]["extract"]["column"] for field in records["field"]] == columns
        assert all(field["description"] for field in records["field"])
    assert pq.read_table(tmp_path / "crate/articles.parquet").equals(held.table().cast(ARTICLES))
    assert held.manifest.checksum in (tmp_path / "crate/ro-crate-preview.html").read_text()
    with pytest.raises(ConfigError, match="exists"):
        export_frozen(held, "ro-crate", tmp_path / "crate")
    assert {path.name for path in tmp_path.iterdir()} == {"crate"}


def test_the_wacz_has_just_the_members_and_finds_each(made: Path, tmp_path: Path) -> None:
    held = Corpus.open(made).frozen("ferries")
    told = export_frozen(held, "wacz", tmp_path / "w.wacz")
    assert told.wacz is not None
    assert (told.wacz["pages"], told.wacz["captures"], told.wacz["left_out"]) == (3, 3, ())
    program = Path(sys.executable).with_name("wacz")
    done = subprocess.run([program, "validate", "-f", tmp_path / "w.wacz"], capture_output=True, text=True)
    assert "the passed WACZ is valid" in done.stdout, done.stdout + done.stderr
    file = zipfile.ZipFile(tmp_path / "w.wacz")
    lines = gzip.decompress(file.read("indexes/index.cdx.gz")).splitlines()
    records = {member["warc_record_id"]: member for member in held.members().to_pylist()}
    for line in lines:
        fields = json.loads(line.split(b" ", 2)[2])
        body = file.read(f"archive/{fields['filename']}")[int(fields["offset"]) :]
        record = next(iter(raw_records(io.BytesIO(body), "t")))
        assert record.record_id == fields["id"]
        assert fields["sha256"] == records.pop(fields["id"])["payload_sha256"]
    assert records == {}
    types = Counter(
        r.record_type for r in raw_records(io.BytesIO(file.read("archive/captures.warc.gz")), "t")
    )
    assert types == {"response": 3, "request": 3, "metadata": 3}


def test_an_edition_holds_no_text_and_gives_it_back_to_whoever_has_the_archive(
    corpus: Corpus, tmp_path: Path
) -> None:
    held = corpus.frozen("ferries")
    export_frozen(held, "edition", tmp_path / "e.jsonl")
    shared = (tmp_path / "e.jsonl").read_text()
    for row in held.table().to_pylist():
        assert row["id"] in shared
        assert not any(text in shared for text in (row["text"][:30], row["headline"]))
    manifest, members = read_edition(tmp_path / "e.jsonl")
    assert manifest == held.manifest
    assert len(members) == 3

    def again(name: str) -> Any:
        return rehydrate(
            corpus, tmp_path / "e.jsonl", lambda t: write(t, ARTICLES, tmp_path / name, "parquet")
        )

    told = again("a.parquet")
    assert (told.same, told.changed, told.missing) == (3, 0, 0)
    assert pq.read_table(tmp_path / "a.parquet").equals(held.table().cast(ARTICLES))
    last = unit_of_day(corpus, held.ids[2])
    shutil.rmtree(Path(corpus.archive.objects.url, "frozen"))  # as in another archive with the same captures
    told = again("b.parquet")
    assert (told.same, told.changed, told.missing) == (3, 0, 0)
    assert pq.read_table(tmp_path / "b.parquet").equals(pq.read_table(tmp_path / "a.parquet"))
    corpus.tables.replace("articles", last, ARTICLES.empty_table())
    told = again("c.parquet")
    assert (told.same, told.missing) == (2, 1)


@pytest.mark.parametrize("body", [b"", b"{}", b'{"format": "coranto edition 1"}\n', b"\xff\xfe", b"[1]\n"])
def test_what_is_no_edition_is_said_to_be_none(made: Path, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "e").write_bytes(body)
    with pytest.raises(ConfigError, match="edition"):
        rehydrate(Corpus.open(made), tmp_path / "e", lambda tables: 0)


def test_the_verbs_say_the_same(corpus: Corpus, tmp_path: Path) -> None:
    def said(*words: str) -> str:
        told = CliRunner().invoke(main, ["--at", corpus.archive.objects.url, *words])
        assert told.exit_code == 0, told.output
        return told.output

    cited = said("freeze", "trams", "--name", "trams", "--since", "2026-01-07")
    assert corpus.frozen("trams").manifest.checksum in cited
    assert [line.split()[0] for line in said("freeze").splitlines()] == ["ferries", "trams"]
    assert "whole; 0 difference(s)" in said("freeze", "--name", "trams", "--check")
    assert said("freeze", "--name", "trams") == cited
    for form in ("ro-crate", "wacz", "edition", "jsonl"):
        said("freeze", "--name", "trams", "--as", form, "-o", str(tmp_path / form))
    assert (
        json.loads(said("rehydrate", str(tmp_path / "edition"), "-o", str(tmp_path / "r.jsonl")))["same"] == 2
    )
    assert (tmp_path / "r.jsonl").read_bytes() == (tmp_path / "jsonl").read_bytes()
