"""Passwords come from a file or a prompt, never from an argument."""

from __future__ import annotations

import pytest

import certwright as cw

from .material import Stocked, pfx
from .program import Program, snapshot


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"geheim", "geheim"),
        (b"geheim\n", "geheim"),
        (b"geheim\r\n", "geheim"),
        (b"geheim\n\n", "geheim\n"),
        (b" geheim ", " geheim "),
        (b"\xef\xbb\xbfgeheim\r\n", "geheim"),
        ("\ufeffgeheim\r\n".encode("utf-16-le"), "geheim"),
        ("\ufeffgeheim\r\n".encode("utf-16-be"), "geheim"),
        ("\ufeffGrüße\r\n".encode("utf-16-le"), "Grüße"),
        ("Grüße\n".encode(), "Grüße"),
    ],
)
def test_a_password_file_may_be_as_any_editor_or_shell_writes_it(certwright: Program, content: bytes, password: str) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", password))
    (certwright.folder / "pw").write_bytes(content)
    document = certwright("show", "in.pfx", "--password-file", "pw", "--json").json()
    assert [certificate["subject"] for certificate in document["certificates"]] == ["CN=in"]


@pytest.mark.parametrize("content", [b"geheim", b"geheim\r\n", "\ufeffgeheim\r\n".encode("utf-16-le")])
def test_a_dash_is_the_standard_input_read_in_the_same_way(certwright: Program, content: bytes) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    document = certwright("show", "in.pfx", "--password-file", "-", "--json", data=content).json()
    assert [certificate["subject"] for certificate in document["certificates"]] == ["CN=in"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\xff\x00\x80", b"a" * 70_000])
def test_a_file_that_holds_no_password_is_wrong_usage(certwright: Program, content: bytes) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    (certwright.folder / "pw").write_bytes(content)
    assert certwright("show", "in.pfx", "--password-file", "pw", "--json", status=2).error()["code"] == "invalid_argument"


def test_a_password_file_that_is_missing_is_not_found(certwright: Program) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    assert certwright("show", "in.pfx", "--password-file", "missing", "--json", status=4).error()["code"] == "not_found"


@pytest.mark.parametrize("command", ["import", "export", "show", "new", "delete"])
def test_no_option_takes_a_password_itself(certwright: Program, command: str) -> None:
    assert "No such option" in certwright(command, "--password", "geheim", "--json", status=2).error()["message"]


@pytest.mark.parametrize(("content", "code"), [(b"wrong", "wrong_password"), (b"", "wrong_password")])
def test_a_wrong_password_is_an_error_and_changes_nothing(certwright: Program, stocked: Stocked, content: bytes, code: str) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    before = snapshot(certwright.folder)
    done = certwright("import", "in.pfx", "--password-file", "-", "--db", stocked.db, "--json", data=content, status=1)
    assert done.error()["code"] == code
    assert "wrong" not in done.error()["message"]
    assert snapshot(certwright.folder) == before


def test_an_encrypted_file_without_a_terminal_needs_a_password_file(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    done = certwright("import", "in.pfx", "--db", stocked.db, "--json", data=b"geheim\n", status=1)
    assert done.error()["code"] == "password_required"


def test_a_password_file_for_a_file_that_needs_none_is_not_held_against_it(certwright: Program) -> None:
    (certwright.folder / "in.pem").write_text(cw.self_signed("a").certificate.to_pem())
    assert certwright("show", "in.pem", "--password-file", "-", data=b"geheim").err == ""


def test_one_password_on_stdin_is_for_one_file(certwright: Program, stocked: Stocked) -> None:
    certwright("import", "a.pfx", "b.pfx", "--password-file", "-", "--db", stocked.db, "--json", status=2, data=b"geheim").error()


def test_one_password_file_may_open_several_files(certwright: Program, stocked: Stocked) -> None:
    for name in ("a", "b"):
        (certwright.folder / f"{name}.pfx").write_bytes(pfx(name, "geheim"))
    (certwright.folder / "pw").write_text("geheim\n")
    document = certwright("import", "a.pfx", "b.pfx", "--password-file", "pw", "--db", stocked.db, "--json").json()
    assert [entry["subject"] for entry in document["certificates"]] == ["CN=a", "CN=b"]
