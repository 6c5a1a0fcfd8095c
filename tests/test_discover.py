"""Discovery: no address is lost, bent or dated by guess; no bytes make it raise."""

import gzip
import json
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipelines.archive.hypertext import absolute
from pipelines.archive.unit import Interval
from spiders.discover import dated, dates, feed, front, sitemap
from spiders.discover.canonical import canonical
from spiders.discover.link import Link, merge
from spiders.discover.template import check_template, urls

PARIS = ZoneInfo("Europe/Paris")
AT = "https://herald.example/map.xml"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


# Dates


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-01-05T10:00:00Z", utc(2026, 1, 5, 10)),
        ("2026-01-05T10:00:00+02:00", utc(2026, 1, 5, 8)),
        ("2026-01-05T10:00:00-0530", utc(2026, 1, 5, 15, 30)),
        ("2026-01-05T10:00+01", utc(2026, 1, 5, 9)),
        ("2026-01-05 10:00:00.123456789Z", utc(2026, 1, 5, 10, 0, 0, 123456)),
        ("2026-01-05T10:00", utc(2026, 1, 5, 9)),
        ("2026-07-05T10:00", utc(2026, 7, 5, 8)),
        ("2026-01-05T24:00:00Z", utc(2026, 1, 6)),
        ("2026-06-30T23:59:60Z", utc(2026, 6, 30, 23, 59, 59)),
        ("2026-01-05", utc(2026, 1, 4, 23)),
        ("  2026-1-5 ", utc(2026, 1, 4, 23)),
        ("20260105", utc(2026, 1, 4, 23)),
        ("2026/01/05", utc(2026, 1, 4, 23)),
        ("05.01.2026 10:00", utc(2026, 1, 5, 9)),
        ("25/01/2026", utc(2026, 1, 24, 23)),
        ("01/25/2026", utc(2026, 1, 24, 23)),
        ("Mon, 05 Jan 2026 23:30:00 EST", utc(2026, 1, 6, 4, 30)),
        ("Mon, 05 Jan 2026 23:30:00 +0100", utc(2026, 1, 5, 22, 30)),
        ("Mon, 05 Jan 2026 23:30:00 GMT", utc(2026, 1, 5, 23, 30)),
        ("Mon, 05 Jan 2026 23:30 CET", utc(2026, 1, 5, 22, 30)),
        ("Mon, 05 Jan 2026 23:30:00", utc(2026, 1, 5, 22, 30)),
        ("2026-03-29T02:30:00", utc(2026, 3, 29, 1, 30)),  # a local time that never was
    ],
)
def test_a_date_is_read_in_the_zone_it_names_or_else_the_sites(text: str, means: datetime) -> None:
    assert dates.instant(text, PARIS) == means


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "today", "yesterday", "2 hours ago", "05/01/2026", "5-1-2026", "2026-02-30", "2026-13-01",
        "2026-01-05T25:00:00Z", "2026", "2026-01", "10:00", "0000-00-00", "1767605400", "n/a", "2026-01-05T",
        "9999-99-99T99:99:99Z", "x" * 500, "Mon, 99 Jan 2026 10:00:00 GMT",
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_read_for_certain_is_none(text: str) -> None:
    assert dates.instant(text, PARIS) is None


def test_a_day_alone_may_mean_any_instant_of_it() -> None:
    when = dates.read("2026-03-29", PARIS)
    assert when is not None
    assert (when.instant, when.last) == (utc(2026, 3, 28, 23), utc(2026, 3, 29, 21, 59, 59, 999999))


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[-./]\d{1,4}[-./]\d{1,4}([T ]\d\d:\d\d)?.{0,6}"))
def test_no_text_makes_a_date_raise(text: str) -> None:
    found = dates.instant(text, PARIS)
    assert found is None or found.tzinfo is UTC


# Feeds


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
    return (head + "".join(f"<item>{i}</item>" for i in items) + "</channel></rss>").encode()


def one(body: bytes) -> Link:
    (link,) = feed.links(body, "https://herald.example/rss", PARIS)
    return link


def test_rss_gives_address_title_and_publication() -> None:
    link = one(rss("<title> A &amp;\n b </title><link>/a?x=1</link><pubDate>2026-01-05T10:00:00Z</pubDate>"))
    assert (link.url, link.title, link.source) == (
        "https://herald.example/a?x=1",
        "A & b",
        "https://herald.example/rss",
    )
    assert (link.announced, link.dated) == (utc(2026, 1, 5, 10), "published")


@pytest.mark.parametrize(
    ("date", "means"),
    [
        ("2026-01-05 10:00", utc(2026, 1, 5, 9)),  # feedparser alone says 10:00 UTC
        ("05 Jan 26 10:00 GMT", utc(2026, 1, 5, 10)),
        ("05/01/2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_feeds_date_is_the_sites_or_none(date: str, means: datetime | None) -> None:
    link = one(rss(f"<link>/a</link><pubDate>{date}</pubDate>"))
    assert (link.announced, link.dated) == (means, "published" if means else None)


def atom(inner: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{inner}</entry></feed>'.encode()


def test_an_atom_entry_that_is_only_updated_is_dated_modified() -> None:
    self_first = '<link rel="self" href="/s"/><link rel="alternate" href="/a"/>'
    link = one(atom(f"{self_first}<updated>2026-01-05T10:00:00Z</updated>"))
    assert (link.url, link.dated) == ("https://herald.example/a", "modified")
    both = "<published>2026-01-04T10:00:00Z</published><updated>2026-01-05T10:00:00Z</updated>"
    link = one(atom(self_first + both))
    assert (link.announced, link.dated) == (utc(2026, 1, 4, 10), "published")


def test_the_date_of_rss_1_is_the_items_own() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="/a"><link>/a</link>'
        b"<dc:date>2026-01-05T10:00+09:00</dc:date></item></rdf:RDF>"
    )
    link = one(body)
    assert (link.announced, link.dated) == (utc(2026, 1, 5, 1), "published")


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<guid>https://herald.example/g</guid>", "https://herald.example/g"),
        ("<guid isPermaLink='false'>7</guid><link>/a</link>", "https://herald.example/a"),
        (
            (
                "<link>https://proxy.example/1</link>"
                "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://herald.example/o</f:origLink>"
            ),
            "https://herald.example/o",
        ),
    ],
)
def test_the_address_of_an_item_is_the_articles(item: str, url: str) -> None:
    assert one(rss(item)).url == url


def test_a_feed_that_is_cut_or_sloppy_gives_what_it_has() -> None:
    whole = rss(
        "<link>/a?x=1&y=2</link>", "<link>/b</link>", "<link>mailto:x@y.example</link>", "<title>t</title>"
    )
    links = feed.links(b"\n\n" + whole[: whole.index(b"</channel>")], "https://herald.example/rss", PARIS)
    assert [link.url for link in links] == ["https://herald.example/a?x=1&y=2", "https://herald.example/b"]


def test_a_json_feed_is_a_feed() -> None:
    items = [
        {"url": "/a", "title": "A", "date_published": "2026-01-05T10:00:00Z"},
        {"url": "/b", "date_modified": "2026-01-05T10:00:00Z"},
        {"url": 7}, "x", {"id": "1"},
    ]  # fmt: skip
    body = (
        b"\xef\xbb\xbf" + json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    )
    found = feed.links(body, "https://herald.example/feed.json", PARIS)
    assert [(link.url[-2:], link.dated) for link in found] == [("/a", "published"), ("/b", "modified")]


# Sitemaps

NEWS = b"""

<?xml version="1.0" encoding="UTF-8"?>
<urlset>
 <!-- <url><loc>https://herald.example/no</loc></url> -->
 <url>
  <loc> https://herald.example/a?x=1&y=2&copy=3&amp;z=4 </loc>
  <news:news><news:publication><news:name>The Herald</news:name></news:publication>
   <news:publication_date>2026-01-05T10:00:00</news:publication_date>
   <news:title><![CDATA[Rain & <sun>]]></news:title></news:news>
  <lastmod>2026-01-06</lastmod>
  <image:image><image:loc>https://herald.example/a.jpg</image:loc><image:title>no</image:title></image:image>
 </url>
 <url><lastmod>2026-01-05</lastmod><loc>/b</loc></url>
 <url><loc>https://herald.example/c</loc><lastmod>lately</lastmod></url>
</urlset>
"""


def test_a_sloppy_news_sitemap_is_read_whole() -> None:
    found = sitemap.read(NEWS, AT, PARIS)
    assert [(link.url, link.announced, link.dated, link.title) for link in found.links] == [
        ("https://herald.example/a?x=1&y=2&copy=3&z=4", utc(2026, 1, 5, 9), "published", "Rain & <sun>"),
        ("https://herald.example/b", utc(2026, 1, 4, 23), "modified", None),
        ("https://herald.example/c", None, None, None),
    ]
    assert not found.cut


def test_an_xml_parser_that_mends_would_bend_the_address() -> None:
    """Why the reader is our own: the twin without it."""
    root = etree.fromstring(NEWS.strip(), etree.XMLParser(recover=True))
    assert "https://herald.example/a?x=1&y=2&copy=3&z=4" not in [
        (e.text or "").strip() for e in root.iter("loc")
    ]


@pytest.mark.parametrize("at", range(NEWS.index(b"</news:title>"), len(NEWS) - 12, 7))
def test_a_cut_sitemap_drops_only_the_entry_without_its_end(at: int) -> None:
    whole = sitemap.read(NEWS, AT, PARIS).links
    found = sitemap.read(NEWS[:at], AT, PARIS)
    assert found.links == whole[: NEWS[:at].count(b"</url>") - 1]  # one of them stands in the comment
    assert found.cut


def test_an_index_names_its_children_by_the_last_instant_their_date_may_mean() -> None:
    body = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>/1.xml.gz</loc><lastmod>2026-01-05</lastmod></sitemap>
    <sitemap><loc>/2.xml</loc><lastmod>2026-01-05T10:00:00Z</lastmod></sitemap>
    <sitemap><loc>/3.xml</loc></sitemap></sitemapindex>"""
    one, two, three = sitemap.read(body, AT, PARIS).children
    assert (one.url, one.lastmod) == ("https://herald.example/1.xml.gz", utc(2026, 1, 5, 22, 59, 59, 999999))
    assert (two.lastmod, three.lastmod) == (utc(2026, 1, 5, 10), None)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_gzip_is_told_by_its_magic_number(times: int) -> None:
    body = NEWS
    for _ in range(times):
        body = gzip.compress(body)
    assert len(sitemap.read(body, AT, PARIS).links) == 3


def test_gzip_of_several_members_and_cut_gzip_give_what_is_whole() -> None:
    half = NEWS.index(b" <url><lastmod>")
    parts = gzip.compress(NEWS[:half]) + gzip.compress(NEWS[half:])
    assert len(sitemap.read(parts, AT, PARIS).links) == 3
    found = sitemap.read(gzip.compress(NEWS[:half]) + gzip.compress(NEWS[half:])[:30], AT, PARIS)
    assert (len(found.links), found.cut) == (1, True)


def test_a_gzip_bomb_is_cut_and_says_so() -> None:
    bomb = gzip.compress(b"\n" * (8 << 20))
    body, cut = sitemap.unzipped(bomb, most=1 << 20)
    assert (len(body), cut) == (1 << 20, True)


@pytest.mark.parametrize(
    "body",
    [
        NEWS.decode().encode("utf-16"),
        b"\xef\xbb\xbf" + NEWS.strip(),
        NEWS.replace(b"UTF-8", b"no-such-code"),
        NEWS.replace(b"urlset", b"s:urlset").replace(b"<url>", b"<s:url>").replace(b"</url>", b"</s:url>"),
        NEWS.replace(b"<url>", b"<URL >").replace(b"</url>", b"</URL>"),
    ],
)
def test_codings_prefixes_and_case_do_not_matter(body: bytes) -> None:
    assert [link.url[-2:] for link in sitemap.read(body, AT, PARIS).links] == ["=4", "/b", "/c"]


def test_an_end_tag_that_was_forgotten_costs_no_address() -> None:
    body = b"<urlset><url><loc>/a</loc><url><loc>/b</loc></url></urlset>"
    assert [link.url[-2:] for link in sitemap.read(body, AT, PARIS).links] == ["/a", "/b"]


def test_a_feed_or_a_plain_list_may_serve_as_a_sitemap() -> None:
    assert [
        link.dated
        for link in sitemap.read(rss("<link>/a</link><pubDate>2026-01-05</pubDate>"), AT, PARIS).links
    ]
    body = b"https://herald.example/a\r\n\r\nhttps://herald.example/b\nnot an address\n"
    assert [link.url[-2:] for link in sitemap.read(body, AT, PARIS).links] == ["/a", "/b"]


@pytest.mark.parametrize("part", [b"<", b"<!--", b"<![CDATA[", b"<url><loc>", b"<url>", b"&", b"<a", b"</"])
def test_reading_takes_time_in_proportion_to_length(part: bytes) -> None:
    began = time.process_time()
    sitemap.read(b"<urlset>" + part * 100_000 + b"</b>" * 100_000, AT, PARIS)
    assert time.process_time() - began < 5


def test_fifty_thousand_addresses_are_all_read() -> None:
    body = b"<urlset>" + b"".join(b"<url><loc>/%d</loc></url>" % n for n in range(50_000)) + b"</urlset>"
    assert len(sitemap.read(body, AT, PARIS).links) == 50_000


# Front and dated pages

FRONT = """<html><head><base href="/news/"><link rel="alternate" href="/rss"></head><body>
<a href="a.html#top"><img></a><a href="a.html">Rain  in\n June</a><a href=" /b\n.html "></a><a href="mailto:x@y">m</a>
<a href="javascript:void(0)">j</a><a href="//[bad">b</a><a>no</a><a href="">e</a><a href="https://other.example/">o</a>
<a href="/é" title="Été"></a><!-- <a href="/hidden">h</a> --><a rel="next" href="?page=2">2</a></body></html>"""


def test_a_front_page_gives_each_address_once_with_its_longest_words() -> None:
    found = front.links(FRONT.encode(), "https://herald.example/")
    assert [(link.url, link.title) for link in found] == [
        ("https://herald.example/news/a.html", "Rain in June"),
        ("https://herald.example/b.html", None),
        ("https://other.example/", "o"),
        ("https://herald.example/é", "Été"),
        ("https://herald.example/news/?page=2", "2"),
    ]
    assert front.next_page(FRONT.encode(), "https://herald.example/") == "https://herald.example/news/?page=2"
    assert front.next_page(b"<a href=x>", "https://herald.example/") is None


def test_links_of_a_dated_page_carry_its_day() -> None:
    found = dated.links(FRONT.encode(), "https://herald.example/2026/01/05/", date(2026, 1, 5), PARIS)
    assert {(link.announced, link.dated) for link in found} == {(utc(2026, 1, 4, 23), "day")}


def test_an_interval_in_utc_touches_two_local_days_and_asks_both() -> None:
    template = "https://herald.example/{yyyy}/{mm}/{dd}/"
    whole = Interval(start=utc(2026, 1, 5), end=utc(2026, 1, 6))
    assert [u[-6:] for u in urls(template, whole, PARIS)] == ["01/05/", "01/06/"]
    local = Interval(start=utc(2026, 1, 4, 23), end=utc(2026, 1, 5, 23))
    assert dated.pages(template, local, PARIS) == ((date(2026, 1, 5), "https://herald.example/2026/01/05/"),)
    autumn = Interval(start=utc(2026, 10, 24, 22), end=utc(2026, 10, 25, 23))  # 25 hours
    assert len(urls(template, autumn, PARIS)) == 1


def test_a_template_by_month_is_asked_once_a_month() -> None:
    span = Interval(start=utc(2026, 1, 30), end=utc(2026, 2, 3))
    assert urls("/{yyyy}-{mm}.xml", span, PARIS) == ("/2026-01.xml", "/2026-02.xml")
    assert urls("/{yy}{m}-{mon}{d}", span, PARIS)[0] == "/261-jan30"
    assert urls("/rss", span, PARIS) == ("/rss",)


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_feeds_and_sitemaps_need_no_date_in_their_address(kind: str) -> None:
    check_template(kind, "https://herald.example/x")
    check_template(kind, "https://herald.example/{yyyy}")


# Addresses


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://Herald.EXAMPLE:443/a#b", "https://herald.example/a"),
        ("http://herald.example:443/a", "http://herald.example:443/a"),
        ("https://herald.example", "https://herald.example/"),
        ("https://herald.example/A?utm_source=x&id=7&fbclid=y&B=", "https://herald.example/A?id=7&B="),
        ("https://herald.example/?b=2&a=1&b=3", "https://herald.example/?b=2&a=1&b=3"),
        ("https://herald.example/?at_medium=RSS&at=1", "https://herald.example/?at=1"),
        ("https://herald.example/%c3%a9t\u00e9 x", "https://herald.example/%C3%A9t%C3%A9%20x"),
        ("https://u:p@herald.example/", "https://herald.example/"),
        ("https://zürich.example/", "https://xn--zrich-kva.example/"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("mailto:x@herald.example", "mailto:x@herald.example"),
        ("https://[bad", "https://[bad"),
        ("", ""),
    ],
)
def test_one_address_has_one_spelling(url: str, same: str) -> None:
    assert canonical(url) == same


URLISH = st.from_regex(r"(https?://)?[a-zA-Z0-9.:\[\]@é-]{0,12}(/[^\s]{0,9})?(\?[^\s]{0,12})?(#.{0,4})?")


@given(st.text() | URLISH)
def test_spelling_twice_changes_nothing(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(st.text() | URLISH)
def test_an_absolute_address_is_http_or_none(href: str) -> None:
    found = absolute(href, "https://herald.example/a/")
    assert found is None or found.lower().startswith(("http://", "https://"))


# Merging


def link(
    url: str, source: str = "s", *, day: int | None = None, kind: str | None = None, title: str = ""
) -> Link:
    when = utc(2026, 1, day) if day else None
    return Link(url=url, announced=when, dated=kind, source=source, title=title or None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dates", "best"),
    [
        ([(5, "modified"), (3, "day"), (4, "published")], (4, "published")),
        ([(5, "modified"), (3, "day")], (3, "day")),
        ([(5, "modified"), (6, "modified")], (6, "modified")),
        ([(5, "published"), (6, "published")], (5, "published")),
        ([(None, None), (6, "modified")], (6, "modified")),
        ([(None, None)], (None, None)),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_the_best_date_wins_in_any_order(
    dates: list[tuple[int | None, str | None]], best: tuple[int | None, str | None], turn: int
) -> None:
    announced = [link("https://a.example/", str(n), day=d, kind=k) for n, (d, k) in enumerate(dates)]
    (merged,) = merge(announced[::turn])
    assert (merged.announced.day if merged.announced else None, merged.dated) == best


def test_merged_links_keep_order_titles_and_every_source() -> None:
    found = merge(
        [
            link("https://a.example/1?utm_source=rss", "feed"),
            link("https://a.example/2", "feed"),
            link("https://a.example/1#x", "map", title="One"),
            link("https://a.example/1", "feed"),
        ]
    )
    assert [entry.url for entry in found] == ["https://a.example/1", "https://a.example/2"]
    assert (found[0].title, found[0].sources) == ("One", ("feed", "map"))
    assert merge(found) == found


# Any bytes

PIECES = st.lists(
    st.sampled_from(
        [
            b"<url>", b"</url>", b"<loc>", b"</loc>", b"<sitemap>", b"<lastmod>", b"<rss>", b"<feed ", b"<item>",
            b"<entry>", b"<link href='", b"'>", b"<![CDATA[", b"]]>", b"<!--", b"<!DOCTYPE x [<!ENTITY a '", b"&a;",
            b"&#x110000;", b"&#0;", b"https://[", b"//h.example:99999/", b"<?xml version='1.0' encoding='",
            b"utf-7'?>", b"2026-01-05", b"<pubDate>", b"</pubDate>", b"\x1f\x8b\x08", b"\xff\xfe", b"{\"items\":[",
            b"{\"url\":\"", b"\"}]}", b"<a href='", b"<base href='", b"\x00", b"\xed\xa0\x80", b"]", b"<rdf:RDF>",
        ]
    )
    | st.binary(max_size=8),
    max_size=25,
).map(b"".join)  # fmt: skip


@given(st.binary() | PIECES)
def test_no_bytes_make_discovery_raise(body: bytes) -> None:
    feed.links(body, "https://herald.example/rss", PARIS)
    sitemap.read(body, AT, PARIS)
    front.links(body, "https://herald.example/")
    front.next_page(body, "https://herald.example/")
    sitemap.read(gzip.compress(body)[:-3], AT, PARIS)
