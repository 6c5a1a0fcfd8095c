"""A wrong row of a CSV file costs no other, and its lines are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import csv_rows
from pipelines.archive.csv_rows import dialect
from pipelines.archive.dump_files import documents
from pipelines.archive.dump_kinds import Document
from pipelines.errors import DumpError

TEXT = "The ferry is back, the harbour office said.\n\nIt sails at six, and nobody minded that."
QUOTED = TEXT.replace("\n", "\r\n")


def read(body: str | bytes, name: str = "a.csv") -> tuple[list[str], list[str]]:
    """The texts that were found, and what was said of the rest."""
    found = list(documents(body.encode() if isinstance(body, str) else body, name))
    good = [d.body.decode() for d in found if isinstance(d, Document)]
    return good, [str(d) for d in found if isinstance(d, DumpError)]


def row(number: int | str, place: str) -> str:
    return f'{number},2024-05-{number:>02},"{place}: {TEXT}"\n'


HEAD = "id,date,text\n"
OPEN = f'2,2024-05-02,"Orlo: {TEXT}\n'


@pytest.mark.parametrize("behind", [0, 1, 5])
def test_an_open_quote_costs_its_row_alone(behind: int) -> None:
    rows = "".join(row(n, f"Town {n}") for n in range(3, 3 + behind))
    good, bad = read(HEAD + row(1, "Millbrook") + OPEN + rows)
    assert [text.partition(":")[0] for text in good] == [
        "Millbrook",
        *(f"Town {n}" for n in range(3, 3 + behind)),
    ]
    assert len(bad) == 1
    assert "row 2, lines 5 to 7, is no CSV" in bad[0]


def test_so_does_one_in_the_first_row_where_the_rows_behind_it_are_alike() -> None:
    good, bad = read(HEAD + OPEN + row(3, "Town") + row(4, "Ville"))
    assert [text.partition(":")[0] for text in good] == ["Town", "Ville"]
    assert "row 1, lines 2 to 4" in bad[0]


def test_rows_that_all_begin_with_a_quote_are_found_again() -> None:
    body = f'"title","text"\n"A","{TEXT}"\n"B","{TEXT}\n"C","{TEXT}"\n"D","{TEXT}"\n'
    good, bad = read(body)
    assert [text[0] for text in good] == ["A", "C", "D"]
    assert len(bad) == 1


def test_what_is_left_of_an_article_is_no_row() -> None:
    rest = '"Yes, he said,\nand then, so they say,\nhe left\n3, or 4, men saw it\n'
    good, bad = read(HEAD + row(1, "Millbrook") + f'2,2024-05-02,"He said: {rest}' + row(5, "Town"))
    assert [text.partition(":")[0] for text in good] == ["Millbrook", "Town"]
    assert len(bad) == 1


def test_two_wrong_rows_are_told_apart() -> None:
    good, bad = read(HEAD + row(1, "A") + OPEN + row(3, "B") + OPEN.replace("2,", "4,") + row(5, "C"))
    assert [text[0] for text in good] == ["A", "B", "C"]
    assert [b.partition(" is no")[0] for b in bad] == [
        "a.csv: row 2, lines 5 to 7,",
        "a.csv: row 4, lines 11 to 13,",
    ]


def test_a_file_of_wrong_rows_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "CAP", 10_000)
    _, bad = read(HEAD + row(1, "A") + '2,x,"open\n' * 3000)
    assert any("not read further" in b for b in bad)


def test_a_backslash_before_a_quote_is_read_as_mysql_means_it() -> None:
    body = f'id,text\n1,"He said \\"yes\\", and \\\\ went. {TEXT}"\n2,"{TEXT}"\n'
    good, bad = read(body)
    assert (len(good), bad) == (2, [])
    assert good[0].startswith('He said "yes", and \\\\ went.')
    assert dialect('id,text\n1,"C:\\"\n2,"a ""b"" c"\n') == (",", False)


def test_the_line_by_which_excel_names_the_delimiter_is_no_row() -> None:
    good, bad = read(f'sep=;\nid;text\n1;"{TEXT}"\n')
    assert (good, bad) == ([TEXT], [])


def test_two_columns_of_one_name_both_stay() -> None:
    [found] = documents(f'text,tag,tag\n"{TEXT}",one,two\n'.encode(), "a.csv")
    assert isinstance(found, Document)
    assert found.fields == (("tag", "one"), ("tag 3", "two"))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_line_end_and_delimiter_is_read(ends: str, delimiter: str) -> None:
    body = (
        f'id,text\n1,"{TEXT}"\n'.replace("id,", f"id{delimiter}")
        .replace("1,", f"1{delimiter}")
        .replace("\n", ends)
    )
    good, bad = read(body)
    assert (good, bad) == ([TEXT.replace("\n", ends)], [])


SHORT = ["Łódź żegna śnieg", "Bürgermeister Müller", "Ostrów", "Gdańsk wciąż czeka", "Żółw"]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_short_row_is_in_the_encoding_of_the_others(form: str) -> None:
    long = "Przewóz znów działa, a na nabrzeżu od rana stoją wszyscy, którzy w to nie wierzyli. Żeby się udało, gdyż śnieg pada."
    texts = [*SHORT, *[long] * 4]
    lines = [f'"{t}"' for t in texts] if form == "csv" else [f'{{"text": "{t}"}}' for t in texts]
    body = "\n".join((["text"] if form == "csv" else []) + lines) + "\n"
    good, bad = read(body.encode("cp1250"), f"a.{form}")
    assert (good, bad) == (texts, [])


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_row_of_another_encoding_is_read_in_its_own(form: str) -> None:
    texts = [
        "Паром снова ходит через реку, и на причале с утра стоит очередь из тех, кто не верил в это до последнего."
    ] * 3
    mixed = [t.encode("cp1251") for t in texts] + ["Zürich, déjà".encode(), texts[0].encode("koi8-r")]
    lines = [b'"%b"' % t if form == "csv" else b'{"text": "%b"}' % t for t in mixed]
    good, _ = read(b"\n".join(([b"text"] if form == "csv" else []) + lines) + b"\n", f"a.{form}")
    assert good == [*texts, "Zürich, déjà", texts[0]]


@given(st.text('"\n,;a1\\ ', max_size=120))
def test_no_text_makes_the_parser_fail_or_stand_still(text: str) -> None:
    read("id,text\n1,first\n" + text)
