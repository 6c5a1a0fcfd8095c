"""Looking at a site: the draft of its file finds what the file written by hand finds, and a check finds faults."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result
from crawl_paper import MIDNIGHT, YAML, Gazette, Story, gazette, stories
from demo_papers import HERALD, PAPERS, Paper
from demo_server import Newsstand, newsstand
from web_server import Answer, Ports, Request, WebServer, connect_to

from pipelines.archive import Archive, open_archive
from pipelines.archive.check import check
from pipelines.archive.lease import hold
from pipelines.archive.manifests import load_manifest, manifests
from pipelines.errors import ConfigError, CrawlError, LeaseBusy, SiteError
from pipelines.record import Record
from spiders.cli import main
from spiders.crawl import crawl
from spiders.look import Manner, look
from spiders.site import Site
from spiders.site_draft import Draft, draft
from spiders.site_live import Checked, check_live
from spiders.site_text import site_id, text, write

UNTIL = date(2026, 1, 20)
SITES = Path(__file__).parent / "demo_sites"
HURRY = "pace: {seconds: 2, connected: 0}"


class Stand(NamedTuple):
    """The papers as they are served, and an archive that was filled by drafting both."""

    news: Newsstand
    archive: Archive
    manner: Manner
    drafts: dict[str, Draft]
    log: list[str]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder = tmp_path_factory.mktemp("stand")
    news = newsstand(folder / "web", UNTIL, None)
    archive = open_archive(folder / "archive")
    with WebServer(folder / "web", news.respond, Ports()) as server:
        to = connect_to(tuple(p.host for p in PAPERS), server.ports)
        manner: Manner = {"pace": 0.0, "connect_to": to, "ca_file": folder / "web" / "ca.pem"}
        drafts = {p.id: draft(p.home, to=archive, now=news.clock(), manner=manner) for p in PAPERS}
        log = (folder / "web" / "access.jsonl").read_text().splitlines()
        yield Stand(news, archive, manner, drafts, log)


def wanted(site: Site, day: date, stand: Stand, folder: Path) -> set[str]:
    """Articles that a run for a day would ask for; it stops after one."""
    reach: dict[str, Any] = {key: stand.manner[key] for key in ("connect_to", "ca_file")}
    report = crawl(site, to=folder, since=day, limit=1, **reach)
    ledger = load_manifest(open_archive(folder), report.manifest or "").ledger
    return {
        entry.url
        for entry in ledger
        if entry.end in ("fetched", "gone", "moved", "dropped") and entry.announced
    }


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
@pytest.mark.parametrize("back", [1, 31])
def test_a_draft_finds_what_the_file_written_by_hand_finds(
    paper: Paper, back: int, stand: Stand, tmp_path: Path
) -> None:
    drafted = Site.parse(paper.id, text(stand.drafts[paper.id]).replace("pace: 2", HURRY).encode())
    by_hand = Site.load(paper.id, [SITES])
    day = UNTIL - timedelta(days=back)
    found = wanted(drafted, day, stand, tmp_path / "draft")
    assert len(found) >= 7
    hand = wanted(by_hand, day, stand, tmp_path / "hand")
    # The pattern written by hand also matches printable versions, which robots.txt closes.
    assert found == {url for url in hand if "/print/" not in url}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_a_draft_says_what_it_knows_and_enables_nothing(paper: Paper, stand: Stand) -> None:
    drafted = stand.drafts[paper.id]
    site = Site.parse(paper.id, text(drafted).encode())
    by_hand = Site.load(paper.id, [SITES])
    assert (site.name, site.home.rstrip("/"), site.hosts) == (by_hand.name, paper.home, by_hand.hosts)
    assert (site.enabled, site.verified, site.country) == (False, False, None)  # .example is no country
    assert set(site.languages) == set(by_hand.languages)
    assert site.languages[0] == by_hand.languages[0]
    at = stand.news.clock()
    assert at.astimezone(site.zone).utcoffset() == at.astimezone(by_hand.zone).utcoffset()
    assert site.poll is not None
    assert (drafted.learned.recall, drafted.learned.precision) == (1.0, 1.0)
    assert {s.kind for s in site.discover} == {"feed", "sitemap", "front", "dated"}
    assert [s.url for s in site.discover if s.kind == "dated"] == [f"{paper.home}{paper.archive}"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_ten_articles_in_every_language_are_there_to_judge_by(paper: Paper, stand: Stand) -> None:
    sample = stand.drafts[paper.id].sample
    assert len(sample) == 10
    records = [one.result for one in sample if isinstance(one.result, Record)]
    printed = {a.final_url: a for a in stand.news.press.articles}
    assert len(records) >= 7
    assert {record.language for record in records} == set(paper.languages) | (
        {"en"} if paper.id == "umibe" else set()
    )
    for record in records:
        assert record.headline == printed[record.url].at(stand.news.clock()).story.headline


def test_a_look_is_polite_and_archived_like_everything_else(stand: Stand) -> None:
    assert not [line for line in stand.log if "/print/" in line or "/members/" in line]
    asked = [line.split('"path": "')[1].split('"')[0] for line in stand.log if HERALD.host in line]
    articles = [path for path in asked if path.endswith(".html")]
    assert len(articles) == len(set(articles)) == 10
    assert len(asked) - len(articles) <= 30
    assert list(check(stand.archive)) == []


def small(tmp_path: Path, listed: list[Story], home: bytes) -> Gazette:
    paper = Gazette(tmp_path / "web", listed)
    paper.answers["/"] = lambda: Answer(body=home)
    return paper


class Everywhere(Gazette):
    """Answers any address with its front page."""

    def respond(self, request: Request) -> Answer:
        answer = super().respond(request)
        if request.target == "/robots.txt" or (answer.status != 404 and request.target != "/"):
            return answer
        return Answer(body="".join(f"<a href={s.path}>x</a>" for s in self.listed).encode())


def reach(paper: Gazette) -> Manner:
    return {"pace": 0.0, **paper.options}  # type: ignore[typeddict-item]


def test_what_nobody_states_is_left_out_or_marked(tmp_path: Path) -> None:
    with small(tmp_path, stories(MIDNIGHT, 8), b"<a href=/about>About</a>") as paper:
        drafted = draft(
            "https://gazette.example/", to=open_archive(tmp_path / "a"), now=MIDNIGHT, manner=reach(paper)
        )
    made = text(drafted)
    site = Site.parse("gazette", made.encode())
    assert site.country is None
    assert "languages: [und]  # not stated" in made
    assert [(s.kind, s.url) for s in site.discover] == [
        ("feed", "https://gazette.example/rss.xml"), ("front", "https://gazette.example/"),
    ]  # fmt: skip
    assert all(site.is_article(story.url) for story in paper.listed)
    assert not site.is_article("https://gazette.example/about")


def test_what_a_site_calls_itself_cannot_command_a_terminal(tmp_path: Path) -> None:
    name = "Gazette \u202eettezaG \u2066x & \u00e9"
    home = f'<meta property="og:site_name" content="{name.replace("&", "&amp;")}">'
    with small(tmp_path, stories(MIDNIGHT, 3), home.encode()) as paper:
        drafted = draft(
            "https://gazette.example/", to=open_archive(tmp_path / "a"), now=MIDNIGHT, manner=reach(paper)
        )
    made = text(drafted)
    assert not {"\u202e", "\u2066"} & set(made)
    assert Site.parse("gazette", made.encode()).name == name


def test_a_site_that_answers_anything_with_its_front_page_gets_no_sources_from_it(tmp_path: Path) -> None:
    listed = stories(MIDNIGHT, 40, timedelta(hours=2))
    with Everywhere(tmp_path / "web", listed) as paper:
        drafted = draft(
            "https://gazette.example/", to=open_archive(tmp_path / "a"), now=MIDNIGHT, manner=reach(paper)
        )
    assert [d.source.kind for d in drafted.sources] == ["feed", "front"]


def test_robots_txt_closes_a_site_to_a_look_too(tmp_path: Path) -> None:
    with small(tmp_path, stories(MIDNIGHT, 1), b"") as paper:
        paper.answers["/robots.txt"] = lambda: Answer(body=b"User-agent: *\nDisallow: /\n")
        with pytest.raises(CrawlError, match="forbidden by https://gazette"):
            draft(
                "https://gazette.example/", to=open_archive(tmp_path / "a"), now=MIDNIGHT, manner=reach(paper)
            )
        assert {line["path"] for line in paper.log} == {"/robots.txt"}


def test_nobody_is_looked_at_without_somebody_to_turn_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORANTO_CONTACT", raising=False)
    with pytest.raises(ConfigError, match="CORANTO_CONTACT"):
        look(["https://gazette.example/"], to=open_archive(tmp_path))


def test_a_draft_is_never_written_over_a_file(stand: Stand, tmp_path: Path) -> None:
    file = tmp_path / "herald.yaml"
    write(stand.drafts["herald"], file)
    assert Site.load("herald", [tmp_path]).enabled is False
    before = file.read_bytes()
    with pytest.raises(SiteError, match="cannot be written"):
        write(stand.drafts["umibe"], file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("home", "name"),
    [
        ("https://www.herald.example/en", "herald"), ("https://news.bbc.co.uk/", "news"),
        ("https://lejour.example", "lejour"), ("https://xn--mnchen-3ya.example/", "site"),
    ],
)  # fmt: skip
def test_a_site_is_called_by_its_host(home: str, name: str) -> None:
    assert site_id(home) == name


# The command


def coranto(paper: Gazette, *words: str, sites: Path | None = None) -> Result:
    environment = {
        "CORANTO_CONNECT_TO": paper.options["connect_to"], "CORANTO_CA_FILE": str(paper.options["ca_file"]),
        "CORANTO_SITES": str(sites) if sites else None,
    }  # fmt: skip
    return CliRunner().invoke(main, ["--at", str(paper.folder / "kept"), "sites", *words], env=environment)


def test_the_command_checks_every_source_and_fails_on_a_problem(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    file = tmp_path / "sites" / "gazette.yaml"
    recent = datetime.now(UTC) - timedelta(hours=30)
    with Gazette(tmp_path / "web", stories(recent, 3)) as paper:
        file.write_text(YAML)
        sound = coranto(paper, "--check", "--live", sites=tmp_path / "sites")
        assert (sound.exit_code, sound.output.count("nothing")) == (0, 2)
        file.write_text(YAML.replace("front: /", "feed: /gone.xml"))
        broken = coranto(paper, "--check", "--live", "gazette", sites=tmp_path / "sites")
        assert broken.exit_code == 1
        assert "status 404" in broken.output


def test_the_command_drafts_a_file_that_loads_and_keeps_the_one_that_is_there(tmp_path: Path) -> None:
    words = ("--add", "https://gazette.example/", "-o", str(tmp_path / "gazette.yaml"), "--pace", "0")
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 8)) as paper:
        made = coranto(paper, *words)
        assert made.exit_code == 0
        assert "Sample: ten articles" in made.output
        asked = len(paper.log)
        again = coranto(paper, *words)
        assert (again.exit_code, len(paper.log)) == (2, asked)
    assert "is there already" in again.output
    assert [s.kind for s in Site.load("gazette", [tmp_path]).discover] == ["feed", "front"]


@pytest.mark.parametrize(
    "words",
    [("--live",), ("-o", "x.yaml"), ("--add", "https://a.example/", "--check"), ("--add", "x", "herald")],
)
def test_words_that_do_not_go_together_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["--at", str(tmp_path), "sites", *words]).exit_code == 2


# The check


def checked(
    paper: Gazette, discover: str, tmp_path: Path, now: datetime = MIDNIGHT + timedelta(days=2)
) -> Checked:
    start, _, rest = YAML.partition("  - feed: /rss.xml\n  - front: /\n")
    site = gazette(f"{start}  - {discover}\n{rest}")
    (one,) = check_live(site, to=open_archive(tmp_path / "kept"), now=now, manner=reach(paper))
    return one


SITEMAP = (
    b"<urlset><url><loc>https://gazette.example/2026/x</loc><lastmod>2026-01-05</lastmod></url></urlset>"
)
INDEX = (
    b"<sitemapindex><sitemap><loc>https://gazette.example/old.xml</loc><lastmod>2025-01-05</lastmod></sitemap>"
    b"<sitemap><loc>https://gazette.example/new.xml</loc><lastmod>2026-01-05</lastmod></sitemap></sitemapindex>"
)


@pytest.mark.parametrize(
    ("discover", "body", "numbers", "wrong"),
    [
        ("feed: /rss.xml", None, (3, 3, 3), ()),
        ("feed: /none", None, (0, 0, 0), ("status 404",)),
        ("feed: /x", b"<html>Hello", (0, 0, 0), ("is no feed, or an empty one",)),
        ("feed: /x", b"<rss><channel><item><link>/2026/a</link></item></channel></rss>", (1, 0, 1),
         ("dates none of its articles: a run for a day cannot use it",)),
        ("front: /x", b"<a href=/about>x</a>", (1, 0, 0), ("no link matches articles",)),
        ("sitemap: /x", SITEMAP, (1, 1, 1), ()),
        ("sitemap: /x", SITEMAP[:-9] + b"<url><loc>https", (1, 1, 1), ("ends in the middle",)),
        ("sitemap: /index.xml", None, (1, 1, 1), ()),
        ("dated: /{yyyy}/{mm}/{dd}/", None, (0, 0, 0), ("status 404",)),
    ],
)  # fmt: skip
def test_a_check_says_what_is_wrong_with_a_source(
    discover: str, body: bytes | None, numbers: tuple[int, ...], wrong: tuple[str, ...], tmp_path: Path
) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        paper.answers |= {
            "/x": lambda: Answer(body=body or b""), "/index.xml": lambda: Answer(body=INDEX),
            "/new.xml": lambda: Answer(body=SITEMAP),
        }  # fmt: skip
        one = checked(paper, discover, tmp_path)
        assert "/old.xml" not in [line["path"] for line in paper.log]
    assert ((one.links, one.dated, one.articles), one.wrong) == (numbers, wrong)
    assert one.answers is ("status 404" not in wrong)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_a_check_finds_nothing_wrong_with_the_demo_newspapers(paper: Paper, stand: Stand) -> None:
    site = Site.load(paper.id, [SITES])
    found = check_live(site, to=stand.archive, now=stand.news.clock(), manner=stand.manner)
    assert [one.source for one in found] == list(site.discover)
    assert [one.wrong for one in found] == [()] * len(found)
    assert min(one.articles for one in found) >= 7
    assert all(one.dated for one in found if one.source.kind != "front")


def test_a_source_whose_newest_article_is_old_is_a_problem(tmp_path: Path) -> None:
    with Gazette(tmp_path / "web", stories(MIDNIGHT, 3)) as paper:
        one = checked(paper, "feed: /rss.xml", tmp_path, now=MIDNIGHT + timedelta(days=30))
    assert one.wrong == ("its newest article is 29 days old",)


def test_a_check_waits_for_a_crawl_of_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.site_live.PATIENCE", 0.0)
    archive = open_archive(tmp_path / "kept")
    with Gazette(tmp_path / "web", []) as paper, hold(archive.state, "gazette", "a crawl"):
        with pytest.raises(LeaseBusy, match="a crawl"):
            checked(paper, "feed: /rss.xml", tmp_path)
        assert not (tmp_path / "web" / "access.jsonl").exists() or paper.log == []
    assert list(manifests(archive)) == []
