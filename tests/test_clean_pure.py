"""What holds for every page: never raises, the blocks are the whole text, the same again, no clock."""

import gc
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dump_style import dumps
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.clean import CLEANER, clean, listings, page_text
from pipelines.clean.characters import EDGES, normal
from pipelines.page import Page
from pipelines.record import BODY_LABELS, LABELS, REASONS, Hints, Record, Rejected

GOLDEN = Path(__file__).parent / "golden"
PAGES = [
    *(
        Page(body=p.read_bytes(), media_type="text/html; charset=utf-8")
        for p in sorted(GOLDEN.glob("*/page.html"))
    ),
    *(Page(body=d.text.encode(), media_type="text/plain") for d in dumps(16)),
]
TYPES = st.sampled_from(
    [
        "text/html",
        "text/plain",
        "",
        "text/html; charset=koi8-r",
        "text/plain; charset=utf-16",
        "application/xhtml+xml",
    ]
)
TAGS = st.sampled_from(
    ["<p>", "</p>", "<div class=related>", "</div>", "<h1>", "</h1>", "<br>", "<img alt='a b'>", "<table><td>", "<script>", "</script>",
     "<figure><figcaption>", "<a href=x>", "</a>", "<time datetime=2024-02-30>", "<meta name=date content=0000-00-00>", "<html lang=xx>",
     "<body>", "<noscript>", "<template>", "<!-- ", "-->", "<?xml ?>", "<![CDATA[", "&#0;", "&#xD800;", "\x00", "\r\n", "\u2028", "<svg>",
     '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":["x"],"author":[[{"name":{}}]],"publisher":[]}</script>']
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "The ferry sailed again on Monday, officials said.",
        "© Nordbild 2021 Ida Holm",
        "*",
        "Subscribe",
        "新闻。",
        "خبر",
        "0",
        " - Bote",
        "a" * 90,
    ]
)


def same_letters(part: str, kept: str) -> bool:
    """Whether a block's text is that stretch of the page in normal characters; broken lines may have been joined."""
    return normal(part) == kept or (
        "\n" in part and re.sub(r"[\s-]", "", normal(part)) == re.sub(r"[\s-]", "", kept)
    )


def sound(page: Page, result: Record | Rejected) -> None:
    """The promises of the contract that every result keeps."""
    text, at = page_text(page), 0
    for block in result.blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[at : block.start].strip(EDGES)
        assert same_letters(text[block.start : block.end], block.text)
        assert block.label in LABELS
        assert 0 <= block.confidence <= 1
        assert block.reason
        at = block.end
    if result.blocks:
        assert not text[at:].strip(EDGES)
    if isinstance(result, Record):
        assert result.text == "\n\n".join(b.text for b in result.blocks if b.kept)
        assert all(b.label in BODY_LABELS for b in result.blocks if b.kept)
    else:
        assert result.reason in REASONS
        assert result.evidence
        assert "the cleaner failed" not in result.evidence
        assert not any(b.kept for b in result.blocks)
    assert result.cleaner == CLEANER


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=400), TYPES)
def test_no_bytes_make_it_raise(body: bytes, media_type: str) -> None:
    page = Page(body=body, media_type=media_type)
    sound(page, clean(page))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(TAGS, WORDS, st.text(max_size=12)), max_size=40), TYPES)
def test_no_markup_makes_it_raise(parts: list[str], media_type: str) -> None:
    page = Page(
        body="".join(parts).encode("utf-8", "surrogatepass"),
        media_type=media_type,
        url="http://[bad/2024/13/45/",
    )
    sound(page, clean(page))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(WORDS, st.text(max_size=30)), max_size=40),
    st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2029"]),
)
def test_no_dump_makes_it_raise(lines: list[str], end: str) -> None:
    page = Page(body=end.join(lines).encode("utf-8", "surrogatepass"), media_type="text/plain")
    sound(page, clean(page))


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_blocks_are_a_partition_of_the_text(page: Page) -> None:
    result = clean(page)
    assert result.blocks or isinstance(result, Rejected)
    sound(page, result)


@pytest.mark.parametrize("page", PAGES[:20], ids=range(len(PAGES[:20])))
def test_a_page_cut_anywhere_is_still_cleaned(page: Page) -> None:
    for share in (0.3, 0.7):
        cut = replace(page, body=page.body[: int(len(page.body) * share)])
        sound(cut, clean(cut))


def article(head: str = "", text: str = "", tail: str = "") -> bytes:
    body = "".join(
        f"<p>The harbour office of Millbrook said on the {n}th day that the ferry would sail again, and nobody on the quay believed it at all.</p>"
        for n in range(4, 12)
    )
    return f"<html lang=en><head><title>Ferry sails - Bote</title>{head}</head><body><article><h1>Ferry sails</h1>{text}{body}{tail}</article></body></html>".encode()


def cleaned(page: Page, hints: Hints | None = None) -> Record:
    result = clean(page, hints or Hints())
    assert isinstance(result, Record), result
    return result


def test_relative_words_and_years_of_pictures_are_no_dates() -> None:
    for words in (
        "yesterday",
        "3 hours ago",
        "© Nordbild 2021 Ida Holm",
        "Monday, 4 January",
        "Published: today 10:30",
    ):
        page = Page(body=article(text=f"<div class=date>{words}</div>"), media_type="text/html")
        assert cleaned(page).date_published is None, words


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ('<meta property="article:published_time" content="2024-03-05T08:30:00+02:00">', "2024-03-05T08:30:00+02:00"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-05T06:30:00Z"}</script>', "2024-03-05T06:30:00+00:00"),
        ('<meta name="date" content="2024-03-05">', "2024-03-05"),
        ('<meta name="date" content="2024-02-31">', None),
        ('<meta name="date" content="03/04/2024">', None),
    ],
)  # fmt: skip
def test_stated_dates_are_read_and_impossible_or_ambiguous_ones_left(said: str, day: str | None) -> None:
    record = cleaned(Page(body=article(head=said), media_type="text/html"))
    assert (record.date_published.isoformat() if record.date_published else None) == day


def test_a_time_without_a_zone_is_in_the_zone_of_the_site_and_only_a_day_without_one() -> None:
    page = Page(body=article(head='<meta name="date" content="2024-03-05 08:30">'), media_type="text/html")
    local = cleaned(page, Hints(time_zone="Europe/Paris")).date_published
    assert local is not None
    assert local.isoformat() == "2024-03-05T08:30:00+01:00"
    assert cleaned(page).date_published == date(2024, 3, 5)


def test_a_date_after_the_page_was_fetched_is_not_believed() -> None:
    page = Page(body=article(head='<meta name="date" content="2031-03-05">'), media_type="text/html")
    assert cleaned(page).date_published == date(2031, 3, 5)
    assert cleaned(replace(page, fetched=datetime(2024, 1, 1, tzinfo=UTC))).date_published is None


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(body=b"", media_type="text/html"), "empty"),
        (Page(body=b" \n\t ", media_type="text/plain"), "empty"),
        (Page(body=b"<html><body></body></html>", media_type="text/html"), "empty"),
        (Page(body=article(), media_type="text/html", status=404), "error_status"),
        (Page(body=article(), media_type="text/html", status=503), "error_status"),
        (Page(body=b"\x89PNG\r\n\x1a\n" + bytes(300), media_type="text/plain"), "not_text"),
        (Page(body=bytes(range(256)) * 20, media_type=""), "not_text"),
        (Page(body=b"{}", media_type="application/json"), "not_text"),
        (Page(body=b"x" * 12_000_001, media_type="text/plain"), "too_large"),
        (Page(body=b"A short note.", media_type="text/plain"), "too_short"),
        (Page(body=b"Menu\nHome\nLog in\nShare\n" * 20, media_type="text/plain"), "not_article"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_rejected_with_its_reason(page: Page, reason: str) -> None:
    result = clean(page)
    assert isinstance(result, Rejected)
    assert result.reason == reason, result.evidence


@pytest.mark.parametrize(("size", "drawn"), [(20_000, True), (200, False)])
def test_a_page_that_only_a_browser_shows_is_told_from_an_empty_one(size: int, drawn: bool) -> None:
    script = f"<html><body><div id=app></div><script>draw('{'a' * size}')</script></body></html>"
    result = clean(Page(body=script.encode(), media_type="text/html"))
    assert isinstance(result, Rejected)
    assert result.reason == "empty"
    assert ("a script draws it" in result.evidence) is drawn


def among_links(paragraphs: int, url: str) -> Page:
    """So many paragraphs, and the headlines of sixty other articles."""
    said = "The harbour master said on Monday that the ferry sails again, and he thanked all those who had helped in the storm: "
    story = "".join(
        f"<p>{said}{'they carried sand for days, and ' * 4}on day {i} it was done.</p>"
        for i in range(paragraphs)
    )
    others = "".join(
        f"<li><a href='/{i}.html'>Number {i} of the other headlines of this day</a></li>" for i in range(60)
    )
    body = f"<html><head><title>Ferry again</title></head><body><h1>Ferry again</h1>{story}<ul>{others}</ul></body></html>"
    return Page(body=body.encode(), media_type="text/html", url=url)


@pytest.mark.parametrize(
    ("paragraphs", "url", "rejected"),
    [
        (2, "https://bote.example/news/615163.html", False),
        (1, "https://bote.example/news/615163.html", True),
        (2, "https://bote.example/", True),
    ],
)
def test_a_short_article_among_many_links_is_no_index_page(paragraphs: int, url: str, rejected: bool) -> None:
    result = clean(among_links(paragraphs, url))
    assert isinstance(result, Rejected) is rejected
    assert not isinstance(result, Rejected) or result.reason == "index_page"


def headed(headline: str, sentences: int, dated: bool) -> Page:
    """An article of so many sentences below a headline."""
    said = "".join(
        f"<p>On day {i} the harbour master said that the ferry sails again, and thanked all who had helped.</p>"
        for i in range(sentences)
    )
    when = '<time datetime="2024-05-01T10:00:00Z">1 May 2024</time>' if dated else ""
    return Page(
        body=f"<title>{headline}</title><h1>{headline}</h1>{when}<article>{said}</article>".encode(),
        media_type="text/html",
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Statue has been removed",
        "Peugeot 404 turns sixty",
        "404 people were counted",
        "L'ours n'existe plus ici",
    ],
)
@pytest.mark.parametrize(("sentences", "dated"), [(2, True), (8, False)])
def test_news_of_what_is_gone_are_no_error_page(headline: str, sentences: int, dated: bool) -> None:
    assert isinstance(clean(headed(headline, sentences, dated)), Record)
    nothing = clean(headed(headline, 2, dated=False))
    assert isinstance(nothing, Rejected)
    assert nothing.reason == "soft_404"


@pytest.mark.parametrize(
    "headline", ["404", "Error 404", "404 Not Found", "Erreur 404 – Le Bac", "Page not found"]
)
@pytest.mark.parametrize("dated", [True, False])
def test_a_page_that_says_it_is_not_there_is_no_article(headline: str, dated: bool) -> None:
    found = clean(headed(headline, 8, dated))
    assert isinstance(found, Rejected)
    assert found.reason == "soft_404"


def test_a_cookie_banner_before_an_article_is_no_consent_page() -> None:
    banner = (
        "<div>We use cookies, with your consent, to measure and to personalise advertising; see our privacy policy.</div>"
        * 4
    )
    page = Page(body=article().replace(b"<body>", b"<body>" + banner.encode()), media_type="text/html")
    assert "cookies" not in cleaned(page).text
    bare = clean(replace(page, body=f"<html><body><h1>Before you go on</h1>{banner}</body></html>".encode()))
    assert isinstance(bare, Rejected)
    assert bare.reason in ("consent_page", "not_article")


def test_hints_choose_the_body_and_drop_what_is_none_of_it() -> None:
    promo = "<div class=box77><p>Our shop sells the finest maps of the harbour, printed on heavy paper, and ships them free.</p><p>It is open on every day of the week but Monday, and on feast days it closes at noon.</p></div>"
    page = Page(body=article(text=promo), media_type="text/html")
    assert "finest maps" in cleaned(page).text
    assert "finest maps" not in cleaned(page, Hints(drop=(".box77",))).text
    assert cleaned(page, Hints(body=(".box77",), drop=("]bad[",))).text.startswith("Our shop")


def test_site_memory_labels_what_recurs() -> None:
    line = "The Bote has been printed on the banks of the river since the year of the great flood."
    page = Page(body=article(text=f"<p>{line}</p>"), media_type="text/html")
    assert line in cleaned(page).text
    assert line not in cleaned(page, Hints(memory={line: "other"})).text
    dump = Page(body=dumps(2)[1].text.encode() + f"\n\n{line}".encode(), media_type="text/plain")
    block = next(b for b in clean(dump, Hints(memory={line: "legal"})).blocks if b.text == line)
    assert (block.label, block.kept) == ("legal", False)


def test_a_broken_noscript_does_not_swallow_the_page() -> None:
    body = article().replace(b"<body>", b"<body><noscript><div id=x></noscript>")
    assert "harbour office" in cleaned(Page(body=body, media_type="text/html")).text


def test_a_page_deeper_than_the_stack_is_cleaned() -> None:
    body = b"<div>" * 5000 + article() + b"</div>" * 5000
    sound(page := Page(body=body, media_type="text/html"), clean(page))


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        ("Überfall".encode("latin-1"), "text/plain; charset=iso-8859-1", "Überfall"),
        ("“Überfall”".encode("cp1252"), "text/plain", "“Überfall”"),
        ("Überfall".encode("utf-16"), "text/plain", "Überfall"),
        ("Überfall".encode("utf-8-sig"), "text/plain; charset=latin-1", "Überfall"),
        ("Überfall".encode(), "text/plain; charset=latin-1", "Überfall"),
        ("Новость".encode("cp1251"), "text/plain; charset=windows-1251", "Новость"),
        ('<meta charset="euc-jp"><p>新聞'.encode("euc-jp"), "text/html", "新聞"),
        (b"caf\xc3\xa9 caf\xc3", "text/plain", "café caf\ufffd"),
        ("Überfall".encode("latin-1"), "text/plain; charset=rot13", "Überfall"),
    ],
)  # fmt: skip
def test_bytes_are_read_in_the_encoding_that_fits(body: bytes, media_type: str, said: str) -> None:
    assert re.sub(r"\s", "", page_text(Page(body=body, media_type=media_type))) == said.replace(" ", "")


def test_the_package_and_its_function_answer_to_the_same_name() -> None:
    code = "import pipelines.clean, pipelines; from pipelines import clean, Page; print(clean(Page(body=b'', media_type='')).reason)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "empty\n"


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("body", [article(), b"<p>x", b""])
def test_the_search_for_cycles_is_as_it_was_after_a_page(body: bytes, on: bool) -> None:
    (gc.enable if on else gc.disable)()
    try:
        clean(Page(body=body, media_type="text/html"))
        assert gc.isenabled() is on
    finally:
        gc.enable()


@pytest.mark.parametrize("planted", [False, True])
def test_a_page_leaves_no_cycles_for_the_collector(planted: bool) -> None:
    page = Page(body=article(), media_type="text/html")
    clean(page)
    gc.collect()
    gc.disable()
    try:
        clean(page)
        if planted:
            cycle: list[object] = []
            cycle.append(cycle)
            del cycle
        assert (gc.collect() > 0) is planted
    finally:
        gc.enable()


def teasers(count: int, text: str, more: str = "") -> bytes:
    """A list of articles: headings that are links, each with a text below it."""
    one = "<div><h3><a href=/{n}>The ferry of Millbrook sails for the {n}th time</a></h3><p>{text}</p></div>"
    listed = "".join(one.format(n=n, text=text.format(n=n)) for n in range(count))
    return f"<html><title>Harbour - Bote</title><body><main><h1>Harbour</h1>{more}{listed}</main></body></html>".encode()


SHORT = "On the {n}th day the harbour office said that the ferry would sail, and that nobody had to wait for it any more."
LONG = "<p>".join(
    f"On day {n} the harbour office of the town said that nobody had to wait." for n in range(9)
)


def outcome(page: bytes) -> str:
    result = clean(Page(body=page, media_type="text/html", url="https://bote.example/harbour"))
    return result.reason if isinstance(result, Rejected) else "record"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (teasers(8, SHORT), "index_page"),
        (teasers(3, SHORT), "record"),
        (teasers(8, SHORT, f"<p>{LONG}</p>"), "record"),
        (teasers(8, f"{{n}} {LONG}"), "record"),
        (teasers(8, SHORT).replace(b"<title>", b"<meta property=og:type content=article><title>"), "record"),
    ],
)
def test_a_list_of_teasers_is_no_article_and_an_article_with_linked_subheads_is(
    page: bytes, expected: str
) -> None:
    assert outcome(page) == expected


def test_without_the_look_at_headings_a_list_would_be_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "_TEASERS", 99)
    assert outcome(teasers(8, SHORT)) == "record"
