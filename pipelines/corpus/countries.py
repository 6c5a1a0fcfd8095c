"""Where newspapers are from, as their site files say that the archive keeps beside what was crawled with them."""

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipelines.archive import Archive
from pipelines.errors import QueryError

PREFIX = "sites/"
SECONDS = 10.0
"""How long a list of the files is good for."""
_CODE = re.compile("[A-Za-z]{2}")
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Countries:
    """The country (ISO 3166-1) of each site; a file is put once, and read once."""

    archive: Archive
    _read: dict[str, str] = field(default_factory=dict)
    """What the file of a key says; empty for nothing."""
    _held: Mapping[str, str] = field(default_factory=dict)
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def all(self) -> Mapping[str, str]:
        """By site; those of which nothing is said are not there."""
        with self._lock:
            if time.monotonic() > self._until:
                self._held = self._known()
                self._until = time.monotonic() + SECONDS
            return self._held

    def sites(self, code: str) -> frozenset[str]:
        """The sites of a country; QueryError for what is no code of one."""
        if not _CODE.fullmatch(code):
            raise QueryError(f"country:{code}: write the two letters of ISO 3166-1, as in country:FR")
        return frozenset(site for site, held in self.all().items() if held == code.upper())

    def _known(self) -> dict[str, str]:
        newest: dict[str, tuple[datetime, str]] = {}
        for one in self.archive.objects.list(PREFIX):
            site, put = one.key.split("/")[1], (one.modified or NEVER, one.key)
            newest[site] = max(newest.get(site, put), put)
        for _, key in newest.values():
            if key not in self._read:
                self._read[key] = _stated(self.archive.objects.read(key))
        return {site: self._read[key] for site, (_, key) in newest.items() if self._read[key]}


def _stated(body: bytes) -> str:
    import yaml

    try:
        # Every value as it stands: to YAML, Norway is a boolean.
        told = yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and maps alone
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""
    code = told.get("country") if isinstance(told, dict) else None
    return code.upper() if isinstance(code, str) and _CODE.fullmatch(code) else ""
