"""The verb that looks captures up, or indexes WARC files."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli import Place, main, say
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from pipelines.archive.lookup import Match, Sort
    from pipelines.archive.shards import Shards


@main.command("cdx")
@click.argument("source", nargs=-1, required=True)
@click.option("--match", type=click.Choice(["exact", "prefix", "host", "domain"]), help="What the URL names.")
@click.option("--from", "since", default="", metavar="DIGITS", help="First time: 2026, 20260105, …")
@click.option("--to", "until", default="", metavar="DIGITS", help="Last time: 2026 is all of that year.")
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="TEST",
    help="mime:html (holds it), =status:200 (is it), ~url:REGEX; with ! before it, the opposite.",
)
@click.option("--limit", type=int, help="Most captures; negative: so many from the end.")
@click.option("--closest", default="", metavar="DIGITS", help="Order by nearness to this time.")
@click.option("--reverse", is_flag=True, help="Last first.")
@click.option(
    "--output", type=click.Choice(["cdxj", "json", "text"]), default="cdxj", help="How lines are written."
)
@click.option("--fl", default="", metavar="NAME,…", help="Only these fields.")
@click.pass_obj
def cdx_verb(
    place: Place,
    source: tuple[str, ...],
    match: "Match | None",
    since: str,
    until: str,
    filters: tuple[str, ...],
    limit: int | None,
    closest: str,
    reverse: bool,
    output: str,
    fl: str,
) -> None:
    """Print the captures of a URL, or the CDXJ index of WARC files, made from the files themselves.

    Examples: coranto cdx 'https://herald.example/*' --from 2026 --filter '!=status:200';
    coranto cdx herald.warc.gz > herald.cdxj
    """
    from pipelines.archive import lookup
    from pipelines.archive.cdx import of_file
    from pipelines.archive.takedowns import withheld

    files = [Path(name) for name in source if _is_file(name)]
    if files and len(files) < len(source):
        raise ConfigError("give either WARC files or URLs, not both")
    if files:
        lines: Iterable[bytes] = map(of_file, files)
    else:
        shards = _merged(place.archive)
        order: Sort = "reverse" if reverse else ""
        asked = lookup.Query(
            url="",
            match=match or "",
            since=since,
            until=until,
            filters=filters,
            limit=limit,
            closest=closest,
            sort=order,
        )
        shown = withheld(place.archive).shows
        found = (lookup.captures(shards, replace(asked, url=url), shown) for url in source)
        lines = lookup.written(
            chain.from_iterable(found), output, tuple(name for name in fl.split(",") if name)
        )
    for line in lines:
        sys.stdout.buffer.write(line)


def _is_file(name: str) -> bool:
    """Is it a file's name? What looks like a WARC file must be one, and a URL none."""
    if "://" in name:
        return False
    if Path(name).is_file():
        return True
    if Path(name).is_dir() or ".warc" in name or "." not in name.partition("/")[0]:
        raise click.BadParameter(f"File {name!r} does not exist, and it is no URL.")
    return False


def _merged(archive: "Archive") -> "Shards":
    """The index of captures, brought up to the archive."""
    from pipelines.archive.merging import refresh
    from pipelines.archive.shards import shards_of

    refresh(archive, progress=say)  # where an indexer is at it already, its work will do
    shards = shards_of(archive)
    assert shards is not None  # refresh has said so
    return shards
