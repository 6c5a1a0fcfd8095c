"""Whether the parts answer, asked of the parts themselves."""

import contextlib
import http.client
import json
from datetime import datetime
from typing import Any

from pipelines.settings import Home
from pipelines.stack import groups, ports
from pipelines.stack.environment import database_url
from pipelines.stack.parts import Part
from pipelines.stack.supervise import State

HEARTBEATS = {"scheduler": "scheduler", "dag-processor": "dag_processor"}
"""Parts without an address of their own, and their name in Airflow's health report."""


def ask(port: int, path: str, seconds: float = 3.0) -> tuple[int, bytes]:
    """GET from the loopback interface, past any proxy: status and body; status 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    with contextlib.closing(connection):
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""


def answers(home: Home, part: Part, state: State) -> bool:
    """Whether a part is running and does what it is there for."""
    if state.state not in ("RUNNING", "STARTING"):
        return False
    numbers: dict[str, int] = home.stack["ports"]
    if part.name == "postgres":
        return postgres_answers(home)
    if part.name in HEARTBEATS:
        return has_heartbeat(numbers["airflow"], part.name, state.started)
    if part.name == "seaweedfs" and not ask(numbers["catalog"], "/v1/config?warehouse=s3://corpus")[0]:
        return False
    if part.port is None:
        return state.state == "RUNNING"
    # A port is a name of ours, or for a caller's own part the number itself.
    port = int(part.port) if part.port.isdigit() else numbers[part.port]
    return 0 < ask(port, part.path)[0] < 500 and is_ours(port, state)


def is_ours(port: int, state: State) -> bool:
    """Whether the listener belongs to our supervisor's session: another stack may answer on the port."""
    listener, part = ports.listener(port), groups.look(state.pid)
    return listener is not None and part is not None and listener.session == part.session


def postgres_answers(home: Home) -> bool:
    """Whether the database takes a query."""
    import psycopg2

    url = database_url(home).replace("postgresql+psycopg2", "postgresql").replace("@/airflow", "@/postgres")
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def has_heartbeat(port: int, name: str, since: float) -> bool:
    """Whether Airflow heard of this start of a scheduler or DAG processor; an older one's mark is no proof."""
    status, body = ask(port, "/api/v2/monitor/health")
    if status != 200:
        return False
    report: dict[str, Any] = json.loads(body).get(HEARTBEATS[name]) or {}
    stamp = report.get(f"latest_{HEARTBEATS[name]}_heartbeat")
    if report.get("status") != "healthy" or not stamp:
        return False
    return datetime.fromisoformat(stamp).timestamp() >= since
