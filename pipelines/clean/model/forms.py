"""Raw text dumps as others make them of web pages, to train and measure on."""

from pipelines.clean.html import HEADINGS
from pipelines.clean.shapes import squash
from pipelines.clean.spans import Piece

FORMS = ("main", "full", "wet")
"""The main text with alternative texts, headline first; all text likewise; one block a line, title first."""


def form(name: str, html: str, pieces: list[Piece], title: str | None) -> str:
    """One page as a dump of one form."""
    if name == "wet":
        return "\n".join([*([title] if title else []), *(p.text for p in pieces if not p.from_alt)])
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(html, main_content=name == "main", alt_texts=True, list_bullets=False)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if name == "main":
        top = next((p.text for p in pieces if "h1" in p.tags & HEADINGS and not p.from_alt), title)
        if top and squash(top) not in {squash(line) for line in lines[:6]}:
            lines = [top, "", *lines]
    kept = [line for i, line in enumerate(lines) if line or (i and lines[i - 1])]
    return "\n".join(kept)
