"""A frozen corpus without its texts, which anybody may have, and the texts found again by who holds the archive.

An edition is JSON Lines: the manifest first, then a line for each member. A member that was taken down is there by its
id alone.
"""

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from pipelines.archive import plain
from pipelines.archive.takedowns import withheld
from pipelines.corpus.frozen import Frozen, FrozenCorpus, load
from pipelines.corpus.schemas import ARTICLES
from pipelines.errors import ConfigError, CorpusError

if TYPE_CHECKING:
    from pipelines.corpus.answering import Answering

FORMAT = "coranto edition 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehydrated:
    """What became of an edition's members."""

    members: int
    same: int
    """Their text is the very one that was frozen; only these are written."""
    changed: int
    """The archive's text is another one now."""
    missing: int
    withdrawn: int


def export_edition(held: FrozenCorpus, path: Path) -> int:
    """Write the edition; returns the number of members. It appears whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    members = held.members().to_pylist()
    try:
        with part.open("wb") as file:
            file.write(
                orjson.dumps({"format": FORMAT, "manifest": json.loads(plain.encode(held.manifest))}) + b"\n"
            )
            for member in members:
                gone = held.withdrawn.get(member["id"])
                line = {"id": member["id"], "withdrawn": gone.at} if gone else member
                file.write(orjson.dumps(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as e:
        raise ConfigError(f"cannot write {path}: {e.strerror or e}; choose another file") from e
    finally:
        part.unlink(missing_ok=True)
    return len(members)


def read_edition(path: Path) -> tuple[Frozen, list[dict[str, Any]]]:
    """The manifest and the members of an edition."""
    try:
        with path.open("rb") as file:
            head = orjson.loads(next(file, b"null"))
            if not isinstance(head, dict) or head.get("format") != FORMAT:
                raise ConfigError(
                    f"{path}: no edition of a frozen corpus; coranto freeze --as edition writes one"
                )
            return plain.decode(Frozen, orjson.dumps(head["manifest"])), [orjson.loads(line) for line in file]
    except (OSError, ValueError, KeyError) as e:
        raise ConfigError(f"{path}: not a whole edition ({e}); get it again") from e


def rehydrate(
    corpus: "Answering",
    edition: Path,
    write: Callable[[Iterator[pa.Table]], int],
) -> Rehydrated:
    """Find the texts of an edition: in the frozen corpus itself where this archive has it, else in the tables.

    ``write`` gets the rows whose text has the hash that the edition says.
    """
    manifest, members = read_edition(edition)
    gone = withheld(corpus.archive)
    wanted = {
        member["id"]: member
        for member in members
        if "withdrawn" not in member and not gone.of(member["warc_record_id"], member["url"])
    }
    told: Counter[str] = Counter()
    write(_same(_rows(corpus, manifest, wanted), wanted, told))
    return Rehydrated(
        members=len(members),
        same=told["same"],
        changed=told["changed"],
        missing=len(wanted) - told["same"] - told["changed"],
        withdrawn=len(members) - len(wanted),
    )


def _same(
    found: Iterator[pa.Table], wanted: dict[str, dict[str, Any]], told: Counter[str]
) -> Iterator[pa.Table]:
    for table in found:
        pairs = zip(table["id"].to_pylist(), table["text_hash"].to_pylist(), strict=True)
        same = [name in wanted and wanted[name]["text_hash"] == hashed for name, hashed in pairs]
        told["same"] += sum(same)
        told["changed"] += len(same) - sum(same)
        yield table.filter(pa.array(same, pa.bool_())).cast(ARTICLES)


def _rows(corpus: "Answering", manifest: Frozen, wanted: dict[str, dict[str, Any]]) -> Iterator[pa.Table]:
    try:
        held = FrozenCorpus(archive=corpus.archive, manifest=load(corpus.archive, manifest.name))
    except CorpusError:
        held = None
    if held is not None and held.manifest.checksum == manifest.checksum:
        for table in held.batches():
            yield table.filter(pa.array([name in wanted for name in table["id"].to_pylist()], pa.bool_()))
        return
    pairs = [(name, _instant(member["captured"])) for name, member in wanted.items()]
    yield from corpus.tables.rows("articles", pairs)


def _instant(text: str | date) -> datetime:
    return datetime.fromisoformat(str(text))
