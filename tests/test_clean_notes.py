"""Corrections, notes of agencies and pay walls: what says so in so many words, and no sentence that begins alike."""

import re

import pytest
from invented import SENTENCES, body, record

from pipelines.clean import html_rules, notes, walls, words
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
    "Update: An earlier version of this story said that the ferry sails on Tuesday.",
    "UPDATE (3 May): This story has been updated to say on which day the ferry sails.",
    "This story has been updated to say on which day of the week the ferry sails.",
    "Dieser Artikel wurde am 3. Mai um die Abfahrt der Fähre aktualisiert.",
    "Cet article a été mis à jour le 3 mai avec l'horaire du bac de la ville.",
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
    "This story has been told by every baker on the quay, and updated by none of them since.",
    "Dieser Artikel wurde in der Stadt viel gelesen und von niemandem verstanden, sagt sie.",
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


LEADS = [
    "UPDATE: The ferry of Millbrook sailed again on Monday, five days after the flood, said the harbour office.",
    "Update (March 6): The ferry of Millbrook sailed again on Monday, five days after the flood.",
    "UPDATE (15 Uhr): Die Fähre von Millbrook fährt seit Montag wieder, fünf Tage nach der Flut.",
    "MISE À JOUR : Le bac de Millbrook navigue de nouveau depuis lundi, cinq jours après la crue.",
]


@pytest.mark.parametrize("text", LEADS)
def test_news_that_are_called_an_update_are_the_first_paragraph(text: str) -> None:
    made = record(body(top=f"<p>{text}</p>"))
    assert made.text.startswith(text)
    assert made.corrections == ()


def test_called_a_correction_by_that_word_alone_they_would_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "CORRECTION", "~update|~mise à jour")
    monkeypatch.setattr(notes, "_LABEL", re.compile("(?!)"))
    assert not any(record(body(top=f"<p>{text}</p>")).text.startswith(text) for text in LEADS)


FEET = "<h3>{}</h3><ol><li>Cf. Holm, The Quay, p. 12. ↑</li><li>Ek, Ferries of the north, p. 3. ↑</li></ol>"


def test_a_list_below_a_heading_of_footnotes_is_none_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    made = record(body(tail=FEET.format("Fußnoten")))
    assert made.text == "\n\n".join(SENTENCES)
    assert made.footnotes == ("Cf. Holm, The Quay, p. 12. ↑", "Ek, Ferries of the north, p. 3. ↑")
    monkeypatch.setattr(notes, "_FOOTNOTES", frozenset())
    assert record(body(tail=FEET.format("Fußnoten"))).footnotes == ()


def test_a_list_below_another_heading_stays() -> None:
    assert (
        "Ferries of the north"
        in record(body(tail=FEET.format("Books about ferries") + f"<p>{STORIES[0]}</p>")).text
    )


def test_what_is_said_of_the_whole_story_says_nothing_of_its_feet() -> None:
    story = "".join(f"<p>{s}</p>" for s in SENTENCES)
    foot = "<div class=footnote><div class=footnote-content><p>The figure is from the census of the harbour.</p></div></div>"
    page = f"<html><body><article class='typography newsletter-post'><h1>Ferry sails again</h1>{story}{foot}</article></body></html>"
    assert record(page.encode()).footnotes == ("The figure is from the census of the harbour.",)


BYLINES = [
    "Par Ida Holm, à Millbrook. Publié le 2 juin 2023 à 07h45, mis à jour le 2 juin 2023 à 09h10. Lecture 3 min.",
    "By Ida Holm in Millbrook. Published on 2 June 2023 at 7.45, updated on 3 June 2023 at 9.10. Three minutes to read.",
]


@pytest.mark.parametrize("text", BYLINES)
def test_a_byline_that_says_when_it_appeared_is_none_of_the_text(text: str) -> None:
    assert record(body(top=f"<div>{text}</div>")).text == "\n\n".join(SENTENCES)


def test_a_first_paragraph_that_begins_as_a_byline_does_stays() -> None:
    text = "By the time the report was published in May, 2000 people had left the island on the last of the ferries."
    assert record(body(top=f"<p>{text}</p>")).text.startswith(text)


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
