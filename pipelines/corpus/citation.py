"""How an article is cited: a Persistent Web IDentifier (PWID) of the capture, and a reference that holds it.

The form is that of the URN namespace "pwid" (Zierau, RFC 8141 registration): archive, time of the capture in UTC,
how exact it is, and what was archived.
"""

from datetime import UTC, datetime

from pipelines.corpus.article import Article


def pwid(archive_id: str, captured: datetime, url: str | None, record_id: str) -> str:
    """The capture that an article was read from; ``archive_id`` is a domain name of whoever keeps it.

    A document of a dump without an address is named by its WARC record, as a part.

    >>> pwid("archive.example", datetime(2026, 1, 6, 8, tzinfo=UTC), "https://herald.example/1", "urn:uuid:1")
    'urn:pwid:archive.example:2026-01-06T08:00:00Z:page:https://herald.example/1'
    """
    at = f"{captured.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f"urn:pwid:{archive_id}:{at}:page:{url}"
        if url
        else f"urn:pwid:{archive_id}:{at}:part:{record_id.strip('<>')}"
    )


def pwid_of(article: Article, archive_id: str) -> str:
    """The same of an article."""
    return pwid(archive_id, article.captured, article.url, article.where.record_id)


def citation(article: Article, archive_id: str) -> str:
    """A reference in one line: who, what, where, when, captured when, and the PWID."""
    stated = article.date_published
    day = stated.date() if isinstance(stated, datetime) else stated
    who = f"{', '.join(article.authors)}. " if article.authors else ""
    what = f"“{article.headline}”. " if article.headline else ""
    # What was imported under no newspaper's name has none.
    paper = article.publisher or (article.site if article.site != "_" else "")
    where = f"{paper}{', ' * bool(paper)}{day or f'no date stated, captured {article.captured:%Y-%m-%d}'}. "
    at = f"Archived {article.captured.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC. "
    return " ".join(f"{who}{what}{where}{at}{pwid_of(article, archive_id)}".split())
