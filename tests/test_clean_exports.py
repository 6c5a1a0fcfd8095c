"""The fields of databases of the press are stated, and no part of the text; what only looks like one stays."""

from datetime import date

import pytest
from credulous import believe
from dump_style import TONGUES

from pipelines.clean import clean, exports
from pipelines.clean.cleaner import page_text
from pipelines.page import Page
from pipelines.record import Record

STORY = [text.format(p="Millbrook") for text in TONGUES["en"].paragraphs[:4]]
BODY = "\n\n".join(STORY)
TAIL = "LOAD-DATE: March 9, 2011\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: The quay at noon\n\nPUBLICATION-TYPE: Newspaper\n"
CLASSIC = f"""                 The Marrow Gazette

                 March 8, 2011 Tuesday
                     Final Edition

Ferry back at the quay

BYLINE: By Ida Holm, Harbour Correspondent

SECTION: NEWS; Pg. 4

LENGTH: 143 words

DATELINE: MILLBROOK


{BODY}

{TAIL}

            Copyright 2011 Marrow Media Ltd.
                  All Rights Reserved
"""
HEADED = f"""Copyright 2011 Marrow Media Ltd.
All Rights Reserved
The Marrow Gazette

March 8, 2011 Tuesday

SECTION: NEWS; Pg. 4

LENGTH: 143 words

HEADLINE: Ferry back at the quay

BYLINE: Ida Holm

BODY:

{BODY}

{TAIL}"""
UNI = f"""Ferry back at the quay
The Marrow Gazette
March 8, 2011 Tuesday
Final Edition

Copyright 2011 Marrow Media Ltd. All Rights Reserved

Section: NEWS; Pg. 4
Length: 143 words
Byline: Ida Holm
Body

{BODY}

Load-Date: March 9, 2011
"""
FACTIVA = f"""SE NEWS
HD Ferry back at the quay
BY By Ida Holm
WC 143 words
PD 8 March 2011
ET 06:12
SN The Marrow Gazette
SC MARGAZ
LA English
CY Copyright 2011. Marrow Media. All rights reserved.

LP
{STORY[0]}

TD
{chr(10).join(f"{text}{chr(10)}" for text in STORY[1:])}
CO atlfry : Marrow Ferries SA
NS gweat : Weather
PUB Marrow Media
AN Document MARGAZ0020110308efah0002x
"""
FORMS = {
    "classic": CLASSIC,
    "with the noun for the headline": HEADED,
    "with a headline between the fields": HEADED.replace("HEADLINE: ", "").replace("BODY:\n\n", ""),
    "of today": UNI,
    "in Windows": UNI.replace("\n", "\r\n"),
    "codes": FACTIVA,
    "codes before their texts": FACTIVA.replace("LP\n", "LP ").replace("TD\n", "TD "),
}


def cleaned(text: str) -> Record:
    made = clean(Page(body=text.encode(), media_type="text/plain; charset=utf-8"))
    assert isinstance(made, Record)
    return made


@pytest.mark.parametrize("name", FORMS)
def test_the_fields_of_an_export_are_those_of_the_record(name: str) -> None:
    made = cleaned(FORMS[name])
    assert made.headline == "Ferry back at the quay"
    assert (made.authors, made.date_published) == (("Ida Holm",), date(2011, 3, 8))
    assert (made.publisher, made.section, made.language) == ("The Marrow Gazette", "NEWS", "en")
    assert made.text == BODY
    assert made.origins["authors"].source == "field author"


@pytest.mark.parametrize("name", FORMS)
def test_its_blocks_are_still_all_of_its_text(name: str) -> None:
    page = Page(body=FORMS[name].encode(), media_type="text/plain; charset=utf-8")
    text, at = page_text(page), 0
    for block in cleaned(FORMS[name]).blocks:
        assert not text[at : block.start].strip()
        at = block.end
    assert not text[at:].strip()


PLAIN = {
    "no count of words": CLASSIC.replace("LENGTH: 143 words\n\n", ""),
    "a length of another kind": CLASSIC.replace("143 words", "143 metres"),
    "two articles": CLASSIC + CLASSIC,
    "two of codes": FACTIVA + FACTIVA,
    "codes without a day": FACTIVA.replace("8 March 2011", "in spring"),
    "small letters": CLASSIC.replace("BYLINE", "byline")
    .replace("SECTION", "section")
    .replace("LENGTH", "length"),
    "a plain story": f"Ferry back at the quay\n\nBy Ida Holm\n\n{BODY}",
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_not_certain_is_read_as_any_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cleaned(PLAIN[name])
    monkeypatch.setattr(exports, "read", lambda pieces, text: (pieces, ()))
    assert cleaned(PLAIN[name]) == made


def test_without_a_look_at_them_fields_are_taken_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "read", lambda pieces, text: (pieces, ()))
    made = cleaned(HEADED)
    assert (made.text, made.authors) != (BODY, ("Ida Holm",))


@pytest.mark.parametrize(
    "line",
    ["Section: the second of the treaty speaks of tolls.", "IN all this nobody asked the ferryman.", "Body"],
)
def test_a_line_of_the_story_that_looks_like_a_field_stays(line: str) -> None:
    body = "\n\n".join([STORY[0], line, *STORY[1:]])
    for form in (UNI, FACTIVA):
        made = cleaned(form.replace(STORY[0], f"{STORY[0]}\n\n{line}"))
        assert made.text == body or line == "Body"
        assert made.headline == "Ferry back at the quay"


def test_without_a_paper_above_its_day_none_is_named() -> None:
    made = cleaned(UNI.replace("Ferry back at the quay\nThe Marrow Gazette\n", ""))
    assert (made.publisher, made.authors, made.text) == (None, ("Ida Holm",), BODY)


PROQUEST = f"""Ferry back at the quay

Author: Holm, Ida

Publication info: The Marrow Gazette; Marrow [Marrow]. 08 Mar 2011: 4.

ProQuest document link

Abstract: The ferry is back.

Full text: {BODY}

Credit: Ida Holm

Subject: Ferries; Quays

Publication date: Mar 8, 2011

Publisher: Marrow Media Ltd

ProQuest document ID: 856221334

Copyright: Copyright Marrow Media Ltd Mar 8, 2011

Last updated: 2017-11-19

Database: ProQuest Central
"""
CITED = f"""Ferry back at the quay
Holm, Ida. The Marrow Gazette; Marrow [Marrow]08 Mar 2011: A.1.

Full text:
{BODY}

Word count: 230
Subject: Ferries; Quays
Publication title: The Marrow Gazette; Marrow
First page: A.1
ProQuest document ID: 856221334
"""
LISTED = f"""Title: Ferry back at the quay
Publication title: The Marrow Gazette; Marrow
Publication date: Mar 8, 2011
Author: HOLM, Ida
Publisher: Marrow Media Ltd
Language of publication: English
Document type: News
Full text: {STORY[0]}
{STORY[1]}
{STORY[2]}
{STORY[3]}
Last updated: 2017-11-19
Database: ProQuest Central
"""
KEYED = f"""Title: Ferry back at the quay
Author: Ida Holm
Date: 2011-03-08
Source: The Marrow Gazette
URL: https://gazette.example/ferry

{BODY}
"""
EUROPRESSE = f"""The Marrow Gazette
no. 24512
Harbour, mardi 8 mars 2011 1041 mots, p. 7

Ferry back at the quay

Ida Holm

{BODY}

© 2011 The Marrow Gazette. Tous droits réservés. Le présent document est protégé par les lois.
Certificat émis le 12 janvier 2024 à Marrow à des fins de visualisation personnelle.
news·20110308·MG·041
"""


@pytest.mark.parametrize("text", [PROQUEST, CITED, LISTED, KEYED, EUROPRESSE])
def test_named_fields_around_an_article_are_fields_of_its_record(text: str) -> None:
    made = cleaned(text)
    assert (made.headline, made.authors, made.publisher) == (
        "Ferry back at the quay",
        ("Ida Holm",),
        "The Marrow Gazette",
    )
    assert made.date_published == date(2011, 3, 8)
    assert made.text == BODY
    assert made.date_modified is None


def test_what_a_database_writes_about_itself_is_nothing_of_the_record() -> None:
    assert cleaned(PROQUEST).credits == ()


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_for_them_named_fields_would_be_text(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    believe(monkeypatch)
    if off:
        monkeypatch.setattr("pipelines.clean.field_blocks.read", lambda *_: None)
    assert ("Publication info" in cleaned(PROQUEST).text) is off


@pytest.mark.parametrize(
    "head",
    [
        f"Ferry back at the quay\n\nAuthor: Ida Holm\n\nDate: 2011-03-08\n\nFull text: none\n\n{BODY}",
        f"Question: Is the ferry back?\nAnswer: It is, and the mayor knows.\nPlace: the quay of Millbrook\n\n{BODY}",
    ],
)
def test_lines_with_a_colon_alone_are_no_fields(head: str) -> None:
    assert not any(b.reason == "field of a database's export" for b in cleaned(head).blocks)


CHAT = f"[14/05/2023, 09:35:12] Radio Quay: *Ferry back at the quay*\n{STORY[0]}\n{STORY[1]}\n{STORY[2]}\n"


def test_the_head_of_a_message_says_when_it_was_sent() -> None:
    made = cleaned(CHAT)
    assert (made.headline, made.date_published) == ("Ferry back at the quay", date(2023, 5, 14))
    assert made.text == "\n\n".join(STORY[:3])


def test_a_message_of_one_line_is_all_text() -> None:
    assert (
        cleaned(f"13/03/24, 09:35 - Radio Quay: {STORY[0]} {STORY[1]} {STORY[2]}").text
        == f"{STORY[0]} {STORY[1]} {STORY[2]}"
    )
