"""The key of a staged batch in the ``work`` store: that of its report, ``staged/<site>/<span>/<digest>/report.json``."""

from pipelines.errors import CorpusError

PREFIX, REPORT = "staged/", "/report.json"


def key_of(site: str, span: str, digest: str) -> str:
    """The key of a batch.

    >>> key_of("herald", "dumps/0199", "ab")
    'staged/herald/dumps/0199/ab/report.json'
    """
    return f"{PREFIX}{site}/{span}/{digest}{REPORT}"


def place_of(key: str) -> tuple[str, str, str]:
    """The site, span and digest that a key names; CorpusError where it is none of a batch.

    >>> place_of("staged/herald/dumps/0199/ab/report.json")
    ('herald', 'dumps/0199', 'ab')
    """
    site, _, rest = folder_of(key).removeprefix(PREFIX).partition("/")
    span, _, digest = rest.rpartition("/")
    return site, span, digest


def folder_of(key: str) -> str:
    """Where the batch's files are; CorpusError where the key is none of a batch."""
    if not (key.startswith(PREFIX) and key.endswith(REPORT)):
        raise CorpusError(
            f"{key!r} is no staged batch; its key looks like staged/SITE/SPAN/DIGEST/report.json"
        )
    return key.removesuffix(REPORT)
