"""Lines of a page or a dump that say who wrote it: bylines, and the names under one."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipelines.clean.date_lines import writer
from pipelines.clean.draft import Draft
from pipelines.clean.family_first import spoken
from pipelines.clean.html import HEADINGS
from pipelines.clean.ideographs import reporters, writers
from pipelines.clean.labels import labelled, writes
from pipelines.clean.leads import leads, leads_surely
from pipelines.clean.local_leads import led
from pipelines.clean.names import is_agency, person_like
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_GLUED = re.compile(r"[^\W\d_A-Z][A-Z]")
_GLUED_BY = re.compile(r"(?:^|(?<=\d))((?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or))(?=\s?[A-ZÀ-ÖØ-Þ][^\W\d_A-Z])")
"""``byIda Holm`` in a dump, and ``2024By Ida Holm``: the elements of its page parted the two."""
_WITHIN = re.compile(
    r"(?:作者|记者|記者|撰文|文)\s*[:：/]\s*([\u3400-\u9fff·]{2,8})"
    r"|(?<![\uac00-\ud7af])(?<!^사진 )(?<!\s사진 )(?<!편집 )(?<!영상 )(?<!그래픽 )(?<!촬영 )((?:(?!사진|영상|그래픽)[\uac00-\ud7af]{2,4}\s?[·,]\s?){0,3}(?!담당|현장|취재|사진|다른|여러|외신|동료|출입)[\uac00-\ud7af]{2,4})\s*(?:선임|전문|인턴)?기자(?![\uac00-\ud7af])"
)
"""Names within a line of other things."""
_NEAR = 6
"""Blocks before the story and at its end in which a line may be a byline."""
_ALONE = 48
"""Weight of the longest line that names somebody beside a date or a section."""
_NAMED = re.compile(r"\s*(?:autor(?:in|en)?|authors?|auteure?s?|autore|автор)\s*[:：]", re.IGNORECASE)
"""Says who wrote it wherever it stands."""
_PICTURED = ("caption", "credit")
"""Labels of lines that name a picture's maker."""
_SIGNED = re.compile(r"[(（【]([\u3400-\u9fff]{3,6})[)）】]")
"""The last line of a report in a Japanese paper, if it is a name."""
_APART = re.compile(
    r"\s+[-–—•·]\s+|\s*\|\s*|(?<=\d)(?=(?:Авторы?|Текст|Autor(?:in)?|Author|Autore|Auteur)\s?[:：])|(?<=:\d\d)(?=(?:By|Von|Par|Por) [A-ZÀ-ÖØ-Þ])"
)
"""``10:21Автор: Иван Волков``, too, as if there were a sign between the two."""
_HEAD = re.compile(
    r"\W*(?:(?:article|story|text|texte|texto|written|posted|words|beitrag|artikel)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|authors?|author\(s\)|autor(?:in|en|es)?|auteure?s?|autore|автор)\s*:?",
    re.IGNORECASE,
)
"""A line under which those who wrote it stand, one a line."""
_SOURCE = re.compile(
    r"\W*(?:bild)?(?:quellen?|sources?|fuente|fonte|bron|kilde|källa|zdroj|źródło)\s?:", re.IGNORECASE
)
"""Behind this a picture's credit says who gave it."""
_BUTTON = re.compile(r"[+]|^\W*AA\W*$")
"""``A- A+`` makes the letters small or large, and is no Anadolu Ajansı."""
_WHEN = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[:.h]\d\d|\d[./-]\d{1,2}(?:[./-]|$)|\b(?:min|ago|vor|today|heute|yesterday|gestern)\b",
    re.IGNORECASE,
)
"""Of the numbers beside a name, those of a date or a time: others count rounds and comments."""
_ELSEWHERE = frozenset(("navigation", "section", "modal", "share", "thread"))
"""Boxes of which a line is that nothing but its look makes a byline."""
_MOST = 6
"""Lines under it that are read."""
_NAME = r"([A-ZÀ-ÖØ-Þ][\w'’.-]+(?:\s+(?:(?:van|von|de|der|den|da|di|du|la|le|el|al|bin)\s+)*[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,3})"
_DATED = re.compile(
    rf"(?:(?:19|20)\d\d|\d[:.h]\d\d|\d[./-]\d{{1,2}}[./-])[^!?]{{0,40}}?\s(?i:by|von|par|por|di|da|av|door)\s+{_NAME}"
)
"""``3 May 2024 by Ida Holm in Politics``."""


def lines(draft: Draft) -> Iterator[tuple[str, str, bool]]:
    """Places that name the writers as a byline does, near the head of the story or at its end; and if the page marks them so."""
    first, last = story_span(draft.pieces)
    top = _opening(draft.pieces, first) + 2
    apart = {squash(s.text) for s in draft.stated.of("author") if "\n" in s.text}
    for i, held in enumerate(draft.pieces):
        near = first - 4 * _NEAR <= i <= top or last - 1 <= i <= last + _NEAR
        if (near or draft.markup) and (under := _under(draft.pieces, i)):
            yield "under a line", under, False
        if not (near or _NAMED.match(held.text)):
            continue
        named = led(held.text if draft.markup else _parted(spoken(held.text)), draft.language or "")
        piece = held if named == held.text else held._replace(text=named)
        if weight(piece.text) > 160 or _is_others(piece, draft):
            continue
        if not piece.from_alt and not _glued(piece, apart):
            for source, text in _told(piece, "line above" if i <= top else "line below"):
                yield source, text, False
    yield from _reported(draft)
    if draft.body and (signed := _SIGNED.fullmatch(draft.body[-1].text)):
        yield "line below", signed[1], False
    end = draft.pieces[last].start if last < len(draft.pieces) else len(draft.text)
    for piece in draft.labelled("byline")[:3]:
        if not _glued(piece, apart) and not (piece.start > end and _heads(piece)) and not _boxed(piece):
            text = piece.text if draft.markup else spoken(writer(piece.text))
            yield "block", led(text, draft.language or ""), "byline" in piece.cues


def _parted(text: str) -> str:
    """A line of a dump with a sign before the word that leads to a writer, and a space behind it."""
    return _GLUED_BY.sub(lambda found: f"{' | ' if found.start() else ''}{found[1]} ", text)


def _is_others(piece: Piece, draft: Draft) -> bool:
    """Who gave a page's picture, or commented on a dump's story; in a dump, a source may be the story's."""
    if draft.markup:
        return piece.label == "credit" and _SOURCE.match(piece.text) is not None
    return piece.label == "comments"


def _reported(draft: Draft) -> Iterator[tuple[str, str, bool]]:
    """The reporter in brackets at one end of a Chinese story."""
    ends = ((draft.body[:2], False, "line above"), (draft.body[-1:], True, "line below"))
    for body, end, where in ends:
        who = next((found for piece in body if (found := reporters(piece.text, end=end))), "")
        if who:
            yield where, who, False


def _told(piece: Piece, where: str) -> Iterator[tuple[str, str]]:
    """Who is named in one line."""
    heads = where == "line below" and _heads(piece)
    if not heads and leads(piece.text) and weight(piece.text) <= 100:
        yield where, piece.text
    elif not heads and weight(piece.text) <= 100 and writes(piece.text):
        yield where, f"Author: {', '.join(labelled(piece.text).splitlines())}"
    elif not piece.text.isascii() and (who := writers(piece.text)) != piece.text and who.startswith("作者"):
        yield where, who
    elif is_agency(squash(piece.text)) and not _BUTTON.search(piece.text):
        yield "agency", piece.text
    elif weight(piece.text) <= _ALONE:
        yield from _parts(piece, where)
    if where == "line above" and piece.label not in _PICTURED and (dated := _DATED.search(piece.text)):
        yield where, dated[1]
    for found in _WITHIN.finditer(piece.text) if not piece.text.isascii() else ():
        if found[2] or found.start() or not leads(piece.text):  # else it is told as a whole above
            yield where, found[1] or found[2]


def _boxed(piece: Piece) -> bool:
    """A line of a menu that looks like a byline, and begins as none."""
    if "author" in piece.cues or leads(piece.text):
        return False
    return "navigation" in piece.cues or ("byline" not in piece.cues and bool(_ELSEWHERE & piece.cues))


def _heads(piece: Piece) -> bool:
    """A heading that does not surely name a writer: below a story, ``By Popular Demand`` stands over others."""
    return not piece.tags.isdisjoint(HEADINGS) and not leads_surely(piece.text)


def _under(pieces: Sequence[Piece], at: int) -> str:
    """The names under ``Article by`` or ``Authors:``, each in a line of its own; empty where there are none."""
    if weight(pieces[at].text) > _ALONE or not _HEAD.fullmatch(pieces[at].text):
        return ""
    following = (piece.text for piece in pieces[at + 1 : at + 1 + _MOST])
    return "\n".join(takewhile(lambda text: weight(text) <= _ALONE and person_like(text), following))


def story_span(pieces: list[Piece]) -> tuple[int, int]:
    """The first and the last paragraph; of a page without any, what follows the headline."""
    story = [i for i, p in enumerate(pieces) if p.label in ("paragraph", "lead") and weight(p.text) > 60]
    if story:
        return story[0], story[-1]
    top = next((i for i, p in enumerate(pieces) if p.label == "headline"), len(pieces))
    return min(top + _NEAR, len(pieces)), len(pieces)


def _opening(pieces: Sequence[Piece], first: int) -> int:
    """The first paragraph, where a lead stands above the byline."""
    if first >= len(pieces) or pieces[first].label != "lead":
        return first
    following = range(first, min(first + 2 * _NEAR, len(pieces)))
    return next((i for i in following if pieces[i].label == "paragraph"), first)


def _parts(piece: Piece, where: str) -> Iterator[tuple[str, str]]:
    """``11.12.2019 - Ida Holm`` and ``Opinion | By Ida Holm``: the part that names somebody."""
    parts = [part for part in _APART.split(piece.text) if part]
    dated = any(map(_WHEN.search, parts))
    counted = any(
        any(map(str.isdigit, part)) for part in parts[1:]
    )  # behind a name also what it is filed under
    for part in parts if len(parts) > 1 and not piece.tags & HEADINGS else ():
        if leads(part) or ((dated or (counted and part is parts[0])) and " " in part and person_like(part)):
            yield where, part


def _glued(piece: Piece, apart: set[str]) -> bool:
    """``Ida HolmChief Reporter`` or ``Ida Holm Bo Ek`` as a line, where the element keeps the two apart."""
    if not apart or squash(piece.text) not in apart:
        return False
    return _GLUED.search(piece.text) is not None or not leads(piece.text)
