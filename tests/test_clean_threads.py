"""Comments below a dump's story without a heading: two in a row in the form of one of the programs for them."""

import pytest
from credulous import believe
from invented import days

from pipelines.clean import clean, conversations, threads
from pipelines.page import Page
from pipelines.record import Record

STORY = days(9)
ONE = (
    "I took that ferry for thirty years, and not once did it leave on time, whatever the harbour office says."
)
TWO = "Nobody in my street believes it will sail before the winter, but the baker does. He has been right before."
THREE = "You are wrong about the baker, he sold his boat a year ago and moved inland with his sister."
BRIDGE = [
    f"On day {n} the mayor of Harrowgate said that the bridge would open, and that nobody had to pay for it."
    for n in range(2, 30)
]
NAMES = ["Ida Holm", "Bo Ek", "Jan Roos", "Eva Lind", "Max Born", "Tom Hale"]


def record(lines: list[str], gap: str = "\n\n") -> Record:
    dump = gap.join(["Ferry sails again", *lines])
    made = clean(Page(body=dump.encode(), media_type="text/plain; charset=utf-8"))
    assert isinstance(made, Record)
    return made


def text(lines: list[str], gap: str = "\n\n") -> str:
    return record(lines, gap).text


def over(lines: list[str], gap: str = "\n\n") -> list[str]:
    """What is taken for none of the story since it stands below its end."""
    return [b.text for b in record(lines, gap).blocks if b.reason == "the story is over"]


THREADS = {
    "disqus": ["H", "harbourfan", "3 days ago", ONE, "3", "Reply", "Share", "B", "Bo Ek", "2 days ago", TWO, "1", "Reply", "Share"],
    "coral": ["harbourfan", "3 days ago", ONE, "Respect", "5", "Reply", "Bo Ek", "2 days ago", TWO, "Respect", "2", "Reply"],
    "long first one": ["Bo Ek", "March 12, 2024 at 10:15 am", ONE, THREE, "It is a long story.", "So be it.", "Reply", "Ida Holm", "March 13, 2024 at 9:15 am", TWO, "Reply"],
    "no time": ["Bo Ek", ONE, "Like", "Reply", "3", "2y", "Ida Holm", TWO, "Like", "Reply"],
    "rank": ["Bo Ek", "Guest", ONE, "+12", "-3", "Report", "Ida Holm", "Guest", TWO, "+1", "Report"],
    "tabloid": ["harbourfan, Millbrook, United Kingdom, 2 hours ago", ONE, "Click to rate 12 3", "Bo Ek, Harrowgate, 3 hours ago", TWO, "Click to rate 45"],
    "recommend": ["harbourfan", "Millbrook, NJ", "March 12", ONE, "12 Recommend", "Share", "Ida Holm", "Harrowgate", "March 12", TWO, "3 Recommend"],
    "report": ["harbourfan", "12 Mar 2024 10.15", ONE, "Share", "Report", "Ida Holm", "12 Mar 2024 10.25", TWO, "Share", "Report"],
    "titles": ["Wer soll das glauben?", "Hafenfan", "12.03.2024 10:15", ONE, "Antworten", "Kein Titel", "idaholm", "12.03.2024 11:15", TWO, "Antworten"],
    "substack": ["Discussion about this post", "Bo Ek's avatar", "Bo Ek", "8d", ONE, "Expand full comment", "Reply", "Share"],
    "faces": ["Bo Ek's avatar", "Bo Ek", "Mar 12", ONE, "Expand full comment", "Reply", "Share", "Jan Roos's avatar", "Jan Roos", "Mar 12", TWO, "Reply", "Share"],
    "slashdot": ["What could go wrong? (Score:3, Interesting)", "by harbourfan ( 5754788 ) on Friday March 12, 2024 @08:08PM", ONE, "Re: (Score:2)", "by Ida Holm ( 22585 )", TWO],
    "old reddit": ["[–]harbourfan 123 points 3 hours ago", ONE, "permalink embed save report reply", "[–]idaholm 12 points 2 hours ago", TWO, "permalink embed save report reply"],
    "blogger": ["Bo Ek said...", ONE, "12 March 2024 at 10:15", "Ida Holm said...", TWO, "13 March 2024 at 09:15"],
    "numbered": ["Comment number 12.", "Posted by harbourfan", "on 12 Mar 2012 10:15", ONE, "Comment number 13.", "Posted by Ida Holm", "on 12 Mar 2012 10:25", TWO],
    "french": ["Portuaire", "Il y a 3 heures", ONE, "Recommander 5", "Signaler", "Ida Holm", "Il y a 2 heures", TWO, "Recommander", "Signaler"],
    "norwegian": ["Bo Ek", "3 timer siden", ONE, "Svar", "Rapporter", "Ida Holm", "2 timer siden", TWO, "Svar"],
    "indonesian": ["Bo Ek", "3 jam yang lalu", ONE, "Balas", "Laporkan", "Ida Holm", "2 jam yang lalu", TWO, "Balas"],
    "japanese": ["har*****", "3時間前", ONE, "返信0件", "参考になった12", "ida*****", "2時間前", TWO, "返信2件", "共感した12"],
    "chinese": ["港口老王[广东深圳]", ONE, "3月12日 10:15", "举报 赞(12) 回复", "小陈[上海]", TWO, "3月12日 10:25", "举报 赞(3) 回复"],
    "hebrew": ["בועז אק", "לפני 3 שעות", ONE, "הגב", "עדה הולם", "לפני שעתיים", TWO, "הגב"],
    "no buttons": ["Bo Ek", "March 12, 2024 at 10:17 am", ONE, "Ida Holm", "March 13, 2024 at 9:15 am", TWO, "Jan Roos", "March 14, 2024 at 8:15 am", THREE],
    "heading": ["Inline Feedbacks", "Bo Ek", ONE, "Ida Holm", TWO],
    "sorted": ["Sort by: Newest", "Bo Ek", ONE, "Ida Holm", TWO],
}  # fmt: skip


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("form", THREADS)
def test_a_story_ends_above_the_first_of_two_comments(form: str, gap: str) -> None:
    assert text([*STORY, *THREADS[form]], gap) == "\n\n".join(STORY)


@pytest.mark.parametrize("form", ["coral", "no time", "no buttons", "slashdot"])
def test_without_a_look_at_two_in_a_row_the_first_would_be_text(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "find", lambda *_: threads.Thread(None, whole=False))
    assert ONE in text([*STORY, *THREADS[form]], "\n")


def _many(*lines: str) -> list[str]:
    """Lines with a name, a number and a paragraph each, six times."""
    return [
        line.format(name=name, n=n, nick=name.split()[0].lower(), told=BRIDGE[n])
        for n, name in enumerate(NAMES)
        for line in lines
    ]


STORIES = {
    "ticker": [*STORY, *_many("{name}", "12 March 2024, 1{n}:17", "{told}")],
    "ticker with headlines": [*STORY, *_many("Ferry sails on day {n}", "{n} hours ago", "{told}")],
    "ticker with shares": [*STORY, *_many("{name}", "12 March 2024, 1{n}:17", "{told}", "Teilen")],
    "ticker with reports": [*STORY, *_many("vor {n} Stunden", "{name} meldet sich", "{told}", "Melden")],
    "concerts": [*STORY, *_many("{name}", "1{n} March 2024, 20:15", "{told}")],
    "letters": [*STORY, *_many("{name}, Millbrook, 1{n} March 2024", "{told}")],
    "letters, signed": [*STORY, *_many("{told}", "{name}, Millbrook")],
    "interview": [*STORY, *_many("{name} says:", "{told}")],
    "transcript": [*STORY, *_many("{name} 00:1{n}", "{told}")],
    "changelog": [*STORY, *_many("Version 1.{n} (12 March 2024)", "{told}")],
    "obituaries": [*STORY, *_many("{name}", "1{n} March 1924 – 3 May 2024", "{told}")],
    "reviews": [*STORY, *_many("Film {n} (8 of 10)", "{told}", "by {name}")],
    "posts of users": [*STORY, *_many("by Anonymous", "{told}")],
    "products": [*STORY[:4], *_many("Ferry model {n}", "{told}", "Like", "12"), *BRIDGE[10:14]],
    "buttons": [*STORY[:4], "The quay", "Report", *STORY[4:6], "The pier", "Report", *STORY[6:]],
    "winners": [*STORY, *_many("{name} 1{n} points"), *BRIDGE[:4]],
    "said": [*STORY, *_many("{name} said…", "{told}")],
    "announced": [*STORY, "Say nothing, or say what Ida said:", "Bo Ek, 2 hours ago", ONE, "Reply", TWO],
    "announced, in a row": [*STORY, "This is what three readers wrote to us:", *THREADS["no buttons"]],
    "messages": [*STORY, *_many("{name}", "{n} hours ago", "{told}", "Reply"), *BRIDGE[10:27]],
    "letters shown": [*STORY, *_many("From {name}", "1{n} March 2024, 10:1{n}", "{told}")],
    "log": [*STORY, *_many("{name}", "1{n} March 1924, 10:1{n}", "{told}")],
    "hearing": [*STORY, *_many("Question", "{told}", "Answer", "At home, {nick}.", "Reply", "{told} Again.")],
    "opinion": [*STORY, "Comment by Bo Ek, 61, skipper", *BRIDGE[:3]],
    "games": [*STORY, *_many("Harbour Quest {n} (Score: {n})", "{told}")],
    "deadlines": [*STORY, *_many("#{n}, 1{n}.03.2024: plans for pier {n}", "{told}")],
    "post": [*STORY, "Ida Holm", "@ida.harbour.example", "3h", ONE, "12 replies", "40 likes", *BRIDGE[:9]],
    "count": [*STORY, "12 replies came to our question, and these are the best of them:", *BRIDGE[:3]],
    "comments quoted": [*STORY[:4], "Comment by Bo Ek — March 12, 2024", BRIDGE[0], *STORY[4:]],
}  # fmt: skip


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("form", STORIES)
def test_a_story_with_names_and_times_goes_on(form: str, gap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch)
    assert over(STORIES[form], gap) == []


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize(
    "form", sorted(STORIES.keys() - {"messages"})
)  # of which the trees drop what goes on below
def test_it_goes_on_with_what_the_trees_keep_of_it(form: str, gap: str) -> None:
    assert over(STORIES[form], gap) == []


POST = [
    "Ida Holm",
    "@ida",
    "It is over for the ferry, friends",
    "10:15 AM · Mar 12, 2024",
    "Reply",
    "Copy link",
]
"""A post from elsewhere, as a page shows it."""


def test_where_a_story_shows_what_others_posted_it_goes_on_below() -> None:
    made = text([*STORY[:4], *POST, *STORY[4:], *BRIDGE[:6]])
    assert all(line in made for line in [*STORY, *BRIDGE[:6]])
    embedded = ["Comment", "by u/harbourfan from discussion", "in r/millbrook"]
    assert all(line in text([*STORY, *embedded, *BRIDGE[:6]], "\n") for line in BRIDGE[:6])


def test_it_would_end_there_if_nobody_looked_at_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "is_shown", lambda *_: False)
    monkeypatch.setattr(conversations, "is_shown", lambda *_: False)
    assert BRIDGE[1] not in text([*STORY, *BRIDGE[8:], *POST, *BRIDGE[:2]])


FORUM = {
    "replies": [
        ["harbourfan", "March 10, 2024 at 9:15 am", *STORY[:5], "Reply"],
        ["Bo Ek", "March 12, 2024 at 10:15 am", *BRIDGE[:2], "Reply"],
        ["Ida Holm", "March 12, 2024 at 11:15 am", *BRIDGE[5:7], "Reply"],
    ],
    "likes": [
        ["harbourfan", "March 10, 2024, 9:15am", "1", *STORY[:4], "3 Likes"],
        ["idaholm", "March 12, 2024, 10:25am", "2", *BRIDGE[:2], "1 Like"],
        ["janroos", "March 12, 2024, 10:35am", "3", *BRIDGE[2:4], "2 Likes"],
    ],
}


@pytest.mark.parametrize("form", FORUM)
def test_what_is_posted_in_a_thread_is_its_text(form: str) -> None:
    assert over([line for post in FORUM[form] for line in post]) == []
