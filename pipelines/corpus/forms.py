"""The forms of a word: which words of the corpus have the same stem.

Stems are not indexed, words are, once. Beside the articles stands a dictionary of entries "language stem ending", one
for each word that an article of the language has, so a query in any form becomes one of the words themselves. A word
that is its own stem, as most names and numbers are, needs no entry; one that does not begin with its stem is written
out behind another space. The dictionary only grows: an entry of a word that nothing holds any more finds nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Texts:
    """The words of some documents by stemmer, for :func:`entries`."""

    held: dict[str, list[pa.Array]] = field(default_factory=dict)

    def add(self, made: Iterable[dict[str, Any]]) -> None:
        """Those of some documents, by their fields; best of so many at once as the processor's cache has room for."""
        texts: dict[str, list[str]] = defaultdict(list)
        for fields in made:
            texts[fields.get("stemmer", "none")] += (*fields.get("headline", ()), fields.get("text", ""))
        for key in texts.keys() & STEMMERS.keys():
            self.held.setdefault(key, []).append(_words(texts[key]))


def entries(known: Known, texts: Texts) -> list[str]:
    """What the dictionary needs for some documents; ``known`` grows by it."""
    return [entry for key, words in texts.held.items() for entry in _entries(known, key, words)]


def _entries(known: Known, key: str, texts: list[pa.Array]) -> list[str]:
    held = known.setdefault(key, set())
    if len(held) > MOST:
        held.clear()
    new = [word for word in pc.unique(pa.chunked_array(texts)).to_pylist() if word not in held]
    held.update(new)
    words = tuple("".join(new).split())
    pairs = zip(words, stems(key, words), strict=True)
    return [f"{key} {stem} {_ending(word, stem)}" for word, stem in pairs if word != stem]


def _words(texts: list[str]) -> pa.Array:
    """The words of texts, each with the space behind it; to split the texts would take three times as long."""
    whole = " ".join((*texts, "")).encode()
    ends = np.flatnonzero(np.frombuffer(whole, np.uint8) == ord(" ")) + 1
    places = np.concatenate((np.zeros(1, np.int64), ends))
    buffers = [None, pa.py_buffer(places), pa.py_buffer(whole)]
    return pa.Array.from_buffers(pa.large_string(), len(ends), buffers)


def _ending(word: str, stem: str) -> str:
    return word[len(stem) :] if word.startswith(stem) else f" {word}"


def _word(ending: str, stem: str) -> str:
    return ending[1:] if ending.startswith(" ") else stem + ending


def forms(searcher: tantivy.Searcher) -> Forms:
    """Look words up in the dictionary of an index."""

    def of(word: str) -> dict[str, tuple[str, ...]]:
        held = [key for key in STEMMERS if searcher.doc_freq("stemmer", key)]
        return {key: _forms(searcher, key, word) for key in held}

    return of


def _forms(searcher: tantivy.Searcher, key: str, word: str) -> tuple[str, ...]:
    stem = stems(key, (word,))[0]
    prefix = f"{key} {stem} "
    entries = searcher.terms_with_prefix(FIELD, prefix)
    found = {_word(entry.removeprefix(prefix), stem) for entry, _ in entries}
    if stems(key, (stem,)) == [stem] and any(searcher.doc_freq(name, stem) for name in ("headline", "text")):
        found.add(stem)
    return tuple(sorted(found))
