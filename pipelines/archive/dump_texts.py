"""A text file that holds several articles, divided where that is certain.

What divides them is a form feed, a line of dashes or the like, a line that counts ("Document 2 of 5"), or a run of blank
lines longer than those between paragraphs. A divider is believed only where nearly everything between two of them looks
like an article: a headline, then sentences. Else the file is one article, as it was: so is one whose sections begin with
a word or two ("Background") below a rule, and one that was broken at a width, whose sections begin within a sentence.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.encoding import detected, marked

_RULE = re.compile(
    r"^[ \t]*(?:[-=_*#~+<>%—–]{3,}|(?:\*[ \t]+){2,}\*"
    r"|[-=*#~<>\[]{2,}[ \t]*[^\W_][^\n]{0,40}?[ \t]*[-=*#~<>\]]{2,})[ \t]*\r?$",
    re.MULTILINE,
)
_COUNTED = re.compile(
    r"^[ \t]*(?:document|article|doc|story|record|text|dokument|artikel|artículo|documento|artigo|articolo|article n°|"
    r"статья|документ|текст|مقال|文章|記事|기사)[ \t]*(?:no\.?|nr\.?|#|№)?[ \t]*\d{1,6}"
    r"(?:[ \t]*(?:of|/|von|de|sur|di|из|من)[ \t]*\d{1,6})?[ \t]*[:.]?[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_FORM_FEED = re.compile(r"\f")
_BLANKS = re.compile(r"(?:\r?\n[ \t\u3000]*){4,}(?=\S)|(?:\r[ \t]*){4,}(?=\S)")
"""Three blank lines or more."""
_DIVIDERS = ((_FORM_FEED, 0.6), (_COUNTED, 0.6), (_RULE, 0.6), (_BLANKS, 1.0))
"""What divides, and the share of parts that must look like articles."""
_WITHIN = (_RULE, _BLANKS)
"""What may also part the sections of one article."""
_STOP = re.compile(r"[.。।۔][\"'”’»)\]」』]*$")
_SENTENCE = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]」』]*\s*$", re.MULTILINE)
_HEADLINE = range(6, 600)
"""Bytes of UTF-8."""
_SUBHEAD = 20
"""Columns: most subheads have fewer, few headlines have."""
_WIDEST = 100
"""Columns of a text that was broken at a width."""
_LEAST = 240
"""Bytes of UTF-8 below the headline: a short brief."""
_MOST = 20_000
"""Parts of one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One article's bytes in the file."""

    first: int
    """Offset of its first byte."""
    end: int
    """Offset behind its last byte."""
    encoding: str
    """Of the whole file: a part alone says less of it."""


def parts(body: bytes) -> tuple[Part, ...]:
    """The articles of a text file; none where it holds only one, or cannot be divided without doubt."""
    name, skipped = marked(body) or (detected(body), 0)
    try:
        text = body[skipped:].decode(name)
    except UnicodeError:
        return ()
    spans = _spans(text)
    found, at, offset = [], 0, skipped
    for start, end in spans:
        offset += len(text[at:start].encode(name))
        length = len(text[start:end].encode(name))
        found.append(Part(first=offset, end=offset + length, encoding=name))
        at, offset = end, offset + length
    if offset + len(text[at:].encode(name)) != len(body):  # bytes that read the same as others
        return ()
    return tuple(found)


def _spans(text: str) -> list[tuple[int, int]]:
    for divider, share in _DIVIDERS:
        spans = list(_between(text, divider))
        good = sum(_is_article(text[start:end]) for start, end in spans)
        if 2 <= len(spans) <= _MOST and good >= 2 and good >= share * len(spans):
            heads = [text[start:end].partition("\n")[0].strip() for start, end in spans[1:]]
            if divider not in _WITHIN or sum(_columns(h) < _SUBHEAD for h in heads) <= len(heads) / 2:
                return spans
    return []


def _between(text: str, divider: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """What lies between the dividers, without blank space around it."""
    at = 0
    for found in divider.finditer(text):
        if divider is not _RULE or not _underlines(text, found.start()):
            yield from _trimmed(text, at, found.start())
            at = found.end()
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _underlines(text: str, at: int) -> bool:
    """Whether a line of dashes stands right below a headline, as Markdown and typists write one."""
    above = text[max(0, at - 400) : at].removesuffix("\n").removesuffix("\r").rpartition("\n")[2].strip()
    return bool(above) and not _SENTENCE.search(above)


def _is_article(part: str) -> bool:
    head, _, rest = part.partition("\n")
    head, rest = head.strip(), rest.strip()
    return (
        len(head.encode("utf-8", "replace")) in _HEADLINE
        and not _STOP.search(head)
        and not _goes_on(part)
        and len(rest.encode("utf-8", "replace")) >= _LEAST
        and _SENTENCE.search(rest) is not None
    )


def _goes_on(part: str) -> bool:
    """Whether the first line is the beginning of a broken paragraph: the word below would not have fit into it."""
    lines = [line.rstrip() for line in part.partition("\n\n")[0].splitlines()]
    if len(lines) < 2 or not lines[1].strip():
        return False
    word = lines[1].split()[0]
    widest = max(map(_columns, lines))
    broken = len(lines) > 2 and widest <= _WIDEST and _columns(lines[0]) + 1 + _columns(word) > widest
    return word[0].islower() or broken


def _columns(text: str) -> int:
    """Width: a Chinese character takes two columns."""
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in text)
