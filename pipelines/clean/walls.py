"""Pay walls: the line that says that the rest is for subscribers."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.clean.draft import Draft
from pipelines.clean.shapes import main_script, stops, weight
from pipelines.clean.spans import Piece
from pipelines.clean.told import is_told
from pipelines.record import BODY_LABELS

_SAYS = (
    "subscribe to read", "subscribe to continue", "subscribe to keep reading", "to view the full story", "to read the full story", "to read the full article", "subscriber only", "subscribers only", "for subscribers", "to continue reading",
    "already a subscriber", "log in to read", "log in to continue",
    "réservé aux abonnés", "pour lire la suite", "pour lire l'intégralité", "pour lire cet article en entier", "article réservé", "article est réservé", "% de cet article", "% de ce texte", "abonnez-vous pour",
    "nur für abonnenten", "weiterlesen mit", "jetzt weiterlesen", "um weiterzulesen", "um diesen artikel weiterzulesen", "exklusiv für abonnent",
    "solo para suscriptores", "exclusivo para suscriptores", "para seguir leyendo", "para leer el artículo completo", "per leggere l'articolo completo", "contenido exclusivo", "exclusivo para assinantes",
    "riservato agli abbonati", "contenuto riservato", "alleen voor abonnees", "för prenumeranter", "för att läsa vidare", "for abonnenter",
    "tylko dla prenumeratorów", "tylko dla subskrybentów", "только для подписчиков", "чтобы читать дальше", "доступно по подписке",
    "للمشتركين فقط", "لمتابعة القراءة", "订阅后", "會員專享", "仅限会员", "有料会員", "会員限定", "続きを読むには", "유료회원", "abonelere özel",
)  # fmt: skip
_WRITTEN = tuple(said.encode() for said in _SAYS)
"""As bytes, which are searched in half the time of a text that is not ASCII."""
_ADDRESSED = re.compile(
    r"\b(?:you|your|article|story|content|post|newsletter|access|please|log in|sign in|sie|ihre?|ihnen|dein\w*|artikels?|inhalte?|beitrags?|texte?s?|jetzt|"
    r"vous|votre|vos|contenus?|suite|tu|tus|usted|artículos?|contenidos?|suscríb\w*|você|artigos?|conteúdos?|matéria|assine|articol[oi]|contenut[oi]|abbonati\W|"
    r"jij|jouw|uw|artikkel\w*|artikel\w*|din|dig|läs\w*|læs\w*|denne|denna|artykuł\w*|treś\w*|tekst\w*|tartalom|articolul\w*|haber\w*|içeri\w*)\b|"
    r"^\W*subscribe\b|(?:subscribers|abonnenten|abonnés|suscriptores|assinantes|abbonati|abonnees|prenumeranter|abonnenter|prenumeratorów|subskrybentów)(?: only)?\W*$",
    re.IGNORECASE,
)
"""What such a line speaks of: the reader, the article, those for whom it is."""
_LONGEST, _WORDS = 260, 7
"""Weight of the longest such line, and words of the shortest sentence of a story."""
_WHOLE_STORY = 2500
"""Weight of a text from which on it is no beginning of one."""
_AROUND = frozenset(("nav", "header", "footer", "aside"))
"""Elements of the page around an article, which speak to subscribers on every page."""


def wall_lines(pieces: Sequence[Piece]) -> frozenset[str]:
    """The lines of a page that say that the rest is for subscribers.

    >>> line = "Dieser Artikel ist nur für Abonnenten."
    >>> wall_lines([Piece(line, 0, 0), Piece("Storm hits coast", 0, 0)]) == {line}
    True
    """
    texts = [p.text for p in pieces if weight(p.text) < _LONGEST]
    said = _said("\n".join(texts))  # most pages have none, and are not asked for line by line
    return frozenset(t for t in texts if said and _said(t) and not tells(t))


def tells(text: str) -> bool:
    """Whether a sentence that has such words is one of a story: it speaks neither to the reader nor of the article.

    Only where the words for these are known: in Latin letters.

    >>> tells("Only the riddle is for subscribers only, the editor said."), tells("This article is for subscribers only.")
    (True, False)
    """
    if is_told(text):
        return True
    return (
        stops(text)
        and len(text.split()) >= _WORDS
        and _ADDRESSED.search(text) is None
        and main_script(text) == "Latin"
    )


@lru_cache(maxsize=4)  # the rules ask for the lines of a page, then the fields do
def _said(text: str) -> bool:
    low = text.lower().replace("\u2019", "'").encode("utf-8", "surrogatepass")
    return any(said in low for said in _WRITTEN)


def wall(draft: Draft) -> str | None:
    """The line of a page that says so: below what can be read, and of the article, not of the page around it."""
    lines = wall_lines(draft.pieces)
    if not lines or not _said(draft.text):
        return None
    body = [i for i, p in enumerate(draft.pieces) if p.label in BODY_LABELS]
    if sum(weight(draft.pieces[i].text) for i in body) >= _WHOLE_STORY:
        return None
    below = draft.pieces[body[-1] + 1 :] if body else draft.pieces
    return next((p.text for p in below if p.text in lines and p.tags.isdisjoint(_AROUND)), None)
