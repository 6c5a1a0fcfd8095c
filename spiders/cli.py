"""The ``coranto`` command: the corpus verbs, and the verbs that know sites, the web and the stack."""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, ask, captures, emit, keep, main, say
from pipelines.printable import printable
from spiders import collecting

if TYPE_CHECKING:
    from spiders.crawl import CrawlReport
    from spiders.site import Site

__all__ = ["ask", "captures", "collecting", "keep", "main"]
WIDE = 160
"""Columns of a table that no terminal shows."""
DAY = click.DateTime(["%Y-%m-%d"])
CRAWLS = 4
"""Slots of the pool ``crawls``: crawls that one machine of two cores carries at a time."""


@main.command("sites")
@click.argument("ids", nargs=-1)
@click.option("--check", is_flag=True, help="Load every file and say what is wrong.")
@click.option("--live", is_flag=True, help="With --check: ask every source once, and say what it gives.")
@click.option("--add", metavar="URL", help="Look at the site with this front page, and draft its file.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File for the draft; one that is there is kept."
)
@click.option(
    "--pace",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    help="Seconds between two requests of --add, at least 1 on others' servers.",
)
@click.pass_obj
def sites_verb(place: Place, /, ids: tuple[str, ...], check: bool, live: bool, **draft: Any) -> None:
    """List the registered sites, check their files and sources, or draft a new one.

    CORANTO_SITES names the folders (default: the registry that comes with coranto). What --live and --add ask
    for is archived like everything else, in --at FOLDER or the running stack.

    Example: coranto --at ./looked sites --add https://herald.example/ -o herald.yaml
    """
    if draft["add"]:
        if ids or check or live:
            raise click.UsageError("--add stands alone: it drafts one new site")
        return _draft(place, **draft)
    if draft["output"] or (live and not check):
        raise click.UsageError("-o goes with --add, --live with --check")
    from pipelines.errors import SiteError
    from spiders.site import Site, sites

    broken: list[SiteError] = []
    found = [Site.load(name) for name in ids] if ids else list(sites(on_error=broken.append))
    for fault in broken:
        click.echo(f"coranto: {fault}", err=True)
    if not check:
        _list(found)
    sound = _live(place, found) if live else True
    sys.exit(1 if broken or not sound else 0)


def _list(found: "list[Site]") -> None:
    for site in found:
        state = "enabled" if site.enabled else "disabled"
        click.echo(f"{site.id:<24} {state:<9} {','.join(site.languages):<9} {site.time_zone:<22} {site.name}")


def _live(place: Place, found: "list[Site]") -> bool:
    """Ask the sources of each site; True where nothing is wrong."""
    from rich.console import Console

    from pipelines.errors import CorantoError
    from spiders.site_live import Checked, check_live
    from spiders.site_shown import check_table

    archive, sound = place.archive, True
    checked: list[Checked] = []
    for site in found:
        say(f"asking {site.id}")
        try:
            checked += check_live(site, to=archive, now=datetime.now(UTC))
        except CorantoError as e:
            sound = False
            click.echo(f"coranto: {site.id}: {printable(e, limit=500)}", err=True)
    say("")
    Console(width=None if sys.stdout.isatty() else WIDE).print(check_table(checked))
    return sound and not any(one.wrong for one in checked)


def _draft(place: Place, add: str, output: Path | None, pace: float) -> None:
    from rich.console import Console

    from spiders.site_draft import draft
    from spiders.site_shown import sample_table
    from spiders.site_text import text, write

    if output is not None and output.exists():
        raise click.UsageError(f"{output} is there already; name another file, or remove it")
    say(f"looking at {printable(add)}")
    drafted = draft(add, to=place.archive, now=datetime.now(UTC), manner={"pace": pace})
    say("")
    if output is None:
        click.echo(text(drafted), nl=False)
    else:
        write(drafted, output)
    Console(stderr=True, width=None if sys.stderr.isatty() else WIDE).print(sample_table(drafted.sample))


def _progress(event: Mapping[str, Any]) -> None:
    say(" ".join(f"{k} {v}" for k, v in event.items()))


def _finish(report: "CrawlReport") -> None:
    from pipelines.schema import as_json

    emit(as_json(report))
    if not report.complete:
        why = "; ".join(report.errors) or "the report above has the counts"
        click.echo(f"coranto: {report.finish}: {printable(why, limit=500)}", err=True)
    sys.exit(0 if report.complete else 1)


@main.command("crawl")
@click.argument("site")
@click.option("--since", required=True, type=DAY, help="First local day, YYYY-MM-DD.")
@click.option("--until", type=DAY, help="Day after the last one [default: the day after --since].")
@click.option("--refetch", is_flag=True, help="Request articles again that are held already.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many articles a day.")
@click.pass_obj
def crawl_verb(
    place: Place, site: str, since: datetime, until: datetime | None, refetch: bool, limit: int | None
) -> None:
    """Crawl the articles that SITE published on the given local days into the archive.

    Example: coranto --at ./news crawl herald --since 2026-01-01 --until 2026-01-03
    """
    from spiders.crawl import crawl
    from spiders.site import Site

    report = crawl(
        Site.load(site),
        to=place.archive,
        since=since.date(),
        until=until.date() if until else None,
        refetch=refetch,
        limit=limit,
        progress=_progress,
    )
    _finish(report)


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
@click.pass_obj
def archive_verb(place: Place, /, urls: Any, to: Path | None, **options: Any) -> None:
    """Keep just these URLs, their redirects and robots.txt, always paced.

    Example: echo https://example.org/ | coranto archive --to ./kept
    """
    from pipelines.archive import open_archive
    from pipelines.settings import replica
    from spiders.crawl import archive_urls

    rows = [_row(line) for line in urls.read().decode().splitlines() if line.strip()]
    options["dedup"] = not options.pop("no_dedup")
    archive = open_archive(to, replica=replica()) if to else place.archive
    _finish(archive_urls(rows, to=archive, progress=_progress, **options))


def _row(line: str) -> str | dict[str, str]:
    row: str | dict[str, str] = json.loads(line) if line.startswith("{") else line.strip()
    return row


@main.command("up")
@click.option(
    "--part", "parts", multiple=True, metavar="NAME=COMMAND", help="Run another program with the stack."
)
@click.pass_obj
def up_verb(place: Place, parts: tuple[str, ...]) -> None:
    """Start the stack: PostgreSQL, object store, Airflow, indexer, search page."""
    from pipelines.stack import up

    extra = dict(p.split("=", 1) for p in parts)
    up(
        place.home,
        pools={"crawls": CRAWLS},
        parts=extra,
        progress=lambda step: click.echo(str(step), err=True),
    )
    _table(place)


def _table(place: Place) -> bool:
    """Print the table of parts; True where all answer."""
    from pipelines.stack import status as parts

    found = parts(place.home)
    for part in found:
        mark = click.style("up  ", fg="green") if part.answers else click.style("down", fg="red")
        click.echo(f"{part.name:<16} {mark} {part.address:<44} {part.detail or part.state}")
    return bool(found) and all(p.answers for p in found)


@main.command("status")
@click.pass_obj
def status_verb(place: Place) -> None:
    """Name every part of the stack, its address, and whether it answers; exits 1 if one does not."""
    sys.exit(0 if _table(place) else 1)


@main.command("down")
@click.pass_obj
def down_verb(place: Place) -> None:
    """Stop the stack; running crawls close and keep what they have."""
    from pipelines.stack import down

    down(place.home, progress=lambda step: click.echo(str(step), err=True))
