"""The table of programs, the supervisor's configuration and the programs' environment."""

import configparser
import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from pipelines.errors import ConfigError, PartFailed, StackError
from pipelines.settings import Home, read_json
from pipelines.stack import environment, first, home, parts, ports, supervise


@pytest.fixture(autouse=True)
def _sockets_of_long_homes_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


NUMBERS = {name: 1000 + n for n, name in enumerate(ports.WANTED)}


@pytest.mark.parametrize("part", parts.TABLE, ids=lambda part: part.name)
def test_every_part_is_filled_and_comes_back_from_its_file(part: parts.Part) -> None:
    filled = parts.fill(part, Home("/srv/a b"), NUMBERS)
    assert not [word for word in filled.command if re.search(r"\{[a-z_.0-9]+\}", word)]
    assert Path(filled.command[0]).is_absolute()
    assert parts.from_json(json.loads(json.dumps(parts.to_json(filled)))) == filled


def test_the_scheduler_stops_first_and_the_stores_last() -> None:
    order = {part.name: part.priority for part in parts.TABLE}
    assert order["scheduler"] > order["dag-processor"] > order["api-server"] > order["postgres"]
    assert order["indexer"] > order["seaweedfs"]
    assert {part.name for part in parts.TABLE if part.stop_as_group} == {"scheduler"}


def test_seaweedfs_listens_on_the_loopback_interface_and_tells_nobody() -> None:
    assert {"-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", "-disableHttp=true"} <= set(
        parts.WEED
    )


@pytest.mark.parametrize("command", [f"{sys.executable} -c 'a b'", [sys.executable, "-c", "a b"]])
def test_a_caller_adds_a_program_by_its_command(command: str | list[str]) -> None:
    assert parts.extra("news", command).command == (sys.executable, "-c", "a b")


@pytest.mark.parametrize(
    ("name", "command"), [("a b", "ls"), ("x\ny", "ls"), ("news", "no-such-program"), ("news", "")]
)
def test_a_program_that_cannot_be_is_named(name: str, command: str) -> None:
    with pytest.raises(ConfigError, match="part"):
        parts.extra(name, command)


@pytest.mark.parametrize("folder", ["plain", "with space", "semi ;colon", "ünïcode"])
def test_the_supervisors_file_survives_any_folder(tmp_path: Path, folder: str) -> None:
    at = Home(tmp_path / folder)
    home.prepare(at)
    supervise.configure(at, [parts.fill(part, at, NUMBERS) for part in parts.TABLE])
    path = at.run / "supervisord.conf"
    assert path.stat().st_mode & 0o777 == 0o600
    read = configparser.RawConfigParser()
    read.read_string(path.read_text())
    section = read["program:scheduler"]
    assert section["stdout_logfile"].replace("%%", "%") == str(at.logs / "scheduler.log")
    assert shlex.split(section["command"])[0] == sys.executable
    assert not [name for name in read.sections() if name.startswith("group:")]


def test_programs_get_the_allow_list_and_no_secret(tmp_path: Path) -> None:
    at = Home(tmp_path)
    home.prepare(at)
    secrets = home.make_secrets(at)
    home.write_json(at.path / "stack.json", {"addresses": {"s3": "http://127.0.0.1:8333"}})
    given = {
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "stranger",
        "PYTHONDONTWRITEBYTECODE": "1",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__DAGS_FOLDER": "another Airflow's",
        "CORANTO_SITES": "/sites",
        "no_proxy": "intern.example",
        "CORANTO_DAGS": str(tmp_path),
    }
    got = environment.for_programs(at, NUMBERS, given)
    assert not got.keys() & {"AWS_SECRET_ACCESS_KEY", "PYTHONDONTWRITEBYTECODE", "AIRFLOW__CORE__DAGS_FOLDER"}
    assert got["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert (got["CORANTO_SITES"], got["CORANTO_HOME"]) == ("/sites", str(tmp_path))
    assert got["no_proxy"].split(",") == ["intern.example", "127.0.0.1", "localhost", "::1"]
    assert f":{NUMBERS['airflow']}/execution/" in got["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"]
    assert not [text for text in secrets.texts() if text in str(got)]
    assert secrets.fernet in environment.airflow_secrets(at).values(), (
        "the twin: Airflow's programs do get them"
    )


def test_a_folder_of_dags_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no folder of DAGs at .*/none"):
        environment.dags({"CORANTO_DAGS": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("postgresql://u:p@h:1/n", "postgresql+psycopg2://u:p@h:1/n"),
        ("postgres://h/n", "postgresql+psycopg2://h/n"),
        ("postgresql+psycopg2://h/n?sslmode=require", "postgresql+psycopg2://h/n?sslmode=require"),
    ],
)
def test_another_postgresql_is_taken_by_url(tmp_path: Path, url: str, want: str) -> None:
    at = Home(tmp_path)
    home.prepare(at)
    home.make_secrets(at, url)
    assert environment.database_url(at) == want


@pytest.mark.parametrize("url", ["sqlite:///x", "h/n", "mysql://h/n"])
def test_a_database_that_is_no_postgresql_is_refused_without_showing_it(tmp_path: Path, url: str) -> None:
    at = Home(tmp_path)
    home.prepare(at)
    home.make_secrets(at, url)
    with pytest.raises(ConfigError, match="must be a URL like postgresql") as said:
        environment.database_url(at)
    assert url not in str(said.value)


def test_a_home_of_an_earlier_version_gets_the_identities_that_it_lacks(tmp_path: Path) -> None:
    at = Home(tmp_path)
    home.prepare(at)
    made = home.make_secrets(at)
    held = read_json(at.path / "secrets.json")
    del held["keys"]["read"]
    home.write_json(at.path / "secrets.json", held)
    assert "read" not in at.secrets().keys
    again = home.make_secrets(at)
    assert again.keys["read"] != made.keys["read"]
    assert {name: pair for name, pair in again.keys.items() if name != "read"} == {
        name: pair for name, pair in made.keys.items() if name != "read"
    }


def test_secrets_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    at = Home(tmp_path / "home")
    home.prepare(at)
    made = home.make_secrets(at)
    assert home.make_secrets(at).texts() == made.texts()
    passwords = at.airflow / "simple_auth_manager_passwords.json.generated"
    assert read_json(passwords) == made.passwords
    for path in (at.path / "secrets.json", passwords):
        assert path.stat().st_mode & 0o777 == 0o600
    for folder in (at.path, at.run, at.logs, at.postgres, at.objects, at.spool):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_strangers_folder_in_the_place_of_our_sockets_is_refused(tmp_path: Path) -> None:
    at = Home(tmp_path / ("long" * 40))
    at.sockets.mkdir()
    at.sockets.chmod(0o777)
    with pytest.raises(StackError, match="is not a private folder of ours"):
        home.prepare(at)
    at.sockets.chmod(0o700)
    home.prepare(at)


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    at = Home(tmp_path)
    home.prepare(at)
    home.make_secrets(at, "postgresql://airflow:top-secret@127.0.0.1:1/news")
    with pytest.raises(PartFailed, match=r"CORANTO_DATABASE does not let us in: .*refused") as said:
        first.migrate(at, {})
    assert "top-secret" not in str(said.value)
