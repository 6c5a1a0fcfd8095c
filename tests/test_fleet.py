"""Gaps of many sites: what is one, what is started, and what pause, cancel and a refusal do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import fleet_papers
import pytest
from airflow_server import AirflowServer
from test_rests import manifest

from pipelines.archive import Archive, open_archive
from pipelines.archive.manifests import new_id, put_manifest
from pipelines.archive.unit import Interval, Unit
from pipelines.errors import AccessDenied, AirflowError, ConfigError, QueryError
from spiders import fleet
from spiders.airflow_api import AirflowApi
from spiders.choice import members, select
from spiders.gaps import states, tally
from spiders.site import Site, sites

SINCE, UNTIL = date(2026, 3, 28), date(2026, 3, 31)
"""Over the day on which clocks go forward in Europe."""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "archive")


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Site, ...]:
    fleet_papers.write_sites(tmp_path / "sites", 100)
    return sites([tmp_path / "sites"])


def cover(archive: Archive, site: Site, interval: Interval, *, complete: bool = True) -> None:
    """A crawl of a day, as far as the archive knows."""
    made = replace(manifest(0), id=new_id(), unit=Unit.of(site.id, interval), kind="days", complete=complete)
    put_manifest(archive, made)


@pytest.fixture
def airflow(archive: Archive, papers: tuple[Site, ...]) -> Iterator[AirflowServer]:
    by_dag = {f"days_{site.id}": site for site in papers}

    def days_of(dag: str, first: datetime, last: datetime) -> list[datetime]:
        site = by_dag[dag]
        return [i.start for i in site.days(site.local_day(first), site.local_day(last) + timedelta(days=1))]

    def run(dag: str, day: datetime) -> bool:
        cover(archive, by_dag[dag], by_dag[dag].day(by_dag[dag].local_day(day)))
        return True

    with AirflowServer(days_of, run) as server:
        yield server


def api(server: AirflowServer, password: str = "secret") -> AirflowApi:
    return AirflowApi(server.url, "admin", password)


def to_its_end(archive: Archive, server: AirflowServer, name: str, most: int = 500) -> fleet.Filling:
    for _ in range(most):
        filling = fleet.step(archive, api(server), name)
        if filling.ended:
            return filling
        server.tick()
    raise AssertionError(f"after {most} steps: {filling.counts}")


def test_an_outage_of_three_days_of_a_hundred_sites_is_closed_by_one_action(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    plan = fleet.plan(archive, papers, SINCE, UNTIL)
    assert (plan.days, len(plan.sites)) == (300, 100)
    assert all(len(site.stretches) == 1 for site in plan.sites)  # over the change of clocks, too
    filling = to_its_end(archive, airflow, fleet.start(archive, plan, at_once=5).id)
    assert filling.counts == {"done": 100}
    assert filling.days == (300, 300)
    assert airflow.most <= 5 + 1
    for site in papers:
        assert tally(states(archive, site, site.days(SINCE, UNTIL))) == {
            "complete": 3,
            "failed": 0,
            "missing": 0,
        }
    assert fleet.plan(archive, papers, SINCE, UNTIL).days == 0


@pytest.mark.parametrize(
    ("what", "wanted"), [("missing", [29, 30]), ("failed", [29]), ("everything", [28, 29, 30])]
)
def test_a_gap_is_what_no_complete_crawl_covers(
    what: fleet.What, wanted: list[int], archive: Archive, papers: tuple[Site, ...]
) -> None:
    site = papers[0]
    first, second, _ = site.days(SINCE, UNTIL)
    cover(archive, site, first, complete=False)
    cover(archive, site, first)
    cover(archive, site, second, complete=False)
    (gaps,) = fleet.plan(archive, [site], SINCE, UNTIL, what).sites
    assert [day.day for day in gaps.days] == wanted
    assert (gaps.complete, gaps.failed, gaps.missing) == (1, 1, 1)


def test_only_the_days_that_lack_something_are_run(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    site = papers[0]
    days = site.days(date(2026, 3, 25), date(2026, 4, 2))
    for n in (2, 5):
        cover(archive, site, days[n])
    plan = fleet.plan(archive, [site], "2026-03-25", "2026-04-02")
    assert [count for _, _, count in plan.sites[0].stretches] == [2, 2, 2]
    to_its_end(archive, airflow, fleet.start(archive, plan).id)
    assert sorted(day for _, day in airflow.runs) == [i.start for n, i in enumerate(days) if n not in (2, 5)]
    assert airflow.most == 1  # one site: one backfill at a time, since Airflow takes no second


def test_whoever_is_refused_waits_in_the_queue_and_says_so(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    site = papers[0]
    other = site.day(date(2026, 1, 5)).start
    api(airflow).create(f"days_{site.id}", other, other, reprocess_behavior="none")
    filling = fleet.start(archive, fleet.plan(archive, [site], SINCE, UNTIL))
    (part,) = fleet.step(archive, api(airflow), filling.id).parts
    assert part.state == "waiting"
    assert "another backfill" in (part.note or "")
    assert "queued" in (part.note or "")
    assert to_its_end(archive, airflow, filling.id).counts == {"done": 1}


def test_a_paused_dag_waits_and_is_named(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    airflow.paused.add(f"days_{papers[0].id}")
    filling = fleet.start(archive, fleet.plan(archive, papers[:2], SINCE, UNTIL))
    waiting, running = fleet.step(archive, api(airflow), filling.id).parts
    assert (waiting.state, running.state) == ("waiting", "running")
    assert "is paused" in (waiting.note or "")


def test_pause_starts_nothing_more_and_resume_goes_on(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    filling = fleet.start(archive, fleet.plan(archive, papers[:6], SINCE, UNTIL), at_once=2)
    fleet.step(archive, api(airflow), filling.id)
    assert fleet.pause(archive, api(airflow), filling.id).paused
    for _ in range(5):
        airflow.tick()
        fleet.step(archive, api(airflow), filling.id)
    assert len(airflow.backfills) == 2
    assert all(backfill.paused for backfill in airflow.backfills)
    fleet.resume(archive, api(airflow), filling.id)
    assert to_its_end(archive, airflow, filling.id).counts == {"done": 6}


def test_cancel_gives_up_what_waits_and_keeps_what_is_done(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    filling = fleet.start(archive, fleet.plan(archive, papers[:6], SINCE, UNTIL), at_once=2)
    fleet.step(archive, api(airflow), filling.id)
    airflow.tick()
    fleet.cancel(archive, api(airflow), filling.id)
    ended = fleet.step(archive, api(airflow), filling.id)
    assert (ended.cancelled, ended.ended, ended.counts) == (True, True, {"cancelled": 6})
    assert len(airflow.backfills) == 2
    left = fleet.plan(archive, papers[:6], SINCE, UNTIL)
    assert left.days == 16  # two days were done; filling again does the rest


def test_a_failed_day_stops_no_other_and_is_named(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    bad, well = papers[0], airflow.run

    def run(dag: str, day: datetime) -> bool:
        return (dag, day) != (f"days_{bad.id}", bad.day(date(2026, 3, 29)).start) and well(dag, day)

    airflow.run = run
    filling = fleet.start(archive, fleet.plan(archive, papers[:3], SINCE, UNTIL))
    ended = to_its_end(archive, airflow, filling.id)
    assert ended.counts == {"incomplete": 1, "done": 2}
    assert "1 days did not end well" in (ended.parts[0].note or "")
    airflow.run = well
    again = fleet.plan(archive, papers[:3], SINCE, UNTIL)
    assert [site.days for site in again.sites] == [(date(2026, 3, 29),), (), ()]
    assert to_its_end(archive, airflow, fleet.start(archive, again).id).counts == {"done": 1}


def test_a_backfill_is_over_with_its_last_run_though_airflow_says_so_later(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    airflow.lag = True
    filling = fleet.start(archive, fleet.plan(archive, papers[:4], SINCE, UNTIL), at_once=1)
    assert to_its_end(archive, airflow, filling.id, most=20).counts == {"done": 4}


def test_the_same_name_goes_on_with_what_there_is(archive: Archive, papers: tuple[Site, ...]) -> None:
    plan = fleet.plan(archive, papers[:2], SINCE, UNTIL)
    first = fleet.start(archive, plan, name="run-1")
    assert fleet.start(archive, fleet.plan(archive, papers[:9], SINCE, UNTIL), name="run-1") == first
    assert fleet.fillings(archive) == (first,)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 100), ("country:FR", 20), ("country:fr,JP", 40), ("country:fr country:JP", 0), ("collection:few", 2), ("collection:few -site:paper003", 1), ("type:newspaper country:EG", 20),
        ("paper003, paper007", 2), ("type:magazine", 0), ("language:en paper001", 1),
    ],
)  # fmt: skip
def test_sites_are_chosen_by_what_their_files_say(query: str, count: int, papers: tuple[Site, ...]) -> None:
    assert len(select(papers, query, lambda _: frozenset({"paper003", "paper007"}))) == count


@pytest.mark.parametrize("call", [
    lambda a, p: select(p, "colour:red", members(a)),
    lambda a, p: select(p, "collection:none", members(a)),
    lambda a, p: fleet.plan(a, p[:1], "yesterday", "2026-01-01"),
    lambda a, p: fleet.plan(a, p[:1], "2026-01-02", "2026-01-01"),
    lambda a, p: fleet.progress(a, "nothing"),
])  # fmt: skip
def test_a_wrong_wish_is_one_clear_line(call: Any, archive: Archive, papers: tuple[Site, ...]) -> None:
    with pytest.raises((ConfigError, QueryError)) as error:
        call(archive, papers)
    assert "\n" not in str(error.value)


def test_an_airflow_that_says_no_or_nothing_is_a_note_and_no_crash(
    archive: Archive, papers: tuple[Site, ...], airflow: AirflowServer
) -> None:
    with pytest.raises(AccessDenied):
        api(airflow, "wrong").is_paused("days_paper000")
    with pytest.raises(AirflowError, match="does not answer"):
        AirflowApi("http://127.0.0.1:1", "admin", "secret").is_paused("days_paper000")
    filling = fleet.start(archive, fleet.plan(archive, papers[:1], SINCE, UNTIL))
    dead = fleet.step(archive, AirflowApi("http://127.0.0.1:1", "admin", "secret"), filling.id)
    assert "does not answer" in (dead.parts[0].note or "")
