"""A frozen corpus as a folder that explains itself: RO-Crate and Croissant metadata beside Parquet.

https://w3id.org/ro/crate/1.1 and http://mlcommons.org/croissant/1.0
"""

import hashlib
import html
import json
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.archive import plain
from pipelines.corpus.frozen import MEMBERS, FrozenCorpus
from pipelines.corpus.meanings import meaning
from pipelines.corpus.schemas import ARTICLES, COVERAGE
from pipelines.errors import ConfigError

RIGHTS = (
    "The texts belong to their publishers; see the opt-out signals in members.parquet before any use of them."
)
PARQUET = "application/vnd.apache.parquet"
_MEANINGS = {
    "pwid": "Persistent web identifier of the capture.",
    "characters": "Length of the text.",
    "words": "Words of the text, as the search counts them.",
    "warc_sha256": "Hex SHA-256 of the whole WARC file.",
    "opt_out": "Signals by which the publisher said what may be done with the page.",
}
_KINDS = (
    (pa.types.is_timestamp, "sc:DateTime"),
    (pa.types.is_date, "sc:Date"),
    (pa.types.is_boolean, "sc:Boolean"),
    (pa.types.is_integer, "sc:Integer"),
    (pa.types.is_floating, "sc:Float"),
)
Told = dict[str, Any]


def export_crate(held: FrozenCorpus, folder: Path) -> None:
    """Write the folder; it appears whole or not at all."""
    if folder.exists():
        raise ConfigError(f"{folder} exists; name a folder that does not")
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        part.mkdir()
        _data(held, part)
        files = {path.name: _file(path) for path in sorted(part.iterdir())}
        _write(part / "croissant.json", _croissant(held, files))
        files["croissant.json"] = _file(part / "croissant.json")
        (part / "ro-crate-preview.html").write_text(_preview(held, files), "utf-8")
        _write(part / "ro-crate-metadata.json", _crate(held, files))
        part.rename(folder)
    except OSError as e:
        raise ConfigError(f"cannot write {folder}: {e.strerror or e}; choose another place") from e
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _data(held: FrozenCorpus, folder: Path) -> None:
    with pq.ParquetWriter(folder / "articles.parquet", ARTICLES, compression="zstd") as out:
        for table in held.batches():
            out.write_table(table.cast(ARTICLES), row_group_size=2000)
    members = held.members()
    kept = pa.array([name not in held.withdrawn for name in members["id"].to_pylist()], pa.bool_())
    pq.write_table(members.filter(kept), folder / "members.parquet", compression="zstd")
    pq.write_table(held.coverage(), folder / "coverage.parquet", compression="zstd")
    (folder / "manifest.json").write_bytes(plain.encode(held.manifest))
    gone = {name: {"at": one.at.isoformat(), "why": one.why} for name, one in held.withdrawn.items()}
    _write(folder / "withdrawn.json", gone)


def _file(path: Path) -> Told:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kind = PARQUET if path.suffix == ".parquet" else "application/json"
    return {"encodingFormat": kind, "contentSize": str(path.stat().st_size), "sha256": digest}


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _about(held: FrozenCorpus) -> Told:
    manifest = held.manifest
    return {
        "name": manifest.name,
        "description": f"{manifest.articles} newspaper articles that the query {manifest.query!r} had found,"
        f" frozen {manifest.made.isoformat()}; {len(held.withdrawn)} of them withdrawn since.",
        "datePublished": manifest.made.isoformat(),
        "identifier": f"sha256:{manifest.checksum}",
        "license": RIGHTS,
    }


def _crate(held: FrozenCorpus, files: dict[str, Told]) -> Told:
    parts = [{"@id": name, "@type": "File", "name": name, **told} for name, told in files.items()]
    preview = {"@id": "ro-crate-preview.html", "@type": "CreativeWork", "about": {"@id": "./"}}
    root = {
        "@id": "./",
        "@type": "Dataset",
        **_about(held),
        "creditText": held.manifest.citation,
        "temporalCoverage": f"{held.manifest.first_day}/{held.manifest.last_day}",
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [descriptor, root, preview, *parts],
    }


def _croissant(held: FrozenCorpus, files: dict[str, Told]) -> Told:
    tables = {"articles": ARTICLES, "members": MEMBERS, "coverage": COVERAGE}
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        **_about(held),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": held.manifest.citation,
        "version": "1.0.0",
        "isLiveDataset": False,
        "url": f"urn:sha256:{held.manifest.checksum}",
        "distribution": [
            {"@type": "cr:FileObject", "@id": name, "name": name, "contentUrl": name, **told}
            for name, told in files.items()
        ],
        "recordSet": [
            {"@type": "cr:RecordSet", "@id": name, "name": name, "field": list(_fields(name, schema))}
            for name, schema in tables.items()
        ],
    }


def _fields(name: str, schema: pa.Schema) -> Iterable[Told]:
    for column in schema:
        is_list = pa.types.is_list(column.type)
        kind = column.type.value_type if is_list else column.type
        source = {"fileObject": {"@id": f"{name}.parquet"}, "extract": {"column": column.name}}
        field: Told = {
            "@type": "cr:Field",
            "@id": f"{name}/{column.name}",
            "name": column.name,
            "description": _MEANINGS.get(column.name)
            or meaning("articles" if name == "members" else name, column.name),
            "dataType": next((said for is_it, said in _KINDS if is_it(kind)), "sc:Text"),
            "source": source,
        }
        yield {**field, "repeated": True} if is_list else field


def _preview(held: FrozenCorpus, files: dict[str, Told]) -> str:
    about = _about(held) | {"citation": held.manifest.citation, "query": held.manifest.normalized}
    rows = "".join(f"<dt>{name}<dd>{html.escape(str(said))}" for name, said in about.items())
    parts = "".join(f"<li><a href={name}>{name}</a> sha256 {told['sha256']}" for name, told in files.items())
    title = html.escape(held.manifest.name)
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><h1>{title}</h1><dl>{rows}</dl><ul>{parts}</ul>\n"


_CONTEXT: Told = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    **{
        name: f"cr:{name}"
        for name in (
            "citeAs",
            "column",
            "extract",
            "field",
            "fileObject",
            "isLiveDataset",
            "recordSet",
            "repeated",
            "source",
        )
    },
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}
