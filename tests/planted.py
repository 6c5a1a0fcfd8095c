"""Fifty generated sites over forty days, and twenty faults planted in them: what the gate has to find, and nothing else.

A site has a level, a week, noise wider than Poisson's, a weekly column, public holidays (some of them known to nobody but
the site), its own rates of authors, sections and paywalls, lists that miss some of what is there, and a few pages that are
no articles. Every unit is a real manifest with rows as cleaning makes them; what is judged is what publishing judges.
"""

import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus.batches import Batch, Batches, batch_of
from pipelines.corpus.coverage import coverage_rows
from pipelines.corpus.gate import Expected, Finding, is_quiet, judge
from pipelines.corpus.profile import profile
from pipelines.page import Where
from pipelines.record import Hints

FIRST = date(2026, 3, 9)
DAYS, SITES = 40, 50
CALM = 14
"""Days before the first fault."""
FEED, SITEMAP, FRONT = "feed", "sitemap", "front"
COUNTRIES = {"FR": "fr", "DE": "de", "US": "en", "GB": "en", "ES": "es", "IT": "it"}
WORDS = [
    "harbour",
    "council",
    "tram",
    "bridge",
    "market",
    "winter",
    "strike",
    "budget",
    "river",
    "school",
    "museum",
    "bakery",
    "election",
    "storm",
]
CAFE, QUOTED = "Le café de la crème brûlée à côté du théâtre. ", "It’s the council’s “plan”. "


@dataclass(frozen=True, kw_only=True)
class Nature:
    """What is usual at a site."""

    id: str
    country: str
    level: float
    week: tuple[float, ...]
    wide: float
    """Variance beyond Poisson's, as a share of the mean squared."""
    column: tuple[int, int]
    """Weekday and number of the pieces of a weekly column."""
    quiet: frozenset[int]
    """Days that the site alone has off."""
    authors: float
    section: float
    keywords: float
    captions: float
    paywall: float
    lists: tuple[tuple[str, float], ...]
    characters: float
    lag: float
    """How often the page's moment is the list's."""
    noise: float
    """Share of pages that are no articles."""
    flaky: float
    """Share of addresses without an answer on a bad day."""


@dataclass(kw_only=True)
class Paper:
    """One day of a site, before it is judged; faults change it."""

    nature: Nature
    number: int
    day: date
    articles: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    lists: dict[str, set[int]]
    """Of each article (by place) the lists that name it."""
    failed: list[Entry] = field(default_factory=list)
    finish: str = "finished"
    forbidden: bool = False
    lags: list[float] = field(default_factory=list)


Fault = Callable[[Paper, random.Random, "list[Paper]"], None]


def nature(number: int, chance: random.Random) -> Nature:
    """A site."""
    weekend = chance.uniform(0.35, 0.95)
    week = (*(chance.uniform(0.9, 1.1) for _ in range(5)), weekend, weekend * chance.uniform(0.75, 1.1))
    lists = [(SITEMAP, chance.uniform(0.88, 1.0)), (FEED, chance.uniform(0.6, 0.98))]
    if chance.random() < 0.5:
        lists.append((FRONT, chance.uniform(0.4, 0.8)))
    return Nature(
        id=f"site{number:02}",
        country=chance.choice(sorted(COUNTRIES)),
        level=math.exp(chance.uniform(math.log(18), math.log(90))),
        week=week,
        wide=chance.uniform(0.0, 0.02),
        column=(chance.randrange(7), chance.randrange(0, 6)),
        quiet=frozenset(chance.sample(range(DAYS), 1)) if chance.random() < 0.3 else frozenset(),
        authors=chance.uniform(0.45, 0.98),
        section=chance.uniform(0.7, 1.0),
        keywords=chance.uniform(0.3, 1.0),
        captions=chance.uniform(0.2, 0.9),
        paywall=chance.choice((0.0, 0.0, 0.15, 0.4)),
        lists=tuple(lists),
        characters=math.exp(chance.uniform(math.log(1200), math.log(4200))),
        lag=chance.uniform(0.9, 1.0),
        noise=chance.uniform(0.0, 0.08),
        flaky=chance.choice((0.0, 0.0, 0.03)),
    )


def paper(site: Nature, number: int, chance: random.Random) -> Paper:
    """An ordinary day of a site."""
    day = FIRST + timedelta(days=number)
    level = site.level * site.week[day.weekday()]
    if is_quiet(day.isoformat(), site.country) or number in site.quiet:
        level = site.level * min(site.week) * chance.uniform(0.85, 1.1)
    mean = level * (chance.gammavariate(1 / site.wide, site.wide) if site.wide > 1e-3 else 1.0)
    count = max(1, round(chance.gauss(mean, math.sqrt(mean))))
    articles = [_article(site, day, n, chance) for n in range(count)]
    if day.weekday() == site.column[0]:
        column = [_article(site, day, count + n, chance, column=True) for n in range(site.column[1])]
        articles += column
    reasons = ("index_page", "too_short", "soft_404", "not_article")
    rejected = [
        {"reason": chance.choice(reasons), "cleaner": "c"} for _ in articles if chance.random() < site.noise
    ]
    lists: dict[str, set[int]] = {name: set() for name, _ in site.lists}
    for n in range(len(articles) + len(rejected)):
        named = [name for name, p in site.lists if chance.random() < p] or [SITEMAP]
        for name in named:
            lists[name].add(n)
    bad = [n for n in range(count) if chance.random() < site.flaky]
    made = Paper(nature=site, number=number, day=day, articles=articles, rejected=rejected, lists=lists)
    made.failed = [
        Entry(url=f"https://{site.id}.example/{number}/f{n}", end="failed", status=503) for n in bad
    ]
    made.lags = [0.0 if chance.random() < site.lag else chance.uniform(-5, 5) for _ in articles]
    return made


def _article(
    site: Nature, day: date, n: int, chance: random.Random, *, column: bool = False
) -> dict[str, Any]:
    size = max(350, round(site.characters * math.exp(chance.gauss(0, 0.45)) * (0.5 if column else 1)))
    name = f"{site.id} {day} {n}"
    text = _text(name, size, chance, accents=COUNTRIES[site.country] != "en")
    return {
        "article_id": name,
        "headline": f"{chance.choice(WORDS)} {chance.choice(WORDS)} {name}".title(),
        "lead": "A lead." if chance.random() < 0.6 else None,
        "authors": [] if column or chance.random() > site.authors else ["Jane Roe"],
        "section": "news" if chance.random() < site.section else None,
        "keywords": ["a"] if chance.random() < site.keywords else [],
        "captions": ["c"] if chance.random() < site.captions else [],
        "language": COUNTRIES[site.country] if chance.random() > 0.01 else "en",
        "is_accessible_for_free": False if chance.random() < site.paywall else None,
        "date_published_day": day
        if chance.random() < 0.985
        else day - timedelta(days=chance.randrange(2, 60)),
        "text": text,
        "blocks": _blocks(len(text), chance.randrange(300, 900)),
    }


def _text(name: str, size: int, chance: random.Random, *, accents: bool) -> str:
    parts, left = [], size
    while left > 0:
        sentence = " ".join(chance.choices(WORDS, k=6)).capitalize() + f" {chance.randrange(10**6)}. "
        sentence += CAFE if accents else QUOTED
        parts.append((sentence * 5)[: min(left, 420)].strip() or name)
        left -= 420
    return "\n\n".join(parts)


def _blocks(kept: int, dropped: int) -> str:
    blocks = [{"text": "x" * (kept // 20), "kept": True}, {"text": "x" * (dropped // 20), "kept": False}]
    return json.dumps(blocks)


def judged(made: Paper, history: Batches) -> tuple[Batch, tuple[Finding, ...]]:
    """The day as publishing judges it."""
    start = datetime(made.day.year, made.day.month, made.day.day, tzinfo=UTC)
    unit = Unit.of(made.nature.id, Interval(start=start, end=start + timedelta(days=1)))
    entries, cleaned = _ledger(made, start)
    manifest = Manifest(
        id=f"{made.number:04}", unit=unit, kind="days", complete=made.finish == "finished", finish=made.finish,
        started=start, ended=start + timedelta(days=1, hours=6), warcs=(), ledger=tuple(entries),
        hints=(DatedHints(hints=Hints(time_zone="UTC")),),
        stats={"sources": {name: name for name in made.lists}},
    )  # fmt: skip
    rows = coverage_rows(unit, [manifest], cleaned)
    batch = batch_of(unit, [manifest], rows)
    seen = made.finish == "finished" and not made.forbidden
    if seen:
        measured = profile(made.articles, made.rejected, day=made.day, lags=made.lags)
        batch = replace(batch, profile=measured, state="published")
    batch = replace(batch, quiet=is_quiet(batch.day, made.nature.country))
    found = judge(batch, history, Expected(country=made.nature.country))
    if any(one.hold for one in found):
        batch = replace(batch, state="quarantined")
    return batch, found


def _ledger(made: Paper, start: datetime) -> tuple[list[Entry], dict[tuple[str, str], str]]:
    entries, cleaned = list(made.failed), {}
    ends = [(row["article_id"], "") for row in made.articles]
    ends += [(f"{made.day} r{n}", row["reason"]) for n, row in enumerate(made.rejected)]
    for n, (name, said) in enumerate(ends):
        named = tuple(one for one, places in made.lists.items() if n in places)
        if not named:
            continue
        url = f"https://{made.nature.id}.example/{name.replace(' ', '/')}"
        announced = start + timedelta(minutes=(n * 37) % 1440)
        if made.forbidden:
            entries.append(Entry(url=url, end="robots", sources=named, announced=announced))
        elif made.finish == "blocked":
            refused = n < 12
            entries.append(
                Entry(
                    url=url,
                    end="failed" if refused else "waiting",
                    status=403 if refused else None,
                    sources=named,
                )
            )
        else:
            where = Where(record_id=f"urn:{name}", payload_sha256=name, key="w", offset=0, length=1)
            entries.append(
                Entry(url=url, end="fetched", status=200, where=where, sources=named, announced=announced)
            )
            cleaned[where.record_id, ""] = said
    return entries, cleaned


# the faults


def _each(**change: Callable[[dict[str, Any], random.Random], Any]) -> Fault:
    def fault(made: Paper, chance: random.Random, _: list[Paper]) -> None:
        for row in made.articles:
            row |= {name: make(row, chance) for name, make in change.items()}

    return fault


def _reject(reason: str, share: float) -> Fault:
    def fault(made: Paper, chance: random.Random, _: list[Paper]) -> None:
        gone = [row for row in made.articles if chance.random() < share]
        made.articles = [row for row in made.articles if row not in gone]
        made.rejected += [{"reason": reason, "cleaner": "c"} for _ in gone]
        made.lags = made.lags[: len(made.articles)]

    return fault


def _silent(name: str) -> Fault:
    def fault(made: Paper, _: random.Random, __: list[Paper]) -> None:
        made.lists[name] = set()
        named = set().union(*made.lists.values())
        kept = [n for n in range(len(made.articles)) if n in named]
        made.articles = [made.articles[n] for n in kept]
        places = {old: new for new, old in enumerate(kept)}
        made.lists = {k: {places[n] for n in v if n in places} for k, v in made.lists.items()}
        made.rejected, made.lags = [], [made.lags[n] for n in kept]

    return fault


def _half(made: Paper, _: random.Random, __: list[Paper]) -> None:
    made.articles, made.lags = made.articles[::2], made.lags[::2]
    count = len(made.articles) + len(made.rejected)
    made.lists = {
        name: {n for n in places if n < count} | ({*range(count)} if name == SITEMAP else set())
        for name, places in made.lists.items()
    }


def _blocked(made: Paper, _: random.Random, __: list[Paper]) -> None:
    made.finish = "blocked"


def _forbidden(made: Paper, _: random.Random, __: list[Paper]) -> None:
    made.forbidden = True


def _again(made: Paper, chance: random.Random, before: list[Paper]) -> None:
    old = [row for row in before[-1].articles if chance.random() < 0.9]
    copies = [
        row | {"article_id": f"{row['article_id']} again {made.day}", "date_published_day": made.day}
        for row in old
    ]
    start = len(made.articles)
    made.articles[start:start] = copies
    made.lags += [0.0] * len(copies)
    shift = {n: n + len(copies) if n >= start else n for n in range(start + len(made.rejected))}
    made.lists = {
        name: {shift[n] for n in v if n in shift} | {*range(start, start + len(copies))}
        for name, v in made.lists.items()
    }


def _shifted(made: Paper, _: random.Random, __: list[Paper]) -> None:
    made.lags = [lag + 3 for lag in made.lags]


def _first(row: dict[str, Any]) -> str:
    return str(row["text"].split("\n\n")[0])


def _mojibake(row: dict[str, Any], _: random.Random) -> str:
    return str(row["text"]).encode().decode("cp1252", "replace")


FAULTS: dict[str, Fault] = {
    "silent feed": _silent(FEED),
    "half volume": _half,
    "layout change": _each(
        text=lambda row, _: "Home News Sport Weather Subscribe " * 9 + str(row["headline"]), authors=lambda *_: [],
        section=lambda *_: None, blocks=lambda *_: _blocks(350, 4000),
    ),
    "wrong dates": _each(date_published_day=lambda row, c: row["date_published_day"] - timedelta(days=c.randrange(20, 400))),
    "consent wall": _reject("consent_page", 0.95),
    "truncated texts": _each(text=lambda row, _: _first(row)),
    "wrong language": _each(language=lambda *_: "tr"),
    "authors lost": _each(authors=lambda *_: []),
    "stories told again": _again,
    "soft 404s": _reject("soft_404", 0.6),
    "paywall for all": _each(is_accessible_for_free=lambda *_: False, text=lambda row, _: _first(row)),
    "blocked with 403": _blocked,
    "robots forbids all": _forbidden,
    "sitemap of old": _silent(SITEMAP),
    "time zone": _shifted,
    "broken encoding": _each(text=_mojibake),
    "title of the site": _each(headline=lambda *_: "The Courant"),
    "images only": _each(text=lambda *_: "Photo: the harbour.", blocks=lambda *_: _blocks(20, 3000)),
    "empty bodies": _reject("empty", 0.9),
    "template in every page": _each(text=lambda row, _: f"{row['text']}\n\nThis article was first printed in our evening edition."),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of one seed."""

    found: dict[str, int | None]
    """By fault: days from its begin to the first finding; None: never."""
    false: tuple[str, ...]
    """Findings where nothing was planted, one for each run of days."""

    @property
    def in_time(self) -> int:
        """Faults found on their first day or the next."""
        return sum(late is not None and late <= 1 for late in self.found.values())


def papers(seed: int, faults: bool = True) -> Iterator[tuple[Nature, str | None, int, list[Paper]]]:
    """Every site with its fault, if it has one, the day that begins on, and its days."""
    chance = random.Random(seed)
    sites = [nature(n, chance) for n in range(SITES)]
    planted = dict(zip(chance.sample(range(SITES), len(FAULTS)), FAULTS, strict=True)) if faults else {}
    for n, site in enumerate(sites):
        begins = chance.randrange(CALM, DAYS - 2)
        name = planted.get(n)
        made: list[Paper] = []
        for number in range(DAYS):
            one = paper(site, number, chance)
            if name and number >= begins:
                FAULTS[name](one, chance, made)
            made.append(one)
        yield site, name, begins, made


def trial(
    seed: int, judge_day: Callable[[Paper, Batches], tuple[Batch, tuple[Finding, ...]]] = judged
) -> Trial:
    """Let the gate see every day of every site."""
    found: dict[str, int | None] = {}
    false: list[str] = []
    for site, name, begins, made in papers(seed):
        history, before = Batches(site=site.id), False
        for one in made:
            batch, findings = judge_day(one, history)
            history = history.with_batch(batch)
            if name and one.number >= begins:
                found.setdefault(name, None)
                if findings and found[name] is None:
                    found[name] = one.number - begins
            elif findings and not before:
                false.append(f"{site.id} day {one.number}: {'; '.join(f.said for f in findings)}")
            before = bool(findings)
    return Trial(found=found, false=tuple(false))
