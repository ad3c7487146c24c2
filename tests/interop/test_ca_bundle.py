"""The machine's own CA bundle: real certificates of real CAs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

import certwright as cw

from .agreement import facts_of
from .programs import Certtool, ProgramFailed
from .pyca import facts_of as pyca_facts_of

# pyca warns of serial numbers that are not positive, which some CAs have.
pytestmark = pytest.mark.filterwarnings("ignore:Parsed a serial number which wasn't positive")

PLACES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine
)


@pytest.fixture(scope="module")
def bundle() -> bytes:
    for place in PLACES:
        if Path(place).is_file():
            return Path(place).read_bytes()
    raise ProgramFailed("there is no CA bundle; install ca-certificates (Debian: apt-get install ca-certificates)")


@pytest.fixture(scope="module")
def pairs(bundle: bytes) -> list[tuple[cw.Certificate, x509.Certificate]]:
    """Each certificate as we read it and as pyca does."""
    theirs = x509.load_pem_x509_certificates(bundle)
    ours = cw.read_file(bundle).certificates
    assert len(ours) == len(theirs) > 50
    return list(zip(ours, theirs))


def test_each_block_of_it_is_read(bundle: bytes) -> None:
    report = cw.read_file(bundle)
    assert [bag.note for bag in report.bags if not bag.taken] == []
    assert len(report.bags) == bundle.count(b"-----BEGIN CERTIFICATE-----")


def test_pyca_says_the_same_of_each(pairs: list[tuple[cw.Certificate, x509.Certificate]]) -> None:
    for ours, theirs in pairs:
        own, said = facts_of(ours), pyca_facts_of(theirs)
        assert (own.sha1, own.sha256, own.serial) == (said.sha1, said.sha256, said.serial)
        assert (own.not_before, own.not_after, own.public_key) == (said.not_before, said.not_after, said.public_key)
        assert ours.subject_der == theirs.subject.public_bytes()
        assert ours.issuer_der == theirs.issuer.public_bytes()


def test_certtool_says_the_same_names_of_each(bundle: bytes, pairs: list[tuple[cw.Certificate, x509.Certificate]], certtool: Certtool) -> None:
    said = certtool("--certificate-info", given=bundle).text
    for field in ("subject", "issuer"):
        names = re.findall(rf"^\t{field.capitalize()}: (.*)$", said, re.MULTILINE)
        assert len(names) == len(pairs)
        for (ours, _), name in zip(pairs, names):
            # types without a short name in GnuTLS have a test of their own
            assert "=#" in name or name.replace("EMAIL=", "emailAddress=") == getattr(ours, field)


def is_self_signed(certificate: x509.Certificate) -> bool:
    """What pyca finds; of SHA-1 it verifies signatures, but not those of certificates."""
    key, digest = certificate.public_key(), certificate.signature_hash_algorithm
    try:
        if isinstance(digest, hashes.SHA1):
            assert isinstance(key, rsa.RSAPublicKey)
            key.verify(certificate.signature, certificate.tbs_certificate_bytes, padding.PKCS1v15(), digest)
            return certificate.subject == certificate.issuer
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError):  # ValueError: the names differ
        return False
    return True


def test_pyca_verifies_the_signature_of_each_that_is_self_signed(pairs: list[tuple[cw.Certificate, x509.Certificate]]) -> None:
    found: Counter[bool] = Counter()
    for ours, theirs in pairs:
        if ours.is_signed_by(ours) is None:
            continue
        verified = is_self_signed(theirs)
        found[verified] += 1
        assert ours.self_signed == verified, ours.subject
    assert found[True] > 50


def test_only_what_is_known_cannot_be_verified(pairs: list[tuple[cw.Certificate, x509.Certificate]]) -> None:
    for ours, _ in pairs:
        if ours.is_signed_by(ours) is None:
            known = ours.key_algorithm in ("p521", "rsa1024") or ours.signature_algorithm in ("ecdsa-with-SHA512", "rsassaPss")
            assert known, (ours.key_algorithm, ours.signature_algorithm, ours.subject)


def test_pyca_says_the_same_extensions_of_each(pairs: list[tuple[cw.Certificate, x509.Certificate]]) -> None:
    for ours, theirs in pairs:
        constraints = theirs.extensions.get_extension_for_class(x509.BasicConstraints).value
        assert (ours.is_ca, ours.path_length) == (constraints.ca, constraints.path_length)
        own_id = [one.value.digest for one in theirs.extensions if isinstance(one.value, x509.SubjectKeyIdentifier)]
        assert ours.subject_key_id == (own_id[0] if own_id else None)
        its_id = [one.value.key_identifier for one in theirs.extensions if isinstance(one.value, x509.AuthorityKeyIdentifier)]
        assert ours.authority_key_id == (its_id[0] if its_id else None)


def test_the_store_takes_all_of_it_and_finds_each_by_both_thumbprints(
    bundle: bytes, pairs: list[tuple[cw.Certificate, x509.Certificate]], store: cw.Store
) -> None:
    report = store.import_file(bundle, store="TrustedRoot")
    assert len(report.entries) == len(pairs)
    for ours, theirs in pairs:
        for thumbprint in (pyca_facts_of(theirs).sha1, pyca_facts_of(theirs).sha256):
            assert store.get(thumbprint, store="TrustedRoot") == ours
