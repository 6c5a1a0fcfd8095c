"""Writers: people without roles, sites and agencies, lists split, in any script."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import SENTENCES as STORY
from invented import body, record
from lxml import html

from pipelines.clean import bylines, clean, names
from pipelines.clean.names import names as named
from pipelines.clean.roles import role_of
from pipelines.page import Page
from pipelines.record import Record

SITES = frozenset({"thebote", "botenews"})


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("By Ida Holm", ("Ida Holm",)),
        ("By Ida Holm and Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Ida Holm, Bo Ek & Una Lind", ("Ida Holm", "Bo Ek", "Una Lind")),
        ("Ida Holm, Senior Reporter", ("Ida Holm",)),
        ("Ida Holm Political Correspondent", ("Ida Holm",)),
        ("ByIda Holm |", ("Ida Holm",)),
        ("Posted on March 5, 2024 by Ida Holm", ("Ida Holm",)),
        ("Von Ida Holm am 5.3.2024", ("Ida Holm",)),
        ("Ein Artikel von Ida Holm", ("Ida Holm",)),
        ("Ida Holm, dpa", ("Ida Holm",)),
        ("By Ida Holm, PA Crime Reporter", ("Ida Holm",)),
        ("By Ida Holm, Reuters Health", ("Ida Holm",)),
        ("By Petra Holm, AP", ("Petra Holm",)),
        ("Über Ida Holm 257 Artikel", ("Ida Holm",)),
        ("About Ida Holm", ("Ida Holm",)),
        ("Autorin/Autor Ida Holm", ("Ida Holm",)),
        ("Ida Holm ⋅ Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Jun 2", ()),
        ("June Ek", ("June Ek",)),
        ("More About Me", ()),
        ("About Us", ()),
        ("← Older", ()),
        ("DE EN", ()),
        ("Afficher mon profil complet", ()),
        ("Ida Holm (Text) und Bo Ek (Fotos)", ("Ida Holm", "Bo Ek")),
        ("Ida Holm\nRedakteurin", ("Ida Holm",)),
        ("Ida Holm, PhD, RN", ("Ida Holm",)),
        ("By Ida Holm. Photographs by Bo Ek", ("Ida Holm",)),
        ("Reviewed by Bo Ek", ()),
        ("Par Ida Holm et Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Por Ida Holm y Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Diego Diaz", ("Diego Diaz",)),
        ("Von Ida Holm, Kairo", ("Ida Holm",)),
        ("Por IDA HOLM | MADRID", ("IDA HOLM",)),
        ("Von Ida Holm und Bo Ek, Kairo", ("Ida Holm", "Bo Ek")),
        ("Ida Holm and Kairo", ("Ida Holm", "Kairo")),
        ("Ida, Bo", ("Ida", "Bo")),
        ("Par Ida Holm, à Paris", ("Ida Holm",)),
        ("Par Ida Holm, envoyée spéciale à Kiev", ("Ida Holm",)),
        ("ida holm, bo ek", ("ida holm", "bo ek")),
        ("Ida Holm, van der Berg", ("Ida Holm", "van der Berg")),
        ("بقلم: سارة حداد ومحمد علي", ("سارة حداد", "محمد علي")),
        ("سارة حداد وليد", ("سارة حداد وليد",)),
        ("محمد حداد وليد علي", ("محمد حداد وليد علي",)),
        ("מאת: דנה כהן ויוסי לוי", ("דנה כהן", "יוסי לוי")),
        ("Von Ida Holm, Kairo, und Bo Ek, Berlin", ("Ida Holm", "Bo Ek")),
        ("Scritto da Ida Holm", ("Ida Holm",)),
        ("Pubblicato da: Ida Holm", ("Ida Holm",)),
        ("Postado por João da Lind", ("João da Lind",)),
        ("Publicado por Ana Ruiz", ("Ana Ruiz",)),
        ("Publié par Ida Holm", ("Ida Holm",)),
        ("Gepostet von Ida Holm", ("Ida Holm",)),
        ("Eingestellt von Ida Holm", ("Ida Holm",)),
        ("Geplaatst door Jan van der Berg", ("Jan van der Berg",)),
        ("Написано Ольга Тихая", ("Ольга Тихая",)),
        ("Dipostkan oleh Dewi Sari", ("Dewi Sari",)),
        ("Diposting oleh: Dewi Sari", ("Dewi Sari",)),
        ("Oleh Lind", ("Oleh Lind",)),
        ("投稿者 森健太", ("森健太",)),
        ("投稿者：森健太", ("森健太",)),
        ("Haber: Ayşe Lind", ("Ayşe Lind",)),
        ("a cura di Ida Holm", ("Ida Holm",)),
        ("dal nostro inviato Ida Holm", ("Ida Holm",)),
        ("De notre correspondante à Kairo, Ida Holm", ("Ida Holm",)),
        ("De nuestro corresponsal en Kairo, Ida Holm", ("Ida Holm",)),
        ("Von unserer Redakteurin Ida Holm", ("Ida Holm",)),
        ("Von unserem Korrespondenten Bo Ek, Kairo", ("Bo Ek",)),
        ("Aus Kairo berichtet Ida Holm", ("Ida Holm",)),
        ("Ein Kommentar von Ida Holm", ("Ida Holm",)),
        ("القاهرة - سمير حداد", ("سمير حداد",)),
        ("Kairo – Ida Holm", ("Ida Holm",)),
        ("김하늘·이바다 기자", ("김하늘", "이바다")),
        ("记者 王小明 李华 报道", ("王小明", "李华")),
        ("记者 李 华 王小明", ("李华", "王小明")),
        ("作者：王小明　编辑：李四", ("王小明",)),
        ("责任编辑：李四 作者：王小明", ("王小明",)),
        ("Par Maëlle Tarrin, le jeu 04/04/2024 - 17:12", ("Maëlle Tarrin",)),
        ("Soumis par Maëlle Tarrin le jeu 04/04/2024 - 17:12", ("Maëlle Tarrin",)),
        ("Enviado por Inés Corral el Jue, 04/04/2024 - 17:12", ("Inés Corral",)),
        ("Ida Holm/Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Γράφει ο Πέτρος Αλεξίου", ("Πέτρος Αλεξίου",)),
        ("责任编辑：李四", ()),
        ("（责任编辑：李四）", ()),
        ("责任编辑 李四", ()),
        ("责编：李四 校对：王五", ()),
        ("翻译：李四", ()),
        ("记者 王小明 编辑 李四", ("王小明",)),
        ("作者 王小明 责任编辑 李四", ("王小明",)),
        ("文：森健太　写真：鈴木花", ("森健太",)),
        ("（森健太）", ("森健太",)),
        ("By Ida Holm, Bo Ek and Una Lind of the Herald staff", ("Ida Holm", "Bo Ek", "Una Lind")),
        ("Press Office of the Harbour", ()),
        ("BY IDA HOLM AND BO EK", ("IDA HOLM", "BO EK")),
        ("IDA HOLM MADRID", ("IDA HOLM",)),
        ("IDA HOLM CIUDAD DE MÉXICO", ("IDA HOLM",)),
        ("IDA MADRID", ("IDA MADRID",)),
        ("IDA HOLM SEVILLA", ("IDA HOLM SEVILLA",)),
        ("Ida Holm Madrid", ("Ida Holm Madrid",)),
        ("Ida Holm | Do UOL, em São Paulo", ("Ida Holm",)),
        ("Ida Holm, Do Minh", ("Ida Holm", "Do Minh")),
        ("Mette Holm, teateranmelder", ("Mette Holm",)),
        ("Ольга Тихая, корреспондент", ("Ольга Тихая",)),
        ("Ida Holm, RTV NORD", ("Ida Holm",)),
        ("IDA HOLM, BO EK", ("IDA HOLM", "BO EK")),
        ("dpa/ioh", ()),
        ("Von Ida Holm 28.04.2023, 18:11 Uhr", ("Ida Holm",)),
        ("By Ida Holm 30 August 2023", ("Ida Holm",)),
        ("Von Ida Holm Dienstag 5.3.2024", ("Ida Holm",)),
        ("Ida Holm 7 hours", ("Ida Holm",)),
        ("By Ida Holm, in News, Ferries · 31 Jan 2025", ("Ida Holm",)),
        ("Авторитет Лодки", ("Авторитет Лодки",)),
        ("編集部の話題", ()),
        ("Vonda Byers", ("Vonda Byers",)),
        ("Jan van der Berg", ("Jan van der Berg",)),
        ("Автор: Ольга Тихая", ("Ольга Тихая",)),
        ("作者：陈远山", ("陈远山",)),
        ("记者 李明", ("李明",)),
        ("森 健", ("森 健",)),
        ("한서윤 기자", ("한서윤",)),
        ("بقلم سمير حداد", ("سمير حداد",)),
        ("ida@bote.example", ()),
        ("https://bote.example/ida", ()),
        ("Follow", ()),
        ("View all posts", ()),
        ("5 min read", ()),
        ("Redaktion", ()),
        ("Staff", ()),
        ("The Bote", ()),
        ("AFP", ()),
        ("Redacci&oacute;n", ()),
        ("Matthi\u00adas Lau\u00adter", ("Matthias Lauter",)),
    ],
)
def test_a_byline_is_split_into_people(text: str, people: tuple[str, ...]) -> None:
    assert named([text], SITES).people == people


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_byline_makes_it_raise(values: list[str]) -> None:
    found = named(values, SITES)
    assert all(name.strip() == name and name for name in found.people + found.others)


@given(
    st.lists(
        st.sampled_from(["Ida Holm", "Bo Ek", "Una Lind", "Jan van der Berg"]),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_a_list_of_names_comes_back_from_the_list(people: list[str]) -> None:
    assert named([", ".join(people)]).people == tuple(people)
    assert named(list(named(people).people)).people == tuple(people)


@pytest.mark.parametrize(
    ("head", "top", "authors"),
    [
        ("", "<p>By <a rel=author href=/a/ida>Ida Holm</a></p>", ("Ida Holm",)),
        ("", "<div class=byline><span>By</span> <span>Ida Holm</span><span>Chief Reporter</span></div>", ("Ida Holm",)),
        ("", "<span itemprop=author itemscope><span itemprop=name>Ida Holm</span></span>", ("Ida Holm",)),
        ("", "<p><a rel=author href=/a/1>Ida Holm</a>, <a rel=author href=/a/2>Bo Ek</a></p>", ("Ida Holm", "Bo Ek")),
        ('<meta name=author content="Ida Holm">', "", ("Ida Holm",)),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sails again","author":[{"@type":"Person","name":"Ida Holm"},{"@type":"Organization","name":"The Bote"}]}</script>', "", ("Ida Holm",)),
        ('<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Ferry sails again","author":{"@id":"#ida"}},{"@type":"Person","@id":"#ida","name":"Ida Holm"}]}</script>', "", ("Ida Holm",)),
        ('<meta name=author content="AFP"><meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ida Holm">', "<p>By Ida Holm</p>", ("Ida Holm",)),
        ("", "<p class=date-author>Ida Holm, 05.03.2024</p>", ("Ida Holm",)),
        ("", "<div class=info>2024年3月5日 来源：白浪日报 作者：陈远山</div>", ("陈远山",)),
        ("", "<p class=byline>한서윤 기자 seo@paper.example</p>", ("한서윤",)),
        ("", "<p class=muted>11.12.2019 - Ida Holm</p>", ("Ida Holm",)),
        ("", "<span class=byline>von Redaktion</span>", ("Redaktion",)),
        ("", "<p class=muted>Ferries | By Ida Holm</p>", ("Ida Holm",)),
        ("", "<p>AFP</p>", ("AFP",)),
        ("", "<p class=lead>The old ferry of Millbrook is back on the water after five long months of repairs.</p><p>The photo desk</p><p>ByIda Holm</p>", ("Ida Holm",)),
        ("", "<h3>Article by</h3><p>Ida Holm</p>", ("Ida Holm",)),
        ("", "<h6>Author(s)</h6><ul><li>Ida Holm</li><li>Bo Ek</li></ul>", ("Ida Holm", "Bo Ek")),
        ("", "<h6>By</h6><p>no names follow here</p>", ()),
        ("", "<p class=muted>3 May 2024 by Ida Holm in Harbours</p>", ("Ida Holm",)),
        ("", "<p class=muted>3 ferries by night in Harbours</p>", ()),
        ("", "<div class=article-byline><span class=s>Ida Holm</span> <span class=s>Bo Ek</span> <span class=s>Una Lind</span></div>", ("Ida Holm", "Bo Ek", "Una Lind")),
        ("", "<a href='/?_author=Ida%20Holm'>Ida Holm</a>", ("Ida Holm",)),
        ("", "<a href='/profil/ida-holm'>Ida Holm</a>", ("Ida Holm",)),
        ("", "<p>By Ida</p><p><a rel=author href=/a/ida>Ida</a></p><div class=author>Ida Holm</div>", ("Ida Holm",)),
        ("", "<p>Home</p><p>Install App</p><p>Open Positions</p>", ()),
        ("", "", ()),
        ('<meta name=author content="admin">', "", ()),
        ("", "<figure><img src=x alt=''><figcaption>A crane. Photo: Bo Ek</figcaption></figure>", ()),
    ],
)  # fmt: skip
def test_the_writers_are_found_wherever_a_page_names_them(
    head: str, top: str, authors: tuple[str, ...]
) -> None:
    assert record(body(head=head, top=top)).authors == authors


@pytest.mark.parametrize(
    "words",
    [
        "Log in or sign up", "eKiosk Login", "تسجيل الدخول", "ログイン", "Contact Us", "E-mail", "Repetir E-mail", "Name*", "Nachname", "Paid Content", "Anzeige", "ลงโฆษณากับเรา", "Try it free", "Switch to Desktop",
        "Creative Commons Attribution", "CC BY-SA", "Copyright Holm GmbH", "Google Scholar", "bluesky", "publisher", "記者コラム", "記者手帳", "編集委員の目", "Foto Bo Ek", "Licensed Harbour Pilot", "Fährkundin A. K.",
        "5 Great Ferry Trips For Spring", "quay ist der Hafen", "mending nets for winter", "ºÓ±±Ë³Æ½ÏØ85¸ö´å",
    ],
)  # fmt: skip
def test_words_of_buttons_forms_licences_and_trades_are_nobodys(words: str) -> None:
    assert named([words]).listed == ()


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Staff", ("Staff",)), ("AFP", ("AFP",)), ("Redaktion", ("Redaktion",)), ("Letters To The Editor |", ("Letters To The Editor",)), ("98 Harbour Crew", ("98 Harbour Crew",)), ("M. A. Holm", ("M. A. Holm",)),
        ("Ida H.", ("Ida H.",)), ("I. H.", ("I. H.",)), ("Bo Ek Jr.", ("Bo Ek Jr.",)), ("Holm & Co. KG", ("Holm & Co. KG",)), ("Holm & i", ("Holm & i",)), ("Ministerium für Häfen und Fähren", ("Ministerium für Häfen und Fähren",)),
        ("Ida Holm, Certified Pilot & Harbour Educator", ("Ida Holm",)), ("Licensed Harbour Pilot, M.A. Journalism", ()), ("By Bo Ek and Ida HolmHarbour News", ("Bo Ek", "Ida Holm")), ("Ida FitzGerald Holm", ("Ida FitzGerald Holm",)),
        ("Bo MacDonald Ek", ("Bo MacDonald Ek",)), ("Zoë Ørsted-Åström", ("Zoë Ørsted-Åström",)), ("bo ek", ("bo ek",)), ("Ida Holm | Log in", ("Ida Holm",)), ("Editors double down on ferries this spring with new quay office", ()),
        ("The Bote | News from the coast", ("The Bote",)), ("The Bote: Ferries & Tides", ("The Bote: Ferries & Tides",)),
        ("Redakcja", ("Redakcja",)), ("Редакция", ("Редакция",)), ("Редакція", ("Редакція",)), ("Redaksi", ("Redaksi",)), ("AA", ("AA",)), ("The Public Domain Review", ("The Public Domain Review",)),
        ("Chartered Institute of Pilots", ("Chartered Institute of Pilots",)), ("Registered Pilots Association", ("Registered Pilots Association",)), ("Ida Kunde", ("Ida Kunde",)), ("Ida Holm and Bo Grader", ("Ida Holm", "Bo Grader")),
        ("ida holm for The Bote", ("ida holm",)), ("Bo AbdulKarim Holm", ("Bo AbdulKarim Holm",)), ("Seyed MohammadReza Holm", ("Seyed MohammadReza Holm",)), ("Ida DelaCruz Holm", ("Ida DelaCruz Holm",)),
        ("Photography and words: Ida Holm", ("Ida Holm",)),
    ],
)  # fmt: skip
def test_real_names_desks_and_offices_stay_whole(words: str, who: tuple[str, ...]) -> None:
    sites = SITES | {"theboteferriestides", "thebotenewsfromthecoast"}
    assert named([words], sites).listed == who


def test_without_the_look_at_strangers_a_button_would_be_a_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named(["Followed Login"]).listed == ()
    monkeypatch.setattr(names, "is_nobody", lambda name: False)
    assert named(["Followed Login"]).listed == ("Followed Login",)


CANONICAL = "<link rel=canonical href=https://bote.example/people/high-tide/ferry-sails>"


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ("", "<p><a href='https://creativecommons.org/licenses/by/2.0/'>Share Alike</a></p>"),
        ("", "<p><a href=/profile/favorites>Followed Ferries</a></p>"),
        (CANONICAL, "<p><a href=https://bote.example/people/high-tide>High Tide</a></p>"),
        (CANONICAL, "<p><a href='https://cards.example/find?author=Holm'>Ida Holm</a></p>"),
        ("", "<div class=author><a href=/blog/tag/tidal-pools>Tidal pools</a></div>"),
        ("", "<div class=author><a href='https://net.example/sharer/go?u=1'>Megosztom</a></div>"),
        ("", "<div class=author><a href=mailto:holm@bote.example>Send Letters</a></div>"),
        ("", "<div class=author><a href='javascript:void(0)'>Share This</a></div>"),
        ("", "<div class=author><a rel=author href=/tag/tidal-pools>Tidal pools</a></div>"),
        ("", "<div class=caption><div class=author>Bo Ek</div></div>"),
        ("", "<ul><li class=menu-journalist-prize>Harbour Prize</li></ul>"),
        ("", "<p><a class=auth-hidden href=/user>Start Sailing</a></p>"),
        ("", "<figure><img src=x alt=''><figcaption>A crane. <span itemprop=creator>Bo Ek</span></figcaption></figure>"),
        ("", "<p>A- A+</p>"),
        ("", "<p>0 Comments | Harbour Nomad</p>"),
        ("", "<p>5a etapa: 20 de maio – Santa Marina</p>"),
        ("", "<p>Chapter 121 is online. As ever, only read by Signed Readers.</p>"),
    ],
)  # fmt: skip
def test_links_and_lines_that_say_other_things_name_no_writer(head: str, top: str) -> None:
    assert record(body(head=head, top=top)).authors == ()


@pytest.mark.parametrize(
    ("head", "top", "authors"),
    [
        (CANONICAL, "<p><a href=https://bote.example/people/ida-holm>Ida Holm</a></p>", ("Ida Holm",)),
        (CANONICAL, "<p><a href=/find?author=Holm>Ida Holm</a></p>", ("Ida Holm",)),
        ("", "<div class=author><a href=/a/ida>Ida Holm</a> in <a href=/category/coast>Coast Guard</a></div>", ("Ida Holm",)),
        ("", "<p class=auth>Ida Holm</p>", ("Ida Holm",)),
        ("", "<div class=author><a href=mailto:holm@bote.example>Ida Holm</a></div>", ("Ida Holm",)),
        ("", "<div class=author><a href=mailto:i.muller@bote.example>Ida Müller</a></div>", ("Ida Müller",)),
        ("", "<div class=author><a href='javascript:void(0)'>Ida Holm</a></div>", ("Ida Holm",)),
        ("", "<p><a rel=author href=/tag/ida-holm>Ida Holm</a></p>", ("Ida Holm",)),
        ("", "<div class=author><a href=/tag/ida-holm>Ida Holm</a></div>", ("Ida Holm",)),
        ("", "<div class=author><a href='/authors/ida-holm?cat=3'>Ida Holm</a></div>", ("Ida Holm",)),
        ("", "<div class=author><a href='https://net.example/@ida?source=share/'>Ida Holm</a></div>", ("Ida Holm",)),
        ("", "<div class=has-caption><div class=author>Ida Holm</div></div>", ("Ida Holm",)),
        ("", "<p class=muted>Ida Holm • 8h</p>", ("Ida Holm",)),
        ("", "<p class=muted>Ida Holm | Harbours 1</p>", ("Ida Holm",)),
        ("", "<p>This post was written by Ida Holm, MD, harbour doctor, Millbrook Clinic.</p>", ("Ida Holm",)),
        ("", "<p class=muted>3 May 2024, 10:15 by Ida Holm in Harbours</p>", ("Ida Holm",)),
        ('<meta name="DC.Creator" content="Holm, I."><meta name="DC.Creator" content="Jong, Bo de">', "", ("I. Holm", "Bo de Jong")),
        ('<meta name="citation_author" content="Ida Holm, Bo Ek">', "", ("Ida Holm", "Bo Ek")),
        ('<meta name="citation_author" content="Holm, Ida; Ek, Bo">', "", ("Ida Holm", "Bo Ek")),
        ('<meta name="DC.Creator" content="Holm, Ida und Bo Ek">', "", ("Ida Holm", "Bo Ek")),
        ('<meta name="DC.Creator" content="Holm, Ida A B">', "", ("Ida A B Holm",)),
    ],
)  # fmt: skip
def test_their_neighbours_name_one(head: str, top: str, authors: tuple[str, ...]) -> None:
    assert record(body(head=head, top=top)).authors == authors


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("post-author", "author"), ("author-image", "author"), ("auth", "author"), ("journalist", "author"),
        ("testimonial-author", None), ("cutline-byline", None), ("img-author", None), ("menu-journalist-prize", None), ("auth-hidden", None), ("oauth", None), ("pull-quote-author", None),
    ],
)  # fmt: skip
def test_a_class_of_rubrics_sayings_and_pictures_marks_no_writer(said: str, role: str | None) -> None:
    found = role_of(html.fromstring(f"<div class={said}>Ida Holm</div>"), "div")
    assert (found[0] if found else None) == role


def test_those_who_sign_comments_and_teasers_did_not_write_it() -> None:
    tail = "<div id=comments><div class=comment><a class=author rel=author href=/u/1>Otto Gram</a><p>Rubbish.</p></div></div><aside class=related><a href=/b>More</a> <span class=byline>By Pia Ost</span></aside>"
    assert record(body(top="<p class=byline>By Ida Holm</p>", tail=tail)).authors == ("Ida Holm",)


def test_an_organization_stands_only_where_no_person_does_and_with_less_confidence() -> None:
    alone = record(body(head='<meta name=author content="Press Office of Millbrook">'))
    assert alone.authors == ("Press Office of Millbrook",)
    assert alone.origins["authors"].confidence <= 0.5
    beside = record(body(head='<meta name=author content="Press Office of Millbrook; Ida Holm">'))
    assert beside.authors == ("Ida Holm",)


def test_without_the_list_of_agencies_one_would_be_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named(["Ida Holm and dpa"]).people == ("Ida Holm",)
    monkeypatch.setattr(names, "_AGENCY_NAMES", frozenset())
    assert named(["Ida Holm and dpa"]).people == ("Ida Holm", "dpa")


def _stated(*people: str) -> str:
    writers = [{"@type": "Person", "name": name} for name in people]
    article = {"@type": "NewsArticle", "headline": "Ferry sails again", "author": writers}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


WHOLE = (
    "Ida A Holm", "Bo S Ekmann", "José Lind y Gram", "Maria da Luz Oliveira dos Ramos Costa e Holm", "Phuong Le", "Ek Jong Il",
    "Bo Per Holmsson", "Mehdi Pour", "Di Wu", "Von Holm", "アイダ・ホルム", "约翰·霍姆", "Ida Post", "LI NA",
    "سمير بن عبد الله بن حداد بن كريم الكبير الشمالي",
)  # fmt: skip
"""Names that a rule for bylines would cut, split or drop."""


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("top", ["", "<p class=byline>By {}</p>"])
def test_a_person_stated_for_machines_keeps_the_whole_name(name: str, top: str) -> None:
    assert record(body(head=_stated(name), top=top.format(name))).authors == (name,)


@pytest.mark.parametrize("name", ["Di Wu", "Von Holm", "Ida Post", "LI NA", "Maria da Luz Oliveira dos Ramos Costa e Holm"])  # fmt: skip
def test_without_the_stated_persons_such_names_would_be_cut(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bylines, "persons", lambda *_: {})
    assert record(body(head=_stated(name))).authors != (name,)


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        (("Holm, Ida",), ("Ida Holm",)),
        (("Eyal Press", "Edgar Guest", "Ida Holm"), ("Eyal Press", "Edgar Guest", "Ida Holm")),
        (("Ida Holm and Bo Ek",), ("Ida Holm", "Bo Ek")),
        (("Ida Holm, Bo Ek",), ("Ida Holm", "Bo Ek")),
        (("Ida Holm & Bo Ek",), ("Ida Holm", "Bo Ek")),
        (("Ida Holm und Bo Ek",), ("Ida Holm", "Bo Ek")),
        (("Ida Holm e Bo Ek",), ("Ida Holm", "Bo Ek")),
        (("By Ida Holm",), ("Ida Holm",)),
        (("Von Ida Holm",), ("Ida Holm",)),
        (("Von Redaktion",), ("Redaktion",)),
        (("Ida Holm for The Bote",), ("Ida Holm",)),
        (("Ida Holm, Senior Reporter",), ("Ida Holm",)),
        (("New Millbrook Post", "Ida Holm"), ("Ida Holm",)),
        (("admin",), ()),
    ],
)
def test_a_stated_person_that_names_several_or_no_one_is_read_as_a_byline(
    stated: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    assert record(body(head=_stated(*stated))).authors == authors


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("By Ida A Holm and Bo Ek", ("Ida A Holm", "Bo Ek")),
        ("JOHN A HOLM", ("JOHN A HOLM",)),
        ("POR IDA HOLM Y ANA RUIZ", ("IDA HOLM", "ANA RUIZ")),
        ("Por José Lind y Gram", ("José Lind y Gram",)),
        ("Por Ana y Pedro", ("Ana", "Pedro")),
        ("By Phuong Le", ("Phuong Le",)),
        ("Bo Per Holmsson", ("Bo Per Holmsson",)),
        ("アイダ・ホルム", ("アイダ・ホルム",)),
        ("森健・山田花", ("森健", "山田花")),
    ],
)
def test_a_word_that_may_stand_within_a_name_parts_only_two_names(text: str, people: tuple[str, ...]) -> None:
    assert tuple(n for n in named([text]).listed) == people


@pytest.mark.parametrize(
    ("tail", "authors"),
    [
        ("<p>(Reporting by Ida Holm in Millbrook; Editing by Bo Ek)</p>", ("Ida Holm",)),
        ("<p>(Reporting by Ida Holm; Additional reporting by Bo Ek)</p>", ("Ida Holm",)),
        ("<p class=byline>लेखक: राम शर्मा</p>", ("राम शर्मा",)),
    ],
)
def test_a_sign_off_names_its_reporters_without_places_editors_and_labels(
    tail: str, authors: tuple[str, ...]
) -> None:
    assert record(body(tail=tail)).authors == authors


SENTENCES = (
    "Par ailleurs, le maire a demandé l’aide de l’armée.", "Par Ida Holm, on a su que la digue avait cédé.",
    "Por su parte, la alcaldesa pidió calma.", "Por eso,", "Por la noche", "Por otra parte, Ana Ruiz perdió.",
    "Por isso, a prefeitura decidiu adiar a obra.", "By Friday, all roads were open.", "By Monday Morning", "By noon",
    "By Ole Brandt’s count, eleven ships were waiting.", "From Hask to Orlo, nobody had power.", "By The Numbers",
    "Von Freitag an gilt Tempo 30.", "Von den Toten sind drei Kinder.", "Von S-Bahnhof Orlo mit der Tram bis Haltestelle Hask",
    "Door de storm zijn elf bomen omgewaaid.", "Di notte sono arrivati i primi camion.", "Av dem är tre barn.",
    "От шторма пострадали 12 человек.", "Автор идеи — Пётр Волков — живёт у причала.", "Interview: the harbour master speaks.",
    "By the central bank’s count, it rained.", "记者了解到，桥已通车。", "تقرير جديد عن الميناء يكشف عن خسائر كبيرة في السفن والعبارات.",
    "From Orlo To Hask", "More from Harbours", "About Harbours, Ferries, Old Piers, Sea Walls",
)  # fmt: skip
"""Lines that begin as a byline does, and are none."""


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_of_the_story_names_no_writer(line: str) -> None:
    assert record(body(tail=f"<p>{line}</p>")).authors == ()
    assert record(body(top=f"<p>{line}</p>")).authors == ()
    dump = "\n\n".join(("Ferry sails again", line, *STORY, line))
    made = clean(Page(body=dump.encode(), media_type="text/plain"))
    assert isinstance(made, Record)
    assert made.authors == ()


def test_a_heading_below_the_story_signs_it_only_with_a_word_that_says_so() -> None:
    assert record(body(tail="<h3>By Popular Demand</h3>")).authors == ()
    assert record(body(tail="<h3>Written by Ida Holm</h3>")).authors == ("Ida Holm",)
    assert record(body(top="<h3>By Ida Holm</h3>")).authors == ("Ida Holm",)


def test_without_the_look_at_sentences_they_would_name_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bylines, "signers", lambda _, who, __: who)
    assert record(body(tail=f"<p>{SENTENCES[0]}</p>")).authors != ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Par Ida Holm", ("Ida Holm",)),
        ("Par Ida Holm, envoyée spéciale à Kiev", ("Ida Holm",)),
        ("Di Ida Holm e Bo Ek", ("Ida Holm", "Bo Ek")),
        ("Door Jan van der Berg", ("Jan van der Berg",)),
        ("Av Ida Holm", ("Ida Holm",)),
        ("От Ольга Тихая", ("Ольга Тихая",)),
        ("Autorin: Ida Holm, Leiterin der Stiftung in Kairo.", ("Ida Holm",)),
        ("Autor: Rechtsanwalt Bo Ek", ("Bo Ek",)),
        ("Posted by Ida at December 16, 2025 11:15 AM", ("Ida",)),
        ("Posted by idah, boek, unal on 2024-03-05", ("idah", "boek", "unal")),
        ("by ida77 | Mar 5, 2024", ("ida77",)),
        ("By Le Hoa", ("Le Hoa",)),
        ("By 3i Ferries", ("3i Ferries",)),
        ("记者王小明", ("王小明",)),
        ("بقلم سمير حداد", ("سمير حداد",)),
        ("BY IDA HOLM AND BOB EKMAN", ("Ida Holm", "Bob Ekman")),
        ("Scritto da Ida Holm", ("Ida Holm",)),
        ("von Redaktion", ("Redaktion",)),
    ],
)
def test_a_line_that_nothing_marks_names_its_writers(line: str, authors: tuple[str, ...]) -> None:
    assert record(body(top=f"<p>{line}</p>")).authors == authors


def test_a_line_that_the_page_elsewhere_bears_out_may_name_anybody() -> None:
    assert record(body(top="<p>By ida77</p>")).authors == ()
    assert record(body(head='<meta name=author content="ida77">', top="<p>By ida77</p>")).authors == (
        "ida77",
    )


@pytest.mark.parametrize(
    ("top", "authors"),
    [
        ("<div class=gnt_ar_by><a class=gnt_ar_by_a>Ida Holm</a><div class=gnt_ar_pb>Orlo Register</div></div>", ("Ida Holm",)),
        ("<div data-component=byline-block><time>5 March 2024</time><span>Ida Holm</span></div>", ("Ida Holm",)),
    ],
)  # fmt: skip
def test_names_of_elements_that_big_papers_use_mark_a_writer(top: str, authors: tuple[str, ...]) -> None:
    assert record(body(top=top)).authors == authors


def test_the_shown_person_is_taken_before_the_stated_organization() -> None:
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry sails again","author":{"@type":"Organization","name":"The Bote"}}</script>'
    assert record(body(head=head)).authors == ("The Bote",)
    assert record(body(head=head)).origins["authors"].confidence < 0.5
    top = "<div data-component=byline-block><span>Ida Holm</span><span>The Bote, Orlo</span></div>"
    assert record(body(head=head, top=top)).authors == ("Ida Holm",)
