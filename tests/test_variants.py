"""A story is fetched once under whichever of its addresses, and two pages are never taken for one."""

from pathlib import Path

import pytest
from crawl_paper import MIDNIGHT, Gazette, Story, gazette, rss
from hypothesis import given
from hypothesis import strategies as st
from web_server import Answer, Request

from pipelines.archive import open_archive
from pipelines.archive.ledger import Entry
from pipelines.archive.manifests import load_manifest
from pipelines.page import Where
from spiders.crawl import CrawlReport, crawl
from spiders.discover.link import Link
from spiders.discover.variants import key, same_spellings, split, stated, twins

STORY = "https://herald.example/2026/harbour"


@pytest.mark.parametrize(
    "other",
    [
        "http://herald.example/2026/harbour", "https://www.herald.example/2026/harbour",
        "https://herald.example/2026/harbour/", "https://m.herald.example/2026/harbour",
        "https://mobile.herald.example/2026/harbour", "https://amp.herald.example/2026/harbour",
        "https://www.amp.herald.example/2026/harbour", "https://herald.example/2026/harbour/amp",
        "https://herald.example/2026/harbour/amp/", "https://herald.example/amp/2026/harbour",
        "https://herald.example/2026/harbour.amp", "https://herald.example/2026/harbour?amp=1",
        "https://herald.example/2026/harbour?amp", "https://herald.example/2026/harbour?outputType=amp",
    ],
)  # fmt: skip
def test_addresses_that_may_be_one_story_look_alike(other: str) -> None:
    assert key(other) == key(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "https://herald.example/2026/harbours", "https://herald.example/2026/harbour/2",
        "https://sport.herald.example/2026/harbour", "https://courier.example/2026/harbour",
        "https://herald.example/2026/harbour?page=2", "https://herald.example/2026/harbour?amp=lifier",
        "https://herald.example/2026/harbour/ampere", "https://herald.example/champ/2026/harbour",
        "https://herald.example/2026/Harbour", "https://herald.example:8443/2026/harbour",
        "https://herald.example/en/2026/harbour", "https://herald.example/2026/harbour.html",
    ],
)  # fmt: skip
def test_addresses_that_may_be_two_pages_do_not(other: str) -> None:
    assert key(other) != key(STORY)


@given(st.text(max_size=60).map(lambda path: f"https://herald.example/{path}"))
def test_no_path_makes_a_key_raise(url: str) -> None:
    assert isinstance(key(url), str)


@pytest.mark.parametrize(
    ("head", "other", "says"),
    [
        ('<link rel="amphtml" href="/2026/harbour/amp">', f"{STORY}/amp", "rel=amphtml"),
        ('<link rel=canonical href="https://www.herald.example/2026/harbour">',
         "https://www.herald.example/2026/harbour", "rel=canonical"),
        ('<link rel=alternate media="only screen and (max-width: 640px)" href="//m.herald.example/2026/harbour">',
         "https://m.herald.example/2026/harbour", "rel=alternate"),
    ],
)  # fmt: skip
def test_a_page_says_which_addresses_it_has(head: str, other: str, says: str) -> None:
    assert stated(f"<html><head>{head}</head>".encode(), STORY) == {other: says}


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{STORY}">',  # itself
        f'<link rel="canonical" href="{STORY}?utm_source=x">',
        '<link rel="canonical" href="/">',  # a template's mistake: every page claims to be the front page
        '<link rel="canonical" href="/2026/">',
        '<link rel="canonical" href="/2026/another">',
        '<link rel="canonical" href="https://courier.example/2026/harbour">',  # a copy of another paper's
        '<link rel="alternate" hreflang="fr" href="https://www.herald.example/2026/harbour">',
        '<link rel="alternate" type="application/rss+xml" href="/2026/harbour/">',
        '<link rel="next" href="/2026/harbour/">',
        '</head><body><link rel="canonical" href="/2026/harbour/">',  # of a comment, perhaps
        "",
    ],
)  # fmt: skip
def test_a_page_is_not_believed_about_addresses_that_do_not_look_like_its_own(head: str) -> None:
    assert stated(f"<html><head>{head}</head>".encode(), STORY) == {}


@given(st.binary(max_size=200))
def test_no_bytes_make_a_page_raise(body: bytes) -> None:
    assert isinstance(stated(b"<link rel=canonical href=/x>" + body, STORY), dict)


def link(url: str) -> Link:
    return Link(url=url, source="https://herald.example/rss")


def test_the_plainest_address_is_asked_first_and_the_others_wait() -> None:
    urls = [f"{STORY}/amp", "http://herald.example/2026/harbour", STORY, "https://herald.example/2026/quay"]
    first, later = split(map(link, urls))
    assert [x.url for x in first] == urls[2:]
    assert [x.url for x in later] == urls[:2]


# Ways of spelling that make no difference at a site


def fetched(url: str, payload: str) -> Entry:
    return Entry(url=url, end="fetched", where=Where(record_id="urn:uuid:0", payload_sha256=payload))


def moved(url: str, target: str) -> Entry:
    return Entry(url=url, end="moved", target=target)


def pairs(count: int, payloads: tuple[str, str]) -> list[Entry]:
    return [
        fetched(f"{STORY}-{n}{slash}", f"{payload}{n}")
        for n in range(count)
        for slash, payload in zip(("", "/"), payloads, strict=True)
    ]


REDIRECTED = [
    entry
    for n in range(3)
    for entry in (
        moved(f"http://herald.example/{n}", f"https://herald.example/{n}"), fetched(f"https://herald.example/{n}", f"{n}"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "ways"),
    [
        (pairs(3, ("a", "a")), {"slash"}),
        (pairs(2, ("a", "a")), set()),  # too few
        (pairs(9, ("a", "b")), set()),  # always two pages
        ([*pairs(9, ("a", "a")), fetched(f"{STORY}-x", "1"), fetched(f"{STORY}-x/", "2")], set()),  # one that was two
        (REDIRECTED, {"scheme"}),
        ([moved(e.url, "https://herald.example/") if e.end == "moved" else e for e in REDIRECTED], set()),
        ([], set()),
    ],
)  # fmt: skip
def test_a_way_of_spelling_makes_no_difference_only_where_it_was_seen_to(
    entries: list[Entry], ways: set[str]
) -> None:
    settled = {entry.url: entry for entry in entries}
    assert same_spellings(settled) == ways
    new = {STORY: fetched(STORY, "new")} | settled
    assert twins([f"{STORY}/", f"{STORY}-unseen/"], new) == ({f"{STORY}/": STORY} if "slash" in ways else {})


# In a crawl


def day(
    paper: Gazette, folder: Path, yaml_hosts: str = "[gazette.example]"
) -> tuple[CrawlReport, dict[str, Entry]]:
    site = gazette(YAML_WITH.replace("HOSTS", yaml_hosts))
    report = crawl(site, to=folder, since="2026-01-05", **paper.options)
    ledger = load_manifest(open_archive(folder), report.manifest or "").ledger
    return report, {entry.url: entry for entry in ledger}


YAML_WITH = """
name: The Gazette
home: https://gazette.example/
hosts: HOSTS
languages: [en]
time_zone: Europe/Paris
discover: [{feed: /rss.xml}]
articles: ^/(amp/)?20
pace: {seconds: 2, connected: 0}
"""
MAIN, AMP = "/2026/harbour", "/amp/2026/harbour"


def at(*paths: str) -> list[Story]:
    return [Story(path=path, published=MIDNIGHT) for path in paths]


def page(head: str, text: str) -> Answer:
    return Answer(body=f"<html><head>{head}</head><body>{text}".encode())


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        (f'<link rel="amphtml" href="{AMP}">', [MAIN]),
        ("", [MAIN, AMP]),  # the twin: without a word of it, both are asked for
        ('<link rel="amphtml" href="/amp/2026/another">', [MAIN, AMP]),
    ],
)
def test_the_amp_page_of_a_story_is_not_asked_for_where_the_story_names_it(
    head: str, asked: list[str], tmp_path: Path
) -> None:
    with Gazette(tmp_path / "web", at(AMP, MAIN)) as paper:
        paper.answers[MAIN] = lambda: page(head, "The harbour.")
        for _ in range(2):  # the second run knows it from the manifest
            report, ledger = day(paper, tmp_path / "archive")
            assert report.complete
            assert paper.asked("/2026/") + paper.asked("/amp/") == asked
        assert {ledger[f"https://gazette.example{path}"].end for path in (MAIN, AMP)} == {"held"}


def test_a_story_that_is_announced_later_under_its_own_address_is_held(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", at(AMP)) as paper:
        paper.answers[AMP] = lambda: page(f'<link rel="canonical" href="{MAIN}">', "The harbour.")
        _, first = day(paper, tmp_path / "archive")
        paper.listed = at(AMP, MAIN)
        _, second = day(paper, tmp_path / "archive")
        assert paper.asked("/2026/") == []
    main, amp = (f"https://gazette.example{path}" for path in (MAIN, AMP))
    assert (first[main].end, first[main].target) == ("held", amp)
    assert (first[main].announced, first[main].note) == (MIDNIGHT, f"the same story: rel=canonical of {amp}")
    assert (second[main].end, second[main].target) == ("held", amp)


def test_a_redirect_that_adds_tracking_leads_to_one_story(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", at("/2026/old")) as paper:
        paper.answers["/2026/old"] = lambda: Answer(
            status=301, headers=(("Location", f"{MAIN}?utm_source=r"),)
        )
        paper.answers[f"{MAIN}?utm_source=r"] = lambda: page("", "The harbour.")
        paper.answers[MAIN] = lambda: page("", "The harbour.")
        day(paper, tmp_path / "archive")
        paper.listed = at("/2026/old", MAIN)
        _, ledger = day(paper, tmp_path / "archive")
        assert paper.asked("/2026/") == ["/2026/old", f"{MAIN}?utm_source=r"]
    assert ledger[f"https://gazette.example{MAIN}"].end == "held"


class Twofold(Gazette):
    """Announces each story by http and https, and answers http in one way."""

    def __init__(self, folder: Path, plain: str) -> None:
        super().__init__(folder, [])
        self.plain, self.count = plain, 3

    def respond(self, request: Request) -> Answer:
        if request.target == "/rss.xml":
            secure = rss(at(*(f"/2026/s{n}" for n in range(self.count))))
            plain = secure.replace(b"https://gazette", b"http://gazette")
            return Answer(body=secure.replace(b"</channel></rss>", plain.partition(b"<channel>")[2]))
        if not request.target.startswith("/2026/"):
            return super().respond(request)
        if request.scheme == "http" and self.plain == "redirects":
            return Answer(status=301, headers=(("Location", f"https://gazette.example{request.target}"),))
        other = request.scheme if self.plain == "is another page" else ""
        return page("", f"Story {request.target} {other}")


@pytest.mark.parametrize(
    ("plain", "asked"), [("redirects", 3), ("is the same page", 3), ("is another page", 5)]
)
def test_http_that_always_was_the_page_of_https_is_no_longer_asked(
    plain: str, asked: int, tmp_path: Path
) -> None:
    with Twofold(tmp_path / "web", plain) as paper:
        for paper.count in (3, 5):
            report, ledger = day(paper, tmp_path / "archive")
            assert report.complete
        schemes = [line["scheme"] for line in paper.log if line["path"].startswith("/2026/")]
    # In the second run both addresses of two stories are new; https is asked first.
    assert (schemes.count("https"), schemes.count("http")) == (5, asked)
    assert len([url for url in ledger if "/2026/" in url]) == 10
