"""Picture credits: seen, taken apart, and parted from a caption glued to them."""

import re
from collections.abc import Sequence
from functools import lru_cache

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
    "時事通信社|時事通信|時事|ロイター|路透社|法新社|美联社|연합뉴스|뉴시스|뉴스1|رويترز|أ ف ب|فرانس برس|أسوشيتد برس|الأناضول"
)
_AGENCY = re.compile(rf"(?<![^\W_])(?:{AGENCIES})(?![^\W_])")
_PERSONAL = frozenset(("Petra", "Bloomberg", "Keystone", "REX", "MAP", "TAP", "SPA", "MENA", "Zuma"))
"""Those that are names of people, or words, too."""
_HEAD = re.compile(r"(?<![^\W_])[^\W_]{1,3}")
AGENCY_NAMES = frozenset(AGENCIES.casefold().split("|"))
_NAMED = frozenset(head[0] for name in AGENCIES.split("|") if (head := _HEAD.match(name)))
"""The first three letters of their names."""
_LONGEST = 90
"""Weight up to which what begins as a credit is one, though it ends as a sentence does."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGN = re.compile(r"^\W*(?:©|\(c\)\s|&copy;|Ⓒ|ⓒ)", re.IGNORECASE)
_LEAD = re.compile(
    r"^\W*(?:©|\(c\)|Ⓒ|ⓒ)\s*|^[^\W\d_]{2,14}(?:\s[^\W\d_]{1,14})?\s?[:：=]\s*|^(?:photo|image|picture) (?:by|from|courtesy of)\s+|^(?:image|photo) source,\s*|^credit\s?\.\.\.\s*|^(?:fot|zdj)\.\s*|^(?:photos?|fotos?|bild|image|picture|beeld|imagem|kuva)\s+(?-i:(?=[A-ZÀ-ÖØ-Þ]))",
    re.IGNORECASE,
)
_GLUE = re.compile(r"(?<=[a-zà-öø-ÿß-ɏа-яёα-ωά-ώ])(?=[A-ZÀ-ÖØ-ÞА-ЯЁΑ-Ω])|(?<=[\])])(?=[^\W\d_])")
_CAPITALS = re.compile(r"(?<=[A-ZÀ-ÖØ-Þ]{3})(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’'])|(?<=\d{4} [-–—])(?=[A-ZÀ-ÖØ-Þ])")
"""Behind a name in capitals, of which a caption's first letter is one more; behind a year and a dash."""
_PARTICLE = re.compile(
    r"(?:\b(?:Mc|Mac|De|Di|Du|Le|La|Lo|Van|Von|Fitz|O|D|St|Al|El|Ben|Abu|iP|You|Face|Insta)|[a-z]TV)$"
)
_BETWEEN = re.compile(r"\s*(?:/|\||,|;| via | - | – |·|•| \. |・|／)\s*")
_AT_END = re.compile(
    r"(?<=[\s.!?»\"”)|])((?:©|\([cC]\)|(?i:photo|photos|photograph|pictures?|foto|fotos|bild|image|imagen|immagine|zdjęcie|crédit photo|photo credit|фото|צילום|تصوير|写真|写真提供|图片来源|사진|फोटो)\s?[:：])[^:：]{2,70})$|"
    r"[(（]((?i:photo by|photo|picture|foto|bild|фото|image)\s?[:：]?\s[^()（）]{2,60})[)）]\W*$|[(（]([^()（）]{2,20}(?:撮影|提供|摄))[)）]\W*$"
)
_NOBODY = frozenset(
    "files archives submitted courtesy contributed contributor file archiv archive archivbild symbolbild symbolfoto pool handout uncredited photo photos foto fotos image bild ljósmynd privat private hersteller zvg ausschnitt prétexte aðsend".split()  # noqa: SIM905
)
"""Says what it is or where it lay, and names nobody."""
_MAKES = re.compile(
    r"^(?:photo(?:graph)?s?|photo illustration|illustrations?|images?|pictures?|fotos?|bild(?:er)?|fotografías?|photographies?) (?:by|von|par|de|por|di|courtesy(?: of)?) (?-i:(?=[^\W\d_a-zß-öø-ÿ]))|^courtesy(?: of)?(?: |$)",
    re.IGNORECASE,
)
_MADE = re.compile(r"\s?(?:撮影|提供|[摄攝])$")
"""Took it, gave it."""
_OF_AGENCY = re.compile(r"(?:(新华社|新華社|中新社)(?:[发發]|记者|記者)|(?:本[报報])?(?:记者|記者))[\s（(]*")
_BEFORE = re.compile(
    r"\b(?:im|beim|zum|vom|dem|das|diesem|in|na|nella|en la|op de|sur la|на)\s$", re.IGNORECASE
)
"""Before ``Bild: Ida Holm`` where a sentence goes on, and tells who is on the picture."""
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{2,60})[)）]\W*$")
_BEHIND_STOP = re.compile(r"[.!?]\s+([^.!?]{2,60})$")
"""Where an agency may stand without a word that says what it did."""
_FILED = re.compile(r"\s(?:files?|archives?|pool|handout)$", re.IGNORECASE)
_KIND = re.compile(
    r"(?<=[\w.!?’”\"])\s((?:Submitted|Courtesy|Contributed|Provided|Staff|File) [Pp]hoto|Photo (?:provided|submitted|contributed)(?: by [^.]{3,40})?)\.?$"
)
"""How local papers sign a picture that they were given."""
_NAME = re.compile(r"^[^\W\d_][^\d|:;!?]{1,60}$")
_BESIDE = re.compile(
    r"^via\s+|(?<=[^\W\d_]\s)(?P<last>(?!(?:Institute|Cent(?:er|re)|Council|Foundation|Society|Department|Office|School|Agency)\b)[^\W\d_a-zß-öø-ÿ][\w.'’-]+)\s+for\s+(?:the\s+)?[^\W\d_a-zß-öø-ÿ].*$"
)
"""``via Getty Images``; ``Ida Holm for the Bote``."""
_FORM = re.compile(r"(?:Inc|Ltd|LLC|Corp|Co|GmbH|AG|SE)\.?")
_HOUSE = re.compile(
    r"(?i:\b(?:images?|pictures?|photos?|media|medien|agency|agentur|ajansı|agence|agencia|archives?|museum|holding|music|records|gmbh|ag|se|ltd|limited|inc|corp|llc|b\.?v|verlag)\.?)$|\b(?:UK|USA|TV|(?:Adobe|i)\s?Stock)$"
)
"""How the name of a house ends, which took no picture itself."""

_STOCK = (
    r"(?:getty ?images|getty|i ?stock(?: ?photos?)?|adobe ?stock|fotolia|deposit ?photos|dreamstime|shutterstock|pexels|pixabay|unsplash|flickr|freepik|"
    r"wikimedia(?: commons)?|canva|picture[- ]?alliance|photothek|redux|polaris|magnum)(?:\.(?:com|de|org))?"
)
_IS_STOCK = re.compile(_STOCK, re.IGNORECASE)
"""Who keeps pictures of many makers."""
_FROM_STOCK = re.compile(
    rf"\s(?:from|via|on|at|von|bei|auf|by|de|sur|en|su|op)\s(?={_STOCK}(?![^\W_]))", re.IGNORECASE
)
_THANKS = re.compile(
    r"^(?:mit freundlicher genehmigung (?:von|der|des)|con permiso de|avec l['’]aimable autorisation d[eu]|by courtesy of|courtesy(?: of)?|used with permission of)\s+",
    re.IGNORECASE,
)
_FEW = 3
"""Words up to which a bracket says who or when, and not what is to be seen."""
_SHOWN_BEHIND = re.compile(r"\s?\([^()]*\d[^()]*\)?$")
"""``Bild: Tesla (the quay in 2022)``: what is on it, and when."""


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
    return weight(text) <= _LONGEST and _signed(text)


def _signed(text: str) -> bool:
    # no letter comes before the sign, and most lines begin with one
    return not text[:1].isalpha() and _SIGN.match(text) is not None


def is_of_house(text: str) -> bool:
    """Whether a credit names a year or a company, as the © in a page's foot does.

    >>> is_of_house("© 2024 Bote"), is_of_house("© Holm Media GmbH"), is_of_house("© Ida Holm")
    (True, True, False)
    """
    return _YEAR.search(text) is not None or _HOUSE.search(text.rstrip(". ")) is not None


@lru_cache(maxsize=8192)
def begun(text: str) -> bool:
    """Whether a line begins as a credit does, whatever comes behind that."""
    return _signed(text) or begins(text, words.CREDIT)


def is_led(text: str) -> bool:
    """Whether a line begins with the word for a picture or its maker, as a credit does.

    >>> is_led("Foto: Ida Holm"), is_led("Two AA Batteries")
    (True, False)
    """
    return weight(text) <= _LONGEST and begins(text, words.CREDIT)


def _credits(text: str) -> bool:
    if begun(text):
        return _signed(text) or weight(text) <= _LONGEST or not stops(text)
    if weight(text) > 60 or _NAMED.isdisjoint(_HEAD.findall(text)):  # the pattern is ten times as slow
        return False
    bare = text.strip("()[] ")
    return not stops(bare) and _agency(bare) is not None and _only_names(bare)


def _agency(text: str) -> re.Match[str] | None:
    """The first agency of a credit."""
    return next((found for found in _AGENCY.finditer(text) if not _names_person(text, found)), None)


def _names_person(text: str, agency: re.Match[str]) -> bool:
    """Whether what may be an agency runs on from or into other words: ``Petra Lindqvist``, ``Michael Bloomberg``."""
    beside = text[: agency.start()].rstrip()[-1:] + text[agency.end() :].lstrip()[:1]
    return agency[0] in _PERSONAL and any(map(str.isalpha, beside))


def _only_names(text: str) -> bool:
    """Agencies, names and separators: no word of more than three letters begins small."""
    parts = [p.split() for p in _BETWEEN.split(_AGENCY.sub("/", text)) if p.strip()]
    return len(parts) <= 3 and all(len(words) <= 4 and _name_like(words) for words in parts)


def _name_like(words: list[str]) -> bool:
    if any(len(w) > 3 and w[-1] in ".:!?" and "." not in w[:-1] for w in words):
        return False
    cased = [w for w in words if w[0].lower() != w[0].upper()]
    if not cased:  # letters without case tell a name by nothing but its length
        return len(words) <= 2 and not any(sign in word for word in words for sign in "。：、！？")
    return words[0][0].isupper() and all(w[0].isupper() or len(w) <= 3 for w in cased)


def trailing(text: str) -> str | None:
    """The credit at the end of a caption; None where there is none.

    >>> trailing("The quay. Photo: Ida Holm/dpa"), trailing("The quay (AP Photo/Ida Holm)"), trailing("A photo of Ida")
    ('Photo: Ida Holm/dpa', 'AP Photo/Ida Holm', None)
    >>> trailing("The quay. Ida Holm/Reuters files"), trailing("Ida Holm on the quay Submitted photo")
    ('Ida Holm/Reuters files', 'Submitted photo')
    """
    if found := _AT_END.search(text):
        credit = next(part for part in found.groups() if part).strip()
        return None if found[1] and is_shown(text, found.start(1)) else credit
    found = _IN_BRACKETS.search(text) or _BEHIND_STOP.search(text) or _KIND.search(text)
    if found is None or "@" in found[1]:
        return None
    said = found[1].strip()
    named = _agency(said) is not None and _only_names(_FILED.sub("", said))
    return said if named or found.re is _KIND else None


def is_shown(text: str, at: int) -> bool:
    """Whether the word for a picture that stands there is one of a sentence, behind which comes who is to be seen.

    >>> is_shown("Op de foto: Ida Holm", 6), is_shown("The quay. photo: Ida Holm", 10), is_shown("Im Bild: Ida Holm", 3)
    (True, False, True)
    """
    if text[at].islower():
        return text[at - 1 : at].isspace() and text[:at].rstrip()[-1:].isalpha()
    return _BEFORE.search(text[:at]) is not None


def parse_credit(text: str) -> Credit:
    """Agency, photographer and year, as far as the print tells them apart.

    >>> c = parse_credit("© Nordbild 2021 Ida Holm"); c.agency, c.photographer, c.year
    ('Nordbild', 'Ida Holm', 2021)
    >>> c = parse_credit("Nordbild/Ida Holm"); c.agency, c.photographer
    ('Nordbild', 'Ida Holm')
    >>> c = parse_credit("Photograph: Ida Holm for the Bote"); c.agency, c.photographer
    (None, 'Ida Holm')
    >>> c = parse_credit("Photograph by Ida Holm"); c.agency, c.photographer
    (None, 'Ida Holm')
    >>> c = parse_credit("(Foto: Fjord Images)"); c.agency, c.photographer
    ('Fjord Images', None)
    >>> c = parse_credit("Foto: Ida Holm/dpa"); c.agency, c.photographer, c.year
    ('dpa', 'Ida Holm', None)
    """
    rest = _unled(text)
    rest = _OF_AGENCY.sub(lambda m: f"{m[1]} / " if m[1] else "", _MADE.sub("", rest))
    rest = _FROM_STOCK.sub(" / ", _THANKS.sub("", _unshown(rest)))
    found = _YEAR.search(rest)
    year = int(found[0]) if found else None
    known = _agency(rest)
    agency = known[0].removesuffix(" Photo") if known else None
    if known:
        rest = rest[: known.start()] + " / " + rest[known.end() :]
    elif found and rest[: found.start()].strip(" ,/|."):
        agency = rest[: found.start()].strip(" ,/|.")
        rest = rest[found.end() :]
    rest = _YEAR.sub(" / ", rest)
    parts = [_BESIDE.sub(lambda m: m["last"] or "", p.strip(" ,.-–()/")) for p in _BETWEEN.split(rest)]
    parts = [_MAKES.sub("", part) for p in parts for part in ([p] if ")" in p else p.split(" ("))]
    parts = [p for p in parts if _NAME.match(p) and not _is_nobody(p)]
    agency = agency or next((p for p in parts if p.casefold() in AGENCY_NAMES), None)
    parts = [p for p in parts if p.casefold() not in AGENCY_NAMES and not _FORM.fullmatch(p)]
    houses = [p for p in parts if _HOUSE.search(p) or _IS_STOCK.fullmatch(p)]
    parts = [p for p in parts if p not in houses]
    agency = agency or next(iter(houses), None)
    if agency is None and len(parts) > 1:
        agency = _agency_of(parts, signed=_SIGN.match(text) is not None)
        parts.remove(agency)
    if agency is None and parts and len(parts[0].split()) == 1 and parts[0].isascii():
        agency = parts.pop(0)
    # in capitals it is a second house by its initials
    named = [p for p in parts if agency is None or " " in p or not p.isupper()]
    return Credit(text=text, agency=agency, photographer=named[0] if named else None, year=year)


def _agency_of(parts: Sequence[str], *, signed: bool) -> str:
    """Which of several unknown names is the agency's: the one that is a single word; of houses by their initials the first."""
    single = [p for p in parts if len(p.split()) == 1]
    if len(single) == 1 or (single and all(map(str.isupper, single))):
        return single[0]
    return parts[0] if signed else parts[-1]


def _unshown(credit: str) -> str:
    """Without what is said in brackets of the picture: several words, and no agency."""
    found = _SHOWN_BEHIND.search(credit)
    shows = found is not None and len(found[0].split()) > _FEW and _agency(found[0]) is None
    return credit[: found.start()] if found and shows and found.start() else credit


def _is_nobody(name: str) -> bool:
    return name.casefold().rstrip(".").removesuffix(" photo") in _NOBODY


def _unled(text: str) -> str:
    """A credit without the word or the sign that begins it, and without brackets around it."""
    bare = text.strip().strip("[]")
    rest = _LEAD.sub("", bare, count=1)
    return (_LEAD.sub("", bare.strip("( )"), count=1) if rest == bare else rest).strip("()[] ")


def is_label(text: str) -> bool:
    """Whether a credit is the word for it and nothing else: the name stands elsewhere, or nowhere.

    >>> is_label("Image:"), is_label("(Bild: )"), is_label("(Bild: dpa)")
    (True, True, False)
    """
    return not any(map(str.isalpha, _unled(text))) or text.rstrip(" )").endswith((":", "："))


def glue_point(text: str, captions: frozenset[str] = frozenset()) -> int | None:
    """Where a caption was glued to a credit, as an index into the line.

    A caption known from elsewhere in the document decides; else a small letter that runs into a capital one, or
    a change of script.

    >>> line = "© Nordbild 2021 Ida HolmEin Kran im Hafen"
    >>> line[glue_point(line):]
    'Ein Kran im Hafen'
    >>> line = "© Nordbild 2021 IDA HOLMEin Kran im Hafen"
    >>> line[glue_point(line):]
    'Ein Kran im Hafen'
    """
    if len(text) > 600 or not begun(text):
        return None
    for caption in sorted(captions - {text}, key=len, reverse=True):
        at = text.rfind(caption)
        if at > 2 and at + len(caption) >= len(text) - 2:
            return at
    for match in _GLUE.finditer(text):
        if not _PARTICLE.search(text[: match.start()]) and len(text) - match.start() > 8:
            return match.start()
    if _signed(text) and (found := _CAPITALS.search(text)) and len(text) - found.start() > 8:
        return found.start()
    return _script_change(text)


def _script_change(text: str) -> int | None:
    if len(scripts(text)) < 2:
        return None
    latin = re.match(r"[^\w]*[\dA-Za-zÀ-ɏ\s.,/&|'’-]+", text)
    if latin and 4 < latin.end() < len(text) - 3 and len(scripts(text[latin.end() :])) == 1:
        return latin.end()
    return None
