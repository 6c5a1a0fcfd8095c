"""The captions of an article are those of its own pictures."""

import pytest
from invented import body, record

from pipelines.clean import pictures
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


def test_a_class_around_the_whole_page_says_nothing_of_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    page = body(top="<img src=x alt='A crane lifts the ferry out of the water'>")
    page = page.replace(b"<article>", b"<div class=with-sponsored-content><article>").replace(
        b"</article>", b"</article></div>"
    )
    assert captions(record(page)) == ["A crane lifts the ferry out of the water"]
    monkeypatch.setattr("pipelines.clean.scene._usual", lambda *_: frozenset())
    assert captions(record(page)) == []
