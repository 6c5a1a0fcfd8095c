"""Two invented newspapers over forty local days (sixty in ``make soak``, which needs a day for each moment).

Everything follows from a seed and the last day; what stands where is told by ``demo_ledger.py``. The Veleska Herald prints English and Arabic, the Umibe Courier Japanese, French and
wire copy in English; their local days begin hours apart, and the Herald's zone has daylight saving time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from random import Random
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from demo_text import Block, Story, Writer
from moments import COUNT

DAYS = max(40, COUNT + 10)
COUNTS = (8, 8, 8, 9, 9, 10, 10, 11, 12)
BUSY = {7: 25, 16: 18}
"""Days on which much happens, by the day's number modulo 20."""
EDITED, MOVED, GONE, SYNDICATED = 0.15, 0.025, 0.025, 0.10
PLAIN = 0.75
"""The share of articles that are neither special nor wire copy; only these are edited, moved or removed."""
SPECIAL = {0: "live", 1: "paywalled", 2: "stub", 5: "live", 6: "paywalled", 7: "consent"}
"""What stands in place of the fifth article, by the day's number modulo 10."""
PLANTED = {
    "en": ("heliotrope ledger", "The minutes twice mention a heliotrope ledger kept since the founding.", 5),
    "ar": ("دفتر العباد الأزرق", "ويذكر المحضر دفتر العباد الأزرق المحفوظ منذ التأسيس.", 8),
    "fr": ("registre héliotrope", "Le procès-verbal cite par deux fois un registre héliotrope.", 9),
    "ja": ("紫陽花色の台帳", "議事録には紫陽花色の台帳が二度登場する。", 6),
}
"""By language: a phrase, the sentence that holds it, and every how many days one article has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One newspaper."""

    id: str
    name: str
    host: str
    time_zone: str
    languages: tuple[str, ...]
    weights: tuple[int, ...]
    archive: str
    """Path of the page of one day."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def home(self) -> str:
        return f"https://{self.host}"

    def local_day(self, instant: datetime) -> date:
        """The local day an instant lies in."""
        return instant.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The local midnight that ends the day."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)


HERALD = Paper(
    id="herald",
    name="The Veleska Herald",
    host="herald.example",
    time_zone="Europe/London",
    languages=("en", "ar"),
    weights=(6, 4),
    archive="/{yyyy}/{mm}/{dd}/",
)
UMIBE = Paper(
    id="umibe",
    name="Courrier d'Umibe",
    host="umibe.example",
    time_zone="Asia/Tokyo",
    languages=("ja", "fr"),
    weights=(6, 4),
    archive="/archives/{yyyy}/{mm}/{dd}/",
)
PAPERS = (HERALD, UMIBE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What the paper said from an instant on."""

    at: datetime
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article with all its versions, oldest first."""

    paper: Paper
    number: int
    day: date
    """The paper's local day of publication."""
    kind: str
    """article, live, paywalled (lead and one paragraph), stub (nothing), consent, moved or gone."""
    path: str
    """As announced, not percent-encoded."""
    moved_to: str | None = None
    versions: tuple[Version, ...]
    twin: str | None = None
    """The same wire story in the other paper, by number."""

    @property
    def published(self) -> datetime:
        return self.versions[0].at

    def at(self, now: datetime) -> Version:
        """The version that stands at an instant; the first one before that."""
        return next((v for v in reversed(self.versions) if v.at <= now), self.versions[0])

    @property
    def url(self) -> str:
        return self.paper.home + quote(self.path)

    @property
    def final_url(self) -> str | None:
        """Where the article is found in the end."""
        if self.kind == "gone":
            return None
        return self.paper.home + quote(self.moved_to) if self.moved_to else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit made through the control port."""

    paper: str
    number: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Press:
    """Both papers, all articles in order of publication."""

    seed: int
    until: date
    articles: tuple[Article, ...]

    @property
    def end(self) -> datetime:
        """The end of the last day, the later one of the two papers."""
        return max(paper.end_of(self.until) for paper in PAPERS)

    def of(self, paper: Paper, now: datetime) -> list[Article]:
        """What the paper has published by then, newest first."""
        return [a for a in reversed(self.articles) if a.paper is paper and a.published <= now]

    @cached_property
    def by_path(self) -> dict[tuple[str, str], Article]:
        """By host and path, announced or moved to."""
        places = {(a.paper.host, a.path): a for a in self.articles}
        return places | {(a.paper.host, a.moved_to): a for a in self.articles if a.moved_to}

    def find(self, host: str, path: str) -> Article | None:
        """The article at a percent-encoded path."""
        return self.by_path.get((host, unquote(urlsplit(path).path)))


def press(until: date, *, seed: int = 1, edits: Iterable[Edit] = ()) -> Press:
    """All that both papers printed in the days that end with ``until``.

    A day depends on the seed and its own date only, so that tomorrow's papers go on from today's.
    """
    articles = [article for back in range(DAYS) for article in _printed(until - timedelta(days=back), seed)]
    for edit in edits:
        _apply(articles, edit)
    return Press(
        seed=seed, until=until, articles=tuple(sorted(articles, key=lambda a: (a.published, a.number)))
    )


@cache
def _printed(day: date, seed: int) -> tuple[Article, ...]:
    random = Random(f"{seed}:{day}")
    drafts = {paper.id: list(_drafts(paper, day, random)) for paper in PAPERS}
    _syndicate(drafts["herald"], drafts["umibe"], random)
    articles = [*drafts["herald"], *drafts["umibe"]]
    planted = _plant(articles, day)
    return tuple(
        a if a.kind != "article" or a.twin or a in planted else _disturb(a, random) for a in articles
    )


def _drafts(paper: Paper, day: date, random: Random) -> Iterator[Article]:
    first = 10_000_000 * (1 + PAPERS.index(paper)) + 100 * (day.toordinal() - 730_000)
    count = BUSY.get(day.toordinal() % 20) or random.choice(COUNTS)
    for place, at in enumerate(_instants(paper, day, count, random)):
        writer = Writer(random.choices(paper.languages, paper.weights)[0], random)
        story = writer.story(day.year)
        kind = SPECIAL.get(day.toordinal() % 10, "article") if place == 4 else "article"
        if kind == "live":
            story = replace(story, blocks=writer.ticker(7), photos=(), footnotes=())
        elif kind == "paywalled":
            story = replace(story, blocks=story.blocks[:1], footnotes=())
        yield Article(
            paper=paper,
            number=first + place,
            day=day,
            kind=kind,
            path=_path(paper, first + place, day, story),
            versions=(Version(at=at, story=story),),
        )


def _instants(paper: Paper, day: date, count: int, random: Random) -> list[datetime]:
    # The first comes minutes after local midnight and the last minutes before the next one: a crawl that
    # thinks in UTC days puts both into the wrong day.
    seconds = random.sample(range(6 * 3600, 23 * 3600, 60), k=count - 2)
    times = [random.randrange(60, 1500), *sorted(seconds), random.randrange(85_000, 86_300)]
    start = datetime.combine(day, time(), paper.zone)
    walls = (start.replace(hour=s // 3600, minute=s // 60 % 60, second=s % 60) for s in times)
    return [wall.astimezone(UTC) for wall in walls]


def _slug(headline: str) -> str:
    letters = "".join(c if c.isalnum() else "-" for c in headline.lower().replace("’", ""))
    return "-".join(part for part in letters.split("-") if part)[:60].strip("-")


def _path(paper: Paper, number: int, day: date, story: Story) -> str:
    slug, dated = _slug(story.headline), f"{day:%Y/%m/%d}"
    return {
        ("herald", "en"): f"/{dated}/{slug}-{number}.html",
        ("herald", "ar"): f"/ar/{dated}/{number}.html",
        ("umibe", "ja"): f"/kiji/{dated}/{number}.html",
        ("umibe", "fr"): f"/fr/{dated}/{slug}-{number}/",
        ("umibe", "en"): f"/en/{dated}/{slug}-{number}",
    }[paper.id, story.language]


def _syndicate(sources: list[Article], copies: list[Article], random: Random) -> None:
    """Put wire stories of the first paper into the second: every tenth distinct story stands in both."""
    share = (len(sources) + len(copies)) * SYNDICATED / (1 + SYNDICATED)
    wanted = int(share + random.random())
    english = [
        n for n, a in enumerate(sources) if a.kind == "article" and a.versions[0].story.language == "en"
    ]
    plain = [n for n, a in enumerate(copies) if a.kind == "article"]
    wanted = min(wanted, len(english))
    for at, place in zip(random.sample(english, k=wanted), random.sample(plain, k=wanted), strict=True):
        sources[at], copies[place] = _wire(sources[at], copies[place], random)


def _wire(source: Article, copy: Article, random: Random) -> tuple[Article, Article]:
    agency = random.choice(("Meridian Wire", "Norvik Press"))
    story = replace(source.versions[0].story, agency=agency)
    headline = story.headline if random.random() < 0.5 else f"{story.headline}, {story.dateline} learns"
    printed = replace(story, headline=headline, photos=(), authors=())
    source = replace(source, versions=(Version(at=source.published, story=story),), twin=str(copy.number))
    path = _path(copy.paper, copy.number, copy.day, printed)
    copied = Version(at=copy.published, story=printed)
    return source, replace(copy, versions=(copied,), path=path, twin=str(source.number))


def _plant(articles: list[Article], day: date) -> tuple[Article, ...]:
    """Add the planted sentences to stories of one paper only, so that each count is a count of articles."""
    planted = []
    for language, (_, sentence, every) in PLANTED.items():
        places = [
            n
            for n, a in enumerate(articles)
            if a.kind == "article" and a.twin is None and a.versions[0].story.language == language
        ]
        if day.toordinal() % every or not places:
            continue
        first = articles[places[0]].versions[0]
        blocks = (*first.story.blocks[:1], Block(kind="paragraph", text=sentence), *first.story.blocks[1:])
        version = replace(first, story=replace(first.story, blocks=blocks))
        articles[places[0]] = replace(articles[places[0]], versions=(version,))
        planted.append(articles[places[0]])
    return tuple(planted)


def _disturb(article: Article, random: Random) -> Article:
    """What happens to an article later: it may be edited, moved or removed."""
    fate = random.random() * PLAIN
    if fate < EDITED:
        for _ in range(1 + (random.random() < 0.2)):
            later = timedelta(minutes=random.randrange(20, 3 * 1440))
            article = _with_edit(article, article.versions[-1].at + later)
        return article
    if fate < EDITED + MOVED:
        head, dot, _ = article.path.partition(".html")
        return replace(article, kind="moved", moved_to=f"{head.rstrip('/')}-updated{dot}")
    if fate < EDITED + MOVED + GONE:
        return replace(article, kind="gone")
    return article


def _with_edit(article: Article, at: datetime, *, text_only: bool = False) -> Article:
    random = Random(f"{article.number}:{len(article.versions)}")
    story = article.versions[-1].story
    how = {"headline": not text_only and random.random() < 0.3, "correction": random.random() < 0.3}
    edited = Writer(story.language, random).edited(story, **how)
    return replace(article, versions=(*article.versions, Version(at=at, story=edited)))


def _apply(articles: list[Article], edit: Edit) -> None:
    n = next(n for n, a in enumerate(articles) if a.number == edit.number)
    # The headline stays: it also stands in the teasers of other pages, which are not to change.
    articles[n] = _with_edit(articles[n], edit.at, text_only=True)


def choose(press: Press, paper: Paper, day: date, count: int, now: datetime) -> list[Article]:
    """The articles of a day to edit next: plain ones with no edit to come, the fewest versions first."""
    printed = [a for a in press.of(paper, now) if a.day == day and a.kind == "article"]
    plain = [a for a in printed if a.versions[-1].at <= now]
    return sorted(plain, key=lambda a: (len(a.versions), a.number))[:count]
