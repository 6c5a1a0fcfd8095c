"""The sort key of a capture in a CDXJ index: its URL by the Sort-friendly URI Reordering Transform, and its time.

The rules are those of the ``surt`` library, which replay tools use; that one asks the DNS about hosts that
look like numbers, which reading an archive must never do.
"""

import re
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL = re.compile(r"(?i)(https?)://(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?")
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WWW = re.compile(r"www\d*\.")
_SESSIONS = tuple(
    re.compile(rf"(?i)^(.*)(?:{name})(?:&(.*))?$")
    for name in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)
_LINE_ENDS = dict.fromkeys(map(ord, "\t\r\n"))
_STAMP = "%Y%m%d%H%M%S"
_PORTS = {"http": "80", "https": "443"}


def stamp(instant: datetime) -> str:
    """A time as the key has it: 14 digits, in UTC.

    >>> stamp(datetime(2026, 1, 5, 9, 30, tzinfo=UTC))
    '20260105093000'
    """
    return f"{instant.astimezone(UTC):{_STAMP}}"


def instant(digits: str) -> datetime:
    """The time of 14 digits; ValueError where there is none such."""
    return datetime.strptime(digits, _STAMP).replace(tzinfo=UTC)


def surt(url: str) -> str:
    """The key of a URL.

    >>> surt("https://www.Example.com:443/A/./b/?y=2&x=1#top")
    'com,example)/a/b?x=1&y=2'
    """
    url = url.strip().translate(_LINE_ENDS)
    parts = _URL.match(url)
    if not parts:
        return url.lower()
    scheme, place, path, query = parts.groups()
    tail = f"?{_query(query)}" if query else ""
    return f"{_host(place, _PORTS[scheme.lower()])}){_path(path)}{tail if tail != '?' else ''}"


def _host(place: str, default_port: str) -> str:
    name, colon, port = place.rpartition(":")
    if not colon or not port.isdigit():
        name, port = place.rstrip(":"), ""
    if name.startswith("["):  # IPv6
        host = name.strip("[]").lower()
    else:
        host = _WWW.sub("", _ascii(name), count=1) if _WWW.match(_ascii(name)) else _ascii(name)
        host = ",".join(reversed(host.split(".")))
    return f"{host}:{port}" if port and port != default_port else host


def _ascii(name: str) -> str:
    name = unquote_to_bytes(name).decode("utf-8", "replace").lower().replace("..", ".").strip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return _escape(name)


def _path(path: str) -> str:
    kept: list[str] = []
    last = ""
    for part in _unescape(path).split(b"/")[1:]:
        last = part.decode("latin-1")
        if last == ".":
            continue
        if last == ".." and kept:
            kept.pop()
        else:
            kept.append(last)
    joined = "/".join([part for part in kept[:-1] if part] + kept[-1:]).encode("latin-1")
    escaped = quote_from_bytes(b"/" + joined, safe=_SAFE).lower()
    return escaped.removesuffix("/") or "/"


def _query(query: str) -> str:
    text = _escape(query)
    for pattern in _SESSIONS:
        if found := pattern.match(text):
            text = found[1] + (found[2] or "")
    return "&".join(
        "=".join(pair) for pair in sorted(tuple(arg.split("=", 1)) for arg in text.lower().split("&"))
    )


def _escape(text: str) -> str:
    return quote_from_bytes(_unescape(text), safe=_SAFE)


def _unescape(text: str) -> bytes:
    """Percent-decoded until nothing changes, as the Safe Browsing rules have it."""
    data = text.encode("utf-8", "surrogatepass")
    while (plain := unquote_to_bytes(data)) != data:
        data = plain
    return data
