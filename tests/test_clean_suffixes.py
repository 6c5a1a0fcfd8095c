"""The name that a site hangs on its titles and alternative texts, and what hangs there by chance."""

import pytest
from invented import days

from pipelines.clean import clean, dump_teasers, suffixes
from pipelines.clean.credits import is_credit, parse_credit, trailing
from pipelines.clean.suffixes import is_called, shared
from pipelines.page import Page
from pipelines.record import Record

HEAD = "Ferry sails again"
STORY = days(6)
LEGS = [
    f"Leg {n} - {place}" for n, place in enumerate(("Port", "Open", "Quay", "Pier", "Mole", "Open", "Dock"))
]


def record(*lines: str, url: str | None = None) -> Record:
    made = clean(Page(body="\n\n".join(lines).encode(), media_type="text/plain", url=url))
    assert isinstance(made, Record), made
    return made


@pytest.mark.parametrize(
    "hung",
    [
        ["The crane | Photo", "The quay | Photo", "The crane"],
        ["Bo Ek - 2 weeks ago", "Una Lind - 2 weeks ago"],
        ["Pay a bill | Terms & Conditions", "Pay a bill"],
        ["Show of the day - 7:00 pm", "Show of the night - 7:00 pm", "Show of the day"],
    ],
)
def test_what_hangs_on_lines_by_chance_is_no_publisher(hung: list[str]) -> None:
    assert shared(hung) is not None
    assert record(HEAD, *STORY, *hung).publisher is None


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_at_where_it_hangs_it_would_be(off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if off:
        monkeypatch.setattr("pipelines.clean.publishers.is_called", lambda *_: True)
    made = record(HEAD, *STORY, "Pay a bill | Terms & Conditions", "Pay a bill")
    assert (made.publisher is not None) is off


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ([f"{HEAD} | Der Bote", HEAD, *STORY], None),
        (
            [
                HEAD,
                *STORY,
                "The crane in the port | Der Bote",
                "The crane in the port",
                "The old quay | Der Bote",
            ],
            None,
        ),
        ([HEAD, *STORY, "The old quay | Der Bote", "A new pier | Der Bote"], "https://www.derbote.example/1"),
    ],
)
def test_a_name_on_the_title_on_captions_or_in_the_address_is_the_publisher(
    lines: list[str], url: str | None
) -> None:
    assert record(*lines, url=url).publisher == "Der Bote"


@pytest.mark.parametrize("off", [False, True])
def test_places_at_the_end_of_a_list_s_lines_are_no_site(off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if off:
        monkeypatch.setattr(suffixes, "_OFTEN", 99)
    assert (shared(LEGS) is not None) is off
    monkeypatch.undo()
    assert not is_called("Open", LEGS, None)


def test_a_name_that_is_known_is_seen_among_many_lines_that_end_otherwise() -> None:
    assert shared([*LEGS, "Ferry sails again - Bote"], known="Bote") == "Bote"
    assert shared([*LEGS, "Ferry sails again - Bote"]) is None


@pytest.mark.parametrize("line", ["About Petra Lindqvist", "Michael Bloomberg", "Keystone Quay"])
def test_a_person_or_place_called_as_an_agency_is_no_credit(line: str) -> None:
    assert not is_credit(line)


@pytest.mark.parametrize(
    ("line", "who"), [("Foto: Petra Lindqvist", "Petra Lindqvist"), ("Photo: Ida Bloomberg", "Ida Bloomberg")]
)
def test_who_took_a_picture_keeps_the_whole_name(line: str, who: str) -> None:
    assert (parse_credit(line).agency, parse_credit(line).photographer) == (None, who)
    assert trailing(f"The quay ({who})") is None
    assert trailing(f"The quay ({who}/Petra)") == f"{who}/Petra"


@pytest.mark.parametrize("line", ["Petra", "Ida Holm / Petra", "Bloomberg/Ida Holm", "Reuters Ida Holm"])
def test_an_agency_alone_or_behind_a_sign_is_a_credit(line: str) -> None:
    assert is_credit(line)


PAIR = (
    "Coverage of your house against fire, theft and storm\nCoverage of what you may be liable for to others"
)
OTHER = (
    "Coverage of your house against fire, theft and storm\nThree bakers who left the harbour town for good"
)


@pytest.mark.parametrize(
    ("pair", "above", "stays"),
    [(PAIR, STORY[0], True), (OTHER, "The office sells:", True), (OTHER, STORY[0], False)],
)
def test_two_items_of_a_list_are_no_teaser(pair: str, above: str, stays: bool) -> None:
    made = record(HEAD, *STORY[1:4], above, pair, *STORY[4:])
    reasons = {b.reason for b in made.blocks if b.text in pair}
    assert (dump_teasers.TEASER_PAIR not in reasons) is stays
