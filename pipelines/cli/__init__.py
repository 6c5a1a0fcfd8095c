"""The ``coranto`` command: one group, whose verbs say on the command line what a function says in Python.

``keep`` has the verbs that bring bytes in and prove them, ``ask`` those that answer, ``captures`` the index,
``desk`` the researcher's pages, ``watch`` what operators ask and decide.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.errors import ConfigError, CorantoError

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from pipelines.corpus import Asking, Corpus
    from pipelines.settings import Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a verb works: the running stack of a home, a plain folder without any server, or a desk at a URL."""

    home: Path | None
    folder: Path | None
    url: str = ""

    @property
    def stack(self) -> "Stack":
        from pipelines.settings import connect

        return connect(self.home)

    @property
    def archive(self) -> "Archive":
        from pipelines.archive import open_archive
        from pipelines.settings import replica

        return open_archive(self.folder, replica=replica()) if self.folder else self.stack.archive

    @property
    def admin_archive(self) -> "Archive":
        """The archive for one who may replace what is damaged."""
        return self.archive if self.folder else self.stack.open_archive("admin")

    @property
    def corpus(self) -> "Corpus":
        from pipelines.corpus import Corpus
        from pipelines.settings import search_server, search_url

        if self.folder is None:
            return self.stack.corpus
        return Corpus.open(self.folder, index=search_server(search_url()))

    @property
    def asked(self) -> "Asking":
        """Who answers: the corpus, or the desk that serves it."""
        from pipelines.corpus import open_corpus
        from pipelines.settings import token

        return open_corpus(self.url, token()) if self.url else self.corpus

    @property
    def users(self) -> Path:
        """The database of those who may look where the desk is served to others."""
        from pipelines.settings import Home

        return self.folder / ".users.sqlite" if self.folder else Home(self.home).users


_OBEYED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""C1 controls, bidi controls, line separators and what cannot be encoded; JSON itself escapes C0."""


class Verbs(click.Group):
    """A click group that ends every coranto error as one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CorantoError as e:
            click.echo(f"coranto: {e}", err=True)
            ctx.exit(2 if isinstance(e, ConfigError) else 1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    envvar="CORANTO_HOME",
    help="Home of the stack [default: ./.coranto].",
)
@click.option(
    "--at",
    "folder",
    type=click.Path(path_type=Path),
    help="Work on this plain folder instead of the running stack.",
)
@click.version_option(package_name="coranto")
@click.pass_context
def main(ctx: click.Context, home: Path | None, folder: Path | None) -> None:
    """Keep the news: crawl, archive, clean, search.

    Exit status: 0 done, 1 problems found or a failure, 2 wrong usage.
    """
    ctx.obj = Place(home=home, folder=folder)


def anywhere(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb that only asks its place, and the option ``--url``: it works on a served desk, too."""

    @click.option(
        "--url",
        envvar="CORANTO_URL",
        default="",
        help="Ask the desk served at this address (with CORANTO_TOKEN) instead of a corpus on this machine.",
    )
    @click.pass_obj
    @wraps(verb)
    def run(place: Place, /, url: str, **asked: Any) -> Any:
        given = click.get_current_context().get_parameter_source("url")
        if url and place.folder:
            if given == click.core.ParameterSource.COMMANDLINE:
                raise ConfigError("--at names a folder and --url a desk; give one of them")
            url = ""  # what the command line says goes before the environment
        return verb(replace(place, url=url), **asked)

    return run


def say(line: str) -> None:
    """Progress: one line on stderr, rewritten in place, only where a person watches; empty, it is gone."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{line}", err=True, nl=False)


def emit(value: Any) -> None:
    """One JSON line on stdout, where the line of progress was.

    What a terminal would obey instead of show is escaped, which is the same JSON.
    """
    say("")
    line = json.dumps(value, ensure_ascii=False, default=str)
    click.echo(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line))
