"""One polite fetch: address guard, robots.txt, a turn at the host, the capture, and retries.

Redirects are not followed here: whoever asked decides, and each hop is a fetch of its own.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError

from pipelines.archive.earlier import Basis, Earlier
from pipelines.archive.exchange import Kept
from pipelines.archive.http import address, codings, decode, parse
from pipelines.archive.hypertext import absolute
from pipelines.archive.ledger import End
from spiders.crawler.address import Guard
from spiders.crawler.blocked import GONE, SIGNS, BlockSigns, Sight, challenge, sign
from spiders.crawler.optout import WELL_KNOWN, Reservations
from spiders.crawler.pace import LONGEST_WAIT, UNREACHED, Host, Pace, backoff, retry_after
from spiders.crawler.reason import reason, refused
from spiders.crawler.robots import Rules, origin, take
from spiders.crawler.stop import Stop

ROBOTS_REDIRECTS = 5
ROBOTS_BYTES = 1 << 20
"""Of a robots.txt, as it crosses the wire; the rules behind its first 500 KiB count for nobody."""
ROBOTS = (("role", "robots"),)
POLICY = (("role", "policy"),)
OF_OTHERS = ("robots", "policy", "archive")
"""Roles whose answers say nothing of whether the site wants us."""
TRY_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 522, 524})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request to make."""

    url: str
    method: str = "GET"
    body: bytes = b""
    via: str | None = None
    hops: str = ""
    """How we came here, as crawlers write it: R a redirect, L a link, E part of a page, P robots.txt."""
    told: tuple[tuple[str, str], ...] = ()
    """Fields of the metadata record: what the ledger says of the address, should it have to be rebuilt."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further header fields."""
    again: bool = False
    """May be answered by "as before": ask with the validators of the last committed capture."""
    most_bytes: int | None = None
    """Longest answer that is wanted; None for as long as the site allows."""

    @property
    def role(self) -> str:
        """What is asked for: a page, or what serves one."""
        return dict(self.told).get("role", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of it."""

    url: str
    end: End
    """As the ledger will say."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    """Transfer-decoded; a content coding is kept where the headers still name it."""
    kept: Kept | None = None
    note: str | None = None
    sent: bool = True
    """False where no connection came about."""
    whole: bool = True
    """False where no whole answer came: nothing, one that cannot be read, or one cut short."""
    final: bool = False
    """Asking again would change nothing: the answer is too long, or may not be had."""

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((v for k, v in self.headers if k.lower() == name), None)

    @property
    def content(self) -> bytes:
        """The body as the sender meant it: content coding undone."""
        return decode(self.body, codings(self.headers))

    @property
    def target(self) -> str | None:
        """Where a redirect leads; None for anything else."""
        location = self.header("location") if self.status in REDIRECTS else None
        found = absolute(address(location), self.url) if location else None
        return found.partition("#")[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a run asks."""

    headers: tuple[tuple[str, str], ...]
    timeout: float = 60.0
    retries: int = 2
    may_be_blocked: bool = True
    """Does it end when the site refuses again and again?"""
    earlier: Earlier = field(default_factory=Earlier)
    """What was captured before, for conditional requests."""
    owns: Callable[[str], bool] = lambda _: False
    """Is this an address of the site, whose reservations of rights are to be kept as evidence?"""
    since: datetime | None = None
    """Sources and rules that answered since then are read from the archive instead of asked for again."""


class Fetcher:
    """Fetches addresses one by one; callers run several at once, the pace keeps them apart."""

    def __init__(self, crawler: Any, guard: Guard, pace: Pace, stop: Stop, manners: Manners) -> None:
        self._crawler, self._guard, self._pace = crawler, guard, pace
        self._stop, self._manners = stop, manners
        self._robots: dict[str, asyncio.Task[Rules]] = {}
        self._reservations: dict[str, asyncio.Task[Reservations]] = {}
        self.signs = BlockSigns()
        self._timeout: dict[str, Any] = {"download_timeout": manners.timeout}
        self.requests = 0
        self.sent: Counter[str] = Counter()
        """Requests by role: page, requisite, source, robots, policy."""
        self.received: Counter[str] = Counter()
        """Bytes of bodies by role."""

    async def fetch(self, ask: Ask) -> Answer:
        """Fetch where the guard and robots.txt let us; what has answered a moment ago is not asked for."""
        if ask.role == "source" and (held := await self._held(ask)):
            return held
        if denied := await self.denied(ask.url):
            return denied
        if self._manners.owns(ask.url):
            said = (await self._reserved(ask.url)).said(ask.url)
            ask = replace(ask, told=(*ask.told, ("tdmrep", said)))
        return await self._persist(ask)

    async def denied(self, url: str) -> Answer | None:
        """How an address ends that the guard or robots.txt keeps us from; None where we may ask."""
        if why := self._guard.refusal(url):
            return Answer(url=url, end="refused", note=why, sent=False, whole=False)
        rules = await self.rules(url)
        if rules.unreachable is not None:
            return Answer(url=url, end=rules.end, note=rules.unreachable, sent=False, whole=False)
        if not rules.allows(url):
            return Answer(url=url, end="robots", note=rules.denial, sent=False, whole=False)
        return None

    async def rules(self, url: str) -> Rules:
        """The robots.txt that holds for an address; asked for once, whoever waits for it."""
        key = origin(url)
        if key not in self._robots:
            self._robots[key] = asyncio.ensure_future(self._ask_robots(f"{key}/robots.txt"))
        return await asyncio.shield(self._robots[key])

    @property
    def verdicts(self) -> tuple[Rules, ...]:
        """Every robots.txt read so far."""
        done = (t for t in self._robots.values() if t.done() and not t.cancelled() and not t.exception())
        return tuple(task.result() for task in done)

    async def _reserved(self, url: str) -> Reservations:
        key = origin(url)
        if key not in self._reservations:
            asking = self._ask_reservations(key + WELL_KNOWN)
            self._reservations[key] = asyncio.ensure_future(asking)
        return await asyncio.shield(self._reservations[key])

    async def _ask_reservations(self, url: str) -> Reservations:
        if not (await self.rules(url)).allows(url):
            return Reservations(url=url, status=None)
        answer = await self._prerequisite(Ask(url=url, hops="P", told=POLICY, again=True))
        status = 200 if answer.end == "held" else answer.status  # unchanged since the last capture
        return Reservations.read(url, status if answer.whole else None, answer.content)

    async def _ask_robots(self, url: str) -> Rules:
        answer = await self._prerequisite(Ask(url=url, hops="P", told=ROBOTS))
        status = answer.status if answer.whole else None
        captured = answer.kept.captured if answer.kept else None
        rules = take(url, status, answer.content, captured)
        self._pace.ask_less(url, rules.delay)
        # A host that nobody can connect to is dead, not forbidding.
        return rules if answer.sent else replace(rules, unreachable=answer.note, end=answer.end)

    async def _held(self, ask: Ask) -> Answer | None:
        """The answer that this run need not ask for; an error of theirs is never taken for one."""
        if self._manners.since is None:
            return None
        found = await asyncio.to_thread(self._manners.earlier.answered, ask.url, self._manners.since)
        if found is None or found.status is None or found.status in TRY_LATER or found.status >= 500:
            return None
        answer = Answer(
            url=ask.url, end="failed", status=found.status, headers=found.headers, body=bytes(found.payload)
        )
        end = _end(answer)
        if end == "fetched":
            return replace(answer, end="held")
        return replace(answer, end=end, note=f"status {answer.status}" if end == "failed" else None)

    async def _prerequisite(self, ask: Ask) -> Answer:
        """What has to be known before anything is asked, wherever it leads."""
        if (held := await self._held(ask)) and held.target is None:
            return held
        for _ in range(ROBOTS_REDIRECTS + 1):
            if why := self._guard.refusal(ask.url):
                return Answer(url=ask.url, end="refused", note=why, sent=False, whole=False)
            answer = await self._persist(ask)
            if (target := answer.target) is None:
                break
            ask = replace(ask, url=target, via=ask.url, hops=f"{ask.hops}R")
        return answer

    async def _basis(self, ask: Ask) -> Basis | None:
        if not ask.again or ask.method != "GET":
            return None
        found = await asyncio.to_thread(self._manners.earlier.basis, ask.url)
        return found if found and found.conditions else None

    async def _persist(self, ask: Ask) -> Answer:
        basis = await self._basis(ask)
        for attempt in range(1, self._manners.retries + 2):
            host = self._pace.host(ask.url)
            if host.dead:
                note = f"{host.name} did not answer {UNREACHED} times; left alone"
                return Answer(url=ask.url, end="failed", note=note, sent=False, whole=False)
            if ask.role == "requisite" and host.refused >= SIGNS:
                note = f"{host.name} refuses what pages need; left alone"
                return Answer(url=ask.url, end="failed", note=note, sent=False, whole=False)
            answer = await self._once(ask, basis)
            wait = self._wait(answer, attempt)
            if wait is None or attempt > self._manners.retries:
                break
            self._pace.pause(ask.url, wait)
        return answer

    def _wait(self, answer: Answer, attempt: int) -> float | None:
        """Seconds before the next attempt; None where another makes no sense."""
        if answer.final or (answer.whole and answer.status not in TRY_LATER):
            return None
        asked = retry_after(answer.header("retry-after"), datetime.now(UTC))
        if asked is not None and asked > LONGEST_WAIT:
            self._pace.pause(answer.url, LONGEST_WAIT)
            return None
        return asked if asked is not None else backoff(attempt, self._pace.host(answer.url).delay)

    async def _once(self, ask: Ask, basis: Basis | None) -> Answer:
        async with self._pace.turn(ask.url) as host:
            request = self._request(ask, basis)
            self.requests += 1
            self.sent[ask.role] += 1
            try:
                response = await self._crawler.engine.download_async(request)
            except Exception as e:  # noqa: BLE001 - Twisted, OpenSSL and Scrapy raise what they like
                return self._failed(ask.url, request, e, host)
            host.unreached = 0
            host.heed(float(request.meta.get("download_latency", 0.0)), response.status == 200)
        self.received[ask.role] += len(response.body)
        answer = _answer(ask.url, request, response)
        return self._seen(ask, _unchanged(answer, basis) if answer.status == 304 and basis else answer, host)

    def _request(self, ask: Ask, basis: Basis | None) -> Request:
        meta: dict[str, Any] = {"via": ask.via, "hops": ask.hops, "told": ask.told} | self._timeout
        headers = self._manners.headers + ask.headers
        if basis is not None:
            meta["basis"] = basis.original
            headers += basis.conditions
        if ask.role == "robots":
            meta |= {"download_maxsize": ROBOTS_BYTES, "beginning": True}
        elif ask.most_bytes is not None:
            meta["download_maxsize"] = max(1, ask.most_bytes)
        return Request(
            ask.url, method=ask.method, body=ask.body, headers=headers, meta=meta, dont_filter=True
        )

    def _failed(self, url: str, request: Request, error: Exception, host: Host) -> Answer:
        kept = request.meta.get("kept")
        if begun := request.meta.get("begun"):
            return replace(_begun(url, begun), kept=kept)
        private = refused(error)
        host.unreached = 0 if kept or private else host.unreached + 1
        return Answer(
            url=url,
            end="refused" if private else "failed",
            status=kept.status if kept else None,
            note=private or reason(error, url),
            kept=kept,
            sent=kept is not None,
            whole=False,
            final=private is not None or isinstance(error, DownloadCancelledError),
        )

    def _seen(self, ask: Ask, answer: Answer, host: Host) -> Answer:
        """Look for signs that we are not wanted; what pages need to be shown speaks for its own host only."""
        if not self._manners.may_be_blocked or ask.role in OF_OTHERS or answer.end == "held":
            return answer
        assert answer.status is not None
        found = sign(answer.status, answer.headers, answer.body)
        if ask.role == "requisite":
            host.refused = host.refused + 1 if found else 0
            return answer
        record = answer.kept.where.record_id if answer.kept else None
        if self.signs.see(Sight(url=ask.url, status=answer.status, sign=found, record=record)):
            self._stop.end("blocked")
        if challenge(answer.status, answer.headers, answer.body):
            return replace(answer, end="failed", note=f"no page but a {found}")
        return answer


def _answer(url: str, request: Request, response: Any) -> Answer:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    answer = Answer(
        url=url,
        end="failed",
        status=response.status,
        headers=headers,
        body=_spooled(request) if "spooled" in request.meta else response.body,
        kept=request.meta.get("kept"),
    )
    end = _end(answer)
    return replace(answer, end=end, note=f"status {answer.status}" if end == "failed" else None)


def _begun(url: str, answer: bytes | memoryview) -> Answer:
    """An answer of which the beginning is enough (RFC 9309 §2.5)."""
    message = parse(bytes(answer))
    return Answer(
        url=url,
        end="failed",
        status=message.status,
        headers=message.headers,
        body=message.payload,
        final=True,
    )


def _spooled(request: Request) -> bytes:
    """The body of an answer too long for memory: only a source of links is looked at."""
    if dict(request.meta["told"]).get("role") != "source":
        return b""
    return parse(bytes(request.meta["spooled"])).payload


def _unchanged(answer: Answer, basis: Basis) -> Answer:
    """The page as it was, since the server says that it still is."""
    headers, body = basis.message.headers, basis.message.payload
    return replace(answer, end="held", headers=headers, body=body, note=None)


def _end(answer: Answer) -> End:
    assert answer.status is not None
    if answer.status == 200:
        return "fetched"
    if answer.target is not None:
        return "moved"
    return "gone" if answer.status in GONE else "failed"
