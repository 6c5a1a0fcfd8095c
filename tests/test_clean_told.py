"""What a story tells in words that pages use for their furniture: it stays, and nobody's name is made of it."""

from html import escape

import pytest
from invented import days

from pipelines.clean import clean, html_rules, told, walls
from pipelines.clean.asides import aside
from pipelines.clean.endings import ending
from pipelines.clean.leftovers import leftover
from pipelines.clean.names import names
from pipelines.clean.notes import corrects
from pipelines.clean.signers import signers
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline
from pipelines.clean.told import is_told
from pipelines.page import Page
from pipelines.record import Record

STORY = days(6)


def page(blocks: list[str]) -> Record:
    head = "<title>The ferry sails again</title></head><body><article><h1>The ferry sails again</h1>"
    body = f"<!DOCTYPE html><html><head>{head}{''.join(blocks)}</article></body></html>"
    made = clean(Page(body=body.encode(), media_type="text/html; charset=utf-8"))
    assert isinstance(made, Record)
    return made


def dump(lines: list[str]) -> Record:
    body = "\n\n".join(["The ferry sails again", *lines]).encode()
    made = clean(Page(body=body, media_type="text/plain; charset=utf-8"))
    assert isinstance(made, Record)
    return made


def paragraphs(texts: list[str]) -> list[str]:
    return [f"<p>{escape(text)}</p>" for text in texts]


@pytest.mark.parametrize(
    "line",
    [
        "Don't miss the point, she said.",
        "Ver también es creer, dijo el farero.",
        "Не пропустите поворот, предупредил он.",
        "Стежте за нами, сказав провідник.",
    ],
)
def test_a_sentence_that_says_who_says_it_stays(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    blocks = paragraphs([*STORY[:3], line, *STORY[3:]])
    assert line in page(blocks).text
    monkeypatch.setattr(html_rules, "is_told", lambda _: False)
    assert line not in page(blocks).text


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our letter, and save a third.",
        "Share this story, please.",
        "Melden Sie sich an, es kostet nichts.",
        "He said",
    ],
)
def test_a_sentence_that_only_has_a_comma_says_nobody_says_it(line: str) -> None:
    assert not is_told(line)


def test_who_is_followed_in_a_story_is_no_offer() -> None:
    assert aside("Follow her on Instagram, and you see the cat, the baker joked.") is None
    assert aside("Follow her on Instagram.") == ("subscribe", "asks to follow somebody")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Everybody on the quay contributed.", None),
        ("Ida Holm and Bo Ek contributed.", "agency_note"),
        ("The baker promises fresh bread delivered to your door on six days of the week.", None),
        ("Get the paper delivered to your door on six days of the week.", "subscribe"),
        ("They rented the boat house for six months for $900 and never paid.", None),
        ("Read us for three months for just $9.", "subscribe"),
        ("Many of the views expressed at the hearing are shared by the council.", None),
        ("The views expressed here are those of the author.", "legal"),
        ("Das ist nicht die Meinung der Mehrheit im Rat.", None),
        ("Der Text gibt nicht unbedingt die Meinung der Redaktion wieder.", "legal"),
        ("Los sondeos no reflejan la opinión de la calle.", None),
        ("Las columnas no reflejan necesariamente la opinión del diario.", "legal"),
        ("Les sondages ne reflètent pas les opinions des pêcheurs.", None),
        ("Turn off JavaScript in your browser, and most banners are gone.", None),
        ("Please enable JavaScript in your browser to see the map.", "widget"),
    ],
)
def test_a_sentence_on_the_same_things_is_no_aside(line: str, label: str | None) -> None:
    assert (aside(line) or (None,))[0] == label


def test_a_text_that_was_read_aloud_in_languages_was_read_by_no_machine() -> None:
    assert leftover("Der Text wurde im Gottesdienst in vier Sprachen vorgelesen.") is None
    assert leftover("Der Artikel wurde von einer künstlichen Stimme vorgelesen.") is not None


@pytest.mark.parametrize(
    ("line", "story"),
    [
        ("The riddle is for subscribers only since May, and the number of readers fell.", True),
        ("To continue reading after dark, the people of the quay used to burn fish oil.", True),
        ("Nur für Abonnenten gibt es das Rätsel, und das ärgert die Leute vom Kai.", True),
        ("Already a subscriber to three papers, Mrs Holm did not want a fourth.", True),
        ("This article is for subscribers only.", False),
        ("Already a subscriber? Log in to read on, or buy the paper at the quay.", False),
        ("Dieser Artikel ist nur für Abonnenten des Boten und ihre Gäste zu lesen.", False),
        ("Weiterlesen mit Bote Plus.", False),
        ("Il vous reste 57% de cet article à lire.", False),
        ("Только для подписчиков газеты и их гостей на этой неделе и на следующей.", False),
    ],
)
def test_a_sentence_that_speaks_of_subscribers_is_no_wall(line: str, *, story: bool) -> None:
    assert walls.tells(line) is story
    assert (line in page(paragraphs([*STORY[:3], line, *STORY[3:]])).text) is story


def test_how_many_days_are_left_is_no_wall() -> None:
    line = "Il vous reste trois jours pour voir le phare, et pas un de plus cette année."
    made = page(paragraphs([*STORY[:3], line, *STORY[3:]]))
    assert made.text == "\n\n".join([*STORY[:3], line, *STORY[3:]])


@pytest.mark.parametrize(
    ("line", "corrected"),
    [
        ("An earlier version of this song was written in 1931 by a sailor who had one arm.", False),
        ("A previous version of this bridge fell into the harbour on the day that it was opened.", False),
        ("An earlier version of this article said that the ferry sails on Tuesday.", True),
        ("An earlier version of this online story said that the ferry sails on Tuesday.", True),
    ],
)
def test_only_a_version_of_the_article_is_corrected(line: str, *, corrected: bool) -> None:
    assert corrects(line) is corrected


QUESTIONS = ["Where is your home?", "What do you want?", "Sea or land?", "Coffee or tea?"]
ANSWERS = ["Home", "More", "Latest", "Share"]


def test_answers_of_an_interview_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = [line for pair in zip(QUESTIONS, ANSWERS, strict=True) for line in pair]
    blocks = paragraphs([*STORY[:3], *talk, *STORY[3:]])
    assert [line for line in page(blocks).text.split("\n\n") if line in ANSWERS] == ANSWERS
    monkeypatch.setattr(told, "_QUESTIONS", 9)
    assert not [line for line in page(blocks).text.split("\n\n") if line in ANSWERS]


def test_below_one_question_stands_a_button() -> None:
    made = page(paragraphs([*STORY[:3], "What do you think?", "Share", *STORY[3:]]))
    assert "Share" not in made.text.split("\n\n")


def test_items_of_a_list_stay_beside_others() -> None:
    items = ["Open the cabin door", "Print", "Pull the rope twice", "Log out"]
    blocks = [
        *paragraphs(STORY[:3]),
        "<ul>",
        *(f"<li>{t}</li>" for t in items),
        "</ul>",
        *paragraphs(STORY[3:]),
    ]
    made = page(blocks)
    assert not {"Print", "Log out"} & {b.text for b in made.blocks if b.reason.startswith("words of")}


def test_a_list_of_buttons_goes() -> None:
    items = ["Facebook", "Twitter", "WhatsApp", "Print"]
    blocks = [
        *paragraphs(STORY[:3]),
        "<ul>",
        *(f"<li>{t}</li>" for t in items),
        "</ul>",
        *paragraphs(STORY[3:]),
    ]
    assert not set(items) & set(page(blocks).text.split("\n\n"))


@pytest.mark.parametrize("head", ["Video", "Settings", "Terms of Use", "Cookies", "Print"])
def test_a_chapter_may_be_headed_by_such_a_word(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = ["The quay at night", head, "A rope of hemp"]
    pairs = zip(STORY[1:4], heads, strict=True)
    blocks = [*(b for p, h in pairs for b in (f"<p>{p}</p>", f"<h2>{h}</h2>")), *paragraphs(STORY[4:])]
    assert head in page(blocks).text.split("\n\n")
    monkeypatch.setattr(told, "_THINGS", frozenset())
    monkeypatch.setattr("pipelines.clean.html_rules.wholes", lambda draft: draft)
    assert head not in page(blocks).text.split("\n\n")


@pytest.mark.parametrize("head", ["Comments", "Related articles", "Advertisement"])
def test_the_heading_of_a_box_goes(head: str) -> None:
    heads = ["The quay at night", head, "A rope of hemp"]
    pairs = zip(STORY[1:4], heads, strict=True)
    blocks = [*(b for p, h in pairs for b in (f"<p>{p}</p>", f"<h2>{h}</h2>")), *paragraphs(STORY[4:])]
    assert head not in page(blocks).text.split("\n\n")


def test_the_hours_of_a_ticker_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = ["10:05", "10:20", "11:45", "12:10"]
    blocks = paragraphs(
        [STORY[0], *(line for pair in zip(hours, STORY[1:5], strict=True) for line in pair), STORY[5]]
    )
    assert set(hours) <= set(page(blocks).text.split("\n\n"))
    monkeypatch.setattr(told, "_HOURS", 9)
    assert not set(hours) <= set(page(blocks).text.split("\n\n"))


@pytest.mark.parametrize(
    "line",
    [
        "Bild: Eine Kuh auf dem Rad.",
        "Picture: a cow on a bicycle, selling milk.",
        "Bron: de burgemeester.",
        "图：墙上画着一头牛。",
    ],
)
def test_what_is_on_a_picture_makes_nobody_a_photographer(line: str) -> None:
    assert page(paragraphs([*STORY[:3], line, *STORY[3:]])).credits == ()
    assert dump([*STORY[:3], line, *STORY[3:]]).credits == ()


@pytest.mark.parametrize("line", ["Foto: Ida Holm.", "Bild: Ida Holm/dpa.", "Photo: Reuters."])
def test_a_name_behind_the_word_for_a_picture_is_a_credit(line: str) -> None:
    assert [c.text for c in page(paragraphs([*STORY[:3], line, *STORY[3:]])).credits] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "記者がその日の港を訪ねた",
        "记者从市港务局获悉",
        "نوشته روی دیوار کهنه بود",
        "लेखक: गाँव का स्कूल।",
        "كتب الشاعر هذه القصيدة على الجدار",
        "Por Dios",
        "Του Αγίου Νικολάου το πανηγύρι",
    ],
)
def test_a_sentence_behind_a_word_for_writers_names_nobody(line: str) -> None:
    assert not is_byline(line)
    assert signers(line, names([line]), frozenset()).people == ()


@pytest.mark.parametrize(
    "line",
    [
        "记者王小明",
        "记者 于文静",
        "記者 山田はるか",
        "نوشته رضا کریمی",
        "लेखक: राम शर्मा",
        "كتب محمد علي",
        "Por Ana Ruiz",
        "Του Νίκου Παππά",
    ],
)
def test_a_name_behind_it_is_a_byline(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "3 responses to the letter were printed on Monday. The council read all of them aloud.",
        'One reply to "Dogs on the quay" came from a girl of nine.',
        "Join the conversation, the poster said.",
        "About Orlo he knows everything.",
    ],
)
def test_what_is_told_of_comments_ends_no_dump(line: str) -> None:
    pieces = [Piece(text, 0, 1) for text in [*days(12), line, STORY[0]]]
    assert ending(pieces, [True] * len(pieces)) is None
