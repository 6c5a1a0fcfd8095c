"""The pages of one article: its text, its history, and what was removed from its source."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response

from pipelines.corpus.citation import citation
from pipelines.errors import CorantoError, CorpusError
from pipelines.web.admission import need
from pipelines.web.explained import lines, pieces
from pipelines.web.shown import Shown, parts, pictures

if TYPE_CHECKING:
    from pipelines.archive.needed import Needed
    from pipelines.corpus.article import Article
    from pipelines.web.desk import Desk

MOST_MEMBERS = 100
MOST_PARTS = 200
"""Missing requisites that a page lists."""
KINDS = {
    "style": "Style", "part": "Font or picture of a style", "image": "Picture", "candidate": "Picture in another size",
    "frame": "Frame", "script": "Script",
}  # fmt: skip


def install(service: FastAPI, desk: "Desk", shown: Shown) -> None:
    """Add ``/articles/…``."""
    full = [need("full", desk.door, "read")]

    @service.get("/articles/{name}", include_in_schema=False, dependencies=full)
    def article_page(request: Request, name: str) -> Response:
        found = desk.article(name)
        return shown(request, "article.html", article=found, **_beside(desk, found))

    @service.get("/articles/{name}/removed", include_in_schema=False, dependencies=full)
    def removed_page(request: Request, name: str) -> Response:
        found = desk.article(name)
        return shown(request, "removed.html", article=found, pieces=pieces(found.blocks, desk.source(found)))

    @service.get("/articles/{name}/history", include_in_schema=False, dependencies=full)
    def history_page(request: Request, name: str) -> Response:
        found = desk.article(name)
        return shown(request, "history.html", article=found, history=desk.corpus.history(found.id))


def _beside(desk: "Desk", found: "Article") -> dict[str, Any]:
    """What stands around an article's text."""
    versions: list[Any] = []
    members: list[dict[str, Any]] = []
    with suppress(CorpusError):  # the tables know the article, the index may be behind
        versions = list(desk.corpus.versions(found.id))
        members = desk.corpus.family(found.article_id)[:MOST_MEMBERS]
    return {
        "parts": tuple(parts(found)),
        "pictures": pictures(found),
        "lines": tuple(lines(found)),
        "removed": sum(not block.kept for block in found.blocks),
        "versions": versions,
        "family": members,
        "citation": citation(found, desk.archive_id),
        "memento": desk.memento(found),
        "needed": _needed(desk, found),
        "kinds": KINDS,
        "most_parts": MOST_PARTS,
    }


def _needed(desk: "Desk", found: "Article") -> "Needed | None":
    """What the page needs to be shown as it was; None where that cannot be told."""
    if not found.url:
        return None
    try:
        return desk.corpus.requisites(found)
    except CorantoError:  # no index of captures yet, or a record that is lost: `coranto check` tells
        return None
