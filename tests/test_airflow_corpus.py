"""*Corpus* in Airflow: the desk behind Airflow's own log-in, with the rights that Airflow gives."""

import warnings
from collections.abc import Iterator

import httpx
import pytest
from test_sources import login, tokens
from test_web import Outline, served
from web_papers import SCRIPT, filled

from pipelines.corpus import Corpus
from pipelines.web import app
from pipelines.web.admission import Door

__all__ = ["tokens"]  # the fixture is used by its name
SECRET = "shared"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return filled(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def client(corpus: Corpus, tokens: dict[str, str]) -> Iterator[httpx.Client]:
    """Airflow's API server with nothing but our pages in it, and a desk that believes only what is signed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi import FastAPI

        from spiders.airflow import corpus_app
        from spiders.airflow.auth import READER

        with served(app(corpus, door=Door(secret=SECRET))) as desk:
            inner = FastAPI(dependencies=[READER])
            place = corpus_app.Desk(address=str(desk.base_url), secret=SECRET)
            corpus_app.install(inner, lambda: place)
            outer = FastAPI()
            outer.mount("/coranto", inner)
            with served(outer) as opened:
                yield opened


def test_nobody_reads_the_corpus_without_a_log_in(client: httpx.Client) -> None:
    for path in ("", "?q=tram", "api/search?q=tram", "static/coranto.css"):
        assert client.get(f"/coranto/corpus/{path}").status_code == 401
    forged = {"x-coranto-viewer": "W10=.0", "x-coranto-prefix": "/x"}
    assert client.get("/coranto/corpus/", headers=forged).status_code == 401


def test_every_link_stays_below_the_proxy(
    client: httpx.Client, tokens: dict[str, str], corpus: Corpus
) -> None:
    name = corpus.search("ferries").hits[0].id
    for path in (
        "/",
        "/?q=tram",
        f"/articles/{name}",
        f"/articles/{name}/history",
        "/compare?q=tram",
        "/coverage",
        "/frozen",
    ):
        answer = client.get(f"/coranto/corpus{path}", headers=login(tokens) | {"accept": "text/html"})
        assert answer.status_code == 200, path
        for _, attrs in Outline(answer.text).tags:
            for key in ("href", "src", "action"):
                if attrs.get(key, "").startswith("/"):
                    assert attrs[key].startswith("/coranto/corpus/"), (path, attrs[key])
    style = client.get("/coranto/corpus/static/coranto.css", headers=login(tokens))
    assert style.headers["content-type"].startswith("text/css")


def test_the_pages_are_framed_by_airflow_alone(client: httpx.Client, tokens: dict[str, str]) -> None:
    headers = client.get("/coranto/corpus/", headers=login(tokens)).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_who_may_only_look_at_dags_sees_snippets(
    client: httpx.Client, tokens: dict[str, str], corpus: Corpus
) -> None:
    name = corpus.search("zebra").hits[0].id
    assert client.get(f"/coranto/corpus/api/articles/{name}", headers=login(tokens)).status_code == 200
    viewer = login(tokens, "viewer")
    assert client.get("/coranto/corpus/api/search?q=zebra", headers=viewer).status_code == 200
    refused = client.get(f"/coranto/corpus/api/articles/{name}", headers=viewer)
    assert refused.status_code == 403
    assert "full" in refused.json()["detail"]


def test_a_search_is_frozen_through_the_proxy_by_its_own_form_alone(
    client: httpx.Client, tokens: dict[str, str], corpus: Corpus
) -> None:
    headers = login(tokens) | {"accept": "text/html"}
    shown = Outline(client.get("/coranto/corpus/?q=tram", headers=headers).text)
    (form,) = [f for f in shown.all("form") if f.get("method") == "post"]
    (token,) = [i["value"] for i in shown.all("input") if i["name"] == "token"]
    given = {"name": "by-airflow", "token": token}
    foreign = headers | {"origin": "https://evil.example"}
    assert client.post(form["action"], data=given, headers=foreign).status_code == 403
    assert client.post(form["action"], data=given | {"token": "x"}, headers=headers).status_code == 403
    viewer = login(tokens, "viewer") | {"accept": "text/html"}
    assert client.post(form["action"], data=given, headers=viewer).status_code == 403
    large = given | {"more": "x" * 70_000}
    assert client.post(form["action"], data=large, headers=headers).status_code == 413
    answer = client.post(form["action"], data=given, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/coranto/corpus/frozen/by-airflow")
    assert corpus.frozen("by-airflow").manifest.query == "tram"


def test_odd_addresses_are_passed_on_as_they_are(client: httpx.Client, tokens: dict[str, str]) -> None:
    headers = login(tokens) | {"accept": "text/html"}
    for path in ("articles/%2e%2e%2fetc", "nope%3Fq=1", "articles/%E2%82%AC", "../../etc"):
        assert client.get(f"/coranto/corpus/{path}", headers=headers).status_code in (404, 400)
    shown = client.get("/coranto/corpus/", params={"q": SCRIPT}, headers=headers).text
    assert "<script>alert" not in shown
    assert client.post("/coranto/corpus/", headers=headers).status_code == 405
