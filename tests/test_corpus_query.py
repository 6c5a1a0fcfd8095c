"""The query language, and where it says a query is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.query import All, Any, Days, Not, Phrase, Term, parse, wanted
from pipelines.errors import QueryError


def word(text: str) -> Phrase:
    return Phrase(words=(text,))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("   ", ()),
        ("rail strike", (word("rail"), word("strike"))),
        ('"rail strike"', (Phrase(words=("rail", "strike")),)),
        ("«grève du rail»", (Phrase(words=("greve", "du", "rail")),)),
        ("“rail strike”", (Phrase(words=("rail", "strike")),)),
        ("-london", (Not(clause=word("london")),)),
        ('-"rail strike"', (Not(clause=Phrase(words=("rail", "strike"))),)),
        ("tram OR bus london", (Any(clauses=(word("tram"), word("bus"))), word("london"))),
        ("a OR b OR c", (Any(clauses=(word("a"), word("b"), word("c"))),)),
        ("(a b) OR c", (Any(clauses=(All(clauses=(word("a"), word("b"))), word("c"))),)),
        ("or", (word("or"),)),
        ("x-ray", (Phrase(words=("x", "ray")),)),
        ("東京", (Phrase(words=("東", "京")),)),
        ("10:30", (Phrase(words=("10", "30")),)),
        ("site:herald", (Term(name="site", value="herald"),)),
        ('SITE:"the herald"', (Term(name="site", value="the herald"),)),
        ("-language:fr", (Not(clause=Term(name="language", value="fr")),)),
        ("since:2026-01-05", (Days(since=date(2026, 1, 5)),)),
        ("until:2026-01-05", (Days(until=date(2026, 1, 5)),)),
    ],
)
def test_reading_a_query(text: str, clauses: tuple[object, ...]) -> None:
    assert parse(text).clauses == clauses


@pytest.mark.parametrize(
    ("text", "character", "says"),
    [
        ('rail "strike', 6, "without its partner"),
        ("(rail", 1, "without its )"),
        ("rail)", 5, "without its ("),
        ("rail ()", 6, "nothing between"),
        ("rail OR", 6, "after it"),
        ("OR rail", 1, "before it"),
        ("rail ...", 6, "no letter or digit"),
        ('rail ""', 6, "no letter or digit"),
        ("--rail", 1, "one - is enough"),
        ("rail sit:herald", 6, "did you mean site:?"),
        ("https://herald.example/", 1, "quote it"),
        ("rail site:", 6, "needs a value"),
        ("since:yesterday", 1, "YYYY-MM-DD"),
        ("rail until:2026-02-30", 6, "YYYY-MM-DD"),
        ("(" * 30 + "a" + ")" * 30, 21, "nested"),
    ],
)
def test_an_error_names_its_place(text: str, character: int, says: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(text)
    assert f"character {character}:" in str(error.value)
    assert says in str(error.value)


def test_a_query_of_too_many_parts_is_refused() -> None:
    with pytest.raises(QueryError, match="more than 256"):
        parse("a " * 300)
    with pytest.raises(QueryError, match="4000"):
        parse("a" * 5000)


@given(st.one_of(st.text(max_size=40), st.text('ab"()-: ORsince', max_size=40)))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert "query" in str(error)  # noqa: PT017  (either outcome is right)


def test_only_what_is_wanted_is_marked() -> None:
    assert wanted(parse('rail OR tram -bus "a b" site:x')) == {("rail",), ("tram",), ("a", "b")}
