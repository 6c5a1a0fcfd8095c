"""The task that crawls: it supervises the crawl child, and survives everything that Airflow does to it.

Measured on Airflow 3.3: a task that is cleared or marked gets SIGTERM, and SIGKILL five seconds later; a crawl needs
longer than that to close its files. So the child has a session of its own, is asked to stop once, and is not
waited for; should this process be killed, the child sees its standard input end. What it leaves is recovered
by the site's next crawl. After a clear, Airflow refuses every call of the task before it tells it to stop.

Where the scheduler or worker is stopped, the task gets SIGTERM too, but goes on to live: then it asks Airflow to
be started again (``up_for_reschedule``), which uses up no retry. That holds for a stop at any moment, also one
that comes before there is a child to tell.
"""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Never

from airflow.sdk.exceptions import AirflowSkipException

from pipelines.archive.unit import Interval, Unit
from pipelines.errors import AccessDenied, ConfigError, CorantoError, LeaseBusy
from pipelines.printable import printable
from spiders.airflow import counters
from spiders.airflow.asked import Asked, asked_days, asked_poll
from spiders.airflow.operating import ProgramOperator, run_of
from spiders.airflow.patience import RETRIES, failures_before
from spiders.airflow.refining import CORPUS, expected
from spiders.airflow.said import crawled, elsewhere, odd, planned, silent, yielded
from spiders.crawler.turns import HANDED_OVER
from spiders.site import Site

if TYPE_CHECKING:
    from spiders.crawl import Child, CrawlReport, Job

CHOSEN = ("limit", "capped")
"""Finishes that are no failure though the crawl is not complete: somebody set that limit."""
PARTIAL = ("sources failed",)
"""Finishes that another attempt may mend; should it not, what there is goes on to the corpus."""
INTERRUPTED = ("shutdown", "parent gone", "lease lost")
"""Finishes that are nobody's fault: another attempt goes on, and no retry is used up."""
TURN = 300.0
"""Seconds after which a backfill gives back its place in the pool and the site, so that whoever waits comes first."""
PATIENCE = 10.0
"""Seconds that the child itself waits for a busy site."""


class CrawlOperator(ProgramOperator):
    """Crawls what the run asks for, one unit after another; returns the units with their manifests."""

    child: "Child | None" = None

    def __init__(self, *, site: str, kind: str, **options: Any) -> None:
        super().__init__(**options)
        self.site = site
        self.kind = kind

    def execute(self, context: Any) -> list[dict[str, Any]]:
        """Every unit needs its own complete manifest; the first that does not come ends the task."""
        try:
            site = Site.load(self.site)
            run, form = run_of(context), context["params"]
            asked = asked_days(site, run, form) if self.kind == "days" else asked_poll(run, form)
        except ConfigError as e:
            self.give_up(context, printable(e))
        if asked.dry_run:
            self._plan(context, site, asked)
        units: list[dict[str, Any]] = []
        strange: list[str] = []
        for interval in asked.intervals:
            self.log.info("%s: %s", site.id, interval)
            units.append(self._unit(context, site, asked, interval))
            strange += self._silent(context, site, asked, units[-1])
        line = odd(crawled(units), strange) + (_came_of(site, asked) if asked.past else "")
        level = logging.WARNING if strange else logging.INFO
        self.tell(context, line + self._elsewhere(site), level)
        return units

    def _plan(self, context: Any, site: Site, asked: Asked) -> Never:
        """Say what the run would do, and do nothing of it: the tasks behind are skipped."""
        from pipelines.settings import connect
        from spiders.plan import plan

        since, until = asked.intervals[0].start, asked.intervals[-1].end
        try:
            made = plan(site, to=connect().archive, since=since, until=until, wait=PATIENCE)
        except CorantoError as e:
            self._end(context, e)
        self.run_program(context, CORPUS, "enter", *made.manifests)
        for day in made.days:
            self.log.info(
                "%s: %s known, %s held, %s to fetch, %s requests, %.1f minutes",
                *(day.day, day.known, day.held, day.to_fetch, day.requests, day.minutes),
            )
        self.tell(context, planned(made))
        raise AirflowSkipException(planned(made))

    def on_kill(self) -> None:
        """Airflow may kill the task five seconds after this: signal once and return."""
        super().on_kill()
        if self.child:
            self.child.stop()

    def _silent(self, context: Any, site: Site, asked: Asked, unit: dict[str, Any]) -> list[str]:
        """A whole day that went well and brought nothing is no success."""
        if asked.kind != "days" or asked.limit is not None:
            return []
        why, fails = silent(unit["counts"], site.per_day)
        if why and fails:
            self._account(site, unit)
            end = self.fail if why.startswith("only errors") else self.give_up
            end(context, f"{why}; {crawled([unit])}")
        return [why] if why else []

    def _account(self, site: Site, unit: dict[str, Any]) -> None:
        """What a crawl without a good end leaves is no hole without a reason; fails nothing itself."""
        ended = self.try_program(
            CORPUS, "account", unit["site"], unit["span"], f"--expected={expected(site)}"
        )
        if ended.code:
            self.log.warning("the coverage of this unit could not be written: %s", ended.last)

    def _elsewhere(self, site: Site) -> str:
        """What crawls of this site that were cut off on other machines have left there, for the note."""
        from pipelines.archive.unfinished import missing
        from pipelines.settings import connect

        archive = connect().archive
        counters.tell_spool(archive.spool, site.id)
        try:
            left = missing(archive, site.id)
        except CorantoError as e:
            self.log.warning("cannot tell what other machines hold: %s", printable(e))
            return ""
        counters.gauge("missing", len(left), site=site.id)
        for one in left:
            self.log.warning("missing until that machine is back: %s", printable(one, limit=500))
        return elsewhere([one.host for one in left])

    def _unit(self, context: Any, site: Site, asked: Asked, interval: Interval) -> dict[str, Any]:
        from spiders.crawl import Child

        try:
            job = _job(site, asked, interval, _who(context))
            self.child = child = Child.start(job, log=lambda text: self.log.info(printable(text, limit=1000)))
            if self.killed:  # before there was a child to tell
                child.stop()
            report = self._followed(child)
        except CorantoError as e:
            self._end(context, e)
        counters.crawled(site.id, _counts(report), blocked=report.finish == "blocked")
        if report.finish == HANDED_OVER:
            self.wait(f"{site.id}: gave way to others; {crawled([_counts(report)])} in this turn")
        unit = Unit.of(site.id, interval)
        place = {"site": unit.site, "span": unit.span, "manifest": report.manifest}
        self._judge(context, report, site, place)
        return place | _counts(report) | {"finish": report.finish, "seconds": round(report.seconds, 1)}

    def _followed(self, child: "Child") -> "CrawlReport":
        try:
            for event in child.lines():
                if event.get("event") not in ("report", "error"):
                    self.log.info(_line(event))
            return child.wait()
        finally:
            child.stop()  # whatever happened here, the site must not be asked on behind our back

    def _judge(self, context: Any, report: "CrawlReport", site: Site, place: dict[str, Any]) -> None:
        """Fail what a later attempt may complete; what was committed is kept either way."""
        for line in report.errors:
            self.log.warning(printable(line, limit=1000))
        if report.complete or report.finish in CHOSEN:
            return
        if report.finish in INTERRUPTED:
            self.wait(f"stopped ({report.finish}): {crawled([_counts(report)])}, kept; going on later")
        said = f"{crawled([_counts(report)])}; {printable(report.finish)}"
        if report.finish in PARTIAL and failures_before(context) >= RETRIES:
            self.log.warning("%s in every attempt; going on with what there is: %s", report.finish, said)
            return
        why = f": {printable(report.errors[-1])}" if report.errors else ""
        if report.manifest:
            self._account(site, place)
        self.fail(context, f"{said}{why}; what was fetched is kept, the next attempt asks for the rest only")

    def _end(self, context: Any, error: CorantoError) -> Never:
        line = printable(error, limit=1000)
        if isinstance(error, LeaseBusy) or self.killed:
            self.wait(line)
        if isinstance(error, (ConfigError, AccessDenied)):
            self.give_up(context, line)
        self.fail(context, line)


def _job(site: Site, asked: Asked, interval: Interval, run: dict[str, str]) -> "Job":
    from pipelines.settings import connect
    from spiders.crawl import site_job

    stack = connect()
    return site_job(
        site,
        interval,
        to=stack.archive,
        kind=asked.kind,
        refetch=asked.refetch,
        past=asked.past,
        turn=TURN,
        limit=asked.limit,
        run=run,
        wait=PATIENCE,
    )


def _came_of(site: Site, asked: Asked) -> str:
    """What a plan had foreseen of these days, where there was one; never a reason to fail."""
    from pipelines.settings import connect
    from spiders.plan_report import report

    since, until = asked.intervals[0].start, asked.intervals[-1].end
    try:
        return yielded(report(site, to=connect().archive, since=since, until=until))
    except CorantoError as e:
        return f"; no report: {printable(e, limit=100)}"


def _who(context: Any) -> dict[str, str]:
    """Who asked, for the manifest."""
    ti, run = context["ti"], context["dag_run"]
    return {
        "dag_id": ti.dag_id,
        "run_id": ti.run_id,
        "try_number": str(ti.try_number),
        "host": str(ti.hostname),
        "user": run.triggering_user_name or "",
    }


def _counts(report: "CrawlReport") -> dict[str, Any]:
    return {"counts": report.counts, "requests": report.requests, "bytes": report.bytes}


def _line(event: Mapping[str, Any]) -> str:
    """A progress event as a line of the log."""
    return printable(" ".join(f"{name} {value}" for name, value in event.items()), limit=1000)
