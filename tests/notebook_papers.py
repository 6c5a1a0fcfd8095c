"""Three invented weeklies over eight weeks, for the example notebook: a topic that rises, edits, wire copy.

``python notebook_papers.py`` executes ``notebook.ipynb`` on them, and writes it back with its results.
"""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from web_papers import Told, publish

from pipelines.archive import open_archive
from pipelines.corpus import Corpus

NOTEBOOK = Path(__file__).with_name("notebook.ipynb")
FIRST, WEEKS = date(2026, 1, 5), 8
PAPERS = {"herald": 0.5, "courant": 0.3, "tribune": 0.1}
"""How much of each paper's own work is about the strike at its height."""
WIRE = {"herald": 0.2, "courant": 0.5, "tribune": 0.8}
"""How likely each paper prints the wire story of a week."""
PLACES = ("Veleska", "Orlo", "Port Example", "Marn", "Tolvik", "Saint-Bex")
DEEDS = (
    "the council votes on the budget for parks",
    "a bakery opens in the old fire station",
    "the choir sings for the first time since spring",
    "engineers measure the bridge after the frost",
    "the school gets a roof of copper",
    "farmers sell the last apples of the winter",
)
STRIKE = (
    "the rail strike enters another week",
    "drivers of the night trains join the rail strike",
    "the ministry and the union talk about the rail strike",
)


WORDS = (
    "window", "river", "council", "reader", "engine", "bread", "garden", "winter", "office", "crown", "village", "ferry",
    "orchard", "teacher", "letter", "bridge", "summer", "lamp", "market", "roof", "doctor", "path", "stone", "tower",
)  # fmt: skip
"""What the stories are otherwise made of, so that no two are alike but those of the wire."""


def _text(choose: random.Random, subject: str, place: str) -> tuple[tuple[str, str], ...]:
    drawn = [" ".join(choose.choices(WORDS, k=11)).capitalize() for _ in range(5)]
    lead = f"In {place}, {subject}, said the {choose.choice(WORDS)} office."
    return (("lead", lead), *(("paragraph", f"{words}.") for words in drawn))


def _weeks(choose: random.Random) -> Iterator[tuple[date, dict[str, list[Told]]]]:
    """Each week's stories by paper."""
    for week in range(WEEKS):
        printed: dict[str, list[Told]] = {paper: [] for paper in PAPERS}
        for paper, most in PAPERS.items():
            for number in range(choose.randint(8, 12)):
                about = choose.random() < most * max(0.0, 1 - abs(week - 5) / 4)
                told = _story(choose, choose.choice(STRIKE if about else DEEDS), f"{week}/{number}", paper)
                printed[paper] += [told, *_edited(choose, told)]
        for number in range(4):
            wire = _story(choose, choose.choice(DEEDS), f"{week}/wire{number}", "wire")
            for rank, (paper, often) in enumerate(WIRE.items()):
                if choose.random() < often:
                    own = ("paragraph", f"The {paper.title()} adds that it rained.")
                    printed[paper].append(replace(wire, blocks=(*wire.blocks, own), minute=100 + rank))
        yield FIRST + timedelta(weeks=week), printed


def _story(choose: random.Random, subject: str, path: str, paper: str) -> Told:
    place = choose.choice(PLACES)
    return Told(
        path=path,
        headline=f"{place}: {subject}",
        authors=(f"{paper.title()} Desk",),
        blocks=_text(choose, subject, place),
        minute=choose.randint(0, 60),
    )


def _edited(choose: random.Random, told: Told) -> Iterator[Told]:
    """Some stories say something else some hours later."""
    if choose.random() < 0.15:
        (label, lead), *rest = told.blocks
        changed = (label, lead.replace("said", "as was wrongly said by"))
        later = told.minute + int(choose.expovariate(1 / 180)) % 800
        yield replace(told, blocks=(changed, *rest), minute=later + 5)


def filled(folder: Path) -> Corpus:
    """The corpus of the three papers."""
    corpus = Corpus.open(folder, open_archive(folder))
    for day, printed in _weeks(random.Random(5)):
        for paper, stories in printed.items():
            publish(corpus, folder / ".spool", paper, day, stories)
    corpus.find_families()
    corpus.searcher(fresh=True)
    return corpus


def executed(corpus: Path) -> Any:
    """The notebook after every cell has run on the corpus of a folder, in a kernel of its own."""
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False)
    client.execute(env={**os.environ, "CORPUS": str(corpus)})
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return notebook


def main() -> None:
    """Execute it and write it to the file of the first argument, else where it was."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else NOTEBOOK
    with tempfile.TemporaryDirectory(prefix="coranto-notebook-") as folder:
        filled(Path(folder))
        notebook = executed(Path(folder))
    nbformat.write(notebook, target)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
