"""Everything the classifier looks at, one row a block.

What does not depend on learned weights is seen first (:func:`of_html`, :func:`of_dump`); :func:`rows` adds the words'
scores and what the blocks around have of all that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.html import HEADINGS
from pipelines.clean.level import Level
from pipelines.clean.model import around, markup
from pipelines.clean.model.looks import looks, talk
from pipelines.clean.model.turns import turns
from pipelines.clean.model.wording import Places, named, said_ids, sums
from pipelines.clean.shapes import PROSE, letters, scripts
from pipelines.clean.spans import Piece
from pipelines.clean.suffixes import has_suffix

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


_STEP = (1024.0, 2048.0)
"""Sums of scores, of a dump and of a page, that make the hope that a block is text grow by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Learned weights: of words, and of the names of near, middle and far elements."""

    said: NDArray[np.int16]
    names: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is to be seen of the blocks without learned weights."""

    alone: Floats
    """Columns that matter for the block itself."""
    shared: Floats
    """Columns that matter for its neighbours too."""
    said: Places
    levels: list[Level]
    """Empty for a dump."""
    groups: tuple[Numbers, ...]
    """Numbers of the groups that a block belongs to; of the first, neighbours are told apart too."""
    shells: markup.Shells | None
    """The elements that enclose the blocks; None for a dump."""


def of_html(pieces: Sequence[Piece], titles: Sequence[str]) -> Seen:
    """The blocks of an HTML page."""
    texts = [p.text for p in pieces]
    links = np.array([p.link_share for p in pieces], np.float32)
    seen = looks(texts)
    sizes = seen[:, 0].copy()
    prose = (seen[:, 2] > 0) & (sizes >= PROSE) & (links < 0.5)
    seen[:, 0] = np.sqrt(sizes)
    shells = markup.Shells(pieces)
    told = talk(texts, titles, prose)
    alone = (
        seen[:, 1:], np.array([p.strong_share for p in pieces], np.float32)[:, None], told, markup.flags(pieces),
        around.position(sizes, prose), markup.shells(shells, sizes, prose, links * sizes), _headed(pieces),
        markup.anchored(shells, _anchor(pieces, told)), markup.stories(shells),
    )  # fmt: skip
    return Seen(
        alone=np.hstack(alone),
        shared=np.column_stack([seen[:, 0], seen[:, 2], links, np.where(prose, sizes, 0)]).astype(np.float32),
        said=said_ids(texts),
        levels=[p.level for p in pieces if p.level],
        shells=shells,
        groups=(shells.around[:, 1], markup.signatures(shells)),
    )


def of_dump(pieces: Sequence[Piece], site: str | None) -> Seen:
    """The lines of a raw text dump."""
    texts = [p.text for p in pieces]
    seen = looks(texts)
    sizes = seen[:, 0].copy()
    prose = (seen[:, 2] > 0) & (sizes >= PROSE)
    seen[:, 0] = np.sqrt(sizes)
    told = talk(texts, texts[:1], prose)
    gaps = np.array([(p.after_blank, p.before_blank) for p in pieces], np.float32)
    runs = np.array(list(accumulate(int(p.after_blank) for p in pieces)), np.int64)
    runs -= runs.min(initial=0)
    length = np.bincount(runs)[runs]
    first = np.concatenate([[0], np.cumsum(np.bincount(runs))[:-1]])[runs]
    hung = np.array([has_suffix(t, site) for t in texts], np.float32)
    since = np.arange(len(texts)) - _echo(told)
    alone = (
        seen[:, 1:], told, around.position(sizes, prose), gaps, since, length, np.arange(len(texts)) - first, hung, _foreign(texts),
        np.full(len(texts), gaps[:, 0].mean()), turns(texts, sizes, prose),
    )  # fmt: skip
    shared = (seen[:, 0], seen[:, 2], told[:, 2], gaps[:, 0], np.where(prose, sizes, 0), hung)
    return Seen(
        alone=np.column_stack(alone).astype(np.float32),
        shared=np.column_stack(shared).astype(np.float32),
        said=said_ids(texts),
        levels=[],
        shells=None,
        groups=(runs,),
    )


def rows(seen: Seen, tables: Tables) -> Floats:
    """One row a block: all that the trees ask for."""
    scores = [sums(seen.said, tables.said)[:, None]]
    if seen.levels:
        scores.append(named(seen.levels, tables.names))
    if seen.shells is not None:
        scores.append(markup.promising(seen.shells, seen.shared, np.hstack(scores[:2])))
    hope = np.clip(0.5 + np.hstack(scores[:2]).sum(axis=1, dtype=np.float64) / _STEP[bool(seen.levels)], 0, 1)
    size = np.minimum(seen.shared[:, 0].astype(np.float64) ** 2, 250)
    stretches = [
        around.stretch(size - 45 - 45 * (seen.shared[:, 1] == 0)),
        around.stretch(size * (2 * hope - 0.7) - 15),
    ]
    shared = np.hstack([seen.shared, *scores[:2]])
    near = around.shifted(shared)
    same = seen.groups[0].astype(np.float32)[:, None]
    with_me = around.shifted(same) == same
    grouped = [markup.grouped(group, shared) for group in seen.groups]
    parts = [
        seen.alone,
        *scores[2:],
        hope[:, None].astype(np.float32),
        *stretches,
        shared,
        near,
        with_me,
        around.windowed(shared),
        *grouped,
    ]
    return np.hstack(parts).astype(np.float32, copy=False)


def _echo(told: Floats) -> int:
    """The line that says the first line again: the headline, below a title; 0 where there is none."""
    match = told[1:, 0] * told[1:, 1]
    return int(match.argmax()) + 1 if len(match) and match.max() > 0.3 else 0


def _anchor(pieces: Sequence[Piece], told: Floats) -> int:
    """The heading that says most of the page's titles; else the first h1; -1 where there is neither."""
    heads = [i for i, p in enumerate(pieces) if not p.from_alt and not p.tags.isdisjoint(HEADINGS)]
    best = max(heads, key=lambda i: (told[i, 1] * told[i, 0], "h1" in pieces[i].tags, -i), default=-1)
    if best >= 0 and told[best, 1] * told[best, 0] > 0:
        return best
    return next((i for i in heads if "h1" in pieces[i].tags), -1)


def _headed(pieces: Sequence[Piece]) -> Floats:
    """How far behind the first and the nearest h1, and behind the nearest heading, a block stands."""
    n = len(pieces)
    at = np.arange(n)
    first = np.array(["h1" in p.tags for p in pieces], np.bool_)
    headings = np.array([not p.tags.isdisjoint(HEADINGS) for p in pieces], np.bool_)
    out = np.empty((n, 4), np.float32)
    out[:, 0] = at - (first.argmax() if first.any() else n)
    out[:, 1] = _since(first)
    out[:, 2] = _since(headings)
    out[:, 3] = first.sum()
    return out


def _since(sign: NDArray[np.bool_]) -> Numbers:
    """How many blocks behind the last one with the sign each stands; -1 where none is before it."""
    at = np.arange(len(sign))
    last = np.maximum.accumulate(np.where(sign, at, -1))
    found: Numbers = np.where(last < 0, -1, at - last)
    return found


def _foreign(texts: Sequence[str]) -> Floats:
    """Share of a line's letters that are not in the script of most of the document."""
    heads = [t[:200] for t in texts]
    total = letters("\n".join(heads))
    if len(total) < 2:
        return np.zeros(len(texts), np.float32)
    main = max(total, key=total.__getitem__)
    counts = map(scripts, heads)
    return np.array([1 - c.get(main, 0) / sum(c.values()) if c else 0.0 for c in counts], np.float32)
