"""Debian's chromium, driven by playwright, and the fonts that it has."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file of tests."""
    if (chromium := shutil.which("chromium")) is None:
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def families(letter: str) -> set[str]:
    """The installed fonts that have a letter."""
    if (asked := shutil.which("fc-list")) is None:
        return set()
    command = [asked, f":charset={ord(letter):x}", "family"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name.strip() for line in told.splitlines() for name in line.split(",")}
