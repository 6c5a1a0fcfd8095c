"""The credit at the end of a caption, or in a line of its own below it, by the word for a picture or a source in some forty languages.

``Quelle: dpa`` says within a figure whose the picture is. Of a chart it says where the numbers are from; so behind a word for
a source there has to be an agency, somebody's name beside a firm's, or a word such as *private*.
"""

import re

from pipelines.clean.captions import are_makers, names_agency
from pipelines.clean.credits import AGENCIES, is_shown
from pipelines.clean.names import person_like
from pipelines.clean.shapes import weight

_PICTURES = (
    r"photo(?: credit| source|graph|graphe|graphie)?|picture(?: credit)?|image(?: credit| source)?|credit|courtesy|"
    r"(?:archiv|symbol|beispiel|bei)?(?:bild|foto)(?:quelle|nachweis|rechte)?|grafik|crédits?(?: photo)?|crèdits?|créditos?|crediti|fotografía|fotografia|imagen|imagem|immagine|"
    r"beeld|kuva|fotó|fotoğraf|fotograf|fotografie|sursa foto|zdjęcie|fot\.?|zdj\.|snímek|ilustrace|фотографія|фотография|ілюстрація|φωτο(?:γραφία)?|φωτό|צילום|צילומים|תמונה|"
    r"تصوير|الصورة|صورة|عکس|图片来源|圖片來源|图源|圖源|图片|圖片|图|圖|摄影|攝影|写真提供|写真|画像|撮影|사진(?: ?제공)?|ảnh|ภาพ|फोटो|ছবি"
)
_SOURCES = (
    r"source|quelle|bron|zdroj|źródło|fonte|fuente|font|forrás|sursă|sursa|izvor|vir|kaynak|källa|kilde|lähde|allikas|avots|šaltinis|източник|извор|источник|джерело|крыніца|πηγή|"
    r"المصدر|مصدر|منبع|מקור|来源|來源|出典|提供|출처|sumber|nguồn|ที่มา|स्रोत|সূত্র"
)
_END = re.compile(
    rf"(?P<gap>[.!?…»”\"’)。！？|/–—-]\s*|[(\[（【]\s?|\s|(?-i:(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])))(?P<credit>(?:(?P<picture>{_PICTURES})|(?P<source>{_SOURCES}))(?:\s?[:：=/]|(?<=\b[Ff]ot\.)|(?<=\b[Zz]dj\.))\s?(?P<who>[^:：=()\[\]（）«»„“”\"]{{2,70}}?))\s*[)\]）】]?\s*[.]?$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"[(\[（]?\s?(?:{_SOURCES})\s?[:：=]\s?(?P<who>[^:：=()]{{2,60}}?)[)\]）]?\.?", re.IGNORECASE
)
_TAKEN = re.compile(
    r"(?:^|(?<=[\s。！？，,（(]))(?P<credit>(?:(?:[\u3400-\u9fff]{2,4}(?:记者|記者)|新华社发|中新社发)[\s（(]*)?[^\W\d_a-zA-Z由是]{2,4}(?:·[\u3400-\u9fff]{2,5})?\s?[摄攝])[)）。]?$"
)
"""``新华社记者 王小明 摄``: took it."""
_MADE = re.compile(
    rf"(?<=[.!?…»”\"])\s+(?P<credit>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’ -]{{4,40}}\s\((?:{AGENCIES}|REUTERS|EL PAÍS|GETTY(?: IMAGES)?)\))\.?$"
)
"""``El muelle, el lunes. JUAN PÉREZ (EFE)``."""
_SIGN = re.compile(r"[:：=/摄攝(]|[Ff]ot\.|[Zz]dj\.")
_TAIL = 100
_PRIVATE = re.compile(
    r"priva(?:te?|do|to)|facebook|instagram|x|twitter|youtube|telegram|tiktok|wikimedia|wikipedia|pixabay|unsplash|flickr|handout|"
    r"(?:screenshot|captura|social media|redes sociales|redes sociais).*",
    re.IGNORECASE,
)


def closing(text: str) -> str | None:
    """The credit at the end of a caption; None where there is none.

    >>> closing("Die Brücke am Morgen. Quelle: dpa"), closing("The ships of each year. Source: Harbour Office")
    ('Quelle: dpa', None)
    """
    near = max(0, len(text) - _TAIL)
    if not _SIGN.search(text, near):
        return None
    if taken := _TAKEN.search(text, near):
        return taken["credit"].strip()
    if made := _MADE.search(text, near):
        return made["credit"]
    while found := _END.search(text, near):
        who = found["who"].strip()
        if _follows(found) and (are_makers(who) if found["picture"] else _is_source(who)):
            return found["credit"].strip()
        near = found.start("credit")  # another may stand within it: ``Źródło: PAP / Fot. Ida Holm``
    return None


def _follows(found: re.Match[str]) -> bool:
    """Behind a sign the word may stand as it likes; within a line it begins with a capital, as none in a sentence does."""
    first = found["credit"][0]
    return bool(found["gap"].strip()) or not (
        first.islower() or is_shown(found.string, found.start("credit"))
    )


def is_source(text: str) -> bool:
    """Whether a line within a figure names the picture's source, and nothing else.

    >>> is_source("Zdroj: ČTK"), is_source("Source: Harbour Office")
    (True, False)
    """
    found = _ALONE.fullmatch(text.strip()) if weight(text) <= _TAIL and _SIGN.search(text) else None
    return found is not None and _is_source(found["who"].strip())


def _is_source(who: str) -> bool:
    if not are_makers(who):
        return False
    firm, _, person = who.partition("/")
    signed = bool(person) and (person_like(person.strip()) or person_like(firm.strip()))
    return names_agency(who) or signed or _PRIVATE.fullmatch(who) is not None
