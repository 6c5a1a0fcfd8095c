"""Verbs of the researcher's desk: serve it, replay the archive, say who may see what."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli import Place, emit, main
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from pipelines.web.users import Users

ROLES = ("counts", "snippets", "full", "admin")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@main.command("serve")
@click.option("--port", default=8090, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--name", "names", multiple=True, help="A host name that browsers call it by; may be repeated.")
@click.option("--login", is_flag=True, help="Ask who is there on loopback, too (behind a proxy of yours).")
@click.option("--certificate", type=_FILE, help="Certificate chain in PEM: serve HTTPS.")
@click.option("--key", type=_FILE, help="Its private key in PEM.")
@click.option("--replay", default="", help="Address of `coranto replay`, to link articles to.")
@click.pass_obj
def serve_verb(place: Place, /, names: tuple[str, ...], replay: str, **at: Any) -> None:
    """Serve the search page, the article pages and the HTTP API (with --at: for a plain folder).

    On loopback nobody has to log in. On any other address it starts only where there are users.

    Example: coranto --at ./news serve --replay http://127.0.0.1:8091
    """
    from pipelines.settings import archive_id, per_minute
    from pipelines.web.server import NAMES, At, serve

    listening = At(names=(*NAMES, *names), users=place.users, per_minute=per_minute(), **at)
    serve(
        place.corpus,
        listening,
        archive_id=archive_id(),
        replay=(lambda: replay.rstrip("/")) if replay or place.folder else place.stack.home.replay,
        follow=place.folder is not None,
    )


@main.command("replay")
@click.option("--port", default=8091, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--pywb",
    type=click.Path(path_type=Path),
    help="pywb's program `wayback` [default: as `make replay` made it].",
)
@click.pass_obj
def replay_verb(place: Place, port: int, pywb: Path | None) -> None:
    """Replay archived pages on 127.0.0.1, each shut in, with pywb behind (with --at: of a plain folder).

    /view/TIME/URL shows a page as it was; /page/URL is its TimeGate, /page/timemap/link/URL its TimeMap.

    Example: coranto --at ./news replay --port 8091
    """
    from pipelines.web.server import At, serve_replay

    if place.folder:
        serve_replay(place.archive, At(port=port), wayback=pywb, follow=True)
        return
    stack = place.stack
    told = stack.home.run / "replay.address"
    serve_replay(stack.open_archive("publish"), At(port=port), wayback=pywb, told=told)


@main.group("user")
def user_verb() -> None:
    """Say who may see what where the desk is served to others: counts, snippets, full or admin."""


@user_verb.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may see.")
@click.option("--no-password", is_flag=True, help="For tokens only.")
@click.pass_obj
def add_verb(place: Place, name: str, role: str, no_password: bool) -> None:
    """Add a user, or change role and password; the password is asked for, or read from standard input.

    Example: coranto user add jane --role full
    """
    password = None if no_password else _password(name)
    _users(place).add(name, role, password)
    emit({"user": name, "role": role})


@user_verb.command("token")
@click.argument("name")
@click.option("--note", default="", help="What it is for.")
@click.pass_obj
def token_verb(place: Place, name: str, note: str) -> None:
    """Give a user a token for programs; it is shown this once.

    Example: coranto user token jane --note notebook
    """
    click.echo(_users(place).give_token(name, note))


@user_verb.command("revoke")
@click.argument("what")
@click.pass_obj
def revoke_verb(place: Place, what: str) -> None:
    """Take back a token (by its id), or a user with all tokens and sessions.

    Example: coranto user revoke jane
    """
    emit({"revoked": _users(place).revoke(what)})


@user_verb.command("list")
@click.pass_obj
def list_verb(place: Place) -> None:
    """List users with their roles and tokens.

    Example: coranto user list
    """
    from dataclasses import asdict

    for user in _users(place).all():
        emit(asdict(user))


def _users(place: Place) -> "Users":
    from pipelines.web.users import Users

    place.users.parent.mkdir(parents=True, exist_ok=True)
    return Users(place.users)


def _password(name: str) -> str:
    if sys.stdin.isatty():
        text: str = click.prompt(f"Password of {name}", hide_input=True, confirmation_prompt=True)
        return text
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise ConfigError("no password on standard input; write one, or say --no-password")
    return line
