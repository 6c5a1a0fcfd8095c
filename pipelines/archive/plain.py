"""Frozen dataclasses to JSON and back, for manifests and what lies beside a spool.

Fields at their default are left out; unknown ones are ignored, so that an older coranto reads what a newer
one wrote as long as its format line stays.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")


def encode(value: object) -> bytes:
    """JSON, keys in the order of the fields, the same bytes for the same value."""
    return orjson.dumps(_plain(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def decode(cls: type[T], data: bytes) -> T:
    """A dataclass from its JSON; ValueError says what does not fit."""
    return cast(T, _build(cls, orjson.loads(data), cls.__name__))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        pairs = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _plain(held) for f, held in pairs if not _is_default(f, held)}
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(held) for held in value]
    if isinstance(value, str) and not value.isascii():  # a file name may hold what no encoding has
        return value.encode("utf-8", "backslashreplace").decode()
    return value.isoformat() if isinstance(value, date) else value


def _is_default(field: "Field[Any]", value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value == field.default)
    return field.default_factory is not MISSING and value == field.default_factory()


@cache
def _types(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _build(kind: Any, data: Any, place: str) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return data
    if origin in {Union, types.UnionType}:
        return None if data is None else _either([t for t in inner if t is not type(None)], data, place)
    if origin is Literal:
        _require(data in inner, data, place)
        return data
    if origin is tuple:
        _require(isinstance(data, list), data, place)
        of = inner if inner[-1] is not Ellipsis else inner[:1] * len(data)
        return tuple(
            _build(t, held, f"{place}[{n}]") for n, (t, held) in enumerate(zip(of, data, strict=True))
        )
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(data, dict), data, place)
        return {key: _build(inner[1], held, f"{place}.{key}") for key, held in data.items()}
    return _single(kind, data, place)


def _either(kinds: list[Any], data: Any, place: str) -> Any:
    """The first of them that fits."""
    for kind in kinds[:-1]:
        try:
            return _build(kind, data, place)
        except ValueError:
            continue
    return _build(kinds[-1], data, place)


def _single(kind: Any, data: Any, place: str) -> Any:
    if kind is datetime:
        _require(isinstance(data, str) and len(data) > len("2026-01-05"), data, place)  # else it is a day
        return datetime.fromisoformat(data)
    if kind is date:
        _require(isinstance(data, str), data, place)
        return date.fromisoformat(data)
    if is_dataclass(kind):
        _require(isinstance(data, dict), data, place)
        hints = _types(cast(type, kind))
        known = {name: _build(t, data[name], f"{place}.{name}") for name, t in hints.items() if name in data}
        try:
            return cast(Any, kind)(**known)
        except TypeError as e:
            raise ValueError(f"{place}: {e}") from e
    _require(isinstance(data, kind), data, place)
    return data


def _require(holds: bool, data: object, place: str) -> None:
    if not holds:
        raise ValueError(f"{place}: {str(data)[:60]!r} does not fit")
