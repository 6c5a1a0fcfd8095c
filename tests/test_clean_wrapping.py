"""Paragraphs of dumps whose lines were broken at a width are put together; what was never one is not."""

import textwrap

import pytest
from dump_style import TONGUES, dumps
from golden_pages import page
from hypothesis import given
from hypothesis import strategies as st

from pipelines.clean import clean
from pipelines.clean.spans import lines
from pipelines.clean.wrapping import unwrapped
from pipelines.page import Page
from pipelines.record import Record

LATIN = ("en", "fr", "de", "es", "ru", "ar")


def story(tongue: str) -> list[str]:
    return [p.format(p=TONGUES[tongue].places[0]) for p in TONGUES[tongue].paragraphs]


def together(text: str) -> list[str]:
    return [p.text for p in unwrapped(lines(text), text)]


def wrapped(paragraphs: list[str], width: int) -> str:
    return "\n\n".join(textwrap.fill(p, width) for p in paragraphs)


def folded(paragraphs: list[str], width: int) -> str:
    """As in scripts without spaces: a line is full when it is full."""
    return "\n\n".join("\n".join(p[i : i + width] for i in range(0, len(p), width)) for p in paragraphs)


def hyphenated(paragraph: str, width: int) -> str:
    """Broken within words, as a typesetter does, with a hyphen."""
    out, line = [], ""
    for word in paragraph.split():
        room = width - len(line) - 1
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif room > 4 and len(word) > 6 and word.isalpha():
            out.append(f"{line} {word[: room - 3]}-")
            line = word[room - 3 :]
        else:
            out.append(line)
            line = word
    return "\n".join([*out, line])


@pytest.mark.parametrize("width", [34, 60, 72, 98])
@pytest.mark.parametrize("tongue", LATIN)
def test_broken_paragraphs_are_whole_again(tongue: str, width: int) -> None:
    assert together(wrapped(story(tongue), width)) == story(tongue)


@pytest.mark.parametrize("width", [20, 28, 36])
@pytest.mark.parametrize("tongue", ["ja", "zh"])
def test_in_scripts_without_spaces_nothing_comes_between_the_lines(tongue: str, width: int) -> None:
    told = story(tongue) * 3
    assert together(folded(told, width)) == told


@pytest.mark.parametrize("width", [36, 40])
@pytest.mark.parametrize("tongue", ["de", "fr", "ru"])
def test_hyphens_of_broken_words_go(tongue: str, width: int) -> None:
    told = story(tongue) * 2
    assert together("\n\n".join(hyphenated(p, width) for p in told)) == told


def test_a_compound_broken_at_its_hyphen_keeps_it() -> None:
    told = [p.replace("the old plates", "the long-forgotten plates") for p in story("en")]
    for width in range(55, 80):
        assert together(wrapped(told, width)) == told, width


def test_soft_hyphens_at_the_end_of_lines_join_words() -> None:
    text = "\n\n".join(hyphenated(p, 50).replace("-\n", "\u00ad\n") for p in story("de"))
    assert together(text) == story("de")


def test_indented_paragraphs_without_blank_lines_stay_apart() -> None:
    text = "\n".join(textwrap.fill(p, 66, initial_indent="    ") for p in story("en"))
    assert together(text) == story("en")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["Home", "News", "Weather", "Tides", "Letters", "Log in", "Subscribe", "Contact us"]),
        "\n".join(
            f"{n}. The council of Millbrook hears the report of committee number {n}" for n in range(10, 30)
        ),
        "\n".join(f"Harbour wall may not last another winter, surveyor {n} warns" for n in range(10, 30)),
        "\n".join(f"The market traders of row {n} ask for a whole year without rent." for n in range(10, 30)),
        "\n".join(
            f"{a} the {b} goes down to the sea"
            for a in ("When", "Then", "Where")
            for b in ("boat", "wind", "day")
        ),
        *(d.text for d in dumps(14)),
    ],
)
def test_menus_lists_headlines_verses_and_ordinary_dumps_are_left_alone(text: str) -> None:
    assert together(text) == [p.text for p in lines(text)]


def test_joining_every_line_would_make_one_paragraph_of_a_list() -> None:
    text = "\n".join(f"Harbour wall may not last another winter, surveyor {n} warns" for n in range(10, 30))
    assert len(" ".join(text.split("\n"))) > 1000
    assert len(together(text)) == 20


def test_furniture_around_a_broken_story_does_not_hide_it() -> None:
    menu = "\n".join(["Home", "News", "Weather", "Tides", "Letters", "Log in"])
    told = together(f"{menu}\n\n{wrapped(story('en'), 70)}\n\n{menu}")
    assert told[6:-6] == story("en")
    assert told[:6] == menu.split("\n")


def test_a_joined_block_spans_all_its_lines() -> None:
    golden = page("it-a-capo")
    record = clean(golden)
    assert isinstance(record, Record)
    text = golden.body.decode("latin-1")
    first = next(b for b in record.blocks if b.kept)
    assert "di-\nrettore" in text[first.start : first.end]
    assert "direttore" in first.text


@given(st.lists(st.text(st.sampled_from("ab -\u00ad.新\t"), max_size=70), max_size=30))
def test_no_lines_make_it_fail_and_no_letter_is_lost(parts: list[str]) -> None:
    text = "\n".join(parts)
    kept = "".join(together(text))
    assert [kept.count(c) for c in "ab新."] == [text.count(c) for c in "ab新."]


def test_a_hundred_thousand_broken_lines_are_one_page() -> None:
    text = "\n".join(
        "the ferry sails again and nobody on the quay believes it at all-" for _ in range(100_000)
    )
    assert clean(Page(body=text.encode(), media_type="text/plain"))
