"""HTML as elements, and the addresses in it as a browser takes them."""

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from lxml import etree, html

DEFAULT_PORTS = {"http": 80, "https": 443}
ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
AROUND = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u200b\ufeff"
PRINTABLE = "".join(chr(n) for n in range(0x21, 0x7F))


def tree(body: bytes) -> html.HtmlElement | None:
    """A page as elements; None where nothing can be made of it."""
    try:
        body.decode("utf-8")
        encoding: str | None = "utf-8"  # libxml2 takes an undeclared page for Latin-1
    except ValueError:
        encoding = None
    try:
        parser = html.HTMLParser(encoding=encoding, huge_tree=True, remove_comments=True)
        return html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, LookupError, AssertionError):
        return None


def base_of(root: html.HtmlElement | None, url: str) -> str:
    """What relative addresses of a page stand against."""
    for element in () if root is None else root.iter("base"):
        if element.get("href"):
            return absolute(element.get("href") or "", url) or url
    return url


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
    host = ascii_host(parts.hostname or "")
    where = parts.netloc[: len(parts.netloc) - len(parts.netloc.rpartition("@")[2])]
    where += f"[{host}]" if ":" in host else host
    if parts.port not in (None, DEFAULT_PORTS.get(parts.scheme)):
        where += f":{parts.port}"
    return urlunsplit((parts.scheme, where, escaped(parts.path) or "/", escaped(parts.query), ""))


def escaped(text: str) -> str:
    """As it goes over the wire: everything outside printable ASCII escaped, escapes in capitals."""
    return ESCAPE.sub(lambda found: found[0].upper(), quote(text, safe=PRINTABLE, errors="replace"))


def ascii_host(host: str) -> str:
    """A host name in the letters of the DNS; as it is where that cannot be."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
