"""What each column of the tables means; kept in the tables themselves as Iceberg's documentation of the column."""

_RECORD = {
    "warc_record_id": "WARC-Record-ID of the record that the page was read from: with the next column its name.",
    "payload_sha256": "Hex SHA-256 of that record's payload, transfer coding removed, content coding kept.",
    "warc_key": "Object key of its WARC file; a hint, as are offset and length.",
    "warc_offset": "Where its gzip member begins, in bytes.",
    "warc_length": "Length of its gzip member, in bytes.",
    "warc_part": "Which document of a dump that holds many; null for a whole payload.",
    "media_type": "Content-Type as received.",
    "status": "HTTP status code; null for a dump.",
}
_CLEANED = {
    "cleaner": "Name and version of the cleaner that made the row; 'ledger' where the status alone did.",
    "hints_digest": "First 16 hex digits of the SHA-256 of the hints and site memory it was made with.",
    "blocks": "Every block of the page with label, reason and place, kept or dropped, as JSON.",
}
COMMON = {
    "site": "Id of the site: the name of its file in the registry.",
    "unit": "Span of the unit of work that the row belongs to: an interval, or kept/, dumps/, warcs/ and an id.",
    "captured": "When the request was sent, or the dump imported.",
    "url": "Address of the page.",
}
"""Columns that mean the same in every table."""

MEANINGS: dict[str, dict[str, str]] = {
    "captures": {
        **{
            name: _RECORD[name] for name in ("warc_key", "warc_offset", "warc_length", "status", "media_type")
        },
        "record_id": "WARC-Record-ID of the response, revisit or resource record.",
        "record_type": "response, revisit or resource.",
        "payload_sha256": "Hex SHA-256 of the payload; of a revisit that of its original.",
        "manifest": "Id of the attempt that committed it.",
    },
    "articles": {
        **_RECORD,
        **_CLEANED,
        "id": "Capture time in microseconds and 8 bytes of the record's digest: names this row for ever.",
        "article_id": "The same for all captures of one article: digest of its canonical address.",
        "day": "The local day that the article belongs to.",
        "day_source": "Who said so: page, announced or captured.",
        "text": "The article's text: kept blocks, joined by a blank line.",
        "text_hash": "Hex SHA-256 of the text.",
        "state": "published.",
        "canonical_url": "Address that the page gives as its own.",
        "headline": "Headline.",
        "alternative_headline": "A second headline: kicker, subtitle, or that of the list.",
        "lead": "Opening paragraph where the page sets one apart.",
        "authors": "Names of the authors, as signed.",
        "keywords": "Keywords that the page states.",
        "section": "Section that the page states.",
        "publisher": "Publisher that the page states.",
        "language": "Language of the text, BCP 47.",
        "dateline": "Place and agency that open the text.",
        "agency": "News agency that the text came from.",
        "date_published": "Instant of publication; null where none or only a day is stated.",
        "date_published_day": "Local day of publication, stated by the page.",
        "date_modified": "Instant of the last change; null where none or only a day is stated.",
        "date_modified_day": "Local day of the last change.",
        "is_accessible_for_free": "False behind a paywall; null where nothing is stated.",
        "is_live": "Is it a live ticker?",
        "captions": "Captions of pictures with their credits.",
        "credits": "Credits of pictures and texts.",
        "footnotes": "Notes at the foot of the text.",
        "corrections": "Corrections that the page admits.",
        "origins": "Where each field comes from, how sure that is, and what lost, as JSON.",
    },
    "rejected": {
        **_RECORD,
        **_CLEANED,
        "id": "As in articles.",
        "reason": "Why it is no article; one of the cleaner's reasons.",
        "evidence": "What showed it.",
        "fields": "What fields were found all the same, as JSON.",
    },
    "coverage": {
        "hour": "Begin of the hour in UTC.",
        "day": "The site's local day.",
        "kind": "What the unit was: days, poll, kept, dumps, warcs.",
        "complete": "Some attempt at the unit came to its end.",
        "announced": "Addresses that sources announced and that are this unit's; the states from published to left add up to it.",
        "fetched": "Of these, requested and answered.",
        "kept": "Of these, archived.",
        "cleaned": "Of these, given to the cleaner.",
        "published": "Became articles.",
        "quarantined": "Wait for a person's decision.",
        "rejected": "Hold no article text.",
        "copied": "The same text under another address.",
        "uncleaned": "Archived, not cleaned yet.",
        "unchanged": "Asked for again and unchanged.",
        "gone": "The server answered 404, 410 or 451.",
        "robots": "Forbidden by robots.txt.",
        "blocked": "The site refused us.",
        "failed": "No answer, or a broken one.",
        "refused": "Addresses that may not be connected to.",
        "left": "Not reached before the run ended.",
        "held": "Announced, and held since an earlier run; not part of announced.",
        "outside": "Announced for another interval; not part of announced.",
        "unwanted": "Announced, and no article address of the site; not part of announced.",
        "reasons": "Rejections by reason.",
        "lists": "Addresses by the lists that name them (feed+sitemap), for the estimate of what none names.",
    },
    "families": {
        "family_id": "Article id of the first publisher of the story.",
        "id": "Row of articles that was compared.",
        "article_id": "Its article.",
        "appeared": "When it appeared: publication, else first capture.",
        "rank": "Place in the order of appearance, from 1.",
        "articles": "How many articles tell the story.",
        "likeness": "How many of its runs of words are the first publisher's, too: 0 to 1.",
        "equal": "Sentences that are the first publisher's.",
        "edited": "Sentences that were edited.",
        "added": "Sentences that are new.",
        "deleted": "Sentences that were left out.",
        "moved": "Sentences that stand elsewhere.",
        "headline_changed": "Has it another headline?",
        "agency": "News agency that it names.",
    },
}


def meaning(table: str, column: str) -> str:
    """What a column of a table means.

    >>> meaning("articles", "site")
    'Id of the site: the name of its file in the registry.'
    """
    return MEANINGS[table].get(column) or COMMON[column]
