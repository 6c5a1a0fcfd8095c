"""Records as JSON, and the record's fields explained from their own documentation."""

import ast
import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pipelines import page, record
from pipelines.record import Record, Rejected


def as_json(value: Any) -> Any:
    """A dataclass, date, mapping or sequence as what ``json.dumps`` takes; None stays None.

    Fields that are not compared are no part of a value.

    >>> as_json(record.Caption(text="The harbour", credit=None))
    {'text': 'The harbour', 'credit': None}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in dataclasses.fields(value) if f.compare}
    if isinstance(value, Mapping):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_json(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def outcome(result: Record | Rejected) -> dict[str, Any]:
    """A cleaning result as JSON; ``outcome`` says which of the two it is."""
    kind = "record" if isinstance(result, Record) else "rejected"
    return {"outcome": kind, **as_json(result)}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One documented field of a public dataclass."""

    owner: str
    name: str
    type: str
    doc: str


def fields() -> Iterator[Field]:
    """Every field of Page, Where and the record types, in the order of their source."""
    for module in (page, record):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                yield from _class_fields(node)


def _class_fields(node: ast.ClassDef) -> Iterator[Field]:
    for item, after in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
            continue
        doc = ""
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            doc = inspect.cleandoc(str(after.value.value))
        yield Field(owner=node.name, name=item.target.id, type=ast.unparse(item.annotation), doc=doc)
