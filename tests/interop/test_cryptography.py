"""Objects of pyca/cryptography become ours and the reverse; both sides verify what the other signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

import certwright as cw

from .agreement import facts_of
from .programs import KEYS
from .pyca import Cryptography, Key, digest_for, pkcs8, public_key, signing_key
from .pyca import facts_of as pyca_facts_of

Ours = Callable[[str], cw.Identity]
Theirs = Callable[[str], tuple[Path, Path]]

MESSAGE = b"what is signed"


def verify(key: Key, signature: bytes, digest: hashes.HashAlgorithm) -> None:
    """Raises InvalidSignature unless pyca finds it right."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        key.public_key().verify(signature, MESSAGE, ec.ECDSA(digest))
    elif isinstance(key, rsa.RSAPrivateKey):
        key.public_key().verify(signature, MESSAGE, padding.PKCS1v15(), digest)
    else:
        key.public_key().verify(signature, MESSAGE)


@pytest.mark.parametrize("kind", KEYS)
def test_our_certificate_becomes_theirs_and_says_the_same(kind: str, ours: Ours) -> None:
    certificate = ours(kind).certificate
    theirs = certificate.to_cryptography()
    assert isinstance(theirs, x509.Certificate)
    assert pyca_facts_of(theirs) == facts_of(certificate)
    theirs.verify_directly_issued_by(theirs)
    assert cw.Certificate.from_cryptography(theirs) == certificate


@pytest.mark.parametrize("kind", KEYS)
def test_their_certificate_becomes_ours_and_says_the_same(kind: str, theirs: Theirs) -> None:
    certificate = x509.load_pem_x509_certificate(theirs(kind)[1].read_bytes())
    ours = cw.Certificate.from_cryptography(certificate)
    assert facts_of(ours) == pyca_facts_of(certificate)
    assert ours.self_signed
    assert ours.to_cryptography() == certificate


@pytest.mark.parametrize("kind", KEYS)
def test_our_key_becomes_theirs_and_signs_what_they_verify(kind: str, ours: Ours) -> None:
    key = ours(kind).private_key
    theirs = signing_key(key.to_cryptography())
    assert pkcs8(theirs) == key.to_pkcs8_der()
    assert public_key(theirs) == key.public_key_der
    verify(theirs, key.sign(MESSAGE), hashes.SHA384() if kind == "p384" else hashes.SHA256())
    assert cw.PrivateKey.from_cryptography(theirs).to_pkcs8_der() == key.to_pkcs8_der()


@pytest.mark.parametrize("kind", KEYS)
def test_their_key_becomes_ours_and_signs_what_they_verify(kind: str, theirs: Theirs) -> None:
    key = signing_key(load_pem_private_key(theirs(kind)[0].read_bytes(), None))
    ours = cw.PrivateKey.from_cryptography(key)
    assert (ours.algorithm, ours.public_key_der, ours.to_pkcs8_der()) == (kind, public_key(key), pkcs8(key))
    verify(key, ours.sign(MESSAGE), hashes.SHA384() if kind == "p384" else hashes.SHA256())


@pytest.mark.parametrize("kind", KEYS)
def test_an_identity_of_their_objects_goes_through_the_store(kind: str, theirs: Theirs, store: cw.Store, cryptography: Cryptography) -> None:
    key = signing_key(load_pem_private_key(theirs(kind)[0].read_bytes(), None))
    certificate = x509.load_pem_x509_certificate(theirs(kind)[1].read_bytes())
    identity = cw.Identity(cw.Certificate.from_cryptography(certificate), cw.PrivateKey.from_cryptography(key))
    kept = store.add(identity).entry.identity()
    assert kept.certificate.to_cryptography() == certificate
    assert pkcs8(signing_key(kept.private_key.to_cryptography())) == pkcs8(key)
    assert x509.load_pem_x509_csr(cryptography.request(signing_key(kept.private_key.to_cryptography()))).is_signature_valid


@pytest.mark.parametrize("bits", ["first bit set", "first octet zero", "one"])
@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()], ids=["p256", "p384"])
def test_an_ec_scalar_of_any_size_keeps_its_length(bits: str, curve: ec.EllipticCurve) -> None:
    scalar = {"first bit set": 1 << (curve.key_size - 1), "first octet zero": 1 << (curve.key_size - 9), "one": 1}[bits]
    key = ec.derive_private_key(scalar, curve)
    ours = cw.PrivateKey.from_cryptography(key)
    assert ours.to_pkcs8_der() == pkcs8(key)
    verify(key, ours.sign(MESSAGE), hashes.SHA384() if curve.key_size == 384 else hashes.SHA256())


UNSUPPORTED: dict[str, Callable[[], PrivateKeyTypes]] = {
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "rsa1024": lambda: rsa.generate_private_key(65537, 1024),
    "ed448": ed448.Ed448PrivateKey.generate,
    "x25519": x25519.X25519PrivateKey.generate,
    "dsa": lambda: dsa.generate_private_key(1024),
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_a_key_of_another_kind_is_unsupported(name: str) -> None:
    with pytest.raises(cw.Unsupported):
        cw.PrivateKey.from_cryptography(UNSUPPORTED[name]())


# Sizes and exponents that OpenSSL and pyca take, and ring does not.
@pytest.mark.parametrize(("exponent", "size"), [(3, 2048), (65537, 2056), (65537, 2304)])
def test_an_rsa_key_that_cannot_be_used_is_unsupported_not_malformed(exponent: int, size: int) -> None:
    key = rsa.generate_private_key(exponent, size)
    with pytest.raises(cw.Unsupported):
        cw.PrivateKey.from_cryptography(key)


@pytest.mark.parametrize("kind", KEYS)
def test_a_certificate_that_pyca_makes_with_our_key_is_ours(kind: str, ours: Ours) -> None:
    key = signing_key(ours(kind).private_key.to_cryptography())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Exämple"), x509.NameAttribute(x509.NameOID.COMMON_NAME, "pyca")])
    begin, end = datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2049, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begin, end)
    certificate = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("pyca.example")]), False).sign(key, digest_for(key))
    read = cw.Certificate.from_cryptography(certificate)
    assert facts_of(read) == pyca_facts_of(certificate)
    assert (read.subject, read.dns_names, read.self_signed) == ("CN=pyca,O=Exämple", ["pyca.example"], True)
    assert ours(kind).private_key.matches(read)
