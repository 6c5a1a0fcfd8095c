"""Verbs that answer: search, count, show, sql, export."""

import sys
from pathlib import Path
from typing import Any

import click

from pipelines.cli import Place, emit, main
from pipelines.schema import as_json

PERIOD = (
    click.option("--since", help="First day, YYYY-MM-DD."),
    click.option("--until", help="Day after the last one."),
)


def period(verb: Any) -> Any:
    """Add ``--since`` and ``--until``."""
    for option in reversed(PERIOD):
        verb = option(verb)
    return verb


@main.command("search")
@click.argument("query", default="")
@period
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--sort", type=click.Choice(["relevance", "newest"]), default="relevance", show_default=True)
@click.option("--fresh", is_flag=True, help="Wait until the index has everything that is published.")
@click.option("--json", "as_lines", is_flag=True, help="JSON lines instead of text.")
@click.pass_obj
def search_verb(place: Place, /, query: str, as_lines: bool, **options: Any) -> None:
    """Search the articles.

    Words must all occur; "a phrase", -without, this OR that, site:herald, language:fr.

    Example: coranto search '"rail strike" site:herald' --since 2026-01-01
    """
    results = place.corpus.search(query, **options)
    for hit in results:
        if as_lines:
            emit(as_json(hit))
        else:
            click.secho(hit.headline or "(no headline)", bold=True)
            click.echo(f"  {hit.day}  {hit.site}  {hit.id}  {hit.url or ''}\n  {hit.snippet.text}\n")
    click.echo(f"{results.total} article(s)", err=True)


@main.command("count")
@click.argument("query", default="")
@period
@click.option("--by", type=click.Choice(["day", "month", "site", "language"]), help="One line for each.")
@click.pass_obj
def count_verb(place: Place, /, query: str, **options: Any) -> None:
    """Count articles, over all or by day, month, site or language.

    Example: coranto count 'strike' --by month
    """
    counted = place.corpus.count(query, **options)
    if isinstance(counted, int):
        click.echo(counted)
        return
    for bucket, number in counted:
        click.echo(f"{bucket}\t{number}")


@main.command("show")
@click.argument("id")
@click.option("--raw", is_flag=True, help="The exact bytes of the archived record instead.")
@click.pass_obj
def show_verb(place: Place, id: str, raw: bool) -> None:  # noqa: A002  (the verb's argument is called id)
    """Show one article as JSON, or with --raw the bytes it came from."""
    if raw:
        sys.stdout.buffer.write(place.corpus.raw(id))
    else:
        emit(as_json(place.corpus.show(id)))


@main.command("sql")
@click.argument("query")
@click.option("--json", "as_lines", is_flag=True, help="JSON lines instead of a table.")
@click.pass_obj
def sql_verb(place: Place, query: str, as_lines: bool) -> None:
    """Ask one SELECT of the tables articles, captures, rejected, coverage and the views versions, current.

    Example: coranto sql 'select site, count(*) from current group by site'
    """
    from rich.console import Console
    from rich.table import Table

    answer = place.corpus.sql(query)
    rows = answer.to_pylist()
    if as_lines:
        for row in rows:
            emit(row)
        return
    table = Table(*answer.column_names)
    for row in rows:
        table.add_row(*("" if v is None else str(v) for v in row.values()))
    Console().print(table)


@main.command("export")
@click.argument("query", default="")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["parquet", "csv", "jsonl"]), help="[default: by the file's ending]"
)
@click.pass_obj
def export_verb(place: Place, query: str, output: Path, kind: str | None) -> None:
    """Write the articles of a search to Parquet, CSV or JSON Lines.

    Example: coranto export 'language:fr' -o fr.parquet
    """
    kind = kind or output.suffix.lstrip(".")
    rows = place.corpus.export(query, output, format=kind)
    click.echo(f"{rows} article(s) in {output}", err=True)
