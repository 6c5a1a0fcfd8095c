"""``python tests/bench_cdx.py [CAPTURES]``: merging the index of an archive of 100 captures a file, and asking it.

The archive is a folder; its CDXJ files and manifests are made here, its WARC files are not needed.
"""

import hashlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive_exchanges import attempt, exchange
from measured import note

from pipelines.archive import Archive, lookup, open_archive
from pipelines.archive.merging import follow
from pipelines.archive.shards import Shards
from pipelines.archive.spool import Spool
from pipelines.archive.surt import surt

A_FILE = 100
HOSTS = 500
START = datetime(2016, 1, 1, tzinfo=UTC)
MERGE = """
import sys, resource
from pipelines.archive import open_archive
from pipelines.archive.merging import refresh
refresh(open_archive(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def url_of(number: int, files: int) -> str:
    """Of a capture: a tenth are front pages, captured over and over, the others articles."""
    file, place = divmod(number, A_FILE)
    host = f"https://www.paper-{file % HOSTS}.example"
    if place % 10 == 0:
        return f"{host}/section-{place // 10}/"
    return f"{host}/{2016 + 10 * file // files}/news/the-harbour-of-veleska-reopens-{number:09d}.html"


def make(root: Path, files: int) -> None:
    """CDXJ files with their manifests, as a crawl leaves them."""
    for file in range(files):
        name = f"{file:032x}"
        uuid = f"{name[:8]}-{name[8:12]}-7{name[13:16]}-8{name[17:20]}-{name[20:]}"
        at = START + timedelta(minutes=50 * file)
        site, stamp = f"paper{file % HOSTS}", f"{at:%Y%m%d%H%M%S}000"
        warc = f"{site}-{stamp}-00000-{uuid}.warc.gz"
        key = f"warc/{site}/{at:%Y/%m/%d}/{warc}"
        lines = sorted(_line(file * A_FILE + place, files, at, warc) for place in range(A_FILE))
        body = b"".join(lines)
        cdxj = root / key.replace(".warc.gz", ".cdxj")
        cdxj.parent.mkdir(parents=True, exist_ok=True)
        cdxj.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        held = f'{{"key":"{key.replace(".warc.gz", ".cdxj")}","size":{len(body)},"sha256":"{digest}"}}'
        told = f'{{"format":"coranto manifest 1","warcs":[{{"warc":{{"key":"{key}"}},"cdxj":{held}}}]}}'
        manifest = root / "manifests" / site / f"{at:%Y%m%dT000000Z}--x" / f"{uuid}.json"
        manifest.parent.mkdir(parents=True, exist_ok=True)
        manifest.write_text(told)


def _line(number: int, files: int, at: datetime, warc: str) -> bytes:
    url = url_of(number, files)
    at += timedelta(seconds=7 * (number % A_FILE))
    noise = random.Random(number)
    digest, sha256, record = (
        noise.randbytes(16).hex().upper(),
        noise.randbytes(32).hex(),
        noise.randbytes(16).hex(),
    )
    return (
        f'{surt(url)} {at:%Y%m%d%H%M%S} {{"url":"{url}","mime":"text/html","status":"200","digest":"sha1:{digest}",'
        f'"length":"{noise.randrange(9000, 90000)}","offset":"{9000 * (number % A_FILE)}","filename":"{warc}",'
        f'"id":"urn:uuid:{record}","sha256":"{sha256}","size":"9000","date":"{at:%Y-%m-%dT%H:%M:%S}.000000Z"}}\n'
    ).encode()


def build(root: Path) -> tuple[float, int]:
    """Seconds and peak megabytes of the first merge, in a process of its own."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MERGE, str(root)], capture_output=True, text=True, check=True
    )
    return time.monotonic() - start, int(done.stdout)


def asked(shards: Shards, queries: list[lookup.Query]) -> str:
    """p50 and p95 of answering each once, in milliseconds."""
    took = []
    for query in queries:
        start = time.perf_counter()
        found = list(lookup.captures(shards, query))
        took.append(1000 * (time.perf_counter() - start))
        assert found, query
    took.sort()
    return f"p50 {took[len(took) // 2]:.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms"


def arrival(archive: Archive, shards: Shards, folder: Path, number: int) -> float:
    """Seconds from a commit until its capture is found."""
    url = f"https://www.paper-1.example/fresh-{number}"
    with Spool.open(folder / "spool", attempt(), archive) as spool:
        spool.write(exchange(number, url=url))
        spool.commit(ledger=(), complete=True, finish="finished")
    start = time.monotonic()
    while not list(lookup.captures(shards, lookup.Query(url=url))):
        time.sleep(0.05)
    return time.monotonic() - start


def measure(root: Path, captures: int) -> None:
    """Build, ask, and wait for what is new."""
    files = captures // A_FILE
    make(root, files)
    size = f"{captures:,} captures of {files:,} CDXJ files"
    seconds, peak = build(root)
    archive = open_archive(root)
    assert archive.shards
    held = sum(path.stat().st_size for path in archive.shards.rglob("*") if path.is_file())
    note(
        "bench", f"index of {size}: first merge", f"{seconds:.0f} s, peak {peak} MB, {held >> 20} MB on disk"
    )
    shards = Shards(archive.shards)
    chance = random.Random(1)
    urls = [url_of(chance.randrange(captures), files) for _ in range(1000)]
    exact = [lookup.Query(url=url) for url in urls]
    note("bench", f"index of {size}: lookup, {len(shards.runs)} runs", asked(shards, exact))
    near = [lookup.Query(url=url, closest="20200101", limit=1) for url in urls]
    note("bench", f"index of {size}: the capture closest to a day", asked(shards, near))
    prefix = [lookup.Query(url=url[:32], match="prefix", limit=20) for url in urls]
    note("bench", f"index of {size}: 20 of a prefix", asked(shards, prefix))
    start = time.monotonic()
    assert shards.entry("urn:uuid:none") is None
    note("bench", f"index of {size}: a record by its id alone", f"at most {time.monotonic() - start:.1f} s")
    stop = threading.Event()
    follower = threading.Thread(target=follow, args=(archive, stop))
    follower.start()
    try:
        delays = sorted(arrival(archive, shards, root, number) for number in range(5))
        note(
            "bench",
            f"index of {size}: a new capture is found after",
            f"{delays[2]:.1f} s, at most {delays[-1]:.1f} s",
        )
    finally:
        stop.set()
        follower.join()
    note("bench", f"index of {size}: lookup beside the follower's run", asked(shards, exact))
    note(
        "bench",
        "memory of the process that asks",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB",
    )


def main(given: list[str]) -> int:
    """Run every measurement."""
    folder = Path(tempfile.mkdtemp(prefix="cdx-"))
    try:
        measure(folder, int(given[0]) if given else 1_000_000)
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
