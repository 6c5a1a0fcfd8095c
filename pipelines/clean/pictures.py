"""The pictures of an article: what is printed under them, and who made them.

A page has other pictures too, of teasers and menus, with captions of their own. Those of the article stand within its text or
near its two ends; behind it, as in a gallery, one after the other.
"""

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.clean.captions import ended, names_agency
from pipelines.clean.credits import is_label, parse_credit, trailing
from pipelines.clean.draft import Draft
from pipelines.clean.names import person_like
from pipelines.clean.picture_sources import closing
from pipelines.clean.shapes import FULL_STOPS, readable, squash, weight
from pipelines.clean.spans import Piece
from pipelines.clean.stamps import is_byline, is_stamp
from pipelines.clean.suffixes import strip_suffix
from pipelines.clean.told import is_told
from pipelines.record import BODY_LABELS, Caption, Credit

_ABOVE, _BELOW = 3, 2
"""Blocks above headline and text, and below it, up to which pictures are the article's."""
_NEXT = 3
"""Blocks from one picture of a gallery to the next."""
_SIGNS = ("©", "Ⓒ", "ⓒ")
_ARTICLES = frozenset("a an the ein eine der die das un une le la les des el los las una uno il lo gli de het een en ett et o os as um uma".split())  # noqa: SIM905  # fmt: skip
_HEAD = 12
"""Letters of the shortest headline that tells an alternative text which says it, too."""
_AGAIN = 3
"""Pictures of a page with the same alternative text, but for a number, from which on it says nothing of them."""
_NUMBER = re.compile(r"\d+")
_STAMP = 80
"""Weight of the longest caption that may be a date."""
_CONTROL = re.compile(
    r"(?i:captions?|caption icon|close|schließen|fermer|cerrar|advertisement|anzeige|werbung|publicidad|reklama|photos?|fotos?|images?|bild|video|mehr|more)|\W*\d{1,2}\W*|"
    r"(?i:(?:photo|foto|image|bild|slide|imagen)\s+\d+\s*(?:of|de|von|di|/)\s*\d+|\d+\s*/\s*\d+|\d+\s+(?:photos?|fotos?|zdjęć|zdjęcia|images?|bilder))|"
    r"[^\WA-Z_]+(?:[-_]+[^\WA-Z_]+){2,}|(?i:img|dsc|dscn|image)[-_]\d[\w-]*|.{1,90}\.(?i:jpe?g|png|webp|gif|svg)|[\W_]*"
)
"""What a gallery writes on its buttons and counters, and the name of a picture's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Captions and credits of an article."""

    captions: tuple[Caption, ...]
    credits: tuple[Credit, ...]


def pictures(draft: Draft, names: frozenset[str]) -> Pictures:
    """Captions in order, each with the credit that stands beside it; nothing twice. ``names`` are those of the site, squashed."""
    pieces, site = draft.pieces, draft.site_name
    captions: dict[str, Caption] = {}
    credited: dict[str, Credit] = {}
    for piece in draft.labelled("credit"):
        credit = parse_credit(piece.text)
        maker = squash(f"{credit.agency or ''}{credit.photographer or ''}")
        if maker in names or is_label(piece.text):  # "© The Bote": the footer
            continue
        if not _is_sentence(piece.text, credit):
            credited.setdefault(squash(piece.text), credit)
    for i in _captions(draft):
        if squash(pieces[i].text) in credited:
            continue
        text = readable(strip_suffix(pieces[i].text, site))
        known, beside = captions.get(squash(text)), _beside(pieces, i)
        within = (None if draft.markup else ended(text)) or _longer(trailing(text), closing(text))
        if beside is None and within:
            beside = within
            credited.setdefault(squash(within), parse_credit(within))
        captions[squash(text)] = known if known and known.credit else Caption(text=text, credit=beside)
    return Pictures(captions=tuple(captions.values()), credits=tuple(credited.values()))


def _is_sentence(text: str, credit: Credit) -> bool:
    """``Bild: Eine Kuh auf dem Rad.``: what is on a picture, or what somebody says of a source, and nobody's name."""
    who = credit.photographer
    if not who or not text.rstrip().endswith(FULL_STOPS) or text.lstrip()[:1] in _SIGNS or names_agency(text):
        return False
    if who.casefold().split()[0] in _ARTICLES or is_told(text):
        return True
    return not person_like(who) or not any(c.isupper() for c in who)


def _longer(one: str | None, other: str | None) -> str | None:
    """Of two credits at the end of a caption the one that says more."""
    return max(one or "", other or "", key=len) or None


def _beside(pieces: list[Piece], i: int) -> str | None:
    near = (*pieces[i + 1 : i + 2], *pieces[max(0, i - 1) : i])
    return next((p.text for p in near if p.label == "credit"), None)


def _captions(draft: Draft) -> list[int]:
    """Indices of the captions of the article's own pictures; all of a dump, which has no others."""
    pieces = draft.pieces
    found = [i for i, p in enumerate(pieces) if p.label == "caption" and not _printed(pieces, i)]
    body = [i for i, p in enumerate(pieces) if p.label in BODY_LABELS]
    if not draft.markup or not body:
        return found
    top = min([body[0], *(i for i, p in enumerate(pieces) if p.label == "headline")])
    out, reach = list[int](), body[-1] + _BELOW
    telling = frozenset(_telling(draft, [i for i in found if pieces[i].from_alt]))
    for i in found:
        if pieces[i].from_alt and i not in telling:
            continue
        if top - _ABOVE <= i <= reach and _is_own(pieces[i], within=body[0] <= i <= body[-1]):
            out.append(i)
            if i > body[-1] and "figcaption" in pieces[i].tags:
                reach = i + _NEXT
    return out


def _telling(draft: Draft, some: list[int]) -> list[int]:
    """Of alternative texts those that say what is on a picture: not the words for search engines, the file's name, the headline."""
    heads = _NUMBER.sub("", "".join(squash(p.text) for p in draft.labelled("headline")))
    said = {i: _NUMBER.sub("", squash(draft.pieces[i].text)) for i in some}
    counts = Counter(said.values())
    return [
        i
        for i in some
        if counts[said[i]] < _AGAIN
        and not (draft.pieces[i].text.islower() and draft.pieces[i].text[-1:].isalnum())
        and not (
            said[i] in heads or (len(heads) > _HEAD and heads in said[i] and 2 * len(heads) > len(said[i]))
        )
    ]


def _is_own(piece: Piece, *, within: bool) -> bool:
    """A link is a teaser, but for a picture within the text that can be enlarged; a byline or a date may share the box."""
    if piece.link_share >= 0.5 and not (within and "figcaption" in piece.tags):
        return False
    if _CONTROL.fullmatch(piece.text.strip()):
        return False
    return not is_byline(piece.text) and not (weight(piece.text) <= _STAMP and is_stamp(piece.text))


def _printed(pieces: list[Piece], i: int) -> bool:
    """An alternative text whose picture has a printed caption is none itself."""
    beside = [*pieces[max(0, i - 2) : i], *pieces[i + 1 : i + 3]]
    return pieces[i].from_alt and any(p.label == "caption" and not p.from_alt for p in beside)
