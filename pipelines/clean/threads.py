"""The first comment below a dump's story, where no heading stands above it: who wrote it and when, and a button to reply.

A name and a time alone may stand above a part of the story, as in a live ticker; so a word for replying has to be there: in the
same line, or alone on one of the next lines.
"""

import re
from collections.abc import Sequence

from pipelines.clean.cities import DAYS
from pipelines.clean.moments import spans
from pipelines.clean.shapes import stops, weight
from pipelines.clean.spans import Piece

_REPLIES = """
reply respond antworten antwort répondre responder rispondi svara svar svare odpowiedz odpovědět odpovedať beantwoorden reageer reageren antwoord ответить відповісти
yanıtla cevapla válasz răspunde vastaa απάντηση رد 返信 回复 回覆 답글 balas
"""
_OTHERS = """
report flag like likes share quote permalink link edit recommend upvote downvote hide delete block comment up down vote votes helpful thumbs
melden zitieren gefällt mir empfehlen teilen bearbeiten bewerten signaler citer aime alerter partager recommander denunciar reportar gusta compartir citar votar
curtir compartilhar gostei segnala piace condividi cita leuk delen rapporteer melden zgłoś cytuj lubię udostępnij пожаловаться цитировать нравится ссылка жалоба
anmäl gilla dela beğen şikayet et paylaş nahlásit to di a j un
"""
_BESIDE = "at um à a las às alle om o kl kl. h uhr uur am pm a.m p.m on am le el il op den saat godz в"
_REPLY = frozenset(_REPLIES.split())
_BUTTONS = _REPLY | frozenset(_OTHERS.split()) | {"d", "h", "m", "w", "y", "min"}
_JOINTS = frozenset(_BESIDE.split())
_SAYS = re.compile(
    r".{2,40}\s(?:says|said|wrote|sagt|sagte|schreibt|meint|dit|écrit|dice|dijo|disse|diz|scrive|zegt|schreef|säger|skriver|sier|mówi|pisze|říká|говорит|пишет|каже)\s?[:：]",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\d+\s?(?:days?|hours?|hrs?|minutes?|mins?|weeks?|months?|years?) ago|vor \d+ (?:tag|stund|minut|woch|monat|jahr)\w*|il y a \d+ (?:jour|heure|minute|semaine|mois|an)s?|"
    r"hace \d+ (?:día|hora|minuto|semana|mes|año)\w*|há \d+ (?:dia|hora|minuto|semana|m[eê]s|ano)\w*|\d+ (?:giorn|or|minut|settiman|mes|ann)[ieao] fa|"
    r"\d+ (?:dag|uur|uren|min|we|maand|jaar)\w* geleden|för \d+ \w+ sedan|\d+ (?:gün|saat|dakika|hafta|ay|yıl) önce|\d+ (?:дн|час|мин|нед|мес|год|лет|день)\w* назад|\d+ (?:dni|godz|min|tyg|mies)\w*\.? temu",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_NAME, _LINE, _BUTTON = 45, 110, 45
"""Weights of the longest name, line with a name and a time, and line of buttons."""
_NEXT = 3
"""Lines below a name and a time in which the button to reply may stand: the comment comes first."""


def begins(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a comment begins with a line, one of the :func:`openings`."""
    text = pieces[i].text
    if weight(text) > _LINE or stops(text.rstrip(".")):
        return False
    if any(map(str.isdigit, text)) and (said := _when(text)):
        head, replies = said
        return bool(head) and (replies or _replied(pieces, i + 1))
    if weight(text) > _NAME or i + 2 >= len(pieces):
        return False
    below = _when(pieces[i + 1].text)
    if below and not below[0]:
        return below[1] or _SAYS.fullmatch(text) is not None or _replied(pieces, i + 2)
    liked = pieces[i + 2].text
    return text[0].isupper() and any(map(str.isdigit, liked)) and _are_buttons(liked, least=2)


def openings(pieces: Sequence[Piece]) -> frozenset[int]:
    """Lines that :func:`begins` need be asked of: where somebody says something, or a word for replying is near."""
    lines = [p.text.casefold() if weight(p.text) <= _LINE else "" for p in pieces]
    whole = "\n".join((*lines, ""))  # most dumps have no such word, and no such line
    if not (any(word in whole for word in _REPLY) or ":\n" in whole or "：\n" in whole):
        return frozenset()
    return frozenset(i - above for i, low in enumerate(lines) if _talks(low) for above in range(_NEXT + 2))


def _talks(low: str) -> bool:
    return not _REPLY.isdisjoint(_WORD.findall(low)) or _SAYS.fullmatch(low) is not None


def _when(text: str) -> tuple[str, bool] | None:
    """What stands before a time, and whether behind it a button to reply; None for a line that tells more."""
    if weight(text) > _LINE or not any(map(str.isdigit, text)):
        return None
    ago = _AGO.search(text)
    found = spans(text) if ago is None else [ago.span()]
    if len(found) != 1:
        return None
    start, end = found[0]
    head, tail = text[:start].strip(" \t|•·,.-–—~@"), [w.casefold() for w in _WORD.findall(text[end:])]
    if weight(head) > _NAME or not all(word in _BUTTONS or word in _JOINTS for word in tail):
        return None
    bare = " ".join(w for w in head.split() if w.strip(",.").casefold() not in DAYS | _JOINTS)
    return bare, not _REPLY.isdisjoint(tail)


def _replied(pieces: Sequence[Piece], first: int) -> bool:
    return any(_are_buttons(piece.text) for piece in pieces[first : first + _NEXT])


def _are_buttons(text: str, least: int = 1) -> bool:
    """Whether a line is buttons below a comment and nothing else, one of them to reply."""
    if weight(text) > _BUTTON:
        return False
    said = [w.casefold() for w in _WORD.findall(text)]
    return len(said) >= least and all(word in _BUTTONS for word in said) and not _REPLY.isdisjoint(said)
