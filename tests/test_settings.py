"""The environment's settings, the home's folders, and connect."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.corpus import Server
from pipelines.errors import ConfigError, StackError
from pipelines.settings import SETTINGS, SOCKET_LIMIT, Home, Secrets, connect
from pipelines.stack.home import make_secrets

ROOT = Path(__file__).parents[1]
NO_VARIABLES = {"CORANTO_SOAK", "CORANTO_SEED", "CORANTO_RECORD", "CORANTO_ALLOW_PRIVATE", "CORANTO_SPOOL"}
"""The last two are settings of Scrapy, the others are for tests."""


def a_started_home(folder: Path) -> Home:
    home = Home(folder)
    addresses = {
        name: f"http://127.0.0.1:{n}" for n, name in enumerate(("airflow", "search", "s3", "catalog"), 1)
    }
    (folder / "stack.json").write_text(
        json.dumps({"addresses": addresses, "warehouse": "s3://corpus", "ports": {}})
    )
    secrets = {
        "fernet": "fernet-secret",
        "jwt": "jwt-secret",
        "api": "api-secret",
        "keys": {"crawl": ["crawl-1", "crawl-secret"], "publish": ["publish-1", "publish-secret"]},
        "passwords": {"admin": "admin-secret"},
        "database": None,
    }
    (folder / "secrets.json").write_text(json.dumps(secrets))
    return home


def test_every_variable_that_the_packages_name_is_declared_with_help() -> None:
    texts = (
        path.read_text() for package in ("pipelines", "spiders") for path in (ROOT / package).rglob("*.py")
    )
    named = {name for text in texts for name in re.findall(r"\bCORANTO_[A-Z_]+\b", text)} - NO_VARIABLES
    declared = {setting.name for setting in SETTINGS}
    assert named <= declared
    assert all(setting.help.endswith(".") and setting.default for setting in SETTINGS)


def test_the_home_is_the_argument_then_the_environment_then_a_folder_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CORANTO_HOME", raising=False)
    assert Home().path == tmp_path / ".coranto"
    monkeypatch.setenv("CORANTO_HOME", str(tmp_path / "set"))
    assert Home().path == tmp_path / "set"
    assert Home(tmp_path / "said").path == tmp_path / "said"


def test_connecting_where_nothing_was_started_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"no stack was started in {tmp_path}; run `coranto up`")):
        connect(tmp_path)


def test_connect_gives_addresses_and_each_identity_its_keys(tmp_path: Path) -> None:
    stack = connect(a_started_home(tmp_path))
    assert (stack.airflow_url, stack.search_url) == ("http://127.0.0.1:1", "http://127.0.0.1:2")
    assert (stack.s3_endpoint, stack.catalog_uri) == ("http://127.0.0.1:3", "http://127.0.0.1:4")
    assert (stack.archive.spool, stack.index) == (tmp_path / "spool", tmp_path / "index")
    keys = stack.keys("publish")
    assert (keys.access, keys.secret, keys.endpoint) == ("publish-1", "publish-secret", stack.s3_endpoint)
    assert stack.archive.objects.url == "s3://archive"
    settings = stack.corpus_settings
    assert (settings.uri, settings.warehouse, settings.keys) == (stack.catalog_uri, "s3://corpus", keys)
    with pytest.raises(ConfigError, match="no S3 identity 'nobody'; there are crawl, publish"):
        stack.keys("nobody")


def test_a_stack_that_was_started_with_a_search_server_asks_it(tmp_path: Path) -> None:
    home = a_started_home(tmp_path)
    url = "https://clerk:hidden@search.example:9200/news"
    home.airflow.mkdir()
    make_secrets(home, None, url)
    stack = connect(home)
    assert stack.index == stack.corpus.index == Server.of(url)
    assert url in home.secrets().texts()
    assert "hidden" not in f"{stack.corpus!r} {stack.corpus.place!r}"
    make_secrets(home)
    assert connect(home).corpus.index == home.index


def test_secrets_never_show_themselves(tmp_path: Path) -> None:
    secrets = a_started_home(tmp_path).secrets()
    shown = f"{secrets} {secrets!r} {connect(tmp_path)!r} {connect(tmp_path).keys()!r}"
    assert len(secrets.texts()) == 6
    assert not [text for text in secrets.texts() if text in shown]
    assert "crawl-secret" in str(vars(type("Open", (), {"keys": secrets.keys}))), (
        "the twin: plain values do show"
    )


def test_a_foreign_database_url_counts_as_a_secret() -> None:
    secrets = Secrets(fernet="f", jwt="j", api="a", keys={}, passwords={}, database="postgresql://u:pw@h/n")
    assert "postgresql://u:pw@h/n" in secrets.texts()


@pytest.mark.parametrize("name", ["stack.json", "secrets.json"])
@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\x00"])
def test_a_broken_file_is_named(tmp_path: Path, name: str, text: str) -> None:
    home = a_started_home(tmp_path)
    (tmp_path / name).write_text(text)
    with pytest.raises(StackError, match=re.escape(str(tmp_path / name))):
        _ = (home.stack, home.secrets())


@pytest.mark.parametrize("bad", ["a\nb", "a$HOME", "per%cent"])
def test_a_home_that_programs_would_misread_is_refused(bad: str) -> None:
    with pytest.raises(ConfigError, match="choose another"):
        Home(f"/srv/{bad}")


@given(st.lists(st.text(alphabet="abc é;", min_size=1, max_size=40), min_size=1, max_size=8))
def test_socket_paths_stay_short_wherever_the_home_is(names: list[str]) -> None:
    home = Home(Path("/srv", *names))
    for folder in (home.sockets, home.postgres_socket):
        assert len(str(folder / ".s.PGSQL.5432.lock").encode()) <= SOCKET_LIMIT
    assert Home(Path("/srv", *names)).sockets == home.sockets
    assert Home(Path("/srv", *names, "other" * 30)).sockets != home.sockets
