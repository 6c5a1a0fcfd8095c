"""The line at the end of a story by which those who wrote it sign it: initials, an agency, a name in brackets.

Papers put it below the last sentence; it is none of the text, and names who wrote it.
"""

import re
from collections.abc import Sequence

from pipelines.clean.credits import AGENCIES
from pipelines.clean.names import person_like
from pipelines.clean.shapes import weight
from pipelines.record import Label

_LONGEST = 60
_INITIALS = re.compile(r"[\W_]*[^\W\d_]{2,5}(?:\s?/\s?[^\W\d_]{2,5}){1,3}[\W_]*")
"""``aja/PAP``, ``erb/ots``."""
_LETTERS = re.compile(r"[\W_]*(?:[A-ZÀ-ÖØ-Þ]{2,5}|[a-zß-öø-ÿ]{2,4})\.?[\W_]*")
"""``RIRM``, ``(rdb)``."""
_AGENCY = re.compile(
    rf"[\W_]*(?:{AGENCIES})(?:(?:\s?[/,&+-]\s?|\s(?:and|und|et|y|i|e)\s)(?:{AGENCIES}))*[\W_]*"
)
_NATIONAL = re.compile(r"[\W_]*[(（\[]\s?(?:بترا|وفا|واس|وام|كونا|سانا|قنا|واع|وات|وأج)\s?[)）\]][\W_]*")
"""Agencies of Arab countries, whose short names are words, too."""
_BRACKETED = re.compile(r"\W*[(（\[]([^()（）\[\]]{3,40})[)）\]]\W*")
_REPORTER = re.compile(
    r"\W*[\uac00-\ud7af]{2,4}\s?(?:선임|전문|인턴)?\s?(?:기자|특파원)\W*(?:[\w.+-]+@[\w.-]+)?\W*"
)
_ADDRESS = re.compile(r"[^\w@]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W*")
_OVER = re.compile(r"انتهای پیام\b.{0,12}")
"""Iranian agencies end each report with these words."""


def place(kept: Sequence[bool], last: int) -> int | None:
    """Where a story may be signed: the one block that is kept behind its last sentence; None where there are more.

    >>> place([True, False, True, False], 0), place([True, True, True], 0)
    (2, None)
    """
    behind = [i for i, good in enumerate(kept[last + 1 :], last + 1) if good]
    return behind[0] if len(behind) == 1 and last >= 0 else None


def sign_off(text: str) -> tuple[Label, str] | None:
    """The label of such a line, and what it does; only of the last line of a story it says so.

    >>> [sign_off(t) for t in ("aja/PAP", "(Ida Holm)", "It rained.")]
    [('agency_note', 'signed with initials'), ('byline', 'signed with a name'), None]
    """
    if weight(text) > _LONGEST:
        return None
    if _AGENCY.fullmatch(text) or _NATIONAL.fullmatch(text):
        return "agency_note", "signed by an agency"
    if _OVER.match(text):
        return "agency_note", "says that the report ends"
    if _INITIALS.fullmatch(text) or _LETTERS.fullmatch(text):
        return "agency_note", "signed with initials"
    if _REPORTER.fullmatch(text):
        return "byline", "signed by a reporter"
    if _ADDRESS.fullmatch(text):
        return "byline", "signed with an address"
    if (found := _BRACKETED.fullmatch(text)) and person_like(found[1]):
        return "byline", "signed with a name"
    return None
