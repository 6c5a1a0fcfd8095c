"""The registry: strict loading, local days, politeness that can only be raised."""

import contextlib
import itertools
import os
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.errors import SiteError
from pipelines.record import Hints
from spiders.local_days import day_of, midnight
from spiders.site import Site, Source, folders, sites
from spiders.site_file import CHECKS

HERALD = {
    "name": "The Herald",
    "home": "https://herald.example/",
    "languages": ["en"],
    "time_zone": "Europe/London",
}


def herald(**more: object) -> Site:
    return Site.parse("herald", yaml.safe_dump(HERALD | more).encode())


def error(**more: object) -> str:
    with pytest.raises(SiteError) as caught:
        herald(**more)
    return str(caught.value)


def test_every_key_reaches_its_field() -> None:
    body = b"""
name: The Herald
home: https://www.herald.example/
hosts: [www.herald.example, "*.herald.example"]
languages: [en, cy]
time_zone: Europe/London
country: GB
region: Cardiff
media_type: newspaper
owner: Herald Trust
wikidata: Q1
issn: "0261-3077"
active: true
enabled: true
verified: true
day: "15 4 * * *"
poll: "@hourly"
revisit: [1h, 1d, 2w]
discover:
  - feed: /rss
  - sitemap: https://www.herald.example/map-{yyyy}-{mm}.xml
  - front: https://www.herald.example/
  - dated: /{yyyy}/{mm}/{dd}/
articles: [^/20, ^/story/]
requisites: styles
pace: {seconds: 3, connected: 0.1}
ports: [443]
certificate: verify
contact: press@archive.example
caps: {pages: 10, documents: 5, depth: 1, bytes: 2048, at_once: 2}
public_archives: [wayback]
expect: {per_day: [20, 400]}
clean:
  - {until: 2025-03-01, body: div.story, dates: "%d.%m.%Y %H:%M"}
  - {from: 2025-03-01 12:00:00, drop: [aside, .ad], language: cy, publisher: Yr Herald}
"""
    assert set(yaml.safe_load(body)) == set(CHECKS)
    site = Site.parse("herald", body)
    assert site.hosts == ("www.herald.example", "*.herald.example")
    assert (site.day_cron, site.poll) == ("15 4 * * *", "0 * * * *")
    assert site.revisit == (timedelta(hours=1), timedelta(days=1), timedelta(weeks=2))
    assert site.discover[0] == Source(kind="feed", url="https://www.herald.example/rss")
    assert site.discover[3].url == "https://www.herald.example/{yyyy}/{mm}/{dd}/"
    assert (site.caps.pages, site.caps.at_once, site.per_day) == (10, 2, (20, 400))
    assert (site.pace, site.pace_connected, site.ports) == (3.0, 0.1, (443,))
    assert (site.yaml, site.digest) == (body, sha256(body).hexdigest())
    old, new, rest = site.hints
    assert old.until == datetime(2025, 3, 1, tzinfo=UTC)
    assert (old.hints.body, old.hints.dates) == (("div.story",), ("%d.%m.%Y %H:%M",))
    assert (new.since, new.hints.language) == (datetime(2025, 3, 1, 12, tzinfo=UTC), "cy")
    assert (rest.since, rest.until, rest.hints) == (None, None, site.default_hints)


def test_a_file_of_four_lines_is_enough_and_polite() -> None:
    site = herald()
    assert (site.hosts, site.day_cron, site.poll) == (("herald.example",), "0 5 * * *", None)
    assert (site.pace, site.ports, site.certificate, site.caps.at_once) == (2.0, (80, 443), "verify", 1)
    assert [h.hints for h in site.hints] == [
        Hints(language="en", time_zone="Europe/London", publisher="The Herald")
    ]


def test_an_entry_for_all_time_is_the_last_of_the_hints() -> None:
    site = herald(clean=[{"until": date(2025, 3, 1), "body": "a"}, {"body": "b"}])
    assert [h.hints.body for h in site.hints] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("langauges", ["en"], "did you mean 'languages'"),
        ("schedule", "x", "did you mean 'day'"),
        ("timezone", "x", "did you mean 'time_zone'"),
        ("zzzz", 1, "known keys: name, home"),
        ("robots", False, "not for a site's file"),
        ("user_agent", "Mozilla", "not for a site's file"),
        ("name", 7, "expected text, got a number"),
        ("name", "two\nlines", "one line of text"),
        ("name", " x", "without spaces"),
        ("home", "herald.example", "no web address"),
        ("home", "file:///etc/passwd", "no web address"),
        ("home", "https://u:p@herald.example/", "no user name"),
        ("home", "https://herald.example:x/", "no web address"),
        ("hosts", "herald.example", "expected a list"),
        ("hosts", ["HERALD.example"], "wrong form"),
        ("hosts", [], "no host is left"),
        ("languages", [], "is missing"),
        ("languages", ["english"], "write it like fr"),
        ("languages", ["en", "en"], "there twice"),
        ("time_zone", "Europe/Lndon", "did you mean 'Europe/London'"),
        ("time_zone", "../../etc/passwd", "unknown time zone"),
        ("time_zone", 1, "expected text"),
        ("country", "UK1", "write it like FR"),
        ("country", False, "put it in quotes"),
        ("media_type", "newspapr", "did you mean 'newspaper'"),
        ("media_type", ["newspaper"], "not possible"),
        ("wikidata", "11148", "write it like Q12461"),
        ("issn", "0261-3078", "check digit"),
        ("issn", 2613077, "expected text"),
        ("enabled", "yes", "true or false"),
        ("day", "*/5 * * * *", "once every day"),
        ("day", "0 5 * * 1", "once every day"),
        ("day", "daily", "five cron fields"),
        ("revisit", "0 */6 * * *", "expected a list"),
        ("revisit", ["1 hour"], "write it like 1h, 3d or 2w"),
        ("revisit", ["1d", "6h"], "rising order"),
        ("revisit", ["24h", "1d"], "each once"),
        ("poll", "61 * * * *", "'61' is no minute"),
        ("poll", "0 5-3 * * *", "'5-3' is no hour"),
        ("poll", "*/0 * * * *", "'*/0' is no minute"),
        ("poll", "* * * * 8", "is no weekday"),
        ("discover", {"feed": "/rss"}, "expected a list of"),
        ("discover", [], "expected a list of"),
        ("discover", [{"rss": "/rss"}], "did you mean 'feed'"),
        ("discover", [{"feed": "/rss", "front": "/"}], "one kind"),
        ("discover", [{"feed": "rss"}], "no web address"),
        ("discover", [{"dated": "/{yyyy}/{mm}/"}], "needs year, month and day"),
        ("discover", [{"sitemap": "/{year}.xml"}], "did you mean {"),
        ("discover", [{"front": "/{yyyy}/"}], "use kind dated"),
        ("discover", [{"sitemap": "/{yyyy.xml"}], "brace stands alone"),
        ("articles", "(", "no regular expression"),
        ("articles", ["^/a", 3], "articles[1]"),
        ("requisites", True, "choose from none, styles, article"),
        ("pace", True, "expected seconds"),
        ("pace", -1, "expected seconds"),
        ("pace", float("nan"), "expected seconds"),
        ("pace", {"connected": 0}, "is missing"),
        ("pace", {"second": 1}, "did you mean 'seconds'"),
        ("ports", [0], "out of bounds"),
        ("ports", [True], "expected a whole number"),
        ("ports", 443, "expected a list"),
        ("certificate", "none", "choose from verify, ignore"),
        ("contact", "me", "no mail address"),
        ("caps", {"pages": 10**9}, "out of bounds"),
        ("caps", {"at_once": 3}, "at most 2"),
        ("caps", {"concurrency": 2}, "did you mean 'at_once'"),
        ("public_archives", ["wayback", "google"], "choose from wayback"),
        ("expect", {"per_day": [400, 20]}, "[20, 400]"),
        ("expect", {"per_day": 20}, "expected a list"),
        ("expect", {"a_day": [1, 2]}, "did you mean 'per_day'"),
        ("clean", {"body": "p"}, "expected a list"),
        ("clean", [{"body": "p["}], "no CSS selector"),
        ("clean", [{"selector": "p"}], "did you mean 'body'"),
        ("clean", [{"dates": "yyyy"}], "no date format"),
        ("clean", [{"from": "soon"}], "expected a day"),
        ("clean", [{"from": date(2025, 1, 2), "until": date(2025, 1, 2)}], "not before until"),
        ("clean", [{"body": "p"}, {"body": "q"}], "never used"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(key: str, value: object, says: str) -> None:
    message = error(**{key: value})
    assert message.startswith(f"herald.yaml: {key}")
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize("key", ["name", "home", "languages", "time_zone"])
def test_a_required_key_that_is_missing_is_named(key: str) -> None:
    body = yaml.safe_dump({k: v for k, v in HERALD.items() if k != key}).encode()
    with pytest.raises(SiteError, match=f"herald.yaml: {key}: is missing"):
        Site.parse("herald", body)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "got nothing"),
        (b"- a", "got a list"),
        (b"name: [", "line 1, column 8: not YAML"),
        (b"name: a\nname: b", "line 2, column 1: not YAML: key 'name' is given twice"),
        (b"poll: */30 * * * *", "put a schedule in quotes"),
        (b"name: \xff", "byte 6 is not UTF-8"),
        (b"name: !!python/object/apply:os.system [id]", "not YAML"),
        (b"a: 2025-13-45", "not YAML"),
        (b"? [a]\n: b", "not YAML: a key must be a word"),
        (b"name: \x00", "not YAML"),
    ],
)
def test_a_file_that_is_no_yaml_says_where(body: bytes, says: str) -> None:
    with pytest.raises(SiteError) as caught:
        Site.parse("herald", body, "sites/herald.yaml")
    assert str(caught.value).startswith("sites/herald.yaml: ")
    assert says in str(caught.value)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_make_a_site_or_a_site_error(body: bytes) -> None:
    with contextlib.suppress(SiteError):
        Site.parse("herald", body)


@given(
    st.sampled_from(sorted(CHECKS)),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.dates(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    ),
)
def test_any_value_of_any_key_makes_a_site_or_a_site_error(key: str, value: object) -> None:
    with contextlib.suppress(SiteError):
        herald(**{key: value})


@pytest.mark.parametrize("site", ["Herald", "a b", "_", "../x", "a..b", ".a", ""])
def test_an_id_that_cannot_name_keys_and_dags_is_refused(site: str) -> None:
    with pytest.raises(SiteError, match="no site id"):
        Site.parse(site, yaml.safe_dump(HERALD).encode())


def test_pace_goes_below_the_floor_only_towards_loopback() -> None:
    demo = herald(pace=0)
    assert (demo.pace_for(connected=True), demo.pace_for(connected=False), demo.pace_for()) == (0, 1, 1)
    real = herald(hosts=["www.herald.example", "www.bbc.co.uk"], pace={"seconds": 2, "connected": 0})
    assert (real.pace_for(connected=True), real.pace_for()) == (0, 2)
    assert herald(pace=7).pace_for(connected=True) == 7


@pytest.mark.parametrize("pace", [0, 0.99, {"seconds": 0.5, "connected": 0}])
def test_a_real_site_may_not_go_below_the_floor(pace: object) -> None:
    assert "below the floor of 1 second between requests to www.bbc.co.uk" in error(
        hosts=["herald.example", "www.bbc.co.uk"], pace=pace
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
)
def test_a_day_has_the_hours_its_clocks_gave_it(day: date, hours: int) -> None:
    unit = herald(time_zone="Europe/Paris").day(day)
    assert unit.end - unit.start == timedelta(hours=hours)
    assert unit.start.astimezone(ZoneInfo("Europe/Paris")).hour == 0


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Africa/Cairo", date(2023, 4, 28), "2023-04-27T22:00:00", 23),  # no midnight: 00:00 is 01:00
        ("America/Sao_Paulo", date(2018, 2, 17), "2018-02-17T02:00:00", 25),  # 24:00 is 23:00 again
        ("America/Havana", date(2024, 11, 3), "2024-11-03T04:00:00", 25),  # 00:00 comes twice
        ("Asia/Kathmandu", date(2026, 1, 5), "2026-01-04T18:15:00", 24),
        ("Pacific/Apia", date(2011, 12, 29), "2011-12-29T10:00:00", 24),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00:00", 24),
    ],
)
def test_midnight_is_the_first_instant_of_the_day(zone: str, day: date, start: str, hours: int) -> None:
    unit = herald(time_zone=zone).day(day)
    assert unit.start.isoformat() == f"{start}+00:00"
    assert unit.end - unit.start == timedelta(hours=hours)


def test_a_day_that_never_was_is_left_out() -> None:
    apia = herald(time_zone="Pacific/Apia")
    with pytest.raises(SiteError, match="has no 2011-12-30"):
        apia.day(date(2011, 12, 30))
    assert len(apia.days(date(2011, 12, 29), date(2012, 1, 1))) == 2


def test_days_are_half_open_and_touch() -> None:
    site = herald(time_zone="Europe/Paris")
    found = site.days(date(2026, 10, 24), date(2026, 10, 27))
    assert [u.end - u.start for u in found] == [timedelta(hours=h) for h in (24, 25, 24)]
    assert all(a.end == b.start for a, b in itertools.pairwise(found))
    assert found[0] == site.day(date(2026, 10, 24))
    assert site.days(date(2026, 1, 2), date(2026, 1, 2)) == ()


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ("2026-01-05T15:30:00Z", "2026-01-04"),  # Tokyo has the 6th, but the 5th is closed at six only
        ("2026-01-05T21:04:59Z", "2026-01-04"),
        ("2026-01-05T21:05:00Z", "2026-01-05"),
    ],
)
def test_a_day_is_closed_at_the_time_that_the_file_names_and_not_at_midnight(now: str, closed: str) -> None:
    site = herald(time_zone="Asia/Tokyo", day="5 6 * * *")
    assert site.closed_day(datetime.fromisoformat(now)) == date.fromisoformat(closed)


@given(
    st.sampled_from(sorted(available_timezones())),
    st.datetimes(datetime(1975, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
)
def test_an_instant_lies_in_its_local_day_and_in_no_other(name: str, instant: datetime) -> None:
    zone = ZoneInfo(name)
    day = day_of(instant, zone)
    assert midnight(day, zone) <= instant < midnight(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("url", "mine", "article"),
    [
        ("https://herald.example/2026/a", True, True),
        ("http://HERALD.example/2026/a", True, True),
        ("https://herald.example:443/2026/a", True, True),
        ("https://herald.example:8443/2026/a", False, False),
        ("https://herald.example/about", True, False),
        ("https://herald.example/?story=7", True, True),
        ("https://m.herald.example/2026/a", False, False),
        ("https://a.news.example/2026/a", True, True),
        ("https://news.example/2026/a", False, False),
        ("https://evilherald.example/2026/a", False, False),
        ("ftp://herald.example/2026/a", False, False),
        ("https://herald.example:x/2026/a", False, False),
        ("https://[herald/2026/a", False, False),
        ("", False, False),
    ],
)
def test_a_site_knows_its_own_addresses_and_articles(url: str, mine: bool, article: bool) -> None:
    site = herald(hosts=["herald.example", "*.news.example"], articles=["^/20", r"\?story="])
    assert (site.owns(url), site.is_article(url)) == (mine, article)


def test_load_names_the_nearest_site(tmp_path: Path) -> None:
    (tmp_path / "herald.yaml").write_text(yaml.safe_dump(HERALD))
    assert Site.load("herald", [tmp_path]).name == "The Herald"
    with pytest.raises(SiteError, match="no site 'heral' is registered; did you mean 'herald'"):
        Site.load("heral", [tmp_path])
    with pytest.raises(SiteError, match="no folder of site files"):
        Site.load("herald", [tmp_path / "none"])


def test_one_id_in_two_folders_is_an_error(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "herald.yaml").write_text(yaml.safe_dump(HERALD))
    with pytest.raises(SiteError, match="'herald' has two files"):
        sites([tmp_path / "a", tmp_path / "b"])


def test_one_broken_file_stops_everything_unless_the_caller_takes_the_error(tmp_path: Path) -> None:
    (tmp_path / "herald.yaml").write_text(yaml.safe_dump(HERALD))
    (tmp_path / "broken.yaml").write_text("name: [")
    (tmp_path / "notes.txt").write_text("no site")
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(SiteError, match=r"broken\.yaml"):
        sites([tmp_path])
    errors: list[SiteError] = []
    assert [s.id for s in sites([tmp_path], on_error=errors.append)] == ["herald"]
    assert len(errors) == 2


def test_folders_come_from_the_environment_only_where_it_is_given() -> None:
    assert folders({"CORANTO_SITES": os.pathsep.join(["one", "", "two"])}) == (Path("one"), Path("two"))
    assert [f.name for f in folders({})] == ["sites"]


def test_the_registry_of_the_package_is_sound_and_says_what_is_unproved() -> None:
    found = {s.id: s for s in sites(folders({}))}
    assert len(found) >= 8
    assert len({s.languages[0] for s in found.values()}) >= 6
    assert not found["fr.sputniknews.africa"].verified
    for site in found.values():
        assert site.verified or not site.enabled, f"{site.id} is enabled but nobody has tried it"
        assert site.discover
        assert site.articles
        assert all(site.owns(s.url) for s in site.discover if s.kind in ("front", "dated"))


def test_the_crawl_function_is_not_hidden_by_its_module() -> None:
    import spiders

    module = type(sys)("spiders.crawl")
    module.crawl = sentinel = object()  # type: ignore[attr-defined]
    before = vars(spiders).get("crawl")
    try:
        spiders.crawl = module  # type: ignore[assignment] # what Python does after `import spiders.crawl`
        assert spiders.crawl is sentinel
    finally:
        del spiders.crawl
        if before is not None:
            spiders.crawl = before
