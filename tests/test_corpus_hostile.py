"""Queries that are to break something get an answer or a clear error within seconds, and the service goes on."""

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import httpx
import pytest
from corpus_unit import Memory, Story, add, unit_of
from test_web import served

from pipelines.corpus import Corpus
from pipelines.corpus.query import parse
from pipelines.corpus.spans import spans
from pipelines.corpus.words import tokens
from pipelines.errors import QueryError
from pipelines.web import app

SECONDS = 10
"""Of processor time: the most that any of these may take. What takes longest here takes a second and a half."""
TIMES = 8_000
HOSTILE = {
    "unbalanced": '((("rail strike) OR (tram',
    "huge": "strike " * 3000,
    "many parts": "a " * 1900,
    "many, joined": " OR ".join(["rail", "strike"] * 250),
    "all of them not": "-a " * 250,
    "nested": "(" * 20 + "rail" + ")" * 20,
    "nested deeper": "(" * 1900 + "rail" + ")" * 1900,
    "not of not": "NOT (" * 20 + "rail" + ")" * 20,
    "star": "*",
    "star and a letter": "a*",
    "stars alone": "*" * 3000,
    "stars between": "ab" + "*a" * 300,
    "stars and marks": "ab" + "*a*b?c" * 60,
    "every word": " ".join(f"*{a}{b}*" for a in "abcd" for b in "efgh"),
    "regex bomb": "/(a|aa)+b/",
    "repeated repetition": "/(a*)*b/",
    "counted": "/(aa?){20}b/",
    "counted twice": "/((a{30}){30}){30}/",
    "states": "/.*a.{40}/",
    "states of sets": "/[a-z]{1,40}[a-z]{1,40}x/",
    "dots": "/(.*a){20}/",
    "lookahead": "/(?=a)(?:b)\\1/",
    "near over giant lists": "rail NEAR/100 strike",
    "near of patterns": "rai* NEAR/10 stri*",
    "near of groups": f"({' OR '.join(f'a{n}' for n in range(20))}) NEAR/9 ({' OR '.join(f'b{n}' for n in range(20))})",
    "near, far": f"rail NEAR/{'9' * 3000} strike",
    "close": '"rail strike"~100',
    "close, three": '"rail strike rail"~8',
    "close, four": '"rail strike rail strike"~2',
    "close, many": '"rail strike a b c d e f g h"~9',
    "long phrase": f'"{"rail strike " * 120}"',
    "endless phrase": f'"{"a " * 1900}"',
    "phrase of patterns": f'"{"rai* " * 15}"',
    "fuzzy and long": "x" * 3000 + "~2",
    "stem of much": "stem:" + "strike" * 500,
    "marks upon a letter": "a" + "\u0301" * 3000,
    "nothing but marks": "\u0301" * 3000,
    "signs": '"' + "東京" * 900 + '"',
    "bidi and zero width": "rail\u202e\u200bstrike\u2066",
    "null": "rail\x00strike",
    "half a surrogate": "rail \ud800",
    "year": "date:99999999999-01",
    "all of time": "since:0001-01-01 until:9999-12-31",
    "language": "lang:" + "a-" * 1000,
    "language by pattern": "lang:.*",
    "field": "site:" + "x" * 3000,
    "no field": "x" * 3000 + ":y",
    "no state": "is:" + "x" * 3000,
    "no collection": "collection:" + "x" * 3000,
    "sql": "'; drop table articles; --",
    "other": 'author:="' + "\\" * 2000 + '"',
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """One article is two words over and over, one is hardly more than one endless word, the others are ordinary."""
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("hostile")), Memory()
    texts = [
        "rail strike " * TIMES,
        "x" * 200_000 + " rail " + "ab" * 50_000,
        "a " * 2 * TIMES,
        *(f"The rail strike of day {n}" for n in range(9)),
    ]
    stories = [Story(path=f"a{n}", text=text, minute=n) for n, text in enumerate(texts)]
    add(corpus, memory, memory.attempt(unit_of(), stories))
    return corpus


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so much processor time, whatever else the machine is doing."""

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_answered_or_refused_in_time(corpus: Corpus, name: str) -> None:
    asked: list[Callable[[str], Any]] = [
        lambda text: corpus.search(text, limit=20),
        lambda text: corpus.concordance(text, order="left"),
        lambda text: corpus.count(text, by="hour"),
    ]
    for ask in asked:
        with within(SECONDS):
            try:
                ask(HOSTILE[name])
            except QueryError as error:
                assert "\n" not in str(error)  # noqa: PT017  (either outcome is right)
                assert len(str(error)) < 400  # noqa: PT017
    assert corpus.count("rail strike") == 10


def test_every_pair_of_places_would_be_too_many(corpus: Corpus) -> None:
    """The twin: NEAR that holds every place of one word against every place of the other."""
    text = "rail strike " * TIMES
    with within(SECONDS):
        assert len(spans(text, parse("rail NEAR/9 strike").clauses)) == 2 * TIMES  # type: ignore[arg-type]
    held = [token.word for token in tokens(text)]
    places = [[at for at, word in enumerate(held) if word == sought] for sought in ("rail", "strike")]
    with within(1), pytest.raises(TimeoutError):
        assert sum(abs(a - b) <= 9 for a, b in product(*places))


def test_the_service_goes_on_when_many_ask_so_at_once(corpus: Corpus) -> None:
    said: dict[str, httpx.Response] = {}
    with served(app(corpus)) as service:

        def ask(name: str) -> None:
            said[name] = service.get("/api/search", params={"q": HOSTILE[name].encode("utf-8", "replace")})

        threads = [threading.Thread(target=ask, args=(name,)) for name in HOSTILE]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {answer.status_code for answer in said.values()} == {
            200,
            400,
            422,
        }  # 422: more than 2000 signs
        refused = [answer.json() for answer in said.values() if answer.status_code == 400]
        assert len(refused) > 15
        assert all(
            re.match("query|regular|NEAR|more|lang|the query|a query", one["detail"]) for one in refused
        ), refused
        assert service.get("/api/search", params={"q": "rail strike"}).json()["total"] == 10
