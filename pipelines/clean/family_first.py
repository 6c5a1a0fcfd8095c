"""Bylines with the last name first, as libraries and exports write them: ``HOLM, Ida (AP)``, ``Author: Holm, Ida; Ek, Bo``.

The same signs part two people, and a town from its country; so either the line says that it names writers, or the last name is in
capitals, an agency stands behind it, and nothing in it is a place.
"""

import re
from functools import lru_cache

from pipelines.clean.cities import CITIES, DAYS
from pipelines.clean.credits import AGENCIES
from pipelines.clean.months import MONTHS
from pipelines.clean.names import is_desk
from pipelines.clean.places import known
from pipelines.clean.shapes import weight

_LONGEST = 140
_LEAD = re.compile(
    r"\W*(?:(?P<sure>authors?|author\(s\)|autor(?:in|en|es|as)?|auteure?s?|autor[ei]|auteur\(s\)|credit|schrijver|автор)\s*[:：]|by\s?[:：]|by\s)\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"by-?line\s?:\s*(?:by\s)?(?=[A-ZÀ-ÖØ-Þ])", re.IGNORECASE)
_AGENCY = re.compile(
    rf"\s*[(\[]\s?(?P<agency>{AGENCIES}|REUTERS)\s?[)\]]\s*$|\s*[,/]\s?(?P<other>{AGENCIES}|REUTERS)\s*$"
)
_SHOUTED = r"(?:(?:van|von|de|der|den|di|da|del|la|le|el|al)\s)*[A-ZÀ-ÖØ-ÞŁŠŽČĆĐ]['’]?[A-ZÀ-ÖØ-ÞŁŠŽČĆĐ]+(?:[ -][A-ZÀ-ÖØ-ÞŁŠŽČĆĐ'’]{2,})*"
_SPOKEN = r"[A-ZÀ-ÖØ-ÞŁŠŽČĆĐ][^\W\d_]*(?:['’-][^\W\d_]+)?"
_GIVEN = rf"{_SPOKEN}\.?(?:[ -]{_SPOKEN}\.?){{0,2}}"
_PERSON = re.compile(rf"(?P<family>{_SHOUTED}),\s?(?P<given>{_GIVEN})")
_ANY = re.compile(
    rf"(?P<family>(?:(?:van|von|de|der|den|di|da|del|la|le|el|al)\s)*{_SPOKEN}),\s?(?P<given>{_GIVEN})"
)
_PARTED = re.compile(r"\s*;\s*|\s+(?:and|&|und|et|y|e|en|og|och|i)\s+", re.IGNORECASE)
_LANDS = """
afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei
bulgaria burkina burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus denmark djibouti ecuador egypt england eritrea estonia eswatini ethiopia fiji finland france gabon
gambia georgia germany ghana greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya
kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco mongolia
montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda
samoa scotland senegal serbia seychelles singapore slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkmenistan
uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam wales yemen zambia zimbabwe gaza crimea donbas siberia kashmir tibet catalonia bavaria sicily
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba saskatchewan
ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo
new north south west east central united republic islands island strip bank
deutschland österreich schweiz frankreich italien spanien polen ukraine russland türkei francia españa italia alemania rusia turquía méxico méjico perú brasil allemagne espagne italie russie ukraine liban
"""
_PLACES = frozenset(_LANDS.split()) | DAYS | MONTHS.keys()


def spoken(text: str) -> str:
    """The line with the first names first; any other line as it is.

    >>> spoken("HOLM, Ida (AP)"), spoken("Author: Holm, Ida; Ek, Bo"), spoken("LONDON, England (AP)")
    ('By Ida Holm (AP)', 'Author: Ida Holm; Bo Ek', 'LONDON, England (AP)')
    """
    return text if ("," not in text and ":" not in text) or weight(text) > _LONGEST else _spoken(text)


@lru_cache(maxsize=2048)
def _spoken(text: str) -> str:
    if label := _BYLINE.match(text):
        return spoken(f"By {text[label.end() :]}")
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    signed = _AGENCY.search(rest)
    listed = (rest[: signed.start()] if signed else rest).strip(" .")
    if lead is None and signed is None:
        return text
    people = _turned(listed, sure=lead is not None and lead["sure"] is not None, led=lead is not None)
    if not people:
        return text
    agency = f" ({signed['agency'] or signed['other']})" if signed else ""
    return f"{text[: lead.end()] if lead else 'By '}{'; '.join(people)}{agency}"


def _turned(listed: str, *, sure: bool, led: bool) -> list[str]:
    """Everybody in a list, the first name first; empty where one of them may be somebody or something else."""
    parts = [part for part in _PARTED.split(listed) if part]
    shouted = [_PERSON.fullmatch(part) for part in parts]
    found = shouted if all(shouted) else [_ANY.fullmatch(part) for part in parts] if sure else []
    people = [(m["family"], m["given"]) for m in found if m]
    if not people or len(people) < len(parts):
        return []
    if not (led and all(shouted)) and any(map(_is_place, people)):
        return []
    if any(is_desk(word, frozenset()) for person in people for word in person):
        return []
    return [f"{_cased(given)} {_cased(family)}" for family, given in people]


def _is_place(person: tuple[str, str]) -> bool:
    family, given = person
    words = re.findall(r"[^\W\d_]+", given.casefold())
    cities = family.casefold() in CITIES or known(family.title()) or known(given)
    return cities or not _PLACES.isdisjoint(words)


def _cased(name: str) -> str:
    return " ".join(w.title() if w.isupper() and len(w.strip(".")) > 1 else w for w in name.split())
