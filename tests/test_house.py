"""The house rules that a machine can check."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("spiders", "pipelines")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))
DAGS = sorted((ROOT / "dags").glob("*.py"))
HEAVY = {"airflow", "scrapy", "twisted", "pyiceberg", "duckdb", "tantivy", "trafilatura", "boto3", "lxml"}
LONGEST = 400
"""Lines: where a module must be split; 250 is the aim."""
ENDINGS = (
    "ValueError",
    "TypeError",
    "AttributeError",
    "KeyError",
    "NotImplementedError",
    "AssertionError",
    "SystemExit",
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    probe = f"import sys, json, {package}; print(json.dumps(sorted(sys.modules)))"
    out = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd="/"
    ).stdout
    assert not HEAVY & set(json.loads(out))


def test_loading_the_sites_loads_nothing_heavy() -> None:
    probe = (
        "import sys, json; from spiders import Site, sites; sites(); print(json.dumps(sorted(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd="/"
    ).stdout
    assert not HEAVY & set(json.loads(out))


def test_both_top_level_names_are_ours_alone() -> None:
    owners = packages_distributions()
    assert {p: set(owners[p]) for p in PACKAGES} == {p: {"coranto"} for p in PACKAGES}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or not tree.body, "a module starts with a sentence about it"
    assert len(path.read_text().splitlines()) <= LONGEST
    assert not {"utils", "helpers", "common", "base", "manager", "core"} & set(path.with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_crawler_imports_scrapy_and_only_the_airflow_package_airflow(path: Path) -> None:
    tops = {m.split(".")[0] for m in imports(path)}
    if "crawler" not in path.parts:
        assert not tops & {"scrapy", "twisted"}
    if path.parent != ROOT / "spiders" / "airflow":
        assert "airflow" not in tops
    if path.is_relative_to(ROOT / "pipelines"):
        assert "spiders" not in tops


@pytest.mark.parametrize("path", DAGS, ids=name)
def test_a_dag_file_is_short_and_without_logic(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 60
    assert all(m.split(".")[0] in {"spiders", "airflow", "datetime"} for m in imports(path))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_library_code_reads_the_environment(path: Path) -> None:
    edges = {"cli.py", "settings.py", "__main__.py", "site.py", "crawl.py", "child.py"}
    if path.name in edges or {"stack", "airflow", "cli"} & set(path.parts):
        return
    assert not re.search(r"\bos\.(environ|getenv)\b", path.read_text())


def verbs() -> list[click.Command]:
    from spiders.cli import main

    return list(main.commands.values())


@pytest.mark.parametrize("verb", verbs(), ids=lambda v: str(v.name))
def test_every_verb_explains_itself_and_stands_in_the_readme(verb: click.Command) -> None:
    assert verb.help
    assert len(verb.help) > 30
    assert f"coranto {verb.name}" in (ROOT / "README.md").read_text()
    for option in verb.params:
        if isinstance(option, click.Option):
            assert option.help or option.name in {"limit", "sort", "max_redirects", "output"}, option.name


def test_every_setting_is_in_the_readme() -> None:
    from pipelines.settings import SETTINGS

    text = (ROOT / "README.md").read_text()
    assert [s.name for s in SETTINGS if s.name not in text] == []


def test_every_public_name_can_be_loaded() -> None:
    import pipelines
    import spiders

    for package in (pipelines, spiders):
        assert all(getattr(package, public) is not None for public in package.__all__)


def test_every_error_stands_in_the_drawn_tree() -> None:
    from pipelines import errors

    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, Exception)]
    assert all(f" {k.__name__}" in str(errors.__doc__) for k in kinds)
    drawn = re.findall(r"── (\w+)", str(errors.__doc__))
    assert sorted(drawn) == sorted(k.__name__ for k in kinds if k is not errors.CorantoError)


@pytest.mark.parametrize("path", [*MODULES, *DAGS], ids=name)
def test_the_code_raises_only_our_own_errors(path: Path) -> None:
    from pipelines import errors

    ours = {k for k, v in vars(errors).items() if isinstance(v, type)}
    for node in ast.walk(ast.parse(path.read_text())):
        raised = node.exc.func if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) else None
        if (
            isinstance(node, ast.Raise)
            and isinstance(raised, ast.Name)
            and raised.id in {"Exception", "RuntimeError", "OSError", "IOError"}
        ):
            pytest.fail(f"{name(path)}:{node.lineno} raises {raised.id}; use one of {sorted(ours)}")


def test_the_repository_names_no_machine_and_no_index() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bad = re.compile(r"/(work|farm)/|files\.pythonhosted|pypi\.org/simple|https?://[^\s]*index-url")
    for line in listed.splitlines():
        path = ROOT / line
        if path.suffix not in {".gz", ".png"} and path.exists() and path != Path(__file__):
            assert not bad.search(path.read_text(errors="replace")), line
