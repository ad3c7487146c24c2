"""Certificates for servers, made with pyca/cryptography."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import certwright as cw

LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.timezone.utc)
FAR_OFF = dt.datetime(2999, 1, 1, tzinfo=dt.timezone.utc)
GONE_BY = dt.datetime(2002, 1, 1, tzinfo=dt.timezone.utc)


@dataclass(frozen=True)
class Held:
    """A certificate, its key, and the certificates above it that are sent along."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: tuple[x509.Certificate, ...] = ()

    @property
    def ours(self) -> cw.Certificate:
        return cw.Certificate.from_cryptography(self.certificate)

    def pem(self) -> bytes:
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return key + b"".join(one.public_bytes(Encoding.PEM) for one in (self.certificate, *self.above))

    def write(self, path: Path) -> Path:
        path.write_bytes(self.pem())
        return path

    def server(self, folder: Path) -> ssl.SSLContext:
        """A context that serves with it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.write(folder / f"{self.certificate.serial_number}.pem"))
        return context


def issue(
    subject: str,
    issuer: Held | None = None,
    *,
    names: tuple[str, ...] = ("localhost", "127.0.0.1", "::1"),
    is_ca: bool = False,
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH,
    until: dt.datetime = FAR_OFF,
    key: ec.EllipticCurvePrivateKey | None = None,
    above: tuple[x509.Certificate, ...] = (),
) -> Held:
    """A certificate; one that signed itself without an issuer."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    signer, signing = (issuer.certificate.subject, issuer.key) if issuer else (name, key)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(signer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(LONG_AGO).not_valid_after(until)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    if not is_ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return Held(builder.sign(signing, hashes.SHA256()), key, above)


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
