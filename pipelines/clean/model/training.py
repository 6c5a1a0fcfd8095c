"""Trains the block classifier on marked pages; needs lightgbm and scikit-learn (the ``dev`` extra).

::

    python -m pipelines.clean.model.training DATA.jsonl.gz --out pipelines/clean/model/blocks.model
    python -m pipelines.clean.model.training DATA.jsonl.gz --folds FOLDER

Each line of DATA is one page: html, site, dataset and what people marked (``DATA.md``); of pages of which they marked no more than
sentences, ``marks.tsv`` says what is of the article. ``--folds`` writes five models
that never saw a fifth of the sites, and ``folds.json`` with the fold of each site: what they say of those sites is the
honest figure. The same data give the same files, byte for byte.
"""

import argparse
import gzip
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as joined
from pathlib import Path
from types import MappingProxyType
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from pipelines.clean import html, text
from pipelines.clean.level import Level
from pipelines.clean.model import gold, stacking, standoff
from pipelines.clean.model.features import Seen, Tables, of_dump, of_html, rows
from pipelines.clean.model.file import Model, dumped
from pipelines.clean.model.forms import FORMS, form
from pipelines.clean.model.naming import titles
from pipelines.clean.model.trees import SCALE, Trees
from pipelines.clean.model.wording import NAMED_BITS, SAID_BITS, chain
from pipelines.clean.spans import Piece
from pipelines.clean.stated import stated

Floats = NDArray[np.float64]
FOLDS = 5
DEPTH = 6
_BIASED = 0.5
"""What a page counts whose marks another program made."""
_MARKED = 0.6
"""What a sentence counts that stands for itself on a page that is not marked as a whole."""
_PAGE = 30.0
_REST = 0.3
"""What the other lines of a dump add to what it counts: it loses its whole score at most, however long its comments are."""
_MOST = 6000
_WEIGHTS = 256
"""Scale of the whole numbers that the weights of words are kept as."""
_TREES, _FIRST, _STACKED = 200, 320, 220
"""Of web pages, and the first and second ones of dumps, of which there are three a page."""
_BOOSTING: dict[str, Any] = {
    "objective": "cross_entropy", "num_leaves": 31, "max_depth": DEPTH, "learning_rate": 0.1, "min_data_in_leaf": 40,
    "extra_trees": True, "feature_fraction": 0.3, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 2, "max_bin": 127,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "use_missing": False, "seed": 1, "verbose": -1,
}  # fmt: skip
_STACKING = _BOOSTING | {"feature_fraction": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page or dump with what is known of its blocks."""

    site: str
    kind: str
    seen: Seen
    shares: Floats
    """Share of each block that belongs to the article."""
    weights: Floats
    """What each block counts; 0 where nothing is known of it."""


Pair = tuple[Example, NDArray[np.float32]]
"""An example and what trees are told of its blocks, a row a block."""
Part = list[Pair]
Standoffs = Mapping[str, standoff.Standoff]


def pages(path: Path) -> Iterator[dict[str, Any]]:
    """The marked pages."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def folds(marked: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Deals the sites out, those of each data set evenly; ``marked`` are pairs of site and data set."""
    sites: dict[str, Counter[str]] = defaultdict(Counter)
    for site, dataset in marked:
        sites[site][dataset] += 1
    order = sorted(
        sites,
        key=lambda s: (max(sites[s], key=sites[s].__getitem__), -sites[s].total(), zlib.crc32(s.encode())),
    )
    load: Counter[tuple[str, int]] = Counter()
    out = {}
    for site in order:
        dataset = max(sites[site], key=sites[site].__getitem__)
        fold = min(range(FOLDS), key=lambda k: (load[dataset, k], zlib.crc32(f"{site} {k}".encode())))
        load[dataset, fold] += sites[site].total()
        out[site] = fold
    return out


def examples(page: dict[str, Any], marked: Standoffs = MappingProxyType({})) -> Iterator[Example]:
    """A marked page as an example of a web page, and of a dump of each form; ``marked`` are marks apart from it, by its id."""
    tree = html.parse(page["html"])
    whole, pieces = html.cut(tree)
    if not 0 < len(pieces) < _MOST or page["page_type"] != "article":
        return
    if found := marked.get(page.get("id", "")):
        page = page | {"gold": {"body": standoff.body(page["id"], found, whole, pieces)}}
    told = stated(tree)
    shares, weights = marks(page, pieces, [(p.path or "").rpartition("/")[0] for p in pieces], 0)
    if weights.any():
        seen = of_html(pieces, titles(told, pieces))
        yield Example(site=page["site"], kind="html", seen=seen, shares=shares, weights=weights)
    if page["kind"] == "peer-output" or len(page["gold"].get("body") or "") < 300:
        return
    for name in FORMS:
        lines, site = text.cut(form(name, page["html"], pieces, told.title))
        shares, weights = marks(page, lines, [str(i // 12) for i in range(len(lines))], _REST)
        if weights.any():
            yield Example(
                site=page["site"], kind="dump", seen=of_dump(lines, site), shares=shares, weights=weights
            )


def marks(
    page: dict[str, Any], pieces: Sequence[Piece], places: Sequence[str], rest: float
) -> tuple[Floats, Floats]:
    """What is known of a page's blocks: shares and weights; ``rest`` is what other blocks than the text's add to a page."""
    texts = [p.text for p in pieces]
    body = page["gold"].get("body")
    if not body:
        return _single(page["gold"], texts)
    shares = np.array(gold.shares(texts, body, places))
    sizes = np.array([len(gold.tokens(t)) for t in texts], float)
    if (shares * sizes).sum() < 0.5 * len(gold.tokens(body)):  # the text is not there: scripts, a pay wall
        return shares, np.zeros(len(shares))
    return shares, _weights(shares, sizes, rest) * (_BIASED if page["kind"] == "peer-output" else 1)


def _weights(shares: Floats, sizes: Floats, rest: float) -> Floats:
    """Every page counts much the same, and in it a block by its length: as the score does."""
    weights = (sizes + 3) ** 0.7
    text = shares > 0.5
    weights *= _PAGE / (weights[text].sum() + rest * weights[~text].sum())
    return np.where((shares > 0.25) & (shares < 0.6), 0.3, 1) * weights


def _single(marked: dict[str, Any], texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Only some sentences are marked, as of the article or not."""
    shares, weights = np.zeros(len(texts)), np.zeros(len(texts))
    flat = [f" {' '.join(gold.tokens(t))} " for t in texts]
    for key, value in (("with", 1), ("without", 0)):
        for part in marked.get(key) or []:
            found = [i for i, t in enumerate(flat) if f" {' '.join(gold.tokens(part))} " in t]
            if len(found) == 1 or not value:
                shares[found], weights[found] = value, _MARKED
    return shares, weights


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all known blocks of an example, as rows of sparse matrices."""

    said: sparse.csr_matrix
    named: sparse.csr_matrix | None


def words(example: Example) -> Words:
    """What the weights of words are learned from."""
    known = np.flatnonzero(example.weights)
    lists = example.seen.said.lists()
    said = _matrix([lists[i] for i in known], 1 << SAID_BITS)
    if not example.seen.levels:
        return Words(said, None)
    around: list[tuple[list[int], ...]] = [_around(example.seen.levels[i]) for i in known]
    return Words(
        said, sparse.hstack([_matrix([a[k] for a in around], 1 << NAMED_BITS) for k in range(3)]).tocsr()
    )


def _around(level: Level) -> tuple[list[int], ...]:
    return tuple([i for ids in lists for i in ids] for lists in chain(level))


def _matrix(lists: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    sizes = np.array([len(ids) for ids in lists], np.int64)
    flat = np.array([i for ids in lists for i in ids], np.int64)
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    return sparse.csr_matrix(
        (values, flat, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(lists), width)
    )


def tables(chosen: Sequence[tuple[Example, Words]]) -> Tables:
    """Weights of words learned from some examples."""
    shares = np.concatenate([e.shares[e.weights > 0] for e, _ in chosen]) > 0.5
    weights = np.concatenate([e.weights[e.weights > 0] for e, _ in chosen])

    def learned(matrix: sparse.csr_matrix, alpha: float) -> NDArray[np.int16]:
        found = SGDClassifier(
            loss="log_loss", alpha=alpha, max_iter=8, tol=None, random_state=1, average=True
        )
        found.fit(matrix, shares, sample_weight=weights / weights.mean())
        whole: NDArray[np.int16] = np.clip(np.round(found.coef_[0] * _WEIGHTS), -32000, 32000).astype(
            np.int16
        )
        return whole

    said = learned(sparse.vstack([w.said for _, w in chosen]), 3e-6)
    named = [w.named for _, w in chosen if w.named is not None]
    table = learned(sparse.vstack(named), 1e-5) if named else np.zeros(3, np.int16)
    return Tables(said=said, names=table.reshape(3, -1).astype(np.int64))


def trained(
    known: Sequence[tuple[Example, Words]], fold: Callable[[str], int], count: int
) -> tuple[Tables, Trees, list[Part]]:
    """Weights and so many trees of one kind of input, and what the trees learned from, by the fold of the sites.

    The trees learn from scores of words as they will meet them: learned on other sites than the example's.
    """
    parts = []
    for part in sorted({fold(e.site) for e, _ in known}):
        others = tables([(e, w) for e, w in known if fold(e.site) != part])
        mine = [e for e, _ in known if fold(e.site) == part]
        parts.append([(e, rows(e.seen, others)) for e in mine])
    return tables(known), boosted(joined.from_iterable(parts), _BOOSTING, count), parts


def stacked(parts: Sequence[Part]) -> Trees:
    """The second trees: they learn from what first ones, which never saw an example's site, said of it."""
    seen: Part = []
    for part in parts:
        first = boosted((pair for p in parts if p is not part for pair in p), _BOOSTING, _FIRST)
        seen += [(e, stacking.columns(e.seen, first.odds(x))) for e, x in part]
    return boosted(seen, _STACKING, _STACKED)


def boosted(pairs: Iterable[Pair], how: dict[str, Any], count: int) -> Trees:
    """Trees learned from the known blocks of some examples."""
    some = [(e.weights > 0, e, x) for e, x in pairs]
    y = np.concatenate([e.shares[there] for there, e, _ in some])
    w = np.concatenate([e.weights[there] for there, e, _ in some])
    x = np.concatenate([x[there] for there, _, x in some])
    data = lightgbm.Dataset(x, y, weight=w / w.mean(), params={"max_bin": 127, "verbose": -1})
    return arrays(lightgbm.train(how, data, count).dump_model()["tree_info"])


def arrays(trees: Sequence[dict[str, Any]]) -> Trees:
    """LightGBM's trees as complete ones."""
    inner = (1 << DEPTH) - 1
    features = np.zeros((len(trees), inner), np.uint16)
    bounds = np.full((len(trees), inner), np.inf, np.float32)
    leaves = np.zeros((len(trees), inner + 1), np.int32)
    for k, tree in enumerate(trees):
        todo = [(tree["tree_structure"], 0, 0)]
        while todo:
            node, at, depth = todo.pop()
            if "split_feature" not in node:
                width = 1 << (DEPTH - depth)
                first = (at + 1) * width - (inner + 1)
                leaves[k, first : first + width] = round(node["leaf_value"] * SCALE)
                continue
            features[k, at], bounds[k, at] = node["split_feature"], _below(node["threshold"])
            todo += [
                (node["left_child"], 2 * at + 1, depth + 1),
                (node["right_child"], 2 * at + 2, depth + 1),
            ]
    return Trees(features=features, bounds=bounds, leaves=leaves)


def _below(value: float) -> np.float32:
    """The greatest short float that is not above: comparisons come out as with the long one."""
    short = np.float32(value)
    return np.nextafter(short, np.float32(-np.inf)) if float(short) > value else short


def model(known: Sequence[tuple[Example, Words]], fold: Callable[[str], int], name: str) -> Model:
    """A model of all that is known."""
    html_tables, html_trees, _ = trained([(e, w) for e, w in known if e.kind == "html"], fold, _TREES)
    dump_tables, dump_trees, parts = trained([(e, w) for e, w in known if e.kind == "dump"], fold, _FIRST)
    return Model(
        name=name,
        html=html_trees,
        dump=dump_trees,
        stacked=stacked(parts),
        html_tables=html_tables,
        dump_tables=dump_tables,
    )


def main() -> None:
    """Trains what is asked for."""
    asked = argparse.ArgumentParser(description="Train the block classifier.")
    asked.add_argument("data", type=Path, help="marked pages: JSON Lines, gzip")
    asked.add_argument("--out", type=Path, help="the model's file")
    asked.add_argument("--folds", type=Path, help="a folder for five models and folds.json")
    args = asked.parse_args()
    dealt = folds((p["site"], p["dataset"]) for p in pages(args.data))
    marked = standoff.read()
    known = [(e, words(e)) for p in pages(args.data) for e in examples(p, marked)]
    if args.folds:
        args.folds.mkdir(parents=True, exist_ok=True)
        (args.folds / "folds.json").write_text(json.dumps(dealt, indent=0, sort_keys=True))
        for k in range(FOLDS):
            part = [(e, w) for e, w in known if dealt[e.site] != k]
            (args.folds / f"{k}.model").write_bytes(
                dumped(model(part, dealt.__getitem__, f"blocks without fold {k}"))
            )
    if args.out:
        args.out.write_bytes(dumped(model(known, dealt.__getitem__, "blocks 7")))


if __name__ == "__main__":
    main()
