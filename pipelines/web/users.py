"""Users, their tokens and sessions, and the audit log, in one small database file.

Passwords are hashed with argon2id; of tokens and sessions, which are long and random, only a SHA-256 is kept.
Copy the file to back it up (``sqlite3 users.sqlite .backup``); whoever can write it can let anybody in.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from pipelines.errors import ConfigError
from pipelines.web.viewers import ROLES, Role, Viewer

SESSION = timedelta(hours=12)
MOST_FAILURES, WITHIN = 10, timedelta(minutes=5)
SHORTEST = 10
"""Characters of a password."""
_NOBODY = PasswordHasher().hash(secrets.token_hex())
"""Verified where there is no such user, so that an answer takes as long."""
_TABLES = """
create table if not exists users (name text primary key, role text not null, password text, made text not null);
create table if not exists tokens (id text primary key, name text not null references users, hash text not null unique,
    note text not null, made text not null);
create table if not exists sessions (hash text primary key, name text not null, until text not null);
create table if not exists audit (at text not null, name text not null, did text not null, about text not null);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One user and the tokens that work."""

    name: str
    role: Role
    password: bool
    """Can they log in with one?"""
    tokens: tuple[tuple[str, str], ...]
    """Id and note of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the audit log."""

    at: datetime
    name: str
    did: str
    about: str


class Users:
    """The database in a file, made where it is missing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def any(self) -> bool:
        """Is there anybody who could be let in?"""
        if not self.path.exists():
            return False
        with self._open() as db:
            found = db.execute(
                "select 1 from users u where password is not null or exists (select 1 from tokens t where t.name = u.name)"
            )
            return found.fetchone() is not None

    def add(self, name: str, role: str, password: str | None = None) -> None:
        """Add a user, or give one another role and password; their sessions end."""
        if not name or not name.isprintable() or len(name) > 80 or name != name.strip():
            raise ConfigError(f"user {name!r}: write a name of at most 80 visible characters")
        if role not in ROLES:
            raise ConfigError(f"role {role!r}: there are {', '.join(ROLES)}")
        if password is not None and len(password) < SHORTEST:
            raise ConfigError(f"a password has at least {SHORTEST} characters")
        hashed = PasswordHasher().hash(password) if password is not None else None
        with self._open() as db:
            db.execute(
                "insert into users values (?, ?, ?, ?) on conflict (name) do update set role = excluded.role,"
                " password = coalesce(excluded.password, password)",
                (name, role, hashed, _now()),
            )
            db.execute("delete from sessions where name = ?", (name,))
            _note(db, name, "user", f"role {role}{', password set' if hashed else ''}")

    def give_token(self, name: str, note: str = "") -> str:
        """A new token of a user, which is shown this once."""
        token = f"coranto_{secrets.token_urlsafe(32)}"
        with self._open() as db:
            self._known(db, name)
            made = (secrets.token_hex(4), name, _hash(token), note, _now())
            db.execute("insert into tokens values (?, ?, ?, ?, ?)", made)
            _note(db, name, "token given", made[0])
        return token

    def revoke(self, what: str) -> str:
        """Take a token back, or a user with all tokens and sessions; says what it was."""
        with self._open() as db:
            if db.execute("delete from tokens where id = ?", (what,)).rowcount:
                _note(db, "", "token revoked", what)
                return f"token {what}"
            self._known(db, what)
            for table in ("tokens", "sessions", "users"):
                db.execute(f"delete from {table} where name = ?", (what,))
            _note(db, what, "user revoked", "")
        return f"user {what}"

    def all(self) -> list[User]:
        """Every user, by name."""
        with self._open() as db:
            held = db.execute("select name, role, password is not null from users order by name").fetchall()
            return [
                User(name=name, role=role, password=bool(has), tokens=tuple(_tokens(db, name)))
                for name, role, has in held
            ]

    def log_in(self, name: str, password: str) -> str | None:
        """A new session for whoever knows the password; None for anybody else, and after too many failures."""
        with self._open() as db:
            since = (datetime.now(UTC) - WITHIN).isoformat()
            failed = db.execute(
                "select count(*) from audit where did = 'log-in failed' and name = ? and at > ?",
                (name, since),
            ).fetchone()[0]
            row = db.execute("select password from users where name = ?", (name,)).fetchone()
            right = _verified((row and row[0]) or _NOBODY, password) and bool(row and row[0])
            if not right or failed >= MOST_FAILURES:
                _note(db, name[:80], "log-in failed", "")
                return None
            session = secrets.token_urlsafe(32)
            db.execute("delete from sessions where until < ?", (_now(),))
            until = (datetime.now(UTC) + SESSION).isoformat()
            db.execute("insert into sessions values (?, ?, ?)", (_hash(session), name, until))
            _note(db, name, "log-in", "")
        return session

    def log_out(self, session: str) -> None:
        """End a session."""
        with self._open() as db:
            db.execute("delete from sessions where hash = ?", (_hash(session),))

    def of_session(self, session: str) -> Viewer | None:
        """Whose session it is."""
        asked = (
            "select u.name, u.role from sessions s join users u using (name) where s.hash = ? and s.until > ?"
        )
        found = self._viewer(asked, (_hash(session), _now()))
        return found and Viewer(name=found.name, role=found.role, token=form_token(session), session=True)

    def of_token(self, token: str) -> Viewer | None:
        """Whose token it is."""
        asked = "select u.name, u.role from tokens t join users u using (name) where t.hash = ?"
        return self._viewer(asked, (_hash(token),))

    def note(self, name: str, did: str, about: str) -> None:
        """Write a line of the audit log."""
        with self._open() as db:
            _note(db, name, did, about)

    def deeds(self, most: int = 500) -> list[Deed]:
        """The audit log, newest first."""
        with self._open() as db:
            held = db.execute("select * from audit order by rowid desc limit ?", (most,)).fetchall()
        return [
            Deed(at=datetime.fromisoformat(at), name=n, did=did, about=about) for at, n, did, about in held
        ]

    def _viewer(self, asked: str, values: tuple[str, ...]) -> Viewer | None:
        with self._open() as db:
            row = db.execute(asked, values).fetchone()
        return Viewer(name=row[0], role=row[1]) if row else None

    def _known(self, db: sqlite3.Connection, name: str) -> None:
        if db.execute("select 1 from users where name = ?", (name,)).fetchone() is None:
            raise ConfigError(f"no user or token {name!r}; coranto user list shows them")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self.path, timeout=20)) as db, db:
                db.executescript(_TABLES)
                yield db
        except (OSError, sqlite3.Error) as e:
            raise ConfigError(f"the users in {self.path} cannot be used ({e})") from e


def form_token(session: str) -> str:
    """What a form of this session brings back, so that no other page can post it."""
    return hmac.new(session.encode(), b"coranto form", hashlib.sha256).hexdigest()


def _tokens(db: sqlite3.Connection, name: str) -> list[tuple[str, str]]:
    return db.execute("select id, note from tokens where name = ? order by made", (name,)).fetchall()


def _note(db: sqlite3.Connection, name: str, did: str, about: str) -> None:
    db.execute("insert into audit values (?, ?, ?, ?)", (_now(), name, did, about[:4000]))


def _verified(held: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(held, password)
    except VerificationError:
        return False


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat()
