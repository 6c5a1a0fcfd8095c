"""Is there an article? If not, why not: a closed list of reasons, each with what was seen."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.clean.archives import archive
from pipelines.clean.decode import declared_wide
from pipelines.clean.draft import Draft
from pipelines.clean.interstitials import interstitial, missing
from pipelines.clean.listings import listing
from pipelines.clean.shapes import main_script, sentences, stops, weight
from pipelines.clean.walls import wall
from pipelines.encoding import marked
from pipelines.page import Page
from pipelines.record import Reason, Record

LARGEST = 12_000_000
"""Bytes. No article is that long; parsing such a page takes minutes."""
_SHORTEST = 150
"""Weight below which a text is no article: one or two sentences."""
_BRIEF, _SENTENCES = 100, 3
"""Weight and sentences from which on a text with a headline is one, where a page says when it appeared or who wrote it."""
_DENSE = (
    (re.compile(r"[\u1200-\u137f]"), 0.8),
    (re.compile(r"[\uac00-\ud7af]"), 1.0),
    (re.compile(r"[\u3400-\u9fff]"), 1.2),
    (re.compile(r"[\u0590-\u05ff\u0600-\u06ff]"), 0.3),
)
"""Letters that say more than one of a Latin script, and how much more than their weight: estimates of how much shorter the same
text is in Amharic, Korean, Chinese, Hebrew and Arabic than in English."""
_STOPS = "።។"
"""Ends of sentences in Amharic and Khmer."""
_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
    b"\x00\x00\x00",
    b"ID3",
)
_ODD = bytes(code for code in range(32) if code not in (9, 10, 11, 12, 13, 27, 28, 29, 30, 31))
_TEXT_TYPES = ("text/", "application/xhtml", "application/xml", "message/", "application/octet-stream")
_DOCUMENT = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"<(?:p|div|span|a|article|h1|meta|script|br)\b[^>]{0,500}>", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"^\W*(?:(?:http\W*)?(?:error|erreur|fehler|erro|errore|fel|feil|fout|ошибка|خطأ|エラー)\W*)?404(?!\d)(?=\W*(?:$|[-–—|:]|not|error|erreur))|"
    r"page not found|page (?:can(?:no|')t|could not) be found|page (?:introuvable|non trouvée)|page n'existe (?:pas|plus)|seite (?:wurde )?nicht gefunden|"
    r"página no (?:encontrada|existe)|página não encontrada|pagina non trovata|pagina niet gevonden|sidan (?:kunde inte hittas|hittades inte)|siden (?:blev )?ikke (?:funnet|fundet)|"
    r"sivua ei löy|nie znaleziono strony|strona nie istnieje|stránka nenalezena|страница не найдена|страницы не существует|сторінку не знайдено|"
    r"الصفحة غير موجودة|页面不存在|找不到页面|頁面不存在|找不到頁面|ページが見つかりません|페이지를 찾을 수 없|sayfa bulunamadı",
    re.IGNORECASE,
)
"""Says that there is no page."""
_NOTHING = re.compile(
    r"(?<!\d)404(?!\d)|n'existe (?:pas|plus)|لم يتم العثور|見つかりませんでした|no longer available|has been removed|nicht mehr verfügbar",
    re.IGNORECASE,
)
"""Says it too, but news are headed so as well ("The statue has been removed"): counts only where next to nothing else is said."""
_CONSENT = (
    "cookie", "consent", "çerez", "privacidad", "vie privée", "prywatnoś", "soukromí", "конфиденциальност", "personvern", "evästei", "einwilligung", "zustimm", "consenso", "toestemming", "samtykke", "samtycke", "согласие", "согласия",
    "الموافقة", "ملفات تعريف الارتباط", "同意", "クッキー", "쿠키", "gdpr", "privacy", "datenschutz", "tracking",
)  # fmt: skip
_STATED = ("json-ld", "meta", "column", "url")
"""Sources of a date that are of the page, whatever it shows."""
_DRAWN = 10_000
"""Bytes of a page from which on it is one that only a browser shows, if there is no text on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why a page is no article."""

    reason: Reason
    evidence: str


def unreadable(page: Page) -> Verdict | None:
    """What can be told before decoding."""
    if page.status is not None and not 200 <= page.status < 300:
        return Verdict(reason="error_status", evidence=f"HTTP status {page.status}")
    if len(page.body) > LARGEST:
        return Verdict(reason="too_large", evidence=f"{len(page.body)} bytes, more than {LARGEST}")
    if not page.body.strip(b" \t\r\n\x0b\x0c"):
        return Verdict(reason="empty", evidence="no bytes but white space")
    kind = page.media_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith(_TEXT_TYPES):
        return Verdict(reason="not_text", evidence=f"Content-Type is {kind[:80]}")
    return _binary(page.body, page.media_type)


def _binary(body: bytes, media_type: str) -> Verdict | None:
    if (mark := marked(body)) and mark[0] != "utf-8":
        return None  # UTF-16 and UTF-32 are full of zeros
    if body.startswith(_MAGIC):
        return Verdict(reason="not_text", evidence=f"begins as a binary file does: {body[:4]!r}")
    head = body[:65536]
    if wide := declared_wide(body, media_type):  # a text without ASCII letters shows no pattern of zeros
        head = head.decode(wide, "replace").encode()
    odd = len(head) - len(head.translate(None, _ODD))
    if odd > len(head) / 100:
        return Verdict(reason="not_text", evidence=f"{odd} control characters in the first {len(head)} bytes")
    return None


def is_markup(page: Page, text: str) -> bool:
    """HTML, by its type or, where that says nothing, by its look."""
    kind = page.media_type.partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    if _DOCUMENT.match(text[:5000]):
        return True
    return kind != "text/plain" and len(_TAGS.findall(text[:20000])) > 5


def no_article(draft: Draft, made: Record) -> Verdict | None:
    """The reason why the page is no article, if it is none."""
    if not draft.pieces:
        drawn = draft.markup and len(draft.page.body) > _DRAWN
        though = f", though {len(draft.page.body):,} bytes of markup: a script draws it" if drawn else ""
        return Verdict(reason="empty", evidence=f"no text on the page{though}")
    size = weight(made.text)
    told = _said(draft, made, size)
    return (
        _gone(draft, made, size)
        or _consent(draft, size)
        or _instead(draft, made)
        or _walled(draft, made, size)
        or _index(draft, made, size)
        or _short(draft, told)
    )


def _gone(draft: Draft, made: Record, size: int) -> Verdict | None:
    titles = [draft.stated.title or "", made.headline or "", *(p.text for p in draft.labelled("headline"))]
    top = _saying(_NO_PAGE, (t for t in titles if weight(t) < 120)) if size <= 1200 else None
    if top is None and size < 300:
        others = [p.text for p in draft.pieces[:40] if weight(p.text) < 160] if draft.markup else []
        top = _saying(_NO_PAGE, others)
        if top is None and made.date_published is None:  # of what is not there nobody says when it appeared
            top = _saying(_NOTHING, (*(t for t in titles if weight(t) < 120), *others))
    return Verdict(reason="soft_404", evidence=f"says: {top[:120]}") if top is not None else None


def _saying(what: re.Pattern[str], texts: Iterable[str]) -> str | None:
    return next((t for t in texts if what.search(t.replace("\u2019", "'"))), None)


def _consent(draft: Draft, size: int) -> Verdict | None:
    texts = [p.text for p in draft.pieces]
    total = sum(map(weight, texts)) or 1
    if total >= 8000 or not asks("\n".join(texts)):
        return None
    if sum(weight(p.text) for p in draft.body if not asks(p.text)) >= 400:
        return None  # an article with a banner before it
    asking = [t for t in texts if asks(t)]
    if len(asking) >= 2 and sum(map(weight, asking)) > 0.35 * total:
        return Verdict(reason="consent_page", evidence=f"asks for consent: {asking[0][:120]}")
    return None


def asks(text: str) -> bool:
    """Whether a text speaks of consent, cookies or privacy.

    >>> asks("We use COOK\u0130ES"), asks("The cook left.")
    (True, False)
    """
    low = text.lower()
    if not low.isascii():  # other letters that are an i or s in another case
        low = low.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")
    return any(word in low for word in _CONSENT)


def _instead(draft: Draft, made: Record) -> Verdict | None:
    """What only speaks to the reader; of an article it is said when it appeared, or who wrote it."""
    if not draft.markup or made.date_published or made.authors or draft.stated.article:
        return None
    headings = [draft.stated.title or "", *(p.text for p in draft.pieces if "h1" in p.tags)]
    sentences = [p.text for p in draft.body]
    if gone := missing(headings, sentences):
        return Verdict(reason="soft_404", evidence=f"says: {gone[:120]}")
    seen = interstitial(headings, sentences)
    return Verdict(reason="not_article", evidence=seen) if seen else None


def _walled(draft: Draft, made: Record, size: int) -> Verdict | None:
    if size >= _SHORTEST:
        return None
    closed = made.is_accessible_for_free is False
    sign = wall(draft)
    if not (closed or sign):
        return None
    return Verdict(
        reason="paywall_stub",
        evidence=f"no text before the wall: {(sign or 'isAccessibleForFree false')[:120]}",
    )


def _index(draft: Draft, made: Record, size: int) -> Verdict | None:
    said = made.origins.get("date_published")
    dated = said is not None and said.source.startswith(
        _STATED
    )  # what a list shows are the dates of its articles
    seen = listing(draft, size) or (archive(draft) if draft.markup and not dated else None)
    return Verdict(reason="index_page", evidence=seen) if seen else None


def _said(draft: Draft, made: Record, size: int) -> int:
    """The weight of a text, counted fully; enough for an article where a short one is whole all the same."""
    if size == 0 or size >= _SHORTEST:
        return size
    full = size + int(sum(more * len(letters.findall(made.text)) for letters, more in _DENSE))
    headed = made.headline or not (draft.markup or stops(draft.body[0].text))
    # a page's own notes are mostly in Latin letters
    plain = not draft.markup and main_script(made.text) != "Latin"
    whole = headed and (made.date_published or made.authors or plain)
    ended = sentences(made.text) + sum(map(made.text.count, _STOPS))
    brief = whole and full >= _BRIEF and ended >= _SENTENCES
    return max(full, _SHORTEST) if brief else full


def _short(draft: Draft, size: int) -> Verdict | None:
    if size == 0 and sum(weight(p.text) for p in draft.pieces) >= _SHORTEST:
        return Verdict(reason="not_article", evidence="no paragraph of an article found")
    if size < _SHORTEST:  # a dump of one line is short, whatever that line is
        return Verdict(reason="too_short", evidence=f"{size} letters of text, fewer than {_SHORTEST}")
    return None
