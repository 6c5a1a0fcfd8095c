"""Fits the weights by which headline, authors and date are chosen to pages that people annotated, and to dumps of these.

    python -m pipelines.clean.train_fields PAGES.jsonl.gz                    prints five-fold figures, writes field_weights.py
    python -m pipelines.clean.train_fields PAGES.jsonl.gz DUMP_HEADLINE      fits one table anew and keeps the others

Each line is ``{"html", "url", "site", "dataset", "page_type", "gold": {"title", "authors", "date"}}``. A page gives one
choice among its candidates; the weights maximize the likelihood of the right ones, less a ridge penalty, by Newton's
method: the sum is concave but for pages where several candidates are right. No site is on both sides of a fold. The
same file gives the same weights.
"""

import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.clean import authors, dates, dump_headline, field_weights, headline, text
from pipelines.clean.bylines import bylines
from pipelines.clean.candidates import weighed
from pipelines.clean.cleaner import draft_html, shipped
from pipelines.clean.draft import Draft
from pipelines.clean.language import tag
from pipelines.clean.model.decision import of_dump
from pipelines.clean.model.forms import FORMS, form
from pipelines.clean.shapes import squash
from pipelines.clean.titles import titles
from pipelines.page import Page
from pipelines.record import NO_HINTS

Annotated = dict[str, Any]
Facts = dict[str, float]
Array = npt.NDArray[np.float64]
FOLDS = 5
RIDGE = 20.0
ROUNDS = 60
_LEAST = 12
"""Pages on which a feature must occur to have a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One page: its candidates as facts, and which of them are right; the last one may be "none of them"."""

    site: str
    dataset: str
    facts: list[Facts]
    right: list[bool]


def drafts(pages: Iterable[Annotated]) -> Iterator[tuple[Annotated, Draft]]:
    """The articles of a file, half cleaned."""
    for page in pages:
        if page.get("page_type") == "article":
            body = page["html"].encode("utf-8", "replace")
            made = Page(body=body, media_type="text/html; charset=utf-8", url=page["url"])
            draft = draft_html(made, NO_HINTS, page["html"], shipped())
            yield page, replace(draft, language=tag(draft.stated.lang))


def of_headline(page: Annotated, draft: Draft) -> list[Choice]:
    """The wordings, of which the annotated one is right."""
    found = titles(draft.stated)
    gold = squash(page["gold"].get("title") or "")
    scene = headline.surroundings(draft, found)
    facts = [headline.features(key, title, scene) for key, title in found.items()]
    return [_choice(page, facts, [key == gold for key in found])] if gold else []


def of_authors(page: Annotated, draft: Draft) -> list[Choice]:
    """The lists of names, of which those are right that share most with the annotated one, and at least half."""
    gold = {squash(name) for name in page["gold"].get("authors") or ()}
    sites = headline.site_names(draft)
    found = bylines(draft, sites)
    facts = [authors.features(key, line, found, draft, sites) for key, line in found.items()]
    shared = [2 * len(gold & set(key)) / (len(gold) + len(key)) for key in found] if gold else []
    right = [share == max(shared) and share >= 0.5 for share in shared]
    return [_choice(page, [*facts, {}], [*right, False])] if gold else []


def of_date(page: Annotated, draft: Draft) -> list[Choice]:
    """The days, of which the annotated one is right; where it is not among them, none is."""
    found = dates.statements(draft)
    days = dates.candidates(found)
    gold = (page["gold"].get("date") or "")[:10]
    facts = [dates.features(day, days, found, draft) for day in days]
    right = [day.isoformat() == gold for day in days]
    return [_choice(page, [*facts, {}], [*right, not any(right)])] if gold else []


def of_dump_headlines(page: Annotated, draft: Draft) -> list[Choice]:
    """The lines of each form of raw text dump of a page, of which those that say the annotated headline are right, or none.

    Every second dump is read without its address: raw text often comes without one. A headline above its text and nothing
    else is a form too, and the text alone, above which there is none; both with blank lines and without.
    """
    title, body = page["gold"].get("title"), page["gold"].get("body")
    if not title or not squash(title):
        return []
    dumps = [form(name, page["html"], draft.pieces, draft.stated.title) for name in FORMS]
    addresses = [page["url"] if number % 2 else None for number, _ in enumerate(FORMS, len(page["html"]))]
    close = "\n".join(filter(None, (body or "").split("\n")))
    bare = [f"{title}\n\n{body}", body, f"{title}\n{close}", close] if body else []
    return [
        _of_lines(page, dump, squash(title), at)
        for dump, at in zip([*dumps, *bare], [*addresses, *(None for _ in bare)], strict=True)
    ]


def _of_lines(page: Annotated, dump: str, gold: str, url: str | None) -> Choice:
    """One dump's choice."""
    pieces, site = text.cut(dump)
    scene = dump_headline.scene(pieces, site, of_dump(pieces, site, shipped()), url)
    found = list(dump_headline.candidates(scene, {}))
    right = [squash(dump_headline.plain(scene.lines[i])) == gold for i in found]
    facts = [dump_headline.features(i, scene) for i in found]
    return _choice(page, [*facts, {}], [*right, not any(right)])


def _choice(page: Annotated, facts: list[Facts], right: list[bool]) -> Choice:
    return Choice(site=page["site"], dataset=page["dataset"], facts=facts, right=right)


TABLES: Mapping[str, Callable[[Annotated, Draft], list[Choice]]] = MappingProxyType(
    {"HEADLINE": of_headline, "AUTHORS": of_authors, "DATES": of_date, "DUMP_HEADLINE": of_dump_headlines}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All wordings of all pages as rows, with where each page begins."""

    rows: Array
    right: Array
    starts: npt.NDArray[np.intp]

    @property
    def groups(self) -> npt.NDArray[np.intp]:
        counts = np.diff([*self.starts, len(self.rows)])
        return np.repeat(np.arange(len(self.starts)), counts)


def table(found: Sequence[Choice], names: Sequence[str]) -> Table:
    """Pages on which one of the wordings is right, as one table."""
    used = [c for c in found if any(c.right)]
    rows = [[facts.get(name, 0.0) for name in names] for c in used for facts in c.facts]
    sizes = [len(c.facts) for c in used]
    return Table(
        rows=np.array(rows, dtype=np.float64),
        right=np.array([r for c in used for r in c.right], dtype=np.float64),
        starts=np.cumsum([0, *sizes[:-1]]),
    )


def fit(found: Sequence[Choice]) -> Facts:
    """Weights by feature; features on few pages have none."""
    seen: dict[str, int] = defaultdict(int)
    for c in found:
        for name in {n for facts in c.facts for n, v in facts.items() if v}:
            seen[name] += 1
    names = sorted(n for n, count in seen.items() if count >= _LEAST)
    data = table(found, names)
    spread = data.rows.std(axis=0) + 1e-9
    weights = _newton(Table(rows=data.rows / spread, right=data.right, starts=data.starts))
    return {n: round(float(w), 3) for n, w in zip(names, weights / spread, strict=True) if abs(w) > 1e-3}


def _newton(data: Table) -> Array:
    """Newton's steps on the conditional logit with a ridge; each is halved until it gains."""
    weights = np.zeros(data.rows.shape[1])
    worth, slope, bend = _likelihood(data, weights)
    for _ in range(ROUNDS):
        step = np.linalg.solve(bend, slope)
        size = 1.0
        while size > 1e-4:
            nearer, slope_, bend_ = _likelihood(data, weights + size * step)
            if nearer > worth:
                break
            size /= 2
        if size <= 1e-4 or nearer - worth < 1e-6:
            break
        weights, worth, slope, bend = weights + size * step, nearer, slope_, bend_
    return weights


def _likelihood(data: Table, weights: Array) -> tuple[float, Array, Array]:
    """Log-likelihood of the right wordings, its gradient, and the curvature of its concave part."""
    groups, starts = data.groups, data.starts
    scores = data.rows @ weights
    odds = np.exp(scores - np.maximum.reduceat(scores, starts)[groups])
    total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * data.right, starts)
    chance, among = odds / total[groups], odds * data.right / good[groups]
    worth = float(np.log(good / total).sum() - RIDGE * weights @ weights)
    slope = data.rows.T @ (among - chance) - 2 * RIDGE * weights
    means = np.add.reduceat(data.rows * chance[:, None], starts)
    bend = (data.rows * chance[:, None]).T @ data.rows - means.T @ means
    return worth, slope, bend + 2 * RIDGE * np.eye(len(weights))


def fold(site: str) -> int:
    """Which fold a site is in: by its name alone."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def folded(found: Sequence[Choice]) -> dict[str, float]:
    """Share of right choices by data set, each site judged by weights that never saw it."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for number in range(FOLDS):
        weights = fit([c for c in found if fold(c.site) != number])
        for c in found:
            if fold(c.site) == number:
                hits[c.dataset].append(bool(c.facts) and c.right[_best(c, weights)])
    return {name: sum(h) / len(h) for name, h in sorted(hits.items())}


def _best(c: Choice, weights: Facts) -> int:
    scores = [weighed(facts, weights) for facts in c.facts]
    return max(range(len(scores)), key=scores.__getitem__)


def written(weights: Mapping[str, Facts]) -> str:
    """The module that holds the weights."""
    tables = (
        f"{name}: dict[str, float] = {{\n"
        + "".join(f'    "{fact}": {value},\n' for fact, value in table.items())
        + "}\n"
        for name, table in weights.items()
    )
    return (
        '"""What each fact about a candidate is worth in the choice of headline, authors and date.\n\n'
        'Written by :mod:`pipelines.clean.train_fields`; not to be changed by hand.\n"""\n\n'
        + "\n".join(tables)
    )


def main(path: Path, only: Sequence[str] = ()) -> None:
    """Prints the figures and writes the weights; of the named tables alone where some are."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pages = list(drafts(map(json.loads, file)))
    weights: dict[str, Facts] = {name: getattr(field_weights, name) for name in TABLES}
    for name in only or TABLES:
        choices = [c for page in pages for c in TABLES[name](*page)]
        print(name, {k: round(share, 3) for k, share in folded(choices).items()})  # noqa: T201
        weights[name] = fit(choices)
    Path(__file__).with_name("field_weights.py").write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
