"""How connections are made: names resolved to public addresses only, the peer checked again, certificates.

Two locks on one door. The resolver refuses names that stand for private addresses (also odd spellings such as
``0x7f000001``); the factory refuses a private peer before a byte is sent, whatever led there. Hosts that
CONNECT_TO names, and nothing else, go to where it says.
"""

# mypy: allow-untyped-calls
# Twisted is typed in parts only.

from pathlib import Path
from typing import Any

from OpenSSL import SSL, crypto
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.tls import _ScrapyClientTLSOptions26
from scrapy.resolver import CachingThreadedResolver
from service_identity import VerificationError
from service_identity.pyopenssl import verify_hostname
from twisted.internet import ssl
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, wrapClientTLS
from twisted.internet.interfaces import IAddress, IProtocol, IProtocolFactory, IStreamClientEndpoint
from twisted.web.error import SchemeNotSupported
from zope.interface import implementer

from pipelines.errors import ConfigError
from spiders.crawler.address import WEB_PORTS, Guard, is_public

CONNECT_TIMEOUT = 20.0


class AddressRefused(Exception):
    """A host stands for an address that is not of the public internet."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing what is not public; installed for the whole reactor."""

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "GuardedResolver":
        """As Scrapy builds it; ``CORANTO_ALLOW_PRIVATE`` lets every address pass."""
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("CORANTO_ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """Look a name up; fails with :class:`AddressRefused` where it stands for a private address."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not self.allow_private and not is_public(address):
            raise AddressRefused(f"{name} stands for {address}, a private address")
        return address


@implementer(IProtocolFactory)
class _GuardedFactory:
    """Builds no protocol for a private peer: covers rebinding and every path that missed the resolver."""

    def __init__(self, wrapped: Any, host: str) -> None:
        self._wrapped = wrapped
        self._host = host

    def buildProtocol(self, addr: IAddress) -> IProtocol | None:  # noqa: N802 - Twisted's name
        peer = str(getattr(addr, "host", ""))
        if not is_public(peer):
            raise AddressRefused(f"{self._host} connected to {peer}, a private address")
        built: IProtocol | None = self._wrapped.buildProtocol(addr)
        return built

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wrapped, name)


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """One host and port: resolved, checked, connected, checked."""

    def __init__(
        self, reactor: Any, resolver: Any, guard: Guard, host: str, port: int, timeout: float
    ) -> None:
        self._reactor, self._resolver, self._guard = reactor, resolver, guard
        self._host, self._port, self._timeout = host, port, min(timeout, CONNECT_TIMEOUT)

    def connect(self, factory: IProtocolFactory) -> "Deferred[IProtocol]":
        """Connect, or fail with :class:`AddressRefused`."""
        target = self._guard.target(self._host, self._port)
        made: Deferred[IProtocol]
        if target is not None:  # set by tests and the demo only
            made = self._tcp(*target).connect(factory)
            return made
        guarded = factory if self._guard.allow_private else _GuardedFactory(factory, self._host)
        found: Deferred[str] = self._resolver.getHostByName(self._host)
        made = found.addCallback(lambda address: self._tcp(address, self._port).connect(guarded))
        return made

    def _tcp(self, host: str, port: int) -> Any:
        return TCP4ClientEndpoint(self._reactor, host, port, timeout=self._timeout)


class Endpoints:
    """The endpoints of a crawl."""

    def __init__(self, reactor: Any, policy: Any, guard: Guard, resolver: Any, timeout: float) -> None:
        self._reactor, self._policy, self._guard = reactor, policy, guard
        self._resolver, self._timeout = resolver, timeout

    def of(self, scheme: str, host: str, port: int) -> Any:
        """The endpoint of a server."""
        if scheme not in WEB_PORTS:
            raise SchemeNotSupported(f"scheme {scheme!r}: only http and https are asked")
        endpoint: Any = GuardedEndpoint(self._reactor, self._resolver, self._guard, host, port, self._timeout)
        if scheme == "http":
            return endpoint
        return wrapClientTLS(self._policy.creatorForNetloc(host.encode("ascii"), port), endpoint)


class Trust(_ScrapyClientContextFactory):
    """Certificates are checked against the system's roots; a CA file counts only for hosts of CONNECT_TO."""

    guard: Guard
    roots: Any = None

    @classmethod
    def of(cls, crawler: Any, guard: Guard, ca_file: str | None) -> "Trust":
        """The policy of one crawl."""
        trust: Trust = cls.from_crawler(crawler)
        trust.guard = guard
        trust.roots = roots(Path(ca_file)) if ca_file else None
        return trust

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        """TLS options for one host."""
        name = hostname.decode("ascii")
        ours = self.roots if self.roots and self.guard.target(name, port) is not None else None
        if self._verify_certificates and ours:
            return ssl.optionsForClientTLS(
                hostname=name, trustRoot=ours, extraCertificateOptions=self._get_cert_options_kwargs()
            )
        if self._verify_certificates:
            return super().creatorForNetloc(hostname, port)
        checking = ssl.CertificateOptions(
            trustRoot=ours or ssl.platformTrust(), **self._get_cert_options_kwargs()
        )
        return _Tolerant(checking._makeTLSConnection, name)


class _Tolerant(_ScrapyClientTLSOptions26):
    """Lets every certificate pass, and notes what is wrong with it."""

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803 - Twisted's names
        connection = super().clientConnectionForTLS(tlsProtocol)
        wrong: list[int] = []

        def noting(_: Any, certificate: Any, code: int, depth: int, ok: int) -> bool:
            wrong.extend([] if ok else [code])
            return True

        connection.set_verify(SSL.VERIFY_PEER, noting)
        connection.wrong = wrong  # type: ignore[attr-defined]
        return connection


def verdict(connection: Any) -> str | None:
    """What checking the certificate would have said: ``valid``, or why not; None where it was checked."""
    wrong = getattr(connection, "wrong", None)
    if wrong:
        library: Any = SSL  # its bindings have the only names for these numbers
        said = library._lib.X509_verify_cert_error_string(wrong[0])
        return str(library._ffi.string(said).decode("ascii", "replace"))
    name = connection.get_servername() if wrong is not None else None
    try:
        if name:
            verify_hostname(connection, name.decode("ascii"))
    except VerificationError:
        return "for another name"
    return None if wrong is None else "valid"


def roots(file: Path) -> Any:
    """The roots in a PEM file, or ConfigError."""
    try:
        pem = file.read_bytes()
    except OSError as e:
        raise ConfigError(f"CA file {file}: {e.strerror}; name a readable PEM file") from e
    marks = pem.split(b"-----BEGIN CERTIFICATE-----")[1:]
    if not marks:
        raise ConfigError(f"CA file {file}: holds no certificate; name a PEM file")
    try:
        certificates = [ssl.Certificate.loadPEM(b"-----BEGIN CERTIFICATE-----" + mark) for mark in marks]
    except crypto.Error as e:
        raise ConfigError(f"CA file {file}: not PEM: {e}; name a PEM file") from e
    return ssl.trustRootFromCertificates(certificates)
