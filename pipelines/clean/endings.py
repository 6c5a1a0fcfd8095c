"""Where the story of a dump is over: at the heading of its comments, of what is said about its author, or at a pay wall.

A comment reads as the story does, and nothing in a dump parts the two but the line above the first one. Such a line may
also stand at the top, as a button; so enough of the story has to be above it.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from pipelines.clean import threads
from pipelines.clean.conversations import is_posted
from pipelines.clean.cues import cue
from pipelines.clean.postmarks import are_buttons
from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.clean.told import is_told
from pipelines.record import Label

_STORY, _LITTLE = 600, 250
"""Weights of the story above a line that ends it, and above one that can be nothing else."""
_SHORT, _SHORTER = 110, 50
"""Weights of the longest line that counts comments, and that announces an author."""
_COUNT = 30
"""Weight up to which a line that counts comments may end in a stop."""
_HALF = 0.5
"""Share of what is kept that has to be above a heading of the comments."""
_BEGUN = 0.8
"""How sure a line is that begins with such words."""
_COUNTED = re.compile(
    r"\W*\d+\s*(?:comments?|responses?|repl(?:y|ies)|thoughts?|kommentare?|antworten|leserkommentare|commentaires?|réponses?|comentarios?|"
    r"respuestas|comentários?|respostas|commenti|risposte|reacties|opmerkingen|kommentarer|kommentit\w*|komentarz\w*|komentář\w*|"
    r"hozzászólás|comentarii|ergänzungen|pingbacks?|trackbacks?|yorum\w*|комментари\w*|коментар\w*|σχόλια|تعليق\w*|条?评论|則?評論|件?のコメント|コメント|댓글)\b",
    re.IGNORECASE,
)
"""``34 responses to …``, ``Комментарии`` with their number before them."""
_THOUGHTS = re.compile(
    r"\W*(?:\d+|one|eine?|une?|uno|um|[eé]én|en|et|один|одна)\s+(?:thoughts? on|repl(?:y|ies) to|responses? to|comments? on|gedanken? zu|kommentare? zu|antworten auf|"
    r"réflexions? (?:sur|au sujet de)|commentaires? sur|comentarios? en|pensamientos? (?:en|sobre)|pensieri? su|riflession[ei] su|comment[oi] su|gedachten? (?:over|op)|"
    r"comentários? em|pensamentos? (?:em|sobre)|tank(?:e|ar|er) (?:på|om)|reakc[ei] na|myśl\w* (?:na temat|o)|мысл\w* (?:про|о|на)|комментари\w* к|думк\w* про|думок про)"
    r"[^“„«\"'「‹]{0,12}[“„«\"'「‹].*|.*[」”»》]\s*(?:への\d+件のフィードバック|に対する\d+件の(?:意見|返信)|有\d+[个個条則].{2,4}|에 대한 \d+개의 (?:생각|댓글))\W*",
    re.IGNORECASE,
)
"""``45 Gedanken zu „…“``: what a much used program for blogs writes above the comments, in the languages it speaks."""
_READERS = re.compile(
    r"(?:responses|replies|réactions|discussion|diskussion|keskustelu|debatte|opinie|diskuse|diskusia|debat|respuestas|respostas|risposte)\W{0,2}\(\d+\)|"
    r"discussion about this post|write a response|inline feedbacks|(?:most )?recent comments|user comments|comments filter:|join the discussion|comment as a guest|"
    r"responses to this article|oldest newest most voted|sort by:? (?:newest|oldest|best|top)|newest first|leser-kommentare|alle kommentare öffnen|kommentare laden|"
    r"(?:ihre )?(?:kommentare|lesermeinungen) zum (?:artikel|thema|beitrag)|forum zum (?:artikel|thema)|les réactions des lecteurs|réactions des lecteurs|"
    r"(?:opiniones|comentarios) de (?:los|nuestros) lectores|(?:i )?commenti dei lettori|comentários dos leitores|läsarkommentarer|skriv din kommentar|opinie czytelników|"
    r"příspěvky v diskusi|olvasói vélemények|okur yorumları|(?:мнения|комментарии) читателей|semua komentar|ユーザーのコメント|베스트 ?댓글",
    re.IGNORECASE,
)
"""``Inline Feedbacks``, ``Leser-Kommentare``: other headings of comments, and what sorts them."""
_SIGNED = re.compile(
    r".{2,60}\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?|uhr|h)?\W*(?:said|says|wrote|writes|schreibt|schrieb|sagte?|a écrit|écrit|dit|dijo|dice|escribió|"
    r"disse|scrive|ha scritto|schreef|skrev|пишет|написал\w*)\W*",
    re.IGNORECASE,
)
"""``Ida Holm on 3 May 2024 at 5:23 pm said:`` above the first comment."""
_ELSEWHERE_SAID = re.compile(r"by u/\S+ from discussion")
_UNPAID = re.compile(r"il vous reste \d+(?:[.,]\d+)?\s?% de (?:cet article|ce texte)\b", re.IGNORECASE)
"""``Il vous reste 57.09% de cet article à lire``: what is below belongs to the page, not to the article."""
_AUTHOR = re.compile(
    r"\W*(?:(?i:about (?:the )?(?:authors?|writer|reporter|contributor)\b|meet the author|author bio|the author|authors?\W*$|"
    r"über (?:den |die )?autor|zum autor|zur autorin|zur person|à propos de l'auteur|sobre (?:el|la|o|a) autora?\b|sull'autore|over de auteur|"
    r"om forfatteren|об авторе)|(?:About|Written by|Published by) [A-ZÀ-ÖØ-Þ])"
)


def ending(pieces: Sequence[Piece], kept: Sequence[bool]) -> tuple[int, Label] | None:
    """Index of the line at which the story is over, and the label of what follows; None where it goes on to the end."""
    said = list(accumulate((weight(p.text) * k for p, k in zip(pieces, kept, strict=True)), initial=0))
    thread = threads.find(pieces, said)
    for i, piece in enumerate(pieces):
        if said[i] < _LITTLE or weight(piece.text) > _SHORT:
            continue
        thought = _THOUGHTS.fullmatch(piece.text) and not _is_sentence(piece.text)
        if i == thread.start or _SIGNED.fullmatch(piece.text) or thought:
            return i, "comments"
        if _UNPAID.match(piece.text):
            return i, "subscribe"
        if said[i] < _STORY:
            continue
        label = _over(piece.text, said[i] / said[-1])
        if label and not (label == "comments" and (thread.whole or _shows(pieces, i))):
            return i, label
    return None


def _shows(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a story shows a comment from elsewhere below a line that says so, or a post above one that counts its replies."""
    return any(_ELSEWHERE_SAID.match(p.text) for p in pieces[i + 1 : i + 2]) or is_posted(pieces, i)


def _is_sentence(text: str) -> bool:
    """``3 responses to the letter were printed on Monday.`` tells of them; a heading has no stop behind its last word.

    Nor has it a colon: ``12 replies came to our question, and these are the best of them:``
    """
    return text.endswith((".", ":", "：")) and weight(text) > _COUNT


def _over(text: str, share: float) -> Label | None:
    """What follows a line, if it is none of the story; ``share`` of what is kept is above it.

    A button to reply may stand below a message that the story shows; where it is below a comment,
    :mod:`pipelines.clean.threads` tells. A heading of other articles ends nothing: papers have them within a story, too.
    """
    if _COUNTED.match(text) and not _is_sentence(text):
        return "comments"
    if share < _HALF:
        return None
    if weight(text) <= _SHORTER and not text.endswith(".") and _AUTHOR.match(text):
        return "byline"
    if _READERS.fullmatch(text):
        return "comments"
    label, sure = cue(text) or ("other", 0.0)
    said = label == "comments" and sure >= _BEGUN and not is_told(text) and not are_buttons(text)
    return label if said else None
