"""On the real stack: a batch that drifts waits in Airflow for a person, whose answer is done and kept; what Airflow forgets is not crawled again."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import quote

import psycopg2
import pytest
from live import Live, until

from pipelines.corpus.batches import Batch, remember
from pipelines.corpus.decisions import decisions
from pipelines.corpus.health import note
from pipelines.corpus.profile import Profile
from pipelines.stack.environment import database_url

pytestmark = [pytest.mark.stack, pytest.mark.long, pytest.mark.timeout(1500)]
PAPER = "umibe"
DAYS = f"days_{PAPER}"


@pytest.fixture(scope="module")
def day(live: Live) -> date:
    """A day after eight on which the paper, so its history says, printed articles ten times as long."""
    live.wait_dags(DAYS, "release_batch", "maintain", "watch")
    live.airflow.unpause(DAYS)
    live.airflow.wait_scheduled(DAYS, within=600)
    found = live.closed_day(PAPER) - timedelta(days=6)
    archive = live.stack.open_archive("publish")
    for n in range(1, 9):
        before = found - timedelta(days=n)
        long = Profile(pages=20, articles=20, medians={"characters": 20_000.0 + 100 * n})
        remember(
            archive,
            PAPER,
            Batch(
                span=f"told{n}", day=str(before), kind="days", complete=True, profile=long, state="published"
            ),
        )
    return found


def backfill(live: Live, first: date, last: date, **fields: Any) -> list[dict[str, Any]]:
    number = live.airflow.backfill(DAYS, first, last, live.site(PAPER).zone, **fields)
    return live.airflow.wait_backfill(number, within=900)


def kept(live: Live, day: date) -> int:
    sql = f"select count(*) n from articles where site = '{PAPER}' and day = '{day}'"
    return int(live.stack.corpus.sql(sql).to_pylist()[0]["n"])


def test_a_batch_that_drifts_waits_for_an_answer_in_airflow_and_is_then_published(
    live: Live, day: date
) -> None:
    (run,) = backfill(live, day, day)
    assert "held back" in run["note"]
    assert "ODD" in run["note"]
    assert kept(live, day) == 0
    ((site, batch),) = (pair for pair in live.stack.corpus.waiting() if pair[1].day == str(day))
    assert (site, batch.day) == (PAPER, str(day))
    asking = f"{PAPER}__{batch.digest}"
    task = until(
        lambda: (
            t
            if (t := live.airflow.tasks("release_batch", asking)["ask"])["state"] == "awaiting_input"
            else None
        ),
        300,
        lambda: live.airflow.story("release_batch", asking),
    )
    path = f"/dags/release_batch/dagRuns/{quote(asking)}/taskInstances/ask/{task['map_index']}/hitlDetails"
    asked = live.airflow.call("GET", path)
    assert "characters" in asked["body"]
    assert "| headline | date |" in asked["body"]
    assert asked["options"] == ["Publish", "Expect this from now on", "Reject", "Clean again"]
    # A person reads first. Airflow 3.3.2 starts the task again at once, and counts as failed, and asks anew, what is
    # answered before the process that asked has ended.
    time.sleep(15)
    answer = {"chosen_options": ["Publish"], "params_input": {"why": "a short day"}}
    live.airflow.call("PATCH", path, answer)
    live.airflow.wait_run("release_batch", asking, within=400)
    printed = sum(a["expected"] == "record" for a in live.newspapers.ledger(PAPER, day))
    assert kept(live, day) == printed > 0
    hold, made = (one for one in decisions(live.stack.archive, PAPER) if one.day == str(day))
    assert (hold.action, hold.by) == ("hold", "gate")
    assert (made.action, made.by, made.why) == ("publish", "admin", "a short day")
    assert str(day) not in {waits.day for _, waits in live.stack.corpus.waiting()}


def test_every_attempt_names_the_code_the_file_and_the_cleaner_it_was_made_with(
    live: Live, day: date
) -> None:
    from pipelines.archive.manifests import manifests

    found = [m for m in manifests(live.stack.archive, PAPER) if m.complete]
    assert found
    assert all({"commit", "cleaner", "site"} <= set(m.digests) for m in found)
    note = live.airflow.runs(DAYS, run_type="scheduled")[0]["note"]
    assert f"code {found[0].digests['commit'][:7]}, file {found[0].digests['site'][:7]}" in note


class Chat:
    """Takes what is posted to it, as a chat service's webhook does; a context manager."""

    def __init__(self) -> None:
        self.told: list[str] = []
        told = self.told

        class Handler(BaseHTTPRequestHandler):
            """Keeps the text of each post."""

            def do_POST(self) -> None:
                told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def chat(live: Live) -> Iterator[Chat]:
    with Chat() as opened:
        live.airflow.call(
            "POST",
            "/connections",
            {"connection_id": "coranto_alerts", "conn_type": "http", "host": opened.url},
        )
        yield opened
        live.airflow.call("DELETE", "/connections/coranto_alerts")


def grow_old(live: Live, run_id: str) -> None:
    """Put the deadline of a run into the past, instead of waiting for three quarters of an hour."""
    url = database_url(live.stack.home).replace("+psycopg2", "")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE deadline SET deadline_time = now() - interval '1 second' FROM dag_run"
            " WHERE dag_run.id = deadline.dagrun_id AND dag_run.run_id = %s",
            (run_id,),
        )
        assert cursor.rowcount == 1


def test_a_watch_that_does_not_end_is_told_of_and_its_digest_reaches_the_chat(
    live: Live, day: date, chat: Chat
) -> None:
    archive, now = live.stack.open_archive("publish"), datetime.now(UTC).isoformat()
    note(
        archive,
        remember(archive, PAPER, Batch(span="told9", day=str(day), kind="days", finish="blocked", ended=now)),
    )
    live.airflow.pause("watch")  # what is triggered waits
    run = live.airflow.trigger("watch")
    grow_old(live, run)
    until(lambda: chat.told, 120, lambda: "nobody is told")
    assert [text.partition(" ")[0] for text in chat.told] == ["watch"]
    assert "has not ended" in chat.told[0]
    live.airflow.unpause("watch")
    live.airflow.wait_run("watch", run, within=400)
    assert len(chat.told) == 2
    assert PAPER in chat.told[1]


def test_watch_tells_once_and_maintain_makes_airflow_forget(live: Live, day: date, chat: Chat) -> None:
    run = live.airflow.trigger("watch")
    live.airflow.wait_run("watch", run, within=400)
    assert chat.told == []
    run = live.airflow.trigger("maintain", {"days": 0})
    live.airflow.wait_run("maintain", run, within=400)
    assert live.airflow.runs(DAYS, run_type="backfill") == []


def test_what_airflow_has_forgotten_is_not_asked_for_again(live: Live, day: date) -> None:
    before = len(live.newspapers.answers())
    backfill(live, day, day)
    ours = {a["url"] for a in live.newspapers.ledger(PAPER)}
    asked = [a for a in live.newspapers.answers()[before:] if any(u.endswith(a["path"]) for u in ours)]
    assert asked == []
