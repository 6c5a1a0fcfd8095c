"""Measures the cleaner on marked pages and their dumps: text, labels, what is wrongly dropped, cost; to BENCHMARKS.md.

    python tests/bench_clean.py                              speed and memory; then what the shipped model does
    python tests/bench_clean.py --folds FOLDER               each page by the model that never saw its site

DATA (default: the marked pages beside the checkout) and FOLDER are those of ``pipelines.clean.model.training``.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from clean_speed import at_once, beside_trafilatura, memory, of_dumps
from measured import note
from quality import Sums, samples, score_dumps

from pipelines.clean import Cleaner
from pipelines.clean.model.gold import tokens
from pipelines.clean.model.training import pages
from pipelines.page import Page
from pipelines.record import Block, Record, Rejected

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev.jsonl.gz"
SETS = ("shub", "wcxb", "fundus")
MOST = 12


def runs(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Runs of four words; of a shorter text the whole."""
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


@dataclass(frozen=True, kw_only=True)
class Scored:
    """One page beside what people marked."""

    page: dict[str, Any]
    result: Record | Rejected
    precision: float
    recall: float
    f1: float
    exact: bool


def scored(page: dict[str, Any], cleaner: Cleaner) -> Scored:
    """Body F1 of one page; a rejected article has an empty text."""
    result = cleaner(archived(page))
    text = result.text if isinstance(result, Record) else ""
    mine, theirs = runs(tokens(text)), runs(tokens(page["gold"]["body"]))
    hit = (mine & theirs).total()
    precision, recall = hit / (mine.total() or 1), hit / (theirs.total() or 1)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return Scored(page=page, result=result, precision=precision, recall=recall, f1=f1, exact=mine == theirs)


def archived(page: dict[str, Any]) -> Page:
    """A marked page as it would come from the archive."""
    return Page(body=page["html"].encode(), media_type="text/html; charset=utf-8", url=page["url"])


def interval(found: Sequence[tuple[str, float]], rounds: int = 1000) -> tuple[float, float]:
    """Bootstrap by site of values with their sites: 95 % of the means."""
    sites: dict[str, list[float]] = defaultdict(list)
    for site, value in found:
        sites[site].append(value)
    dice, groups = random.Random(1), list(sites.values())
    means = sorted(mean(f for g in dice.choices(groups, k=len(groups)) for f in g) for _ in range(rounds))
    return means[rounds // 40], means[-rounds // 40]


def body(found: Sequence[Scored], note_as: str) -> None:
    """Text by set of marks."""
    for name in SETS:
        some = [s for s in found if s.page["dataset"] == name]
        low, high = interval([(s.page["site"], s.f1) for s in some])
        told = f"F1 {mean(s.f1 for s in some):.4f} ({low:.3f} to {high:.3f}), P {mean(s.precision for s in some):.3f}, "
        told += f"R {mean(s.recall for s in some):.3f}, same words {mean(s.exact for s in some):.2f}, "
        told += (
            f"above .98 {mean(s.f1 > 0.98 for s in some):.2f}, below .8 {mean(s.f1 < 0.8 for s in some):.3f}"
        )
        note("bench", f"text of {len(some)} pages of {name}, {note_as}", told)
    note(
        "bench",
        f"text, mean of {', '.join(SETS)}, {note_as}",
        f"{mean(mean(s.f1 for s in found if s.page['dataset'] == n) for n in SETS):.4f}",
    )


MARKS = (("caption", "captions"), ("headline", "title"), ("byline", "authors"), ("lead", "lead"))


def blocks_of(label: str, blocks: Sequence[Block]) -> list[str]:
    """Words of the blocks with a label, one text each."""
    return [" ".join(tokens(b.text)) for b in blocks if b.label == label]


def marked(value: Any) -> list[str]:
    """What people marked, one text each."""
    values = value if isinstance(value, list) else [value]
    return [text for v in values if len(text := " ".join(tokens(str(v)))) > 5]


def labels(found: Sequence[Scored], note_as: str) -> None:
    """Precision and recall of each label that is marked; the text's by its words."""
    for label, key in MARKS:
        some = [s for s in found if s.page["dataset"] == "fundus" and marked(s.page["gold"].get(key) or [])]
        counts: Counter[str] = Counter()
        for one in some:
            mine, theirs = blocks_of(label, one.result.blocks), marked(one.page["gold"][key])
            shown = [t for t in theirs if any(t in " ".join(tokens(b.text)) for b in one.result.blocks)]
            counts["right"] += sum(any(t in m or m in t for t in theirs) for m in mine)
            counts["said"] += len(mine)
            counts["found"] += sum(any(t in m or m in t for m in mine if len(m) > 5) for t in shown)
            counts["there"] += len(shown)
        told = f"P {counts['right'] / (counts['said'] or 1):.2f} of {counts['said']}, R {counts['found'] / (counts['there'] or 1):.2f} of {counts['there']}"
        note("bench", f"label {label}, {note_as}", told)


def kind(block: Block) -> str:
    """What an error is about."""
    path = block.path or ""
    if any(f"/{tag}[" in path for tag in ("table", "td", "tr", "pre")):
        return "table or code"
    if any(f"/{tag}[" in path for tag in ("h2", "h3", "h4", "h5", "h6")):
        return "subhead"
    if "/li[" in path:
        return "list"
    return "short block" if len(block.text) < 60 else "paragraph"


def errors(found: Sequence[Scored], note_as: str) -> None:
    """Words left in and words dropped, by kind, and the share of marked words that is dropped."""
    left, lost, dropped, total = Counter[str](), Counter[str](), 0, 0
    worst = []
    for one in found:
        gold = runs(tokens(one.page["gold"]["body"]))
        for block in one.result.blocks:
            mine = runs(tokens(block.text))
            share = (mine & gold).total() / (mine.total() or 1)
            if block.kept and share < 0.3:
                left[kind(block)] += mine.total()
            elif not block.kept and share > 0.75 and mine.total() > 3 and block.label != "duplicate":
                lost[f"{kind(block)} as {block.label}"] += mine.total()
        dropped += round((1 - one.recall) * gold.total())
        total += gold.total()
        worst.append((1 - one.recall, one.page["id"]))
    for name, counts in (("left in", left), ("dropped", lost)):
        shares = ", ".join(f"{k} {v / counts.total():.2f}" for k, v in counts.most_common(MOST))
        note("bench", f"words {name} by kind, {note_as}", f"{counts.total()}: {shares}")
    told = f"{dropped / total:.4f} of {total} words; worst " + ", ".join(
        f"{i} {share:.2f}" for share, i in sorted(worst)[:-11:-1]
    )
    note("bench", f"marked words dropped, {note_as}", told)


def leaks(found: Sequence[Scored], note_as: str) -> None:
    """Share of marked captions that stand in the text."""
    shares = []
    for one in found:
        text, gold = (
            " ".join(tokens(t)) for t in (getattr(one.result, "text", ""), one.page["gold"]["body"])
        )
        captions = [
            c for c in marked(one.page["gold"].get("captions") or []) if len(c) > 25 and c not in gold
        ]
        if captions and one.page["dataset"] == "fundus":
            shares.append(mean(c in text for c in captions))
    note("bench", f"captions left in the text of {len(shares)} pages, {note_as}", f"{mean(shares):.4f}")


def dumps(sites: dict[str, int], models: dict[int, Cleaner], note_as: str) -> None:
    """Text of the raw dumps that are made of the pages, by form."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for sample in samples(whole=True):
        sums = Sums()
        score_dumps(sample, models[sites[sample.site]], sums)
        for name, values in sums.values.items():
            found[name] += ((sample.site, value) for value in values)
    for name, some in found.items():
        low, high = interval(some)
        told = f"F1 {mean(f for _, f in some):.4f} ({low:.3f} to {high:.3f}), below .8 {mean(f < 0.8 for _, f in some):.3f}"
        note("bench", f"{name} of {len(some)} documents, {note_as}", told)


def cleaners(folder: Path | None) -> Iterator[tuple[dict[str, int], dict[int, Cleaner]]]:
    """Folds of the sites and their cleaners; without a folder the shipped one for all."""
    if folder is None:
        yield defaultdict(int), {0: Cleaner()}
        return
    sites: dict[str, int] = json.loads((folder / "folds.json").read_text())
    yield sites, {k: Cleaner((folder / f"{k}.model").read_bytes()) for k in set(sites.values())}


def main() -> None:
    """Measures what is asked for."""
    asked = argparse.ArgumentParser(description="Measure the cleaner on marked pages.")
    asked.add_argument("data", type=Path, nargs="?", default=DATA)
    asked.add_argument("--folds", type=Path)
    args = asked.parse_args()
    if not args.folds:
        for arm, count in ((beside_trafilatura, 60), (of_dumps, 200), (at_once, 60), (memory, 100_000)):
            arm(count)
    if not args.data.exists():
        print(f"no marked pages at {args.data}; give their file")
        return
    note_as = "five-fold by site" if args.folds else "in-sample"
    for sites, models in cleaners(args.folds):
        found = [
            scored(p, models[sites[p["site"]]])
            for p in pages(args.data)
            if p["dataset"] in SETS and p["page_type"] == "article" and p["gold"].get("body")
        ]
        for step in (body, leaks, labels, errors):
            step(found, note_as)
        dumps(sites, models, note_as)


if __name__ == "__main__":
    main()
