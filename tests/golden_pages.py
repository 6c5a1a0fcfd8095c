"""The golden pages: invented articles on real-world markup, and what a person expects of the cleaner on them.

A page is a folder with ``page.html`` or ``page.txt`` and, written by hand, ``record.json`` or ``rejected.json``. A block
is ``+ paragraph | its text`` if it belongs to the article's text, else ``- caption | its text``; ``caption/duplicate``
means that either label is right. What is not named is expected to be None or empty.

python tests/golden_pages.py [NAME]              what differs, and how much is right
python tests/golden_pages.py --raise             lifts the floors in quality.json, strikes pages that are right now
python tests/golden_pages.py --lower REASON      sets them to what is measured, adds pages that are wrong now
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from floors import load, lowered, raised, save

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import Block, Record, Rejected

GOLDEN = Path(__file__).parent / "golden"
QUALITY = GOLDEN / "quality.json"
FETCHED = datetime(2025, 1, 1, 12, tzinfo=UTC)
NAMES = sorted(p.parent.name for p in GOLDEN.glob("*/page.*"))
FIELDS = (
    "headline", "alternative_headline", "lead", "authors", "keywords", "footnotes", "corrections", "captions", "credits",
    "publisher", "section", "dateline", "agency", "canonical_url", "language", "date_published", "date_modified",
    "is_accessible_for_free", "is_live",
)  # fmt: skip
"""Fields that are compared; the others say where the page came from and what cleaned it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a page, by a person or by the cleaner."""

    outcome: str
    """``record``, or the reason of a rejection."""
    fields: dict[str, Any]
    """Only those that are stated."""
    blocks: tuple[tuple[str, str], ...] = ()
    """Signs and labels, and text, in order."""


Clean = Callable[[Page], Record | Rejected]


@cache
def page(name: str) -> Page:
    """A golden page as it would be captured, a dump as it would be imported."""
    path = next((GOLDEN / name).glob("page.*"))
    markup = path.suffix == ".html"
    return Page(
        body=path.read_bytes(),
        media_type="text/html" if markup else "text/plain",
        url=f"https://paper.example/{name}" if markup else None,
        fetched=FETCHED,
        status=200 if markup else None,
    )


@cache
def expected(name: str) -> Told:
    """What a person wrote down."""
    path = next(p for p in (GOLDEN / name).glob("*.json"))
    held = json.loads(path.read_text("utf-8"))
    if path.name == "rejected.json":
        return Told(outcome=held["reason"], fields=held["fields"])
    pairs = [line.partition(" | ") for line in held["blocks"]]
    return Told(
        outcome="record",
        fields={n: held[n] for n in FIELDS if n in held},
        blocks=tuple((labels, text) for labels, _, text in pairs),
    )


def given(name: str, cleaner: Clean = clean) -> Told:
    """What the cleaner says."""
    result = cleaner(page(name))
    if isinstance(result, Rejected):
        return Told(outcome=result.reason, fields=dict(result.fields))
    stated = {n: value for n in FIELDS if (value := _plain(getattr(result, n))) not in (None, [], "")}
    return Told(outcome="record", fields=stated, blocks=tuple(map(_block, result.blocks)))


def _block(block: Block) -> tuple[str, str]:
    return f"{'+' if block.kept else '-'} {block.label}", block.text


def _plain(value: Any) -> Any:
    """As JSON would hold it, without what is None or empty."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        return {n: held for n, held in pairs.items() if held is not None}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def allowed(block: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a block has the text that is wanted, and one of its labels."""
    sign, _, label = block[0].partition(" ")
    wanted_sign, _, labels = wanted[0].partition(" ")
    return block[1] == wanted[1] and sign == wanted_sign and label in labels.split("/")


def wrong_blocks(said: Told, wanted: Told) -> list[str]:
    """The wanted blocks that are not there, or under another label."""
    matcher = SequenceMatcher(
        None, [t for _, t in wanted.blocks], [t for _, t in said.blocks], autojunk=False
    )
    at = {m.a + i: m.b + i for m in matcher.get_matching_blocks() for i in range(m.size)}
    found = []
    for i, block in enumerate(wanted.blocks):
        if i not in at:
            found.append(f"no block {block[0]} | {block[1][:80]}")
        elif not allowed(said.blocks[at[i]], block):
            found.append(f"{said.blocks[at[i]][0]}, not {block[0]} | {block[1][:80]}")
    return found


def wrong_fields(said: Told, wanted: Told) -> dict[str, str]:
    """Fields that differ; of a rejected page only those that a person named."""
    names = FIELDS if wanted.outcome == "record" else tuple(wanted.fields)
    pairs = ((n, said.fields.get(n), wanted.fields.get(n)) for n in names)
    return {n: f"{n} is {a!r}, not {b!r}" for n, a, b in pairs if a != b}


def differences(said: Told, wanted: Told) -> list[str]:
    """Everything that is not as it should be; nothing where a page is exactly right."""
    if said.outcome != wanted.outcome:
        return [f"{said.outcome}, not {wanted.outcome}"]
    more = len(said.blocks) - len(wanted.blocks) if wanted.blocks else 0
    extra = [f"{more:+} blocks"] if more else []
    return wrong_blocks(said, wanted) + extra + list(wrong_fields(said, wanted).values())


def measured(cleaner: Clean = clean) -> dict[str, float]:
    """Shares of what is right: whole pages, outcomes, texts, blocks, and each field where one is stated or given."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in NAMES:
        said, wanted = given(name, cleaner), expected(name)
        for what, good in (
            ("exact pages", not differences(said, wanted)),
            ("outcomes", said.outcome == wanted.outcome),
        ):
            total[what] += 1
            right[what] += good
        if wanted.outcome == "record":
            _count(said, wanted, right, total)
    return {what: right[what] / total[what] for what in total}


def _count(said: Told, wanted: Told, right: Counter[str], total: Counter[str]) -> None:
    total["texts"] += 1
    right["texts"] += _text(said) == _text(wanted)
    total["blocks"] += len(wanted.blocks)
    right["blocks"] += len(wanted.blocks) - len(wrong_blocks(said, wanted))
    wrong = wrong_fields(said, wanted)
    for n in FIELDS:
        if n in said.fields or n in wanted.fields:
            total[n] += 1
            right[n] += n not in wrong


def _text(told: Told) -> list[str]:
    return [text for label, text in told.blocks if label.startswith("+")]


def failures(cleaner: Clean = clean) -> dict[str, list[str]]:
    """The pages that are not exactly right, with what differs."""
    found = {n: differences(given(n, cleaner), expected(n)) for n in NAMES}
    return {n: what for n, what in found.items() if what}


def digest() -> str:
    """SHA-256 of all that the cleaner says of the golden pages: the same on every Python."""
    told = repr([clean(page(n)) for n in NAMES])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def main(arguments: list[str]) -> None:
    """Shows, raises or lowers."""
    held, now, wrong = load(QUALITY), measured(), failures()
    known = held.get("known failures", {})
    if arguments[:1] == ["--raise"]:
        still = {n: why for n, why in known.items() if n in wrong}
        save(QUALITY, {**raised(held, now), "known failures": still, "records": digest()})
    elif arguments[:1] == ["--lower"] and len(arguments) == 2 and arguments[1].strip():
        still = {n: known.get(n, f"{arguments[1]} ({'; '.join(what)[:300]})") for n, what in wrong.items()}
        save(QUALITY, {**lowered(held, now, arguments[1]), "known failures": still, "records": digest()})
    else:
        for name, what in wrong.items():
            if name in arguments or not arguments:
                print(name, *what, sep="\n   ")
        print(*(f"{value:.3f}  {what}" for what, value in now.items()), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
