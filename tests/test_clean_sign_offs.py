"""The last line of a story, by which those who wrote it sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import days

from pipelines.clean import clean, html_rules, zone
from pipelines.clean.sign_offs import sign_off
from pipelines.page import Page
from pipelines.record import Record

STORY = days(6)
SIGNED: list[tuple[str, str]] = [
    ("aja/PAP", "agency_note"),
    ("erb/ots", "agency_note"),
    ("(dpa)", "agency_note"),
    ("AFP, Reuters", "agency_note"),
    ("--(بترا)", "agency_note"),
    ("انتهای پیام/ی", "agency_note"),
    ("RIRM", "agency_note"),
    ("rdb", "agency_note"),
    ("(Ida Holm)", "byline"),
    ("김하늘 기자 haneul@bote.example", "byline"),
    ("김하늘 기자", "byline"),
    ("ida.holm@bote.example", "byline"),
]
STAYS = [
    "It rained.",
    "Love",
    "(Laughter)",
    "And/or nobody came to the quay",
    "He said: no",
    "12/13",
    "기자",
    "",
]


@pytest.mark.parametrize(("line", "label"), SIGNED)
def test_a_line_that_signs_says_whose_the_text_is(line: str, label: str) -> None:
    found = sign_off(line)
    assert found is not None
    assert found[0] == label


@pytest.mark.parametrize("line", STAYS)
def test_other_short_lines_sign_nothing(line: str) -> None:
    assert sign_off(line) is None


@given(st.text(max_size=80))
def test_no_line_makes_it_raise(line: str) -> None:
    found = sign_off(line)
    assert found is None or found[0] in ("agency_note", "byline")


def cleaned(last: list[str], media_type: str) -> Record:
    if media_type == "text/html":
        told = "".join(f"<p>{text}</p>" for text in [*STORY, *last])
        body = f"<html><head><title>The ferry sails again from Millbrook</title></head><body><article><h1>The ferry sails again from Millbrook</h1>{told}</article></body></html>"
    else:
        body = "\n\n".join(["The ferry sails again from Millbrook", *STORY, *last])
    made = clean(Page(body=body.encode(), media_type=media_type))
    assert isinstance(made, Record)
    return made


@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
@pytest.mark.parametrize(("line", "label"), SIGNED)
def test_it_is_none_of_the_text(line: str, label: str, media_type: str) -> None:
    made = cleaned([line], media_type)
    assert made.text == "\n\n".join(STORY)
    assert made.blocks[-1].text == line
    if made.blocks[-1].reason.startswith("signed"):
        assert made.blocks[-1].label == label


def test_without_the_look_at_the_last_line_it_would_be_in_a_page_and_a_dump(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html_rules, "sign_off", lambda _: None)
    monkeypatch.setattr(zone, "sign_off", lambda _: None)
    ends = [cleaned([line], kind).blocks[-1] for line, _ in SIGNED for kind in ("text/html", "text/plain")]
    assert any(block.kept for block in ends)
    assert not any(block.reason.startswith("signed") for block in ends)


def test_a_list_of_short_lines_at_the_end_is_no_signature() -> None:
    made = cleaned(["UFRJ", "UFMG", "UFBA"], "text/html")
    assert not any(block.reason.startswith("signed") for block in made.blocks)


def test_a_heading_or_an_item_of_a_list_signs_nothing() -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY)
    for end in ("<h2>DIY</h2>", "<ul><li>DIY</li></ul>"):
        body = f"<html><body><article><h1>The ferry sails again from Millbrook</h1>{story}{end}</article></body></html>"
        made = clean(Page(body=body.encode(), media_type="text/html"))
        assert not any(block.reason.startswith("signed") for block in made.blocks)
