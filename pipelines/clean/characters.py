"""One way to write each text: what a reader cannot see is not kept, and what looks the same is the same.

Characters are in normalization form C (Unicode Standard Annex 15). Soft hyphens, zero-width and bidi characters, and
control characters go, except for joiners where the script needs them: Persian and the scripts of India spell with U+200C
and U+200D, emoji are joined by U+200D, and Khmer, Thai, Lao and Burmese mark words with U+200B. Spaces of any width become
one space, and a character reference that stands in the text (``&rsquo;``) becomes its character.
"""

import re
import unicodedata
from html import unescape

_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_SPELT = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc\u0900-\u0dff"
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_PICTURES = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
EDGES = "".join(c for c in map(chr, range(0x10000)) if c.isspace() or re.match(f"[{_UNSEEN}{_CONTROL}]", c))
"""What no text begins or ends with."""
_ODD = re.compile(f"[{_UNSEEN}{_CONTROL}]")
_DROPPED = re.compile(
    f"(?<=[{_SPELT}])[\u200c\u200d](?=[{_SPELT}])|(?<=[{_PICTURES}])\u200d(?=[{_PICTURES}])"
    f"|(?<=[{_SPACELESS}])\u200b(?=[{_SPACELESS}])|([{_UNSEEN}{_CONTROL}]+)"
)
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,31}\d{0,2});")
_ROUNDS = 3


def normal(text: str) -> str:
    """The text as it is kept; the same again for what is normal already.

    >>> normal("Schwanen\\u00adfamilie\\u00a0 &amp; co\\u200b"), normal("می\\u200cروند")
    ('Schwanenfamilie & co', 'می\\u200cروند')
    """
    if text.isascii() and text.isprintable() and "  " not in text and "&" not in text:
        return text.strip()  # most texts are normal already
    text = _seen(text)
    if "&" not in text or not _REFERENCE.search(text):
        return text
    better = text
    for _ in range(_ROUNDS):
        before, better = better, _seen(_REFERENCE.sub(_character, better))
        if better == before:
            return better or text
    # references within references: whoever wrote that did not mean the characters
    return (_seen(_REFERENCE.sub(_character, better)) == better and better) or text


def _seen(text: str) -> str:
    plain = " ".join(text.split())
    if plain.isprintable():  # nothing unseen is in it, as in nearly all texts
        return plain if plain.isascii() else unicodedata.normalize("NFC", plain)
    if text.isascii():
        text = _ODD.sub("", text)
    else:
        text = unicodedata.normalize("NFC", text)
        text = _shown(text) if _ODD.search(text) else text
    return " ".join(text.split())


def _shown(text: str) -> str:
    """Without the unseen; again where what went made others its neighbours, until nothing changes."""
    for _ in range(_ROUNDS):
        before, text = text, unicodedata.normalize("NFC", _DROPPED.sub(_kept, text))
        if text == before:
            return text
    return unicodedata.normalize("NFC", _ODD.sub("", text)) if _DROPPED.sub(_kept, text) != text else text


def _kept(found: re.Match[str]) -> str:
    return "" if found[1] else found[0]


def _character(found: re.Match[str]) -> str:
    shown = unescape(found[0])
    return shown if len(shown) < len(found[0]) else found[0]
