"""A text file with several articles becomes several documents, each with the way back to its bytes; one stays one."""

import csv
import io
import json
import textwrap
import time
from pathlib import Path

import pytest
from archive_exchanges import archive_in
from dump_style import TONGUES
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import dump_texts
from pipelines.archive.dump_texts import parts
from pipelines.archive.dumps import import_dumps, read_dump
from pipelines.archive.read import page_at
from pipelines.clean import clean
from pipelines.record import Record


def article(tongue: str, number: int) -> str:
    t = TONGUES[tongue]
    return "\n\n".join(text.format(p=t.places[number]) for text in (t.titles[number], *t.paragraphs[:4]))


ARTICLES = {tongue: [article(tongue, n) for n in range(3)] for tongue in ("en", "fr", "ru", "ar", "zh", "ja")}
DIVIDERS = {
    "dashes": "\n-----\n",
    "three dashes": "\n\n---\n\n",
    "equals": "\n\n==========\n\n",
    "stars": "\n\n* * *\n\n",
    "hashes": "\n\n##########\n\n",
    "named rule": "\n\n=== ARTICLE {n} ===\n\n",
    "bracketed": "\n<<< END OF {n} >>>\n",
    "form feed": "\n\f\n",
    "blank lines": "\n\n\n\n\n",
    "blank lines of Windows": "\r\n\r\n\r\n\r\n",
    "spaces": "\n\n  \n\t\n \n",
    "counted": "\n\nDocument {n} of 3\n\n",
    "numbered": "\nArtikel Nr. {n}:\n",
}


def joined(articles: list[str], divider: str) -> str:
    return articles[0] + "".join(divider.format(n=n) + text for n, text in enumerate(articles[1:], 2)) + "\n"


@pytest.mark.parametrize("divider", DIVIDERS)
@pytest.mark.parametrize("tongue", ARTICLES)
def test_articles_between_dividers_become_documents(tongue: str, divider: str) -> None:
    body = joined(ARTICLES[tongue], DIVIDERS[divider]).encode()
    found = list(read_dump(body, "a.txt"))
    assert [d.body.decode() for d in found] == ARTICLES[tongue]
    for document in found:
        first, _, last = (document.part or "").removeprefix("bytes ").partition("-")
        assert body[int(first) : int(last) + 1] == document.body


@pytest.mark.parametrize(
    ("tongue", "encoding"),
    [("fr", "cp1252"), ("ru", "koi8-r"), ("ru", "utf-16"), ("zh", "gb18030"), ("ar", "cp1256"), ("en", "utf-8-sig"), ("zh", "utf-32"), ("ru", "utf-16-be"), ("en", "utf-16-le"), ("ja", "iso2022_jp")],
)  # fmt: skip
def test_they_keep_their_bytes_and_the_encoding_of_the_whole(tongue: str, encoding: str) -> None:
    told = [text.replace("«", "").replace("»", "").replace("—", "-") for text in ARTICLES[tongue]]
    body = joined(told, "\n\n======\n\n").encode(encoding)
    found = list(read_dump(body, "a.txt"))
    assert len(found) == 3
    for document, text in zip(found, told, strict=True):
        assert document.body in body
        assert document.media_type == f"text/plain; charset={document.charset}"
        assert document.body.decode(document.charset or "") == text


def test_each_is_a_page_of_its_own_that_leads_back_to_its_bytes(tmp_path: Path) -> None:
    body = joined(ARTICLES["fr"], "\n\n------\n\n").encode("cp1252")
    (tmp_path / "three.txt").write_bytes(body)
    archive = archive_in(tmp_path / "kept")
    manifest = import_dumps(archive, tmp_path / "three.txt")
    assert manifest is not None
    assert [e.end for e in manifest.ledger] == ["imported"] * 3
    for entry, text in zip(manifest.ledger, ARTICLES["fr"], strict=True):
        assert entry.where is not None
        page = page_at(archive, entry.where)
        first, _, last = entry.sources[0].removeprefix("three.txt#bytes ").partition("-")
        assert page.body == body[int(first) : int(last) + 1]
        record = clean(page)
        assert isinstance(record, Record)
        assert record.headline == text.partition("\n")[0]


ONE = article("en", 0)
SECTIONS = "\n\n* * *\n\n".join(TONGUES["en"].paragraphs).format(p="Millbrook")
SECTION = "\n\n".join(TONGUES["en"].paragraphs[:3]).format(p="Millbrook")
BROKEN = "\n\n".join(textwrap.fill(text, 64) for text in SECTION.split("\n\n"))
TITLED = "\n\n***\n\n".join(f"{head}\n\n{SECTION}" for head in ("A night of rain", "Background", "Next"))
SIGNED = "{head}\n\nBy Ida Holm\n\n{text}"
DAYS = [
    "Monday: the gate does not open",
    "Tuesday: everybody talks of rope",
    "Wednesday: a sheep in the crane",
]
DIARY = "\n\n* * *\n\n".join(
    [
        SIGNED.format(head="A week at the port, a diary", text=SECTION),
        *(f"{day}\n\n{SECTION}" for day in DAYS),
    ]
)
SUBHEADED = SIGNED.format(head=TONGUES["en"].titles[0].format(p="Millbrook"), text=SECTION)
PAGED = [f"{SECTION}\n\n{n} {SECTION}" for n in range(3)]
TREATY = f"The text of the ferry treaty\n\n{SECTION}\n\n" + "\n\n".join(
    f"Article {n}\nFerries between the islands\n{SECTION}" for n in (1, 2, 3)
)
SINGLE = {
    "days of a diary that is signed once": DIARY,
    "a box below a rule": f"{SIGNED.format(head='Ferry aground off Leith', text=SECTION)}\n\n-----\n\nWhat we know about the ferry so far\n\n{SECTION}",
    "subheads within signs": "\n\n".join(
        [
            SUBHEADED,
            *(
                f"=== {head} ===\n\nWhat were you looking for out there?\n\n{SECTION}"
                for head in ("The search", "The map", "The year 1911", "1911")
            ),
        ]
    ),
    "pages with a running header": "\f".join(
        f"Marrow Gazette        Page {n}\n\n{text}" for n, text in enumerate(PAGED, 1)
    ),
    "pages with the same header": "\f".join(
        [SUBHEADED, *(f"{n} MARROW GAZETTE 7 MAY\n\n{text}" for n, text in enumerate(PAGED, 2))]
    ),
    "a second page": f"{SUBHEADED}\n\f\nMARROW GAZETTE  MAY 2022  PAGE 14\n\n{SECTION}",
    "a treaty": TREATY,
    "a page that counts itself": f"Document 1 of 1\n\n{SUBHEADED}",
    "a box that does not count on": f"{SUBHEADED}\n\n1 of 3 articles\n\n{SECTION}\n\n1 of 3 articles\n\n{SECTION}",
    "one end": f"{SUBHEADED}\n\nEnd of Document",
    "sections of Markdown": "\n\n".join(
        f"# {head}\n\n{SECTION}"
        for head in ("Ferry aground off the harbour", "What the harbour master says now")
    ),
    "a message quoted in an article": f"{SUBHEADED}\n\nHarbour, [14.05.2023 09:35]\nThe ferry is back.\n\nHarbour, [14.05.2023 11:02]\nIt is not.",
    "plain": ONE,
    "sections parted by stars": f"{TONGUES['en'].titles[0]}\n\n{SECTIONS}",
    "sections with subheads": f"{TONGUES['en'].titles[0]}\n\n{TITLED}",
    "sections of lines broken at a width": f"{TONGUES['en'].titles[0]}\n\n"
    + "\n\n***\n\n".join([BROKEN] * 4),
    "a rule before the footer": f"{ONE}\n\n-----\n\nRead more\nSubscribe\nAll rights reserved",
    "an underlined headline": f"{TONGUES['en'].titles[0]}\n======\n\n{TONGUES['en'].paragraphs[0]}\n\nMore\n----\n\n{TONGUES['en'].paragraphs[1]}",
    "blank lines between all paragraphs": ONE.replace("\n\n", "\n\n\n\n"),
    "blank lines before a box": f"{ONE}\n\n\n\n\nMost read\n\nHarbour wall may not survive\n\nTraders ask for a year without rent",
    "a table of dashes": f"{ONE}\n\nBread | 12\n------------\nMilk | 9\n------------\nTea | 4",
    "comments between rules": f"{ONE}\n-----\nAnne: I was there.\n-----\nBert: So was I, and it rained.\n-----\nCarl: No.",
}


@pytest.mark.parametrize("name", SINGLE)
def test_one_article_stays_one_byte_for_byte(name: str) -> None:
    body = SINGLE[name].encode()
    assert [(d.body, d.part, d.media_type) for d in read_dump(body, "a.txt")] == [(body, None, "text/plain")]


LEXIS = "\n\n".join(
    [
        "              {n} of 3 DOCUMENTS",
        "            The Marrow Gazette",
        "            March 8, 2011 Tuesday",
        "Ferry {n} back",
        "LENGTH: 90 words",
        SECTION,
        "       Copyright 2011 Marrow Media\n          All Rights Reserved\n\n",
    ]
)
EXPORTS = {
    "a count before its noun": (LEXIS, "The Marrow Gazette"),
    "a count before a notice": ("Document {n} of 3\n\nCopyright 2011 Marrow Media.\nAll Rights Reserved\n\n" + SECTION + "\n\n", "Copyright 2011"),
    "a count in German": ("Dokument {n} von 3\n\n" + SECTION + "\n", SECTION[:12]),
    "an end": ("Ferry {n} back\nMarrow Gazette\n\n" + SECTION + "\n\nEnd of Document\n\n\n", "Ferry {n} back"),
    "a number of Factiva": ("HD Ferry {n} back\nWC 90 words\n\nLP " + SECTION + "\n\nAN Document MARGAZ0020191017efah0000{n}\n", "HD Ferry {n} back"),
    "a number alone": ("Ferry {n} back\n90 words\n\n" + SECTION + "\n\nDocument MARGAZ0020191017efah0000{n}\n\n", "Ferry {n} back"),
    "a number of Europresse": ("Le Courrier de Marrow\n\nBac {n}\n\n" + SECTION + "\nnews·2022111{n}·LCM·041\n\n", "Le Courrier"),
    "a message": ("Harbour News, [1{n}.05.2023 09:35]\n" + SECTION + "\n\n", "Harbour News, [1{n}.05.2023"),
    "a brief with its place": ("Ferry back at noon on day {n}\n\nMARROW, England (AP) — The ferry came back at noon, and nobody on it was hurt, its owner said.\n\nIt had left at dawn with forty passengers and a cow.\n\n___\n\n", "Ferry back at noon"),
    "a brief that is counted": ("記事{n}\n渡し船が再び動き出す\n港湾局は木曜日、渡し船が三週間ぶりに再び動き出したと発表した。乗客は百人を超えた。\n\n", "渡し船"),
    "a heading of Markdown": ("# Ferry {n} back at the quay\n\n*By Ida Holm, {n} February 2024*\n\n" + SECTION + "\n\n", "# Ferry {n}"),
    "a title in a rule that counts": ("*** ARTICLE {n} ***\n\nFerry {n} back at the quay\n\n" + SECTION + "\n\n", "Ferry {n} back"),
    "a rule between signed ones": (SIGNED.format(head="Ferry {n} back at the quay", text=SECTION) + "\n\n-----\n\n", "Ferry {n}"),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_divided_by_their_own_signs(name: str, encoding: str) -> None:
    one, head = EXPORTS[name]
    body = "".join(one.format(n=n) for n in (1, 2, 3)).encode(encoding)
    found = [body[part.first : part.end].decode(part.encoding) for part in parts(body)]
    assert len(found) == 3
    assert all(text.startswith(head.format(n=n)) for n, text in enumerate(found, 1))


def test_a_cover_page_is_a_part_of_its_own() -> None:
    cover = "Your search of 3 May found three documents."
    found = parts(f"{cover}\n\n{''.join(LEXIS.format(n=n) for n in (1, 2, 3))}".encode())
    assert (found[0].first, found[0].end, len(found)) == (0, len(cover), 4)


@pytest.mark.parametrize("name", ["days of a diary that is signed once", "a box below a rule"])
def test_without_a_look_at_signatures_sections_are_torn_apart(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump_texts, "_is_signed", lambda part: False)
    assert len(parts(SINGLE[name].encode())) > 1


@pytest.mark.parametrize("name", ["pages with the same header", "a second page"])
def test_without_a_look_at_headers_pages_are_torn_apart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_texts, "_are_pages", lambda found: False)
    assert len(parts(SINGLE[name].encode())) > 1


def test_dividing_at_every_rule_would_tear_articles_apart() -> None:
    torn = [name for name, text in SINGLE.items() if len(text.split("\n-----\n")) > 1 or "* * *" in text]
    assert len(torn) >= 3
    assert all(parts(SINGLE[name].encode()) == () for name in torn)


DIVIDING = frozenset(("-----", "*", "Document", "2", "of", "3"))
"""Words of the lines that part one article from the next; several may stand below each other."""


@given(
    st.lists(
        st.sampled_from([ONE, "-----", "\f", "", "Document 2 of 3", "* * *", "Read more", "é\udcff"]),
        max_size=12,
    )
)
def test_parts_never_overlap_and_leave_out_only_dividers(lines: list[str]) -> None:
    body = "\n".join(lines).encode("utf-8", "surrogatepass")
    at = 0
    for part in parts(body):
        assert at <= part.first < part.end <= len(body)
        assert set(body[at : part.first].decode().split()) <= DIVIDING
        at = part.end


@given(st.binary(max_size=400))
def test_no_bytes_make_dividing_fail(body: bytes) -> None:
    for part in parts(body):
        assert 0 <= part.first < part.end <= len(body)


ROWS = [{"title": "Le café rouvre à Noël", "text": "L'été dernier, le café avait fermé à cause d'une fuite d'eau."},
        {"title": "Élections à Brévaux", "text": "Le maire sortant a été réélu au premier tour, à la surprise générale."}]  # fmt: skip


def as_jsonl() -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)


def as_csv() -> str:
    held = io.StringIO()
    writer = csv.DictWriter(held, ["title", "text"])
    writer.writeheader()
    writer.writerows(ROWS)
    return held.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_rows_are_read_in_any_encoding(name: str, encoding: str) -> None:
    text = {"a.jsonl": as_jsonl(), "a.csv": as_csv(), "a.json": json.dumps(ROWS, ensure_ascii=False)}[name]
    found = list(read_dump(text.encode(encoding), name))
    assert [d.body.decode() for d in found] == [f"{r['title']}\n\n{r['text']}" for r in ROWS]
    assert all(d.media_type == "text/plain; charset=utf-8" for d in found)
    assert {d.charset for d in found} == {
        {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    }


def test_a_csv_of_two_encodings_is_read_row_by_row() -> None:
    body = "text\nÉté comme hiver\n".encode() + "Été à la mer\n".encode("cp1252")
    assert [d.body.decode() for d in read_dump(body, "a.csv")] == ["Été comme hiver", "Été à la mer"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_rows_are_read_in_iso_2022_jp(name: str) -> None:
    rows = [
        {"title": "港の新聞", "text": "渡し船が再び動き出した。"},
        {"title": "北の岬", "text": "灯台は閉じたままだ。"},
    ]
    held = io.StringIO()
    writer = csv.DictWriter(held, ["title", "text"])
    writer.writeheader()
    writer.writerows(rows)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    text = {"a.jsonl": lines, "a.csv": held.getvalue(), "a.json": json.dumps(rows, ensure_ascii=False)}[name]
    found = list(read_dump(text.encode("iso2022_jp"), name))
    assert [d.body.decode() for d in found] == [f"{r['title']}\n\n{r['text']}" for r in rows]


@pytest.mark.parametrize(
    "sign", [" ", "-", "\t-", "=_ ", "\f", "# ", "1 of 3 documents ", "Document 1 of 3\n", "--- a ---\n"]
)
def test_no_run_of_signs_makes_dividing_slow(sign: str) -> None:
    begun = time.process_time()
    parts((sign * 100_000).encode())
    assert time.process_time() - begun < 5


CHATS = [
    "[14/05/2023, 09:35:12] Radio Quay: ",
    "14.05.23, 09:35 - Radio Quay: ",
    "5/14/23, 9:35 AM - Radio Quay: ",
]


@pytest.mark.parametrize("head", CHATS)
@pytest.mark.parametrize("notice", ["", "12/05/23, 09:01 - Messages and calls are end-to-end encrypted.\n"])
def test_the_messages_of_a_chat_become_documents(head: str, notice: str) -> None:
    messages = [head + text for text in ARTICLES["en"]]
    found = list(read_dump((notice + "\n".join(messages)).encode(), "chat.txt"))
    assert [d.body.decode() for d in found] == messages


def test_what_a_story_quotes_of_a_chat_divides_nothing() -> None:
    story = f"{ARTICLES['en'][0]}\n" + "\n".join(head + "The ferry is back." for head in CHATS)
    assert len(list(read_dump(story.encode(), "a.txt"))) == 1
