"""Keywords are what the article is about: not the site's name, not its rubrics, not what its systems say to each other."""

import pytest
from invented import body, record

from pipelines.clean import keywords, trails

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
        ("HMS PINAFORE, NATO, PERSON of the Year, SARS_COV", ("HMS PINAFORE", "NATO", "PERSON of the Year", "SARS_COV")),
        ("Status: it is complicated", ("Status: it is complicated",)),
        ("Politics, Health, Weather, Coast Bote, ferry, hull, pier, quay, oars", ("ferry", "hull", "pier", "quay", "oars")),
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


def row(*names: str, label: str = "", tag: str = "div") -> str:
    """Links to pages of topics beside each other."""
    links = " ".join(f'<a href="/topic/{n}">{name}</a>' for n, name in enumerate(names))
    return f"<{tag}>{label}{links}</{tag}>"


SENTENCE = "<p>The harbour office said that <a href=/topic/1>ferries</a> and <a href=/topic/2>barges</a> would sail again before the week was out.</p>"


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        (row("ferry", "pier"), ("ferry", "pier")),
        (row("ferry", "pier", label="More about: "), ("ferry", "pier")),
        ("<ul><li><a href=/tag/a>ferry</a></li><li><a href=/tag/b>pier</a></li></ul>", ("ferry", "pier")),
        (row("ferry"), ()),
        (SENTENCE, ()),
        (row("ferry", "pier", tag="nav"), ()),
        (row("ferry", "pier", tag="footer"), ()),
        ('<div class="trending">' + row("ferry", "pier") + "</div>", ()),
        (row("ferry", "pier").replace("/topic/", "/story/"), ()),
        ("<div class=footer>" + row("ferry", "pier") + "</div>", ()),
        ("<div><a href=/topic/1>Sport</a> <a href=/s/1>Rowers win</a></div>", ()),
        (
            "<div><a href=/topic/sport/rowers-win>Rowers win</a> <a href=/topic/sport/hull-mended>Hull mended</a></div>",
            (),
        ),
    ],
)
def test_links_to_topics_beside_each_other_below_the_story_are_its_keywords(
    tail: str, kept: tuple[str, ...]
) -> None:
    made = record(body(tail=tail))
    assert made.keywords == kept
    assert made.origins["keywords"].source == "links" if kept else "keywords" not in made.origins


def test_above_the_story_they_are_a_menu_and_what_is_stated_wins() -> None:
    assert record(body(top=row("Coast", "Town"))).keywords == ()
    head = "<meta name=keywords content='hull, welders'>"
    assert record(body(head, tail=row("ferry", "pier"))).keywords == ("hull", "welders")


def test_without_the_look_at_what_stands_between_them_words_of_a_sentence_would_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trails, "_SAID", 0.0)
    assert record(body(tail=SENTENCE)).keywords == ("ferries", "barges")


def linked(article: str) -> tuple[str, ...]:
    """The keywords of a page with such JSON-LD."""
    return record(
        body(f'<script type="application/ld+json">{{"@type": "NewsArticle", {article}}}</script>')
    ).keywords


def test_a_list_of_one_text_that_lists_them_is_parted() -> None:
    assert linked('"keywords": ["ferry, pier, old quay"]') == ("ferry", "pier", "old quay")
    assert linked('"keywords": ["Holm, Ida", "pier"]') == ("Holm, Ida", "pier")


def test_what_it_is_about_are_its_keywords_where_it_states_no_others() -> None:
    about = '"about": [{"name": "Ferries"}, {"name": "Old quay"}]'
    assert linked(about) == ("Ferries", "Old quay")
    assert linked(f'{about}, "keywords": "pier, hull"') == ("pier", "hull")


def test_a_last_name_and_the_first_behind_it_are_one_keyword_where_the_text_has_them_so() -> None:
    page = body(
        '<meta name=keywords content="ferry, Holm, Ida, Quay, Millbrook">',
        top="<p>Ida Holm was there on Monday, as every day of the year.</p>",
    )
    assert record(page).keywords == ("ferry", "Ida Holm", "Quay", "Millbrook")
