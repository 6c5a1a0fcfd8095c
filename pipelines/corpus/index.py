"""The full-text index: one tantivy document per row of ``articles``, of which one per article is current.

The current row of an article is the newest of its texts, at the earliest capture of that text, over all
units; hits and counts are of current rows, hence of articles. tantivy cannot group, so the writer keeps
the flag right. The mark document, written in the same commit as the rows, says which snapshot of which
table the index shows; it is never current, so no search finds it.
"""

import shutil
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import tantivy

from pipelines.corpus.alphabet import Folded, folded
from pipelines.corpus.columns import EPOCH
from pipelines.corpus.matching import number
from pipelines.corpus.stemming import stemmed
from pipelines.corpus.words import spaced
from pipelines.errors import CorpusError

VERSION = 6
"""Raise it when documents or the tokenizer change: the index is then made anew."""
COLUMNS = (
    "id", "article_id", "site", "unit", "url", "captured", "day", "headline", "alternative_headline", "text",
    "text_hash", "language", "date_published", "date_published_day", "day_source", "authors", "section",
    "warc_record_id", "payload_sha256", "warc_key", "warc_offset", "warc_length", "warc_part", "is_accessible_for_free", "is_live",
)  # fmt: skip
"""What the index needs of a row; all of it is stored, for hits and for writing the document again."""
Row = dict[str, Any]
_STORED = itemgetter(*COLUMNS)
FLAGS = ("current", "dated", "timed")
NUMBERS = (
    "day", "dated_day", "dated_ym", "first_day", "first_ym", "published", "first", "newest", "first_newest",
)  # fmt: skip
"""Days as 20260105 and months as 202601, 0 where nobody dated the article; instants in seconds; the last two are
keys to sort by."""

LENGTHS = {"long": 1000, "medium": 400, "short": 150, "brief": 0}
"""The fewest words of each length; in scripts that set no words apart, signs."""
_RANKS = 1 << 25
"""Hits are sorted in time by the second, then by 25 bits that the id gives, so that equal keys are rare. Years 1 to 9999
fit into 64 bits with that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the index shows."""

    table: str
    """UUID of the table."""
    snapshot: int | None
    """None for a table that has no snapshot yet."""
    sequence: int
    """The snapshot's sequence number: grows with every commit, 0 where there is none."""


@cache
def schema() -> tantivy.Schema:
    """The fields. ``row`` is stored JSON; everything else only serves to find, filter, sort and count.

    ``forms`` is the dictionary of stems, see :mod:`.forms`.
    """
    build = tantivy.SchemaBuilder()
    for name in ("headline", "text", "author", "section"):
        build.add_text_field(name, tokenizer_name="words")
    for name in ("id", "article_id", "stemmer", "forms"):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("site", "language", "authors", "sections", "traits"):
        build.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in FLAGS:
        build.add_integer_field(name, indexed=True)
    for name in NUMBERS:
        build.add_integer_field(name, fast=True)
    build.add_text_field("mark", tokenizer_name="raw", index_option="basic")
    build.add_bytes_field("row", stored=True)
    return build.build()


def open_index(folder: Path, *, make: bool = False) -> tantivy.Index:
    """The index in a folder; ``make`` makes it where it is missing or of another version."""
    place = folder / f"articles-{VERSION}"
    if make:
        _clear_others(folder, place)
        place.mkdir(parents=True, exist_ok=True)
    elif not (place / "meta.json").exists():
        raise CorpusError(f"no search index in {folder}; start the indexer (coranto up) or search with fresh")
    try:
        index = tantivy.Index(schema(), path=str(place)) if make else tantivy.Index.open(str(place))
    except ValueError as e:
        if not make:
            raise CorpusError(
                f"the search index in {place} cannot be read ({e}); the indexer makes it anew"
            ) from e
        shutil.rmtree(place)  # damaged, and all of it can be made again from the table
        place.mkdir()
        index = tantivy.Index(schema(), path=str(place))
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("words", words)  # the index remembers only the name
    # Whoever reads says when: a thread that watches the folder would write locks in it.
    index.config_reader("manual")
    return index


def _clear_others(folder: Path, keep: Path) -> None:
    for old in folder.glob("articles-*"):
        if old != keep:
            with suppress(OSError):
                shutil.rmtree(old)


class Words(NamedTuple):
    """What the index is told of the words of a row."""

    headline: str
    text: Folded


def words_of(rows: Sequence[Row]) -> list[Words]:
    """The words of some rows; quicker together than one by one."""
    found = folded([row["headline"] or "" for row in rows] + [row["text"] for row in rows])
    headlines, texts = found[: len(rows)], found[len(rows) :]
    return [Words(headline.text, text) for headline, text in zip(headlines, texts, strict=True)]


def fields(row: Row, *, current: bool, first: datetime, texts: int = 1, words: Words | None = None) -> Row:
    """A row's document, by field; ``first`` is when the article was first captured, ``texts`` how many versions it has.

    Only current rows can be found, so the others have no words in the index. ``words`` are what :func:`words_of` says,
    where that is at hand.
    """
    day, published, since = _number(row["day"]), row["date_published"], _number(_day(first))
    dated = row["day_source"] != "captured"
    said, at = _seconds(published) if published else 0, _seconds(first)
    rank = zlib.crc32(row["id"].encode()) % _RANKS
    made: Row = {
        "id": row["id"],
        "article_id": row["article_id"],
        "current": int(current),
        "dated": int(dated),
        "timed": int(published is not None),
        "day": day,
        "dated_day": day * dated,
        "dated_ym": day // 100 * dated,
        "first_day": since,
        "first_ym": since // 100,
        "published": said,
        "first": at,
        "newest": (said if published else _noon(row["day"])) * _RANKS + rank,
        "first_newest": at * _RANKS + rank,
        "row": orjson.dumps(_STORED(row)),
    }
    if current:
        made |= _found_by(row, words or words_of([row])[0], texts)
    return made


def document(made: Row) -> tantivy.Document:
    """Fields for tantivy."""
    return tantivy.Document.from_dict(made, schema())


_number = lru_cache(1 << 14)(number)
_name = lru_cache(1 << 14)(spaced)
"""Of authors and sections, which come again and again."""


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


@lru_cache(1 << 14)
def _noon(day: date) -> int:
    return _seconds(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def _found_by(row: Row, words: Words, texts: int) -> Row:
    """The words of a row. Headline and second headline are two values, as are the authors: a hole of one word
    stands between them, so no phrase runs across."""
    authors, section, second = row["authors"], row["section"], row["alternative_headline"]
    made: Row = {
        "stemmer": stemmed(row["language"]) or "none",
        "headline": [words.headline, *([spaced(second)] if second else [])],
        "text": words.text.text,
        "traits": traits(row, words.text.words, texts),
        "site": row["site"],
        "language": row["language"] or "",
    }
    if authors:
        made |= {"author": list(map(_name, authors)), "authors": sorted(set(authors))}
    return made | {"section": _name(section), "sections": section} if section else made


def traits(row: Row, length: int, texts: int) -> list[str]:
    """What can be said of an article in a word: its length, who may read it, whether it went on changing."""
    found = [next(name for name, least in LENGTHS.items() if length >= least)]
    if row["is_accessible_for_free"] is not None:
        found.append("free" if row["is_accessible_for_free"] else "paywalled")
    if row["is_live"]:
        found.append("live")
    if texts > 1:
        found.append("changed")
    return found


def _seconds(moment: datetime) -> int:
    since = moment - EPOCH
    return since.days * 86400 + since.seconds


def restored(held: bytes | str) -> Row:
    """A row, of what a document has stored of it."""
    row: Row = dict(zip(COLUMNS, orjson.loads(held), strict=True))
    for name in ("captured", "date_published"):
        row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    for name in ("day", "date_published_day"):
        row[name] = date.fromisoformat(row[name]) if row[name] else None
    return row


def versions(rows: Iterable[Row]) -> list[Row]:
    """The versions of articles: each text at its earliest capture, oldest first. The SQL view says the same."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = (row["article_id"], row["text_hash"])
        if key not in first or _age(row) < _age(first[key]):
            first[key] = row
    return sorted(first.values(), key=_age)


def current_ids(rows: Iterable[Row]) -> set[str]:
    """The ids of the current row of each article: the version that appeared last, as in the SQL view."""
    return set({row["article_id"]: row["id"] for row in versions(rows)}.values())


def first_seen(rows: Iterable[Row]) -> dict[str, datetime]:
    """When each article was captured first, by article."""
    first: dict[str, datetime] = {}
    for row in rows:
        article = row["article_id"]
        first[article] = min(row["captured"], first.get(article, row["captured"]))
    return first


def texts(rows: Iterable[Row]) -> dict[str, int]:
    """How many different texts each article has had, by article."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["article_id"], set()).add(row["text_hash"])
    return {article: len(held) for article, held in found.items()}


def _age(row: Row) -> tuple[datetime, str]:
    return row["captured"], row["id"]


def rows_of(searcher: tantivy.Searcher, kind: tantivy.Schema, articles: Iterable[str]) -> list[Row]:
    """All rows that the index holds of these articles."""
    found: list[Row] = []
    names = list(articles)
    for i in range(0, len(names), 500):
        query = tantivy.Query.term_set_query(kind, "article_id", names[i : i + 500])
        count: int = searcher.search(query, limit=1).count  # type: ignore[attr-defined]
        hits = searcher.search(query, limit=max(count, 1), count=False).hits
        found += [restored(searcher.doc(address)["row"][0]) for _, address in hits]
    return found


def mark_of(index: tantivy.Index) -> Mark | None:
    """What the index shows, None while it has never been filled."""
    searcher = index.searcher()
    hits = searcher.search(tantivy.Query.term_query(schema(), "mark", "mark"), limit=1).hits
    if not hits:
        return None
    return Mark(**orjson.loads(searcher.doc(hits[0][1])["row"][0]))


def mark_document(mark: Mark) -> tantivy.Document:
    """The mark for tantivy."""
    return document({"mark": "mark", "current": 0, "row": orjson.dumps(asdict(mark))})
