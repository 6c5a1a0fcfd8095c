"""What became of an article: sentences aligned, words compared, changes named."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus import Corpus
from pipelines.corpus.difference import Sentence, difference, edits
from pipelines.corpus.history import changes
from pipelines.corpus.sentences import pieces, sentences
from pipelines.errors import CorpusError
from spiders.cli import main

SENTENCE = st.sampled_from(
    (
        "The ferry left the harbour at noon.",
        "The ferry left the harbour at ten.",
        "Nobody was hurt, the port authority said.",
        "Two hundred people had to wait.",
        "Three hundred people had to wait for hours.",
        "東京で会議が開かれた。",
        "京都で会議が開かれた。",
        '"Why?" asked Ms. Ek.',
    )
)
TEXT = st.lists(SENTENCE, max_size=7).map(" ".join) | st.text("aB.!? \n。東'\"", max_size=40)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("  \n\n ", []),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "The U.S. and Dr. J. Roe met at 3.5 p.m. today.",
            ["The U.S. and Dr. J. Roe met at 3.5 p.m. today."],
        ),
        ("«Non.» Il part… Elle reste.", ["«Non.»", "Il part…", "Elle reste."]),
        ("A paragraph\n\nAnother", ["A paragraph", "Another"]),
        ("会議。「はい。」終わり", ["会議。", "「はい。」", "終わり"]),
        ("هل سافر؟ نعم سافر.", ["هل سافر؟", "نعم سافر."]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text(max_size=80))
def test_nothing_but_space_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert "".join(pieces(text)) == text


@given(TEXT, TEXT)
def test_every_sentence_of_both_texts_is_told_once(before: str, after: str) -> None:
    found = difference(before, after)
    assert [s.after for s in found if s.after is not None] == sentences(after)
    assert sorted(s.before for s in found if s.before is not None) == sorted(sentences(before))
    for sentence in found:
        assert (sentence.before is None, sentence.after is None) == (
            sentence.kind == "added",
            sentence.kind == "deleted",
        )
        if sentence.words:
            assert "".join(e.before for e in sentence.words) == sentence.before
            assert "".join(e.after for e in sentence.words) == sentence.after
    kept = [s.before for s in found if s.kind in ("equal", "edited")]
    rest = iter(sentences(before))
    assert all(any(sentence == other for other in rest) for sentence in kept)  # in their order


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {s.kind for s in difference(text, text)} <= {"equal"}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("One came. Two left.", "One came. Two left. Three stayed.", ["equal", "equal", "added"]),
        ("One came. Two left.", "Two left.", ["deleted", "equal"]),
        ("The ferry left at noon today.", "The ferry left at ten today.", ["edited"]),
        (
            "Alpha one. Beta two. Gamma three.",
            "Gamma three. Alpha one. Beta two.",
            ["moved", "equal", "equal"],
        ),
        (
            "Alpha was first here. Beta two. Gamma three.",
            "Beta two. Gamma three. Alpha was early here.",
            ["equal", "equal", "moved"],
        ),
        ("Nobody was hurt.", "Trams run again.", ["deleted", "added"]),
        ("", "One came.", ["added"]),
    ],
)
def test_sentences_are_added_deleted_edited_or_moved(before: str, after: str, kinds: list[str]) -> None:
    assert [s.kind for s in difference(before, after)] == kinds


def test_words_of_an_edited_sentence_are_told() -> None:
    told = [
        (e.before, e.after) for e in edits("Two hundred had to wait.", "Three hundred had to wait for hours.")
    ]
    assert told == [
        ("Two", "Three"),
        (" hundred had to wait", " hundred had to wait"),
        ("", " for hours"),
        (".", "."),
    ]
    assert [e.after for e in edits("東京で会議", "京都で会議") if e.before != e.after] == ["", "都"]


def test_long_texts_are_compared_all_the_same() -> None:
    before = ". ".join(f"Sentence number {i} of many" for i in range(900)) + "."
    after = before.replace("number 450 ", "number four hundred and fifty ")
    assert [s.kind for s in difference(before, after) if s.kind != "equal"] == ["edited"]


EDITED, ADDED = difference("It left at noon.", "It left at ten."), difference("", "One.")
DELETED, MOVED = difference("One.", ""), difference("One a. Two b.", "Two b. One a.")


@pytest.mark.parametrize(
    ("found", "headline", "notice", "named"),
    [
        ((), False, False, ()),
        ((), True, False, ("headline", "silent_edit")),
        ((), True, True, ("headline", "correction")),
        (EDITED, False, False, ("silent_edit",)),
        (EDITED, False, True, ("correction",)),
        (ADDED, False, False, ("addition",)),
        (DELETED, False, False, ("silent_edit", "removal")),
        (DELETED + ADDED, False, True, ("correction", "addition", "removal")),
        (MOVED, False, False, ()),
        (difference("A 'quote' here.", "A “quote” here!"), False, False, ()),
    ],
)
def test_a_change_is_named(
    found: tuple[Sentence, ...], headline: bool, notice: bool, named: tuple[str, ...]
) -> None:
    assert changes(found, headline, notice) == named


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """One story in three texts, then gone; the second one silently other, the third one with a notice."""
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("history")), Memory()
    texts = (
        "It left at noon. Nobody came.",
        "It left at ten. Nobody came.",
        "It left at nine. Some came early.",
    )
    for day, text in enumerate(texts):
        notice = ("An earlier version gave a wrong hour.\x1b[2J",) if day == 2 else ()
        headline = "A ferry left" if day < 2 else "A ferry left early"
        story = Story(path="a", text=text, headline=headline, corrections=notice)
        add(corpus, memory, memory.attempt(unit_of(day), [story, Story(path="b", text="Another story.")]))
    add(corpus, memory, memory.attempt(unit_of(3), [], gone=("a",)))
    return corpus


def test_the_history_of_an_article(edited: Corpus) -> None:
    hit = next(iter(edited.search("ferry early")))
    history = edited.history(hit.id)
    assert [step.changes for step in history.steps] == [
        (),
        ("silent_edit",),
        ("headline", "correction", "addition", "removal"),
    ]
    assert [step.count("edited") for step in history.steps] == [0, 1, 1]
    assert history.steps[2].headline_before == "A ferry left"
    assert [(taken.status, taken.changes) for taken in history.taken] == [(410, ("removal",))]
    assert history.steps == edited.history(hit.article_id).steps
    other = next(iter(edited.search("another")))
    assert (len(edited.history(other.id).steps), edited.history(other.id).taken) == (1, ())
    with pytest.raises(CorpusError, match="no article"):
        edited.history("nonsense")


def test_an_article_as_of_a_date_is_the_text_of_then(edited: Corpus) -> None:
    history = edited.history(next(iter(edited.search("ferry early"))).id)
    moments = [step.captured for step in history.steps]
    assert all(a < b for a, b in pairwise(moments))
    assert history.as_of(datetime(2026, 1, 1, tzinfo=UTC)) is None
    for step in history.steps:
        assert history.as_of(step.captured) == step
        asked = f"select id from as_of('{step.captured.isoformat()}') where headline like 'A ferry%'"
        assert edited.sql(asked).to_pylist() == [{"id": step.id}]
    assert edited.sql("select count(*) n from as_of('2026-01-01')").to_pylist() == [{"n": 0}]


def test_the_history_is_told_on_the_command_line(edited: Corpus) -> None:
    name = next(iter(edited.search("ferry early"))).id
    folder = str(Path(edited.place.archive))
    shown = CliRunner().invoke(main, ["--at", folder, "show", name, "--versions"])
    assert shown.exit_code == 0, shown.output
    assert "  ~ It left at [-noon-]{+ten+}." in shown.output
    assert "  + Some came early." in shown.output
    assert "removal: the site answered 410" in shown.output
    assert "\x1b[2J" not in shown.output
    lines = CliRunner().invoke(main, ["--at", folder, "show", name, "--versions", "--json"])
    assert [step["changes"] for step in json.loads(lines.output)["steps"]][1] == ["silent_edit"]
