"""Airflow's REST API as far as backfills need it: plain HTTP, no import of Airflow."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPException
from typing import Any, Never
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from pipelines.errors import AccessDenied, AirflowError, BackfillRefused

ENDED = frozenset({"success", "failed"})
SECONDS = 60.0
_OPEN = build_opener(ProxyHandler({}))


def call(
    url: str, token: str, body: Mapping[str, Any] | None = None, *, method: str, seconds: float = SECONDS
) -> Any:
    """One call of Airflow's API as whoever has the token. Raises as urllib does."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    data = json.dumps(body).encode() if body is not None else None
    request = Request(url, data=data, headers=headers, method=method)  # noqa: S310 - an address of the operator's own
    with _OPEN.open(request, timeout=seconds) as answer:
        return json.loads(answer.read() or b"null")


@dataclass(slots=True)
class AirflowApi:
    """One account of one Airflow; logs in when it has to."""

    url: str
    user: str
    password: str = field(repr=False)
    _token: str = field(default="", repr=False)

    def create(self, dag_id: str, first: datetime, last: datetime, **fields: Any) -> int:
        """Start a backfill of the runs whose day begins from ``first`` to ``last``, both included; its number.

        BackfillRefused where Airflow has another one of this DAG under way (it allows one).
        """
        body = {"dag_id": dag_id, "from_date": first.isoformat(), "to_date": last.isoformat(), **fields}
        return int(self._call("POST", "/backfills", body)["id"])

    def is_complete(self, number: int) -> bool:
        """Has Airflow closed this backfill? It says so up to half a minute after its last run."""
        return self._call("GET", f"/backfills/{number}")["completed_at"] is not None

    def act(self, number: int, action: str) -> None:
        """``pause``, ``unpause`` or ``cancel`` a backfill; one that has ended stays as it is."""
        try:
            self._call("PUT", f"/backfills/{number}/{action}")
        except BackfillRefused:
            return

    def states(self, dag_id: str, first: datetime, last: datetime) -> dict[datetime, str]:
        """State of each run whose day begins from ``first`` to ``last``, by that instant."""
        asked: dict[str, Any] = {"logical_date_gte": first.isoformat(), "limit": 100}
        asked["logical_date_lte"] = last.isoformat()
        found: dict[datetime, str] = {}
        while True:
            answer = self._call("GET", f"/dags/{quote(dag_id)}/dagRuns", offset=len(found), **asked)
            runs = answer["dag_runs"]
            found |= {datetime.fromisoformat(run["logical_date"]): run["state"] for run in runs}
            if not runs or len(found) >= answer["total_entries"]:
                return found

    def is_paused(self, dag_id: str) -> bool:
        """Is a DAG paused? No run of it starts then, of a backfill neither."""
        return bool(self._call("GET", f"/dags/{quote(dag_id)}")["is_paused"])

    def host(self, connection: str) -> str:
        """The host of a connection; empty where there is no such connection."""
        found = self._call("GET", "/connections", connection_id_pattern=connection)["connections"]
        return next((one["host"] or "" for one in found if one["connection_id"] == connection), "")

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
        for retry in (True, False):
            try:
                return self._ask(method, f"/api/v2{path}?{urlencode(query)}", body)
            except AccessDenied:
                if not retry:
                    raise
            login = {"username": self.user, "password": self.password}
            self._token = self._ask("POST", "/auth/token", login)["access_token"]
        raise AssertionError

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            return call(f"{self.url.rstrip('/')}{path}", self._token, body, method=method)
        except HTTPError as e:
            _raise(method, path, e.code, e.read().decode("utf-8", "replace")[:300])
        except (URLError, OSError, HTTPException) as e:
            raise AirflowError(f"{self.url}: Airflow does not answer: {e}; is the stack up?") from e


def _raise(method: str, path: str, status: int, said: str) -> Never:
    what = f"{method} {path.partition('?')[0]}: {status} {said}"
    if status in (401, 403):
        raise AccessDenied(f"{what}; this account may not do that")
    if status == 409:
        raise BackfillRefused(what)
    raise AirflowError(what)
