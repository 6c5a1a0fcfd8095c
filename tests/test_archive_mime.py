"""Pages that a browser saved as one file, and e-mails, are documents of a dump."""

import io
import time
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive import dump_kinds, mbox
from pipelines.archive.dump_files import documents
from pipelines.archive.dump_kinds import Document
from pipelines.archive.dumps import read_dump
from pipelines.archive.mime import columns_of, is_message
from pipelines.clean import clean
from pipelines.errors import DumpError
from pipelines.page import Page
from pipelines.record import Record

URL = "https://courant.example/2024/ferry"
SENTENCE = "Die Fähre, die im Januar auf Grund lief, liegt seit Dienstag wieder am alten Kai von Nordhaven. "
PAGE = f"<!doctype html><title>Fähre</title><article><h1>Die Fähre ist zurück</h1><p>{SENTENCE * 2}</p><p>{SENTENCE}</p></article>"


def saved(charset: str | None = "utf-8", kind: str = "html") -> bytes:
    """A page as Chromium saves it: the page first, a frame and a picture behind it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = URL
    message["Subject"] = "Fähre"
    message["Date"] = "Tue, 12 Mar 2024 07:30:00 -0000"
    message.set_content(PAGE, subtype=kind, cte="quoted-printable")
    message.make_related()
    message.add_related("<p>An advertisement in a frame.</p>", subtype="html")
    message.add_related(b"\x89PNG\r\n", "image", "png")
    written = message.as_bytes()
    named = b'; charset="utf-8"'
    return written.replace(named, f'; charset="{charset}"'.encode() if charset else b"", 1)


def mailed(html: bool = True) -> bytes:
    message = EmailMessage()
    message["From"] = "The Courant <news@courant.example>"
    message["Subject"] = "Die Fähre ist zurück – heute"
    message["Date"] = "Tue, 12 Mar 2024 07:30:00 +0100"
    message.set_content(SENTENCE * 4)
    if html:
        message.add_alternative(PAGE, subtype="html")
    message.add_attachment("<p>Attached.</p>", subtype="html", filename="x.html")
    return message.as_bytes()


def one(body: bytes, name: str) -> Document:
    (found,) = read_dump(body, name)
    assert isinstance(found, Document), found
    return found


def record(found: Document) -> Record:
    made = clean(Page(body=found.body, media_type=found.media_type, url=found.url, stated=found.fields))
    assert isinstance(made, Record), made
    return made


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page"])
@pytest.mark.parametrize("charset", ["utf-8", None, "no-such-charset", "hex"])
def test_a_saved_page_says_where_and_when_it_was_fetched(name: str, charset: str | None) -> None:
    found = one(saved(charset), name)
    assert (found.url, found.captured) == (URL, datetime(2024, 3, 12, 7, 30, tzinfo=UTC))
    assert found.media_type.startswith("text/html")
    made = record(found)
    assert made.headline == "Die Fähre ist zurück"
    assert made.text == f"{(SENTENCE * 2).strip()}\n\n{SENTENCE.strip()}"


@pytest.mark.parametrize("html", [True, False])
def test_an_e_mail_says_when_it_was_sent_by_whom_and_its_subject(html: bool) -> None:
    found = one(mailed(html), "news.eml")
    made = record(found)
    assert ("Attached" in made.text, "Content-Type" in made.text) == (False, False)
    assert made.publisher == "The Courant"
    assert found.announced == datetime.fromisoformat("2024-03-12T07:30:00+01:00")
    assert found.media_type.startswith("text/html" if html else "text/plain")


def test_one_in_a_zip_file_is_found_there() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("kept/page.mhtml", saved())
    found = one(packed.getvalue(), "kept.zip")
    assert (found.part, found.url) == ("kept/page.mhtml", URL)


def test_a_message_of_pictures_alone_is_named() -> None:
    body = b"MIME-Version: 1.0\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
    with pytest.raises(DumpError, match=r"x\.eml: a message without a text"):
        list(read_dump(body, "x.eml"))


@pytest.mark.parametrize(
    "text",
    ["Note: it rained on Tuesday.\n\nMIME is a standard.", "The ferry is back.\nMIME-Version: 1.0\n", ""],
)
def test_a_text_is_no_message(text: str) -> None:
    assert not is_message(text.encode())


@given(st.binary(max_size=300), st.integers(0, 900), st.sampled_from([saved(), mailed()]))
def test_no_bytes_make_reading_a_message_fail(noise: bytes, at: int, whole: bytes) -> None:
    for body in (
        noise,
        whole[:at] + noise + whole[at:],
        b"Subject: =?" + noise + b"?=\nDate: " + noise + b"\n\n",
    ):
        assert set(columns_of(body)) <= {
            "html",
            "text",
            "url",
            "fetched",
            "title",
            "date",
            "publisher",
            "part",
        }


def alternatives(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "The ferry"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_the_plain_form_is_read_where_it_says_far_more_and_that_is_said() -> None:
    found = one(alternatives(SENTENCE * 4, "<p>See the text version.</p>"), "a.eml")
    assert found.body.decode().count(SENTENCE.strip()) == 4
    assert dict(found.fields)["part"].startswith("text/plain, of ")
    assert record(found).origins["columns"]


@pytest.mark.parametrize("more", ["", " https://courant.example/" + "a" * 900, SENTENCE])
def test_else_the_form_with_markup_is_read(more: str) -> None:
    found = one(alternatives(SENTENCE * 3 + more, PAGE), "a.eml")
    assert found.media_type.startswith("text/html")
    assert "part" not in dict(found.fields)


def test_texts_around_a_picture_are_all_read() -> None:
    message = EmailMessage()
    message["Subject"] = "The ferry"
    message.set_content(f"<p>{SENTENCE}</p>", subtype="html")
    message.add_attachment(b"\x89PNG", "image", "png", disposition="inline")
    message.add_attachment("<p>It sails at six.</p>", subtype="html", disposition="inline")
    message.add_attachment("And at 7 < 8.", disposition="inline")
    text = one(message.as_bytes(), "a.eml").body.decode()
    assert all(said in text for said in (SENTENCE.strip(), "It sails at six.", "And at 7 &lt; 8."))


def test_a_message_that_only_forwards_another_gives_its_text() -> None:
    around = EmailMessage()
    around["Subject"] = "Fwd"
    around.make_mixed()
    inner = EmailMessage()
    inner.set_content(SENTENCE)
    around.attach(inner)
    assert SENTENCE.strip() in one(around.as_bytes(), "a.eml").body.decode()


@pytest.mark.parametrize(
    ("charset", "written"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("iso-8859-1", "cp1252")],
)
def test_a_wrong_charset_is_not_believed(charset: str, written: str) -> None:
    text = SENTENCE + "„Ja“, sagte er."
    head = f"Subject: Fähre\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    found = one((head + text).encode(written), "a.eml")
    assert found.body.decode() == f"Fähre\n\n{text}"


def mailbox(*messages: bytes, ends: bytes = b"\n") -> bytes:
    mark = b"From news@courant.example Tue Mar 12 07:30:00 2024\n"
    return b"".join(mark + m.replace(b"\r\n", b"\n") + b"\n" for m in messages).replace(b"\n", ends)


def plain_mail(subject: str, text: str) -> bytes:
    return f"Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", ["a.mbox", "a.eml", "a"])
def test_every_message_of_a_mailbox_is_a_document_with_its_bytes(name: str, ends: bytes) -> None:
    body = mailbox(
        *(plain_mail(f"Ferry {n}", f"{SENTENCE}\n>From here it sails.") for n in range(3)), ends=ends
    )
    found = list(read_dump(body, name))
    assert [d.body.decode().partition("\n")[0] for d in found] == ["Ferry 0", "Ferry 1", "Ferry 2"]
    assert all("\nFrom here it sails." in d.body.decode() for d in found)
    for document in found:
        first, _, last = (document.part or "").removeprefix("bytes ").partition("-")
        kept = body[int(first) : int(last) + 1]
        assert kept.startswith(b"Subject: Ferry ")
        assert b"From news@" not in kept


@pytest.mark.parametrize("line", ["From 07:30 on in 2024 it rained:", "From here at 6:30 2024\nand so on"])
def test_a_sentence_that_begins_as_a_postmark_divides_nothing(line: str) -> None:
    body = mailbox(plain_mail("Ferry", f"{SENTENCE}\n\n{line}\n{SENTENCE}"), plain_mail("Two", SENTENCE))
    first, _ = read_dump(body, "a.mbox")
    assert line in first.body.decode()


@pytest.mark.parametrize(
    "text",
    [
        "From 6:30 on it rained.\nHarbour: closed.\n",
        "From Mar to Orlo it took until 6:30\nNote: it rained.\n",
    ],
)
def test_a_text_that_begins_as_a_postmark_is_no_mailbox(text: str) -> None:
    assert not mbox.is_mbox(text.encode())
    assert one((text + SENTENCE).encode(), "a").body.decode() == text + SENTENCE


@pytest.mark.parametrize("mark", ["From a@b.example Tue Mar 12 07:30:00 +0000 2024", "From - Tue Mar 12 07:30:00 2024", "From a@b.example Tue, 12 Mar 2024 07:30:00 GMT"])  # fmt: skip
def test_a_postmark_has_a_month_a_year_and_a_time(mark: str) -> None:
    assert mbox.is_mbox(f"{mark}\nSubject: Ferry\n".encode())


@pytest.mark.parametrize("sign", ["<script>", "<!--", "<", "x", "<head ", "://"])
def test_a_message_of_one_sign_costs_no_time(sign: str) -> None:
    text, start = (sign * 200_000)[:200_000].encode(), time.process_time()
    parts = b"--q\nContent-Type: text/html\n\n" + text + b"\n--q\nContent-Type: text/plain\n\n" + text
    list(
        documents(b"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=q\n\n" + parts, "a.eml")
    )
    assert time.process_time() - start < 3


def test_a_message_without_a_text_costs_no_other() -> None:
    picture = b"MIME-Version: 1.0\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K\n"
    found = list(
        documents(mailbox(plain_mail("One", SENTENCE), picture, plain_mail("Two", SENTENCE)), "a.mbox")
    )
    assert [isinstance(f, DumpError) for f in found] == [False, True, False]
    assert "a.mbox, bytes " in str(found[1])


def test_a_message_that_is_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dump_kinds, "JSON_CAP", 1000)
    found = list(documents(mailbox(plain_mail("One", "word " * 900), plain_mail("Two", SENTENCE)), "a.mbox"))
    assert [isinstance(f, DumpError) for f in found] == [True, False]


def test_what_apple_writes_above_a_message_is_no_text() -> None:
    body = plain_mail("Ferry", SENTENCE)
    assert one(b"%d\n" % len(body) + body, "a.emlx").body.decode().startswith("Ferry\n\nDie")


@given(
    st.lists(
        st.sampled_from([b"From ", b"a@b Mar 12 07:30 2024", b"\n", b"X: y", b">", b"\r", b"\0", b"text"]),
        max_size=30,
    )
)
def test_no_bytes_make_reading_a_mailbox_fail_and_none_are_lost(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    found = list(mbox.messages(io.BytesIO(body), 10_000))
    assert all(0 <= m.first < m.end <= len(body) for m in found)
    assert all(a.end <= b.first for a, b in pairwise(found))
    kept = b"".join(body[m.first : m.end] for m in found)
    assert kept.count(b"text") + sum(
        b"text" in line for line in body.split(b"\n") if line.startswith(b"From ")
    ) >= body.count(b"text")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["a.mht", "a"])
def test_what_stands_before_the_head_makes_no_text_of_it(before: bytes, name: str) -> None:
    assert one(before + saved(), name).url == URL
