"""A frozen corpus in the forms that others take: a crate, a WACZ, an edition without texts, its rows."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pipelines.archive.wacz_records import Wanted, export_records
from pipelines.corpus.article import where_of
from pipelines.corpus.crate import export_crate
from pipelines.corpus.editions import export_edition
from pipelines.corpus.export import write
from pipelines.corpus.frozen import FrozenCorpus
from pipelines.corpus.schemas import ARTICLES

Form = Literal["edition", "ro-crate", "wacz", "parquet", "jsonl", "csv", "jsonld", "ninjs"]
FORMS: tuple[Form, ...] = get_args(Form)
OPEN = frozenset({"edition"})
"""Forms that hold nothing a publisher has written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOn:
    """What was written."""

    form: str
    path: str
    members: int
    """Without those that were withdrawn."""
    withdrawn: int
    wacz: dict[str, Any] | None = None


def export_frozen(
    held: FrozenCorpus, form: str, path: Path, progress: Callable[[str], None] = lambda _: None
) -> HandedOn:
    """Write a frozen corpus as ``edition``, ``ro-crate`` (a folder), ``wacz``, or its rows as one of the other forms."""
    told = None
    if form == "ro-crate":
        export_crate(held, path)
    elif form == "wacz":
        manifest = held.manifest
        wanted = (
            Wanted(where=where_of(row), url=row["url"] or "", captured=row["captured"])
            for table in held.batches()
            for row in table.to_pylist()
        )
        title = f"Frozen corpus {manifest.name}"
        told = asdict(export_records(held.archive, path, wanted, title, manifest.citation, progress))
    elif form == "edition":
        export_edition(held, path)
    else:
        write((table.cast(ARTICLES) for table in held.batches()), ARTICLES, path, form)
    gone = len(held.withdrawn)
    return HandedOn(
        form=form, path=str(path), members=held.manifest.articles - gone, withdrawn=gone, wacz=told
    )
