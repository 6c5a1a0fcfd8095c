"""What waits in quarantine, how it compares with what was published before, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.archive.unit import Unit
from pipelines.corpus.batch_key import key_of
from pipelines.corpus.batches import Batch, read
from pipelines.corpus.decisions import Decision, decide
from pipelines.corpus.gate import Expected
from pipelines.corpus.health import SHARDS, Waits, read_health, shard_of
from pipelines.corpus.profile import Profile
from pipelines.corpus.staging import fetch, report_of
from pipelines.errors import ConfigError
from pipelines.printable import printable

if TYPE_CHECKING:
    from pipelines.archive import Archive
    from pipelines.corpus.handle import Corpus
    from pipelines.corpus.staging import Published

PAGES = 10
EXCERPT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page in a few words."""

    headline: str
    date: str
    authors: str
    characters: int
    begins: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A waiting batch beside what the site published before."""

    site: str
    batch: Waits
    measures: tuple[tuple[str, str, str], ...]
    """Name, before, now; those that differ most first."""
    before: tuple[Sample, ...]
    now: tuple[Sample, ...]


def waiting(archive: "Archive", site: str | None = None) -> list[tuple[str, Waits]]:
    """Every batch that waits for a person, oldest first."""
    found = read_health(archive, [shard_of(site)] if site else SHARDS)
    listed = [(name, w) for name, health in found.items() for w in health.waiting if site in (None, name)]
    return sorted(listed, key=lambda pair: (pair[1].day, pair[0], pair[1].span))


def find(archive: "Archive", site: str, batch: str | None = None) -> Waits:
    """The waiting batch of a site whose digest or span begins so; without a name the only one there is."""
    named = [w for _, w in waiting(archive, site) if w.digest.startswith(batch or "") or w.span == batch]
    if len(named) == 1:
        return named[0]
    if not named:
        raise ConfigError(f"site {site}: no batch {batch or ''} waits; coranto release lists those that do")
    some = ", ".join(f"{w.digest[:12]} ({w.day})" for w in named[:8])
    raise ConfigError(f"site {site}: {len(named)} batches wait ({some}); name one")


def review(corpus: "Corpus", site: str, batch: Waits) -> Review:
    """Old and new side by side: distributions, and ten pages of each."""
    key = key_of(site, batch.span, batch.digest)
    report = report_of(corpus.archive, key)
    history = read(corpus.archive, site)
    held = history.of(batch.span)
    earlier = [b for b in history.before(held) if b.state == "published" and b.profile] if held else []
    new = held.profile if held else None
    return Review(
        site=site,
        batch=batch,
        measures=_measures(new or Profile(), earlier),
        before=_published(corpus, site, earlier),
        now=_samples(fetch(corpus.archive, key, "articles", report).to_pylist())
        or _samples(fetch(corpus.archive, key, "rejected", report).to_pylist()),
    )


def settle(corpus: "Corpus", decision: Decision, expected: Expected | None = None) -> "Published | None":
    """Keep a decision and do what it says; None where nothing was published.

    Cleaning again uses the cleaner that is installed, and the gate judges what it makes.
    """
    from pipelines.clean import CLEANER
    from pipelines.errors import Quarantined

    unit = Unit(site=decision.site, span=decision.unit)
    if decision.action == "reclean" and decision.version != CLEANER:
        raise ConfigError(
            f"cleaner {decision.version!r} is not installed here, {CLEANER!r} is; install the version of coranto"
            " that has it, or name this one"
        )
    decide(corpus.archive, decision)
    if decision.action == "reclean":
        return corpus.publish(corpus.stage(unit).key, expected)
    try:
        return corpus.publish(key_of(decision.site, decision.unit, decision.digest), expected)
    except Quarantined:
        if decision.action != "reject":
            raise
        return None


def as_markdown(found: Review) -> str:
    """For Airflow's form; everything from outside is escaped."""
    lines = [f"* {printable(said, markdown=True)}" for said in found.batch.findings]
    lines += ["", "| measure | before | now |", "|---|---|---|"]
    lines += [f"| {printable(n, markdown=True)} | {old} | {new} |" for n, old, new in found.measures[:16]]
    for title, samples in (("Now", found.now), ("Before", found.before)):
        lines += [
            "",
            f"**{title}**",
            "",
            "| headline | date | authors | characters | begins |",
            "|---|---|---|---|---|",
        ]
        lines += [_line(sample) for sample in samples]
    return "\n".join(lines)


def _line(sample: Sample) -> str:
    texts = (sample.headline, sample.date, sample.authors, str(sample.characters), sample.begins)
    return "| " + " | ".join(printable(text, limit=EXCERPT, markdown=True) or " " for text in texts) + " |"


def _measures(new: Profile, earlier: Sequence[Batch]) -> tuple[tuple[str, str, str], ...]:
    old = [b.profile for b in earlier if b.profile]
    rows: list[tuple[float, tuple[str, str, str]]] = []
    for name in sorted({*new.shares, *(n for p in old for n in p.shares)}):
        sums = [p.shares[name] for p in old if name in p.shares]
        before = sum(k for k, _ in sums) / (sum(n for _, n in sums) or 1) if sums else None
        now = new.shares[name][0] / new.shares[name][1] if name in new.shares else 0.0
        rows.append(
            (abs(now - (before or 0)), (name, "" if before is None else f"{before:.0%}", f"{now:.0%}"))
        )
    for name, value in new.medians.items():
        values = sorted(p.medians[name] for p in old if name in p.medians)
        before = values[len(values) // 2] if values else None
        rows.append((0.5, (f"median {name}", "" if before is None else f"{before:g}", f"{value:g}")))
    return tuple(row for _, row in sorted(rows, key=lambda pair: -pair[0]))


def _published(corpus: "Corpus", site: str, earlier: Sequence[Batch]) -> tuple[Sample, ...]:
    for batch in reversed(earlier):
        rows = corpus.tables.unit("articles", Unit(site=site, span=batch.span)).to_pylist()
        if rows:
            return _samples(rows)
    return ()


def _samples(rows: list[dict[str, Any]]) -> tuple[Sample, ...]:
    step = max(1, len(rows) // PAGES)
    return tuple(_sample(row) for row in rows[::step][:PAGES])


def _sample(row: dict[str, Any]) -> Sample:
    text = row.get("text") or f"{row.get('reason')}: {row.get('evidence')}"
    return Sample(
        headline=printable(row.get("headline") or "", limit=EXCERPT),
        date=str(row.get("date_published") or row.get("date_published_day") or ""),
        authors=printable(", ".join(row.get("authors") or ()), limit=EXCERPT),
        characters=len(row.get("text") or ""),
        begins=printable(text, limit=EXCERPT),
        url=printable(row.get("url") or "", limit=500),
    )
