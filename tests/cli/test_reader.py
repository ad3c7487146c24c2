"""`export --for` writes what a reader can open, and `import` refuses what is weak where it is not wanted."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

import certwright as cw

from .material import Stocked
from .program import Program

READERS = [reader for reader in cw.READERS if reader not in ("sql-server", "java17-truststore")]


@pytest.mark.parametrize("reader", READERS)
def test_export_writes_for_a_reader(certwright: Program, stocked: Stocked, reader: str) -> None:
    arguments = ["export", stocked.server, "--out", "a.pfx", "--for", reader, "--password-file", "-", "--db", str(stocked.db), "--json"]
    assert certwright(*arguments, data=b"geheim").json()["notes"] == []
    report = cw.read_pkcs12((certwright.folder / "a.pfx").read_bytes(), password="geheim")
    old = reader in ("windows-server-2016", "java8")
    assert {(bag.encryption or "").split("-")[0] for bag in report.bags} == {"3DES" if old else "AES"}


def test_a_dry_run_says_what_a_reader_cannot_use(certwright: Program, stocked: Stocked) -> None:
    arguments = ["export", stocked.server, "--out", "a.pfx", "--for", "sql-server", "--dry-run", "--db", str(stocked.db), "--json"]
    assert certwright(*arguments, status=1).error()["code"] == "unsupported"


def test_a_directory_is_no_file_and_the_journal_tells_of_no_key(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "a.pfx").mkdir()
    last = stocked.last_event()
    arguments = ["export", stocked.server, "--out", "a.pfx", "--force", "--password-file", "-", "--db", str(stocked.db), "--json"]
    assert certwright(*arguments, data=b"geheim", status=1).error()["message"].endswith("a.pfx is a directory")
    assert stocked.last_event() == last


def test_certificates_alone_keep_their_names_in_a_pfx(certwright: Program, stocked: Stocked) -> None:
    arguments = ["export", stocked.server, "--out", "a.pfx", "--certificates-only", "--password-file", "-", "--db", str(stocked.db)]
    certwright(*arguments, data=b"geheim")
    (bag,) = cw.read_pkcs12((certwright.folder / "a.pfx").read_bytes(), password="geheim").bags
    assert bag.friendly_name == "Büro \N{EM DASH} server"


def test_a_truststore_is_exported_without_keys(certwright: Program, stocked: Stocked) -> None:
    arguments = ["export", stocked.server, "--out", "a.p12", "--for", "java17-truststore", "--password-file", "-", "--db", str(stocked.db)]
    assert certwright(*arguments, "--json", data=b"geheim").json()["with_key"] is False
    report = cw.read_pkcs12((certwright.folder / "a.p12").read_bytes(), password="geheim")
    assert [(bag.what, bag.trusted) for bag in report.bags] == [("certificate", True)]


def test_what_a_reader_cannot_use_is_refused_and_nothing_is_written(certwright: Program, stocked: Stocked) -> None:
    arguments = ["export", stocked.server, "--out", "a.pfx", "--for", "sql-server", "--password-file", "-", "--db", str(stocked.db)]
    last = stocked.last_event()
    error = certwright(*arguments, "--json", data=b"geheim", status=1).error()
    assert error["message"] == "a private key of the kind p256 for sql-server is not supported: it takes RSA keys alone"
    assert not (certwright.folder / "a.pfx").exists()
    assert stocked.last_event() == last


@pytest.mark.parametrize(("out", "reader"), [("a.pem", "java8"), ("a.pfx", "windows-95")])
def test_a_reader_is_for_a_pfx_and_one_of_those_known(certwright: Program, stocked: Stocked, out: str, reader: str) -> None:
    certwright("export", stocked.server, "--out", out, "--for", reader, "--db", stocked.db, "--json", status=2)


def test_a_key_in_pem_is_encrypted_where_a_password_is_given(certwright: Program, stocked: Stocked) -> None:
    arguments = ["export", stocked.server, "--out", "a.pem", "--with-key", "--db", str(stocked.db), "--json"]
    certwright(*arguments, "--password-file", "-", data=b"geheim")
    text = (certwright.folder / "a.pem").read_bytes()
    assert b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in text and b"-----BEGIN PRIVATE KEY-----" not in text
    key = load_pem_private_key(text, b"geheim")
    assert [one.public_key_der for one in cw.read_file(text, password="geheim").private_keys] == [cw.PrivateKey.from_cryptography(key).public_key_der]
    certwright(*arguments, "--force")
    assert b"-----BEGIN PRIVATE KEY-----" in (certwright.folder / "a.pem").read_bytes()


def test_import_refuses_what_is_weak_when_told(certwright: Program, stocked: Stocked) -> None:
    made = cw.self_signed("weak", no_expiry=True)
    (certwright.folder / "weak.pfx").write_bytes(cw.write_pkcs12([made], password="geheim", iterations=1000, reader="java8"))
    arguments = ["import", "weak.pfx", "--password-file", "-", "--db", str(stocked.db), "--json"]
    before = stocked.thumbprints()
    assert certwright(*arguments, "--refuse-legacy", data=b"geheim", status=1).error()["code"] == "legacy_algorithm"
    assert stocked.thumbprints() == before
    document = certwright(*arguments, data=b"geheim").json()
    assert len(document["notes"]) == 1 and "3DES-CBC" in document["notes"][0]
    assert {bag["encryption"] for bag in document["bags"]} == {"3DES-CBC, PKCS#12 derivation with SHA-1, 1000 iterations"}
