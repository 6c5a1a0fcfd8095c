"""Who and what a dump of a whole page names at the head of its story: the headline among menus, a writer beside the date."""

import pytest
from invented import HEAD
from invented import VOTE as STORY

from pipelines.clean import beside_dates, clean, dump_headline, dump_rules
from pipelines.clean.model.decision import Decision
from pipelines.clean.spans import lines
from pipelines.page import Page
from pipelines.record import Record

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


@pytest.mark.parametrize("above", [(), ("EXCLUSIVE",), ("Home", "News", "Sport", "Weather", "Contact us")])
@pytest.mark.parametrize("below", [(), ("By Ida Holm", DATE), ("Ida Holm", "2 hours ago")])
def test_a_dump_without_blank_lines_has_its_headline(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert record(*above, HEAD, *below, *STORY).headline == HEAD


@pytest.mark.parametrize(
    "lines",
    [
        ("From: Ida Holm <ida@bote.example>", "To: Bo Ek", f"Subject: {HEAD}", ""),
        ("Von: Ida Holm", "Gesendet: Dienstag, 12. März 2024", f"Betreff: {HEAD}", ""),
        ("Home", "News", f"# {HEAD}"),
    ],
)
def test_a_line_that_says_that_it_is_the_headline_is_believed(lines: tuple[str, ...]) -> None:
    assert record(*lines, *STORY).headline == HEAD


@pytest.mark.parametrize("head", ["Who pays for the night ferry?", "Ferry row: what we know so far"])
def test_a_question_above_a_story_is_its_headline(head: str) -> None:
    assert record(head, *STORY).headline == head


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
    monkeypatch.setattr(dump_headline, "_NEVER", -99)
    monkeypatch.setattr(dump_headline, "_LONG", 10_000)
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
        ("March 12, 2024By Ida Holm",),
        ("Ida Holm Tuesday, March 12, 2024",),
    ],
)
def test_a_name_beside_the_date_signs_the_story(head: tuple[str, ...]) -> None:
    assert record(*MENU, HEAD, *head, *STORY).authors == ("Ida Holm",)


@pytest.mark.parametrize(
    "line",
    [
        "Learn More",
        "Night Ferry",
        "New York",
        "Hertha BSC",
        "Share Tweet Share",
        "Listen Live",
        "Profile Picture Holm",
    ],
)
def test_what_is_no_name_does_not(line: str) -> None:
    assert record(*MENU, HEAD, line, DATE, *STORY).authors == ()


@pytest.mark.parametrize(
    "name", ["Angelo Di Stefano", "Maria Do Carmo", "So Young Kim", "Domingo Peña", "Bo Ek"]
)
def test_a_name_that_holds_a_day_in_some_language_is_whole(name: str) -> None:
    assert record(*MENU, HEAD, name, DATE, *STORY).authors == (name,)


def test_whom_the_story_speaks_of_and_whose_life_it_tells_signs_nothing() -> None:
    told = (
        "Norah Jones sang on the quay, and three hundred people of the town came to hear her on that evening."
    )
    assert record(*MENU, HEAD, "Norah Jones", DATE, told, *STORY).authors == ()
    assert record(*MENU, HEAD, "Karl Holm", "12 March 1924 – 3 May 2024", *STORY).authors == ()


@pytest.mark.parametrize("line", ["© AFP 2024 Bo Ek", "© Ida Holm/Getty Images", "© 2021 AP Photo/Bo Ek"])
def test_a_picture_below_the_story_keeps_its_credit(line: str) -> None:
    assert [credit.text for credit in record(HEAD, DATE, *STORY, "The ferry at the quay", line).credits] == [
        line
    ]


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
