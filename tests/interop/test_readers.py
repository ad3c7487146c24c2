"""Files written for one named reader: other programs say what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .programs import ALIAS, PASSWORD, Keytool, OpenSSL
from .pyca import Cryptography

Ours = Callable[[str], cw.Identity]

AES = "PBES2, PBKDF2, AES-256-CBC, Iteration 2000, PRF hmacWithSHA256"
DES3 = "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2000"

# Reader: the MAC, and the encryption of certificates and keys, as openssl pkcs12 -info names them.
INSIDE = {
    "default": ("sha256", AES),
    "windows-server-2016": ("sha1", DES3),
    "windows-server-2019": ("sha256", AES),
    "dotnet9": ("sha256", AES),
    "java8": ("sha1", DES3),
    "openssl-1.1": ("sha256", AES),
    "openssl3": ("sha256", AES),
    "nss": ("sha256", AES),
    "sql-server": ("sha1", DES3),
}
ED25519_READERS = ("default", "openssl-1.1", "openssl3")


def written(identity: cw.Identity, reader: str, folder: Path) -> Path:
    path = folder / f"{reader}.pfx"
    path.write_bytes(cw.write_pkcs12([identity], password=PASSWORD, iterations=2000, reader=reader))
    return path


def inside(pfx: Path, openssl: OpenSSL) -> list[str]:
    """What openssl says of MAC and encryption, without the lines that are the same in every file."""
    said = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-info", "-noout", "-legacy").errors
    return [line for line in said.splitlines() if re.match("MAC: |PKCS7 Encrypted|Shrouded|Key bag", line)]


@pytest.mark.parametrize("reader", INSIDE)
def test_a_file_holds_what_its_reader_knows_and_nothing_else(reader: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    mac, cipher = INSIDE[reader]
    said = inside(written(ours("rsa2048"), reader, tmp_path), openssl)
    assert sorted(said) == sorted([f"MAC: {mac}, Iteration 2000", f"PKCS7 Encrypted data: {cipher}", f"Shrouded Keybag: {cipher}"])


@pytest.mark.parametrize("reader", [name for name in INSIDE if name not in ED25519_READERS])
def test_a_key_that_the_reader_cannot_use_is_refused(reader: str, ours: Ours) -> None:
    with pytest.raises(cw.Unsupported, match="(?i)ed25519"):
        cw.write_pkcs12([ours("ed25519")], password=PASSWORD, reader=reader)


def test_sql_server_is_refused_an_ec_key(ours: Ours) -> None:
    with pytest.raises(cw.Unsupported, match="(?i)p256|p-256|rsa"):
        cw.write_pkcs12([ours("p256")], password=PASSWORD, reader="sql-server")


def test_an_unknown_reader_is_refused(ours: Ours) -> None:
    with pytest.raises(cw.InvalidArgument, match="windows-server-2016"):
        cw.write_pkcs12([ours("p256")], password=PASSWORD, reader="windows-server-2017")


def test_sql_server_is_given_the_old_provider_and_the_key_exchange_attribute(ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    pfx = written(ours("rsa2048"), "sql-server", tmp_path)
    said = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nocerts", "-nodes").text
    assert re.search(r"Microsoft CSP Name: Microsoft (Enhanced|RSA SChannel|Strong)", said)
    assert re.search(r"Key Attributes\s+X509v3 Key Usage: 10 ", said)  # AT_KEYEXCHANGE


@pytest.mark.parametrize("reader", [name for name in INSIDE if name != "sql-server"])
def test_other_readers_are_not_given_a_provider(reader: str, ours: Ours, openssl: OpenSSL, tmp_path: Path) -> None:
    pfx = written(ours("rsa2048"), reader, tmp_path)
    said = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nocerts", "-nodes").text
    assert "BEGIN PRIVATE KEY" in said
    assert "Microsoft" not in said


def test_keytool_lists_a_truststore_for_java_17_as_trusted_certificates(ours: Ours, keytool: Keytool, tmp_path: Path) -> None:
    certificates = [ours(kind).certificate for kind in ("p256", "ed25519", "rsa2048")]
    pfx = tmp_path / "trusted.p12"
    pfx.write_bytes(cw.write_pkcs12([], certificates=certificates, password=PASSWORD, iterations=2000, reader="java17-truststore"))
    listed = keytool.list(pfx, PASSWORD)
    assert listed.count("trustedCertEntry") == 3
    assert all(one.sha256 in listed.replace(":", "") for one in certificates)


def test_a_truststore_holds_no_keys(ours: Ours) -> None:
    with pytest.raises(cw.Unsupported, match="only certificates"):
        cw.write_pkcs12([ours("p256")], password=PASSWORD, reader="java17-truststore")


def test_a_truststore_of_keytool_is_read_as_trusted_and_one_of_ours_reads_back(ours: Ours, keytool: Keytool, tmp_path: Path) -> None:
    certificate = tmp_path / "one.pem"
    certificate.write_text(ours("p256").certificate.to_pem())
    theirs = tmp_path / "theirs.p12"
    named = ("-keystore", theirs, "-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", ALIAS)
    keytool("-importcert", "-noprompt", *named, "-file", certificate)
    own = cw.write_pkcs12([], certificates=[ours("p256").certificate], password=PASSWORD, iterations=2000, reader="java17-truststore")
    for data in (theirs.read_bytes(), own):
        (bag,) = cw.read_pkcs12(data, password=PASSWORD).bags
        assert (bag.certificate, bag.trusted) == (ours("p256").certificate, True)


@pytest.mark.parametrize("kind", ["p256", "rsa2048"])
def test_a_file_for_fips_has_a_pbmac1_that_pyca_verifies(
    kind: str, ours: Ours, openssl: OpenSSL, cryptography: Cryptography, tmp_path: Path
) -> None:
    pfx = written(ours(kind), "fips", tmp_path)
    assert cryptography.chain_in_pfx(pfx, PASSWORD) == [ours(kind).certificate.der]
    assert openssl.signer_of(cryptography.request_with_pfx(pfx, PASSWORD)) == ours(kind).certificate.public_key_der
    cryptography.refuses_pfx(pfx, PASSWORD + "x")
    # OpenSSL 3.0 cannot verify it, and names it.
    said = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-info", "-noout", "-nomacver").errors
    assert "MAC: PBMAC1, Iteration " in said
    assert said.count(AES) == 2


def test_an_altered_byte_of_a_file_for_fips_is_noticed_by_pyca(ours: Ours, cryptography: Cryptography, tmp_path: Path) -> None:
    pfx = written(ours("p256"), "fips", tmp_path)
    data = bytearray(pfx.read_bytes())
    data[len(data) // 2] ^= 1
    pfx.write_bytes(data)
    cryptography.refuses_pfx(pfx, PASSWORD)
