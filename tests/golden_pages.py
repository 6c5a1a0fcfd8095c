"""The golden pages: invented articles on real-world markup, and what the cleaner makes of them.

python tests/golden_pages.py --update      writes record.json or rejected.json anew; read the diff before committing
"""

import json
import sys
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import Block, Record

GOLDEN = Path(__file__).parent / "golden"
FETCHED = datetime(2025, 1, 1, 12, tzinfo=UTC)
NAMES = sorted(p.name for p in GOLDEN.iterdir() if (p / "page.html").is_file())


def page(name: str) -> Page:
    """A golden page as it would be captured."""
    body = (GOLDEN / name / "page.html").read_bytes()
    return Page(
        body=body, media_type="text/html", url=f"https://paper.example/{name}", fetched=FETCHED, status=200
    )


def plain(value: Any) -> Any:
    """As JSON; what is None or empty is left out, and a block is one line."""
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Block):
            sign = "+" if value.kept else "-"
            return f"{sign} {value.label} | {value.reason} | {value.text}"
        pairs = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {k: v for k, v in pairs.items() if v not in (None, [], {}, "")}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if hasattr(value, "items"):
        return {str(k): plain(v) for k, v in value.items()}
    return value


def made(name: str) -> tuple[str, str]:
    """The file that the result belongs in, and its content."""
    result = clean(page(name))
    told = plain(result)
    told.pop("fetched", None)
    told.pop("origins", None)
    file = "record.json" if isinstance(result, Record) else "rejected.json"
    return file, json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def update() -> None:
    """Writes what the cleaner makes now."""
    for name in NAMES:
        file, text = made(name)
        for old in ("record.json", "rejected.json"):
            (GOLDEN / name / old).unlink(missing_ok=True)
        (GOLDEN / name / file).write_text(text, "utf-8")


if __name__ == "__main__" and "--update" in sys.argv[1:]:
    update()
