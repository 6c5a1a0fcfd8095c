"""Dates: read in any language, published and modified apart, and none where none is stated."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import SENTENCES, body, record

from pipelines.clean import block_dates, calendars, clean, clocks, moments, zones
from pipelines.clean.moments import Reader, dated, parse
from pipelines.page import Page
from pipelines.record import Hints, Record


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "20240305", "5.3.2024", "05.03.24", "5 March 2024", "March 5, 2024", "Mar 5th, 2024", "5th of March, 2024", "5-Mar-2024",
        "Tuesday, 5 March 2024", "Dienstag, 5. März 2024", "le 5 mars 2024", "5 de marzo de 2024", "5 de março de 2024", "5 marzo 2024", "5 maart 2024",
        "5 mars 2024", "5. marts 2024", "5. maaliskuuta 2024", "5 marca 2024", "5. března 2024", "5. marca 2024", "2024. március 5.", "5 martie 2024",
        "5 Mart 2024", "5 марта 2024 года", "5 березня 2024", "5 март 2024", "5 Μαρτίου 2024", "5 مارس 2024", "٥ مارس ٢٠٢٤", "5 آذار 2024", "۵ مارس ۲۰۲۴",
        "5 במרץ 2024", "5 मार्च 2024", "৫ মার্চ ২০২৪", "5 มีนาคม 2567", "5 tháng 3, 2024", "Ngày 5 tháng 3 năm 2024", "5 Maret 2024", "2024年3月5日", "2024년 3월 5일", "2024.03.05",
        "2024/03/05", "5 de març de 2024", "5. mars 2024 kl. ",
        "5 மார்ச் 2024", "5 మార్చి 2024", "5 ಮಾರ್ಚ್ 2024", "5 മാർച്ച് 2024", "5 માર્ચ 2024", "5 ਮਾਰਚ 2024", "5 මාර්තු 2024", "5 մարտի, 2024", "5 მარტი 2024", "ማርች 5, 2024",
        "5 наурыз 2024", "Marso 5, 2024", "2024. márc. 5.", "5 bře 2024", "5 бер. 2024", "5 آذار/مارس 2024",
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_language_it_is_written_in(text: str) -> None:
    assert parse(text, Reader()) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "3 hours ago", "5 March", "March 2024", "2024", "© 2021 Ida Holm", "03/04/2024", "31.02.2024", "10:30", "Monday", "5 Marchioness 2024", "flat 5, 2024 street", ""],
)  # fmt: skip
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert parse(text, Reader()) is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("03/04/2024", "fr", date(2024, 4, 3)),
        ("03/04/2024", "en", None),
        ("13/04/2024", "en", date(2024, 4, 13)),
        ("04/13/2024", "", date(2024, 4, 13)),
        ("Mon, 12/06/2021 - 07:45", "en", date(2021, 12, 6)),
        ("Sat, 12/06/2021 - 07:45", "en", date(2021, 6, 12)),
        ("Tue, 12/06/2021 - 07:45", "en", None),
        ("24.03.05 10:30", "ko", date(2024, 3, 5)),
        ("24.03.05", "de", date(2005, 3, 24)),
        ("5 Ara 2024", "tr", date(2024, 12, 5)),
        ("5 iun. 2024", "ro", date(2024, 6, 5)),
        ("5 أيار/يونيو 2024", "ar", None),
        ("5. listopada 2024", "pl", date(2024, 11, 5)),
        ("5. listopada 2024.", "hr", date(2024, 10, 5)),
        ("5. lis 2024.", "hr", date(2024, 10, 5)),
        ("5. lis 2024", "cs", date(2024, 11, 5)),
        ("5. srp 2024.", "hr", date(2024, 7, 5)),
        ("5. srp 2024", "cs", date(2024, 8, 5)),
        ("5. pro 2024", "cs", date(2024, 12, 5)),
        ("20 pro 2024", "cs", None),
        ("MacBook Pro 13, 2020", "en", None),
        ("Led 12, 2024", "en", None),
    ],
)
def test_the_language_decides_what_the_numbers_leave_open(text: str, language: str, day: date | None) -> None:
    assert parse(text, Reader(language=language)) == day


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    list(dated(text, Reader()))
    list(
        dated(
            f"Updated {text} 5 March 2024 {text}",
            Reader(hints=Hints(dates=("%d %B %Y",), time_zone="Not/AZone")),
        )
    )


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2099, 1, 1)), st.sampled_from(["Z", "+05:30", "-08:00"]))  # fmt: skip
def test_an_instant_comes_back_as_it_was_written(time: datetime, zone: str) -> None:
    text = time.replace(microsecond=0).isoformat() + zone
    assert parse(text, Reader()) == datetime.fromisoformat(text)


def test_times_have_the_zone_they_state_or_that_of_the_site() -> None:
    assert parse("5 March 2024 5:02 PM", Reader()) == date(2024, 3, 5)
    local = parse("5 March 2024 5:02 PM", Reader(hints=Hints(time_zone="Europe/Paris")))
    assert local is not None
    assert local.isoformat() == "2024-03-05T17:02:00+01:00"
    assert parse("Tue, 05 Mar 2024 10:00:00 GMT", Reader()) == datetime(2024, 3, 5, 10, tzinfo=UTC)


HALVES = [
    ("3/25/2024 10:30 PM", "22:30"), ("2024-03-25 10:30 PM", "22:30"), ("2024/03/25 10:30 PM", "22:30"), ("25 March 2024 10.30 p.m.", "22:30"), ("25 de marzo de 2024 10:30 p. m.", "22:30"),
    ("03/25/2024, 12:05 AM", "00:05"), ("March 25, 2024 12:05 a. m.", "00:05"), ("2024年3月25日 午後10時30分", "22:30"), ("2024.03.25 오후 10:30", "22:30"), ("2024-03-25 오후 10:30", "22:30"),
    ("2024.03.25 PM 10:30", "22:30"), ("2024年03月25日 下午 10:30", "22:30"), ("25 مارس 2024 10:30 مساءً", "22:30"), ("25 مارس 2024 10:30 م", "22:30"), ("25 Μαρτίου 2024 10:30 μ.μ.", "22:30"),
]  # fmt: skip
MORNINGS = [
    "3/25/2024 10:30 AM", "2024-03-25 10:30 a.m.", "2024年3月25日 午前10時30分", "2024.03.25 오전 10:30", "2024年03月25日 上午 10:30", "25 مارس 2024 10:30 صباحا", "25 March 2024 10:30 Am Hafen",
    "25 March 2024 10:30 Pmouth", "2024-03-25 10:30",
]  # fmt: skip


def _clock(text: str) -> str:
    when = parse(text, Reader(hints=Hints(time_zone="America/New_York")))
    assert isinstance(when, datetime), when
    return f"{when:%H:%M}"


@pytest.mark.parametrize(("text", "clock"), [*HALVES, *((text, "10:30") for text in MORNINGS)])
def test_the_half_of_the_day_counts_however_it_is_written(text: str, clock: str) -> None:
    assert _clock(text) == clock


@pytest.mark.parametrize(("text", "clock"), HALVES)
def test_deaf_to_the_half_of_the_day_the_reader_is_twelve_hours_wrong(
    text: str, clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "_hour", lambda hour, half: hour)
    assert _clock(text) != clock


NEW_YORK = "America/New_York"
ZONED = [
    ("March 25, 2024 10:30 AM GMT", NEW_YORK, "10:30+00:00"), ("25 Mar 2024 10:00:00 PST", NEW_YORK, "10:00-08:00"), ("Mon Mar 25 2024 10:30:00 GMT+0300 (MSK)", NEW_YORK, "10:30+03:00"),
    ("25 March 2024 10:30 +0100", NEW_YORK, "10:30+01:00"), ("Mon, 25 Mar 2024 10:00:00 EST", None, "10:00-05:00"), ("2024-03-25 10:30 UTC+3", None, "10:30+03:00"), ("25 March 2024 10:30 (GMT+5:30)", None, "10:30+05:30"),
    ("2024-03-25T10:30:00z", None, "10:30+00:00"), ("2024-03-25 10:30:00-05", None, "10:30-05:00"), ("25. März 2024 10:30 Uhr MEZ", None, "10:30+01:00"), ("25 July 2024 10:30 CEST", NEW_YORK, "10:30+02:00"),
    ("25 July 2024 10:30 BST", None, "10:30+01:00"), ("25 March 2024 10:30 IST", "Asia/Kolkata", "10:30+05:30"), ("25 March 2024 10:30 PM ET", NEW_YORK, "22:30-04:00"), ("25 March 2024 10:30 CST", "Asia/Shanghai", "10:30+08:00"),
    ("25 March 2024 10:30 Eastern Time", NEW_YORK, "10:30-04:00"), ("25 March 2024 10:30 JST", None, "10:30+09:00"), ("25 March 2024 10:30:00 -11:30", NEW_YORK, "10:30-11:30"),
    ("25 March 2024 10:30 AEDT", NEW_YORK, "10:30+11:00"), ("25 July 2024 10:30am AEST", None, "10:30+10:00"), ("25 March 2024 10:30 NZDT", None, "10:30+13:00"), ("25 March 2024 10:30 ACST", "Asia/Tokyo", "10:30+09:30"),
    ("25 March 2024, 10:30 WIT", None, "10:30+09:00"), ("25 Mar 2024 10:30 AM PKT", None, "10:30+05:00"), ("25 July 2024 10:30 NZST", "Pacific/Auckland", "10:30+12:00"), ("25 March 2024 10:30 SAST", None, "10:30+02:00"),
]  # fmt: skip
DOUBTFUL = [
    ("25 March 2024 10:30 IST", NEW_YORK), ("25 July 2024 10:30 AEDT", NEW_YORK), ("25 January 2024 10:30 NZST", NEW_YORK), ("25 March 2024 10:30 CST", "Europe/London"), ("25 March 2024 10:30 GST", NEW_YORK), ("25 March 2024 10:30 AST", NEW_YORK), ("25 March 2024 10:30 PT", NEW_YORK), ("25 January 2024 10:30 BST", NEW_YORK), ("25 July 2024 10:30 BST", "Asia/Dhaka"),
    ("25 July 2024 10:30 EST", "Australia/Sydney"), ("25 March 2024 10:30 CST", "Europe/Paris"), ("25 March 2024 10:30 GMT+25", NEW_YORK), ("25 March 2024 10:30-12:00", NEW_YORK),
    ("25 March 2024 | 10.25 million readers", NEW_YORK), ("25 March 2024 | 10.25% more", NEW_YORK), ("25 March 2024 for £10.25", NEW_YORK),
]  # fmt: skip


@pytest.mark.parametrize(("text", "site", "clock"), ZONED)
def test_a_time_is_in_the_zone_beside_it(text: str, site: str | None, clock: str) -> None:
    when = parse(text, Reader(hints=Hints(time_zone=site)))
    assert isinstance(when, datetime), when
    assert when.isoformat()[11:16] + when.isoformat()[19:] == clock


@pytest.mark.parametrize(("text", "site"), DOUBTFUL)
def test_a_time_in_doubt_leaves_its_day(text: str, site: str) -> None:
    when = parse(text, Reader(hints=Hints(time_zone=site)))
    assert when is not None
    assert not isinstance(when, datetime)


@pytest.mark.parametrize("text", ["25. März 2024, 10.30 Uhr", "25 March 2024 kl. 10.30 Oslo", "25 March 2024 | 10.30", "25 March 2024 10:30 BY IDA HOLM", "25 March 2024 10:30 – 12:00"])  # fmt: skip
def test_a_time_with_nothing_doubtful_beside_it_is_in_the_zone_of_the_site(text: str) -> None:
    assert _clock(text) == "10:30"


@pytest.mark.parametrize(("text", "site"), DOUBTFUL)
def test_sure_of_every_time_the_reader_invents_instants(
    text: str, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "stated", lambda said, time, site: zones.named(site))
    monkeypatch.setattr(clocks, "_doubtful", lambda m: False)
    assert isinstance(parse(text, Reader(hints=Hints(time_zone=site))), datetime)


CHANGED = [
    '<meta property="article:modified_time" content="2024-03-05T08:00:00Z">',
    '<meta property="og:updated_time" content="2024-03-05">',
    '<meta name="last-modified" content="2024-03-05">',
    '<meta itemprop="dateModified" content="2024-03-05">',
    '<meta name="dcterms.modified" content="2024-03-05">',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sails again","dateModified":"2024-03-05T08:00:00Z"}</script>',
    '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","dateModified":"2024-03-05"}]}</script>',
]
SHOWN = [
    "<div class=updated>5 March 2024</div>",
    "<p>Updated: 5 March 2024</p>",
    "<p>Last modified on March 5, 2024</p>",
    "<p class=date>Updated 5 March 2024, 10:30</p>",
    "<time class=modified datetime=2024-03-05T08:00:00Z>5 March</time>",
    "<time datetime=2024-03-05T08:00:00Z>Updated 5 March 2024</time>",
    "<time itemprop=dateModified datetime=2024-03-05>5 March 2024</time>",
    "<span itemprop=dateModified content=2024-03-05>yesterday</span>",
    "<div class=article-date><span>Aktualisiert am</span> <span>5. März 2024</span></div>",
    "<p>Stand: 05.03.2024</p>",
    "<p>Zuletzt aktualisiert: 5. März 2024 um 10:30 Uhr</p>",
    "<p>Mis à jour le 5 mars 2024 à 10h30</p>",
    "<p>Actualizado el 5 de marzo de 2024</p>",
    "<p>Atualizado em 5 de março de 2024</p>",
    "<p>Ultimo aggiornamento: 5 marzo 2024</p>",
    "<p>Laatst bijgewerkt op 5 maart 2024</p>",
    "<p>Senast uppdaterad 5 mars 2024</p>",
    "<p>Sist oppdatert 5. mars 2024</p>",
    "<p>Päivitetty 5. maaliskuuta 2024</p>",
    "<p>Zaktualizowano 5 marca 2024</p>",
    "<p>Güncelleme: 5 Mart 2024</p>",
    "<p>Zadnja izmjena 05.03.2024 11:00</p>",
    "<p>Ažurirano: 5.3.2024.</p>",
    "<p>Act. 05.03.2024</p>",
    "<p>Обновена на 5 март 2024</p>",
    "<p>আপডেট: ০৫ মার্চ ২০২৪</p>",
    "<p>اپ ڈیٹ 05 مارچ 2024</p>",
    "<p>Обновлено 5 марта 2024</p>",
    "<p>Оновлено 5 березня 2024</p>",
    "<p>Ενημερώθηκε 5 Μαρτίου 2024</p>",
    "<p>آخر تحديث 5 مارس 2024</p>",
    "<p>עודכן 5 במרץ 2024</p>",
    "<p>更新：2024年3月5日</p>",
    "<p>更新日 2024年3月5日</p>",
    "<p>수정 2024년 3월 5일</p>",
    "<p>Cập nhật 5 tháng 3, 2024</p>",
    "<div class=post-updated><time datetime=2024-03-05>5 March 2024</time></div><p>Updated 5 March 2024</p>",
]


@pytest.mark.parametrize("said", CHANGED + SHOWN)
def test_a_change_is_never_the_publication(said: str) -> None:
    markup = body(head=said) if said in CHANGED else body(top=said)
    made = record(markup)
    assert made.date_published is None
    assert made.date_modified is not None or "WebPage" in said


@pytest.mark.parametrize("said", [s for s in SHOWN if s.startswith("<p>")])
def test_deaf_to_the_words_before_a_date_the_reader_takes_changes_for_publications(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "_kind", lambda before: "plain")
    assert record(body(top=said)).date_published == date(2024, 3, 5)


@pytest.mark.parametrize(
    "top",
    [
        "<p class=date>Published 4 March 2024 | Updated 5 March 2024</p>",
        "<p class=date>Updated 5 March 2024, first published 4 March 2024</p>",
        "<time class=published datetime=2024-03-04>4 March</time> <time class=updated datetime=2024-03-05>5 March</time>",
        "<p>Veröffentlicht am 4. März 2024, aktualisiert am 5. März 2024</p>",
        "<p>Publié le 4 mars 2024 à 8h00 - Mis à jour le 5 mars 2024 à 9h00</p>",
        "<p>Опубликовано 4 марта 2024, обновлено 5 марта 2024</p>",
        "<p>입력 2024.03.04 수정 2024.03.05</p>",
    ],
)
def test_both_are_told_apart_where_both_are_there(top: str) -> None:
    made = record(body(top=top))
    assert (made.date_published, made.date_modified) == (date(2024, 3, 4), date(2024, 3, 5))


def test_a_date_says_who_named_it_and_who_else_spoke() -> None:
    head = '<meta property="article:published_time" content="2024-03-04T08:00:00+01:00">'
    made = record(
        body(
            head=head,
            top="<p class=date>4 March 2024</p><aside><time datetime=2023-01-07>7 January</time></aside>",
        )
    )
    assert made.date_published == datetime.fromisoformat("2024-03-04T08:00:00+01:00")
    origin = made.origins["date_published"]
    assert origin.source == "meta"
    assert origin.confidence > 0.8
    assert ("time", "2023-01-07") in origin.losers


def test_a_form_that_the_sites_hints_name_is_read() -> None:
    page = body(top="<p class=date>Den 5te i 3die 2024</p>")
    assert record(page).date_published is None
    assert record(page, Hints(dates=("Den %dte i %mdie %Y",))).date_published == date(2024, 3, 5)


COMMENT = "<section class=comments><div class=comment><b>Bob</b> <time datetime=2024-05-05T10:00:00Z>5 May 2024</time><p>Nice one.</p></div></section>"
CAPTION = "<figure><img src=a.jpg><figcaption>The quay on 3 May 2019</figcaption></figure>"
TEASER = (
    "<aside class=related><div><h3>Another ferry</h3><span class=date>6 January 2024</span></div></aside>"
)


@pytest.mark.parametrize(("top", "tail"), [("", COMMENT), (CAPTION, ""), ("", CAPTION), ("", TEASER)])
def test_the_date_of_a_comment_a_picture_or_another_article_is_not_the_articles(top: str, tail: str) -> None:
    assert record(body(top=top, tail=tail)).date_published is None
    dated_page = record(body(top=f"<p class=date>4 March 2024</p>{top}", tail=tail))
    assert dated_page.date_published == date(2024, 3, 4)


@pytest.mark.parametrize(("top", "tail"), [(CAPTION, ""), ("", CAPTION), ("", COMMENT), ("", TEASER)])
def test_blind_to_whose_date_it_is_the_cleaner_takes_that_of_another_thing(
    top: str, tail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_dates, "_foreign", lambda piece, elsewhere: False)
    monkeypatch.setattr(block_dates, "_apart", lambda pieces, body: {})
    assert record(body(top=top, tail=tail)).date_published is not None


def test_a_date_of_legal_terms_below_a_dump_is_not_the_articles() -> None:
    dump = "\n\n".join(["Ferry sails again", *SENTENCES, "Terms of use as of 1 January 2019"])
    made = clean(Page(body=dump.encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    assert made.date_published is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2024/03/25/ferry", date(2024, 3, 25)), ("2024-03-25-ferry.html", date(2024, 3, 25)), ("news/20240325", date(2024, 3, 25)), ("news/20240325-ferry", date(2024, 3, 25)),
        ("news/20240325_ferry.html", date(2024, 3, 25)), ("ferry-20240325.html", date(2024, 3, 25)), ("ferry-2024-03-25", date(2024, 3, 25)), ("n1/202403/t20240325_77.html", date(2024, 3, 25)),
        ("gallery/img_19991231.html", None), ("gallery/img-19991231.html", None), ("gallery/dsc20240325.html", None), ("p/20301231", None), ("p/20240325x", None), ("p/202403251", None),
    ],
)  # fmt: skip
def test_an_address_dates_a_page_only_in_the_usual_forms(path: str, day: date | None) -> None:
    page = Page(body=body(), media_type="text/html", url=f"https://paper.example/{path}", fetched=datetime(2024, 3, 30, tzinfo=UTC))  # fmt: skip
    made = clean(page)
    assert isinstance(made, Record)
    assert made.date_published == day


BESIDE = [
    "<div class=comments-area><ol><li><span class=comment-meta>March 7, 2024 at 9:14 am</span><p>I was there.</p></li></ol></div>",
    "<div><h3>12 Responses</h3><div><b>RiverRat</b> <span>March 6, 2024 at 9:14 am</span><p>About time they did something about that wall, which has been falling for years.</p></div></div>",
    "<aside><h3>Latest</h3><ul><li>March 7, 2024 <a href=x>Bear found in bakery</a></li></ul></aside>",
    "<div class=sidebar><h3>Events</h3><p>March 7, 2024</p><p>Regatta</p></div>",
    "<div><p>Events</p><p>March 7, 2024</p><p>Regatta</p></div>",
]


def _below(markup: str) -> Record:
    return record(body().replace(b"</article>", f"</article>{markup}".encode()))


@pytest.mark.parametrize("markup", BESIDE)
def test_a_date_in_a_box_beside_the_story_is_none_of_it(markup: str) -> None:
    assert _below(markup).date_published is None


@pytest.mark.parametrize("markup", BESIDE)
def test_blind_to_boxes_the_cleaner_invents_a_date(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_dates, "_apart", lambda pieces, body: {})
    assert _below(markup).date_published is not None


@pytest.mark.parametrize(
    "tail",
    ["<p>5 March 2024</p>", "<h3>The long way</h3><p>5 March 2024</p>", "<div><p>Posted on 5 March 2024</p></div>", "<h3>About</h3><p>Published 5 March 2024</p>"],
)  # fmt: skip
def test_a_date_below_the_story_in_its_own_box_is_the_storys(tail: str) -> None:
    assert record(body(tail=tail)).date_published == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1403, 1, 1), date(2024, 3, 20)), ((1402, 12, 15), date(2024, 3, 5)), ((1400, 1, 1), date(2021, 3, 21)), ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)), ((1375, 12, 30), date(1997, 3, 20)), ((1408, 12, 30), date(2030, 3, 20)), ((1300, 1, 1), date(1921, 3, 21)),
    ],
)  # fmt: skip
def test_a_day_of_the_iranian_calendar_is_a_day(solar: tuple[int, int, int], day: date) -> None:
    assert calendars.gregorian(*solar) == day


@pytest.mark.parametrize("solar", [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 0, 1), (1499, 1, 1), (1402, 1, 32)])  # fmt: skip
def test_there_are_days_that_calendar_does_not_have(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="Solar Hijri"):
        calendars.gregorian(*solar)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("۱۵ اسفند ۱۴۰۲ - ۱۰:۲۵", ""), ("سه‌شنبه 15 اسفند 1402", ""), ("تاریخ انتشار: ۱۴۰۲/۱۲/۱۵", "fa"), ("1402-12-15", "fa-IR"), ("5 มี.ค. 2567 10:20 น.", ""), ("5 มีนาคม พ.ศ. 2567", ""), ("5 มี.ค. 67", ""),
        ("2567-03-05", "th"), ("令和6年3月5日", ""), ("平成36年3月5日", ""), ("昭和99年3月5日", ""), ("民國113年3月5日", ""), ("中華民國113年3月5日", ""), ("منگل 5 مارچ 2024", "ur"), ("6 min read·Mar 5, 2024", "en"),
    ],
)  # fmt: skip
def test_a_date_of_another_calendar_is_read(text: str, language: str) -> None:
    assert parse(text, Reader(language=language)) == date(2024, 3, 5)


@pytest.mark.parametrize(("text", "language"), [("1402-12-15", "en"), ("2567-03-05", "en"), ("۱۴۴۵/۰۸/۲۴", "fa"), ("مهر 1402", "fa"), ("5 ม.ค. 50 คน", "th"), ("30 اسفند 1402", "fa")])  # fmt: skip
def test_what_may_be_of_another_calendar_is_none(text: str, language: str) -> None:
    assert parse(text, Reader(language=language)) is None


@pytest.mark.parametrize(
    ("text", "language", "when"),
    [
        ("Mar 5, 2024, 10:25 IST", "en", "2024-03-05"), ("Mar 5, 2024, 10:25 IST", "en-IN", "2024-03-05T10:25:00+05:30"), ("Mar 5, 2024, 10:25 IST", "he", "2024-03-05T10:25:00+02:00"),
        ("5 марта 2024, 10:25 МСК", "ru", "2024-03-05T10:25:00+03:00"), ("5 March 2024, updated 10:30 GMT", "en", "2024-03-05"),
    ],
)  # fmt: skip
def test_letters_that_mean_several_zones_are_read_where_the_page_says_which(text: str, language: str, when: str) -> None:  # fmt: skip
    found = parse(text, Reader(language=language))
    assert found is not None
    assert found.isoformat() == when


@pytest.mark.parametrize(
    "top",
    [
        "<p>10:25 05.03.2024 (обновлено: 11:00 06.03.2024)</p>",
        "<p>Haber: Ida Holm - 05.03.2024 10:12 - Güncelleme: 06.03.2024 11:30</p>",
        "<p>2024/3/5 10:30 (2024/3/6 11:00更新)</p>",
        "<p>2024-03-05 更新时间：2024-03-06</p>",
        "<p>Objavljeno: 5.3.2024. Ažurirano: 6.3.2024.</p>",
        "<p>আপডেট: ০৬ মার্চ ২০২৪, ১১:০০ প্রকাশ: ০৫ মার্চ ২০২৪</p>",
        "<p>публикувана на 5 март 2024 г., обновена на 6 март 2024</p>",
        "<ul><li><time datetime=2024-03-05>Mar 5, 2024</time></li><li>Updated <time datetime=2024-03-06>Mar 6, 2024</time></li></ul>",
        "<div><b>Published</b> <time datetime=2024-03-05>Mar 5</time> <b>Updated</b> <time datetime=2024-03-06>Mar 6</time></div>",
        '<div class=x1 aria-label="Published 4:02 a.m. CT Mar. 5, 2024 Updated 5:10 p.m. CT March 6, 2024"></div>',
    ],
)
def test_the_word_before_a_date_tells_the_change_from_the_publication(top: str) -> None:
    made = record(body(top=top))
    assert (made.date_published, made.date_modified) == (date(2024, 3, 5), date(2024, 3, 6))


def test_a_change_on_the_same_day_leaves_the_publication() -> None:
    made = record(body(top="<p>05.03.2024 10:12 - Güncelleme: 05.03.2024 11:30</p>"))
    assert made.date_published == made.date_modified == date(2024, 3, 5)


def test_a_recipe_states_its_day() -> None:
    head = '<script type="application/ld+json">{"@type":"Recipe","name":"Ferry cake","datePublished":"2024-03-05"}</script>'
    assert record(body(head=head)).date_published == date(2024, 3, 5)


TOLD = (
    "The harbour office of Millbrook said on Monday that the ferry would sail again before the end of the week.",
    "Nobody on the quay believed it, and the baker had already sold his boat to a man from Harrowgate.",
    "Three councillors asked for the papers of the inquiry, which have not been seen since the flood.",
)


def told(*lines: str) -> Record:
    made = clean(Page(body="\n\n".join(lines).encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    return made


@pytest.mark.parametrize(
    "below",
    [
        ("Read more", "Harbour closed again", "6 November 2022"),
        ("The new contract begins on 2 January 2023.",),
        ("Tickets for the concert on 14 July 2023 remain valid",),
    ],
)
def test_a_date_below_the_story_of_a_dump_is_of_something_else(below: tuple[str, ...]) -> None:
    assert told("Ferry of the harbour sails again", *TOLD, *below).date_published is None


def test_what_is_said_to_be_the_publication_counts_there_too() -> None:
    made = told("Ferry of the harbour sails again", *TOLD, "Published: 6 November 2022")
    assert str(made.date_published) == "2022-11-06"


def test_days_of_a_life_are_not_those_of_the_article() -> None:
    made = told("Margaret Holm, who drew the harbour", "Born 3 May 1931; died 17 January 2020", *TOLD)
    assert made.date_published is None


def test_a_plain_day_above_a_change_of_the_same_day_is_the_publication() -> None:
    made = told(
        "Ferry of the harbour sails again", "14 May 2023 - 09:35", "Updated: 14 May 2023 - 12:10", *TOLD
    )
    assert (str(made.date_published), str(made.date_modified)) == ("2023-05-14", "2023-05-14")


def test_updated_before_a_month_is_a_change_in_pages_and_dumps() -> None:
    dump = told("Ferry of the harbour sails again", "Updated March 5, 2024", *TOLD)
    page = record(body(top="<p class=date>Updated March 5, 2024</p>"))
    for made in (dump, page):
        assert (made.date_published, str(made.date_modified)) == (None, "2024-03-05")


@pytest.mark.parametrize("line", ["2024年3月5日 11時00分更新", "2024.03.05 11:00 수정"])
def test_a_word_behind_a_date_may_say_that_it_is_a_change(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(top=f"<p>{line}</p>")
    assert (record(page).date_published, record(page).date_modified) == (None, date(2024, 3, 5))
    monkeypatch.setattr(moments, "_behind", lambda *_: "plain")
    assert record(page).date_published == date(2024, 3, 5)


def test_a_word_behind_a_date_may_be_of_the_next() -> None:
    assert [kind for kind, _ in dated("2024-03-05 更新时间：2024-03-06", Reader(language="zh"))] == [
        "published",
        "modified",
    ]


def test_a_time_element_without_attributes_is_read() -> None:
    assert record(body(top="<div><time>5 March 2024</time></div>")).origins["date_published"].source == "time"


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("2024年3月5日 公開 2024年3月6日 更新", ["published", "modified"]),
        ("2024/3/6 11:00更新 2024/3/5 10:00公開", ["modified", "published"]),
        ("2024.03.05 10:30 입력 2024.03.06 11:00 수정", ["published", "modified"]),
        ("公開 2024年3月5日 更新 2024年3月6日", ["published", "modified"]),
        ("2024年3月5日 更新 2024年3月6日", ["published", "modified"]),
    ],
)
def test_each_of_several_dates_has_its_word_on_the_same_side(line: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in dated(line, Reader(language="ja"))] == kinds


def test_a_line_above_a_date_may_say_that_it_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    made = told("Ferry of the harbour sails again", "Last updated:", "12 March 2024", *TOLD)
    assert (made.date_published, made.date_modified) == (None, date(2024, 3, 12))
    monkeypatch.setattr(block_dates, "_changed", lambda _: False)
    assert told(
        "Ferry of the harbour sails again", "Last updated:", "12 March 2024", *TOLD
    ).date_published == date(2024, 3, 12)


def test_the_day_on_which_somebody_printed_a_page_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        told(
            "Ferry of the harbour sails again", "Wydrukowano: 2024-03-12 10:30:00+01:00", *TOLD
        ).date_published
        is None
    )
    monkeypatch.setattr(block_dates, "_PRINTED", re.compile("(?!)"))
    assert (
        told(
            "Ferry of the harbour sails again", "Wydrukowano: 2024-03-12 10:30:00+01:00", *TOLD
        ).date_published
        is not None
    )


def test_of_a_day_and_an_instant_of_the_same_change_the_instant_is_taken() -> None:
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2024-03-12 10:30"}</script>'
    meta = '<meta property="article:modified_time" content="2024-03-{}T10:30:00+01:00">'
    assert isinstance(record(body(linked + meta.format("12"))).date_modified, datetime)
    assert record(body(linked + meta.format("13"))).date_modified == date(2024, 3, 12)


def test_seconds_may_lack_a_digit() -> None:
    assert parse("2024-03-12T23:15:0Z", Reader()) == datetime(2024, 3, 12, 23, 15, tzinfo=UTC)
