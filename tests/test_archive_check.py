"""``check`` finds what was planted, names the place, and finds nothing in a sound archive."""

import gzip
import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archive_exchanges import archive_in, attempt, exchange
from foreign_warcs import arc, arc_records, as_zst, by_warcio, revisit_by_warcio, wet

from pipelines.archive import Archive, prove, warc
from pipelines.archive.check import Problem, check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import put_manifest, to_json
from pipelines.archive.spool import Spool

BIN = Path(sys.executable).parent
SAME = b"the same text every day"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


@pytest.fixture
def committed(archive: Archive, tmp_path: Path) -> list[Manifest]:
    """Three attempts at a site; the last two have a revisit."""
    made = []
    for turn in range(3):
        with Spool.open(tmp_path / "spool", attempt(), archive) as spool:
            taken = [exchange(turn * 10 + number) for number in range(3)] + [exchange(turn * 10 + 9, SAME)]
            taken.append(exchange(turn * 10 + 8, response=None, unparsable=b"\0\1"))
            ledger = []
            for one in taken:
                kept = spool.write(one)
                ledger.append(Entry(url=one.url, end="fetched", where=kept.where))
            made.append(spool.commit(ledger=ledger, complete=True, finish="finished"))
    return made


def path_of(archive: Archive, key: str) -> Path:
    return Path(archive.objects.url, key)


def found(archive: Archive) -> list[Problem]:
    return list(check(archive, settling=timedelta(0)))


def test_a_sound_archive_has_no_problem(archive: Archive, committed: list[Manifest]) -> None:
    told: list[str] = []
    assert list(check(archive, told.append)) == found(archive) == []
    assert told
    assert list(check([archive.objects.url])) == []
    assert list(check([path_of(archive, committed[0].warcs[0].warc.key)])) == []
    assert list(check([Path(archive.objects.url, "warc")])) == []


def test_every_flipped_bit_is_found(archive: Archive, committed: list[Manifest]) -> None:
    path = path_of(archive, committed[1].warcs[0].warc.key)
    sound = path.read_bytes()
    for place in range(0, len(sound), 211):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
        assert any(problem.file == committed[1].warcs[0].warc.key for problem in found(archive)), place
    path.write_bytes(sound)
    assert found(archive) == []


def test_a_flipped_bit_is_named_with_its_offset(archive: Archive, committed: list[Manifest]) -> None:
    where = committed[1].ledger[2].where
    assert where is not None
    assert where.key is not None
    assert where.offset is not None
    path = path_of(archive, where.key)
    body = bytearray(path.read_bytes())
    body[where.offset + 200] ^= 1
    path.write_bytes(body)
    first = found(archive)[0]
    assert str(where.offset) in f"{first.what} {first.offset}"


def test_one_flipped_bit_is_told_of_one_file(archive: Archive, committed: list[Manifest]) -> None:
    """What depends on the file (its index, the ledger, revisits of later days) is not told as well."""
    path = path_of(archive, committed[0].warcs[0].warc.key)
    body = bytearray(path.read_bytes())
    body[len(body) // 3] ^= 1
    path.write_bytes(body)
    problems = found(archive)
    assert {problem.file for problem in problems} == {committed[0].warcs[0].warc.key}
    assert len(problems) == 2  # where, and that it is not what was committed


def test_a_wrong_digest_is_named_with_its_offset(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    from pipelines.archive import warc

    lie = (
        ("WARC-Type", "response"),
        ("WARC-Record-ID", "<urn:uuid:1>"),
        ("WARC-Payload-Digest", warc.sha1(b"other")),
    )
    member = warc.record(lie, warc.RESPONSE, b"HTTP/1.1 200 OK\r\n\r\ntext")
    file = tmp_path / "lie.warc.gz"
    file.write_bytes(warc.record((("WARC-Type", "warcinfo"),), warc.FIELDS, b"") + member)
    (problem,) = check([file])
    assert problem.offset
    assert "the payload of response urn:uuid:1 does not have the digest it states" in str(problem)


Damage = Callable[[Archive, list[Manifest]], object]


def cut(archive: Archive, made: list[Manifest]) -> None:
    path = path_of(archive, made[1].warcs[0].warc.key)
    path.write_bytes(path.read_bytes()[:-5])


def wrong_offset(archive: Archive, made: list[Manifest]) -> None:
    path = path_of(archive, made[1].warcs[0].cdxj.key)
    path.write_bytes(path.read_bytes().replace(b'"offset":"', b'"offset":"1', 1))


def rewritten(archive: Archive, made: list[Manifest]) -> None:
    path = path_of(archive, made[1].key)
    path.write_bytes(to_json(replace(made[1], finish="prettier")))


def forked(archive: Archive, made: list[Manifest]) -> None:
    put_manifest(archive, replace(made[2], id=made[2].id[:-1] + "x"))


def misplaced(archive: Archive, made: list[Manifest]) -> None:
    entry = made[2].ledger[0]
    assert entry.where is not None
    wrong = replace(entry, where=replace(entry.where, offset=7))
    path_of(archive, made[2].key).write_bytes(to_json(replace(made[2], ledger=(wrong,))))


DAMAGES: dict[str, tuple[Damage, str]] = {
    "file cut": (cut, "cut, the last gzip member is not whole"),
    "WARC missing": (lambda a, m: path_of(a, m[1].warcs[0].warc.key).unlink(), "is missing"),
    "original missing": (lambda a, m: path_of(a, m[0].warcs[0].warc.key).unlink(), "a revisit refers to"),
    "index missing": (lambda a, m: path_of(a, m[1].warcs[0].cdxj.key).unlink(), "cdxj: is missing"),
    "index offset": (wrong_offset, "line 1 is not what the records say"),
    "manifest missing": (lambda a, m: path_of(a, m[1].key).unlink(), "is missing, manifests/"),
    "manifest rewritten": (rewritten, "has other bytes than manifests/"),
    "manifest broken": (lambda a, m: path_of(a, m[1].key).write_text("{"), "not a manifest"),
    "chain forked": (forked, "2 manifests follow"),
    "ledger misplaced": (misplaced, "the ledger's https://herald.example/news/20 is not in warc/"),
    "file unnamed": (
        lambda a, m: path_of(a, m[0].warcs[0].warc.key).with_name("x.warc.gz").write_bytes(b"x"),
        "no manifest names it",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_planted_is_found(archive: Archive, committed: list[Manifest], damage: str) -> None:
    plant, what = DAMAGES[damage]
    plant(archive, committed)
    lines = [str(problem) for problem in found(archive)]
    assert any(what in line for line in lines), lines
    assert all("\n" not in line and "; " in line for line in lines)


def test_files_of_a_commit_under_way_are_no_problem(archive: Archive, committed: list[Manifest]) -> None:
    path_of(archive, committed[0].warcs[0].warc.key).with_name("x.warc.gz").write_bytes(b"x")
    assert list(check(archive)) == []


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (problem,) = check([tmp_path / "none.warc.gz"])
    assert "No such file" in str(problem)


def test_a_flipped_bit_in_the_last_manifest_is_found(archive: Archive, committed: list[Manifest]) -> None:
    path = path_of(archive, committed[2].key)
    sound = path.read_bytes()
    for place in range(0, len(sound), 61):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        assert any(problem.file == committed[2].key for problem in found(archive)), place


def test_a_manifest_that_lost_its_own_sum_is_found(archive: Archive, committed: list[Manifest]) -> None:
    path = path_of(archive, committed[2].key)
    lines = path.read_bytes().splitlines(keepends=True)
    assert b"sha256" in lines[2]
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    assert [problem.file for problem in found(archive)] == [committed[2].key]


def test_without_the_look_at_its_own_sum_a_flipped_bit_goes_unseen(
    archive: Archive, committed: list[Manifest], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(archive, committed[2].key)
    path.write_bytes(path.read_bytes().replace(b'"finished"', b'"finishee"', 1))
    assert found(archive) != []
    monkeypatch.setattr("pipelines.archive.check.is_intact", lambda _: True)
    assert found(archive) == []


FOREIGN = {
    "a.warc.gz": by_warcio(),
    "a.warc": by_warcio(packed=False),
    "a.warc.zst": as_zst(by_warcio(packed=False)),
    "old.arc": arc(),
    "old.arc.gz": b"".join(map(gzip.compress, arc_records())),
    "a.warc.wet.gz": gzip.compress(wet()),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_files_of_others_are_proven(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(FOREIGN[name])
    assert list(check([file])) == []
    assert list(check([tmp_path])) == []
    for cut in (5, 60):
        file.write_bytes(FOREIGN[name][:-cut])
        lines = [str(problem) for problem in check([tmp_path])]
        assert any("cut" in line and "offset" in line for line in lines), lines


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.warc.zst", "a.warc.wet.gz"])
def test_a_flipped_bit_in_a_file_of_others_is_found(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    sound = FOREIGN[name]
    text = (
        sound.find(b"harbour") if name == "a.warc" else 60
    )  # in the first member's data, behind its own header
    file.write_bytes(sound[:text] + bytes([sound[text] ^ 4]) + sound[text + 1 :])
    assert any("fetch it again" in str(problem) for problem in check([file]))


def test_the_digests_of_others_are_taken_as_they_meant_them(tmp_path: Path) -> None:
    chunked = b"3\r\nabc\r\n0\r\n\r\n"
    packed = gzip.compress(b"abc")
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    zipped = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    cases = [
        (head + chunked, warc.sha1(b"abc"), True),
        (head + chunked, warc.sha1(chunked), True),
        (head + chunked, "sha256:" + hashlib.sha256(b"abc").hexdigest(), True),
        (head + chunked, "sha-256:" + hashlib.sha256(b"abc").hexdigest(), True),
        (head + chunked, "md5:" + hashlib.md5(b"abc").hexdigest(), True),
        (head + chunked, "blake3:unknown", True),
        (zipped + packed, "sha256:" + hashlib.sha256(b"abc").hexdigest(), True),
        (head + chunked, "sha256:" + hashlib.sha256(b"abd").hexdigest(), False),
        (head + chunked, "md5:" + hashlib.md5(b"abd").hexdigest(), False),
    ]
    for block, digest, is_right in cases:
        fields = (
            ("WARC-Type", "response"),
            ("WARC-Record-ID", "<urn:uuid:1>"),
            ("WARC-Payload-Digest", digest),
        )
        (tmp_path / "a.warc.gz").write_bytes(warc.record(fields, warc.RESPONSE, block))
        assert (list(check([tmp_path / "a.warc.gz"])) == []) is is_right, digest


def test_a_revisit_needs_its_original_among_the_files(tmp_path: Path) -> None:
    (tmp_path / "b.warc.gz").write_bytes(revisit_by_warcio())
    (problem,) = check([tmp_path])
    assert "which is in none of the files; check it together with" in str(problem)
    (tmp_path / "a.warc.gz").write_bytes(by_warcio())
    assert list(check([tmp_path])) == []


def test_a_file_in_one_member_is_told_how_to_be_repaired(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(by_warcio(packed=False)))
    (problem,) = check([tmp_path])
    (command,) = re.findall("fastwarc recompress .*", problem.repair)
    subprocess.run(command, shell=True, check=True, capture_output=True, env={"PATH": f"{BIN}:/usr/bin:/bin"})
    (tmp_path / "a.warc.gz").unlink()
    assert [file.name for file in tmp_path.iterdir()] == ["apart-a.warc.gz"]
    assert list(check([tmp_path])) == []


def test_the_command_that_makes_an_index_again_does(tmp_path: Path) -> None:
    file = tmp_path / "a b.warc.gz"
    file.write_bytes(by_warcio())
    index = tmp_path / "a b.cdxj"
    index.write_bytes(b"example,courant)/ 20240501100000 {}\n")
    (problem,) = check([file])
    (command,) = re.findall("coranto cdx .*", problem.repair)
    subprocess.run(command, shell=True, check=True, env={"PATH": f"{BIN}:/usr/bin:/bin"})
    assert list(check([file])) == []


def test_a_folder_without_files_is_not_sound(tmp_path: Path) -> None:
    """A name that was typed wrong must not look like an archive in order."""
    (problem,) = check([tmp_path])
    assert "holds no WARC" in str(problem)


def test_the_records_of_a_long_file_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "EVERY", 4)
    (tmp_path / "a.warc.gz").write_bytes(by_warcio())
    told: list[str] = []
    assert list(check([tmp_path], told.append)) == []
    place = str(tmp_path / "a.warc.gz")
    assert told == [place, f"{place}: 4 records", f"{place}: 8 records"]
