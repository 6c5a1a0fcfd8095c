"""Pages that only a public archive still has: listed by its index, copied with their provenance, never taken for our own.

Where the archive hands out its WARC files, the record itself is copied, byte for byte, under its own id and date. Else
the payload is kept as a ``resource`` record with the date of the original capture. Both have a metadata record that says
whence; the exchange with the archive is kept like any other. robots.txt, pace and caps hold for the archive's host.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from pipelines.archive.exchange import Copied, Kept
from pipelines.archive.ledger import Entry
from pipelines.archive.unit import Interval
from pipelines.archive.warc import Resource
from pipelines.errors import WarcError
from spiders.crawler.fetch import Answer, Ask
from spiders.crawler.sources import Found
from spiders.discover import public
from spiders.discover.archives import PublicArchive
from spiders.discover.canonical import canonical
from spiders.discover.link import Link
from spiders.discover.public import Memento
from spiders.discover.template import urls
from spiders.site import Site

SOURCE = (("role", "source"),)
COPY = (("role", "archive"),)
Keep = Callable[[Copied | Resource], Awaitable[Kept]]


class Public:
    """The public archives of a site, for one interval."""

    def __init__(
        self,
        site: Site,
        interval: Interval,
        means: tuple[Callable[[Ask], Awaitable[Answer]], Keep],
        found: Found,
    ) -> None:
        self._site, self._interval, self._found = site, interval, found
        self._fetch, self._keep = means
        self._mementos: dict[str, Memento] = {}

    async def links(self) -> list[Link]:
        """What the archives captured in the interval; the date of a capture is the best that they know."""
        for archive in self._site.public_archives:
            if archive.kind == "cdx":
                await self._ask_cdx(archive)
            elif archive.kind == "collections":
                body = await self._read(archive.url)
                for part in public.collections(body or b"", archive, self._interval):
                    await self._ask_cdx(part)
            elif archive.kind == "warcs":
                await self._ask_lists(archive)
        return [
            Link(url=one.url, announced=one.captured, source=one.source) for one in self._mementos.values()
        ]

    def only(self, link: Link) -> bool:
        """Did nobody but the archives announce this address?"""
        one = self._mementos.get(link.url)
        return one is not None and all(source == one.source for source in link.sources)

    @property
    def named(self) -> frozenset[str]:
        """Addresses that the archives have, in canonical spelling."""
        return frozenset(self._mementos)

    async def copy(self, entry: Entry) -> Entry | None:
        """Have a page from an archive: its line for the ledger, or None where no archive has it."""
        memento = self._mementos.get(entry.url) or await self._of_timemaps(entry.url)
        if memento is None:
            return None
        kept = await self._copied(memento)
        if isinstance(kept, str):
            return replace(entry, end="failed", note=kept)
        was = f"; at the site: {entry.status}" if entry.end == "gone" else ""
        return replace(
            entry, end="imported", status=200, captured=kept.captured, where=kept.where,
            note=f"a copy of the capture in {memento.file or memento.replay}{was}",
        )  # fmt: skip

    async def _ask_cdx(self, archive: PublicArchive) -> None:
        for host in self._site.hosts:
            url = public.question(archive, host, self._interval)
            if (body := await self._read(url)) is None:
                continue
            named = public.mementos(body, url, archive)
            if len(named) >= public.MOST:
                self._found.failed[url] = (
                    f"more than {public.MOST} captures of one day; the rest was not told"
                )
            self._note(named)

    async def _ask_lists(self, archive: PublicArchive) -> None:
        for url in urls(archive.url, self._interval, self._site.zone):
            body = await self._read(url)
            for file in public.files(body or b"", archive, self._interval):
                self._scan(file, await self._read(file) or b"")

    async def _read(self, url: str) -> bytes | None:
        answer = await self._fetch(Ask(url=url, told=SOURCE, again=True))
        if answer.end in ("fetched", "held"):
            self._found.read += 1
            return answer.content if not url.endswith((".gz", ".warc")) else answer.body
        self._found.failed[url] = answer.note or f"status {answer.status}"
        return None

    def _scan(self, file: str, body: bytes) -> None:
        """Note the site's pages in a WARC file; of a cut one those before the cut."""
        named: list[Memento] = []
        try:
            named.extend(public.records(body, file))
        except WarcError as e:
            self._found.failed[file] = str(e)
        self._note(tuple(one for one in named if one.captured in self._interval))

    def _note(self, named: tuple[Memento, ...]) -> None:
        articles = (replace(one, url=canonical(one.url)) for one in named if self._site.is_article(one.url))
        for url, one in public.earliest(articles).items():
            self._mementos.setdefault(url, one)

    async def _of_timemaps(self, url: str) -> Memento | None:
        for archive in self._site.public_archives:
            if archive.kind == "memento":
                where = f"{archive.url}{url}"
                answer = await self._fetch(Ask(url=where, told=COPY))
                named = public.timemap(answer.content, where, url) if answer.status == 200 else ()
                if named:
                    return named[0]
        return None

    async def _copied(self, one: Memento) -> Kept | str:
        """Copy a capture; why it cannot be had."""
        why = "the archive names neither a file nor a replay"
        if one.file and one.length:
            span = f"bytes={one.offset}-{one.offset + one.length - 1}"
            answer = await self._fetch(Ask(url=one.file, told=COPY, headers=(("Range", span),)))
            if answer.status == 206 and answer.whole:
                try:
                    return await self._keep(Copied(member=answer.body, metadata=_whence(one, answer)))
                except WarcError as e:
                    why = str(e)
            else:
                why = answer.note or f"status {answer.status} for a part of a file"
        if one.replay is None:
            return f"{one.file}: {why}"
        answer = await self._fetch(Ask(url=one.replay, told=COPY))
        if answer.status != 200 or not answer.whole:
            return f"{one.replay}: {answer.note or answer.status}"
        return await self._keep(
            Resource(
                url=one.url, captured=one.captured, body=answer.content,
                media_type=answer.header("content-type") or "text/html", metadata=_whence(one, answer),
            )
        )  # fmt: skip


def _whence(one: Memento, answer: Answer) -> tuple[tuple[str, str], ...]:
    """Where a copy comes from, for its metadata record; WARC has no agreed fields for it (iipc issues 1 and 120)."""
    told = [
        ("role", "page"),
        ("copiedFrom", answer.url),
        ("copiedListedBy", one.source),
        ("originalCaptureDate", one.captured.isoformat()),
    ]
    if one.file and answer.url == one.file:
        told.append(("copiedBytes", f"{one.offset}-{one.offset + one.length - 1}"))
    if answer.kept:
        told.append(("copiedInExchange", f"<{answer.kept.where.record_id}>"))
    return tuple(told)
