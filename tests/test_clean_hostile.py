"""Bytes made to break a cleaner: mutated pages for as long as CORANTO_SOAK allows, and ten megabytes of one thing."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from golden_pages import NAMES, page
from moments import SEED, SOAK
from test_clean_pure import sound

from pipelines.clean import clean
from pipelines.clean.model import decision
from pipelines.page import Page

SECONDS = 600 if SOAK else 15
"""CPU seconds of mutated pages, each of two times."""
MOST = 10
"""CPU seconds that any page of ten megabytes may take."""
SIZE = 10_000_000
PIECES = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<table><tr><td>", b"<a href=x>", b"<script>", b"</script>", b"<!--", b"-->", b"<h1>",
    b"<noscript>", b"<template>", b"<svg>", b"<math>", b"<![CDATA[", b"<plaintext>", b"<textarea>", b"<select><option>", b"<br>",
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc2\xad", b"\xe2\x80\x8b", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"&#x110000;", b"&shy;",
    b"\r", b"\n\n\n\n", b"\x85", b"\x1b$B", b"+ADw-", "©".encode(), b" - Bote", b"*", b"1.", b"2024-02-30T25:61", b"=" * 80,
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":', b'{"@graph":[[[', b"<meta charset=utf-7>", b"<meta charset=",
    b"<time datetime=", b"<html lang=", b" class='paywall live-blog byline date caption related'>", b"<img alt='x y'>",
)  # fmt: skip
BIG = {
    "nested blocks": ("text/html", b"<div>"),
    "nested inline elements": ("text/html", b"<b><i><span>"),
    "nested tables": ("text/html", b"<table><tr><td>"),
    "nested lists": ("text/html", b"<ul><li>"),
    "one line of letters": ("text/plain", b"a"),
    "one line of sentences": ("text/plain", "Le bac repart. «Oui», dit-il – enfin. ".encode()),
    "one line of Chinese": ("text/plain", "新聞".encode()),
    "one line of credits": ("text/plain", "© AFP 2021 Ida HolmEin Kran ".encode()),
    "one paragraph": ("text/html", b"the ferry sails. "),
    "nothing but beginnings": ("text/html", b"<"),
    "comments without an end": ("text/html", b"<!--a>"),
    "a head without an end": ("text/html", b"<title>a</title><!--b--><meta>"),
    "references": ("text/plain", b"&amp;"),
    "mojibake": ("text/plain", "Ã¼ ".encode()),
    "all bytes": ("text/plain", bytes(range(128, 256))),
}
CHILD = """
import resource, sys
from pipelines.clean import clean
from pipelines.page import Page
media_type, piece, size, limit = sys.argv[1], bytes.fromhex(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
clean(Page(body=b"<p>A page that loads whatever is loaded late.</p>" * 9, media_type="text/html"))
used = resource.getrusage(resource.RUSAGE_SELF)
limit += int(used.ru_utime + used.ru_stime) + 1
resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
if not piece:
    while True: pass
result = clean(Page(body=piece * (size // len(piece)), media_type=media_type))
assert "the cleaner failed" not in getattr(result, "evidence", ""), result.evidence
"""


def under_limit(media_type: str, piece: bytes, limit: int = MOST) -> int:
    """How a child ends that may use so many CPU seconds."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, media_type, piece.hex(), str(SIZE), str(limit)], capture_output=True, text=True,
        cwd=Path(__file__).parents[1],
    )  # fmt: skip
    assert done.returncode <= 0, done.stderr[-1500:]
    return done.returncode


@pytest.mark.parametrize("name", BIG)
def test_ten_megabytes_of_one_thing_take_less_than_ten_seconds(name: str) -> None:
    assert under_limit(*BIG[name]) == 0


def test_a_page_that_takes_longer_would_be_ended() -> None:
    assert under_limit("text/html", b"", limit=1) in (-signal.SIGXCPU, -signal.SIGKILL)


def mutated(chance: random.Random, bodies: list[bytes]) -> bytes:
    """A page with a few things wrong, or two pages in one."""
    body = bytearray(chance.choice(bodies))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(body) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            body[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 3, 200))
        elif kind == 1:
            del body[at : at + chance.randint(1, 400)]
        elif kind == 2:
            body[at : at + 4] = chance.randbytes(4)
        elif kind == 3:
            other = chance.choice(bodies)
            start = chance.randrange(len(other))
            body[at:at] = other[start : start + chance.randint(1, 2000)]
        elif kind == 4:
            body[at:at] = body[at : at + chance.randint(1, 300)] * chance.randint(1, 20)
        else:
            old, new = chance.sample((b"<p", b"<div", b"</", b"\n", b" ", b'"', b">"), 2)
            body = bytearray(bytes(body).replace(old, new))
    return bytes(body)


@pytest.mark.parametrize("doubtful", [0.86, 2.0])
def test_mutated_pages_never_make_it_raise(monkeypatch: pytest.MonkeyPatch, doubtful: float) -> None:
    """Also where each page is doubtful, and a second opinion asked."""
    monkeypatch.setattr(decision, "_DOUBTFUL", doubtful)
    chance, bodies = random.Random(SEED), [page(n).body for n in NAMES]
    types = (
        "text/html",
        "text/plain",
        "",
        "text/html; charset=utf-16",
        "text/plain; charset=koi8-r",
        "application/xhtml+xml",
    )
    start, count = time.process_time(), 0
    while time.process_time() - start < SECONDS:
        body = mutated(chance, bodies)
        mutant = Page(body=body, media_type=chance.choice(types), url="https://paper.example/2024/13/45/x")
        try:
            sound(mutant, clean(mutant))
        except Exception as error:
            raise AssertionError(f"seed {SEED}, page {count}: {mutant.media_type} {body!r:.3000}") from error
        count += 1
    print(f"{count} mutated pages in {SECONDS} CPU seconds, seed {SEED}")
    assert count > 100


def test_the_check_of_mutated_pages_sees_a_cleaner_that_fails() -> None:
    mutant = page("en-ferry")
    result = clean(mutant)
    with pytest.raises(AssertionError):
        sound(Page(body=mutant.body[:-900], media_type="text/html"), result)
