"""What a block looks like by itself: length, marks, case; the same for web pages and dumps."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.shapes import squash, stops, weight

_HEAD = 200
_SENTENCE = re.compile(r"[.!?…؟۔।։](?=[\s\"”’»)]|$)|[。！？]")
_DIGIT = re.compile(r"\d")
_UPPER = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]")
_CAPITAL = re.compile(r"(?:^|\s)[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω]")
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|@\w")
_FURNITURE = re.compile(r"[|›»→▼▲✕•·/]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|年")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d\b")
_QUOTE = re.compile(r"[«»\"“”„「」『』]")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]|[^\W\d_]{4,}")
LOOKS = (
    "size", "words", "stop", "sentences", "commas", "digits", "upper", "capitals", "lower", "quotes", "colon", "asks",
    "address", "furniture", "rights", "year", "clock", "dash", "mark", "bullet",
)  # fmt: skip


def look(text: str) -> tuple[float, ...]:
    """One block, in the order of :data:`LOOKS`."""
    head = text[:_HEAD]
    size, count, last = len(head) or 1, text.count(" ") + 1, text[-1:]
    first = text[:1]
    digits = len(_DIGIT.findall(head))
    return (
        weight(text),
        count,
        stops(text),
        len(_SENTENCE.findall(text)),
        text.count(", ") + text.count("，") + text.count("、") + text.count("،"),
        digits / size,
        len(_UPPER.findall(head)) / size,
        len(_CAPITAL.findall(head)) / (head.count(" ") + 1),
        first.islower(),
        len(_QUOTE.findall(head)),
        last in ":：",
        last in "?？؟",
        ("@" in head or "/" in head or "www." in head) and bool(_ADDRESS.search(head)),
        len(_FURNITURE.findall(head)),
        "©" in head or "(c)" in head,
        (digits > 3 or "年" in head) and bool(_YEAR.search(head)),
        digits > 2 and bool(_CLOCK.search(head)),
        first in "–—-",
        first in "*†‡※[(",
        first in "•·▪◦‣" or first.isdecimal(),
    )


def looks(texts: Sequence[str]) -> NDArray[np.float32]:
    """All blocks, one row each."""
    return np.array([look(t) for t in texts], np.float32).reshape(len(texts), len(LOOKS))


TALK = ("title share", "title part", "known share", "copies", "first copy")


def talk(texts: Sequence[str], titles: Sequence[str], prose: NDArray[np.bool_]) -> NDArray[np.float32]:
    """What blocks have to do with the title, with the page's prose and with each other."""
    heads = [_words(t[:400]) for t in texts]
    title = {w for t in titles for w in _words(t)}
    known: Counter[str] = Counter()
    for words, solid in zip(heads, prose, strict=True):
        if solid:
            known.update(words)
    once, twice = known.keys(), {w for w, count in known.items() if count > 1}
    keys = [squash(t) for t in texts]
    same = Counter(keys)
    seen = set[str]()
    rows = []
    for key, words, solid in zip(keys, heads, prose.tolist(), strict=True):
        total = len(words) or 1
        hits = len(words & title)
        shared = len(words & (twice if solid else once)) / total if words else -1.0
        rows.append((hits / total, hits / (len(title) or 1), shared, same[key], key not in seen))
        seen.add(key)
    return np.array(rows, np.float32).reshape(len(texts), len(TALK))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
