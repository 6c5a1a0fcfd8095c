"""How an article is cited: a Persistent Web IDentifier (PWID) of the capture, and a reference that holds it.

The form is that of the URN namespace "pwid" (Zierau, RFC 8141 registration): archive, time of the capture in UTC,
how exact it is, and what was archived.
"""

from datetime import UTC, datetime

from pipelines.corpus.article import Article


def pwid(article: Article, archive: str) -> str:
    """The capture that an article was read from; ``archive`` is a domain name of whoever keeps it.

    A document of a dump without an address is named by its WARC record, as a part.
    """
    at = f"{article.captured.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if article.url:
        return f"urn:pwid:{archive}:{at}:page:{article.url}"
    record = article.where.record_id.strip("<>")
    return f"urn:pwid:{archive}:{at}:part:{record}"


def citation(article: Article, archive: str) -> str:
    """A reference in one line: who, what, where, when, captured when, and the PWID."""
    stated = article.date_published
    day = stated.date() if isinstance(stated, datetime) else stated
    who = f"{', '.join(article.authors)}. " if article.authors else ""
    what = f"“{article.headline}”. " if article.headline else ""
    where = f"{article.publisher or article.site}, {day or f'no date stated, captured {article.captured:%Y-%m-%d}'}. "
    at = f"Archived {article.captured.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC. "
    return " ".join(f"{who}{what}{where}{at}{pwid(article, archive)}".split())
