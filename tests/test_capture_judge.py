"""The judge of awkward exchanges: every byte as it crossed the socket, by a reader that trusts no library."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SHARED
from live import free_port
from measured import note
from test_crawler_wire import read

from spiders.crawl import archive_urls

JUDGE = SHARED / "judge" / "capture"
pytestmark = pytest.mark.skipif(not JUDGE.exists(), reason="needs ../shared")


@pytest.fixture
def awkward(tmp_path: Path) -> Iterator[list[dict[str, Any]]]:
    """The judge's server, and the requests that it wants to be asked."""
    port, tls = free_port(), free_port()
    words = ["--port", str(port), "--tls-port", str(tls), "--truth", str(tmp_path / "truth.jsonl")]
    command = [sys.executable, str(JUDGE / "awkward_server.py"), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout
        server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/urls.jsonl") as answer:
            rows = [json.loads(line) for line in answer.read().splitlines()]
        yield rows
        server.terminate()


@pytest.mark.parametrize("dedup", [False, True], ids=["every payload", "revisits"])
def test_every_awkward_exchange_is_kept_as_it_crossed_the_wire(
    awkward: list[dict[str, Any]], tmp_path: Path, dedup: bool
) -> None:
    revisits = []
    for _ in range(1 + dedup):  # the second run finds what the first has committed
        report = archive_urls(
            awkward, to=tmp_path / "kept", dedup=dedup, insecure=True, allow_private=True, timeout=5, pace=0
        )
        kinds = (kind for key in report.warcs for kind, *_ in read(tmp_path / "kept", Path(key).name))
        revisits.append(sum(kind == "revisit" for kind in kinds))
    assert revisits[0] == 0
    assert revisits[-1] >= 40 * dedup, revisits
    words = ["--strict", "--truth", str(tmp_path / "truth.jsonl"), str(tmp_path / "kept" / "warc")]
    judged = subprocess.run([sys.executable, str(JUDGE / "check.py"), *words], capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout[-3000:]
    said = judged.stdout.strip().splitlines()[-1]
    what = f"dedup, two runs, {revisits[-1]} revisits" if dedup else "no dedup"
    note("test", f"judge of awkward exchanges, strict, {what}", said)
