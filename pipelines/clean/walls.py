"""Pay walls: the line that says that the rest is for subscribers."""

from functools import lru_cache

from pipelines.clean.draft import Draft
from pipelines.clean.shapes import weight

_SAYS = (
    "subscribe to read", "subscribe to continue", "subscriber only", "subscribers only", "for subscribers", "to continue reading",
    "already a subscriber", "log in to read", "log in to continue",
    "réservé aux abonnés", "pour lire la suite", "article réservé", "article est réservé", "il vous reste", "abonnez-vous pour",
    "nur für abonnenten", "weiterlesen mit", "jetzt weiterlesen", "um weiterzulesen", "um diesen artikel weiterzulesen", "exklusiv für abonnent",
    "solo para suscriptores", "exclusivo para suscriptores", "para seguir leyendo", "contenido exclusivo", "exclusivo para assinantes",
    "riservato agli abbonati", "contenuto riservato", "alleen voor abonnees", "för prenumeranter", "för att läsa vidare", "for abonnenter",
    "tylko dla prenumeratorów", "tylko dla subskrybentów", "только для подписчиков", "чтобы читать дальше", "доступно по подписке",
    "للمشتركين فقط", "لمتابعة القراءة", "订阅后", "會員專享", "仅限会员", "有料会員", "会員限定", "続きを読むには", "유료회원", "abonelere özel",
)  # fmt: skip
_LONGEST = 260


@lru_cache(maxsize=8192)
def wall_sign(text: str) -> bool:
    """Whether a line says that the rest is for subscribers.

    >>> wall_sign("Dieser Artikel ist nur für Abonnenten.")
    True
    """
    low = text.lower().replace("\u2019", "'")
    return any(said in low for said in _SAYS)


def wall(draft: Draft) -> str | None:
    """The line of a page that says so."""
    found = next((p.text for p in draft.pieces if weight(p.text) < _LONGEST and wall_sign(p.text)), None)
    return found if found is not None and wall_sign(draft.text) else None
