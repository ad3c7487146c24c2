"""Passwords of PFX files: of what letters, and which is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .programs import Certtool, Keytool, OpenSSL, Program, ProgramFailed

Ours = Callable[[str], cw.Identity]
Theirs = Callable[[str], tuple[Path, Path]]

PASSWORDS = {
    "ascii": "secret",
    "punctuation": "s3cr&t\"'\\$%!;,=",
    "blanks": " two words ",
    "long": "a" * 200,
    "latin": "pässwörd",
    "cyrillic": "пароль секрет",
    "wide": "密码€ secret",
    "beyond-16-bits": "secret 😀",
}
ASCII = ("ascii", "punctuation", "blanks", "long")
# Java takes no password that is not ASCII ("Password is not ASCII") in writing, and finds ours "incorrect" in reading.
KNOWS = {
    "openssl": tuple(PASSWORDS),
    "certtool": tuple(PASSWORDS),
    "nss": tuple(PASSWORDS),
    "keytool": ASCII,
    "cryptography": tuple(PASSWORDS),
}

each = pytest.mark.parametrize(
    ("program", "password"), [(program, password) for program, known in KNOWS.items() for password in known], indirect=["program"]
)


@each
def test_they_open_ours(program: Program, password: str, ours: Ours, tmp_path: Path) -> None:
    pfx = tmp_path / "ours.pfx"
    pfx.write_bytes(cw.write_pkcs12([ours("p256")], password=PASSWORDS[password], iterations=2000))
    assert program.facts_in_pfx(pfx, PASSWORDS[password]).sha256 == ours("p256").certificate.sha256


@each
def test_we_open_theirs_and_say_when_the_password_is_wrong(program: Program, password: str, theirs: Theirs, tmp_path: Path) -> None:
    pfx = tmp_path / "theirs.pfx"
    program.write_pfx(pfx, PASSWORDS[password], *theirs("p256"))
    data = pfx.read_bytes()
    assert len(cw.read_file(data, password=PASSWORDS[password]).identities) == 1
    for wrong in (PASSWORDS[password] + " ", PASSWORDS[password].upper(), ""):
        with pytest.raises(cw.WrongPassword):
            cw.read_file(data, password=wrong)
    with pytest.raises(cw.PasswordRequired):
        cw.read_file(data)


@pytest.mark.parametrize("program", KNOWS, indirect=True)
def test_they_refuse_ours_under_another_password(program: Program, ours: Ours, tmp_path: Path) -> None:
    pfx = tmp_path / "ours.pfx"
    pfx.write_bytes(cw.write_pkcs12([ours("p256")], password="secret", iterations=2000))
    program.refuses_pfx(pfx, "Secret")


@pytest.mark.parametrize("program", KNOWS, indirect=True)
def test_a_wrong_password_leaves_the_store_as_it_was(program: Program, theirs: Theirs, store: cw.Store, tmp_path: Path) -> None:
    pfx = tmp_path / "theirs.pfx"
    program.write_pfx(pfx, "secret", *theirs("p256"))
    before = store.last_event
    with pytest.raises(cw.WrongPassword):
        store.import_file(pfx, password="Secret")
    assert store.last_event == before
    assert list(store.find()) == []


def test_an_empty_password_and_none_are_told_apart_as_openssl_and_gnutls_write_them(theirs: Theirs, openssl: OpenSSL, certtool: Certtool) -> None:
    key, certificate = theirs("p256")
    empty = openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:").out
    made = ("--to-p12", "--load-privkey", key, "--load-certificate", certificate, "--p12-name", "x", "--pkcs-cipher", "aes-256", "--outder")
    assert len(cw.read_file(empty, password="").identities) == 1
    assert len(cw.read_file(certtool(*made, "--password", "", "--empty-password").out, password="").identities) == 1
    without = certtool(*made, "--null-password").out
    assert len(cw.read_file(without).identities) == 1


def test_keytool_takes_no_password_that_is_not_ascii(theirs: Theirs, keytool: Keytool, tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="not ASCII"):
        keytool.write_pfx(tmp_path / "theirs.pfx", PASSWORDS["latin"], *theirs("p256"))
