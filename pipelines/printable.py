"""Text from outside, made fit for a terminal, a log, an Airflow note, a label or an alert."""

import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&])")


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    # Cc and Cf hold the terminal's escapes and the bidi overrides that make a line read as another one;
    # Cs cannot be encoded, Co and Cn have no agreed glyph.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
    return character


def printable(text: object, *, limit: int = 300, markdown: bool = False) -> str:
    r"""One line of visible characters, at most ``limit`` long.

    Control, escape and bidi characters are shown instead of obeyed; line ends become a space. ``markdown``
    also escapes what Markdown would take for markup.

    >>> printable("rail\x1b[2Jstrike\n")
    'rail\\u001b[2Jstrike'
    >>> printable("*gone*", markdown=True)
    '\\*gone\\*'
    """
    shown = "".join(map(_shown, str(text)[: limit + 1])).strip()
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return _MARKDOWN.sub(r"\\\1", shown) if markdown else shown


def counted(number: int, what: str) -> str:
    """A number and what it counts.

    >>> counted(1, "site"), counted(0, "article")
    ('1 site', '0 articles')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
