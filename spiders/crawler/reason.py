"""Why a fetch failed, in one clear line: what Twisted, OpenSSL and Scrapy raise is neither."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from service_identity import VerificationError
from twisted.internet import error as net

from spiders.crawler.connect import AddressRefused
from spiders.crawler.framing import NotHttp

SAYINGS: tuple[tuple[type[BaseException], str], ...] = (
    (VerificationError, "{host} shows a certificate for another name"),
    (scrapy_errors.CannotResolveHostError, "{host}: no such host"),
    (net.DNSLookupError, "{host}: no such host"),
    (scrapy_errors.DownloadConnectionRefusedError, "{host} refuses connections"),
    (net.ConnectionRefusedError, "{host} refuses connections"),
    (net.TCPTimedOutError, "{host} does not answer"),
    (scrapy_errors.DownloadTimeoutError, "{host}: no whole answer in time"),
    (net.TimeoutError, "{host}: no answer in time"),
    (scrapy_errors.ResponseDataLossError, "the answer was cut short"),
    (scrapy_errors.DownloadCancelledError, "the answer is longer than allowed, or the crawl was stopped"),
    (NotHttp, "{host} sent no HTTP"),
    (net.ConnectionDone, "{host} closed the connection"),
    (net.ConnectionLost, "{host} broke the connection"),
)


def refused(error: BaseException) -> str | None:
    """What the address guard said; None where it said nothing."""
    return next((str(e) for e in causes(error) if isinstance(e, AddressRefused)), None)


def reason(error: BaseException, url: str) -> str:
    """One line for a log, a ledger and the WARC's metadata record."""
    chain = list(causes(error))
    host = urlsplit(url).netloc
    for kind, saying in SAYINGS:
        if any(isinstance(e, kind) for e in chain):
            return saying.format(host=host)
    for found in chain:
        if isinstance(found, AddressRefused):
            return str(found)
        if isinstance(found, SSL.Error):
            return f"{host}: TLS: {_openssl(found)}"
    last = chain[-1]
    return " ".join(f"{type(last).__name__}: {last}".split())[:300]


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything that led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__


def _openssl(error: SSL.Error) -> str:
    try:
        return "; ".join(str(entry[-1]) for entry in error.args[0]) or "handshake failed"
    except (IndexError, TypeError):
        return "connection closed in the handshake"
