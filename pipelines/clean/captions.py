"""Lines that say what is on a picture, where no markup says that they do: known by the credit that they end with, or by the words that they begin with.

What stands before a credit may be a sentence as good as any of the story. So the credit has to be nothing but the word for a
picture and names, or names of which one is an agency's; of the second kind only above the last sentences of a story, which
agencies sign in the same way.
"""

import re
from typing import NamedTuple

from pipelines.clean.credits import AGENCIES
from pipelines.clean.date_lines import date_line
from pipelines.clean.moments import bare
from pipelines.clean.names import person_like
from pipelines.clean.shapes import sentences, weight

_LONGEST, _SHORT = 420, 12
"""Weights of the longest line with a caption, and of the shortest caption."""
_SENTENCES = 4
_LEADS = (
    r"photo(?:s|graphs?|graphie)?|foto(?:s|ğraf|grafía|grafia)?|fotó|bild(?:er|quelle|nachweis)?|archivbild|archivfoto|symbolbild|symbolfoto|images?|imagen|imagem|immagine|"
    r"pictures?|pics?|photo credit|image credit|picture credit|photo source|image source|credits?|crédits?(?: photo)?|crédito|kuva|beeld|zdj(?:ęcie)?\.?|fot\.|ilustrace|"
    r"фото|φωτο(?:γραφία)?|φωτό|צילום|تصوير|عکس|写真|画像|图片来源|图|圖|사진|ภาพ|ảnh"
)
_LEAD = re.compile(
    rf"(?P<gap>[.!?…»”\"’')\]。！？]\s*[-–—|/(\[]?\s*|\s[|/–—-]\s|\s?[(\[（]\s?|[|]\s?|\s)"
    rf"(?P<credit>(?:(?P<word>{_LEADS})(?P<sign>\s?[:：/=©]\s?|\s+(?:by|von|de|av|af|di|door)\s+|\s+)|(?P<c>©)\s?)(?P<who>[^:：()\[\]]{{2,80}}?))\s*[)\]）]?\.?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    rf"(?<![^\W_])(?:{AGENCIES}|REUTERS|KEYSTONE|BELGA|GETTY IMAGES|prisma|Getty|Privat)(?![^\W_])"
)
_SIGNED = re.compile(
    r"(?P<gap>[.!?…»”\"]\s+[-–—|(]?\s?|\s\|\s)(?P<who>[^.!?:|()]{3,70}(?:\([A-Z]{2,8}\))?)\)?$"
)
"""``… on Monday. JANE DOE / AFP``."""
_ALONE = re.compile(
    rf"(?:{_AGENCY.pattern})\s?/\s?(?P<who>[^/.!?:]{{3,40}})(?:/\s?(?:File Photo|Pool|Handout|Archiv))?"
)
"""``REUTERS/Jane Doe``."""
_FILED = re.compile(
    r"[(\[](?:archiv(?:bild|foto|aufnahme)|symbol(?:bild|foto)|file (?:photo|image|picture)|archive (?:photo|image)|(?:photo|image) (?:d['’]illustration|d['’]archives?|prétexte)|"
    r"(?:foto|imagen) de archivo|(?:foto|imagem) de arquivo|(?:foto|immagine) d['’]archivio|foto di repertorio|zdj\w*\.? (?:ilustracyjne|archiwalne)|archieffoto|"
    r"arkiv(?:bild|foto)|genrebild|arkivbillede|kuvituskuva|arkistokuva|архивное фото|фото из архива|ilustra(?:ční|čné|tivní|čná) (?:foto|snímek|fotografia)|"
    r"illusztráció|arşiv(?: fotoğrafı)?|資料写真|资料图片?|資料圖片|자료사진)[)\]]\.?$",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"다\.\s?(?P<who>(?:(?:AP|AFP|로이터|EPA|신화)[ =·/])?(?:연합뉴스|뉴시스|뉴스1)(?: 제공)?)$"
)
"""``…밝히고 있다. 연합뉴스``: what is on a picture, and the agency that took it."""
_BEGUN = re.compile(
    r"(?:image caption|légende (?:image|de la photo)|pie de foto|bildunterschrift|leyenda|legenda da foto|подпись к фото|alt(?:ernative)?[ -]?text),? ?[,:]\s?\S|alt: \S",
    re.IGNORECASE,
)
_TELLS = re.compile(r"\b[a-z]{3,}\b")
"""Of a line with the day on which a picture was taken, a word that says what is on it: else the line is a date, with a name at most."""
_SHOWS = re.compile(
    r"\w \((?:l\.?|r\.?|M\.|v\. ?l\.(?: ?n\. ?r\.)?|left|right|cent(?:er|re)|links|rechts|Mitte|à gauche|à droite|gauche|droite|izquierda|derecha|izq\.|dcha\.|t\.[vh]\.)\)|"
    r", (?:(?:second|third|fourth) from )?(?:far )?(?:left|right|cent(?:er|re)), (?!(?:and|but|so|or|left|right)\b)|(?:^|[,;] )[Ff]rom (?:left|right)(?: to right)?[,:]|"
    r"(?<!\b[Oo]n )(?<!\bof )(?<!\bfrom )(?<!\buntil )(?<!\bby )(?<!\bsince )(?<!ublished )(?<!pdated )(?<!osted )"
    r"\b(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, (?:19|20)\d\d\b|"
    r"^(?:FILE|File) (?:(?:PHOTO|[Pp]hoto)\s?)?[-–—:] |^File photo\b|^In this (?:[\w.,-]+ ){0,5}(?:photo|image|picture|photograph|frame ?grab|screen ?grab)(?:,| provided| taken| released| by| made| from)\b|"
    r"^(?:An?|This|The) (?:\w+ )?(?:handout|undated|combination|file) (?:\w+ )?(?:photo|image|picture|photograph|satellite image)s?\b.{0,60}\b(?:shows?|showing|released|provided|taken|made|of)\b"
)
"""Where on a picture somebody is; the weekday and the whole date that agencies put in; what picture it is."""
_MAY_SHOW = re.compile(
    r"[(,] ?(?:l|r|M|v|cent|far|second|third|fourth|from|à|gauche|droite|izq|der|dch|t\.)|day, |^(?:FILE|[Ff]ile|In this|An?|This|The|From) "
)
"""Of which each of these has one; quicker to be sought."""
_TELLS_READER = re.compile(
    r"\b(?:you|your|click|tap|select|press|klick\w*|tipp\w*|\w+en Sie|vous|votre|cliquez|usted|haga clic|você|clique|clicca|klik)\b",
    re.IGNORECASE,
)
"""``Choose in the menu (left)``: where something is on a screen."""
_SOURCE = re.compile(
    r"(?:image source|crédit photo|fuente de la imagen|bildquelle|crédito,|источник изображения),\s?\S|credit\s?\.\.\.\s?\S",
    re.IGNORECASE,
)
_NAMED_LEAD = re.compile(r"(?:beeld|imagem|kuva)\s?:?\s(?=[A-ZÀ-ÖØ-Þ])", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:/|\||,|;|&|\bvia\b| - | – | — |·|•|・|／|\b(?:und|and|et|y|e|for|für|pour|para|voor)\b)\s*"
)
_LIST = """
archiv archive archives archivo arquivo archivio handout pool file photo foto privat private divulgação reprodução cedida cortesía courtesy ilustrační illustration stock unsplash
"""
_MADE = frozenset(_LIST.split())
_MAYBE = re.compile(
    r"[Pp]hoto|PHOTO|[Ff]oto|FOTO|[Pp]ic|PIC|[Bb]ild|BILD|[Ii]m(?:ma|a)g|IMAG|[Cc]r[eé]dit|CREDIT|[Kk]uva|[Bb]eeld|[Zz]dj|[Ff]ot\.|[Ii]lustr|[Фф]ото|[Φφ]ωτ|צילום|تصوير|عکس|写真|画像|图|圖|사진|ภาพ|[Ảả]nh|©"
)
"""Of which one is in the end of every line that ends with such a word and names."""
_STOPS = frozenset('.!?…"”»')
_MARKS = re.compile(r"[:：/|()（\[\]©=]")
_PHOTO = re.compile(r"[Pp]hoto|[Ff]oto|FOTO|PHOTO")
"""Of which a sentence has none that ends without a credit; most lines of a story are told by this alone."""
_SIGNS = re.compile(r"[/|()\[\]–—-]")
_TAIL = 130
_LED = re.compile(r"[^\W\d_]{2,14}(?:\s[^\W\d_]{1,14})?\s?[:：=]\s*")
_WORDS = re.compile(r"[^\W\d_]+")
_TELLING = 2
"""Words in small letters that no credit has."""
_MOST_PARTS, _MOST_WORDS = 4, 4
_SHORT_WORD = 3
CREDITED, SHOWN = "ends with a picture's credit", "says what is on a picture"
"""What tells that a line is a caption."""


class Captioned(NamedTuple):
    """A line with a caption, taken apart."""

    credit: str
    """Who made the picture; empty where nobody says."""
    sure: bool
    """Whether no line of a story ends so."""

    @property
    def does(self) -> str:
        """What tells that it is one."""
        return CREDITED if self.credit else SHOWN


def captioned(text: str) -> Captioned | None:
    """The credit with which a line that says what is on a picture ends; None for any other line.

    >>> captioned("The quay on Monday. Photo: Ida Holm / Nordbild").credit, captioned("The quay on Monday. IDA HOLM / AFP").sure
    ('Photo: Ida Holm / Nordbild', False)
    >>> captioned("She was asked for a photo: nobody had one"), captioned("Photo: Ida Holm")
    (None, None)
    """
    if not _SHORT <= weight(text) <= _LONGEST:
        return None
    near = max(0, len(text) - _TAIL)
    if _BEGUN.match(text):
        return Captioned("", sure=True)
    if _MAY_SHOW.search(text) and _shows(text):
        return Captioned("", sure=True)
    if found := _KOREAN.search(text, near):
        return Captioned(found["who"], sure=True)
    if text[-1] in _STOPS and not _is_marked(text[near:]):
        return None
    led, signed = _MAYBE.search(text, near), _SIGNS.search(text, near)
    if not (led or signed) or sentences(text) > _SENTENCES:
        return None
    if signed and _FILED.search(text, near):
        return Captioned("", sure=True)
    found = _LEAD.search(text, near) if led else None
    if found and _is_credit(found) and _is_told(text[: found.start("credit")].strip(" |-–—/([")):
        return Captioned(found["credit"].strip(), sure=True)
    found = _SIGNED.search(text, near) if signed else None
    if found and _is_told(text[: found.start()]) and _is_signed(found["gap"], found["who"]):
        return Captioned(found["who"].strip(), sure=False)
    return None


def _shows(text: str) -> bool:
    """Whether a line says where on a picture somebody is, and does not tell a reader where to click."""
    found = _SHOWS.search(text)
    return (
        found is not None
        and (found["day"] is None or _TELLS.search(text) is not None)
        and sentences(text) <= _SENTENCES
        and _TELLS_READER.search(text) is None
    )


def _is_marked(end: str) -> bool:
    """Whether the end of a sentence has what a credit has; signs alone are sought in a fifth of the time."""
    if _MARKS.search(end):
        return True
    return ("oto" in end or "OTO" in end) and _PHOTO.search(end) is not None


def credited(text: str) -> bool:
    """Whether a line is a picture's credit in a form that no story has: ``REUTERS/Jane Doe``, ``Image source, Nordbild``.

    >>> credited("REUTERS/Jane Doe"), credited("Image source, Nordbild"), credited("Beeld van de week")
    (True, True, False)
    """
    if weight(text) > _TAIL:
        return False
    if _SOURCE.match(text):
        return True
    if found := _ALONE.fullmatch(text):
        return person_like(found["who"].strip())
    lead = _NAMED_LEAD.match(text)
    return lead is not None and are_makers(text[lead.end() :]) and _names_somebody(text[lead.end() :])


def _is_told(caption: str) -> bool:
    """Whether what stands before a credit may be a caption, and no date line."""
    return weight(caption) >= _SHORT and not (date_line(caption) or bare(caption))


def _is_credit(found: re.Match[str]) -> bool:
    """Names behind the word for a picture; without a stop or a sign before that word, surely somebody's."""
    gap, who = found["gap"].strip(), found["who"].strip()
    if not are_makers(who):
        return False
    coloned = found["c"] is not None or found["sign"].strip() != ""
    if gap and gap != ",":
        return coloned or _names_somebody(who) or (gap[-1] in "([（" and who[0].isupper())
    named = found["c"] is not None or (found["sign"].strip() and not found["sign"].strip().isalpha())
    return (
        bool(named) and found["credit"][:1].isupper() and not found[0].endswith(".") and _names_somebody(who)
    )


def _names_somebody(who: str) -> bool:
    return names_agency(who) or any(map(person_like, _parts(who)))


def names_agency(who: str) -> bool:
    """Whether an agency is among the makers of a picture."""
    return _AGENCY.search(who) is not None


def _is_signed(gap: str, who: str) -> bool:
    if any(sign in gap for sign in "-–—|") and _AGENCY.fullmatch(who.strip()):
        return True
    parts = [part for part in re.split(r"\s*[/(]\s*", who.rstrip(")")) if part]
    if len(parts) < 2 or not all(are_makers(part) for part in parts):
        return False
    return any(person_like(part) for part in parts)


def _parts(who: str) -> list[str]:
    return [part for part in _BETWEEN.split(who) if part]


def are_makers(who: str) -> bool:
    """Names of people, agencies and papers, and nothing that goes on as a sentence does."""
    parts = _parts(who)
    return 1 <= len(parts) <= _MOST_PARTS and all(_is_maker(part.split()) for part in parts)


def _is_maker(words: list[str]) -> bool:
    if len(words) > _MOST_WORDS or any(len(w) > _SHORT_WORD and w[-1] in ".!?…" for w in words):
        return False
    if not any(w[0].lower() != w[0].upper() for w in words):
        return len(words) <= 2 and weight("".join(words)) <= 30
    return all(map(_may_name, words))


def _may_name(word: str) -> bool:
    low = word.casefold()
    return word[0].isupper() or len(word) <= _SHORT_WORD or low in _MADE or any(map(str.isdigit, word))


def ended(text: str) -> str | None:
    """The credit at the end of a caption; None where there is none."""
    found = captioned(text)
    return found.credit or None if found else None


def tells(text: str) -> bool:
    """Whether what begins as a credit does says what is on the picture: more than names follow.

    >>> tells("Image: The quay of Millbrook at night (Ida Holm)"), tells("Foto: Ida Holm/dpa"), tells("© Nordbild 2021 Ida Holm")
    (True, False, False)
    """
    lead = _LED.match(text)
    if lead is None:
        return False
    small = [
        w
        for w in _WORDS.findall(_AGENCY.sub("", text[lead.end() :]))
        if w[0].islower() and len(w) > _SHORT_WORD and w.casefold() not in _MADE
    ]
    return len(small) >= _TELLING
