"""What certwright writes, others read; and they say the same of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

import certwright as cw

from .agreement import EACH_PROGRAM_AND_KEY, assert_agree
from .programs import KEYS, PASSWORD, Certtool, Keytool, Nss, OpenSSL, Program, run

Ours = Callable[[str], cw.Identity]

each = pytest.mark.parametrize(("program", "kind"), EACH_PROGRAM_AND_KEY, indirect=["program"])


def pfx_of(identity: cw.Identity, folder: Path) -> Path:
    path = folder / "ours.pfx"
    path.write_bytes(cw.write_pkcs12([identity], password=PASSWORD, iterations=2000))
    return path


@each
def test_a_pfx_is_read_with_its_name_and_says_the_same(program: Program, kind: str, ours: Ours, tmp_path: Path) -> None:
    pfx = pfx_of(ours(kind), tmp_path)
    assert_agree(ours(kind).certificate, program.facts_in_pfx(pfx, PASSWORD), program)


@each
def test_the_key_of_a_pfx_signs_for_the_reader(program: Program, kind: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    pfx = pfx_of(ours(kind), tmp_path)
    assert openssl.signer_of(program.request_with_pfx(pfx, PASSWORD)) == ours(kind).certificate.public_key_der


@each
def test_a_der_certificate_says_the_same(program: Program, kind: str, ours: Ours, tmp_path: Path) -> None:
    path = tmp_path / "ours.der"
    path.write_bytes(ours(kind).certificate.der)
    assert_agree(ours(kind).certificate, program.facts(path), program)


@each
def test_a_pem_certificate_says_the_same(program: Program, kind: str, ours: Ours, tmp_path: Path) -> None:
    path = tmp_path / "ours.pem"
    path.write_text(ours(kind).certificate.to_pem())
    assert_agree(ours(kind).certificate, program.facts(path), program)


# A key in PEM is not for NSS and Java: pk12util and keytool take keys from PFX files only.
@pytest.mark.parametrize("kind", KEYS)
def test_openssl_signs_with_a_pem_that_holds_key_and_certificate(kind: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    path = tmp_path / "both.pem"
    path.write_text(ours(kind).to_pem())
    assert_agree(ours(kind).certificate, openssl.facts(path), openssl)
    assert openssl.signer_of(openssl.request(path)) == ours(kind).certificate.public_key_der


@pytest.mark.parametrize("kind", KEYS)
def test_certtool_signs_with_a_pem_that_holds_key_and_certificate(
    kind: str, ours: Ours, certtool: Certtool, openssl: OpenSSL, tmp_path: Path
) -> None:
    path = tmp_path / "both.pem"
    path.write_text(ours(kind).to_pem())
    assert_agree(ours(kind).certificate, certtool.facts(path), certtool)
    assert openssl.signer_of(certtool.request(path)) == ours(kind).certificate.public_key_der


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_openssl_checks_the_key_in_pkcs8(form: str, kind: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    key = ours(kind).private_key
    path = tmp_path / "key"
    path.write_bytes(key.to_pkcs8_der() if form == "DER" else key.to_pkcs8_pem().encode())
    # OpenSSL has no check of Ed25519 keys; that its public half is right shows in what it computes
    check = () if kind == "ed25519" else ("-check",)
    openssl("pkey", "-inform", form, "-in", path, "-noout", *check)
    assert openssl("pkey", "-inform", form, "-in", path, "-pubout", "-outform", "DER").out == ours(kind).certificate.public_key_der


@pytest.mark.parametrize("kind", KEYS)
def test_openssl_verifies_what_our_key_signs(kind: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    message, signature, public = tmp_path / "message", tmp_path / "signature", tmp_path / "public.pem"
    message.write_bytes(b"what is signed")
    signature.write_bytes(ours(kind).private_key.sign(message.read_bytes()))
    public.write_bytes(openssl("pkey", "-pubout", given=ours(kind).private_key.to_pkcs8_pem().encode()).out)
    digest = () if kind == "ed25519" else ("-digest", "sha384" if kind == "p384" else "sha256")
    verify = ("pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", *digest, "-sigfile", signature)
    assert "Verified Successfully" in openssl(*verify, "-in", message).text
    message.write_bytes(b"what is not signed")
    openssl(*verify, "-in", message, fails=True)


@pytest.mark.parametrize("kind", KEYS)
def test_openssl_opens_a_pfx_with_the_default_number_of_iterations(kind: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    path = tmp_path / "default.pfx"
    path.write_bytes(cw.write_pkcs12([ours(kind)], password=PASSWORD))
    said = openssl("pkcs12", "-in", path, "-passin", f"pass:{PASSWORD}", "-info", "-noout").errors
    assert "MAC: sha256, Iteration 300000" in said
    assert said.count("PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256") == 2


def test_a_pfx_of_certificates_alone_is_listed_by_each_program(
    ours: Ours, openssl: OpenSSL, certtool: Certtool, nss: Nss, keytool: Keytool, tmp_path: Path
) -> None:
    certificates = [ours(kind).certificate for kind in ("p256", "p384", "rsa2048")]  # what NSS knows
    pfx = tmp_path / "alone.pfx"
    pfx.write_bytes(cw.write_pkcs12([], certificates=certificates, password=PASSWORD, iterations=2000))
    names = [certificate.common_name for certificate in certificates]

    assert openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}").text.count("BEGIN CERTIFICATE") == 3
    assert certtool.pfx_info(pfx, PASSWORD).count("BEGIN CERTIFICATE") == 3
    listed = keytool.list(pfx, PASSWORD)
    assert listed.count("trustedCertEntry") == 3
    assert all(f"{name}, " in listed for name in names)
    database = nss.imported(pfx, PASSWORD)
    assert all(f"{name} " in run((nss.certutil, "-L", "-d", database)).text for name in names)
    found = pkcs12.load_pkcs12(pfx.read_bytes(), PASSWORD.encode()).additional_certs
    assert [one.certificate.public_bytes(Encoding.DER) for one in found] == [one.der for one in certificates]
