"""Lines beside a story that say what it is filed under, on pages without markup for that and in dumps."""

import pytest
from invented import HEAD, SENTENCES

from pipelines.clean import clean, filed
from pipelines.clean.spans import lines
from pipelines.page import Page
from pipelines.record import Record

URL = "https://www.millbrook-courant.example/"


@pytest.mark.parametrize(
    ("line", "tags", "sections"),
    [
        ("Tags: ferry, harbour", ("ferry", "harbour"), ()),
        ("Tags ferry, harbour", ("ferry", "harbour"), ()),
        ("Post Tags: #ferry#old quay#tar", ("ferry", "old quay", "tar"), ()),
        ("#Fähre#Hafen#Teer", ("Fähre", "Hafen", "Teer"), ()),
        ("Schlagwörter: Fähre, Hafen", ("Fähre", "Hafen"), ()),
        ("#Nord Küste #Hafen #Alte Mole", ("Nord Küste", "Hafen", "Alte Mole"), ()),
        ("Метки: паром, гавань", ("паром", "гавань"), ()),
        ("标签：渡轮，港口", ("渡轮", "港口"), ()),
        ("Filed under Coast", (), ("Coast",)),
        ("Kategorie: Küste, Hafen", (), ("Küste", "Hafen")),
        ("| Abgelegt unter: Küste, Häfen | Tags: Fähre, Teer", ("Fähre", "Teer"), ("Küste", "Häfen")),
        (
            "This entry was posted in Coast and tagged ferry, quay. Bookmark the permalink.",
            ("ferry", "quay"),
            ("Coast",),
        ),
        ("Posted in Coast, Quays by Ida Holm", (), ("Coast", "Quays")),
        ("Publicado en: Costa · 3 comments", (), ("Costa",)),
        ("Tags: ferry | Leave a comment", ("ferry",), ()),
        ("Tags: U.S. politics, ferry", ("U.S. politics", "ferry"), ()),
        ("Tags: Hafen, St. Pauli, Elbe", ("Hafen", "St. Pauli", "Elbe"), ()),
        ("Tags: stand by me, rope", ("stand by me", "rope"), ()),
        ("Tags: ferry, Printing, Shareholders", ("ferry", "Printing", "Shareholders"), ()),
        ("Filed Under: Coast Tagged With: ferry, quay", ("ferry", "quay"), ("Coast",)),
        ("Posted in Coast Tagged ferry, quay", ("ferry", "quay"), ("Coast",)),
        ("Posted in Coast on March 3, 2024 by Ida", (), ("Coast",)),
        ("Abgelegt unter Küste am 3. Mai 2024", (), ("Küste",)),
        ("الوسوم: ميناء، سفن", ("ميناء", "سفن"), ()),
        ("标签：渔港；渔船", ("渔港", "渔船"), ()),
        ("标签：渔港 渔船 海岸", ("渔港", "渔船", "海岸"), ()),
    ],
)
def test_a_line_names_tags_and_categories(
    line: str, tags: tuple[str, ...], sections: tuple[str, ...]
) -> None:
    assert filed.read(line) == (tags, sections)


@pytest.mark.parametrize(
    "line",
    [
        "Category winners sail on Friday, and the others wait for the tide of the next week.",
        "Tags of war were found on the old quay by the baker, who had gone there for the rope.",
        "Tags:",
        "Tags: ferry harbour quay tar rope",
        "The ferry, posted in Coast",
        "Key words matter to the harbour master",
        "Keywords: the ferry that strikes a rock off Harrowgate every winter",
        "Posted in: {{ item.title }}",
        "#1",
        "Filed under: Coast: Harbour: Quays:",
        "#ferry is late today, says the #harbour office",
        "#Berlin #Mitte (dpa)",
    ],
)
def test_a_sentence_or_a_label_alone_names_none(line: str) -> None:
    assert filed.read(line) == ((), ())


def dump(*lines: str, above: tuple[str, ...] = (), url: str = URL) -> Record:
    """The record of a dump with such lines below its story, or above its headline."""
    text = "\n".join((*above, HEAD, "", *SENTENCES, "", *lines))
    record = clean(Page(body=text.encode(), media_type="text/plain", url=url))
    assert isinstance(record, Record)
    return record


def test_a_dump_has_the_tags_and_the_section_that_a_line_names() -> None:
    record = dump("Filed under: Coast", "Tags: ferry, harbour")
    assert (record.section, record.keywords) == ("Coast", ("ferry", "harbour"))
    assert record.origins["keywords"].source == "block"
    plain = dump("The harbour office")
    assert (plain.section, plain.keywords) == (None, ())


def test_a_web_page_without_markup_has_them_too() -> None:
    body = "".join(f"<p>{s}</p>" for s in SENTENCES)
    page = (
        f"<html><body><article><h1>{HEAD}</h1>{body}</article><div>Tags: ferry, harbour</div></body></html>"
    )
    record = clean(Page(body=page.encode(), media_type="text/html"))
    assert isinstance(record, Record)
    assert record.keywords == ("ferry", "harbour")


@pytest.mark.parametrize(
    ("above", "steps"),
    [
        (("Home › Coast › Quays",), ("Coast", "Quays")),
        (("You are here: Home / Coast",), ("Coast",)),
        (("Startseite", "›", "Küste", "›"), ("Küste",)),
        (("Sie sind hier:", "Startseite", "/", "Küste"), ("Küste",)),
        (("Home", "Coast"), ()),
        (("Home / Coast / Quays / Boats / Ropes / Tar / Shop",), ()),
        (("Coast / Quays",), ()),
        (("Home | News | Coast",), ()),
        (("Home · Coast · Shop",), ()),
        (("Home", "Sign in ›", "Shop"), ()),
        (("You are here: Home", "Share", "Print"), ()),
        (("You are here: Home | Coast",), ("Coast",)),
    ],
)
def test_the_trail_above_the_headline_is_read(above: tuple[str, ...], steps: tuple[str, ...]) -> None:
    pieces = lines("\n".join((*above, HEAD, *SENTENCES)))
    assert filed.trail([p.judged("headline", "", 1.0) if p.text == HEAD else p for p in pieces]) == steps
    assert filed.trail(pieces) == ()


def test_it_names_the_section() -> None:
    assert dump(above=("Home › Coast › Quays",)).section == "Coast"


def test_a_word_beside_the_headline_of_a_dump_is_the_section_where_the_address_has_it() -> None:
    assert dump(above=("Coast",), url=f"{URL}coast/ferry.html").section == "Coast"
    assert dump(above=("Coast",), url=f"{URL}sport/ferry.html").section is None


def test_what_comments_and_teasers_are_filed_under_is_not_what_the_story_is() -> None:
    assert dump("2 comments", "Gulls of the quay", "Posted in Birds", "Tags: gull, bread").keywords == ()
    body = "".join(f"<p>{s}</p>" for s in SENTENCES)
    box = "<div class={}><p>Gulls of the quay</p><p>Tags: gull, bread</p></div>"
    for name in ("related", "comments"):
        page = f"<html><body><main><article><h1>{HEAD}</h1>{body}</article>{box.format(name)}</main></body></html>"
        record = clean(Page(body=page.encode(), media_type="text/html"))
        assert isinstance(record, Record)
        assert record.keywords == ()
