"""The model as one file: a line of JSON that says what is in it, then the arrays, compressed."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.clean.model.features import Tables
from pipelines.clean.model.trees import Trees
from pipelines.errors import BadModel

_MAGIC = b"coranto-model 2\n"
_TREES = ("features", "bounds", "leaves")
_TYPES = {
    "features": np.uint16,
    "bounds": np.float32,
    "leaves": np.int32,
    "said": np.int16,
    "names": np.int16,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What tells the blocks of an article from all others."""

    name: str
    """Stands as the reason beside each block that it decided on."""
    html: Trees
    dump: Trees
    stacked: Trees
    """The second trees of dumps, that look at what the first said."""
    html_tables: Tables
    dump_tables: Tables


def dumped(model: Model) -> bytes:
    """The model's file; the same model gives the same bytes."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for kind, trees in (("html", model.html), ("dump", model.dump), ("stacked", model.stacked)):
        arrays |= {f"{kind} {name}": getattr(trees, name) for name in _TREES}
    for kind, tables in (("html", model.html_tables), ("dump", model.dump_tables)):
        arrays |= {f"{kind} said": tables.said, f"{kind} names": tables.names.astype(np.int16)}
    head = {"name": model.name, "arrays": [[key, list(a.shape)] for key, a in arrays.items()]}
    raw = b"".join(a.astype(a.dtype.newbyteorder("<")).tobytes() for a in arrays.values())
    return _MAGIC + json.dumps(head).encode() + b"\n" + zlib.compress(raw, 9)


def loaded(data: bytes) -> Model:
    """A model from its file."""
    if not data.startswith(_MAGIC):
        raise BadModel(
            "the bytes are no coranto model of version 2; train one with pipelines.clean.model.training"
        )
    head, _, packed = data[len(_MAGIC) :].partition(b"\n")
    told = json.loads(head)
    raw, at, arrays = zlib.decompress(packed), 0, {}
    for key, shape in told["arrays"]:
        kind = np.dtype(_TYPES[key.split()[1]]).newbyteorder("<")
        size = int(np.prod(shape)) * kind.itemsize
        arrays[key] = np.frombuffer(raw[at : at + size], kind).reshape(shape)
        at += size
    return Model(
        name=told["name"],
        html=_trees(arrays, "html"),
        dump=_trees(arrays, "dump"),
        stacked=_trees(arrays, "stacked"),
        html_tables=_tables(arrays, "html"),
        dump_tables=_tables(arrays, "dump"),
    )


def _trees(arrays: dict[str, NDArray[np.generic]], kind: str) -> Trees:
    made: dict[str, Any] = {name: arrays[f"{kind} {name}"] for name in _TREES}
    return Trees(**made)


def _tables(arrays: dict[str, NDArray[np.generic]], kind: str) -> Tables:
    said, names = arrays[f"{kind} said"].astype(np.int16), arrays[f"{kind} names"].astype(np.int64)
    return Tables(said=said, names=names)
