"""Lines that the tools of a page leave among the text: players, printers, buttons, and what a server says of its faults.

A line counts only as a whole: a story may speak of those who listen to an article. Words that may head a part of the story,
too, have to stand above it or beside other lines of that kind.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import is_prose, stops, weight
from pipelines.clean.spans import Piece
from pipelines.record import Label

Left = tuple[Label, str]
"""The label of a line, and what it does."""

_LONGEST, _LONGEST_ERROR, _LONGEST_PRINTED = 200, 700, 130
"""Weights."""
_UNIT = (
    r"(?:min(?:s|utes?|uten?|uti|uto|utos|ut[iy]?|uut\w*|utter|utes? read)?|мин(?:ут[аыу]?)?|хв(?:илин[аи]?)?|dakika|dk|perc|phút|menit|minit|分(?:钟|鐘)?|분|"
    r"دقيقة|دقائق|دقیقه|דקות|דק|मिनट|λεπτά|λεπτό)\.?"
)
_MINUTES = rf"(?:\d{{1,3}}[\s-]?{_UNIT}(?:\s?\d{{1,2}}\s?(?:s|secs?|seconds?|sek\w*|сек\w*|秒|초)\.?)?)"
_TIME = rf"(?:\d{{1,2}}:\d\d(?::\d\d)?(?:\s?{_UNIT})?|{_MINUTES})"
_READING = (
    r"(?:estimated |average |approx(?:imate|\.)? )?read(?:ing)? time|(?:geschätzte |ungefähre )?lese(?:zeit|dauer)|(?:temps|durée) de lecture(?: estimée?)?|tiempo (?:estimado |aproximado )?de lectura|"
    r"tempo (?:stimato )?di lettura|tempo (?:estimado )?de leitura|leestijd|lästid|læsetid|lesetid|lukuaika|czas czytania|doba čtení|čas čtení|čas čítania|olvasási idő|timp (?:estimat )?de (?:citire|lectură)|"
    r"okuma süresi|время (?:на )?(?:чтени[ея]|прочтения)|час (?:на )?читання|χρόνος ανάγνωσης|وقت القراءة|مدة القراءة|زمان مطالعه|זמן קריאה|पढ़ने का समय|阅读时间|閱讀時間|阅读时长|waktu baca|thời gian đọc"
)
_TO_READ = (
    r"(?:to )?read|reading time|lesezeit|lesedauer|de lecture|lecture|de lectura|di lettura|de leitura|leestijd|leesplezier|läsning|lästid|lesetid|læsetid|czytania|čtení|olvasás|de citit|okuma(?: süresi)?|"
    r"(?:на )?чтени[ея]|читання|ανάγνωση|قراءة|للقراءة|مطالعه|קריאה|阅读|閱讀|읽기|baca|đọc"
)
_TEXT = (
    r"(?:(?:the |this |our |full )*(?:article|story|post|news|page|recipe)|(?:diese[ns]? |den |der )?(?:artikel|beitrag|text)|(?:cet |l'|un )?article|(?:est[ea] |el |la )?(?:artículo|noticia|nota|contenido)|"
    r"(?:est[ea] |ess[ea] |o |a )?(?:artigo|conteúdo|texto|notícia|matéria|reportagem)|(?:quest[oa] |l'|un |la )?(?:articolo|notizia)|(?:naar )?(?:dit|het|de) (?:artikel|verhaal)|"
    r"(?:på )?(?:den här )?(?:artikeln|artikkelen|saken|texten)|(?:til )?(?:artiklen|denne artikel|artikkelen|saken)|juttu|artikkeli|artykuł|artykułu|tekstu|(?:si )?(?:tento )?(?:článek|článok)|"
    r"articolul|acest articol|haberi|makaleyi|статью|новость|материал|статтю|новину)"
)
_LISTEN = (
    rf"(?:(?:click|tap|press play|play) )?(?:to )?listen to {_TEXT}|{_TEXT} (?:jetzt )?(?:anhören|vorlesen|vorlesen lassen)|(?:écoute[rz]|escuch(?:ar?|e)|ouça|ouvir|ascolta|(?:be)?luister|lyssna|lyt|lytt|kuuntele|posłuchaj|odsłuchaj|"
    rf"poslechněte|poslechnout|přehrát|vypočujte|ascultă|(?:про|по)?слушать|(?:про)?слухати) {_TEXT}|(?:haberi|makaleyi) (?:sesli )?dinle|hallgassa meg a cikket|ακούστε το (?:άρθρο|κείμενο)|"
    r"(?:استمع|اسمع) (?:إلى|الى|ل)? ?(?:هذا |هذه )?(?:المقال|المقالة|الخبر|التقرير)|(?:האזינו|האזנה) לכתבה|(?:इस )?(?:खबर|लेख|आर्टिकल) (?:को )?सुनें|(?:收听|聆聽|朗读|朗讀)(?:本文|全文|这篇文章|新闻|新聞)|"
    r"(?:この)?記事を(?:聞く|聴く|読み上げる?|音声で聴く)|(?:이 )?(?:기사|뉴스)(?:를)? (?:듣기|음성으로 듣기)|dengarkan (?:artikel|berita)(?: ini)?|nghe (?:bài viết|bài báo|bài này)"
)
_BEHIND = rf"(?:{_TIME}|learn more|mehr erfahren|en savoir plus|beta|new|neu|play|pause|\d(?:\.\d)?x|powered by \w+|{_TIME} / {_TIME})"
_SHARED = (
    r"(?:share|gift|save|bookmark|print|e-?mail|copy|unlock) (?:the |this )?full (?:article|story)|(?:share|gift|bookmark|save|print|e-?mail) this (?:article|story|post|page)|"
    r"(?:diesen )?(?:artikel|beitrag) (?:teilen|verschenken|merken|drucken|ausdrucken|empfehlen|speichern)|(?:partager|offrir|enregistrer|sauvegarder|imprimer) (?:cet |l')article|"
    r"(?:compart(?:ir|e|a)|guardar|regalar?|imprimir) (?:est[ea] |el |la )(?:artículo|noticia|nota)|(?:compartilh(?:e|ar)|salvar?) (?:est[ea]|ess[ea]|o|a) (?:artigo|conteúdo|texto|notícia|matéria)|"
    r"(?:condividi|salva|regala|stampa) (?:quest[oa] |l')articolo|(?:deel|bewaar|print) (?:dit|het) artikel|artikel (?:bewaren|delen|cadeau doen|weggeven)|dela (?:den här )?artikeln|del (?:denne )?artik(?:kelen|len)|"
    r"jaa (?:tämä )?(?:juttu|artikkeli)|udostępnij (?:ten )?artykuł|sdílet (?:tento )?článek|zdieľať článok|(?:поделиться|сохранить) стать(?:[её]й|ю)|(?:haberi|makaleyi) paylaş|分享(?:本文|这篇文章|此文章)"
)
_ELEMENT = r"(?:audio|video|vidéo|vídeo|wideo|ljud|lyd|аудио|видео|аудіо|відео|iframe|html5|embedded|音频|视频|音訊|影片|音声|動画|오디오|비디오|동영상)"
_BROWSER = (
    rf"(?:sorry, )?(?:your|this|the) browser (?:does not|doesn't|cannot|can't) (?:currently )?(?:support|play)\b.{{0,60}}{_ELEMENT}\b.{{0,60}}|(?:ihr|dein|der) browser (?:unterstützt|kann)\b.{{0,50}}{_ELEMENT}.{{0,50}}|"
    rf"votre navigateur ne\b.{{0,60}}{_ELEMENT}.{{0,50}}|(?:tu|su) navegador no\b.{{0,60}}{_ELEMENT}.{{0,50}}|(?:o )?(?:seu|teu) navegador não\b.{{0,60}}{_ELEMENT}.{{0,50}}|il tuo browser non\b.{{0,60}}{_ELEMENT}.{{0,50}}|"
    rf"(?:je|uw) browser ondersteunt\b.{{0,60}}{_ELEMENT}.{{0,50}}|din webbläsare\b.{{0,60}}{_ELEMENT}.{{0,50}}|twoja przeglądarka nie obsługuje\b.{{0,60}}{_ELEMENT}.{{0,50}}|váš prohlížeč nepodporuje\b.{{0,60}}{_ELEMENT}.{{0,50}}|"
    rf"ваш браузер не поддерживает.{{0,60}}{_ELEMENT}.{{0,50}}|ваш браузер не підтримує.{{0,60}}{_ELEMENT}.{{0,50}}|(?:您|你)的(?:浏览器|瀏覽器)不(?:支持|支援).{{0,30}}|.{{0,12}}ブラウザ.{{0,30}}{_ELEMENT}.{{0,20}}(?:対応|サポート)していません。?"
)
_PLAYER = (
    r"(?:audio|video) ?player is loading\.{0,3}|this is a modal window\.?(?: .{0,120})?|beginning of dialog window\. escape will .{0,60}|end of dialog window\.?|(?:current time|duration(?: time)?|remaining time) -?\d{1,2}:\d\d(?: / .{0,30})?|"
    r"(?:descriptions|captions|subtitles) off, selected|loaded: \d.{0,6}%|progress: \d.{0,6}%|use (?:the )?(?:up/down|left/right)(?: arrow)? (?:arrow )?keys to .{0,60}|pfeiltasten (?:hoch/runter|links/rechts) benutzen, um .{0,60}|"
    r"utilisez les flèches (?:haut/bas|gauche/droite) pour .{0,60}|utiliza las teclas de flecha (?:arriba/abajo|izquierda/derecha) para .{0,60}|usa i tasti freccia (?:su/giù|sinistra/destra) per .{0,60}|"
    r"gebruik (?:omhoog/omlaag|links/rechts)[ -]?pijltoetsen om .{0,60}|używaj strzałek do góry(?:/| oraz )do dołu,? aby .{0,60}|используйте клавиши вверх/вниз, чтобы .{0,60}|(?:audio|video)[ -]player \d\d?:\d\d.{0,30}"
)
_VOICE = (
    r"this (?:article|story|audio|text) (?:is|was|has been) (?:read(?: aloud)?|voiced|narrated) by (?:an? )?(?:automated|ai\b|artificial|computer|machine|synthetic|text-to-speech).{0,80}|"
    r"the audio version of this (?:article|story) (?:is|was) (?:generated|produced|created|read) .{0,80}|(?:this )?audio (?:is |was )?(?:auto-?generated|ai-generated|generated by (?:ai|text-to-speech)).{0,80}|"
    r"(?:dieser|der) (?:text|artikel|beitrag) (?:wurde|wird) .{0,70}(?:künstliche|ki\b|automati|computer|synthe|sprach(?:ausgabe|synthese|assistent|programm|software|computer|modell|ki\b|dienst)).{0,50}(?:vorgelesen|vertont|eingesprochen)\.?|"
    r"cet article (?:est|a été) lu par une voix (?:de synthèse|artificielle|automatique|générée).{0,50}"
)
_URL = r"(?:https?://\S+|(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:/\S*)?)"
_DATED = r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{1,2}\.? [^\W\d_]{3,10}\.?,? \d{4}|[^\W\d_]{3,10}\.? \d{1,2}, \d{4}"
_PRINTED = (
    rf"(?:article |beitrag |artikel |page |seite )?(?:printed|vytištěno|vytlačené|gedruckt|ausgedruckt|imprimé|impreso|stampato|impresso|afgedrukt|geprint|utskrivet|utskrevet|udskrevet|tulostettu|wydrukowano|nyomtatva|"
    rf"tipărit|распечатано|надруковано|εκτυπώθηκε|dicetak) (?:from|off|zo? strony|z|ze|zo|von|vom|am|aus|à partir de|depuis|de|du|le|desde|da|dal|van|från|fra|с|со|из|з|από|dari)\b(?:\s*:\s*\S.{{0,80}}|.{{0,60}}(?:{_URL}|{_DATED})\W{{0,3}}(?:\d\d?:\d\d.{{0,8}})?)|"
    rf"(?:source url|url to article|article url|original url|url zum (?:beitrag|artikel)|url de l'article|find this article at|see this article at)\s*:?\s*{_URL}"
)
_PLATFORM = (
    r"(?:apple ?podcasts?|apple|itunes|spotify|google ?podcasts?|google play|rss(?:[ -]feed)?|youtube(?: music)?|amazon music|deezer|soundcloud|stitcher|overcast|pocket ?casts?|castbox|tunein|audible|podimo|iheart(?:radio)?|acast|"
    r"podcast addict|castro|podbean|audacy|ard audiothek|player ?fm|radiopublic|яндекс[. ]музыка|megaphone|download)"
)
_HEARD = (
    r"(?:(?:listen|subscribe|follow|available|hear it|find it|get it)(?: and subscribe)?(?: (?:now|here|free|to (?:the|this|our) (?:podcast|show|episode)))?(?: (?:on|via|at|with|in))?|(?:jetzt )?(?:hören|anhören|abonnieren)(?: (?:auf|bei|über|via))?|"
    r"(?:écoute[rz]|abonnez-vous|s'abonner)(?: (?:sur|via|à))?|(?:escúchal[oa]|escuchar?|suscríbete)(?: (?:en|a|vía))?|(?:ouça|ouvir|assine)(?: (?:no|na|em|via))?|(?:ascolta|iscriviti)(?:lo)?(?: (?:su|via))?|(?:luister|abonneer)(?: je)?(?: (?:via|op))?|"
    r"(?:lyssna|prenumerera)(?: (?:på|via))?|(?:posłuchaj|słuchaj)(?: (?:na|w))?|(?:poslouchejte|odebírejte)(?: (?:na|v))?|слуша(?:ть|йте)(?: (?:на|в))?)\s*[:：]?\s*"
)
_PODCAST = rf"(?:{_HEARD})?{_PLATFORM}(?:\s*[|·•/]\s*{_PLATFORM})+|{_HEARD}{_PLATFORM}(?:(?:\s*[|·•/,]\s*|\s+(?:and|or|und|oder|et|ou|y|o|e|en|och|i|a|и)\s+){_PLATFORM})*"
_FROM = "says where it was printed from"
_RULES: tuple[tuple[Label, str, str], ...] = (
    ("widget", "says how long it takes to read", rf"(?:{_READING})\s*[:：–-]?\s*(?:ca\.?|circa|env\.?|environ|about|approx\.?|[~<≈])?\s*\d{{1,3}}\s*(?:{_UNIT})?|{_MINUTES}\.?\s*(?:{_TO_READ})"),
    ("widget", "offers to read it aloud", rf"(?:{_LISTEN})(?:[\s·•|:()–,-]+{_BEHIND})*\W*"),
    ("share", "offers to share or keep it", rf"(?:{_SHARED})(?:\W+[\d.,]+k?)?\W*"),
    ("widget", "says what the browser cannot play", _BROWSER),
    ("widget", "of a player", _PLAYER),
    ("widget", "says whose voice reads it", _VOICE),
    ("other", _FROM, _PRINTED),
    ("widget", "names where to hear a podcast", _PODCAST),
    ("widget", "counts stars", r"[1-5](?:[.,]\d)? ?(?:out of|von|sur|de|/) ?5\b.{0,40}\b(?:stars?|reviews?|ratings?|sterne\w*|bewertung\w*|étoiles|avis|estrellas|opiniones|estrelas|avaliações|stelle|recensioni).{0,60}"),
    ("advertisement", "offers a price", r"(?:check|see|view|get) (?:the )?(?:latest |current |best |today's )?(?:prices?|deals?) (?:now )?(?:on|at|from) [\w.' ]{3,20}"),
    ("widget", "counts readers unseen", r"<(?:img|iframe)\s[^<>]*(?:(?:height|width)=\W?1\W|display:\s?none|visibility:\s?hidden)[^<>]*>?"),
    ("widget", "names a picture's file", r"(?=.{12})[\w%()+,.~-]+(?: [\w%()+,.~-]+){0,8}\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)"),
)  # fmt: skip
_BUTTON, _WRONG = "words of a button", "says what went wrong on the server"
TOLD = frozenset((_BUTTON, _WRONG, *(does for _, does, _ in _RULES)))
"""What is said of such lines."""
_ANY = re.compile("|".join(f"(?P<rule{n}>{words})" for n, (_, _, words) in enumerate(_RULES)))
_SAID = (
    "read aloud|save for later|read later|read it later|saved|gift|play audio|play video|listen|audio player|"
    "video player|media player|playback rate|playback speed|fullscreen|add to reading list|add to bookmarks|"
    "add to favorites|add to favourites|listen now|gift article|share article|save article|print article|"
    "font size|text size|lesezeit|vorlesen|vorlesen lassen|merken|verschenken|drucken|später lesen|"
    "auf die merkliste|zur merkliste hinzufügen|schriftgröße|lire plus tard|écouter|leer más tarde|"
    "guardar para después|guardar para más tarde|ler mais tarde|salvar para ler depois|leggi più tardi|"
    "later lezen|bewaar|spara artikel|läs senare|zapisz na później|uložit na později|сохранить|читать позже|"
    "в закладки|稍后阅读|後で読む|あとで読む"
)
_BUTTONS = frozenset(_SAID.split("|"))
"""Words of buttons that may head a part of a story, too."""
_STARTS = re.compile(r"(?:php )?(?:warning|notice|(?:catchable |recoverable )?fatal error|parse error|deprecated|strict standards|uncaught \w+|thrown in|stack trace|call stack|#\d+ )", re.IGNORECASE)  # fmt: skip
_ERROR = re.compile(
    r"(?:(?:php )?(?:warning|notice|(?:catchable |recoverable )?fatal error|parse error|deprecated|strict standards)\s*:\s+\S.{0,400}?\bin\s+(?:/|[a-z]:\\)\S+(?:\(\d+\)[^/]{0,60})?\s+on\s+line\s*\d+\W*)++|"
    r"thrown in\s+(?:/|[a-z]:\\)\S+\s+on\s+line\s*\d+|(?:stack trace:\s*)?#\d+ (?:/|[a-z]:\\)\S+\(\d+\):.{0,400}",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"\W*an error occurred while processing this directive\W*|error establishing a database connection\W*|(?:wordpress database error|liquid error|smarty error)\s*[:(].{1,300}|"
    r"you have an error in your sql syntax; check the manual.{0,300}|microsoft (?:ole db|vbscript|jet database).{1,120}error '[0-9a-f]{8}'.{0,200}|mysql_\w+\(\)\s*:.{1,200}|mysql server has gone away\W*",
    re.IGNORECASE,
)
_CODE = frozenset(("pre", "code", "kbd", "samp", "textarea"))
_SPEAKS = re.compile(r"\b(?:PHP|MySQL|WordPress|Joomla|SQL)\b(?!\s(?:Warning|Notice|Fatal|Parse|Deprecated))|\berror messages?\b|\bFehlermeldung")  # fmt: skip
"""Of what a text on programs speaks, which may show what such programs say."""


def leftovers(pieces: Sequence[Piece], kept: Sequence[bool]) -> Mapping[int, Left]:
    """Indices of such lines among those that are kept, each with its label and what it does."""
    found: dict[int, Left] = {}
    buttons: list[int] = []
    for i, piece in enumerate(pieces):
        if not kept[i]:
            continue
        if said := leftover(piece.text):
            found[i] = said
        elif is_button(piece.text) and piece.tags.isdisjoint(HEADINGS):
            buttons.append(i)
    for i in buttons:
        if _aside(pieces, kept, i, found):
            found[i] = "widget", _BUTTON
    return {**found, **_errors(pieces, kept, found)}


@lru_cache(maxsize=4096)
def leftover(text: str) -> Left | None:
    """The label of such a line, and what it does.

    >>> leftover("Listen to this article · 5 min"), leftover("Listen to this article, and you know why.")
    (('widget', 'offers to read it aloud'), None)
    """
    if weight(text) > _LONGEST:
        return None
    low = text.casefold().replace("\u2019", "'").strip()
    found = _ANY.fullmatch(low)
    if found is None or found.lastgroup is None:
        return None
    label, does, _ = _RULES[int(found.lastgroup.removeprefix("rule"))]
    if does == _FROM and (weight(text) > _LONGEST_PRINTED or text.rstrip().endswith(".")):
        return None
    return label, does


def is_button(text: str) -> bool:
    """Whether a line is the text of a button, which may head a part of a story, too."""
    return len(text) <= 30 and text.casefold().strip(" .…:·|•") in _BUTTONS


def _aside(pieces: Sequence[Piece], kept: Sequence[bool], i: int, found: Mapping[int, object]) -> bool:
    """Above the story, or beside other lines of that kind: between two paragraphs it may head the second."""
    above = not any(k and is_prose(p.text) for p, k in zip(pieces[:i], kept[:i], strict=True))
    beside = (k for k in (i - 1, i + 1) if 0 <= k < len(pieces))
    return above or any(k in found or (kept[k] and is_button(pieces[k].text)) for k in beside)


def _errors(pieces: Sequence[Piece], kept: Sequence[bool], found: Mapping[int, object]) -> Mapping[int, Left]:
    """What a server says of its faults, unless the text is about such things."""
    faulty = {
        i
        for i, piece in enumerate(pieces)
        if kept[i] and i not in found and piece.tags.isdisjoint(_CODE) and is_error(piece.text)
    }
    if not faulty:
        return {}
    rest = (p.text for i, p in enumerate(pieces) if kept[i] and i not in faulty and stops(p.text))
    if any(map(_SPEAKS.search, rest)):
        return {}
    return dict.fromkeys(faulty, ("widget", _WRONG))


def is_error(text: str) -> bool:
    """Whether a line is what a server or its program says of a fault.

    >>> is_error("Warning: include(/var/www/a.php): failed to open stream in /var/www/b.php on line 12")
    True
    """
    if len(text) > _LONGEST_ERROR:
        return False
    if _STARTS.match(text):
        return _ERROR.fullmatch(text) is not None
    low = text.lower()
    return ("error" in low or "mysql" in low) and _FAULT.fullmatch(text) is not None
