"""The same page gives the same record: under any clock, in any order, with any hash seed, on every Python."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from dump_style import dumps
from floors import load
from golden_pages import NAMES, QUALITY, digest, page

from pipelines.clean import clean
from pipelines.page import Page

ROOT = Path(__file__).parents[1]
OTHER = ROOT / ".make" / "other" / "bin" / "python"
"""Another version of Python, where ``make other`` found one; elsewhere the pinned digest stands for it."""
DIGEST = "from golden_pages import digest; print(digest())"
ORDERED = """
import golden_pages as g
from hashlib import sha256
told = {n: repr(g.clean(g.page(n))) for n in ORDER}
print(sha256(repr(sorted(told.items())).encode("utf-8", "surrogatepass")).hexdigest())
"""
CLOCK = """
import datetime, time, time_machine
with time_machine.travel(datetime.datetime(YEAR, 5, 17, 4, 30, tzinfo=datetime.UTC), tick=False):
    assert time.gmtime().tm_year == datetime.datetime.now().year == datetime.date.today().year == YEAR
    from dataclasses import replace
    from hashlib import sha256
    import golden_pages as g
    bare = [replace(g.page(n), fetched=None) for n in g.NAMES]
    told = repr([CLEAN(p) for p in (*map(g.page, g.NAMES), *bare)])
    print(sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
"""


def child(code: str, python: Path | str = sys.executable, more: Mapping[str, str] | None = None) -> str:
    """What a fresh Python prints."""
    start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
    done = subprocess.run(
        [str(python), "-c", start + code], capture_output=True, text=True, cwd="/",
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **(more or {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def at_year(year: int, cleaner: str = "g.clean") -> str:
    return child(CLOCK.replace("YEAR", str(year)).replace("CLEAN", cleaner))


def test_a_record_is_the_same_with_the_clock_at_1990_and_at_2090() -> None:
    assert at_year(1990) == at_year(2090)


def test_a_cleaner_that_reads_the_clock_through_a_library_is_found_out() -> None:
    impure = "(lambda p: (g.clean(p), __import__('dateparser').parse('3 hours ago')))"
    assert at_year(1990, impure) != at_year(2090, impure)


@pytest.mark.parametrize(
    "more",
    [
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LANG": "fr_FR.UTF-8"},
    ],
)
def test_a_record_is_the_same_with_any_hash_seed_zone_and_language(more: dict[str, str]) -> None:
    assert child(DIGEST, more=more) == digest()


def test_the_hash_seed_does_change_the_order_of_sets() -> None:
    code = "print(list({str(n) for n in range(50)}))"
    assert len({child(code, more={"PYTHONHASHSEED": seed}) for seed in ("1", "77")}) == 2


def test_a_record_is_the_same_in_any_order_of_pages() -> None:
    pages = [*map(page, NAMES), *(Page(body=d.text.encode(), media_type="text/plain") for d in dumps(16))]
    assert [clean(p) for p in pages] == [clean(p) for p in reversed(pages)][::-1]
    forward, backward = (child(ORDERED.replace("ORDER", f"g.NAMES[::{step}]")) for step in (1, -1))
    assert forward == backward


def test_a_record_is_the_same_on_every_python() -> None:
    pinned = load(QUALITY)["records"]
    assert digest() == pinned, "python tests/golden_pages.py --raise pins what a person has looked at"
    if OTHER.exists():
        assert child("import sys; print(sys.version_info[:2])", OTHER) != str(sys.version_info[:2])
        assert child(DIGEST, OTHER) == pinned
