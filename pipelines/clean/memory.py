"""Site memory: the blocks that stand on several of a site's pages, learned from their text alone.

A block counts once for each *story*, so that versions of an article, a page captured twice or a paragraph that one
article repeats prove nothing. What the cleaner already drops on most pages needs three stories; what it keeps as text
needs half of all of them and at least four: a subhead or a sentence of background that a few articles share stays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.clean.shapes import squash, weight
from pipelines.record import BODY_LABELS, Block, Label, Record, Recurring, Rejected, SiteMemory

FEWEST = 3
"""Stories on which a block must stand that is dropped anyway on most of them."""
FEWEST_KEPT = 4
SHARE_KEPT = 0.5
"""Share of all stories on which a block must stand that is kept as text on most of them."""
_LONG = 60
"""Weight from which a kept block tells one story from another."""
_SAME = 0.5
"""Share of its kept text that one page must have in common with another to be the same story."""
_COMMON = 12
"""Pages beyond which a block says nothing of whether two of them tell the same story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One page of the site as the cleaner saw it."""

    result: Record | Rejected
    captured: datetime | None = None


def learn(site: str, readings: Iterable[Reading]) -> SiteMemory:
    """What recurs across the pages; the same pages in any order give the same memory."""
    pages = [r for r in readings if r.result.blocks]
    story = stories([r.result.blocks for r in pages])
    count = len(set(story))
    seen: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, Counter[Label]] = defaultdict(Counter)
    for number, reading in enumerate(pages):
        for text, label in {b.text: b.label for b in reading.result.blocks}.items():
            seen[text].append(number)
            labels[text][label] += 1
    times = [r.captured for r in pages if r.captured]
    found = (
        _recurring(text, labels[text], [pages[n].captured for n in where], len({story[n] for n in where}))
        for text, where in seen.items()
        if _recurs(labels[text], len({story[n] for n in where}), count)
    )
    return SiteMemory(
        site=site,
        pages=len(pages),
        stories=count,
        since=min(times, default=None),
        until=max(times, default=None),
        blocks=tuple(sorted(found, key=lambda b: (-b.stories, b.text))),
    )


def _recurs(labels: Counter[Label], stories: int, count: int) -> bool:
    kept = sum(n for label, n in labels.items() if label in BODY_LABELS)
    if 2 * kept <= labels.total():
        return stories >= FEWEST
    return stories >= max(FEWEST_KEPT, SHARE_KEPT * count)


def _recurring(
    text: str, labels: Counter[Label], captured: Sequence[datetime | None], stories: int
) -> Recurring:
    times = [t for t in captured if t]
    dropped = {
        label: n for label, n in labels.items() if label not in BODY_LABELS | {"headline", "duplicate"}
    }
    label: Label = max(sorted(dropped), key=dropped.__getitem__) if dropped else "other"
    return Recurring(
        text=text,
        label=label,
        stories=stories,
        first=min(times, default=None),
        last=max(times, default=None),
    )


def stories(pages: Sequence[Sequence[Block]]) -> list[int]:
    """A number for each page: pages that share half of what one of them keeps tell the same story."""
    kept = [
        {k: weight(b.text) for b in page if b.kept and weight(b.text) > _LONG and (k := squash(b.text))}
        for page in pages
    ]
    where: dict[str, list[int]] = defaultdict(list)
    for number, texts in enumerate(kept):
        for text in texts:
            where[text].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for text, numbers in where.items():
        for i, a in enumerate(numbers if len(numbers) <= _COMMON else ()):
            for b in numbers[i + 1 :]:
                shared[a, b] += kept[a][text]
    first = list(range(len(pages)))
    for (a, b), size in sorted(shared.items()):
        if size >= _SAME * min(sum(kept[a].values()), sum(kept[b].values())):
            one, other = sorted((_root(first, a), _root(first, b)))
            first[other] = one
    return [_root(first, n) for n in range(len(pages))]


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        number = first[number]
    return number
