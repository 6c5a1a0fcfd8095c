"""Marks pages by hand: prints their blocks with what the cleaner says of them, and takes in where a person says otherwise.

    python tests/annotate.py sheets FOLDER             sheets of six pages, of the pages of which no more than sentences are marked
    python tests/annotate.py marks FOLDER              FOLDER/*.marks as ``marks.tsv``, beside the classifier

Beside each sheet NAME.txt somebody writes NAME.marks, a line a page: ``id: ok``, ``id: +12 +14-16 -40`` (blocks that are of the
article though the cleaner drops them, or are not though it keeps them), or ``id: skip why``. The text of the article is its
standfirst, paragraphs, subheads, lists and quotations; not its headline, byline, date, captions, nor what the page says of other articles.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from bench_clean import DATA, archived

from pipelines.clean import clean, html
from pipelines.clean.model import standoff
from pipelines.clean.model.training import pages
from pipelines.clean.shapes import weight
from pipelines.record import Block

A_SHEET = 6
SHOWN = "shown.json"
"""What the cleaner said of the pages on the sheets."""
MOST = 1500
"""Blocks of a page that is marked."""
NEAR, FAR = 25, 90
"""Weights up to which dropped blocks in a row are told together, near the story and away from it."""
AROUND = 8
FEW = 3
HEAD, TAIL = 105, 35
CHANGE = re.compile(r"([+-])(\d+)(?:-(\d+))?")


def unmarked() -> Iterator[dict[str, Any]]:
    """Articles of which nobody marked the whole text."""
    return (p for p in pages(DATA) if p["page_type"] == "article" and not p["gold"].get("body"))


def blocks_of(page: dict[str, Any], text: str) -> list[Block]:
    """The blocks of a page that its elements hold, whose text is ``text``; none where there are too many."""
    found = clean(archived(page)).blocks
    return [b for b in found if b.end <= len(text)] if len(found) <= MOST else []


def shortened(text: str) -> str:
    """Beginning, end and length of a long text."""
    text = text.replace("\n", " / ")
    return text if len(text) <= HEAD + TAIL + 10 else f"{text[:HEAD]} … {text[-TAIL:]} ({len(text)})"


def lines(blocks: list[Block]) -> Iterator[str]:
    """Each block on a line; short ones in a row that are dropped on one."""
    kept = [i for i, b in enumerate(blocks) if b.kept]
    low, high = (kept[0] - AROUND, kept[-1] + AROUND) if kept else (len(blocks), 0)

    def is_small(i: int) -> bool:
        near = low <= i <= high
        return not blocks[i].kept and weight(blocks[i].text) < (NEAR if near else FAR)

    for small, run in groupby(range(len(blocks)), is_small):
        some = list(run)
        if small and len(some) > FEW:
            shown = " | ".join(blocks[i].text[:22] for i in (*some[:2], *some[-2:]))
            yield f"  … {some[0]}-{some[-1]} dropped, short: {shown}"
        else:
            yield from (
                f"{'K' if blocks[i].kept else '-'} {i} [{blocks[i].label}] {shortened(blocks[i].text)}"
                for i in some
            )


def sheets(folder: Path) -> None:
    """Writes the sheets, and what the cleaner says today: changes are told against that, whatever it says when they are taken in."""
    folder.mkdir(parents=True, exist_ok=True)
    told, shown = [], {}
    for page in unmarked():
        text = html.cut(html.parse(page["html"]))[0]
        if found := blocks_of(page, text):
            told.append("\n".join((f"=== {page['id']} | {page['lang']} | {page['url']}", *lines(found))))
            blocks = [(b.start, b.end, b.kept) for b in found]
            shown[page["id"]] = {"checksum": standoff.checksum(text), "blocks": blocks}
    for n, start in enumerate(range(0, len(told), A_SHEET)):
        sheet = "\n\n".join(told[start : start + A_SHEET]) + "\n"
        (folder / f"{n:03}.txt").write_text(sheet, encoding="utf-8")
    (folder / SHOWN).write_text(json.dumps(shown), encoding="utf-8")
    print(f"{len(told)} pages in {folder}: write what is to be changed of NAME.txt to NAME.marks")


def said(folder: Path) -> Iterator[tuple[str, str]]:
    """What was written of each page."""
    for file in sorted(folder.glob("*.marks")):
        for at, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            name, _, what = (part.strip() for part in line.partition(": "))
            if not (
                what == "ok" or what.startswith("skip") or all(map(CHANGE.fullmatch, what.split() or [""]))
            ):
                raise SystemExit(
                    f"{file}, line {at}: neither 'id: ok' nor 'id: +12 -14-16' nor 'id: skip why'"
                )
            yield name, what


def changed(blocks: Sequence[tuple[int, int, bool]], what: str) -> Iterator[standoff.Span]:
    """The spans of the article: of the blocks that the cleaner kept, but for what is to be changed."""
    kept = [keeps for _, _, keeps in blocks]
    for sign, first, last in CHANGE.findall(what):
        for i in range(int(first), min(int(last or first) + 1, len(kept))):
            kept[i] = sign == "+"
    return standoff.joined(((start, end), k) for (start, end, _), k in zip(blocks, kept, strict=True))


def marks(folder: Path) -> None:
    """Takes the marks in, and says how many sentences that others marked they hold."""
    shown = json.loads((folder / SHOWN).read_text("utf-8"))
    made = dict(standoff.read())
    for name, what in said(folder):
        if name not in shown:
            raise SystemExit(f"{name}: no such page is on a sheet of {folder}")
        if not what.startswith("skip"):
            spans = tuple(changed(shown[name]["blocks"], what))
            made[name] = standoff.Standoff(checksum=shown[name]["checksum"], spans=spans)
    right = [
        agrees for page in unmarked() if page["id"] in made for agrees in compared(page, made[page["id"]])
    ]
    head = "# Which letters of the pages' texts are of the article: id, CRC-32 of the text, spans. Made with tests/annotate.py.\n"
    standoff.MARKS.write_text(head + standoff.written(made), encoding="utf-8")
    print(
        f"{len(made)} pages; of {len(right)} sentences that others marked {sum(right)} stand where they say"
    )


def compared(page: dict[str, Any], marked: standoff.Standoff) -> Iterator[bool]:
    """Of each sentence that others marked, whether the marks say the same."""
    body = " ".join(standoff.body(page["id"], marked, *html.cut(html.parse(page["html"]))).split())
    for key, there in (("with", True), ("without", False)):
        yield from ((" ".join(one.split()) in body) == there for one in page["gold"].get(key) or ())


def main() -> None:
    """Does what is asked for."""
    asked = argparse.ArgumentParser(description="Mark pages by hand.")
    asked.add_argument("step", choices=("sheets", "marks"))
    asked.add_argument("folder", type=Path)
    args = asked.parse_args()
    (sheets if args.step == "sheets" else marks)(args.folder)


if __name__ == "__main__":
    main()
