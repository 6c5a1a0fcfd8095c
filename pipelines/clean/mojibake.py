"""Text that was decoded in a wrong encoding before it reached us, put right where that is certain.

``Ã¼`` is what UTF-8's ``ü`` looks like to whoever reads windows-1252. A line is repaired only if all of it becomes
valid UTF-8 again when it is encoded in the wrong encoding, and if the document holds several such sequences or one
that no language writes: the chance that correct text does so is nil, since every letter beyond ASCII would have to
be followed by the right number of signs. A line with one correct letter among them is left as it is.
"""

import codecs
import re

import numpy as np

_WRONG = ("cp1252", "cp1251")
_CONTINUED = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_LATIN = re.compile(f"[Â-ß][{_CONTINUED}]|[à-ï][{_CONTINUED}]{{2}}|[ð-ô][{_CONTINUED}]{{3}}")
_CYRILLIC = re.compile(
    r"[РСЂЃГВ][\u0400-\u040f\u0450-\u045f\u0490\u0491\u2010-\u203a€№™«»\xa0-\xbfіІєЄїЇґјѕЅЎў]"
)
_SURE = re.compile(
    r"â€[™œ\x9d˜“”¦¢\x93\x94\x99\x9c]|Ã[¤¶¼©¨®¯±¡£§¥¸¢¦\x9f\x84\x96\x9c]|ÃŸ|Ã„|Ã–(?=\w)|Ãœ(?=\w)"
)
"""Sequences that stand in no language's own words, whatever is beside them."""
_ASCII = 127
_ENOUGH = 3
_ROUNDS = 3
"""A text may have gone through the mill more than once."""
_LINE = re.compile(r"[^\n]+")


def repaired(text: str, data: bytes | None = None) -> str:
    """The text with mojibake put right, or the same text; ``data`` is the text in UTF-8, where it is at hand.

    >>> repaired("GrÃ¼ÃŸe aus MÃ¼nchen"), repaired("Grüße: «À quoi bon…»")
    ('Grüße aus München', 'Grüße: «À quoi bon…»')
    """
    if text.isascii():
        return text
    wide = _wide(text.encode("utf-8", "surrogatepass") if data is None else data)
    if not (_LATIN.search(wide) or _CYRILLIC.search(wide)):
        return text
    for _ in range(_ROUNDS):
        wrong = next((w for w in _WRONG if _certain(text, w)), None)
        if wrong is None:
            return text
        better = _LINE.sub(lambda line, wrong=wrong: _line(line[0], wrong), text)  # type: ignore[misc]
        if better == text:
            return text
        text = better
    return text


def _wide(data: bytes) -> str:
    """Only what is not ASCII, a sign for all between: far quicker to look through than a page of markup."""
    codes = np.frombuffer(data, np.uint8)
    wide = codes > _ASCII
    kept = wide.copy()
    kept[1:] |= wide[:-1]  # the first sign behind each run
    return codes[kept].tobytes().decode("utf-8", "surrogatepass")


def _certain(text: str, wrong: str) -> bool:
    pattern = _LATIN if wrong == "cp1252" else _CYRILLIC
    if wrong == "cp1252" and _SURE.search(text):
        return True
    seen = 0
    for line in _LINE.findall(text) if pattern.search(text) else ():
        found = len(pattern.findall(line))
        seen += found if found and _line(line, wrong) != line else 0
        if seen >= _ENOUGH:
            return True
    return False


def _line(line: str, wrong: str) -> str:
    if line.isascii():
        return line
    try:
        return _bytes(line, wrong).decode()
    except UnicodeError:
        return line


def _bytes(line: str, wrong: str) -> bytes:
    """As the wrong encoding would write it; the few bytes it has no sign for pass as control characters."""
    return line.encode(wrong, _PASSING)


def _passed(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    if all("\x80" <= c <= "\x9f" for c in signs):
        return signs.encode("latin-1"), error.end
    raise error


_PASSING = "coranto-control-characters"
codecs.register_error(_PASSING, _passed)
