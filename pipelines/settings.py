"""Where a stack lives and how to reach it: the environment's settings, the home, ``connect``.

Library code reads no environment; here, at the edge, it is read once.
"""

import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.errors import ConfigError, StackError

if TYPE_CHECKING:
    from pipelines.archive import Archive, Keys
    from pipelines.corpus import Corpus, Server
    from pipelines.corpus.tables import CatalogSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One variable of the environment that coranto reads, its default in words, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        name="CORANTO_HOME", default="./.coranto", help="Folder of the stack: its data, logs and secrets."
    ),
    Setting(
        name="CORANTO_SITES",
        default="the registry in the package",
        help="Folders of site files, separated as in PATH.",
    ),
    Setting(
        name="CORANTO_DAGS", default="dags/ of the checkout", help="Folder that Airflow takes DAGs from."
    ),
    Setting(
        name="CORANTO_DATABASE",
        default="the stack's own PostgreSQL",
        help="URL of another PostgreSQL for Airflow: postgresql://user:password@host/name.",
    ),
    Setting(
        name="CORANTO_REPLICA",
        default="nothing",
        help="A second folder, or bucket (s3://…) the same keys open, that every commit reaches, too.",
    ),
    Setting(
        name="CORANTO_ARCHIVE_ID",
        default="the machine's name",
        help="Domain name that the archive goes by in citations of frozen corpora (PWID).",
    ),
    Setting(
        name="CORANTO_PER_MINUTE",
        default="300",
        help="Requests a minute that each user of a served desk may make; 0 for no limit. On the machine itself there is none.",
    ),
    Setting(
        name="CORANTO_URL",
        default="nothing",
        help="Address of a served desk that `coranto search`, `count`, `show`, `export` … ask; `--url` goes before it.",
    ),
    Setting(
        name="CORANTO_TOKEN",
        default="nothing",
        help="Token for that desk (`coranto user token`); with @ before it, the file that holds it.",
    ),
    Setting(
        name="CORANTO_SEARCH_URL",
        default="the index in the home, or in the folder",
        help="OpenSearch server that has the search index of a plain folder, or from `coranto up` on that of the stack:"
        " https://user:password@host:port/name; with @ before it, the file that holds it.",
    ),
    Setting(
        name="CORANTO_CONTACT",
        default="the site's `contact:`; without either no crawl starts",
        help="Mail or web address in the user agent, for the owners of the sites.",
    ),
    Setting(
        name="CORANTO_CONNECT_TO",
        default="nothing",
        help="HOST:PORT:HOST:PORT,… as curl's --connect-to; for tests and the demo only.",
    ),
    Setting(
        name="CORANTO_CA_FILE",
        default="nothing",
        help="Certificates to trust beside CORANTO_CONNECT_TO; for tests and the demo only.",
    ),
)
"""Every variable of the environment that coranto reads."""

SOCKET_LIMIT = 100
"""Longest socket path we use; Linux refuses more than 107 bytes (unix(7), sun_path)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Everything that must never reach a log or a command line; made once, kept in secrets.json."""

    fernet: str
    jwt: str
    api: str
    keys: Mapping[str, tuple[str, str]]
    """Of each S3 identity: access key, secret key."""
    passwords: Mapping[str, str]
    """Of each Airflow account."""
    database: str | None = None
    """URL of a PostgreSQL that is not ours; it may hold a password."""
    search: str | None = None
    """URL of a search server, likewise."""

    def __repr__(self) -> str:
        return "Secrets(…)"

    @property
    def desk(self) -> str:
        """What Airflow's plugin signs its word about a viewer with, for the desk's process."""
        return hashlib.sha256(f"coranto desk {self.api}".encode()).hexdigest()

    def texts(self) -> tuple[str, ...]:
        """Every secret text, for a test that looks for them where they must not be."""
        own = (self.fernet, self.jwt, self.api, *(secret for _, secret in self.keys.values()))
        return (*own, *self.passwords.values(), *filter(None, (self.database, self.search)))


class Home:
    """The folder of one stack; everything the stack writes is below it.

    >>> Home("/srv/news").spool
    PosixPath('/srv/news/spool')
    """

    def __init__(self, path: Path | str | None = None) -> None:
        chosen = path or os.environ.get("CORANTO_HOME") or ".coranto"
        self.path = Path(chosen).expanduser().absolute()
        self.run = self.path / "run"
        """Process records, the supervisor's configuration, sockets."""
        self.logs = self.path / "logs"
        """One log file for each program."""
        self.airflow = self.path / "airflow"
        """AIRFLOW_HOME."""
        self.postgres = self.path / "postgres"
        """The PostgreSQL cluster's parent folder."""
        self.objects = self.path / "objects"
        """SeaweedFS's data: the archive itself."""
        self.spool = self.path / "spool"
        """Open WARC files of running crawls."""
        self.index = self.path / "index"
        """The search index, derived from the tables."""
        self.cdx = self.path / "cdx"
        """The index of captures by URL, derived from the archive."""
        self.users = self.path / "users.sqlite"
        """Who may look where the desk is served to others; to be backed up."""
        # Airflow reads $ and % in its settings as its own marks.
        if any(character in str(self.path) for character in "\n\r\0$%"):
            raise ConfigError(f"home {str(self.path)!r} has a $, % or line break in its name; choose another")

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    def replay(self) -> str:
        """The address of a running ``coranto replay``; empty where there is none."""
        try:
            return (self.run / "replay.address").read_text()
        except OSError:
            return ""

    @property
    def sockets(self) -> Path:
        """A private folder for unix sockets, whose paths must stay short."""
        return self.run if self._is_short() else self._elsewhere()

    @property
    def postgres_socket(self) -> Path:
        """The folder of PostgreSQL's socket, which may have to belong to another user than the rest."""
        return self.postgres if self._is_short() else self._elsewhere() / "postgres"

    def _is_short(self) -> bool:
        return len(os.fsencode(self.postgres / ".s.PGSQL.5432.lock")) <= SOCKET_LIMIT

    def _elsewhere(self) -> Path:
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"coranto-{os.geteuid()}-{name}"

    @property
    def stack(self) -> dict[str, Any]:
        """What stack.json says: ports and addresses; ConfigError where no stack was ever started."""
        return self._written("stack.json")

    def secrets(self) -> Secrets:
        """What secrets.json says; ConfigError where no stack was ever started."""
        held = self._written("secrets.json")
        keys = {name: (pair[0], pair[1]) for name, pair in held.pop("keys").items()}
        return Secrets(keys=keys, **held)

    def _written(self, name: str) -> dict[str, Any]:
        held = read_json(self.path / name)
        if not held:
            raise ConfigError(f"no stack was started in {self.path}; run `coranto up`, or set CORANTO_HOME")
        return held


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty where there is no file."""
    try:
        held = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StackError(f"{path} cannot be read ({error}); repair it, or move it away") from error
    if not isinstance(held, dict):
        raise StackError(f"{path} holds no JSON object; repair it, or move it away")
    return held


def replica() -> str | None:
    """CORANTO_REPLICA: where the second copy of the archive lies."""
    named = os.environ.get("CORANTO_REPLICA", "")
    return (
        named or None if not named or named.startswith("s3://") else str(Path(named).expanduser().absolute())
    )


def archive_id() -> str:
    """CORANTO_ARCHIVE_ID: what the archive is called in citations."""
    return os.environ.get("CORANTO_ARCHIVE_ID") or socket.gethostname()


def per_minute() -> int:
    """CORANTO_PER_MINUTE: requests a minute that each user of a served desk may make."""
    text = os.environ.get("CORANTO_PER_MINUTE") or "300"
    if not (text.isascii() and text.isdigit()):
        raise ConfigError(f"CORANTO_PER_MINUTE is {text!r}; write a whole number, 0 for no limit")
    return int(text)


def token() -> str:
    """CORANTO_TOKEN: what a desk at a URL knows us by."""
    return _secret("CORANTO_TOKEN")


def search_url() -> str | None:
    """CORANTO_SEARCH_URL: the server that has the search index; None where the index is ours. ConfigError where it is none."""
    text = _secret("CORANTO_SEARCH_URL") or None
    search_server(text)
    return text


def search_server(url: str | None) -> "Server | None":
    """The server at a URL."""
    from pipelines.corpus import Server

    return Server.of(url) if url else None


def _secret(name: str) -> str:
    """A variable, or what the file holds that it names after an @."""
    text = os.environ.get(name, "").strip()
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).expanduser().read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name} names {text[1:]}, which cannot be read ({error})") from error


class Stack:
    """Addresses and keys of a stack, and its archive and corpus, opened when first asked for."""

    def __init__(self, home: Home) -> None:
        self.home = home
        addresses: dict[str, str] = home.stack["addresses"]
        self.airflow_url = addresses["airflow"]
        self.search_url = addresses["search"]
        self.s3_endpoint = addresses["s3"]
        self.catalog_uri = addresses["catalog"]

    def __repr__(self) -> str:
        return f"Stack({str(self.home.path)!r})"

    def keys(self, identity: str = "crawl") -> "Keys":
        """Keys of an S3 identity: ``read`` (the tables, for engines of others), ``crawl`` (cannot delete in the archive),
        ``publish``, ``admin``."""
        from pipelines.archive import Keys

        held = self.home.secrets().keys
        if identity not in held:
            raise ConfigError(f"no S3 identity {identity!r}; there are {', '.join(sorted(held))}")
        access, secret = held[identity]
        return Keys(access=access, secret=secret, endpoint=self.s3_endpoint)

    def open_archive(self, identity: str) -> "Archive":
        """The archive as an identity sees it."""
        from pipelines.archive import open_archive

        return open_archive(
            "s3://archive",
            self.keys(identity),
            spool=self.home.spool,
            shards=self.home.cdx,
            replica=replica(),
        )

    @cached_property
    def archive(self) -> "Archive":
        """The archive for crawls and imports."""
        return self.open_archive("crawl")

    @property
    def corpus_settings(self) -> "CatalogSettings":
        """The catalog of the corpus, with the keys of ``publish``; SQL of strangers gets those of ``read``."""
        from pipelines.corpus.tables import CatalogSettings

        warehouse: str = self.home.stack["warehouse"]
        read = (
            self.keys("read") if "read" in self.home.secrets().keys else None
        )  # a home of an earlier version
        return CatalogSettings(
            uri=self.catalog_uri, warehouse=warehouse, keys=self.keys("publish"), read_keys=read
        )

    @property
    def index(self) -> "Path | Server":
        """Where the search index is: in the home, or on the server that ``coranto up`` was told of."""
        return search_server(self.home.secrets().search) or self.home.index

    @cached_property
    def corpus(self) -> "Corpus":
        """The corpus: it reads the archive, and writes its tables and the staging area."""
        from pipelines.corpus import Corpus

        return Corpus.open(self.corpus_settings, archive=self.open_archive("publish"), index=self.index)


def connect(home: Home | Path | str | None = None) -> Stack:
    """The stack of a home (default: CORANTO_HOME, else ./.coranto); nothing is asked of it yet."""
    return Stack(home if isinstance(home, Home) else Home(home))
