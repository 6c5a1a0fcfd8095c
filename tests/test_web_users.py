"""Who may see what where the desk is served to others."""

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from test_web import Outline, served
from web_papers import filled

from pipelines.corpus import Corpus
from pipelines.errors import ConfigError
from pipelines.settings import per_minute
from pipelines.web import app
from pipelines.web.admission import Door
from pipelines.web.limits import Limits
from pipelines.web.server import At, serve
from pipelines.web.users import MOST_FAILURES, Users
from pipelines.web.viewers import ROLES, SECONDS, Viewer, believed, signed
from spiders.cli import main

PASSWORD = "correct horse battery"
SECRET = "shared with the plugin"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = filled(tmp_path_factory.mktemp("users"))
    made.freeze("tram", name="kept")
    return made


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Users:
    made = Users(tmp_path_factory.mktemp("db") / "users.sqlite")
    for role in ROLES:
        made.add(role, role, PASSWORD)
    return made


@pytest.fixture(scope="module")
def tokens(users: Users) -> dict[str, str]:
    return {role: users.give_token(role) for role in ROLES}


@pytest.fixture(scope="module")
def client(corpus: Corpus, users: Users) -> Iterator[httpx.Client]:
    with served(app(corpus, door=Door(users=users, secret=SECRET))) as made:
        yield made


@pytest.fixture(scope="module")
def name(corpus: Corpus) -> str:
    return corpus.search("zebra").hits[0].id


def bearer(token: str, accept: str = "application/json") -> dict[str, str]:
    return {"authorization": f"Bearer {token}", "accept": accept}


# Roles


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/api/count?q=tram", "counts"),
        ("/api/histogram?q=tram", "counts"),
        ("/api/known?q=tram", "counts"),
        ("/api/compare?q=tram", "counts"),
        ("/api/coverage", "counts"),
        ("/", "counts"),
        ("/compare", "counts"),
        ("/api/search?q=tram", "snippets"),
        ("/api/concordance?q=tram", "snippets"),
        ("/api/articles/{name}", "full"),
        ("/api/articles/{name}/history", "full"),
        ("/api/articles/{name}/removed", "full"),
        ("/articles/{name}", "full"),
        ("/articles/{name}/removed", "full"),
        ("/articles/{name}/history", "full"),
        ("/raw/{name}", "full"),
        ("/api/export?q=tram", "full"),
        ("/api/sample?q=tram", "full"),
        ("/cdx?url=https://herald.example/*", "full"),
        ("/frozen", "counts"),
        ("/frozen/kept", "counts"),
        ("/api/frozen", "counts"),
        ("/api/frozen/kept", "counts"),
        ("/api/frozen/kept/dataset", "counts"),
        ("/api/frozen/kept/download?form=edition", "counts"),
        ("/api/frozen/kept/download?form=ro-crate", "full"),
        ("/api/frozen/kept/download?form=jsonl", "full"),
        ("/audit", "admin"),
    ],
)
def test_each_role_sees_its_part_and_no_more(
    client: httpx.Client, tokens: dict[str, str], name: str, path: str, least: str
) -> None:
    for role in ROLES:
        answer = client.get(path.format(name=name), headers=bearer(tokens[role]))
        allowed = ROLES.index(role) >= ROLES.index(least)
        assert (answer.status_code != 403) is allowed, role
        assert answer.status_code in (200, 403)
    assert client.get(path.format(name=name)).status_code == 401  # nobody


def test_whoever_may_count_sees_no_word_of_an_article(client: httpx.Client, tokens: dict[str, str]) -> None:
    shown = client.get("/?q=zebra", headers=bearer(tokens["counts"], "text/html")).text
    assert "1 article" in shown
    assert "You may see counts only" in shown
    assert "means harm" not in shown
    assert "/articles/" not in shown
    in_context = client.get("/?q=zebra&view=context", headers=bearer(tokens["counts"], "text/html")).text
    assert "means harm" not in in_context
    snippets = client.get("/?q=zebra", headers=bearer(tokens["snippets"], "text/html")).text
    assert "means harm" in snippets
    assert "/articles/" not in snippets
    assert "/api/export" not in snippets


def test_without_a_door_the_same_article_is_open_to_anybody(corpus: Corpus, name: str) -> None:
    """The twin."""
    with served(app(corpus)) as open_to_all:
        assert open_to_all.get(f"/raw/{name}").status_code == 200


# Tokens


@pytest.mark.parametrize("token", ["x", "coranto_", "coranto_" + "a" * 43, "é"])
def test_a_token_that_was_never_given_opens_nothing(client: httpx.Client, token: str) -> None:
    answer = client.get("/api/count", headers={b"authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_revoked_token_opens_nothing_any_more(client: httpx.Client, users: Users) -> None:
    users.add("guest", "full")
    token = users.give_token("guest", "notebook")
    assert client.get("/api/count", headers=bearer(token)).status_code == 200
    (listed,) = [user for user in users.all() if user.name == "guest"]
    assert [note for _, note in listed.tokens] == ["notebook"]
    users.revoke(listed.tokens[0][0])
    assert client.get("/api/count", headers=bearer(token)).status_code == 401
    other = users.give_token("guest")
    users.revoke("guest")
    assert client.get("/api/count", headers=bearer(other)).status_code == 401
    with pytest.raises(ConfigError, match="no user or token"):
        users.revoke("guest")


def test_the_file_holds_no_secret_and_is_its_owner_s(users: Users, tokens: dict[str, str]) -> None:
    held = users.path.read_bytes()
    for secret in (
        PASSWORD,
        *tokens.values(),
        *(token.removeprefix("coranto_") for token in tokens.values()),
    ):
        assert secret.encode() not in held
    assert b"$argon2id$" in held
    assert users.path.stat().st_mode & 0o777 == 0o600


# Passwords and forms


def form_of(client: httpx.Client, path: str = "/login") -> dict[str, str]:
    shown = Outline(client.get(path, headers={"accept": "text/html"}).text)
    return {i["name"]: i["value"] for i in shown.all("input") if i.get("type") == "hidden"}


@pytest.fixture
def visitor(client: httpx.Client) -> Iterator[httpx.Client]:
    """A browser with cookies of its own."""
    with httpx.Client(base_url=client.base_url, trust_env=False, headers={"accept": "text/html"}) as made:
        yield made


def test_a_password_opens_the_page_that_was_asked_for(visitor: httpx.Client, name: str) -> None:
    asked = visitor.get(f"/articles/{name}?x=1")
    assert (asked.status_code, asked.headers["location"]) == (
        303,
        f"/login?next=%2Farticles%2F{name}%3Fx%3D1",
    )
    hidden = form_of(visitor, asked.headers["location"])
    answer = visitor.post("/login", data={**hidden, "name": "full", "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{name}?x=1")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    shown = visitor.get(f"/articles/{name}")
    assert shown.status_code == 200
    assert "Log out" in shown.text
    token = form_of(visitor, f"/articles/{name}")["token"]
    assert visitor.post("/logout", data={"token": "wrong"}).status_code == 403
    assert visitor.get("/").status_code == 200  # still there
    assert visitor.post("/logout", data={"token": token}).status_code == 303
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    ("given", "headers", "status"),
    [
        ({"password": "wrong password"}, {}, 401),
        ({"name": "nobody"}, {}, 401),
        ({"token": "0" * 64}, {}, 403),
        ({}, {"origin": "https://evil.example"}, 403),
        ({}, {"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_a_wrong_or_foreign_form_opens_nothing(
    visitor: httpx.Client, given: dict[str, str], headers: dict[str, str], status: int
) -> None:
    hidden = form_of(visitor)
    form = {**hidden, "name": "full", "password": PASSWORD, **given}
    assert visitor.post("/login", data=form, headers=headers).status_code == status
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    "next", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"]
)
def test_after_log_in_nobody_is_sent_elsewhere(visitor: httpx.Client, next: str) -> None:  # noqa: A002
    hidden = form_of(visitor)
    answer = visitor.post("/login", data={**hidden, "next": next, "name": "full", "password": PASSWORD})
    assert answer.headers["location"] == "/"


def test_guessing_is_slowed_down(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.sqlite")
    users.add("jane", "full", PASSWORD)
    for _ in range(MOST_FAILURES):
        assert users.log_in("jane", "wrong password") is None
    assert users.log_in("jane", PASSWORD) is None
    users.add("joe", "full", PASSWORD)
    assert users.log_in("joe", PASSWORD)


def test_a_session_ends_and_a_new_role_ends_it(users: Users) -> None:
    users.add("jo", "full", PASSWORD)
    session = users.log_in("jo", PASSWORD)
    assert session
    assert users.of_session(session)
    users.add("jo", "counts")
    assert users.of_session(session) is None
    again = users.log_in("jo", PASSWORD)
    assert again
    with sqlite3.connect(users.path) as db:
        db.execute("update sessions set until = ?", (datetime(2020, 1, 1, tzinfo=UTC).isoformat(),))
    db.close()
    assert users.of_session(again) is None


# How often


def test_each_user_may_ask_so_often_and_others_are_not_held_up(corpus: Corpus, tmp_path: Path) -> None:
    users = Users(tmp_path / "users.sqlite")
    asked = {}
    for name in ("jane", "joe"):
        users.add(name, "full")
        asked[name] = bearer(users.give_token(name))
    again = bearer(users.give_token("jane", "another"))
    with served(app(corpus, door=Door(users=users, per_minute=12))) as client:
        assert [client.get("/api/count", headers=asked["jane"]).status_code for _ in range(12)] == [200] * 12
        late = client.get("/api/count", headers=again)  # another token of the same user
        assert (late.status_code, late.headers["content-type"]) == (429, "application/problem+json")
        assert 1 <= int(late.headers["retry-after"]) <= 5
        shown = client.get("/", headers=asked["jane"] | {"accept": "text/html"})
        assert (shown.status_code, "Too many requests" in shown.text) == (429, True)
        assert client.get("/static/coranto.css").status_code == 200
        assert client.get("/healthz").status_code == 200
        assert client.get("/api/export?q=tram", headers=asked["joe"]).status_code == 200  # as dear as ten
        assert client.get("/api/count", headers=asked["joe"]).status_code == 200
        assert client.get("/api/export?q=tram", headers=asked["joe"]).status_code == 429
        assert [client.get("/login", headers={"accept": "text/html"}).status_code for _ in range(13)][
            -1
        ] == 429


def test_without_a_limit_and_on_this_machine_anybody_may_ask_as_often_as_they_like(
    corpus: Corpus, tmp_path: Path
) -> None:
    """The twin, and the exception."""
    users = Users(tmp_path / "users.sqlite")
    users.add("jane", "full")
    headers = bearer(users.give_token("jane"))
    for door in (Door(users=users), Door(per_minute=3)):
        with served(app(corpus, door=door)) as client:
            assert {client.get("/api/count", headers=headers).status_code for _ in range(20)} == {200}


def test_what_was_used_up_comes_back_with_time() -> None:
    now = [0.0]
    limits = Limits(per_minute=6, clock=lambda: now[0])
    assert [limits.wait("jane") for _ in range(7)] == [0.0] * 6 + [10.0]
    now[0] = 9.0
    assert limits.wait("jane") == pytest.approx(1.0)
    now[0] = 10.0
    assert limits.wait("jane") == 0.0
    assert limits.wait("joe", cost=100) == 0.0  # no request is dearer than all of a minute
    now[0] = 3600.0
    assert [limits.wait("jane") for _ in range(7)] == [0.0] * 6 + [10.0]  # and none are saved up


@pytest.mark.parametrize(("text", "number"), [("", 300), ("0", 0), ("60", 60), ("-1", None), ("often", None)])
def test_the_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch, text: str, number: int | None) -> None:
    monkeypatch.setenv("CORANTO_PER_MINUTE", text)
    if number is None:
        with pytest.raises(ConfigError, match="CORANTO_PER_MINUTE"):
            per_minute()
    else:
        assert per_minute() == number
        assert At(per_minute=per_minute()).door().per_minute == number


# The audit log


def test_who_took_what_is_written_down_and_what_they_searched_for_is_not(
    client: httpx.Client, users: Users, tokens: dict[str, str], name: str
) -> None:
    client.get("/api/search?q=unmentionable", headers=bearer(tokens["full"]))
    client.get("/api/export?q=tram+zebra", headers=bearer(tokens["full"]))
    client.get(f"/raw/{name}", headers=bearer(tokens["snippets"]))
    deeds = [(deed.name, deed.did, deed.about) for deed in users.deeds()]
    assert ("full", "export", "/api/export?q=tram+zebra") in deeds
    assert ("snippets", "refused", f"/raw/{name}") in deeds
    assert not any("unmentionable" in about for _, _, about in deeds)
    shown = client.get("/audit", headers=bearer(tokens["admin"], "text/html"))
    assert "/api/export?q=tram+zebra" in shown.text


# Airflow's word


@pytest.mark.parametrize("audited", [True, False])
def test_the_audit_log_is_linked_where_there_is_one(corpus: Corpus, users: Users, audited: bool) -> None:
    """Airflow's administrators see the desk of a stack that has no users of its own."""
    word = signed(SECRET, Viewer(name="jane", role="admin"), "/")
    headers = {"x-coranto-viewer": word, "accept": "text/html"}
    with served(app(corpus, door=Door(users=users if audited else None, secret=SECRET))) as client:
        assert ('href="/audit"' in client.get("/", headers=headers).text) is audited
        word = signed(SECRET, Viewer(name="jane", role="admin"), "/audit")
        found = client.get("/audit", headers=headers | {"x-coranto-viewer": word})
        assert found.status_code == (200 if audited else 404)


def test_a_signed_word_is_believed_for_its_path_and_a_minute() -> None:
    viewer = Viewer(name="jane", role="full")
    word = signed(SECRET, viewer, "/articles/x", 1000)
    assert believed(SECRET, word, "/articles/x", 1000) == viewer
    assert believed(SECRET, word, "/articles/y", 1000) is None
    assert believed(SECRET, word, "/articles/x", 1001 + SECONDS) is None
    assert believed("another secret", word, "/articles/x", 1000) is None
    assert believed(SECRET, "no word at all", "/", 1000) is None
    said, _, mac = word.partition(".")
    assert believed(SECRET, f"{said}x.{mac}", "/articles/x", 1000) is None


def test_a_false_word_is_nobody_s_and_a_true_one_sets_role_and_place(client: httpx.Client, name: str) -> None:
    word = signed(SECRET, Viewer(name="jane", role="full"), f"/articles/{name}")
    headers = {"x-coranto-viewer": word, "x-coranto-prefix": "/coranto/corpus", "accept": "text/html"}
    shown = client.get(f"/articles/{name}", headers=headers)
    assert shown.status_code == 200
    for tag, attrs in Outline(shown.text).tags:
        for key in ("href", "src", "action"):
            if attrs.get(key, "").startswith("/") and tag != "base":
                assert attrs[key].startswith("/coranto/corpus/"), attrs[key]
    forged = {
        **headers,
        "x-coranto-viewer": signed("guess", Viewer(name="jane", role="admin"), f"/articles/{name}"),
    }
    assert client.get(f"/articles/{name}", headers=forged).status_code == 303


# Serving others


def test_others_are_not_served_without_users(corpus: Corpus, tmp_path: Path) -> None:
    for at in (
        At(port=0, bind="0.0.0.0"),
        At(port=0, bind="0.0.0.0", users=tmp_path / "none.sqlite"),
        At(port=0, login=True, users=tmp_path / "none.sqlite"),
        At(port=0, bind="192.0.2.1"),
    ):
        with pytest.raises(ConfigError, match="coranto user add"):
            serve(corpus, at)
    users = Users(tmp_path / "some.sqlite")
    users.add("jane", "full")  # neither password nor token: nobody could come in
    with pytest.raises(ConfigError, match="coranto user add"):
        At(bind="0.0.0.0", users=users.path).door()
    users.give_token("jane")
    assert At(bind="0.0.0.0", users=users.path).door().users is not None
    assert At().door().users is None  # loopback needs no log-in


def test_users_are_added_and_taken_back_on_the_command_line(tmp_path: Path) -> None:
    run = CliRunner()

    def say(*words: str, told: str = "") -> str:
        done = run.invoke(main, ["--at", str(tmp_path), *words], input=told)
        assert done.exit_code == 0, done.output
        return done.output

    assert json.loads(say("user", "add", "jane", "--role", "full", told=PASSWORD + "\n")) == {
        "user": "jane",
        "role": "full",
    }
    assert re.fullmatch(r"coranto_[\w-]{43}\n", say("user", "token", "jane", "--note", "notebook"))
    (listed,) = map(json.loads, say("user", "list").splitlines())
    assert (listed["name"], listed["role"], listed["password"]) == ("jane", "full", True)
    assert json.loads(say("user", "revoke", listed["tokens"][0][0]))["revoked"].startswith("token")
    say("user", "revoke", "jane")
    assert say("user", "list") == ""
    for words, told in (
        (("add", "jo", "--role", "full"), "short\n"),
        (("add", "", "--role", "full"), PASSWORD),
        (("token", "no"), ""),
    ):
        assert run.invoke(main, ["--at", str(tmp_path), "user", *words], input=told).exit_code == 2
