"""One spelling for each address, so that the same article from two sources counts once.

Only what cannot change the answer is changed: what RFC 3986 section 6.2 calls equivalent, the fragment, and
parameters that are known to serve counting visitors. Order and value of all other parameters stay.
"""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|igshid|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|twclid|ttclid|at_(medium|campaign|custom\d?|link_\w+|ptr_name|format|bbc_team)|cmpid|cmp_id|ocid|xtor|spref"
    r"|__twitter_impression|ref_src|igsh|li_fat_id|srsltid|gad_source|gad_campaignid|_hsenc|_hsmi|vero_id|mtm_[a-z]+|pk_[a-z]+|wt_mc|ns_(campaign|mchannel|source|linkname|fee)",
    re.IGNORECASE,
)
DEFAULT_PORTS = {"http": 80, "https": 443}
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
AROUND = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u200b\ufeff"
PRINTABLE = "".join(chr(n) for n in range(0x21, 0x7F))


def canonical(url: str) -> str:
    """The one spelling of an address; what is no http(s) address comes back as it was.

    >>> canonical("HTTPS://Herald.Example:443/a?utm_source=x&id=7#top")
    'https://herald.example/a?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme not in DEFAULT_PORTS or not host:
        return url
    name = f"[{host}]" if ":" in host else _ascii(host)
    where = name if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{name}:{port}"
    kept = [p for p in parts.query.split("&") if p and not TRACKING.fullmatch(p.partition("=")[0])]
    return urlunsplit((parts.scheme, where, _sent(parts.path) or "/", _sent("&".join(kept)), ""))


def absolute(href: str, base: str) -> str | None:
    """A link as an absolute http(s) address, or None where it is none (``mailto:``, broken).

    >>> absolute(" ../b?x=1 ", "https://herald.example/a/c/")
    'https://herald.example/a/b?x=1'
    """
    # Browsers drop line breaks and tabs inside an address (WHATWG URL, 4.4), and newspapers rely on it.
    found = re.sub(r"[\t\r\n]", "", href).strip(AROUND)
    if not found:
        return None
    if "\\" in found:  # for which browsers take a slash, before a query
        end = min(at for mark in "?#" if (at := (found + mark).find(mark)) >= 0)
        found = found[:end].replace("\\", "/") + found[end:]
    try:
        joined = urljoin(base, found)
        parts = urlsplit(joined)
        sound = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return joined if sound and not re.search(r"[\s<>\"\\^`{|}\x00-\x20]", parts.netloc) else None


def as_sent(url: str) -> str:
    """An absolute address as a browser asks for it: escaped, without fragment, nothing else changed.

    >>> as_sent("https://Herald.example/a b.png?w=1&utm_source=x#top")
    'https://herald.example/a%20b.png?w=1&utm_source=x'
    """
    parts = urlsplit(url)
    host = _ascii(parts.hostname or "")
    where = parts.netloc[: len(parts.netloc) - len(parts.netloc.rpartition("@")[2])]
    where += f"[{host}]" if ":" in host else host
    if parts.port not in (None, DEFAULT_PORTS.get(parts.scheme)):
        where += f":{parts.port}"
    return urlunsplit((parts.scheme, where, _sent(parts.path) or "/", _sent(parts.query), ""))


def _sent(text: str) -> str:
    """As it goes over the wire: everything outside printable ASCII escaped, escapes in capitals."""
    return ESCAPE.sub(lambda found: found[0].upper(), quote(text, safe=PRINTABLE, errors="replace"))


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
