"""The captions of an article are those of its own pictures."""

import re

import pytest
from invented import body, record

from pipelines.clean import html_rules, picture_rules, pictures
from pipelines.record import Record


def figure(caption: str, *, link: bool = False) -> str:
    inner = f"<img src=x><figcaption>{caption}</figcaption>"
    return f"<figure>{f'<a href=/x>{inner}</a>' if link else inner}</figure>"


LINKS = "".join(f"<li><a href=/{n}>Part {n}</a></li>" for n in range(5))
MENU = "".join(f"<div class=caption>{name}</div><ul>{LINKS}</ul>" for name in ("Log in", "Latest", "Coast"))
TEASERS = "".join(figure(f"Two councillors against plan {n}", link=True) for n in range(3))
OWN = figure("A crane in the port.")


def captions(made: Record) -> list[str]:
    return [caption.text for caption in made.captions]


def whole() -> Record:
    """A page with a menu above its story and teasers below."""
    return record(body(top=OWN, tail=TEASERS).replace(b"<article>", f"<div>{MENU}</div><article>".encode()))


def test_a_menu_and_teasers_have_captions_that_are_none_of_the_article() -> None:
    assert captions(whole()) == ["A crane in the port."]


def test_a_teaser_is_no_caption_by_its_label_either() -> None:
    labels = {block.label for block in whole().blocks if "councillors against" in block.text}
    assert labels == {"navigation"}


def test_without_the_look_at_their_place_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_ABOVE", 99)
    assert {"Log in", "Latest", "A crane in the port."} <= set(captions(whole()))


def test_a_gallery_behind_the_story_is_of_it_from_picture_to_picture() -> None:
    gallery = "".join(figure(f"The ferry at pier {n}.") for n in range(12))
    assert captions(record(body(tail=gallery))) == [f"The ferry at pier {n}." for n in range(12)]


def test_a_picture_within_the_story_may_be_a_link_to_a_larger_one() -> None:
    made = record(body().replace(b"</p><p>", f"</p>{figure('The ferry at noon.', link=True)}<p>".encode(), 1))
    assert captions(made) == ["The ferry at noon."]


@pytest.mark.parametrize("other", ["By Ida Holm", "3 May 2024, 14:30"])
def test_a_byline_or_a_date_in_the_picture_s_box_is_no_caption(other: str) -> None:
    box = f"<figure><img src=x><figcaption><p>A crane in the port.</p><p>{other}</p></figcaption></figure>"
    assert captions(record(body(top=box))) == ["A crane in the port."]


CONTROLS = ("Caption", "Close", "3", "Image 1 of 13", "Foto 2 de 5", "3/5", "IMG_2021_01", "6 zdjęć", "Advertisement", "fy25-survey-blog-image", "pier.jpg", "Caption Icon")  # fmt: skip


@pytest.mark.parametrize("control", CONTROLS)
def test_a_button_a_counter_and_the_name_of_a_file_are_no_captions(control: str) -> None:
    assert captions(record(body(top=figure("A crane in the port.") + figure(control)))) == [
        "A crane in the port."
    ]


@pytest.mark.parametrize(
    "shown",
    [
        "Ida Holm",
        "Pier 3",
        "Photo of the year",
        "A well-known, much-loved crane",
        "Stratford-upon-Avon",
        "747",
    ],
)
def test_a_name_and_a_short_sentence_are(shown: str) -> None:
    assert captions(record(body(top=figure(shown)))) == [shown]


def test_without_the_look_at_their_words_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_CONTROL", re.compile(r"(?!)"))
    assert captions(record(body(top=figure("Image 1 of 13")))) == ["Image 1 of 13"]


def test_a_class_around_the_whole_page_says_nothing_of_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(top="<img src=x alt='A crane lifts the ferry out of the water'>")
    page = page.replace(b"<article>", b"<div class=with-sponsored-content><article>").replace(
        b"</article>", b"</article></div>"
    )
    assert captions(record(page)) == ["A crane lifts the ferry out of the water"]
    monkeypatch.setattr("pipelines.clean.scene._usual", lambda *_: frozenset())
    assert captions(record(page)) == []


CREDIT = "<p>Foto: Ida Holm / Nordbild</p>"


def test_a_paragraph_that_begins_as_a_credit_does_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body().replace(b"</p><p>", f"</p>{CREDIT}<p>".encode(), 1)
    assert [b.label for b in record(page).blocks if "Nordbild" in b.text] == ["credit"]
    monkeypatch.setattr(html_rules, "is_led", lambda _: False)
    assert [b.label for b in record(page).blocks if "Nordbild" in b.text] != ["credit"]


def test_the_sign_for_rights_below_the_story_says_whose_it_is() -> None:
    made = record(body().replace(b"</p></article>", "</p><p>© Nordbote 2021</p></article>".encode()))
    assert [(b.label, b.kept) for b in made.blocks if "Nordbote 2021" in b.text] == [("agency_note", False)]


LEAD = "Since the summer the ferry has sailed twice a day, and nobody knows for how long it still will."


def test_a_heading_whose_class_names_letters_for_captions_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(top=f"<h2 class='teaser caption-s5'>{LEAD}</h2>")
    assert LEAD in record(page).text
    monkeypatch.setattr(picture_rules, "_heads", lambda _: False)
    assert LEAD not in record(page).text


def test_the_name_that_a_heading_got_from_its_own_words_speaks_of_nothing() -> None:
    name = "what-the-legend-of-the-ferry-and-its-photo-caption-say"
    made = record(body(top=f"<h2 id='{name}'>What the legend of the ferry and its photo caption say</h2>"))
    assert [b.label for b in made.blocks if "legend" in b.text] != ["caption"]


def test_stars_between_two_parts_of_a_story_are_none_of_its_text() -> None:
    made = record(body().replace(b"</p><p>", b"</p><p>* * *</p><p>", 1))
    assert [b.label for b in made.blocks if b.text == "* * *"] == ["widget"]
    assert "*" not in made.text


WITHIN: list[tuple[str, str | None, str | None]] = [
    ("The quay. Photo: Ida Holm/dpa", "dpa", "Ida Holm"),
    ("The quay on a Monday (AP Photo/Ida Holm, File)", "AP", "Ida Holm"),
    ("The quay on a Monday © Getty Images", "Getty Images", None),
    ("Набережная. Фото: Иван Петров / ТАСС", "ТАСС", "Иван Петров"),
    ("הנמל ביום שני. צילום: דנה כהן", None, "דנה כהן"),
    ("港の様子（山田太郎撮影）", None, "山田太郎"),
    ("El muelle el lunes. EFE/Juan Pérez", "EFE", "Juan Pérez"),
    ("عبارة في الميناء (رويترز)", "رويترز", None),
    ("घाट का दृश्य | फोटो: PTI", "PTI", None),
    ("Der Kai am Montag © picture alliance/dpa | Ada Lenz", "picture alliance", "Ada Lenz"),
]


@pytest.mark.parametrize(("text", "agency", "person"), WITHIN)
def test_a_credit_at_the_end_of_a_caption_is_found(text: str, agency: str | None, person: str | None) -> None:
    made = record(body(top=figure(text)))
    assert captions(made) == [text]
    assert [(c.agency, c.photographer) for c in made.credits] == [(agency, person)]
    assert made.captions[0].credit is not None
    assert made.captions[0].credit in text


SOURCED: list[tuple[str, str | None, str | None]] = [
    ("Die Brücke am Morgen. Quelle: dpa", "dpa", None),
    ("Die Brücke am Morgen (Quelle: Nordbild/Ida Holm)", "Nordbild", "Ida Holm"),
    ("Most ráno. Zdroj: ČTK/Jan Novák", "ČTK", "Jan Novák"),
    ("Most o poranku. Źródło: PAP", "PAP", None),
    ("Il ponte al mattino. Fonte: ANSA", "ANSA", None),
    ("El puente. Fuente: EFE", "EFE", None),
    ("Мост утром. Источник: ТАСС", "ТАСС", None),
    ("De brug. Beeld: Jan de Vries / ANP", "ANP", "Jan de Vries"),
    ("Silta aamulla. Kuva: Ida Holm / Lehtikuva", "Lehtikuva", "Ida Holm"),
    ("Köprü. Fotoğraf: AA", "AA", None),
    ("Der Hafen. Archivfoto: Ida Holm", None, "Ida Holm"),
    ("A ponte. Crédito: Ana Lima/Folhapress", "Folhapress", "Ana Lima"),
    ("橋の朝。写真：共同通信社", "共同通信社", None),
    ("大桥的早晨。新华社记者 王小明 摄", "新华社", "王小明"),
    ("The bridge. Credit: Jane Lind/AP", "AP", "Jane Lind"),
    ("Most o poranku / Źródło: Nordbild / Fot. Jan Nowak", None, "Jan Nowak"),
]


def test_a_name_in_capitals_before_an_agency_is_a_part_of_the_credit() -> None:
    made = record(body(top=figure("El muelle, el lunes. JUAN LINDO (EFE)")))
    assert [(c.agency, c.photographer) for c in made.credits] == [("EFE", "JUAN LINDO")]


@pytest.mark.parametrize(("text", "agency", "person"), SOURCED)
def test_a_word_for_a_source_says_whose_a_picture_is(
    text: str, agency: str | None, person: str | None
) -> None:
    made = record(body(top=figure(text)))
    assert captions(made) == [text]
    assert [(c.agency, c.photographer) for c in made.credits] == [(agency, person)]


def test_deaf_to_such_words_captions_would_have_no_credit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "closing", lambda _: None)
    assert all(not record(body(top=figure(text))).credits for text, _, _ in SOURCED)


def test_a_source_below_a_caption_is_its_credit_and_not_below_a_chart() -> None:
    sourced = "<figure><img src=x><figcaption><p>Most ráno.</p><p>Zdroj: {}</p></figcaption></figure>"
    assert [c.text for c in record(body(top=sourced.format("ČTK"))).credits] == ["Zdroj: ČTK"]
    assert record(body(top=sourced.format("Harbour Office"))).credits == ()


def test_without_the_look_at_their_end_captions_would_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "trailing", lambda _: None)
    monkeypatch.setattr(pictures, "closing", lambda _: None)
    assert all(not record(body(top=figure(text))).credits for text, _, _ in WITHIN)


@pytest.mark.parametrize(
    "text",
    [
        "A photo of Ida Holm (left) and Bo Ek",
        "The quay (archive)",
        "The quay in a photo that nobody took.",
        "Op de foto: Ida Holm",
        "Na foto: Ana Lima",
        "Sur la photo : Jean Lind",
        "На фото: Иван Волков",
        "Im Bild: Ida Holm",
        "Ida Holm beim Bild: Der Hafen",
        "The ships of each year. Source: Harbour Office",
        "Niemand kennt die Quelle: sie liegt im Wald",
        "Visitors look at the image: a bridge",
        "照片由王小明 摄",
    ],
)
def test_a_caption_that_speaks_of_photos_has_no_credit(text: str) -> None:
    made = record(body(top=figure(text)))
    assert captions(made) == [text]
    assert made.credits == ()


CAPTIONED = [
    "<span><img src=x><em class=img_desc>{}</em></span>",
    "<div class=photo-descr>{}</div>",
]


@pytest.mark.parametrize("box", CAPTIONED)
def test_a_class_for_the_words_below_a_picture_makes_a_caption(box: str) -> None:
    made = record(
        body().replace(b"</p><p>", f"</p>{box.format('The ferry at the quay of Millbrook.')}<p>".encode(), 1)
    )
    assert captions(made) == ["The ferry at the quay of Millbrook."]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Photographs by Ivo Stern", True),
        ("Fotos von Ivo Stern", True),
        ("Photographs by Ivo Stern hang in the town hall.", False),
        ("Photos by neighbours of the quay", False),
    ],
)
def test_a_line_names_who_took_the_pictures_and_nothing_else(line: str, credit: bool) -> None:
    made = record(body(top=f"<p>{line}</p>"))
    assert ("credit" in [b.label for b in made.blocks if b.text == line]) is credit


PICTURED = "<p>The first ferry of the year leaves the old quay on Monday. Photo: Ida Holm / Nordbild</p>"


def test_a_paragraph_that_ends_with_a_picture_s_credit_is_its_caption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = body().replace(b"</p><p>", f"</p>{PICTURED}<p>".encode(), 1)
    made = record(page)
    assert "first ferry" not in made.text
    assert [caption.credit for caption in made.captions] == ["Photo: Ida Holm / Nordbild"]
    monkeypatch.setattr(html_rules, "captioned", lambda _: None)
    assert "first ferry" in record(page).text


ALT = "<img src=x alt='{}'>".format
SHOWN = "A crane lifts the ferry out of the water"


@pytest.mark.parametrize(
    "pictures_of_it",
    [
        ALT("cheap ferry tickets for families"),
        ALT("Ferry sails again") + ALT("Ferry sails again - Nordbote"),
        "".join(ALT(f"Ferry tickets of the Nordbote, picture {n}") for n in range(3)),
        ALT("old-harbour-of-Millbrook in the rain.jpg"),
        ALT("- - -"),
    ],
    ids=["search words", "headline", "numbered", "file", "signs"],
)
def test_an_alternative_text_that_says_nothing_of_its_picture_is_no_caption(pictures_of_it: str) -> None:
    assert captions(record(body(top=ALT(SHOWN) + pictures_of_it))) == [SHOWN]


def test_without_the_look_at_what_they_tell_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_telling", lambda _, some: some)
    page = body(top=ALT(SHOWN) + ALT("cheap ferry tickets for families"))
    assert captions(record(page)) == [SHOWN, "cheap ferry tickets for families"]


def test_a_short_headline_within_a_word_says_nothing() -> None:
    page = body(top=ALT("Captain Holm waits on the quay")).replace(
        b"<h1>Ferry sails again</h1>", b"<h1>AI</h1>"
    )
    assert captions(record(page)) == ["Captain Holm waits on the quay"]
