"""Labelled pairs of invented articles: copies of one wire story, and what only looks like one.

``copy``: the same story in two papers, each edited as desks do it. ``event``: two reporters write of one event, in one
place, with the same people and the same quotations, each in words of their own (as far as the templates allow: they
share more phrases than two newsrooms would). ``update``: the next day's story of the same affair, which repeats a
paragraph of background. ``other``: nothing in common but the language.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import demo_text

LANGUAGES = demo_text.LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two texts; ``same`` where they are one story."""

    kind: str
    language: str
    one: str
    other: str

    @property
    def same(self) -> bool:
        return self.kind == "copy"


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """So many pairs of each kind and language."""
    for language in LANGUAGES:
        for kind, make in KINDS.items():
            for number in range(count):
                one, other = make(language, Random(f"{seed} {language} {kind} {number}"))
                yield Pair(kind=kind, language=language, one=one, other=other)


def story(
    language: str, random: Random, like: demo_text.Writer | None = None
) -> tuple[demo_text.Writer, list[str]]:
    writer = demo_text.Writer(language, random)
    if like is not None:
        writer.topic, writer.place = like.topic, like.place
    told = writer.story(2026)
    return writer, [told.lead, *told.body]


def copies(language: str, random: Random) -> tuple[str, str]:
    writer, wire = story(language, random)
    edits = random.sample(EDITS, k=random.choice((1, 2, 2, 3)))
    paper = wire
    for edit in edits:
        paper = edit(paper, writer, random)
    return "\n\n".join(wire), "\n\n".join(paper)


def reports(language: str, random: Random) -> tuple[str, str]:
    writer, one = story(language, random)
    _, other = story(language, random, writer)
    quotes = [writer.pick("quotes") for _ in range(random.choice((1, 2)))]
    for text in (one, other):
        for quote in quotes:
            text.insert(random.randrange(1, len(text)), quote)
    return "\n\n".join(one), "\n\n".join(other)


def updates(language: str, random: Random) -> tuple[str, str]:
    writer, one = story(language, random)
    _, other = story(language, random, writer)
    return "\n\n".join(one), "\n\n".join([*other, random.choice(one[1:])])


def others(language: str, random: Random) -> tuple[str, str]:
    return "\n\n".join(story(language, random)[1]), "\n\n".join(story(language, random)[1])


Edit = Callable[[list[str], demo_text.Writer, Random], list[str]]


def cut(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    """From the end, as wire stories are written to be cut."""
    return text[: max(2, int(len(text) * random.uniform(0.4, 0.9)))]


def new_lead(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    return [writer.pick("leads"), *text[1:]]


def local(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    """A paragraph of the paper's own."""
    at = random.randrange(1, len(text) + 1)
    return [*text[:at], *(block.text for block in writer.paragraphs(2)[:1]), *text[at:]]


def reworded(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    """Up to one word in eight is another one, taken from elsewhere in the story."""
    gap = "" if writer.language == "ja" else " "
    parts = [re.findall(r"\S" if writer.language == "ja" else r"\S+", block) for block in text]
    pool = [word for words in parts for word in words]
    share = random.uniform(0.02, 0.12)
    return [gap.join(random.choice(pool) if random.random() < share else w for w in words) for words in parts]


def reordered(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    a, b = sorted(random.sample(range(len(text)), k=2))
    return [*text[:a], text[b], *text[a + 1 : b], text[a], *text[b + 1 :]]


def typeset(text: list[str], writer: demo_text.Writer, random: Random) -> list[str]:
    """Other quotation marks, dashes and spaces."""
    return [block.replace('"', "”").replace(" - ", " — ").replace("'", "’") + "\u00a0" for block in text]


EDITS: tuple[Edit, ...] = (cut, new_lead, local, reworded, reordered, typeset)
KINDS = {"copy": copies, "event": reports, "update": updates, "other": others}
