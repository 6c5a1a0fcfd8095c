"""A small real corpus of invented articles for the tests of the web pages: archive, tables and index."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from pipelines.archive import open_archive
from pipelines.archive.attempt import Attempt
from pipelines.archive.exchange import Exchange
from pipelines.archive.ledger import Entry
from pipelines.archive.manifest import DatedHints
from pipelines.archive.manifests import new_id
from pipelines.archive.merging import refresh
from pipelines.archive.spool import Spool
from pipelines.archive.unit import Interval, Unit
from pipelines.corpus import Corpus
from pipelines.corpus.rows import unit_rows
from pipelines.corpus.source import ArchiveSource
from pipelines.corpus.staging import stage
from pipelines.page import Page
from pipelines.record import Block, Caption, Hints, Label, Record, Rejected

ZONE = (DatedHints(hints=Hints(time_zone="UTC")),)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An article as a test wants it."""

    path: str
    headline: str | None
    blocks: tuple[tuple[str, str], ...]
    language: str | None = "en"
    authors: tuple[str, ...] = ()
    captions: tuple[tuple[str, str | None], ...] = ()
    minute: int = 0
    canonical: str | None = None

    def body(self) -> bytes:
        """The article as the bytes that are archived: what :func:`read` reads."""
        return json.dumps(
            {
                "headline": self.headline,
                "blocks": self.blocks,
                "language": self.language,
                "authors": self.authors,
                "captions": self.captions,
                "canonical": self.canonical,
            }
        ).encode()


def read(page: Page, hints: Hints) -> Record | Rejected:
    """A cleaner that takes the page's word for everything, so that tests say what the corpus holds."""
    told: dict[str, Any] = json.loads(page.body)
    kept = {"lead", "paragraph", "subhead", "quote", "list_item"}
    blocks, at = [], 0
    for label, text in told["blocks"]:
        assert label in get_args(Label)
        block = Block(
            text=text,
            label=label,
            kept=label in kept,
            reason="told",
            confidence=0.9,
            start=at,
            end=at + len(text),
        )
        blocks.append(block)
        at += len(text)
    return Record(
        headline=told["headline"],
        text="\n\n".join(block.text for block in blocks if block.kept),
        blocks=tuple(blocks),
        authors=tuple(told["authors"]),
        captions=tuple(Caption(text=text, credit=credit) for text, credit in told["captions"]),
        language=told["language"],
        canonical_url=told["canonical"],
        cleaner="told/1",
    )


def publish(corpus: Corpus, folder: Path, site: str, day: date, stories: Iterable[Told]) -> None:
    """Archive a day's answers, then stage and publish its unit."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    unit = Unit.of(site, Interval(start=start, end=start + timedelta(days=1)))
    attempt = Attempt(id=new_id(), unit=unit, kind="days", started=start, software="test", hints=ZONE)
    ledger = []
    with Spool.open(folder, attempt, corpus.archive) as spool:
        for told in stories:
            body = told.body()
            url = f"https://{site}.example/{told.path}"
            kept = spool.write(
                Exchange(
                    url=url,
                    started=start + timedelta(hours=9, minutes=told.minute),
                    request=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                    response=b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
                )
            )
            ledger.append(
                Entry(
                    url=url,
                    end="fetched",
                    status=200,
                    captured=kept.captured,
                    where=kept.where,
                    announced=start,
                )
            )
        manifest = spool.commit(ledger=ledger, complete=True, finish="finished")
    staged = stage(
        corpus.archive, unit_rows(unit, [manifest], ArchiveSource(corpus.archive), read), [manifest]
    )
    corpus.publish(staged.key)


HARBOUR = Told(
    path="harbour",
    headline="Harbour ferries return after the long strike",
    authors=("Jane Roe", "Sam Poe"),
    blocks=(
        ("navigation", "Home World Sport"),
        ("lead", "Ferries left the harbour of Port Example at dawn for the first time in three weeks."),
        ("paragraph", "The rail strike on the other side of the bay goes on, said the union of drivers."),
        ("subhead", "What comes next"),
        ("quote", "We never wanted this strike, but we would do it again."),
        ("list_item", "Ferries: every hour"),
        ("list_item", "Trains: none before Monday"),
        ("paragraph", "A ticket costs four crowns, as before."),
        ("advertisement", "Buy a boat today"),
    ),
    captions=(("The ferry Aurora at the quay", "© Herald 2026 Jane Roe"),),
)
SCRIPT = "</title><script>alert(1)</script>"
HOSTILE = Told(
    path="hostile",
    headline=f"Hostile {SCRIPT}",
    authors=('"><img src=x onerror=alert(1)>',),
    blocks=(
        ("paragraph", f"A page that means harm: {SCRIPT} & \u202egnirts a dna \x07 {{{{ 7 * 7 }}}} zebra"),
        ("comments", "<iframe src=//evil.example></iframe>"),
    ),
    captions=(("<b>bold</b>", "<style>*{display:none}</style>"),),
    canonical="javascript:alert(document.domain)//",
)
ARABIC = Told(
    path="ar",
    headline="عودة العبارات إلى الميناء",
    language="ar",
    blocks=(
        ("lead", "عادت العبارات إلى ميناء المدينة بعد إضراب طويل."),
        ("paragraph", "تكلف التذكرة أربعة تيجان."),
    ),
)
JAPANESE = Told(
    path="ja",
    headline="港にフェリーが戻る",
    language="ja",
    blocks=(
        ("lead", "長いストライキの後、フェリーが港に戻った。"),
        ("paragraph", "切符は四クローネである。"),
    ),
)
SURROGATE = Told(
    path="odd", headline="Odd \ud83d half", blocks=(("paragraph", "A lone \udc00 surrogate quokka."),)
)


def filled(folder: Path) -> Corpus:
    """Two papers over ten days, some awkward articles among them."""
    corpus = Corpus.open(folder / "archive", open_archive(folder / "archive"))
    spool, choose = folder / "spool", random.Random(7)
    first = date(2026, 1, 5)
    for n in range(10):
        plain = [
            Told(
                path=f"{n}-{m}",
                headline=f"Council of town {n * 9 + m} votes on the tram",
                blocks=(
                    ("lead", f"The council of town {n * 9 + m} met in the evening."),
                    ("paragraph", "It voted for the tram and against the bus."),
                ),
                minute=m + 10,
            )
            for m in range(choose.randint(1, 6))
        ]
        more = {0: [HARBOUR, HOSTILE], 1: [ARABIC, JAPANESE, SURROGATE]}.get(n, [])
        publish(corpus, spool, "herald", first + timedelta(days=n), [*more, *plain])
    french = Told(
        path="fr",
        headline="Le tram revient",
        language="fr",
        blocks=(("lead", "Le tram revient à Port-Exemple lundi."),),
    )
    publish(corpus, spool, "lejour", first, [french])
    changed = Told(
        path="harbour",
        headline="Harbour ferries return, trains too",
        blocks=(("lead", "Ferries left the harbour of Port Example at dawn, and the trains followed."),),
    )
    publish(corpus, spool, "herald", first + timedelta(days=12), [changed])
    refresh(corpus.archive)
    return corpus
