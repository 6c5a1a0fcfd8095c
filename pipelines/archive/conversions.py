"""Documents that hold text and are none, told by their first bytes or the files in them, and what makes text of them."""

from collections.abc import Set

from pipelines.errors import DumpError

_PANDOC = "pandoc -t plain --wrap=none -o FILE.txt FILE"
CONVERTED = {
    ".pdf": ("a PDF", "pdftotext FILE.pdf FILE.txt"),
    ".docx": ("a Word document", f"{_PANDOC}.docx"),
    ".doc": ("a Word document", "libreoffice --convert-to txt FILE.doc"),
    ".odt": ("an OpenDocument text", f"{_PANDOC}.odt"),
    ".msg": ("an Outlook message", "msgconvert FILE.msg"),
    ".rtf": ("an RTF document", f"{_PANDOC}.rtf"),
    ".epub": ("an e-book", f"{_PANDOC}.epub"),
}
"""What holds text but is none, and what makes one of it."""
_OFFICE = {"word/document.xml": ".docx", "content.xml": ".odt", "META-INF/container.xml": ".epub"}
"""A file in the ZIP that such a document is."""
_SIGNED = {b"%PDF": ".pdf", b"{\\rtf": ".rtf", b"\xd0\xcf\x11\xe0": ".doc"}


def unconverted(members: Set[str], place: str) -> DumpError | None:
    """How to make text of what is a ZIP of these files; None where they are not those of a document."""
    return next((refusal(suffix, place) for held, suffix in _OFFICE.items() if held in members), None)


def refusal(suffix: str, place: str) -> DumpError:
    """That a file of this suffix is no text, and what converts it."""
    kind, command = CONVERTED[suffix]
    return DumpError(f"{place}: {kind}, no text; convert it first: {command}")


def signed(head: bytes) -> str | None:
    """The suffix of what begins so."""
    return next((suffix for mark, suffix in _SIGNED.items() if head.lstrip().startswith(mark)), None)
