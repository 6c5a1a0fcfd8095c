"""What tells an article's address, learned from announced ones; and where a site's sources may be."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.page import Page
from spiders import site_facts as facts
from spiders.discover import autodiscovery, shape
from spiders.discover.link import Link

HOME = "https://herald.example/"
WORDS = ("harbour", "council", "ferry", "strike", "school", "budget", "bridge", "museum", "festival", "water")
OTHER = (
    "/", "/about", "/contact", "/news/", "/sport", "/tag/election", "/author/jane-roe", "/login?next=/", "/topics/",
    "/privacy-policy", "/search?q=x", "/en/", "/newsletters/morning-briefing", "/section/world/", "/subscribe",
)  # fmt: skip


def addresses(form: str, numbers: range) -> list[str]:
    return [
        HOME + form.format(
            n=48210000 + n, d=1 + n % 28, w=WORDS[n % 10], v=WORDS[n // 3 % 10], x=f"{n * 7919 + 0xA1B2C3D4:x}",
            s=("politics", "sport", "culture")[n % 3], t=WORDS[n % 7],
        )
        for n in numbers
    ]  # fmt: skip


@pytest.mark.parametrize(
    "form",
    [
        "2026/01/{d:02}/{w}-{v}-reopens.html", "{s}/2026/01/{d:02}/{w}-{v}", "{t}/2026/jan/{d:02}/{w}-{v}",
        "2026-01-{d:02}/{w}-{v}/", "{s}/{w}-{v}-{n}", "{s}/{n}", "{s}/{t}/{w}-{v}-a-{x}", "artikel/{n}.html",
        "{w}-of-the-{v}-is-closed-again", "{s}/{w}-of-the-{v}-is-closed-again/", "article.php?id={n}",
        "story?lang=en&id={n}", "{t}/2026/01/{d:02}/{w}/{v}-is-late.html", "n/{n}/{w}-{v}",
    ],
)  # fmt: skip
def test_a_shape_finds_articles_it_has_not_seen_and_no_other_page(form: str) -> None:
    learned = shape.learn(addresses(form, range(30)), [], set())
    patterns = [re.compile(p) for p in learned.patterns]

    def matching(urls: list[str]) -> list[str]:
        return [url for url in urls if any(p.search(shape.place(url)) for p in patterns)]

    unseen = addresses(form, range(100, 160))
    assert learned.recall == 1.0
    assert matching(unseen) == unseen
    assert matching([HOME + path[1:] for path in OTHER]) == []


def test_two_kinds_of_address_give_two_patterns_and_a_stray_one_none() -> None:
    announced = [*addresses("2026/01/{d:02}/{w}-{v}", range(30)), *addresses("video/{n}", range(20))]
    learned = shape.learn([*announced, f"{HOME}about"], [], set())
    assert len(learned.patterns) == 2
    assert (learned.found, learned.missed) == (50, (f"{HOME}about",))


def test_precision_is_told_by_links_that_nothing_announces() -> None:
    announced = addresses("{s}/{n}", range(30))
    front = [*announced[:6], f"{HOME}sport/10000001", f"{HOME}about"]
    learned = shape.learn(announced, front, set(announced))
    assert (learned.alike, learned.known, learned.unknown) == (7, 6, (f"{HOME}sport/10000001",))
    assert learned.precision == pytest.approx(6 / 7)


def test_nothing_announced_gives_no_pattern() -> None:
    assert shape.learn([], [HOME], set()) == shape.Learned()
    assert shape.Learned().precision is None


@given(st.lists(st.text(max_size=40).map(lambda path: HOME + path), max_size=20))
def test_whatever_is_announced_patterns_can_be_compiled(urls: list[str]) -> None:
    for pattern in shape.learn(urls, urls, set()).patterns:
        re.compile(pattern)


# Where sources may be


def test_feeds_are_those_that_a_page_names_as_such() -> None:
    body = b"""<base href="/en/"><link rel="alternate" type="application/rss+xml" href="feed">
    <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="//feeds.example/a#x">
    <link rel="alternate" type="application/feed+json" href="/feed.json"><link rel="alternate" href="/m/">
    <link rel="alternate" hreflang="fr" type="text/html" href="/fr/"><link rel="stylesheet" type="application/rss+xml" href="/x">
    <link rel="alternate" type="application/rss+xml" href="javascript:0">"""
    assert autodiscovery.feeds(body, HOME) == (
        "https://herald.example/en/feed", "https://feeds.example/a", "https://herald.example/feed.json",
    )  # fmt: skip
    assert autodiscovery.feeds(b"", HOME) == ()


def test_sitemaps_are_those_that_robots_txt_names() -> None:
    robots = b"\xef\xbb\xbfUser-agent: *\nSITEMAP : /map.xml\nSitemap:https://cdn.example/a.gz # new\n#Sitemap: /no\nSitemap:"
    assert autodiscovery.sitemaps(robots, f"{HOME}robots.txt") == (
        "https://herald.example/map.xml", "https://cdn.example/a.gz",
    )  # fmt: skip


def test_sections_are_plain_words_on_the_sites_own_host() -> None:
    paths = (
        "/sport/",
        "/sport/",
        "/about",
        "/2026",
        "/world",
        "/world/asia",
        "//elsewhere.example/sport",
        "/shop",
        "/tv?x",
    )
    links = [
        Link(url=f"https:{p}" if p[:2] == "//" else f"https://herald.example{p}", source=HOME) for p in paths
    ]
    assert autodiscovery.sections(links, HOME, 5) == (f"{HOME}sport/", f"{HOME}world")
    assert autodiscovery.sections(links, HOME, 1) == (f"{HOME}sport/",)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/2026/01/05/", "/{yyyy}/{mm}/{dd}/"), ("/2026/01/05", "/{yyyy}/{mm}/{dd}"),
        ("/archive/2026-01-05.html", "/archive/{yyyy}-{mm}-{dd}.html"), ("/2026/1/5/", "/{yyyy}/{m}/{d}/"),
        ("/archives-du-monde/05-01-2026/", "/archives-du-monde/{dd}-{mm}-{yyyy}/"),
        ("/world/2026/jan/05/all", "/world/{yyyy}/{mon}/{dd}/all"),
        ("/2026/01/05/harbour", None), ("/2026/13/05/", None), ("/2026/01/32/", None), ("/2026/01/", None),
        ("/2026/abc/05/", None), ("/{x}/2026/01/05/", None), ("/sport/", None), ("", None),
    ],
)  # fmt: skip
def test_an_address_that_ends_in_a_date_is_a_page_of_a_day(path: str, template: str | None) -> None:
    assert autodiscovery.template(path) == template


def test_day_pages_are_tried_where_links_and_articles_point_first() -> None:
    tried = autodiscovery.day_pages(
        [f"{HOME}news/2026/01/05/a.html"], [f"{HOME}all/{{dd}}-{{mm}}-{{yyyy}}"], HOME, date(2026, 1, 4)
    )
    assert list(tried)[:2] == [f"{HOME}all/04-01-2026", f"{HOME}news/2026/01/04/"]
    assert tried[f"{HOME}news/2026/01/04/"] == f"{HOME}news/{{yyyy}}/{{mm}}/{{dd}}/"


# What is stated


def page(body: str, url: str = HOME) -> Page:
    return Page(body=body.encode(), media_type="text/html", url=url)


@pytest.mark.parametrize(
    ("home", "body", "country"),
    [
        ("https://lejour.fr/", "", "FR"), ("https://courier.co.uk/", "", "GB"), ("https://startup.io/", "", None),
        ("https://lejour.example/", "", None), ("https://lejour.com/", '<html lang="fr-BE">', "BE"),
        ("https://lejour.com/", '<html lang="fr">', None), ("https://lejour.com/", '<html lang="en-ZZ">', None),
        ("https://lejour.com/", '<script type="application/ld+json">{"@graph":[{"publisher":{"address":{"addressCountry":"ch"}}}]}</script>', "CH"),
        ("https://lejour.com/", '<script type="application/ld+json">{broken</script>', None),
    ],
)  # fmt: skip
def test_a_country_is_stated_or_it_is_none(home: str, body: str, country: str | None) -> None:
    found = facts.country(page(body, home), ())
    assert (found and found.value) == country
    assert found is None or found.source


FEED = "<pubDate>Mon, 05 Jan 2026 10:0{n}:00 {zone}</pubDate>"


@pytest.mark.parametrize(
    ("country", "offset", "zone"),
    [
        ("FR", "+0100", "Europe/Paris"), ("FR", None, "Europe/Paris"), ("IN", None, "Asia/Kolkata"),
        (None, "+0900", "Etc/GMT-9"), (None, "-0500", "Etc/GMT+5"), (None, "+0000", "UTC"), (None, None, "UTC"),
        ("US", None, "UTC"), ("US", "-1000", "Etc/GMT+10"), ("FR", "+0900", "Etc/GMT-9"), (None, "+0530", "UTC"),
        ("PT", "-0100", "Atlantic/Azores"),
    ],
)  # fmt: skip
def test_a_time_zone_is_the_countrys_only_one_or_an_offset_or_marked(
    country: str | None, offset: str | None, zone: str
) -> None:
    feeds = [page("".join(FEED.format(n=n, zone=offset) for n in range(5)))] if offset else []
    of = facts.Fact(value=country, source="x") if country else None
    found = facts.time_zone(of, feeds, datetime(2026, 1, 5, tzinfo=UTC))
    assert found.value == zone
    if zone == "UTC" and offset is None:
        assert "correct it" in found.source


@given(st.binary(max_size=300))
def test_no_bytes_make_a_fact_raise(body: bytes) -> None:
    odd = Page(
        body=b'<html lang="' + body + b'"><script type="application/ld+json">' + body + b"</script>",
        media_type="",
        url=HOME,
    )
    facts.languages([odd])
    facts.country(odd, [odd])
    facts.name(odd, [odd], [odd])
    autodiscovery.feeds(odd.body, HOME)
    autodiscovery.sitemaps(body, HOME)
