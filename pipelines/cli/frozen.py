"""Verbs of frozen corpora: make, list, check, hand on, and find the texts of an edition again."""

import getpass
import sys
from pathlib import Path
from typing import Any

import click

from pipelines.cli import Place, anywhere, emit, main, say
from pipelines.cli.ask import dated_by, per, period
from pipelines.errors import ConfigError
from pipelines.printable import printable
from pipelines.schema import as_json

FORMS = ("edition", "ro-crate", "wacz", "parquet", "jsonl", "csv", "jsonld", "ninjs")


@main.command("freeze")
@click.argument("query", required=False)
@click.option("--name", help="Name of the frozen corpus: lower-case letters, digits, - and _.")
@click.option(
    "--check", "checked", is_flag=True, help="Prove it, ask its query again, explain each difference."
)
@click.option("--as", "form", type=click.Choice(FORMS), help="Write it in this form to --output.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder to write.")
@click.option(
    "--by", default=None, help="Who freezes it [default: the user of this shell; on a desk, who it knows]."
)
@period
@dated_by
@per
@anywhere
def freeze_verb(place: Place, /, query: str | None, name: str | None, **asked: Any) -> None:
    """Keep what a query finds for ever, to cite it; or list, check and hand on what was frozen.

    Without --name lists them; with a QUERY makes one; without prints its citation, proves it (--check), or writes it
    (--as): a folder with RO-Crate and Croissant metadata, a WACZ that replays, an edition without texts for everybody,
    or the rows.

    Examples: coranto freeze 'rail strike' --since 2026-01-01 --name strikes; coranto freeze --name strikes --check;
    coranto freeze --name strikes --as wacz -o strikes.wacz
    """
    from pipelines.settings import archive_id

    checked, form, output, by = (asked.pop(key) for key in ("checked", "form", "output", "by"))
    if name is None:
        if query is not None or checked or form:
            raise ConfigError("name the frozen corpus: --name NAME")
        asks = place.asked
        for one in asks.frozen_names():
            click.echo(f"{one}  {printable(asks.frozen(one).manifest.citation, limit=1000)}")
    elif query is not None:
        made = place.asked.freeze(
            query, name=name, by=by or getpass.getuser(), archive_id=archive_id(), progress=say, **asked
        )
        say("")
        click.echo(made.manifest.citation)
    elif checked:
        sys.exit(_check(place, name))
    elif form:
        _export(place, name, form, output)
    else:
        click.echo(place.asked.frozen(name).manifest.citation)


def _check(place: Place, name: str) -> int:
    from pipelines.corpus.frozen_check import BROKEN

    broken = told = 0
    for one in place.asked.check_frozen(name, progress=say):
        say("")
        click.echo(f"{one.kind}  {one.what}  {printable(one.why, limit=1000)}")
        told, broken = told + 1, broken + (one.kind in BROKEN)
    say("")
    said = f"{broken} problem(s), " if broken else "whole; "
    click.echo(f"{said}{told - broken} difference(s) explained", err=True)
    return 1 if broken else 0


def _export(place: Place, name: str, form: str, output: Path | None) -> None:
    if output is None:
        raise ConfigError("name the file or folder to write: -o PATH")
    emit(as_json(place.asked.frozen(name).hand_on(form, output, progress=say)))


@main.command("rehydrate")
@click.argument("edition", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def rehydrate_verb(place: Place, edition: Path, output: Path) -> None:
    """Find the texts of an edition in this archive, and write the articles (parquet, csv, jsonl, … by the ending).

    Only texts with the very hash that the edition says are written; how many are not is said.

    Example: coranto rehydrate strikes.edition.jsonl -o strikes.parquet
    """
    from pipelines.corpus.editions import rehydrate
    from pipelines.corpus.export import write
    from pipelines.corpus.schemas import ARTICLES

    form = output.suffix.lstrip(".")
    emit(as_json(rehydrate(place.corpus, edition, lambda tables: write(tables, ARTICLES, output, form))))
