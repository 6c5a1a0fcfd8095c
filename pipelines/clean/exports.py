"""What a database of the press writes around an article: the fields of Lexis and Nexis, and the codes of Factiva.

Only where the form is certain: the line that counts the words, and beside it others of the same form. The lines of fields are
no text; what they state is stated, as the columns of a row are.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pipelines.clean import europresse, field_blocks, messages
from pipelines.clean.held_fields import REASON, RIGHTS, SURE, Fields, Held, Key, outside, parted, stated
from pipelines.clean.moments import bare
from pipelines.clean.spans import Piece
from pipelines.record import BODY_LABELS

_WORDS = re.compile(r"\d[\d.,]* (?:words?|mots|wörter|palabras|palavras|parole|woorden)$", re.IGNORECASE)
_COUNT = re.compile(r"(?:page |document )?\d{1,6} (?:of|von|de|sur|di) \d{1,6}\b", re.IGNORECASE)
_EDITION = re.compile(
    r".{0,40}(?:edition|ausgabe|édition|edición|edição|edizione|editie|upplaga)\b.{0,20}$", re.IGNORECASE
)
_TOP = 12
"""Lines above the fields of Lexis at most: paper, date, edition, headline."""


_HEAD: Mapping[str, Key] = MappingProxyType(
    {
        "HEADLINE": Key("headline", "title"), "BYLINE": Key("byline", "author"), "SECTION": Key("section", "section"), "LENGTH": Key(),
        "DATELINE": Key("dateline", "dateline"), "HIGHLIGHT": Key("lead"), "BODY": Key(),
    }
)  # fmt: skip
_TAIL: Mapping[str, Key] = MappingProxyType(
    {
        "LOAD-DATE": Key("date"), "LANGUAGE": Key("other", "language"), "PUBLICATION-TYPE": Key(), "JOURNAL-CODE": Key(),
        "DOCUMENT-TYPE": Key(), "GRAPHIC": Key("caption"), "CLASSIFICATION": Key(), "SUBJECT": Key(), "COPYRIGHT": Key("legal"),
    }
)  # fmt: skip
_BEFORE_TITLE = ("SECTION", "LENGTH")
_BEHIND_TITLE = ("BYLINE", "DATELINE", "HIGHLIGHT")
_CODES: Mapping[str, Key] = MappingProxyType(
    {
        "SE": Key("section", "section"), "HD": Key("headline", "title"), "BY": Key("byline", "author"), "CR": Key(), "WC": Key(),
        "PD": Key("date", "date"), "ET": Key("date"), "SN": Key("other", "publisher"), "SC": Key(), "ED": Key(), "PG": Key(), "VOL": Key(),
        "LA": Key("other", "language"), "CY": Key("legal"), "LP": Key("paragraph"), "TD": Key("paragraph"), "CT": Key(), "RF": Key(),
        "ART": Key("caption"), "CLM": Key(), "CO": Key(), "IN": Key(), "NS": Key(), "RE": Key(), "IPC": Key(), "IPD": Key(), "PUB": Key(),
        "AN": Key(),
    }
)  # fmt: skip
_FIELDS: Mapping[str, Key] = MappingProxyType({**_HEAD, **_TAIL})
_LINE = re.compile(
    rf"({'|'.join((*_HEAD, *_TAIL))}):\s*|(Body|BODY|Graphic|GRAPHIC|Classification|CLASSIFICATION)$",
    re.IGNORECASE,
)
_CODE = re.compile(rf"({'|'.join(_CODES)})(?:\s+|$)")


def read(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields]:
    """The pieces, and what the fields among them state; where there are none, the same."""
    found = None
    if "LENGTH:" in text or "Length:" in text:
        found = _lexis(pieces, text)
    elif "WC " in text and "LP" in text:
        found = _factiva(pieces, text)
    return (
        found
        or field_blocks.read(pieces, text)
        or europresse.read(pieces, text)
        or messages.read(pieces, text)
        or (list(pieces), ())
    )


def _fields(pieces: Sequence[Piece], text: str, line: re.Pattern[str]) -> list[Held]:
    found = []
    for at, piece in enumerate(pieces):
        if (m := line.match(text, piece.start, piece.end)) and not m[0][:1].islower():
            name = next(group for group in m.groups() if group).upper()
            found.append(Held(at, name, m.end(), text[m.end() : piece.end].strip()))
    return found


def _lexis(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields] | None:
    found = _fields(pieces, text, _LINE)
    lengths = [f for f in found if f.name == "LENGTH" and _WORDS.search(f.value)]
    if len(lengths) != 1 or not {"BYLINE", "SECTION", "LOAD-DATE", "HEADLINE"} & {f.name for f in found}:
        return None
    head = _beside([f for f in found if f.name in _HEAD], lengths[0])
    end = min((f.at for f in found if f.name in _TAIL and f.at > head[-1].at), default=len(pieces))
    own = [*head, *(f for f in found if f.name in _TAIL and f.at >= end)]
    between = [at for at in range(head[0].at, head[-1].at) if at not in {f.at for f in head}]
    headed = bool(between) or any(f.name == "HEADLINE" for f in head)
    judged, above = _above(pieces[: head[0].at], headed)
    out = outside([*judged, *pieces[head[0].at :]], range(head[-1].at + 1, end))
    for at in between:
        out[at] = pieces[at].judged("headline", REASON, SURE)
        above = (*above, ("title", pieces[at].text))
    return parted(out, text, own, _FIELDS), (*above, *stated(own, _FIELDS))


def _beside(fields: list[Held], length: Held) -> list[Held]:
    """The fields above an article: those that stand with the one of its length; below that a headline may part them."""
    first = last = fields.index(length)
    while first > 0 and fields[first - 1].at == fields[first].at - 1:
        first -= 1
    while last + 1 < len(fields) and _goes_on(fields[last], fields[last + 1]):
        last += 1
    return fields[first : last + 1]


def _goes_on(above: Held, below: Held) -> bool:
    gap = below.at - above.at - 1
    return not gap or (gap == 1 and above.name in _BEFORE_TITLE and below.name in _BEHIND_TITLE)


def _above(pieces: Sequence[Piece], headed: bool) -> tuple[list[Piece], Fields]:
    """Paper, day and headline above the fields, told by the line that is a date: the paper stands over it."""
    out = [p.judged("legal" if RIGHTS.match(p.text) else "other", REASON, SURE) for p in pieces]
    own = [
        i for i, p in enumerate(pieces) if not any(sign.match(p.text) for sign in (RIGHTS, _COUNT, _EDITION))
    ]
    days = [i for i in own if bare(pieces[i].text)]
    if len(days) != 1 or len(own) > _TOP or own.index(days[0]) == 0:
        return _headless(pieces, out), ()
    day = own.index(days[0])
    paper, before, after = own[day - 1], own[: day - 1], own[day + 1 :]
    out[days[0]] = pieces[days[0]].judged("date", REASON, SURE)
    stated = [("publisher", pieces[paper].text), ("date", pieces[days[0]].text)]
    title = before[-1] if before else after[-1] if after else None
    if title is not None and not headed:
        out[title] = pieces[title].judged("headline", REASON, SURE)
        stated.append(("title", pieces[title].text))
    return out, tuple(stated)


def _headless(pieces: Sequence[Piece], out: list[Piece]) -> list[Piece]:
    """Where no line is surely the paper's, each keeps what else it was taken for."""
    return [p if p.label not in BODY_LABELS else o for p, o in zip(pieces, out, strict=True)]


def _factiva(pieces: Sequence[Piece], text: str) -> tuple[list[Piece], Fields] | None:
    found = _fields(pieces, text, _CODE)
    once = {name: [f for f in found if f.name == name] for name in ("HD", "WC", "PD", "LP")}
    if any(len(held) != 1 for held in once.values()) or not _WORDS.search(once["WC"][0].value):
        return None
    lead = once["LP"][0].at
    if not once["HD"][0].at < once["PD"][0].at < lead or not bare(once["PD"][0].value):
        return None
    end = len(pieces)
    by_place = {f.at: f for f in found}
    while end - 1 > lead and end - 1 in by_place and by_place[end - 1].name not in ("LP", "TD"):
        end -= 1
    rest = next((f for f in found if f.name == "TD" and lead < f.at < end), None)
    own = [f for f in found if f.at <= lead or f.at >= end or f is rest]
    out = outside(list(pieces), range(lead, end))
    return parted(out, text, own, _CODES), tuple(stated(own, _CODES))
