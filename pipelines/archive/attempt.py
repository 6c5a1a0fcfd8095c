"""One crawl attempt, as it is written down beside its WARC files so that any later one can finish it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipelines.archive.manifest import DatedHints, Kind
from pipelines.archive.store import sync_folder
from pipelines.archive.unit import Unit
from pipelines.archive.warc import Fields
from pipelines.errors import ArchiveError

_NAME = re.compile(r"(?P<site>.+)-(?P<stamp>\d{17})-\d{5}-(?P<id>[0-9a-f-]{36})\.warc\.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Who crawls what, and how it presents itself: enough for warcinfo and manifest."""

    id: str
    """UUID version 7, from :func:`pipelines.archive.manifests.new_id`."""
    unit: Unit
    kind: Kind
    started: datetime
    software: str
    """Name and version: ``coranto/0.1 (Scrapy 2.19)``."""
    hints: tuple[DatedHints, ...] = ()
    digests: dict[str, str] = field(default_factory=dict)
    run: dict[str, str] = field(default_factory=dict)
    operator: str | None = None
    """Whom a webmaster can write to."""
    user_agent: str | None = None
    robots_policy: str = "obey"

    def warcinfo(self) -> Fields:
        """What each file says about its making."""
        told = (
            ("software", self.software),
            ("operator", self.operator),
            ("robots", self.robots_policy),
            ("http-header-user-agent", self.user_agent),
            ("isPartOf", f"{self.unit.site} {self.unit.span}"),
            ("description", f"attempt {self.id}, kind {self.kind}"),
            *((f"run-{name}", text) for name, text in self.run.items()),
            *((f"digest-{name}", text) for name, text in self.digests.items()),
        )
        return tuple((name, text) for name, text in told if text)


def warc_name(attempt: Attempt, serial: int, opened: datetime) -> str:
    """File name: site, time to the millisecond, serial, attempt."""
    stamp = f"{opened.astimezone(UTC):%Y%m%d%H%M%S%f}"[:17]
    return f"{attempt.unit.site}-{stamp}-{serial:05d}-{attempt.id}.warc.gz"


def warc_key(name: str) -> str | None:
    """The object key of a WARC file of ours, told by its name; None for other names.

    >>> warc_key("herald-20260105230000123-00000-01945b4e-0000-7000-8000-000000000000.warc.gz")
    'warc/herald/2026/01/05/herald-20260105230000123-00000-01945b4e-0000-7000-8000-000000000000.warc.gz'
    """
    parts = _NAME.fullmatch(name)
    if not parts:
        return None
    stamp = parts["stamp"]
    return f"warc/{parts['site']}/{stamp[:4]}/{stamp[4:6]}/{stamp[6:8]}/{name}"


def attempt_id(key: str) -> str | None:
    """Which attempt wrote a WARC file, told by its name; None for files that are not ours.

    >>> attempt_id("herald-20260105230000123-00000-01945b4e-0000-7000-8000-000000000000.warc.gz")
    '01945b4e-0000-7000-8000-000000000000'
    """
    parts = _NAME.fullmatch(key.rpartition("/")[2])
    return parts and parts["id"]


def cdxj_key(key: str) -> str:
    """The index beside a WARC file."""
    return key.removesuffix(".warc.gz") + ".cdxj"


def write_durably(path: Path, data: bytes) -> None:
    """Write a small file so that after a crash it is either whole or not there."""
    temporary = path.with_name(path.name + ".part")
    with disk(path):
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Say what the disk said, in one line."""
    try:
        yield
    except OSError as e:
        raise ArchiveError(f"{path}: {e.strerror}; free space, or check the disk and its permissions") from e
