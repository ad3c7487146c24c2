"""Backups are read by other programs: what they say of roles disturbs none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

import certwright as cw

from .programs import ALIAS, PASSWORD, Certtool, Keytool, Nss, OpenSSL, Program, pem_blocks, run
from .pyca import public_key, signing_key

#: One role of a host's own, so that its rules travel too, and its kind of key.
SERVED = {"rsa2048": ("database", "sales"), "p256": ("ours", "a scope, with \N{SNOWMAN}"), "p384": ("ours", None)}

EACH = ["openssl", "certtool", "nss", "keytool", "cryptography"]


@pytest.fixture
def served(store: cw.Store) -> dict[str, cw.Entry]:
    """A certificate of each kind of key, which serves."""
    store.define_role(cw.Role("ours", description='"of the host\'s own"', purpose="client"))
    made = {}
    for kind, (role, scope) in SERVED.items():
        made[kind] = store.create_self_signed(f"server {kind}", key=kind, friendly_name=ALIAS if kind == "rsa2048" else kind, no_expiry=True)
        store.assign(made[kind], role=role, scope=scope)
    return made


def backed_up(store: cw.Store, folder: Path, **options: Any) -> list[Path]:
    folder.mkdir()
    return [folder / file.name for file in store.backup(folder, password=PASSWORD, **options).backup.files]


@pytest.mark.parametrize(
    ("program", "reader"),
    # OpenSSL 3 takes 3DES only with -legacy, which test_readers looks at
    [(program, "default") for program in EACH] + [(program, "windows-server-2016") for program in EACH if program != "openssl"],
    indirect=["program"],
)
def test_the_key_of_each_file_signs_for_the_reader(
    program: Program, reader: str, served: dict[str, cw.Entry], store: cw.Store, openssl: OpenSSL, tmp_path: Path
) -> None:
    paths = backed_up(store, tmp_path / "backups", files="each", reader=reader)
    (path,) = (path for path in paths if "database" in path.name)
    assert program.facts_in_pfx(path, PASSWORD).sha256 == served["rsa2048"].sha256
    assert openssl.signer_of(program.request_with_pfx(path, PASSWORD)) == served["rsa2048"].public_key_der


def test_openssl_lists_all_certificates_and_keys(served: dict[str, cw.Entry], store: cw.Store, openssl: OpenSSL, tmp_path: Path) -> None:
    (path,) = backed_up(store, tmp_path / "backups")
    text = openssl("pkcs12", "-in", path, "-passin", f"pass:{PASSWORD}", "-nodes").out.decode("latin-1")
    certificates = {cw.Certificate.from_pem(block.encode()).sha256 for block in pem_blocks(text, "CERTIFICATE")}
    keys = {cw.PrivateKey.from_pem(block.encode()).public_key_der for block in pem_blocks(text, "PRIVATE KEY")}
    assert certificates == {entry.sha256 for entry in served.values()}
    assert keys == {entry.public_key_der for entry in served.values()}


def test_certtool_lists_all_certificates_and_keys(served: dict[str, cw.Entry], store: cw.Store, certtool: Certtool, tmp_path: Path) -> None:
    (path,) = backed_up(store, tmp_path / "backups")
    text = certtool.pfx_info(path, PASSWORD)
    certificates = {cw.Certificate.from_pem(block.encode()).sha256 for block in pem_blocks(text, "CERTIFICATE")}
    assert certificates == {entry.sha256 for entry in served.values()}
    assert len(pem_blocks(text, "ENCRYPTED PRIVATE KEY")) == 3


def test_nss_imports_all_keys_each_with_its_own_certificate(served: dict[str, cw.Entry], store: cw.Store, nss: Nss, tmp_path: Path) -> None:
    (path,) = backed_up(store, tmp_path / "backups")
    database = nss.imported(path, PASSWORD)
    listed = run((nss.certutil, "-K", "-d", database)).text
    for entry in served.values():
        assert entry.friendly_name is not None and f"   {entry.friendly_name}\n" in listed
        assert run((nss.certutil, "-L", "-d", database, "-n", entry.friendly_name, "-r")).out == entry.der


def test_keytool_lists_all_entries_each_with_its_own_certificate(
    served: dict[str, cw.Entry], store: cw.Store, keytool: Keytool, tmp_path: Path
) -> None:
    (path,) = backed_up(store, tmp_path / "backups")
    lines = keytool.list(path, PASSWORD).splitlines()
    assert "Your keystore contains 3 entries" in lines
    for entry in served.values():
        (at,) = (number for number, line in enumerate(lines) if line.startswith(f"{entry.friendly_name}, "))
        assert lines[at].endswith("PrivateKeyEntry, ")
        assert lines[at + 1].replace(":", "").endswith(entry.sha256)


def test_pyca_loads_each_file_and_all_certificates_of_one(served: dict[str, cw.Entry], store: cw.Store, tmp_path: Path) -> None:
    for path in backed_up(store, tmp_path / "each", files="each"):
        loaded = pkcs12.load_pkcs12(path.read_bytes(), PASSWORD.encode())
        assert loaded.cert is not None
        entry = store.get(cw.Certificate.from_cryptography(loaded.cert.certificate))
        assert public_key(signing_key(loaded.key)) == entry.public_key_der
        served = {kind: other for kind, other in served.items() if other != entry}
    assert served == {}
    (path,) = backed_up(store, tmp_path / "one")
    loaded = pkcs12.load_pkcs12(path.read_bytes(), PASSWORD.encode())
    found = [loaded.cert, *loaded.additional_certs]
    assert {one.certificate.public_bytes(Encoding.DER) for one in found if one} == {entry.der for entry in store.find()}


def test_what_another_program_carried_over_is_restored_without_its_roles(
    served: dict[str, cw.Entry], store: cw.Store, keytool: Keytool, tmp_path: Path
) -> None:
    (path,) = backed_up(store, tmp_path / "backups")
    copy = tmp_path / "copy.p12"
    source = ("-srckeystore", path, "-srcstoretype", "PKCS12", "-srcstorepass", PASSWORD)
    keytool("-importkeystore", *source, "-destkeystore", copy, "-deststoretype", "PKCS12", "-deststorepass", "another")
    other = cw.Store.create(tmp_path / "other.db")
    restored = other.restore(copy, password="another")
    assert {entry.sha256 for entry in other.find()} == {entry.sha256 for entry in served.values()}
    assert other.assignments() == [] and any("says nothing of roles" in note for note in restored.notes)
