"""Several identities in one PFX: nobody loses one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .programs import PASSWORD, Certtool, Keytool, Nss, OpenSSL, pem_blocks, run

Ours = Callable[[str], cw.Identity]
Theirs = Callable[[str], tuple[Path, Path]]

NAMES = {"p256": "first name", "p384": "zweiter schlüssel", "rsa2048": "third"}  # in lower case, as keytool makes every alias


@pytest.fixture
def identities(ours: Ours) -> list[cw.Identity]:
    return [cw.Identity(ours(kind).certificate, ours(kind).private_key, friendly_name=name) for kind, name in NAMES.items()]


@pytest.fixture
def pfx(identities: list[cw.Identity], tmp_path: Path) -> Path:
    path = tmp_path / "several.pfx"
    path.write_bytes(cw.write_pkcs12(identities, password=PASSWORD, iterations=2000))
    return path


def test_openssl_lists_all_certificates_and_keys(pfx: Path, identities: list[cw.Identity], openssl: OpenSSL) -> None:
    text = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nodes").out.decode("latin-1")  # its form of names
    certificates = [cw.Certificate.from_pem(block.encode()) for block in pem_blocks(text, "CERTIFICATE")]
    keys = [cw.PrivateKey.from_pem(block.encode()) for block in pem_blocks(text, "PRIVATE KEY")]
    assert certificates == [one.certificate for one in identities]
    assert [key.public_key_der for key in keys] == [one.certificate.public_key_der for one in identities]
    for name in NAMES.values():
        assert text.count(f"friendlyName: {name}\n") == 2


def test_certtool_lists_all_certificates_and_keys(pfx: Path, identities: list[cw.Identity], certtool: Certtool) -> None:
    text = certtool.pfx_info(pfx, PASSWORD)
    assert [cw.Certificate.from_pem(block.encode()) for block in pem_blocks(text, "CERTIFICATE")] == [one.certificate for one in identities]
    assert len(pem_blocks(text, "ENCRYPTED PRIVATE KEY")) == 3
    for name in NAMES.values():
        assert text.count(f"Friendly name: {name}\n") == 2


def test_keytool_lists_all_entries_by_name_each_with_its_own_certificate(pfx: Path, identities: list[cw.Identity], keytool: Keytool) -> None:
    lines = keytool.list(pfx, PASSWORD).splitlines()
    assert "Your keystore contains 3 entries" in lines
    for one in identities:
        (at,) = (number for number, line in enumerate(lines) if line.startswith(f"{one.friendly_name}, "))
        assert lines[at].endswith("PrivateKeyEntry, ")
        assert lines[at + 1].replace(":", "").endswith(one.certificate.sha256)


def test_nss_imports_all_keys_by_name_each_with_its_own_certificate(pfx: Path, identities: list[cw.Identity], nss: Nss) -> None:
    database = nss.imported(pfx, PASSWORD)
    listed = run((nss.certutil, "-K", "-d", database)).text
    for one in identities:
        assert one.friendly_name is not None
        assert f"   {one.friendly_name}\n" in listed
        assert run((nss.certutil, "-L", "-d", database, "-n", one.friendly_name, "-r")).out == one.certificate.der


def test_keytool_carries_all_of_them_over_and_we_read_them_back(
    pfx: Path, identities: list[cw.Identity], keytool: Keytool, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.p12"
    source = ("-srckeystore", pfx, "-srcstoretype", "PKCS12", "-srcstorepass", PASSWORD)
    keytool("-importkeystore", *source, "-destkeystore", copy, "-deststoretype", "PKCS12", "-deststorepass", "another")
    assert same_identities(cw.read_file(copy.read_bytes(), password="another"), identities)


def test_nss_writes_all_of_them_and_we_read_them_back(pfx: Path, identities: list[cw.Identity], nss: Nss, store: cw.Store, tmp_path: Path) -> None:
    database = nss.imported(pfx, PASSWORD)
    for number, name in enumerate(NAMES.values()):
        copy = tmp_path / f"{number}.p12"
        aes = ("-c", "AES-256-CBC", "-C", "AES-256-CBC")
        run((nss.pk12util, "-o", copy, "-n", name, "-d", database, "-W", "another", *aes))
        store.import_file(copy, password="another")
    assert {entry.friendly_name: entry.sha256 for entry in store.find(has_private_key=True)} == {
        one.friendly_name: one.certificate.sha256 for one in identities
    }


def test_we_read_several_keys_that_keytool_made(keytool: Keytool, tmp_path: Path) -> None:
    path = tmp_path / "theirs.p12"
    for alias, kind in (("one", "p256"), ("two", "ed25519")):
        named = ("-storetype", "PKCS12", "-storepass", PASSWORD, "-alias", alias, "-dname", f"CN={alias}", "-validity", "36500")
        keytool("-genkeypair", "-keystore", path, *named, *Keytool.generates[kind])
    read = cw.read_file(path.read_bytes(), password=PASSWORD).identities
    assert {(one.friendly_name, one.certificate.subject, one.private_key.algorithm) for one in read} == {
        ("one", "CN=one", "p256"),
        ("two", "CN=two", "ed25519"),
    }


def test_we_match_keys_to_certificates_in_a_pem_in_any_order(theirs: Theirs) -> None:
    kinds = ("p256", "rsa2048", "ed25519")
    text = b"".join(theirs(kind)[1].read_bytes() for kind in kinds) + b"".join(theirs(kind)[0].read_bytes() for kind in reversed(kinds))
    read = cw.read_file(text).identities
    assert [one.private_key.algorithm for one in read] == list(kinds)
    assert all(one.private_key.matches(one.certificate) for one in read)


def test_two_certificates_of_one_key_come_back_as_two_identities_and_one_key(
    theirs: Theirs, openssl: OpenSSL, tmp_path: Path
) -> None:
    key, first = theirs("p256")
    second = tmp_path / "second.pem"
    openssl.make_certificate(key, second, "/CN=second")
    read = cw.read_file(key.read_bytes() + first.read_bytes() + second.read_bytes()).identities
    assert [one.certificate.common_name for one in read] == ["theirs p256", "second"]
    pfx = tmp_path / "shared.pfx"
    pfx.write_bytes(cw.write_pkcs12(read, password=PASSWORD, iterations=2000))
    text = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nodes").text
    assert (text.count("BEGIN CERTIFICATE"), text.count("BEGIN PRIVATE KEY")) == (2, 1)


def same_identities(report: cw.ImportReport, identities: list[cw.Identity]) -> bool:
    def all_of(some: list[cw.Identity]) -> set[tuple[object, ...]]:
        return {(one.friendly_name, one.certificate.sha256, one.private_key.to_pkcs8_der()) for one in some}

    return all_of(report.identities) == all_of(identities)
