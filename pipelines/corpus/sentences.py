"""A text cut into sentences and words, with nothing lost: for comparing one text with another."""

import re

from pipelines.corpus.words import UNSPACED

_CLOSE = "\"'”’»）」』】)\\]"
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "gen",
        "gov",
        "sen",
        "rep",
        "sgt",
        "lt",
        "col",
        "capt",
        "rev",
        "hon",
        "jr",
        "sr",
        "vs",
        "no",
        "nr",
        "bzw",
        "ca",
        "usw",
        "m",
        "mme",
        "mlle",
        "sra",
        "av",
        "pp",
        "vol",
        "art",
        "abs",
        "hr",
        "fr",
        "ing",
        "etc",
        "approx",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
"""Words whose full stop ends no sentence."""
_END = re.compile(
    f"(?:(?P<stop>[.!?…]+)|[؟।؛])[{_CLOSE}]*(?=\\s+(?P<next>\\S))"  # with a space behind it
    f"|[。！？]+[{_CLOSE}]*"  # without
)
_PIECE = re.compile(f"[{UNSPACED}]|[^\\W{UNSPACED}]+|\\s+|.", re.DOTALL)


def sentences(text: str) -> list[str]:
    """The sentences in order, each without the space around it; a paragraph ends one, too.

    >>> sentences('Mr. Roe left. "Why?" asked Ms. Ek.\\n\\nNobody knew 3.5 reasons. 東京。京都。')
    ['Mr. Roe left.', '"Why?" asked Ms. Ek.', 'Nobody knew 3.5 reasons.', '東京。', '京都。']
    """
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        start = 0
        for match in _END.finditer(paragraph):
            if match["stop"] and not _ends(paragraph, match):
                continue
            found.append(paragraph[start : match.end()].strip())
            start = match.end()
        found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(paragraph: str, match: re.Match[str]) -> bool:
    if match["next"].islower():  # "Why?" asked …
        return False
    if match["stop"] != ".":
        return True
    word = re.search(r"(\w+)$", paragraph[: match.start()])
    before = word[1] if word else ""
    return before.lower() not in _SHORT and not (len(before) == 1 and before.isupper())


def pieces(sentence: str) -> list[str]:
    """Words, spaces and signs, one by one; joined they are the sentence again.

    >>> pieces("Rail strike, 東京")
    ['Rail', ' ', 'strike', ',', ' ', '東', '京']
    """
    return _PIECE.findall(sentence)
