"""The environment of the stack's programs: an allow-list, our own settings, and Airflow's secrets."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from pipelines.errors import ConfigError
from pipelines.settings import Home

PASSED = (
    *("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV"),
    *("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"),
    *(
        "CORANTO_SITES",
        "CORANTO_CONTACT",
        "CORANTO_ARCHIVE_ID",
        "CORANTO_CONNECT_TO",
        "CORANTO_CA_FILE",
        "CORANTO_REPLICA",
        "CORANTO_PER_MINUTE",
    ),
)
"""What programs get of the starter's environment. PYTHONDONTWRITEBYTECODE is left out on purpose: without
.pyc files every Airflow process compiles Airflow anew."""

OF_AIRFLOW = (
    "AIRFLOW__CORE__EXECUTOR",
    *(f"AIRFLOW__{section}__" for section in ("CELERY", "METRICS", "TRACES", "LOGGING")),
    *("AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__", "OTEL_"),
)
"""How those of Airflow's own settings begin that the starter may give by environment: where its work is done, and
where its numbers and logs go. Others stand in airflow.cfg; another Airflow's in the same shell must not reach ours."""

CHECKOUT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1,localhost,::1"


def for_programs(home: Home, ports: Mapping[str, int], environ: Mapping[str, str]) -> dict[str, str]:
    """The environment that the supervisor and so every program gets; it holds no secret of ours."""
    passed = {name: environ[name] for name in environ if name in PASSED or name.startswith(OF_AIRFLOW)}
    for name in ("no_proxy", "NO_PROXY"):  # the parts talk to each other and must not ask a proxy
        passed[name] = ",".join(filter(None, (environ.get(name), LOOPBACK)))
    address = f"http://127.0.0.1:{ports['airflow']}"
    return passed | {
        "PYTHONUNBUFFERED": "1",
        "CORANTO_HOME": str(home.path),
        "CORANTO_DAGS": str(dags(environ)),
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW_CONFIG": str(airflow_config()),
        "AIRFLOW__API__PORT": str(ports["airflow"]),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(ports["logs"]),
    }


def dags(environ: Mapping[str, str]) -> Path:
    """The folder of DAG files: CORANTO_DAGS, else the checkout's."""
    folder = Path(environ.get("CORANTO_DAGS") or CHECKOUT / "dags").absolute()
    if not folder.is_dir():
        raise ConfigError(f"no folder of DAGs at {folder}; set CORANTO_DAGS, or start from a checkout")
    return folder


def airflow_config() -> Path:
    """The checked-in airflow.cfg."""
    path = CHECKOUT / "airflow.cfg"
    if not path.is_file():
        raise ConfigError(f"no {path}; start the stack from a checkout of coranto")
    return path


def database_url(home: Home) -> str:
    """SQLAlchemy's URL of Airflow's database: our own by its socket, or the one that was named."""
    foreign = home.secrets().database
    if foreign is None:
        folder = quote(str(home.postgres_socket), safe="/")
        return f"postgresql+psycopg2://airflow@/airflow?host={folder}&port=5432"
    scheme, mark, rest = foreign.partition("://")
    if not mark or scheme.partition("+")[0] not in ("postgresql", "postgres"):
        raise ConfigError("CORANTO_DATABASE must be a URL like postgresql://user:password@host/name")
    return f"postgresql+psycopg2://{rest}"


def airflow_secrets(home: Home) -> dict[str, str]:
    """What only Airflow's programs get, by environment because Airflow reads them from nowhere safer."""
    secrets = home.secrets()
    return {
        "AIRFLOW__CORE__FERNET_KEY": secrets.fernet,
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.jwt,
        "AIRFLOW__API__SECRET_KEY": secrets.api,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url(home),
        "AIRFLOW_CONN_CORANTO_LOGS": log_connection(home),
    }


def log_connection(home: Home) -> str:
    """Airflow's connection to our own S3, for task logs (``remote_logging`` in airflow.cfg)."""
    access, secret = home.secrets().keys["publish"]
    extra = {"endpoint_url": home.stack["addresses"]["s3"], "region_name": "us-east-1"}
    return json.dumps({"conn_type": "aws", "login": access, "password": secret, "extra": extra})


def seaweedfs_secrets(home: Home) -> dict[str, str]:
    """The keys with which SeaweedFS's own parts sign what they ask of the volume server."""
    seed = home.secrets().keys["admin"][1]
    keys = {name: hashlib.sha256(f"{name} {seed}".encode()).hexdigest() for name in ("write", "read")}
    return {"WEED_JWT_SIGNING_KEY": keys["write"], "WEED_JWT_SIGNING_READ_KEY": keys["read"]}


SECRETS: Mapping[str, Callable[[Home], dict[str, str]]] = {
    "airflow": airflow_secrets,
    "seaweedfs": seaweedfs_secrets,
}
"""What the start wrapper adds to a part's environment, by :attr:`Part.secrets`."""
