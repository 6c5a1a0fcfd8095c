"""A frozen corpus as machines know data sets: schema.org's Dataset (https://schema.org/Dataset), in JSON-LD."""

from collections.abc import Mapping
from typing import Any

from pipelines.corpus.crate import RIGHTS
from pipelines.corpus.frozen import Frozen
from pipelines.corpus.handing_on import OPEN, Form

MEDIA: Mapping[Form, str] = {
    "edition": "application/x-ndjson",
    "ro-crate": "application/zip",
    "wacz": "application/wacz",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
    "ninjs": "application/x-ndjson",
}
MEANINGS: Mapping[Form, str] = {
    "edition": "ids, addresses, PWIDs, dates, hashes and counts, no text; coranto rehydrate finds the texts again",
    "ro-crate": "RO-Crate 1.1 with Croissant 1.0 metadata, Parquet, and a page to land on",
    "wacz": "the archived pages themselves, to replay",
    "parquet": "the articles as a table",
    "jsonl": "the articles, a line each",
    "csv": "the articles for a spreadsheet",
    "jsonld": "the articles as schema.org has them",
    "ninjs": "the articles as IPTC ninjs has them",
}


def dataset(manifest: Frozen, withdrawn: int, here: str) -> dict[str, Any]:
    """The description of a frozen corpus; ``here`` is the address of the desk."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"urn:sha256:{manifest.checksum}",
        "name": manifest.name,
        "description": f"{manifest.articles} newspaper articles that the query {manifest.query!r} had found,"
        f" frozen {manifest.made.isoformat()}; {withdrawn} of them withdrawn since.",
        "url": f"{here}/frozen/{manifest.name}",
        "identifier": f"sha256:{manifest.checksum}",
        "creditText": manifest.citation,
        "dateCreated": manifest.made.isoformat(),
        "isAccessibleForFree": False,
        "conditionsOfAccess": RIGHTS,
        "measurementTechnique": manifest.normalized,
        "size": f"{manifest.articles} articles",
        "keywords": list(manifest.sites),
        "publisher": {"@type": "Organization", "name": manifest.archive_id},
        "distribution": [_download(manifest, form, here) for form in MEDIA],
    }
    if manifest.first_day and manifest.last_day:
        told["temporalCoverage"] = f"{manifest.first_day}/{manifest.last_day}"
    return told


def _download(manifest: Frozen, form: Form, here: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": form,
        "description": MEANINGS[form],
        "encodingFormat": MEDIA[form],
        "contentUrl": f"{here}/api/frozen/{manifest.name}/download?form={form}",
        "requiresSubscription": form not in OPEN,
    }
