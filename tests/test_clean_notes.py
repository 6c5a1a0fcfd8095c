"""Corrections, notes of agencies and pay walls: what says so in so many words, and no sentence that begins alike."""

import pytest
from invented import SENTENCES, body, record

from pipelines.clean import html_rules, walls, words
from pipelines.clean.cues import begins
from pipelines.record import Record

CORRECTIONS = [
    "Correction: the ferry sails on Monday, and not on Tuesday as was first said here.",
    "CORRECTION (3 May): the ferry sails on Monday, and not on Tuesday as was first said here.",
    "An earlier version of this article said that the ferry sails on Tuesday.",
    "Korrektur: Die Fähre fährt am Montag und nicht, wie zuerst gemeldet, am Dienstag.",
    "In einer früheren Version dieses Textes fuhr die Fähre am Dienstag, was falsch ist.",
    "Una versión anterior de esta nota decía que el ferry zarpa el martes por la tarde.",
    "Исправление: паром отправляется в понедельник, а не во вторник, как говорилось.",
    "更正：渡轮将于星期一开航，而不是此前所说的星期二，谨此向各位读者说明并致以歉意。",
]
STORIES = [
    "An earlier version of the bill had been rejected by the senate in autumn, and the minister withdrew it then.",
    "A previous version of the vaccine had to be kept at seventy degrees below zero, which no harbour could.",
    "Correction officers at the prison of Mirna said that nobody had counted the keys since the flood.",
    "Korrekturen am Entwurf seien nötig, sagte der Bürgermeister, und zwar noch vor dem Winter.",
    "In einer früheren Version des Entwurfs war von zwei Fähren die Rede, im Rat aber nie.",
    "Una versión anterior del proyecto fue rechazada por el consejo en otoño sin debate alguno.",
    "Поправка к закону о портах была принята вчера вечером, несмотря на возражения совета.",
    "更正登记的企业可以在下周之前到港务局办理手续，逾期者将不能再使用北码头的泊位和仓库。",
    "Reporting by the Courant showed in May that the quay was rotten from one end to the other.",
    "With agency staff on strike, the port hired students who had never seen a ferry before.",
]


def with_last(text: str) -> Record:
    return record(body(tail=f"<p>{text}</p>"))


@pytest.mark.parametrize("text", CORRECTIONS)
def test_a_correction_is_a_field_of_its_own(text: str) -> None:
    made = with_last(text)
    assert made.corrections == (text,)
    assert text not in made.text


@pytest.mark.parametrize("text", STORIES)
def test_a_sentence_that_begins_as_such_a_note_does_stays_in_the_text(text: str) -> None:
    made = with_last(text)
    assert text in made.text
    assert made.corrections == ()


def test_by_their_first_word_alone_they_would_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "CORRECTION", "^correction|^korrektur|^an earlier version|^поправка")
    monkeypatch.setattr(html_rules, "_PLAIN_WORDS", 99)
    kept = [text for text in STORIES if text in with_last(text).text]
    assert len(kept) < len(STORIES) - 3


@pytest.mark.parametrize(
    "note",
    ["Reporting by Ida Holm; Editing by Bo Ek", "Writing by Ida Holm in Millbrook.", "Source: Nordpress"],
)
def test_who_reported_is_a_note(note: str) -> None:
    assert [b.label for b in with_last(note).blocks if b.text == note] == ["agency_note"]


def test_a_label_stands_alone_or_has_a_sign_behind_it() -> None:
    assert begins("Erratum: the ferry", words.CORRECTION)
    assert not begins("Erratum and other poems", words.CORRECTION)


SIGN_IN = "Already a subscriber? <a href=/l>Log in</a>"


@pytest.mark.parametrize(
    "around", ["<nav>{}</nav>", "<header><p>{}</p></header>", "<div class=top><p>{}</p></div>"]
)
def test_what_every_page_says_to_subscribers_makes_no_article_a_paid_one(around: str) -> None:
    page = body().replace(b"<article>", around.format(SIGN_IN).encode() + b"<article>")
    assert record(page).is_accessible_for_free is None


def test_a_whole_story_with_such_a_line_below_it_is_not_behind_a_wall() -> None:
    story = "".join(f"<p>{s} It was the {n}th time.</p>" for n in range(6) for s in SENTENCES)
    assert (
        record(body(tail=story + "<p>Subscribers only: the paper of tomorrow.</p>")).is_accessible_for_free
        is None
    )


def test_the_line_below_a_beginning_says_that_the_rest_is_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(tail="<p>Subscribe to continue reading.</p>")
    assert record(page).is_accessible_for_free is False
    monkeypatch.setattr(walls, "_WHOLE_STORY", 1)
    assert record(page).is_accessible_for_free is None


KEYWORDS: list[tuple[str, tuple[str, ...]]] = [
    ('{"@type": "DefinedTerm", "name": "Ports"}', ("Ports",)),
    ('[{"@type": "DefinedTerm", "name": "Ports"}, "Ferries"]', ("Ports", "Ferries")),
    ('"港口，风暴、渡轮"', ("港口", "风暴", "渡轮")),
    ('"ميناء، عاصفة"', ("ميناء", "عاصفة")),
    ("true", ()),
    ('{"name": 3}', ()),
    ("[[], null, 4]", ()),
]


@pytest.mark.parametrize(("stated", "found"), KEYWORDS)
def test_keywords_are_words_however_they_are_stated(stated: str, found: tuple[str, ...]) -> None:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry sails again", "keywords": {stated}}}</script>'
    assert record(body(script)).keywords == found
