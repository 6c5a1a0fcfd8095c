"""The last sentence of a dump's story, where it is a short one that the classifier takes for furniture.

Of the lines right behind a story that end in a stop, and of which the classifier is not sure, three in five are of it, if
they neither speak to the reader nor of a writer (39 of 63 in marked dumps; with the others half). With which the whole file
ends may be a little less likely, and who did not comment is told in a story alone.
"""

import re
from collections.abc import Sequence

from pipelines.clean.asides import aside
from pipelines.clean.cues import cue
from pipelines.clean.shapes import main_script, stops, weight
from pipelines.clean.sign_offs import sign_off
from pipelines.clean.spans import Piece

_SILENT = re.compile(
    r"\b(?:declined|refused|was not available|were not available|could not be reached|had no) (?:to |for )?(?:any |immediate )?comments?\b"
    r"|\b(?:request|requests) for (?:a )?comment\b|\b(?:did|had) not (?:immediately )?(?:respond|repl(?:y|ied)|return|comment)\b|\bcould not (?:immediately )?be reached\b"
    r"|\bwoll(?:te|ten) sich .{0,60}nicht (?:dazu |weiter )?äußern\b|\bäußerten? sich .{0,30}nicht\b|\b(?:war|waren) .{0,40}nicht zu erreichen\b"
    r"|\bn['’](?:a|ont) pas (?:souhaité|voulu|répondu|réagi|donné suite)\b|\b(?:s'est refusée?|refusé) à tout commentaire\b"
    r"|\b(?:declinó|rehusó|se negó a|no quiso) (?:hacer )?(?:comenta|declara)|\bno respondi(?:ó|eron)\b|\bnão (?:quis|quiseram) (?:comentar|se manifestar)\b|\bnão respond(?:eu|eram)\b"
    r"|\bnon ha(?:nno)? (?:voluto commentare|risposto|rilasciato)\b|\bnessun commento (?:da|del|dal)|\bwil(?:de|den)? (?:niet|geen) (?:reageren|commentaar)\b"
    r"|\bотказал\w* (?:от комментари|комментировать)|\bnie chci\w+ komentować\b|\bodmówi\w+ komentarza\b",
    re.IGNORECASE,
)
_READER = re.compile(
    r"\b(?:you|your|us|we|our|click|subscribe|follow|please|sie|ihre?|ihnen|uns|wir|vous|votre|vos|nous|usted|tu|nuestr\w+|você|nossos?|nossas?|voi|vostr\w+|"
    r"jullie|вы|вас|ваш\w*|мы|нас|javascript|cookies?|copyright|rights|thanks|prices|offers?)\b|^(?:get|want|continue|contact|the post)\b|https?:|www\.|@|©",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"\b(?:writers?|editors?|authors?|journalists?|reporters?|correspondents?|columnists?|professor|contribut\w+|redakteur\w*|autor\w*|journalist\w*|korrespondent\w*|"
    r"journaliste|auteure?|correspondante?|periodista|corresponsal|jornalista|giornalista|published|erschienen|translat\w+)\b",
    re.IGNORECASE,
)
_LEAST, _MOST = 20, 220
_UNSTOPPED = frozenset(("Thai", "Lao", "Khmer", "Burmese"))
"""Scripts in which no sign ends a sentence; weights of what is one there."""
_LEAST_THERE, _MOST_THERE = 140, 500
_LIKELY, _ENDS = -1.0, -2.0
"""Log-odds below which the classifier is too sure that a line is none of the story; and that the file's last one is."""
_FURNITURE = 0.75
"""How sure words are that tell what a line is."""


def last_words(pieces: Sequence[Piece], kept: Sequence[bool], odds: Sequence[float]) -> int | None:
    """Index of the line right behind the story that is its last sentence; None where there is none."""
    last = max((i for i, k in enumerate(kept) if k), default=len(pieces))
    at = last + 1
    if at >= len(pieces) or not _ends(pieces[last].text) or not _is_sentence(pieces[at]):
        return None
    text = pieces[at].text
    if _SILENT.search(text):
        return at
    told = odds[at] > (_ENDS if at == len(pieces) - 1 else _LIKELY)
    return at if told and not _READER.search(text) and not _WRITER.search(text) else None


def _ends(text: str) -> bool:
    """Whether a line ends as a sentence does, or is long enough for one where no sign ends them."""
    return stops(text) or (weight(text) >= _LEAST_THERE and main_script(text) in _UNSTOPPED)


def _is_sentence(piece: Piece) -> bool:
    text = piece.text
    if (
        not piece.open
        or not _LEAST <= weight(text) <= (_MOST if stops(text) else _MOST_THERE)
        or not _ends(text)
        or text.endswith(("...", "…", "?", "!"))
    ):
        return False
    return (cue(text) or ("", 0))[1] < _FURNITURE and aside(text) is None and sign_off(text) is None
