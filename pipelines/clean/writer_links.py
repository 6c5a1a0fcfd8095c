"""Where a link in an element for writers leads: to a writer, or to a subject, a section, a form."""

import re

from pipelines.clean.names import person_like
from pipelines.clean.shapes import squash, unaccented
from pipelines.clean.strangers import is_nobody

_FILED = re.compile(
    r"/(?:tags?|category|categories|kategorien?|categorias?|topics?|themen?|rubrik(?:en)?|sections?)/[^/]|[?&][a-z_]*(?:cat|category|tag|topic)=|/(?:log-?in|sign-?(?:in|up)|register)(?:[/?#]|$)|(?:/|\.)share(?:r|\.php)?[/?]|^whatsapp:"
)
"""Where links lead that name no writer, though an element for one holds them."""
_MAILED = re.compile("mailto:([^@]*)")
"""Who is written to: a part of the writer's name, where it is one."""
_TAGGED = re.compile(r"/(?:tags?|topics?|themen?|thema)/(?:[^/]*/)*?([^/?#]+)/?(?:[?#]|$)")
_AUTHORED = re.compile(r"/(?:authors?|autor(?:es|en|i)?|auteurs?)/[^/]{3}")


def leads_elsewhere(address: str, said: str, sign: str, own: str) -> bool:
    """Whether a link leads elsewhere than to a writer, who may have a page among the subjects; ``own`` is the page's address.

    >>> leads_elsewhere("/tag/coast", "Coast", "class", ""), leads_elsewhere("/tag/ida-holm", "Ida Holm", "rel", "")
    (True, False)
    """
    low = address.lower()
    if low.startswith("javascript:"):
        return not person_like(said) or is_nobody(said)
    if found := _MAILED.match(low):
        return not person_like(said) or not any(
            word[:3] in found[1] for word in unaccented(said).split() if len(word) > 2
        )
    if _FILED.search(low):
        tag = _TAGGED.search(low)
        named = sign in ("rel", "itemprop") or (
            tag is not None and squash(tag[1]) == squash(unaccented(said))
        )
        return not (named and person_like(said)) and not _AUTHORED.search(low)
    return sign == "href" and _is_above(address, own)


def _is_above(address: str, own: str) -> bool:
    """Whether an address is a part of the page's own, as a section's is; or a query about a writer to another site."""
    if "author=" in address:
        return "://" in own and "://" in address and _host(own) not in address
    path = address.rstrip("/")
    return path.count("/") > 1 and f"{path}/" in own


def _host(address: str) -> str:
    return address.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")
