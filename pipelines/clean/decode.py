"""Bytes to text, and which of several claims about the encoding was believed.

Order: byte order mark, UTF-8 that decodes (nothing else looks like it by chance), the HTTP header, the
document's own declaration, then windows-1252, which the web takes for an unlabelled page
(https://encoding.spec.whatwg.org/). A claim that cannot decode the bytes is no claim.
"""

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
_WEB_NAMES = {  # what the label means on the web, not in its standard
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-gbk": "gb18030",
    "tis-620": "cp874",
}
_TEXT_CODECS = frozenset(
    [
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "utf-7",
        "ascii",
        "big5",
        "big5hkscs",
        "gb18030",
        "cp932",
        "cp949",
        "euc_jp",
        "euc_jis_2004",
        "iso2022_jp",
        "johab",
        "hz",
        "koi8-r",
        "koi8-u",
        "koi8-t",
        "mac-roman",
        "mac-cyrillic",
        "ptcp154",
        "cp437",
        "cp850",
        "cp852",
        "cp866",
        "cp874",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "iso8859-2",
        "iso8859-3",
        "iso8859-4",
        "iso8859-5",
        "iso8859-6",
        "iso8859-7",
        "iso8859-8",
        "iso8859-10",
        "iso8859-11",
        "iso8859-13",
        "iso8859-14",
        "iso8859-15",
        "iso8859-16",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page and how it was found."""

    text: str
    encoding: str
    """Python's name of the codec."""
    source: str
    """Who named it: ``bom``, ``utf-8``, ``header``, ``declaration`` or ``default``."""


def decode(body: bytes, media_type: str = "") -> Decoded:
    """Never fails: bytes that fit no claim become windows-1252 with replacement characters.

    >>> decode("Zürich".encode("latin-1"), "text/html; charset=ISO-8859-1").text
    'Zürich'
    >>> decode("Zürich".encode(), "text/html; charset=ISO-8859-1").source
    'utf-8'
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(text=body[len(mark) :].decode(name, "replace"), encoding=name, source="bom")
    for name, source in _claims(body, media_type):
        try:
            return Decoded(text=body.decode(name), encoding=name, source=source)
        except UnicodeError:
            continue
    if _nearly_utf8(body):
        return Decoded(text=body.decode("utf-8", "replace"), encoding="utf-8", source="utf-8")
    for name, source in _claims(body, media_type):
        if name not in ("utf-8", "cp1252"):
            return Decoded(text=body.decode(name, "replace"), encoding=name, source=source)
    return Decoded(text=body.decode("cp1252", "replace"), encoding="cp1252", source="default")


def _claims(body: bytes, media_type: str) -> list[tuple[str, str]]:
    claims = [("utf-8", "utf-8")]
    if header := _HEADER.search(media_type):
        claims.append((_codec(header[1]), "header"))
    head = body[:_HEAD]
    if declared := _XML.search(head) or _META.search(head):
        name = _codec(declared[1].decode("ascii", "replace"))
        # a declaration that could be read as ASCII is not UTF-16, whatever it says
        claims.append((name if not name.startswith(("utf-16", "utf-32")) else "utf-8", "declaration"))
    return [(name, source) for name, source in claims if name]


def _codec(label: str) -> str:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_WEB_NAMES.get(label, label)).name
    except LookupError:
        return ""
    return name if name in _TEXT_CODECS else ""  # never rot13, base64, idna …


def _nearly_utf8(body: bytes) -> bool:
    """A cut last character or a few stray bytes do not make a UTF-8 page something else."""
    text = body.decode("utf-8", "replace")
    wide = sum(1 for c in text if c > "\x7f")
    bad = text.count("\ufffd")
    return wide > bad and bad <= max(1, (wide - bad) // 10)
