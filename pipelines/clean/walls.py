"""Pay walls: the line that says that the rest is for subscribers."""

import re
from functools import lru_cache

from pipelines.clean.draft import Draft
from pipelines.clean.shapes import weight

_WALL = re.compile(
    r"subscribe to (?:read|continue)|subscribers? only|for subscribers|to continue reading|already a subscriber|log in to (?:read|continue)|"
    r"réservé aux abonnés|pour lire la suite|article (?:est )?réservé|il vous reste|abonnez-vous pour|"
    r"nur für abonnenten|weiterlesen mit|jetzt weiterlesen|um (?:diesen artikel )?weiterzulesen|exklusiv für abonnent|"
    r"solo para suscriptores|exclusivo para suscriptores|para seguir leyendo|contenido exclusivo|exclusivo para assinantes|riservato agli abbonati|contenuto riservato|"
    r"alleen voor abonnees|för prenumeranter|för att läsa vidare|for abonnenter|tylko dla prenumeratorów|tylko dla subskrybentów|"
    r"только для подписчиков|чтобы читать дальше|доступно по подписке|للمشتركين فقط|لمتابعة القراءة|订阅后|會員專享|仅限会员|有料会員|会員限定|続きを読むには|유료회원|abonelere özel",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def wall_sign(text: str) -> bool:
    """Whether a line says that the rest is for subscribers.

    >>> wall_sign("Dieser Artikel ist nur für Abonnenten.")
    True
    """
    return _WALL.search(text.replace("\u2019", "'")) is not None


def wall(draft: Draft) -> str | None:
    """The line of a page that says so."""
    return next((p.text for p in draft.pieces if weight(p.text) < 260 and wall_sign(p.text)), None)
