"""Making a home: its private folders, its secrets, its remembered ports."""

import base64
import json
import os
import pwd
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.errors import ConfigError, StackError
from pipelines.settings import Home, Secrets, read_json

IDENTITIES = ("read", "crawl", "publish", "admin")
"""The S3 identities, from the one that only reads tables to the one that may delete in the archive."""

USERS = ("admin", "op", "viewer")
"""The accounts of the Airflow UI; the role has the account's name (airflow.cfg)."""


def prepare(home: Home) -> None:
    """Make the folders, readable by their owner only."""
    if not _has_name(os.geteuid()):
        raise ConfigError(
            f"user {os.geteuid()} has no name on this machine, which PostgreSQL and Airflow insist on; "
            "add it to /etc/passwd, or start as another user"
        )
    for folder in (home.path, home.run, home.logs, home.airflow, home.postgres, home.objects, home.spool):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if home.sockets != home.run:
        home.sockets.mkdir(mode=0o700, exist_ok=True)
        _check_ours(home.sockets)
    home.postgres_socket.mkdir(mode=0o700, exist_ok=True)


def _check_ours(folder: Path) -> None:
    """Somebody else may have made the folder in the shared temporary folder before us."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o066:
        raise StackError(f"{folder} is not a private folder of ours; remove it and start again")


def _has_name(user: int) -> bool:
    try:
        return bool(pwd.getpwuid(user))
    except KeyError:
        return False


def make_secrets(home: Home, database: str | None = None, search: str | None = None) -> Secrets:
    """Make the secrets once; later calls change nothing but the URLs of a foreign database and search server, and add identities."""
    path = home.path / "secrets.json"
    held = read_json(path)
    made = _new_secrets() | held
    made |= {"keys": _keys() | made["keys"], "database": database, "search": search}
    if made != held:
        write_json(path, made)
    held = made
    # Airflow prints the passwords that it makes itself into the log; so we write its file (read, and
    # extended for accounts it lacks, by SimpleAuthManager.init).
    write_json(home.airflow / "simple_auth_manager_passwords.json.generated", held["passwords"])
    return home.secrets()


def _new_secrets() -> dict[str, Any]:
    return {
        "fernet": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "jwt": secrets.token_urlsafe(48),
        "api": secrets.token_urlsafe(48),
        "keys": _keys(),
        "passwords": {name: secrets.token_urlsafe(12) for name in USERS},
    }


def _keys() -> dict[str, list[str]]:
    return {name: [f"{name}-{secrets.token_hex(6)}", secrets.token_hex(24)] for name in IDENTITIES}


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replace a JSON file in one step, readable by its owner only."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(value, file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
