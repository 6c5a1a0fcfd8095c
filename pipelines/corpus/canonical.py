"""One text for all ways of asking the same: what a frozen corpus is known by."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from pipelines.corpus import nodes as n
from pipelines.corpus.question import Question


def canonical(question: Question) -> str:
    """The question as JSON: same clauses in the same order however they were written, collections as their sites.

    >>> canonical(Question(text="ferry AND harbour")) == canonical(Question(text="harbour  ferry"))
    True
    """
    asked = {"query": _plain(_flat(question.tree())), "dated_by": question.dated_by}
    return json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _flat(node: n.Node) -> n.Node:
    """Without an AND in an AND, an OR in an OR, and bounds that bind nothing."""
    if isinstance(node, n.Not):
        return n.Not(clause=_flat(node.clause))
    if not isinstance(node, (n.All, n.Any)):
        return node
    kind = type(node)
    found: list[n.Node] = []
    for clause in map(_flat, node.clauses):
        if isinstance(clause, kind):
            found += clause.clauses
        elif clause not in (n.Days(), n.All()) or kind is n.Any:
            found.append(clause)
    return found[0] if len(found) == 1 else kind(clauses=tuple(found))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        said = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, (n.All, n.Any)):
            said["clauses"] = sorted(said["clauses"], key=lambda one: json.dumps(one, sort_keys=True))
        return {type(value).__name__: said}
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, (tuple, list)):
        return [_plain(held) for held in value]
    return value.isoformat() if isinstance(value, date) else value
