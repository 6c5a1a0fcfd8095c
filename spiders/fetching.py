"""The verbs that ask sites: crawl, plan, archive. What they keep is cleaned into the corpus, as what is imported."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, emit, main, say
from pipelines.errors import Quarantined
from pipelines.printable import printable
from pipelines.schema import as_json

if TYPE_CHECKING:
    from pipelines.corpus.gate import Expected
    from spiders.crawl import CrawlReport

WIDE = 160
"""Columns of a table that no terminal shows."""
DAY = click.DateTime(["%Y-%m-%d"])
unclean = click.option(
    "--no-clean", is_flag=True, help="Only keep what is fetched; the corpus stays as it is."
)


def _progress(event: Mapping[str, Any]) -> None:
    say(" ".join(f"{k} {v}" for k, v in event.items()))


def _finish(place: Place, report: "CrawlReport", *, clean: bool, expected: "Expected | None" = None) -> None:
    """Clean what was committed, say what came of all, and end."""
    rows, held = _cleaned(place, report, expected) if clean else ({}, [])
    emit(as_json(report) | rows)
    for line in held:
        click.echo(f"coranto: {line}; see `coranto release`", err=True)
    if not report.complete:
        why = "; ".join(report.errors) or "the report above has the counts"
        click.echo(f"coranto: {report.finish}: {printable(why, limit=500)}", err=True)
    sys.exit(0 if report.complete and not held else 1)


def _cleaned(
    place: Place, report: "CrawlReport", expected: "Expected | None"
) -> tuple[dict[str, int], list[str]]:
    """Rows of the units by table, and why a batch is held back, of each that is."""
    rows: Counter[str] = Counter()
    held = []
    for number, key in enumerate(report.manifests, 1):
        say(f"cleaning {number} of {len(report.manifests)}")
        try:
            published = place.corpus.add(key, expected)
        except Quarantined as e:
            held.append(printable(e, limit=500))
            continue
        rows.update(published.rows if published else {})
    return dict(rows), held


@main.command("crawl")
@click.argument("site")
@click.option("--since", required=True, type=DAY, help="First local day, YYYY-MM-DD.")
@click.option("--until", type=DAY, help="Day after the last one [default: the day after --since].")
@click.option("--refetch", is_flag=True, help="Request articles again that are held already.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles a day.")
@unclean
@click.pass_obj
def crawl_verb(
    place: Place, /, site: str, since: datetime, until: datetime | None, no_clean: bool, **options: Any
) -> None:
    """Crawl the articles that SITE published on the given local days, and clean them into the corpus.

    Example: coranto --at ./news crawl herald --since 2026-01-01 --until 2026-01-03
    """
    from pipelines.corpus.gate import Expected
    from spiders.crawl import crawl
    from spiders.site import Site

    chosen, last = Site.load(site), until.date() if until else None
    options |= {"since": since.date(), "until": last, "past": True, "progress": _progress}
    report = crawl(chosen, to=place.archive, **options)
    expected = Expected(per_day=chosen.per_day, country=chosen.country)
    _finish(place, report, clean=not no_clean, expected=expected)


@main.command("plan")
@click.argument("site")
@click.option("--since", required=True, type=DAY, help="First local day, YYYY-MM-DD.")
@click.option("--until", type=DAY, help="Day after the last one [default: the day after --since].")
@click.option("--report", is_flag=True, help="Ask nothing: say what came of the plan that was made before.")
@click.option("--json", "as_lines", is_flag=True, help="One JSON object instead of a table.")
@click.pass_obj
def plan_verb(
    place: Place, site: str, since: datetime, until: datetime | None, report: bool, as_lines: bool
) -> None:
    """Say what a backfill of SITE's local days would find and cost, or with --report what came of it.

    The sources are asked once, politely, and kept; a backfill within the hour asks none of them again.

    Example: coranto --at ./news plan herald --since 2026-01-01 --until 2026-01-03
    """
    from rich.console import Console

    from spiders.plan import plan
    from spiders.plan_report import report as came_of
    from spiders.plan_shown import plan_table, yield_table
    from spiders.site import Site

    chosen, days = Site.load(site), (since.date(), until.date() if until else None)
    if report:
        rows = came_of(chosen, to=place.archive, since=days[0], until=days[1])
        table, found = yield_table(rows), [as_json(row) | {"share": row.share} for row in rows]
    else:
        say(f"asking the sources of {printable(site)}")
        made = plan(chosen, to=place.archive, since=days[0], until=days[1])
        for key in made.manifests:
            place.corpus.enter(key)
        table, found = plan_table(made), [as_json(made) | {"total": as_json(made.total)}]
        say("")
    if as_lines:
        for line in found:
            emit(line)
        return
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


@main.command("archive")
@click.option(
    "--urls",
    type=click.File("rb"),
    default="-",
    help="One URL a line, or JSON lines with url, method, body [default: standard input].",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Folder to keep them in [default: --at, else the running stack].",
)
@click.option("--no-dedup", is_flag=True, help="Write every payload, also those the archive has.")
@click.option("--insecure", is_flag=True, help="Accept bad certificates; the verdict is recorded.")
@click.option("--allow-private", is_flag=True, help="Allow private and loopback addresses.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds for one answer.")
@click.option("--max-redirects", default=10, show_default=True)
@unclean
@click.pass_obj
def archive_verb(place: Place, /, urls: Any, to: Path | None, no_clean: bool, **options: Any) -> None:
    """Keep just these URLs, their redirects and robots.txt, always paced, and clean them into the corpus.

    With --to only their WARC files are made, in a folder of their own.

    Example: echo https://example.org/ | coranto archive --to ./kept
    """
    from pipelines.archive import open_archive
    from pipelines.settings import replica
    from spiders.crawl import archive_urls

    rows = [_row(line) for line in urls.read().decode().splitlines() if line.strip()]
    options["dedup"] = not options.pop("no_dedup")
    archive = open_archive(to, replica=replica()) if to else place.archive
    report = archive_urls(rows, to=archive, progress=_progress, **options)
    _finish(place, report, clean=not (no_clean or to))


def _row(line: str) -> str | dict[str, str]:
    row: str | dict[str, str] = json.loads(line) if line.startswith("{") else line.strip()
    return row
