"""Verbs for operators: coverage, release, alerts."""

import getpass
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from pipelines.cli import Place, anywhere, emit, main
from pipelines.cli.ask import period
from pipelines.errors import ConfigError
from pipelines.printable import printable

WIDE = 160
"""Columns of a table that no terminal shows."""
COLUMNS = ("announced", "kept", "cleaned", "published", "quarantined", "rejected", "unchanged", "gone")
LOST = ("robots", "blocked", "failed", "refused", "left", "uncleaned")


@main.command("coverage")
@click.argument("site", required=False)
@period
@click.option(
    "--by", type=click.Choice(["day", "hour"]), default="day", show_default=True, help="One line for each."
)
@click.option("--json", "as_lines", is_flag=True, help="JSON lines, with every state and reason.")
@anywhere
def coverage_verb(place: Place, /, site: str | None, as_lines: bool, **asked: Any) -> None:
    """What became of every address that the sources announced, by site and local day.

    The last column is the share of all articles that is published, estimated from two independent lists
    (feed, sitemap, front page, date archive); unknown where there are no two.

    Example: coranto coverage herald --since 2026-01-01 --until 2026-02-01
    """
    from rich.console import Console
    from rich.table import Table

    from pipelines.schema import as_json

    found = place.asked.coverage(site, **asked)
    if as_lines:
        for one in found:
            emit(as_json(one))
        return
    columns = [name for name in COLUMNS if any(one.counts[name] for one in found)]
    table = Table("site", asked["by"], *columns, "lost", "complete", "of all")
    for one in found:
        lost = ", ".join(f"{name} {one.counts[name]}" for name in LOST if one.counts[name])
        numbers = (str(one.counts[name] or "") for name in columns)
        at = one.at.strftime("%Y-%m-%d %H:00") if isinstance(one.at, datetime) else str(one.at)
        table.add_row(printable(one.site), at, *numbers, lost, "yes" if one.complete else "no", _share(one))
    Console(markup=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def _share(one: Any) -> str:
    if one.estimate is None:
        return "unknown"
    share, low, high = one.estimate.share(one.counts["published"])
    return f"{share:.0%} ({low:.0%} to {high:.0%})"


@main.command("release")
@click.argument("site", required=False)
@click.argument("batch", required=False)
@click.option("--publish", "action", flag_value="publish", help="It is sound: publish it.")
@click.option("--expect", "action", flag_value="expect", help="Publish it; this is ordinary from now on.")
@click.option("--reject", "action", flag_value="reject", help="It is broken: never publish it.")
@click.option(
    "--reclean", "version", metavar="VERSION", help="Clean again with this cleaner; the gate judges."
)
@click.option("--why", default="", help="Kept with the decision.")
@click.option("--by", default=None, help="Who decides [default: the user of this shell].")
@click.pass_obj
def release_verb(place: Place, /, site: str | None, batch: str | None, **asked: Any) -> None:
    """Batches in quarantine: list them, show one beside what was before, or decide.

    Without SITE lists what waits. BATCH is the begin of a digest, needed where several batches of a site wait.

    Example: coranto release herald --publish --why 'a day of picture stories'
    """
    from pipelines.corpus.decisions import Decision
    from pipelines.corpus.release import find

    corpus = place.corpus
    action: Any = "reclean" if asked["version"] else asked["action"]
    if asked["version"] and asked["action"]:
        raise click.UsageError("--reclean stands alone: choose one of the four")
    if site is None:
        if action:
            raise ConfigError("name the site whose batch is decided about")
        for name, one in corpus.waiting():
            click.echo(f"{name}  {one.day}  {one.digest[:12]}  {printable('; '.join(one.findings))}")
        return
    one = find(corpus.archive, site, batch)
    if not action:
        _show(corpus.review(site, one))
        return
    decision = Decision(
        action=action,
        site=site,
        unit=one.span,
        digest=one.digest,
        day=one.day,
        by=asked["by"] or getpass.getuser(),
        at=datetime.now(UTC),
        why=asked["why"],
        version=asked["version"],
    )
    done = corpus.settle(decision)
    said = ", ".join(f"{name} {n}" for name, n in done.rows.items()) if done else "nothing is published"
    click.echo(f"{action}: {site} {one.day}: {said}", err=True)


@main.command("alerts")
@click.argument("site", required=False)
@click.option("--acknowledge", is_flag=True, help="It is known: say no more of it before it changes.")
@click.option(
    "--snooze", type=click.IntRange(min=1), metavar="DAYS", help="Say nothing of the site for so long."
)
@click.pass_obj
def alerts_verb(place: Place, /, site: str | None, acknowledge: bool, snooze: int | None) -> None:
    """Sites that are not well: list them, acknowledge one, or snooze it.

    Example: coranto alerts herald --snooze 7
    """
    from pipelines.corpus.alerts import alerts, answer

    archive = place.corpus.archive
    if site is None:
        if acknowledge or snooze:
            raise ConfigError("name the site whose alert is answered")
        for one in alerts(archive):
            seen = f"  acknowledged by {printable(one.acknowledged)}" if one.acknowledged else ""
            seen += f"  snoozed until {one.snoozed:%Y-%m-%d}" if one.snoozed else ""
            click.echo(
                f"{one.site}  {one.state}  since {one.since:%Y-%m-%d %H:%M}  {printable(one.said)}{seen}"
            )
        return
    until = datetime.now(UTC) + timedelta(days=snooze) if snooze else None
    answer(archive, site, by=getpass.getuser() if acknowledge else None, until=until)


def _show(found: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(markup=False, width=None if sys.stdout.isatty() else WIDE)
    for line in found.batch.findings:
        click.echo(printable(line))
    measures = Table("measure", "before", "now")
    for row in found.measures[:16]:
        measures.add_row(*map(printable, row))
    console.print(measures)
    pages = Table("", "headline", "date", "authors", "characters", "begins")
    for title, samples in (("now", found.now), ("before", found.before)):
        for s in samples:
            pages.add_row(title, s.headline, s.date, s.authors, str(s.characters), s.begins)
    console.print(pages)
