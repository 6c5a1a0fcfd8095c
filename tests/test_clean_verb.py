"""``coranto clean`` reads whatever it is given; what cannot be read is told, and costs nothing but itself."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dump_style import TONGUES

from pipelines.archive.dumps import read_dump
from pipelines.cli import given
from pipelines.errors import DumpError
from spiders.cli import main

T = TONGUES["en"]


def story(place: str) -> str:
    return "\n\n".join(text.format(p=place) for text in (T.titles[0], *T.paragraphs[:4]))


STORIES = [story("Millbrook"), story("Orlo")]


def run(*words: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["clean", *map(str, words)], input=given)


def texts(done: Result) -> list[str]:
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


def holds(done: Result, *places: str) -> bool:
    """One record for each place, in order."""
    found = texts(done)
    return len(found) == len(places) and all(p in t for p, t in zip(places, found, strict=True))


def jsonl(*lines: str | None) -> str:
    """Stories as objects, None as a line that is no JSON."""
    return "".join(("{oops" if line is None else json.dumps({"text": line})) + "\n" for line in lines)


def files(folder: Path, **bodies: str | bytes) -> list[Path]:
    paths = []
    for name, body in bodies.items():
        paths.append(folder / name.replace("__", "."))
        paths[-1].write_bytes(body.encode() if isinstance(body, str) else body)
    return paths


def test_files_after_a_bad_one_are_cleaned(tmp_path: Path) -> None:
    done = run(*files(tmp_path, empty__txt="", one__txt=STORIES[0], cut__warc="no WARC", two__txt=STORIES[1]))
    assert holds(done, "Millbrook", "Orlo")
    assert done.exit_code == 1
    told = done.stderr.splitlines()
    assert ["empty.txt" in told[0], "cut.warc" in told[1], len(told)] == [True, True, 2]


def test_without_problems_the_status_is_0(tmp_path: Path) -> None:
    done = run(*files(tmp_path, one__txt=STORIES[0]))
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("how", ["--html", "--explain"])
def test_what_explains_a_dump_does_so_beside_a_bad_line(tmp_path: Path, how: str) -> None:
    done = run(how, *files(tmp_path, a__jsonl=jsonl(STORIES[0], None, STORIES[1])))
    assert done.exit_code == 1
    assert "Millbrook" in done.stdout
    assert "Orlo" in done.stdout
    assert "line 2 is no JSON" in done.stderr


def test_every_bad_line_is_told_and_every_good_one_cleaned(tmp_path: Path) -> None:
    [file] = files(tmp_path, a__jsonl=jsonl(None, STORIES[0], None, STORIES[1], None))
    done = run(file)
    assert holds(done, "Millbrook", "Orlo")
    assert [f"line {n}" in line for n, line in zip((1, 3, 5), done.stderr.splitlines(), strict=True)] == [
        True
    ] * 3
    with pytest.raises(DumpError, match="line 1"):  # the reader for one call names only the first
        list(read_dump(file, "a.jsonl"))


def as_csv(*rows: tuple[str, str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue()


def test_every_bad_row_is_told_and_every_good_one_cleaned(tmp_path: Path) -> None:
    body = as_csv(("id", "text"), ("1", STORIES[0])) + '2,"a quote" that ends too early\r\n'
    body += as_csv(("3", ""), ("4", STORIES[1])) + '5,"open'
    done = run(*files(tmp_path, a__csv=body))
    assert holds(done, "Millbrook", "Orlo")
    first, second, third = done.stderr.splitlines()
    assert "no CSV after row 1" in first
    assert "row 3 has no text" in second
    assert "no CSV after row 4" in third


@pytest.mark.parametrize("at", ['he said: "', '\n\nhe said: "'])
def test_the_rest_of_an_article_with_a_wrong_quote_is_no_row(tmp_path: Path, at: str) -> None:
    body = (
        as_csv(("id", "text"), ("1", STORIES[0])) + f'2,"The council met, {at}Yes", and so on.\n\nThe end.\n'
    )
    done = run(*files(tmp_path, a__csv=body + as_csv(("3", STORIES[1]))))
    assert holds(done, "Millbrook")
    assert "no CSV after row 1" in done.stderr


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipelines.archive import dump_kinds

    monkeypatch.setattr(dump_kinds, "CAP", 5000)
    done = run(*files(tmp_path, a__jsonl=jsonl("word " * 4000, STORIES[1])))
    assert holds(done, "Orlo")
    assert "line 1 is longer" in done.stderr


def test_of_many_problems_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    bad = jsonl(*[None] * (given.TOLD + 7), STORIES[0])
    done = run(*files(tmp_path, a__jsonl=bad, b__jsonl=jsonl(None)))
    assert holds(done, "Millbrook")
    told = done.stderr.splitlines()
    assert len(told) == given.TOLD + 2
    assert "a.jsonl: 7 more problems" in told[given.TOLD]
    assert "b.jsonl" in told[-1]
