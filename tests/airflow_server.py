"""What Airflow's REST API says of backfills, by the rules found on 3.3: for the queueing of many, without its weight.

A run "crawls" by a function that the test gives. ``tests/test_fill_gaps.py`` does the same against the real one.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Run = Callable[[str, datetime], bool]
"""Takes DAG and day; True where the run ends well."""


@dataclass
class Backfill:
    """One of Airflow's."""

    id: int
    dag_id: str
    days: list[datetime]
    completed: bool = False
    paused: bool = False


@dataclass
class AirflowServer:
    """Answers on loopback; one run of every backfill ends at each :meth:`tick`."""

    days_of: Callable[[str, datetime, datetime], list[datetime]]
    run: Run
    backfills: list[Backfill] = field(default_factory=list)
    runs: dict[tuple[str, datetime], str] = field(default_factory=dict)
    paused: set[str] = field(default_factory=set)
    most: int = 0
    """Backfills with runs under way at once."""
    lag: bool = False
    """Airflow closes a backfill some time after its last run."""

    def __post_init__(self) -> None:
        handler = type("Handler", (_Handler,), {"airflow": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "AirflowServer":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def open(self, dag_id: str | None = None) -> list[Backfill]:
        """Backfills that Airflow has not closed."""
        return [b for b in self.backfills if not b.completed and dag_id in (None, b.dag_id)]

    def waiting(self, backfill: Backfill) -> list[datetime]:
        """Days whose run has not ended."""
        return [day for day in backfill.days if self.runs[backfill.dag_id, day] == "queued"]

    def tick(self) -> None:
        """One run of each backfill ends."""
        for backfill in self.open():
            waiting = self.waiting(backfill)
            if not waiting and not self.lag:
                backfill.completed = True
            elif waiting and not backfill.paused:
                well = self.run(backfill.dag_id, waiting[0])
                self.runs[backfill.dag_id, waiting[0]] = "success" if well else "failed"

    def create(self, body: dict[str, Any]) -> tuple[int, Any]:
        """POST /backfills."""
        first, last = (datetime.fromisoformat(body[key]) for key in ("from_date", "to_date"))
        if self.open(body["dag_id"]):
            return 409, {"detail": f"There is already a running backfill for dag {body['dag_id']}"}
        made = Backfill(len(self.backfills) + 1, body["dag_id"], self.days_of(body["dag_id"], first, last))
        again = body["reprocess_behavior"] == "completed"
        for day in made.days:
            if again or (made.dag_id, day) not in self.runs:
                self.runs[made.dag_id, day] = "queued"
        self.backfills.append(made)
        self.most = max(self.most, len([b for b in self.open() if self.waiting(b)]))
        return 200, {"id": made.id}

    def act(self, number: int, action: str) -> tuple[int, Any]:
        """PUT /backfills/N/pause, unpause, cancel."""
        backfill = self.backfills[number - 1]
        if backfill.completed:
            return 409, {"detail": "Backfill is already completed."}
        backfill.paused = action != "unpause"
        if action == "cancel":
            backfill.completed = True
            for day in backfill.days:
                if self.runs[backfill.dag_id, day] == "queued":
                    self.runs[backfill.dag_id, day] = "failed"
        return 200, {"id": number}


class _Handler(BaseHTTPRequestHandler):
    airflow: AirflowServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.startswith("/auth/token"):
            ok = body == {"username": "admin", "password": "secret"}
            self._say(201 if ok else 401, {"access_token": "token"})
        elif self._allowed():
            self._say(*self.airflow.create(body))

    def do_PUT(self) -> None:
        *_, number, action = urlsplit(self.path).path.split("/")
        if self._allowed():
            self._say(*self.airflow.act(int(number), action))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        place = [unquote(p) for p in parts.path.removeprefix("/api/v2/").split("/")]
        asked = {k: v[0] for k, v in parse_qs(parts.query).items()}
        if not self._allowed():
            return None
        if place[0] == "backfills":
            done = self.airflow.backfills[int(place[1]) - 1].completed
            return self._say(200, {"completed_at": "2026-01-01T00:00:00Z" if done else None})
        if len(place) == 2:
            return self._say(200, {"is_paused": place[1] in self.airflow.paused})
        first, last = (datetime.fromisoformat(asked[f"logical_date_{edge}"]) for edge in ("gte", "lte"))
        runs = [
            {"logical_date": day.isoformat(), "state": state}
            for (dag, day), state in self.airflow.runs.items()
            if dag == place[1] and first <= day <= last
        ]
        page = runs[int(asked["offset"]) : int(asked["offset"]) + 2]  # small pages, so that all are asked for
        return self._say(200, {"dag_runs": page, "total_entries": len(runs)})

    def _allowed(self) -> bool:
        if self.headers.get("Authorization") == "Bearer token":
            return True
        self._say(401, {"detail": "Not authenticated"})
        return False

    def _say(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""
