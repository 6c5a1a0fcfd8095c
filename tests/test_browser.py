"""What an operator does, in a real browser: find a failed site on *Sources*, fill its gap in Airflow's own dialog, clear a run."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from live import Live, until
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.stack, pytest.mark.timeout(1500)]
PAPER = "umibe"
DAYS = f"days_{PAPER}"
PATIENCE = 240_000
"""Milliseconds for a page on a busy machine."""
DIALOG = "[role=dialog][data-state=open][aria-modal=true]"


@pytest.fixture(scope="module")
def page(browser: Browser, live: Live) -> Page:
    """A page that is logged in as an operator."""
    made = browser.new_page(locale="en-US", timezone_id="UTC", viewport={"width": 1280, "height": 800})
    made.set_default_timeout(PATIENCE)
    made.goto(live.stack.airflow_url)
    made.fill("input[name=username]", "admin")
    made.fill("input[name=password]", live.stack.home.secrets().passwords["admin"])
    made.get_by_role("button", name="Sign in").click()
    made.get_by_role("link", name="Sources").first.wait_for()
    return made


@pytest.fixture(scope="module")
def failed(live: Live) -> date:
    """A day of the paper that failed because it was down; the days around it were never crawled."""
    live.wait_dags(DAYS)
    live.airflow.unpause(DAYS)
    live.airflow.wait_scheduled(DAYS, within=600)
    day = live.closed_day(PAPER) - timedelta(days=3)
    live.newspapers.close(PAPER)
    zone = live.site(PAPER).zone
    live.airflow.backfill(DAYS, day, day, zone)
    run = until(lambda: runs(live), 120, lambda: "no backfill run")[0]
    state = ("up_for_retry", "failed")
    until(
        lambda: live.airflow.tasks(DAYS, run)["crawl"]["state"] in state,
        300,
        lambda: live.airflow.story(DAYS, run),
    )
    # An operator who does not want to wait for four retries.
    live.airflow.call("PATCH", f"/dags/{DAYS}/dagRuns/{quote(run)}", {"state": "failed"})
    live.newspapers.close(PAPER, shut=False)
    return day


def runs(live: Live) -> list[str]:
    return [run["dag_run_id"] for run in live.airflow.runs(DAYS, run_type="backfill")]


def sources(page: Page, live: Live, question: str) -> Any:
    """The page *Sources* in Airflow's frame, filtered for one site."""
    page.goto(f"{live.stack.airflow_url}/plugin/coranto-sources")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Filter").fill(question)
    frame.get_by_role("button", name="Show").click()
    frame.get_by_role("row").nth(2).wait_for(
        state="detached"
    )  # the page of all sites stands until the next one is there
    frame.get_by_role("row").nth(1).wait_for()
    return frame


def backfill(page: Page, live: Live, span: tuple[date, date], behaviour: str) -> None:
    """Airflow's own dialog, from one local day to another, both included."""
    until(lambda: not live.airflow.unfinished_backfills(DAYS), 120, lambda: "a backfill goes on")
    page.goto(f"{live.stack.airflow_url}/dags/{DAYS}")
    page.get_by_role("button", name="Trigger").first.click()
    dialog = page.locator(DIALOG)
    dialog.get_by_text("Backfill", exact=True).first.click()
    # A day of Asia/Tokyo begins at 15:00 UTC of the day before.
    for day in (span[0] - timedelta(days=1), span[1]):
        dialog.get_by_text("Select date and time").first.click()
        chosen = page.locator("[data-scope=popover][data-state=open]").last
        for place, text in (("YYYY/MM/DD", f"{day:%Y/%m/%d}"), ("HH:mm", "00:00")):
            field = chosen.get_by_placeholder(place)
            field.fill(text)
            field.press("Enter")
        page.get_by_text("Date Range").click()
    dialog.get_by_text(behaviour, exact=True).click()
    page.screenshot(path=live.folder / "backfill.png")
    # Typed without "Override parameters", which Airflow drops: it must do no harm.
    dialog.locator("[name=element_since]").fill("2026-01-01")
    dialog.get_by_role("button", name="Run Backfill").click()
    dialog.wait_for(state="detached")
    found = live.airflow.call("GET", "/backfills", dag_id=DAYS, order_by="-id")["backfills"]
    live.airflow.wait_backfill(max(one["id"] for one in found), within=900)


def printed(live: Live, day: date) -> int:
    return sum(a["expected"] == "record" for a in live.newspapers.ledger(PAPER, day))


def kept(live: Live, day: date) -> int:
    rows = live.stack.corpus.sql(f"select count(*) n from current where site = '{PAPER}' and day = '{day}'")
    return int(rows.to_pylist()[0]["n"])


def test_nobody_sees_sources_without_a_log_in(live: Live) -> None:
    for path in ("sources", "sources.css", "sources/gap?site=herald", "openapi.json", "docs", "nothing"):
        answer = httpx.get(f"{live.stack.airflow_url}/coranto/{path}", trust_env=False, timeout=60)
        assert answer.status_code in (401, 404), path
        assert "herald" not in answer.text
    for path in ("sources/gap", "sources/fleet"):
        answer = httpx.post(f"{live.stack.airflow_url}/coranto/{path}", trust_env=False, timeout=60)
        assert answer.status_code == 401, path


def test_a_failed_site_is_found_on_sources_with_its_gap_and_its_reason(
    live: Live, page: Page, failed: date, tmp_path: Path
) -> None:
    frame = sources(page, live, f"country:JP site:{PAPER}")
    row = frame.get_by_role("row").nth(1)
    assert PAPER in row.inner_text()
    assert f"3 days from {failed}" in row.inner_text()
    (wrong,) = [one for one in live.stack.corpus.coverage(PAPER) if one.at == failed]
    assert not wrong.complete
    row.get_by_role("link", name=f"from {failed}").click()
    frame.get_by_role("button", name="Start the backfill").wait_for()
    assert frame.get_by_label("From (day)").input_value() == str(failed)
    assert frame.locator("select[name=mode]").input_value() == "failed"
    page.screenshot(path=tmp_path / "gap.png")


def test_missing_and_errored_runs_fill_the_day_that_failed(live: Live, page: Page, failed: date) -> None:
    backfill(page, live, (failed, failed), "Missing and Errored Runs")
    assert kept(live, failed) == printed(live, failed) > 0


def test_missing_runs_fill_the_rest_and_leave_what_is_there(live: Live, page: Page, failed: date) -> None:
    last = failed + timedelta(days=2)
    backfill(page, live, (failed, last), "Missing Runs")
    assert len(runs(live)) == 3
    for day in (failed, failed + timedelta(days=1), last):
        assert kept(live, day) == printed(live, day), day


def test_all_runs_again_ask_for_no_article(live: Live, page: Page, failed: date) -> None:
    before = len(live.newspapers.answers())
    backfill(page, live, (failed, failed + timedelta(days=1)), "All Runs")
    assert articles_asked(live, before) == []


def test_a_cleared_run_asks_for_no_article_and_ends_well(live: Live, page: Page, failed: date) -> None:
    before, run = len(live.newspapers.answers()), runs(live)[0]
    page.goto(f"{live.stack.airflow_url}/dags/{DAYS}/runs/{quote(run, safe='')}")
    page.get_by_role("button", name="clear").first.click()
    dialog = page.locator("[role=dialog][data-state=open]")
    dialog.get_by_role("button", name="Confirm").click()
    dialog.wait_for(state="detached")
    live.airflow.wait_run(DAYS, run, within=600)
    assert articles_asked(live, before) == []


def test_the_gap_is_closed(live: Live, page: Page, failed: date, tmp_path: Path) -> None:
    row = sources(page, live, PAPER).get_by_role("row").nth(1)
    assert "days from" not in row.inner_text()
    assert str(live.closed_day(PAPER)) in row.inner_text()
    page.screenshot(path=tmp_path / "sources.png")
    page.goto(f"{live.stack.search_url}/coverage?site={PAPER}&since={failed}")
    assert page.locator("td.cell.hole").count() <= 1  # today, perhaps
    assert page.locator("td.cell.all").count() == 4
    page.screenshot(path=tmp_path / "coverage.png")


def test_the_page_is_whole_on_a_phone_and_without_scripts(live: Live, browser: Browser, page: Page) -> None:
    state = page.context.storage_state()
    narrow = browser.new_context(
        storage_state=state, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    made = narrow.new_page()
    made.set_default_timeout(PATIENCE)
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    made.goto(f"{live.stack.airflow_url}/coranto/sources?q={PAPER}")
    assert PAPER in made.locator("table").inner_text()
    assert all(url.startswith(live.stack.airflow_url) for url in asked)
    assert scrolled(made) <= 360
    narrow.close()


@pytest.mark.parametrize("path", ["/coverage", f"/coverage?site={PAPER}", "/?q=the"])
def test_no_page_of_the_corpus_scrolls_sideways_on_a_phone(live: Live, browser: Browser, path: str) -> None:
    made = browser.new_page(viewport={"width": 390, "height": 800})
    made.set_default_timeout(PATIENCE)
    made.goto(f"{live.stack.search_url}{path}")
    assert scrolled(made) <= 390
    made.close()


def scrolled(page: Page) -> int:
    """How wide the page is, what has to be scrolled to included."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


def articles_asked(live: Live, since: int) -> list[str]:
    ours = {a["url"] for a in live.newspapers.ledger(PAPER)}
    answers = live.newspapers.answers()[since:]
    return [a["path"] for a in answers if any(a["host"] in url and url.endswith(a["path"]) for url in ours)]
