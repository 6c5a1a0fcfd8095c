"""What cleaning costs: pages and dumps a CPU second, two processes beside each other, memory over a hundred thousand pages.

    python tests/clean_speed.py --pages 60        HTML beside trafilatura, alternating in this process
    python tests/clean_speed.py --dumps 200       raw text dumps of two forms
    python tests/clean_speed.py --processes 60    two at once beside one alone
    python tests/clean_speed.py --memory 100000   resident memory after a tenth, a half and all of them

On the marked pages beside the checkout where these are, else on the golden ones.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from golden_pages import NAMES
from golden_pages import page as golden
from measured import cpu, load, note, paired
from quality import DATA, dumped

from pipelines.clean import clean
from pipelines.page import Page

ROUNDS = 5
"""Of arms that are not compared with trafilatura."""
PARTS = 10
"""Of a long run; memory is looked at after each of them,"""
MARKS = (1, 5, 10)
"""and told after these: after the first all caches are full."""
STEP = 7
"""Of so many marked pages one is taken: they stand in the order of their collections."""


def sources() -> Iterator[tuple[str, str | None]]:
    """HTML, decoded, and address of the marked pages; without them of the golden ones."""
    if not DATA.exists():
        pages = (golden(name) for name in NAMES)
        yield from ((p.body.decode(errors="replace"), p.url) for p in pages if p.media_type == "text/html")
        return
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, 3, None, STEP)):
            yield row["html"], row["url"]


def kind() -> str:
    """Of which pages a figure is."""
    return "real" if DATA.exists() else "golden"


def pages(count: int) -> list[Page]:
    """So many pages as they would come from the archive."""
    return [
        Page(body=text.encode("utf-8", "replace"), media_type="text/html; charset=utf-8", url=url)
        for text, url in islice(sources(), count)
    ]


def beside_trafilatura(count: int) -> None:
    """Pages a CPU second over trafilatura's, with all fields on both sides."""
    import trafilatura

    mine, theirs = pages(count), list(islice(sources(), count))
    ratio = paired(
        lambda: [
            trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False)
            for text, url in theirs
        ],
        lambda: [clean(page) for page in mine],
    )
    what = f"clean, pages a CPU second ÷ trafilatura's with metadata, {len(mine)} {kind()} pages"
    note("bench", what, f"{ratio}; {load()}")


def of_dumps(count: int) -> None:
    """Dumps a CPU second, by form."""
    for form in ("main", "full"):
        texts = [dumped(form, text) for text, _ in islice(sources(), count)]
        dumps = [Page(body=text.encode("utf-8", "replace"), media_type="text/plain") for text in texts]
        lines = statistics.mean(sum(map(bool, map(str.strip, text.split("\n")))) for text in texts)
        rate = len(dumps) / statistics.median(cost(dumps) for _ in range(ROUNDS + 1))
        told = f"{rate:.0f} of {lines:.0f} lines; {load()}"
        note("bench", f"clean, dumps a CPU second, form {form}, of {len(dumps)} {kind()} pages", told)


def cost(some: Sequence[Page]) -> float:
    """CPU seconds of cleaning all of them once."""
    return cpu(lambda: [clean(page) for page in some])


def at_once(count: int) -> None:
    """What two processes clean in the CPU time in which one alone cleans one share."""
    shares = []
    for _ in range(ROUNDS):
        alone = statistics.mean(children(count, 1))
        shares.append(2 * alone / statistics.mean(children(count, 2)))
    told = f"{statistics.median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f}); {load()}"
    note("bench", f"clean, two processes ÷ one, by CPU seconds a page, {kind()} pages", told)


def children(count: int, processes: int) -> list[float]:
    """CPU seconds for a page in each of so many children that clean the same pages at once."""
    command = [sys.executable, __file__, "--child", str(count)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    said = [float(child.communicate()[0].split()[-1]) for child in running]
    assert not any(child.returncode for child in running)
    return said


def child(count: int) -> None:
    """One of them: says its CPU seconds for a page, when it is warm."""
    some = pages(count)
    cost(some)
    print(cost(some) / len(some))


def memory(count: int) -> None:
    """Resident memory of one process that cleans so many pages: when its caches are full, halfway, and at the end."""
    some = sorted(pages(10_000), key=lambda page: len(page.body))
    some = some[: len(some) // 2]  # a hundred thousand of the longer ones take hours
    sizes = []
    for i in range(count):
        turn, at = divmod(i, len(some))
        clean(some[(at + turn * STEP) % len(some)])  # caches see another order each time
        if (i + 1) % max(1, count // PARTS) == 0:
            sizes.append(resident())
            print(f"{i + 1:,} pages: {sizes[-1]:.0f} MiB", file=sys.stderr)
    marks = ", ".join(
        f"{size:.0f} at {part * count // PARTS:,}" for part, size in enumerate(sizes, 1) if part in MARKS
    )
    note(
        "bench",
        f"clean, resident memory over {kind()} pages, the smaller half, MiB",
        f"{marks}, most {max(sizes):.0f}; {load()}",
    )


def resident() -> float:
    """MiB of this process."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Measures what is asked for."""
    asked = argparse.ArgumentParser(description="Measure what cleaning costs.")
    arms: dict[str, Callable[[int], None]] = {
        "pages": beside_trafilatura, "dumps": of_dumps, "processes": at_once, "memory": memory, "child": child,
    }  # fmt: skip
    for name in arms:
        asked.add_argument(f"--{name}", type=int)
    args = asked.parse_args()
    for name, arm in arms.items():
        if count := getattr(args, name):
            arm(count)


if __name__ == "__main__":
    main()
