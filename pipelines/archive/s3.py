"""An S3 bucket as a store, through boto3.

Conditional writes (``If-None-Match``, ``If-Match``) and SHA-256 checksums carry every promise, so the
server must honour them: AWS S3, SeaweedFS and MinIO do; ``rclone serve s3`` ignores preconditions.
"""

import base64
import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NotConnected

from pipelines.archive.store import CHUNK, OCTETS, Keys, StoredObject, check_key, sha256_of, size_of
from pipelines.archive.versions import Version
from pipelines.errors import (
    AccessDenied,
    ConfigError,
    NoSuchObject,
    ObjectExists,
    StoreError,
    StoreUnreachable,
)

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DENIED = frozenset(
    {
        "403",
        "401",
        "AccessDenied",
        "InvalidAccessKeyId",
        "SignatureDoesNotMatch",
        "Forbidden",
        "AllAccessDisabled",
    }
)
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
CONFLICT_PAUSES = (0.5, 2.0)
"""Seconds to wait where another upload of the same key, perhaps our own, is still under way (409)."""
TAKEN = frozenset({"412", "PreconditionFailed", "ConditionalRequestConflict", "409"})


class S3Store:
    """One bucket of an S3 service."""

    def __init__(self, bucket: str, keys: Keys) -> None:
        if not bucket or "/" in bucket:
            raise ConfigError(f"s3://{bucket}: give a bucket alone, without a path")
        self.bucket = bucket
        self.url = f"s3://{bucket}"
        self.endpoint = keys.endpoint
        self.keys = keys
        self._s3 = _client(keys)

    def put(self, key: str, body: bytes | Path, *, media_type: str = OCTETS) -> StoredObject:
        """Create an object; the same bytes already there are fine, others raise ObjectExists."""
        digest, size = sha256_of(body), size_of(body)
        for pause in (*CONFLICT_PAUSES, None):
            try:
                etag = self._put(key, body, digest, IfNoneMatch="*", ContentType=media_type)
                return StoredObject(key=key, size=size, etag=etag, sha256=digest)
            except ObjectExists:
                held = self._digest_of(key, size)
            if held == digest:  # by an earlier try of ours whose answer was lost
                return StoredObject(key=key, size=size, sha256=digest)
            if held is not None:
                raise ObjectExists(f"{self.url}/{key} exists with other bytes; nothing was overwritten")
            if pause is not None:
                time.sleep(pause)
        raise StoreUnreachable(f"{self.url}/{key} is being written by somebody else; try again later")

    def swap(self, key: str, body: bytes, *, etag: str | None) -> str:
        """Replace the version with this etag (None: the key must be free); a lost race raises ObjectExists."""
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        return self._put(key, body, sha256_of(body), **condition)

    def overwrite(self, key: str, body: bytes | Path) -> None:
        """Write whatever was there before; for the ``work`` store only."""
        self._put(key, body, sha256_of(body))

    def read(self, key: str, offset: int = 0, length: int | None = None) -> bytes:
        """Bytes of an object, or fewer where it ends earlier."""
        with self.open(key, offset, length) as stream:
            return stream.read()

    def open(self, key: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """The same as a stream."""
        return self._open(key, offset, length)

    def fetch(self, key: str) -> tuple[bytes, str]:
        """The whole object and its etag, for :meth:`swap`."""
        with self._said(key):
            answer = self._s3.get_object(Bucket=self.bucket, Key=check_key(key))
            return answer["Body"].read(), answer["ETag"]

    def head(self, key: str) -> StoredObject | None:
        """What is there; None where no object has the key."""
        try:
            with self._said(key):
                answer = self._s3.head_object(Bucket=self.bucket, Key=check_key(key), ChecksumMode="ENABLED")
        except NoSuchObject:
            return None
        return StoredObject(
            key=key,
            size=answer["ContentLength"],
            etag=answer["ETag"],
            sha256=_hex(answer.get("ChecksumSHA256")),
            modified=answer["LastModified"].astimezone(UTC),
        )

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Objects whose key starts so, in no particular order."""
        with self._said(prefix):
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield StoredObject(
                        key=entry["Key"],
                        size=entry["Size"],
                        etag=entry.get("ETag"),
                        modified=entry["LastModified"].astimezone(UTC),
                    )

    def versions(self, prefix: str) -> Iterator[Version]:
        """Versions of the objects whose key starts so: those of one key together, the newest first."""
        with self._said(prefix):
            pages = self._s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=prefix)
            for page in pages:
                for entry in page.get("Versions", ()):
                    yield Version(
                        key=entry["Key"],
                        id=entry["VersionId"],
                        size=entry["Size"],
                        etag=entry["ETag"],
                        modified=entry["LastModified"].astimezone(UTC),
                        latest=entry["IsLatest"],
                    )

    def open_version(self, key: str, version: str, offset: int = 0, length: int | None = None) -> BinaryIO:
        """As :meth:`open`, of one version."""
        return self._open(key, offset, length, VersionId=version)

    def delete(self, key: str) -> None:
        """Remove an object; that there is none is fine."""
        with self._said(key):
            self._s3.delete_object(Bucket=self.bucket, Key=check_key(key))

    def now(self) -> datetime:
        """The server's clock, from the Date of an answer, whatever that answer is (RFC 9110, 6.6.1)."""
        with self._said(""):
            try:
                headers = self._s3.head_bucket(Bucket=self.bucket)["ResponseMetadata"]["HTTPHeaders"]
            except ClientError as e:
                headers = e.response["ResponseMetadata"]["HTTPHeaders"]
        try:
            return parsedate_to_datetime(headers["date"]).astimezone(UTC)
        except (KeyError, ValueError) as e:
            raise StoreError(f"{self.endpoint} answers without a Date; leases need the store's clock") from e

    def _open(self, key: str, offset: int, length: int | None, **which: Any) -> BinaryIO:
        if length == 0:
            return io.BytesIO()
        last = "" if length is None else offset + length - 1
        if offset or length is not None:
            which["Range"] = f"bytes={offset}-{last}"
        try:
            with self._said(key):
                answer = self._s3.get_object(Bucket=self.bucket, Key=check_key(key), **which)
        except _PastEnd:
            return io.BytesIO()
        return io.BufferedReader(_Body(answer["Body"], self, key), CHUNK)

    def _put(self, key: str, body: bytes | Path, digest: str, **conditions: Any) -> str:
        checksum = base64.b64encode(bytes.fromhex(digest)).decode()
        with self._said(key), ExitStack() as stack:
            content = body if isinstance(body, bytes) else stack.enter_context(body.open("rb"))
            answer = self._s3.put_object(
                Bucket=self.bucket, Key=check_key(key), Body=content, ChecksumSHA256=checksum, **conditions
            )
        return answer["ETag"]

    def _digest_of(self, key: str, size: int) -> str | None:
        """SHA-256 of what is there, read back where the store kept no checksum; empty if the size differs."""
        held = self.head(key)
        if held is None:
            return None
        if held.size != size:
            return ""
        if held.sha256:
            return held.sha256
        digest = hashlib.sha256()
        with self.open(key) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    @contextmanager
    def _said(self, key: str) -> Iterator[None]:
        """Say what went wrong in our own words; the exceptions of boto3 stay below this line."""
        place = f"{self.url}/{key}".rstrip("/")
        try:
            yield
        except ClientError as e:
            raise self._refused(e, place) from e
        except (
            NotConnected,
            HTTPClientError,
            IncompleteReadError,
        ) as e:  # refused, timed out, cut, bad certificate
            message = f"no answer from the store at {self.endpoint}, asked for {place}; is it running? ({type(e).__name__})"
            raise StoreUnreachable(message) from e
        except BotoCoreError as e:
            raise StoreError(f"{place} at {self.endpoint}: {e}") from e

    def _refused(self, error: ClientError, place: str) -> StoreError:
        code = error.response["Error"].get("Code", "")
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
        where = f"{place} at {self.endpoint}"
        if code == "NoSuchBucket":
            return StoreError(f"no bucket {self.bucket} at {self.endpoint}; create it, or start the stack")
        if code == "InvalidRange":
            return _PastEnd(where)
        if code in MISSING:
            return NoSuchObject(f"no object {where}")
        if code in TAKEN:
            return ObjectExists(f"{where} was written by somebody else in between; read it again")
        if code in DENIED:
            return AccessDenied(f"access to {where} denied ({code}); check the keys and what they may do")
        if status >= 500 or code in {"SlowDown", "RequestTimeout"}:
            return StoreUnreachable(f"{where} answers {status} {code}; try again later")
        return StoreError(f"{where}: {code} {error.response['Error'].get('Message', '')}".rstrip())


class _PastEnd(StoreError):
    """A range that begins at or behind the object's end."""


class _Body(io.RawIOBase):
    """A body of boto3 as a raw stream, with errors in our own words."""

    def __init__(self, body: Any, store: S3Store, key: str) -> None:
        self._body, self._store, self._key = body, store, key

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with self._store._said(self._key):
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._body.close()
        super().close()


def _client(keys: Keys) -> "S3Client":
    """A client that reads no environment and no ~/.aws: what it uses is what it was given."""
    nowhere: dict[str, Any] = dict.fromkeys(("profile", "ca_bundle"), (None, None, None, None))
    nowhere |= dict.fromkeys(("config_file", "credentials_file"), (None, None, os.devnull, None))
    config = Config(
        connect_timeout=3,
        read_timeout=30,
        retries={"total_max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": "path"},
        proxies={} if _is_loopback(keys.endpoint) else None,
        max_pool_connections=16,
        response_checksum_validation="when_required",  # ranges carry the checksum of the whole
    )
    session: Any = botocore.session.Session(session_vars=nowhere)
    try:
        client: S3Client = session.create_client(
            "s3",
            endpoint_url=keys.endpoint,
            aws_access_key_id=keys.access,
            aws_secret_access_key=keys.secret,
            region_name=keys.region,
            config=config,
        )
    except (ValueError, BotoCoreError) as e:
        raise ConfigError(f"cannot use {keys.endpoint!r} as the address of an S3 store: {e}") from e
    return client


def _is_loopback(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _hex(checksum: str | None) -> str | None:
    """Hex of a whole object's base64 checksum; a composite one (``…-3``) tells nothing about the bytes."""
    if not checksum or "-" in checksum:
        return None
    return base64.b64decode(checksum).hex()
