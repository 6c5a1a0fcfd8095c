"""What a site's committed manifests have already: payloads for revisits, and the last capture of each address.

Only what a manifest names counts, so that nothing ever refers to a record that a crash may take away.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pipelines.archive import Archive, cdx, http, warc
from pipelines.archive.attempt import warc_key
from pipelines.archive.exchange import Original
from pipelines.archive.frames import RawRecord
from pipelines.archive.manifests import keys, load_manifest
from pipelines.archive.read import record_at
from pipelines.archive.store import Store
from pipelines.errors import ManifestError, NoSuchObject, WarcError

REMEMBERED = 32
"""So many of a site's newest manifests are looked through, and all of the last day and a half."""
MOST = 400
SPAN = timedelta(hours=36)
CONDITIONS = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A committed capture whose state a request may ask about."""

    original: Original
    """The record that holds the payload."""
    conditions: tuple[tuple[str, str], ...]
    """Headers for the request (RFC 9110 §13.1); empty where the server gave no validator."""
    message: http.Message
    """The answer that the original holds."""


@dataclass(slots=True)
class Earlier:
    """An index of what was captured before; empty where nothing was, or nothing is to be looked at."""

    store: Store | None = None
    payloads: dict[str, Original] = field(default_factory=dict)
    """Responses by the SHA-256 of their payload; the earliest of each."""
    captures: dict[str, warc.Indexed] = field(default_factory=dict)
    """The newest whole capture of each address that had a page: 200, or unchanged since."""
    answers: dict[str, warc.Indexed] = field(default_factory=dict)
    """The newest whole answer of each address, whatever its status."""

    @classmethod
    def of(cls, archive: Archive, site: str, now: datetime | None = None) -> "Earlier":
        """Read the indexes of a site's newest manifests.

        A manifest or index that cannot be read only costs some bytes here; it is for ``check`` to complain.
        """
        found = cls(archive.objects)
        since = (now or datetime.now(UTC)) - SPAN
        listed = keys(archive, site)[-MOST:]
        for n, key in enumerate(listed):
            if len(listed) - n > REMEMBERED and _made(key) < since:
                continue
            found.read(archive, key)
        return found

    def read(self, archive: Archive, key: str) -> None:
        """Take in the indexes of one more manifest."""
        with suppress(ManifestError, WarcError, NoSuchObject):
            for held in load_manifest(archive, key).warcs:
                for entry in cdx.read(archive.objects.read(held.cdxj.key), held.cdxj.key):
                    self._add(entry)

    def same(self, sha256: str, size: int) -> Original | None:
        """The committed response with this payload; both have to agree."""
        found = self.payloads.get(sha256)
        return found if found is not None and found.size == size else None

    def captured(self, url: str) -> datetime | None:
        """When this address was last captured, or found unchanged."""
        entry = self.captures.get(url)
        return entry.captured if entry else None

    def basis(self, url: str) -> Basis | None:
        """What to ask about when this address is requested again; None where we hold nothing to show for it."""
        entry = self.captures.get(url)
        original = self.payloads.get(entry.sha256) if entry else None
        if entry is None or original is None or original.digest is None:
            return None
        newest = self._record(entry.filename, entry.offset, entry.record_id)
        first = newest
        if original.record_id != entry.record_id:
            first = self._record(original.filename, original.offset, original.record_id)
        if newest is None or first is None:
            return None
        message = http.parse(first.block)
        fields = (*http.parse(newest.block).headers, *message.headers)
        stated = [
            (ours, next((v for k, v in fields if k.lower() == theirs), "")) for theirs, ours in CONDITIONS
        ]
        return Basis(original=original, conditions=tuple(c for c in stated if c[1]), message=message)

    def answered(self, url: str, since: datetime) -> http.Message | None:
        """The last answer of this address, where it came since then: of an unchanged page the page itself."""
        entry = self.answers.get(url)
        if entry is None or entry.captured < since:
            return None
        if entry.record_type == "revisit" or entry.status == 304:
            basis = self.basis(url)
            return basis.message if basis and self.captures[url] is entry else None
        record = self._record(entry.filename, entry.offset, entry.record_id)
        return http.parse(record.block) if record else None

    def _add(self, entry: warc.Indexed) -> None:
        if entry.truncated or entry.record_type not in ("response", "revisit"):
            return
        last = self.answers.get(entry.url)
        if last is None or last.captured <= entry.captured:
            self.answers[entry.url] = entry
        if entry.record_type == "response":
            first = self.payloads.setdefault(entry.sha256, _original(entry))
            if entry.captured < first.captured:  # manifests may be read in any order
                self.payloads[entry.sha256] = _original(entry)
        unchanged = entry.record_type == "revisit" and entry.status == 304
        newest = self.captures.get(entry.url)
        if (entry.status == 200 or unchanged) and (newest is None or newest.captured <= entry.captured):
            self.captures[entry.url] = entry

    def _record(self, filename: str, offset: int, record_id: str) -> RawRecord | None:
        key = warc_key(filename)
        if self.store is None or key is None:
            return None
        record = record_at(self.store, key, offset, None)
        return record if record is not None and record.record_id == record_id else None


def _original(entry: warc.Indexed) -> Original:
    return Original(
        record_id=entry.record_id,
        url=entry.url,
        captured=entry.captured,
        filename=entry.filename,
        offset=entry.offset,
        digest=entry.digest,
        sha256=entry.sha256,
        size=entry.payload_length,
    )


def _made(key: str) -> datetime:
    """When a manifest was begun: its name is a UUID version 7."""
    stem = key.rpartition("/")[2].removesuffix(".json").replace("-", "")
    try:
        return datetime.fromtimestamp(int(stem[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)
