"""Where the story of a dump is over: at the heading of its comments, or of what is said about its author."""

import pytest
from invented import days

from pipelines.clean import clean, dump_rules, threads, zone
from pipelines.clean.endings import ending
from pipelines.clean.spans import Piece
from pipelines.page import Page
from pipelines.record import Record

STORY = days(12)
COMMENTS = [
    "I took that ferry for thirty years, and not once did it leave on time, whatever the harbour office says.",
    "Nobody in my street believes it will sail before the winter, but the baker does, and he has been right before.",
]


def record(lines: list[str]) -> Record:
    text = "\n\n".join(["Ferry sails again", *lines])
    result = clean(Page(body=text.encode(), media_type="text/plain; charset=utf-8"))
    assert isinstance(result, Record)
    return result


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("34 responses to “Ferry sails again”", "comments"),
        ("8 thoughts on “Ferry sails again”", "comments"),
        ("One thought on “Ferry sails again”", "comments"),
        ("45 Gedanken zu „Ferry sails again“", "comments"),
        ("Une réflexion sur « Ferry sails again »", "comments"),
        ("7 comentarios en «Ferry sails again»", "comments"),
        ("3 pensieri su “Ferry sails again”", "comments"),
        ("Eén gedachte over “Ferry sails again”", "comments"),
        ("5 мыслей о “Ferry sails again”", "comments"),
        ("「Ferry sails again」への2件のフィードバック", "comments"),
        ("《Ferry》 《Ferry sails again》有3条评论", "comments"),
        ("“Ferry sails again”에 대한 2개의 생각", "comments"),
        ("Comments", "comments"),
        ("Kommentar verfassen", "comments"),
        ("2 Comments", "comments"),
        ("12 Kommentare", "comments"),
        ("3 комментария", "comments"),
        ("5条评论", "comments"),
        ("Ida Holm on May 3, 2024 at 5:23 pm said:", "comments"),
        ("Bo Ek am 3.5.2024 um 17:23 Uhr schrieb:", "comments"),
        ("About the author", "byline"),
        ("Über die Autorin", "byline"),
        ("Written by Ida Holm", "byline"),
    ],
)
def test_what_follows_such_a_line_is_none_of_the_story(line: str, label: str) -> None:
    made = record([*STORY, line, *COMMENTS])
    assert made.text == "\n\n".join(STORY)
    assert {b.label for b in made.blocks if b.text in COMMENTS} <= {label, "other", "related"}


def test_without_the_look_at_endings_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone, "ending", lambda *_: None)
    assert any(
        COMMENTS[0] in record([*STORY, line, *COMMENTS]).text for line in ("2 Comments", "About the author")
    )


UNPAID = "Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés."


def test_where_a_paper_says_how_much_is_left_to_be_paid_for_the_text_is_over() -> None:
    made = record([*STORY[:4], UNPAID, *COMMENTS])
    assert made.text == "\n\n".join(STORY[:4])
    assert {b.label for b in made.blocks if b.text == UNPAID} == {"subscribe"}


def test_what_is_left_of_something_else_ends_nothing() -> None:
    pieces = [Piece(t, 0, 1) for t in [*STORY, "Il vous reste trois jours pour voir le phare.", *COMMENTS]]
    assert ending(pieces, [True] * len(pieces)) is None


def test_a_line_for_subscribers_within_the_story_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "This story is for subscribers of the Veleska Courant and their guests alone."
    said = [*STORY[:4], line, *STORY[4:]]
    assert record(said).text == "\n\n".join(STORY)
    monkeypatch.setattr(
        dump_rules, "GUARDS", tuple(r for r in dump_rules.GUARDS if r is not dump_rules.walled)
    )
    assert line in record(said).text


def test_who_signs_a_comment_ends_a_short_story_too() -> None:
    made = record([*STORY[:4], "Ida Holm on May 3, 2024 at 5:23 pm said:", *COMMENTS])
    assert made.text == "\n\n".join(STORY[:4])


@pytest.mark.parametrize("line", ["2 Comments", "12 Kommentare", "About the author", "Written by Ida Holm"])
def test_at_the_top_it_ends_nothing(line: str) -> None:
    assert all(text in record([line, *STORY]).text for text in STORY)
    assert all(text in record([STORY[0], line, *STORY[1:]]).text for text in STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Two comments were made by the harbour master, and both were about the weather of the week before.",
        "2024 responses to the inquiry were burnt in the yard behind the harbour office, which the council had ordered as late as May.",
        "About the author of the letter nothing is known but that she writes well.",
        "authority",
        "At 10:15 the harbour master said: nobody sails.",
        "The harbour master said:",
    ],
)
def test_a_sentence_ends_nothing(line: str) -> None:
    pieces = [Piece(text, 0, 1) for text in [*STORY, line, *COMMENTS]]
    assert ending(pieces, [True] * len(pieces)) is None


def test_what_is_said_about_the_author_does_not_end_a_story_in_its_first_half() -> None:
    pieces = [Piece(text, 0, 1) for text in [*STORY[:6], "About the author", *STORY]]
    assert ending(pieces, [True] * len(pieces)) is None
    assert ending(pieces[:-8], [True] * (len(pieces) - 8)) == (6, "byline")


@pytest.mark.parametrize(
    "line", ["Ein Gedanke zum Meer", "One thought on the quay", "Comments from the council"]
)
def test_a_headline_that_speaks_of_thoughts_ends_nothing(line: str) -> None:
    pieces = [Piece(text, 0, 1) for text in [*STORY[:8], line, *STORY]]
    assert ending(pieces, [True] * len(pieces)) is None


OTHERS = ["Related articles", "Chess club wins again", "Baker sells his cart"]


@pytest.mark.parametrize(
    "texts", [[*STORY, *OTHERS, COMMENTS[0]], [*STORY[:4], *OTHERS, *STORY], [*STORY, OTHERS[0]]]
)
def test_a_heading_of_other_articles_ends_nothing_since_papers_have_them_within_a_story(
    texts: list[str],
) -> None:
    kept = [text not in OTHERS for text in texts]
    assert ending([Piece(text, 0, 1) for text in texts], kept) is None


@pytest.mark.parametrize(
    "head",
    [
        ["harbour_fan 12 March 2024 at 10:15 Reply", COMMENTS[0]],
        ["Bo Ek March 12, 2024 at 10:15 am", COMMENTS[0], "Reply"],
        ["Bo Ek", "March 12, 2024 at 10:15 am", "Reply", COMMENTS[0]],
        ["Bo Ek says:", "March 12, 2024 at 10:15 am", COMMENTS[0]],
        ["Bo Ek • 3 days ago", COMMENTS[0], "Reply Share ›"],
        ["Bo Ek · University of Millbrook", COMMENTS[0], "Like · Reply · 3 · 2d"],
        ["Hafenfan am 12.03.2024, 10:15 Uhr | Antworten | Melden", COMMENTS[0]],
        ["Bo E. dit :", "12 mars 2024 à 10 h 15 min", COMMENTS[0], "Répondre"],
        ["Bo E. hace 3 días Responder", COMMENTS[0]],
        ["Портовик 12.03.2024 10:15 Ответить", COMMENTS[0]],
        ["Hamnfan 12 mars 2024 kl. 10.15 Svara", COMMENTS[0]],
        ["João P. 12 de março de 2024 às 10:15 Responder", COMMENTS[0]],
    ],
)
def test_a_story_ends_above_the_first_comment_though_no_heading_parts_them(head: list[str]) -> None:
    made = record([*STORY, *head, COMMENTS[1]])
    assert made.text == "\n\n".join(STORY)
    assert made.authors == ()


@pytest.mark.parametrize("off", [False, True])
def test_without_the_look_for_its_head_a_comment_would_be_text(
    off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if off:
        monkeypatch.setattr(threads, "begins", lambda *_: False)
        monkeypatch.setattr(threads, "stamped", lambda *_: ())
    made = record([*STORY, "harbour_fan 12 March 2024 at 10:15 Reply", *COMMENTS])
    assert (COMMENTS[0] in made.text) is off


@pytest.mark.parametrize(
    "lines",
    [
        ["Ida Holm, 12 March 2024, 10:15", STORY[0]],
        ["Ida Holm says:", "The ferry was late on 12 March 2024 at 10:15", STORY[0]],
        ["12 March 2024", "Reply", STORY[0]],
        ["The council's reply of 12 March 2024", STORY[0]],
        ["Quay of Millbrook", STORY[0], "Like a bird"],
    ],
)
def test_a_name_and_a_time_without_a_button_to_reply_begin_no_comment(lines: list[str]) -> None:
    assert not threads.begins([Piece(line, 0, 1) for line in lines], 0)
