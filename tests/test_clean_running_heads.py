"""What stands on every page of a PDF is none of the text, nor does it part a paragraph that goes on over two pages."""

import textwrap
import time

import pytest
from dump_style import TONGUES
from invented import SENTENCES

from pipelines.clean import clean, running_heads
from pipelines.clean.cleaner import page_text
from pipelines.clean.spans import lines
from pipelines.page import Page
from pipelines.record import Record

HEAD = "Ferry of the harbour sails again"
STORY = [text.format(p="Millbrook") for text in TONGUES["en"].paragraphs]


def pdf(above: str, below: str, every: int, *, blank: bool) -> Page:
    """The story broken at a width, its pages with a head or a foot."""
    out = [above.format(n=1), "", HEAD, ""] if above else [HEAD, ""]
    gap = [""] if blank else []
    broken = [line for text in STORY for line in (*textwrap.wrap(text, 62), "")]
    for n, line in enumerate(broken, 1):
        out.append(line)
        if n % every == 0:
            out += [
                *gap,
                *([below.format(n=n // every)] if below else []),
                *([above.format(n=n // every + 1)] if above else []),
                *gap,
            ]
    return Page(body="\n".join(out).encode(), media_type="text/plain; charset=utf-8")


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize("every", [5, 6, 7])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The Marrow Gazette   Page {n} of 7", ""),
        ("", "Seite {n} von 5"),
        ("", "{n}"),
        ("", "- {n} -"),
        (
            "12/03/2024, 10:15   Ferry of the harbour sails again - Gazette",
            "https://gazette.example/ferry  {n}/9",
        ),
        ("Altseer Bote · Mittwoch, 13. März 2024 · Seite {n}", ""),
    ],
)
def test_heads_and_feet_of_pages_are_no_text(above: str, below: str, every: int, blank: bool) -> None:
    page = pdf(above, below, every, blank=blank)
    made = clean(page)
    assert isinstance(made, Record)
    assert made.text.split() == " ".join(STORY).split()
    assert made.text.count("\n\n") == len(STORY) - 1
    whole = page_text(page)
    for block in made.blocks:
        assert block.text.split()[0] in whole[block.start : block.end]


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_for_them_they_would_be_text(off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if off:
        monkeypatch.setattr(running_heads, "_running", lambda _: frozenset())
    made = clean(pdf("The Marrow Gazette   Page {n} of 7", "", 6, blank=False))
    assert isinstance(made, Record)
    assert ("Page 2 of 7" in made.text) is off


@pytest.mark.parametrize(
    "said",
    [
        [f"Step {n}" for n in (1, 2, 3, 4)],
        ["Day 1", "Day 2", "Day 4"],
        ["2021", "2022", "2023"],
        ["Chapter 1 of the report", "Chapter 2 of the report", "Chapter 3 of the report"],
    ],
)
def test_subheads_that_count_stay(said: list[str]) -> None:
    text = "\n\n".join(
        part
        for head, story in zip(said, STORY, strict=False)
        for part in (head, *story.split(". ", 1), SENTENCES[0])
    )
    found = lines(text)
    assert running_heads.parted(found) == (found, [])


def test_a_text_without_short_lines_has_none() -> None:
    long = [" ".join([sentence] * 3) for sentence in STORY]
    assert isinstance(clean(Page(body="\n".join(long).encode(), media_type="text/plain")), Record)


def test_a_book_of_thousands_of_pages_takes_time_in_proportion_to_its_length() -> None:
    page = "The ferry that ran aground in January was brought back to the old quay on\n" * 9
    book = "".join(f"{page}The Marrow Gazette   Page {number}\n\n" for number in range(1, 4000))
    start = time.process_time()
    clean(Page(body=book.encode(), media_type="text/plain"))
    assert time.process_time() - start < 10
