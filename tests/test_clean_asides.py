"""Sentences among those of the story that are none of it, told by their own words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import body, days, record

from pipelines.clean import asides, clean
from pipelines.clean.asides import aside
from pipelines.page import Page
from pipelines.record import Record

STORY = days(9)
ASIDES: list[tuple[str, str]] = [
    ("Ida Holm covers ferries for us. Follow her on Twitter for more.", "subscribe"),
    ("Questions? Write to ida@bote.example or follow me @idaholm on the train.", "subscribe"),
    ("Folgen Sie uns auf Facebook und erfahren Sie mehr.", "subscribe"),
    ("Suivez-nous sur Instagram pour tout savoir du port.", "subscribe"),
    ("Get the Bote delivered to your door: 12 issues for £11.99.", "subscribe"),
    ("Next time we write about the ferry, we'll email you a link to the story.", "subscribe"),
    ("Do you want to be informed of what the harbour does? Sign up here", "subscribe"),
    ("Read or share this story: https://bote.example/ferry", "subscribe"),
    ("To see this chart, allow JavaScript in your browser.", "widget"),
    ("Bitte aktivieren Sie in Ihrem Browser JavaScript, um die Karte zu sehen.", "widget"),
    ("Pełne działanie strony wymaga włączonego w Twojej przeglądarce JavaScript.", "widget"),
    ("Got a story about a ferry? Get in touch with our desk at any hour.", "other"),
    ("Are there ferries in your street? Tell us at newsdesk@bote.example today.", "other"),
    ("The Northern Agency’s Bo Ek contributed to this report.", "agency_note"),
    ("Ida Holm in Millbrook and Bo Ek on the quay contributed.", "agency_note"),
    ("(Reporting by Ida Holm, Bo Ek, with reporting by Una Lind, editing by Kai Moe.)", "agency_note"),
    ("(Reporting by Ida Holm and Bo Ek)", "agency_note"),
    ("(With inputs from the agencies)", "agency_note"),
    ("Mit Informationen der Korrespondenten in Millbrook.", "agency_note"),
    ("Der Bote hat diese Meldung redaktionell nicht bearbeitet.", "agency_note"),
    ("Dieser Text ist eine maschinelle Übersetzung aus dem Englischen.", "agency_note"),
    ("The views expressed in this letter are those of its writer alone.", "legal"),
    ("Diese Zuschrift gibt nicht die Meinung der Redaktion wieder.", "legal"),
    ("Opinions expressed here do not necessarily reflect those of the Bote.", "legal"),
    ("Ayo, gabung di saluran WhatsApp Bote.", "subscribe"),
    ("Entre no nosso canal do WhatsApp.", "subscribe"),
    ("Sur la photo : le bac et son capitaine.", "caption"),
    ("WATCH | The ferry leaves the harbour for the first time in a year:", "related"),
    ("Follow our full coverage of the ferry here.", "related"),
    ("On example.org: The baker had sold his cart", "related"),
    ("The baker and his cart, seen from the quay. (Foto: Ida Holm)", "caption"),
    ("The cart in the spring of last year | © Ida Holm/Bote", "caption"),
    ("Article continues after this advertisement", "advertisement"),
    ("La suite après cette publicité", "advertisement"),
    ("Der Artikel geht unter der Anzeige weiter", "advertisement"),
    ("Continúa después de la publicidad", "advertisement"),
    ("Join our WhatsApp channel for the latest of the harbour.", "subscribe"),
    ("Únete a nuestro canal de WhatsApp y no te pierdas nada.", "subscribe"),
    ("Participe do canal do Bote no WhatsApp.", "subscribe"),
    ("רוצים עוד? הצטרפו לערוץ הוואטסאפ שלנו", "subscribe"),
    ("ताज़ा ख़बरों के लिए हमें फेसबुक पर लाइक करें", "subscribe"),
    ("Simak breaking news dan berita pilihan kami langsung di ponselmu.", "subscribe"),
    ("The Quay is a reader-supported publication. To receive new posts, become a subscriber.", "subscribe"),
    ("Will you support our slow journalism? Thousands read it.", "subscribe"),
    ("Click here to read the minutes of the meeting.", "related"),
    ("Watch the video above.", "related"),
    ("לכתבה המלאה לחצו כאן", "related"),
    ("Нашли ошибку? Выделите её и нажмите Ctrl+Enter.", "widget"),
    ("Просмотров: 1532", "widget"),
    ("This video can not be played", "widget"),
    ("홍길동 기자 hong@bote.example", "byline"),
    ("<저작권자 © 보테일보, 무단 전재 및 재배포 금지>", "legal"),
    ("ⓒ 보테일보, 무단전재 및 재배포 금지", "legal"),
    ("Copyright ⓒ 보테일보. All rights reserved.", "legal"),
    ("Copyright 2024 Bote Public Radio", "legal"),
    ("Getty Images", "credit"),
    ("iStock/Getty Images", "credit"),
    ("图为市民在码头候船。本报记者 赵六 摄", "caption"),
    ("Pictured right, is the baker with his cart, which he had sold in May.", "caption"),
]
ASIDES += [
    ("For the latest of the harbour, sign up for our daily newsletter.", "subscribe"),
    ("Abonnieren Sie jetzt unseren kostenlosen Newsletter.", "subscribe"),
    ("Inscrivez-vous à notre newsletter du matin.", "subscribe"),
    ("For more stories like this, check our harbour page.", "related"),
    ("Mehr über die Fähren von Altsee lesen Sie hier.", "related"),
    (">> Read more: Why the ferry stays", "related"),
    (">> Hier finden Sie alle Fahrpläne im Überblick", "related"),
    ("More Great Bote Stories", "related"),
    ("More AP ferries: https://bote.example/ferries and https://bote.example/quay", "related"),
    ("This slideshow requires JavaScript.", "widget"),
    ("[button link=”https://bote.example/” type=”big”] Send us your ferry[/button]", "widget"),
    ("[convertkit form=1234]", "widget"),
    ("Diese Audioversion wurde künstlich generiert. Mehr dazu finden Sie auf einer eigenen Seite.", "widget"),
    ("Note: we are moderating all comments for now.", "comments"),
    ("Comments are moderated before they appear.", "comments"),
    ("ATENÇÃO: Comentários com textos sem sentido não serão aprovados.", "comments"),
    ("Aus dem Englischen von Ida Holm", "credit"),
    ("Translated from the Spanish by Ida Holm", "credit"),
    ("Übersetzung: Ida Holm, Redaktion: Bo Ek, Schlussredaktion: Jan Vos", "credit"),
    ("Support independent journalism from the quay.", "subscribe"),
    ("Copyright: Bote Syndicate, 2025", "legal"),
]
STORIES = [
    "Those who wrote to the council could sign up for its newsletter until May.",
    "For more stories about the ferry the children went to the library.",
    "Mehr über die Fähre wusste auch der Bäcker nicht.",
    ">> Nobody had answered the letter, the baker wrote.",
    "[The ferry] is not coming back, he said.",
    "[Button makers] are on strike.",
    "The slideshow requires patience, and so does the ferry.",
    "Comments from the council are moderate in tone.",
    "Aus dem Hafen von Millbrook",
    "Aus dem Englischen übersetzt heißt der Name der Fähre Hoffnung, und das wusste auf dem Kai niemand.",
    "It was translated from the Spanish by a committee of nine, who could not agree on the word for quay.",
    "Support our troops, the banner on the quay said.",
    "Copyright: that was the word on which the whole of the inquiry hung for a year.",
    "She had a story to tell, and those who follow her know how it ends.",
    "The council follows the advice of the harbour office on the ferry.",
    "He contributed a ferry to the town, and three councillors to this day deny it.",
    "They watch | and wait.",
    "The photo shows who was on the quay, and the picture was in all the papers.",
    "The letters were delivered to your grandfather's door by hand, he says.",
    "Got up early, went to the quay, found nobody.",
    "On the whole: nobody knows.",
    "She learned JavaScript at school, and her browser history shows how often she looked things up.",
    "The reporting by Ida Holm was read by everybody.",
    "Reporting by phone is faster than reporting by post.",
    "All of them contributed, and the cart was bought within a week.",
    "The story continues after the flood, when advertisements for ferries were in all the papers.",
    "They join the WhatsApp group of the street, and nobody reads it.",
    "He sent it through WhatsApp to a channel that his neighbours follow.",
    "Click here, said the teacher, and the whole class clicked.",
    "Watch the video again and you will see the ferry twice.",
    "Getty Images sued the harbour for the picture of the quay.",
    "Copyright law protects the minutes of the meeting for a hundred years.",
    "홍길동 기자는 부두에서 하룻밤을 보냈다고 말했다.",
    "图为什么要挂在码头的墙上，没有人知道。",
    "Число просмотров: об этом капитан говорить отказался.",
    "La suite, après la publicité de la mairie, fut moins gaie.",
    "A conversa entre os membros do grupo de WhatsApp foi lida no cais.",
    "La policía sigue la pista de la balsa en un grupo de Telegram.",
    "Warga desa bergabung dalam grup WhatsApp untuk menunggu feri.",
    "שלושה תושבים הצטרפו לקבוצת המחאה ברציף.",
    "फेसबुक पर दस लाख लोग नाविक को फॉलो करते हैं।",
    "The opinions expressed on the quay are divided.",
    "Das ist nicht die Meinung der Leute am Hafen.",
    "The paper has been moderating all comments on the ferry since May.",
    "Sur la photo publiée hier, le bac est à quai.",
    "He asked what a ferry was (a photo of one hung behind him) and left.",
]


def alternatives(pattern: str) -> list[str]:
    """What a pattern says in one language or another: its parts outside all brackets."""
    parts, depth = [""], 0
    for sign in re.findall(r"\\.|.", pattern):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


@pytest.mark.parametrize(("text", "label"), ASIDES, ids=[text[:24] for text, _ in ASIDES])
def test_what_is_said_to_readers_is_none_of_the_story(text: str, label: str) -> None:
    found = aside(text)
    assert found is not None
    assert found[0] == label


@pytest.mark.parametrize("text", STORIES)
def test_a_story_that_speaks_of_the_same_things_stays(text: str) -> None:
    assert aside(text) is None


@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text: str) -> None:
    found = aside(text)
    assert found is None or found in [rule[:2] for rule in asides._RULES]


@pytest.mark.parametrize(
    ("parts", "words"), [(rule[2], words) for rule in asides._RULES for words in alternatives(rule[3])]
)
@given(data=st.data())
def test_whatever_a_pattern_finds_has_one_of_the_parts_that_are_looked_for_first(
    parts: tuple[str, ...], words: str, data: st.DataObject
) -> None:
    low = data.draw(st.from_regex(words, fullmatch=True)).casefold()
    assert any(part in low for part in parts) or re.search(words, low) is None


def records(monkeypatch: pytest.MonkeyPatch | None = None) -> list[str]:
    """The texts of a web page and a dump with such sentences at the story's end."""
    if monkeypatch is not None:
        for module in ("html_rules", "zone"):
            monkeypatch.setattr(f"pipelines.clean.{module}.aside", lambda text, among: None)
    said = [*STORY, *(text for text, _ in ASIDES), STORY[0].replace("ferry", "cart")]
    markup = "".join(f"<p>{text}</p>" for text in said)
    pages = [
        Page(
            body=f"<html><body><article><h1>Ferry again</h1>{markup}</article></body></html>".encode(),
            media_type="text/html",
        ),
        Page(body="\n\n".join(["Ferry again", *said]).encode(), media_type="text/plain; charset=utf-8"),
    ]
    made = [clean(page) for page in pages]
    assert all(isinstance(record, Record) for record in made)
    return [record.text for record in made if isinstance(record, Record)]


def test_what_all_lines_have_tells_as_much_of_each_as_all_parts_do() -> None:
    said = [*STORY, *(text for text, _ in ASIDES)]
    assert [aside(text, asides.maybe(said)) for text in said] == [aside(text) for text in said]


def test_neither_a_web_page_nor_a_dump_keeps_them() -> None:
    for text in records():
        assert all(story in text for story in STORY)
        assert not any(said in text for said, _ in ASIDES)


def test_without_the_look_at_them_some_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in records(monkeypatch):
        assert any(said in text for said, _ in ASIDES)


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Hits: 312", False), ("Visite: 1.204", False), ("00:0034:12", False), ("00:00 / 34:12", False), ("Hits: the 312 songs of a year", True)],
)  # fmt: skip
def test_counters_and_the_times_of_a_player_are_no_text(line: str, kept: bool) -> None:
    made = record(body(top=f"<dl><dd>{line}</dd></dl><p>{line}</p>"))
    assert (line in made.text) is kept


@pytest.mark.parametrize(
    "line",
    ["[vc_column_text][/vc_column][/vc_row]", "[in-post-video-player video-id=”x”]", "[the_ad id=3]"],
)
def test_what_a_page_builder_left_is_none_of_the_story(line: str) -> None:
    assert aside(line) == ("widget", "stands for what only a browser shows")


@pytest.mark.parametrize("line", ["[sic]", "[covid-19]", "[the ferry] sailed", "[3]"])
def test_words_in_brackets_are(line: str) -> None:
    assert aside(line) is None
