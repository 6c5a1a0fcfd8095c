"""Site memory: learned from the archive, kept once, named by manifests, and it never costs an article its own text."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from demo_html import page as demo_page
from demo_html import view
from demo_papers import PAPERS, press
from hypothesis import given
from hypothesis import strategies as st
from invented import SENTENCES

from pipelines.archive import memories, open_archive
from pipelines.archive.dumps import import_dumps
from pipelines.archive.manifests import manifests
from pipelines.clean import clean, html, memory
from pipelines.clean.memory import Reading, learn, stories
from pipelines.corpus import Corpus
from pipelines.errors import ArchiveError
from pipelines.page import Page
from pipelines.record import Block, Hints, Record, SiteMemory
from spiders.cli import main

BOX = "The Bote has been printed on the banks of the river since the year of the great flood."


def dump(number: int, *extra: str) -> str:
    """One story of its own, with the site's furniture and what else a test wants in it."""
    own = [f"{s[:-1]}, for the {number}th time in this story of number {number}." for s in SENTENCES]
    return "\n\n".join(
        [f"Story number {number} of the ferry", *own[:2], *extra, *own[2:], BOX, "Latest", "Chat"]
    )


def readings(texts: list[str]) -> list[Reading]:
    return [
        Reading(
            result=clean(Page(body=t.encode(), media_type="text/plain")),
            captured=datetime(2026, 1, 1 + n % 28, tzinfo=UTC),
        )
        for n, t in enumerate(texts)
    ]


def cleaned(text: str, labels: Mapping[str, str]) -> Record:
    made = clean(Page(body=text.encode(), media_type="text/plain"), Hints(memory=labels))
    assert isinstance(made, Record)
    return made


def test_what_stands_on_every_page_is_learned_with_when_it_was_seen() -> None:
    found = learn("bote", readings([dump(n) for n in range(8)]))
    known = {b.text: b for b in found.blocks}
    assert set(known) == {BOX, "Latest", "Chat"}
    assert (found.pages, found.stories) == (8, 8)
    box = known[BOX]
    assert box.stories == 8
    assert (box.first, box.last) == (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 8, tzinfo=UTC))
    assert BOX in cleaned(dump(20), {}).text
    assert BOX not in cleaned(dump(20), found.labels()).text
    assert cleaned(dump(20), found.labels()).text.count("number 20") == 5


REPEATED = "We shall not be moved, said the harbour master once more, and shut the door of his office."


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([dump(n) for n in range(6)] + [dump(90, REPEATED, REPEATED, REPEATED, REPEATED)], id="in one article"),
        pytest.param([dump(n) for n in range(6)] + [dump(90, REPEATED, *[f"Version {v} of it was sent out at night."] * 1) for v in range(9)], id="in versions of one"),
        pytest.param([dump(n) for n in range(9)] + [dump(90 + n, REPEATED) for n in range(3)], id="in three of many"),
    ],
)  # fmt: skip
def test_a_paragraph_that_one_article_repeats_is_not_dropped(texts: list[str]) -> None:
    found = learn("bote", readings(texts))
    assert BOX in found.labels()
    assert REPEATED not in found.labels()
    assert REPEATED in cleaned(dump(90, REPEATED), found.labels()).text


def test_counted_by_page_and_not_by_story_it_would_be_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [dump(n) for n in range(6)] + [dump(90, REPEATED, f"Version {v} was sent out.") for v in range(9)]
    monkeypatch.setattr(memory, "stories", lambda pages: list(range(len(pages))))
    known = learn("bote", readings(texts)).labels()
    assert REPEATED in known
    blocks = clean(
        Page(body=dump(90, REPEATED).encode(), media_type="text/plain"), Hints(memory=known)
    ).blocks
    assert [b.kept for b in blocks if b.text == REPEATED] == [False]


def test_a_headline_that_teases_on_other_pages_is_still_the_headline_of_its_own() -> None:
    title = "Story number 90 of the ferry"
    labels = {title: "related"}
    markup = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{''.join(f'<p>{s}</p>' for s in SENTENCES)}</article></body></html>"
    made = clean(Page(body=markup.encode(), media_type="text/html"), Hints(memory=labels))
    assert isinstance(made, Record)
    assert made.headline == title
    assert {b.label for b in made.blocks if b.text == title} == {"headline"}


@given(st.permutations(range(7)))
def test_pages_in_any_order_give_the_same_memory(order: list[int]) -> None:
    assert learn("bote", [ALL[n] for n in order]) == learn("bote", ALL)


ALL = readings([dump(n) for n in range(6)] + [dump(5, REPEATED)])


@given(st.lists(st.lists(st.sampled_from([*SENTENCES, BOX, REPEATED]), max_size=4), max_size=6))
def test_pages_that_share_most_of_their_text_tell_one_story(pages: list[list[str]]) -> None:
    made = [
        [
            Block(text=t, label="paragraph", kept=True, reason="x", confidence=1.0, start=0, end=1)
            for t in page
        ]
        for page in pages
    ]
    found = stories(made)
    assert len(found) == len(pages)
    for a, one in enumerate(pages):
        for b, other in enumerate(pages):
            if one and set(one) == set(other):
                assert found[a] == found[b]


def lines(markup: str) -> str:
    """A page of a demo paper as a dump: one block a line, furniture and all."""
    return "\n".join(p.text for p in html.cut(html.parse(markup))[1])


def shared(text: str, wanted: str) -> float:
    """F1 of words, each as often as it stands there."""
    a, b = text.split(), wanted.split()
    common = sum(min(a.count(w), b.count(w)) for w in set(a))
    return 2 * common / (len(a) + len(b)) if a and b else 0.0


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.id)
def test_memory_lifts_the_score_on_the_dumps_of_the_demo_papers(paper: object) -> None:
    made = press(datetime(2026, 2, 1, tzinfo=UTC).date(), seed=8)
    chosen = [a for a in made.articles if a.paper is paper and a.kind == "article" and a.twin is None][:36]
    told = [
        (lines(demo_page(view(made, a, made.end), "utf-8")), " ".join(a.versions[-1].story.body))
        for a in chosen
    ]
    known = learn("demo", readings([text for text, _ in told[:24]])).labels()
    without = [shared(cleaned(text, {}).text, wanted) for text, wanted in told[24:]]
    with_it = [shared(cleaned(text, known).text, wanted) for text, wanted in told[24:]]
    assert sum(with_it) / 12 > sum(without) / 12 + 0.005
    assert min(b - a for a, b in zip(without, with_it, strict=True)) > -0.02


def test_a_memory_is_kept_once_and_named_by_what_comes_after(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "news")
    (tmp_path / "dumps").mkdir()
    for n in range(8):
        (tmp_path / "dumps" / f"{n}.txt").write_text(dump(n), encoding="utf-8")
    corpus = Corpus.open(tmp_path / "news")
    first = import_dumps(archive, tmp_path / "dumps", site="bote")
    assert first is not None
    assert "memory" not in first.digests
    key, learned = corpus.learn("bote")
    assert corpus.learn("bote") == (key, learned)
    sha256 = key.removeprefix("memory/bote/").removesuffix(".json")
    assert memories.load_memory(archive, "bote", sha256) == learned
    assert memories.newest(archive, "bote") == sha256
    (tmp_path / "dumps" / "20.txt").write_text(dump(20), encoding="utf-8")
    second = import_dumps(archive, tmp_path / "dumps", site="bote")
    assert second is not None
    assert second.digests["memory"] == sha256
    assert BOX not in json.dumps(
        [m.hints[0].hints.memory for m in manifests(archive, "bote") if m.hints], default=dict
    )
    for manifest in (first, second):
        corpus.add(manifest.key)
    kept = corpus.sql("select headline, text from articles").to_pylist()
    assert {row["headline"] for row in kept if BOX not in row["text"]} == {"Story number 20 of the ferry"}


def test_a_memory_that_is_none_says_so(tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    archive.objects.put("memory/bote/ab.json", b"{}")
    with pytest.raises(ArchiveError, match="SHA-256"):
        memories.load_memory(archive, "bote", "ab")
    with pytest.raises(ArchiveError, match="not a site memory"):
        memories.read_memory(b'{"site": 3}', "x.json")


def test_the_newest_memory_is_the_one_that_saw_the_latest_page(tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    old, new = (
        SiteMemory(site="bote", pages=pages, stories=1, until=datetime(2026, 1, day, tzinfo=UTC))
        for pages, day in ((900, 3), (5, 4))
    )
    wanted = memories.put_memory(archive, new)
    memories.put_memory(archive, old)
    assert memories.newest(archive, "bote") == wanted
    assert memories.newest(archive, "other") is None


def test_the_verb_learns_and_clean_takes_what_it_kept(tmp_path: Path) -> None:
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(dump(n), encoding="utf-8")
    news = str(tmp_path / "news")
    run = CliRunner()
    for n in range(8):
        assert (
            run.invoke(main, ["--at", news, "import", str(tmp_path / f"{n}.txt"), "--site", "bote"]).exit_code
            == 0
        )
    said = run.invoke(main, ["--at", news, "learn", "bote"])
    key = json.loads(said.output)["memory"]
    kept = run.invoke(main, ["clean", str(tmp_path / "3.txt"), "--memory", f"{news}/{key}"])
    assert BOX not in json.loads(kept.output)["text"]
    assert run.invoke(main, ["--at", news, "learn", "nobody"]).exit_code == 1
