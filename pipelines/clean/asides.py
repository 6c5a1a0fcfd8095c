"""Sentences among those of the story that are none of it: what they ask of readers, and what they say of how it came about.

A rule is a label and the words that tell it, in the languages in which such sentences were seen. They have to say it in so
many words, for a story may speak of the same things: who follows whom, who has a story to tell.
"""

import re
from functools import lru_cache

from pipelines.clean.shapes import weight
from pipelines.record import Label

_LONGEST = 260
"""Weight of the longest of them."""
_NETWORK = r"(?:twitter|x|facebook|instagram|threads|bluesky|mastodon|linkedin|tiktok|whatsapp)\b"
_RULES: tuple[tuple[Label, str, str], ...] = (
    (
        "subscribe", "asks to follow somebody",
        (rf"\bfollow (?:him|her|them|me|us|@?\w[\w.]*) (?:on {_NETWORK}|@\w)|\bfollow @\w|\bfolg(?:e|en sie|t) (?:uns|ihm|ihr) (?:auf|bei) {_NETWORK}|"
        rf"\bsuivez-(?:nous|le|la) sur {_NETWORK}|\bs[ií]gue(?:nos|lo|la) en {_NETWORK}|\bsegui(?:ci|lo|la) su {_NETWORK}|"
        rf"\bvolg (?:ons|hem|haar) op {_NETWORK}|\bsiga(?:-nos|-o|-a)? n[oa] {_NETWORK}"),
    ),
    (
        "subscribe", "offers the paper itself",
        (r"\b(?:delivered|sent) (?:straight |directly |right )?(?:to|through) your (?:inbox|letterbox|door|e-?mail)\b|"
        r"\b(?:issues|months|weeks) for (?:just |only )?[£$€]\s?\d|\bdirekt in (?:dein|ihr) (?:e-mail-)?postfach\b|"
        r"\bdirectement dans votre boîte\b|\bdirectamente en tu (?:bandeja|correo)\b|\bdirettamente nella tua casella\b"),
    ),
    (
        "subscribe", "offers to send more",
        (r"\bwe'?ll e-?mail you\b|^(?:do you )?want to be informed\b.{0,120}\bsign up\b|^read or share this story\b"),
    ),
    (
        "widget", "says what the browser has to allow",
        (r"\bjavascript\b.{0,60}\b(?:your|ihrem|deinem|votre|ton|tu|su|seu|tuo|suo|twojej|jouw|uw|din|vašem) \w*(?:browser|navigat|navegador|przeglądar|webbläsar|prohlížeč)|"
        r"\b(?:your|ihrem|deinem|votre|ton|tu|su|seu|tuo|suo|twojej|jouw|uw|din|vašem) \w*(?:browser|navigat|navegador|przeglądar|webbläsar|prohlížeč)\w*.{0,60}\bjavascript\b"),
    ),
    (
        "other", "asks for news",
        (r"^(?:got|do you have|have you got) (?:a|any) (?:story|news|tips?|information)\b.{0,90}(?:e-?mail|contact|get in touch|call us|write to)|"
        r"\b(?:webnews|newsdesk|newsroom|tips|leserbriefe|redaktion)@\w"),
    ),
    (
        "agency_note", "says who else worked on it",
        (r"\bcontributed (?:reporting\b|to this (?:report|story|article)\b)|\bcontributed\.$|^\W?with (?:files|reporting|inputs?) from\b|"
        r"^mit (?:material|informationen) (?:von|der|des)\b|^avec (?:l')?(?:afp|reuters|agences?)\b|^con información de\b"),
    ),
    (
        "agency_note", "says that nobody edited it",
        (r"\bredaktionell nicht bearbeitet\b|\bist eine (?:automatische|maschinelle) übersetzung\b|\bhas not been edited by\b|"
        r"\b(?:auto-generated|published) from a syndicated\b|\b(?:was|has been) (?:automatically|machine)[ -]translated\b|"
        r"\ba été traduit automatiquement\b|\btraducido automáticamente\b|\btradotto automaticamente\b"),
    ),
    (
        "legal", "says whose views these are",
        (r"\b(?:views|opinions)(?: and opinions)? expressed .{0,60}(?:\bare\b|\bdo(?:es)? not\b)|\bnicht (?:unbedingt |notwendigerweise )?die meinung der\b|"
         r"\bne reflètent pas (?:nécessairement )?(?:l'opinion|les opinions)\b|\bno reflejan? (?:necesariamente )?la opinión\b"),
    ),
    ("related", "names what else to see", r"^follow (?:all |our )?(?:of )?(?:our )?(?:full|complete|live|latest) coverage\b|^(?:watch|listen|read|see|video|photos?|gallery)\s*\|\s*\S|^(?:read |see |more )?on \S+\.(?:com|org|net|uk):"),
    (
        "caption", "ends with a picture's credit",
        (r"^.{10,160}[(\[|]\s*(?:©|(?:foto|photo|bild|image|archivbild|symbolbild|фото|imagen|immagine|zdjęcie|fot\.)s?\s*(?:[:©]|by\b|von\b))[^()]{0,60}[)\]]?\.?$"),
    ),
    ("caption", "says who is pictured", r"^pictured(?:,| (?:right|left|above|below|here|at|from|is|are|with)\b)|^(?:im|auf dem) bild:|^sur la photo"),
)  # fmt: skip
_WORDS = re.compile("|".join(f"({words})" for _, _, words in _RULES))
_MAYBE = (
    "follow", "folg", "suiv", "gue", "segui", "volg", "siga", "your", " for ", "direkt", "direct", "dirett", "got", "have", "@", "expressed", "die meinung", "reflètent", "refleja", "contributed", "with",
    "mit ", "avec", "con ", "redaktionell", "bersetzung", "edited", "syndicated", "translated", "traduit", "traduc", "tradott", "|", ".com:", ".org:", ".net:", ".uk:",
    "pictured", "bild", "photo", "foto", "фото", "image", "immag", "zdj", "fot.", "©", "javascript", "mail you", "sign up", "read or share",
)  # fmt: skip
"""Of which one is in every such sentence; most have none, and the pattern is slow."""


@lru_cache(maxsize=4096)
def aside(text: str) -> tuple[Label, str] | None:
    """The label of such a sentence, and what it does.

    >>> aside("Follow Ida Holm's advice.") is None, aside("Got a story? Get in touch at news@bote.example.")
    (True, ('other', 'asks for news'))
    >>> aside("Fox and crow contributed to this report.")
    ('agency_note', 'says who else worked on it')
    """
    if weight(text) > _LONGEST:
        return None
    low = text.casefold()
    found = _WORDS.search(low) if any(word in low for word in _MAYBE) else None
    return _RULES[found.lastindex - 1][:2] if found and found.lastindex else None
