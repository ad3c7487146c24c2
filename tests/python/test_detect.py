"""What a file is, and text as people have it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat, pkcs7
from cryptography.x509.oid import NameOID

import certwright as cw

from .material import foreign

MADE = cw.self_signed("srv1")
PEM = MADE.certificate.to_pem()
KEY = ec.generate_private_key(ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "name")])
REQUEST = x509.CertificateSigningRequestBuilder().subject_name(NAME).sign(KEY, hashes.SHA256())
REVOKED = (
    x509.CertificateRevocationListBuilder()
    .issuer_name(NAME)
    .last_update(MADE.certificate.not_before)
    .next_update(MADE.certificate.not_after)
    .sign(KEY, hashes.SHA256())
)


def _openssh() -> bytes:
    return ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(MADE.certificate.der, "certificate", id="certificate"),
        pytest.param(MADE.private_key.to_pkcs8_der(), "private-key", id="PKCS#8"),
        pytest.param(KEY.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()), "private-key", id="SEC1"),
        pytest.param(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo), "public-key", id="public key"),
        pytest.param(KEY.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH), "openssh-public-key", id="SSH's public key"),
        pytest.param(_openssh(), "openssh-private-key", id="SSH's private key"),
        pytest.param(REQUEST.public_bytes(Encoding.DER), "certificate-request", id="request"),
        pytest.param(REQUEST.public_bytes(Encoding.PEM), "certificate-request", id="request in PEM"),
        pytest.param(REVOKED.public_bytes(Encoding.DER), "crl", id="CRL"),
        pytest.param(REVOKED.public_bytes(Encoding.PEM), "pem", id="CRL in PEM"),
        pytest.param(PEM.encode(), "pem", id="PEM"),
        pytest.param(PEM.encode("utf-16"), "pem", id="PEM in UTF-16"),
        pytest.param(cw.write_pkcs12([MADE], password="geheim", iterations=1000), "pkcs12", id="PFX"),
        pytest.param(cw.write_pkcs7([MADE.certificate]), "pkcs7", id="PKCS#7"),
        pytest.param(base64.b64encode(MADE.certificate.der), "certificate", id="base64"),
        pytest.param(b"<!DOCTYPE html><html>", "html", id="HTML"),
        pytest.param(json.dumps({"a": 1}).encode(), "json", id="JSON"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(bytes(10), "zeros", id="zeros"),
        pytest.param(MADE.certificate.der[:-1], "truncated", id="truncated"),
    ],
)
def test_a_file_is_named_by_its_content(data: bytes, kind: str) -> None:
    found = cw.detect(data)
    assert found.kind == kind
    assert found.why.startswith("it ")
    assert repr(found) == f"<certwright.Detected {kind}: {found.why}>"


@pytest.mark.parametrize(("magic", "name"), [(b"\xfe\xed\xfe\xed", "JKS"), (b"\xce\xce\xce\xce", "JCEKS")])
def test_a_java_keystore_comes_with_the_command_that_converts_it(magic: bytes, name: str) -> None:
    data = magic + b"\0\0\0\2"
    found = cw.detect(data)
    command = f"keytool -importkeystore -srckeystore FILE -srcstoretype {name} -destkeystore FILE.p12 -deststoretype PKCS12"
    assert (found.kind, found.hint) == (name.lower(), command)
    with pytest.raises(cw.UnknownFormat) as caught:
        cw.read_file(data)
    assert str(caught.value).endswith(f": it is a Java keystore ({name}): {command}")


@pytest.mark.parametrize(
    ("mangle", "notes"),
    [
        pytest.param(lambda text: ("\ufeff" + text).encode(), ["it begins with a byte order mark of UTF-8"], id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), ["it has lines that end in CR LF"], id="CR LF"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), ["it has lines that end in CR alone"], id="CR"),
        pytest.param(lambda text: text.encode("utf-16"), ["it is UTF-16"], id="UTF-16"),
        pytest.param(lambda text: text.encode("utf-16-le"), ["it is UTF-16 without a byte order mark"], id="UTF-16 LE"),
        pytest.param(lambda text: text.encode("utf-16-be"), ["it is UTF-16 without a byte order mark"], id="UTF-16 BE"),
        pytest.param(lambda text: f"subject=a\n{text}".encode(), ["it has other text around its blocks"], id="text around"),
        pytest.param(lambda text: text.replace("\n", "\\n").encode(), ["block 1 has line ends written as \\n"], id="an env file"),
        pytest.param(
            lambda text: json.dumps({"crt": text}).encode(),
            ["it has other text around its blocks", "block 1 has line ends written as \\n"],
            id="JSON",
        ),
        pytest.param(
            lambda text: "".join(f'  "{line}"\n' for line in text.splitlines()).encode(),
            ["block 1 has quotes around its lines", "block 1 has indented lines"],
            id="quotes and indentation",
        ),
        pytest.param(
            lambda text: text.replace("CERTIFICATE", "PRIVATE KEY").encode(),
            ["block 1 is labelled PRIVATE KEY but holds a certificate"],
            id="wrong label",
        ),
        pytest.param(
            lambda text: "".join(text.splitlines()[1:-1]).encode(), ["it is base64 without the lines of PEM"], id="no lines of PEM"
        ),
    ],
)
def test_text_is_read_as_people_have_it_and_what_is_odd_is_said(mangle: Callable[[str], bytes], notes: list[str]) -> None:
    report = cw.read_file(mangle(PEM))
    assert (report.certificates, report.notes) == ([MADE.certificate], notes)


def test_a_key_under_the_label_of_a_certificate_is_still_a_key(store: cw.Store) -> None:
    text = PEM + MADE.private_key.to_pkcs8_pem().replace("PRIVATE KEY", "CERTIFICATE")
    report = store.import_file(text.encode())
    assert report.notes == ["block 2 is labelled CERTIFICATE but holds a private key (PKCS#8)"]
    assert [entry.has_private_key for entry in report.entries] == [True]


def test_pkcs7_goes_both_ways(store: cw.Store) -> None:
    certificates = [MADE.certificate, foreign().certificate]
    data = cw.write_pkcs7(certificates)
    report = cw.read_file(data)
    assert (report.format, {one.der for one in report.certificates}) == ("PKCS#7", {one.der for one in certificates})
    assert cw.write_pkcs7(certificates[::-1] + certificates) == data
    assert {entry.sha256 for entry in store.import_file(data).entries} == {one.sha256 for one in certificates}
    with pytest.raises(cw.InvalidArgument):
        cw.write_pkcs7([])


def test_a_signature_around_certificates_is_not_checked_and_that_is_said() -> None:
    certificate = foreign().certificate.to_cryptography()
    key = foreign().private_key.to_cryptography()
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    signed = pkcs7.PKCS7SignatureBuilder().set_data(b"content").add_signer(certificate, key, hashes.SHA256()).sign(Encoding.DER, [])
    report = cw.read_file(signed)
    assert [one.to_cryptography() for one in report.certificates] == [certificate]
    assert report.notes[-1] == "it is signed; the signature was not checked"
