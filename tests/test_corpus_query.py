"""The query language, and where it says a query is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.nodes import (
    All,
    Any,
    Close,
    Days,
    Fuzzy,
    Near,
    Not,
    Phrase,
    Stem,
    Term,
    Undated,
    Wild,
    frame,
    wanted,
)
from pipelines.corpus.query import parse
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
        ("date:2026", (Days(since=date(2026, 1, 1), until=date(2027, 1, 1)),)),
        ("date:2024-02", (Days(since=date(2024, 2, 1), until=date(2024, 3, 1)),)),
        ("date:2026-01-05..2026-02", (Days(since=date(2026, 1, 5), until=date(2026, 3, 1)),)),
        ("lang:fr", (Term(name="language", value="fr"),)),
        ("collection:nordic", (Term(name="collection", value="nordic"),)),
        ("is:undated", (Undated(),)),
        ("is:dated", (Not(clause=Undated()),)),
        ("is:live", (Term(name="traits", value="live"),)),
        ("-is:long", (Not(clause=Term(name="traits", value="long")),)),
        ('author:="Jane Roe"', (Term(name="authors", value="Jane Roe"),)),
        ('section:=«Say "no" * now»', (Term(name="sections", value='Say "no" * now'),)),
        ("section:=Sport", (Term(name="sections", value="Sport"),)),
        ("rail AND strike", (word("rail"), word("strike"))),
        ("rail NOT london", (word("rail"), Not(clause=word("london")))),
        ("rail NEAR/5 strike", (Near(left=(word("rail"),), right=(word("strike"),), distance=5),)),
        ("a b NEAR c", (word("a"), Near(left=(word("b"),), right=(word("c"),), distance=10))),
        (
            '(tram OR "night bus") NEAR/2 strike',
            (Near(left=(word("tram"), Phrase(words=("night", "bus"))), right=(word("strike"),), distance=2),),
        ),
        ('"rail union strike"~5', (Close(parts=(("rail",), ("union",), ("strike",)), gaps=5),)),
        ('"東京 l\'État"~2', (Close(parts=(("東", "京"), ("l", "etat")), gaps=2),)),
        ("stri*", (Phrase(words=(Wild(regex="stri.*"),)),)),
        ("*Strike wom?n", (Phrase(words=(Wild(regex=".*strike"),)), Phrase(words=(Wild(regex="wom.n"),)))),
        ('"rail stri*"', (Phrase(words=("rail", Wild(regex="stri.*"))),)),
        ('"Athlet*innen * klagen"', (Phrase(words=("athlet", "innen", "klagen")),)),
        ('headline:"Athlet*innen"', (Phrase(words=("athlet", "innen"), field="headline"),)),
        ("what?", (word("what"),)),
        ("/Str(ike|uck)s?/", (Phrase(words=(Wild(regex="str(ike|uck)s?"),)),)),
        ("/é[a-z]{2}/", (Phrase(words=(Wild(regex="e[a-z]{2}"),)),)),
        ("/news/politics", (Phrase(words=("news", "politics")),)),
        ("strike~", (Fuzzy(word="strike", edits=1),)),
        ("strike~2", (Fuzzy(word="strike", edits=2),)),
        ("stem:strikes", (Stem(words=("strikes",)),)),
        ('stem:"rail strikes"', (Stem(words=("rail", "strikes")),)),
        ('author:"Jane Roe"', (Phrase(words=("jane", "roe"), field="author"),)),
        ("headline:strike", (Phrase(words=("strike",), field="headline"),)),
        ("section:«Vie locale»", (Phrase(words=("vie", "locale"), field="section"),)),
        ("near and not or", (word("near"), word("and"), word("not"), word("or"))),
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
        ("rail AND", 6, "after it"),
        ("AND rail", 1, "before it"),
        ("rail OR AND bus", 9, "before it"),
        ("NOT", 1, "after it"),
        ("rail NOT -bus", 6, "one - is enough"),
        ("NEAR/5 rail", 1, "before it"),
        ("rail NEAR/5", 6, "after it"),
        ("rail NEAR/0 bus", 6, "from 1 to 100"),
        ("rail NEAR/x bus", 6, "from 1 to 100"),
        ("rail NEAR/999999999 bus", 6, "from 1 to 100"),
        ("rail NEAR/2 bus NEAR/2 tram", 17, "another NEAR"),
        ("rail NEAR/2 site:x", 13, "beside NEAR"),
        ("(rail bus) NEAR/2 tram", 1, "beside NEAR"),
        ("rail NEAR/2 -bus", 13, "beside NEAR"),
        ('rail "bus"~5', 6, "two or more"),
        ('rail "bus tr*m"~5', 6, "two or more"),
        ('"bus tram"~', 11, "from 1 to 100"),
        ("rail *", 6, "two letters"),
        ("rail s*", 6, "two letters"),
        ("東*", 1, "two letters"),
        ("rail /a(b/", 6, "a ( without its )"),
        ("/ab)/", 1, "a ) without its ("),
        ("/a[b/", 1, "a [ without its ]"),
        ("/a[b-]/", 1, "letters, digits and ranges"),
        ("/a[z-b]/", 1, "runs backwards"),
        ("/a**/", 1, "one repetition after another"),
        ("/a{9,2}/", 1, "the smaller number first"),
        ("/a{1,99}/", 1, "repetitions go up to 40"),
        ("/(a{40}){40}/", 1, "120 letters"),
        ("/(a{2}){2}|/", 1, "nothing to match"),
        ("/.*/", 1, "at least one letter"),
        ("/a\\d/", 1, "not understood"),
        ("/^a/", 1, "not understood"),
        ("rail at~", 6, "too short"),
        ("rail strike~3", 6, "1 or 2 letters"),
        ("rail x-ray~", 6, "one word"),
        ("stem:stri*", 1, "whole words"),
        ("is:fre", 1, "did you mean is:free?"),
        ("is:blue", 1, "there are dated, undated"),
        ("date:2026-13", 1, "write 2026"),
        ("date:2026-02..2026-01", 1, "lies before"),
        ("author:", 1, "needs a value"),
        ('author:"roe', 8, "without its partner"),
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


@given(st.one_of(st.text(max_size=40), st.text('ab"()-: ORNEARsince/~*?[]{}|.,19東é', max_size=40)))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert "query" in str(error)  # noqa: PT017  (either outcome is right)


def test_only_what_is_wanted_is_marked() -> None:
    assert wanted(parse('rail OR tram -bus "a b" site:x author:roe')) == {
        word("rail"), word("tram"), Phrase(words=("a", "b")),
    }  # fmt: skip


def test_the_frame_of_a_query_is_its_sites_and_days() -> None:
    asked = parse("strike (site:a OR site:b) -site:c since:2026-01-05 lang:fr (collection:x rail)")
    assert frame(asked).clauses == (
        Any(clauses=(Term(name="site", value="a"), Term(name="site", value="b"))),
        Days(since=date(2026, 1, 5)),
        Term(name="collection", value="x"),
    )


def test_an_error_shows_the_place_and_not_the_whole_of_a_long_query() -> None:
    with pytest.raises(QueryError, match="▸") as error:
        parse("word " * 100 + '"open ' + "word " * 100)
    assert len(str(error.value)) < 200
