"""All that a page calls itself, as it says it."""

from collections.abc import Sequence

from pipelines.clean.spans import Piece
from pipelines.clean.stated import Stated

_MOST = 3


def titles(stated: Stated, pieces: Sequence[Piece]) -> list[str]:
    """Title, the title for others to show, the headline that is stated, and the first headings of the first rank."""
    og = stated.first("og:title", "twitter:title")
    headline = stated.article.get("headline")
    said = (stated.title, og[1] if og else None, headline if isinstance(headline, str) else None)
    tops = [p.text for p in pieces if "h1" in p.tags][:_MOST]
    return [t for t in said if t] + tops
