"""The pages of frozen corpora: the list, and of each a page to land on, for people and for machines; downloads."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi import Path as InPath

from pipelines.corpus.handing_on import FORMS, OPEN, Form, export_frozen
from pipelines.schema import as_json as plain
from pipelines.web import answers
from pipelines.web.admission import allowed, viewer_of
from pipelines.web.dataset import MEANINGS, MEDIA, dataset
from pipelines.web.shelf import again
from pipelines.web.taking import file

if TYPE_CHECKING:
    from pipelines.corpus.frozen import Frozen, FrozenCorpus
    from pipelines.web.desk import Desk
    from pipelines.web.shown import Shown

Name = Annotated[str, InPath(max_length=200)]
MOST_SHOWN = 200
"""Withdrawn members, holes and differences on a page; programs get all."""
JSON_LD = "application/ld+json"


def install(service: FastAPI, desk: "Desk", shown: "Shown") -> None:
    """Add ``/frozen``, ``/frozen/NAME`` and the same below ``/api``."""
    _pages(service, desk, shown)
    _api(service, desk)


def found(desk: "Desk", name: str) -> "FrozenCorpus":
    """The frozen corpus; an answer 404 where there is none."""
    if not desk.shelf.has(name):
        raise HTTPException(404, f"no frozen corpus {name!r}; /frozen lists them")
    return desk.shelf.held(name)


def _pages(service: FastAPI, desk: "Desk", shown: "Shown") -> None:
    @service.get("/frozen", include_in_schema=False)
    def list_page(request: Request) -> Response:
        making = desk.jobs.running("freeze")
        return shown(request, "frozen_list.html", frozen=desk.shelf.all(), making=making)

    @service.get("/frozen/{name}", include_in_schema=False)
    def landing_page(request: Request, name: Name) -> Response:
        job = desk.jobs.of("freeze", name)
        if job is not None and job.state != "done" and not desk.shelf.has(name):
            status = 202 if job.state == "running" else 409
            return shown(request, "frozen_making.html", status, job=job)
        held = found(desk, name)
        if JSON_LD in request.headers.get("accept", "") and not answers.wants_page(request):
            answer = _dataset(request, held)
        else:
            answer = shown(request, "frozen.html", **_landing(desk, request, held))
        answer.headers["vary"] = "Accept"
        answer.headers["link"] = _signposts(request, held.manifest)
        return answer


def _landing(desk: "Desk", request: Request, held: "FrozenCorpus") -> dict[str, Any]:
    viewer, name = viewer_of(request), held.manifest.name
    known = desk.shelf.known(name)
    return {
        "one": held.manifest,
        "withdrawn": list(held.withdrawn.items()),
        "known": known,
        "sites": known.by_site(),
        "forms": [form for form in FORMS if form in OPEN or viewer.may("full")],
        "again": again(held.manifest),
        "check": desk.jobs.of("check", name),
        "meanings": MEANINGS,
        "most": MOST_SHOWN,
    }


def _signposts(request: Request, manifest: "Frozen") -> str:
    """Where a machine goes on from the page (https://signposting.org/FAIR/)."""
    api = f"{request.scope.get('base', '')}/api/frozen/{manifest.name}"
    links = [
        '<https://schema.org/Dataset>; rel="type"',
        f'<{api}/dataset>; rel="describedby"; type="{JSON_LD}"',
    ]
    links += [f'<{api}/download?form={form}>; rel="item"; type="{MEDIA[form]}"' for form in FORMS]
    return ", ".join(links)


def _api(service: FastAPI, desk: "Desk") -> None:
    @service.get("/api/frozen", summary="Every frozen corpus with its citation, the newest first")
    def frozen_list() -> Response:
        return answers.as_json([_told(one) for one in desk.shelf.all()])

    @service.get(
        "/api/frozen/{name}",
        summary="One frozen corpus: manifest, citation, what was known of its days, and members withdrawn since",
        responses={202: {"description": "It is still being frozen, and how far that is"}},
    )
    def frozen_one(name: Name) -> Response:
        job = desk.jobs.of("freeze", name)
        if job is not None and job.state != "done" and not desk.shelf.has(name):
            if job.error is not None:
                raise HTTPException(409, f"{name} was not frozen: {job.error}")
            return answers.as_json(job.told(), 202)
        held = found(desk, name)
        gone = [{"id": id, "at": plain(t.at), "why": t.why} for id, t in held.withdrawn.items()]  # noqa: A001
        told = {"withdrawn": gone, "known": plain(desk.shelf.known(name)), "forms": FORMS}
        return answers.as_json({**_told(held.manifest), **told})

    @service.get(
        "/api/frozen/{name}/dataset",
        summary="The same as schema.org has it, in JSON-LD",
        response_class=Response,
        responses={200: {"content": {JSON_LD: {}}}},
    )
    def frozen_dataset(request: Request, name: Name) -> Response:
        return _dataset(request, found(desk, name))

    @service.get(
        "/api/frozen/{name}/download",
        summary="It, to take along; without its texts (edition) for everybody, else for the role full",
        response_class=Response,
        responses={200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA.values()}}},
    )
    def frozen_download(request: Request, name: Name, form: Form = "edition") -> Response:
        allowed(request, "counts" if form in OPEN else "full", desk.door, "download")
        held = found(desk, name)
        return file(lambda path: _write(held, form, path), f"{name}.{ENDINGS.get(form, form)}", MEDIA[form])


ENDINGS: Mapping[Form, str] = {"edition": "edition.jsonl", "ro-crate": "crate.zip"}


def _told(manifest: "Frozen") -> dict[str, Any]:
    api = f"/api/frozen/{manifest.name}"
    links = {"page": f"/frozen/{manifest.name}", "json": api}
    links |= {part: f"{api}/{part}" for part in ("dataset", "download", "check")}
    return {**plain(manifest), "citation": manifest.citation, "links": links}


def _dataset(request: Request, held: "FrozenCorpus") -> Response:
    here = str(request.url.replace(path=request.scope.get("base", ""), query="")).rstrip("/")
    return answers.as_json(dataset(held.manifest, len(held.withdrawn), here), media_type=JSON_LD)


def _write(held: "FrozenCorpus", form: Form, path: Path) -> None:
    if form != "ro-crate":
        export_frozen(held, form, path)
        return
    folder = path.with_name(held.manifest.name)
    export_frozen(held, form, folder)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:  # Parquet is compressed already
        for part in sorted(folder.iterdir()):
            packed.write(part, f"{folder.name}/{part.name}")
