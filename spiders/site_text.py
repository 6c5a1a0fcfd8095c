"""A draft as the text of a site's file: each line with where it comes from."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from pipelines.errors import SiteError
from pipelines.printable import printable
from spiders.discover.link import Link
from spiders.site import ID, Site
from spiders.site_draft import Draft
from spiders.site_finds import Drawn

POLLS = (
    (timedelta(hours=12), "0 */12 * * *"),
    (timedelta(hours=6), "0 */6 * * *"),
    (timedelta(hours=2), "0 */2 * * *"),
    (timedelta(hours=1), "0 * * * *"),
    (timedelta(minutes=30), "*/30 * * * *"),
    (timedelta(minutes=15), "*/15 * * * *"),
)
"""Schedules from rare to often; nothing is asked more often than the last."""
SHOWN = 3
"""Addresses named as examples."""


def site_id(home: str) -> str:
    """The name that a site's file may get: what its host is known by.

    >>> site_id("https://www.herald.example/en")
    'herald'
    """
    labels = (urlsplit(home).hostname or "").removeprefix("www.").split(".")
    name = max(labels[:-1] or labels, key=len)
    return name if ID.fullmatch(name) else "site"


def text(draft: Draft) -> str:
    """The YAML file; :meth:`spiders.site.Site.parse` reads it."""
    return "\n".join(_lines(draft)) + "\n"


def write(draft: Draft, file: Path) -> None:
    """Write the file, never over one that is there; SiteError where it would not load under its name."""
    body = text(draft)
    Site.parse(file.stem, body.encode(), str(file))
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(body)
    except OSError as e:
        raise SiteError(f"{file}: cannot be written: {e.strerror}; name another file") from e


def _lines(draft: Draft) -> Iterator[str]:
    yield "# A draft: read every line, look at the sample, correct, then enable."
    name = draft.name
    yield _key("name", name.value if name else site_id(draft.home), name.source if name else "not stated")
    yield _key("home", draft.home)
    yield _key("hosts", list(draft.hosts))
    languages = [fact.value for fact in draft.languages] or ["und"]
    why = "; ".join(f"{f.value}: {f.source}" for f in draft.languages) or "not stated: correct it"
    yield _key("languages", languages, why)
    yield _key("time_zone", draft.zone.value, draft.zone.source)
    if draft.country:
        yield _key("country", draft.country.value, draft.country.source)
    if poll := _poll(draft):
        yield _key("poll", *poll)
    yield "revisit: [1h, 6h, 1d, 3d, 7d, 30d]  # ages at which an article is asked for again"
    if draft.sources:
        yield "discover:"
    for drawn in draft.sources:
        links = f"{len(drawn.links)} links" if drawn.links else ""
        said = "; ".join(part for part in (drawn.found, links) if part)
        yield f"  - {_key(drawn.source.kind, _short(drawn.source.url, draft.home), said)}"
    yield from _articles(draft)
    yield "pace: 2"
    yield "enabled: false"
    yield "verified: false"


def _articles(draft: Draft) -> Iterator[str]:
    learned = draft.learned
    if not learned.patterns:
        yield "# articles: nothing announces enough of them to learn a pattern; without one every page counts."
        return
    yield f"# {learned.found} of {learned.announced} announced addresses match (recall {learned.recall:.2f});"
    if learned.precision is None:
        yield "# no link of the front page does."
    else:
        told = f"# of {learned.alike} links of the front page that match, {learned.known} are announced"
        yield f"{told} (precision {learned.precision:.2f})."
    for what, urls in (("Announced, no match", learned.missed), ("Match, not announced", learned.unknown)):
        for url in urls[:SHOWN]:
            yield f"# {what}: {printable(url)}"
    patterns = list(learned.patterns)
    yield _key("articles", patterns[0] if len(patterns) == 1 else patterns)


def _poll(draft: Draft) -> tuple[str, str] | None:
    """How often to ask what is new: about once an article, at least thrice before a feed forgets it."""
    best: tuple[timedelta, Drawn] | None = None
    for drawn in draft.sources:
        if drawn.source.kind == "feed" and (pace := _turn(drawn.links)) and (best is None or pace < best[0]):
            best = pace, drawn
    if best is None:
        return None
    every, drawn = best
    cron = next((cron for length, cron in POLLS if every >= length), POLLS[-1][1])
    hours = every / timedelta(hours=1)
    return cron, f"{len(drawn.links)} entries in {urlsplit(drawn.source.url).path}, one in {hours:.1f} hours"


def _turn(links: tuple[Link, ...]) -> timedelta | None:
    times = sorted(link.announced for link in links if link.announced)
    if len(times) < 3 or times[0] == times[-1]:
        return None
    return min((times[-1] - times[0]) / (len(times) - 1), (times[-1] - times[0]) / 3)


def _short(url: str, home: str) -> str:
    """Without the host where it is the front page's, as people write it."""
    there, here = urlsplit(url), urlsplit(home)
    same = (there.scheme, there.netloc) == (here.scheme, here.netloc)
    return url[len(f"{there.scheme}://{there.netloc}") :] or "/" if same else url


def _key(key: str, value: object, source: str = "") -> str:
    told = _dumped(value, plain=True)
    if printable(told, limit=len(told)) != told:
        told = _dumped(value, plain=False)  # signs that no terminal may obey, as YAML's escapes
    return f"{key}: {told}  # {printable(source)}" if source else f"{key}: {told}"


def _dumped(value: object, *, plain: bool) -> str:
    # Inside a list, since a scalar alone would be dumped with an end of document.
    told: str = yaml.safe_dump([value], allow_unicode=plain, width=10_000, default_flow_style=True)
    return told.strip()[1:-1]
