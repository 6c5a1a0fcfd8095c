"""Verbs that bring bytes in, clean them and prove them."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, emit, main, say
from pipelines.cli.given import Problems

if TYPE_CHECKING:
    from pipelines.archive.manifest import Manifest
    from pipelines.page import Page
    from pipelines.record import Hints


@main.command("clean")
@click.argument(
    "source", nargs=-1, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option(
    "--type",
    "media_type",
    default="text/plain",
    show_default=True,
    help="Media type of standard input, where its beginning does not tell.",
)
@click.option("--blocks", is_flag=True, help="Print every block with its label, kept or dropped.")
@click.option(
    "--explain", is_flag=True, help="Say in colour what each block and field is, why, and what lost."
)
@click.option("--html", "as_page", is_flag=True, help="The same as an HTML page.")
@click.option(
    "--memory",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A site's memory, as coranto learn keeps it.",
)
def clean_verb(source: tuple[Path, ...], media_type: str, memory: Path | None, **how: bool) -> None:
    """Clean WARC files or raw dumps into JSON lines; what cannot be read is told, and the rest is cleaned.

    Without SOURCE, or for -, standard input is read: WARC, .gz, .zst, .zip, .tar, JSON, JSON Lines and e-mails are told by
    their beginning, as in files whose name says nothing, CSV by --type text/csv; all else is one page, or a text of one
    article or several.

    Example: coranto clean dump.txt | jq -r .headline

    Example: coranto clean --html page.html > why.html

    Example: zcat old.csv.gz | coranto clean --type text/csv
    """
    problems = Problems()
    named = problems.apart(source) if source else problems.piped(sys.stdin.buffer, media_type)
    if how["explain"] or how["as_page"]:
        _explain(named, _hints(memory), as_page=how["as_page"])
    else:
        _clean(named, _hints(memory), blocks=how["blocks"])
    sys.exit(1 if problems.found else 0)


def _hints(memory: Path | None) -> "Hints":
    from pipelines.archive.memories import read_memory
    from pipelines.record import NO_HINTS, Hints

    return Hints(memory=read_memory(memory.read_bytes(), str(memory)).labels()) if memory else NO_HINTS


def _clean(named: Iterable[tuple[str, "Page"]], hints: "Hints", *, blocks: bool) -> None:
    from pipelines.clean import clean
    from pipelines.schema import outcome

    for _, page in named:
        result = outcome(clean(page, hints))
        if not blocks:
            del result["blocks"]
        emit(result)


def _explain(named: Iterable[tuple[str, "Page"]], hints: "Hints", *, as_page: bool) -> None:
    from rich.console import Console

    from pipelines.cli.explained import on_terminal
    from pipelines.web.explained import as_html, explained

    found = (explained(page, name, hints) for name, page in named)
    if as_page:
        click.echo(as_html(list(found)))
    else:
        on_terminal(Console(highlight=False, soft_wrap=True), found)


@main.command("learn")
@click.argument("site")
@click.pass_obj
def learn_verb(place: Place, site: str) -> None:
    """Learn which blocks recur on a site's archived pages; later crawls and imports clean with it.

    What an earlier manifest names is not changed by it.

    Example: coranto --at ./news learn herald
    """
    key, memory = place.corpus.learn(site)
    emit({"memory": key, "pages": memory.pages, "stories": memory.stories, "blocks": len(memory.blocks)})


@main.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--site", default="_", show_default=True, help="Site id the dumps belong to.")
@click.option("--publisher", help="Publisher, where the dumps name none.")
@click.option("--importer", default="", help="Who imports; kept with the dumps.")
@click.pass_obj
def import_verb(place: Place, source: Path, site: str, publisher: str | None, importer: str) -> None:
    """Keep raw dumps and WARC files of others, and clean their pages into the corpus.

    Dumps are text, HTML, saved pages (.mhtml), e-mails (.eml), mailboxes (.mbox), JSON, JSON Lines, CSV and WET, also as .gz .zst .zip .tar.
    WARC and ARC files (plain, .gz, .zst) and WACZ are kept as they are, byte for byte.

    Example: coranto --at ./news import dumps/
    """
    from pipelines.archive.dumps import import_dumps
    from pipelines.archive.warcs import import_warcs, is_warc

    options: dict[str, Any] = {"site": site, "publisher": publisher, "importer": importer, "progress": say}
    archive, now = place.archive, datetime.now(UTC)
    made = (
        import_warcs(archive, source, now=now, **options),
        import_dumps(archive, source, now=now, wanted=lambda name: not is_warc(name), **options),
    )
    failures = [_imported(place, manifest) for manifest in made if manifest is not None]
    if not failures:
        click.echo("nothing new: every file is in the archive already", err=True)
    sys.exit(1 if any(failures) else 0)


def _imported(place: Place, manifest: "Manifest") -> int:
    """Clean what was imported and say so; how much of it failed."""
    published = place.corpus.add(manifest.key)
    failed = [e for e in manifest.ledger if e.end == "failed" and e.where is None]
    for entry in failed:
        click.echo(f"coranto: {entry.note}", err=True)
    emit(
        {
            "manifest": manifest.key,
            "documents": len(manifest.ledger) - len(failed),
            "failed": len(failed),
            **(published.rows if published else {}),
        }
    )
    return len(failed)


@main.command("check")
@click.argument("source", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--repair",
    is_flag=True,
    help="First mend the archive: from first versions, its replica, an index from its WARC.",
)
@click.pass_obj
def check_verb(place: Place, source: tuple[Path, ...], repair: bool) -> None:
    """Read everything back and prove it: members, digests, CDXJ, manifests and their chain.

    Without SOURCE the whole archive, and its replica (CORANTO_REPLICA); SOURCE are WARC, ARC and WET files
    (plain, .gz, .zst), ours or others', or folders. Exits 1 when something is wrong.
    """
    from pipelines.archive.check import check
    from pipelines.archive.replica import mend

    if repair and source:
        raise click.UsageError("--repair mends the archive, not single files; leave SOURCE out")
    archive = place.admin_archive if repair else None
    for mended in mend(archive.objects, say) if archive else ():
        say("")
        click.echo(str(mended))
    found = 0
    for problem in check(source or archive or place.archive, progress=say):
        found += 1
        say("")
        click.echo(str(problem))
    say("")
    click.echo(f"{found} problem(s)" if found else "nothing wrong", err=True)
    sys.exit(1 if found else 0)


@main.command("export-wacz")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write."
)
@click.option("--site", help="Only this site.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day, YYYY-MM-DD, in UTC.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Day after the last one.")
@click.option("--run", help="Only this run: key or id of its manifest, or Airflow's run_id.")
@click.pass_obj
def wacz_verb(
    place: Place, /, output: Path, since: datetime | None, until: datetime | None, **options: Any
) -> None:
    """Write captures as one WACZ file, for replayweb.page and other archives.

    Example: coranto export-wacz --site herald --since 2026-01-01 --until 2026-02-01 -o january.wacz
    """
    from dataclasses import asdict

    from pipelines.archive.wacz import export_wacz

    options["since"] = since and since.replace(tzinfo=UTC)
    options["until"] = until and until.replace(tzinfo=UTC)
    emit(asdict(export_wacz(place.archive, output, progress=say, **options)))


@main.command("schema")
def schema_verb() -> None:
    """Print the fields of a record and the columns of the tables, with their types and what they mean."""
    from pipelines.corpus.schemas import columns
    from pipelines.schema import fields

    owner = ""
    for field in chain(fields(), columns()):
        if field.owner != owner:
            owner = field.owner
            click.secho(f"\n{owner}", bold=True)
        click.echo(f"  {field.name}: {field.type}")
        for line in field.doc.splitlines():
            click.echo(f"      {line}")
