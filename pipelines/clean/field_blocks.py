"""Articles among named fields: the blocks of ProQuest, and files that begin with lines such as ``Title: …`` and ``Date: …``.

Certain is a line that names the full text beside others that a database writes, and a file that begins with such lines and
nothing else. A line with a colon alone is none: interviews and lists are full of them.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipelines import columns
from pipelines.clean.family_first import spoken
from pipelines.clean.held_fields import REASON, SURE, Fields, Held, Key, outside, parted, stated
from pipelines.clean.moments import Reader, dated
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_LINE = re.compile(
    r"(?P<name>[^\W\d_][^:：\n]{1,38}?)\s?[:：](?:\s+|(?=[\"'\[]))|(?P<alone>FULL TEXT|Full [Tt]ext|TEXTO COMPLETO|TEXTE INTÉGRAL|VOLLTEXT|ABSTRACT|Abstract|DETAILS|Details|LINKS|Links)[:：]?$"
)
_FULL = frozenset(("fulltext", "texteintégral", "textocompleto", "volltext", "testocompleto", "textecomplet"))
_LEADS = (
    "lead",
    "teaser",
    "standfirst",
    "vorspann",
    "chapeau",
    "chapô",
    "entradilla",
    "subtitle",
    "untertitel",
    "soustitre",
    "soustítulo",
    "dek",
)
_ALONE = 20
"""Letters that a name without a colon has at most."""
_FEWEST = 3
"""Fields beside the full text, and fields at the head of a file."""
_PLAIN = MappingProxyType(
    {
        **dict.fromkeys(columns.TITLE, Key("headline", "title")), **dict.fromkeys(columns.AUTHOR, Key("byline", "author")),
        **dict.fromkeys(columns.DATE, Key("date", "date")), **dict.fromkeys(columns.MODIFIED, Key("date", "modified")),
        **dict.fromkeys(columns.PUBLISHER, Key("other", "publisher")), **dict.fromkeys(columns.SECTION, Key("section", "section")),
        **dict.fromkeys(columns.KEYWORDS, Key("other", "keywords")), **dict.fromkeys(columns.LANGUAGE, Key("other", "language")),
        **dict.fromkeys((*columns.URL, *columns.FETCHED), Key()), **dict.fromkeys(columns.AGENCY, Key("agency_note", "agency")),
        **dict.fromkeys(columns.TEXT, Key("paragraph")),
        **dict.fromkeys(_LEADS, Key("lead")),
        **dict.fromkeys(("summary", "abstract", "description", "image", "id", "slug", "layout"), Key()),
        **dict.fromkeys(columns.DATELINE, Key("dateline", "dateline")),
    }
)  # fmt: skip
_PROQUEST = MappingProxyType(
    {
        "title": Key("headline", "title"), "author": Key("byline", "author"), "publicationtitle": Key("other", "publisher"), "publicationinfo": Key("other", "info"),
        "publicationdate": Key("date", "date"), "languageofpublication": Key("other", "language"), "section": Key("section", "section"), "dateline": Key("dateline", "dateline"),
        "copyright": Key("legal"), "fulltext": Key("paragraph"), "identifierkeyword": Key("other", "keywords"), "credit": Key("byline"), "publisher": Key("other", "publisher"),
        **dict.fromkeys(
            ("abstract", "details", "links", "subject", "location", "people", "company", "companyorganization", "volume", "issue", "pages", "startpage", "firstpage", "publicationyear",
             "yearofpublication", "publicationsubject", "placeofpublication", "countryofpublication", "issn", "eissn", "sourcetype", "documenttype", "documentfeature", "subfile", "proquestdocumentid",
             "documenturl", "lastupdated", "database", "classification", "accessionnumber", "edition", "wordcount", "alternatetitle", "sourceattribution", "correspondenceauthor", "column", "ethnicity",
             "titre", "auteur", "correspondenceauthoraddress", "businessindexingterm"),
            Key(),
        ),
        **dict.fromkeys(_FULL, Key("paragraph")),
    }
)  # fmt: skip
"""By the plain names of :mod:`pipelines.columns`."""
_OWN = frozenset(("publicationtitle", "publicationinfo", "publicationdate", "proquestdocumentid", "languageofpublication", "sourcetype", "documenttype", "documenturl", "database", "accessionnumber"))  # fmt: skip
"""Names that only a database writes."""
_INFO = re.compile(r"(?P<paper>[^;]{2,80}?)(?:\s\[[^\]]*\])?;\s*(?P<rest>.+)")

_CITED = re.compile(
    r"(?:(?P<who>.{3,120}?)\.\s?)?(?P<paper>[^.;]{2,80});[^\[]{0,60}\[[^\]]+\]\.?\s?(?P<day>\d{1,2} [A-Z][a-z]{2} \d{4}):"
)


def read(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields] | None:
    """The pieces, and what the fields among them state; None where there are none."""
    if text.count(":") < _FEWEST and text.count("：") < _FEWEST:
        return None
    found = [
        (at, name, end)
        for at, piece in enumerate(pieces)
        if (said := _named(piece, text))
        for name, end in [said]
    ]
    if any(name in _FULL for _, name, _ in found):
        return _database(pieces, text, found)
    return _headed(pieces, text, found)


def _named(piece: Piece, text: str) -> tuple[str, int] | None:
    if len(piece.text) > _ALONE and ":" not in piece.text and "：" not in piece.text:
        return None
    m = _LINE.match(text, piece.start, piece.end)
    return (columns.plain(m["name"] or m["alone"]), m.end()) if m else None


def _held(
    found: Sequence[tuple[int, str, int]], pieces: Sequence[Piece], text: str, keys: Mapping[str, Key]
) -> list[Held]:
    return [
        Held(at, name, end, text[end : pieces[at].end].strip()) for at, name, end in found if name in keys
    ]


def _database(
    pieces: Sequence[Piece], text: str, found: Sequence[tuple[int, str, int]]
) -> tuple[list[Piece], Fields] | None:
    """What ProQuest writes: the full text is one of the fields."""
    held = _held(found, pieces, text, _PROQUEST)
    full = [f for f in held if f.name in _FULL]
    others = {f.name for f in held} - _FULL
    if len(full) != 1 or len(others) < _FEWEST or _OWN.isdisjoint(others):
        return None
    start = full[0].at
    end = next((f.at for f in held if f.at > start), len(pieces))
    own = [f for f in held if f.at <= start or f.at >= end]
    out = outside(list(pieces), range(start, end))
    keys = {
        **_PROQUEST,
        "title": Key(
            "headline" if any(f.name == "title" and f.at < start for f in own) else "other", "title"
        ),
    }
    told = _told(own, keys)
    named = {f.at for f in own}
    cited = _cited(out, [i for i in range(start) if i not in named]) if "title" not in dict(told) else ()
    return parted(out, text, own, keys), (*told, *((c, v) for c, v in cited if c not in dict(told)))


def _cited(pieces: list[Piece], head: Sequence[int]) -> Fields:
    """``Holm, Ida. The Gazette; Millbrook [Millbrook]08 Mar 2011: A.1.`` below the title, where neither is a named field."""
    at, found = next(((i, m) for i in head if (m := _CITED.match(pieces[i].text))), (0, None))
    if found is None or at == 0:
        return ()
    pieces[at - 1] = pieces[at - 1].judged("headline", REASON, SURE)
    pieces[at] = pieces[at].judged("byline", REASON, SURE)
    who = spoken(f"Author: {found['who']}").removeprefix("Author: ") if found["who"] else ""
    day = next((f"{when}" for _, when in dated(found["day"], Reader(language="en"))), "")
    told = (
        ("title", pieces[at - 1].text),
        ("author", who),
        ("publisher", found["paper"].strip()),
        ("date", day),
    )
    return tuple((column, value) for column, value in told if value)


def _headed(
    pieces: Sequence[Piece], text: str, found: Sequence[tuple[int, str, int]]
) -> tuple[list[Piece], Fields] | None:
    """A file that begins with fields, as people and programs write them above a text."""
    first = next((at for at, piece in enumerate(pieces) if squash(piece.text)), 0)
    held = {f.at: f for f in _held(found, pieces, text, _PLAIN)}
    end = first
    while end in held and not (end > first and held[end - 1].name in columns.TEXT):
        end += 1
    own = [held[at] for at in range(first, end)]
    stating = {_PLAIN[f.name].column for f in own if f.value}
    if (
        len(own) < _FEWEST
        or end == len(pieces)
        or "title" not in stating
        or stating.isdisjoint(("date", "author", "publisher"))
    ):
        return None
    return parted(outside(list(pieces), range(end, len(pieces))), text, own, _PLAIN), _told(own, _PLAIN)


def _told(own: Sequence[Held], keys: Mapping[str, Key]) -> Fields:
    """What the fields state; a database's own names before what may be the name of a company."""
    named = {f.name for f in own}
    told: list[tuple[str, str]] = []
    for column, value in stated(
        [
            f
            for f in own
            if f.name != "publisher" or named.isdisjoint(("publicationtitle", "publicationinfo"))
        ],
        keys,
    ):
        plain = value.strip("\"'")
        if column == "info":
            told += _info(plain)
        elif column == "author":
            told.append((column, spoken(f"Author: {plain}").removeprefix("Author: ")))
        elif column == "publisher" and "publicationtitle" in named:
            told.append((column, plain.partition(";")[0].strip()))
        elif column != "keywords" or weight(plain) > 0:
            told.append((column, plain.strip("[]") if column == "keywords" else plain))
    return tuple(told)


def _info(value: str) -> list[tuple[str, str]]:
    """``The Gazette; Millbrook [Millbrook]. 08 Mar 2011: 4.``"""
    found = _INFO.match(value)
    if found is None:
        return []
    day = next((f"{when}" for _, when in dated(found["rest"], Reader(language="en"))), None)
    return [("publisher", found["paper"].strip()), *([("date", day)] if day else [])]
