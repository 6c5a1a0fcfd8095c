"""Who brings an article is named as readers call it: not the agency, not the company, not an address, not with a slogan."""

import json

import pytest
from invented import SENTENCES, body, record

from pipelines.clean import clean, publishers
from pipelines.page import Page
from pipelines.record import Record

HOST = "https://www.coastbote.example/ferry"


def page(publisher: str | None, site: str | None, suffix: str = "") -> bytes:
    """A page whose JSON-LD names a publisher, which calls its site another thing, and its title perhaps a third."""
    article = {"@type": "NewsArticle", "headline": "Ferry sails again", "publisher": {"name": publisher}}
    linked = f'<script type="application/ld+json">{json.dumps(article)}</script>' if publisher else ""
    named = f'<meta property="og:site_name" content="{site}">' if site else ""
    title = f"<title>Ferry sails again{suffix}</title>".encode()
    return body(linked + named).replace(b"<title>Ferry sails again</title>", title)


CASES = [
    ("Associated Press", "Coast Bote", "", "Coast Bote"),
    ("Associated Press", "The Messenger", " - The Messenger", "The Messenger"),
    ("Associated Press", "The Messenger", "", "Associated Press"),
    ("Coast Bote AG", "Coast Bote", "", "Coast Bote"),
    ("Holm Medien GmbH", "Coast Bote", "", "Coast Bote"),
    ("bote", "Coast Bote", "", "Coast Bote"),
    ("coastbote.example", "The Coast Bote", " | The Coast Bote", "The Coast Bote"),
    ("CoastBote", "Coast Bote", "", "Coast Bote"),
    ("Coast Bote", "coastbote", "", "Coast Bote"),
    ("The Coast Bote", "coastbote", "", "The Coast Bote"),
    ("Bote of the Coast", "coastbote.example", "", "Bote of the Coast"),
    ("Coast Bote", "Coast", "", "Coast Bote"),
    ("Coast Bote | News of the harbours", None, "", "Coast Bote"),
    ("Coast Bote - Verlag Holm GmbH & Co. KG", None, "", "Coast Bote"),
    (None, "News of the harbours ｜ Coast Bote", "", "Coast Bote"),
    (None, "www.coastbote.example", "", "coastbote.example"),
    ("Coast Bote News", "Coast Bote", "", "Coast Bote News"),
    ("Bote of the Harbours", "BotH", " | BotH", "Bote of the Harbours"),
    ("Harbour Bote", "News", " | News", "Harbour Bote"),
    ("News - The Coast Bote", None, "", "News - The Coast Bote"),
    ("...", None, "", None),
]


@pytest.mark.parametrize(("publisher", "site", "suffix", "said"), CASES)
def test_the_publisher_is_the_paper_as_its_readers_call_it(
    publisher: str | None, site: str | None, suffix: str, said: str
) -> None:
    assert record(page(publisher, site, suffix), url=HOST).publisher == said


def test_without_the_look_at_the_name_of_the_site_the_agency_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publishers, "_outdoes", lambda *_: False)
    made = record(page("Associated Press", "Coast Bote"), url=HOST)
    assert made.publisher == "Associated Press"
    assert ("og:site_name", "Coast Bote") in made.origins["publisher"].losers


def test_without_the_look_at_the_host_the_slogan_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishers, "_spelt", lambda name, _: name)
    said = record(page("Coast Bote | News of the harbours", None), url=HOST).publisher
    assert said == "Coast Bote | News of the harbours"


@pytest.mark.parametrize(
    ("host", "line", "name"),
    [
        ("www.coastbote.example", "Coast Bote", "Coast Bote"),
        ("www.coastbote.co.uk", "Coast Bote ›", "Coast Bote"),
        ("coastbote.wordpress.com", "The Coast Bote", None),
        ("coastbote.wordpress.com", "COAST BOTE", "COAST BOTE"),
        ("news.coastbote.example", "News", None),
        ("www.coastbote.example", "coastbote", "coastbote"),
        ("www.coastbote.example", "CoastBote.example", "CoastBote.example"),
        ("www.coastbote.example", "www.coastbote.example", None),
        ("www.coastbote.example", "coastbote.example", None),
        ("www.coastbote.example", "office@coastbote", None),
        ("kuestenbote.example", "Küstenbote", "Küstenbote"),
        ("idaholm.example", "By Ida Holm", None),
        ("kustenbote.example", "© Küstenbote", "Küstenbote"),
        ("www.sport.example", "Sport", None),
    ],
)
def test_a_line_that_says_what_the_host_is_called_names_the_publisher(
    host: str, line: str, name: str | None
) -> None:
    assert dumped("\n\n".join([line, "Ferry sails again", "12 March 2024", *SENTENCES]), host) == name


def dumped(text: str, host: str) -> str | None:
    """The publisher of a dump."""
    made = clean(Page(body=text.encode(), media_type="text/plain", url=f"https://{host}/ferry"))
    assert isinstance(made, Record)
    return made.publisher


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("With {} you know more. Ask {}.", "CoastBote24"),
        ("With {} you know more.", None),
        ("Write to office@{} or ask {}.example, says {}.", None),
    ],
)
def test_what_the_text_calls_its_host_more_than_once_is_the_publisher(told: str, name: str | None) -> None:
    text = told.format(*["CoastBote24"] * 3)
    assert dumped("\n\n".join(["Ferry sails again", *SENTENCES, text]), "coastbote24.example") == name


def test_a_word_that_is_the_host_may_be_what_the_story_is_about() -> None:
    text = "\n\n".join(["Ferry sails again", *SENTENCES, "Gulls are birds.", "Gulls eat bread."])
    assert dumped(text, "gulls.example") is None


@pytest.mark.parametrize(
    "title", ["Ferry sails again › Nordbote", "Ferry sails again ǀ Nordbote", "Ferry sails again » Nordbote"]
)
def test_a_sign_that_few_sites_use_parts_the_headline_from_the_site_too(title: str) -> None:
    html = body("").replace(b"<title>Ferry sails again</title>", f"<title>{title}</title>".encode())
    assert record(html).publisher == "Nordbote"


def test_a_chinese_title_has_no_spaces_around_its_sign() -> None:
    story = "".join(
        f"<p>{'港口办公室说，渡轮今天再次启航，船长和面包师都很高兴。' * 3}</p>" for _ in range(3)
    )
    page = f"<html><head><title>渡轮再次启航-海岸报</title></head><body><h1>渡轮再次启航</h1>{story}</body></html>"
    made = clean(Page(body=page.encode(), media_type="text/html"))
    assert isinstance(made, Record)
    assert (made.headline, made.publisher) == ("渡轮再次启航", "海岸报")
    assert publishers._tail("渡轮再次启航-国内-海岸报", {"渡轮再次启航"}) == ("渡轮再次启航", "海岸报")


def test_initials_name_the_host() -> None:
    html = body("").replace(
        b"<title>Ferry sails again</title>", b"<title>The ferry - Rhein Neckar Bote</title>"
    )
    assert record(html, url="https://www.rnb.example/f").publisher == "Rhein Neckar Bote"
    assert record(html, url="https://www.xyz.example/f").publisher is None
