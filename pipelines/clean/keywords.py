"""The keywords of an article: its own tags, and neither what the site says of itself on every page nor what its systems say to each other."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.clean.candidates import Claim
from pipelines.clean.draft import Draft
from pipelines.clean.filed import COMMAS
from pipelines.clean.rubrics import GENERAL, RUBRICS
from pipelines.clean.shapes import squash
from pipelines.clean.spans import collapse

_KEY = re.compile(r"^(?:tag|subject|topic|keyword):(?=\S)")
_LEFT = re.compile(
    r"[\[{<%$].*[\]}>%$]|(?:type|path|clone|template|layout|status):\S.*|(?i:section|category):.*|_.*|/.*|PERSON"
)
_ENTITY = re.compile(r"&(?:#?\w{2,32});")
_QUOTED = re.compile(r'"([^"]+)"?|([^"]*[^"\d])"')
"""Within quotation marks, or at an end of a list that is; ``27"`` is a size."""
_CODE = re.compile(
    r"\s\([a-z]+(?:_[a-z]+)+\)$|\s(?:[A-Z]{3,}(?:_[A-Z]+)+|PERSON)(?=\s(?:[A-Z]{3,}_|PERSON)|$)"
)
"""What a system adds to a name: ``Local news (general_news)``, ``Ida Holm PROFESSIONAL_ATHLETE PERSON``."""
_LONGEST, _MOST = 80, 60
_WITH_NAME, _ALONE = (3, 0.25), (6, 0.5)
"""How many rubrics, and which share of it, make of a list one that the site gives each of its pages: with its own name, and without."""
_WORDS = 4
"""Words from which on a keyword that is the headline is no keyword."""


def claims(draft: Draft, title: str | None, lines: Sequence[str] = ()) -> list[Claim[tuple[str, ...]]]:
    """Who says what the article is about; ``lines`` are the tags that lines beside the story name."""
    tags = draft.stated.meta.get("article:tag", ())
    news = _plain(
        ",".join(draft.stated.meta.get("news_keywords", ()) or draft.stated.meta.get("keywords", ()))
    )
    sources: list[tuple[str, float, list[str]]] = [
        ("json-ld", 0.9, _named(draft.stated.article.get("keywords"))),
        ("article:tag", 0.85, list(tags) if len(tags) != 1 else COMMAS.split(_plain(tags[0]))),
        ("keywords", 0.6, list(_whole_names(COMMAS.split(news), draft.body_text))),
        ("rel=tag", 0.5, list(draft.stated.topics.tags)),
        ("json-ld about", 0.38, _named(draft.stated.article.get("about"))),
        ("block", 0.35, list(lines)),
        ("links", 0.4, list(draft.stated.topics.listed)),
    ]
    own, head = _own(draft), squash(title or "") if len((title or "").split()) >= _WORDS else ""
    found = []
    for source, sure, values in sources:
        words = dict.fromkeys(w for v in values if (w := _keyword(v)) and len(w) < _LONGEST)
        if kept := tuple(_of_article(list(words), own, head)):
            found.append(Claim(source=source, value=kept[:_MOST], confidence=sure))
    return found


def _of_article(words: Sequence[str], own: frozenset[str], head: str) -> Iterator[str]:
    """Without the site's name and the headline; of a list that names many rubrics without them, or nothing where they are most of it."""
    keys = [squash(w) for w in words]
    rubrics = sum(k in GENERAL or k in RUBRICS for k in keys)
    count, share = _ALONE if own.isdisjoint(keys) else _WITH_NAME
    site_wide = rubrics >= max(count, share * len(keys))
    if site_wide and 2 * rubrics >= len(keys):
        return
    left = own | GENERAL | RUBRICS if site_wide else own
    yield from (w for w, k in zip(words, keys, strict=True) if k and k not in left and k != head)


def _own(draft: Draft) -> frozenset[str]:
    """What the page calls its site, and its host; a part of the host may be what the page is about."""
    said = [
        value for name in ("og:site_name", "application-name") for value in draft.stated.meta.get(name, ())
    ]
    host = (draft.host or "").removeprefix("www.")
    return frozenset(
        squash(v) for v in (*said, draft.stated.publisher, host, *draft.stated.linked.names) if v
    ) - {""}


def _plain(text: str) -> str:
    """Without signs that are written as markup; ``rock&region`` has none."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _keyword(said: str) -> str:
    """A keyword as it is written; nothing for what a template left, or a system says to itself."""
    word = collapse(_plain(said)).strip()
    found = _QUOTED.fullmatch(word)
    word = ((found[1] or found[2]).strip() if found else word).lstrip("#")
    word = _CODE.sub("", _KEY.sub("", word)).strip()
    return "" if _LEFT.fullmatch(word) or not any(map(str.isalnum, word)) else word


def _named(stated: Any) -> list[str]:
    """Keywords of JSON-LD: a text that lists them, terms with a name, or several of these (schema.org, keywords)."""
    if isinstance(stated, str):
        return COMMAS.split(_plain(stated))
    terms = stated if isinstance(stated, list) else [stated]
    words = (term.get("name") if isinstance(term, dict) else term for term in terms)
    named = [word for word in words if isinstance(word, str)]
    listed = len(named) == 1 and named[0].count(",") > 1  # a list of one text that lists them
    return COMMAS.split(_plain(named[0])) if listed else named


def _whole_names(words: Sequence[str], text: str) -> Iterator[str]:
    """The words of a list, a last name and the first one behind it as one where the text has them so: ``Holm, Ida``."""
    rest = list(words)
    while rest:
        last, *rest = rest
        first = rest[0] if rest else ""
        if last.strip().istitle() and first.strip().istitle() and f"{first.strip()} {last.strip()}" in text:
            rest = rest[1:]
            yield f"{first.strip()} {last.strip()}"
        else:
            yield last
