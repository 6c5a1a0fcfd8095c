"""An attempt is marked from its beginning until its manifest is there, so that nobody's spool is forgotten."""

from dataclasses import replace
from pathlib import Path

import pytest
from archive_exchanges import archive_in, attempt, exchange
from click.testing import CliRunner

from pipelines.archive import Archive
from pipelines.archive.lease import hold
from pipelines.archive.manifests import manifests
from pipelines.archive.recovery import recover_spool
from pipelines.archive.spool import Spool
from pipelines.archive.unfinished import missing, unfinished, unmark
from spiders.cli import main


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return replace(archive_in(tmp_path), spool=tmp_path / "spool")


def die(archive: Archive, site: str = "herald", exchanges: int = 2) -> str:
    """A crawl that is cut off; its attempt."""
    assert archive.spool
    with Spool.open(archive.spool, attempt(site), archive) as spool:
        for number in range(exchanges):
            spool.write(exchange(number))
    return spool.attempt.id


def test_an_attempt_is_marked_until_it_is_committed(archive: Archive) -> None:
    assert archive.spool
    with Spool.open(archive.spool, attempt(), archive) as spool:
        spool.write(exchange())
        assert [one.attempt for one in unfinished(archive)] == [spool.attempt.id]
        spool.commit(ledger=(), complete=True, finish="finished")
    assert unfinished(archive) == ()


def test_what_is_under_way_is_not_missing_and_what_is_cut_off_is(archive: Archive) -> None:
    earlier = die(archive)
    with hold(archive.state, "herald", "somebody"):
        # Another machine, whose spool does not hold what the first one has.
        now = attempt()
        with Spool.open(archive.spool.with_name("other"), now, archive):  # type: ignore[union-attr]
            assert [one.attempt for one in unfinished(archive)] == [earlier, now.id]
            assert [one.attempt for one in missing(archive)] == [earlier]
    assert [one.attempt for one in missing(archive)] == [earlier, now.id]
    (line, *_) = map(str, missing(archive, "herald"))
    assert str(archive.spool) in line
    assert missing(archive, "another") == ()


def test_recovering_the_spool_commits_every_site_and_makes_up_what_was_missing(archive: Archive) -> None:
    ids = {die(archive), die(archive, "umibe")}
    found = list(recover_spool(archive, "me"))
    assert [(one.site, len(one.manifests), one.why_not) for one in found] == [
        ("herald", 1, None),
        ("umibe", 1, None),
    ]
    assert {m.id for m in manifests(archive)} == ids
    assert missing(archive) == ()
    assert list(recover_spool(archive, "me")) == []


def test_an_attempt_that_wrote_nothing_is_not_missed_after_recovery(archive: Archive) -> None:
    die(archive, exchanges=0)
    assert missing(archive)
    assert [one.manifests for one in recover_spool(archive, "me")] == [()]
    assert missing(archive) == ()


def test_a_site_that_is_crawled_now_is_left_to_that_crawl(archive: Archive) -> None:
    die(archive)
    with hold(archive.state, "herald", "somebody"):
        (left,) = recover_spool(archive, "me")
    assert left.manifests == ()
    assert "somebody" in (left.why_not or "")
    assert missing(archive)


def test_a_mark_that_could_not_be_removed_is_no_attempt_any_more(archive: Archive) -> None:
    gone = die(archive)
    mark = archive.state.read(f"attempts/herald/{gone}.json")
    list(recover_spool(archive, "me"))
    archive.state.swap(f"attempts/herald/{gone}.json", mark, etag=None)
    assert unfinished(archive) == ()


def test_the_verb_recovers_and_a_lost_machine_can_be_given_up(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    kept, lost = die(archive), die(replace(archive, spool=tmp_path / "gone"), "umibe")
    place = ["--at", str(tmp_path / "archive")]
    done = CliRunner().invoke(main, [*place, "recover"])
    assert (done.exit_code, kept in done.stdout) == (0, True)
    assert [one.attempt for one in missing(archive)] == [lost]
    assert CliRunner().invoke(main, [*place, "recover", "--lost", kept]).exit_code == 2
    assert CliRunner().invoke(main, [*place, "recover", "--lost", lost]).exit_code == 0
    assert missing(archive) == ()


def test_without_its_mark_nobody_would_miss_it(archive: Archive) -> None:
    """The twin: the spool holds captures that no manifest names, and nothing says so."""
    gone = die(archive)
    unmark(archive, "herald", gone)
    assert missing(archive) == ()
    assert archive.spool
    assert list(archive.spool.glob("herald/*.warc.gz.open"))
    assert list(manifests(archive)) == []
