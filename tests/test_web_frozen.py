"""Frozen corpora on the desk: freezing what is shown, the page to land on, checks, downloads, and who may do it."""

import io
import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from chromium import browser
from playwright.sync_api import Browser
from test_web import Outline, page, served
from web_papers import SCRIPT, filled

from pipelines.corpus import Corpus
from pipelines.corpus.editions import read_edition
from pipelines.corpus.handing_on import FORMS, OPEN
from pipelines.errors import CorpusError
from pipelines.web import app, freezing
from pipelines.web.admission import Door
from pipelines.web.jobs import MOST_WAITING, Jobs
from pipelines.web.shelf import Checked
from pipelines.web.users import Users
from pipelines.web.viewers import ROLES

__all__ = ["browser"]  # a fixture, used by its name
PASSWORD = "correct horse battery"
JSON_LD = {"accept": "application/ld+json"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with a frozen one, to be copied."""
    folder = tmp_path_factory.mktemp("frozen")
    corpus = filled(folder)
    corpus.freeze("ferries OR strike", name="ferries", by="Jane Roe", archive_id="archive.example")
    return folder / "archive"


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Corpus:
    """A copy that a test may change."""
    shutil.copytree(made, tmp_path / "archive", ignore=shutil.ignore_patterns(".corpus", ".index"))
    copied = Corpus.open(tmp_path / "archive")
    copied.rebuild()
    return copied


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine is busy a request waits longer."""
    monkeypatch.setattr(freezing, "PATIENCE", 120.0)


@pytest.fixture(scope="module")
def machine(made: Path) -> Iterator[httpx.Client]:
    with served(app(Corpus.open(made), archive_id="archive.example")) as client:
        yield client


def users_of(tmp_path: Path) -> tuple[Users, dict[str, str]]:
    users = Users(tmp_path / "users.sqlite")
    for role in ROLES:
        users.add(role, role, PASSWORD)
    return users, {role: users.give_token(role) for role in ROLES}


def freeze_form(client: httpx.Client, address: str) -> tuple[str, dict[str, str]]:
    """Where the form of a search page leads, and what it sends of itself."""
    shown = Outline(client.get(address, headers={"accept": "text/html"}).text)
    (form,) = [f for f in shown.all("form") if f.get("method") == "post" and "/frozen" in f["action"]]
    (token,) = [i["value"] for i in shown.all("input") if i["name"] == "token"]
    return form["action"], {"token": token}


# The page to land on


def test_page_and_description_say_what_the_manifest_says(machine: httpx.Client, made: Path) -> None:
    held = Corpus.open(made).frozen("ferries").manifest
    assert "ferries" in page(machine, "/frozen").text
    shown = page(machine, "/frozen/ferries")
    for said in (held.citation, held.query, held.normalized, held.checksum, held.ids_sha256, "by Jane Roe"):
        assert said in shown.text
    assert "site days complete" in shown.text
    told = machine.get("/api/frozen/ferries").json()
    assert (told["checksum"], told["citation"]) == (held.checksum, held.citation)
    assert told["known"]["days"]["expected"] > 0
    (listed,) = machine.get("/api/frozen").json()
    assert listed["name"] == "ferries"
    (now,) = [a["href"] for a in shown.all("a") if a["href"].startswith("/?q=")]
    assert f"{held.articles} article" in page(machine, now).text


def test_a_machine_is_led_to_the_data_set(machine: httpx.Client) -> None:
    answer = machine.get("/frozen/ferries", headers=JSON_LD)
    assert answer.headers["content-type"] == "application/ld+json"
    assert "Accept" in answer.headers["vary"]
    told = answer.json()
    assert told == machine.get("/api/frozen/ferries/dataset").json()
    assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", "Dataset", "ferries")
    assert told["url"] == f"{machine.base_url}/frozen/ferries"
    assert [one["name"] for one in told["distribution"]] == list(FORMS)
    for one in told["distribution"]:
        got = machine.get(one["contentUrl"])
        assert (got.status_code, got.headers["content-type"]) == (200, one["encodingFormat"])
    both = machine.get("/frozen/ferries", headers={"accept": "text/html,application/ld+json;q=0.9"})
    assert both.headers["content-type"].startswith("text/html")
    assert 'rel="describedby"; type="application/ld+json"' in both.headers["link"]
    (link,) = [one for one in Outline(both.text).all("link") if one["rel"] == "describedby"]
    assert machine.get(link["href"]).json() == told


@pytest.mark.parametrize("form", FORMS)
def test_each_download_holds_the_members(
    machine: httpx.Client, made: Path, tmp_path: Path, form: str
) -> None:
    held = Corpus.open(made).frozen("ferries")
    body = machine.get(f"/api/frozen/ferries/download?form={form}").content
    if form == "edition":
        (tmp_path / "e").write_bytes(body)
        manifest, members = read_edition(tmp_path / "e")
        assert manifest == held.manifest
        assert [member["id"] for member in members] == held.ids
    elif form == "ro-crate":
        packed = zipfile.ZipFile(io.BytesIO(body))
        assert {"ferries/ro-crate-metadata.json", "ferries/croissant.json"} <= set(packed.namelist())
        assert pq.read_table(io.BytesIO(packed.read("ferries/members.parquet")))["id"].to_pylist() == held.ids
    elif form == "wacz":
        assert "archive/captures.warc.gz" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    elif form == "parquet":
        assert pq.read_table(io.BytesIO(body))["id"].to_pylist() == held.ids
    elif form == "ninjs":
        assert len(body.splitlines()) == held.manifest.articles
    else:
        assert all(member.encode() in body for member in held.table()["url"].to_pylist())
    words = [text[:30].encode() for text in held.table()["text"].to_pylist()]
    if form in OPEN:
        assert not any(text in body for text in words)


@pytest.mark.parametrize("name", ["nope", "..%2f..%2fetc", "Ferries", "x" * 300, "%00"])
def test_what_was_never_frozen_is_a_404(machine: httpx.Client, name: str) -> None:
    for address in (f"/frozen/{name}", f"/api/frozen/{name}", f"/api/frozen/{name}/download"):
        assert machine.get(address).status_code in (404, 422), address


def test_what_was_taken_down_is_listed_and_no_longer_given_out(corpus: Corpus) -> None:
    row = corpus.frozen("ferries").table().to_pylist()[0]
    corpus.take_down([row["warc_record_id"]], by="us", why=f"a court said so {SCRIPT}")
    with served(app(corpus)) as client:
        shown = page(client, "/frozen/ferries")
        assert "1 of its members was taken down" in shown.text
        assert row["id"] in shown.text
        assert "a court said so" in shown.text
        (gone,) = client.get("/api/frozen/ferries").json()["withdrawn"]
        assert gone["id"] == row["id"]
        assert row["id"].encode() not in client.get("/api/frozen/ferries/download?form=jsonl").content
        assert (
            client.get("/frozen/ferries", headers=JSON_LD)
            .json()["description"]
            .endswith("1 of them withdrawn since.")
        )


def test_a_query_that_means_harm_is_shown_and_never_obeyed(corpus: Corpus) -> None:
    corpus.freeze(f'"{SCRIPT}" OR tram', name="harm", by=SCRIPT)
    with served(app(corpus)) as client:
        for address in ("/frozen", "/frozen/harm"):
            shown = page(client, address)
            assert "alert(1)" in shown.text
            assert "script" not in {tag for tag, _ in shown.tags}


# Checks


def test_a_check_is_run_again_and_its_result_is_shown(corpus: Corpus) -> None:
    with served(app(corpus)) as client:
        before = page(client, "/frozen/ferries")
        (form,) = [f for f in before.all("form") if f.get("method") == "post"]
        (token,) = [i["value"] for i in before.all("input") if i["name"] == "token"]
        assert client.get("/api/frozen/ferries/check").status_code == 404
        answer = client.post(form["action"], data={"token": token})
        assert answer.headers["location"] == "/frozen/ferries#check"
        assert "It is whole" in page(client, "/frozen/ferries").text
        stored = corpus.frozen("ferries").manifest.rows.key
        path = Path(corpus.archive.objects.url, stored)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
        told = client.post("/api/frozen/ferries/check").json()
        assert (told["state"], told["whole"], told["kinds"]) == ("done", False, {"damaged": 1})
        assert told["differences"][0]["what"] == stored
        assert client.get("/api/frozen/ferries/check").json() == told
        shown = page(client, "/frozen/ferries")
        assert "It is damaged" in shown.text
        assert stored in shown.text


# Freezing what is shown


def test_the_search_page_freezes_just_what_it_shows(corpus: Corpus) -> None:
    with served(app(corpus, archive_id="archive.example")) as client:
        address = "/?q=council&site=herald&since=2026-01-06&until=2026-01-09"
        action, given = freeze_form(client, address)
        answer = client.post(action, data=given | {"name": "councils"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/frozen/councils")
        held = corpus.frozen("councils")
        found = corpus.search("council site:herald", since="2026-01-06", until="2026-01-09", limit=100)
        assert sorted(held.ids) == sorted(hit.id for hit in found)
        assert (held.manifest.since, held.manifest.until) == ("2026-01-06", "2026-01-09")
        assert held.manifest.archive_id == "archive.example"
        assert held.manifest.citation in page(client, "/frozen/councils").text
        again = client.post(action, data=given | {"name": "councils"}, headers={"accept": "text/html"})
        assert again.status_code == 409
        assert "exists, and never changes" in Outline(again.text).text


@pytest.mark.parametrize("name", ["", "UPPER", "a/b", "../x", "a b", "x" * 81, "é", "-", "a..b"])
def test_a_name_that_cannot_be_a_key_freezes_nothing(machine: httpx.Client, made: Path, name: str) -> None:
    action, given = freeze_form(machine, "/?q=tram")
    assert machine.post(action, data=given | {"name": name}).status_code in (400, 422)
    assert machine.post("/api/frozen", json={"name": name, "q": "tram"}).status_code == 422
    assert [path.name for path in (made / "frozen").iterdir()] == ["ferries"]


FOREIGN: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"token": ""}, {}),
    ({"token": "0" * 64}, {}),
    ({"token": "é"}, {}),
    ({}, {"origin": "https://evil.example"}),
    ({}, {"origin": "null"}),
    ({}, {"sec-fetch-site": "cross-site"}),
)


@pytest.mark.parametrize(("given", "headers"), FOREIGN)
def test_a_form_of_another_site_freezes_nothing(
    machine: httpx.Client, made: Path, given: dict[str, str], headers: dict[str, str]
) -> None:
    action, own = freeze_form(machine, "/?q=tram")
    data = own | {"name": "forged"} | given
    assert machine.post(action, data=data, headers=headers).status_code == 403
    assert machine.post("/frozen/ferries/check", data=data, headers=headers).status_code == 403
    if headers:
        assert machine.post("/api/frozen", json={"name": "forged"}, headers=headers).status_code == 403
    assert machine.post("/api/frozen", content=b'{"name": "forged"}', headers=headers).status_code in (
        403,
        415,
        422,
    )
    simple = {**headers, "content-type": "text/plain"}
    assert machine.post("/api/frozen", content=b'{"name": "forged"}', headers=simple).status_code in (
        403,
        415,
        422,
    )
    assert not (made / "frozen" / "forged").exists()


def test_without_the_token_a_foreign_form_would_freeze(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    monkeypatch.setattr(freezing, "meant", lambda *_: None)
    with served(app(corpus)) as client:
        client.post("/frozen?q=tram", data={"name": "forged"}, headers={"origin": "https://evil.example"})
    assert corpus.frozen("forged").manifest.query == "tram"


def test_programs_freeze_in_json(corpus: Corpus) -> None:
    with served(app(corpus, archive_id="archive.example")) as client:
        wanted = {"name": "trams", "q": "tram", "since": "2026-01-07", "dated_by": "first_seen"}
        answer = client.post("/api/frozen", json=wanted)
        assert (answer.status_code, answer.headers["location"]) == (201, "/api/frozen/trams")
        held = corpus.frozen("trams").manifest
        assert answer.json()["citation"] == held.citation
        assert (held.query, held.since, held.dated_by) == ("tram", "2026-01-07", "first_seen")
        assert client.get(answer.headers["location"]).json()["checksum"] == held.checksum
        assert client.post("/api/frozen", json=wanted).status_code == 409
        for wrong in ({"q": "tram OR"}, {"since": "soon"}):
            assert client.post("/api/frozen", json={"name": "w", **wrong}).status_code == 400


def test_what_takes_longer_than_a_request_says_how_far_it_is(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "PATIENCE", 0.0)
    with served(app(corpus)) as client:
        assert client.post("/api/frozen", json={"name": "slow", "q": ""}).status_code in (201, 202)
        end = time.monotonic() + 60
        while (answer := client.get("/api/frozen/slow")).status_code == 202 and time.monotonic() < end:
            shown = client.get("/frozen/slow", headers={"accept": "text/html"})
            assert shown.status_code in (200, 202)
            time.sleep(0.02)
        assert answer.json()["articles"] == corpus.count()


def test_work_waits_its_turn_and_only_so_much_of_it() -> None:
    import threading

    jobs, go = Jobs(), threading.Event()

    found = Checked.of([])

    def held(tell: Any) -> Checked:
        tell("begun")
        go.wait(60)
        return found

    first = [jobs.start("check", str(n), held) for n in range(MOST_WAITING)]
    assert jobs.start("check", "0", held) is first[0]
    with pytest.raises(CorpusError, match="wait already"):
        jobs.start("check", "one more", held)
    assert len(jobs.running("check")) == MOST_WAITING
    assert not first[0].wait(0.01)
    go.set()
    assert all(job.wait(60) for job in first)
    assert all((job.state, job.found, job.said) == ("done", found, "begun") for job in first)

    def fails(_: Any) -> None:
        raise CorpusError("it is gone")

    failed = jobs.start("freeze", "x", fails)
    assert failed.wait(60)
    assert (failed.state, str(failed.error)) == ("failed", "it is gone")


# Who may


def test_only_who_may_read_may_freeze_and_it_is_written_down(corpus: Corpus, tmp_path: Path) -> None:
    users, tokens = users_of(tmp_path)
    with served(app(corpus, door=Door(users=users))) as client:
        for role in ROLES:
            headers = {"authorization": f"Bearer {tokens[role]}"}
            answer = client.post("/api/frozen", json={"name": f"by-{role}", "q": "tram"}, headers=headers)
            allowed = role in ("full", "admin")
            assert answer.status_code == (201 if allowed else 403)
            assert client.post("/api/frozen/ferries/check", headers=headers).status_code == (
                200 if allowed else 403
            )
            shown = client.get("/?q=tram", headers=headers | {"accept": "text/html"}).text
            assert ('aria-label="Freeze"' in shown) is False  # a token has no forms
            landing = client.get("/frozen/ferries", headers=headers | {"accept": "text/html"}).text
            assert ("form=wacz" in landing) is allowed
            assert "form=edition" in landing
        assert client.post("/api/frozen", json={"name": "nobody"}).status_code == 401
    assert corpus.frozen("by-full").manifest.by == "full"
    deeds = {(deed.name, deed.did, deed.about) for deed in users.deeds()}
    assert ("full", "freeze", "by-full: tram") in deeds
    assert ("full", "check", "ferries") in deeds
    assert ("counts", "refused", "/api/frozen") in deeds
    with pytest.raises(CorpusError):
        corpus.frozen("by-snippets")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_somebody_logs_in_freezes_checks_and_cites_in_a_browser(
    browser: Browser, corpus: Corpus, tmp_path: Path, scripts: bool
) -> None:
    """As browsers send forms: with an Origin that the policy for referrers must not take away."""
    users, _ = users_of(tmp_path)
    with served(app(corpus, door=Door(users=users))) as client:
        context = browser.new_context(java_script_enabled=scripts)
        shown = context.new_page()
        shown.goto(f"{client.base_url}/?q=tram")
        shown.get_by_label("Name").fill("full")
        shown.get_by_label("Password").fill(PASSWORD)
        shown.get_by_role("button", name="Log in").click()
        shown.get_by_label("Freeze these articles as").fill("trams")
        shown.get_by_role("button", name="Freeze").click()
        assert shown.url.endswith("/frozen/trams")
        assert corpus.frozen("trams").manifest.citation in shown.locator(".cite").inner_text()
        shown.get_by_role("button", name="Check it now").click()
        assert "It is whole" in shown.locator("[role=status]").inner_text()
        with shown.expect_download() as took:
            shown.get_by_role("link", name="jsonl", exact=True).click()
        took.value.save_as(tmp_path / "taken.jsonl")
        lines = (tmp_path / "taken.jsonl").read_text().splitlines()
        assert sorted(json.loads(line)["id"] for line in lines) == sorted(corpus.frozen("trams").ids)
        context.close()
