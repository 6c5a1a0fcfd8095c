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
        ("www.coastbote.example", "coastbote", None),
        ("www.sport.example", "Sport", None),
    ],
)
def test_a_line_that_says_what_the_host_is_called_names_the_publisher(
    host: str, line: str, name: str | None
) -> None:
    story = [line, "Ferry sails again", "12 March 2024", *SENTENCES]
    page = Page(body="\n\n".join(story).encode(), media_type="text/plain", url=f"https://{host}/ferry")
    made = clean(page)
    assert isinstance(made, Record)
    assert made.publisher == name
