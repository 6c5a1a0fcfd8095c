"""Queries in the words of OpenSearch: what each means there stands in a table."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_search_contract import QUERIES, ROWS

from pipelines.corpus import index as ix
from pipelines.corpus.dsl import Dsl, document, exactly, index_body
from pipelines.corpus.matching import asked
from pipelines.corpus.question import DEEPEST, Question
from pipelines.corpus.words import words
from pipelines.errors import QueryError

PATTERN = {"flags": "NONE", "max_determinized_states": 10000, "rewrite": "constant_score"}


def quiet(query: Any) -> Any:
    return {"bool": {"filter": [query]}}


def term(name: str, value: Any) -> Any:
    return {"term": {name: {"value": value}}}


def either(headline: Any, text: Any) -> Any:
    loud = {"bool": {"must": [headline], "boost": 2.0}}
    return {"bool": {"should": [loud, text], "minimum_should_match": 1}}


def both(make: Any) -> Any:
    return either(make("headline"), make("text"))


def span(name: str, *found: str) -> list[Any]:
    return [{"span_term": {name: {"value": word}}} for word in found]


def near(clauses: list[Any], slop: int, in_order: bool) -> Any:
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": in_order}}


def phrase(name: str, text: str) -> Any:
    return {"match_phrase": {name: {"query": text}}}


def pattern(name: str, regex: str) -> Any:
    return {"regexp": {name: {"value": regex, **PATTERN}}}


def current(query: Any) -> Any:
    return {"bool": {"must": [quiet(term("current", 1)), query]}}


NOTHING_ELSE = quiet({"match_all": {}})
TABLE: dict[str, Any] = {
    "Élysée": both(lambda name: term(name, "elysee")),
    '"rail strike"': both(lambda name: phrase(name, "rail strike")),
    "東京": both(lambda name: phrase(name, "東 京")),
    "rail -bus": {
        "bool": {
            "must": [both(lambda name: term(name, "rail"))],
            "must_not": [both(lambda name: term(name, "bus"))],
        }
    },
    "rail OR bus": {
        "bool": {
            "should": [both(lambda name: term(name, "rail")), both(lambda name: term(name, "bus"))],
            "minimum_should_match": 1,
        }
    },
    "stri*": both(lambda name: pattern(name, "stri.*")),
    "/Str(ike|uck)s?/": both(lambda name: pattern(name, "str(ike|uck)s?")),
    '"rail stri*"': both(
        lambda name: near(
            [*span(name, "rail"), {"span_multi": {"match": pattern(name, "stri.*")}}], 0, in_order=True
        )
    ),
    "rail NEAR/5 strike": both(lambda name: near(span(name, "rail", "strike"), 4, in_order=False)),
    "rail NEAR/2 rail": both(lambda name: near(span(name, "rail", "rail"), 1, in_order=True)),
    '"a b"~3': both(lambda name: near(span(name, "a", "b"), 3, in_order=False)),
    "rail NEAR/2 l'État": both(
        lambda name: {
            "bool": {
                "should": [
                    near([*span(name, "rail"), near(span(name, "l", "etat"), 0, True)], 1, True),
                    near([near(span(name, "l", "etat"), 0, True), *span(name, "rail")], 1, True),
                ],
                "minimum_should_match": 1,
            }
        }
    ),
    "strike~2": {
        "bool": {
            "should": [
                {
                    "fuzzy": {
                        name: {
                            "value": "strike",
                            "fuzziness": 2,
                            "prefix_length": 0,
                            "transpositions": True,
                            "rewrite": "constant_score",
                        }
                    }
                }
                for name in ("headline", "text")
            ],
            "minimum_should_match": 1,
        }
    },
    "headline:strike": term("headline", "strike"),
    'author:"jane roe"': phrase("author", "jane roe"),
    'author:="Jane Roe"': quiet(term("authors", "Jane Roe")),
    "site:herald": quiet(term("site", "herald")),
    "lang:pt-BR": quiet(pattern("language", "pt-BR(-.*)?")),
    "is:paywalled": quiet(term("traits", "paywalled")),
    "is:undated": current(quiet(term("dated", 0))),
    "date:2026-01": current(quiet({"range": {"day": {"gte": 20260101, "lt": 20260201}}})),
    "": current(NOTHING_ELSE),
    "-site:herald": current({"bool": {"must": [NOTHING_ELSE], "must_not": [quiet(term("site", "herald"))]}}),
}


@pytest.mark.parametrize("text", TABLE)
def test_a_query_is_said_as_the_table_has_it(text: str) -> None:
    assert asked(Dsl(), Question(text=text)) == TABLE[text]


def test_stems_are_asked_for_once_for_languages_that_have_the_same() -> None:
    found = asked(Dsl(), Question(text='stem:"rail strikes"'))["bool"]["should"]
    sought = {
        key: one["bool"]["must"][1]["bool"]["should"][1]["match_phrase"]["text_stems"]["query"]
        for one in found[:-1]
        for key in one["bool"]["must"][0]["bool"]["filter"][0]["terms"]["stemmer"]
    }
    assert len(sought) == 18
    assert (sought["en"], sought["fr"], sought["ar"]) == ("rail strike", "rail strik", "rail strikes")
    assert found[-1]["bool"]["must"][0] == quiet(term("stemmer", "none"))
    assert len(found) == len(set(sought.values())) + 1


def test_rows_that_are_left_out_are_named_in_lists_that_the_server_takes() -> None:
    query = asked(Dsl(), Question(text="rail", without=frozenset(map(str, range(120_000)))))
    (left_out,) = query["bool"]["must_not"]
    lists = [one["terms"]["id"] for one in left_out["bool"]["should"]]
    assert [len(one) for one in lists] == [50_000, 50_000, 20_000]
    assert {one for some in lists for one in some} == set(map(str, range(120_000)))


@pytest.mark.parametrize(
    "text",
    [
        '"a b c d e f a"~1',
        " ".join(f"w{i}*" for i in range(17)),
        " ".join(f"strike~ w{i}*" for i in range(9)),
    ],
)
def test_what_would_take_too_long_is_never_sent(text: str) -> None:
    with pytest.raises(QueryError, match=r"arrangements|more than 16"):
        asked(Dsl(), Question(text=text))


@given(st.lists(st.sampled_from(QUERIES), max_size=6), st.sampled_from((" ", " OR ")))
def test_every_query_becomes_json(texts: list[str], joined: str) -> None:
    text = joined.join(part for part in texts if part)
    query = asked(Dsl(), Question(text=text))
    assert json.loads(json.dumps(query)) == query


def test_a_document_has_only_fields_of_the_mapping_and_our_words() -> None:
    kinds = index_body()["mappings"]["properties"]
    for row in ROWS:
        sent = document(ix.fields(row, current=True, first=row["captured"]))
        assert set(sent) <= set(kinds)
        assert sent["text"].split() == words(row["text"])
        assert ix.restored(sent["row"]) == row
        assert json.loads(json.dumps(sent)) == sent


def test_stems_stand_where_their_words_do() -> None:
    row = ROWS[0] | {"text": "Strikes by rail. The striking unions' strike", "language": "en"}
    sent = document(ix.fields(row, current=True, first=datetime(2026, 1, 1, tzinfo=UTC)))
    assert sent["text_stems"].split() == ["strike", "by", "rail", "the", "strike", "union", "strike"]
    assert sent["headline_stems"] == ["headlin number 0"]
    none = document(ix.fields(row | {"language": "ja"}, current=True, first=datetime(2026, 1, 1, tzinfo=UTC)))
    assert "text_stems" not in none


def test_pages_may_be_as_deep_as_a_question_may_ask() -> None:
    assert index_body()["settings"]["index"]["max_result_window"] > DEEPEST


def test_every_shard_says_all_it_counts() -> None:
    said = exactly(
        {"over": {"terms": {"field": "day", "size": 9}, "aggs": {"by": {"stats": {"field": "a"}}}}}
    )
    assert said == {
        "over": {
            "terms": {"field": "day", "size": 9, "shard_size": 65_535},
            "aggs": {"by": {"stats": {"field": "a"}}},
        }
    }
