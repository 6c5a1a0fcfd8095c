"""Write a folder of raw dumps of invented articles, as they come from other people's scrapers.

    python tests/demo_dumps.py --to DIR [--seed 1] [--ledger FILE]

Plain text with all its furniture (credit glued to caption, picture texts with the paper's name, teaser lines,
buttons, footnote, chat widget), HTML, JSON Lines, CSV, WET, archives of these, a file that is no text and one
that is broken. The ledger (what each document's record must hold) lies beside the folder, never inside it.
"""

import argparse
import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import zstandard
from demo_html import page, view
from demo_papers import PAPERS, Article, press
from demo_server import png
from demo_text import LANGUAGES, Story, Writer

TXT_EACH = 5
RECORD = "urn:uuid:00000000-0000-4000-8000-"
ODDS = {
    "en": (
        "Sign up",
        "Latest",
        "0",
        "To comment, log in or create an account",
        "loading",
        "Chat",
        "Открыть материал",
    ),
    "fr": (
        "S'inscrire",
        "Dernières brèves",
        "0",
        "Pour commenter, connectez-vous",
        "chargement",
        "Messagerie",
        "Открыть материал",
    ),
    "ar": (
        "اشترك",
        "آخر الأنباء",
        "0",
        "سجل الدخول أو أنشئ حسابا للتعليق",
        "loading",
        "دردشة",
        "Открыть материал",
    ),
    "ja": (
        "登録する",
        "新着ニュース",
        "0",
        "コメントするにはログインしてください",
        "読み込み中",
        "チャット",
        "Открыть материал",
    ),
}
"""Per language: the button above the body, then the widgets below it; the last line is in another script."""
SUFFIX = {"en": "Veleska Herald", "ar": "صحيفة فيليسكا", "fr": "Courrier d'Umibe", "ja": "海辺通信"}
"""The paper's name as it trails after picture texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumped:
    """One document of a dump file and what its record must hold."""

    file: str
    part: str | None = None
    story: Story | None
    url: str | None = None
    glued: str | None = None
    """The line in which a credit and a caption stand without a gap."""
    broken: bool = False
    """Not text, or not readable: no record can come of it."""

    def entry(self) -> dict[str, Any]:
        """The ledger's line."""
        head = {
            "file": self.file,
            "part": self.part,
            "url": self.url,
            "broken": self.broken,
            "glued": self.glued,
        }
        if self.story is None:
            return {**head, "headline": None, "language": None, "body": []}
        return {
            **head,
            "headline": self.story.headline,
            "language": self.story.language,
            "publisher": SUFFIX[self.story.language],
            "lead": self.story.lead if self.file.endswith(".html") else None,
            "body": list(self.story.body),
            "captions": [photo.text for photo in self.story.photos],
            "credits": [photo.credit for photo in self.story.photos],
            "footnotes": list(self.story.footnotes),
        }


def story_for(language: str, random: Random) -> Story:
    """A story with at least one photo; half of them with a footnote."""
    writer = Writer(language, random)
    story = writer.story(2026)
    photos = story.photos or (writer.photo(2025),)
    blocks, notes = story.blocks, story.footnotes
    if not notes and random.random() < 0.5:
        note = writer.pick("footnotes")
        notes, blocks = (note,), (replace(blocks[0], text=f"{blocks[0].text}{note[0]}"), *blocks[1:])
    return replace(story, photos=photos[:1], footnotes=notes, blocks=blocks)


def as_text(story: Story, random: Random) -> tuple[str, str]:
    """The dump of a page as plain text, and the line in which credit and caption are glued."""
    odd, suffix = ODDS[story.language], SUFFIX[story.language]
    photo = story.photos[0]
    glued = f"{photo.credit}{photo.text}"
    writer = Writer(story.language, random)
    lines = [story.headline, "", glued, f"{photo.text} - {suffix}", odd[0]]
    for n, text in enumerate(story.body):
        if n and n % 2 == 0:
            # A teaser: another article's picture text, then its headline, glued together by nothing.
            lines += [f"{writer.pick('captions')} - {suffix}", writer.pick("headlines"), ""]
        lines += [text, ""]
    for note in story.footnotes:
        lines += [note, ""]
    return "\n".join([*lines, *odd[1:]]), glued


def dumps(seed: int) -> Iterator[tuple[str, bytes, list[Dumped]]]:
    """Each file: name, bytes, and the documents in it."""
    random = Random(f"{seed}:dumps")
    yield from _texts(random)
    yield from _pages(seed)
    yield _lines(random)
    yield _table(random)
    yield _wet(random)
    yield from _packed(random)
    yield "scan.txt", png(7) * 20, [Dumped(file="scan.txt", story=None, broken=True)]
    yield (
        "torn.zip",
        _zip({"a.txt": b"never whole" * 40})[:120],
        [Dumped(file="torn.zip", story=None, broken=True)],
    )


def _texts(random: Random) -> Iterator[tuple[str, bytes, list[Dumped]]]:
    for language in LANGUAGES:
        for n in range(TXT_EACH):
            story = story_for(language, random)
            text, glued = as_text(story, random)
            name = f"{n:03}_{random.getrandbits(64):016x}.txt"
            yield name, text.encode(), [Dumped(file=name, story=story, glued=glued)]


def _pages(seed: int) -> Iterator[tuple[str, bytes, list[Dumped]]]:
    made = press(date(2026, 2, 1), seed=seed + 7)
    for paper in PAPERS:
        plain = [a for a in made.articles if a.paper is paper and a.kind == "article" and a.twin is None]
        for article in plain[10:12]:
            name = f"{article.number}.html"
            yield name, page(view(made, article, made.end), "utf-8").encode(), [_document(name, article)]


def _document(name: str, article: Article) -> Dumped:
    return Dumped(file=name, story=article.versions[-1].story, url=article.url)


def _rows(random: Random, count: int) -> list[tuple[str, Story]]:
    stories = [story_for(LANGUAGES[n % len(LANGUAGES)], random) for n in range(count)]
    return [(f"https://elsewhere.example/{random.getrandbits(32):08x}", story) for story in stories]


def _plain(story: Story) -> str:
    return "\n\n".join((story.headline, *story.body))


def _lines(random: Random) -> tuple[str, bytes, list[Dumped]]:
    name, rows = "feed.jsonl", _rows(random, 5)
    lines = [{"url": url, "title": s.headline, "text": _plain(s), "lang": s.language} for url, s in rows]
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return (
        name,
        body.encode(),
        [Dumped(file=name, part=f"line {n}", story=s, url=u) for n, (u, s) in enumerate(rows, 1)],
    )


def _table(random: Random) -> tuple[str, bytes, list[Dumped]]:
    name, rows = "table.csv", _rows(random, 4)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["url", "title", "text"])
    table.writerows([url, story.headline, _plain(story)] for url, story in rows)
    found = [Dumped(file=name, part=f"row {n}", story=s, url=u) for n, (u, s) in enumerate(rows, 1)]
    return name, out.getvalue().encode(), found


def _wet(random: Random) -> tuple[str, bytes, list[Dumped]]:
    name, rows = "crawl-00000.warc.wet.gz", _rows(random, 3)
    records = [_record("warcinfo", None, "application/warc-fields", b"software: invented\r\n", 0)]
    for n, (url, story) in enumerate(rows, 1):
        records.append(_record("conversion", url, "text/plain", _plain(story).encode(), n))
    body = b"".join(gzip.compress(record, 6, mtime=0) for record in records)
    return (
        name,
        body,
        [Dumped(file=name, part=f"{RECORD}{n:012}", story=s, url=u) for n, (u, s) in enumerate(rows, 1)],
    )


def _record(kind: str, url: str | None, media_type: str, block: bytes, n: int) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2026-01-05T06:07:{n:02}Z\r\n"
            f"WARC-Record-ID: <{RECORD}{n:012}>\r\n"
            f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def _packed(random: Random) -> Iterator[tuple[str, bytes, list[Dumped]]]:
    single = [
        (story, as_text(story, random))
        for story in (story_for(language, random) for language in ("en", "fr"))
    ]
    for (story, (text, glued)), suffix in zip(single, ("gz", "zst"), strict=True):
        name = f"single.txt.{suffix}"
        pack = (
            (lambda b: gzip.compress(b, 6, mtime=0))
            if suffix == "gz"
            else zstandard.ZstdCompressor().compress
        )
        yield name, pack(text.encode()), [Dumped(file=name, story=story, glued=glued)]
    members: dict[str, bytes] = {}
    found = []
    for language in ("ar", "ja", "en"):
        story = story_for(language, random)
        text, glued = as_text(story, random)
        members[f"{language}/story.txt"] = text.encode()
        found.append(Dumped(file="bundle.zip", part=f"{language}/story.txt", story=story, glued=glued))
    yield "bundle.zip", _zip(members), found


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in members.items():
            packed.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def write(folder: Path, ledger: Path | None = None, *, seed: int = 1) -> list[dict[str, Any]]:
    """Write all dump files into a folder, and the ledger beside it; return the ledger."""
    folder.mkdir(parents=True, exist_ok=True)
    entries: list[dict[str, Any]] = []
    for name, body, documents in dumps(seed):
        (folder / name).write_bytes(body)
        entries += [document.entry() for document in documents]
    beside = ledger or folder.parent / f"{folder.name}.ledger.json"
    beside.write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")
    return entries


def main() -> None:
    """Write the dumps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--to", type=Path, required=True, help="folder for the dump files")
    parser.add_argument("--ledger", type=Path, help="where to put the ledger (default: beside the folder)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    entries = write(asked.to, asked.ledger, seed=asked.seed)
    print(f"{len(entries)} documents in {len({e['file'] for e in entries})} files in {asked.to}")


if __name__ == "__main__":
    main()
