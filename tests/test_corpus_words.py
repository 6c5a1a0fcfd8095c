"""The tokenizer of search: one story for documents, queries and marks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus import alphabet
from pipelines.corpus.alphabet import folded
from pipelines.corpus.snippets import snippet
from pipelines.corpus.words import LONGEST, _anywhere, find, fold, spaced, tokens, words

SCRIPTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aé ـعَ東タがก่ेह\u00ad\u200c½ﬁİß-'.\n "),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rail-Strike", ["rail", "strike"]),
        ("l'Élysée", ["l", "elysee"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("İstanbul", ["istanbul"]),
        ("3.5 %", ["3", "5"]),
        ("東京タワー。", ["東", "京", "タ", "ワ", "ー"]),
        ("が", ["が"]),
        ("รถไฟ", ["ร", "ถ", "ไ", "ฟ"]),
        ("ใต้", ["ใ", "ต้"]),
        ("العَرَبِيَّة", ["العربية"]),
        ("الـــعربية", ["العربية"]),
        ("हिन्दी", ["हिन्दी"]),
        ("Zei\u00adtung", ["zeitung"]),
        ("می\u200cشود", ["میشود"]),
        ("ＫＭ ½", ["km", "1", "2"]),
        ("snake_case", ["snake", "case"]),
        ("中文news2026", ["中", "文", "news2026"]),
        ("ελλάδα Россия", ["ελλάδα", "россия"]),
        ("\ud83d…", []),
    ],
)
def test_words_of_a_text(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_decomposed_and_composed_text_are_the_same_words() -> None:
    assert words("cafe\u0301 \u304b\u3099") == words("café が")


@given(SCRIPTS)
def test_documents_queries_and_marks_agree(text: str) -> None:
    assert spaced(text).split() == [token.word for token in tokens(text)]


@given(
    st.lists(SCRIPTS, max_size=8),
    st.sampled_from(("{}", "Rail ß {} Élan 東", "Rail: {}, strike")),
    st.booleans(),
    st.sampled_from((1, 100, 24_000)),
)
def test_texts_are_folded_together_as_word_by_word(
    texts: list[str], around: str, many: bool, together: int
) -> None:
    whole = [around.format(text) for text in texts] * (20 if many else 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alphabet, "_SIMPLE", together)
        patch.setattr(alphabet, "_MIXED", together)
        found = folded(whole)
    assert [one.text.split() for one in found] == [words(text) for text in whole]
    assert [one.words for one in found] == [len(words(text)) for text in whole]


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 12))
def test_a_run_is_seen_where_there_is_one(marks: list[bool], size: int) -> None:
    longest = max((len(run) for run in "".join(" x"[mark] for mark in marks).split()), default=0)
    assert alphabet._has_run(np.array(marks, np.bool_), size) == (longest >= size)


@pytest.mark.parametrize("run", [LONGEST, LONGEST + 1])
@pytest.mark.parametrize("place", ["{0}", "{0} a", "a {0}", "a {0} b"])
@pytest.mark.parametrize("sign", "xéß東я")
def test_a_long_run_is_cut_by_the_table_too(run: int, place: str, sign: str) -> None:
    texts = ["before", place.format(sign * run), "after"]
    found = folded(texts)
    assert [one.text.split() for one in found] == [words(text) for text in texts]
    assert max(len(word) for one in found for word in one.text.split()) <= LONGEST


@given(SCRIPTS)
def test_tokenizing_words_again_changes_nothing(text: str) -> None:
    assert spaced(spaced(text)) == spaced(text)


@given(SCRIPTS)
def test_places_are_in_order_and_inside(text: str) -> None:
    places = [(token.start, token.end) for token in tokens(text)]
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert places == sorted(places)


def test_a_run_too_long_for_a_word_is_cut() -> None:
    assert len(fold("a" * 5000)) == LONGEST
    assert len(fold("é" * 5000)) == LONGEST


def test_marks_cover_whole_phrases_in_the_original() -> None:
    text = "The Rail—Strike: a rail strike, railstrike."
    assert [text[a:b] for a, b in find(text, {("rail", "strike")})] == [
        "Rail—Strike",
        "rail strike",
    ]


def test_a_phrase_cut_by_the_end_is_not_marked() -> None:
    assert find("a rail", {("rail", "strike")}) == []


@given(SCRIPTS, SCRIPTS)
def test_marks_of_overlapping_phrases_do_not_overlap(text: str, more: str) -> None:
    phrases = {tuple(words(text)[:2]), tuple(words(text)[1:3]), tuple(words(more)[:1])}
    marks = find(text + more, phrases)
    assert all(a < b for a, b in marks)
    assert all(b <= c for (_, b), (c, _) in pairwise(marks))


@given(SCRIPTS)
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    marked = find(text, {(word,) for word in words(text)})
    assert all(any(a <= token.start and token.end <= b for a, b in marked) for token in tokens(text))
    whole = tuple(words(text))
    if whole:
        places = list(tokens(text))
        assert find(text, {whole}) == [(places[0].start, places[-1].end)]


@given(SCRIPTS, st.integers(1, 40))
def test_a_snippet_is_a_stretch_of_the_text_with_marks_inside(text: str, size: int) -> None:
    phrases: set[tuple[str, ...]] = {(word,) for word in words(text)[-2:]}
    shown = snippet(text, find(text, phrases), size)
    assert shown.text in text
    assert all(0 <= a < b <= len(shown.text) for a, b in shown.marks)


def test_a_snippet_shows_the_densest_stretch() -> None:
    text = "strike " + "word " * 300 + "rail strike then rail strike again " + "word " * 300
    shown = snippet(text, find(text, {("rail",), ("strike",)}))
    assert len(shown.marks) == 4
    assert not shown.text.startswith("ord")


@given(
    st.text(alphabet="aAbB1 _-.’…–é\u0301\u00ad", max_size=40),
    st.lists(st.lists(st.sampled_from(["a", "b", "ab", "1", "aa", "e"]), min_size=1, max_size=3), max_size=3),
)
def test_plain_texts_are_marked_as_any_other(text: str, phrases: list[list[str]]) -> None:
    wanted = [tuple(phrase) for phrase in phrases]
    assert find(text, wanted) == _anywhere(text, wanted)
