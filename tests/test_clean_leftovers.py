"""Lines that the tools of a page leave among the text: players, printers, buttons, servers."""

import time
from collections.abc import Callable

import pytest
from invented import SENTENCES, days

from pipelines.clean import clean, leftovers
from pipelines.clean.html import cut, parse
from pipelines.clean.leftovers import is_error, leftover
from pipelines.page import Page
from pipelines.record import Record

LEFT: list[tuple[str, str]] = [
    ("Apple Podcasts | Spotify | RSS", "widget"),
    ("Apple Podcasts · Spotify · YouTube Music", "widget"),
    ("Listen on Apple Podcasts | Spotify | Google Podcasts", "widget"),
    ("Subscribe: Apple Podcasts · Spotify · YouTube · RSS", "widget"),
    ("Jetzt hören auf Spotify, Deezer und Apple Podcasts", "widget"),
    ("Vytištěno z: bote.example", "other"),
    ("Gedruckt von Bote.example am 3. Mai 2024", "other"),
    ("Printed from: https://bote.example/ferry", "other"),
    ("Printed from The Bote on May 3, 2024", "other"),
    ("Article printed from The Bote: https://bote.example", "other"),
    ("Imprimé depuis bote.example le 03/05/2024", "other"),
    ("URL to article: https://bote.example/ferry", "other"),
    ("Listen to this article · 5 min", "widget"),
    ("Listen to this article · 5:12 min Learn more", "widget"),
    ("Artikel anhören (4 Min.)", "widget"),
    ("Diesen Artikel vorlesen lassen", "widget"),
    ("Écouter l’article 3 min", "widget"),
    ("Escuchar esta noticia", "widget"),
    ("Ouça este conteúdo 1x", "widget"),
    ("Ascolta questo articolo", "widget"),
    ("Luister naar dit artikel 3:45", "widget"),
    ("Прослушать статью 3:45", "widget"),
    ("استمع إلى المقال", "widget"),
    ("この記事を聞く", "widget"),
    ("기사 듣기", "widget"),
    ("Estimated reading time: 4 minutes", "widget"),
    ("5 min read", "widget"),
    ("Lesezeit: ca. 3 Minuten", "widget"),
    ("4 Min. Lesezeit", "widget"),
    ("Temps de lecture : 4 minutes", "widget"),
    ("Tiempo de lectura: 3 min", "widget"),
    ("Tempo di lettura: 2 minuti", "widget"),
    ("Время чтения: 3 минуты", "widget"),
    ("阅读时间：3分钟", "widget"),
    ("Share full article 123", "share"),
    ("Share full article", "share"),
    ("Gift this article", "share"),
    ("Save this story", "share"),
    ("Diesen Artikel merken", "share"),
    ("Partager l’article", "share"),
    ("Your browser does not support the audio element.", "widget"),
    ("Ihr Browser unterstützt das Video-Element leider nicht.", "widget"),
    ("Tu navegador no soporta el elemento de audio.", "widget"),
    ("Video Player is loading.", "widget"),
    ("This is a modal window.", "widget"),
    ("millbrook-ferry-at-the-quay.jpg", "widget"),
    ("IMG 2034 (1).JPG", "widget"),
    ("4.8 out of 5 stars 193 total reviews", "widget"),
    ("Check price on Bakermarket", "advertisement"),
    ('<img height="1" width="1" src="https://count.example/p?c1=2">', "widget"),
    ("Beginning of dialog window. Escape will cancel and close the window.", "widget"),
    ("Use Up/Down Arrow keys to increase or decrease volume.", "widget"),
    ("Pfeiltasten Hoch/Runter benutzen, um die Lautstärke zu regeln.", "widget"),
    ("This article is read by an automated voice.", "widget"),
    ("Dieser Text wurde von einer Computerstimme automatisch vorgelesen.", "widget"),
]
STORIES = [
    '<img src="ferry.png" alt="The ferry">',
    "quay.jpg",
    "4 out of 5 passengers want the old ferry back.",
    "See the prices on the quay, he said, and you know why nobody eats there.",
    "She saved the map as quay.jpg, and nobody found it again.",
    "Listen to this article, she said, and you know why nobody waited for the ferry.",
    "The printed timetable from the harbour office was wrong.",
    "Printed from wood in the year 1612, the map shows the quay.",
    "Gedruckt von der Witwe Holm im Mai 1712.",
    "He shared the full article 123 times.",
    "Share this with the baker: the ferry sails again.",
    "Spotify and Apple Podcasts fight for those who listen.",
    "Apple",
    "Spotify",
    "Reading time tables is an art",
    "Five minutes is all that it takes to read the minutes.",
    "The browser of the harbour office does not support the weight of its pages.",
    "Save this ferry",
    "Print is not dead",
    "14:30 Lecture",
    "10:00 read",
    "In 5 minutes: read the minutes",
    "The voice that reads the article is that of a baker.",
]
ERRORS = [
    "Warning: include(/var/www/html/ad.php): failed to open stream: No such file or directory in /var/www/html/art.php on line 12",
    "Notice: Undefined variable: id in /home/bote/public_html/a.php on line 7",
    "PHP Deprecated: Function each() is deprecated in C:\\inetpub\\bote\\a.php on line 7",
    "Fatal error: Uncaught Error: Call to undefined function ferry() in /srv/bote/a.php:7 Stack trace: #0 {main} thrown in /srv/bote/a.php on line 7",
    "#0 /srv/bote/a.php(7): ferry('quay')",
    "[an error occurred while processing this directive]",
    "Error establishing a database connection",
]
NO_ERRORS = [
    "Warning: the ferry does not sail on Sundays, the office says on line 12 of its notice.",
    "Notice: all passengers in /out of Millbrook need a ticket.",
    "Fatal error: how the captain missed the quay",
    "An error occurred while the captain read the map.",
]


def page(lines: list[str], tag: str = "p") -> Page:
    """A page of which one line stands in another element."""
    story = "".join(f"<p>{s}</p>" if s in SENTENCES else f"<{tag}>{s}</{tag}>" for s in lines)
    markup = f"<!doctype html><title>Ferry sails again</title><body><article><h1>Ferry sails again</h1>{story}</article>"
    return Page(body=markup.encode(), media_type="text/html; charset=utf-8")


def dump(lines: list[str]) -> Page:
    """The same as a dump."""
    return Page(body="\n\n".join(["Ferry sails again", *lines]).encode(), media_type="text/plain")


def text(given: Page) -> str:
    """The text of its record."""
    made = clean(given)
    assert isinstance(made, Record), made
    return made.text


@pytest.mark.parametrize(("line", "label"), LEFT)
def test_a_line_that_a_tool_leaves_is_told_by_its_words(line: str, label: str) -> None:
    said = leftover(line)
    assert said is not None
    assert said[0] == label


@pytest.mark.parametrize("line", STORIES)
def test_what_a_story_says_of_such_things_is_none(line: str) -> None:
    assert leftover(line) is None
    assert not is_error(line)


@pytest.mark.parametrize("line", ERRORS)
def test_what_a_server_says_of_a_fault_is_told(line: str) -> None:
    assert is_error(line)


@pytest.mark.parametrize("line", NO_ERRORS)
def test_a_story_may_begin_as_a_server_does(line: str) -> None:
    assert not is_error(line)


@pytest.mark.parametrize("line", [line for line, _ in LEFT] + ERRORS[:3])
@pytest.mark.parametrize("make", [page, dump])
def test_such_lines_are_not_of_the_text_wherever_they_stand(
    line: str, make: Callable[[list[str]], Page]
) -> None:
    for at in (0, 2):
        lines = [*SENTENCES]
        lines.insert(at, line)
        said = text(make(lines))
        assert line.replace("’", "'") not in said.replace("’", "'")
        assert all(s in said for s in SENTENCES)


def test_they_stay_without_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [*SENTENCES[:2], "This article is read by an automated voice.", *SENTENCES[2:]]
    assert "automated voice" not in text(page(lines))
    monkeypatch.setattr("pipelines.clean.scene.leftovers", lambda *_: {})
    assert "automated voice" in text(page(lines))


def test_words_of_a_button_above_the_story_are_none_of_it() -> None:
    assert "Read aloud" not in text(page(["Read aloud", "Save for later", *SENTENCES]))


@pytest.mark.parametrize("tag", ["p", "h2"])
def test_words_of_a_button_between_two_paragraphs_may_head_one(tag: str) -> None:
    assert "Playback speed" in text(page([*SENTENCES[:3], "Playback speed", *SENTENCES[3:]], tag))


def test_words_of_a_button_beside_a_player_are_of_it() -> None:
    lines = [*SENTENCES[:3], "Playback Rate", "Video Player is loading.", *SENTENCES[3:]]
    assert "Playback" not in text(page(lines))


def test_a_text_on_programs_shows_what_they_say() -> None:
    told = (
        "Whoever runs PHP on the ferry sees such lines, and the harbour office does not know why they come."
    )
    assert ERRORS[0] in text(page([*SENTENCES[:3], told, ERRORS[0], *SENTENCES[3:]]))
    assert ERRORS[0] not in text(page([*SENTENCES[:3], ERRORS[0], *SENTENCES[3:]]))


def test_what_stands_in_code_stays() -> None:
    pieces = cut(parse(page([*SENTENCES[:3], ERRORS[0]], "pre").body.decode()))[1]
    plain = cut(parse(page([*SENTENCES[:3], ERRORS[0]]).body.decode()))[1]
    assert not leftovers.leftovers(pieces, [True] * len(pieces))
    assert leftovers.leftovers(plain, [True] * len(plain))


def test_leftovers_cost_no_sentence_of_a_long_story() -> None:
    lines = [s for day in days(20) for s in (day, "5 min read")]
    said = text(dump(lines))
    assert all(day in said for day in days(20))


def test_a_fault_said_again_and_again_costs_no_time() -> None:
    said = "Warning: a in /a on line 1 "
    start = time.process_time()
    assert leftovers.is_error(said * 25)
    assert not leftovers.is_error(said * 25 + "and so on")  # would be tried in a million ways
    assert time.process_time() - start < 1
