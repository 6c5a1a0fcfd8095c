"""The researcher's pages: what is shown, what is escaped, how errors are answered."""

import hashlib
import http.client
import itertools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from web_papers import HARBOUR, HOSTILE, SCRIPT, filled

from pipelines.corpus import Corpus
from pipelines.corpus.snippets import snippet
from pipelines.corpus.words import find
from pipelines.errors import ConfigError
from pipelines.web import app, lines
from pipelines.web.answers import POLICY
from pipelines.web.asked import Asked
from pipelines.web.chart import HEIGHT, MOST_BARS, WIDTH, chart
from pipelines.web.covered import DAYS
from pipelines.web.server import NAMES, At, serve
from pipelines.web.shown import direction, marked, on, web


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return filled(tmp_path_factory.mktemp("papers"))


@contextmanager
def served(service: FastAPI, **headers: str) -> Iterator[httpx.Client]:
    """The service on a real port, and a client of it."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = uvicorn.Server(uvicorn.Config(service, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="module")
def browser(corpus: Corpus) -> Iterator[httpx.Client]:
    with served(app(corpus), accept="text/html") as client:
        yield client


@pytest.fixture(scope="module")
def machine(corpus: Corpus) -> Iterator[httpx.Client]:
    with served(app(corpus)) as client:
        yield client


class Outline(HTMLParser):
    """Tags with their attributes, the words, and what was wrongly nested."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "line", "rect"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> is out of place"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(browser: httpx.Client, address: str, status: int = 200) -> Outline:
    answer = browser.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Outline(answer.text)


def id_of(machine: httpx.Client, query: str) -> str:
    found = machine.get("/api/search", params={"q": query}).json()["hits"]
    assert found, query
    return str(found[0]["id"])


# The search page


def test_the_front_shows_the_newest_articles_and_how_many_there_are(
    browser: httpx.Client, corpus: Corpus
) -> None:
    shown = page(browser, "/")
    assert f"{corpus.count()} articles" in shown.text
    assert shown.text.index("Harbour ferries return, trains too") < shown.text.index("Council of town")
    assert "herald (36)" in shown.text
    assert "lejour (1)" in shown.text
    assert "Changed" in shown.text


def test_hits_are_marked_where_they_match(browser: httpx.Client) -> None:
    answer = browser.get("/", params={"q": "bus"})
    assert "against the <mark>bus</mark>" in answer.text


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ({"q": "ferries"}, 1),
        ({"q": "tram OR ferries", "site": "lejour"}, 1),
        ({"language": "ar"}, 1),
        ({"q": "tram", "language": "fr"}, 1),
        ({"since": "2026-01-17"}, 1),
        ({"since": "2026-01-05", "until": "2026-01-06", "site": "lejour"}, 1),
        ({"q": "nothingofthekind"}, 0),
        ({"site": "nobody"}, 0),
    ],
)
def test_page_and_api_give_the_same_answer_to_filters(
    browser: httpx.Client, machine: httpx.Client, asked: dict[str, str], total: int
) -> None:
    words = f"{total} article" if total else "No article answers this"
    assert words in page(browser, "/?" + "&".join(f"{k}={quote(v)}" for k, v in asked.items())).text
    found = machine.get("/api/search", params=asked).json()
    assert (found["total"], len(found["hits"])) == (total, total)
    assert machine.get("/api/count", params=asked).json()["total"] == total


def test_pages_are_turned_and_keep_the_search(browser: httpx.Client) -> None:
    first = page(browser, "/?q=council&site=herald&sort=newest")
    (turn,) = [a for a in first.all("a") if a.get("rel") == "next"]
    second = page(browser, "/" + turn["href"])
    assert any(i["name"] == "q" and i["value"] == "council" for i in second.all("input"))
    seen = [a["href"] for shown in (first, second) for a in shown.all("a") if "/articles/" in a["href"]]
    assert len(seen) == len(set(seen)) == 31
    assert not [a for a in second.all("a") if a.get("rel") == "next"]
    assert page(browser, "/" + turn["href"].replace("council", "tram"), status=400)  # of another search


def test_the_bars_lead_to_their_days(browser: httpx.Client, machine: httpx.Client) -> None:
    shown = page(browser, "/?q=council")
    (bar, *_) = [a for a in shown.all("a") if a.get("tabindex") == "-1"]
    assert (bar["data-since"], bar["data-until"]) == ("2026-01-05", "2026-01-06")
    counts = machine.get("/api/count", params={"q": "council", "by": "day"}).json()
    assert f"{counts['counts'][0]['count']} article" in page(browser, "/" + bar["href"]).text
    assert sum(c["count"] for c in counts["counts"]) == counts["total"]


@pytest.mark.parametrize("query", ['"tram', "tram OR", "(tram", "-", "day:x", "since:soon", "a:b", "(" * 30])
def test_a_query_that_cannot_be_read_is_answered_with_its_place(
    browser: httpx.Client, machine: httpx.Client, query: str
) -> None:
    shown = page(browser, f"/?q={quote(query)}&site=herald", status=400)
    assert any(p.get("role") == "alert" for p in shown.all("div"))
    assert any(m.get("class") == "wrong" for m in shown.all("mark"))  # and points at it
    assert any(i["name"] == "q" and i["value"] == query for i in shown.all("input"))
    for address in ("/api/search", "/api/count", "/"):
        answer = machine.get(address, params={"q": query, "site": "herald"})
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 400
        assert "herald" not in answer.json()["detail"]  # it speaks of what was typed, not of what we added


def test_a_filter_cannot_break_out_of_its_quotes(machine: httpx.Client) -> None:
    tricked = machine.get("/api/search", params={"site": 'x" OR site:"herald'})
    assert tricked.json()["total"] == 0  # asked for as it stands, in other quotes
    assert machine.get("/api/search", params={"site": 'x"» OR site:“herald'}).status_code == 400
    assert machine.get("/api/search", params={"q": "tram OR", "site": "herald"}).status_code == 400


# An article


def test_an_article_shows_its_text_in_parts_and_where_it_is_kept(
    browser: httpx.Client, machine: httpx.Client, corpus: Corpus
) -> None:
    versions = corpus.versions(id_of(machine, "trains followed"))
    old = corpus.show(versions[0].id)
    shown = page(browser, f"/articles/{old.id}")
    assert "By Jane Roe, Sam Poe" in shown.text
    assert ("blockquote", {"lang": "en", "dir": "ltr"}) in shown.tags
    assert "Ferries: every hour Trains: none before Monday" in shown.text
    assert "The ferry Aurora at the quay © Herald 2026 Jane Roe" in shown.text
    assert "Buy a boat today" not in shown.text
    for fact in (
        old.where.record_id,
        old.where.payload_sha256,
        old.where.key,
        f"from {old.where.offset}",
        old.id,
    ):
        assert fact
        assert fact in shown.text
    assert any(a["href"] == f"/articles/{versions[1].id}" for a in shown.all("a"))
    assert "the latest" in shown.text


def test_what_was_removed_stands_with_its_label_and_its_reason(
    browser: httpx.Client, machine: httpx.Client, corpus: Corpus
) -> None:
    old = corpus.versions(id_of(machine, "trains followed"))[0].id
    shown = page(browser, f"/articles/{old}/removed")
    for label, text in HARBOUR.blocks:
        assert text in shown.text
        assert label.replace("_", " ") in shown.text
    assert "removed: told · 0.90" in shown.text
    looks = [li["class"].split() for li in shown.all("li") if "piece" in li.get("class", "")]
    assert [look[1] for look in looks if "kept" not in look] == ["navigation", "advertisement"]
    told = machine.get(f"/api/articles/{old}/removed").json()
    assert [(one["label"], one["text"]) for one in told] == list(HARBOUR.blocks)


def test_what_changed_is_told_word_by_word(
    browser: httpx.Client, machine: httpx.Client, corpus: Corpus
) -> None:
    new = id_of(machine, "trains followed")
    shown = page(browser, f"/articles/{new}/history")
    assert "headline change" in shown.text
    assert "silent edit" in shown.text
    assert {"ins", "del"} <= {tag for tag, _ in shown.tags}
    assert "Harbour ferries return after the long strike Harbour ferries return, trains too" in shown.text
    steps = machine.get(f"/api/articles/{new}/history").json()["steps"]
    assert [step["id"] for step in steps] == [version.id for version in corpus.versions(new)]


def test_an_article_can_be_cited_to_the_second(
    browser: httpx.Client, machine: httpx.Client, corpus: Corpus
) -> None:
    name = id_of(machine, "trains followed")
    urn = "urn:pwid:localhost:2026-01-17T09:00:00Z:page:https://herald.example/harbour"
    assert urn in page(browser, f"/articles/{name}").text
    assert machine.get(f"/api/articles/{name}").json()["pwid"] == urn


@pytest.mark.parametrize(("query", "language", "way"), [("العبارات", "ar", "rtl"), ("フェリー", "ja", "ltr")])
def test_text_is_marked_with_its_language_and_direction(
    browser: httpx.Client, machine: httpx.Client, query: str, language: str, way: str
) -> None:
    for address in (f"/?q={quote(query)}", f"/articles/{id_of(machine, query)}"):
        tags = page(browser, address).tags
        assert any(attrs.get("lang") == language and attrs.get("dir") == way for _, attrs in tags)


def test_the_raw_bytes_are_the_records_own(machine: httpx.Client, corpus: Corpus) -> None:
    name = id_of(machine, "zebra")
    answer = machine.get(f"/raw/{name}")
    assert answer.content == corpus.raw(name)
    assert answer.content.startswith(b"HTTP/1.1 200 OK\r\n")
    payload = answer.content.partition(b"\r\n\r\n")[2]
    assert payload == HOSTILE.body()
    assert hashlib.sha256(payload).hexdigest() == corpus.show(name).where.payload_sha256
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.record"'


def test_the_article_as_json_is_the_corpus_own(machine: httpx.Client, corpus: Corpus) -> None:
    name = id_of(machine, "zebra")
    found = machine.get(f"/api/articles/{name}").json()
    assert found["text"] == corpus.show(name).text
    assert [block["label"] for block in found["blocks"]] == ["paragraph", "comments"]
    assert found["links"]["raw"] == f"/raw/{name}"


@pytest.mark.parametrize(
    "name", ["nope", "1767654000000000-0123456789abcdef", "..%2f..%2fetc", "1-2", "%00", "x" * 3000]
)
@pytest.mark.parametrize("part", ["articles", "raw", "api/articles"])
def test_an_id_that_is_none_is_a_404(browser: httpx.Client, part: str, name: str) -> None:
    answer = browser.get(f"/{part}/{name}")
    assert answer.status_code == 404
    kind = "text/html; charset=utf-8" if part == "articles" else "application/problem+json"
    assert answer.headers["content-type"] == kind


# Nothing that a page says is obeyed

ADDRESSES = (
    "/?q=zebra", "/?q=zebra&view=context", "/?q=zebra&measure=attention", "/articles/{id}", "/articles/{id}/removed",
    "/articles/{id}/history", "/compare?q=zebra",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_page_says_is_shown_and_never_obeyed(
    browser: httpx.Client, machine: httpx.Client, address: str
) -> None:
    shown = page(browser, address.format(id=id_of(machine, "zebra")))
    if "compare" not in address:
        assert "script>" in "".join(shown.words)
    scripts = [attrs for tag, attrs in shown.tags if tag == "script"]
    assert scripts in ([], *([{"src": f"/static/{own}.js", "defer": ""}] for own in ("brush", "picture")))
    assert not {"iframe", "img", "style", "object", "embed"} & {tag for tag, _ in shown.tags}
    for _, attrs in shown.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert attrs.get(name, "/").startswith(("/", "?", "#", "https://herald.example/"))


def test_without_escaping_the_same_article_would_run_its_script(
    corpus: Corpus, machine: httpx.Client
) -> None:
    """The twin: the same templates with autoescape off let it through."""
    from pipelines.web.explained import pieces
    from pipelines.web.shown import environment
    from pipelines.web.viewers import LOCAL

    templates = environment()
    templates.autoescape = False
    found = corpus.show(id_of(machine, "zebra"))
    text = templates.get_template("removed.html").render(
        article=found, pieces=pieces(found.blocks), base="", here="", viewer=LOCAL, audited=False
    )
    assert "<script>alert(1)</script>" in text


@given(
    st.text(max_size=80),
    st.sampled_from(["q", "site", "language", "since", "until", "sort", "author", "cursor"]),
)
def test_no_text_in_a_parameter_breaks_the_page(browser: httpx.Client, text: str, name: str) -> None:
    typed = f"<b>{text}\"'"
    answer = browser.get("/", params={name: typed.encode("utf-8", "replace").decode()})
    assert answer.status_code in (200, 400, 422)
    assert (
        "b" not in {tag for tag, attrs in Outline(answer.text).tags if not attrs}
        or "<b>herald" in answer.text
    )
    assert typed[:3] not in answer.text.replace("<b>herald</b>", "").replace("<b>lejour</b>", "")


def test_lone_surrogates_of_a_dump_do_not_break_pages_or_json(
    browser: httpx.Client, machine: httpx.Client
) -> None:
    name = id_of(machine, "quokka")
    assert "surrogate quokka" in page(browser, f"/articles/{name}").text
    assert machine.get(f"/api/articles/{name}").json()["text"].startswith("A lone")


@pytest.mark.parametrize(
    "address",
    ["/", "/nope", "/static/coranto.css", "/api/search", "/?q=%22", "/healthz", "/api/search?limit=x"],
)
def test_every_answer_carries_the_strict_headers(browser: httpx.Client, address: str) -> None:
    headers = browser.get(address).headers
    assert headers["content-security-policy"] == POLICY.decode()
    assert "script-src 'self';" in POLICY.decode()
    assert "unsafe" not in POLICY.decode()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


# Errors, parameters, health


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/search?limit=1000", 422),
        ("/api/search?offset=-1", 422),
        ("/api/count?by=weekday", 422),
        ("/api/search?sort=worst", 422),
        (f"/api/search?q={'x' * 4001}", 422),
        ("/api/search?since=yesterday", 400),
        ("/api/count?until=2026-02-30", 400),
        ("/api/nothing", 404),
    ],
)
def test_errors_of_the_api_are_problems_that_say_what_is_wrong(
    machine: httpx.Client, address: str, status: int
) -> None:
    answer = machine.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["detail"]


def test_nothing_can_be_written(machine: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert machine.request(method, "/api/search").status_code == 405


def test_health_says_how_many_articles_there_are(machine: httpx.Client, corpus: Corpus) -> None:
    assert machine.get("/healthz").json() == {"status": "ok", "articles": corpus.count()}


def test_what_can_be_asked_is_described(machine: httpx.Client) -> None:
    paths = machine.get("/api/openapi.json").json()["paths"]
    assert {"/api/search", "/api/count", "/api/articles/{name}", "/raw/{name}", "/healthz"} <= set(paths)


@pytest.mark.parametrize("kind", ["damage", "surprise"])
def test_a_corpus_in_trouble_is_a_clear_error_and_not_a_traceback(tmp_path: Path, kind: str) -> None:
    broken = Corpus.open(tmp_path / "archive")
    if kind == "damage":
        (tmp_path / "archive").mkdir(exist_ok=True)
        (tmp_path / "archive" / ".index").write_text("a file where a folder should be")
    else:
        object.__setattr__(broken, "place", None)
    with served(app(broken), accept="text/html") as client:
        shown = page(client, "/", status=500)
        assert "Traceback" not in shown.text
        for _ in range(20):  # the server closes what a surprise came by; who comes again is not cut off
            assert client.get("/healthz").headers["content-type"] == "application/problem+json"


# Accessibility that a program can see


@pytest.mark.parametrize(
    "address", ["/", "/?q=tram", "/?q=%22", "/articles/{id}", "/articles/{id}/removed", "/nope"]
)
def test_pages_have_landmarks_labels_and_headings_in_order(
    browser: httpx.Client, machine: httpx.Client, address: str
) -> None:
    answer = browser.get(address.format(id=id_of(machine, "zebra")))
    shown = Outline(answer.text)
    head = [tag for tag, _ in shown.tags[: [tag for tag, _ in shown.tags].index("body")]]
    assert [head.count("title"), len(shown.all("main")), len(shown.all("h1"))] == [1, 1, 1]
    assert shown.all("html")[0]["lang"] == "en"
    ids = [attrs["id"] for _, attrs in shown.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    labelled = {attrs["for"] for attrs in shown.all("label")}
    for _, attrs in [t for t in shown.tags if t[0] in ("input", "select")]:
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled
    for attrs in (a for _, a in shown.tags):
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attrs.get(name, "").split()) <= set(ids)
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch("h[1-6]", tag)]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def _luminance(colour: str) -> float:
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("ink", "paper"), ("ink", "sheet"), ("faint", "paper"), ("faint", "sheet"), ("accent", "paper"),
        ("link", "paper"), ("paper", "accent"), ("mark-ink", "mark"), ("warn", "sheet"), ("warn", "paper"),
        ("kept", "sheet"), ("drop", "paper"), ("amber", "paper"), ("violet", "sheet"), ("azure", "paper"),
        ("teal", "paper"), ("ink", "added"), ("ink", "deleted"), ("paper", "ink"), ("accent", "sheet"),
    ],
)  # fmt: skip
def test_colours_have_the_contrast_that_reading_needs(scheme: int, front: str, back: str) -> None:
    css = (
        Path(sys.modules["pipelines.web"].__file__ or "")
        .with_name("static")
        .joinpath("palette.css")
        .read_text()
    )
    colours = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css.split("prefers-color-scheme: dark")[scheme])
    )
    light, dark = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_lines_can_be_told_from_their_ground(scheme: int) -> None:
    css = Path(lines.__file__ or "").with_name("static").joinpath("palette.css").read_text()
    grounds = re.findall(r"--paper: (#[0-9a-f]{6});", css)
    assert len(grounds) == 2
    for colour in lines.COLOURS:
        light, dark = sorted((_luminance(colour), _luminance(grounds[scheme])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour  # WCAG 2.2, 1.4.11


# Parts


def test_a_chart_leaves_no_gap_out_and_widens_to_months_and_years() -> None:
    days = chart([("2026-01-30", 2), ("2026-02-02", 4)])
    assert days is not None
    assert [(bar.label, bar.count) for bar in days.bars] == [
        ("2026-01-30", 2), ("2026-01-31", 0), ("2026-02-01", 0), ("2026-02-02", 4),
    ]  # fmt: skip
    assert (days.bars[3].height, days.bars[3].y, days.bars[0].height) == (HEIGHT, 0, HEIGHT / 2)
    months = chart([("2025-11-30", 1), ("2026-11-02", 4), ("2026-11-03", 1)])
    assert months is not None
    assert (months.unit, len(months.bars), months.most) == ("month", 13, 5)
    years = chart([("1926-11-30", 1), ("2026-11-02", 4)])
    assert years is not None
    assert (years.unit, len(years.bars)) == ("year", 101)
    assert years.bars[-1].after == date(2027, 1, 1)
    bounded = chart([("2026-01-02", 1)], date(2026, 1, 1), date(2026, 1, 5))
    assert bounded is not None
    assert [bar.count for bar in bounded.bars] == [0, 1, 0, 0]
    assert chart([]) is None


@given(
    st.dictionaries(
        st.dates(date(1700, 1, 1), date(2100, 1, 1)), st.integers(1, 10**6), min_size=1, max_size=30
    )
)
def test_no_article_is_left_out_of_a_chart(counts: dict[date, int]) -> None:
    drawn = chart(sorted((day.isoformat(), n) for day, n in counts.items()))
    assert drawn is not None
    assert sum(bar.count for bar in drawn.bars) == sum(counts.values())
    assert len(drawn.bars) <= MOST_BARS or drawn.unit == "year"
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1 for bar in drawn.bars)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_marking_changes_no_word_and_lets_no_markup_through(text: str, marks: list[tuple[int, int]]) -> None:
    import html

    shown = marked(text, [(a, b) for a, b in marks if a <= b])
    bare = str(shown).replace("<mark>", "").replace("</mark>", "")
    assert html.unescape(bare) == html.unescape(html.escape(text))
    assert "<" not in bare


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (date(2026, 1, 5), "5 January 2026"),
        (datetime(2026, 1, 5, 9, 5, tzinfo=UTC), "5 January 2026, 09:05 UTC"),
    ],
)
def test_dates_are_words(value: date | None, shown: str) -> None:
    assert on(value) == shown


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x", "/x", "", None, "https://[", "http:///x"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web(url) is None
    assert web("https://herald.example/") == "https://herald.example/"


def test_direction_follows_the_language() -> None:
    assert [direction(tag) for tag in ("ar", "fa-IR", "en", "he", None, "")] == [
        "rtl",
        "rtl",
        "ltr",
        "rtl",
        "auto",
        "auto",
    ]


def test_links_keep_what_was_asked_and_leave_out_what_is_empty() -> None:
    assert Asked(q='"a b"', site="x").link(page=2) == "?q=%22a+b%22&site=x&page=2"
    assert Asked(q="x").order == "relevance"
    assert Asked().order == "newest"


# The server


def test_a_foreign_name_that_points_to_loopback_is_refused(corpus: Corpus) -> None:
    with served(app(corpus, names=NAMES)) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz", headers={"host": "localhost:9"}).status_code == 200
        assert client.get("/healthz", headers={"host": "rebound.example"}).status_code == 400
    with served(app(corpus)) as unguarded:  # the twin
        assert unguarded.get("/healthz", headers={"host": "rebound.example"}).status_code == 200


def test_a_port_that_is_taken_is_named(corpus: Corpus) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            ConfigError, match=f"port {port} of 127.0.0.1 cannot be used: another program has it"
        ):
            serve(corpus, At(port=port))


SERVE = "import sys; from pipelines.corpus import Corpus; from pipelines.web import serve; from pipelines.web.server import At; serve(Corpus.open(sys.argv[1]), At(port=0))"


def test_the_server_answers_on_loopback_and_stops_when_told(corpus: Corpus) -> None:
    command = [sys.executable, "-c", SERVE, corpus.place.archive]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as server:
        try:
            assert server.stderr is not None
            told = server.stderr.readline()
            found = re.fullmatch(r"search page: http://127\.0\.0\.1:(\d+)/\n", told)
            assert found, told
            with closing(http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=30)) as connection:
                connection.request("GET", "/healthz")
                answer: dict[str, Any] = json.loads(connection.getresponse().read())
            assert answer["status"] == "ok"
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) in (0, -signal.SIGTERM)


def test_the_program_says_in_one_line_that_there_is_no_stack(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pipelines.web", "--home", str(tmp_path / "none"), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("search page: ")
    assert done.stderr.count("\n") == 1


def test_coverage_shows_a_strip_for_each_paper_with_its_holes(browser: httpx.Client, corpus: Corpus) -> None:
    found = corpus.coverage()
    first, last = min(o.at for o in found), max(o.at for o in found)
    shown = page(browser, f"/coverage?since={first}&until={last + timedelta(days=2)}")
    cells = [td["class"] for td in shown.all("td")]
    assert "cell hole" in cells
    assert len(cells) == len({o.site for o in found}) * ((last - first).days + 2)
    assert "never crawled" in shown.text


def test_coverage_of_one_paper_has_the_numbers_and_says_what_is_unknown(
    browser: httpx.Client, corpus: Corpus
) -> None:
    one = corpus.coverage()[0]
    shown = page(browser, f"/coverage?site={one.site}&since={one.at}")
    assert f"{one.counts['announced']}" in shown.text
    assert "unknown" in shown.text
    assert "quarantined" not in shown.text  # a column that holds nothing
    assert "Nothing is known" in page(browser, f"/coverage?site={quote(SCRIPT)}").text
    assert SCRIPT not in browser.get(f"/coverage?site={quote(SCRIPT)}").text
    assert browser.get("/coverage?since=yesterday").status_code == 400


def test_coverage_begins_with_the_last_days_that_are_known(browser: httpx.Client, corpus: Corpus) -> None:
    last = max(one.at for one in corpus.coverage())
    shown = page(browser, "/coverage")  # nothing of late: the corpus ends long before today
    assert f"to {on(last)}" in shown.text
    assert len(shown.all("td")) == DAYS * len({one.site for one in corpus.coverage()})
    assert "Nothing is known" in page(browser, f"/coverage?since={last + timedelta(days=9)}").text


def test_a_snippet_that_begins_or_ends_within_the_text_says_so(
    browser: httpx.Client, machine: httpx.Client
) -> None:
    (hit,) = machine.get("/api/search", params={"q": '"trains too"'}).json()["hits"]
    assert not hit["snippet"]["cut_before"]
    assert not hit["snippet"]["cut_behind"]
    assert " …</p>" not in browser.get(f"/?q={quote('headline:too')}").text
    whole = "one " * 300
    for word, before, behind in (("first", False, True), ("middle", True, True), ("last", True, False)):
        text = f"first {whole}middle {whole}last"
        cut = snippet(text, find(text, {(word,)}))
        assert (cut.cut_before, cut.cut_behind) == (before, behind), word
