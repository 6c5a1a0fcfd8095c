"""What programs can ask, for people: the OpenAPI description as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response

if TYPE_CHECKING:
    from pipelines.web.shown import Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be said with a question."""

    name: str
    kind: str
    """Its type or its choices, in words."""
    default: str
    required: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One address for programs."""

    method: str
    path: str
    said: str
    parameters: tuple[Parameter, ...]
    media: tuple[str, ...]
    """What it answers with."""


def install(service: FastAPI, shown: "Shown") -> None:
    """Add ``/api``."""

    @service.get("/api", include_in_schema=False)
    def api_page(request: Request) -> Response:
        return shown(request, "api.html", questions=tuple(questions(service.openapi())))


def questions(described: Mapping[str, Any]) -> Iterator[Question]:
    """Every address of an OpenAPI description, in its order."""
    schemas = described.get("components", {}).get("schemas", {})
    for path, ways in described["paths"].items():
        for method, way in ways.items():
            named = [*way.get("parameters", ()), *_fields(way, schemas)]
            good = [answer for status, answer in way["responses"].items() if status < "300"]
            media = dict.fromkeys(kind for answer in good for kind in answer.get("content", {}))
            yield Question(
                method=method.upper(),
                path=path,
                said=way.get("summary", ""),
                parameters=tuple(_parameter(one) for one in named),
                media=tuple(media),
            )


def _fields(way: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields of the JSON that is sent, as parameters are described."""
    sent = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    held = schemas.get(sent.get("$ref", "").rpartition("/")[2], {})
    for name, schema in held.get("properties", {}).items():
        yield {"name": name, "schema": schema, "required": name in held.get("required", ())}


def _parameter(told: Mapping[str, Any]) -> Parameter:
    schema = told["schema"]
    return Parameter(
        name=told["name"],
        kind=kind_of(schema),
        default="" if schema.get("default") in (None, "", []) else str(schema["default"]).lower(),
        required=bool(told.get("required")),
        said=told.get("description") or schema.get("description", ""),
    )


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in words.

    >>> kind_of({"enum": ["", "newest", "oldest"]}), kind_of({"type": "integer", "minimum": 0, "maximum": 200})
    ('newest, oldest', 'integer, 0 to 200')
    """
    if any_of := [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]:
        return kind_of(any_of[0])
    if schema.get("type") == "array":
        return f"{kind_of(schema['items'])}, as often as you like"
    if choices := [str(one) for one in schema.get("enum", ()) if one != ""]:
        return ", ".join(choices)
    bounds = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
    return ", ".join(
        (
            str(schema.get("const", schema.get("type", "text"))),
            *([" to ".join(bounds)] if len(bounds) == 2 else []),
        )
    )
