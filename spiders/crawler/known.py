"""What a site's manifests tell a run: what is settled, what was captured when, and what was announced and never had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines.archive.ledger import SETTLED, Entry
from pipelines.archive.manifest import Manifest

OF_NO_NEWS = ("unwanted", "outside", "held")
"""Ends of addresses that a run was not about (millions may be announced in every run), or that were known."""


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
    open: Mapping[str, Entry] = field(default_factory=dict)
    """Announced articles that nothing has settled: stopped, failed, dropped, or announced for another day than
    the run's (with their date; without one nobody can ever ask for their day)."""
    same: Mapping[str, str] = field(default_factory=dict)
    """Addresses that a page said are its own, with the page's."""
    histories: Mapping[str, History] = field(default_factory=dict)
    """Addresses that had a page."""
    heard: Mapping[str, Heard] = field(default_factory=dict)
    """Documents of links that announced articles."""

    @property
    def twins(self) -> dict[str, str]:
        """Addresses that are another one's that is settled."""
        return {url: of for url, of in self.same.items() if of in self.settled}


def known(manifests: Iterable[Manifest], before: Known = Known()) -> Known:
    """Read manifests, in any order, on top of what earlier ones told."""
    settled, waiting, same = dict(before.settled), dict(before.open), dict(before.same)
    histories, heard = dict(before.histories), dict(before.heard)
    announced = settled.keys() | same.keys() | {u for u, e in waiting.items() if e.end != "outside"}
    for manifest in manifests:
        _listen(heard, announced, manifest)
        for entry in manifest.ledger:
            if entry.end in SETTLED:
                if not _older(entry, settled.get(entry.url)):
                    settled[entry.url] = entry
                waiting.pop(entry.url, None)
            elif entry.end == "held" and entry.target is not None:
                same[entry.url] = entry.target
            elif entry.url not in settled:
                _wait(waiting, entry)
            if entry.captured is not None and (entry.end == "fetched" or entry.url in histories):
                histories[entry.url] = _longer(histories.get(entry.url), entry.captured, manifest.key)
    return Known(settled=settled, open=waiting, same=same, histories=histories, heard=heard)


def _older(entry: Entry, held: Entry | None) -> bool:
    if held is None or held.captured is None or entry.captured is None:
        return False
    if entry.end == "imported" and held.end == "gone":  # a copy of what was there, though it is older
        return False
    return entry.captured < held.captured


def _wait(waiting: dict[str, Entry], entry: Entry) -> None:
    """Note what is not settled; that it is another day's says less than that it was tried."""
    if entry.end in ("held", "unwanted") or (entry.end == "outside" and entry.announced is None):
        return
    held = waiting.get(entry.url)
    if held is None:
        waiting[entry.url] = entry
    elif entry.end != "outside" or held.end == "outside":
        # A page that tells no date any more does not take away the one that was told.
        dated = entry if entry.announced else replace(entry, announced=held.announced, dated=held.dated)
        waiting[entry.url] = dated


def _listen(heard: dict[str, Heard], announced: set[str], manifest: Manifest) -> None:
    at = manifest.started
    for entry in manifest.ledger:
        for source in entry.sources:
            if source in heard:
                heard[source] = replace(heard[source], asked=max(at, heard[source].asked))
    for entry in manifest.ledger:
        if entry.end in OF_NO_NEWS or entry.url in announced:
            continue
        announced.add(entry.url)
        for source in entry.sources:
            old = heard.get(source, Heard(asked=at, news=at))
            heard[source] = Heard(asked=max(at, old.asked), news=max(at, old.news))


def _longer(history: History | None, captured: datetime, key: str) -> History:
    if history is None:
        return History(first=captured, last=captured, manifests=(key,))
    return replace(
        history,
        first=min(history.first, captured),
        last=max(history.last, captured),
        manifests=tuple(dict.fromkeys((*history.manifests, key))),
    )
