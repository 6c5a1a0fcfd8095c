"""The whole stack on real components, for tests: invented newspapers, Airflow, object store, corpus.

``Live`` starts the newspapers and a stack in a folder of its own and speaks Airflow's REST API as an operator
would. The fixture ``live`` (session scope) is one for all tests that import it::

    from live import live  # noqa: F401
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx
import pytest
from fleet_papers import Fleet

from pipelines.settings import Stack, connect
from pipelines.stack import down, up
from spiders.site import Site

TESTS = Path(__file__).parent
SITES = TESTS / "demo_sites"
PAGES = TESTS.parents[1] / "shared" / "data" / "dev.jsonl.gz"
ENDED = {"success", "failed"}


class Unexpected(AssertionError):
    """Something on the live stack ended otherwise; the message holds the logs."""


def free_port() -> int:
    """A port of the loopback interface that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Newspapers:
    """The invented newspapers (``demo_server.py``), or another server of the tests, in a process of its own."""

    program = "demo_server.py"

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(TESTS / self.program), "--state", str(folder), *arguments]
        self._log = (folder / "server.log").open("ab")
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self._log)
        assert self._process.stdout is not None
        if not self._process.stdout.readline().startswith(b"ready"):
            raise Unexpected((folder / "server.log").read_text()[-2000:])
        self.ports: dict[str, Any] = json.loads((folder / "ports.json").read_text())

    @property
    def environment(self) -> dict[str, str]:
        """What lets a crawl find them under their real names."""
        return {
            "CORANTO_CONNECT_TO": self.ports["connect_to"],
            "CORANTO_CA_FILE": str(self.folder / "ca.pem"),
        }

    def ledger(self, paper: str | None = None, day: date | None = None) -> list[dict[str, Any]]:
        """What they printed, by the newspapers' own account."""
        articles: list[dict[str, Any]] = json.loads((self.folder / "ledger.json").read_text())["articles"]
        return [
            a
            for a in articles
            if (paper is None or a["paper"] == paper) and (day is None or a["day"] == day.isoformat())
        ]

    def answers(self) -> list[dict[str, Any]]:
        """Every answer they finished sending, in order."""
        lines = (self.folder / "access.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def edit(self, paper: str, day: date, n: int) -> list[dict[str, Any]]:
        """Change the text of exactly so many articles of a day; returns their addresses."""
        url = f"http://127.0.0.1:{self.ports['control']}/control/edit"
        answer = httpx.post(
            url, params={"paper": paper, "day": str(day), "n": n}, trust_env=False, timeout=30
        )
        answer.raise_for_status()
        edited: list[dict[str, Any]] = answer.json()
        return edited

    def close(self, paper: str, *, shut: bool = True) -> None:
        """Let a paper answer nothing but 503, or print again."""
        url = f"http://127.0.0.1:{self.ports['control']}/control/{'shut' if shut else 'open'}"
        httpx.post(url, params={"paper": paper}, trust_env=False, timeout=30).raise_for_status()

    def delay(self, paper: str, seconds: float) -> None:
        """Let a paper take so long for each answer."""
        url = f"http://127.0.0.1:{self.ports['control']}/control/delay"
        answer = httpx.post(url, params={"paper": paper, "seconds": seconds}, trust_env=False, timeout=30)
        answer.raise_for_status()

    def stop(self) -> None:
        """End the process."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()


class Wire(Newspapers):
    """Real pages of many hosts as one site (``wire_server.py``), all of one day."""

    program = "wire_server.py"

    def __init__(self, folder: Path, day: date) -> None:
        self.day = day
        super().__init__(folder, "--pages", str(PAGES), "--day", str(day))

    def truth(self) -> list[dict[str, Any]]:
        """Address and gold of every page it serves."""
        with (self.folder / "truth.jsonl").open() as lines:  # not splitlines(): the text has U+2028 in it
            return [json.loads(line) for line in lines]


class SlowPapers(Newspapers):
    """Papers whose pages take their time (``slow_papers.py``)."""

    program = "slow_papers.py"

    @property
    def sites(self) -> Path:
        """Their site files."""
        return self.folder / "sites"

    def begun(self) -> list[dict[str, Any]]:
        """Every request, with the process that made it, as soon as it came."""
        lines = (self.folder / "begun.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


@dataclass
class Airflow:
    """Airflow's REST API, as the account ``admin``."""

    url: str
    password: str
    user: str = "admin"
    _token: str = ""
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.url, trust_env=False, timeout=60)

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call below /api/v2; logs in first, and again when the token is too old."""
        for _ in range(2):
            headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
            answer = self._client.request(method, f"/api/v2{path}", json=body, params=query, headers=headers)
            if answer.status_code not in (401, 403):
                break
            login = {"username": self.user, "password": self.password}
            self._token = (
                self._client.post("/auth/token", json=login).raise_for_status().json()["access_token"]
            )
        if answer.is_error:
            raise Unexpected(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def dags(self) -> dict[str, dict[str, Any]]:
        """Every DAG that Airflow knows, by id."""
        return {dag["dag_id"]: dag for dag in self.call("GET", "/dags", limit=100)["dags"]}

    def import_errors(self) -> list[dict[str, Any]]:
        """What the UI shows as import errors."""
        errors: list[dict[str, Any]] = self.call("GET", "/importErrors")["import_errors"]
        return errors

    def unpause(self, dag_id: str) -> None:
        """Let the schedule of a DAG run."""
        self.call("PATCH", f"/dags/{dag_id}", {"is_paused": False})

    def pause(self, dag_id: str) -> None:
        """Stop the schedule of a DAG."""
        self.call("PATCH", f"/dags/{dag_id}", {"is_paused": True})

    def trigger(self, dag_id: str, conf: Mapping[str, Any] | None = None, **fields: Any) -> str:
        """Start a run by hand; returns its id."""
        body = {"logical_date": None, "conf": dict(conf or {}), **fields}
        run: str = self.call("POST", f"/dags/{dag_id}/dagRuns", body)["dag_run_id"]
        return run

    def backfill(self, dag_id: str, first: date, last: date, zone: Any, **fields: Any) -> int:
        """Backfill the local days from ``first`` to ``last``, both included; returns the backfill's id."""
        body = {
            "dag_id": dag_id,
            "from_date": datetime(first.year, first.month, first.day, tzinfo=zone).isoformat(),
            "to_date": datetime(last.year, last.month, last.day, tzinfo=zone).isoformat(),
            "max_active_runs": 2,
            **fields,
        }
        # Airflow goes on saying that one is running for up to half a minute after its last run.
        until(lambda: not self.unfinished_backfills(dag_id), 90, lambda: f"{dag_id}: a backfill goes on")
        number: int = self.call("POST", "/backfills", body)["id"]
        return number

    def unfinished_backfills(self, dag_id: str) -> list[dict[str, Any]]:
        """Backfills of a DAG that Airflow has not marked as completed."""
        found = self.call("GET", "/backfills", dag_id=dag_id)["backfills"]
        return [backfill for backfill in found if not backfill["completed_at"]]

    def runs(self, dag_id: str, **query: Any) -> list[dict[str, Any]]:
        """Runs of a DAG, oldest interval first."""
        found: list[dict[str, Any]] = self.call("GET", f"/dags/{dag_id}/dagRuns", limit=100, **query)[
            "dag_runs"
        ]
        return sorted(
            found, key=lambda run: (run["data_interval_start"] or run["run_after"], run["dag_run_id"])
        )

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """One run."""
        found: dict[str, Any] = self.call("GET", f"/dags/{dag_id}/dagRuns/{quote(run_id)}")
        return found

    def tasks(self, dag_id: str, run_id: str) -> dict[str, dict[str, Any]]:
        """The task instances of a run, by task id."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id)}/taskInstances"
        return {ti["task_id"]: ti for ti in self.call("GET", path)["task_instances"]}

    def mark(self, dag_id: str, run_id: str, state: str, task_id: str | None = None) -> None:
        """Mark a run, or one task of it, as failed or success, as an operator does."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id)}"
        if task_id is None:
            self.call("PATCH", path, {"state": state})
        else:
            self.call("PATCH", f"{path}/taskInstances/{task_id}", {"new_state": state})

    def tries(self, dag_id: str, run_id: str, task_id: str) -> list[dict[str, Any]]:
        """Every attempt of a task, first one first."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id)}/taskInstances/{task_id}/tries"
        found: list[dict[str, Any]] = self.call("GET", path)["task_instances"]
        return found

    def clear(self, dag_id: str, run_id: str, *tasks: str) -> None:
        """Clear tasks of a run, as an operator does to have them repeated."""
        body = {"dry_run": False, "dag_run_id": run_id, "task_ids": list(tasks), "only_failed": False}
        self.call("POST", f"/dags/{dag_id}/clearTaskInstances", body | {"include_downstream": True})

    def log(self, dag_id: str, run_id: str, task_id: str, attempt: int = 1) -> str:
        """The log of one attempt, a line each."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id)}/taskInstances/{task_id}/logs/{attempt}"
        lines = self.call("GET", path, full_content=True)["content"]
        return "\n".join(line if isinstance(line, str) else str(line.get("event", line)) for line in lines)

    def xcom(self, dag_id: str, run_id: str, task_id: str, key: str = "return_value") -> Any:
        """What a task left under a key."""
        path = f"/dags/{dag_id}/dagRuns/{quote(run_id)}/taskInstances/{task_id}/xcomEntries/{key}"
        return self.call("GET", path, deserialize=False)["value"]

    def wait_run(
        self, dag_id: str, run_id: str, *, within: float = 300, state: str = "success"
    ) -> dict[str, Any]:
        """Wait for the end of a run; raises with the logs where it ends otherwise."""
        run: dict[str, Any] = until(
            lambda: run if (run := self.run(dag_id, run_id))["state"] in ENDED else None,
            within,
            lambda: f"{dag_id} {run_id} goes on\n{self.story(dag_id, run_id)}",
        )
        if run["state"] != state:
            raise Unexpected(f"{dag_id} {run_id} is {run['state']}\n{self.story(dag_id, run_id)}")
        return run

    def wait_backfill(self, number: int, *, within: float = 600) -> list[dict[str, Any]]:
        """Wait for a backfill; returns its runs, which have all succeeded."""
        backfill = self.call("GET", f"/backfills/{number}")
        dag_id, span = backfill["dag_id"], (backfill["from_date"], backfill["to_date"])

        def ours() -> list[dict[str, Any]]:
            found = self.runs(dag_id, run_type="backfill")
            return [run for run in found if span[0] <= run["logical_date"] <= span[1]]

        # Airflow marks the backfill itself as completed up to half a minute later.
        until(
            lambda: (found := ours()) and all(run["state"] in ENDED for run in found),
            within,
            lambda: f"backfill {number}: {[(run['dag_run_id'], run['state']) for run in ours()]}",
        )
        return [self.wait_run(dag_id, run["dag_run_id"]) for run in ours()]

    def wait_scheduled(self, dag_id: str, *, within: float = 300) -> dict[str, Any]:
        """Wait for the first scheduled run of a DAG to end well."""
        run = until(
            lambda: next(iter(self.runs(dag_id, run_type="scheduled")), None),
            within,
            lambda: f"{dag_id} was not scheduled",
        )
        return self.wait_run(dag_id, run["dag_run_id"], within=within)

    def story(self, dag_id: str, run_id: str) -> str:
        """Note, states and logs of a run, for a failed test."""
        parts = [str(self.run(dag_id, run_id)["note"])]
        for name, task in self.tasks(dag_id, run_id).items():
            parts.append(
                f"--- {name}: {task['state']}, attempt {task['try_number']}, {task['rendered_map_index']}"
            )
            if task["try_number"]:
                parts.append(self.log(dag_id, run_id, name, task["try_number"])[-6000:])
        return "\n".join(parts)


def until(look: Callable[[], Any], within: float, otherwise: Callable[[], str]) -> Any:
    """What ``look`` returns once it is true; raises what ``otherwise`` says when it takes too long."""
    end = time.monotonic() + within
    while not (found := look()):
        if time.monotonic() > end:
            raise Unexpected(otherwise())
        time.sleep(0.5)
    return found


class Live:
    """Newspapers and stack in one folder. ``down()`` leaves no process behind."""

    def __init__(self, folder: Path, *, until: date | None = None) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.dags = folder / "dags"
        self.last_day = until or datetime.now(UTC).date()
        self._patch = pytest.MonkeyPatch()
        self.newspapers = Newspapers(folder / "newspapers", "--until", str(self.last_day))
        self.slow = SlowPapers(folder / "slow")
        self.wire = Wire(folder / "wire", self.last_day - timedelta(days=30)) if PAGES.exists() else None
        self.fleet = Fleet(folder / "fleet")
        self.fleet.__enter__()
        self.fleet_sites = folder / "fleet_sites"
        """Empty until a test writes site files into it: their DAGs come about while the stack runs."""
        self.fleet_sites.mkdir(parents=True, exist_ok=True)
        self._airflow: Airflow | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    def up(self, *sites: Path, **environment: str) -> Self:
        """Start the stack on the demo sites, or on other folders of site files, with DAG files of its own."""
        wire = (self.wire.folder / "sites",) if self.wire else ()
        usual = (SITES, self.slow.sites, self.fleet_sites, *wire)
        shutil.copytree(TESTS.parent / "dags", self.dags, dirs_exist_ok=True)
        settings = {
            "CORANTO_HOME": str(self.home),
            "CORANTO_SITES": os.pathsep.join(map(str, sites or usual)),
            "CORANTO_DAGS": str(self.dags),
        }
        for name, value in (settings | self._connections() | environment).items():
            self._patch.setenv(name, value)
        self.start()
        return self

    def start(self) -> None:
        """Start what is not running."""
        up(self.home, pools={"crawls": 2}, progress=lambda step: print(step, file=sys.stderr, flush=True))

    def _connections(self) -> dict[str, str]:
        """What leads the crawls to our servers: the papers first, since the wire answers for every host."""
        servers = [self.newspapers, self.slow, *([self.wire] if self.wire else [])]
        authorities = self.folder / "authorities.pem"
        folders = [self.fleet.folder, *(server.folder for server in servers)]
        authorities.write_text("".join((folder / "ca.pem").read_text() for folder in folders))
        connect_to = ",".join((self.fleet.connect_to, *(server.ports["connect_to"] for server in servers)))
        return {"CORANTO_CONNECT_TO": connect_to, "CORANTO_CA_FILE": str(authorities)}

    @property
    def stack(self) -> Stack:
        """Archive, corpus and addresses."""
        return connect(self.home)

    @property
    def airflow(self) -> Airflow:
        """The REST API."""
        if self._airflow is None:
            stack = self.stack
            self._airflow = Airflow(stack.airflow_url, stack.home.secrets().passwords["admin"])
        return self._airflow

    def site(self, name: str) -> Site:
        """A site of the demo."""
        return Site.load(name, [SITES])

    def closed_day(self, name: str) -> date:
        """The local day that the first scheduled run closes."""
        return self.site(name).closed_day(datetime.now(UTC))

    def wait_dags(self, *ids: str, within: float = 120) -> None:
        """Wait until Airflow has read the DAG files."""
        until(
            lambda: set(ids) <= set(self.airflow.dags()),
            within,
            lambda: f"DAGs {set(ids) - set(self.airflow.dags())} missing; {self.airflow.import_errors()}",
        )

    def down(self) -> None:
        """Stop everything."""
        try:
            if self._airflow:
                self._airflow.close()
            if self.home.exists():
                down(self.home)
        finally:
            self.newspapers.stop()
            self.fleet.__exit__()
            self.slow.stop()
            if self.wire:
                self.wire.stop()
            self._patch.undo()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The whole stack, once for the session."""
    with Live(tmp_path_factory.mktemp("live")) as running:
        yield running.up()
