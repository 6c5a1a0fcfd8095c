"""Section and keywords from the trail of links above an article, and from the links that file it under something."""

import json

import pytest
from invented import body, record

from pipelines.clean import sections
from pipelines.clean.sections import section
from pipelines.clean.trails import Crumb

URL = "https://bote.example/coast/ferry-sails-again"


def trail(*names: str, last: str = URL, shape: str = "name") -> str:
    """A BreadcrumbList whose last step is the page."""
    addresses = [
        "https://bote.example/",
        *(f"https://bote.example/{n}" for n in range(1, len(names) - 1)),
        last,
    ]
    items = [
        {"@type": "ListItem", "position": n, "item": a, "name": name}
        if shape == "name"
        else {"@type": "ListItem", "position": n, "item": {"@id": a, "name": name}}
        for n, (name, a) in enumerate(zip(names, addresses, strict=False), 1)
    ]
    made = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items[::-1]}
    return f'<script type="application/ld+json">{json.dumps(made)}</script>'


def links(
    *names: str, around: str = '<nav class="breadcrumb">{}</nav>', item: str = '<a href="{0}">{1}</a> › '
) -> str:
    """The links of a trail, the first to the front."""
    return around.format(
        "".join(item.format("/" if not n else f"/{n}", name) for n, name in enumerate(names))
    )


LISTED = '<ol itemscope itemtype="https://schema.org/BreadcrumbList">{}</ol>'
ITEM = '<li itemprop="itemListElement" itemscope><a itemprop="item" href="{0}"><span itemprop="name">{1}</span></a></li>'


@pytest.mark.parametrize(
    ("markup", "said", "source"),
    [
        (body(trail("Home", "Coast", "Ferry sails again")), "Coast", "breadcrumb json-ld"),
        (body(trail("Home", "News", "Coast", "Ferry sails again")), "Coast", "breadcrumb json-ld"),
        (body(trail("Der Bote", "Küste", "Häfen", "Ferry sails again", shape="item")), "Küste", "breadcrumb json-ld"),
        (body(trail("首页", "社会", "Ferry sails again")), "社会", "breadcrumb json-ld"),
        (body('<meta itemprop="articleSection" content="Coast">' + trail("Home", "Town", "Ferry sails again")), "Coast", "articlesection"),
        (body(top=links("Startseite", "Küste")), "Küste", "breadcrumb"),
        (body(top=links("DSV Home", "Küste")), "Küste", "breadcrumb"),
        (body(top=links("الرئيسية", "الساحل", around='<div id="breadcrumbs">{}</div>')), "الساحل", "breadcrumb"),
        (body(top=links("Inicio", "Costa", around='<ul aria-label="breadcrumb">{}</ul>')), "Costa", "breadcrumb"),
        (body(top=links("Home", "Coast", around=LISTED, item=ITEM)), "Coast", "breadcrumb"),
        (body(top='<dl><dd class="category-name">Category: <a href="/coast">Coast</a></dd></dl>'), "Coast", "block"),
        (body(top='<span class="cat-links"><a href="/category/coast" rel="category tag">Coast</a></span>'), "Coast", "rel=tag"),
        (body(trail("Home", "Sport", "Sailing", "Ferry sails again"), top='<p class="kicker">Sailing</p>').replace(b"<h1>", b"<p class=kicker>Sailing</p><h1>"), "Sailing", "breadcrumb json-ld"),
    ],
)  # fmt: skip
def test_the_trail_to_a_page_names_its_section(markup: bytes, said: str, source: str) -> None:
    made = record(markup, url=URL)
    assert (made.section, made.origins["section"].source) == (said, source)


@pytest.mark.parametrize(
    "markup",
    [
        body(trail("Home", "Ferry sails again")),
        body(trail("Home", "Ferry sails again from the old quay")),
        body('<meta property="og:site_name" content="Coast Mail">' + trail("Home", "Coast Mail", "Ferry sails again")),
        body(trail("Home", "Article", "Ferry sails again")),
        body(top=links("Home", "News")),
        body(trail("Home", "2024", "August", "Week 12", "Ferry sails again")),
        body(top=links("Home", "‹ Back")),
        body(top=links("Home", *(f"Quay {chr(65 + n)}" for n in range(12)))),
        body(tail=links("Home", "Contact", "Jobs", around="<footer><nav class=breadcrumb>{}</nav></footer>")),
        body(top='<a href="/category/coast" rel="category tag">Coast</a> <a href="/category/town" rel="category tag">Town</a>'),
        body(top='<a href="/category/uncategorized" rel="category tag">Uncategorized</a>'),
    ],
)  # fmt: skip
def test_front_site_headline_dates_and_menus_are_no_section(markup: bytes) -> None:
    assert record(markup, url=URL).section is None


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("- Coast", "Coast"), ("Coast /", "Coast"), ("Coast, Towns,", "Coast"), ("South CoastPREMIUM", "South Coast"), ("TownBILD", "TownBILD"), ("HarbourSTYLE", "HarbourSTYLE"), ("Formula 1", "Formula 1"), ("COVID-19", "COVID-19"), ("eCommerce", "eCommerce"),
        ("Uncategorized", None), ("Allgemein", None), ("All", None), ("article", None), ("The Bote", "The Bote"), ("Cart 0", None),
    ],
)  # fmt: skip
def test_a_stated_section_is_bare_and_says_something(stated: str, said: str | None) -> None:
    head = f'<meta property="article:section" content="{stated}"><meta property="og:site_name" content="The Bote">'
    if "," in stated:
        head = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "Ferry sails again", "articleSection": stated})}</script>'
    assert record(body(head)).section == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("AT&amp;amp;T, Ferries", ("AT&T", "Ferries")), ("#Coast, tag:Tides, type:story, [NAME], _system, /article", ("Coast", "Tides")), ("C++, re:publica, 5G", ("C++", "re:publica", "5G")),
        ("rock&region, Arts&section", ("rock&region", "Arts&section")), ("&quot;Ferry&quot; inquiry, 27&quot;", ('"Ferry" inquiry', '27"')), ("&quot;Coast, Tides&quot;", ("Coast", "Tides")),
    ],
)  # fmt: skip
def test_keywords_are_words_and_no_marks_of_a_system(content: str, said: tuple[str, ...]) -> None:
    assert record(body(f'<meta name=keywords content="{content}">')).keywords == said


def test_a_menu_that_is_classed_as_a_trail_names_no_section() -> None:
    assert record(body(top=links("Inicio", "Suscríbase", "Costa"))).section is None
    assert record(body(top=links("Inicio", "Costa"))).section == "Costa"


def test_the_sites_own_name_is_a_section_only_where_nothing_else_is() -> None:
    site = '<meta property="article:section" content="The Bote"><meta property="og:site_name" content="The Bote">'
    assert record(body(site)).section == "The Bote"
    assert record(body(site + trail("Home", "Coast", "Ferry sails again"))).section == "Coast"


def test_what_a_page_states_comes_before_its_trail() -> None:
    markup = body(
        '<meta property="article:section" content="Harbours">' + trail("Home", "Coast", "Ferry sails again")
    )
    assert record(markup, url=URL).section == "Harbours"


def test_without_the_names_of_fronts_home_would_be_a_section(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (Crumb("Accueil", None), Crumb("Côte", None))
    assert section(steps, set()) == "Côte"
    monkeypatch.setattr(sections, "HOME", frozenset())
    assert section(steps, set()) == "Accueil"


TAGS = '<p class="tags"><a href="/tag/ferry" rel="tag">ferry</a>, <a href="/tag/pier" rel="tag">#pier</a></p>'
OTHER = '<div class="{}"><h3><a href="/{}">Another story</a></h3><a href="/tag/fish" rel="tag">{}</a></div>'


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (body(tail=TAGS), ("ferry", "pier")),
        (body(top=TAGS, tail=TAGS), ("ferry", "pier")),
        (body(tail="<ul><li><a href='/tag/ferry' rel=tag>ferry</a></li><li><a href='/tag/pier' rel=tag>pier</a></li></ul>"), ("ferry", "pier")),
        (body(tail=TAGS + OTHER.format("related-posts", 1, "fish")), ("ferry", "pier")),
        (body(tail=TAGS + "</article>" + "".join(f"<article>{OTHER.format('c', n, f'fish {n}')}</article>" for n in range(4))), ("ferry", "pier")),
        (body(tail=TAGS + '<a href="/category/coast" rel="category tag">Coast</a>'), ("ferry", "pier")),
        (body('<meta name=keywords content="harbour, quay">', tail=TAGS), ("harbour", "quay")),
        (body(tail="".join(OTHER.format("c", n, f"fish {n}") for n in range(4))), ()),
        (body(tail="<div class=tag-cloud>" + TAGS + "</div>"), ()),
        (body(tail="<aside>" + TAGS + "</aside>"), ()),
        (body(tail='<a rel="tag" href="/x">Read more about the man who sold his boat to the baker</a>'), ()),
    ],
)  # fmt: skip
def test_links_that_tag_the_story_are_its_keywords(markup: bytes, said: tuple[str, ...]) -> None:
    assert record(markup, url=URL).keywords == said


def test_an_address_s_word_for_a_section_is_spelt_as_the_trail_spells_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = body(
        '<meta property="article:section" content="costa-norte">' + trail("Home", "Costa Norte", "Ferry")
    )
    assert record(page, url=URL).section == "Costa Norte"
    monkeypatch.setattr(sections, "_spelt", list)
    assert record(page, url=URL).section == "costa-norte"


def test_of_a_path_of_sections_the_last_is_named() -> None:
    assert record(body('<meta property="article:section" content="Coast > Ferries">')).section == "Ferries"


PLACED = "https://bote.example/news/costa-menor/ferry-sails-again"


@pytest.mark.parametrize(
    ("above", "url", "said"),
    [
        ("Costa Menor", PLACED, "Costa Menor"),
        ("Cósta menor", PLACED, "Cósta menor"),
        ("News", PLACED, None),
        ("Costa Menor", "https://bote.example/ferry-sails-again", None),
        ("Costa Menor", "https://bote.example/costa-menor", None),
        ("Costa Menor", None, None),
        ("English", "https://bote.example/english/ferry", None),
        ("May", "https://bote.example/2024/may/ferry", None),
        ("Sport", "https://bote.example/ferry?from=/sport/2", None),
        ("Ferry sails again", "https://bote.example/ferry-sails-again/page", None),
    ],
)
def test_the_word_above_the_headline_is_the_section_where_the_address_has_it_as_a_folder(
    above: str, url: str | None, said: str | None
) -> None:
    page = body().replace(b"<h1>", f"<div><a href=/x>{above}</a></div><h1>".encode())
    assert record(page, url=url).section == said


def test_without_the_look_at_the_address_any_word_there_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "folded", lambda _: "same")
    page = body().replace(b"<h1>", b"<div><a href=/x>Timetable</a></div><h1>")
    assert record(page, url=PLACED).section == "Timetable"


def test_of_sections_that_a_meta_lists_the_first_is_named() -> None:
    assert record(body('<meta name="sailthru_section" content="Coast,World">')).section == "Coast"
