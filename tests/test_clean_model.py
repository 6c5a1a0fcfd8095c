"""The block classifier: its arrays say what LightGBM says, its file is the same twice, its decisions are explained."""

import gzip
import json
from pathlib import Path
from zlib import crc32

import lightgbm
import numpy as np
import pytest
from golden_pages import GOLDEN
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.clean import Cleaner, clean, text
from pipelines.clean.decode import decode
from pipelines.clean.model import checksums, decision, features, gold, looks, stacking, training, wording
from pipelines.clean.model.file import dumped, loaded
from pipelines.clean.model.trees import SCALE, Trees
from pipelines.clean.model.turns import KINDS, TURNS, turns
from pipelines.clean.model.wording import said_ids
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.errors import BadModel
from pipelines.page import Page
from pipelines.record import Record

SHIPPED = Path(training.__file__).with_name("blocks.model")


def golden() -> list[tuple[str, bytes, str]]:
    """Golden web pages that are articles: name, page, text."""
    found = []
    for record in sorted(GOLDEN.glob("*/record.json")):
        page = record.with_name("page.html")
        if page.exists():
            found.append(
                (record.parent.name, page.read_bytes(), json.loads(record.read_text("utf-8"))["text"])
            )
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Golden pages as marked pages, each of a site of its own."""
    path = tmp_path_factory.mktemp("marked") / "pages.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for name, page, text in golden():
            line = {
                "site": f"{name}.example", "dataset": "golden", "kind": "human", "page_type": "article",
                "html": decode(page).text, "gold": {"body": text},
            }  # fmt: skip
            out.write(json.dumps(line) + "\n")
    return path


@pytest.fixture(scope="module")
def trained(data: Path) -> tuple[bytes, bytes]:
    """The same training, twice."""
    dealt = training.folds((p["site"], p["dataset"]) for p in training.pages(data))

    def once() -> bytes:
        known = [(e, training.words(e)) for p in training.pages(data) for e in training.examples(p)]
        return dumped(training.model(known, dealt.__getitem__, "test"))

    return once(), once()


def test_training_twice_gives_the_same_bytes(trained: tuple[bytes, bytes]) -> None:
    assert trained[0] == trained[1]


def test_a_trained_file_makes_a_cleaner_whose_blocks_name_it(trained: tuple[bytes, bytes]) -> None:
    cleaner = Cleaner(trained[0])
    results = [cleaner(Page(body=page, media_type="text/html")) for _, page, _ in golden()]
    records = [r for r in results if isinstance(r, Record)]
    assert records
    kept = [b for r in records for b in r.blocks if b.kept and b.label in ("paragraph", "subhead", "quote")]
    assert kept  # leads and tables within the story may have other reasons
    assert all(b.reason.startswith("test") for b in kept)


def test_a_model_survives_its_file() -> None:
    shipped = SHIPPED.read_bytes()
    assert dumped(loaded(shipped)) == shipped
    assert len(shipped) < 4_000_000


@pytest.mark.parametrize("data", [b"", b"coranto-model 9\n{}", b"\x00" * 40])
def test_bytes_that_are_no_model_are_named(data: bytes) -> None:
    with pytest.raises(BadModel, match=r"training"):
        loaded(data)


def test_a_sites_pages_are_all_in_one_fold_and_the_folds_are_even() -> None:
    marked = [(f"s{n % 40}", "ab"[n % 40 % 2]) for n in range(400)]
    dealt = training.folds(marked)
    assert dealt == training.folds(reversed(marked))
    sizes = [sum(dealt[site] == k and name == "a" for site, name in marked) for k in range(training.FOLDS)]
    assert max(sizes) - min(sizes) <= 10


def fitted(rows: np.ndarray, target: np.ndarray, trees: int = 20) -> lightgbm.Booster:
    """Trees of LightGBM on anything."""
    options = training._BOOSTING | {"min_data_in_leaf": 2}
    return lightgbm.train(options, lightgbm.Dataset(rows, target), trees)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(30, 300), st.integers(1, 9))
def test_the_arrays_say_what_lightgbm_says(seed: int, count: int, width: int) -> None:
    random = np.random.default_rng(seed)
    rows = (np.round(random.normal(size=(count, width)) * 4) / 3).astype(np.float32)
    booster = fitted(rows, (rows.sum(axis=1) > 0).astype(float))
    trees = training.arrays(booster.dump_model()["tree_info"])
    assert np.allclose(trees.odds(rows) / SCALE, booster.predict(rows, raw_score=True), atol=20 / SCALE)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(-(1 << 24), 1 << 24), st.text("ab .\n", max_size=60)), min_size=1, max_size=60
    )
)
def test_the_second_look_is_had_of_any_lines_and_odds(lines: list[tuple[int, str]]) -> None:
    pieces, _ = text.cut("\n\n".join(line for _, line in lines) or "x")
    if not pieces:
        return
    seen = features.of_dump(pieces, None)
    odds = np.array([lines[i % len(lines)][0] for i in range(len(pieces))], np.int64)
    found = stacking.columns(seen, odds)
    assert found.shape == (len(pieces), 39)
    assert np.isfinite(found).all()
    assert (found[:, 0] == (odds / SCALE).astype(np.float32)).all()


def test_a_second_look_at_a_line_sees_the_lines_around_it() -> None:
    pieces, _ = text.cut(
        "\n".join(f"Line {n} says that the ferry left the harbour at noon." for n in range(9))
    )
    seen = features.of_dump(pieces, None)
    odds = np.full(9, SCALE, np.int64)
    alone = odds.copy()
    alone[3:6] = -4 * SCALE
    middle, edge = (stacking.columns(seen, said)[4] for said in (odds, alone)), 1
    kept, dropped = middle
    assert kept[0] == 1 != dropped[0]
    assert not np.array_equal(kept[edge:], dropped[edge:])
    far = odds.copy()
    far[8] = -4 * SCALE
    assert not np.array_equal(stacking.columns(seen, far)[4], kept)  # and what is further away


def test_the_rows_are_walked_alike_however_many_there_are() -> None:
    random = np.random.default_rng(1)
    trees = Trees(
        features=random.integers(0, 5, (70, 7)).astype(np.uint16),
        bounds=random.normal(size=(70, 7)).astype(np.float32),
        leaves=random.integers(-9, 9, (70, 8)).astype(np.int32),
    )
    rows = random.normal(size=(9000, 5)).astype(np.float32)
    one_by_one = [int(trees.odds(rows[i : i + 1])[0]) for i in range(0, 9000, 90)]
    assert trees.odds(rows)[::90].tolist() == one_by_one
    assert trees.odds(rows[:0]).tolist() == []


@given(st.text(st.characters(codec="cp1252"), max_size=200))
def test_in_western_texts_the_words_are_those_that_unicode_tells(text: str) -> None:
    assert wording.tokens(text) == wording._TOKEN.findall(text.casefold())
    assert looks._words(text) == set(looks._WORD.findall(text.casefold()))


@given(st.lists(st.text(max_size=400), max_size=6))
def test_any_words_have_places_whatever_other_blocks_say(texts: list[str]) -> None:
    together = said_ids(texts).lists()
    assert together == [said_ids([text]).lists()[0] for text in texts]
    assert all(places and all(0 <= i < 2**16 for i in places) for places in together)


WORDS = st.text(max_size=30) | st.text("é新x", min_size=60, max_size=300)


@given(WORDS, WORDS)
def test_a_checksum_of_two_texts_follows_from_theirs(one: str, other: str) -> None:
    joined = checksums.followed(np.array([checksums.code(one)]), np.array([checksums.code(other)]))
    assert joined.tolist() == [checksums.code(one + other)]


def test_places_are_those_of_words_pairs_and_ends() -> None:
    told = ["read", "more", "000", "read more", "more 000", "^read", "000$"]
    assert said_ids(["Read more 123"]).lists() == [[crc32(t.encode()) % 2**16 for t in told]]
    long = f"{'a ' * 100}the end"
    assert crc32(b"end$") % 2**16 in said_ids([long]).lists()[0]
    assert said_ids(["…"]).lists() == [[crc32(b"_none") % 2**16]]


PARAGRAPHS = [
    f"On the {n}th day the harbour office of Millbrook said that the ferry would sail." for n in range(6)
]
MENU = ["Home", "Read more", "The weather for the coming week is on page nine of the paper."]


def test_marked_text_is_found_among_the_blocks_and_a_copy_is_none() -> None:
    texts = [*MENU, *PARAGRAPHS, "Ferry again", PARAGRAPHS[0]]
    places = ["menu"] * 3 + ["story"] * 7 + ["teaser"]
    shares = gold.shares(texts, "\n".join([*PARAGRAPHS, "Ferry again"]), places)
    assert shares == [0.0] * 3 + [1.0] * 7 + [0.0]


def test_a_page_on_which_next_to_nothing_is_found_says_so() -> None:
    body = "<html><body><div>Ferry sails</div><div>Or so it is said in town</div></body></html>"
    result = clean(Page(body=body.encode(), media_type="text/html"))
    assert any("low confidence" in b.reason for b in result.blocks)
    sure = clean(Page(body={name: page for name, page, _ in golden()}["en-ferry"], media_type="text/html"))
    assert not any("low confidence" in b.reason for b in sure.blocks)


def promised(sizes: list[int], hopes: list[float], kept: list[bool]) -> float:
    """F1 that is to be expected of a choice of blocks."""
    held = sum(s * h for s, h, k in zip(sizes, hopes, kept, strict=True) if k)
    return (
        2
        * held
        / (
            sum(s for s, k in zip(sizes, kept, strict=True) if k)
            + sum(map(float.__mul__, map(float, sizes), hopes))
        )
    )


@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(300, 900)), min_size=1, max_size=12))
def test_no_other_cut_between_the_bounds_promises_more(blocks: list[tuple[float, int]]) -> None:
    pieces = [Piece(text="a" * size, start=0, end=size) for _, size in blocks]
    odds, sizes = [o for o, _ in blocks], [weight(p.text) for p in pieces]
    hopes = [1 / (1 + np.exp(-o)) for o in odds]
    cut, _ = decision._cut(pieces, odds)
    assert decision._NEARLY <= cut <= decision._SURELY
    if any(o >= cut for o in odds):
        mine = promised(sizes, hopes, [o >= cut for o in odds])
        for other in odds:
            if decision._NEARLY <= other <= decision._SURELY:
                assert mine >= promised(sizes, hopes, [o >= other for o in odds]) - 1e-9


@given(
    st.lists(st.tuples(st.integers(-9 * SCALE, 9 * SCALE), st.integers(300, 900)), min_size=1, max_size=12)
)
def test_what_is_nearly_as_good_as_the_best_choice_is_kept_too(blocks: list[tuple[int, int]]) -> None:
    pieces = [Piece(text="a" * size, start=0, end=size) for _, size in blocks]
    odds = [o / SCALE for o, _ in blocks]
    made = decision._decided(pieces, odds, "m")
    cut = decision._cut(pieces, odds)[0]
    best = [o >= cut for o in odds]
    assert all(k for k, good in zip(made.kept, best, strict=True) if good)
    if any(best):  # else next to nothing is found, and what is nearly sure is taken
        least = max(cut - decision._TOGETHER, decision._NEARLY)
        assert all(o >= least for o, k in zip(odds, made.kept, strict=True) if k)


def columns(lines: list[str], kind: str, sign: str) -> list[float]:
    """What one column of the signs says of some lines."""
    sizes = np.array([weight(line) for line in lines], np.float32)
    at = KINDS.index(kind) * len(TURNS) + TURNS.index(sign)
    return [float(v) for v in turns(lines, sizes, sizes >= 60)[:, at]]


def test_a_line_knows_how_far_above_it_the_comments_began() -> None:
    told = [PARAGRAPHS[0], "12 comments", "Ida", PARAGRAPHS[1], "2 May 2026, 10:15", PARAGRAPHS[2]]
    untold = [line for line in told if line != "12 comments"]
    assert columns(told, "comments", "since")[1:] == [0, 1, 2, 3, 4]
    assert columns(told, "comments", "from first") == [-1, 0, 1, 2, 3, 4]
    assert columns(told, "comments", "prose before first")[0] == pytest.approx(1 / 3, abs=0.01)
    assert columns(told, "dates", "until")[:5] == [4, 3, 2, 1, 0]
    assert columns(told, "dates", "before") == [0, 0, 0, 0, 0, 1]
    assert len(set(columns(untold, "comments", "since"))) == 1
    assert set(columns(untold, "comments", "prose before first")) == {1}


@given(st.lists(st.text(max_size=40), max_size=30))
def test_any_lines_have_signs(lines: list[str]) -> None:
    found = turns(lines, np.ones(len(lines), np.float32), np.zeros(len(lines), np.bool_))
    assert found.shape == (len(lines), len(KINDS) * len(TURNS))
    assert np.isfinite(found).all()


def counted(comments: int, rest: float) -> float:
    """What all lines of a dump with so many comments count."""
    texts = [
        *PARAGRAPHS,
        *(f"Reader {n} said that the ferry had never sailed on time." for n in range(comments)),
    ]
    lines = [Piece(text=text, start=0, end=len(text)) for text in texts]
    page = {"kind": "human", "gold": {"body": "\n".join(PARAGRAPHS)}}
    return float(training.marks(page, lines, ["story"] * len(lines), rest)[1].sum())


def test_a_dump_with_endless_comments_does_not_outweigh_all_others() -> None:
    assert counted(3000, training._REST) < 3.4 * counted(0, training._REST)
    assert counted(3000, 0) > 100 * counted(0, 0)
