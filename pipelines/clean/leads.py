"""The words of a byline that lead to its names: ``By``, ``Scritto da``, ``De notre correspondante à Berlin,``."""

import re
from functools import lru_cache

from pipelines.clean import words
from pipelines.clean.cues import phrases

CAPITAL = r"(?=(?-i:[^\W\d_a-zß-öø-ÿа-яё]))"
"""What follows begins with a capital letter, or with one of a script without them."""
_WRITTEN = (
    r"posted|submitted|written|published|words|text|story|article|reporting|report|blog ?post|commentary|analysis|opinion|interview|"
    r"eine? (?:gast)?(?:artikel|kolumne|beitrag|kommentar|analyse|reportage|bericht|essay|interview|porträt|rezension|kritik|glosse|leitartikel)|gastbeitrag|gastkommentar|beitrag|artikel|kolumne|"
    r"text und fotos|blog beitrag|verfasst|geschrieben|gepostet|erstellt|veröffentlicht|eingestellt|"
    r"(?:un[ae]? )?(?:análisis|crónica|reportaje|analyse|enquête|chronique|tribune|billet)|propos recueillis|publié|posté|proposé|soumis|écrit|rédigé|"
    r"escrito|publicado|postado|enviado|texto|scritto|pubblicato|postato|geplaatst|gepost|geschreven|tekst|skrevet|skriven|publisert|publicerad|postet|postad|"
    r"guest (?:post|column|essay|opinion)|(?:story|text|words|article|report) (?:and|&) (?:photos|pictures|video)|(?:photos?|pictures|video) (?:and|&) (?:story|text|words)|recipe|reported|contributed|compiled|as told|post author|medically|mehr|alles|alle artikel|more|all posts|all articles|posts|view all posts|articles|view all articles|other posts|zeige alle artikel"
)
_OUR = (
    r"(?:(?:von|aus) unser(?:er|em|en)|(?:de|par) (?:notre|nos)|da(?:l|lla|i|lle) nostr[oaie]|(?:de|por) nuestr[oa]s?|(?:d[oa]|por) noss[oa]|van onze|(?:by|from) our(?: own)?)"
    r" (?:[^\W\d_]*(?:redakteur|korrespondent|reporter|mitarbeiter|volontär|autor|correspond|corrispond|corresponsal|journalist|redacteur|redactor|redattor|verslagge|medewerk|repórter)[^\W\d_]*"
    r"|(?:envoyé|inviat|enviad)[^\W\d_]*(?: [eé]?speci?[aá]l?[^\W\d_]*)?)"
)
_IN = r"(?: (?:in|aus|à|au|aux|en|a|da|em) [^,:\n]{2,30}(?=[,:]))?"
_LED = re.compile(
    r"^\W*(?:posted|submitted|published|written|veröffentlicht|erstellt|publié|publicado|geschrieben)\s+(?:on|am|le|el|at)\b[^\n]{3,40}?\b(?:by|von|par|por)\s+"
    rf"|^this (?:guest )?(?:post|article|story|piece|essay|report|blog) (?:was|is|has been) (?:originally )?(?:written|contributed|authored) by\s+{CAPITAL}"
    rf"|^{_OUR}{_IN}\s*[,:]?\s+{CAPITAL}"
    rf"|^aus (?-i:[A-ZÄÖÜ])[^\n,:]{{1,30}}? bericht(?:et|en)\s+{CAPITAL}"
    r"|^\W*(?:scritto|pubblicato|inserito|inviato|postato|articolo)\s+(?:da|di)\s*[:：]?\s+|^a cura d(?:i|el|ella|ello)\s*[:：]?\s+|^(?:scris|publicat|postat)\s+de\s+|^(?:publicat|escrit)\s+per\s+"
    r"|^(?:di(?:post(?:ing|kan)|poskan|tulis|kirim|unggah)\s+)oleh\s*[:：]?\s+|^oleh\s*[:：]\s*|^投稿者\s*[:：]?\s*"
    r"|^γράφ(?:ει|ουν)\s*[:：]?\s+(?:(?:ο|η|οι)\s+)?"
    rf"|^(?:написано|опубликовано|опубликовал[аи]?|написал[аи]?|опубліковано|публикувано от)\s*[:：]?\s+{CAPITAL}"
    rf"|^\W*(?:(?:{_WRITTEN})\s+)?"
    r"(?:by|von|vom|par|por|di|door|av|af|от|из|from)(?:\s*[:：]\s*|\s+)"
    r"|^(?-i:By|BY|Von|Par|Por|Door)(?=(?-i:[A-ZÀ-ÖØ-Þ])[^\W\d_]+\s)"
    r"|^\W*(?:authors?|autor(?:in|en|es|[/*:_-]{1,2}in(?:nen)?)?|auteure?s?|autore|forfatter|författare|skribent|автор|авторы|yazar|yazan|haber|muhabir|hazırlayan|penulis|tác giả|text|texte|testo|tekst|foto und text|posted by|reporter|redaktion|opinion|meinung|kommentar|about the author|über den autor|interview|quelle|source|fuente|fonte|bron)\s*[:：]\s*"
    r"|^(?:texto|entrevista|crónica|reportaje|reportagem|colaboró|colaborou|tribune|billet|enquête)(?: d[eo]| (?=(?-i:[A-ZÀ-Þ])))\s*(?=(?-i:[A-ZÀ-Þ])[^\W\d_]+ (?-i:[A-ZÀ-Þ]))"
    r"|^\W*(?:author|autor(?:in)?(?:\s*/\s*autor(?:in)?)?|written by|posted by)\s+(?=(?-i:[A-ZÀ-ÖØ-Þ]))"
    r"|^(?:about|über)\s+(?=(?-i:[A-ZÀ-ÖØ-Þ])\w+ (?-i:[A-ZÀ-ÖØ-Þ])\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\s:：/・]$")
"""Phrases behind which the name may follow without a space."""
_GOES_ON = frozenset("部局長会委")
_BARE = re.compile(
    r"\W*(?:by|von|vom|par|por|di|door|av|af|от|из|(?:.* )?from|(?:more|mehr|alles?|all|about|über|view|other|zeige)\b.*)\s*",
    re.IGNORECASE,
)
"""Nothing but a word that begins sentences as well, or what leads to a list of articles."""


def leads(text: str) -> bool:
    """Whether a line begins as a byline does."""
    return unled(text) != text.strip()


def leads_surely(text: str) -> bool:
    """Whether the words before the names say that somebody wrote it: ``Posted by``, ``Autor:``, but not ``By`` alone."""
    text = text.strip()
    lead = text[: len(text) - len(unled(text))]
    return bool(lead) and _BARE.fullmatch(lead) is None


@lru_cache(maxsize=4096)
def unled(text: str) -> str:
    """A byline without the words that lead to the names.

    >>> unled("Ein Artikel von Ida Holm"), unled("文/李明"), unled("Vonda Holm"), unled("Авторитет")
    ('Ida Holm', '李明', 'Vonda Holm', 'Авторитет')
    """
    text = text.strip()
    if found := _LED.match(text):
        return text[found.end() :].strip()
    if text[:1].isascii():
        return text
    low = text.casefold()
    begun = (p for p in phrases(words.BYLINE).first if low.startswith(p))
    lead = max((p for p in begun if _ends(p, low)), key=len, default="")
    return text[len(lead) :].lstrip(" :：︱丨｜") if lead else text


def _ends(phrase: str, low: str) -> bool:
    """Whether the phrase is more than the beginning of a word: ``編集部`` is a desk, ``記者会見`` a press conference."""
    following = low[len(phrase) : len(phrase) + 1]
    return following not in _GOES_ON if _JOINED.search(phrase) else not following.isalpha()
