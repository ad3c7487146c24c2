"""PFX files: written for a reader, read within limits, nothing in them lost."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, x25519
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    load_pem_private_key,
    pkcs12,
)

import certwright as cw

SCHEMES = Path(__file__).parents[2] / "core" / "tests" / "data" / "schemes"


@pytest.fixture(scope="module")
def rsa() -> cw.Identity:
    made = cw.self_signed("rsa", key="rsa2048")
    return cw.Identity(made.certificate, made.private_key, friendly_name="a name")


def of_others(kind: str, password: bytes | None = None) -> bytes:
    """A PFX of a key that certwright cannot use, without a certificate."""
    keys: dict[str, Any] = {"dsa": lambda: dsa.generate_private_key(2048), "x25519": x25519.X25519PrivateKey.generate}
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    key = keys[kind]()
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, encryption)  # type: ignore[no-any-return]


def test_the_readers_are_named_and_no_others_are_taken(rsa: cw.Identity) -> None:
    assert cw.READERS[0] == "default" and {"windows-server-2016", "java8", "fips"} < set(cw.READERS)
    with pytest.raises(cw.InvalidArgument, match="it is one of default, windows-server-2016"):
        cw.write_pkcs12([rsa], password="geheim", reader="windows-95")


@pytest.mark.parametrize("reader", [reader for reader in cw.READERS if reader != "java17-truststore"])
def test_what_is_written_for_each_reader_is_read_again(rsa: cw.Identity, reader: str) -> None:
    data = cw.write_pkcs12([rsa], password="geheim", iterations=1000, reader=reader)
    report = cw.read_pkcs12(data, password="geheim")
    old = reader in ("windows-server-2016", "java8", "sql-server")
    scheme = "3DES-CBC, PKCS#12 derivation with SHA-1" if old else "AES-256-CBC, PBKDF2 with HMAC-SHA-256"
    assert {bag.encryption for bag in report.bags} == {f"{scheme}, 1000 iterations"}
    assert [(identity.certificate, identity.friendly_name) for identity in report.identities] == [(rsa.certificate, "a name")]
    if old:
        with pytest.raises(cw.LegacyAlgorithm):
            cw.read_pkcs12(data, password="geheim", refuse_legacy=True)
    else:
        assert cw.read_pkcs12(data, password="geheim", refuse_legacy=True).notes == []


def test_sql_server_finds_its_provider(rsa: cw.Identity) -> None:
    bag = cw.read_pkcs12(cw.write_pkcs12([rsa], password="geheim", iterations=1000, reader="sql-server"), password="geheim").bags[1]
    assert (bag.key_provider, bag.machine_key) == ("Microsoft Enhanced RSA and AES Cryptographic Provider", True)


def test_a_truststore_holds_certificates_alone(rsa: cw.Identity) -> None:
    data = cw.write_pkcs12(certificates=[rsa.certificate], password="geheim", iterations=1000, reader="java17-truststore")
    assert [bag.trusted for bag in cw.read_pkcs12(data, password="geheim").bags] == [True]
    with pytest.raises(cw.Unsupported, match="it takes no private keys, only certificates"):
        cw.write_pkcs12([rsa], password="geheim", reader="java17-truststore")
    with pytest.raises(cw.InvalidArgument, match="other than those of ASCII"):
        cw.write_pkcs12(certificates=[rsa.certificate], password="gehéim", reader="java17-truststore")


def test_keys_alone_are_written_and_read(rsa: cw.Identity) -> None:
    data = cw.write_pkcs12(private_keys=[rsa.private_key], password="geheim", iterations=1000)
    assert [key.public_key_der for key in cw.read_pkcs12(data, password="geheim").private_keys] == [rsa.private_key.public_key_der]


def test_a_file_that_dotnet_refuses_is_warned_about() -> None:
    identities = [cw.self_signed(str(number)) for number in range(99)]
    with pytest.warns(UserWarning, match=r"the loader of \.NET 9 refuses this file"):
        cw.write_pkcs12(identities, password="geheim")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cw.write_pkcs12(identities[:98], password="geheim")
        cw.write_pkcs12(identities, password="geheim", reader="openssl3")
    with pytest.raises(cw.Unsupported, match="201 private keys for dotnet9"):
        cw.write_pkcs12([cw.self_signed(str(number)) for number in range(201)], password="geheim", reader="dotnet9")


def test_limits_are_kept() -> None:
    data = (SCHEMES / "pkcs8-scrypt.pem").read_bytes()
    assert len(cw.read_file(data, password="password").private_keys) == 1
    with pytest.raises(cw.WorkLimit, match="bytes of memory"):
        cw.read_file(data, password="password", max_scrypt_memory=1 << 20)
    with pytest.raises(cw.WorkLimit, match="16384 iterations"):
        cw.read_file(data, password="password", max_iterations=1000)


def test_a_file_without_an_integrity_check_is_refused_where_one_is_demanded(rsa: cw.Identity, store: cw.Store) -> None:
    data = (SCHEMES.parent / "pkcs12" / "openssl-nomac.p12").read_bytes()
    assert cw.read_pkcs12(data, password="password").notes == ["it has no integrity check: anyone may have altered it"]
    with pytest.raises(cw.Unauthenticated):
        cw.read_pkcs12(data, password="password", require_mac=True)
    with pytest.raises(cw.Unauthenticated):
        store.import_file(data, password="password", require_mac=True)
    assert store.info().certificates == 0


def test_import_refuses_what_is_weak_where_it_is_not_wanted(store: cw.Store) -> None:
    data = (SCHEMES / "pbe-SHA1-RC2-40.p12").read_bytes()
    with pytest.raises(cw.LegacyAlgorithm):
        store.import_file(data, password="password", refuse_legacy=True)
    report = store.import_file(data, password="password")
    assert [bag.taken for bag in report.bags] == [True, True]
    assert len(report.notes) == 1 and "40-bit RC2-CBC" in report.notes[0]


@pytest.mark.parametrize("kind", ["dsa", "x25519"])
@pytest.mark.parametrize("password", [None, b"geheim"])
def test_a_key_of_another_kind_is_kept_as_it_is(kind: str, password: bytes | None, store: cw.Store) -> None:
    data = of_others(kind, password)
    report = cw.read_file(data, password=password)
    [bag] = report.bags
    assert (bag.what, bag.taken, bag.private_key) == ("private key", False, None)
    assert bag.note is not None and "is not supported" in bag.note
    [kept] = report.opaque_keys
    assert bag.opaque_key is not None and kept.kind == bag.opaque_key.kind == kind
    load_der_private_key(kept.to_pkcs8_der(), None)
    assert kind in repr(kept)
    with pytest.raises(TypeError):
        kept.__reduce__()
    with pytest.raises(cw.Unsupported, match=f"a private key of the kind {kind} is not supported"):
        store.import_file(data, password=password)


@pytest.mark.parametrize("kind", ["p256", "p384", "ed25519", "rsa2048"])
def test_an_encrypted_key_is_read_by_others_and_theirs_here(kind: str) -> None:
    key = cw.PrivateKey.generate(kind)
    pem, der = key.to_pkcs8_pem(password="gehéim"), key.to_pkcs8_der(password="gehéim")
    for other in (load_pem_private_key(pem.encode(), "gehéim".encode()), load_der_private_key(der, "gehéim".encode())):
        assert cw.PrivateKey.from_cryptography(other).to_pkcs8_der() == key.to_pkcs8_der()
    assert cw.PrivateKey.from_pem(pem.encode(), password="gehéim").to_pkcs8_der() == key.to_pkcs8_der()
    theirs = key.to_cryptography().private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"geheim"))
    assert cw.PrivateKey.from_der(theirs, password=b"geheim").to_pkcs8_der() == key.to_pkcs8_der()
    with pytest.raises(cw.WrongPassword):
        cw.PrivateKey.from_der(theirs, password="Geheim")
    with pytest.raises(cw.PasswordRequired):
        cw.PrivateKey.from_der(theirs)
    with pytest.raises(cw.InvalidArgument):
        key.to_pkcs8_der(password="")


def test_a_password_that_old_openssl_spelled_in_its_own_way_opens(rsa: cw.Identity) -> None:
    """OpenSSL before 1.1.0 took each octet of UTF-8 for a letter: what it wrote is what others write under that text."""
    spelled = "gehéim".encode().decode("latin-1")
    scheme = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000).key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(SHA1())
    key, certificate = rsa.private_key.to_cryptography(), rsa.certificate.to_cryptography()
    data = pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, scheme.build(spelled.encode()))  # type: ignore[arg-type]
    report = cw.read_pkcs12(data, password="gehéim")
    assert len(report.identities) == 1
    assert any("OpenSSL before 1.1.0" in note for note in report.notes)
