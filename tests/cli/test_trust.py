"""`trust verify`."""

from __future__ import annotations

import pytest

import certwright as cw

from .material import issued
from .program import Program


@pytest.fixture
def files(certwright: Program) -> Program:
    """own.pem, a server's certificate that signed itself; leaf.pem and root.pem, its issuer."""
    root, leaf = issued()
    own = cw.self_signed("srv1", dns_names=["srv1.example.com"]).certificate
    for name, certificate in {"own": own, "leaf": leaf, "root": root}.items():
        (certwright.folder / f"{name}.pem").write_text(certificate.to_pem())
    return certwright


def test_a_right_chain_is_told_with_its_path(files: Program) -> None:
    command = ("trust", "verify", "leaf.pem", "--roots", "root.pem", "--purpose", "any", "--at", "2026-11-24")
    assert files(*command).out == "trusted: CN=leaf <- CN=issuer\n"
    document = files(*command, "--json").json()
    assert (document["trusted"], document["path"], document["root"]) == (True, ["CN=leaf", "CN=issuer"], "CN=issuer")
    assert (document["at"], document["reasons"]) == ("2026-11-24T00:00:00Z", [])
    assert [certificate["subject"] for certificate in document["certificates"]] == document["path"]


def test_every_reason_is_told_and_the_exit_status_is_3(files: Program) -> None:
    command = ("trust", "verify", "own.pem", "--roots", "root.pem", "--host", "srv2.example.com")
    lines = files(*command, status=3).out.splitlines()
    assert lines == [
        "not trusted: CN=srv1",
        "  0 CN=srv1 signed itself and is not among the roots that are trusted",
        "  0 CN=srv1 is for srv1.example.com; not for srv2.example.com",
    ]
    document = files(*command, "--json", status=3).json()
    assert (document["trusted"], document["path"], document["others"]) == (False, ["CN=srv1"], [])
    assert [(reason["code"], reason["place"]) for reason in document["reasons"]] == [("root_not_trusted", 0), ("host_mismatch", 0)]


def test_without_roots_those_of_the_store_are_trusted(files: Program) -> None:
    files("store", "init", "--db", "own.db")
    files("trust", "verify", "own.pem", "--db", "own.db", status=3)
    files("import", "own.pem", "--store", "TrustedRoot", "--db", "own.db")
    assert files("trust", "verify", "own.pem", "--db", "own.db", "--host", "srv1.example.com").out == "trusted: CN=srv1\n"


def test_the_certificate_that_issued_no_other_is_verified(files: Program) -> None:
    leaf, root = (cw.Certificate.from_pem((files.folder / f"{name}.pem").read_bytes()) for name in ("leaf", "root"))
    (files.folder / "both.p7b").write_bytes(cw.write_pkcs7([root, leaf]))
    (files.folder / "both.pem").write_text(root.to_pem() + leaf.to_pem())
    for file in ("both.p7b", "both.pem"):
        out = files("trust", "verify", file, "--roots", "root.pem", "--purpose", "any", "--at", "2026-11-24").out
        assert out == "trusted: CN=leaf <- CN=issuer\n", file
    own = cw.Certificate.from_pem((files.folder / "own.pem").read_bytes())
    (files.folder / "two.p7b").write_bytes(cw.write_pkcs7([own, leaf]))
    assert "holds 2 certificates that issued no other" in files("trust", "verify", "two.p7b", "--roots", "root.pem", status=2).err


def test_a_pfx_with_a_password_is_verified(files: Program) -> None:
    own = cw.self_signed("srv2", dns_names=["srv2.example.com"])
    (files.folder / "own.pfx").write_bytes(cw.write_pkcs12([own], password="secret"))
    (files.folder / "srv2.pem").write_text(own.certificate.to_pem())
    (files.folder / "password").write_text("secret")
    command = ("trust", "verify", "own.pfx", "--roots", "srv2.pem", "--host", "srv2.example.com")
    assert files(*command, "--password-file", "password").out == "trusted: CN=srv2\n"
    files(*command, "--roots", "own.pfx", status=1)


def test_a_certificate_that_cannot_be_read_is_not_passed_over(files: Program) -> None:
    broken = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n"
    own = (files.folder / "own.pem").read_text()
    (files.folder / "broken.pem").write_text(broken + own)
    assert "cannot be read" in files("trust", "verify", "broken.pem", "--roots", "own.pem", status=2).err
    assert "cannot be read" in files("trust", "verify", "own.pem", "--roots", "broken.pem", status=2).err


def test_who_asked_for_no_host_is_told(files: Program) -> None:
    assert files("trust", "verify", "own.pem", "--roots", "own.pem").out.splitlines()[1] == "for which host was not asked; --host compares it"


def test_what_is_no_option_is_refused(files: Program) -> None:
    error = files("trust", "verify", "own.pem", "--roots", "root.pem", "--purpose", "servant", "--json", status=1).error()
    assert error["code"] == "invalid_argument"
    files("trust", "verify", "missing.pem", "--roots", "root.pem", status=4)
