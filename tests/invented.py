"""An invented article around whatever a test is about."""

from pipelines.clean import clean
from pipelines.page import Page
from pipelines.record import NO_HINTS, Hints, Record

SENTENCES = (
    "The harbour office of Millbrook said that the ferry would sail again before the end of the week.",
    "Nobody on the quay believed it, and the baker had already sold his boat to a man from Harrowgate.",
    "Three councillors asked for the papers of the inquiry, which have not been seen since the flood.",
    "The minutes of the meeting fill forty pages, of which the greater part is about the coffee.",
    "By nightfall the lamps on the pier were lit, and the last of the visitors went home along the sea wall.",
)

HEAD = "Council of Millbrook keeps the night ferry"
VOTE = (
    "The council voted on Thursday to keep the night ferry, six weeks after it had said that it would end in December.",
    "The ferry sails every hour between midnight and five, and costs two million a year, which the committee called a luxury.",
    "Nobody on the quay believed it, and the baker had already sold his boat to a man from Harrowgate.",
    "The motion passed by nineteen votes to twelve, with two members away from the chamber on that day.",
)
"""A headline, and a story that is told in its words."""


def days(count: int) -> list[str]:
    """So many sentences of a story, each once."""
    return [
        f"On the {n}th day the harbour office of Millbrook said that the ferry would sail, and that nobody had to wait for it."
        for n in range(count)
    ]


def body(
    head: str = "", top: str = "", tail: str = "", *, lang: str = "en", title: str = "Ferry sails again"
) -> bytes:
    """A page with a story; ``top`` stands between headline and story, ``tail`` below it."""
    story = "".join(f"<p>{s}</p>" for s in SENTENCES)
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{top}{story}{tail}</article></body></html>"
    ).encode()


def record(markup: bytes, hints: Hints = NO_HINTS, url: str | None = None) -> Record:
    """The record of a page."""
    made = clean(Page(body=markup, media_type="text/html", url=url), hints)
    assert isinstance(made, Record), made
    return made
