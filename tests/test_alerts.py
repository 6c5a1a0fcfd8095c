"""Alerts: each told once, all in one digest, and not to those who said that they know."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_sources import batch, history

from pipelines.archive import open_archive
from pipelines.corpus.alerts import Alert, Board, alerts, answer, digest, watch, watched
from pipelines.corpus.health import Health, health, note
from pipelines.errors import ConfigError
from spiders.airflow.clean_up import clean_logs
from spiders.cli import main

NOW = datetime.now(UTC)


def known(count: int, **last: object) -> dict[str, Health]:
    """Sites whose last batch is so."""
    ended = batch(NOW.date() - timedelta(days=1), ended=NOW.isoformat(), **last)
    found = [health(history(f"paper{n:03}").with_batch(ended)) for n in range(count)]
    return {one.site: one for one in found}


def test_a_storm_is_one_digest_and_told_once() -> None:
    board, due = watched(Board(), known(200, complete=False, finish="blocked"), NOW)
    assert len(due) == 200
    text = digest(due)
    assert len(text.splitlines()) == 1
    assert "200 blocked" in text
    assert "and 188 more" in text
    assert len(text) < 3000
    assert watched(board, known(200, complete=False, finish="blocked"), NOW)[1] == []


def test_an_alert_ends_with_its_cause_and_begins_again_with_another() -> None:
    board, _ = watched(Board(), known(1, complete=False, finish="blocked"), NOW)
    assert watched(board, known(1), NOW)[0].alerts == {}
    (again,) = watched(board, known(1, complete=False, finish="unreachable"), NOW)[1]
    assert again.state == "failing"


def test_a_site_without_news_for_days_is_silent() -> None:
    later = NOW + timedelta(days=5)
    (alert,) = watched(Board(), known(1), later)[1]
    assert alert.state == "silent"


@given(st.booleans(), st.integers(-3, 3), st.booleans())
def test_nobody_is_told_who_knows_or_sleeps(known_: bool, days: int, told: bool) -> None:
    alert = Alert(
        site="a", state="odd", said="x", since=NOW, told=NOW if told else None,
        acknowledged="jane" if known_ else None, snoozed=NOW + timedelta(days=days),
    )  # fmt: skip
    assert alert.is_due(NOW) is (not known_ and not told and days <= 0)


def test_the_command_lists_acknowledges_and_snoozes(tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    bad = batch(NOW.date() - timedelta(days=1), complete=False, finish="blocked", ended=NOW.isoformat())
    for name in ("herald", "mirror"):
        note(archive, history(name).with_batch(bad))
    assert len(watch(archive, NOW)) == 2

    def run(*words: str, status: int = 0) -> str:
        done = CliRunner().invoke(main, ["--at", str(tmp_path), "alerts", *words])
        assert done.exit_code == status, done.output
        return done.output

    assert "herald  blocked" in run()
    run("herald", "--acknowledge")
    run("mirror", "--snooze", "2")
    assert "acknowledged by" in run()
    assert watch(archive, NOW + timedelta(days=1)) == []
    assert [one.site for one in watch(archive, NOW + timedelta(days=2, hours=1))] == ["mirror"]
    assert "no alert of site" in run("nowhere", "--acknowledge", status=2)
    with pytest.raises(ConfigError):
        answer(archive, "nowhere", by="jane")
    assert {one.site for one in alerts(archive)} == {"herald", "mirror"}
    assert json.loads(archive.work.read("alerts.json"))["alerts"]["herald"]["acknowledged"]


def test_old_logs_go_and_young_ones_stay(tmp_path: Path) -> None:
    old, young = tmp_path / "dag_id=a" / "run_id=1" / "1.log", tmp_path / "dag_id=a" / "run_id=2" / "1.log"
    for path in (old, young):
        path.parent.mkdir(parents=True)
        path.write_text("a line\n")
    long_ago = (NOW - timedelta(days=100)).timestamp()
    os.utime(old, (long_ago, long_ago))
    assert clean_logs(tmp_path, NOW - timedelta(days=90)) == 1
    assert young.exists()
    assert not old.parent.exists()
