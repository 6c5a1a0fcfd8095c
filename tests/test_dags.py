"""The DAG files: what Airflow makes of them, for good sites, broken ones and the package's own registry."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DAGS = sorted((ROOT / "dags").glob("*.py"))
HEAVY = {"scrapy", "twisted", "pyiceberg", "duckdb", "tantivy", "boto3", "pyarrow", "trafilatura", "lxml"}

OURS = {"fill_gaps", "import_dumps", "import_warcs", "maintain", "release_batch", "watch"}
"""DAGs that belong to no site."""
HERALD = """
name: The Harbour Herald
home: https://herald.example/
languages: [fr, en]
time_zone: Europe/Paris
country: FR
day: "30 6 * * *"
poll: "15 * * * *"
discover:
  - feed: /rss
"""
TIMES = """
name: <b>Times</b> of *Nowhere*
home: https://times.example/
languages: [ar]
time_zone: Africa/Cairo
discover:
  - sitemap: /sitemap.xml
"""
PROBE = """
import json, os, sys, warnings
warnings.simplefilter("ignore")
from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization
def look(sites, folder):
    os.environ.pop("CORANTO_SITES", None)
    if sites:
        os.environ["CORANTO_SITES"] = sites
    before = set(sys.modules)  # structlog, and so Airflow, loads Twisted where it is installed
    bag = DagBag(folder)
    loaded = sorted(set(sys.modules) - before)
    dags = {id: facts(dag) for id, dag in bag.dags.items()}
    return {"dags": dags, "errors": bag.import_errors, "loaded": loaded}
def facts(dag):
    again = DagSerialization.from_dict(DagSerialization.to_dict(dag))
    return {
        "tasks": [t.task_id for t in dag.topological_sort()],
        "labels": [t.task_display_name for t in dag.topological_sort()],
        "pools": {t.task_id: t.pool for t in dag.tasks},
        "at_once": {t.task_id: t.max_active_tis_per_dag for t in dag.tasks},
        "retries": {t.task_id: t.retries for t in dag.tasks},
        "weights": {kind: weights(dag, again, kind + "__2026-01-06") for kind in ("scheduled", "manual", "backfill")},
        "params": {name: again.params.get_param(name).schema for name in again.params},
        "described": all(again.params.get_param(n).schema.get("title") for n in again.params),
        "schedule": again.timetable.summary,
        "zone": str(getattr(again.timetable, "zone", getattr(again.timetable, "_timezone", None))),
        "catchup": dag.catchup,
        "latest": again.rerun_with_latest_version,
        "runs": sorted(again.allowed_run_types or []),
        "guide": dag.doc_md,
        "tags": sorted(dag.tags),
        "file": dag.fileloc,
    }
def weights(dag, again, run_id):
    ti = type("TI", (), {"run_id": run_id})
    tasks = [again.get_task(t.task_id) for t in dag.topological_sort()]
    return [t.weight_rule.get_weight(asking(ti, t)) for t in tasks]
def asking(kind, task):
    ti = kind()
    ti.task = task
    return ti
print("PROBE" + json.dumps({name: look(*case) for name, case in json.loads(sys.argv[1]).items()}))
"""


def sites(folder: Path, files: Mapping[str, str]) -> str:
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return str(folder)


def strict(folder: Path) -> str:
    """The DAG file, but reading the sites strictly."""
    folder.mkdir()
    text = (ROOT / "dags" / "crawl_sites.py").read_text()
    changed = text.replace("on_error=lambda _: None", "")
    assert changed != text
    (folder / "crawl_sites.py").write_text(changed)
    return str(folder)


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow finds with good site files, with broken ones, and with the registry of the package."""
    folder = tmp_path_factory.mktemp("parsed")
    dags = str(ROOT / "dags")
    good = sites(folder / "good", {"herald": HERALD, "times": TIMES, "fr.post.africa": TIMES})
    broken = sites(
        folder / "broken",
        {
            "herald": HERALD,
            "mirror": HERALD.replace("time_zone", "timezone"),
            "post": "languages: [en\n",
            "shut": HERALD + "enabled: false\n",
        },
    )
    cases = {
        "good": (good, dags),
        "broken": (broken, dags),
        "strict": (broken, strict(folder / "strict")),
        "registry": (None, dags),
    }
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AIRFLOW", "CORANTO"))}
    env |= {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "CORANTO_HOME": str(folder / "home"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder}/airflow.db",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", PROBE, json.dumps(cases)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=folder, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.rpartition("PROBE")[2])
    return found


@pytest.fixture
def good(parsed: dict[str, Any]) -> Any:
    return parsed["good"]


@pytest.fixture
def broken(parsed: dict[str, Any]) -> Any:
    return parsed["broken"]


def test_every_site_has_its_dags_and_nothing_else_is_there(good: dict[str, Any]) -> None:
    assert set(good["dags"]) == {
        "days_herald",
        "poll_herald",
        "days_times",
        "days_fr.post.africa",
        *OURS,
    }
    assert good["errors"] == {}


def test_a_broken_site_file_is_an_import_error_that_names_it_and_the_others_go_on(
    broken: dict[str, Any],
) -> None:
    assert set(broken["dags"]) == {"days_herald", "poll_herald", *OURS}
    ((file, text),) = broken["errors"].items()
    assert file.endswith("check_sites.py")
    last = text.strip().splitlines()[-1]
    assert "SiteError" in last
    assert "mirror.yaml" in last
    assert "time_zone" in last  # the nearest right key
    assert "post.yaml" in text


def test_without_the_tolerant_listing_one_broken_file_takes_every_dag_down(parsed: dict[str, Any]) -> None:
    """The twin of the test above: the same file, read strictly."""
    assert parsed["strict"]["dags"] == {}


def test_the_registry_of_the_package_parses_and_its_disabled_sites_are_not_scheduled(
    parsed: dict[str, Any],
) -> None:
    registry = parsed["registry"]
    assert registry["errors"] == {}
    assert set(registry["dags"]) == OURS


def test_parsing_loads_nothing_that_only_a_task_needs(good: dict[str, Any]) -> None:
    assert not HEAVY & {name.split(".")[0] for name in good["loaded"]}


@pytest.mark.parametrize("name", ["days_herald", "poll_herald", "days_times"])
def test_a_site_is_crawled_then_cleaned_then_published(good: dict[str, Any], name: str) -> None:
    dag = good["dags"][name]
    assert dag["tasks"] == ["crawl", "clean", "publish"]
    assert dag["labels"] == ["Crawl", "Clean", "Publish"]
    assert dag["catchup"] is False
    assert dag["file"].endswith("dags/crawl_sites.py")


@pytest.mark.parametrize("name", ["days_herald", "poll_herald", "days_times"])
def test_one_crawl_of_a_site_at_a_time_from_the_one_pool_and_tried_again(
    good: dict[str, Any], name: str
) -> None:
    dag = good["dags"][name]
    assert dag["pools"] == {"crawl": "crawls", "clean": "default_pool", "publish": "default_pool"}
    assert dag["at_once"]["crawl"] == 1
    assert all(dag["retries"].values())


@pytest.mark.parametrize("name", ["days_herald", "poll_herald"])
def test_of_what_waits_for_the_pool_backfills_come_last(good: dict[str, Any], name: str) -> None:
    weights = good["dags"][name]["weights"]
    assert min(weights["scheduled"] + weights["manual"]) > max(weights["backfill"])
    assert weights["scheduled"] == weights["manual"]
    crawl, clean, publish = weights["backfill"]
    assert 0 < crawl < clean < publish  # what was begun gets done


def test_without_the_rule_a_backfill_weighs_as_much_as_a_scheduled_run(good: dict[str, Any]) -> None:
    """The twin: a DAG that does not ask for it."""
    weights = good["dags"]["import_dumps"]["weights"]
    assert weights["backfill"] == weights["scheduled"]


def test_what_is_cleared_or_backfilled_is_done_by_the_latest_code(good: dict[str, Any]) -> None:
    assert {name: dag["latest"] for name, dag in good["dags"].items()} == dict.fromkeys(good["dags"], True)


def test_days_are_scheduled_at_the_hour_of_the_file_in_the_site_s_zone(good: dict[str, Any]) -> None:
    assert good["dags"]["days_herald"]["schedule"] == "06:30 Europe/Paris"
    assert good["dags"]["days_times"]["zone"] == "Africa/Cairo"
    assert (good["dags"]["poll_herald"]["schedule"], good["dags"]["poll_herald"]["zone"]) == (
        "15 * * * *",
        "Europe/Paris",
    )


def test_a_poll_cannot_be_backfilled_and_days_can(good: dict[str, Any]) -> None:
    assert good["dags"]["poll_herald"]["runs"] == ["manual", "scheduled"]
    assert good["dags"]["days_herald"]["runs"] == []


def test_the_forms_ask_for_days_and_say_that_the_last_is_not_included(good: dict[str, Any]) -> None:
    form = good["dags"]["days_herald"]["params"]
    assert list(form) == ["since", "until", "dry_run", "refetch", "max_pages"]
    assert form["since"]["format"] == form["until"]["format"] == "date"
    assert "not included" in form["until"]["title"]
    assert list(good["dags"]["poll_herald"]["params"]) == ["max_pages"]
    fill = good["dags"]["fill_gaps"]["params"]
    assert list(fill) == ["sites", "since", "until", "what", "dry_run", "at_once", "action"]
    assert fill["what"]["enum"] == ["missing", "failed", "everything"]
    for name in ("import_dumps", "import_warcs"):
        assert list(good["dags"][name]["params"]) == ["source", "site", "publisher"]
    assert all(dag["described"] for dag in good["dags"].values())


def test_guides_tell_the_operator_what_to_do_and_obey_no_markup_of_a_site(good: dict[str, Any]) -> None:
    guide = good["dags"]["days_times"]["guide"]
    assert "Override parameters" in guide
    assert "clear it when" in guide
    assert r"\<b\>Times\</b\>" in guide
    assert r"\*Nowhere\*" in guide
    assert "never backfilled" in good["dags"]["poll_herald"]["guide"]


@pytest.mark.parametrize("file", DAGS, ids=lambda f: f.name)
def test_a_dag_file_is_short_holds_no_logic_and_imports_only_what_it_may(file: Path) -> None:
    text = file.read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 60
    for node in ast.walk(tree):
        assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If | ast.Try | ast.Import)
        if isinstance(node, ast.ImportFrom):
            assert node.module in {"spiders", "spiders.airflow", "airflow.sdk"}
            if node.module == "spiders":
                assert {alias.name for alias in node.names} <= {"Site", "sites"}


def test_the_navigation_leads_to_the_corpus_and_a_missing_home_breaks_nothing(tmp_path: Path) -> None:
    good = '{"addresses": {"search": "http://127.0.0.1:8090"}}'
    homes = [tmp_path / name for name in ("missing", "empty", "torn", "list", "a$b", "good")]
    for home, text in zip(homes[1:], ("{}", "not json", "[]", good, good), strict=True):
        home.mkdir()
        (home / "stack.json").write_text(text)
        if home.name == "good":
            (home / "secrets.json").write_text(
                '{"fernet": "f", "jwt": "j", "api": "a", "keys": {}, "passwords": {}}'
            )
    code = (
        "import json, sys, warnings; warnings.simplefilter('ignore'); from pathlib import Path\n"
        "from spiders.airflow.plugin import CorantoPlugin, corpus_view\n"
        "print(json.dumps([CorantoPlugin.external_views, *(corpus_view(Path(h)) for h in sys.argv[1:])]))"
    )
    env = dict(os.environ) | {"CORANTO_HOME": str(homes[0]), "AIRFLOW_HOME": str(tmp_path / "airflow")}
    command = [sys.executable, "-c", code, *map(str, homes)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    *without, found = json.loads(done.stdout.splitlines()[-1])
    sources = without.pop(0)
    assert [view["name"] for view in sources] == ["Sources"]
    assert without == [[]] * 5
    assert [view["href"] for view in found] == ["/coranto/corpus/"]
