"""Collections are sets of sites with a memory: in search, in counts over time, in SQL."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpus_unit import Memory, Story, add, unit_of

from pipelines.archive import open_archive
from pipelines.corpus import Corpus, membership
from pipelines.corpus.rule import Facts
from pipelines.errors import CorpusError, QueryError
from spiders.choice import facts
from spiders.cli import main
from spiders.site import Site

KNOWN: dict[str, Facts] = {
    "ouest": {
        "site": ("ouest",),
        "country": ("FR",),
        "type": ("newspaper", "regional"),
        "language": ("fr", "br"),
    },
    "paris": {
        "site": ("paris",),
        "country": ("FR",),
        "type": ("newspaper", "national"),
        "owner": ("Groupe Roe",),
    },
    "liege": {"site": ("liege",), "country": ("BE",), "type": ("online", "regional"), "language": ("fr",)},
    "plain": {"site": ("plain",)},
}


@pytest.mark.parametrize(
    ("rule", "sites"),
    [
        ("country:FR", ("ouest", "paris")),
        ("country:fr type:regional", ("ouest",)),
        ("country:FR,BE type:regional", ("liege", "ouest")),
        ("lang:fr", ("liege", "ouest")),
        ("-country:FR", ("liege", "plain")),
        ('owner:"groupe roe"', ("paris",)),
        ("site:plain,paris -country:FR", ("plain",)),
        ("country:SE", ()),
    ],
)
def test_a_rule_chooses_sites(rule: str, sites: tuple[str, ...]) -> None:
    assert membership.chosen(rule, KNOWN) == sites


@pytest.mark.parametrize("rule", ["", "FR", "colour:red", "country:", "country:FR OR country:BE"])
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(QueryError, match="rule"):
        membership.chosen(rule, KNOWN)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus, memory = Corpus.open(tmp_path_factory.mktemp("collections")), Memory()
    for site in ("herald", "tribune", "post"):
        stories = [Story(path=f"{i}", text="rail strike", minute=i, site=site) for i in range(2)]
        add(corpus, memory, memory.attempt(unit_of(0, site), stories))
    membership.keep(corpus.archive, "north", ["herald"])
    membership.keep(corpus.archive, "north", ["tribune", "herald"], "country:SE")
    membership.keep(corpus.archive, "south", ["post"])
    return corpus


def test_a_collection_is_in_search_counts_and_sql(corpus: Corpus) -> None:
    assert corpus.count("rail collection:north") == 4
    assert corpus.count("rail collection:north@1", by="site") == [("herald", 2)]
    assert corpus.count("rail -collection:north") == 2
    assert corpus.count("collection:north OR collection:south") == 6
    assert {hit.site for hit in corpus.search("collection:south")} == {"post"}
    rows = corpus.sql(
        "select c.name, c.version, count(*) n from current a join collections c using (site) group by all order by 1"
    )
    assert rows.to_pylist() == [
        {"name": "north", "version": 2, "n": 4},
        {"name": "south", "version": 1, "n": 2},
    ]


def test_a_count_over_time_says_when_membership_changed(corpus: Corpus) -> None:
    shown = corpus.histogram("rail collection:north@1 -collection:south", "day")
    assert [(c.name, c.version, c.sites) for c in shown.collections] == [
        ("north", 1, ("herald",)),
        ("south", 1, ("post",)),
    ]
    assert [(c.name, c.version, c.joined, c.left) for c in shown.membership] == [
        ("north", 2, ("tribune",), ())
    ]
    assert corpus.histogram("rail", "day").membership == ()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("collection:nort", "did you mean north"),
        ("collection:zzz", "makes one"),
        ("collection:../x", "no collection"),
        ("collection:north@3", "versions 1 to 2"),
        ("collection:north@x", "versions 1 to 2"),
    ],
)
def test_an_unknown_collection_is_refused(corpus: Corpus, query: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        corpus.count(query)


def test_versions_are_kept_and_the_same_set_makes_none(tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    first = membership.keep(archive, "a-b", ["x", "y", "x"])
    assert membership.keep(archive, "a-b", ["y", "x"]) == first
    assert membership.keep(archive, "a-b", ["x", "y"], "country:FR").version == 2
    assert [c.version for c in membership.versions(archive, "a-b")] == [1, 2]
    for name, sites in (("A b", ["x"]), ("../b", ["x"]), ("b", [])):
        with pytest.raises(CorpusError, match="collection"):
            membership.keep(archive, name, sites)
    archive.objects.put("collections/bad/000001.json", b"{}")
    with pytest.raises(CorpusError, match="restore it"):
        membership.versions(archive, "bad")


def test_two_who_make_a_version_at_once_make_two(tmp_path: Path) -> None:
    archive = open_archive(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda i: membership.keep(archive, "race", [f"s{i}"]).version, range(8)))
    assert sorted(made) == list(range(1, 9))


def test_collections_on_the_command_line(tmp_path: Path) -> None:
    place = ["--at", str(tmp_path)]

    def run(*words: str) -> list[dict[str, object]]:
        done = CliRunner().invoke(main, [*place, "collection", *words])
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.output.splitlines()]

    assert run("two", "herald", "post")[0]["sites"] == ["herald", "post"]
    (made,) = run("spanish", "--rule", "lang:es")
    assert made["sites"] == ["elpais"]
    assert [found["name"] for found in run()] == ["spanish", "two"]
    assert [found["version"] for found in run("two")] == [1]
    both = CliRunner().invoke(main, [*place, "collection", "x", "herald", "--rule", "lang:es"])
    assert (both.exit_code, "not both" in both.output) == (2, True)
    assert facts(Site.load("elpais"))["language"] == tuple(Site.load("elpais").languages)
