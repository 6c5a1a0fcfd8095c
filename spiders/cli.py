"""The ``coranto`` command: the corpus verbs, and the verbs that know sites, the web and the stack."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, ask, captures, emit, keep, main, say
from pipelines.printable import printable

if TYPE_CHECKING:
    from spiders.crawl import CrawlReport

__all__ = ["ask", "captures", "keep", "main"]
DAY = click.DateTime(["%Y-%m-%d"])
CRAWLS = 4
"""Slots of the pool ``crawls``: crawls that one machine of two cores carries at a time."""


@main.command("sites")
@click.argument("ids", nargs=-1)
@click.option("--check", is_flag=True, help="Only load every file and say what is wrong.")
def sites_verb(ids: tuple[str, ...], check: bool) -> None:
    """List the registered sites, or check their files.

    CORANTO_SITES names the folders (default: the registry that comes with coranto).
    """
    from pipelines.errors import SiteError
    from spiders.site import Site, sites

    broken: list[SiteError] = []
    found = [Site.load(name) for name in ids] if ids else sites(on_error=broken.append)
    for fault in broken:
        click.echo(f"coranto: {fault}", err=True)
    for site in found:
        if not check:
            state = "enabled" if site.enabled else "disabled"
            click.echo(
                f"{site.id:<24} {state:<9} {','.join(site.languages):<9} {site.time_zone:<22} {site.name}"
            )
    sys.exit(1 if broken else 0)


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
