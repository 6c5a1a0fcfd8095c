"""A certificate authority for tests: one root, and a leaf for every host name that a client asks for.

Leaves are minted when the TLS client names its host (SNI), so a server may answer for any number of hosts.
The root carries what OpenSSL's strict mode (the default from Python 3.13) demands: key usage and key ids.
"""

import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Invented newspapers test root")])
LIFE = timedelta(days=397)
KEY_USAGE = {
    "digital_signature": False, "content_commitment": False, "key_encipherment": False,
    "data_encipherment": False, "key_agreement": False, "key_cert_sign": False, "crl_sign": False,
    "encipher_only": False, "decipher_only": False,
}  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _builder(subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


class Authority:
    """The root kept in a folder (``ca.pem``, ``ca.key``), and TLS contexts that answer for any host."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca_file = folder / "ca.pem"
        self._leaves = folder / "leaves"
        self._leaves.mkdir(parents=True, exist_ok=True)
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._lock = threading.Lock()
        self._key, self._root = self._load()
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())

    def _load(self) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        key_file = self.folder / "ca.key"
        if key_file.exists() and self.ca_file.exists():
            key = serialization.load_pem_private_key(key_file.read_bytes(), None)
            root = x509.load_pem_x509_certificate(self.ca_file.read_bytes())
            left = root.not_valid_after_utc - datetime.now(UTC)
            if isinstance(key, ec.EllipticCurvePrivateKey) and left > timedelta(days=7):
                return key, root
        return self._make(key_file)

    def _make(self, key_file: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(**{**KEY_USAGE, "key_cert_sign": True, "crl_sign": True})
        root = (
            _builder(NAME, key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(key, hashes.SHA256())
        )
        key_file.touch(mode=0o600)
        key_file.write_bytes(_pem(key))
        self.ca_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        return key, root

    def _leaf(self, host: str) -> Path:
        alternative: x509.GeneralName
        try:
            alternative = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        usage = x509.KeyUsage(**{**KEY_USAGE, "digital_signature": True})
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        leaf = (
            _builder(subject, self._leaf_key)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        path = self._leaves / f"{host}.pem".replace("/", "_").replace(":", "_")
        path.touch(mode=0o600)
        path.write_bytes(_pem(self._leaf_key) + leaf.public_bytes(serialization.Encoding.PEM))
        return path

    def context(self, host: str) -> ssl.SSLContext:
        """A server context whose certificate is for this host."""
        with self._lock:
            if host not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self._leaf(host))
                self._contexts[host] = context
            return self._contexts[host]

    def by_sni(self, default: str) -> ssl.SSLContext:
        """A server context that changes to the certificate of whichever host the client names."""

        def choose(tls: ssl.SSLSocket | ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
            if host:
                tls.context = self.context(host.lower())

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._leaf(default))
        context.sni_callback = choose
        return context
