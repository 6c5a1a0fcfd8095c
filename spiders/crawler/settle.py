"""The ledger of a run while it is written: every address is fetched, its redirects followed, its end noted."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipelines.archive.ledger import End, Entry
from spiders.crawler.fetch import Answer, Ask
from spiders.crawler.stop import Stopped
from spiders.discover.canonical import canonical

KEEPS_METHOD = (307, 308)


class Book:
    """Entries by address; an address is asked for once in a run."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], Entry] = {}

    def put(self, entry: Entry, method: str = "GET") -> None:
        """Write an entry, over the one that was waiting."""
        self._entries[entry.url, method] = entry

    def has(self, url: str, method: str = "GET") -> bool:
        """Is this address dealt with, or about to be?"""
        return (url, method) in self._entries

    def of(self, url: str, method: str = "GET") -> Entry:
        """The entry of an address that is dealt with."""
        return self._entries[url, method]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The ledger."""
        return tuple(self._entries.values())

    @property
    def counts(self) -> dict[str, int]:
        """Entries by end."""
        return dict(Counter(entry.end for entry in self._entries.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where following redirects stops."""

    redirects: int
    beyond: Callable[[str], End | None] = lambda _: None
    """How a redirect's target ends that is not ours to ask for; None where it is."""


Also = Callable[[Ask, Answer], Awaitable[None]]
"""What else is done with a page, before the next one of its host."""


async def _nothing(ask: Ask, answer: Answer) -> None:
    return


class Settler:
    """Settles addresses: several hosts at once, each host's addresses in order."""

    def __init__(
        self, fetch: Callable[[Ask], Awaitable[Answer]], book: Book, limits: Limits, also: Also = _nothing
    ) -> None:
        self._fetch, self._book, self._limits, self._also = fetch, book, limits, also

    async def settle_all(self, wanted: Iterable[tuple[Ask, Entry]], at_once: int = 1) -> None:
        """Settle all of them; what a stop leaves undone stays ``waiting``."""
        queues: dict[str, list[tuple[Ask, Entry]]] = defaultdict(list)
        for ask, entry in wanted:
            if not self._book.has(entry.url, ask.method):
                self._book.put(entry, ask.method)
                queues[(urlsplit(ask.url).hostname or "").lower()].append((ask, entry))
        workers = [queue for queue in queues.values() for _ in range(min(at_once, len(queue)))]
        async with asyncio.TaskGroup() as group:
            for queue in workers:
                group.create_task(self._work(queue))

    async def _work(self, queue: list[tuple[Ask, Entry]]) -> None:
        try:
            while queue:
                await self.settle(*queue.pop(0))
        except Stopped:
            return

    async def settle(self, ask: Ask, entry: Entry) -> None:
        """Fetch one address and follow where it leads, each hop with an entry of its own."""
        chain = {ask.url}
        while True:
            answer = await self._fetch(replace(ask, told=told(entry)))
            entry, target = _settled(entry, answer), answer.target
            if target is not None and answer.end == "moved":
                entry = self._checked(replace(entry, target=target), chain)
            self._book.put(entry, ask.method)
            if entry.end in ("fetched", "held"):
                self._respelled(entry)
                await self._also(ask, answer)
            if entry.end != "moved" or target is None:
                return
            following = _following(ask, target, answer)
            plain = canonical(target)
            if self._book.has(target, following.method) or (plain not in chain and self._book.has(plain)):
                return
            end = self._limits.beyond(target)
            entry = Entry(
                url=target, end=end or "waiting", sources=(entry.url,), announced=entry.announced,
                dated=entry.dated,
            )  # fmt: skip
            self._book.put(entry, following.method)
            if end is not None:
                return
            ask = following
            chain.add(target)

    def _respelled(self, entry: Entry) -> None:
        """A redirect led to an address with tracking parameters: without them it is the same one."""
        plain = canonical(entry.url)
        if plain != entry.url and not self._book.has(plain):
            self._book.put(same(entry, plain, "without what only counts visitors"))

    def _checked(self, entry: Entry, chain: set[str]) -> Entry:
        if entry.target in chain:
            return replace(entry, end="failed", note=f"redirects in a circle, to {entry.target}")
        if len(chain) > self._limits.redirects:
            return replace(entry, end="failed", note=f"more than {self._limits.redirects} redirects")
        return entry


def same(entry: Entry, url: str, why: str, own: Entry | None = None) -> Entry:
    """The line of an address that is a settled one's too: it is not asked for.

    ``own`` is what its own sources announced; without it the settled one's announcement holds.
    """
    own = own or replace(entry, sources=(entry.url,))
    return Entry(
        url=url, end="held", sources=own.sources, announced=own.announced, dated=own.dated,
        target=entry.url, note=f"the same story: {why}",
    )  # fmt: skip


def told(entry: Entry) -> tuple[tuple[str, str], ...]:
    """What is known of an address before it is fetched, for its metadata record."""
    fields = [("announcedBy", source) for source in entry.sources]
    if entry.announced is not None:
        fields.append(("announced", entry.announced.isoformat()))
    if entry.dated is not None:
        fields.append(("dated", entry.dated))
    return tuple(fields)


def _settled(entry: Entry, answer: Answer) -> Entry:
    kept = answer.kept
    return replace(
        entry,
        end=answer.end,
        status=answer.status,
        captured=kept.captured if kept else None,
        where=kept.where if kept else None,
        note=answer.note or entry.note,
    )


def _following(ask: Ask, target: str, answer: Answer) -> Ask:
    """The request that a redirect asks for (RFC 9110 §15.4)."""
    if answer.status in KEEPS_METHOD or ask.method in ("GET", "HEAD"):
        return replace(ask, url=target, via=ask.url, hops=f"{ask.hops}R")
    return Ask(url=target, via=ask.url, hops=f"{ask.hops}R")
