"""Words before the names of a byline that say what somebody did: ``Szerző: …``, ``Übersetzung: …``, ``Tekst: … Foto: …``.

Who wrote, reported, asked or compiled it is its author; who took the pictures, translated or edited it is none.
"""

import re
from functools import lru_cache

from pipelines.clean.credits import AGENCIES

_WRITERS = (
    # English and the languages of Western Europe
    r"guest (?:columnist|author|writer|post|essay)|report(?:ed|ing) by|contributed by|compiled by|written by|words(?: by)?|"
    r"autoři|autor(?:in|en|innen|es|as|a|ka|ky|ki|zy|i|ii)?|gastautor(?:in)?|text(?:e|es|os?)?|"
    r"auteure?s?|rédact(?:eur|rice)s?|propos recueillis par|redactor(?:es|as|a)?|periodista|repórter|giornalista|testo|testi|tekst(?:en)?|"
    r"skribent(?:er)?|författare|reporter(?:ar)?|journalist(?:er|in)?|forfatter|skrevet (?:av|af)|teksti|kirjoittaja|toimittaja|"
    # of its centre, south and east
    r"napisał[aiy]?|opracowa(?:nie|ł|ła)|oprac\.?|rozmawiał[ai]?|napsal[aiy]?|připravil[aiy]?|napísal[ai]?|spracoval[ai]?|szerzők?|írták?|scris de|piše|pišu|napisa(?:o|la|li)|razgovara(?:o|la|li)|pripremi(?:o|la|li)|пише|"
    r"автор(?:ы|и|ка)?|тексты?|журналист(?:ка)?|журналіст(?:ка)?|кор(?:р)?еспондент(?:ка)?|записал[аи]?|беседовал[аи]?|подготовил[аи]?|підготува(?:в|ла|ли)|спілкува(?:вся|лася)|συντάκτ(?:ης|ρια|ες)|γράφ(?:ει|ουν)|"
    r"yazan|yazar(?:lar)?|muhabir(?:ler)?|"
    # of Asia and Africa
    r"tác giả|thực hiện|oleh|pewarta|penulis|jurnalis|wartawan|บทความโดย|ผู้เขียน|เขียนโดย|รายงานโดย|"
    r"بقلم|كتب(?:ت|ه|ها)?|إعداد|الكاتب|نویسنده|خبرنگار|کاتب|مصنف|تحریر|מאת|כתב|כותב(?:ת)?|लेखक|लेखिका|रिपोर्टर|संवाददाता|লেখক|প্রতিবেদক|লিখেছেন|mwandishi|imeandikwa na|isinulat ni|deur"
)
_WORKS = r"protokoll|reportage|interview|entrevistas?|reportaje|reportagem|recherche|intervista|verslag|haastattelu|szöveg|reportaj|interviu|интервью|інтервʼю|ρεπορτάζ|κείμενο|κείμενα|συνέντευξη|haber(?:\s?/\s?foto(?:ğraf)?)?|röportaj|bài(?: và ảnh|, ảnh| viết)?|laporan|เรื่อง|حوار|گزارش|گفت‌وگو|رپورٹ|כתבה|gastbeitrag|riport|रिपोर्ट"
"""What they made: where nothing marks a line as a byline, a headline may follow."""
_OTHERS = (
    r"(?:autor(?:es)? d[aeo]s? )?(?:foto|bild|photo|picture|image)s?(?: (?:by|credit|de portada|von))?|(?:titel|beitrags|archiv|symbol)(?:bild|foto)|bilder|illustrations?|ilustra(?:ción|ção|cje|ce)|graphics?|grafik(?:en)?|videos?(?: by)?|kamera|camera|schnitt|fotografía|fotografie|beeld|kuvat?|zdjęcia|zdj\.|fot\.|"
    r"fotók?|(?:borító)?képek?|(?:автор )?фото(?:графии|графія)?|фотограф|видео|відео|монтаж|φωτο(?:γραφί(?:α|ες))?|צילום|תמונות|تصوير|تصویر|عکس|ảnh|ภาพ|"
    r"übersetzung|übersetzt von|traduction|traducción|tradução|traduzione|traducció|vertaling|översättning|oversættelse|oversettelse|käännös|tłumaczenie|tłum\.|překlad|preklad|fordít(?:ás|ó|otta)|traducere|prijevod|prevod|перевод|переклад|превод|μετάφραση|çeviri|çeviren|"
    r"ترجمة|ترجمه|תרגום|अनुवाद|অনুবাদ|terjemahan|penerjemah|dịch|translat(?:ion|or|ed by)|"
    r"edit(?:or|ed by|ing(?: by)?|or:?in)|edición|edição|edizione|redigering|szerkeszt(?:ő|ette)|корр?ектор|редактор|επιμέλεια|editör|تحرير|ویرایش|עריכה|עורך|संपादन|সম্পাদনা|biên tập|uredi(?:o|la)|urednik|produc(?:er|ed by|ción)|fact[- ]check(?:ed by|ing)?|(?:medically )?reviewed by|lektorat"
)
_PICTURES = r"photos?|pictures|images|fotos?|foto['’]s|bild(?:er)?|beeld|kuvat?|zdjęcia|фото|видео|video"
_TEXTS = r"text(?:e|es|os?)?|story|words|testo|testi|tekst(?:en)?|teksti|текст"
_JOINED = r"(?:\s?[/&+]\s?|\s(?:and|und|et|y|e|och|og|en|i|ja|и|та)\s)"
_BOTH = rf"(?:{_PICTURES}){_JOINED}(?:{_TEXTS})|(?:{_TEXTS}){_JOINED}(?:{_PICTURES})"
"""``Foto und Text: …``: whoever did both wrote it."""
_SOURCES = r"zdroj|źródło|forrás|sursă|sursa|izvor|kaynak|källa|kilde|lähde|източник|извор|источник|джерело|πηγή|المصدر|منبع|מקור|nguồn|sumber|ที่มา|स्रोत|সূত্র"
_CJK_BOTH = r"(?:文|取材)[・／/と](?:写真|撮影)|(?:写真|撮影)[・／/と](?:文|取材)"
_CJK_WRITERS = r"作者(?=\s?[|｜])|글·사진|사진·글|取材・文|構成・文|文・構成|聞き手・構成|聞き手|構成|執筆|文責|文|著者|筆者|ライター|撰稿|글"
_CJK_OTHERS = r"写真|撮影|撮影・編集|編集|イラスト|翻訳|訳|小编|编译|摄影|사진|편집|영상|그래픽|촬영|번역"
_LABEL = re.compile(
    rf"(?:(?<=^)|(?<=[\s|,;/•·(–-]))(?:(?P<writer>(?:{_BOTH})(?: by)?|{_WRITERS})|(?P<work>{_WORKS})|(?P<other>(?:(?:{_OTHERS}){_JOINED})?(?:{_OTHERS}))|(?P<source>{_SOURCES}))\s?[:：]\s*"
    rf"|(?:(?<=^)|(?<=[\s　|／（]))(?P<both>{_CJK_BOTH})(?:\s?[:：=＝]\s?|\s+)"
    rf"|(?:(?<=^)|(?<=[\s　|／（]))(?:(?P<wrote>{_CJK_WRITERS})|(?P<made>{_CJK_OTHERS}))(?:\s?[:：=＝／/|｜]\s?|・|(?<=[글진집상픽영역])\s(?=[가-힣]{{2,4}}(?:\s|$)))",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:translated|edited|reviewed|produced|narrated|illustrated|photos?|photographs?|photography|pictures|illustrations?|video|fotos?|fotografías?|fotografie|bilder|übersetzt|übersetzung|aus de[mr] [^\W\d_]+(?:ischen)?|traducción|traducid[oa]|tradução|traduzid[oa]|"
    r"traduzione|tradotto|traduction|traduite?|vertaald|vertaling|översatt|översättning|oversat|oversatt)(?: (?:aus|from|de|du|d['’]|del|dall['’]|do|uit|från|fra)[^:\n|]{2,24}?)?\s(?:by|von|par|por|de|di|door|av|af|da)\s(?=(?-i:[A-ZÀ-ÖØ-Þ]))",
    re.IGNORECASE,
)
"""What somebody else did: ``Translated from the German by Ida Holm``."""
_WROTE = re.compile(
    r"(?:[,;|/.\n]|\s(?:[–-]|and|und|et|y|e|og|och))\s*(?=(?:text(?:e|es|os?)?|words|story|written|testo|tekst)(?:\s(?:by|von|par|por|de|di|door|av|af)\s|\s?[:：]))",
    re.IGNORECASE,
)
"""Behind which one comes who wrote it: ``Photos by Ida Holm, text by Bo Ek``."""
_AGENCY = re.compile(rf"\W*(?:{AGENCIES})\W*")
_SIGN = re.compile(r"[^\W\d][.)]?\s?[:：=＝／・|｜]|[글진집상픽영역] ")
"""One is behind every label; times of the day have digits before it."""
_NEAR = 48
"""Letters within which the first label ends."""
_LONGEST = 300


@lru_cache(maxsize=4096)
def labelled(text: str) -> str:
    """A byline without those who did not write it and without the labels of those who did; any other line as it is.

    >>> labelled("Tekst: Jan Holm Foto: Anna Ek"), labelled("Übersetzung: Ida Holm"), labelled("Zdroj: ČTK"), labelled("Ida Holm")
    ('Jan Holm', '', 'ČTK', 'Ida Holm')
    """
    if len(text) > _LONGEST:
        return text
    if _DONE.match(text.lstrip(" ([")):
        wrote = _WROTE.search(text)
        return labelled(text[wrote.end() :]) if wrote else ""
    found = list(_LABEL.finditer(text)) if _SIGN.search(text) else []
    if not found:
        return text
    ends = [*(m.start() for m in found[1:]), len(text)]
    kept = [text[: found[0].start()]] if found[0].start() else []
    for m, end in zip(found, ends, strict=True):
        who = text[m.end() : end]
        if m["writer"] or m["work"] or m["both"] or m["wrote"] or (m["source"] and _AGENCY.fullmatch(who)):
            kept.append(who)
    parts = (part.strip(" \t|,;/•·–-　(") for part in kept)
    return "\n".join(part for part in parts if part)


def writes(text: str) -> bool:
    """Whether a line begins with the label of somebody who wrote it."""
    found = _LABEL.match(text) if _SIGN.search(text, 0, _NEAR) else None
    return found is not None and (found["writer"] or found["both"] or found["wrote"]) is not None
