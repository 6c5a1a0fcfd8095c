"""Picture credits: seen, taken apart, and parted from a caption glued to them."""

import re

from pipelines.clean import words
from pipelines.clean.cues import begins, cue
from pipelines.clean.shapes import scripts, stops, weight
from pipelines.record import Credit

AGENCIES = (
    "Agence France-Presse|Associated Press|Thomson Reuters|Getty Images|AP Photo|picture alliance|Bloomberg|"
    "Reuters|AFP|AP|dpa|EFE|ANSA|EPA|TASS|Xinhua|Kyodo News|Kyodo|Jiji Press|Jiji|Yonhap|Keystone|APA|PAP|ČTK|CTK|MTI|Lusa|Belga|ANP|"
    "Ritzau|NTB|TT|Lehtikuva|STT|AAP|PA Media|PA|Sipa|Abaca|Shutterstock|Alamy|imago images|imago|IMAGO|REX|WENN|Zuma|"
    "NurPhoto|Anadolu|AA|IRNA|PTI|ANI|SANA|MAP|APS|TAP|WAM|SPA|Petra|MENA|Agencia EFE|Agencia Brasil|Agência Brasil|"
    "Europa Press|Ukrinform|Interfax|РИА Новости|ТАСС|Интерфакс|Рейтер|新华社|新華社|中新社|共同通信社|共同通信|共同|"
    "時事通信社|時事通信|時事|ロイター|路透社|法新社|美联社|연합뉴스|رويترز|أ ف ب|فرانس برس|أسوشيتد برس|الأناضول"
)
_AGENCY = re.compile(rf"(?<![^\W_])(?:{AGENCIES})(?![^\W_])")
_HEAD = re.compile(r"(?<![^\W_])[^\W_]{1,3}")
_NAMED = frozenset(head[0] for name in AGENCIES.split("|") if (head := _HEAD.match(name)))
"""The first three letters of their names."""
_LONGEST = 90
"""Weight up to which what begins as a credit is one, though it ends as a sentence does."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGN = re.compile(r"^\W*(?:©|\(c\)\s|&copy;|Ⓒ|ⓒ)", re.IGNORECASE)
_LEAD = re.compile(
    r"^\W*(?:©|\(c\)|Ⓒ|ⓒ)\s*|^[^\W\d_]{2,14}(?:\s[^\W\d_]{1,14})?\s?[:：=]\s*|^(?:photo|image|picture) (?:by|from|courtesy of)\s+|^(?:photos?|fotos?|bild|image|picture)\s+(?-i:(?=[A-ZÀ-ÖØ-Þ]))",
    re.IGNORECASE,
)
_GLUE = re.compile(r"(?<=[a-zà-öø-ÿß-ɏа-яёα-ωά-ώ])(?=[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω])|(?<=[\])])(?=[^\W\d_])")
_PARTICLE = re.compile(
    r"(?:\b(?:Mc|Mac|De|Di|Du|Le|La|Lo|Van|Von|Fitz|O|D|St|Al|El|Ben|Abu|iP|You|Face|Insta)|[a-z]TV)$"
)
_BETWEEN = re.compile(r"\s*(?:/|\||,|;| via | - | – |·|•| \. |・|／)\s*")
_NAME = re.compile(r"^[^\W\d_][^\d|:;!?]{1,60}$")


def is_credit(text: str) -> bool:
    """Whether a line is a picture's credit and nothing else.

    >>> is_credit("© Nordbild 2021 Ida Holm"), is_credit("The photo was taken in May by Ida Holm.")
    (True, False)
    """
    if weight(text) > 140 or not _credits(text):
        return False
    found = cue(text)
    return not (found and found[0] == "legal")


def is_signed(text: str) -> bool:
    """Whether a line says whose something is, with the sign for it."""
    return weight(text) <= _LONGEST and _SIGN.match(text) is not None


def is_led(text: str) -> bool:
    """Whether a line begins with the word for a picture or its maker, as a credit does.

    >>> is_led("Foto: Ida Holm"), is_led("Two AA Batteries")
    (True, False)
    """
    return weight(text) <= _LONGEST and begins(text, words.CREDIT)


def _credits(text: str) -> bool:
    if _SIGN.match(text) or is_led(text):
        return True
    if begins(text, words.CREDIT):
        return not stops(text)
    if weight(text) > 60 or _NAMED.isdisjoint(_HEAD.findall(text)):  # the pattern is ten times as slow
        return False
    bare = text.strip("()[] ")
    return not stops(bare) and _AGENCY.search(text) is not None and _only_names(bare)


def _only_names(text: str) -> bool:
    """Agencies, names and separators: no word of more than three letters begins small."""
    parts = [p for p in _BETWEEN.split(_AGENCY.sub("/", text)) if p.strip()]
    return len(parts) <= 3 and all(
        len(p.split()) <= 4 and (p[0].isupper() or not p[0].isascii()) for p in parts
    )


def parse_credit(text: str) -> Credit:
    """Agency, photographer and year, as far as the print tells them apart.

    >>> c = parse_credit("© Nordbild 2021 Ida Holm"); c.agency, c.photographer, c.year
    ('Nordbild', 'Ida Holm', 2021)
    >>> c = parse_credit("Nordbild/Ida Holm"); c.agency, c.photographer
    ('Nordbild', 'Ida Holm')
    >>> c = parse_credit("Foto: Ida Holm/dpa"); c.agency, c.photographer, c.year
    ('dpa', 'Ida Holm', None)
    """
    rest = _LEAD.sub("", text.strip().strip("[]"), count=1).strip("()[] ")
    found = _YEAR.search(rest)
    year = int(found[0]) if found else None
    known = _AGENCY.search(rest)
    agency = known[0] if known else None
    if known:
        rest = rest[: known.start()] + " / " + rest[known.end() :]
    elif found and rest[: found.start()].strip(" ,/|."):
        agency = rest[: found.start()].strip(" ,/|.")
        rest = rest[found.end() :]
    rest = _YEAR.sub(" / ", rest)
    parts = [p.strip(" ,.-–()/") for p in _BETWEEN.split(rest)]
    parts = [p for p in parts if _NAME.match(p)]
    if agency is None and len(parts) > 1:
        single = [p for p in parts if len(p.split()) == 1]
        agency = single[0] if len(single) == 1 else parts[0] if _SIGN.match(text) else parts[-1]
        parts.remove(agency)
    if agency is None and parts and len(parts[0].split()) == 1 and parts[0].isascii():
        agency = parts.pop(0)
    return Credit(text=text, agency=agency, photographer=parts[0] if parts else None, year=year)


def glue_point(text: str, captions: frozenset[str] = frozenset()) -> int | None:
    """Where a caption was glued to a credit, as an index into the line.

    A caption known from elsewhere in the document decides; else a small letter that runs into a capital one, or
    a change of script.

    >>> line = "© Nordbild 2021 Ida HolmEin Kran im Hafen"
    >>> line[glue_point(line):]
    'Ein Kran im Hafen'
    """
    if len(text) > 600 or not (_SIGN.match(text) or begins(text, words.CREDIT)):
        return None
    for caption in sorted(captions - {text}, key=len, reverse=True):
        at = text.rfind(caption)
        if at > 2 and at + len(caption) >= len(text) - 2:
            return at
    for match in _GLUE.finditer(text):
        if not _PARTICLE.search(text[: match.start()]) and len(text) - match.start() > 8:
            return match.start()
    return _script_change(text)


def _script_change(text: str) -> int | None:
    if len(scripts(text)) < 2:
        return None
    latin = re.match(r"[^\w]*[\dA-Za-zÀ-ɏ\s.,/&|'’-]+", text)
    if latin and 4 < latin.end() < len(text) - 3 and len(scripts(text[latin.end() :])) == 1:
        return latin.end()
    return None
