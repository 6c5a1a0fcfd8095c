"""What stands around a reader's comment on a page: who wrote it, how long ago, and the buttons below it."""

import re
from functools import lru_cache

from pipelines.clean.cities import DAYS
from pipelines.clean.moments import spans
from pipelines.clean.shapes import stops, weight

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
REPLY = frozenset(_REPLIES.split())
_BUTTONS = REPLY | frozenset(_OTHERS.split()) | {"d", "h", "m", "w", "y", "min"}
_JOINTS = frozenset(_BESIDE.split())
_BESIDE_NAMES = DAYS | _JOINTS
"""Words between a name and a time."""
_ALSO = """
likereply replydelete likelike expand full award respect abuse click rate rating this with moderator save embed parent report context recommended flagged
zitat permalink kommentar beitrag auf diesen gut schlecht kommentieren abus contenu abusif commentaire cet le ce recommandé utile pertinent
respondre comentario comentário abuso rapporter rapportera citera gillar reagovat zareagovat válaszol erre jelentem odpowiedzi zgłoszenie moderacji do
laporkan suka rapor yorumu 赞 举报 顶 踩 支持 反对 参考になった 共感した うーん 件 非表示 報告 공감 비공감 신고 הגב לתגובה זו לכתבה דווח إعجاب تبليغ
"""
_FIRMLY = """
report flag likes recommend respect upvote downvote likereply replydelete like melden zitieren gefällt empfehlen signaler alerter recommander citer denunciar reportar citar
curtir gostei segnala rapporteer zgłoś cytuj пожаловаться цитировать нравится anmäl gilla beğen şikayet nahlásit reagovat rapporter citera laporkan válaszol
赞 举报 参考になった 共感した 공감 비공감 신고 הגב דווח إعجاب تبليغ rate quote
"""
_LIKES = "like likes quote rate recommend gilla gillar beğen curtir gostei нравится 赞 empfehlen recommander"
_BELOW = _BUTTONS | frozenset(_ALSO.split())
"""Words of a line of buttons below a comment."""
FIRM = frozenset(_FIRMLY.split())
"""Those that stand at a comment and, but for one or the other, nowhere else; a text may be shared and printed, too."""
_FIRMEST = FIRM - frozenset(_LIKES.split())
"""Without what readers may do with a text, too."""
_PHRASES = re.compile(
    r"(?:new )?click to rate.*|rate comment\W.*|complain about this comment|like \(\d+\)|recommend\?? ?\(\d+\)|\d+ recommend|reaktionen auf diesen kommentar.*|"
    r"\d+ repl(?:y|ies)(?: by .*)?|oceń: ?[+-]?\d+|válasz erre",
    re.IGNORECASE,
)
SAYS = re.compile(
    r".{2,40}\s(?:says|said|wrote|sagt|sagte|schreibt|meint|dit|écrit|dice|dijo|disse|diz|scrive|zegt|schreef|säger|skriver|sier|mówi|pisze|říká|говорит|пишет|каже)\s?[:：]",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\d+\s?(?:days?|hours?|hrs?|minutes?|mins?|weeks?|months?|years?|[hdwmy]|mo|yr|wk)\.? ago|an? (?:day|hour|minute|week|month|year) ago|"
    r"vor \d+ (?:tag|stund|minut|woch|monat|jahr)\w*|il y a \d+ (?:jour|heure|minute|semaine|mois|an)s?|"
    r"hace \d+ (?:día|hora|minuto|semana|mes|año)\w*|há \d+ (?:dia|hora|minuto|semana|m[eê]s|ano)\w*|\d+ (?:giorn|or|minut|settiman|mes|ann)[ieao] fa|"
    r"\d+ (?:dag|uur|uren|min|we|maand|jaar)\w* geleden|för \d+ \w+ sedan|\d+ (?:timer|dager|dage|minutter|uker|uger|måneder|år) siden|"
    r"\d+ (?:gün|saat|dakika|hafta|ay|yıl) önce|\d+ (?:дн|час|мин|нед|мес|год|лет|день)\w* назад|\d+ (?:dni|godz|min|tyg|mies)\w*\.? temu|"
    r"\d+ (?:jam|hari|menit|minggu|bulan|tahun)(?: yang)? lalu|منذ \d+ \w+|منذ (?:ساعتين|يومين|ساعة|يوم|شهر|شهرين)|לפני (?:\d+ \w+|שעה|שעתיים|יום|יומיים)|"
    r"\d+\s?(?:分|時間|日|週間|か月|ヶ月|年|分钟|小时|天|个月|分鐘|小時)前|\d+\s?(?:분|시간|일|주|개월|년)\s?전",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_BARE = re.compile(
    rf"\d+(?:d|h|hr|min|w|wk|mo|y|yr)|(?:{_MONTHS})[a-z]{{0,6}}\.? \d{{1,2}}|\d{{1,2}}月\d{{1,2}}日 \d{{1,2}}:\d\d|"
    r"(?:\d{1,2} (?:янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w*|вчера|сегодня) в \d{1,2}:\d\d",
    re.IGNORECASE,
)
"""A time of which nothing else is in the line: ``8d``, ``Mar 12``."""
_CHANGED = ("edited", "bearbeitet", "modifié", "editado", "modificato", "изменено")
_EDITED = re.compile(rf"\W*\(?(?:{'|'.join(_CHANGED)})\)?$", re.IGNORECASE)
_EDITS = (*_CHANGED, *(f"{word})" for word in _CHANGED))
"""How such a line ends; most are not asked further."""
_CLOCK = re.compile(
    r"(?<![\d.])\d{1,2}\s?[:.h]\s?\d\d(?![\d.])|\d:\d\d|\d\s?(?:[ap]\.?m|uhr)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
NAME, LINE, _BUTTON = 45, 110, 45
"""Weights of the longest name, line with a name and a time, and line of buttons."""
_SHORT = 60
"""Weight of the longest line that is no sentence of a comment."""


def words(text: str) -> list[str]:
    """The words of a line in small letters."""
    return [w.casefold() for w in _WORD.findall(text)]


@lru_cache(maxsize=4096)
def when(text: str) -> tuple[str, bool] | None:
    """What stands before a time, and whether behind it a button to reply; None for a line that tells more."""
    if weight(text) > LINE:
        return None
    if text.casefold().endswith(_EDITS):
        text = _EDITED.sub("", text)
    if _BARE.fullmatch(text):
        return "", False
    counted = any(map(str.isdigit, text))
    if not counted and text.isascii() and not text.endswith("ago"):
        return None
    ago = _AGO.search(text)
    if ago is None and not counted:
        return None
    found = spans(text) if ago is None else [ago.span()]
    if len(found) != 1:
        return None
    start, end = found[0]
    head, tail = text[:start].strip(" \t|•·,.-–—~@"), words(text[end:])
    if weight(head) > NAME or not all(word in _BELOW or word in _JOINTS for word in tail):
        return None
    bare = " ".join(w for w in head.split() if w.strip(",.").casefold() not in _BESIDE_NAMES)
    return bare, not REPLY.isdisjoint(tail)


def is_stamped(text: str) -> bool:
    """Whether the time of a line has an hour: a letter to the editor has its day alone."""
    return _CLOCK.search(text) is not None


def are_buttons(text: str, least: int = 1) -> bool:
    """Whether a line is buttons below a comment and nothing else, one of them to reply."""
    if weight(text) > _BUTTON:
        return False
    said = words(text)
    return len(said) >= least and all(word in _BUTTONS for word in said) and not REPLY.isdisjoint(said)


@lru_cache(maxsize=4096)
def is_below(text: str, *, sure: bool = False) -> bool:
    """Whether a line is what readers may do with a comment: reply to it, report it, say that they like it.

    ``sure``: what they may do with nothing else.
    """
    if weight(text) > _SHORT:
        return False
    said = words(text)
    if REPLY.isdisjoint(said) and (_FIRMEST if sure else FIRM).isdisjoint(said):
        return _PHRASES.fullmatch(text) is not None
    return (
        all(word in _BELOW for word in said) or when(text) is not None or _PHRASES.fullmatch(text) is not None
    )


def is_short(text: str) -> bool:
    """Whether a line is no sentence: a name, a rank, the title of a comment."""
    return weight(text) <= _SHORT and not stops(text.rstrip("?."))


def is_trifle(text: str) -> bool:
    """Whether a line is a count or a sign, or another of the buttons."""
    return not words(text) or all(word in _BELOW for word in words(text))


def is_name(text: str) -> bool:
    """Whether a line may be the name of who writes a comment."""
    return (
        weight(text) <= NAME
        and not stops(text.rstrip("."))
        and not text.endswith((":", "："))
        and len(text.split()) <= 5
        and bool(words(text))
        and not is_trifle(text)
    )
