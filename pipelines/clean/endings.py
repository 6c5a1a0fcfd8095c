"""Where the story of a dump is over: at the heading of its comments, or of what is said about its author.

A comment reads as the story does, and nothing in a dump parts the two but the line above the first one. Such a line may
also stand at the top, as a button; so enough of the story has to be above it.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from pipelines.clean.shapes import weight
from pipelines.clean.spans import Piece
from pipelines.record import Label

_STORY, _LITTLE = 600, 250
"""Weights of the story above a line that ends it, and above one that can be nothing else."""
_SHORT, _SHORTER = 110, 50
"""Weights of the longest line that counts comments, and that announces an author."""
_COUNTED = re.compile(
    r"\W*\d+\s*(?:comments?|responses?|repl(?:y|ies)|thoughts?|kommentare?|antworten|leserkommentare|commentaires?|réponses?|comentarios?|"
    r"respuestas|comentários?|respostas|commenti|risposte|reacties|opmerkingen|kommentarer|kommentit\w*|komentarz\w*|komentář\w*|"
    r"hozzászólás|comentarii|yorum\w*|комментари\w*|коментар\w*|σχόλια|تعليق\w*|条?评论|則?評論|件?のコメント|コメント|댓글)\b",
    re.IGNORECASE,
)
"""``34 responses to …``, ``Комментарии`` with their number before them."""
_SIGNED = re.compile(
    r".{2,60}\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?|uhr|h)?\W*(?:said|says|wrote|writes|schreibt|schrieb|sagte?|a écrit|écrit|dit|dijo|dice|escribió|"
    r"disse|scrive|ha scritto|schreef|skrev|пишет|написал\w*)\W*",
    re.IGNORECASE,
)
"""``Ida Holm on 3 May 2024 at 5:23 pm said:`` above the first comment."""
_AUTHOR = re.compile(
    r"\W*(?:(?i:about (?:the )?(?:authors?|writer|reporter|contributor)\b|meet the author|author bio|the author|authors?\W*$|"
    r"über (?:den |die )?autor|zum autor|zur autorin|zur person|à propos de l'auteur|sobre (?:el|la|o|a) autora?\b|sull'autore|over de auteur|"
    r"om forfatteren|об авторе)|(?:About|Written by|Published by) [A-ZÀ-ÖØ-Þ])"
)


def ending(pieces: Sequence[Piece], kept: Sequence[bool]) -> tuple[int, Label] | None:
    """Index of the line at which the story is over, and the label of what follows; None where it goes on to the end."""
    said = list(accumulate((weight(p.text) * k for p, k in zip(pieces, kept, strict=True)), initial=0))
    for i, piece in enumerate(pieces):
        size, told = weight(piece.text), said[i] >= _STORY
        if said[i] < _LITTLE or size > _SHORT:
            continue
        if _SIGNED.fullmatch(piece.text) or (told and _COUNTED.match(piece.text)):
            return i, "comments"
        if told and size <= _SHORTER and 2 * said[i] >= said[-1] and _AUTHOR.match(piece.text):
            return i, "byline"
    return None
