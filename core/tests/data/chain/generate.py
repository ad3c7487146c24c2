"""Makes the files of this folder anew, octet for octet: keys, serial numbers and dates are fixed. Needs cryptography 45 or newer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HERE = Path(__file__).parent
BEGIN, MIDDLE, END = (dt.datetime(year, 1, 1, tzinfo=dt.timezone.utc) for year in (2025, 2026, 2045))
NEVER = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.timezone.utc)
SHA256 = hashes.SHA256()
POLICY, MAPPED, ANY_POLICY = (x509.ObjectIdentifier(oid) for oid in ("1.2.3.4", "1.2.3.5", "2.5.29.32.0"))
MAPPING = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.33"), bytes.fromhex("300c300a06032a030406032a0305"))
USAGES = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign encipher_only decipher_only"


def key(number: int) -> ec.EllipticCurvePrivateKey:
    """A key that everybody can make: it protects nothing."""
    return ec.derive_private_key(number, ec.SECP256R1())


def key_usage(*bits: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in bits for name in USAGES.split()})


def policies(*oids: x509.ObjectIdentifier) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(oid, None) for oid in oids])


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make(
    file: str, subject: str, own: int, issuer: str, signer: int, *extra: x509.ExtensionType, leaf: bool = False, known: bool = True, end: dt.datetime = END
) -> x509.Certificate:
    """A CA, or a leaf for srv1.example.com and user@example.com; `known` says by which key it is signed."""
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key(own).public_key())
    builder = builder.serial_number(int.from_bytes(b"\x10" + file.encode(), "big")).not_valid_before(BEGIN).not_valid_after(end)
    extensions: list[tuple[x509.ExtensionType, bool]] = [(x509.SubjectKeyIdentifier.from_public_key(key(own).public_key()), False)]
    if known:
        extensions.append((x509.AuthorityKeyIdentifier.from_issuer_public_key(key(signer).public_key()), False))
    if leaf:
        names = x509.SubjectAlternativeName([x509.DNSName("srv1.example.com"), x509.RFC822Name("user@example.com")])
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
        extensions += [(names, False), (purposes, False), (key_usage("digital_signature"), True)]
    else:
        extensions += [(x509.BasicConstraints(ca=True, path_length=None), True), (key_usage("key_cert_sign", "crl_sign"), True)]
    for extension, critical in extensions + [(one, False) for one in extra]:
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(key(signer), SHA256, ecdsa_deterministic=True)
    (HERE / file).write_bytes(certificate.public_bytes(Encoding.PEM))
    return certificate


def crl(
    issuer: str, signer: int, *revoked: x509.Certificate, since: dt.datetime = MIDDLE, until: dt.datetime = END
) -> x509.CertificateRevocationList:
    builder = x509.CertificateRevocationListBuilder().issuer_name(name(issuer)).last_update(since).next_update(until)
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    for certificate in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(since)
        builder = builder.add_revoked_certificate(entry.add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False).build())
    return builder.sign(key(signer), SHA256, ecdsa_deterministic=True)


def tlv(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    assert len(content) < 256
    return bytes([tag, *([len(content)] if len(content) < 128 else [0x81, len(content)])]) + content


def crl_without_end(issuer: str, signer: int) -> bytes:
    """A list that does not say when the next one is due, which the builder cannot make."""
    algorithm = tlv(0x30, bytes.fromhex("06082a8648ce3d040302"))
    content = tlv(0x30, tlv(0x02, b"\1"), algorithm, name(issuer).public_bytes(), tlv(0x17, b"260101000000Z"))
    signature = key(signer).sign(content, ec.ECDSA(SHA256, deterministic_signing=True))
    return tlv(0x30, content, algorithm, tlv(0x03, b"\0", signature))


make("root.pem", "Root", 1, "Root", 1)
make("ca.pem", "CA", 2, "Root", 1, policies(ANY_POLICY))
make("ca-expired.pem", "CA", 2, "Root", 1, end=MIDDLE)
make("leaf.pem", "srv1.example.com", 3, "CA", 2, policies(POLICY), leaf=True)
revoked = make("revoked.pem", "srv1.example.com", 4, "CA", 2, leaf=True)
make("mapping-ca.pem", "Mapping CA", 5, "Root", 1, policies(POLICY), MAPPING)
make("mapped-leaf.pem", "srv1.example.com", 6, "Mapping CA", 5, policies(MAPPED), leaf=True, known=False)
lists = crl("CA", 2, revoked), crl("Root", 1)
(HERE / "crls.pem").write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in lists))
(HERE / "root.crl").write_bytes(lists[1].public_bytes(Encoding.DER))
stale = crl("CA", 2, revoked, since=BEGIN, until=MIDDLE)
(HERE / "stale-crl.pem").write_bytes(stale.public_bytes(Encoding.PEM))
make("lasting-ca.pem", "Lasting CA", 7, "Lasting CA", 7, end=NEVER)
make("lasting-leaf.pem", "srv1.example.com", 8, "Lasting CA", 7, leaf=True, end=NEVER)
make("lasting-renewed.pem", "srv1.example.com", 9, "Lasting CA", 7, leaf=True, end=NEVER)
(HERE / "without-end.crl").write_bytes(crl_without_end("Root", 1))
