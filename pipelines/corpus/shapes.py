"""Articles in the shapes that others read: schema.org JSON-LD and IPTC ninjs. What nobody states is left out."""

from datetime import date, datetime
from typing import Any

Row = dict[str, Any]
NINJS = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def news_article(row: Row) -> Row:
    """A row of ``articles`` as schema.org NewsArticle, without its ``@context``."""
    return _stated(
        {
            "@type": "NewsArticle",
            "@id": _uri(row),
            "identifier": row["id"],
            "url": row["canonical_url"] or row["url"],
            "headline": row["headline"],
            "alternativeHeadline": row["alternative_headline"],
            "abstract": row["lead"],
            "articleBody": row["text"],
            "articleSection": row["section"],
            "inLanguage": row["language"],
            "author": [{"@type": "Person", "name": name} for name in row["authors"] or ()],
            "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
            "sourceOrganization": {"@type": "Organization", "name": row["agency"]} if row["agency"] else None,
            "keywords": list(row["keywords"] or ()),
            "dateline": row["dateline"],
            "datePublished": _day(row["date_published"] or row["date_published_day"]),
            "dateModified": _day(row["date_modified"] or row["date_modified_day"]),
            "isAccessibleForFree": row["is_accessible_for_free"],
            "correction": list(row["corrections"] or ()),
            "sha256": row["payload_sha256"],
            "sdDatePublished": _day(row["captured"]),
        }
    )


def ninjs(row: Row) -> Row:
    """A row of ``articles`` as an item of ninjs 3.0."""
    headlines = (("main", row["headline"]), ("alternative", row["alternative_headline"]))
    return _stated(
        {
            "uri": _uri(row),
            "standard": dict(NINJS),
            "type": "text",
            "language": row["language"],
            "versionCreated": _day(row["date_modified"] or row["captured"]),
            "contentCreated": _day(row["date_published"]),
            "by": ", ".join(row["authors"] or ()),
            "located": row["dateline"],
            "headlines": [{"role": role, "value": value} for role, value in headlines if value],
            "descriptions": [{"role": "lead", "value": row["lead"]}] if row["lead"] else [],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": row["text"]}],
            "subjects": [{"name": name} for name in row["keywords"] or ()],
        }
    )


def _uri(row: Row) -> str:
    return f"urn:coranto:{row['id']}"


def _day(value: datetime | date | None) -> str | None:
    return value.isoformat() if value else None


def _stated(fields: Row) -> Row:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}
