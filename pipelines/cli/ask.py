"""Verbs that answer: search, count, show, sql, export."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, anywhere, emit, main
from pipelines.printable import printable
from pipelines.schema import as_json

if TYPE_CHECKING:
    from pipelines.corpus.holes import Known

CELL = 2000
"""Characters of a value in a table; ``--json`` has all of it."""
PERIOD = (
    click.option("--since", help="First day, YYYY-MM-DD."),
    click.option("--until", help="Day after the last one."),
)


HOLES = 10
"""Most holes that are told one by one."""
BY = ("hour", "day", "week", "month", "quarter", "year", "site", "language", "author", "section")
dated_by = click.option(
    "--dated-by",
    type=click.Choice(["published", "first_seen"]),
    default="published",
    show_default=True,
    help="Days are those of publication, or of the first capture.",
)


def period(verb: Any) -> Any:
    """Add ``--since`` and ``--until``."""
    for option in reversed(PERIOD):
        verb = option(verb)
    return verb


per = click.option(
    "--per",
    type=click.Choice(["article", "family"]),
    default="article",
    show_default=True,
    help="With family, each wire story once: its earliest matching article.",
)


@main.command("search")
@click.argument("query", default="")
@period
@dated_by
@per
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance", show_default=True
)
@click.option("--cursor", default="", help="Go on behind an earlier answer, which ended with its cursor.")
@click.option(
    "--context",
    type=click.Choice(["article", "left", "right"]),
    help="Every match with the words around it, a line each, in this order.",
)
@click.option("--fresh", is_flag=True, help="Wait until the index has everything that is published.")
@click.option("--json", "as_lines", is_flag=True, help="JSON lines instead of text.")
@anywhere
def search_verb(place: Place, /, query: str, as_lines: bool, context: str | None, **options: Any) -> None:
    """Search the articles.

    Words must all occur; "a phrase", -without, this OR that, rail NEAR/5 strike, stri*, strike~, stem:strikes,
    /str(ike|uck)/, headline: author: section: site: lang: collection: date:2026-01 is:undated.

    Example: coranto search '"rail strike" site:herald' --since 2026-01-01
    """
    if context:
        return _in_context(place, query, as_lines, context, options)
    results = place.asked.search(query, **options)
    for hit in results:
        if as_lines:
            emit(as_json(hit))
        else:
            click.secho(printable(hit.headline or "(no headline)"), bold=True)
            url, found = printable(hit.url or "", limit=2000), printable(hit.snippet.text, limit=1000)
            click.echo(f"  {hit.day}  {printable(hit.site)}  {hit.id}  {url}\n  {found}\n")
    click.echo(f"{results.total} article(s)", err=True)
    if results.next:
        click.echo(f"more: --cursor {results.next}", err=True)
    return None


def _in_context(place: Place, query: str, as_lines: bool, context: str, options: dict[str, Any]) -> None:
    found = place.asked.concordance(query, order=context, **options)
    for line in found:
        if as_lines:
            emit(as_json(line))
        else:
            left, match, right = map(printable, (line.left, line.match, line.right))
            click.echo(f"{line.day} {line.site:12.12} {left:>60}  {click.style(match, bold=True)}  {right}")
    click.echo(f"{len(found)} place(s) in {found.articles} of {found.total} article(s)", err=True)


@main.command("count")
@click.argument("query", default="")
@period
@dated_by
@per
@click.option("--by", type=click.Choice(BY), help="One line for each.")
@click.option("--zone", help="Time zone that days and hours are those of [default: each site's own].")
@click.option("--split", type=click.Choice(["site", "language"]), help="Also of each site or language.")
@anywhere
def count_verb(place: Place, /, query: str, by: Any, zone: str | None, split: Any, **options: Any) -> None:
    """Count articles, over all, over time, or by site, language, author or section.

    What nobody dated is counted as "undated", never put into a day it may not belong to. Over time and by site a third
    column says how many of the days that the sites ought to have are covered by a complete crawl; what is missing
    follows on standard error. With --zone or --split the answer is one JSON object.

    Example: coranto count 'strike' --by month
    """
    if zone or split:
        counts = place.asked.histogram(query, by or "day", zone=zone, by=split, **options)
        emit(as_json(counts) | {"known": as_json(counts.known)})
        return
    counted = place.asked.count(query, by=by, **options)
    known = counted.known
    if isinstance(counted, int):
        click.echo(counted)
    else:
        covered = known.by_site() if by == "site" else known.over(by) if by in BY[:6] else {}
        for bucket, number in counted:
            day = bucket[:10] if by == "hour" else bucket
            days = f"\t{covered[day].complete}/{covered[day].expected}" if day in covered else ""
            click.echo(f"{printable(bucket)}\t{number}{days}")
    _say_known(known)


def _say_known(known: "Known | None") -> None:
    """What a count misses, on standard error."""
    if known is None:
        return
    click.echo(str(known), err=True)
    for hole in known.holes[:HOLES]:
        last = hole.until - timedelta(days=1)
        days = f"{hole.since}" if last == hole.since else f"{hole.since} to {last}"
        said = "nothing is known" if hole.why == "unknown" else "no crawl of it came to its end"
        click.echo(f"  hole: {printable(hole.site)} {days}: {said}", err=True)
    if len(known.holes) > HOLES:
        click.echo(f"  and {len(known.holes) - HOLES} more; coranto coverage shows them", err=True)


@main.command("show")
@click.argument("id")
@click.option("--raw", is_flag=True, help="The exact bytes of the archived record instead.")
@click.option("--versions", is_flag=True, help="What became of its text, sentence by sentence.")
@click.option("--family", is_flag=True, help="The articles that tell the same wire story, as JSON lines.")
@click.option("--json", "as_lines", is_flag=True, help="With --versions: JSON instead of text.")
@anywhere
def show_verb(place: Place, /, id: str, **asked: bool) -> None:  # noqa: A002  (the verb's argument is called id)
    """Show one article as JSON, or with --raw the bytes it came from, or with --versions its history.

    In a history, + is a sentence that came, - one that went, ~ one that was edited, > one that moved.
    """
    if asked["family"]:
        for row in place.asked.family(id):
            emit(row)
    elif asked["versions"] and asked["as_lines"]:
        emit(as_json(place.asked.history(id)))
    elif asked["versions"]:
        from pipelines.cli.told import told

        for line in told(place.asked.history(id)):
            click.echo(line)
    elif asked["raw"]:
        sys.stdout.buffer.write(place.asked.raw(id))
    else:
        emit(as_json(place.asked.show(id)))


@main.command("attention")
@click.argument("query")
@period
@dated_by
@click.option(
    "--by",
    "interval",
    type=click.Choice(BY[1:6]),
    default="month",
    show_default=True,
    help="One line for each.",
)
@click.option(
    "--split", "by", type=click.Choice(["site", "language"]), help="One line for each of these, too."
)
@click.option(
    "--within", default="", help="A query that narrows both what matches and what it is a share of."
)
@anywhere
def attention_verb(place: Place, /, query: str, **options: Any) -> None:
    """Print the share of matching articles among all of the same sites and days, with its 95 % interval (Wilson).

    Columns: interval, site or language, matching, all, share, low, high. Nothing printed is no share, not zero.

    Example: coranto attention 'rail NEAR/5 strike' --by month --split site
    """
    found = place.asked.attention(query, **options)
    for share in (*found.shares, found.total):
        told = "" if share.share is None else f"{share.share:.4f}"
        cells = (
            share.label,
            share.part or "",
            share.matching,
            share.all,
            told,
            f"{share.low:.4f}",
            f"{share.high:.4f}",
        )
        click.echo("\t".join(map(str, cells)))
    _say_known(found.known)


@main.command("sample")
@click.argument("query", default="")
@period
@dated_by
@click.option("-n", "number", type=click.IntRange(min=1), required=True, help="How many articles.")
@click.option("--seed", type=int, required=True, help="The same number draws the same articles.")
@click.option(
    "--by", multiple=True, help="From each site, language, section, day, month or year in proportion."
)
@click.option("--column", "columns", multiple=True, help="One more empty column for the coder.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@anywhere
def sample_verb(place: Place, /, query: str, number: int, output: Path, columns: Any, **options: Any) -> None:
    """Draw a sample of the articles of a search as a coding sheet (CSV or Parquet, by the file's ending).

    Each article comes with the probability that it had to be drawn, and its weight.

    Example: coranto sample strike -n 200 --seed 7 --by site --by month -o sheet.csv
    """
    from pipelines.corpus.export import write

    drawn = place.asked.sample(query, number, **options)
    sheet = drawn.sheet(columns)
    write([sheet], sheet.schema, output, output.suffix.lstrip("."))
    click.echo(f"{sheet.num_rows} of {drawn.population} article(s) in {output}", err=True)


@main.command("families")
@period
@click.pass_obj
def families_verb(place: Place, since: str | None, until: str | None) -> None:
    """Find the wire stories that several papers printed, and put them into the table families.

    Looks at what was captured from --since to before --until. search and count take --per family afterwards.

    Example: coranto families --since 2026-01-01
    """
    found = place.corpus.find_families(since, until)
    click.echo(
        f"{found.families} wire stor{'y' if found.families == 1 else 'ies'}, {found.articles} article(s)",
        err=True,
    )


@main.command("sql")
@click.argument("query", default="")
@click.option("--json", "as_lines", is_flag=True, help="JSON lines instead of a table.")
@click.option(
    "--address",
    is_flag=True,
    help="Print what other engines need to read the tables: the catalog's address and a key that only reads, as JSON.",
)
@click.pass_obj
def sql_verb(place: Place, query: str, as_lines: bool, address: bool) -> None:
    """Ask one SELECT of articles, captures, rejected, coverage, families, versions, current, as_of(moment).

    Example: coranto sql 'select site, count(*) from current group by site'
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if address:
        return emit(place.corpus.address())
    if not query:
        raise click.UsageError("give a SELECT, or --address")
    answer = place.corpus.sql(query)
    rows = answer.to_pylist()
    if as_lines:
        for row in rows:
            emit(row)
        return None
    table = Table(*map(printable, answer.column_names))
    for row in rows:
        table.add_row(*(Text("" if v is None else printable(v, limit=CELL)) for v in row.values()))
    Console().print(table)
    return None


@main.command("export")
@click.argument("query", default="")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["parquet", "csv", "jsonl", "jsonld", "ninjs"]),
    help="[default: by the file's ending]",
)
@click.option(
    "--resume", is_flag=True, help="Go on where an earlier export of the same search was interrupted."
)
@period
@dated_by
@per
@anywhere
def export_verb(place: Place, /, query: str, output: Path, kind: str | None, **options: Any) -> None:
    """Write the articles of a search to Parquet, CSV, JSON Lines, schema.org JSON-LD or IPTC ninjs.

    The file gets its name when it is complete. With --resume (jsonl, ninjs) an interrupted one is gone on with.

    Example: coranto export 'language:fr' -o fr.parquet
    """
    kind = kind or output.suffix.lstrip(".")
    rows = place.asked.export(query, output, format=kind, **options)
    click.echo(f"{rows} article(s) in {output}", err=True)
