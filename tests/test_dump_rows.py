"""What the row of a dump states beside its text reaches the record, says where it comes from, and is kept."""

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from archive_exchanges import archive_in
from click.testing import CliRunner
from dump_style import TONGUES

from pipelines.archive import beside, read
from pipelines.archive.dump_files import documents
from pipelines.archive.dumps import import_dumps, read_dump
from pipelines.archive.manifest import Manifest
from pipelines.archive.read import page_at, read_warc
from pipelines.clean import clean
from pipelines.errors import DumpError
from pipelines.page import Page
from pipelines.record import Record
from spiders.cli import main

T = TONGUES["en"]
STORY = "\n\n".join(text.format(p="Millbrook") for text in T.paragraphs[:4])


def as_csv(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    held = io.StringIO()
    writer = csv.DictWriter(held, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue().encode()


def as_json(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def page(**columns: Any) -> Page:
    """The page of one row."""
    [found] = read_dump(as_json({"text": STORY, **columns}), "a.jsonl")
    return Page(body=found.body, media_type=found.media_type, url=found.url, stated=found.fields)


def record(**columns: Any) -> Record:
    made = clean(page(**columns))
    assert isinstance(made, Record)
    return made


def told(made: Record) -> dict[str, str]:
    """The columns that are in no field, as they were."""
    return dict(made.origins["columns"].losers) if "columns" in made.origins else {}


def test_a_row_states_the_fields_of_the_record() -> None:
    made = record(
        Title="Ferry back",
        author="Ida Holm; Bo Ek",
        publish_date="2024-02-03",
        publisher="Marrow Gazette",
        section="Harbour",
        tags=["ferry", "harbour"],
        language="en-GB",
        agency="dpa",
        updated="2024-02-04",
        url="https://gazette.example/1",
    )
    assert made.headline == "Ferry back"
    assert made.authors == ("Ida Holm", "Bo Ek")
    assert (made.date_published, made.date_modified) == (date(2024, 2, 3), date(2024, 2, 4))
    assert (made.publisher, made.section, made.agency) == ("Marrow Gazette", "Harbour", "dpa")
    assert (made.keywords, made.language, made.url) == (
        ("ferry", "harbour"),
        "en-GB",
        "https://gazette.example/1",
    )
    assert made.text == STORY
    assert made.origins["authors"].source == "column author"
    assert made.origins["language"].source == "column language"
    assert not told(made)


def test_without_its_columns_a_page_has_none_of_these() -> None:
    bare = clean(Page(body=page(author="Ida Holm").body, media_type="text/plain; charset=utf-8"))
    assert isinstance(bare, Record)
    assert (bare.authors, bare.date_published, "columns" in bare.origins) == ((), None, False)


def test_a_row_is_believed_before_what_its_text_says() -> None:
    made = record(
        text=f"By Jan Storm\n\nPublished 5 March 2024\n\n{STORY}", author="Ida Holm", date="2024-02-03"
    )
    assert (made.authors, made.date_published) == (("Ida Holm",), date(2024, 2, 3))
    made = record(
        html=f"<h1>Old</h1><meta name=author content='Jan Storm'><p>{STORY}", author="Ida Holm", text=""
    )
    assert made.authors == ("Ida Holm",)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ida Holm", ("Ida Holm",)),
        ("Ida Holm, Bo Ek and Ada Lenz", ("Ida Holm", "Bo Ek", "Ada Lenz")),
        ("Holm, Ida; Ek, Bo", ("Ida Holm", "Bo Ek")),
        ("Ida Holm|Bo Ek", ("Ida Holm", "Bo Ek")),
        (["Ida Holm", "Bo Ek"], ("Ida Holm", "Bo Ek")),
        ([{"name": "Ida Holm", "id": 3}], ("Ida Holm",)),
        ({"name": "Ida Holm"}, ("Ida Holm",)),
        ("dpa", ("dpa",)),
        ("nan", ()),
        ("-", ()),
        (None, ()),
        ("admin", ()),
    ],
)
def test_authors_are_read_however_they_are_listed(value: Any, names: tuple[str, ...]) -> None:
    assert record(author=value).authors == names


EARLY = datetime(2024, 2, 3, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("2024-02-03", date(2024, 2, 3)),
        ("2024-02-03 09:41:00", date(2024, 2, 3)),
        ("2024-02-03T09:41:00Z", EARLY),
        ("2024-02-03 10:41:00+01:00", EARLY),
        ("20240203", date(2024, 2, 3)),
        ("14.05.2023", date(2023, 5, 14)),
        ("3 Feb 2024", date(2024, 2, 3)),
        ("February 3, 2024", date(2024, 2, 3)),
        ("3 février 2024", date(2024, 2, 3)),
        ("2024/02/03", date(2024, 2, 3)),
        ("Sat, 03 Feb 2024 09:41:00 GMT", EARLY),
        ("1706953260", EARLY),
        (1706953260, EARLY),
        (1706953260.5, EARLY),
        ("1706953260000", EARLY),
        ("202402030941", date(2024, 2, 3)),
        ("03/04/2022", None),
        ("1998020309", None),
        ("last Tuesday", None),
    ],
)
def test_dates_are_read_in_the_usual_forms(value: Any, when: date | None) -> None:
    made = record(date=value)
    assert made.date_published == when
    if when is None:
        assert told(made) == {"column date": str(value)}


def test_a_time_of_another_zone_keeps_it() -> None:
    when = record(date="2024-02-03T10:41:00+02:00").date_published
    assert when == datetime(2024, 2, 3, 10, 41, tzinfo=timezone(timedelta(hours=2)))


def test_what_is_in_no_field_is_told_as_it_was() -> None:
    made = record(
        id=17, summary="In short.", source={"id": "x", "name": "Gazette"}, note="NaN", link="no address"
    )
    assert made.publisher == "Gazette"
    assert told(made) == {
        "column id": "17", "column summary": "In short.", "column source": '{"id":"x","name":"Gazette"}', "column link": "no address",
    }  # fmt: skip


def test_what_is_no_name_of_a_paper_or_of_a_tongue_is_none() -> None:
    made = record(source="https://gazette.example/", lang="ltr;", section="News; Pg. 2")
    assert (made.publisher, made.language, made.section) == (None, "en", None)
    assert len(told(made)) == 3


def test_a_language_that_the_letters_deny_is_not_believed() -> None:
    made = record(language="ru")
    assert (made.language, told(made)) == ("en", {"column language": "ru"})
    assert record(language="English").language == "en"


def test_the_title_is_no_part_of_the_text_whatever_it_looks_like() -> None:
    made = record(title="Two")
    assert (made.headline, made.text) == ("Two", STORY)
    assert made.blocks[0].label == "headline"


NAMES = [("Titel", "Text", "Autor", "Datum"), ("titre", "texte", "auteur", "date de publication"), ("título", "contenido", "autora", "fecha"),
         ("Headline", "Full Text", "Byline", "Publication Date"), ("title", "articleBody", "author", "datePublished"),
         ("TITLE", "full_text", "AUTHORS", "DATE"), ("Überschrift", "Artikel", "Verfasser", "Erscheinungsdatum"),
         ("заголовок", "текст", "автор", "дата"), ("titolo", "testo", "autore", "data"), ("otsikko", "teksti", "tekijä", "päivämäärä")]  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("title", "text", "author", "day"), NAMES)
def test_columns_are_known_in_many_tongues(
    title: str, text: str, author: str, day: str, delimiter: str
) -> None:
    body = as_csv(
        {title: "Ferry back", text: STORY, author: "Ida Holm", day: "2024-02-03"}, delimiter=delimiter
    )
    [found] = read_dump(body, "a.csv")
    made = clean(Page(body=found.body, media_type=found.media_type, stated=found.fields))
    assert isinstance(made, Record)
    assert (made.headline, made.text) == ("Ferry back", STORY)
    assert (made.authors, made.date_published) == (("Ida Holm",), date(2024, 2, 3))


PARAGRAPHS = STORY.split("\n\n")
MARKUP = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (PARAGRAPHS, "text/plain"),
        ([f"{PARAGRAPHS[0]} ", {"type": "bold", "text": PARAGRAPHS[1]}], "text/plain"),
        (MARKUP, "text/html"),
        (f"<div class='a'>{MARKUP}</div>", "text/html"),
        ("<br><br>".join(PARAGRAPHS), "text/html"),
        ("\n\n".join([*PARAGRAPHS, "The sign for a new line is <br>, or <br/>."]), "text/plain"),
        (f"<3 {STORY}", "text/plain"),
    ],
)
def test_a_text_may_be_a_list_of_paragraphs_or_markup(value: Any, kind: str) -> None:
    [found] = read_dump(as_json({"content": value}), "a.jsonl")
    assert found.media_type.partition(";")[0] == kind
    made = clean(Page(body=found.body, media_type=found.media_type))
    assert isinstance(made, Record)
    assert PARAGRAPHS[0] in f"{made.headline}\n{made.text}"
    assert "<p>" not in made.text


WITHIN: dict[str, Callable[[list[dict[str, str]]], dict[str, Any]]] = {
    "articles": lambda rows: {"status": "ok", "message": "two articles were found here", "articles": rows},
    "data": lambda rows: {"data": rows, "page": "1"},
    "results": lambda rows: {"count": 2, "results": rows},
    "response.docs": lambda rows: {"response": {"numFound": 2, "docs": rows}},
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_list_of_articles_may_lie_within_an_object(name: str) -> None:
    rows = [{"title": "One", "body": STORY}, {"title": "none"}, {"title": "Two", "body": STORY}]
    found = list(documents(json.dumps(WITHIN[name](rows)).encode(), "a.json"))
    assert [getattr(f, "part", None) for f in found] == [f"{name} item 1", None, f"{name} item 3"]
    assert isinstance(found[1], DumpError)
    assert f"{name} item 2 has no text" in str(found[1])


def test_an_article_with_a_list_of_its_own_is_one_article() -> None:
    row = {"title": "One", "body": STORY, "comments": [{"text": "First!"}]}
    [found] = read_dump(json.dumps(row).encode(), "a.json")
    assert ("comments", '[{"text":"First!"}]') in found.fields


def test_cells_behind_the_last_column_are_told() -> None:
    [found] = read_dump(f'title,text\nOne,"{PARAGRAPHS[0]}",Ida Holm,'.encode(), "a.csv")
    assert found.fields == (("title", "One"), ("column 3", "Ida Holm"))


ODD = {
    "título": "Ferry\nback 100 %0A",
    "autor": " Ida Holm ",
    "no: te": "a\u00a0b\n\nc",
    "%41": "ü",
    "text": STORY,
}


def imported(folder: Path, body: bytes, name: str) -> tuple[list[Page], list[Page], Manifest]:
    (folder / name).write_bytes(body)
    archive = archive_in(folder / "kept")
    made = import_dumps(archive, folder / name)
    assert made is not None
    by_place = [page_at(archive, entry.where) for entry in made.ledger if entry.where]
    by_file = [p for held in made.warcs for p in read_warc((archive.objects, held.warc.key))]
    return by_place, by_file, made


def test_an_import_keeps_what_rows_state(tmp_path: Path) -> None:
    by_place, by_file, _ = imported(tmp_path, as_json(ODD, {"text": "Another."}), "a.jsonl")
    assert by_place == by_file
    assert by_place[1].stated == ()
    stated = {name: text.strip() for name, text in ODD.items() if name != "text"}
    assert dict(by_place[0].stated) == stated | {"título": "Ferry\nback 100 \n"}  # a %0A reads as a line end


def test_without_what_lies_beside_it_a_row_states_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "row_at", lambda *_: ())
    by_place, by_file, _ = imported(tmp_path, as_json({"text": STORY, "author": "Ida Holm"}), "a.jsonl")
    assert (by_place[0].stated, by_file[0].stated) == ((), (("author", "Ida Holm"),))


def test_a_row_of_a_cut_file_is_read_without_its_columns(tmp_path: Path) -> None:
    _, _, made = imported(tmp_path, as_json({"text": STORY, "author": "Ida Holm"}), "a.jsonl")
    where = made.ledger[0].where
    assert where is not None
    assert where.offset is not None
    assert where.length is not None
    file = next((tmp_path / "kept").rglob("*.warc.gz"))
    file.write_bytes(file.read_bytes()[: where.offset + where.length + 20])
    found: list[Page] = []
    with pytest.raises(Exception, match="cut"):
        found.extend(read_warc(file))
    assert [(p.body.decode(), p.stated) for p in found] == [(STORY, ())]


def test_the_columns_of_a_long_row_are_read_whole(tmp_path: Path) -> None:
    long = "".join(map(str, range(200_000)))
    by_place, by_file, _ = imported(
        tmp_path, as_json({"text": STORY, "id": long, "author": "Ida Holm"}), "a.jsonl"
    )
    assert len(long) > beside.NEAR
    assert dict(by_place[0].stated) == dict(by_file[0].stated) == {"id": long, "author": "Ida Holm"}


def test_rows_of_one_text_that_state_other_things_are_all_kept(tmp_path: Path) -> None:
    rows = [{"text": STORY, "publisher": name} for name in ("Gazette", "Herald", "Gazette")]
    by_place, _, made = imported(tmp_path, as_json(*rows), "a.jsonl")
    assert [p.stated for p in by_place] == [(("publisher", "Gazette"),), (("publisher", "Herald"),)]
    assert len({entry.url for entry in made.ledger}) == 2


def test_the_command_cleans_a_file_and_its_import_alike(tmp_path: Path) -> None:
    row = {"title": "Ferry back", "text": STORY, "author": "Ida Holm", "date": "3 Feb 2024", "id": 7}
    imported(tmp_path, as_json(row), "a.jsonl")
    kept = next((tmp_path / "kept").rglob("*.warc.gz"))
    one, other = (
        json.loads(CliRunner().invoke(main, ["clean", str(file)]).stdout)
        for file in (tmp_path / "a.jsonl", kept)
    )
    assert one["authors"] == ["Ida Holm"]
    apart = ("where", "fetched")
    assert {k: v for k, v in one.items() if k not in apart} == {
        k: v for k, v in other.items() if k not in apart
    }


def test_what_explains_a_record_tells_the_columns_that_are_in_no_field(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_json({"text": STORY, "id": "row-17"}))
    done = CliRunner().invoke(main, ["clean", "--explain", str(tmp_path / "a.jsonl")])
    assert "row-17" in done.stdout


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.pdf", b"%PDF-1.7\n", "a PDF, no text; convert it first: pdftotext"),
        ("a.txt", b"%PDF-1.7\n", "a PDF, no text"),
        ("a.docx", b"PK\3\4x", "a Word document, no text; convert it first: pandoc"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "a Word document"),
        ("a.rtf", b"{\\rtf1\\ansi The ferry is back.}", "an RTF document, no text; convert it first: pandoc"),
        ("a.txt", b"{\\rtf1\\ansi The ferry is back.}", "an RTF document"),
    ],
)
def test_a_document_of_another_program_says_how_to_make_text_of_it(
    name: str, body: bytes, message: str
) -> None:
    with pytest.raises(DumpError, match=message):
        list(read_dump(body, name))


def of(body: bytes, name: str = "a.jsonl") -> list[str]:
    return [d.body.decode() for d in read_dump(body, name)]


@pytest.mark.parametrize("name", ["正文", "本文", "본문", "نص", "תוכן", "เนื้อหา", "Nội dung", "Isi"])
def test_a_text_is_found_under_its_name_in_languages_of_asia(name: str) -> None:
    assert of(json.dumps({"id": 1, name: PARAGRAPHS[0]}).encode()) == [PARAGRAPHS[0]]


@pytest.mark.parametrize(
    "row",
    [
        {"article": {"title": "One", "body": "B"}},
        {"_id": "1", "_source": {"title": "One", "text": "B"}},
        {"data": {"content": {"title": "One", "text": "B"}}},
    ],
)
def test_an_article_that_lies_within_an_object_is_found_there(row: dict[str, object]) -> None:
    assert of(json.dumps(row).encode()) == ["One\n\nB"]


def test_what_stands_around_it_stays_and_of_two_none_is_chosen() -> None:
    [found] = read_dump(b'{"_id": "7", "_source": {"text": "B"}}', "a.jsonl")
    assert found.fields == (("_id", "7"),)
    with pytest.raises(DumpError, match="has no text"):
        of(b'{"a": {"text": "A"}, "b": {"text": "B"}}')


def test_what_other_programs_write_into_json_is_read() -> None:
    assert of(b'{"text": "A", "score": NaN}\n\x1e{"text": "B\tC"}\n{"text": "D\\ud800"}\n{"text": "\\ud83d\\ude00"}\n') == [
        "A", "B\tC", "D\ufffd", "😀",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.txt", "a"])
@pytest.mark.parametrize(
    "body",
    [b'{"text": "A"}\n{"text": "B"}\n', b'{\n "text": "A"\n}\n{\n "text": "B"\n}\n', b'[{"text": "A"}, {"text": "B"}]', b'[\n{"text": "A"},\n{"text": "B"}\n]\n', b'[{"text": "A"}]\n[{"text": "B"}]\n', b'\xef\xbb\xbf{"text": "A"}\r\n{"text": "B"}'],
)  # fmt: skip
def test_objects_are_read_however_they_are_laid_out(body: bytes, name: str) -> None:
    assert of(body, name) == ["A", "B"]


def test_rows_before_a_cut_are_not_lost() -> None:
    rows = b"".join(
        json.dumps({"text": f"{n} {random.Random(n).randbytes(99).hex()}"}).encode() + b"\n"
        for n in range(50)
    )
    with_error = documents(gzip.compress(rows)[:-40], "a.jsonl.gz")
    assert sum(not isinstance(found, DumpError) for found in with_error) > 45


def test_a_zero_that_an_old_program_left_costs_no_text() -> None:
    body = (PARAGRAPHS[0] + "\0" + PARAGRAPHS[0] * 3).encode()
    assert of(body, "a.txt") == [body.decode()]


def test_xml_is_refused_and_xhtml_is_not() -> None:
    with pytest.raises(DumpError, match=r"a\.xml: XML"):
        of(b'<?xml version="1.0"?><doc><p>A</p></doc>', "a.xml")
    assert of(b'<?xml version="1.0"?>\n<!DOCTYPE html><html><p>A</p></html>', "a")


def test_markup_in_a_text_file_is_read_as_such() -> None:
    [found] = read_dump(b"<p>One.</p>\n<p>Two.</p>", "a.txt")
    assert found.media_type == "text/html"


@pytest.mark.parametrize("name", ["a.7z", "a.txt.xz", "a.rar", "a.txt.bz2"])
def test_what_is_packed_in_another_way_is_said_to_be(name: str) -> None:
    with pytest.raises(DumpError, match="unpack it yourself first"):
        of(b"BZh9 and letters", name)
