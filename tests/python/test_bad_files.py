"""Bad files: each kind gives its own error, in Python and on the command line, and leaves every file as it was."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

import certwright as cw

from .material import foreign, snapshot
from .refusal import CERTWRIGHT, DEADLINE, ENORMOUS, ErrorClass, enormous, environment, fails, one_error, raises


def _file_table() -> list[tuple[str, bytes, ErrorClass, str]]:
    made = cw.self_signed("srv1", dns_names=["srv1.example"])
    der, pem = made.certificate.der, made.certificate.to_pem().encode()
    pfx = cw.write_pkcs12([made], password="geheim", iterations=1000)
    key = made.private_key.to_pkcs8_der()
    noise = random.Random(1).randbytes(10_000)
    return [
        ("empty", b"", cw.UnknownFormat, "unknown_format"),
        ("blank", b" \r\n\t\n", cw.UnknownFormat, "unknown_format"),
        ("zeros", bytes(10_000), cw.UnknownFormat, "unknown_format"),
        ("random", noise, cw.UnknownFormat, "unknown_format"),
        ("random after a SEQUENCE", b"\x30" + noise, cw.UnknownFormat, "unknown_format"),
        ("text", b"hello\n", cw.UnknownFormat, "unknown_format"),
        ("text not in UTF-8", "Grüße\n".encode("latin-1") * 100, cw.UnknownFormat, "unknown_format"),
        ("a certificate cut short", der[: len(der) // 2], cw.UnknownFormat, "unknown_format"),
        ("a certificate without its last byte", der[:-1], cw.UnknownFormat, "unknown_format"),
        ("a certificate and a byte more", der + b"\0", cw.UnknownFormat, "unknown_format"),
        ("a certificate altered", der[:4] + b"\x31" + der[5:], cw.UnknownFormat, "unknown_format"),
        ("a key cut short", key[:-1], cw.UnknownFormat, "unknown_format"),
        ("a PEM cut short", pem[: len(pem) // 2], cw.Damaged, "damaged"),
        ("a PEM without its last line", pem[: pem.index(b"-----END")], cw.Damaged, "damaged"),
        ("a PEM with bytes that are not UTF-8", pem.replace(b"\nMI", b"\n\xff\xfe", 1), cw.Damaged, "damaged"),
        ("a PEM with half a certificate", pem[: pem.index(b"\n") + 1] + pem.splitlines()[1] + b"\n" + pem[pem.index(b"-----END") :], cw.MalformedCertificate, "malformed_certificate"),
        ("a PEM with only a request", b"-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n", cw.UnknownFormat, "unknown_format"),
        ("a PFX cut short", pfx[: len(pfx) // 2], cw.Damaged, "damaged"),
        ("a PFX without its last byte", pfx[:-1], cw.Damaged, "damaged"),
        ("a PFX and a byte more", pfx + b"\0", cw.Damaged, "damaged"),
        ("a PFX altered", pfx[:400] + bytes([pfx[400] ^ 1]) + pfx[401:], cw.WrongPassword, "wrong_password"),
    ]


FILES = _file_table()
#: One of each kind: the program adds nothing but the way in and out.
AT_THE_PROGRAM = {"empty", "random", "text not in UTF-8", "a certificate cut short", "a PEM cut short", "a PEM with half a certificate", "a PFX cut short", "a PFX altered"}
_file_cases = pytest.mark.parametrize(("content", "kind", "code"), [pytest.param(*case[1:], id=case[0]) for case in FILES])


@_file_cases
def test_reading_bad_bytes_is_an_error_of_its_own(content: bytes, kind: ErrorClass, code: str) -> None:
    raises(kind, code, lambda: cw.read_file(content, password="geheim"))


@_file_cases
def test_importing_a_bad_file_is_an_error_of_its_own_and_changes_nothing(
    store: cw.Store, tmp_path: Path, content: bytes, kind: ErrorClass, code: str
) -> None:
    (tmp_path / "in").write_bytes(content)
    before, last = snapshot(tmp_path), store.last_event
    raises(kind, code, lambda: store.import_file(tmp_path / "in", password="geheim"))
    assert (snapshot(tmp_path), store.last_event, store.info().certificates) == (before, last, 0)


@pytest.mark.parametrize(("content", "kind", "code"), [pytest.param(*case[1:], id=case[0]) for case in FILES if case[0] in AT_THE_PROGRAM])
def test_the_program_refuses_a_bad_file_and_changes_nothing(tmp_path: Path, content: bytes, kind: ErrorClass, code: str) -> None:
    cw.Store.create(tmp_path / "certs.db")
    (tmp_path / "in").write_bytes(content)
    (tmp_path / "pw").write_text("geheim")
    before = snapshot(tmp_path)
    fails(tmp_path, kind, code, "import", "in", "--password-file", "pw", "--db", "certs.db")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", cw.MalformedCertificate),
        (b"hello", cw.MalformedCertificate),
        (foreign().certificate.der[:-1], cw.MalformedCertificate),
        (foreign().certificate.der + b"\0", cw.MalformedCertificate),
        (foreign().private_key.to_pkcs8_der(), cw.MalformedCertificate),
    ],
)
def test_what_is_no_certificate_is_not_parsed_as_one(content: bytes, kind: ErrorClass) -> None:
    raises(kind, "malformed_certificate", lambda: cw.Certificate.from_der(content))
    raises(kind, "malformed_certificate", lambda: cw.Certificate.from_pem(content))


@pytest.mark.parametrize("content", [b"", b"hello", foreign().private_key.to_pkcs8_der()[:-1], foreign().private_key.to_pkcs8_der() + b"\0", foreign().certificate.der])
def test_what_is_no_key_is_not_parsed_as_one(content: bytes) -> None:
    raises(cw.MalformedKey, "malformed_key", lambda: cw.PrivateKey.from_der(content))
    raises(cw.MalformedKey, "malformed_key", lambda: cw.PrivateKey.from_pem(content))


def test_a_certificate_is_not_read_from_a_pem_with_only_a_key() -> None:
    text = foreign().private_key.to_pkcs8_pem().encode()
    raises(cw.MalformedCertificate, "malformed_certificate", lambda: cw.Certificate.from_pem(text))


def test_importing_a_pem_with_only_a_key_is_an_error_and_changes_nothing(store: cw.Store, tmp_path: Path) -> None:
    (tmp_path / "in.pem").write_text(foreign().private_key.to_pkcs8_pem())
    before = snapshot(tmp_path)
    with pytest.raises(cw.CertwrightError):
        store.import_file(tmp_path / "in.pem")
    assert (snapshot(tmp_path), store.info().private_keys) == (before, 0)


def test_the_program_fails_to_import_a_pem_with_only_a_key(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "certs.db")
    (tmp_path / "in.pem").write_text(foreign().private_key.to_pkcs8_pem())
    before = snapshot(tmp_path)
    command = [CERTWRIGHT, "import", "in.pem", "--db", "certs.db", "--json"]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=tmp_path, env=environment(tmp_path), timeout=DEADLINE)
    assert ran.returncode == 1
    assert one_error(ran)
    assert snapshot(tmp_path) == before


def _unusual(tmp_path: Path, what: str) -> Path:
    """A path that is no regular file of a sensible size."""
    path = tmp_path / "in"
    if what == "enormous":
        return enormous(path)
    if what == "directory":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "device":
        return Path("/dev/null")
    elif what == "dangling link":
        path.symlink_to(tmp_path / "nowhere")
    elif what == "file below a file":
        path.write_text("")
        return path / "below"
    return path


UNUSUAL: list[tuple[str, ErrorClass, str]] = [
    ("missing", cw.NotFound, "not_found"),
    ("dangling link", cw.NotFound, "not_found"),
    ("directory", cw.Io, "io"),
    ("enormous", cw.TooLarge, "too_large"),
    ("fifo", cw.Io, "io"),
    ("device", cw.Io, "io"),
    ("file below a file", cw.Io, "io"),
]


@pytest.mark.parametrize(("what", "kind", "code"), UNUSUAL)
def test_importing_what_is_no_sensible_file_is_an_error_of_its_own(store: cw.Store, tmp_path: Path, what: str, kind: ErrorClass, code: str) -> None:
    path = _unusual(tmp_path, what)
    error = raises(kind, code, lambda: store.import_file(path))
    assert str(path) in str(error)
    assert store.last_event == 1


@pytest.mark.parametrize(("what", "kind", "code"), UNUSUAL)
def test_the_program_refuses_what_is_no_sensible_file_and_changes_nothing(tmp_path: Path, what: str, kind: ErrorClass, code: str) -> None:
    cw.Store.create(tmp_path / "certs.db")
    path = _unusual(tmp_path, what)
    before = snapshot(tmp_path)
    fails(tmp_path, kind, code, "import", path, "--db", "certs.db", deadline=10)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(("what", "kind", "code"), [case for case in UNUSUAL if case[0] in ("missing", "directory", "enormous")])
def test_the_program_does_not_show_what_is_no_sensible_file(tmp_path: Path, what: str, kind: ErrorClass, code: str) -> None:
    fails(tmp_path, kind, code, "show", _unusual(tmp_path, what))


def test_enormous_bytes_are_refused() -> None:
    error = raises(cw.TooLarge, "too_large", lambda: cw.read_file(bytes(ENORMOUS)))
    assert error.details["size"] == ENORMOUS
