"""The ``coranto`` command: the corpus verbs, and the verbs that know sites, the web and the stack."""

import os
import socket
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, ask, captures, desk, emit, frozen, keep, main, say, tables, watch
from pipelines.printable import printable
from pipelines.settings import Home
from spiders import collecting, fetching

if TYPE_CHECKING:
    from spiders.site import Site

__all__ = ["ask", "captures", "collecting", "desk", "fetching", "frozen", "keep", "main", "tables", "watch"]
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
    Console(width=None if sys.stdout.isatty() else fetching.WIDE).print(check_table(checked))
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
    Console(stderr=True, width=None if sys.stderr.isatty() else fetching.WIDE).print(
        sample_table(drafted.sample)
    )


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
    """Name every part of the stack, its address, and whether it answers; exits 1 if one does not.

    Also what a machine that is gone still holds: crawls that were cut off there and are not recovered.
    """
    from pipelines.archive.unfinished import missing

    well = _table(place)
    left = missing(place.archive) if well else ()
    for one in left:
        click.echo(f"{'missing':<16} {printable(one, limit=500)}")
    if left:
        click.echo("missing: run `coranto recover` on that machine", err=True)
    sys.exit(0 if well and not left else 1)


@main.command("recover")
@click.option("--lost", metavar="ATTEMPT", help="That machine will not come back: stop listing this attempt.")
@click.pass_obj
def recover_verb(place: Place, lost: str | None) -> None:
    """Commit what crawls that were cut off have left in this machine's spool.

    The next crawl of the same site on the same machine does it, too. For a machine that comes back after the
    sites went on elsewhere; a Celery worker does it when it starts.
    """
    from pipelines.archive.recovery import recover_spool
    from pipelines.archive.unfinished import missing, unmark

    archive, well = place.archive, True
    for one in recover_spool(archive, owner=f"{socket.gethostname()}/{os.getpid()}/recover"):
        for manifest in one.manifests:
            emit({"site": one.site, "manifest": manifest.key})
        if one.why_not:
            well = False
            click.echo(f"coranto: {printable(one.why_not, limit=500)}", err=True)
    if lost:
        given_up = [one for one in missing(archive) if one.attempt == lost]
        if not given_up:
            raise click.UsageError(f"{lost} is not missing; `coranto status` lists what is")
        unmark(archive, given_up[0].unit.site, lost)
    sys.exit(0 if well else 1)


@main.command("worker", context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def worker_verb(context: click.Context, options: tuple[str, ...]) -> None:
    """Be a Celery worker of Airflow on this machine, after committing what its spool holds.

    CORANTO_HOME needs stack.json and secrets.json of the stack (README, many machines); OPTIONS are those of
    `airflow celery worker`.

    Example: coranto --home /srv/coranto worker --concurrency 4
    """
    from pipelines.stack.worker import become_worker

    with suppress(SystemExit):  # what cannot be committed now stays in the spool
        context.invoke(recover_verb, lost=None)
    become_worker(Home(context.obj.home), options)


@main.command("down")
@click.pass_obj
def down_verb(place: Place) -> None:
    """Stop the stack; running crawls close and keep what they have."""
    from pipelines.stack import down

    down(place.home, progress=lambda step: click.echo(str(step), err=True))
