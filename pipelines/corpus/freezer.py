"""Frozen corpora of an open corpus: made from its search, checked against it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipelines.corpus import nodes as n
from pipelines.corpus.columns import captured_of
from pipelines.corpus.filters import exactly, on_days
from pipelines.corpus.freezing import Asked, Seen, check_name, freeze
from pipelines.corpus.frozen import PREFIX, Frozen, FrozenCorpus
from pipelines.corpus.frozen_check import BROKEN, Difference, compare, prove
from pipelines.corpus.membership import named
from pipelines.corpus.periods import as_day
from pipelines.corpus.query import parse
from pipelines.corpus.question import Question

if TYPE_CHECKING:
    from pipelines.corpus.answering import Answering
    from pipelines.corpus.columns import Row

Progress = Callable[[str], None]


def make(
    corpus: "Answering", text: str, asked: dict[str, Any], options: dict[str, Any], progress: Progress
) -> FrozenCorpus:
    """Freeze what a query finds now; ``asked`` is its name, by whom, and the archive's name in citations."""
    check_name(corpus.archive, asked["name"])
    searcher = corpus.searcher(fresh=True)
    question = corpus.question(searcher, text, options)
    used = tuple(named(corpus.archive, name) for name in sorted(n.collections(parse(text))))
    found = sorted(
        ((row["id"], row["captured"]) for row in searcher.rows(question)), key=lambda pair: (pair[1], pair[0])
    )
    manifest = freeze(
        corpus.archive,
        Asked(
            question=question,
            per=options.get("per", "article"),
            collections=tuple(f"{one.name}@{one.version}" for one in used),
            **asked,
        ),
        found,
        lambda pairs: corpus.tables.rows("articles", pairs),
        lambda seen: _coverage(corpus, question.since, question.until, seen),
        progress,
    )
    return FrozenCorpus(archive=corpus.archive, manifest=manifest)


def check(corpus: "Answering", held: FrozenCorpus, progress: Progress) -> Iterator[Difference]:
    """What is wrong with a frozen corpus, and what its query finds now that it did not find then, or no longer."""
    unreadable = False
    for one in prove(held, progress):
        unreadable |= one.kind in BROKEN and one.what.startswith(PREFIX)
        yield one
    if unreadable:
        return
    manifest = held.manifest
    searcher = corpus.searcher(fresh=True)
    question = corpus.question(searcher, manifest.query, _options(manifest) | {"per": manifest.per})
    question = replace(question, sites=question_of(corpus, manifest).sites)
    now = {row["id"]: row["article_id"] for row in searcher.rows(question)}

    def rows(name: str) -> "Row | None":
        captured = captured_of(name)
        if captured is None:
            return None
        found = corpus.tables.read("articles", exactly(name, captured)).to_pylist()
        return found[0] if found else None

    yield from compare(held, now, rows)


def question_of(corpus: "Answering", manifest: Frozen) -> Question:
    """What a frozen corpus was asked for, with its collections as they were then."""
    versions = {name.partition("@")[0]: name for name in manifest.collections}

    def sites(name: str) -> frozenset[str]:
        return corpus.members(versions.get(name, name))

    return Question(text=manifest.query, sites=sites, **_options(manifest))


def _options(manifest: Frozen) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in ("since", "until", "dated_by")}


def _coverage(corpus: "Answering", since: Any, until: Any, seen: Seen) -> pa.Table:
    """The ledger of the days asked for, or seen, of the sites seen."""
    first = as_day(since, "since") or min(seen.days, default=None)
    last = as_day(until, "until") or (max(seen.days) + timedelta(days=1) if seen.days else None)
    rows = corpus.tables.read("coverage", on_days(first, last))
    return rows.filter(pa.array([site in seen.sites for site in rows["site"].to_pylist()], pa.bool_()))
