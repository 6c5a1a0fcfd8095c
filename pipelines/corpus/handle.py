"""The corpus: from manifests to tables. What is asked of them is in :mod:`.answering`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pipelines.archive import Archive
from pipelines.archive.unit import Unit
from pipelines.corpus.answering import Answering
from pipelines.corpus.place import Place
from pipelines.corpus.server import Server
from pipelines.corpus.tables import CatalogSettings

if TYPE_CHECKING:
    from pipelines.corpus.accounting import Accounted
    from pipelines.corpus.decisions import Decision
    from pipelines.corpus.gate import Expected
    from pipelines.corpus.health import Waits
    from pipelines.corpus.rebuild import Rebuilt
    from pipelines.corpus.release import Review
    from pipelines.corpus.staging import Published, Staged
    from pipelines.corpus.tables import Change
    from pipelines.corpus.upkeep import Tidied
    from pipelines.record import SiteMemory


@dataclass(slots=True, kw_only=True)
class Corpus(Answering):
    """An open corpus. Nothing is connected to before it is needed."""

    @classmethod
    def open(
        cls,
        where: str | Path | CatalogSettings | Place,
        archive: Archive | None = None,
        index: Path | Server | None = None,
    ) -> Self:
        """The corpus of a plain folder, or the one that a place (catalog, archive, index) describes.

        ``index`` is another folder for the full-text index, or the search server that has it.
        """
        if isinstance(where, CatalogSettings):
            if archive is None or index is None:
                Place.of(where)
                raise AssertionError  # the line above says what is missing
            place = Place(archive=archive.objects.url, keys=where.keys, catalog=where)
        else:
            place = where if isinstance(where, Place) else Place.of(where)
        if isinstance(index, Server):
            place = replace(place, server=index)
        elif index is not None:
            place = replace(place, index=str(index), server=None)
        return cls(place=place, archive=archive or place.open_archive(), index=place.index_place)

    def stage(self, unit: Unit) -> "Staged":
        """Clean everything the unit's manifests name, into a batch in the ``work`` store."""
        from pipelines.archive.takedowns import withheld
        from pipelines.corpus.source import manifests_of, rows_of
        from pipelines.corpus.staging import stage

        found = manifests_of(self.archive, unit)
        return stage(self.archive, rows_of(self.archive, unit, found, withheld(self.archive)), found)

    def learn(self, site: str) -> tuple[str, "SiteMemory"]:
        """Learn what recurs on a site's archived pages, and keep it; later crawls and imports clean with it."""
        from pipelines.archive.memories import key_of, put_memory
        from pipelines.corpus.learning import learned

        memory = learned(self.archive, site)
        return key_of(site, put_memory(self.archive, memory)), memory

    def publish(self, key: str, expected: "Expected | None" = None) -> "Published":
        """Replace the rows of the batch's unit; returns when the tables are committed."""
        from pipelines.corpus.staging import publish

        return publish(self.archive, self.tables, key, expected)

    def account(self, unit: Unit, expected: "Expected | None" = None) -> "Accounted":
        """Write the coverage of a unit whose crawl came to no good end; cleans and publishes nothing."""
        from pipelines.corpus.accounting import account

        return account(self.archive, self.tables, unit, expected)

    def enter(self, manifest: str) -> "Change":
        """Put the captures of a plan's manifest, of which nothing is cleaned, into the table of captures."""
        from pipelines.archive.manifests import load_manifest
        from pipelines.archive.takedowns import withheld
        from pipelines.corpus.decided import unit_tables

        made = load_manifest(self.archive, manifest)
        rows = unit_tables(self.archive, made.unit, (made,), withheld(self.archive))
        return self.tables.replace("captures", made.unit, rows["captures"])

    def waiting(self, site: str | None = None) -> "list[tuple[str, Waits]]":
        """Every batch in quarantine with its site, oldest first."""
        from pipelines.corpus.release import waiting

        return waiting(self.archive, site)

    def review(self, site: str, batch: "Waits") -> "Review":
        """A waiting batch beside what the site published before."""
        from pipelines.corpus.release import review

        return review(self, site, batch)

    def settle(self, decision: "Decision", expected: "Expected | None" = None) -> "Published | None":
        """Keep an operator's decision about a waiting batch, and do what it says; None where that publishes nothing."""
        from pipelines.corpus.release import settle

        return settle(self, decision, expected)

    def add(self, manifest: str | None, expected: "Expected | None" = None) -> "Published | None":
        """Stage and publish the unit of a manifest; None (a crawl that found nothing) does nothing."""
        from pipelines.archive.manifests import load_manifest

        if manifest is None:
            return None
        return self.publish(self.stage(load_manifest(self.archive, manifest).unit).key, expected)

    def take_down(
        self, records: Iterable[str] = (), *, addresses: Iterable[str] = (), by: str, why: str
    ) -> str:
        """Leave records (by WARC-Record-ID) out of tables, index, frozen corpora and replay, for ever; the receipt's key.

        Or ``addresses``, as :class:`~pipelines.archive.takedowns.Takedown` has them, with all that will be captured
        there. Their bytes stay in the archive.
        """
        from pipelines.corpus.withdrawing import take_down

        return take_down(self, tuple(records), tuple(addresses), by=by, why=why)

    def rebuild(self, progress: Callable[[str], None] = lambda _: None) -> "Rebuilt":
        """Make all tables again from the archive alone, and the index after them; the old ones serve until then."""
        from pipelines.corpus.rebuild import Rebuild

        done = Rebuild(archive=self.archive, tables=self.tables, progress=progress).run()
        progress("the search index")
        if self.place.catalog is None:
            self.searcher(fresh=True)
        return done

    def maintain(
        self, *, keep: timedelta | None = None, age: timedelta | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> "tuple[Tidied, ...]":  # fmt: skip
        """Put small files of the tables together, forget snapshots replaced ``keep`` ago (a week), and remove files
        that nothing refers to and that are as old as ``age`` (three days). Anybody may write meanwhile."""
        from pipelines.corpus.upkeep import AGE, KEEP, tidy

        keys = self.place.catalog.keys if self.place.catalog else None
        now = self.archive.objects.now()
        return tidy(
            self.tables, keys, now, keep=keep or KEEP, age=AGE if age is None else age, progress=progress
        )
