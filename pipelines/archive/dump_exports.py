"""Where an article ends in what databases of the press and messengers export, as certain as their own signs are.

A line that counts ("Document 2 of 5", "2 of 5 DOCUMENTS") is certain where the numbers of all of them run on by one; a line
that ends ("End of Document", the number of an article at Factiva or Europresse) or begins (the sender and time of a message
of Telegram) where there are several. Whatever such lines look like otherwise, what lies between them is not looked at but
for its length.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]
_THING = r"(?:documents?|articles?|stor(?:y|ies)|records?|dokumente?n?|artikeln?|documentos?|artículos?|documenti|articoli|документ\w*|стат\w+)"
_OF = r"(?:of|von|sur|de|di|van|av|из|z|/)"
_COUNTED = re.compile(
    rf"^[ \t]*(?:{_THING}[ \t]+(?P<a>\d{{1,6}})[ \t]*{_OF}[ \t]*(?P<b>\d{{1,6}})|(?P<c>\d{{1,6}})[ \t]+{_OF}[ \t]+(?P<d>\d{{1,6}})[ \t]+{_THING})[ \t:.]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(
    r"^[-=*_ \t]*(?:end of (?:the )?document|fin du document|ende des dokuments|fin del documento|fine del documento|einde van document)[-=*_. \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^[ \t]*(?:(?:AN[ \t]+)?(?:Document|Dokument|Documento)[ \t]+[A-Z0-9]{3,8}0{2,6}20\d{6}[a-z0-9]{6,12}|news[·.]\d{8}[·.][A-Z]{1,4}[·.]\w{1,12})[ \t]*\r?$",
    re.MULTILINE,
)
"""The number of an article at Factiva and Europresse, its last line."""
_MESSAGE = re.compile(
    r"^[^\n\[\]]{1,80}, \[\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?\][ \t]*\r?$",
    re.MULTILINE,
)
_CHAT = re.compile(
    r"^[\u200e\u202a]?\[?\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AaPp]\.?[ \u00a0]?[Mm]\.?)?(?:\]| -) [^:\n]{1,60}: ",
    re.MULTILINE,
)
"""Time and sender of a message, as WhatsApp writes them on either kind of telephone."""
_TOLD = re.compile(r"[\u200e\u202a]?\[?\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d")
_LEAST = 100
"""Bytes of UTF-8 of most parts."""


def between(text: str) -> list[Span]:
    """The articles of an export; empty for what is none, or holds one article."""
    for found in (
        _counted(text),
        _ended(text, _END, keep=False),
        _ended(text, _NUMBER, keep=True),
        _begun(text, _MESSAGE),
        _begun(text, _CHAT, _TOLD),
    ):
        spans = [span for start, end in found for span in trimmed(text, start, end)]
        long = sum(len(text[start:end].encode("utf-8", "replace")) >= _LEAST for start, end in spans)
        if len(spans) > 1 and 2 * long > len(spans):
            return spans
    return []


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The same without blank space around it; nothing where nothing else is there."""
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def _counted(text: str) -> list[Span]:
    found = list(_COUNTED.finditer(text))
    numbers = [int(m["a"] or m["c"]) for m in found]
    totals = {int(m["b"] or m["d"]) for m in found}
    if len(found) < 2 or len(totals) > 1 or numbers != [*range(numbers[0], numbers[0] + len(numbers))]:
        return []
    return list(_apart(text, [m.span() for m in found]))


def _ended(text: str, sign: re.Pattern[str], *, keep: bool) -> list[Span]:
    found = [m.span() for m in sign.finditer(text)]
    cuts = [(end, end) if keep else (start, end) for start, end in found]
    return list(_apart(text, cuts)) if len(found) > 1 else []


def _begun(text: str, sign: re.Pattern[str], own: re.Pattern[str] | None = None) -> list[Span]:
    """Messages, where nothing stands before the first but one line of the messenger's own."""
    found = [m.start() for m in sign.finditer(text)]
    before = text[: found[0]].strip() if found else ""
    told = not before or (own is not None and "\n" not in before and own.match(before) is not None)
    return (
        list(_apart(text, [(0, found[0]), *((at, at) for at in found[1:])]))
        if len(found) > 1 and told
        else []
    )


def _apart(text: str, cuts: list[Span]) -> Iterator[Span]:
    at = 0
    for start, end in cuts:
        yield at, start
        at = end
    yield at, len(text)
