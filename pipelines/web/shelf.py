"""The frozen corpora as the desk shows them: what never changes of them is read once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipelines.archive.kept import Kept
from pipelines.corpus.freezer import question_of
from pipelines.corpus.frozen import Frozen, FrozenCorpus, load, names
from pipelines.corpus.frozen_check import BROKEN, Difference
from pipelines.corpus.holes import Known, known_of
from pipelines.corpus.ledgered import Ledgered
from pipelines.corpus.membership import NAME
from pipelines.schema import as_json as plain
from pipelines.web.asked import Asked

if TYPE_CHECKING:
    from pipelines.corpus import Corpus

MOST_KNOWN = 32
MOST_TOLD = 10_000
"""Differences that are kept of a check; beyond, ``more`` says how many."""


@dataclass(slots=True, kw_only=True)
class Shelf:
    """Manifests, and what was known of the days of each corpus when it was frozen."""

    corpus: "Corpus"
    _manifests: dict[str, Frozen] = field(default_factory=dict)
    _known: Kept[str, Known] = field(default_factory=lambda: Kept(MOST_KNOWN))

    def all(self) -> list[Frozen]:
        """Every frozen corpus, the newest first."""
        found = [self.manifest(name) for name in names(self.corpus.archive)]
        return sorted(found, key=lambda one: (one.made, one.name), reverse=True)

    def has(self, name: str) -> bool:
        """Is there one of this name?"""
        return bool(NAME.fullmatch(name)) and (name in self._manifests or name in names(self.corpus.archive))

    def manifest(self, name: str) -> Frozen:
        """Put once, hence read once."""
        if name not in self._manifests:
            self._manifests[name] = load(self.corpus.archive, name)
        return self._manifests[name]

    def held(self, name: str) -> FrozenCorpus:
        """The frozen corpus, open for reading."""
        return FrozenCorpus(archive=self.corpus.archive, manifest=self.manifest(name))

    def known(self, name: str) -> Known:
        """What the ledger knew of its sites and days when it was frozen."""
        return self._known.get(
            name,
            lambda: known_of(
                Ledgered.of(self.held(name).coverage()), question_of(self.corpus, self.manifest(name))
            ),
        )


def again(manifest: Frozen) -> str:
    """The search that would find the same now."""
    per: Any = "family" if manifest.per == "family" else ""
    dated: Any = "first_seen" if manifest.dated_by == "first_seen" else ""
    since, until = (day or "" for day in (manifest.since, manifest.until))
    return Asked(q=manifest.query, since=since, until=until, per=per, dated_by=dated).link()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a freeze made."""

    manifest: Frozen

    def told(self) -> dict[str, Any]:
        """As programs see it."""
        return {"citation": self.manifest.citation}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found."""

    kinds: Mapping[str, int]
    """How many differences there are of each kind."""
    differences: tuple[Difference, ...]
    more: int = 0

    @property
    def whole(self) -> bool:
        """Is the frozen corpus itself as it was?"""
        return not BROKEN & self.kinds.keys()

    def told(self) -> dict[str, Any]:
        """As programs see it."""
        return {**plain(self), "whole": self.whole}

    @classmethod
    def of(cls, found: Iterable[Difference]) -> "Checked":
        """From the differences as they come."""
        rest, kinds = iter(found), Counter[str]()
        kept = tuple(islice(rest, MOST_TOLD))
        kinds.update(one.kind for one in kept)
        kinds.update(one.kind for one in rest)
        return cls(kinds=dict(sorted(kinds.items())), differences=kept, more=kinds.total() - len(kept))
