"""Marks apart from their pages: read as written, used by place, and never of another text than the one that was marked."""

import gzip
import json
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quality import DATA

from pipelines.clean import html
from pipelines.clean.model import standoff, training
from pipelines.clean.model.standoff import Standoff
from pipelines.errors import BadMarks

FERRY = "The ferry to the island sails again from Monday on, the harbour office said in the morning."
STORM = "It had been out of service since the storm took away the pier in the last days of January."
OTHER = "Two councillors spoke against the plan for a new bridge, which would cost eleven millions."
PAGE = f"<article><p>{FERRY}</p><p>{STORM}</p></article><aside><p>{OTHER}</p></aside>"

ids = st.from_regex(r"\A[a-z]{1,5}/[\w.-]{1,20}\Z")
spans = st.lists(st.integers(1, 9999), max_size=12).map(
    lambda steps: tuple(list(pairwise(accumulate(steps, initial=0)))[::2])
)
known = st.dictionaries(ids, st.builds(Standoff, checksum=st.integers(0, 2**32 - 1), spans=spans))


@given(known)
def test_a_file_of_marks_round_trips(
    tmp_path_factory: pytest.TempPathFactory, marks: dict[str, Standoff]
) -> None:
    path = tmp_path_factory.mktemp("marks") / "marks.tsv"
    path.write_text("# id, checksum, spans\n" + standoff.written(marks), encoding="utf-8")
    assert standoff.read(path) == marks


@pytest.mark.parametrize("line", ["a/1", "a/1\t00ff", "a/1\txyz\t3-9", "a/1\t00ff\t3", "a/1\t00ff\t3-9-12"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "marks.tsv"
    path.write_text(f"# marks\n{line}\n", encoding="utf-8")
    with pytest.raises(BadMarks, match=r"marks\.tsv, line 2: not an id"):
        standoff.read(path)


def marked(*texts: str) -> Standoff:
    """Marks of some paragraphs of the page."""
    whole = html.cut(html.parse(PAGE))[0]
    return Standoff(
        checksum=standoff.checksum(whole),
        spans=tuple((whole.index(text), whole.index(text) + len(text)) for text in texts),
    )


def body(marks: Standoff, page: str = PAGE) -> str:
    """What they say the article is."""
    return standoff.body("bote/1", marks, *html.cut(html.parse(page)))


def test_the_text_is_of_the_blocks_in_the_marks() -> None:
    assert body(marked(FERRY, STORM)) == f"{FERRY}\n{STORM}"


@pytest.mark.parametrize(("share", "there"), [(0.6, True), (0.4, False)])
def test_a_block_is_marked_by_half_of_it_or_more(share: float, there: bool) -> None:
    assert (body(marked(FERRY[: round(len(FERRY) * share)])) == FERRY) is there


def test_marks_of_another_text_are_refused() -> None:
    with pytest.raises(BadMarks, match=r"bote/1: its text is not the one that was marked.*annotate"):
        body(marked(FERRY), PAGE.replace("Monday", "Sunday"))


def test_what_stands_apart_is_learned_from_as_what_stands_in_the_data() -> None:
    page = {
        "id": "bote/1",
        "site": "bote.example",
        "kind": "human",
        "page_type": "article",
        "html": PAGE,
        "gold": {"with": [FERRY]},
    }
    (example,) = [e for e in training.examples(page, {"bote/1": marked(FERRY, STORM)}) if e.kind == "html"]
    assert [*example.shares] == [1, 1, 0]
    assert example.weights.all(), "what is not marked is none of the article"
    (without,) = [e for e in training.examples(page) if e.kind == "html"]
    assert [*(without.weights > 0)] == [True, False, False]


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared")
def test_each_mark_is_of_the_text_that_was_marked() -> None:
    marks = standoff.read()
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        pages = {page["id"]: page for page in map(json.loads, lines) if page["id"] in marks}
    assert pages.keys() == marks.keys()
    for name in sorted(pages)[::20]:
        whole, pieces = html.cut(html.parse(pages[name]["html"]))
        said = standoff.body(name, marks[name], whole, pieces)
        assert said
        assert not pages[name]["gold"].get("body"), "what others marked stays as it is"
