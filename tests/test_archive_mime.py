"""Pages that a browser saved as one file, and e-mails, are documents of a dump."""

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        assert set(columns_of(body)) <= {"html", "text", "url", "fetched", "title", "date", "publisher"}
