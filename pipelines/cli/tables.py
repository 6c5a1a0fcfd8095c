"""Verbs that look after the tables, and make them again."""

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
    help="Keep replaced snapshots so long.",
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
