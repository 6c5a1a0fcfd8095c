"""What columns of dumps are called, in the languages of Europe and the largest of Asia, and what a page's row says under them.

Case, blanks and signs in a name do not matter; the names stand here without them. Those that come first are looked at first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

HTML = ("html", "rawhtml", "page", "contenthtml", "htmlcontent", "bodyhtml")
TEXT = (
    "text", "body", "content", "article", "maintext", "rawtext", "plaintext", "fulltext", "articlebody", "articletext", "bodytext",
    "articlecontent", "contents", "story", "storytext", "paragraphs", "texte", "textecomplet", "contenu", "texto", "textocompleto",
    "contenido", "cuerpo", "conteúdo", "corpo", "testo", "testocompleto", "contenuto", "volltext", "artikeltext", "inhalt", "artikel",
    "tekst", "inhoud", "innehåll", "brødtekst", "brödtext", "indhold", "innhold", "teksti", "sisältö", "treść", "obsah", "szöveg",
    "tartalom", "conținut", "articol", "sadržaj", "vsebina", "текст", "содержание", "зміст", "съдържание", "садржај", "κείμενο",
    "περιεχόμενο", "metin", "içerik", "tekstas", "turinys", "teksts", "saturs", "sisu", "正文", "内容", "內容", "全文",
    "文章内容", "本文", "記事本文", "본문", "내용", "기사내용", "نص", "النص", "المحتوى", "متن", "תוכן", "טקסט", "เนอหา", "nộidung", "teks", "isi", "message",
)  # fmt: skip
TITLE = (
    "title", "headline", "articletitle", "titel", "überschrift", "schlagzeile", "titre", "título", "titular", "titulo", "titolo",
    "manchete", "kop", "otsikko", "overskrift", "tytuł", "titulek", "název", "názov", "cím", "titlu", "titull", "naslov",
    "заголовок", "название", "заглавие", "назва", "наслов", "τίτλος", "başlık", "antraštė", "virsraksts", "pealkiri",
    "标题", "標題", "タイトル", "見出し", "题目", "제목", "عنوان", "العنوان", "כותרת", "tiêuđề", "judul",
)  # fmt: skip
URL = (
    "url", "link", "uri", "sourceurl", "canonicalurl", "permalink", "articleurl", "weburl", "href", "lien", "enlace", "adresse",
)  # fmt: skip
DATE = (
    "datepublished", "published", "publishedat", "publishdate", "publisheddate", "publicationdate", "pubdate", "datepublish",
    "publishedtime", "publishtime", "datepub", "date", "erscheinungsdatum", "veröffentlicht", "datum", "datedepublication",
    "datepublication", "fechadepublicación", "fechapublicación", "fecha", "datadepublicação", "datadipubblicazione", "data",
    "publicatiedatum", "publiceringsdatum", "päivämäärä", "julkaistu", "dato", "datapublikacji", "dátum", "дата", "датапубликации",
    "ημερομηνία", "tarih", "kuupäev", "datums", "datetime", "timestamp",
    "日期", "发布时间", "发布日期", "日付", "公開日", "날짜", "작성일", "التاريخ", "تاريخ", "תאריך", "tanggal",
)  # fmt: skip
FETCHED = ("captured", "fetched", "fetchedat", "crawledat", "datedownload", "retrieved")
MODIFIED = (
    "datemodified", "modified", "modifiedat", "updated", "updatedat", "dateupdated", "lastmodified", "datemodify", "modifieddate",
    "updateddate", "aktualisiert", "geändert",
)  # fmt: skip
AUTHOR = (
    "author", "authors", "byline", "authorname", "by", "writer", "writers", "journalist", "journalists", "reporter", "creator", "autor",
    "autorin", "autoren", "verfasser", "auteur", "auteure", "auteurs", "autora", "autores", "autore", "autori", "författare",
    "forfatter", "tekijä", "kirjoittaja", "autorzy", "autoři", "szerző", "автор", "авторы", "автори", "συγγραφέας", "συντάκτης", "yazar",
    "作者", "记者", "記者", "著者", "기자", "الكاتب", "כותב", "penulis",
)  # fmt: skip
PUBLISHER = (
    "publisher", "publication", "newspaper", "source", "sourcename", "outlet", "sitename", "medianame", "journal", "medium", "zeitung",
    "quelle", "verlag", "éditeur", "periódico", "diario", "medio", "fuente", "jornal", "giornale", "testata", "fonte", "krant", "bron",
    "tidning", "avis", "lehti", "gazeta", "źródło", "noviny", "zdroj", "lap", "ziar", "sursă", "издание", "источник", "газета",
)  # fmt: skip
SECTION = (
    "section", "articlesection", "category", "ressort", "rubrique", "sección", "seção", "sezione", "kategorie", "catégorie", "categoría",
    "categoria", "rubriek", "avdelning", "раздел", "рубрика",
)  # fmt: skip
KEYWORDS = (
    "keywords", "tags", "topics", "schlagwörter", "schlagworte", "stichwörter", "motsclés", "etiquetas", "palabrasclave",
    "palavraschave", "parolechiave", "trefwoorden", "nyckelord", "słowakluczowe", "ключевыеслова",
)  # fmt: skip
LANGUAGE = (
    "language",
    "lang",
    "inlanguage",
    "languagecode",
    "sprache",
    "langue",
    "idioma",
    "lingua",
    "taal",
    "språk",
    "język",
    "язык",
)
AGENCY = ("agency", "newsagency", "agentur", "nachrichtenagentur", "agence", "agencia", "agência", "agenzia")
DATELINE = ("dateline",)
_NOTHING = frozenset(("", "nan", "nat", "none", "null", "na", "unknown", "undefined"))
"""What programs write where there is nothing."""
_EPOCH = re.compile(
    r"(?!19\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])$)(1\d{9})(?:\.\d+|\d{3})?"
)
"""Seconds or milliseconds since 1970, from 2001 on; not what may be a date and an hour of the last century."""


def plain(name: str) -> str:
    """A column's name for comparing.

    >>> plain("Full Text"), plain("date_published"), plain(" Título ")
    ('fulltext', 'datepublished', 'título')
    """
    return "".join(c for c in name.casefold() if c.isalnum())


def says(value: str) -> bool:
    """Whether a value is one: programs write ``NaN`` or ``-`` where there is none."""
    return plain(value) not in _NOTHING


def said(row: Sequence[tuple[str, str]]) -> Mapping[str, tuple[str, str]]:
    """The columns that say something, by their plain names, each with its name and what it says; the first of equals."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in row:
        if says(value):
            found.setdefault(plain(name), (name, value))
    return MappingProxyType(found)


def under(columns: Mapping[str, tuple[str, str]], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Those of the columns that are called so, each with its name as it stands, best first."""
    return (columns[name] for name in names if name in columns)


def epoch(text: str) -> datetime | None:
    """The instant that a count of seconds or milliseconds since 1970 names; parts of a second go.

    >>> epoch("1706953260"), epoch("1706953260000") == epoch("1706953260"), epoch("20240203")
    (datetime.datetime(2024, 2, 3, 9, 41, tzinfo=datetime.timezone.utc), True, None)
    """
    found = _EPOCH.fullmatch(text.strip())
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None
