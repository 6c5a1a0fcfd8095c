"""Commits reach both copies, what is planted in either is found, and mended from the other."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from archive_exchanges import archive_in, attempt, exchange
from foreign_warcs import by_warcio
from weed import running_weed

from pipelines.archive import Archive, cdx, open_archive
from pipelines.archive.check import Problem, check
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import Manifest
from pipelines.archive.manifests import from_json, to_json
from pipelines.archive.replica import Mirrored, mend
from pipelines.archive.spool import Spool
from pipelines.archive.store import StoredObject, sha256_of
from pipelines.archive.warcs import import_warcs
from pipelines.errors import StoreError, StoreUnreachable

CORANTO = str(Path(sys.executable).parent / "coranto")
BODY = b"the same text every day"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive", replica=tmp_path / "replica")


def commit(archive: Archive, folder: Path, turns: int = 3) -> list[Manifest]:
    made = []
    for turn in range(turns):
        with Spool.open(folder / "spool", attempt(), archive) as spool:
            taken = [exchange(turn * 10 + n) for n in range(3)] + [exchange(turn * 10 + 9, BODY)]
            ledger = [Entry(url=one.url, end="fetched", where=spool.write(one).where) for one in taken]
            made.append(spool.commit(ledger=ledger, complete=True, finish="finished"))
    return made


@pytest.fixture
def committed(archive: Archive, tmp_path: Path) -> list[Manifest]:
    return commit(archive, tmp_path)


def found(archive: Archive) -> list[Problem]:
    return list(check(archive, settling=timedelta(0)))


def objects(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".")}


def test_every_commit_is_in_both(archive: Archive, committed: list[Manifest], tmp_path: Path) -> None:
    (tmp_path / "given.warc.gz").write_bytes(by_warcio())
    import_warcs(archive, tmp_path / "given.warc.gz", site="courant")
    assert objects(tmp_path / "archive") == objects(tmp_path / "replica")
    assert len(objects(tmp_path / "replica")) == 3 * len(committed) + 3
    assert found(archive) == []
    assert list(mend(archive.objects)) == []


def test_without_a_replica_there_is_one_copy(tmp_path: Path) -> None:
    commit(archive_in(tmp_path), tmp_path, 1)
    assert not (tmp_path / "replica").exists()


class Watched:
    """Notes the order of keys that a store is given."""

    def __init__(self, archive: Archive, fails: str = "") -> None:
        assert isinstance(archive.objects, Mirrored)
        self.order: list[tuple[str, str]] = []
        for name in ("first", "second"):
            store = getattr(archive.objects, name)
            store.put = self._noting(name, store.put, fails if name == "second" else "")

    def _noting(self, name: str, put: Callable[..., StoredObject], fails: str) -> Callable[..., StoredObject]:
        def noted(key: str, body: bytes | Path, **more: str) -> StoredObject:
            if fails and key.endswith(fails):
                raise StoreUnreachable(f"no answer for {key}; is the disk there?")
            self.order.append((name, key.rpartition(".")[2]))
            return put(key, body, **more)

        return noted


def test_the_manifest_comes_last_on_each(archive: Archive, tmp_path: Path) -> None:
    watched = Watched(archive)
    commit(archive, tmp_path, 1)
    for name in ("first", "second"):
        assert [kind for where, kind in watched.order if where == name] == ["gz", "cdxj", "json"]


@pytest.mark.parametrize("fails", [".warc.gz", ".cdxj", ".json"])
def test_a_commit_that_missed_the_replica_reaches_it_at_the_next_start(tmp_path: Path, fails: str) -> None:
    def both() -> Archive:
        return open_archive(tmp_path / "archive", replica=tmp_path / "replica")

    broken = both()
    Watched(broken, fails)
    with pytest.raises(StoreUnreachable):
        commit(broken, tmp_path, 1)
    Spool.open(tmp_path / "spool", attempt(), both()).close()
    assert objects(tmp_path / "archive") == objects(tmp_path / "replica")
    assert sum(name.endswith(".json") for name in objects(tmp_path / "replica")) == 1
    assert found(both()) == []


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "deleted": lambda path: path.unlink(),
    "one bit flipped": flip,
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "emptied": lambda path: path.write_bytes(b""),
}


def key_of(made: list[Manifest], kind: str, number: int) -> str:
    held = made[number].warcs[0]
    return {"warc": held.warc.key, "cdxj": held.cdxj.key, "manifest": made[number].key}[kind]


@pytest.mark.parametrize("where", ["archive", "replica"])
@pytest.mark.parametrize("kind", ["warc", "cdxj", "manifest"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_planted_in_one_is_found_and_mended_from_the_other(
    archive: Archive, committed: list[Manifest], tmp_path: Path, where: str, kind: str, damage: str
) -> None:
    before = objects(tmp_path / "archive")
    for number in (0, 2):  # in the midst of the chain, and at its end
        path = tmp_path / where / key_of(committed, kind, number)
        DAMAGES[damage](path)
        problems = [str(problem) for problem in found(archive)]
        assert any(path.name in problem and "coranto check --repair" in problem for problem in problems), (
            problems
        )
        (mended,) = mend(archive.objects)
        assert str(path) in str(mended)
        assert "copied from" in str(mended)
        assert found(archive) == []
    assert objects(tmp_path / "archive") == objects(tmp_path / "replica") == before


def rewrite(archive: Archive, folder: Path, made: Manifest) -> None:
    """A WARC file forged, with an index and a manifest that agree with it."""
    held = made.warcs[0]
    with Spool.open(folder / "other", attempt(id=made.id), archive_in(folder / "elsewhere")) as spool:
        ledger = []
        for entry in made.ledger:
            kept = spool.write(exchange(1, b"a forged story", url=entry.url))
            ledger.append(Entry(url=entry.url, end="fetched", where=replace(kept.where, key=held.warc.key)))
        other = spool.commit(ledger=ledger, complete=True, finish="finished")
    top = folder / "elsewhere" / "archive"
    warc = (top / other.warcs[0].warc.key).read_bytes()
    (folder / "archive" / held.warc.key).write_bytes(warc)
    entries = cdx.read((top / other.warcs[0].cdxj.key).read_bytes(), "x")
    name = held.warc.key.rpartition("/")[2]
    index = cdx.cdxj(replace(entry, filename=name) for entry in entries)
    (folder / "archive" / held.cdxj.key).write_bytes(index)
    stored = replace(
        other.warcs[0],
        warc=replace(held.warc, size=len(warc), sha256=sha256_of(warc)),
        cdxj=replace(held.cdxj, size=len(index), sha256=sha256_of(index)),
    )
    lie = replace(made, warcs=(stored,), ledger=tuple(ledger))
    (folder / "archive" / made.key).write_bytes(to_json(lie))


def test_a_warc_rewritten_together_with_its_manifest_is_found_by_the_chain(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    before = objects(tmp_path / "archive")
    rewrite(archive, tmp_path, committed[1])
    alone = [str(problem) for problem in found(open_archive(tmp_path / "archive"))]
    assert any(committed[1].key in line and "has other bytes than" in line for line in alone), alone
    mended = [str(one) for one in mend(archive.objects)]
    assert len(mended) == 3
    assert found(archive) == []
    assert objects(tmp_path / "archive") == before


def test_at_the_end_of_the_chain_two_stories_are_told_and_none_is_preferred(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    rewrite(archive, tmp_path, committed[2])
    lines = [str(problem) for problem in found(archive)]
    assert any(committed[2].key in line and "no sound copy is known" in line for line in lines), lines
    assert list(mend(archive.objects)) == []
    # Without the replica nothing would tell: the forgery agrees with itself.
    assert found(open_archive(tmp_path / "archive")) == []


def test_an_index_is_made_again_where_there_is_no_replica(tmp_path: Path) -> None:
    alone = archive_in(tmp_path)
    (made,) = commit(alone, tmp_path, 1)
    (tmp_path / "given.warc.gz").write_bytes(by_warcio())
    imported = import_warcs(alone, tmp_path / "given.warc.gz", site="courant")
    assert imported is not None
    before = objects(tmp_path / "archive")
    for manifest in (made, imported):
        (tmp_path / "archive" / manifest.warcs[0].cdxj.key).write_bytes(b"other\n")
    assert len(found(alone)) >= 2
    assert all("made again from its WARC file" in str(one) for one in mend(alone.objects))
    assert objects(tmp_path / "archive") == before


def test_what_both_have_lost_stays_a_problem(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    for name in ("archive", "replica"):
        flip(tmp_path / name / committed[1].warcs[0].warc.key)
    assert list(mend(archive.objects)) == []
    assert len([p for p in found(archive) if committed[1].warcs[0].warc.key in p.file]) >= 2


def test_what_no_manifest_names_is_copied_where_it_is_missing(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    archive.objects.put("sites/herald/ab.yaml", b"name: Herald\n")
    (tmp_path / "replica" / "sites/herald/ab.yaml").unlink()
    assert [problem.what for problem in found(archive)] == ["is missing"]
    assert len(list(mend(archive.objects))) == 1
    assert found(archive) == []


def test_the_command_says_what_it_mended(tmp_path: Path) -> None:
    (made,) = commit(open_archive(tmp_path / "archive", replica=tmp_path / "replica"), tmp_path, 1)
    flip(tmp_path / "archive" / made.warcs[0].warc.key)

    def run(*words: str) -> tuple[int, str]:
        env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "CORANTO_REPLICA": str(tmp_path / "replica")}
        done = subprocess.run(
            [CORANTO, "--at", str(tmp_path / "archive"), *words], env=env, capture_output=True, text=True
        )
        return done.returncode, done.stdout

    status, said = run("check")
    assert status == 1
    assert "coranto check --repair" in said
    status, said = run("check", "--repair")
    assert (status, said.count("\n")) == (0, 1)
    assert "copied from" in said
    assert run("check") == (0, "")


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[Archive, Callable[[Path], Archive]]]:
    with running_weed(("archive", "state", "work", "replica"), None) as weed:
        yield (
            open_archive("s3://archive", weed.keys),
            lambda folder: open_archive("s3://archive", weed.keys, spool=folder, replica="s3://replica"),
        )


def test_a_bucket_is_mended_from_another(
    bucket: tuple[Archive, Callable[[Path], Archive]], tmp_path: Path
) -> None:
    archive = bucket[1](tmp_path / "spool")
    assert isinstance(archive.objects, Mirrored)
    made = commit(archive, tmp_path, 2)
    assert found(archive) == []
    key = made[0].warcs[0].warc.key
    sound = archive.objects.read(key)
    archive.objects.second.delete(key)
    archive.objects.first.overwrite(made[1].warcs[0].warc.key, b"rubbish")
    archive.objects.second.overwrite(made[0].key, b"{}")
    assert len(found(archive)) >= 3
    assert len(list(mend(archive.objects))) == 3
    assert found(archive) == []
    assert archive.objects.second.read(key) == sound
    assert from_json(archive.objects.second.read(made[0].key)) == made[0]


def test_a_store_that_is_away_is_an_error_and_not_a_loss(
    archive: Archive, committed: list[Manifest], tmp_path: Path
) -> None:
    (tmp_path / "replica").rename(tmp_path / "away")
    (tmp_path / "replica").write_text("not a folder")
    with pytest.raises(StoreError):
        archive.objects.put("sites/herald/ab.yaml", b"x")
