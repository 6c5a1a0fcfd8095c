"""What a paper notes of a story on its page: what it changed in it, and the list of its footnotes.

Papers put "Update:" before what they changed, and before news. So that word alone makes no correction: what follows has to
say what became of the article.
"""

import re
from collections.abc import Sequence

from pipelines.clean import words
from pipelines.clean.cues import begins
from pipelines.clean.shapes import squash, weight
from pipelines.clean.spans import Piece

_LABEL = re.compile(
    r"^\W*(?:update|updated|aktualisierung|aktualisiert|mise à jour|actualización|actualizado|atualização|aggiornamento|bijgewerkt|обновление|обновлено)\b[^:：–—]{0,40}[:：–—]\s*",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"^\W*(?:this (?:story|article|post|piece|headline) (?:has been|was|is being) (?:\w+ )?(?:updated|corrected|amended|changed|edited|clarified)\b|"
    r"(?:dieser (?:artikel|text|beitrag|bericht)|diese meldung) (?:wurde|ist) .{0,60}\b(?:aktualisiert|korrigiert|ergänzt|geändert|berichtigt)\b|"
    r"(?:cet article|ce texte|cette dépêche) a été .{0,30}\b(?:mise? à jour|corrigée?|modifiée?|actualisée?)\b|"
    r"(?:este artículo|este texto|esta nota|esta noticia) (?:ha sido|fue) .{0,30}\b(?:actualizad|corregid|modificad)[oa]\b|"
    r"(?:este artigo|este texto|esta reportagem|esta matéria) foi .{0,30}\b(?:atualizad|corrigid|alterad)[oa]\b|"
    r"questo articolo è stato .{0,30}\b(?:aggiornato|corretto|modificato)\b|"
    r"dit (?:artikel|bericht) (?:is|werd) .{0,40}\b(?:bijgewerkt|aangepast|gecorrigeerd|geüpdatet)\b|"
    r"errata corrige\b|(?:материал|текст|статья|новость) (?:был[ао]? )?(?:обновл|исправл|дополн)ен)",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"^\W*(?:an|a) (?:earlier|previous) version of (?:this|our) (?!(?:\S+ ){0,3}(?:articles?|story|stories|posts?|reports?|pieces?|headline|columns?|page|text|version|obituary|review|interview|newsletter|"
    r"caption|graphics?|map|chart|table|gallery|podcast|video|list|recipe|essay|op-ed|editorial|analysis|profile|dispatch|briefing|blog|timeline|item|copy|entry|guide|quiz|letter|feature|explainer|transcript|file|web|online|news)\b)",
    re.IGNORECASE,
)
"""``An earlier version of this song was written in 1931``: of something else than the article."""
_DATED = re.compile(
    r"\b(?:published|posted|updated|publié|mise? à jour|veröffentlicht|aktualisiert|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|publicerad|uppdaterad|opublikowano|опубликовано)\b\W{0,3}(?:(?:on|at|le|am|el|em|il|op|den)\b )?\W?(?:\w+ )?\d",
    re.IGNORECASE,
)
_BYLINE = 200
"""Weight of the longest byline that says when a story appeared, and how long it takes to read it."""
_HEADING = 40
"""Weight of the longest heading of footnotes."""
_FOOTNOTES = frozenset(
    squash(name)
    for name in (
        "footnotes", "endnotes", "fußnoten", "fussnoten", "notes de bas de page", "notas al pie", "notas a pie de página", "notas de rodapé",
        "note a piè di pagina", "voetnoten", "fotnoter", "fodnoter", "alaviitteet", "przypisy", "poznámky pod čarou", "lábjegyzetek",
        "dipnotlar", "υποσημειώσεις", "сноски", "примечания", "виноски", "הערות שוליים", "الهوامش", "脚注", "脚註", "각주",
    )
)  # fmt: skip


def corrects(text: str) -> bool:
    """Whether a paragraph says what a paper corrected or changed in the article.

    >>> corrects("Update: An earlier version of this story had the wrong ferry."), corrects("UPDATE: The ferry sank.")
    (True, False)
    """
    labelled = _LABEL.match(text)
    rest = text[labelled.end() :] if labelled else text
    noted = begins(rest, words.CORRECTION) and not _VERSION.match(rest)
    return noted or _CHANGED.match(rest) is not None


def footed(pieces: Sequence[Piece], first: int) -> frozenset[int]:
    """Indices of the items of lists that stand below a heading that calls them footnotes, and of the heading."""
    out = set[int]()
    for i, piece in enumerate(pieces[first:], first):
        if weight(piece.text) <= _HEADING and squash(piece.text) in _FOOTNOTES:
            below = next((k for k in range(i + 1, len(pieces)) if "li" not in pieces[k].tags), len(pieces))
            out |= set(range(i, below)) if below > i + 1 else set()
    return frozenset(out)


def is_dated_byline(text: str) -> bool:
    """Whether a line begins as a byline does, and says when what it names the writer of appeared.

    >>> is_dated_byline("Par Ida Holm, à Orlo. Publié le 2 juin 2023 à 07h45. Lecture 3 min.")
    True
    """
    return weight(text) <= _BYLINE and begins(text, words.BYLINE) and _DATED.search(text) is not None
