"""Invented sentences: what a paper prints around each of its stories, and what a story says of the same things."""

from pathlib import Path

_PLACE = Path(__file__).parent / "standing"
STANDING: list[tuple[str, str]] = []
"""Sentences with their label."""
TOLD: list[str] = []
"""Sentences of stories."""
for _file in sorted(_PLACE.glob("*.txt")):
    for _line in _file.read_text("utf-8").splitlines():
        _label, _, _text = _line.partition("\t")
        if _text and _label == "story":
            TOLD.append(_text)
        elif _text:
            STANDING.append((_text, _label))
