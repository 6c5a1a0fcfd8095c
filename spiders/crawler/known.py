"""What a site's manifests tell a run: what is settled, what was captured when, and which addresses are another one's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines.archive.ledger import SETTLED, Entry
from pipelines.archive.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """When an article was asked for, and where the answers are."""

    first: datetime
    """Its first capture as a page."""
    last: datetime
    """The last answer of any kind."""
    manifests: tuple[str, ...]
    """Keys of the manifests that have captures of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """When a document of links was read, by the start of the run."""

    asked: datetime
    """Last time."""
    news: datetime
    """Last time that it announced an article nobody had announced before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Of all attempts together; empty for a refetch, which asks as if nothing were known."""

    settled: Mapping[str, Entry] = field(default_factory=dict)
    """Settled addresses with the newest entry that settled them."""
    same: Mapping[str, str] = field(default_factory=dict)
    """Addresses that a page said are its own, with the page's."""
    histories: Mapping[str, History] = field(default_factory=dict)
    """Addresses that had a page."""
    heard: Mapping[str, Heard] = field(default_factory=dict)
    """Documents of links that announced articles."""


def known(manifests: Iterable[Manifest]) -> Known:
    """Read manifests, oldest first."""
    settled: dict[str, Entry] = {}
    same: dict[str, str] = {}
    histories: dict[str, History] = {}
    heard: dict[str, Heard] = {}
    announced: set[str] = set()
    for manifest in manifests:
        _listen(heard, announced, manifest)
        for entry in manifest.ledger:
            if entry.end in SETTLED:
                settled[entry.url] = entry
            elif entry.end == "held" and entry.target is not None:
                same[entry.url] = entry.target
            if entry.captured is not None and (entry.end == "fetched" or entry.url in histories):
                before = histories.get(entry.url)
                histories[entry.url] = _longer(before, entry.captured, manifest.key)
    same = {url: of for url, of in same.items() if of in settled}
    return Known(settled=settled, same=same, histories=histories, heard=heard)


def _listen(heard: dict[str, Heard], announced: set[str], manifest: Manifest) -> None:
    at = manifest.started
    for entry in manifest.ledger:
        for source in entry.sources:
            if source in heard:
                heard[source] = replace(heard[source], asked=at)
    for entry in manifest.ledger:
        # Millions of addresses may be announced in every run that are of no interest to any.
        if entry.end in ("unwanted", "outside") or entry.url in announced:
            continue
        announced.add(entry.url)
        heard |= {source: Heard(asked=at, news=at) for source in entry.sources}


def _longer(history: History | None, captured: datetime, key: str) -> History:
    if history is None:
        return History(first=captured, last=captured, manifests=(key,))
    return replace(
        history,
        first=min(history.first, captured),
        last=max(history.last, captured),
        manifests=tuple(dict.fromkeys((*history.manifests, key))),
    )
