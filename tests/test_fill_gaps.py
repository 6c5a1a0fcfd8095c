"""Gaps of many sites filled by one action, on the real stack: Airflow, its API, archive and corpus."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import fleet_papers
import pytest
from live import Live, until
from measured import note
from moments import SOAK

from spiders.fleet import fillings
from spiders.gaps import states, tally
from spiders.site import Site

pytestmark = [pytest.mark.stack, pytest.mark.long, pytest.mark.timeout(14_000 if SOAK else 2400)]
COUNT = 100 if SOAK else 5
DAYS = 3


@pytest.fixture(scope="module")
def papers(live: Live) -> list[Site]:
    """Registered while the stack runs, and unpaused as an operator's sites are."""
    names = fleet_papers.write_sites(live.fleet_sites, COUNT)
    dags = [f"days_{name}" for name in names]
    until(
        lambda: known(live, dags),
        600,
        lambda: f"not all DAGs of {COUNT} papers; {live.airflow.import_errors()}",
    )
    for dag in dags:
        live.airflow.unpause(dag)
    return [Site.load(name, [live.fleet_sites]) for name in names]


def known(live: Live, dags: list[str]) -> bool:
    found: set[str] = set()
    while batch := live.airflow.call(
        "GET", "/dags", limit=100, offset=len(found), dag_id_pattern="days_paper"
    )["dags"]:
        found |= {dag["dag_id"] for dag in batch}
    return set(dags) <= found


def fill(live: Live, **form: Any) -> dict[str, Any]:
    run = live.airflow.trigger("fill_gaps", {"sites": "type:newspaper " + " ".join(form.pop("ids")), **form})
    return live.airflow.wait_run("fill_gaps", run, within=13_000 if SOAK else 1800)


def test_one_action_closes_all_gaps_of_an_outage(live: Live, papers: list[Site]) -> None:
    """Three days in which nothing ran, of all papers."""
    last = (datetime.now(UTC) - timedelta(days=4)).date()
    days = fleet_papers.days_before(last, DAYS)
    span = {"since": str(days[0]), "until": str(last), "ids": [site.id for site in papers]}
    archive = live.stack.archive
    lacking = [tally(states(archive, site, site.days(days[0], last))) for site in papers]
    assert all(found["complete"] == 0 for found in lacking)  # the twin: nothing had closed them
    planned = fill(live, dry_run=True, **span)
    assert f"{COUNT * DAYS} days of {COUNT} of {COUNT} sites" in planned["note"]
    began = time.monotonic()
    done = fill(live, **span)
    seconds = time.monotonic() - began
    assert f"{COUNT * DAYS} of {COUNT * DAYS} days" in done["note"]
    for site in papers:
        assert tally(states(archive, site, site.days(days[0], last)))["complete"] == DAYS, site.id
    for n, site in enumerate(papers):
        wanted = sorted(url for day in days for url in fleet_papers.urls(n, day))
        sql = f"select url from current where site = '{site.id}' and day >= '{days[0]}' and day < '{last}' order by url"
        assert [row["url"] for row in live.stack.corpus.sql(sql).to_pylist()] == wanted
    asked = [path for path in live.fleet.asked if "story" in path]
    assert len(asked) == len(set(asked))
    note("test", "gaps filled by one action", f"{COUNT} sites x {DAYS} days in {seconds:.0f} s")


def test_the_same_action_again_finds_nothing_to_do(live: Live, papers: list[Site]) -> None:
    last = (datetime.now(UTC) - timedelta(days=4)).date()
    since = fleet_papers.days_before(last, DAYS)[0]
    before = len(live.fleet.asked)
    done = fill(live, since=str(since), until=str(last), ids=[site.id for site in papers])
    assert "nothing to do" in done["note"]
    assert len(live.fleet.asked) == before
    assert json.dumps([filling.id for filling in fillings(live.stack.archive)])
    assert all(filling.ended for filling in fillings(live.stack.archive))


def test_a_dry_run_shows_the_plan_and_the_backfill_keeps_to_it_while_a_poll_comes_first(live: Live) -> None:
    """Three days of the Courier: planned, backfilled, and its scheduled poll in the middle of it."""
    site = live.site("umibe")
    last = live.closed_day("umibe") - timedelta(days=9)
    days = [last - timedelta(days=n) for n in (2, 1, 0)]
    live.airflow.unpause("days_umibe")
    live.airflow.wait_scheduled("days_umibe", within=900)
    form = {"since": str(days[0]), "until": str(last + timedelta(days=1)), "dry_run": True}
    planned = live.airflow.wait_run("days_umibe", live.airflow.trigger("days_umibe", form), within=900)
    truth = [a for day in days for a in live.newspapers.ledger("umibe", day)]
    assert (
        f"plan of 3 days: {len(truth) + 3} known" in planned["note"]
    )  # and the page that robots.txt closes, each day
    assert f"{len(truth)} to fetch" in planned["note"]
    before = len(live.newspapers.answers())
    number = live.airflow.backfill("days_umibe", days[0], last, site.zone)
    began = time.monotonic()
    live.airflow.unpause("poll_umibe")
    live.airflow.wait_scheduled("poll_umibe", within=900)
    live.airflow.pause("poll_umibe")
    waited = time.monotonic() - began
    runs = live.airflow.wait_backfill(number, within=1800)
    assert waited < 600 + 300  # ten minutes at most for its turn, and its own work
    notes = [run["note"] for run in runs]
    per_day = [len(live.newspapers.ledger("umibe", day)) for day in days]
    assert all(f"of the plan {n} of {n} articles" in text for n, text in zip(per_day, notes, strict=True)), (
        notes
    )
    asked = [a["path"] for a in live.newspapers.answers()[before:]]
    articles = {a["url"].partition("example")[2] for a in truth}
    assert all(asked.count(path) == 1 for path in articles)
    assert not [path for path in asked if path in {f"/archives/{day:%Y/%m/%d}/" for day in days}]
