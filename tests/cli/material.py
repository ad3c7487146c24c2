"""Certificates that others would hand us, made with pyca/cryptography, and a store with some in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

import certwright as cw

LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.timezone.utc)
FAR_OFF = dt.datetime(2999, 1, 1, tzinfo=dt.timezone.utc)


def foreign_certificate(subject: str, *, dns_name: str | None = None, serial: int = 1, key: ec.EllipticCurvePrivateKey | None = None) -> bytes:
    """The DER of a self-signed certificate with whatever text somebody put into it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(serial)
    builder = builder.not_valid_before(LONG_AGO).not_valid_after(FAR_OFF)
    if dns_name is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(dns_name)]), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def issued() -> tuple[cw.Certificate, cw.Certificate]:
    """A CA, and a certificate that it issued."""
    ca, leaf = _chain()
    return ca.certificate, leaf.certificate


def issued_identity() -> cw.Identity:
    """A certificate that a CA issued, and its key."""
    return _chain()[1]


def _chain() -> list[cw.Identity]:
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("issuer", "leaf")]
    made = []
    for serial, (name, key) in enumerate(zip(names, keys), 1):
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(names[0]).public_key(key.public_key()).serial_number(serial)
        builder = builder.not_valid_before(LONG_AGO).not_valid_after(FAR_OFF)
        builder = builder.add_extension(x509.BasicConstraints(ca=serial == 1, path_length=None), critical=True)
        certificate = cw.Certificate.from_cryptography(builder.sign(keys[0], hashes.SHA256()))
        made.append(cw.Identity(certificate, cw.PrivateKey.from_cryptography(key)))
    return made


@dataclass(frozen=True)
class Stocked:
    """A store on disk, not open, and the thumbprints of what is in it."""

    db: Path
    server: str
    """With its key, in Personal."""
    root: str
    """Without a key, in TrustedRoot."""
    archived: str
    """With its key, in Personal, archived."""

    def last_event(self) -> int:
        return cw.Store.open(self.db).last_event

    def protector(self) -> str:
        """The id of the key file that opens it."""
        return cw.Store.open(self.db).protectors()[0].id

    def second_protector(self) -> str:
        """The id of a key file that was added."""
        return cw.Store.open(self.db).add_protector(key_file=f"{self.db}.second").id

    def thumbprints(self) -> set[str]:
        return {entry.thumbprint for entry in cw.Store.open(self.db).find(archived=None)}


def stock(db: Path) -> Stocked:
    """Makes a store with three certificates."""
    store = cw.Store.create(db)
    server = store.create_self_signed(
        "CN=srv1,O=Example",
        dns_names=["srv1.corp.example"],
        ip_addresses=["10.0.0.5"],
        no_expiry=True,
        friendly_name="Büro \N{EM DASH} server",
        tags=["web"],
    )
    root = store.add(cw.self_signed("Example Root", purpose="ca", no_expiry=True).certificate, store="TrustedRoot")
    archived = store.create_self_signed("old", no_expiry=True)
    store.archive(archived)
    return Stocked(db, server.thumbprint, root.entry.thumbprint, archived.thumbprint)


def many_certificates(count: int) -> bytes:
    """A PEM text with so many certificates."""
    return "".join(cw.self_signed(f"srv{number}", no_expiry=True).certificate.to_pem() for number in range(count)).encode()


def pfx(subject: str, password: str, friendly_name: str | None = None) -> bytes:
    """A PFX with one identity; few iterations, since nothing depends on them here."""
    made = cw.self_signed(subject, no_expiry=True)
    named = cw.Identity(made.certificate, made.private_key, friendly_name=friendly_name)
    return cw.write_pkcs12([named], password=password, iterations=1000)
