"""Keywords are what the article is about: not the site's name, not its rubrics, not what its systems say to each other."""

import pytest
from invented import body, record

from pipelines.clean import keywords

OF_THE_SITE = "News, Politics, Sport, Culture, Weather, Coast Bote"


def said(words: str, site: str = "Coast Bote", title: str = "Ferry sails again") -> tuple[str, ...]:
    head = f'<meta property="og:site_name" content="{site}"><meta name=keywords content="{words}">'
    return record(body(head, title=title)).keywords


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ferry, Coast Bote, pier", ("ferry", "pier")),
        (OF_THE_SITE, ()),
        ("Politics, Sport, Culture, Business, Weather, Health", ()),
        ("Politics, Sport, ferry", ("Politics", "Sport", "ferry")),
        ("ferry, pier, lighthouse, hull, welders, News, Politics, Coast Bote", ("ferry", "pier", "lighthouse", "hull", "welders", "News", "Politics")),
        ("政治、経済、社会、国際、文化、スポーツ", ()),
        ("Ida Holm PROFESSIONAL_ROWER PERSON, PERSON, Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Local news (general_news), Section: Sport:Rowing, category: Life", ("Local news",)),
        ("HMS PINAFORE, NATO", ("HMS PINAFORE", "NATO")),
    ],
)  # fmt: skip
def test_keywords_are_those_of_the_article(words: str, kept: tuple[str, ...]) -> None:
    assert said(words) == kept


def test_the_headline_is_no_keyword_unless_it_is_a_word_or_two() -> None:
    assert said("Ferry sails again today, pier", title="Ferry sails again today") == ("pier",)
    assert said("Lighthouse", title="Lighthouse") == ("Lighthouse",)


def test_a_part_of_the_host_may_be_what_the_page_is_about() -> None:
    head = "<meta name=keywords content='rowing, oars'>"
    assert record(body(head), url="https://rowing.example/a").keywords == ("rowing", "oars")


def test_without_the_look_at_rubrics_a_sites_own_list_would_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "_WITH_NAME", (99, 1))
    assert said(OF_THE_SITE) == ("News", "Politics", "Sport", "Culture", "Weather")
