"""Messages in MIME: pages that a browser saved as one file (MHTML, RFC 2557), and e-mails (RFC 5322), as the columns of a row."""

import codecs
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from pipelines.encoding import detected

_FIRST = re.compile(rb"[A-Za-z][A-Za-z-]*:[ \t]")
_MIME = re.compile(rb"(?im)^mime-version:\s*1\.0")
_SAVED = ("snapshot-content-location", "x-snapshot-content-location")


def is_message(head: bytes) -> bool:
    """Whether a file that begins so is one.

    >>> is_message(b"From: a@b.example\\r\\nMIME-Version: 1.0\\r\\n"), is_message(b"Note: it rained.\\nMIME is a standard.")
    (True, False)
    """
    return _FIRST.match(head) is not None and _MIME.search(head) is not None


def columns_of(body: bytes) -> dict[str, str]:
    """The text of a message, HTML before plain text, and what its head says; empty where it has no text.

    A saved page says where and when it was fetched; an e-mail when it was sent, by whom, and its subject.
    """
    message = message_from_bytes(body)
    shown = _shown(message)
    if shown is None:
        return {}
    text = {"html" if shown.get_content_type() == "text/html" else "text": _text(shown)}
    saved = next((place for name in _SAVED if (place := _header(message, name))), None)
    if saved or message.get_content_type() == "multipart/related":
        told = {"url": saved or _header(shown, "content-location"), "fetched": _when(message)}
    else:
        sender = parseaddr(_header(message, "from"))[0]
        told = {"title": _header(message, "subject"), "date": _when(message), "publisher": sender}
    return text | {name: value for name, value in told.items() if value}


def _shown(message: Message) -> Message | None:
    """The part that is read: the first page, else the first text, none that is attached."""
    parts = [
        p for p in message.walk() if not p.is_multipart() and p.get_content_disposition() != "attachment"
    ]
    kinds = {p.get_content_type(): p for p in reversed(parts)}
    return kinds.get("text/html") or kinds.get("text/plain")


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)  # of a part that is not multipart
    try:
        name = codecs.lookup(part.get_content_charset() or detected(raw)).name
        return raw.decode(name, "replace")
    except (LookupError, ValueError):  # a name that no one knows, or of no encoding of text
        return raw.decode(detected(raw), "replace")


def _header(message: Message, name: str) -> str:
    raw = message.get(name, "")
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
