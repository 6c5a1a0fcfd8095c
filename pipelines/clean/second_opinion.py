"""A second opinion on a web page of which the classifier promises little: what trafilatura takes for the text.

The two fail on different pages. Where the classifier promises least, trafilatura is the better of them, and both together are
better than either (figures in the model card). It takes nearly as long as all of the cleaner does, so only such pages are shown
to it; without the other extractors that it asks itself (``fast``) it is quicker, and here no worse.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from pipelines.clean.model.gold import runs
from pipelines.clean.model.wording import tokens

NAME = "trafilatura 2.3.1"
"""Beside each block that it had a say in: a record is repeated with this version and no other."""
_LARGEST = 2_000_000
"""Letters of a page's source, and"""
_MOST = 3_000
"""blocks above which nobody else is asked: hostile pages cost trafilatura minutes."""
_RUN = 4
"""Words in a row that are looked for; of shorter blocks two, or their one word."""
_log, _THEIRS = logging.getLogger(__name__), logging.getLogger("trafilatura")


def shares(source: str, texts: Sequence[str]) -> list[float] | None:
    """For each block the share of its words, 0 to 1, that trafilatura keeps; None where it has no say.

    >>> shares("<html></html>", []) is None
    True
    """
    if len(source) > _LARGEST or len(texts) > _MOST:
        return None
    kept = _kept(source)
    if not kept:
        return None
    words = tokens(kept)
    known = {size: runs(words, size) for size in (1, 2, _RUN)}
    return [_share(tokens(text), known) for text in texts]


def _kept(source: str) -> str | None:
    import trafilatura

    _THEIRS.setLevel(logging.CRITICAL)  # it warns of every page without a text
    try:
        return trafilatura.extract(source, fast=True, include_comments=False)
    except Exception as error:  # noqa: BLE001  # what breaks it is no fault of the page: the first opinion stands
        _log.debug("%s failed with %s", NAME, type(error).__name__)
        return None


def _share(words: list[str], known: Mapping[int, Counter[tuple[str, ...]]]) -> float:
    size = _RUN if len(words) >= _RUN else min(len(words), 2) or 1
    mine = runs(words, size)
    return sum(count for run, count in mine.items() if run in known[size]) / (mine.total() or 1)
