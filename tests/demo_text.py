"""Invented news text in English, Arabic, French and Japanese, from the word lists in ``demo_words/``.

Sentences are templates with choices and slots: any number of distinct stories, the same ones for the same
random source, and natural enough for a language identifier. No word of it was ever printed by anybody.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

WORDS = Path(__file__).parent / "demo_words"
LANGUAGES = ("en", "ar", "fr", "ja")
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([A-Za-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a story's body; kind is paragraph, subhead, quote or list_item."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """What stands under a picture."""

    text: str
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that a newsroom hands to the page maker."""

    language: str
    section: str
    keywords: tuple[str, ...]
    headline: str
    kicker: str
    lead: str
    blocks: tuple[Block, ...]
    photos: tuple[Photo, ...]
    authors: tuple[str, ...]
    dateline: str
    agency: str | None = None
    footnotes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[str, ...]:
        """The texts of the blocks, the lead not among them."""
        return tuple(block.text for block in self.blocks)


@cache
def words(language: str) -> dict[str, Any]:
    """The word list of a language."""
    held: dict[str, Any] = yaml.safe_load((WORDS / f"{language}.yaml").read_text(encoding="utf-8"))
    return held


def upper_first(text: str) -> str:
    """The text with its first letter in upper case, where the script has one."""
    return text[:1].upper() + text[1:]


class Writer:
    """Writes in one language about one topic; everything comes from the random source it is given."""

    def __init__(self, language: str, random: Random) -> None:
        self.words = words(language)
        self.language = language
        self.random = random
        self.topic: dict[str, Any] = random.choice(self.words["topics"])
        self.place: str = random.choice(self.words["places"])

    def fill(self, template: str) -> str:
        """One reading of a template: choices made, slots filled."""
        chosen = CHOICE.sub(lambda m: self.random.choice(m[1].split("|")), template)
        text = SLOT.sub(lambda m: self._slot(m[1]), chosen)
        return upper_first(text)

    def _slot(self, name: str) -> str:
        value = self._value(name.lower())
        return upper_first(value) if name[0].isupper() else value

    def _value(self, name: str) -> str:
        if name in {"who", "thing", "issue", "act"}:
            return str(self.random.choice(self.topic[name]))
        if name in {"n", "m"}:
            return str(self.random.randint(4, 97))
        if name in {"d", "pct"}:
            return str(self.random.randint(4, 28))
        if name == "person":
            return self.person()
        if name == "place":
            other = self.random.choice(self.words["places"])
            return self.place if self.random.random() < 0.6 else str(other)
        if name == "money":
            return SLOT.sub(lambda m: self._slot(m[1]), self.words["money"])
        if name == "agency":
            return str(self.random.choice(self.words["agencies"]))
        return str(self.random.choice(self.words[f"{name}s"]))

    def person(self) -> str:
        """Somebody who does not exist."""
        given = self.random.choice(self.words["people"]["given"])
        family = self.random.choice(self.words["people"]["family"])
        return f"{family}{given}" if self.language == "ja" else f"{given} {family}"

    def pick(self, kind: str) -> str:
        """One of the templates of a kind, filled."""
        return self.fill(self.random.choice(self.words[kind]))

    def photo(self, year: int) -> Photo:
        """A caption and a credit as agencies print it."""
        agency = self.random.choice(self.words["agencies"])
        return Photo(text=self.pick("captions"), credit=f"© {agency} {year} {self.person()}")

    def paragraphs(self, count: int) -> list[Block]:
        """Paragraphs of two or three sentences, and now and then a quote; no sentence template twice in a row."""
        templates = list(self.words["sentences"])
        self.random.shuffle(templates)
        quotes = set(self.random.sample(range(1, count), k=1 + (count > 7)))
        gap = "" if self.language == "ja" else " "
        blocks = []
        at = 0
        for n in range(count):
            if n in quotes:
                blocks.append(Block(kind="quote", text=self.pick("quotes")))
                continue
            size = self.random.choice((2, 2, 3))
            chosen = [templates[(at + k) % len(templates)] for k in range(size)]
            at += size
            blocks.append(Block(kind="paragraph", text=gap.join(self.fill(t) for t in chosen)))
        return blocks

    def furnish(self, blocks: list[Block]) -> list[Block]:
        """Subheads in long stories, a list in some."""
        if len(blocks) > 5:
            blocks.insert(len(blocks) // 2, Block(kind="subhead", text=self.pick("subheads")))
        if self.random.random() < 0.15:
            items = self.random.sample(self.words["items"], k=3)
            blocks[-1:-1] = [Block(kind="list_item", text=self.fill(item)) for item in items]
        return blocks

    def story(self, year: int) -> Story:
        """A whole story of four to ten paragraphs."""
        blocks = self.furnish(self.paragraphs(self.random.randint(4, 10)))
        footnotes: tuple[str, ...] = ()
        if self.random.random() < 0.12:
            note = self.pick("footnotes")
            footnotes, blocks[0] = (note,), replace(blocks[0], text=f"{blocks[0].text}{note[0]}")
        return Story(
            language=self.language,
            section=self.topic["section"],
            keywords=tuple(self.topic["keywords"]),
            headline=self.pick("headlines"),
            kicker=self.pick("kickers"),
            lead=self.pick("leads"),
            blocks=tuple(blocks),
            photos=tuple(self.photo(year) for _ in range(self.random.choice((0, 1, 1, 1, 2)))),
            authors=tuple(dict.fromkeys(self.person() for _ in range(self.random.choice((1, 1, 1, 2))))),
            dateline=self.place,
            footnotes=footnotes,
        )

    def edited(self, story: Story, *, headline: bool, correction: bool) -> Story:
        """The story after an edit: a new last paragraph, and what else is asked for."""
        # One with a planted phrase keeps it: only what stands last is rewritten.
        last = replace(story.blocks[-1], kind="paragraph", text=self.fill(self.words["update"]))
        keep = story.blocks[:-1] if story.blocks[-1].kind == "paragraph" else story.blocks
        return replace(
            story,
            blocks=(*keep, last),
            headline=self.pick("headlines") if headline else story.headline,
            corrections=(*story.corrections, self.pick("corrections")) if correction else story.corrections,
        )

    def ticker(self, count: int) -> tuple[Block, ...]:
        """Entries of a live ticker."""
        return tuple(Block(kind="paragraph", text=self.pick("ticker")) for _ in range(count))
