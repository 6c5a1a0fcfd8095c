"""The other fields of a record, each from every place that may state it, with who stated it and who lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import SENTENCES, body, record

from pipelines.clean import candidates, field_weights, headline, page_text, picture_rules, story, train_fields
from pipelines.clean.candidates import chances
from pipelines.clean.credits import parse_credit
from pipelines.clean.datelines import dateline
from pipelines.clean.draft import Draft
from pipelines.clean.spans import Piece, collapse
from pipelines.clean.story import tailed
from pipelines.clean.train_fields import Choice, fit, folded, written
from pipelines.page import Page
from pipelines.record import Hints


def ld(**said: object) -> str:
    """A JSON-LD article."""
    article = {"@type": "NewsArticle", "headline": "Ferry sails again", **said}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    ("head", "title", "headline"),
    [
        ("", "Ferry sails again", "Ferry sails again"),
        ('<meta property="og:title" content="Ferry sails again | The Bote"><meta property="og:site_name" content="The Bote">', "Ferry sails again", "Ferry sails again"),
        ('<meta property="og:site_name" content="Bote">', "Storm: Ferry sails again - Bote", "Storm: Ferry sails again"),
        ('<meta property="og:site_name" content="白波新報">', "渡し船、再び出航｜白波新報", "渡し船、再び出航"),
    ],
)  # fmt: skip
def test_the_headline_is_without_the_name_of_the_site(head: str, title: str, headline: str) -> None:
    made = record(body(head=head, title=title), url="https://bote.example/2024/ferry-sails-again")
    assert made.headline == headline


def test_a_logo_and_the_heading_of_teasers_are_no_headline() -> None:
    markup = body(head='<meta property="og:title" content="Ferry sails again">').replace(
        b"<article>", b"<header><h1><a href=/>The Bote</a></h1></header><article>"
    )
    tail = b"<aside><h2>Two councillors against the plan</h2></aside></article>"
    made = record(markup.replace(b"</article>", tail), url="https://bote.example/x")
    assert made.headline == "Ferry sails again"
    assert "The Bote" in {value for _, value in made.origins["headline"].losers}


def test_without_weights_any_wording_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.clean.headline.HEADLINE", {})
    markup = body().replace(b"<article>", b"<header><h1>The Bote</h1></header><article>")
    assert record(markup).headline == "The Bote"


@pytest.mark.parametrize(
    ("field", "markup", "value", "source"),
    [
        ("publisher", body(ld(publisher={"@type": "Organization", "name": "The Bote"})), "The Bote", "json-ld"),
        ("publisher", body('<meta property="og:site_name" content="The Bote">'), "The Bote", "og:site_name"),
        ("section", body(ld(articleSection=["Coast", "Town"])), "Coast", "json-ld"),
        ("publisher", body('<meta property="og:site_name" content="Ferry sails again | The Bote">'), "The Bote", "og:site_name"),
        ("section", body(ld(articleSection="Coast,Town,ferries,pier")), "Coast", "json-ld"),
        ("section", body(ld(articleSection="Coast, Town and Harbour")), "Coast, Town and Harbour", "json-ld"),
        ("section", body('<meta property="article:section" content="Coast">'), "Coast", "article:section"),
        ("keywords", body(ld(keywords=["ferry", "pier"])), ("ferry", "pier"), "json-ld"),
        ("keywords", body('<meta property="article:tag" content="ferry"><meta property="article:tag" content="pier">'), ("ferry", "pier"), "article:tag"),
        ("keywords", body('<meta name=news_keywords content="ferry, pier">'), ("ferry", "pier"), "keywords"),
        ("dateline", body(top="<p>MILLBROOK (AFP) — The mayor of the town said on Monday that the bridge was safe again.</p>"), "MILLBROOK", "block"),
        ("agency", body(top="<p>MILLBROOK (AFP) — The mayor of the town said on Monday that the bridge was safe again.</p>"), "AFP", "dateline"),
        ("agency", body(top="<p>MARROW (Nordpress) — The mayor of the town said on Monday that the bridge was safe.</p>"), "Nordpress", "dateline"),
        ("dateline", body(top="<p>Millbrook (Norland) - The mayor of the town said on Monday that the bridge was safe again.</p>"), "Millbrook", "block"),
        ("agency", body(ld(author={"@type": "Organization", "name": "Reuters"})), "Reuters", "json-ld"),
        ("is_accessible_for_free", body(ld(isAccessibleForFree="False")), False, "json-ld"),
        ("is_accessible_for_free", body(ld(isAccessibleForFree=True)), True, "json-ld"),
        ("is_accessible_for_free", body('<meta property="article:content_tier" content="metered">'), False, "article:content_tier"),
        ("is_accessible_for_free", body(tail="<div class=wall>Dieser Artikel ist nur für Abonnenten.</div>"), False, "block"),
        ("is_live", body('<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ferry sails again"}</script>'), True, "json-ld"),
        ("canonical_url", body("<link rel=canonical href=/ferry>"), "https://bote.example/ferry", "link"),
        ("canonical_url", body('<meta property="og:url" content="https://bote.example/f">'), "https://bote.example/f", "og:url"),
        ("alternative_headline", body(ld(alternativeHeadline="A crossing reopens")), "A crossing reopens", "json-ld"),
        ("alternative_headline", body(ld(alternativeHeadline="A crossing&#8217;s end")), "A crossing\u2019s end", "json-ld"),
        ("language", body(lang="en-GB"), "en-GB", "html lang"),
        ("language", body(lang="fr"), "en", "text"),
    ],
)  # fmt: skip
def test_a_field_has_its_value_and_says_who_stated_it(
    field: str, markup: bytes, value: object, source: str
) -> None:
    made = record(markup, url="https://bote.example/x")
    assert getattr(made, field) == value
    assert made.origins[field].source == source


@pytest.mark.parametrize(
    ("text", "agency", "photographer"),
    [
        ("Nordbild/Ida Holm", "Nordbild", "Ida Holm"),
        ("Foto: Ida Holm/Nordbild", "Nordbild", "Ida Holm"),
        ("Photo Jules Pernet", None, "Jules Pernet"),
        ("(c) 2021 Nordbild / Ida Holm", "Nordbild", "Ida Holm"),
        ("(Foto: dpa)", "dpa", None),
        ("© Fjord Pictures", "Fjord Pictures", None),
        ("Foto: Ida Holm / Fjord Media GmbH", "Fjord Media GmbH", "Ida Holm"),
        ("Photograph: Ida Holm for the Bote", None, "Ida Holm"),
        ("Anadolu via Getty Images", "Anadolu", None),
        ("© Stiftung für Astronomie", None, "Stiftung für Astronomie"),
        ("Photo: Ek/Adobe Stock", "Adobe Stock", "Ek"),
        ("Foto: Adobe Stock/Ida Holm", "Adobe Stock", "Ida Holm"),
        ("Foto: Anna Stock/dpa", "dpa", "Anna Stock"),
        ("(c)Ida Holm", None, "Ida Holm"),
        ("Photo: Institute for Physics", None, "Institute for Physics"),
        ("(Image: Harbour Systems, Inc.)", None, "Harbour Systems"),
        ("Image by Ida Holm from Pixabay", "Pixabay", "Ida Holm"),
        ("Foto: Ida Holm on Unsplash", "Unsplash", "Ida Holm"),
        ("Bild: Mit freundlicher Genehmigung von gettyimages/Ida Holm", "gettyimages", "Ida Holm"),
        ("Credit: iStock/Getty", "iStock", None),
        ("© Holm Verkehr SE", "Holm Verkehr SE", None),
        ("©Holm AG / Ek Holding", "Holm AG", None),
        ("Bild: Nordwerft (die Halle im Mai 2022)", "Nordwerft", None),
        ("© HAM / Photothek", "Photothek", None),
        ("Submitted photo", None, None),
        ("Foto: Ida Holm (dpa, 2019)", "dpa", "Ida Holm"),
        ("Photo: NASA/JPL", "NASA", None),
    ],
)
def test_a_credit_is_parted_into_agency_and_person(
    text: str, agency: str | None, photographer: str | None
) -> None:
    credit = parse_credit(text)
    assert (credit.agency, credit.photographer) == (agency, photographer)


def test_the_sites_own_copyright_is_no_credit() -> None:
    tail = "<footer>© Bote</footer><footer>© 2024 Nordbild Ltd. All rights reserved.</footer>"
    assert record(body('<meta property="og:site_name" content="Bote">', tail=tail)).credits == ()


FOOTER = "".join(f"<p>Page {n}</p><ul><li><a href=/{n}>More</a></li></ul>" for n in range(4))


def test_a_copyright_far_below_the_story_is_no_credit_whatever_its_class_says() -> None:
    made = record(body(tail=f"{FOOTER}<div class=copyright>© 2024 Holm Media</div>"))
    assert made.credits == ()
    assert {b.label for b in made.blocks if "Holm Media" in b.text} == {"legal"}


def test_without_the_look_at_where_it_stands_it_would_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_rules, "is_signed", lambda _: False)
    made = record(body(tail=f"{FOOTER}<div class=copyright>© 2024 Holm Media</div>"))
    assert [c.agency for c in made.credits] == ["Holm Media"]


def test_the_photographers_of_a_gallery_below_the_story_stay() -> None:
    names = ("Ida Holm", "Bo Ek", "Petra Lind", "Jan Berg")
    slides = "".join(
        f"<div class=slide><div class=caption>The quay of {n}.</div><div class=credit>© {n}</div></div>"
        for n in names
    )
    assert [c.photographer for c in record(body(tail=slides)).credits] == list(names)


@pytest.mark.parametrize("label", ["Foto:", "(Image:)", "Quelle："])
def test_the_word_for_a_credit_alone_is_none(label: str) -> None:
    box = f"<figure><img src=x><figcaption>A crane.</figcaption><span class=credit>{label}</span></figure>"
    assert record(body(top=box)).credits == ()


def test_json_ld_in_a_section_of_xhtml_is_read() -> None:
    linked = ld(keywords=["ferry"])
    for begin, end in (("<![CDATA[", "]]>"), ("//<![CDATA[", "//]]>"), ("/* <![CDATA[ */", "/* ]]> */")):
        page = linked.replace("{", f"\n{begin}\n{{", 1).replace("</script>", f"\n{end}\n</script>")
        assert record(body(page)).keywords == ("ferry",), begin


def test_what_the_headline_or_the_lead_says_is_no_other_headline() -> None:
    assert record(body(ld(alternativeHeadline="Ferry sails again!"))).alternative_headline is None
    other = record(body(ld(alternativeHeadline="Welders mend the hull"))).alternative_headline
    assert other == "Welders mend the hull"


def headed(*headings: str) -> str:
    """The text of a page with headings at its end, of which the classifier thinks that they are of the story."""
    pieces = [Piece(text, 0, len(text)).judged("paragraph", "", 1.0) for text in SENTENCES]
    pieces += [Piece(text, 0, len(text)).judged("subhead", "", 1.0) for text in headings]
    draft = Draft(
        page=Page(body=b"", media_type="text/html"), hints=Hints(), text="", pieces=pieces, markup=True
    )
    return tailed(draft).body_text


def test_a_heading_with_nothing_below_it_is_none_of_the_story() -> None:
    assert headed("More from us") == headed() == "\n\n".join(SENTENCES)
    lost = ("1. The ferry", "2. The pier", "3. The quay")
    assert headed(*lost).endswith("\n\n".join(lost))


def test_without_the_look_below_it_it_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "_HEADINGS", 0)
    assert headed("More from us").endswith("More from us")


def test_values_are_in_normal_form_without_marks_of_layout() -> None:
    made = record(
        body(
            head='<meta name=author content="Tra\u0302\u0300n Bi\u0301ch">',
            title="Stra\u00dfen\u00adbahn fa\u0308hrt",
        )
    )
    assert made.headline == "Stra\u00dfenbahn f\u00e4hrt"
    assert made.authors == ("Tr\u1ea7n B\u00edch",)


def test_posts_with_their_times_make_a_page_live() -> None:
    posts = "".join(
        f"<div class=live-post><time>1{n}.42pm</time><p>{s}</p></div>" for n, s in enumerate(SENTENCES)
    )
    assert record(body(tail=f"<div class=live-blog>{posts}</div>")).is_live is True
    assert record(body(tail=f"<div class=posts>{posts.replace('live-post', 'post')}</div>")).is_live is None


def test_a_standfirst_that_the_page_states_as_its_description_is_the_lead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = "Millbrook: the old boat is back, and with her the mail"
    menu = "<div>Coast</div><div>Share</div><div>Reading time 3 min</div>"
    page = body(
        f'<meta name="description" content="{said}">',
        top=f"<div class=share-bar><div>{said}</div>{menu}</div>",
    )
    made = record(page)
    assert made.lead == said
    assert made.text.startswith(f"{said}\n\n")
    monkeypatch.setattr("pipelines.clean.scene._told", lambda *_: frozenset())
    assert record(page).lead is None


def test_what_nobody_states_is_empty() -> None:
    made = record(body())
    empty = ("alternative_headline", "lead", "publisher", "section", "dateline", "agency", "canonical_url", "is_accessible_for_free", "is_live", "date_published", "date_modified")  # fmt: skip
    assert {name: getattr(made, name) for name in empty} == dict.fromkeys(empty)
    assert (made.authors, made.keywords, made.captions, made.footnotes, made.corrections) == ((),) * 5
    assert set(made.origins) == {"headline", "language", "encoding"}


def test_captions_have_their_credits_and_notes_stand_apart_from_the_text() -> None:
    top = "<figure><img src=x alt='A crane'><figcaption>A crane in the port.</figcaption><span class=credit>© Nordbild 2021 Ida Holm</span></figure><p>The league* denied it all, and so did the port, in two letters to the paper.</p>"
    tail = "<p>* The league is outlawed in Lunara since the war.</p><p class=correction>Correction: the crane is forty feet high, not fourteen as we wrote.</p>"
    made = record(body(top=top, tail=tail))
    assert [(c.text, c.credit) for c in made.captions] == [
        ("A crane in the port.", "© Nordbild 2021 Ida Holm")
    ]
    assert [(c.agency, c.photographer, c.year) for c in made.credits] == [("Nordbild", "Ida Holm", 2021)]
    assert made.footnotes == ("* The league is outlawed in Lunara since the war.",)
    assert made.corrections == ("Correction: the crane is forty feet high, not fourteen as we wrote.",)
    assert "outlawed" not in made.text


@pytest.mark.parametrize(
    ("field", "markup", "empty"),
    [
        ("agency", body(top="<p>Millbrook (Norland) - The mayor of the town said on Monday that the bridge was safe again.</p>"), None),
        ("agency", body(top="<div class=byline>By Petra Holm</div>"), None),
        ("agency", body(top="<div class=byline>AA</div>"), None),
        ("dateline", body(top="<p>No Wonder – the mayor of the town said on Monday that the bridge was safe again.</p>"), None),
        ("publisher", body('<meta property="og:site_name" content="{$site.name}">'), None),
        ("section", body(ld(articleSection="https://bote.example/coast")), None),
        ("alternative_headline", body().replace(b"<h1>", b"<nav class=kicker>Menu of today</nav><h1>"), None),
        ("footnotes", body(tail="<form class=newsletter-form-footnote><p>We respect your privacy and never sell it.</p></form>"), ()),
        ("footnotes", body(tail="<div class=footnotes><p><a href=/ferries>Ferries and their piers</a></p></div>"), ()),
        ("corrections", body(tail="<h3 class=has-montserrat-font>Where the ferry goes on Sundays</h3>"), ()),
        ("corrections", body(tail="<a class=suggest-a-correction href=/c>Report a typo or another error</a>"), ()),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_field_is_none(field: str, markup: bytes, empty: object) -> None:
    assert getattr(record(markup, url="https://bote.example/x"), field) == empty


def test_a_hint_of_the_publisher_counts_where_the_page_names_none() -> None:
    assert record(body(), Hints(publisher="The Bote")).publisher == "The Bote"


@pytest.mark.parametrize(
    "script",
    ["{", "[]", "null", '{"@type":["NewsArticle",{}],"headline":["x"],"author":[[[{"name":[1]}]]],"publisher":[3],"keywords":{},"articleSection":{},"datePublished":{}}',
     '<!-- {"@type":"NewsArticle","headline":"Ferry sails again","keywords":"a,b",} -->', '{"@graph":' * 3000, '{"@type":"NewsArticle","url":[],"mainEntityOfPage":[[]]}'],
)  # fmt: skip
def test_malformed_data_cost_no_page(script: str) -> None:
    assert (
        record(body(f'<script type="application/ld+json">{script}</script>')).headline == "Ferry sails again"
    )


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9))
def test_chances_are_shares_in_the_order_of_the_scores(scores: list[float]) -> None:
    found = chances(scores)
    assert all(0 <= c <= 0.99 for c in found)
    assert sum(found) <= 1 + 1e-9
    best = max(range(len(scores)), key=scores.__getitem__)
    assert found[best] == max(found)
    assert sum(chances(scores, nothing=60.0)) < 0.01


def test_weights_are_fitted_to_what_people_chose_and_are_the_same_again() -> None:
    def page(n: int) -> Choice:
        facts = [{"said h1": 1.0, "long": n % 3 / 2}, {"said title": 1.0, "long": 1.0}, {"said h2": 1.0}]
        return Choice(site=f"{n}.example", dataset="all", facts=facts, right=[True, False, False])

    pages = [page(n) for n in range(60)]
    weights = fit(pages)
    assert weights["said h1"] > 0 > weights["said title"]
    assert folded(pages) == {"all": 1.0}
    assert written({"HEADLINE": weights}) == written({"HEADLINE": fit(pages)})
    assert folded([*pages, *(page(n) for n in range(3))])["all"] == 1.0


def test_every_weight_is_of_a_fact_that_a_page_can_have() -> None:
    known = {"said", "cut", "first", "part", "holds", "unlike"}
    facts = {*field_weights.HEADLINE, *field_weights.AUTHORS, *field_weights.DATES}
    assert {name.split()[0] for name in facts} & known == known
    assert set(train_fields.TABLES) == {"HEADLINE", "AUTHORS", "DATES", "DUMP_HEADLINE"}
    assert candidates.weighed({"no such fact": 1.0}, field_weights.HEADLINE) == 0.0


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ("10<sup>6</sup> litres", "10⁶ litres"),
        ("10<sup>−6</sup> of it", "10⁻⁶ of it"),
        ("5,000<sup><a href=#n2>2</a></sup> people", "5,000² people"),
        ("12 m<sup> 3 </sup>of it", "12 m ³ of it"),
        ("the 1<sup>st</sup> of May", "the 1st of May"),
        ("the XIX<sup>e</sup> century", "the XIXe century"),
        ("CO<sub>2</sub> above it", "CO2 above it"),
    ],
)
def test_a_raised_number_is_no_part_of_the_number_before_it(markup: str, told: str) -> None:
    page = body(
        top=f"<p>The lake that the engineers of the county measured on Monday held {markup}, they said.</p>"
    )
    made = record(page)
    assert f"held {told}, they said." in made.text
    text = page_text(Page(body=page, media_type="text/html"))
    assert any(told in collapse(text[b.start : b.end]) for b in made.blocks)


TITLED = [
    ("Ferry sails again - Bote", "<div><b>Ferry sails again</b></div>", "Ferry sails again"),
    ("渡し船がまた出航する-白波新報", "<p>渡し船がまた出航する</p>", "渡し船がまた出航する"),
    (
        "Ferry sails again - Harbour Office - Portal",
        "<article><h2>Ferry sails again</h2></article>",
        "Ferry sails again",
    ),
    (
        "Ferry sails again - and how it came about",
        "<div><b>Bote</b></div>",
        "Ferry sails again - and how it came about",
    ),
]


@pytest.mark.parametrize(("title", "shown", "headline"), TITLED)
def test_the_headline_is_as_the_page_shows_it(title: str, shown: str, headline: str) -> None:
    office = "<h1>Harbour Office</h1>" if "Office" in title else ""
    page = body(title=title).decode().replace(f"<h1>{title}</h1>", office + shown)
    assert record(page.encode()).headline == headline


def test_without_the_look_at_what_is_shown_the_name_of_the_site_would_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(headline, "_shown", lambda best, _: best.value)
    title, shown, _ = TITLED[1]
    page = body(title=title).decode().replace(f"<h1>{title}</h1>", shown)
    assert record(page.encode()).headline == title


def test_who_wrote_it_is_not_who_brings_it() -> None:
    page = (
        body(title="Ferry sails again - by Ida Holm")
        .decode()
        .replace("<h1>Ferry sails again - by Ida Holm", "<h1>Ferry sails again")
    )
    assert record(page.encode()).publisher is None


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("&quot;Bote Systems&quot;", "Bote Systems"), ("/", None), ("Startseite", None), ("@bote", "bote"), ("Holm info@holm.example", "Holm"), ("BOTE | BY: IDA HOLM", "BOTE"), ("☆☆ - The Bote", "The Bote"), ("bote*", "bote*"),
        ("Bote –", "Bote"),
    ],
)  # fmt: skip
def test_a_sites_name_is_without_the_signs_around_it(stated: str, said: str | None) -> None:
    assert record(body(f'<meta property="og:site_name" content="{stated}">')).publisher == said


TOLD = "the harbour office said on Monday that the ferry would sail again before the week was over."


@pytest.mark.parametrize(
    ("head", "language", "place", "agency"),
    [
        ("Wien (APA) – ", "de", "Wien", "APA"), ("Wien (APA/dpa) – ", "de", "Wien", "APA"), ("MADRID, 5 Mar. (EUROPA PRESS) - ", "es", "MADRID", "EUROPA PRESS"), ("Roma, 5 mar. (askanews) - ", "it", "Roma", "askanews"),
        ("(ANSA) - ROMA, 05 MAR - ", "it", "ROMA", "ANSA"), ("МОСКВА, 5 мар — РИА Новости. ", "ru", "МОСКВА", "РИА Новости"), ("МОСКВА, 5 марта. /ТАСС/. ", "ru", "МОСКВА", "ТАСС"), ("القاهرة - رويترز: ", "ar", "القاهرة", "رويترز"),
        ("تهران (ایرنا) - ", "fa", "تهران", "ایرنا"), ("新华社北京3月5日电 ", "zh", "北京", "新华社"), ("(서울=연합뉴스) ", "ko", "서울", "연합뉴스"), ("［ベレスカ ５日 ロイター］ - ", "ja", "ベレスカ", "ロイター"),
        ("नई दिल्ली, 5 मार्च (भाषा) ", "hi", "नई दिल्ली", "भाषा"), ("NEW DELHI: ", "en", "NEW DELHI", None), ("Mumbai: ", "en", "Mumbai", None), ("नई दिल्ली: ", "hi", "नई दिल्ली", None), ("Berlin/Kairo. ", "de", "Berlin/Kairo", None),
        ("BERLIN taz | ", "de", "BERLIN", None), ("BERLIN afp | ", "de", "BERLIN", "AFP"), ("TEMPO.CO, Jakarta - ", "id", "Jakarta", None), ("WASHINGTON, D.C. – ", "en", "WASHINGTON, D.C.", None), ("ATLANTA (CNN) — ", "en", "ATLANTA", None), ("DENVER (KDVR) — ", "en", "DENVER", None), ("ORLO (KUNA) — ", "en", "ORLO", "KUNA"), ("Mend, sand, or paint – ", "en", None, None), ("Orlo, 27.6. – ", "de", "Orlo", None),
        ("(CNN) — ", "en", None, None), ("WATCH: ", "en", None, None), ("Warning: ", "en", None, None), ("EXCLUSIVE: ", "en", None, None), ("Berlin. ", "de", None, None), ("Leipzig: ", "de", None, None), ("Ferry/Pier. ", "de", None, None),
    ],
)  # fmt: skip
def test_the_head_of_a_story_says_where_it_is_from(
    head: str, language: str, place: str | None, agency: str | None
) -> None:
    assert dateline(head + TOLD, language) == (place, agency)


def test_a_line_of_a_list_of_places_is_no_dateline() -> None:
    assert dateline("Mumbai: ferries at nine and ten", "en").place is None


def test_an_agency_in_brackets_below_the_story_wrote_it() -> None:
    assert record(body(tail="<p>(©NTB)</p>")).agency == "NTB"
    assert record(body(tail="<p>Foto: Ida Holm / NTB</p>")).agency is None


@pytest.mark.parametrize(
    "address",
    [
        "https://bote.example/coast/https%3A%2F%2Fbote.example%2Fcoast",
        "http://ferry-sails-again",
        "http://[bote",
    ],
)
def test_a_broken_address_is_not_the_canonical_one(address: str) -> None:
    assert (
        record(body(f"<link rel=canonical href='{address}'>"), url="https://bote.example/x").canonical_url
        is None
    )
    assert (
        record(body("<link rel=canonical href=http://localhost/y>"), url="http://localhost/x").canonical_url
        == "http://localhost/y"
    )


def test_a_headline_ends_with_no_sign_for_a_name_that_is_missing() -> None:
    html = body("").replace(b"Ferry sails again<", b"Ferry sails again |<")
    assert record(html).headline == "Ferry sails again"
