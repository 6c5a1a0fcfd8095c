"""Lines of dumps that were taken for something else: the lead for a headline, bold words for footnotes, the last sentence for furniture."""

from dataclasses import replace

import pytest
from credulous import believe

from pipelines.clean import clean, dump_headline, dump_rules, last_words, zone
from pipelines.clean.model.decision import Decision, of_dump
from pipelines.clean.model.file import Model
from pipelines.clean.references import unnumbered
from pipelines.clean.spans import Piece, lines
from pipelines.page import Page
from pipelines.record import Record

HEAD = "Ferry of the harbour sails again"
STORY = (
    "The harbour office of Millbrook said on Monday that the ferry would sail again before the end of the week.",
    "Nobody on the quay believed it, and the baker had already sold his boat to a man from Harrowgate.",
    "Three councillors asked for the papers of the inquiry, which have not been seen since the flood.",
    "The ferry carries forty people, two goats and all of the mail, and it has never been on time so far.",
)


def record(*said: str, gap: str = "\n\n") -> Record:
    made = clean(Page(body=gap.join(said).encode(), media_type="text/plain"))
    assert isinstance(made, Record), made
    return made


LEADS = [
    "MILLBROOK, Nov 13 (Reuters) - The ferry of the harbour will sail again on Friday, the office of the harbour said.",
    "Die Fähre des Hafens von Millbrook soll noch vor dem Ende der Woche wieder fahren, teilte das Amt am Montag mit.",
]
ELSEWHERE = [
    (
        "港务局十四日清晨发表声明说，因罢工关闭三周的渡轮将于本周末恢复航行。码头上没有人相信这个消息，面包师已经卖掉了船。",
        "劳资双方十三日深夜达成协议，工资上调，并新聘二十人。工会主席说，大家的声音终于被听到了，明天全部复工。",
    ),
    (
        "[부산=연합뉴스] 김하늘 기자 = 3주간의 파업으로 문을 닫았던 항구가 14일 아침 다시 문을 열었다고 항만공사가 밝혔다.",
        "노사는 13일 밤 임금을 올리고 20명을 새로 채용하기로 합의했다. 노조위원장은 모두 복귀한다고 말했다.",
        "항구에서는 약 이천사백 명이 일하며 수입 밀의 삼분의 일이 이곳을 거친다고 항만공사는 덧붙였다.",
    ),
]


@pytest.mark.parametrize("said", [*((lead, *STORY) for lead in LEADS), *ELSEWHERE])
def test_a_first_paragraph_is_no_headline(said: tuple[str, ...]) -> None:
    made = record(*said)
    assert made.headline is None
    assert made.text.startswith(said[0])


def test_without_the_look_at_full_stops_and_odds_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_headline, "_LONG", 10_000)
    monkeypatch.setattr(dump_headline, "_LEAST", -99)
    monkeypatch.setattr(dump_headline, "_NEVER", -99)
    assert record(LEADS[0], *STORY).headline == LEADS[0]


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        (f"# {HEAD}", HEAD),
        (f"Title: {HEAD}", HEAD),
        (f'title: "{HEAD}"', HEAD),
        (f"标题：{HEAD}", HEAD),
        (f"**{HEAD}**", HEAD),
        (f'"{HEAD}"', f'"{HEAD}"'),
        (f"{HEAD}.", f"{HEAD}."),
    ],
)
def test_a_headline_is_without_what_marks_it(line: str, headline: str) -> None:
    assert record(line, *STORY).headline == headline


@pytest.mark.parametrize(
    "above",
    [
        "Home > Harbour news > Ferry",
        "By Dr. Helen Brandt and Prof. James Ekman",
        "From: Courier of Millbrook harbour",
        "- Ferry of the harbour office",
        "[ ![Harbour of Millbrook](/harbour.svg) ](/ferry)",
    ],
)
def test_what_may_stand_above_a_headline_is_none(above: str) -> None:
    assert record(above, HEAD, *STORY).headline == HEAD


@pytest.mark.parametrize(
    "line",
    [
        "**The captain** said that he had seen nothing until the ground came up under his feet.",
        "*This is how the last passenger told it to us on the quay on Wednesday morning, over tea.*",
        "[1] The Orla has a rudder that does not answer below four knots, and a horn without a sound.",
        "* Nine people were hurt at the gate.\n\n* Two men were arrested on a farm to the north of the town.",
    ],
)
def test_emphasis_and_items_of_lists_are_no_footnotes(line: str) -> None:
    made = record(HEAD, *STORY[:2], line, *STORY[2:], "The harbour* will be closed, they said.")
    assert made.footnotes == ()
    assert all(part in made.text for part in line.split("\n\n"))


def test_what_begins_with_a_mark_of_the_story_is_a_footnote() -> None:
    said = [
        f"{STORY[0][:-1]} [1].",
        *STORY[1:],
        "* An office of the town.",
        "[1] Minutes of the council, page 4.",
    ]
    made = record(HEAD, "The harbour office* has said so before, and nobody believed it then.", *said)
    assert made.footnotes == ("* An office of the town.", "[1] Minutes of the council, page 4.")


LAST = [
    "The mayor declined to comment.",
    "Der Kapitän wollte sich nicht äußern.",
    "Le capitaine n'a pas souhaité s'exprimer.",
    "Il capitano non ha voluto commentare.",
]


@pytest.mark.parametrize("line", LAST)
def test_who_did_not_comment_is_the_last_sentence_of_the_story(line: str) -> None:
    made = record(HEAD, "By Ida Holm", *STORY, line, "Most read", "Fog closes airport", gap="\n")
    assert made.text.endswith(line)


@pytest.mark.parametrize("line", LAST)
def test_it_would_be_lost_where_the_classifier_is_not_sure_of_it(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:

    def unsure(pieces: list[Piece], site: str | None, model: Model) -> Decision:
        said = of_dump(pieces, site, model)
        at = next(i for i, piece in enumerate(pieces) if piece.text == line)
        kept = [good and i != at for i, good in enumerate(said.kept)]
        return replace(said, kept=kept, odds=[-0.5 if i == at else odds for i, odds in enumerate(said.odds)])

    monkeypatch.setattr("pipelines.clean.cleaner.of_dump", unsure)
    told_lines = (HEAD, "By Ida Holm", *STORY, line, "Most read", "Fog closes airport")
    assert record(*told_lines, gap="\n").text.endswith(line)
    monkeypatch.setattr(zone, "last_words", lambda *_: None)
    assert line not in record(*told_lines, gap="\n").text


@pytest.mark.parametrize(
    "line",
    [
        "Sign in to comment.",
        "Follow us for more news from your town.",
        "Loading comments...",
        "All rights reserved.",
    ],
)
def test_what_speaks_to_readers_or_of_writers_is_not(line: str) -> None:
    made = record(HEAD, "By Ida Holm", *STORY, line, gap="\n")
    assert line not in made.text


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("By Ida Holm and Bo Ek, Staff Writers", "byline"),
        ("Von Ida Holm", "byline"),
        ("Published: 14.05.2023, 09:35", "date"),
    ],
)
def test_what_stands_between_headline_and_story_signs_and_dates_it(line: str, label: str) -> None:
    made = record(HEAD, line, *STORY)
    assert line not in made.text
    assert [b.label for b in made.blocks if b.text == line] == [label]


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_between_them_it_would_be_text(off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch)
    if off:
        guards = tuple(rule for rule in dump_rules.GUARDS if rule is not dump_rules.signed)
        monkeypatch.setattr(dump_rules, "GUARDS", guards)
    made = record(HEAD, "Av Karl Holm", *STORY)
    assert ("Av Karl Holm" in made.text) is off


LINKS = "References\n\n   Visible links\n" + "\n".join(
    f"   {n}. https://bote.example/{n}" for n in range(1, 7)
)


def test_the_links_of_a_text_browser_are_no_text_and_their_numbers_neither() -> None:
    story = [
        STORY[0].replace("ferry", "[3]ferry"),
        STORY[1].replace("the quay", "[4]the quay [5][quay.jpg]"),
        *STORY[2:],
    ]
    made = record("#[1]alternate [2]Home", HEAD, *story, LINKS)
    assert made.headline == HEAD
    assert made.text == "\n\n".join(STORY)


def test_numbers_in_brackets_that_no_list_explains_stay() -> None:
    text = "\n".join([HEAD, "[3]ferry", "[4]quay", "[5]baker", *STORY])
    assert [p.text for p in unnumbered(lines(text))] == text.split("\n")


@pytest.mark.parametrize(
    ("credit", "caption"),
    [
        ("© AFP 2022 LUDOVIC HOLM", "La présidente au port"),
        ("© AFP 2022 -", "Le port de Millbrook"),
        ("© REUTERS / POOL", "Le port de Millbrook"),
        ("© Nordbild 2021 Ida Holm", "Ein Kran im Hafen"),
    ],
)
def test_a_caption_is_parted_from_the_credit_it_is_glued_to(credit: str, caption: str) -> None:
    made = record(HEAD, credit + caption, *STORY)
    assert [(c.text, c.credit) for c in made.captions] == [(caption, credit)]


@pytest.mark.parametrize("line", ["By Ida Holm, AFP Correspondent", "By Associated Press"])
def test_a_byline_of_an_agency_is_no_credit_of_a_picture(line: str) -> None:
    made = record(HEAD, line, *STORY)
    assert made.credits == ()
    assert made.agency in ("Associated Press", None)


THAI = (
    "เมืองเวเลสกาเก็บรถเมล์กลางคืนไว้",
    "สภาเมืองลงมติเมื่อวันพฤหัสบดีให้คงรถเมล์กลางคืนไว้ หกสัปดาห์หลังจากประกาศว่าจะยกเลิกในเดือนธันวาคม หลังมีผู้ลงชื่อคัดค้านกว่าหนึ่งหมื่นสี่พันคน",
    "รถเมล์ออกทุกชั่วโมงระหว่างเที่ยงคืนถึงตีห้า และใช้งบปีละสองล้าน ซึ่งคณะกรรมการเห็นว่าเป็นของฟุ่มเฟือย",
    "ญัตติผ่านด้วยคะแนนเสียงสิบเก้าต่อสิบสอง โดยมีสมาชิกสองคนไม่อยู่ในห้องประชุม",
)


@pytest.mark.parametrize("off", [False, True])
def test_the_last_sentence_is_kept_where_no_sign_ends_sentences(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert THAI[-1] in record(*THAI, gap="\n").text
    if off:
        monkeypatch.setattr(last_words, "_UNSTOPPED", frozenset())
    pieces = [Piece(line, 0, 1) for line in THAI]
    found = last_words.last_words(pieces, [False, True, True, False], [-3.0, 2.0, 2.0, -1.5])
    assert found == (None if off else 3)


def test_a_short_line_in_such_a_script_is_no_sentence() -> None:
    assert "ข่าวที่เกี่ยวข้องกับรถเมล์" not in record(*THAI, "ข่าวที่เกี่ยวข้องกับรถเมล์", gap="\n").text


def test_a_numbered_line_between_two_paragraphs_heads_the_second_one() -> None:
    labels = {
        b.text: b.label
        for b in record(HEAD, STORY[0], "1. Buy a rope", STORY[1], "2. Wait", *STORY[2:]).blocks
    }
    assert labels["1. Buy a rope"] == labels["2. Wait"] == "subhead"
    listed = {
        b.text: b.label for b in record(HEAD, *STORY, "1. Buy a rope", "2. Wait for the tide", *STORY).blocks
    }
    assert listed["1. Buy a rope"] == listed["2. Wait for the tide"] == "list_item"


@pytest.mark.parametrize(
    "line",
    [
        "© 2015 BuzzFeed, Inc",
        "© 2024 NBCUniversal Media, LLC. All rights reserved.",
        "© Holm Verlag GmbH & Co. KG",
        "Foto: AdobeStock/Ida Holm",
        "© Getty Images/iStockphoto (Ausschnitt)",
        "© 2026 Ida Holm - WordPress Theme by Bo Ek",
        "Photo credit: SewCanShe.com",
        "© 2019 OregonLive.com. All rights reserved (About us).",
    ],
)
def test_a_name_of_two_capitals_is_one_word(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line in [b.text for b in record(HEAD, *STORY, line).blocks]
    monkeypatch.setattr("pipelines.clean.glue.parts_name", lambda *_: False)
    assert line not in [b.text for b in record(HEAD, *STORY, line).blocks]
