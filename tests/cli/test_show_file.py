"""`show FILE` says what a file is; `import` and `export` take and write PKCS#7."""

from __future__ import annotations

import json

import pytest

import certwright as cw

from .material import Stocked, foreign_certificate, pfx
from .program import Program


@pytest.mark.parametrize(
    ("content", "kind", "read"),
    [
        (foreign_certificate("a"), "certificate", "DER"),
        (cw.write_pkcs7([cw.Certificate.from_der(foreign_certificate("a"))]), "pkcs7", "PKCS#7"),
        (cw.self_signed("a").to_pem().encode("utf-16"), "pem", "PEM"),
        (b"\xfe\xed\xfe\xed\0\0\0\2", "jks", None),
        (b"<html>", "html", None),
        (b"ssh-ed25519 AAAA a", "openssh-public-key", None),
        (b"PuTTY-User-Key-File-2: ssh-rsa", "putty-key", None),
        (b"PK\3\4", "zip", None),
    ],
)
def test_show_says_what_a_file_is(certwright: Program, content: bytes, kind: str, read: str | None) -> None:
    (certwright.folder / "in.file").write_bytes(content)
    document = certwright("show", "in.file", "--json").json()
    found = cw.detect(content)
    assert (document["kind"], document["why"], document["hint"], document["format"]) == (kind, found.why, found.hint, read)
    assert [bag["taken"] for bag in document["bags"]] == [True] * len(document["bags"])
    out = certwright("show", "in.file").out
    assert out.startswith(f"in.file: {kind}: it ")
    assert ("nothing was read" in out) == (read is None)


def test_show_names_the_command_that_converts_a_java_keystore(certwright: Program) -> None:
    (certwright.folder / "in.jks").write_bytes(b"\xfe\xed\xfe\xed\0\0\0\2")
    assert "keytool -importkeystore -srckeystore FILE -srcstoretype JKS" in certwright("show", "in.jks").out.replace("\n", " ")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (bytes(9), "it holds nothing but zero bytes"),
        (b"hello", "it is text without a PEM block in it"),
        (b"\x30\x10\x30", "it is DER that was cut short: it has 3 of its 18 bytes"),
    ],
)
def test_show_fails_on_what_is_no_file_of_any_kind(certwright: Program, content: bytes, why: str) -> None:
    (certwright.folder / "in.cer").write_bytes(content)
    error = certwright("show", "in.cer", "--json", status=1).error()
    assert (error["code"], error["details"]) == ("unknown_format", {"why": why})


def test_show_asks_for_the_password_of_a_pfx_only(certwright: Program) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("a", "geheim"))
    (certwright.folder / "pw").write_text("geheim")
    assert certwright("show", "in.pfx", "--password-file", "pw", "--json").json()["kind"] == "pkcs12"
    assert certwright("show", "in.pfx", "--json", status=1).error()["code"] == "password_required"


def test_import_says_what_was_odd(certwright: Program, stocked: Stocked) -> None:
    text = json.dumps({"key and certificate": cw.self_signed("odd").to_pem()})
    (certwright.folder / "in.json").write_text(text)
    document = certwright("import", "in.json", "--db", stocked.db, "--json").json()
    assert document["notes"] == ["in.json: it has other text around its blocks", r"in.json: blocks 1, 2 have line ends written as \n"]
    assert [certificate["subject"] for certificate in document["certificates"]] == ["CN=odd"]


@pytest.mark.parametrize("name", ["out.p7b", "out.p7c", "out.P7B"])
def test_export_writes_pkcs7_by_the_ending(certwright: Program, stocked: Stocked, name: str) -> None:
    document = certwright("export", stocked.server, stocked.root, "--out", name, "--db", stocked.db, "--json").json()
    assert (document["format"], document["with_key"]) == ("p7b", False)
    report = cw.read_file((certwright.folder / name).read_bytes())
    assert (report.format, {one.thumbprint for one in report.certificates}) == ("PKCS#7", {stocked.server, stocked.root})
    certwright("store", "init", "--db", "other.db")
    certwright("import", name, "--db", "other.db")
    listed = certwright("list", "--db", "other.db", "--json").json()["certificates"]
    assert {one["thumbprint"] for one in listed} == {stocked.server, stocked.root}


@pytest.mark.parametrize(("format_", "named"), [("p7b", "PKCS#7"), ("p7c", "PKCS#7"), ("der", "DER")])
def test_export_of_a_key_into_what_holds_none_is_wrong_usage(certwright: Program, stocked: Stocked, format_: str, named: str) -> None:
    before = stocked.last_event()
    done = certwright("export", stocked.server, "--out", "out.file", "--format", format_, "--with-key", "--db", stocked.db, status=2)
    assert f"{named} holds no key: take pfx or pem, or leave --with-key out" in done.err
    assert not (certwright.folder / "out.file").exists()
    assert stocked.last_event() == before
