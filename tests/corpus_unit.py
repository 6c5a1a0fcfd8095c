"""Invented units for the corpus tests: manifests, and a source that answers from memory."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.archive import Archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints, Manifest
from pipelines.archive.manifests import put_manifest
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus.decisions import Action, Decision
from pipelines.corpus.handle import Corpus
from pipelines.corpus.rows import unit_rows
from pipelines.corpus.staging import Published, Staged, stage
from pipelines.page import Page, Where
from pipelines.record import Block, Caption, Hints, Origin, Record, Rejected

FIRST = datetime(2026, 1, 5, 23, tzinfo=UTC)
HINTS = (DatedHints(hints=Hints(time_zone="Europe/Paris", language="en")),)


def unit_of(day: int = 0, site: str = "herald") -> Unit:
    """The unit of the n-th day."""
    start = FIRST + timedelta(days=day)
    return Unit.of(site, Interval(start=start, end=start + timedelta(days=1)))


@dataclass(frozen=True, kw_only=True)
class Story:
    """An article as the test wants it, and when it is captured."""

    path: str
    text: str
    minute: int = 0
    headline: str = "A headline"
    language: str = "en"
    published: datetime | date | None = None
    site: str = "herald"
    corrections: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Its address."""
        return f"https://{self.site}.example/{self.path}"


@dataclass
class Memory:
    """A source of pages that holds them itself; a page's body is the text, cleaned to a record as it is."""

    stories: dict[str, Story] = field(default_factory=dict)

    def attempt(
        self, unit: Unit, stories: Iterable[Story], *, number: int = 1, gone: tuple[str, ...] = ()
    ) -> Manifest:
        """A manifest whose ledger has these stories as fetched."""
        entries = [self._entry(unit, story, number) for story in stories]
        entries += [self._gone(unit, path, number) for path in gone]
        start = FIRST if unit.interval is None else unit.interval.start
        return Manifest(
            id=str(uuid.UUID(int=number, version=4)),
            unit=unit,
            kind="days",
            complete=True,
            finish="finished",
            started=start,
            ended=start + timedelta(hours=1),
            warcs=(),
            ledger=tuple(entries),
            hints=HINTS,
        )

    def _entry(self, unit: Unit, story: Story, number: int) -> Entry:
        start = FIRST if unit.interval is None else unit.interval.start
        captured = start + timedelta(minutes=story.minute)
        name = f"{unit.site} {unit.span} {story.url} {captured} {number}"
        record_id = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
        where = Where(
            record_id=record_id,
            payload_sha256=hashlib.sha256(story.text.encode("utf-8", "replace")).hexdigest(),
            key="warc/x.warc.gz",
            offset=0,
            length=10,
        )
        self.stories[record_id] = story
        return Entry(url=story.url, end="fetched", status=200, captured=captured, where=where)

    def _gone(self, unit: Unit, path: str, number: int) -> Entry:
        entry = self._entry(unit, Story(path=path, text="gone", minute=600), number)
        return replace(entry, end="gone", status=410)

    def page(self, where: Where) -> Page:
        """The page at a place."""
        story = self.stories[where.record_id]
        return Page(
            body=story.text.encode("utf-8", "surrogatepass"),
            media_type="text/html",
            url=story.url,
            status=200,
            where=where,
        )

    def captures(self, manifest: Manifest) -> Iterator[dict[str, Any]]:
        """One row for each entry."""
        for entry in manifest.ledger:
            if entry.where is not None:
                yield {"record_id": entry.where.record_id, "captured": entry.captured, "url": entry.url}

    def clean(self, page: Page, hints: Hints) -> Record | Rejected:
        """The story as a record; a text that begins with ``reject`` is rejected."""
        assert page.where is not None
        story, text = self.stories[page.where.record_id], page.body.decode("utf-8", "surrogatepass")
        if text.startswith("reject"):
            return Rejected(reason="not_article", evidence="it says so", where=page.where, cleaner="test/1")
        block = Block(
            text=text, label="paragraph", kept=True, reason="test", confidence=1.0, start=0, end=len(text)
        )
        return Record(
            headline=story.headline,
            text=text,
            blocks=(block,),
            authors=("Jane Roe",),
            captions=(Caption(text="The harbour", credit="© Roe"),),
            language=story.language,
            corrections=story.corrections,
            date_published=story.published,
            origins={"headline": Origin(source="h1", confidence=0.9, losers=(("title", "Other"),))},
            cleaner="test/1",
        )


def stage_unit(archive: Archive, memory: Memory, *attempts: Manifest) -> Staged:
    """Commit the manifests, then stage their unit."""
    for manifest in attempts:
        put_manifest(archive, manifest)
    return stage(archive, unit_rows(attempts[0].unit, attempts, memory, memory.clean), attempts)


def add(corpus: Corpus, memory: Memory, *attempts: Manifest) -> Published:
    """Commit, stage and publish."""
    return corpus.publish(stage_unit(corpus.archive, memory, *attempts).key)


def decide(corpus: Corpus, site: str, action: Action, **more: str) -> Published | None:
    """Decide about the one batch of a site that waits."""
    ((_, batch),) = corpus.waiting(site)
    decision = Decision(
        action=action,
        site=site,
        unit=batch.span,
        digest=batch.digest,
        day=batch.day,
        by="ops",
        at=FIRST,
        why="looked at",
        **more,
    )
    return corpus.settle(decision)
