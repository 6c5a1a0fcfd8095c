"""What a hit shows of its article: a stretch of the original text, and which parts of it were searched."""

from dataclasses import dataclass

LENGTH = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A stretch of the article's own text around what was searched."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Stretches of ``text`` to mark, as (start, end)."""
    cut_before: bool = False
    """Does the article's text begin before it?"""
    cut_behind: bool = False
    """Does it go on behind it?"""


def snippet(text: str, marks: list[tuple[int, int]], size: int = LENGTH) -> Snippet:
    """The window of the text with the most marks; its beginning where nothing is to be marked."""
    start, end = _window(text, marks, size)
    inside = tuple((a - start, b - start) for a, b in marks if start <= a and b <= end)
    return Snippet(text=text[start:end], marks=inside, cut_before=start > 0, cut_behind=end < len(text))


def _window(text: str, marks: list[tuple[int, int]], size: int) -> tuple[int, int]:
    if len(text) <= size:
        return 0, len(text)
    first, best = 0, 0
    for i, (a, _) in enumerate(marks):
        inside = sum(1 for _, b in marks[i : i + 50] if b <= a + size * 3 // 4)
        if inside > best:
            first, best = a, inside
    start = _edge(text, max(0, first - size // 4), 0 if first <= size // 4 else 1)
    last = max((b for a, b in marks if a == first), default=start)
    end = max(_edge(text, min(len(text), start + size), -1), min(last, len(text)))
    return start, end


def _edge(text: str, at: int, step: int) -> int:
    """The nearest space within 20 characters in a direction, so that no word is cut; else the place itself."""
    for i in range(20):
        place = at + i * step
        if step == 0 or not 0 < place < len(text):
            return max(0, min(place, len(text)))
        if text[place - 1].isspace() if step > 0 else text[place].isspace():
            return place
    return at
