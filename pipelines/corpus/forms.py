"""The forms of a word: which words of the corpus have the same stem.

Stems are not indexed, words are, once. Beside the articles stands a dictionary of entries "language stem word", one
for each word that an article of the language has, so a query in any form becomes one of the words themselves.
It only grows: an entry of a word that nothing holds any more finds nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import tantivy

from pipelines.corpus.stemming import STEMMERS, stems

FIELD = "forms"
MOST = 1_000_000
"""Words that are remembered as entered; to enter one again does no harm."""
Known = dict[str, set[str]]
"""Words by stemmer that the dictionary has, each with the space behind it."""
Forms = Callable[[str], "dict[str, tuple[str, ...]]"]
"""The words with the stem of a word, by stemmer."""


def entries(known: Known, made: Iterable[dict[str, Any]]) -> list[str]:
    """What the dictionary needs for the fields of some documents; ``known`` grows by it."""
    texts: dict[str, list[str]] = defaultdict(list)
    for fields in made:
        texts[fields.get("stemmer", "none")] += (*fields.get("headline", ()), fields.get("text", ""))
    return [entry for key in texts.keys() & STEMMERS.keys() for entry in _entries(known, key, texts[key])]


def _entries(known: Known, key: str, texts: list[str]) -> list[str]:
    held = known.setdefault(key, set())
    if len(held) > MOST:
        held.clear()
    new = [word for word in _words(texts).to_pylist() if word not in held]
    held.update(new)
    words = tuple("".join(new).split())
    return [f"{key} {stem} {word}" for word, stem in zip(words, stems(key, words), strict=True)]


def _words(texts: list[str]) -> pa.Array:
    """Each word once, with the space behind it; to split the texts would take three times as long."""
    whole = " ".join((*texts, "")).encode()
    ends = np.flatnonzero(np.frombuffer(whole, np.uint8) == ord(" ")) + 1
    places = np.concatenate((np.zeros(1, np.int64), ends))
    buffers = [None, pa.py_buffer(places), pa.py_buffer(whole)]
    return pc.unique(pa.Array.from_buffers(pa.large_string(), len(ends), buffers))


def forms(searcher: tantivy.Searcher) -> Forms:
    """Look words up in the dictionary of an index."""

    def of(word: str) -> dict[str, tuple[str, ...]]:
        held = [key for key in STEMMERS if searcher.doc_freq("stemmer", key)]
        return {key: _forms(searcher, key, word) for key in held}

    return of


def _forms(searcher: tantivy.Searcher, key: str, word: str) -> tuple[str, ...]:
    prefix = f"{key} {stems(key, (word,))[0]} "
    return tuple(sorted(entry.removeprefix(prefix) for entry, _ in searcher.terms_with_prefix(FIELD, prefix)))
