"""Revocation lists that a store keeps: taken by import, looked at by verify."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import certwright as cw

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.timezone.utc)


class Ca:
    """A CA of pyca/cryptography."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        built = self._built(self.name, self.key.public_key()).add_extension(x509.BasicConstraints(True, None), True).add_extension(usage, True)
        self.certificate = self._signed(built)

    def _built(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        built = x509.CertificateBuilder().issuer_name(self.name).subject_name(subject).public_key(key).serial_number(x509.random_serial_number())
        built = built.not_valid_before(NOW - dt.timedelta(days=30)).not_valid_after(NOW + dt.timedelta(days=300))
        built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
        return built.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)

    def _signed(self, built: x509.CertificateBuilder) -> cw.Certificate:
        return cw.Certificate.from_der(built.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))

    def server(self, host: str) -> cw.Certificate:
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        built = self._built(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]), key)
        built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        return self._signed(built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False))

    def crl(self, number: int, revoked: list[cw.Certificate], made: dt.datetime) -> x509.CertificateRevocationList:
        built = x509.CertificateRevocationListBuilder().issuer_name(self.name).last_update(made).next_update(made + dt.timedelta(days=7))
        for one in revoked:
            serial = int(one.serial, 16)
            built = built.add_revoked_certificate(x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(made).build())
        built = built.add_extension(x509.CRLNumber(number), False)
        built = built.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False)
        return built.sign(self.key, hashes.SHA256())


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    return cw.Store.create(tmp_path / "certs.db")


@pytest.mark.parametrize("encoding", [serialization.Encoding.DER, serialization.Encoding.PEM])
def test_an_imported_list_revokes(store: cw.Store, encoding: serialization.Encoding) -> None:
    ca = Ca("root")
    store.add(ca.certificate, store="TrustedRoot")
    good, bad = ca.server("srv1"), ca.server("srv1")
    made = NOW - dt.timedelta(days=1)
    crl = ca.crl(1, [bad], made)
    report = store.import_file(crl.public_bytes(encoding))
    assert [(bag.what, bag.taken, bag.changed) for bag in report.bags] == [("CRL", True, True)]
    assert [(kept.issuer, kept.this_update, kept.next_update) for kept in store.crls()] == [("CN=root", made, made + dt.timedelta(days=7))]
    assert store.crls()[0].der == crl.public_bytes(serialization.Encoding.DER)
    assert store.verify([good], "srv1", at=NOW, system_roots=False).basis == "trusted-root"
    with pytest.raises(cw.Untrusted) as refused:
        store.verify([bad], "srv1", at=NOW, system_roots=False)
    assert [reason.code for reason in refused.value.reasons] == ["revoked"]


def test_a_stale_list_is_said_and_fails_where_lists_are_demanded(store: cw.Store) -> None:
    ca = Ca("root")
    store.add(ca.certificate, store="TrustedRoot")
    good = ca.server("srv1")
    report = store.import_file(ca.crl(1, [], NOW - dt.timedelta(days=20)).public_bytes(serialization.Encoding.DER))
    assert report.bags[0].taken
    notes = store.verify([good], "srv1", at=NOW, system_roots=False).notes
    assert notes == ["the CRL of CN=root in the store is stale: the next one was due on 2026-05-19T12:00:00Z"]
    with pytest.raises(cw.Untrusted) as refused:
        store.verify([good], "srv1", at=NOW, system_roots=False, require_revocation=True)
    assert [reason.code for reason in refused.value.reasons] == ["crl_unusable"]


def test_the_newest_list_is_kept_and_can_be_removed(store: cw.Store) -> None:
    ca = Ca("root")
    store.add(ca.certificate, store="TrustedRoot")
    old, new = (ca.crl(number, [], NOW - dt.timedelta(days=3 - number)).public_bytes(serialization.Encoding.DER) for number in (1, 2))
    store.import_file(new)
    report = store.import_file(old)
    assert not report.bags[0].taken and str(report.bags[0].note).startswith("a newer one, of 2026-05-31T12:00:00Z")
    [kept] = store.crls()
    assert kept.der == new and repr(kept) == "<certwright.Crl of CN=root>"
    store.remove_crl(kept.sha256)
    assert store.crls() == []
    with pytest.raises(cw.NotFound):
        store.remove_crl(kept.sha256)
