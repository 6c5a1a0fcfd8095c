"""``clean`` (all fields, all blocks) beside trafilatura, and its rate."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import trafilatura
from demo_html import page as demo_page
from demo_html import view
from demo_papers import press
from measured import note, paired

from pipelines import Page, clean

MEDIA_TYPE = "text/html; charset=utf-8"


def articles(count: int) -> list[bytes]:
    """Pages of the invented newspapers."""
    now = datetime.now(UTC)
    printed = press(now.date())
    found = [a for a in printed.articles if a.kind == "article"][:count]
    return [demo_page(view(printed, a, now), "utf-8").encode() for a in found]


def main() -> int:
    """Run every measurement."""
    bodies = articles(200)
    pages = [Page(body=b, media_type=MEDIA_TYPE, url="https://herald.example/x") for b in bodies]
    texts = [b.decode() for b in bodies]
    sample = 40
    arms: tuple[Callable[[], Any], Callable[[], Any]] = (
        lambda: [clean(p) for p in pages[:sample]],
        lambda: [trafilatura.bare_extraction(t, with_metadata=True) for t in texts[:sample]],
    )
    note("bench", f"clean ÷ trafilatura with metadata, {sample} pages", paired(*arms))
    start = time.process_time()
    for p in pages:
        clean(p)
    note("bench", "clean, HTML pages a CPU second", f"{len(pages) / (time.process_time() - start):.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
