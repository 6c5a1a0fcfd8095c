"""A search server of one's own, and the name of our index on it."""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

from pipelines.errors import ConfigError

NAME = "coranto"
_NAMES = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HERE = ("localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where OpenSearch answers. Each corpus takes a name of its own there."""

    url: str
    """Without user, password and path; it may be shown."""
    name: str = NAME
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """From one address with all of it; ConfigError, which never repeats a password, where it cannot be read.

        >>> Server.of("https://coranto:secret@search.example:9200/news")
        Server(url='https://search.example:9200', name='news')
        """
        try:
            parts = urlsplit(text.strip())
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port, parts = "", None, urlsplit("")
        name = parts.path.strip("/") or NAME
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
            raise ConfigError(
                "the address of the search server cannot be read; write it as in"
                " https://user:password@search.example:9200/news, with %40 for an @ in the password"
            )
        if not _NAMES.fullmatch(name):
            raise ConfigError(
                f"an index {name[:40]!r} on {host}: write small letters, digits, - and _, as in /news"
            )
        shown = f"[{host}]" if ":" in host else host
        url = f"{parts.scheme}://{shown}{f':{port}' if port else ''}"
        if parts.password and parts.scheme == "http" and not _is_here(host):
            raise ConfigError(f"a password would cross the network to {url} for all to read; use https")
        return cls(
            url=url, name=name, user=unquote(parts.username or ""), password=unquote(parts.password or "")
        )


def _is_here(host: str) -> bool:
    return host in _HERE or host.startswith("127.")
