"""Object stores: where the archive lives, on S3 or in a plain folder, with the same promises.

Put once: a key never changes its bytes (``put``). What must change, leases, does so by compare-and-swap
(``swap``). Only the ``work`` store is ever overwritten. Listings come in no particular order.
"""

import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from pipelines.errors import AccessDenied, ConfigError, NoSuchObject, ObjectExists, StoreError

OCTETS = "application/octet-stream"
CHUNK = 1 << 20
KEY_LIMIT = 900
"""Bytes of UTF-8; SeaweedFS refuses longer keys, AWS those over 1024."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Keys of an S3 identity and where to use them."""

    access: str
    secret: str = field(repr=False)
    endpoint: str
    region: str = "us-east-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """What a store says about one object."""

    key: str
    size: int
    etag: str | None = None
    sha256: str | None = None
    """Hex; None where the store did not say."""
    modified: datetime | None = None


class Opens(Protocol):
    """What objects can be read from."""

    @property
    def url(self) -> str:
        """``s3://bucket`` or the folder's path, for messages."""

    def open(self, key: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """Bytes of an object as a stream, or fewer where it ends earlier."""


class Store(Opens, Protocol):
    """One bucket or folder."""

    def put(self, key: str, body: bytes | Path, *, media_type: str = OCTETS) -> StoredObject:
        """Create an object; the same bytes already there are fine, others raise ObjectExists."""

    def swap(self, key: str, body: bytes, *, etag: str | None) -> str:
        """Replace the version with this etag (None: the key must be free); a lost race raises ObjectExists."""

    def overwrite(self, key: str, body: bytes | Path) -> None:
        """Write whatever was there before; for the ``work`` store only."""

    def read(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """Bytes of an object, or fewer where it ends earlier."""

    def fetch(self, key: str) -> tuple[bytes, str]:
        """The whole object and its etag, for :meth:`swap`."""

    def head(self, key: str) -> StoredObject | None:
        """What is there; None where no object has the key."""

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Objects whose key starts so, in no particular order."""

    def delete(self, key: str) -> None:
        """Remove an object; that there is none is fine."""

    def now(self) -> datetime:
        """The store's own clock, in whole seconds for S3."""


def open_store(url: str, keys: Keys | None = None) -> Store:
    """The store at ``s3://bucket`` or in a folder."""
    if not url.startswith("s3://"):
        return FolderStore(Path(url))
    if keys is None:
        raise ConfigError(f"{url}: an S3 store needs keys; start the stack or pass keys=")
    from pipelines.archive.s3 import S3Store  # boto3 takes long to load

    return S3Store(url.removeprefix("s3://"), keys)


def check_key(key: str) -> str:
    """Refuse keys that stores read differently: ``//``, ``.`` parts, control characters, great length."""
    parts = key.split("/")
    if any(not part or part.startswith(".") for part in parts):
        raise StoreError(f"bad object key {key!r}: no part may be empty or begin with a dot")
    if len(key.encode("utf-8", "replace")) > KEY_LIMIT or not key.isprintable():
        raise StoreError(f"bad object key {key[:80]!r}: too long, or not printable")
    return key


def sha256_of(body: bytes | Path) -> str:
    """Hex SHA-256 of bytes or of a file's bytes."""
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(body: bytes | Path) -> int:
    """Length of bytes or of a file."""
    return len(body) if isinstance(body, bytes) else body.stat().st_size


class FolderStore:
    """A folder as a store: an object is a file, names beginning with a dot are no objects."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().absolute()
        self.url = str(self.folder)

    def put(self, key: str, body: bytes | Path, *, media_type: str = OCTETS) -> StoredObject:
        """Create an object; the same bytes already there are fine, others raise ObjectExists."""
        path = self._path(key)
        digest = sha256_of(body)
        with self._said(key), self._beside(path, body) as temporary:
            try:
                os.link(temporary, path)  # fails where the name is taken, unlike a rename
            except FileExistsError:
                if size_of(path) != size_of(body) or sha256_of(path) != digest:
                    message = f"{self.url}/{key} exists with other bytes; nothing was overwritten"
                    raise ObjectExists(message) from None
            sync_folder(path.parent)
        return StoredObject(key=key, size=size_of(body), etag=digest, sha256=digest)

    def swap(self, key: str, body: bytes, *, etag: str | None) -> str:
        """Replace the version with this etag (None: the key must be free); a lost race raises ObjectExists."""
        path = self._path(key)
        with self._said(key), self._locked():
            held = sha256_of(path) if path.exists() else None
            if held != etag:
                raise ObjectExists(f"{self.url}/{key} was changed by somebody else in between; read it again")
            self._replace(path, body)
        return sha256_of(body)

    def overwrite(self, key: str, body: bytes | Path) -> None:
        """Write whatever was there before; for the ``work`` store only."""
        with self._said(key):
            self._replace(self._path(key), body)

    def read(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """Bytes of an object, or fewer where it ends earlier."""
        with self._said(key), self._path(key).open("rb") as file:
            file.seek(offset)
            return file.read(-1 if length is None else length)

    def open(self, key: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """The same as a stream."""
        if length is not None:
            return io.BytesIO(self.read(key, offset, length))
        with self._said(key):
            file = self._path(key).open("rb")
        file.seek(offset)
        return file

    def fetch(self, key: str) -> tuple[bytes, str]:
        """The whole object and its etag, for :meth:`swap`."""
        body = self.read(key)
        return body, sha256_of(body)

    def head(self, key: str) -> StoredObject | None:
        """What is there; None where no object has the key."""
        path = self._path(key)
        with self._said(key):
            return self._stored(key, path) if path.is_file() else None

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Objects whose key starts so, in no particular order."""
        above = prefix.rpartition("/")[0]
        for entry, key in _files(os.path.join(self.folder, above), f"{above}/" if above else ""):  # noqa: PTH118
            if key.startswith(prefix):
                with suppress(FileNotFoundError):  # removed since
                    stat = entry.stat()
                    modified = datetime.fromtimestamp(stat.st_mtime, UTC)
                    yield StoredObject(key=key, size=stat.st_size, modified=modified)

    def delete(self, key: str) -> None:
        """Remove an object; that there is none is fine."""
        with self._said(key):
            self._path(key).unlink(missing_ok=True)

    def now(self) -> datetime:
        """This machine's clock."""
        return datetime.now(UTC)

    def _path(self, key: str) -> Path:
        return self.folder / check_key(key)

    def _stored(self, key: str, path: Path) -> StoredObject:
        stat = path.stat()
        return StoredObject(key=key, size=stat.st_size, modified=datetime.fromtimestamp(stat.st_mtime, UTC))

    def _replace(self, path: Path, body: bytes | Path) -> None:
        with self._beside(path, body) as temporary:
            temporary.replace(path)
            sync_folder(path.parent)

    @contextmanager
    def _beside(self, path: Path, body: bytes | Path) -> Iterator[Path]:
        """A durable copy of the bytes in the same folder, gone at the end."""
        make_folder(path.parent)
        temporary = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with temporary.open("xb") as file:
                for chunk in _chunks(body):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _said(self, key: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as e:
            raise NoSuchObject(f"no object {key} in {self.url}") from e
        except PermissionError as e:
            raise AccessDenied(
                f"{e.filename or self.url}: permission denied; check the owner and mode"
            ) from e
        except OSError as e:
            raise StoreError(f"{self.url}/{key}: {e.strerror}; check the disk") from e


def _files(folder: str, above: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Files below a folder with their keys, without a Path for each: an archive has hundreds of thousands."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if not entry.is_dir():
                yield entry, above + entry.name
            elif not entry.is_symlink():
                yield from _files(entry.path, f"{above}{entry.name}/")


def _chunks(body: bytes | Path) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield body
        return
    with body.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that a power cut does not take them away with what is in them."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """A new name is durable only once its folder is (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
