"""Who and what a dump of a whole page names at the head of its story: the headline among menus, a writer beside the date."""

import pytest

from pipelines.clean import beside_dates, clean, dump_headline, dump_rules
from pipelines.clean.model.decision import Decision
from pipelines.clean.spans import lines
from pipelines.page import Page
from pipelines.record import Record

HEAD = "Council of Millbrook keeps the night ferry"
STORY = (
    "The council voted on Thursday to keep the night ferry, six weeks after it had said that it would end in December.",
    "The ferry sails every hour between midnight and five, and costs two million a year, which the committee called a luxury.",
    "Nobody on the quay believed it, and the baker had already sold his boat to a man from Harrowgate.",
    "The motion passed by nineteen votes to twelve, with two members away from the chamber on that day.",
)
MENU = (
    "Skip to content",
    "Log in",
    "Print Edition",
    "News",
    "Sport",
    "Ferries and boats",
    "Weather in the county",
)
DATE = "12 March 2024"
FOOT = ("Contact", "Advertise with us", "© 2024 Marrow Media Ltd.")


def record(*said: str, url: str | None = None, gap: str = "\n") -> Record:
    made = clean(Page(body=gap.join(said).encode(), media_type="text/plain", url=url))
    assert isinstance(made, Record), made
    return made


@pytest.mark.parametrize(
    "first",
    ["Skip to main navigation of the paper", "The Marrow Gazette Logo", "Download our app for the news"],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_headline_stands_above_the_story_and_not_at_the_top_of_the_menu(first: str, gap: str) -> None:
    made = record(first, *MENU, HEAD, DATE, "By Ida Holm", *STORY, *FOOT, gap=gap)
    assert (made.headline, made.authors) == (HEAD, ("Ida Holm",))


def test_of_two_lines_above_the_story_the_one_that_the_title_holds_is_the_headline() -> None:
    made = record(f"{HEAD} | The Marrow Gazette", *MENU, HEAD, "Ferries of the county are late again", *STORY)
    assert made.headline == HEAD


@pytest.mark.parametrize(
    ("address", "shares"),
    [
        ("https://paper.example/council-of-millbrook-keeps-the-night-ferry", (1.0, 1.0)),
        ("https://paper.example/ferry/2024", (1 / 7, 0.5)),
        (None, (0.0, 0.0)),
    ],
)
def test_the_words_of_the_address_speak_for_a_line(address: str | None, shares: tuple[float, float]) -> None:
    pieces = lines("\n".join([HEAD, *STORY]))
    decided = Decision(name="none", kept=[False] + [True] * len(STORY), odds=[0.0] * len(pieces))
    told = dump_headline.features(0, dump_headline.scene(pieces, None, decided, address))
    assert (told["in address"], told["address in it"]) == pytest.approx(shares)


def test_a_story_without_a_headline_has_none() -> None:
    assert record(*STORY, gap="\n\n").headline is None


def test_without_a_bound_on_its_odds_its_first_sentence_would_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_headline, "_LEAST", -99)
    assert record(*STORY, gap="\n\n").headline is not None


@pytest.mark.parametrize(
    "head",
    [
        (DATE, "Ida Holm"),
        ("Ida Holm", DATE),
        ("Ida Holm", "Ida Holm", DATE),
        ("Ida Holm Ida Holm", DATE),
        ("Ida Holm • 12 March 2024 • 5 min read",),
        ("Ida Holm @idaholm • Mar 12, 2024",),
        ("Mar 12, 2024Ida Holm",),
        ("byIda Holm", DATE),
    ],
)
def test_a_name_beside_the_date_signs_the_story(head: tuple[str, ...]) -> None:
    assert record(*MENU, HEAD, *head, *STORY).authors == ("Ida Holm",)


@pytest.mark.parametrize(
    "line", ["Learn More", "Night Ferry", "Share Tweet Share", "Listen Live", "Profile Picture Holm"]
)
def test_what_is_no_name_does_not(line: str) -> None:
    assert record(*MENU, HEAD, line, DATE, *STORY).authors == ()


def test_a_name_far_from_the_date_may_be_anybodys() -> None:
    assert record(*MENU, HEAD, "Ida Holm", "The quay at noon", DATE, *STORY).authors == ()


def test_a_byline_counts_for_more_than_a_name_beside_a_date() -> None:
    assert record(*MENU, HEAD, "By Bo Ek", "Ida Holm", DATE, *STORY).authors == ("Bo Ek",)


def test_without_the_words_of_buttons_one_of_them_would_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_dates, "_furniture", frozenset)
    assert record(*MENU, HEAD, "Listen Live", DATE, *STORY).authors == ("Listen Live",)


@pytest.mark.parametrize(
    "foot", ["© 2024 Marrow Media Ltd.", "© Marrow Media GmbH", "(c) 1998-2024 The Marrow Gazette"]
)
@pytest.mark.parametrize("off", [False, True])
def test_the_rights_in_a_dumps_foot_are_no_credit(
    foot: str, off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if off:
        monkeypatch.setattr(
            dump_rules, "GUARDS", tuple(r for r in dump_rules.GUARDS if r is not dump_rules.rights)
        )
    made = record(HEAD, DATE, "© AFP 2024 Bo Ek", *STORY, foot)
    assert len(made.credits) == 1 + off
    assert made.credits[0].photographer == "Bo Ek"
