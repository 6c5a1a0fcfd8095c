"""The desk: filters, the chart with its holes, what is taken along, comparisons, and the same for programs."""

import csv
import io
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Lock
from typing import Any
from urllib.parse import parse_qs, quote
from xml.etree import ElementTree

import httpx
import pyarrow as pa
import pytest
import schemathesis
from corpus_unit import Memory, Story, add, unit_of
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from test_web import Outline, browser, id_of, machine, page, served
from web_papers import SCRIPT, Told, filled, publish

from pipelines.archive.kept import Kept
from pipelines.corpus import Corpus
from pipelines.corpus.countries import Countries
from pipelines.corpus.frame import frame
from pipelines.corpus.holes import Known, known, known_of
from pipelines.corpus.ledgered import Ledgered
from pipelines.corpus.membership import keep
from pipelines.corpus.question import Question
from pipelines.corpus.schemas import COVERAGE
from pipelines.web import app, pages, searching
from pipelines.web.chart import chart, with_holes
from pipelines.web.comparing import Comparison, compared
from pipelines.web.counted import Counted
from pipelines.web.holes import Holes
from pipelines.web.lines import drawing, nice

__all__ = ["browser", "machine"]  # fixtures, used by their names


def ledger(days: list[tuple[str, int, bool]]) -> pa.Table:
    """Rows of the coverage table: site, day of January, and whether its crawl came to its end."""
    names = COVERAGE.names
    rows = [
        {
            "site": site,
            "day": date(2026, 1, day),
            "kind": "days",
            "complete": complete,
            "lists": [],
            "hour": datetime(2026, 1, day, 9, tzinfo=UTC),
            "unit": f"202601{day:02}T000000Z--202601{day + 1:02}T000000Z",
        }
        for site, day, complete in days
    ]
    return pa.Table.from_pylist(
        [dict.fromkeys(names) | row for row in rows],
        schema=pa.schema([field.with_nullable(True) for field in COVERAGE]),
    )


MANY = 8
"""Requests of each address."""
WIRE = Told(
    path="wire",
    headline="Storm closes the strait",
    blocks=(
        ("caption", "The strait at noon"),
        ("credit", "Agency/Poe"),
        *(
            ("paragraph", f"Sentence {n} of the storm tells what number {n * 7} did in the strait that day.")
            for n in range(30)
        ),
    ),
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("desk")
    made = filled(folder)
    day = date(2026, 1, 8)
    publish(made, folder / "spool", "bote", day, [WIRE])
    publish(
        made, folder / "spool", "courant", day, [replace(WIRE, minute=30, headline="The strait is closed")]
    )
    made.find_families()
    keep(made.archive, "small", ["bote", "courant"])
    for site, country in (("bote", "NO"), ("courant", "NO"), ("herald", "GB"), ("nobody", "FR")):
        made.archive.objects.put(f"sites/{site}/{0:064}.yaml", f"name: A\ncountry: {country}\n".encode())
    return made


def links(shown: Outline) -> dict[str, str]:
    """Links of the page by what they ask for."""
    found = {}
    for a in shown.all("a"):
        if a["href"].startswith("?"):
            asked = {name: values[0] for name, values in parse_qs(a["href"][1:]).items()}
            found[json.dumps(asked, sort_keys=True)] = a["href"]
    return found


# Filters


def test_every_filter_s_count_is_what_its_link_finds(browser: httpx.Client, machine: httpx.Client) -> None:
    shown = browser.get("/").text
    aside = shown[shown.index('<aside class="narrow"') : shown.index("Take along")]
    entries = aside.split("<li>")[1:]
    assert len(entries) > 12
    for entry in entries:
        href = entry.split('href="')[1].split('"')[0].replace("&amp;", "&")
        count = int(entry.split('class="number">(')[1].split(")")[0])
        assert machine.get(f"/api/count{href}").json()["total"] == count, href


@pytest.mark.parametrize(
    ("asked", "query", "total"),
    [
        ({"collection": "small"}, 'collection:"small"', 2),
        ({"country": "NO"}, 'country:"NO"', 2),
        ({"country": "GB", "q": "strait"}, 'strait country:"GB"', 0),
        ({"author": "Jane Roe"}, 'author:="Jane Roe"', 0),  # only of an old version
        ({"changed": "yes"}, "is:changed", 1),
        ({"changed": "no", "q": "ferries"}, "ferries -is:changed", 0),
        ({"length": "medium", "site": "bote"}, 'site:"bote" is:medium', 1),
        ({"live": "yes"}, "is:live", 0),
        ({"per": "family", "q": "strait"}, "strait", 1),
        ({"q": "strait"}, "strait", 2),
    ],
)
def test_filters_are_query_language(
    machine: httpx.Client, asked: dict[str, str], query: str, total: int
) -> None:
    found = machine.get("/api/search", params=asked).json()
    assert (found["query"], found["total"]) == (query, total)
    assert (
        machine.get("/api/search", params={"q": query, "per": asked.get("per", "")}).json()["total"] == total
    )


def test_a_filter_in_use_can_be_taken_back(browser: httpx.Client) -> None:
    shown = page(browser, "/?q=strait&site=bote&sort=newest")
    assert "Newspaper: bote" in shown.text
    assert "?q=strait&sort=newest" in links(shown).values()
    assert "No article answers this" in page(browser, "/?q=strait&site=nobody").text


def test_countries_are_those_that_the_site_files_say(
    browser: httpx.Client, machine: httpx.Client, corpus: Corpus
) -> None:
    shown = page(browser, "/")
    assert "Norway (2)" in shown.text
    assert "France" not in shown.text  # nothing of it
    assert corpus.count("country:no -site:bote") == 1
    assert corpus.count("country:FR") == 0
    assert machine.get("/api/count?q=country:Norway").status_code == 400
    narrowed = page(browser, "/?country=NO&site=bote")
    assert narrowed.text.count("(chosen; take back) (1)") == 2
    by_country = machine.get("/api/compare?q=strait&by=country").json()["series"]
    assert [(s["part"], sum(p["count"] for p in s["points"])) for s in by_country] == [("NO", 2)]
    newer = b"name: A\ncountry: SE\n"
    corpus.archive.objects.put(f"sites/nobody/{1:064}.yaml", newer)
    assert Countries(archive=corpus.archive).all()["nobody"] == "SE"


def test_what_was_counted_is_kept_until_the_index_changes(tmp_path: Path) -> None:
    made = filled(tmp_path)
    counted = Counted(corpus=made)
    first = counted.facets("tram", ["site"], {})
    assert counted.facets("tram", ["site"], {})["site"].counts is first["site"].counts
    keep(made.archive, "small", ["bote"])
    assert counted.facets("tram collection:small", ["site"], {})["site"].total == 0
    keep(made.archive, "small", ["herald"])  # no commit of the index tells of it
    assert counted.facets("tram collection:small", ["site"], {})["site"].total > 0
    tram = replace(WIRE, path="tram", blocks=(("lead", "A tram in the strait."),))
    publish(made, tmp_path / "spool", "bote", date(2026, 1, 8), [tram])
    again = counted.facets("tram", ["site"], {})
    assert again["site"].total == first["site"].total + 1


def test_the_newest_answers_are_kept_and_no_more() -> None:
    kept: Kept[int, int] = Kept(3)
    made: list[int] = []
    for key in (1, 2, 3, 1, 4, 1, 2):
        assert kept.get(key, lambda key=key: made.append(key) or key) == key  # type: ignore[misc,func-returns-value]
    assert made == [1, 2, 3, 4, 2]
    assert len(kept) == 3


def test_the_ledger_is_read_again_beside_the_request_that_finds_it_old(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    holes = Holes(corpus)
    before = holes.known("")
    monkeypatch.setattr("pipelines.web.holes.SECONDS", 0.0)
    holes._until = 0.0
    assert holes.known("") is before  # whoever finds it old gets what is there
    assert holes.over("", "month", ["2026-01"]) is holes.over("", "month", ["2026-01"])


def test_programs_are_told_what_the_ledger_knows_now_and_it_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, memory, reads = Corpus.open(tmp_path), Memory(), 0
    add(corpus, memory, memory.attempt(unit_of(0), [Story(path="a", text="ferries")]))
    holes = Holes(corpus)
    early = holes.now("ferries")
    assert early == holes.known("ferries") == corpus.count("ferries").known
    add(corpus, memory, memory.attempt(unit_of(3), [Story(path="b", text="ferries")]))

    def read(*given: Any) -> Known:
        nonlocal reads
        reads += 1
        return known(*given)

    monkeypatch.setattr("pipelines.web.holes.known", read)
    late = [holes.now("ferries") for _ in range(3)]
    assert late == [corpus.count("ferries").known] * 3
    assert late[0].days.expected > early.days.expected
    assert reads == 1
    assert holes.known("ferries") == early  # the twin: what pages draw may be a minute old


def test_a_hostile_author_is_a_link_that_finds_them(browser: httpx.Client, machine: httpx.Client) -> None:
    name = '"><img src=x onerror=alert(1)>'
    shown = page(browser, "/?q=zebra")
    (link,) = [href for href in links(shown).values() if "author" in href]
    assert page(browser, f"/{link}").text.count(name)
    assert machine.get("/api/count", params={"author": name}).json()["total"] == 1


# The chart


def test_holes_are_drawn_where_a_newspaper_was_not_crawled(browser: httpx.Client, corpus: Corpus) -> None:
    shown = page(browser, "/?site=lejour&since=2026-01-05&until=2026-01-09")
    assert "3 of 4 days of these newspapers were not crawled to their end" in shown.text
    assert len([r for r in shown.all("rect") if r.get("class") == "missing"]) == 3
    whole = page(browser, "/?site=herald&since=2026-01-05&until=2026-01-09")
    assert "Every day of these newspapers was crawled to its end" in whole.text
    days = Holes(corpus).known("site:herald", since=date(2026, 1, 14), until=date(2026, 1, 18)).days
    assert (days.expected, days.complete) == (4, 2)


def test_holes_are_those_of_the_sites_that_are_asked_of() -> None:
    rows = ledger([("a", 1, True), ("a", 3, False), ("b", 2, True), ("c", 2, True)])

    def expected(text: str) -> dict[str, tuple[int, int]]:
        found = known_of(Ledgered.of(rows), Question(text=text)).by_site()
        return {site: (days.expected, days.complete) for site, days in found.items()}

    assert expected("rail") == {"a": (3, 1), "b": (2, 1), "c": (2, 1)}
    assert expected("rail site:a") == {"a": (3, 1)}
    assert expected("(site:a OR site:b) -site:c") == {"a": (3, 1), "b": (2, 1)}
    drawn = chart([("2026-01-01", 1), ("2026-01-03", 2)])
    assert drawn is not None
    stretches = [(bar.first, bar.after) for bar in drawn.bars]
    marked = with_holes(drawn, Ledgered.of(rows).days(frame(Question(text="site:a")), stretches))
    assert [bar.missing for bar in marked.bars] == [0, 1, 1]
    assert (marked.holes, marked.expected) == (2, 3)


def test_attention_is_drawn_with_its_intervals(browser: httpx.Client, machine: httpx.Client) -> None:
    shown = page(browser, "/?q=strait&measure=attention")
    assert "Share of all articles" in shown.text
    assert any(line.get("class") == "whisker" for line in shown.all("line"))
    told = machine.get("/api/attention", params={"q": "strait", "interval": "day"}).json()
    (day,) = [share for share in told["shares"] if share["label"] == "2026-01-08"]
    assert day["matching"] == 2
    assert f"{100 * day['share']:.0f} % of all" in shown.text
    both = page(browser, "/?q=strait&measure=attention&per=family")
    assert "Attention is counted per article" in both.text


def test_the_chart_can_be_widened_and_all_days_be_had_again(browser: httpx.Client) -> None:
    shown = page(browser, "/?since=2026-01-08&until=2026-01-10")
    assert "?" in links(shown).values()
    assert any("2026-01-07" in href and "2026-01-11" in href for href in links(shown).values())


# Context, order


@pytest.mark.parametrize("view", ["context", "left", "right"])
def test_keywords_stand_in_their_context(browser: httpx.Client, view: str) -> None:
    shown = page(browser, f"/?q=strait&view={view}")
    assert [m for m, _ in shown.tags if m == "mark"]
    assert "2 articles" in shown.text
    nothing = page(browser, f"/?site=herald&view={view}")
    assert "Here are the articles instead" in nothing.text
    assert any("/articles/" in a["href"] for a in nothing.all("a"))


def test_oldest_first_begins_with_the_oldest(machine: httpx.Client) -> None:
    days = [
        hit["day"]
        for hit in machine.get("/api/search", params={"sort": "oldest", "limit": 100}).json()["hits"]
    ]
    assert days == sorted(days)


# The article


def test_captions_stand_where_the_page_has_them_and_the_family_tells_who_was_first(
    browser: httpx.Client, machine: httpx.Client
) -> None:
    name = id_of(machine, "strait site:courant")
    shown = page(browser, f"/articles/{name}")
    assert "The strait at noon Agency/Poe" in shown.text
    assert shown.text.index("The strait at noon") < shown.text.index("Sentence 0")
    assert "bote had it first" in shown.text
    assert "at the same time" not in shown.text
    members = machine.get(f"/api/articles/{name}/family").json()
    assert [(m["site"], m["rank"]) for m in members] == [("bote", 1), ("courant", 2)]


# What is taken along


def test_an_export_holds_every_article_in_each_form(
    machine: httpx.Client, corpus: Corpus, tmp_path: Path
) -> None:
    asked = {"q": "tram"}
    total = corpus.count("tram")
    answer = machine.get("/api/export", params=asked)
    corpus.export("tram", tmp_path / "tram.jsonl", "jsonl")
    assert answer.content == (tmp_path / "tram.jsonl").read_bytes()
    lines = answer.text.splitlines()
    assert len(lines) == total == len({json.loads(line)["id"] for line in lines})
    with pa.ipc.open_stream(machine.get("/api/export", params=asked | {"form": "arrow"}).content) as stream:
        assert stream.read_all().num_rows == total
    for form in ("csv", "parquet", "jsonld", "ninjs"):
        answer = machine.get("/api/export", params=asked | {"form": form})
        assert answer.status_code == 200
        assert f"articles.{form}" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(machine.get("/api/export", params=asked | {"form": "csv"}).text)))
    assert len(rows) == total + 1
    assert machine.get("/api/export", params={"q": "tram OR"}).status_code == 400


def test_a_sample_is_the_same_for_the_same_seed(machine: httpx.Client) -> None:
    asked: dict[str, str | int] = {"q": "tram", "n": 5, "seed": 3, "by": "site"}
    one, two = (machine.get("/api/sample", params=asked).json() for _ in range(2))
    assert one == two
    assert len(one["articles"]) == 5
    sheet = machine.get("/api/sample", params=asked | {"form": "csv"}).text
    assert [row["id"] for row in csv.DictReader(io.StringIO(sheet))] == [a["id"] for a in one["articles"]]


# Comparisons


def test_lines_hold_the_counts_of_their_searches(corpus: Corpus) -> None:
    holes = Holes(corpus)
    asked = Comparison(q=("tram", "strait", "tram"), unit="day")
    found = compared(corpus, holes, asked)
    assert [(series.query, series.total) for series in found.series] == [
        ("tram", corpus.count("tram")),
        ("strait", 2),
    ]
    assert {len(series.points) for series in found.series} == {len(found.labels)}
    by_site = compared(corpus, holes, replace(asked, by="site"))
    assert {series.name for series in by_site.series} >= {
        "tram · herald",
        "strait · bote",
        "strait · courant",
    }
    named = compared(corpus, holes, replace(asked, by="collection"))
    assert [(series.name, series.total) for series in named.series] == [("strait · small", 2)]
    shares = compared(corpus, holes, replace(asked, measure="attention"))
    assert all(
        0 <= (p.share or 0) <= 1 and p.all is not None for s in shares.series for p in s.points if p.all
    )
    assert compared(corpus, holes, Comparison(q=("nothingofthekind",))).labels == ()


def test_a_comparison_is_a_picture_and_data(browser: httpx.Client, machine: httpx.Client) -> None:
    asked = f"?q={quote('tram')}&q={quote(SCRIPT)}&q=strait&unit=day"
    shown = page(browser, f"/compare{asked}")
    assert len(shown.all("polyline")) >= 2
    assert [attrs["src"] for tag, attrs in shown.tags if tag == "script"] == ["/static/picture.js"]
    picture = machine.get(f"/api/compare{asked}&form=svg")
    root = ElementTree.fromstring(picture.content)
    assert len(root.findall(".//{*}polyline")) == len(shown.all("polyline"))
    rows = list(csv.DictReader(io.StringIO(machine.get(f"/api/compare{asked}&form=csv").text)))
    told = machine.get(f"/api/compare{asked}").json()
    assert sum(int(row["articles"]) for row in rows) == sum(
        p["count"] for s in told["series"] for p in s["points"]
    )
    assert page(browser, "/compare?q=tram+OR", status=400).text.count("needs something after it")
    assert machine.get("/api/compare?by=collection&q=").status_code == 200


def test_a_comparison_points_at_the_mistake_of_the_search_that_has_it(browser: httpx.Client) -> None:
    shown = page(browser, f"/compare?q=tram&q={quote('bus AND (tram')}", 400)
    assert "Search 2, character 9: a ( without its )" in shown.text
    assert any(m.get("class") == "wrong" for m in shown.all("mark"))


def test_a_line_breaks_where_nothing_is_known(corpus: Corpus) -> None:
    found = compared(
        corpus, Holes(corpus), Comparison(q=("strait",), unit="day", measure="attention", by="site")
    )
    drawn = drawing(found)
    assert drawn.curves
    assert all(0 <= y <= drawn.height for curve in drawn.curves for _, y, _ in curve.points)


@pytest.mark.parametrize(
    ("most", "whole", "end"), [(1, True, 4), (7, True, 8), (930, True, 1000), (0.5, False, 0.8)]
)
def test_scales_end_on_round_numbers(most: float, whole: bool, end: float) -> None:
    assert nice(most, whole=whole) == pytest.approx(end)


# For programs


def test_each_page_of_the_api_follows_its_cursor(machine: httpx.Client, corpus: Corpus) -> None:
    seen: list[str] = []
    cursor = ""
    while True:
        found = machine.get(
            "/api/search", params={"q": "council", "sort": "newest", "limit": 7, "cursor": cursor}
        ).json()
        seen += [hit["id"] for hit in found["hits"]]
        cursor = found["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == corpus.count("council")
    assert machine.get("/api/search", params={"cursor": "x.y.z"}).status_code == 400


def test_numbers_come_by_every_interval_and_facet(machine: httpx.Client, corpus: Corpus) -> None:
    for interval in ("hour", "day", "week", "month", "quarter", "year"):
        told = machine.get(
            "/api/histogram", params={"interval": interval, "by": "site", "zone": "Asia/Tokyo"}
        ).json()
        counted = sum(bucket["count"] for bucket in told["buckets"])
        assert counted + told["undated"] + told["untimed"] == told["total"] == corpus.count()
    for by in ("site", "language", "author", "section", "trait"):
        assert machine.get("/api/facets", params={"by": by}).json()["by"] == by
    assert machine.get("/api/concordance", params={"q": "strait"}).json()["total"] == 2
    assert [c["name"] for c in machine.get("/api/collections").json()] == ["small"]
    assert machine.get("/api/coverage", params={"site": "bote"}).json()[0]["complete"]


def test_what_is_described_is_what_is_answered(corpus: Corpus) -> None:
    """Every address of the description with invented parameters: no failure, no answer that it does not name."""
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app(corpus))
    tried: set[str] = set()
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(max_examples=MANY, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def asked(case: Any) -> None:
            tried.add(case.path)
            # What a query or a day may be, no JSON schema says: a 400 is an answer to either.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        asked()
    assert {"/api/search", "/api/export", "/api/compare", "/raw/{name}", "/cdx", "/api/frozen"} <= tried
    assert len(tried) >= 22


def test_what_programs_can_ask_is_told_to_people(browser: httpx.Client, machine: httpx.Client) -> None:
    shown = page(browser, "/api")
    described = machine.get("/api/openapi.json").json()["paths"]
    for path, ways in described.items():
        assert path in shown.text
        assert all(way["summary"] in shown.text for way in ways.values())
    assert "lower-case letters, digits" in shown.text  # of what is sent as JSON, too
    assert "site, language" in shown.text


@pytest.mark.parametrize("turns", [pages.AT_ONCE, 40], ids=["in turn", "all at once"])
def test_searches_wait_their_turn(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    """The twin lets all of them run, of which each then waits for all others."""
    monkeypatch.setattr(pages, "AT_ONCE", turns)
    running, most, all_there = Counter[str](), Counter[str](), Event()
    found, guard = searching.found, Lock()

    def counted(*args: Any, **options: Any) -> Any:
        with guard:
            running["now"] += 1
            most["now"] = max(most["now"], running["now"])
            if running["now"] == 2 * pages.AT_ONCE:
                all_there.set()
        all_there.wait(0.2)
        try:
            return found(*args, **options)
        finally:
            with guard:
                running["now"] -= 1

    monkeypatch.setattr(searching, "found", counted)
    with served(app(corpus), accept="text/html") as client, ThreadPoolExecutor(12) as pool:
        assert set(pool.map(lambda n: client.get(f"/?q=tram{n}").status_code, range(12))) == {200}
    assert most["now"] == turns if turns < 12 else most["now"] > 4
