"""Verbs that look after the tables, make them again, and take records out of them."""

import getpass
from dataclasses import replace
from datetime import timedelta

import click

from pipelines.cli import Place, emit, main, say
from pipelines.schema import as_json


@main.command("maintain")
@click.option(
    "--keep-days",
    default=7,
    show_default=True,
    type=click.IntRange(min=0),
    help="Keep replaced snapshots so long, where writers did not forget them by number.",
)
@click.option(
    "--orphan-days",
    default=3,
    show_default=True,
    type=click.IntRange(min=1),
    help="Remove files that nothing refers to when they are so old.",
)
@click.pass_obj
def maintain_verb(place: Place, keep_days: int, orphan_days: int) -> None:
    """Look after the tables: put small files of closed months together, forget old snapshots, remove files of nobody.

    Safe while others write, and to be killed. On the stack the DAG maintain does it every night.

    Example: coranto --at ./news maintain
    """
    done = place.corpus.maintain(
        keep=timedelta(days=keep_days), age=timedelta(days=orphan_days), progress=say
    )
    for one in done:
        emit(as_json(one))


@main.command("rebuild")
@click.pass_obj
def rebuild_verb(place: Place) -> None:
    """Make all tables and the search index again, from the archive alone.

    What the gate and operators decided is honoured. The old tables serve until the new ones are whole; killed, it goes on
    where it was when it is started again.

    Example: coranto --at ./news rebuild
    """
    emit(as_json(place.corpus.rebuild(progress=say)))


@main.command("takedown")
@click.argument("ids", nargs=-1)
@click.option(
    "--address",
    "addresses",
    multiple=True,
    help="Who publishes there opted out: a URL, 'https://a.example/x*' or '*.a.example'; captures to come, too.",
)
@click.option("--why", required=True, help="Kept with the receipt.")
@click.option("--by", default=None, help="Who says so [default: the user of this shell].")
@click.pass_obj
def takedown_verb(
    place: Place, ids: tuple[str, ...], addresses: tuple[str, ...], why: str, by: str | None
) -> None:
    """Take articles out of tables, index, frozen corpora and replay, for ever, with a receipt in the archive.

    IDS are those of articles, or WARC-Record-IDs (urn:uuid:…). A record goes as a whole: of a dump, all its documents; the
    same bytes captured again at the same address go with it. The bytes stay in the archive. Whatever is made again leaves
    them out; frozen corpora list them as withdrawn.

    Examples: coranto takedown 1767686400000000-0123456789abcdef --why 'the author asked';
    coranto takedown --address 'https://herald.example/letters/*' --why 'the paper opted out'
    """
    if bool(ids) == bool(addresses):
        raise click.UsageError("name either IDS or --address")
    corpus = replace(place.corpus, archive=place.admin_archive)
    records = [one if one.startswith("urn:") else corpus.show(one).where.record_id for one in ids]
    asked = by or getpass.getuser()
    click.echo(corpus.take_down(dict.fromkeys(records), addresses=addresses, by=asked, why=why))
