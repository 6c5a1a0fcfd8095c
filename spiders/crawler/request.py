"""A request as it goes over the wire."""

import re

from scrapy import Request

from spiders.crawler.address import WEB_PORTS

_URL = re.compile(r"(https?)://(?:[^/?#@]*@)?([^/?#]*)([^#]*)", re.IGNORECASE)
_VISIBLE = re.compile(r"[!-~]+")
_WITH_BODY = ("POST", "PUT", "PATCH")


def message(request: Request) -> bytes:
    """Request line, headers and body (RFC 9112). Raises ValueError for what would be read as more than one of them."""
    found = _URL.match(request.url)
    if found is None:
        raise ValueError(f"{request.url!r} is no address of http or https")
    scheme, host, target = found.groups()
    if target[:1] != "/":
        target = f"/{target}"
    for part in (request.method, host, target):
        if not _VISIBLE.fullmatch(part):
            raise ValueError(f"{part!r} cannot stand in a request")
    host = host.removesuffix(f":{WEB_PORTS[scheme.lower()]}")
    lines = [f"{request.method} {target} HTTP/1.1".encode()]
    if b"Host" not in request.headers:
        lines.append(b"Host: " + host.encode())
    lines += [
        b"%b: %b" % (name, b" ".join(value.split(b"\n")).replace(b"\r", b" "))
        for name, values in request.headers.items()
        for value in values
    ]
    if request.body or request.method in _WITH_BODY:
        lines.append(b"Content-Length: %d" % len(request.body))
    return b"\r\n".join((*lines, b"", request.body))
