"""Reading pages back: from any WARC file, or by the place that a record names."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from pipelines.archive import Archive, cdx, http
from pipelines.archive.attempt import warc_key
from pipelines.archive.beside import row_at, row_of, with_metadata
from pipelines.archive.foreign import Refers, refers_of
from pipelines.archive.frames import RawRecord, bare, raw_records
from pipelines.archive.shards import shards_of
from pipelines.archive.store import FolderStore, Opens, Store
from pipelines.archive.surt import stamp
from pipelines.archive.unpack import Source as Head
from pipelines.archive.unpack import dictionary
from pipelines.archive.versions import Firsts
from pipelines.archive.warc import Indexed
from pipelines.errors import ArchiveError, NoSuchObject, WarcError
from pipelines.page import Page, Where

IMPORTED = "imported/"
"""Where files of others lie in the archive."""

Source = str | Path | BinaryIO | tuple[Store, str]
Find = Callable[[RawRecord], RawRecord | None]


def read_warc(source: Source) -> Iterator[Page]:
    """The pages of a WARC file: responses, revisits (resolved) and documents of dumps, in order.

    A file that is cut gives its whole records, then raises WarcError. So does, at its end, a file with
    revisits whose originals are neither in it nor beside it.
    """
    with ExitStack() as stack:
        stream, name, key, beside = _opened(source, stack)
        seen: dict[str, int | None] = {}
        lost: list[str] = []
        for record, metadata in with_metadata(raw_records(stream, name)):
            if record.record_type == "response":
                seen[record.record_id] = seen[
                    _named(Refers(record_id="", url=record.url, captured=record.captured))
                ] = record.offset
            page = _page(record, key, lambda revisit: beside(revisit, seen))
            if page is not None:
                yield replace(page, stated=row_of(metadata)) if metadata else page
            elif record.record_type == "revisit":
                lost.append(record.url)
    if lost:
        raise WarcError(
            f"{name}: {len(lost)} revisits point to records out of reach, the first for {lost[0]};"
            " read them from the archive that has their originals"
        )


def page_at(archive: Archive, where: Where) -> Page:
    """The page that a place names."""
    record, key = located(archive, where)
    page = _page(record, key, lambda revisit: _original(archive, revisit))
    if page is None:
        raise WarcError(f"{where.record_id} in {where.key}: a {record.record_type} record is no page")
    if page.where and where.payload_sha256 not in {"", page.where.payload_sha256}:  # a revisit's original
        raise WarcError(
            f"{where.record_id} in {where.key}: its original is not the kept one; run coranto check"
        )
    if record.record_type == "resource" and page.where:
        return replace(page, stated=row_at(archive, page.where))
    return page


def exchange_at(archive: Archive, where: Where) -> bytes:
    """The exact bytes of the record's block: for a response, all that crossed the wire."""
    return resolve(archive, where).block


def resolve(archive: Archive, where: Where) -> RawRecord:
    """The record that a place names. Its id and payload decide; key and offset are only a hint."""
    return located(archive, where)[0]


def located(archive: Archive, where: Where) -> tuple[RawRecord, str | None]:
    """The record that a place names, and the object it was found in."""
    key, record = where.key, _hinted(archive.objects, where)
    if record is None and (found := _by_id(archive, where.record_id)):
        key, record = found.key, _hinted(archive.objects, found)
    if record is None or not _is_kept(record, where):  # the file may have been written over
        record = _hinted(Firsts(archive.objects), replace(where, key=key)) or record
    if record is None:
        hint = f"{where.key} at offset {where.offset}" if where.key else "no file named"
        raise WarcError(f"no record {where.record_id} in {archive} ({hint}); run coranto check")
    if not _is_kept(record, where):
        raise WarcError(
            f"{key} at offset {record.offset}: the payload of {where.record_id} is not the one"
            f" that was kept; run coranto check"
        )
    return record, key


def _is_kept(record: RawRecord, where: Where) -> bool:
    """Does it have the payload that was kept? A revisit's is elsewhere."""
    return record.record_type == "revisit" or where.payload_sha256 in {"", payload_sha256(record)}


def payload_sha256(record: RawRecord) -> str:
    """Hex SHA-256 of a record's payload."""
    is_http = record.record_type == "response"
    return hashlib.sha256(http.parse(record.block).payload if is_http else record.block).hexdigest()


def record_at(store: Opens, key: str, offset: int, length: int | None) -> RawRecord | None:
    """The first record at an offset; None where none begins there."""
    try:
        trained = None
        if key.lower().endswith(".zst"):
            with store.open(key) as stream:
                trained = dictionary(Head(stream), key)
        with store.open(key, offset, length) as stream:
            record = next(raw_records(stream, f"{key} at offset {offset}", trained=trained), None)
    except (NoSuchObject, WarcError):
        return None
    return record and replace(record, offset=offset)


def _hinted(store: Opens, where: Where) -> RawRecord | None:
    if where.key is None:
        return None
    if where.offset is None:
        return _sought(store, where) if where.key.startswith(IMPORTED) else None
    record = record_at(store, where.key, where.offset, where.length)
    return record if record is not None and record.record_id == where.record_id else None


def _sought(store: Opens, where: Where) -> RawRecord | None:
    """A record of a foreign file that packs many into one member, so that none can be gone to."""
    key = where.key or ""
    try:
        with store.open(key) as stream:
            records = raw_records(stream, key, bad=lambda _: None)
            return next((record for record in records if record.record_id == where.record_id), None)
    except (NoSuchObject, WarcError):
        return None


def _search(archive: Archive, mark: str, is_it: Callable[[Indexed], bool]) -> Where | None:
    """Ask every index of the archive: slow, and right even where files have been moved."""
    for held in chain(archive.objects.list("warc/"), archive.objects.list(IMPORTED)):
        if not held.key.endswith(".cdxj"):
            continue
        index = archive.objects.read(held.key)
        if mark.encode() not in index:
            continue
        for entry in filter(is_it, cdx.read(index, held.key)):
            base = held.key.removesuffix(".cdxj")
            return entry.where(base if base.startswith(IMPORTED) else f"{base}.warc.gz")
    return None


def _by_id(archive: Archive, record_id: str, url: str = "") -> Where | None:
    """Ask the merged index, quickest with the record's URL, then every index of the archive."""
    if not record_id:
        return None
    shards = shards_of(archive)
    with suppress(ArchiveError):  # the merged index is derived: broken, it must not hide what is kept
        if shards is not None and (entry := shards.entry(record_id, url)):
            return entry.where(entry.filename)
    return _search(archive, record_id, lambda entry: entry.record_id == record_id)


def original_of(archive: Archive, refers: Refers) -> Where | None:
    """Where the archive has what a revisit refers to: by id, or as others do by address and date."""
    found = _by_id(archive, refers.record_id, refers.url or "")
    if found or not refers.url or refers.captured is None:
        return found

    def is_it(entry: Indexed) -> bool:
        return (entry.url, entry.captured, entry.record_type) == (refers.url, refers.captured, "response")

    # Marked by its second, since a URL may be written in more than one way in JSON.
    return _search(archive, f" {stamp(refers.captured)} ", is_it)


def _original(archive: Archive, revisit: RawRecord) -> RawRecord | None:
    """The record that a revisit refers to."""
    record_id = bare(revisit.header("WARC-Refers-To"))
    name, offset = revisit.header("WARC-Refers-To-Filename"), revisit.header("WARC-Refers-To-File-Offset")
    key = name if name and name.startswith(IMPORTED) else warc_key(name or "")
    if key and offset and offset.isdigit():
        record = record_at(archive.objects, key, int(offset), None)
        if record is not None and record.record_id == record_id:
            return record
    found = original_of(archive, refers_of(revisit))
    return _hinted(archive.objects, found) if found else None


def _page(record: RawRecord, key: str | None, original: Find) -> Page | None:
    """The page of a record; None for other kinds of records, and revisits that cannot be resolved."""
    if record.record_type == "resource" and not (record.header("Content-Type") or "").startswith(
        "application/warc-fields"
    ):
        return _document(record, key)
    if record.record_type not in {"response", "revisit"} or not record.url.lower().startswith("http"):
        return None
    message = http.parse(record.block)
    payload = message.payload
    codings = message.codings
    if record.record_type == "revisit":
        found = original(record)
        if found is None:
            return None
        first = http.parse(found.block)
        payload, codings = first.payload, first.codings
        if message.status in {None, 304}:  # headers of the revisit were left out, or say "not modified"
            message = first
    return Page(
        body=http.decode(payload, codings),
        media_type=message.header("content-type") or "",
        url=record.url,
        fetched=record.captured,
        headers=message.headers,
        status=message.status,
        where=_where(record, key, hashlib.sha256(payload).hexdigest()),
    )


def _document(record: RawRecord, key: str | None) -> Page:
    return Page(
        body=record.block[: http.CAP],
        media_type=record.header("Content-Type") or "",
        url=record.url if record.url.lower().startswith("http") else None,
        fetched=record.captured,
        where=_where(record, key, hashlib.sha256(record.block).hexdigest()),
    )


def _where(record: RawRecord, key: str | None, sha256: str) -> Where:
    return Where(
        record_id=record.record_id,
        payload_sha256=sha256,
        key=key,
        offset=record.offset,
        length=record.length,
    )


Beside = Callable[[RawRecord, dict[str, int | None]], RawRecord | None]


def _opened(source: Source, stack: ExitStack) -> tuple[BinaryIO, str, str | None, Beside]:
    """Stream, name for messages, object key, and how to find what a revisit refers to."""
    if isinstance(source, tuple):
        store, key = source
        stream = stack.enter_context(store.open(key))
        return (
            stream,
            f"{store.url}/{key}",
            key,
            lambda revisit, seen: _nearby(revisit, seen, _in_store(store, key)),
        )
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            stream = stack.enter_context(path.open("rb"))
        except OSError as e:
            raise WarcError(f"{path}: {e.strerror}; name a WARC file that can be read") from e
        return (
            stream,
            str(path),
            warc_key(path.name),
            lambda revisit, seen: _nearby(revisit, seen, _in_folder(path)),
        )
    return source, getattr(source, "name", "stream"), None, lambda revisit, seen: None


def _named(refers: Refers) -> str:
    return f"{refers.captured} {refers.url}"


At = Callable[[str | None, int], RawRecord | None]


def _nearby(revisit: RawRecord, seen: dict[str, int | None], at: At) -> RawRecord | None:
    """The original, earlier in the same file or in the file that the revisit names."""
    refers = refers_of(revisit)
    record_id = refers.record_id
    if record_id not in seen and (held := seen.get(_named(refers))) is not None:
        return at(None, held)
    name, offset = revisit.header("WARC-Refers-To-Filename"), revisit.header("WARC-Refers-To-File-Offset")
    if (held := seen.get(record_id)) is not None:
        record = at(None, held)
    elif name and "/" not in name and ".warc" in name and offset and offset.isdigit():
        record = at(name, int(offset))
    else:
        return None
    return record if record is not None and record.record_id == record_id else None


def _in_store(store: Store, key: str) -> At:
    def at(name: str | None, offset: int) -> RawRecord | None:
        place = key if name is None else warc_key(name) or f"{key.rpartition('/')[0]}/{name}"
        return record_at(store, place, offset, None)

    return at


def _in_folder(path: Path) -> At:
    """Files lie beside one another, or as in an archive's folder: ``warc/<site>/<year>/<month>/<day>``."""

    def at(name: str | None, offset: int) -> RawRecord | None:
        places = [path] if name is None else [path.with_name(name)]
        if name is not None and (key := warc_key(name)) and len(path.parents) > 5:
            places.append(path.parents[5] / key)
        for place in places:
            if place.is_file():
                return record_at(FolderStore(place.parent), place.name, offset, None)
        return None

    return at
