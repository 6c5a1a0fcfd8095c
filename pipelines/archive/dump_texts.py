"""A text file that holds several articles, divided where that is certain.

The signs of exports (:mod:`pipelines.archive.dump_exports`) are certain by themselves. What else divides articles is a form
feed, a line of dashes or the like, a line that counts ("Article 2"), a heading of Markdown, or a run of blank lines longer
than those between paragraphs. Such a divider is believed only where nearly everything between two of them looks like an
article: a headline, then sentences. Else the file is one article, as it was: so is one whose sections begin with a word or two
("Background") below a rule; one that was broken at a width, whose sections begin within a sentence; one that is signed or
dated at its head, and nowhere else; and one whose pages have a running header.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.archive import dump_exports
from pipelines.archive.dump_exports import Span, trimmed
from pipelines.encoding import detected, marked

_RULE = re.compile(
    r"^[ \t]*(?:[-=_*#~+<>%—–]{3,}|(?:\*[ \t]+){2,}\*"
    r"|[-=*#~<>\[]{2,}[ \t]*(?P<said>[^\W_][^\n]{0,40}?)[ \t]*[-=*#~<>\]]{2,})[ \t]*\r?$",
    re.MULTILINE,
)
_THINGS = (
    r"document|article|doc|story|record|text|dokument|artikel|artículo|documento|artigo|articolo|article n°|"
    r"статья|документ|текст|مقال|文章|記事|기사"
)
_PARTS = re.compile(
    rf"^(?:{_THINGS}|end|ende|fin|fine|start|begin|beginn|next)\b|^\D{{0,3}}\d{{1,3}}\D{{0,3}}$|^(?:{_THINGS})",
    re.IGNORECASE,
)
"""Words in a rule that parts articles; others are a subhead."""
_COUNTED = re.compile(
    rf"^[ \t]*(?:{_THINGS})[ \t]*(?:no\.?|nr\.?|#|№)?[ \t]*(?P<number>\d{{1,6}})"
    r"(?:[ \t]*(?:of|/|von|de|sur|di|из|من)[ \t]*\d{1,6})?[ \t]*[:.]?[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_FORM_FEED = re.compile(r"\f")
_BLANKS = re.compile(r"(?:\r?\n[ \t\u3000]*){4,}(?=\S)|(?:\r[ \t]*){4,}(?=\S)")
"""Three blank lines or more."""
_HEADING = re.compile(r"^(?=#[ \t]+\S)", re.MULTILINE)
"""Of the first level in Markdown."""
_DIVIDERS = ((_FORM_FEED, 0.6), (_COUNTED, 0.6), (_RULE, 0.6), (_HEADING, 1.0), (_BLANKS, 1.0))
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
_SHORTER = 120
"""Of one that begins as agencies' do, or that is counted."""
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'-]{2,30}(?:, [^\W\d_][\w. ]{2,20})? \([A-Za-z]{2,12}\) [—–-]")
_LAW = re.compile(r"art|стат", re.IGNORECASE)
"""Laws and treaties count their articles."""
_BYLINE = re.compile(r"[*_]*(?i:by|von|par|por|di|door|av|af|от)[ \t]+[A-ZÀ-ÞА-ЯЁ]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGNED = 80
"""Columns of a line that signs or dates an article."""
_HEAD_LINES = 4
_PAGE = re.compile(
    r"\b(?:page|seite|pág(?:ina)?|pagina|p|s|стр)\.?[ \t]*\d{1,4}(?:[ \t]*(?:of|/|von|de|sur)[ \t]*\d{1,4})?[ \t|]*$",
    re.IGNORECASE,
)
"""At the end of a page's header."""
_DIGITS = re.compile(r"\d+")
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


def _spans(text: str) -> list[Span]:
    if found := dump_exports.between(text):
        return found if len(found) <= _MOST else []
    counted = list(_COUNTED.finditer(text))
    for divider, share in _DIVIDERS:
        if divider is _COUNTED and (not counted or _counts_sections(text, counted)):
            continue
        least = _SHORTER if divider is _COUNTED and not _LAW.search(counted[0][0]) else _LEAST
        spans = list(_between(text, divider))
        if 2 <= len(spans) <= _MOST and _are_articles([text[a:b] for a, b in spans], divider, share, least):
            return spans
    return []


def _counts_sections(text: str, found: list[re.Match[str]]) -> bool:
    """Whether lines that count part one text, as a treaty: it has begun before the first of them says 1."""
    before = text[: found[0].start()].strip()
    return (
        int(found[0]["number"]) == 1 and len(before) > _SHORTER // 2 and _SENTENCE.search(before) is not None
    )


def _are_articles(found: list[str], divider: re.Pattern[str], share: float, least: int) -> bool:
    """Whether what lies between the dividers is articles, and not the sections or the pages of one."""
    good = sum(_is_article(part, least) for part in found)
    if good < 2 or good < share * len(found):
        return False
    if divider is _FORM_FEED:
        return not _are_pages(found)
    signed = [_is_signed(part) for part in found]
    if divider is _HEADING:
        return all(signed)
    if divider is _COUNTED:
        return True
    heads = [_line(part, 0) for part in found[1:]]
    return (
        not (signed[0] and not any(signed[1:]))
        and sum(_columns(h) < _SUBHEAD for h in heads) <= len(heads) / 2
    )


def _between(text: str, divider: re.Pattern[str]) -> Iterator[Span]:
    """What lies between the dividers, without blank space around it."""
    at = 0
    for found in divider.finditer(text):
        if divider is not _RULE or _parts(text, found):
            yield from trimmed(text, at, found.start())
            at = found.end()
    yield from trimmed(text, at, len(text))


def _parts(text: str, rule: re.Match[str]) -> bool:
    """Whether a rule may part articles: it is no subhead, nor does it underline one."""
    return _PARTS.search(rule["said"]) is not None if rule["said"] else not _underlines(text, rule.start())


def _underlines(text: str, at: int) -> bool:
    """Whether a line of dashes stands right below a headline, as Markdown and typists write one."""
    above = text[max(0, at - 400) : at].removesuffix("\n").removesuffix("\r").rpartition("\n")[2].strip()
    return bool(above) and not _SENTENCE.search(above)


def _is_article(part: str, least: int) -> bool:
    head, _, rest = part.partition("\n")
    head, rest = head.strip(), rest.strip()
    least = _SHORTER if _DATELINE.match(rest) else least
    return (
        len(head.encode("utf-8", "replace")) in _HEADLINE
        and not _STOP.search(head)
        and not _goes_on(part)
        and len(rest.encode("utf-8", "replace")) >= least
        and _SENTENCE.search(rest) is not None
    )


def _line(part: str, number: int) -> str:
    """One of the first lines of a part that are not blank."""
    lines = [line.strip() for line in part.split("\n", 4 * _HEAD_LINES)[: 4 * _HEAD_LINES] if line.strip()]
    return lines[number] if number < len(lines) else ""


def _is_signed(part: str) -> bool:
    """Whether a line below the headline names the writer or the day, or the story begins with its place and agency."""
    lines = [_line(part, number) for number in range(1, _HEAD_LINES)]
    return any(
        _DATELINE.match(line)
        or (
            _columns(line) <= _SIGNED
            and not _SENTENCE.search(line)
            and (_BYLINE.match(line) or _YEAR.search(line))
        )
        for line in lines
    )


def _are_pages(found: list[str]) -> bool:
    """Whether the parts have a running header: it counts the pages, or is the same but for its numbers."""
    heads = [_line(part, 0) for part in found[1:]]
    same = {_DIGITS.sub("0", head) for head in heads}
    return (len(heads) > 1 and len(same) == 1) or all(_PAGE.search(head) for head in heads)


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
