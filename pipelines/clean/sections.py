"""The section of an article: what the page states, the trail of links to it, its category, the kicker above the headline."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft
from pipelines.clean.filed import trail as lined
from pipelines.clean.headline import site_names
from pipelines.clean.months import MONTHS
from pipelines.clean.rubrics import CONTROLS, GENERAL, HOME, MENU, NOTHING
from pipelines.clean.shapes import folded, squash
from pipelines.clean.spans import collapse
from pipelines.clean.trails import Crumb, Trail

_SECTION = 80
"""Letters of the longest name of a section."""
_CRUMB, _WORDS = 40, 5
"""Letters and words of the longest name in a trail, and of the names on some part of a headline."""
_METAS = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "cxenseparse:section",
    "articlesection",
    "sailthru_section",
    "sailthru.section",
)
_LISTS = frozenset(("sailthru_section", "sailthru.section"))
"""Of these that list sections, the main one first."""
_EDGES = " \u00a0,;/|·•›»>–—-"
"""Signs that part a section from the next."""
_COUNT = re.compile(r"\s?\(?\d{1,9}\)?$")
_LABEL = re.compile(
    r"(?<=[a-zß-öø-ÿ]{3})(?:PREMIUM|PLUS|EXKLUSIV|EXCLUSIVE?|EXCLUSIVO|ABONN[ÉE]S?|ABONNENTEN|SUBSCRIBERS?|MEMBERS?|FREE|PAID|VIDEO|LIVE|UPDATED?|NEUF?)$"
)
"""``South CoastPREMIUM``: who may read it."""
_TOP = 80
"""Blocks of a page among which its category stands."""
_ABOVE, _BELOW = 6, 3
"""Blocks above and below the headline among which a link may name the section."""
_NO_FOLDERS = GENERAL | HOME | CONTROLS
"""Words that name no section though the address has a folder called so."""
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d\d")
"""Years, weeks and issues, by which archives are ordered."""
_TO_FRONT = re.compile(r"(?:\bhome|homepage|startseite|website|home page)$", re.IGNORECASE)
"""How the name of a link to the front ends, whatever the site is called."""


def claims(draft: Draft, title: str | None, lines: Sequence[str] = ()) -> list[Claim[str]]:
    """Who says in which section the article stands; ``lines`` are the categories that lines beside the story name."""
    found: list[Claim[str]] = []
    stated = draft.stated.article.get("articleSection")
    stated = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(stated, str) and (said := _first(collapse(stated))):
        found.append(Claim(source="json-ld", value=said, confidence=0.9))
    metas = [(name, value[1]) for name in _METAS if (value := draft.stated.first(name))]
    found += [Claim(source=name, value=_main(name, value)[:120], confidence=0.8) for name, value in metas]
    # a kicker of a word or two names the section, a longer one the story
    own = [p.text for p in draft.labelled("section") if "kicker" not in p.cues or len(p.text.split()) <= 2]
    taken = _taken(draft, title)
    found += _led(draft, taken, own[-1] if own else None)
    kickers = own or list(_classed(draft))
    kickers = [text for text in kickers if not text.rstrip().endswith((":", "："))]
    found += [Claim(source="block", value=text, confidence=0.5) for text in kickers[-1:]]
    found += _placed(draft, taken)
    found += _lined(draft, taken, lines)
    told = _spelt(list(_told(found, taken)))
    site = _own(draft)
    return [claim for claim in told if squash(claim.value) not in site] or told


def _told(found: Sequence[Claim[str]], taken: Collection[str]) -> Iterator[Claim[str]]:
    """What names a section, without the signs and labels around it."""
    for claim in found:
        steps = _LABEL.sub("", claim.value).strip(_EDGES).split(" > ")
        name = next((step for step in reversed(steps) if squash(step) not in taken), steps[0])
        squashed = squash(_COUNT.sub("", name))
        if squashed and squashed not in NOTHING:
            yield replace(claim, value=name)


def _spelt(found: Sequence[Claim[str]]) -> list[Claim[str]]:
    """An address's word for a section (``costa-norte``) as another claim spells it."""
    spelt = {squash(c.value): c.value for c in reversed(found) if not c.value.islower()}
    return [replace(c, value=spelt.get(squash(c.value), c.value)) if c.value.islower() else c for c in found]


def _own(draft: Draft) -> frozenset[str]:
    """How the page calls its site, which is a section only where nothing else is."""
    site = draft.stated.first("og:site_name")
    return frozenset(squash(name) for name in (draft.stated.publisher, site[1] if site else None) if name)


def _placed(draft: Draft, taken: Collection[str]) -> list[Claim[str]]:
    """The word beside the headline that is a folder of the page's address: ``País`` where it stands under ``/news/pais/``."""
    path = unquote(_place(draft.page.url or "").partition("?")[0])
    folders = {folded(part) for part in path.split("/")[1:-1]}
    at = next((i for i, p in enumerate(draft.pieces) if p.label == "headline"), None)
    if at is None:
        return []
    near = (p.text.strip(_EDGES) for p in draft.pieces[max(0, at - _ABOVE) : at + _BELOW] if not p.from_alt)
    named = (text for text in near if _is_folder(text, folders) and squash(text) not in taken)
    return [Claim(source="address", value=text, confidence=0.45) for text in islice(named, 1)]


def _lined(draft: Draft, taken: Collection[str], lines: Sequence[str]) -> list[Claim[str]]:
    """What lines say beside the story: the trail to it above its headline, and what it is filed under below it."""
    trails = [lined(draft.pieces), *((name,) for name in lines)]
    named = (section(tuple(Crumb(name, None) for name in steps), taken) for steps in trails)
    return [Claim(source="block", value=name, confidence=0.4) for name in islice(filter(None, named), 1)]


def _is_folder(text: str, folders: Collection[str]) -> bool:
    """Whether a word names a section by a folder of the address; archives have folders by month."""
    named = (
        len(text) > 2 and _is_name(text) and text.lower() not in MONTHS and squash(text) not in _NO_FOLDERS
    )
    return named and folded(text) in folders


def _classed(draft: Draft) -> Iterator[str]:
    """``Category: Coast`` in an element that its class names so, as Joomla puts it above each article."""
    for piece in draft.pieces[:_TOP]:
        level = piece.level.block if piece.level else None
        if level is not None and "category-name" in level.said:
            name = piece.text.rpartition(":")[2].strip()
            if _is_name(name) and squash(name) not in GENERAL:
                yield name
                return


def _first(said: str) -> str | None:
    """Some state all rubrics and keywords in one text, with the main one first; others the page's address."""
    first, _, rest = said.partition(",")
    several = rest.count(",") > 1 or said.rstrip().endswith(",") or (rest and not rest.startswith(" "))
    name = first.strip() if several else said
    return name if name and len(name) <= _SECTION and not name.startswith("http") else None


def _main(meta: str, value: str) -> str:
    """What a meta element says; of a list its first."""
    return value.strip(",").partition(",")[0] if meta in _LISTS else value


def _led(draft: Draft, taken: Collection[str], kicker: str | None) -> list[Claim[str]]:
    """What the trails to the article name, of which the kicker may repeat one, and the one category that it is filed under."""
    if not draft.markup:
        return []
    sources = (
        ("breadcrumb json-ld", 0.7, draft.stated.linked.trails),
        ("breadcrumb", 0.6, draft.stated.trails),
    )
    found = [
        Claim(source=source, value=kicker if kicker and _names(trail, kicker) else name, confidence=sure)
        for source, sure, trails in sources
        for trail in trails[:1]
        if (name := section(trail, taken, _addresses(draft)))
    ]
    own = draft.stated.topics.categories
    if len(own) == 1 and (name := section((Crumb(own[0], None),), taken)):
        found.append(Claim(source="rel=tag", value=name, confidence=0.55))
    return found


def _names(trail: Trail, kicker: str) -> bool:
    return squash(kicker) in {squash(c.name) for c in trail}


def _taken(draft: Draft, title: str | None) -> frozenset[str]:
    """What is no section: the names of the site, the headlines."""
    heads = (title, draft.stated.title, *(p.text for p in draft.labelled("headline")))
    names = {name for name in site_names(draft) if len(name) > 2}
    return frozenset({squash(head) for head in heads if head} | names)


def _addresses(draft: Draft) -> frozenset[str]:
    return frozenset(_place(a) for a in (draft.page.url, draft.stated.canonical) if a) - {"", "/"}


def section(trail: Trail, taken: Collection[str], own: Collection[str] = ()) -> str | None:
    """The first step of a trail below the site's front that says what the section is about; the last step is often the page.

    >>> section((Crumb("Home", "/"), Crumb("News", "/news"), Crumb("Coast", "/coast"), Crumb("Ferry sails", None)), {"ferrysails"})
    'Coast'
    """
    if any(squash(c.name) in MENU for c in trail):
        return None
    steps: Sequence[Crumb] = [
        c for i, c in enumerate(trail) if not (_is_front(c, taken) or (i == 0 and _TO_FRONT.search(c.name)))
    ]
    steps = [c for c in steps if not _is_page(c, taken, own) and _is_name(c.name)]
    return next((c.name for c in steps if squash(c.name) not in GENERAL), None)


def _is_front(crumb: Crumb, taken: Collection[str]) -> bool:
    name = squash(crumb.name)
    return name in HOME or name in taken or (crumb.address is not None and _place(crumb.address) == "/")


def _is_page(crumb: Crumb, taken: Collection[str], own: Collection[str]) -> bool:
    """The page itself: by its address, or by a headline of which its name is a part."""
    if crumb.address is not None and _place(crumb.address) in own:
        return True
    name = squash(crumb.name)
    return len(name) > 12 and any(name in head for head in taken)


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= _CRUMB
        and len(name.split()) <= _WORDS
        and _LETTER.search(name) is not None
        and squash(name) not in NOTHING
        and not name.startswith(("http", "‹", "«", "<", "←"))
        and _NUMBER.search(name) is None
        and not (len(name) > 3 and name.lower() in MONTHS)
        and not (len(name) < 3 and name.isascii() and name.islower())
    )


def _place(address: str) -> str:
    """Path and query of an address; an empty one for what is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    return f"{path}?{parts.query}" if parts.query else path or ("/" if parts.netloc or parts.path else "")
