"""Tables of an earlier version brought up to the columns of this one, without a rewrite of any file."""

from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines.errors import CorpusError

if TYPE_CHECKING:
    from pyiceberg.schema import Schema
    from pyiceberg.table import Table

_WIDER = {("int", "long"), ("float", "double")}
"""What Iceberg lets a column become (specification, schema evolution)."""


def evolve(table: "Table", wanted: pa.Schema) -> bool:
    """Add the columns that the table has not, and widen those that have become wider; True where it did.

    Columns that a later version added are left alone. Raises CorpusError for what only a rebuild can do.
    """
    from pyiceberg.exceptions import CommitFailedException

    held = table.schema()
    names = {field.name for field in held.fields}
    new = [field for field in wanted if field.name not in names]
    wider = [name for name, old, kind in _changed(held, wanted) if _checked(table, name, old, kind)]
    if not new and not wider:
        return False
    for field in new:
        if not field.nullable:
            raise _impossible(table, f"column {field.name} is required and its rows have none")
    try:
        with table.update_schema() as update:
            update.union_by_name(
                pa.schema([field for field in wanted if field in new or field.name in wider])
            )
    except CommitFailedException:
        return True  # another process was quicker; the caller looks again
    return True


def _changed(held: "Schema", wanted: pa.Schema) -> list[tuple[str, str, str]]:
    """Columns of one value whose kind is another one now, with both kinds."""
    from pyiceberg.io.pyarrow import _pyarrow_to_schema_without_ids

    old = {field.name: field.field_type for field in held.fields if field.field_type.is_primitive}
    now = _pyarrow_to_schema_without_ids(wanted).fields
    pairs = [(field.name, old[field.name], field.field_type) for field in now if field.name in old]
    return [(name, str(before), str(after)) for name, before, after in pairs if before != after]


def _checked(table: "Table", name: str, old: str, kind: str) -> bool:
    """Can the column become so? What is wider in the table already stays."""
    if (kind, old) in _WIDER:
        return False
    if (old, kind) not in _WIDER:
        raise _impossible(table, f"column {name} is {old} and would have to become {kind}")
    return True


def _impossible(table: "Table", why: str) -> CorpusError:
    name = ".".join(table.name())
    return CorpusError(f"table {name}: {why}; drop it in the catalog, and make it anew with coranto rebuild")
