"""The second opinion on web pages of which the classifier promises little: when it is asked, and what it may change."""

import logging
from collections.abc import Sequence
from importlib.metadata import version

import pytest
from golden_pages import NAMES, page
from hypothesis import given
from hypothesis import strategies as st
from test_clean_pure import sound

from pipelines.clean import clean, html, html_rules, second_opinion
from pipelines.clean.cleaner import shipped
from pipelines.clean.model import decision
from pipelines.clean.stated import stated
from pipelines.page import Page
from pipelines.record import Record, Rejected

ASKED = second_opinion.NAME
STORY = [
    f"On the {n}th day the harbour office of Millbrook said that the ferry would sail again before the winter."
    for n in range(8)
]
_MARKUP = f"<html><head><title>Ferry</title></head><body><main><h1>Ferry</h1>{''.join(f'<p>{p}</p>' for p in STORY)}</main></body></html>"
FERRY = Page(body=_MARKUP.encode(), media_type="text/html")


def markup() -> list[Page]:
    return [p for p in map(page, NAMES) if p.media_type == "text/html"]


def asked(result: Record | Rejected) -> bool:
    return any(ASKED in block.reason for block in result.blocks)


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page promises too little."""
    monkeypatch.setattr(decision, "_DOUBTFUL", 2.0)


def says(monkeypatch: pytest.MonkeyPatch, opinion: float) -> list[int]:
    """A second opinion that is the same of every block; for each time that it is asked, the number of blocks."""
    calls: list[int] = []

    def shares(source: str, texts: Sequence[str]) -> list[float]:
        calls.append(len(texts))
        return [opinion] * len(texts)

    monkeypatch.setattr(html_rules, "shares", shares)
    return calls


@pytest.mark.parametrize("least", [decision._DOUBTFUL, pytest.param(2.0, id="twin: no promise is enough")])
def test_of_a_page_that_promises_much_nobody_else_is_asked(
    monkeypatch: pytest.MonkeyPatch, least: float
) -> None:
    monkeypatch.setattr(decision, "_DOUBTFUL", least)
    calls = says(monkeypatch, 1.0)
    results = [clean(one) for one in markup()]
    assert sum(map(asked, results)) == len(calls)
    assert (len(calls) < len(results) / 8) == (least < 1)


def test_where_little_is_promised_the_second_opinion_counts_and_says_so(
    monkeypatch: pytest.MonkeyPatch, doubtful: None
) -> None:
    calls = says(monkeypatch, 1.0)
    one = clean(FERRY)
    assert isinstance(one, Record)
    assert calls
    assert asked(one)
    assert all(text in one.text for text in STORY)


def test_it_decides_of_what_the_classifier_is_least_sure() -> None:
    turned = 0
    for one in markup():
        tree = html.parse(one.body.decode(errors="replace"))
        pieces = html.cut(tree)[1]
        first = decision.of_html(pieces, stated(tree), shipped())
        if not first.odds:
            continue
        least = min(range(len(first.odds)), key=lambda i: abs(first.odds[i]))
        agreed = [float(kept) for kept in first.kept]
        for share in (0.0, 1.0):
            agreed[least] = share
            again = decision.reconsidered(pieces, first, agreed, "somebody")
            turned += again.kept[least] != first.kept[least]
            assert again.name == f"{first.name}, low confidence, with somebody" or again.little
    assert turned > 5


@pytest.mark.parametrize(("share", "taken"), [(1.0, True), pytest.param(0.0, False, id="it finds nothing")])
def test_an_opinion_that_loses_the_article_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, doubtful: None, share: float, taken: bool
) -> None:
    monkeypatch.setattr(decision, "_WORTH", 40)  # more than the classifier can be sure of
    says(monkeypatch, share)
    one = clean(FERRY)
    assert isinstance(one, Record)
    assert asked(one) == taken
    assert all(text in one.text for text in STORY)


def test_the_version_that_a_record_names_is_the_one_that_was_asked() -> None:
    assert f"trafilatura {version('trafilatura')}" == second_opinion.NAME


@pytest.mark.parametrize(
    "source",
    ["", " ", "<html></html>", "<html><body></body></html>", "no markup at all", "<?xml version='1.0'?>"],
)
def test_where_it_finds_nothing_the_first_opinion_stands_and_nobody_is_told(
    caplog: pytest.LogCaptureFixture, source: str
) -> None:
    import trafilatura

    theirs = logging.getLogger("trafilatura")
    theirs.setLevel(logging.NOTSET)
    trafilatura.extract("<html></html>")
    assert caplog.records  # the twin: by itself it warns
    caplog.clear()
    assert second_opinion.shares(source, []) in (None, [])
    assert caplog.records == []


def test_where_it_breaks_the_first_opinion_stands(monkeypatch: pytest.MonkeyPatch, doubtful: None) -> None:
    import trafilatura

    first = clean(FERRY)
    assert asked(first)

    def broken(*_: object, **__: object) -> str:
        raise RecursionError("too deep")

    monkeypatch.setattr(trafilatura, "extract", broken)
    again = clean(FERRY)
    assert isinstance(again, Record)
    assert not asked(again)
    assert all(text in again.text for text in STORY)


@pytest.mark.parametrize(
    ("letters", "blocks"), [(second_opinion._LARGEST + 1, 1), (10, second_opinion._MOST + 1)]
)
def test_of_a_huge_page_nobody_else_is_asked(
    monkeypatch: pytest.MonkeyPatch, letters: int, blocks: int
) -> None:
    monkeypatch.setattr(second_opinion, "_kept", lambda source: "kept")
    assert second_opinion.shares("x" * letters, ["kept"] * blocks) is None
    assert second_opinion.shares("x" * 10, ["kept"]) == [1.0]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The ferry sails at nine.", 1.0),
        ("THE FERRY sails, at nine", 1.0),
        ("The ferry sails at ten.", 0.5),
        ("Ferry", 1.0),
        ("sails ferry", 0.0),
        ("渡轮明天", 1.0),
        ("", 0.0),
        ("…", 0.0),
    ],
)
def test_a_share_is_that_of_the_runs_of_words_that_are_kept(
    monkeypatch: pytest.MonkeyPatch, text: str, share: float
) -> None:
    monkeypatch.setattr(second_opinion, "_kept", lambda source: "The ferry sails at nine.\n渡轮明天开航。")
    assert second_opinion.shares("<p>", [text]) == [share]


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=6))
def test_shares_of_any_source_and_texts_are_between_nothing_and_all(source: str, texts: list[str]) -> None:
    found = second_opinion.shares(f"<html><body><p>{source}</p></body></html>", texts)
    assert found is None or (len(found) == len(texts) and all(0 <= share <= 1 for share in found))


def test_every_page_partitions_its_text_also_where_the_second_opinion_is_asked(doubtful: None) -> None:
    results = [(one, clean(one)) for one in markup()]
    assert sum(asked(result) for _, result in results) > len(results) / 2
    for one, result in results:
        sound(one, result)
