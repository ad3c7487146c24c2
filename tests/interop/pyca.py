"""pyca/cryptography as one more judge; it runs in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Union

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from .programs import ALIAS, KEYS, Facts

Key = Union[ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey]


def signing_key(key: object) -> Key:
    """The key, if it is of a kind that these tests use."""
    assert isinstance(key, (ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey))
    return key


def pkcs8(key: Key) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_key(key: Key) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def digest_for(key: Key) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def facts_of(certificate: x509.Certificate) -> Facts:
    return Facts(
        sha1=certificate.fingerprint(hashes.SHA1()).hex().upper(),
        sha256=certificate.fingerprint(hashes.SHA256()).hex().upper(),
        serial=certificate.serial_number,
        subject=certificate.subject.rfc4514_string(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        public_key=certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )


class Cryptography:
    """pyca/cryptography, as the tests ask each program."""

    keys: tuple[str, ...] = KEYS

    def facts(self, certificate: Path) -> Facts:
        data = certificate.read_bytes()
        return facts_of(x509.load_der_x509_certificate(data) if certificate.suffix == ".der" else x509.load_pem_x509_certificate(data))

    def facts_in_pfx(self, pfx: Path, password: str) -> Facts:
        found = pkcs12.load_pkcs12(pfx.read_bytes(), password.encode())
        assert found.cert is not None
        assert found.cert.friendly_name == ALIAS.encode()
        return facts_of(found.cert.certificate)

    def request_with_pfx(self, pfx: Path, password: str) -> bytes:
        return self.request(signing_key(pkcs12.load_pkcs12(pfx.read_bytes(), password.encode()).key))

    def request(self, key: Key) -> bytes:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proof")])
        builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
        return builder.sign(key, digest_for(key)).public_bytes(Encoding.PEM)

    def chain_in_pfx(self, pfx: Path, password: str) -> list[bytes]:
        """The DER of the key's certificate, then of the others."""
        found = pkcs12.load_pkcs12(pfx.read_bytes(), password.encode())
        assert found.cert is not None
        return [one.certificate.public_bytes(Encoding.DER) for one in (found.cert, *found.additional_certs)]

    def write_pfx(self, pfx: Path, password: str, key: Path, certificate: Path) -> None:
        own = signing_key(load_pem_private_key(key.read_bytes(), None))
        its = x509.load_pem_x509_certificate(certificate.read_bytes())
        sealed = BestAvailableEncryption(password.encode())
        pfx.write_bytes(pkcs12.serialize_key_and_certificates(ALIAS.encode(), own, its, None, sealed))

    def refuses_pfx(self, pfx: Path, password: str) -> None:
        with pytest.raises(ValueError, match="Invalid password"):
            pkcs12.load_pkcs12(pfx.read_bytes(), password.encode())

    def shown(self, subject: str) -> str:
        return subject
