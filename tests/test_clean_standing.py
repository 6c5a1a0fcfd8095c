"""What papers print around each of their stories, in whole sentences, told by the lists of :mod:`pipelines.clean.standing`."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import days
from standing_sentences import STANDING, TOLD

from pipelines.clean import clean
from pipelines.clean import standing as lists
from pipelines.clean.asides import aside
from pipelines.page import Page
from pipelines.record import Record

PLACE = Path(lists.__file__).parent


@pytest.mark.parametrize(("text", "label"), STANDING)
def test_a_standing_sentence_is_told_by_its_words(text: str, label: str) -> None:
    found = aside(text)
    assert found is not None
    assert found[0] == label


@pytest.mark.parametrize("text", TOLD)
def test_a_sentence_of_a_story_that_speaks_of_the_same_things_stays(text: str) -> None:
    assert aside(text) is None


@pytest.mark.parametrize("source", ["newsletter", "…", "", "^", "sign"])
def test_an_entry_without_a_whole_word_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="no whole word"):
        lists.entry(source, "other", "says")


def test_an_entry_with_the_sign_for_a_whole_word_within_a_part_is_refused() -> None:
    with pytest.raises(ValueError, match="may only end one"):
        lists.entry("supporting$ our work", "other", "says")


def test_every_entry_can_match_has_a_known_label_and_stands_in_the_lists_once() -> None:
    seen = [lists.entry(source, label, does).source for label, does, source in lists.sources()]
    assert len(seen) == len(set(seen)) == sum(map(entries_of, PLACE.glob("*.txt")))


def entries_of(path: Path) -> int:
    return sum(bool(line) and line[0] not in "#[" for line in path.read_text("utf-8").splitlines())


@given(st.text(max_size=800))
def test_no_text_makes_it_raise(text: str) -> None:
    lists.standing(text, lists.candidates([text]))


def test_what_all_lines_have_tells_as_much_of_each_as_its_own_words() -> None:
    texts = [*TOLD, *(text for text, _ in STANDING)]
    among = lists.candidates(texts)
    assert [lists.standing(t, among) is None for t in texts] == [
        lists.standing(t, lists.candidates([t])) is None for t in texts
    ]


@pytest.mark.parametrize("form", ["html", "dump"])
def test_a_story_is_kept_and_what_stands_below_it_goes(form: str) -> None:
    made = kept(form)
    assert not any(text in made for text, _ in STANDING)


@pytest.mark.parametrize("form", ["html", "dump"])
def test_without_the_lists_some_of_it_would_be_kept(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr("pipelines.clean.asides.standing", lambda text, among: None)
    made = kept(form)
    assert any(text in made for text, _ in STANDING)


def kept(form: str) -> str:
    """All that is kept of a story with each such sentence between two of its paragraphs."""
    story, texts = days(9), []
    for text, _ in STANDING:
        lines = [*story[:6], text, *story[6:]]
        body = "\n\n".join(["Ferry again", *lines])
        if form == "html":
            body = f"<html><body><article><h1>Ferry again</h1>{''.join(f'<p>{line}</p>' for line in lines)}</article></body></html>"
        made = clean(
            Page(body=body.encode(), media_type=f"text/{form.replace('dump', 'plain')}; charset=utf-8")
        )
        assert isinstance(made, Record)
        assert all(line in made.text for line in story)
        texts.append(made.text)
    return "\n".join(texts)
