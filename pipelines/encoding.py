"""Character encodings: what a label means on the web, and which one bytes without a label are most likely in."""

import codecs
import re

from pipelines import code_pages

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DEFAULT = "cp1252"
"""What the web takes an unlabelled page for (https://encoding.spec.whatwg.org/)."""
_SAMPLE = 1 << 17
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
    "iso-8859-11": "cp874",
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
_WINDOWS = {
    "iso8859-2": "cp1250",
    "iso8859-5": "cp1251",
    "iso8859-6": "cp1256",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
    "iso8859-16": "cp1250",
}
"""The code page of the same letters, whose quotation marks stand where ISO has control characters."""
_LATIN = frozenset(
    (
        "cp1250",
        "cp1254",
        "cp1257",
        "cp1258",
        "iso8859-2",
        "iso8859-3",
        "iso8859-4",
        "iso8859-10",
        "iso8859-13",
    )
)
_TELLING = 8
"""Bytes beyond ASCII."""
_HEAD = 4096
"""Bytes that show UTF-16."""
_ZEROS = 4
_ESCAPE = b"\x1b"
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
_TO_KANJI = re.compile(rb"\x1b\$[@B]")
_TO_ASCII = re.compile(rb"\x1b\([BJ]")
_WIDE = re.compile(rb"[\x80-\xff]")
_C1 = re.compile(rb"[\x80-\x9f]")
_SMALL = {
    name: re.compile(f"[{letters}]")
    for name, letters in (
        ("cp949", "\uac00-\ud7a3"),
        ("cp1251", "а-яёіїєґ"),
        ("koi8-r", "а-яё"),
        ("cp866", "а-яё"),
        ("cp1253", "ά-ώ"),
        ("cp1255", "א-ת"),
        ("cp1256", "\u0621-\u064a"),
        ("cp874", "\u0e01-\u0e4e"),
    )
}
"""Letters that most of a text in the script is made of."""


def codec(label: str) -> str:
    """Python's name of the codec that a label means; empty for none, or for one that is no text encoding.

    >>> codec("ISO-8859-1"), codec("GB2312"), codec("rot13")
    ('cp1252', 'gb18030', '')
    """
    label = label.strip().lower()
    try:
        name = codecs.lookup(_WEB_NAMES.get(label, label)).name
    except (LookupError, ValueError):  # ValueError: a zero byte in the name
        return ""
    return name if name in _TEXT_CODECS else ""  # never rot13, base64, idna …


def marked(body: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark names, and the length of the mark; 0 where it shows without one.

    >>> marked(b"\\xff\\xfeH\\x00i\\x00"), marked("The ferry".encode("utf-16-be")), marked(b"The ferry")
    (('utf-16-le', 2), ('utf-16-be', 0), None)
    """
    named = next(((name, len(mark)) for mark, name in BOMS if body.startswith(mark)), None)
    if named is None and (shown := _zeros(body) or _escapes(body)):
        return shown, 0
    return named


def _zeros(body: bytes) -> str:
    """UTF-16 whose ASCII letters, blanks and line ends have their zeros all on the same side."""
    head = body[: _HEAD - _HEAD % 2]
    first, second = head[::2].count(0), head[1::2].count(0)
    if bool(first) == bool(second) or max(first, second) < max(_ZEROS, len(head) // 40):
        return ""
    name = "utf-16-be" if first else "utf-16-le"
    text = _begun(head, name)
    return name if text and not _NO_TEXT.search(text) else ""


def _escapes(body: bytes) -> str:
    """ISO-2022-JP, which is ASCII but for what stands between its escape sequences (RFC 1468)."""
    if _ESCAPE not in body:  # one byte is found to be absent forty times as fast as two
        return ""
    if not (_TO_KANJI.search(body) and _TO_ASCII.search(body) and body.isascii()):
        return ""
    return "iso2022_jp" if _begun(body, "iso2022_jp") else ""


def _begun(body: bytes, name: str) -> str:
    """The text of what may be the beginning of a file; empty where it does not decode."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(body)
    except UnicodeError:
        return ""


def is_utf8(body: bytes) -> bool:
    """Whether it decodes as UTF-8, but for a last character that is cut, or for a few stray bytes.

    >>> is_utf8("Zürich".encode()), is_utf8("Zürich".encode()[:2]), is_utf8("Zürich".encode("latin-1"))
    (True, False, False)
    """
    try:
        body.decode()
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        wide = sum(1 for c in text if c > "\x7f")
        bad = text.count("\ufffd")
        return wide > bad and bad <= max(1, (wide - bad) // 10)
    return True


def detected(body: bytes) -> str:
    """The most likely encoding of bytes that nobody labelled, by the frequencies of their letters.

    >>> detected("Новости: паром снова ходит через реку".encode("koi8-r"))
    'koi8-r'
    """
    if is_utf8(body):
        return "utf-8"
    # loaded here: most pages say what they are in
    from resiliparse.parse.encoding import detect_encoding

    sample = _wide_part(body)
    name = codec(str(detect_encoding(sample) or ""))
    if name in _WINDOWS and _C1.search(sample):
        name = _WINDOWS[name]
    if name in ("", "utf-8") or not _fits(sample, name):  # it calls UTF-8 what it does not know
        name = _by_letters(sample)
    if not code_pages.foreign(sample.decode(name, "replace")):
        name = DEFAULT
    # a few accents look alike in all code pages of Latin letters: the most common one then
    if name in _LATIN and len(_WIDE.findall(sample)) < _TELLING:
        name = DEFAULT
    if name == DEFAULT or name in _LATIN:
        return code_pages.old(sample, name) or name
    return code_pages.cyrillic(sample, name)


def _wide_part(body: bytes) -> bytes:
    """Where the letters beyond ASCII begin: menus and scripts say nothing of the encoding."""
    at = re.search(rb"[\x80-\xff]", body)
    start = max(0, at.start() - 200) if at else 0
    return body[start : start + _SAMPLE]


def _fits(sample: bytes, name: str) -> bool:
    text = sample.decode(name, "replace")
    return text.count("\ufffd") * 50 <= max(sum(c > "\x7f" for c in text), 50)


def _by_letters(sample: bytes) -> str:
    """The code page in which nearly all that is not ASCII are small letters of its script; else the default.

    A wrong code page of the same script shows: KOI8-R read as windows-1251 is all capitals.
    """
    shares = {name: _share(sample.decode(name, "replace"), small) for name, small in _SMALL.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= 0.75 else DEFAULT


def _share(text: str, small: re.Pattern[str]) -> float:
    wide = sum(c > "\x7f" for c in text)
    return len(small.findall(text)) / wide if wide else 0.0
