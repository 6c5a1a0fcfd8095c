"""The history of an article in words, for a terminal."""

from collections.abc import Iterator

import click

from pipelines.corpus.difference import Sentence
from pipelines.corpus.history import History, Step
from pipelines.printable import printable

SIGNS = {"added": "+", "deleted": "-", "edited": "~", "moved": ">"}
COLOURS = {"added": "green", "deleted": "red", "edited": "yellow", "moved": "cyan"}
_LONGEST = 2000


def told(history: History) -> Iterator[str]:
    """A line for each text, followed by the sentences that it changed."""
    for step in history.steps:
        yield click.style(
            f"{step.captured:%Y-%m-%d %H:%M} UTC  {', '.join(step.changes) or _plain(step)}", bold=True
        )
        yield from _headline(step)
        for note in step.corrections:
            yield f"  correction: {printable(note, limit=_LONGEST)}"
        yield from map(_line, (s for s in step.sentences if s.kind != "equal"))
    for taken in history.taken:
        yield click.style(
            f"{taken.captured:%Y-%m-%d %H:%M} UTC  removal: the site answered {taken.status}", bold=True
        )


def _plain(step: Step) -> str:
    return "only signs, spaces or capitals changed" if step.sentences else "first text"


def _headline(step: Step) -> Iterator[str]:
    if step.headline_before is not None and step.headline_before != step.headline:
        yield f"  headline was: {printable(step.headline_before, limit=_LONGEST)}"
    yield f"  headline: {printable(step.headline or '(none)', limit=_LONGEST)}"


def _line(sentence: Sentence) -> str:
    sign, colour = SIGNS[sentence.kind], COLOURS[sentence.kind]
    text = sentence.after or sentence.before or ""
    if sentence.words:
        text = "".join(e.after if e.before == e.after else _change(e.before, e.after) for e in sentence.words)
    return click.style(f"  {sign} {printable(text, limit=_LONGEST)}", fg=colour)


def _change(before: str, after: str) -> str:
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")
