"""Which article a page is: its address, freed of what changes between two links to the same story."""

import hashlib
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

TRACKING = frozenset(
    {
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "at_medium",
    }
)
TRACKING_PREFIXES = ("utm_", "at_campaign", "at_custom", "xtor")
MIRRORS = ("www.", "m.", "mobile.", "amp.")
"""Host prefixes under which a site shows the same article again."""


def article_id(url: str | None, canonical: str | None, payload: str) -> str:
    """32 hex digits that stay the same for all captures of an article.

    The page's own canonical address counts only where it is believable: on the same host, and no front
    page (broken templates name the front page on every article, which would make all of them one).

    >>> a = article_id("https://www.herald.example/a?utm_source=x#top", None, "")
    >>> a == article_id("http://herald.example/amp-a", "https://herald.example/a", "")
    True
    """
    address = identity(url, canonical) or f"urn:coranto:dump:{payload}"
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def identity(url: str | None, canonical: str | None) -> str | None:
    """The address an article is known by, None for a dump that names none."""
    own = _split(url)
    if own is None:
        stated = _split(canonical)
        return _plain(stated) if stated and stated.path.strip("/") else url
    stated = _joined(url or "", canonical) if canonical else None
    if stated and _host(stated) == _host(own) and (stated.path.strip("/") or not own.path.strip("/")):
        return _plain(stated)
    return _plain(own)


def _split(url: str | None) -> SplitResult | None:
    try:
        parts = urlsplit((url or "").strip())
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _joined(url: str, canonical: str) -> SplitResult | None:
    try:
        return _split(urljoin(url, canonical))
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    for mirror in MIRRORS:
        if host.startswith(mirror) and host.count(".") > 1:
            return host.removeprefix(mirror)
    return host


def _port(parts: SplitResult) -> str:
    try:
        return f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""


def _plain(parts: SplitResult) -> str:
    """Scheme and mirror hosts left out: http and https, www and bare show the same article."""
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(k.lower())]
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._", errors="replace") or "/"
    query = f"?{urlencode(kept, errors='replace')}" if kept else ""
    return f"//{_host(parts)}{_port(parts)}{path}{query}"


def _tracks(key: str) -> bool:
    return key in TRACKING or key.startswith(TRACKING_PREFIXES)
