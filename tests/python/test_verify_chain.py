"""`verify_chain`: the path, or every reason. The rules themselves are tested in Rust; here it is that each option arrives."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

import certwright as cw

WHEN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone.utc)
BEGIN, END = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc), dt.datetime(2027, 1, 1, tzinfo=dt.timezone.utc)


def _key_usage(*bits: str) -> x509.KeyUsage:
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign encipher_only decipher_only"
    return x509.KeyUsage(**{name: name in bits for name in names.split()})


@dataclass(frozen=True)
class Party:
    """A certificate with its key."""

    key: ec.EllipticCurvePrivateKey
    pyca: x509.Certificate

    @property
    def certificate(self) -> cw.Certificate:
        return cw.Certificate.from_cryptography(self.pyca)


def make(subject: str, issuer: Party | None = None, *, leaf: bool = False) -> Party:
    """A CA, or a leaf for srv1.example.com and user@example.com."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    signer = issuer.key if issuer else key
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer.pyca.subject if issuer else name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(BEGIN).not_valid_after(END)
    extensions: list[tuple[x509.ExtensionType, bool]] = [(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)]
    if issuer:
        extensions.append((x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False))
    if leaf:
        names = [x509.DNSName("srv1.example.com"), x509.RFC822Name("user@example.com")]
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        extensions += [(x509.SubjectAlternativeName(names), False), (x509.ExtendedKeyUsage(usages), False), (_key_usage("digital_signature"), True)]
    else:
        extensions += [(x509.BasicConstraints(ca=True, path_length=None), True), (_key_usage("key_cert_sign", "crl_sign"), True)]
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return Party(key, builder.sign(signer, hashes.SHA256()))


ROOT = make("Root")
CA = make("CA", ROOT)
LEAF = make("srv1.example.com", CA, leaf=True)


def crl(issuer: Party, *revoked: Party) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.pyca.subject).last_update(BEGIN).next_update(END)
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    for party in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(party.pyca.serial_number).revocation_date(BEGIN)
        builder = builder.add_revoked_certificate(entry.add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.PEM)


def verify(**options: Any) -> cw.VerifiedChain:
    defaults: dict[str, Any] = {"roots": [ROOT.certificate], "intermediates": [CA.certificate], "at": WHEN}
    return cw.verify_chain([LEAF.certificate], **{**defaults, **options})


def codes(**options: Any) -> list[str]:
    with pytest.raises(cw.Untrusted) as caught:
        verify(**options)
    return [reason.code for reason in caught.value.reasons]


def test_a_right_chain_gives_its_path() -> None:
    found = verify(host="srv1.example.com")
    assert found.path == [LEAF.certificate, CA.certificate, ROOT.certificate]
    assert (found.root, repr(found)) == ("CN=Root", "<certwright.VerifiedChain of 3, to CN=Root>")
    assert cw.verify_chain([LEAF.certificate, CA.certificate], roots=[ROOT.certificate], at=WHEN).path == found.path


def test_a_root_may_be_a_name_with_a_key() -> None:
    key = ROOT.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert verify(roots=[("CN=root", key)]).path == [LEAF.certificate, CA.certificate]


def test_every_reason_is_told_with_its_place() -> None:
    with pytest.raises(cw.Untrusted) as caught:
        verify(at=END + dt.timedelta(days=3), host="srv2.example.com")
    error = caught.value
    assert error.path == ["CN=srv1.example.com", "CN=CA", "CN=Root"]
    assert [(reason.place, reason.code) for reason in error.reasons] == [(0, "expired"), (0, "host_mismatch"), (1, "expired"), (2, "expired")]
    assert str(error.reasons[0]) == "CN=srv1.example.com expired 3 days ago, on 2027-01-01"
    assert error.reasons[1].message == "CN=srv1.example.com is for srv1.example.com; not for srv2.example.com"
    assert all(reason.message in str(error) for reason in error.reasons)
    assert (error.status, error.code, error.details["others"]) == (42, "untrusted", [])
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert twin.reasons == error.reasons


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"roots": []}, ["issuer_not_found"]),
        ({"intermediates": []}, ["issuer_not_found"]),
        ({"purpose": "codesign"}, ["purpose_not_allowed"]),
        ({"email": "other@example.com"}, ["email_mismatch"]),
        ({"max_depth": 0}, ["depth_exceeded"]),
        ({"crls": [crl(CA, LEAF)]}, ["revoked"]),
        ({"crls": [crl(ROOT)], "require_crls": True}, ["crl_missing"]),
        ({"require_policy": True}, ["policy_not_accepted"]),
    ],
)
def test_each_option_counts(options: dict[str, Any], wanted: list[str]) -> None:
    assert codes(**options) == wanted


def test_each_option_lets_through_what_is_right() -> None:
    verify(purpose="client", email="user@example.com", max_depth=1, crls=[crl(CA), crl(ROOT)], require_crls=True, profile="webpki")
    verify(purpose="any", profile="rfc5280", policies=["1.2.3"], inhibit_any_policy=True, inhibit_policy_mapping=True)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"at": dt.datetime(2026, 1, 1)}, cw.InvalidDate),
        ({"at": "2026-01-01"}, TypeError),
        ({"host": "a b"}, cw.InvalidArgument),
        ({"purpose": "servant"}, cw.InvalidArgument),
        ({"profile": "strict"}, cw.InvalidArgument),
        ({"policies": ["policy"]}, cw.InvalidArgument),
        ({"crls": [b"0\x03"]}, cw.Damaged),
        ({"crls": [b"text"]}, cw.UnknownFormat),
        ({"roots": ["root"]}, TypeError),
        ({"roots": [("CN=root", b"no key")]}, cw.MalformedKey),
        ({"max_depth": -1}, OverflowError),
        ({"hosts": "a"}, TypeError),
    ],
)
def test_what_is_no_option_is_refused(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        verify(**options)


def test_an_empty_chain_is_refused() -> None:
    with pytest.raises(cw.InvalidArgument, match="chain: there is no certificate in it"):
        cw.verify_chain([])


def test_what_certwright_makes_is_its_own_root() -> None:
    own = cw.self_signed("srv1", dns_names=["srv1.example.com"]).certificate
    assert cw.verify_chain([own], roots=[own], host="srv1.example.com").path == [own]
    with pytest.raises(cw.Untrusted, match="signed itself and is not among the roots"):
        cw.verify_chain([own], roots=[])
