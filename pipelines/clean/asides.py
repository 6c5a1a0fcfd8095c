"""Sentences among those of the story that are none of it: what they ask of readers, and what they say of how it came about.

A rule is a label, what such a sentence does, parts of which each of them has one, and the words that tell it, in the languages
in which such sentences were seen. They have to say it in so many words, for a story may speak of the same things: who follows
whom, who has a story to tell. The parts are asked for first, since most sentences have none of them and the words are slow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.clean.shapes import is_quoted, weight
from pipelines.clean.standing import Entry, candidates, standing
from pipelines.clean.told import is_told
from pipelines.record import Label

_LONGEST = 260
"""Weight of the longest of them."""
_NETWORK = r"(?:twitter|x|facebook|instagram|threads|bluesky|mastodon|linkedin|tiktok|whatsapp)\b"
_RULES: tuple[tuple[Label, str, tuple[str, ...], str], ...] = (
    (
        "subscribe", "asks to follow somebody",
        ("follow ", "folge ", "folgen sie", "folgt ", "suivez-", "guenos en", "guelo en", "guela en", "seguici su", "seguilo su", "seguila su", "volg ", "siga"),
        (rf"^follow us for (?:more|the latest|updates)\b|\bfollow (?:him|her|them|me|us|@?\w[\w.]*) (?:on {_NETWORK}|@\w)|\bfollow @\w|\bfolg(?:e|en sie|t) (?:uns|ihm|ihr) (?:auf|bei) {_NETWORK}|"
        rf"\bsuivez-(?:nous|le|la) sur {_NETWORK}|\bs[ií]gue(?:nos|lo|la) en {_NETWORK}|\bsegui(?:ci|lo|la) su {_NETWORK}|"
        rf"\bvolg (?:ons|hem|haar) op {_NETWORK}|\bsiga(?:-nos|-o|-a)? n[oa] {_NETWORK}"),
    ),
    (
        "subscribe", "offers the paper itself",
        ("your inbox", "your letterbox", "your door", "your e-mail", "your email", "issues for", "months for", "weeks for", "direkt in", "directement dans", "directamente en", "direttamente nella"),
        (r"\b(?:delivered|sent) (?:straight |directly |right )?(?:to|through) your (?:inbox|e-?mail)\b|^(?=.*\b(?:papers?|newspapers?|magazines?|issues?|editions?|subscri\w+)\b).*\b(?:delivered|sent) (?:straight |directly |right )?(?:to|through) your (?:letterbox|door)\b|"
        r"\b(?:issues for (?:just |only )?|(?:months|weeks) for (?:just|only) )[£$€]\s?\d|\bdirekt in (?:dein|ihr) (?:e-mail-)?postfach\b|"
        r"\bdirectement dans votre boîte\b|\bdirectamente en tu (?:bandeja|correo)\b|\bdirettamente nella tua casella\b"),
    ),
    (
        "subscribe", "offers to send more",
        ("mail you", "want to be informed", "read or share"),
        (r"\bwe'?ll e-?mail you\b|^(?:do you )?want to be informed\b.{0,120}\bsign up\b|^read or share this story\b"),
    ),
    (
        "widget", "says what the browser has to allow",
        ("javascript",),
        (r"\bjavascript\b.{0,60}\b(?:your|ihrem|deinem|votre|ton|tu|su|seu|tuo|suo|twojej|jouw|uw|din|vašem) \w*(?:browser|navigat|navegador|przeglądar|webbläsar|prohlížeč)|"
        r"\b(?:your|ihrem|deinem|votre|ton|tu|su|seu|tuo|suo|twojej|jouw|uw|din|vašem) \w*(?:browser|navigat|navegador|przeglądar|webbläsar|prohlížeč)\w*.{0,60}\bjavascript\b"),
    ),
    (
        "other", "asks for news",
        ("got a", "you have a", "@"),
        (r"^(?:got|do you have|have you got) (?:a|any) (?:story|news|tips?|information)\b.{0,90}(?:e-?mail|contact|get in touch|call us|write to)|"
        r"\b(?:webnews|newsdesk|newsroom|tips|leserbriefe|redaktion)@\w"),
    ),
    (
        "agency_note", "says who else worked on it",
        ("contributed", "reporting by", "with files", "with reporting", "with input", "mit material", "mit informationen", "avec l'", "avec afp", "avec reuters", "avec agence", "con información"),
        (r"^\W*(?:additional )?reporting by .{3,200}[^\w\s] ?(?:with )?(?:additional )?(?:reporting|writing|editing) by\b|^[^\w\s](?:additional )?reporting by [^.]{3,160}[^\w\s]$|\bcontributed (?:reporting\b|to this (?:report|story|article)\b)|\bcontributed\.$|^\W?with (?:files|reporting|inputs?) from\b|"
        r"^mit (?:material|informationen) (?:von|der|des)\b|^avec (?:l')?(?:afp|reuters|agences?)\b|^con información de\b"),
    ),
    (
        "agency_note", "says that nobody edited it",
        ("redaktionell nicht", "bersetzung", "been edited by", "from a syndicated", "translated", "traduit auto", "traducido auto", "tradotto auto"),
        (r"\bredaktionell nicht bearbeitet\b|\bist eine (?:automatische|maschinelle) übersetzung\b|\bhas not been edited by\b|"
        r"\b(?:auto-generated|published) from a syndicated\b|\b(?:was|has been) (?:automatically|machine)[ -]translated\b|"
        r"\ba été traduit automatiquement\b|\btraducido automáticamente\b|\btradotto automaticamente\b"),
    ),
    (
        "legal", "says whose views these are",
        ("views expressed", "opinions expressed", "die meinung d", "reflètent pas", "no refleja"),
        (r"\b(?:views|opinions)(?: and opinions)? expressed .{0,60}(?:\bare (?:\w+ly )?(?:those|(?:his|her|their|my|its) own|the (?:author|writer)\w*|the (?:opinion|view)s|personal|not (?:necessarily|those))\b|\bdo(?:es)? not (?:necessarily |always )?(?:reflect|represent|state|constitute|express)\b)|"
         r"\bnicht (?:(?:unbedingt|notwendigerweise|zwingend) die meinung d|die meinung (?:der|des) (?:\w*redaktion|herausgeber\w*|verlag\w*|\w*zeitung|\w+magazins)\b)|"
         r"\bne reflètent pas (?:nécessairement (?:l'opinion|les opinions)|(?:l'opinion|les opinions|celles?) (?:de la rédaction|du (?:journal|site|média|magazine)|de l'éditeur|de notre))\b|"
         r"\bno reflejan? (?:necesariamente la opinión|la opinión (?:de(?:l)? (?:este |esta )?(?:medio|periódico|diario|sitio|portal|redacción|editorial)|de la (?:redacción|editorial|revista)))\b"),
    ),
    (
        "advertisement", "says that the story goes on",
        ("article continues", "story continues", "cette pub", "la pub", "esta pub", "a publicidade", " anzeige", " werbung", "artikel gaat", "artikeln fortsätter", "scroll to continue"),
        (r"^\W*(?:the )?(?:article|story) continues (?:after|below) (?:this |the )?ad(?:vertisement)?\b|^\W*(?:la )?suite (?:de l'article )?(?:après|ci-dessous,? après) (?:cette|la) pub|"
        r"^\W*(?:el artículo |la noticia )?(?:continúa|sigue) (?:después|tras|debajo) (?:de )?(?:la|esta) publicidad|^\W*(?:o artigo |a matéria )?continua (?:depois|após) (?:da|a|esta) publicidade|"
        r"^\W*(?:l'articolo )?(?:continua|prosegue) dopo la pubblicità|^\W*(?:der )?(?:artikel|text|beitrag) (?:geht|wird) (?:unter|nach|unterhalb) (?:der|dieser) (?:anzeige|werbung)\b|"
        r"^\W*(?:het )?artikel gaat (?:verder|door) onder de (?:advertentie|reclame)|^\W*artikeln fortsätter (?:efter|under) annonsen|^\W*scroll to continue with (?:the )?content"),
    ),
    (
        "subscribe", "asks to join a channel",
        ("whatsapp", "telegram", "הצטרפו", "फेसबुक", "ट्विटर", "टेलीग्राम", "व्हाट्स", "simak breaking"),
        (r"^.{0,80}\b(?:join|follow|subscribe to) (?:us on |our )(?:[\w'-]+ ){0,3}(?:whatsapp|telegram)\b|"
        r"\b(?:únete|síguenos|suscríbete|súmate|sigue nuestro) .{0,40}(?:canal|grupo|comunidad)(?:es)? (?:oficial )?(?:de|en) (?:whatsapp|telegram)|"
        r"\b(?:entre (?:agora )?(?:n[oa]s?|em|para)|participe|siga|inscreva-se|acompanhe|clique|receba) .{0,60}(?:canal|grupo|comunidade)s? (?:do |no |de |da )?(?:[\w.-]+ ){0,3}(?:whatsapp|telegram)|"
        r"(?:^|[?!.:]\W*)הצטרפו (?:עכשיו )?ל(?:ערוץ|קבוצת|עמוד)|(?:व्हाट्सएप|व्हाट्सऐप|whatsapp|फेसबुक|ट्विटर|टेलीग्राम).{0,40}(?:(?:फॉलो|फ़ॉलो|लाइक|ज्वाइन|जॉइन|सब्सक्राइब) (?:करें|करे|कीजिए|जरूर|ज़रूर)(?![\u0900-\u0963])|जुड़ें)|"
        r"(?:^|[?!.,]\W*|\b(?:yuk|ayo|mari|silakan|anda),? )(?:gabung|bergabung|ikuti|pilih) .{0,60}(?:whatsapp|telegram)|^simak breaking news\b"),
    ),
    (
        "subscribe", "asks to pay for it",
        ("reader-supported", "thanks for reading", "journalism"),
        (r"\bis a reader-supported publication\b|^thanks for reading .{1,60}subscribe|^(?:will you|please) support (?:our|this)\b.{0,30}journalism"),
    ),
    (
        "related", "asks to click",
        ("click here", "לכתבה", "לחצו", "watch "),
        (r"^\W*click here to (?:read|subscribe|sign up|join|follow)\b.{0,90}$|^לכתבה המלאה\b|לחצו כאן\W*$|^\W*watch (?:the |this )?(?:full )?(?:video|clip|interview|report) (?:in the player )?(?:above|below|here)\W*$"),
    ),
    (
        "widget", "asks for mistakes or counts readers",
        ("ctrl", "просмотр", "прочитано", "перегляд", "this video", "this content"),
        (r"\bctrl\s?\+\s?enter\b|^\W*(?:просмотров|просмотры|прочитано|переглядів)\s?:\s?[\d\s]+$|"
        r"^\W*this (?:video|content) (?:can ?not|can't) be (?:played|displayed|loaded)|^\W*to play this video you need\b"),
    ),
    (
        "byline", "names a reporter and an address",
        ("@",),
        (r"^\W*[\uac00-\ud7af]{2,4}\s?(?:선임|전문|인턴)?\s?(?:기자|특파원)\W*[\w.+-]+@[\w.-]+\W*$"),
    ),
    (
        "legal", "says who may use it",
        ("전재", "금지", "저작권자", "copyright"),
        (r"무단\s?전재|재배포\s?금지|^\W*저작권자\s?[ⓒ©(]|^\W*copyright (?:©|ⓒ|\(c\))?\s?(?:\d{4}\b.{0,60}$|.{0,60}\ball rights reserved)"),
    ),
    (
        "related", "names what else to see",
        ("follow ", "|", ".com:", ".org:", ".net:", ".uk:"),
        r"^follow (?:all |our )?(?:of )?(?:our )?(?:full|complete|live|latest) coverage\b|^(?:watch|listen|read|see|video|photos?|gallery)\s*\|\s*\S|^(?:read |see |more )?on \S+\.(?:com|org|net|uk):",
    ),
    (
        "caption", "ends with a picture's credit",
        ("©", "foto", "photo", "bild", "image", "фото", "immag", "zdj", "fot."),
        (r"^.{10,160}[(\[|]\s*(?:©|(?:foto|photo|bild|image|archivbild|symbolbild|фото|imagen|immagine|zdjęcie|fot\.)s?\s*(?:[:©]|by\b|von\b))[^()]{0,60}[)\]]?\.?$"),
    ),
    (
        "credit", "names an agency of pictures",
        ("getty images", "stock", "alamy", "ap photo", "imago images", "picture alliance", "unsplash", "pixabay"),
        r"^\W*(?:via )?(?:getty images|istock(?:photo)?|shutterstock|adobe stock|alamy|ap photo|imago images|picture alliance|unsplash|pixabay)(?: ?/ ?(?:getty images|istockphoto|afp))?\W*$",
    ),
    (
        "caption", "says what is pictured",
        ("图为", "圖為"),
        r"^(?:[上下左右]?图为|[上下左右]?圖為).{2,90}[摄攝]\W*$",
    ),
    (
        "caption", "says who is pictured",
        ("pictured", " bild:", "sur la photo"),
        r"^pictured(?:,| (?:right|left|above|below|here|at|from|is|are|with)\b)|^(?:im|auf dem) bild:|^sur la photo ?:",
    ),
    (
        "subscribe", "offers a letter",
        ("newsletter", "boletín", "nieuwsbrief"),
        (r"\bsign up (?:for|to) our (?:[\w'-]+ ){0,4}newsletters?\b|\b(?:abonnieren|bestellen) sie (?:hier |jetzt |gleich )?(?:unseren?|unsere) (?:[\w-]+ ){0,3}newsletter|"
        r"\b(?:inscrivez|abonnez)-vous à notre (?:[\w-]+ ){0,3}newsletter|\bsuscríbete a (?:nuestr[oa]s?) (?:[\w-]+ ){0,3}(?:newsletter|boletín)|\biscriviti alla nostra newsletter|\b(?:assine|inscreva-se n?a) nossa newsletter|"
        r"\b(?:meld je aan|schrijf je in) voor onze (?:[\w-]+ ){0,3}nieuwsbrief"),
    ),
    (
        "related", "leads to other stories",
        ("for more stories", "sie hier", "sie in unserem", ">>", "more great", "more top", "more ap", "http"),
        (r"^for more stories like this,? (?:check|visit|see|click)\b|^mehr (?:über|zu|zum|zur) .{3,80} (?:lesen|finden|erfahren) sie (?:hier\b|in unserem\b)|"
        r"^>>\s?(?:must[ -]read|read (?:about|more|also)|also:|see also|compare|check out|learn more|mehr lesen|lesen sie|hier finden sie|sie suchen|lire aussi|leer más)\b|"
        r"^more (?:great|top) (?:[\w'-]+ )?stories\W*$|^more (?:ap )?[\w .&'-]{2,40}: https?://\S+(?: and https?://\S+)?\W*$"),
    ),
    (
        "widget", "stands for what only a browser shows",
        ("slideshow requires", "[", "audioversion wurde"),
        (r"^this slideshow requires javascript\b|^\[(?:button|convertkit|contact-form(?:-7)?|gallery|embed|adrotate|playlist|mc4wp_form|gravityform|wpforms|ninja_form|advertisement|newsletter)(?:\s[^\]]*)?\](?:.{0,80}\[/[\w-]+\])?$|"
        r"^(?:\[/?[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?:\s[^\]]*)?\]\s*)+$|^\[[a-z][a-z0-9]*(?:-[a-z0-9]+)+\s[\w-]+=[^\]]*\]$|"
        r"^diese audioversion wurde (?:künstlich|automatisch|mit ki)\b"),
    ),
    (
        "comments", "says how comments are chosen",
        ("moderat", "moderier", "modéré", "não serão"),
        (r"\bwe(?:'re| are) (?:\w+ )?moderating all comments\b|^(?:all |your |please note:? )*comments (?:are|will be) (?:pre-|post-)?moderated\b|\bcomentários com .{0,90}\bnão serão (?:aprovados|publicados)|"
        r"^(?:alle |ihre )?kommentare werden (?:von .{2,40} )?moderiert\b|^(?:les|vos) commentaires (?:sont|seront) modérés\b"),
    ),
    (
        "credit", "says who translated or edited it",
        ("aus dem ", "translated from the", "traduit d", "traducción del ", "tradotto dall", "redaktion: ", "audioversion: "),
        (r"^\W*aus dem (?:amerikanischen |britischen )?(?:englischen|amerikanischen|französischen|spanischen|italienischen|russischen|ukrainischen|polnischen|türkischen|arabischen|hebräischen|niederländischen|schwedischen|chinesischen|japanischen|"
        r"portugiesischen) (?:übersetzt )?von [^\W\d_][\w.'’ -]{3,45}\W?$|^\W*translated from the [a-z]{4,12} by [^\W\d_][\w.'’ -]{3,45}\W?$|^\W*traduit (?:de l'|du )[^\W\d_]{4,12} par [^\W\d_][\w.'’ -]{3,45}\W?$|"
        r"^\W*traducción del [^\W\d_]{4,12} (?:de|por) [^\W\d_][\w.'’ -]{3,45}\W?$|^\W*tradotto dall'[^\W\d_]{4,12} da [^\W\d_][\w.'’ -]{3,45}\W?$|"
        r"^(?:übersetzung|text|redaktion|schlussredaktion|bildredaktion|fotoredaktion): [^.:]{3,60}, (?:redaktion|schlussredaktion|bildredaktion|fotoredaktion|audioversion): [^.]{3,90}$"),
    ),
    (
        "subscribe", "asks for money",
        ("support our", "support independent", "spenden", "unterstützen sie", "faites un don", "soutenez", "haz una donación", "apoya "),
        (r"^(?:please )?support (?:our|independent) (?:[\w-]+ )?(?:newsroom|reporting|journalism)\b|^(?:jetzt spenden|spenden sie (?:jetzt|hier)|unterstützen sie (?:unsere redaktion|unabhängigen journalismus))\b|"
        r"^faites un don (?:à|pour|maintenant)\b|^soutenez (?:notre (?:journal|rédaction)|le journalisme)\b|^haz una donación\b|^apoya (?:nuestro|el) periodismo\b"),
    ),
    (
        "legal", "says whose it is",
        ("copyright: ",),
        r"^copyright: [\w .&'’-]{3,50}, \d{4}\W*$",
    ),
)  # fmt: skip
_SAYS_NAMES = re.compile(
    r"\W*(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*,? (?:(?:de|van|von|al|el|and) )?[A-ZÀ-ÖØ-Þ]|[A-Z]{2,5}\b|Reuters\b|Bloomberg\b)"
)
"""``Ida Holm and Bo Ek contributed.``; everybody on the quay may have contributed, too."""
_OFF = re.compile(
    r"\b(?:turn\w* (?:it )?off|disable|block|abschalten|ausschalten|deaktivier(?:en?|t man)|désactive[rz]|desactiv(?:ar|e|a)|disattiva(?:re)?)\b",
    re.IGNORECASE,
)
"""Advice to do without scripts."""
_WORDS = tuple(re.compile(words) for _, _, _, words in _RULES)
_PARTS = tuple((part, number) for number, (_, _, parts, _) in enumerate(_RULES) for part in parts)


@dataclass(frozen=True, slots=True)
class Maybe:
    """What the lines of a page may say aside."""

    parts: tuple[tuple[str, int], ...]
    """Parts of such sentences, each with the number of its rule."""
    standing: tuple[Entry, ...]


def maybe(texts: Sequence[str]) -> Maybe:
    """Those of which some text has a part: of a whole page few, which is quicker told of all its lines in one."""
    whole = "\n".join(text for text in texts if weight(text) <= _LONGEST).casefold()
    return Maybe(tuple((part, number) for part, number in _PARTS if part in whole), candidates(texts))


def aside(text: str, among: Maybe | None = None) -> tuple[Label, str] | None:
    """The label of such a sentence, and what it does; where it is given, it has to be among those.

    >>> aside("Follow Ida Holm's advice.") is None, aside("Got a story? Get in touch at news@bote.example.")
    (True, ('other', 'asks for news'))
    >>> aside("Fox and crow contributed to this report.")
    ('agency_note', 'says who else worked on it')
    """
    among = among or maybe([text])
    said = _ruled(text, among.parts) or standing(text, among.standing)
    return said if said and not is_told(text) else None


def _ruled(text: str, parts: tuple[tuple[str, int], ...]) -> tuple[Label, str] | None:
    if not parts or weight(text) > _LONGEST:
        return None
    low = text.casefold()
    numbers = {number for part, number in parts if part in low}
    found = [
        (said.start(), number)
        for number in numbers
        if (said := _WORDS[number].search(low)) and not is_quoted(low, said.start())
    ]
    return None if not found or _tells(text, low) else _RULES[min(found)[1]][:2]


def _tells(text: str, low: str) -> bool:
    """Whether a sentence of a story has such words: who else gave something, and what to do without."""
    if low.endswith(" contributed."):
        return _SAYS_NAMES.match(text) is None
    return "javascript" in low and _OFF.search(text) is not None
