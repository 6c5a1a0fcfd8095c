"""One function that makes records of archived pages and raw dumps.

::

    bytes -> decode -> pieces (html, text) -> labels (html_rules; dump_rules, zone) -> fields -> judge

``clean`` is pure: no network, clock, environment, randomness or memory of earlier calls, and it never raises,
whatever the bytes. The same page, hints and cleaner give the same record.
"""

import sys
from types import ModuleType
from typing import Any

from pipelines.clean.cleaner import CLEANER, Cleaner, page_text
from pipelines.page import Page
from pipelines.record import NO_HINTS, Hints, Record, Rejected

__all__ = ["CLEANER", "Cleaner", "clean", "page_text"]

_default = Cleaner()


def clean(page: Page, hints: Hints = NO_HINTS) -> Record | Rejected:
    """What a page holds: a record of its article, or a rejection with the reason.

    >>> clean(Page(body=b"", media_type="text/plain")).reason
    'empty'
    """
    return _default(page, hints)


class _Module(ModuleType):
    """``from pipelines import clean`` may give this module, where it was imported first: it is the function too."""

    def __call__(self, *args: Any, **options: Any) -> Record | Rejected:
        return clean(*args, **options)


sys.modules[__name__].__class__ = _Module
