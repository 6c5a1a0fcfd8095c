"""Which addresses are the same article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus.addresses import article_id

PLAIN = "https://herald.example/2026/a"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://www.herald.example/2026/a", None),
        ("https://m.herald.example/2026/a#top", None),
        ("https://herald.example:443/2026/a?utm_source=x&fbclid=1", None),
        ("HTTPS://HERALD.example/2026/a", None),
        ("https://herald.example/2026/%61", None),
        ("https://amp.herald.example/amp/2026/a", PLAIN),
        ("https://herald.example/x?id=3", "/2026/a"),
        (PLAIN, "https://herald.example/"),
        (PLAIN, "https://other.example/2026/a"),
        (PLAIN, "http://["),
        (PLAIN, "mailto:desk@herald.example"),
    ],
)
def test_the_same_article(url: str, canonical: str | None) -> None:
    assert article_id(url, canonical, "") == article_id(PLAIN, None, "")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://herald.example/2026/b", None),
        ("https://herald.example/2026/a?page=2", None),
        ("https://herald.example:8080/2026/a", None),
        ("https://news.herald.example/2026/a", None),
        (PLAIN, "https://herald.example/2026/b"),
    ],
)
def test_another_article(url: str, canonical: str | None) -> None:
    assert article_id(url, canonical, "") != article_id(PLAIN, None, "")


def test_a_dump_without_address_is_known_by_its_bytes() -> None:
    assert article_id(None, None, "aa") == article_id(None, None, "aa") != article_id(None, None, "bb")
    assert article_id(None, PLAIN, "aa") == article_id(PLAIN, None, "")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_address_raises(url: str, canonical: str) -> None:
    assert len(article_id(url, canonical, "")) == 32
    assert len(article_id("https://herald.example/\ud83d?\ud83d=1", None, "")) == 32
    assert len(article_id("http://" + url, "https://" + canonical, "")) == 32
