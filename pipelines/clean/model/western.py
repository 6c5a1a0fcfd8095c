"""Texts in the signs of Western Europe: their words are found among few letters, which takes less than to ask for each sign what Unicode says of it."""

import re

_CODE = "cp1252"
"""Latin letters with their accents, and the marks that papers set: curved quotes, dashes, an ellipsis."""
LETTERS = "".join(
    sorted(
        {
            letter
            for code in range(128, 256)
            for letter in bytes((code,)).decode(_CODE, "ignore").casefold()
            if not letter.isascii() and re.match(r"[^\W\d_]", letter)
        }
    )
)
"""All that are not ASCII, casefolded: what the classes of a pattern take for letters in such a text."""


def is_western(text: str) -> bool:
    """Whether a text has no other signs.

    >>> is_western("L’été à Orlo"), is_western("Ołówek")
    (True, False)
    """
    try:
        text.encode(_CODE)
    except UnicodeEncodeError:
        return False
    return True
