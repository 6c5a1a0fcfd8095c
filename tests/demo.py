"""``make demo``: the whole job once, on this machine, and where to click afterwards.

Starts the stack with the two invented newspapers, lets Airflow close yesterday, backfill five days and import
raw dumps, and prints what is kept. Run again it starts what is stopped and makes nothing new.
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import demo_dumps
from demo_papers import PAPERS
from live import Airflow, free_port, until
from web_server import Ports, connect_to, remembered

from pipelines.errors import CorantoError
from pipelines.settings import Home, Stack, connect
from pipelines.stack import up
from spiders.cli import CRAWLS
from spiders.site import Site

TESTS = Path(__file__).parent
DAYS = 5
"""Past days that the demo backfills, up to the day before the one that the schedule closes."""
AHEAD = timedelta(days=7)
"""So long the newspapers go on appearing after the first start."""
PATIENCE = 600.0
BEGIN = time.monotonic()


def say(text: str) -> None:
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - BEGIN:6.1f} s  {text}", file=sys.stderr, flush=True)


def newspapers(folder: Path) -> tuple[Ports, str]:
    """Ports of the newspapers and the last day they print: as at the first start in this folder."""
    known = remembered(folder)
    ports = known if known.http else Ports(http=free_port(), https=free_port())
    file = folder / "ports.json"
    last = json.loads(file.read_text())["until"] if file.exists() else str(datetime.now(UTC).date() + AHEAD)
    return ports, last


def start(home: Home) -> Stack:
    """The stack with the newspapers as one more part of it."""
    folder = home.path / "newspapers"
    ports, last = newspapers(folder)
    os.environ |= {
        "CORANTO_HOME": str(home.path),
        "CORANTO_SITES": str(TESTS / "demo_sites"),
        "CORANTO_CONNECT_TO": connect_to(tuple(p.host for p in PAPERS), ports),
        "CORANTO_CA_FILE": str(folder / "ca.pem"),
    }
    command = [sys.executable, str(TESTS / "demo_server.py"), "--state", str(folder), "--until", last]
    command += ["--now", "real", "--port", str(ports.http), "--tls-port", str(ports.https)]
    up(
        home,
        pools={"crawls": CRAWLS},
        parts={"newspapers": command},
        progress=lambda s: say(f"{s.part} {s.state}"),
    )
    return connect(home.path)


def crawl(airflow: Airflow) -> None:
    """Yesterday by schedule and five days by backfill, for both papers; what was done is not done again."""
    sites = [Site.load(paper.id, [TESTS / "demo_sites"]) for paper in PAPERS]
    names = [f"days_{site.id}" for site in sites]
    until(
        lambda: {*names, "import_dumps"} <= set(airflow.dags()),
        PATIENCE,
        lambda: f"no DAGs: {airflow.import_errors()}",
    )
    for site, name in zip(sites, names, strict=True):
        airflow.unpause(name)
        if not airflow.call("GET", "/backfills", dag_id=name)["backfills"]:
            last = site.closed_day(datetime.now(UTC)) - timedelta(days=1)
            number = backfill(airflow, site, last)
            say(f"{name}: backfill {number} of the {DAYS} days to {last}")
    for name in names:
        wait_for_all(airflow, name)


def backfill(airflow: Airflow, site: Site, last: date) -> int:
    """Ask Airflow for the days as an operator does in its dialog."""
    return airflow.backfill(f"days_{site.id}", last - timedelta(days=DAYS - 1), last, site.zone)


def wait_for_all(airflow: Airflow, name: str) -> None:
    """Wait until every run of a DAG has ended, saying what each brought."""
    told: set[str] = set()

    def done() -> bool:
        runs = airflow.runs(name)
        for run in runs:
            if run["state"] in {"success", "failed"} and run["dag_run_id"] not in told:
                told.add(run["dag_run_id"])
                said = [
                    line.strip("* ").replace("\\", "")
                    for line in (run["note"] or "").splitlines()
                    if line.startswith("* ")
                ]
                say(f"{name} {(run['data_interval_start'] or '')[:16]} {run['state']} {'; '.join(said)}")
        return len(runs) > DAYS and len(told) == len(runs)

    until(
        done,
        PATIENCE,
        lambda: f"{name}: {len(told)} runs ended, others go on; look into Airflow at {airflow.url}",
    )


def dumps(airflow: Airflow, home: Home) -> None:
    """Import a folder of raw dumps once."""
    folder = home.path / "dumps"
    if airflow.runs("import_dumps"):
        return
    demo_dumps.write(folder)
    say(f"import_dumps: {len(list(folder.iterdir()))} files")
    run = airflow.trigger("import_dumps", {"source": str(folder), "site": "_"})
    airflow.wait_run("import_dumps", run, within=PATIENCE)


def report(stack: Stack) -> None:
    """What is kept now, and where to look at it."""
    corpus, secrets = stack.corpus, stack.home.secrets()
    articles = corpus.count(fresh=True)
    kept = [o for o in stack.archive.objects.list("warc/") if o.key.endswith(".warc.gz")]
    rows = {
        name: corpus.sql(f"select count(*) n from {name}").to_pylist()[0]["n"]
        for name in ("captures", "articles", "rejected")
    }
    languages = ", ".join(f"{n} {language}" for language, n in corpus.count(by="language"))  # type: ignore[union-attr]
    print(f"""
In the archive   {len(kept)} WARC files, {sum(o.size for o in kept) / 1e6:.1f} MB
In the corpus    {articles} articles ({languages});
                 rows: {", ".join(f"{n} {name}" for name, n in rows.items())}

Airflow          {stack.airflow_url}   user admin, password {secrets.passwords["admin"]}
Search           {stack.search_url}
Command line     .venv/bin/coranto status · search · count · sql · down    (home: {stack.home.path})
""")


def main() -> int:
    """Run the demo; one line and status 1 where something ends otherwise."""
    home = Home()
    try:
        stack = start(home)
        airflow = Airflow(stack.airflow_url, stack.home.secrets().passwords["admin"])
        dumps(airflow, home)
        crawl(airflow)
        report(stack)
    except (CorantoError, AssertionError) as e:
        print(f"demo: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
