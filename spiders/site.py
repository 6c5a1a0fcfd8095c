"""The registry of news sites: one site, one YAML file of data; the file's name is the site's id.

========== =============================================================================================
key        what
========== =============================================================================================
name       as the paper prints it (required)
home       address of the front page (required)
hosts      host names that are the site's own, ``*.herald.example`` for all below; default: home's
languages  BCP 47 tags, main one first (required)
time_zone  IANA name; a day of the site runs between its local midnights (required)
country    ISO 3166-1 alpha-2; region: free text below it
media_type newspaper agency broadcaster magazine online
owner      who owns it; wikidata: ``Q…`` of the paper; issn: in quotes
active     does it still publish (default true)
enabled    may it be crawled on schedule (default true)
verified   has somebody crawled it with this very file and looked at the result (default false)
day        cron in the site's zone, once a day: closes yesterday (default ``0 5 * * *``)
poll       cron: asks what is new (default: never). Minutes ``0`` and ``*/n`` are moved by a hash of the
           site's id, here and in ``day``, so that not all sites start at once; any other minute is kept
revisit    ages at which an article is asked for again, ``[1h, 6h, 1d, 3d, 7d, 30d]``, counted from its first
           capture (default: never); runs of ``day`` and ``poll`` do it after what is new
discover   list of ``{kind: address}``: feed, sitemap, front, dated. An address may begin with ``/``, and
           all but front may hold ``{yyyy} {yy} {mm} {m} {mon} {dd} {d}``, filled in for each local day of
           an interval; dated needs a year, a month and a day
articles   regular expression, or a list, searched in the path (and ``?query``) of an article's address
requisites what else to keep with an article, so that it can be shown as it was: none (default), styles
           (stylesheets, what they import, their fonts and images), article (these, the page's images, and frames of
           the site itself with what they need)
pace       seconds between requests to one host, at least 1 (default 2). ``{seconds: 2, connected: 0}``
           gives another pace for hosts that a test or demo serves from loopback through CONNECT_TO
ports      allowed ports (default 80, 443); certificate: verify (default) or ignore
contact    mail or web address for the user agent, where not the operator's own
caps       ``pages`` a run, ``documents`` of discovery a run, ``depth`` of sitemaps, ``bytes`` an answer,
           ``at_once`` requests to one host; ``requisites`` and ``requisite_bytes`` a page; ``minutes``
           a run; ``revisits`` a run; ``alike``: articles whose addresses differ in digits only
public_archives  where a backfill may ask for pages that nobody announces any more, or that are gone: wayback,
           common_crawl, cc_news, or ``{cdx: address}`` (of a CDX server, with ``replay: …/{timestamp}id_/{url}`` or
           ``files: …/`` where its WARC files are), ``{memento: address}`` (of TimeMaps), ``{warcs: address}``
           (of a list of WARC files)
expect     ``{per_day: [low, high]}`` articles
clean      list of ``{from, until, body, drop, dates, language, publisher}``; first match by fetch time
========== =============================================================================================

robots.txt and the user agent are no options: obeyed always, honest always.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.archive.manifest import DatedHints
from pipelines.archive.unit import Interval
from pipelines.errors import SiteError
from pipelines.record import Hints
from spiders.discover.archives import PublicArchive
from spiders.local_days import day_of, last_due, midnight, time_of
from spiders.site_keys import Certificate, MediaType, Requisites
from spiders.site_minute import spread

REGISTRY = Path(__file__).parent / "sites"
FLOOR = 1.0
"""Seconds between two requests to one host that no site may go below on the real web."""
ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where links come from."""

    kind: str
    """feed, sitemap, front or dated."""
    url: str
    """Absolute; may hold date placeholders (see :mod:`spiders.discover.template`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Where a run stops however much there is."""

    pages: int = 5000
    """Articles requested in one run."""
    documents: int = 500
    """Feeds, sitemaps, front and dated pages requested in one run."""
    depth: int = 3
    """Levels of sitemap indexes."""
    bytes: int = 32 << 20
    """Length of one answer."""
    at_once: int = 1
    """Requests to one host at the same time, 1 or 2."""
    requisites: int = 100
    """Stylesheets, fonts and images requested for one page."""
    requisite_bytes: int = 32 << 20
    """Their bytes together."""
    minutes: float = 480.0
    """Length of one run."""
    revisits: int = 100
    """Articles asked for again in one run."""
    alike: int = 1000
    """Articles of one run whose addresses differ in digits only: beyond it stands a calendar without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One news site as its file says; see the module's table for each key."""

    id: str
    name: str
    home: str
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    country: str | None = None
    region: str | None = None
    media_type: MediaType | None = None
    owner: str | None = None
    wikidata: str | None = None
    issn: str | None = None
    active: bool = True
    enabled: bool = True
    verified: bool = False
    day_cron: str = "0 5 * * *"
    """The file's ``day``: five cron fields in the site's zone, once a day."""
    poll: str | None = None
    revisit: tuple[timedelta, ...] = ()
    """Ages at which an article is asked for again, rising."""
    discover: tuple[Source, ...] = ()
    articles: tuple[re.Pattern[str], ...] = ()
    requisites: Requisites = "none"
    pace: float = 2.0
    pace_connected: float | None = None
    """Pace for hosts served from loopback; None: the same as ``pace``."""
    ports: tuple[int, ...] = (80, 443)
    certificate: Certificate = "verify"
    contact: str | None = None
    caps: Caps = Caps()
    public_archives: tuple[PublicArchive, ...] = ()
    per_day: tuple[int, int] | None = None
    """The file's ``expect.per_day``: fewest and most articles of an ordinary day."""
    clean: tuple[DatedHints, ...] = ()
    yaml: bytes = field(default=b"", repr=False)
    """The file itself, so that the archive can keep what a crawl was made with."""
    digest: str
    """Hex SHA-256 of the file."""

    @classmethod
    def parse(cls, site: str, body: bytes, file: str | None = None) -> Self:
        """Read a site from the bytes of its file."""
        from spiders.site_file import fields  # here, since it needs the classes of this module

        return cls(**fields(site, body, file or f"{site}.yaml"))

    @classmethod
    def load(cls, site: str, folders: Iterable[Path] | None = None) -> Self:
        """Read the site with this id from the first folder that has it.

        >>> Site.load("lemonde").time_zone
        'Europe/Paris'
        """
        files = _files(folders)
        if site not in files:
            near = get_close_matches(site, files, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(files)) or 'none'}"
            raise SiteError(f"no site {site!r} is registered; {remedy}")
        return cls.parse(site, _bytes(files[site]), str(files[site]))

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def hints(self) -> tuple[DatedHints, ...]:
        """What the cleaner is to know, by fetch time: first match counts, the last one is always open."""
        rest = DatedHints(hints=self.default_hints)
        return self.clean if self.clean and _open(self.clean[-1]) else (*self.clean, rest)

    @property
    def default_hints(self) -> Hints:
        """What holds for every page of the site."""
        language = self.languages[0] if len(self.languages) == 1 else None
        return Hints(language=language, time_zone=self.time_zone, publisher=self.name)

    def day(self, day: date) -> Interval:
        """The site's local day, from midnight to midnight: 23, 24 or 25 hours."""
        start, end = midnight(day, self.zone), midnight(day + timedelta(days=1), self.zone)
        if start == end:  # Pacific/Apia had no 30 December 2011
            raise SiteError(f"{self.id}: {self.time_zone} has no {day}; choose another day")
        return Interval(start=start, end=end)

    def days(self, since: date, until: date) -> tuple[Interval, ...]:
        """Every local day from ``since`` to before ``until``; a day its zone left out is left out."""
        marks = [midnight(since + timedelta(days=n), self.zone) for n in range((until - since).days + 1)]
        return tuple(Interval(start=a, end=b) for a, b in pairwise(marks) if a < b)

    def local_day(self, instant: datetime) -> date:
        """The day whose interval holds this instant."""
        return day_of(instant, self.zone)

    @property
    def day_at(self) -> str:
        """When the last day is closed: ``day``, a round minute spread over the hour."""
        return spread(self.day_cron, self.id)

    @property
    def poll_at(self) -> str | None:
        """When it is asked what is new: ``poll``, a round minute spread likewise."""
        return spread(self.poll, self.id) if self.poll else None

    def closed_day(self, now: datetime) -> date:
        """The last local day whose scheduled run may have started (``day:``)."""
        return last_due(now, self.zone, time_of(self.day_at))

    def owns(self, url: str) -> bool:
        """Is this an http(s) address on one of the site's hosts and ports?"""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        except ValueError:
            return False
        mine = any(host == h or (h[:2] == "*." and host.endswith(h[1:])) for h in self.hosts)
        return mine and parts.scheme in ("http", "https") and port in self.ports

    def is_article(self, url: str) -> bool:
        """Is this the address of an article of this site?"""
        if not self.owns(url):
            return False
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return not self.articles or any(p.search(path) for p in self.articles)

    def pace_for(self, *, connected: bool = False) -> float:
        """Seconds between requests to one host; below the floor only for a host connected to loopback."""
        if connected:
            return self.pace if self.pace_connected is None else self.pace_connected
        return max(FLOOR, self.pace)


def folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders of the registry: ``CORANTO_SITES``, separated as in PATH; default: the package's own."""
    named = [part for part in environ.get("CORANTO_SITES", "").split(os.pathsep) if part.strip()]
    return tuple(Path(part).expanduser() for part in named) or (REGISTRY,)


def sites(
    folders: Iterable[Path] | None = None, *, on_error: Callable[[SiteError], None] | None = None
) -> tuple[Site, ...]:
    """Every registered site, by id.

    A broken file raises, unless ``on_error`` takes the error: then the other sites go on.
    """
    found = []
    for site, file in sorted(_files(folders).items()):
        try:
            found.append(Site.parse(site, _bytes(file), str(file)))
        except SiteError as e:
            if on_error is None:
                raise
            on_error(e)
    return tuple(found)


def _files(where: Iterable[Path] | None) -> dict[str, Path]:
    """Site files by id. The only place that reads the environment, and only for want of an argument."""
    files: dict[str, Path] = {}
    for folder in folders(os.environ) if where is None else where:
        if not Path(folder).is_dir():
            raise SiteError(f"no folder of site files at {folder}; make it, or correct CORANTO_SITES")
        for file in sorted(p for p in Path(folder).iterdir() if p.suffix in (".yaml", ".yml")):
            if file.stem in files:
                raise SiteError(
                    f"site {file.stem!r} has two files, {files[file.stem]} and {file}; remove one"
                )
            files[file.stem] = file
    return files


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as e:
        raise SiteError(f"{file}: cannot be read: {e.strerror}; check that it is a file you may read") from e


def _open(entry: DatedHints) -> bool:
    return entry.since is None and entry.until is None
