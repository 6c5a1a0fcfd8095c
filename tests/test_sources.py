"""The page *Sources*: who may see it, how much it reads and sends, what it shows, and that nobody else can post its forms."""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_web import Outline, served

from pipelines.archive import Archive, open_archive
from pipelines.corpus.batches import Batch, Batches
from pipelines.corpus.health import Day, Health, Shard, note, shard_of
from pipelines.errors import QueryError
from spiders.airflow.source_lines import Line, chosen, line
from spiders.airflow.sources import Healths, Registry, Sources
from spiders.choice import Members
from spiders.site import Site

SITES = 1000
MOST_BYTES, MOST_REQUESTS = 300_000, 17
TODAY = datetime.now(UTC).date()
YAML = """name: {name}
home: https://{id}.example/
languages: [{language}]
time_zone: UTC
country: {country}
media_type: newspaper
discover:
  - feed: /rss
"""
HOSTILE = "<script>alert(1)</script> Gazette"


class Counted:
    """A store that counts what is asked of it."""

    def __init__(self, store: Any) -> None:
        self.store, self.asked = store, Counter[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked[name] += 1
        return getattr(self.store, name)


def site(id_: str = "herald", **more: str) -> Site:
    fields = {"id": id_, "name": "The Herald", "language": "fr", "country": "FR"} | more
    return Site.parse(id_, YAML.format(**fields).encode())


def batch(day: date, **more: Any) -> Batch:
    counts = {"announced": 40, "published": 38, "rejected": 1, "failed": 1}
    made = Batch(
        span=f"{day:%Y%m%d}", day=day.isoformat(), kind="days", complete=True, finish="finished",
        ended=f"{day}T05:00:00+00:00", counts=counts, state="published",
        digests={"commit": "a" * 40, "cleaner": "coranto-clean 2", "site": "b" * 64},
    )  # fmt: skip
    return replace(made, **more)


def history(id_: str, days: int = 40, *, holes: tuple[int, ...] = ()) -> Batches:
    ago = (n for n in range(1, days + 1) if n not in holes)
    found = sorted((batch(TODAY - timedelta(days=n)) for n in ago), key=lambda b: b.key)
    return Batches(site=id_, batches=tuple(found))


def forty_days(folder: Path) -> Archive:
    """Forty days of a thousand sites."""
    archive = open_archive(folder)
    from pipelines.archive import plain
    from pipelines.corpus.health import health

    shards: dict[str, dict[str, Health]] = {}
    for n in range(SITES):
        id_ = f"paper{n:04}"
        shards.setdefault(shard_of(id_), {})[id_] = health(history(id_, holes=(n % 9, n % 31)))
    for digit, found in shards.items():
        archive.work.overwrite(f"health/{digit}.json", plain.encode(Shard(sites=found)))
    return archive


def registered(folder: Path) -> Registry:
    """Their files, and a broken one."""
    for n in range(SITES):
        id_ = f"paper{n:04}"
        name = HOSTILE if n == 7 else f"The Paper {n}"
        country, language = ("FR", "fr") if n % 4 else ("DE", "de")
        (folder / f"{id_}.yaml").write_text(
            YAML.format(id=id_, name=name, country=country, language=language)
        )
    (folder / "broken.yaml").write_text("name: [")
    return Registry({"CORANTO_SITES": str(folder)})


@contextmanager
def logged_in(folder: Path) -> Iterator[dict[str, str]]:
    """Airflow's own log-in, with a token for an administrator and for a viewer."""
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setenv("AIRFLOW_HOME", str(folder))
        patch.setenv("AIRFLOW__API_AUTH__JWT_SECRET", "s" * 64)
        patch.setenv("AIRFLOW__API__SECRET_KEY", "k" * 64)
        from airflow.api_fastapi.app import create_auth_manager
        from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
        from airflow.configuration import conf
        from airflow.models.revoked_token import RevokedToken
        from sqlalchemy import create_engine

        # Where another test imported Airflow first, its database is in that test's home.
        engine = create_engine(conf.get("database", "sql_alchemy_conn"))
        RevokedToken.metadata.create_all(engine, tables=[RevokedToken.__table__])
        engine.dispose()
        manager = create_auth_manager()
        yield {
            role: manager.generate_jwt(SimpleAuthManagerUser(username=role, role=role))
            for role in ("admin", "viewer")
        }


@contextmanager
def opened(archive: Archive, registry: Registry) -> Iterator[httpx.Client]:
    """The page behind a server, as Airflow mounts it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from spiders.airflow.source_app import sources_app

        sources = Sources(registry=registry, healths=Healths(archive=lambda: archive))
        # Nobody answers at this address: what would be started is refused, and said.
        with served(sources_app(sources, "http://127.0.0.1:9")) as running:
            yield running


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return forty_days(tmp_path_factory.mktemp("thousand"))


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return registered(tmp_path_factory.mktemp("sites"))


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with logged_in(tmp_path_factory.mktemp("airflow")) as found:
        yield found


@pytest.fixture(scope="module")
def work(thousand: Archive) -> Counted:
    return Counted(thousand.work)


@pytest.fixture(scope="module")
def client(
    thousand: Archive, registry: Registry, tokens: dict[str, str], work: Counted
) -> Iterator[httpx.Client]:
    """Only after ``tokens``: Airflow's settings are read once."""
    with opened(replace(thousand, work=work), registry) as running:
        yield running


def login(tokens: dict[str, str], role: str = "admin") -> dict[str, str]:
    return {"authorization": f"Bearer {tokens[role]}"}


def test_no_route_answers_without_a_log_in(client: httpx.Client) -> None:
    for path in ("/sources", "/sources.css", "/sources/gap?site=paper0001"):
        assert client.get(path).status_code == 401, path
    for path in ("/sources/gap", "/sources/fleet"):
        assert client.post(path, data={"q": ""}).status_code == 401, path
    for path in ("/docs", "/openapi.json", "/redoc"):
        assert client.get(path).status_code == 404, path
    assert client.get("/sources", headers={"authorization": "Bearer nonsense"}).status_code in (401, 403)


def test_a_view_of_a_thousand_sites_is_small_and_reads_little(
    client: httpx.Client, tokens: dict[str, str], work: Counted
) -> None:
    work.asked.clear()
    first = client.get("/sources", headers=login(tokens))
    assert first.status_code == 200
    assert len(first.content) <= MOST_BYTES
    assert sum(work.asked.values()) <= MOST_REQUESTS
    work.asked.clear()
    again = client.get("/sources", headers=login(tokens), params={"page": 3, "q": "country:FR"})
    assert len(again.content) <= MOST_BYTES
    assert work.asked == Counter({"list": 1})
    for answer in (first, again):
        shown = Outline(answer.text.replace("<path", "<br").replace("<!doctype html>", ""))
        assert len(shown.all("tr")) == 101
        assert "http://" not in answer.text.replace("http://127.0.0.1:9", "")


def test_a_change_is_seen_at_the_next_view(
    client: httpx.Client, tokens: dict[str, str], thousand: Archive
) -> None:
    def state() -> str:
        answer = client.get("/sources", headers=login(tokens), params={"q": "site:paper0013"})
        return answer.text

    assert "blocked</span>" not in state()
    last = batch(TODAY - timedelta(days=1), complete=False, finish="blocked", ended=f"{TODAY}T06:00:00+00:00")
    note(thousand, history("paper0013").with_batch(last))
    assert "blocked</span>" in state()


def test_nothing_of_a_site_is_taken_for_markup(client: httpx.Client, tokens: dict[str, str]) -> None:
    answer = client.get("/sources", headers=login(tokens), params={"q": "site:paper0007"})
    assert "&lt;script&gt;" in answer.text
    assert "<script" not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    wrong = client.get("/sources", headers=login(tokens), params={"q": "colour:<b>"})
    assert wrong.status_code == 400
    assert "<b>" not in wrong.text


def form(client: httpx.Client, tokens: dict[str, str], **change: str) -> httpx.Response:
    page = client.get("/sources/gap", params={"site": "paper0001"}, headers=login(tokens))
    assert page.status_code == 200, page.text
    token = next(
        i["value"]
        for i in Outline(page.text.replace("<path", "<br")).all("input")
        if i.get("name") == "token"
    )
    fields = {
        "site": "paper0001",
        "since": "2026-01-01",
        "until": "2026-01-03",
        "mode": "none",
        "token": token,
    }
    headers = login(tokens) | {"content-type": "application/x-www-form-urlencoded"}
    if "origin" in change:
        headers["sec-fetch-site"] = change.pop("origin")
    return client.post("/sources/gap", content=urlencode(fields | change), headers=headers)


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({}, 502, "no answer"),  # so far it comes, and Airflow is asked
        ({"token": "0" * 64}, 403, "Sources"),
        ({"origin": "cross-site"}, 403, "Sources"),
        ({"until": "2026-01-01"}, 400, "until is the day after"),
        ({"site": "nowhere"}, 404, "nowhere"),
        ({"mode": "everything"}, 422, "mode"),
        ({"since": "yesterday"}, 422, "since"),
    ],
)
def test_only_our_own_form_starts_a_backfill(
    client: httpx.Client, tokens: dict[str, str], change: dict[str, str], status: int, says: str
) -> None:
    answer = form(client, tokens, **change)
    assert answer.status_code == status
    assert says in answer.text


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({}, 502, "no answer"),
        ({"dry_run": "true"}, 502, "no answer"),
        ({"q": "country:XX"}, 400, "no enabled site"),  # and not every site there is
        ({"what": "none"}, 422, "what"),
        ({"token": "0" * 64}, 403, "Sources"),
    ],
)
def test_the_gaps_of_the_sites_that_are_shown_are_filled_and_of_no_others(
    client: httpx.Client, tokens: dict[str, str], change: dict[str, str], status: int, says: str
) -> None:
    page = client.get("/sources", headers=login(tokens)).text
    token = next(
        i["value"] for i in Outline(page.replace("<path", "<br")).all("input") if i.get("name") == "token"
    )
    fields = {
        "since": "2026-01-01",
        "until": "2026-01-03",
        "what": "missing",
        "token": token,
        "q": "country:FR",
    }
    headers = login(tokens) | {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/sources/fleet", content=urlencode(fields | change), headers=headers)
    assert (answer.status_code, says in answer.text) == (status, True)


def test_the_form_of_the_fleet_asks_in_the_words_of_its_dag(tokens: dict[str, str]) -> None:
    """Airflow takes any key without a word, and would fill the gaps of every site."""
    from spiders.airflow.fill_dag import fill_dag
    from spiders.airflow.source_app import WHATS, filling

    form = fill_dag().params
    asked = [filling(["herald", "umibe"], date(2026, 1, 1), date(2026, 1, 3), what) for what in WHATS]
    assert all(set(conf) <= set(form) for conf in asked)
    assert set(form.get_param("what").schema["enum"]) == set(WHATS)


def test_a_form_of_another_user_is_refused(client: httpx.Client, tokens: dict[str, str]) -> None:
    from spiders.airflow.auth import form_token

    assert form(client, tokens, token=form_token("viewer")).status_code == 403


def shown(days: dict[int, Day], **more: Any) -> Line:
    known = {(TODAY - timedelta(days=n)).isoformat(): day for n, day in days.items()}
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    one = site()
    return line(one, Health(site="herald", days=known, **more), one.closed_day(now))


def test_a_line_is_made_anew_when_the_file_the_health_or_the_day_is_another(
    thousand: Archive, registry: Registry
) -> None:
    sources = Sources(registry=registry, healths=Healths(archive=lambda: thousand))
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)

    def found(after: timedelta = timedelta()) -> Line:
        return next(one for one in sources.lines(now + after) if one.site.id == "paper0017")

    first = found()
    assert found() is first
    tomorrow = found(timedelta(days=1))
    assert tomorrow.gap != first.gap
    note(thousand, history("paper0017", 39))
    changed = found()
    assert changed.health != first.health
    file = Path(registry.environ["CORANTO_SITES"]) / "paper0017.yaml"
    file.write_text(file.read_text().replace("The Paper", "The New Paper"))
    assert found().site.name == "The New Paper 17"


NONE: Members = lambda _: frozenset()  # noqa: E731
WHOLE = Day(announced=9, published=9, complete=True)


def test_the_gap_spans_every_day_that_no_crawl_closed() -> None:
    one = shown({9: WHOLE, 7: Day(announced=4), 5: WHOLE, 1: WHOLE})
    assert one.gap is not None
    assert (one.gap.since, one.gap.until) == (TODAY - timedelta(days=8), TODAY - timedelta(days=1))
    assert (one.gap.days, one.gap.tried, one.state) == (6, True, "gap")
    assert shown(dict.fromkeys(range(1, 40), WHOLE)).gap is None
    assert shown({}).state == "new"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("country:FR", True),
        ("country:fr type:newspaper language:fr", True),
        ("country:DE", False),
        ("health:gap", True),
        ("health:good", False),
        ("her", True),
        ("site:her", False),
        ("country:DE,FR -health:gap", False),
        ("-country:DE health:gap,odd", True),
        ("collection:nordic", False),
    ],
)
def test_the_filter_box(text: str, found: bool) -> None:
    assert chosen(text, NONE)(shown({3: WHOLE})) is found


@given(st.text(max_size=60))
def test_no_filter_breaks_the_page(text: str) -> None:
    with suppress(QueryError):
        assert chosen(text, NONE)(shown({3: WHOLE})) in (True, False)
