"""Messages in MIME: pages that a browser saved as one file (MHTML, RFC 2557), and e-mails (RFC 5322), as the columns of a row."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from html import escape

from pipelines.archive.dump_rows import BLANK
from pipelines.encoding import codec, detected, is_utf8

_FIRST = re.compile(rb"[A-Za-z][A-Za-z-]*:[ \t]")
_MIME = re.compile(rb"(?im)^mime-version:\s*1\.0")
_BEFORE = re.compile(rb"\A(?:\xef\xbb\xbf|\s)+")
_APPLE = re.compile(rb"\A\s*\d{1,10}[ \t]*\r?\n(?=[A-Za-z-]+:)")
"""The length that Apple's mail program writes above a message."""
_SHOWN = ("text/html", "text/plain")
_FULLER = 2
_HIDDEN = re.compile(r"(?i)<(script|style|head)\b|<!--")
_ENDS = {name: re.compile(f"(?i)</{name}") for name in ("script", "style", "head")} | {"": re.compile("-->")}
_TAG = re.compile(r"<[^<>]*>|&\w{1,8};")
_ESCAPED = ("utf-7", "utf-16", "utf-32", "iso2022", "hz")
_SAVED = ("snapshot-content-location", "x-snapshot-content-location")


def is_message(head: bytes) -> bool:
    """Whether a file that begins so is one.

    >>> is_message(b"From: a@b.example\\r\\nMIME-Version: 1.0\\r\\n"), is_message(b"Note: it rained.\\nMIME is a standard.")
    (True, False)
    """
    return _FIRST.match(_BEFORE.sub(b"", head)) is not None and _MIME.search(head) is not None


def columns_of(body: bytes) -> dict[str, str]:
    """The text of a message, HTML before plain text that says no more, and what its head says; empty where it has no text.

    A saved page says where and when it was fetched; an e-mail when it was sent, by whom, and its subject.
    """
    message = message_from_bytes(_APPLE.sub(b"", _BEFORE.sub(b"", body, count=1), count=1))
    shown, passed = _shown(message)
    if not shown:
        return {}
    text = _joined(shown)
    saved = next((place for name in _SAVED if (place := _header(message, name))), None)
    if saved or message.get_content_type() == "multipart/related":
        told = {"url": saved or _header(shown[0], "content-location"), "fetched": _when(message)}
    else:
        sender = parseaddr(_header(message, "from"))[0]
        told = {"title": _header(message, "subject"), "date": _when(message), "publisher": sender}
    return text | {name: value for name, value in (told | passed).items() if value}


def _shown(message: Message) -> tuple[list[Message], dict[str, str]]:
    """The parts that are read, in order, none that is attached; and what is said where the plain one is the fuller."""
    passed: dict[str, str] = {}
    return _read(message, passed) or _forwarded(message, passed) or _any(message), passed


def _read(part: Message, passed: dict[str, str]) -> list[Message]:
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() == "message":
        return []
    if not part.is_multipart():
        return [part] if part.get_content_type() in _SHOWN and _text(part).strip() else []
    found = [held for inner in _parts(part) if (held := _read(inner, passed))]
    kind = part.get_content_type()
    if kind == "multipart/related":  # a page, then its frames and pictures
        return next((held for held in found if held[0].get_content_type() == "text/html"), (found or [[]])[0])
    if kind == "multipart/alternative":
        return _fullest(found, passed)
    return [one for held in found for one in held]


def _fullest(found: list[list[Message]], passed: dict[str, str]) -> list[Message]:
    """Of several forms of one text the last with markup, or the plain one, where that says far more."""
    marked = [held for held in found if any(p.get_content_type() == "text/html" for p in held)]
    plain = [held for held in found if held not in marked]
    if not marked or not plain:
        return (marked or plain or [[]])[-1]
    long, short = (sum(_letters(p) for p in held) for held in (plain[0], marked[-1]))
    if long <= _FULLER * max(short, 1):
        return marked[-1]
    passed["part"] = f"text/plain, of {long} letters; text/html has {short}"
    return plain[0]


def _forwarded(part: Message, passed: dict[str, str]) -> list[Message]:
    """The text of a message within, where the one around it has none of its own."""
    inner = (held for p in part.walk() if p.get_content_type() == "message/rfc822" for held in _parts(p))
    return next((found for held in inner if (found := _read(held, passed))), [])


def _any(message: Message) -> list[Message]:
    """A text of another kind."""
    texts = (p for p in message.walk() if not p.is_multipart() and p.get_content_maintype() == "text")
    return [p for p in texts if p.get_content_disposition() != "attachment" and _text(p).strip()][:1]


def _parts(part: Message) -> list[Message]:
    held = part.get_payload()
    return [p for p in held if isinstance(p, Message)] if isinstance(held, list) else []


def _joined(shown: list[Message]) -> dict[str, str]:
    """One text of all parts, as HTML where one of them is."""
    if not any(p.get_content_type() == "text/html" for p in shown):
        return {"text": "\n\n".join(_text(p) for p in shown)}
    return {
        "html": "\n".join(
            _text(p) if p.get_content_type() == "text/html" else _marked_up(_text(p)) for p in shown
        )
    }


def _marked_up(text: str) -> str:
    return "".join(f"<p>{escape(p.strip())}</p>" for p in BLANK.split(text) if p.strip())


def _letters(part: Message) -> int:
    """How much there is to read in a part, without addresses and what is not shown."""
    text = _text(part)
    text = _TAG.sub(" ", _seen(text)) if part.get_content_type() == "text/html" else text
    return sum(map(str.isalnum, "".join(word for word in text.split() if "://" not in word)))


def _seen(text: str) -> str:
    """HTML without scripts, styles, its head and comments; one without an end is sought no more, which would take for ever."""
    shown, at, endless = [], 0, set[str]()
    while found := _HIDDEN.search(text, at):
        name = (found[1] or "").lower()
        end = None if name in endless else _ENDS[name].search(text, found.end())
        if end is None:
            endless.add(name)
        shown.append(text[at : found.start() if end else found.end()])
        at = (end or found).end()
    return " ".join((*shown, text[at:]))


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return _decoded(raw, part.get_content_charset() or "") if isinstance(raw, bytes) else ""


def _decoded(raw: bytes, label: str) -> str:
    """In the encoding that is named, unless the bytes contradict it."""
    name = codec(label)
    if not raw.isascii() and not name.startswith(_ESCAPED):
        name = "utf-8" if is_utf8(raw) else name
    try:
        return raw.decode(name or detected(raw))
    except (LookupError, ValueError):
        return raw.decode(detected(raw), "replace")


def _header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if not raw.isascii():  # bytes as they are, though a header has to be ASCII
        raw = _decoded(raw.encode("utf-8", "surrogateescape"), "")
    try:
        said = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        said = str(raw)
    return " ".join(said.split())


def _when(message: Message) -> str:
    try:
        when: datetime = parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat()  # -0000 is UTC, RFC 5322 §3.3
