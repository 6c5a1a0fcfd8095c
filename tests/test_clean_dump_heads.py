"""What stands around the text in a dump: when it appeared and was changed, what is on its pictures."""

from datetime import date

import pytest
from invented import HEAD
from invented import VOTE as STORY

from pipelines.clean import clean, dump_rules
from pipelines.clean.captions import captioned, credited, tells
from pipelines.clean.date_lines import date_line
from pipelines.clean.family_first import spoken
from pipelines.clean.moments import Reader, dated
from pipelines.page import Page
from pipelines.record import Record

PAIRS = [
    "PUBLISHED: 12 March 2024 at 10:15 | UPDATED: 13 March 2024 at 09:40",
    "First published on Tue 12 Mar 2024 10.15 GMT, last modified on Wed 13 Mar 2024 09.40 GMT",
    "Posted at 10:15 AM, Mar 12, 2024 and last updated 9:40 AM, Mar 13, 2024",
    "Updated 13 March 2024 09:40, first published 12 March 2024 10:15",
    "Issued on: 12/03/2024 - 10:15 Modified: 13/03/2024 - 09:40",
    "Giriş Tarihi: 12.03.2024 - 10:15 Güncelleme Tarihi: 13.03.2024 - 11:40",
    "Oluşturulma Tarihi: Mart 12, 2024 10:15 Güncelleme Tarihi: Mart 13, 2024 11:40",
    "Publié le 12 mars 2024 à 10h15, mis à jour le 13 mars 2024 à 09h40",
    "Stand: 13.03.2024, 09:40 Uhr, Erstveröffentlichung: 12.03.2024, 10:15 Uhr",
    "Erstellt: 12.03.2024 Aktualisiert: 13.03.2024, 09:40 Uhr",
    "Publicado: 12 de marzo de 2024 a las 10:15 Actualizado: 13 de marzo de 2024 a las 09:40",
    "12/03/2024 10h15 Atualizado em 13/03/2024 09h40",
    "Опубликовано: 12 марта 2024, 10:15 Обновлено: 13 марта 2024, 09:40",
    "Gepubliceerd op 12 maart 2024 om 10:15 Laatst bijgewerkt op 13 maart 2024 om 09:40",
    "Pubblicato il 12 marzo 2024 alle 10:15 - Ultimo aggiornamento 13 marzo 2024 alle 09:40",
    "Data utworzenia: 12 marca 2024, 10:15 Data aktualizacji: 13 marca 2024, 09:40",
    "发布时间：2024-03-12 10:15 更新时间：2024-03-13 09:40",
]
CAPTIONS = [
    ("The pamphlet that every house in Millbrook was sent (Picture: MSB)", "Picture: MSB"),
    ("The mayor rides to the quay in the coach. Picture: Ida Holm/Reuters", "Picture: Ida Holm/Reuters"),
    ("Alt: A crane lifts the ferry", None),
    ("Minister Ida Holm (l.) und ihr Gast Bo Ek am Kai von Altsee", None),
    ("The harbour master of Millbrook, center, speaks to those who wait", None),
    ("Passengers wait for the night ferry in Veleska, Monday, Nov. 18, 2019.", None),
    ("FILE - The night ferry leaves the port of Millbrook.", None),
    ("In this photo provided by the navy, the ferry burns off Marrow.", None),
    ("An undated handout image shows the ferry at its quay.", None),
    ("12일 물결항에서 여객선 선장이 승객을 맞이하고 있다. 뉴시스", "뉴시스"),
    ("The night ferry waits at the quay on Monday. Photo: Ida Holm / Nordbild", "Photo: Ida Holm / Nordbild"),
    ("A woman boards the night ferry in Veleska, Nov. 10, 2022. (Photo by Ida Holm/Nordbild)", "Photo by Ida Holm/Nordbild"),
    ("Passengers wait for the night ferry | Photo: Ida Holm", "Photo: Ida Holm"),
    ("Die Nachtfähre wartet am Kai. © Ida Holm", "© Ida Holm"),
    ("Die Nachtfähre am Kai von Altsee Foto: Ida Holm", "Foto: Ida Holm"),
    ("Le bac de nuit attend au port, lundi. Photo Ida Holm", "Photo Ida Holm"),
    ("Balsa noturna espera no porto. — Foto: Ida Holm/g1", "Foto: Ida Holm/g1"),
    ("Ночной паром ждёт в порту. Фото: Ида Хольм", "Фото: Ида Хольм"),
    ("De nachtveer in de haven. Beeld Ida Holm / ANP", "Beeld Ida Holm / ANP"),
    ("Nocny prom w porcie / fot. Ida Holm", "fot. Ida Holm"),
    ("夜间渡轮在港口等候。图/李明", "图/李明"),
    ("Die Nachtfähre wartet am Kai (Archivbild).", None),
]  # fmt: skip
SIGNED = [
    "A woman boards the night ferry in Veleska. (Ida Holm / Nordbild)",
    "Le bac de nuit attend au port, lundi 7 novembre 2022. IDA HOLM / AFP",
    "El ferri nocturno espera en el puerto. IDA HOLM (EFE)",
]


def record(*said: str) -> Record:
    made = clean(Page(body="\n\n".join(said).encode(), media_type="text/plain"))
    assert isinstance(made, Record), made
    return made


def label(made: Record, line: str) -> str:
    return next(b.label for b in made.blocks if b.text == line)


@pytest.mark.parametrize("line", PAIRS)
def test_a_line_with_two_dates_is_no_text_and_says_when_it_appeared_and_was_changed(line: str) -> None:
    made = record(HEAD, line, *STORY)
    assert label(made, line) == "date"
    assert made.text == "\n\n".join(STORY)
    assert (str(made.date_published)[:10], str(made.date_modified)[:10]) == ("2024-03-12", "2024-03-13")


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_at_their_words_such_lines_would_be_text(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if off:
        monkeypatch.setattr(dump_rules, "date_line", lambda _: None)
    assert (PAIRS[0] in record(HEAD, PAIRS[0], *STORY).text) is off


def test_a_line_may_say_who_wrote_it_before_it_says_when() -> None:
    line = "Par Ida Holm Publié le 12 mars 2024 à 10h15, mis à jour le 13 mars 2024 à 09h40"
    made = record(HEAD, line, *STORY)
    assert (label(made, line), made.authors) == ("byline", ("Ida Holm",))
    assert (made.date_published, made.date_modified) == (date(2024, 3, 12), date(2024, 3, 13))


@pytest.mark.parametrize(
    "line",
    [
        "The report was published by the council on 12 March 2024",
        "Updated plans of 12 March 2024 show the quay",
        "12 March 2024",
        "By the time it was published on 12 March 2024",
        "Published authors of 2024",
        "Ida Holm published it on 12 March 2024",
    ],
)
def test_a_sentence_about_a_publication_is_no_date_line(line: str) -> None:
    assert date_line(line) is None


def test_one_date_of_a_line_tells_how_the_other_is_read() -> None:
    english = Reader(language="en")
    assert [str(d) for _, d in dated("Published 12/03/2024 Updated 13/03/2024", english)] == [
        "2024-03-12",
        "2024-03-13",
    ]
    assert [str(d) for _, d in dated("Published 03/12/2024 Updated 03/13/2024", english)] == [
        "2024-03-12",
        "2024-03-13",
    ]
    assert list(dated("Published 03/04/2024 Updated 05/04/2024", english)) == []


@pytest.mark.parametrize(("line", "credit"), CAPTIONS)
def test_what_ends_with_a_picture_s_credit_is_its_caption(line: str, credit: str | None) -> None:
    made = record(HEAD, STORY[0], line, *STORY[1:])
    assert made.text == "\n\n".join(STORY)
    assert [(c.text, c.credit) for c in made.captions] == [(line, credit)]


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_at_their_end_captions_would_be_text(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if off:
        monkeypatch.setattr(dump_rules, "captioned", lambda _: None)
    line = CAPTIONS[0][0]
    assert (line in record(HEAD, STORY[0], line, *STORY[1:]).text) is off


@pytest.mark.parametrize("line", SIGNED)
def test_names_alone_end_a_caption_only_where_the_story_goes_on(line: str) -> None:
    assert line not in record(HEAD, line, *STORY).text
    assert label(record(HEAD, *STORY, line), line) != "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Ida Holm speaks Monday, May 8, 2016, in Millbrook.",
        "Workers pick fruit, Monday, March 4, 2024.",
        "Ida Holm, Monday, May 8, 2016, and Bo Ek, left, at the quay",
    ],
)
def test_the_day_on_which_a_picture_was_taken_makes_a_caption(line: str) -> None:
    assert captioned(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Sunday, May 8, 2016",
        "Ida Holm Monday, February 29, 2016 @ 11:10 PM UTC",
        "A fine book about all this is Ferries: The Making of 40 Photographs by Ida Holm.",
        "She was asked for a photo: nobody had one.",
        "He gave the police a photo of Ida Holm",
        "The quay stood empty on Monday. It rained in Veleska",
        "On Monday, Nov. 18, 2019, the court ruled on the ferry.",
        "He turned left, right, and then left again.",
        "In this photo essay we look at ferries.",
        "Choose the timetable in the menu (left) and click on your ferry.",
        "Wählen Sie im Menü (links) die Fähre.",
        "The parties of the left, and those of the right, wanted another quay.",
        "The file of the case has three hundred pages.",
        "Published Monday, Nov. 18, 2019",
        "The council wants a new image: Millbrook as it once was",
        "Veröffentlicht am 5. November 2023, 14:09 / ©5min.example",
    ],
)
def test_what_speaks_of_pictures_is_no_caption(line: str) -> None:
    assert captioned(line) is None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("REUTERS/Ida Holm", True),
        ("Image source, Nordbild", True),
        ("Credit...Ida Holm for The Courier", True),
        ("Beeld Ida Holm", True),
        ("Beeld van de week", False),
        ("Photo Sources and Display Controls", False),
    ],
)
def test_a_credit_is_known_without_a_colon(line: str, is_one: bool) -> None:
    assert credited(line) is is_one


def test_what_begins_as_a_credit_and_tells_more_is_a_caption() -> None:
    line = "Image: The night ferry on its way across the harbour (Ida Holm/Nordbild)"
    assert tells(line)
    assert not tells("Bildrechte: imago images/ari")
    assert [c.text for c in record(HEAD, line, *STORY).captions] == [line]


CORRECTIONS = [
    "Correction: An earlier version of this story misstated the cost of the night ferry.",
    "This article was amended on 13 March 2024 to correct the name of the committee's head.",
    "Editor's note: This story has been updated to correct the cost of the night ferry.",
    "Korrektur: In einer früheren Version dieses Artikels stand eine falsche Summe.",
    "Cet article a été modifié le 13 mars 2024 pour corriger le coût du bac.",
    "Fe de errores: el ferri cuesta 1,9 millones, no 19 millones como se publicó por error.",
    "Errata corrige: il traghetto costa 1,9 milioni e non 19 come scritto in precedenza.",
    "Исправление: в предыдущей версии статьи была неверная сумма.",
]


@pytest.mark.parametrize("line", CORRECTIONS)
@pytest.mark.parametrize("first", [True, False])
def test_what_a_paper_corrected_is_a_field_of_its_own(line: str, first: bool) -> None:
    made = record(HEAD, *((line, *STORY) if first else (*STORY, line)))
    assert (made.corrections, made.text) == ((line,), "\n\n".join(STORY))


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_for_them_corrections_would_be_text(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if off:
        monkeypatch.setattr(dump_rules, "corrects", lambda _: False)
    assert (CORRECTIONS[0] in record(HEAD, *STORY, CORRECTIONS[0]).text) is off


@pytest.mark.parametrize("line", ["Correction officers of the port had counted the keys before the flood of that year.",
    "An earlier version of the bill had been rejected by the council in the autumn of that year."])  # fmt: skip
def test_a_sentence_that_begins_as_a_correction_stays_in_the_text(line: str) -> None:
    assert line in record(HEAD, STORY[0], line, *STORY[1:]).text


@pytest.mark.parametrize(
    "signed", [("By Ida Holm",), ("12 March 2024",), ("By Ida Holm", "12 March 2024, 10:15")]
)
def test_what_stands_between_headline_and_byline_is_the_lead(signed: tuple[str, ...]) -> None:
    said = "Six weeks after it had said that the service would end, the council changes its mind"
    made = record(HEAD, said, *signed, *STORY)
    assert (made.lead, made.text) == (said, "\n\n".join((said, *STORY)))


@pytest.mark.parametrize(
    "said",
    [
        "The baker sold his boat.",
        "It rained on the quay of Millbrook.",
        "Nobody had asked for it, and nobody wanted it.",
        "It rained on the quay of Millbrook",
    ],
)
def test_a_short_standfirst_above_the_byline_is_the_lead(said: str) -> None:
    assert record(HEAD, said, "By Ida Holm", *STORY).lead == said


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Coast",), ("By Ida Holm",)),
        (("12 March 2024",), ("By Ida Holm", "Share")),
        ((), ("Share", "Print", "By Ida Holm", "12 March 2024, 10:15")),
    ],
)
def test_other_lines_may_stand_around_the_lead(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    said = (
        "Six weeks after it had said that the service would end, the council of Millbrook changes its mind."
    )
    assert record(HEAD, *above, said, *below, *STORY).lead == said
    assert record(HEAD, *above, said, *STORY).lead is None


def test_the_headline_again_is_no_lead() -> None:
    assert record(HEAD, f"{HEAD}, as the harbour office says", "By Ida Holm", *STORY).lead is None


@pytest.mark.parametrize("line", ["Harbour and coast", "Read more about the ferry.", "Seen from the quay?"])
def test_other_lines_there_are_none(line: str) -> None:
    assert (
        record(
            HEAD,
            line,
            "By Ida Holm",
            "12 March 2024",
            "Home",
            "News",
            *STORY,
            "Most read",
            "Share",
            "Cookies",
        ).lead
        is None
    )


@pytest.mark.parametrize(
    "lines",
    [
        (*STORY, "By Ida Holm"),
        ("By Ida Holm", *STORY),
        ("This story has affiliate links, of which the paper may earn a little.", "By Ida Holm", *STORY),
        STORY,
    ],
)
def test_a_first_paragraph_is_no_lead_by_its_place_alone(lines: tuple[str, ...]) -> None:
    assert record(HEAD, *lines).lead is None


@pytest.mark.parametrize(
    ("line", "people", "agency"),
    [
        ("VELESKA, Orlo (AP)", ("Orlo Veleska",), "AP"),
        ("By VELESKA, Orlo and HOLM, Ida (AP)", ("Orlo Veleska", "Ida Holm"), "AP"),
        ("GARCÍA LENZ, Ana (EFE)", ("Ana García Lenz",), "EFE"),
        ("By: HOLM, Ida", ("Ida Holm",), None),
        ("Author: Holm, Ida", ("Ida Holm",), None),
        ("Author: HOLM, Ida; EK, Bo", ("Ida Holm", "Bo Ek"), None),
        ("Auteur : HOLM, Ida", ("Ida Holm",), None),
        ("Byline: HOLM, IDA", ("Ida Holm",), None),
        ("BYLINE: Ida Holm and Bo Ek", ("Ida Holm", "Bo Ek"), None),
    ],
)
def test_a_byline_with_the_last_name_first_names_the_writer(
    line: str, people: tuple[str, ...], agency: str | None
) -> None:
    made = record(HEAD, line, *STORY)
    assert (made.authors, made.agency, label(made, line)) == (people, agency, "byline")
    assert made.credits == ()


@pytest.mark.parametrize(
    "line",
    [
        "LONDON, England (AP)",
        "MILLBROOK, Texas (AP)",
        "VELESKA, Oct. 12 (AP)",
        "Author: Reuters, London",
        "Holm, Ida",
        "Author: Ida Holm, Bo Ek",
    ],
)
def test_a_town_in_its_country_is_no_writer(line: str) -> None:
    assert spoken(line) == line
