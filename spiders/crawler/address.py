"""Which addresses the crawler may connect to, and where named hosts are to be connected instead."""

import ipaddress
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from pipelines.errors import ConfigError

WEB_PORTS = {"http": 80, "https": 443}
LONGEST = 8192
"""Characters of an address; servers take that much (RFC 9110, 4.1), and traps more."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(text: str) -> bool:
    """Is this IP address one of the public internet, also when it hides inside another?

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "169.254.169.254")]
    [True, False, False, False, False]
    """
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(address)
    return address.is_global and not address.is_multicast and (inner is None or is_public(str(inner)))


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address carries (RFC 4291, 3056, 4380, 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """One entry of CONNECT_TO, as curl's ``--connect-to``: empty host or port means any."""

    host: str
    port: int | None
    to_host: str
    to_port: int | None

    @classmethod
    def parse(cls, text: str) -> tuple[Self, ...]:
        """Read ``HOST1:PORT1:HOST2:PORT2``, several separated by commas.

        >>> Connect.parse("herald.example:443:127.0.0.1:8443,:80:127.0.0.1:8080")[1].to_port
        8080
        """
        return tuple(cls._one(part.strip()) for part in text.split(",") if part.strip())

    @classmethod
    def _one(cls, part: str) -> Self:
        fields = part.split(":")
        try:
            host, port, to_host, to_port = fields
            entry = cls(
                host=host.lower(), port=_port(port), to_host=to_host or host.lower(), to_port=_port(to_port)
            )
        except ValueError as e:
            raise ConfigError(f"CONNECT_TO {part!r}: write HOST1:PORT1:HOST2:PORT2, ports as numbers") from e
        if not entry.to_host:
            raise ConfigError(
                f"CONNECT_TO {part!r}: names no host to connect to; write HOST1:PORT1:HOST2:PORT2"
            )
        return entry


def _port(text: str) -> int | None:
    port = int(text) if text else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(text)
    return port


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Says no before a name is looked up; the resolver and the connection are checked again below."""

    ports: frozenset[int] = frozenset({80, 443})
    allow_private: bool = False
    """Every address is good: only for pages kept by hand from one's own machine or network."""
    connect: tuple[Connect, ...] = ()

    def target(self, host: str, port: int) -> tuple[str, int] | None:
        """Where CONNECT_TO sends this host and port; None where it does not name them."""
        for entry in self.connect:
            if entry.host in ("", host.lower()) and entry.port in (None, port):
                return entry.to_host, entry.to_port or port
        return None

    def connected(self, url: str) -> bool:
        """Is this address served through CONNECT_TO?"""
        parts = urlsplit(url)
        port = parts.port or WEB_PORTS.get(parts.scheme, 0)
        return self.target(parts.hostname or "", port) is not None

    def is_ours(self, url: str) -> bool:
        """Is it certainly a server of the operator's own: connected elsewhere, or a private address by number?"""
        host = (urlsplit(url).hostname or "").lower()
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return self.connected(url) or (self.allow_private and host == "localhost")
        return self.connected(url) or not is_public(host)

    def refusal(self, url: str) -> str | None:
        """Why this address may not be asked; None where it may."""
        if len(url) > LONGEST:
            return f"is longer than {LONGEST} characters"
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port or WEB_PORTS.get(parts.scheme, 0)
        except ValueError as e:
            return f"not an address: {e}"
        if parts.scheme not in WEB_PORTS:
            return f"scheme {parts.scheme!r}: only http and https are asked"
        if not host:
            return "names no host"
        if parts.username or parts.password:
            return "holds a user name or password"
        if port not in self.ports and not self.allow_private:
            return f"port {port} is not among this site's ports ({', '.join(map(str, sorted(self.ports)))})"
        return None if self._may_name(host, port) else f"{host} is a private address"

    def _may_name(self, host: str, port: int) -> bool:
        if self.allow_private or self.target(host, port) is not None:
            return True
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return True  # a name: the resolver looks at what it stands for
        return is_public(host)
