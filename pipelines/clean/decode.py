"""Bytes to text, and which of several claims about the encoding was believed.

Order: byte order mark or a pattern that only one encoding makes, the HTTP header, the document's own declaration, detection. A claim that the bytes contradict is
no claim: they do not decode in it, or they are UTF-8 to the last byte, which no other text is by chance. Text that
was mangled before it reached us is put right where that is certain (:mod:`pipelines.clean.mojibake`).
"""

import re
from dataclasses import dataclass

from pipelines.clean.mojibake import repaired
from pipelines.encoding import DEFAULT, codec, detected, is_utf8, marked
from pipelines.record import Origin

_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
_SURE = {"bom": 1.0, "header": 0.95, "declaration": 0.9, "detection": 0.7, "default": 0.3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page and how it was found."""

    text: str
    encoding: str
    """Python's name of the codec."""
    source: str
    """Who named it: ``bom``, ``header``, ``declaration``, ``detection`` or ``default``."""
    passed_over: tuple[tuple[str, str], ...] = ()
    """Claims that the bytes contradict, as (source, codec or label)."""
    mended: bool = False
    """Whether mojibake was put right."""

    @property
    def origin(self) -> Origin:
        """As it stands in a record's origins, under ``encoding``.

        >>> decode("Zürich".encode(), "text/html; charset=ISO-8859-1").origin.source
        'detection: utf-8'
        """
        said = f"{self.source}: {self.encoding}{', mojibake put right' if self.mended else ''}"
        return Origin(source=said, confidence=_SURE[self.source], losers=self.passed_over)


def decode(body: bytes, media_type: str = "") -> Decoded:
    """Never fails: what cannot be read becomes replacement characters.

    >>> decode("Zürich".encode("latin-1"), "text/html; charset=ISO-8859-1").text
    'Zürich'
    >>> decode("GrÃ¼ÃŸe".encode()).text
    'Grüße'
    """
    found = _read(body, media_type)
    plain = found.encoding == "utf-8" and found.source in ("header", "declaration")
    text = repaired(found.text, body if plain else None)  # what was read strictly would be written so again
    if text == found.text:
        return found
    return Decoded(
        text=text, encoding=found.encoding, source=found.source, passed_over=found.passed_over, mended=True
    )


def declared_wide(body: bytes, media_type: str) -> str:
    """UTF-16 or UTF-32, where the header names it and the bytes decode in it; else empty."""
    label = _HEADER.search(media_type)
    name = codec(label[1]) if label else ""
    return name if name.startswith(("utf-16", "utf-32")) and _strictly(body, name) is not None else ""


def _read(body: bytes, media_type: str) -> Decoded:
    passed: list[tuple[str, str]] = []
    if mark := marked(body):
        name, length = mark
        source = "bom" if length else _namer(body, media_type, name, passed)
        plain = body[length:].decode(name, "replace")
        return Decoded(text=plain, encoding=name, source=source, passed_over=tuple(passed))
    for source, label in _claims(body, media_type):
        name = _believed(codec(label), source)
        text = _strictly(body, name)
        if text is not None:
            return Decoded(text=text, encoding=name, source=source, passed_over=tuple(passed))
        passed.append((source, name or label))
    name, source = _guess(body, passed)
    return Decoded(text=body.decode(name, "replace"), encoding=name, source=source, passed_over=tuple(passed))


def _namer(body: bytes, media_type: str, name: str, passed: list[tuple[str, str]]) -> str:
    """Who named an encoding that shows in the bytes themselves, after those who named another one."""
    for source, label in _claims(body, media_type):
        claimed = codec(label)
        if claimed == name or (claimed == "utf-16" and name.startswith(claimed)):
            return source
        passed.append((source, claimed or label))
    return "detection"


def _claims(body: bytes, media_type: str) -> list[tuple[str, str]]:
    claims = []
    if header := _HEADER.search(media_type):
        claims.append(("header", header[1]))
    head = body[:_HEAD]
    if declared := _XML.search(head) or _META.search(head):
        claims.append(("declaration", declared[1].decode("ascii", "replace")))
    return claims


def _believed(name: str, source: str) -> str:
    """A declaration that could be read as ASCII is not UTF-16, whatever it says."""
    return "utf-8" if source == "declaration" and name.startswith(("utf-16", "utf-32")) else name


def _strictly(body: bytes, name: str) -> str | None:
    """The text, or None where the bytes contradict the claim."""
    if not name or (name.startswith(("utf-16", "utf-32")) and b"\0" not in body and is_utf8(body)):
        return None
    if name != "utf-8" and not name.startswith(("utf-", "iso2022", "hz")) and not body.isascii():
        try:
            body.decode()
        except UnicodeDecodeError:
            pass
        else:
            return None
    try:
        return body.decode(name)
    except UnicodeError:
        return None


def _guess(body: bytes, passed: list[tuple[str, str]]) -> tuple[str, str]:
    """What the bytes themselves say; a claim that nearly fits is better than a weak guess."""
    if is_utf8(body):
        return "utf-8", "detection"
    for source, name in passed:
        if codec(name) == name and name not in ("utf-8", DEFAULT) and _nearly(body, name):
            return name, source
    name = detected(body)
    return name, "default" if name == DEFAULT else "detection"


def _nearly(body: bytes, name: str) -> bool:
    text = body.decode(name, "replace")
    return 50 * text.count("\ufffd") <= len(text)
