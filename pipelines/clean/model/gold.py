"""Which blocks of a page stand in the text that people marked as the article's."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]|\w+"
)
_MOST = 0.75
"""Share of a block's runs of four words that must stand in the text."""
_SOME = 0.3
_NEAR = 40
"""Words within which a short line must follow what stands around it."""


def tokens(text: str) -> list[str]:
    """Words, or characters of scripts without spaces, in one form.

    >>> tokens("It rained: 雨")
    ['it', 'rained', '雨']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def shares(texts: Sequence[str], marked: str, places: Sequence[str]) -> list[float]:
    """For each block the share of it that stands in the marked text; a copy of what stands there once has none.

    ``places`` names what each block stands in: of two copies, the one among more of the text is meant.
    """
    said = [tokens(text) for text in texts]
    gold = tokens(marked)
    out = _long(said, gold)
    _only_one(said, out, gold, places)
    _short(said, out, gold, {" ".join(tokens(line)) for line in marked.splitlines()})
    return out


def runs(words: Sequence[str], size: int = 4) -> Counter[tuple[str, ...]]:
    """So many words in a row, each run as often as it is said."""
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def _long(said: list[list[str]], gold: list[str]) -> list[float]:
    known = runs(gold)
    out = []
    for words in said:
        mine = runs(words)
        share = sum((mine & known).values()) / (len(words) - 3) if mine else 0.0
        out.append(1.0 if share >= _MOST else share if share >= _SOME else 0.0)
    return out


def _only_one(said: list[list[str]], out: list[float], gold: list[str], places: Sequence[str]) -> None:
    """Uses the marked text up, by the places that hold most of it: what is left over is a copy."""
    mass: dict[str, float] = defaultdict(float)
    for i, words in enumerate(said):
        mass[places[i]] += len(words) * out[i]
    left = runs(gold)
    for i in sorted((i for i in range(len(said)) if out[i]), key=lambda i: (-mass[places[i]], i)):
        mine = runs(said[i])
        if sum((mine & left).values()) < 0.5 * out[i] * sum(mine.values()):
            out[i] = 0.0
        else:
            left -= mine


def _short(said: list[list[str]], out: list[float], gold: list[str], lines: set[str]) -> None:
    """Lines of fewer than four words: where they follow in the text what they follow on the page."""
    spots = _spots(said, out, gold)
    known = sorted(spots)
    for i, words in enumerate(said):
        if not 0 < len(words) < 4:
            continue
        before = next((spots[k][1] for k in reversed(known) if k < i), None)
        after = next((spots[k][0] for k in known if k > i), None)
        low = before if before is not None else max(0, (after or 0) - _NEAR)
        high = after if after is not None else low + _NEAR
        window = gold[low : max(high, low) if high - low < 4 * _NEAR else low + _NEAR]
        exact = " ".join(words) in lines
        if _within(words, window) and (exact or len(words) > 1):
            out[i] = 1.0


def _spots(said: list[list[str]], out: list[float], gold: list[str]) -> dict[int, tuple[int, int]]:
    """Where in the gold text the long blocks stand."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in range(len(gold) - 3):
        index[tuple(gold[k : k + 4])].append(k)
    found, at = dict[int, tuple[int, int]](), 0
    for i, words in enumerate(said):
        if out[i] < 1 or len(words) < 4:
            continue
        for first in range(min(3, len(words) - 3)):
            places = index.get(tuple(words[first : first + 4]), [])
            if places:
                start = min(places, key=lambda k: abs(k - at)) - first
                at = start + len(words)
                found[i] = (start, at)
                break
    return found


def _within(words: list[str], window: list[str]) -> bool:
    return any(window[k : k + len(words)] == words for k in range(len(window) - len(words) + 1))
