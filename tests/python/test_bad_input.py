"""Bad input: each kind gives its own error, in Python and on the command line, and leaves every file as it was."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .material import foreign, many_certificates, snapshot

CERTWRIGHT = os.path.join(os.path.dirname(sys.executable), "certwright")
NOBODY = 65534
ENORMOUS = 100 << 20
DEADLINE = 60.0

ErrorClass = type[cw.CertwrightError]


def _environment(home: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LC_ALL": "C.UTF-8"}


def _one_error(ran: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """The error of a run with --json, which is one line on stderr too."""
    error = ran.stderr.decode(errors="replace")
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1, error
    assert ran.stdout.isascii()
    document = json.loads(ran.stdout)
    assert set(document) == {"schema", "error"}
    assert error == f"certwright: {document['error']['message']}\n"
    assert isinstance(document["error"], dict)
    return document["error"]


def _fails(
    folder: Path, kind: ErrorClass, code: str, *arguments: str | Path, before: Callable[[], None] | None = None, deadline: float = DEADLINE
) -> None:
    """The program ends with the status and the code of this class and says so in one line."""
    command = [CERTWRIGHT, *map(str, arguments), "--json"]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, env=_environment(folder), timeout=deadline, preexec_fn=before)
    error = _one_error(ran)
    number = next(number for number, name, _ in cw._certwright.STATUSES if name == code)
    assert (error["code"], error["status"]) == (code, number)
    assert ran.returncode == (4 if kind is cw.NotFound else 1)


def _raises(kind: ErrorClass, code: str, work: Callable[[], object]) -> cw.CertwrightError:
    """Exactly this class, with its number and its code, in one line."""
    with pytest.raises(cw.CertwrightError) as caught:
        work()
    assert type(caught.value) is kind, caught.value
    assert caught.value.code == code
    assert (caught.value.status, code) in [(number, name) for number, name, _ in cw._certwright.STATUSES]
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


# What is read: files with certificates and keys


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
    _raises(kind, code, lambda: cw.read_file(content, password="geheim"))


@_file_cases
def test_importing_a_bad_file_is_an_error_of_its_own_and_changes_nothing(
    store: cw.Store, tmp_path: Path, content: bytes, kind: ErrorClass, code: str
) -> None:
    (tmp_path / "in").write_bytes(content)
    before, last = snapshot(tmp_path), store.last_event
    _raises(kind, code, lambda: store.import_file(tmp_path / "in", password="geheim"))
    assert (snapshot(tmp_path), store.last_event, store.info().certificates) == (before, last, 0)


@pytest.mark.parametrize(("content", "kind", "code"), [pytest.param(*case[1:], id=case[0]) for case in FILES if case[0] in AT_THE_PROGRAM])
def test_the_program_refuses_a_bad_file_and_changes_nothing(tmp_path: Path, content: bytes, kind: ErrorClass, code: str) -> None:
    cw.Store.create(tmp_path / "certs.db")
    (tmp_path / "in").write_bytes(content)
    (tmp_path / "pw").write_text("geheim")
    before = snapshot(tmp_path)
    _fails(tmp_path, kind, code, "import", "in", "--password-file", "pw", "--db", "certs.db")
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
    _raises(kind, "malformed_certificate", lambda: cw.Certificate.from_der(content))
    _raises(kind, "malformed_certificate", lambda: cw.Certificate.from_pem(content))


@pytest.mark.parametrize("content", [b"", b"hello", foreign().private_key.to_pkcs8_der()[:-1], foreign().private_key.to_pkcs8_der() + b"\0", foreign().certificate.der])
def test_what_is_no_key_is_not_parsed_as_one(content: bytes) -> None:
    _raises(cw.MalformedKey, "malformed_key", lambda: cw.PrivateKey.from_der(content))
    _raises(cw.MalformedKey, "malformed_key", lambda: cw.PrivateKey.from_pem(content))


def test_a_certificate_is_not_read_from_a_pem_with_only_a_key() -> None:
    text = foreign().private_key.to_pkcs8_pem().encode()
    _raises(cw.MalformedCertificate, "malformed_certificate", lambda: cw.Certificate.from_pem(text))


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
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=tmp_path, env=_environment(tmp_path), timeout=DEADLINE)
    assert ran.returncode == 1
    assert _one_error(ran)
    assert snapshot(tmp_path) == before


def _enormous(path: Path) -> Path:
    with open(path, "wb") as file:
        file.truncate(ENORMOUS)  # a hole: it takes no room
    return path


def _unusual(tmp_path: Path, what: str) -> Path:
    """A path that is no regular file of a sensible size."""
    path = tmp_path / "in"
    if what == "enormous":
        return _enormous(path)
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
    error = _raises(kind, code, lambda: store.import_file(path))
    assert str(path) in str(error)
    assert store.last_event == 1


@pytest.mark.parametrize(("what", "kind", "code"), UNUSUAL)
def test_the_program_refuses_what_is_no_sensible_file_and_changes_nothing(tmp_path: Path, what: str, kind: ErrorClass, code: str) -> None:
    cw.Store.create(tmp_path / "certs.db")
    path = _unusual(tmp_path, what)
    before = snapshot(tmp_path)
    _fails(tmp_path, kind, code, "import", path, "--db", "certs.db", deadline=10)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(("what", "kind", "code"), [case for case in UNUSUAL if case[0] in ("missing", "directory", "enormous")])
def test_the_program_does_not_show_what_is_no_sensible_file(tmp_path: Path, what: str, kind: ErrorClass, code: str) -> None:
    _fails(tmp_path, kind, code, "show", _unusual(tmp_path, what))


def test_enormous_bytes_are_refused() -> None:
    error = _raises(cw.TooLarge, "too_large", lambda: cw.read_file(bytes(ENORMOUS)))
    assert error.details["size"] == ENORMOUS


# What is opened: stores and their key files


@dataclass(frozen=True)
class BadStore:
    """A file `certs.db`, perhaps with a key file, that cannot be opened."""

    make: Callable[[Path], object]
    kind: ErrorClass
    code: str
    details: set[str]


def _good(folder: Path) -> Path:
    """A store with something in it, closed."""
    store = cw.Store.create(folder / "certs.db")
    store.create_self_signed("srv1")
    return folder / "certs.db"


def _with_content(content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        path = _good(folder)
        path.write_bytes(content(path.read_bytes()))

    return make


def _with_sql(statement: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        connection = sqlite3.connect(_good(folder))
        connection.execute(statement)
        connection.commit()
        connection.close()

    return make


def _with_key_file(change: Callable[[Path], object]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        _good(folder)
        change(folder / "certs.db.key")

    return make


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _key_of_another_store(path: Path) -> None:
    path.unlink()
    cw.Store.create(path.parent / "other.db", key_file=path)


def _foreign_database(folder: Path) -> None:
    connection = sqlite3.connect(folder / "certs.db")
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()


STORES: dict[str, BadStore] = {
    "missing": BadStore(lambda folder: None, cw.NotFound, "not_found", {"wanted", "near"}),
    "directory": BadStore(lambda folder: (folder / "certs.db").mkdir(), cw.NotAStore, "not_a_store", {"path", "why"}),
    "fifo": BadStore(lambda folder: os.mkfifo(folder / "certs.db"), cw.NotAStore, "not_a_store", {"path", "why"}),
    "empty": BadStore(_with_content(lambda data: b""), cw.NotAStore, "not_a_store", {"path", "why"}),
    "short": BadStore(_with_content(lambda data: data[:10]), cw.NotAStore, "not_a_store", {"path", "why"}),
    "text": BadStore(_with_content(lambda data: b"hello, this is no store\n"), cw.NotAStore, "not_a_store", {"path", "why"}),
    "random": BadStore(_with_content(lambda data: random.Random(1).randbytes(100_000)), cw.NotAStore, "not_a_store", {"path", "why"}),
    "random after the header": BadStore(_with_content(lambda data: data[:16] + random.Random(1).randbytes(100_000)), cw.NotAStore, "not_a_store", {"path", "why"}),
    "enormous": BadStore(lambda folder: _enormous(folder / "certs.db"), cw.NotAStore, "not_a_store", {"path", "why"}),
    "another program's": BadStore(_foreign_database, cw.NotAStore, "not_a_store", {"path", "why"}),
    "cut short": BadStore(_with_content(lambda data: data[: len(data) // 2]), cw.Damaged, "damaged", {"what", "why"}),
    "only a header": BadStore(_with_content(lambda data: data[:100]), cw.NotAStore, "not_a_store", {"path", "why"}),
    "newer": BadStore(_with_sql("PRAGMA user_version = 3"), cw.NewerSchema, "newer_schema", {"path", "found", "known", "written_by"}),
    "older": BadStore(_with_sql("PRAGMA user_version = 1"), cw.OlderSchema, "older_schema", {"path", "found", "known"}),
    "much newer": BadStore(_with_sql("PRAGMA user_version = 2147483647"), cw.NewerSchema, "newer_schema", {"path", "found", "known", "written_by"}),
    "without its tables": BadStore(_with_sql("DROP TABLE meta"), cw.Damaged, "damaged", {"what", "why"}),
    "key file gone": BadStore(_with_key_file(os.remove), cw.KeyFileMissing, "key_file_missing", {"path", "store"}),
    "key file for all to read": BadStore(_with_key_file(lambda path: path.chmod(0o644)), cw.KeyFileExposed, "key_file_exposed", {"path", "mode"}),
    "key file for its group to read": BadStore(_with_key_file(lambda path: path.chmod(0o640)), cw.KeyFileExposed, "key_file_exposed", {"path", "mode"}),
    "key file for others to write": BadStore(_with_key_file(lambda path: path.chmod(0o602)), cw.KeyFileExposed, "key_file_exposed", {"path", "mode"}),
    "key file empty": BadStore(_with_key_file(lambda path: path.write_bytes(b"")), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file cut short": BadStore(_with_key_file(lambda path: path.write_bytes(path.read_bytes()[:-40])), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file random": BadStore(_with_key_file(lambda path: path.write_bytes(random.Random(1).randbytes(200))), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file enormous": BadStore(_with_key_file(_enormous), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file of another store": BadStore(_with_key_file(_key_of_another_store), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file a directory": BadStore(_with_key_file(_directory), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
}
_store_cases = pytest.mark.parametrize("bad", STORES.values(), ids=STORES.keys())


@_store_cases
def test_opening_a_bad_store_is_an_error_of_its_own_and_changes_nothing(tmp_path: Path, bad: BadStore) -> None:
    bad.make(tmp_path)
    before = snapshot(tmp_path)
    error = _raises(bad.kind, bad.code, lambda: cw.Store.open(tmp_path / "certs.db"))
    assert set(error.details) == bad.details
    assert str(tmp_path / "certs.db") in str(error)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "name",
    [
        "missing",
        "directory",
        "empty",
        "random",
        "another program's",
        "cut short",
        "newer",
        "without its tables",
        "key file gone",
        "key file for all to read",
        "key file enormous",
        "key file of another store",
    ],
)
def test_the_program_refuses_a_bad_store_and_changes_nothing(tmp_path: Path, name: str) -> None:
    bad = STORES[name]
    bad.make(tmp_path)
    before = snapshot(tmp_path)
    _fails(tmp_path, bad.kind, bad.code, "new", "srv2", "--db", "certs.db")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", [name for name, bad in STORES.items() if not name.startswith("key file") and bad.kind is not cw.NotFound])
def test_a_bad_store_is_refused_without_its_key_too(tmp_path: Path, name: str) -> None:
    bad = STORES[name]
    bad.make(tmp_path)
    before = snapshot(tmp_path)
    _raises(bad.kind, bad.code, lambda: cw.Store.open(tmp_path / "certs.db", locked=True))
    assert snapshot(tmp_path) == before


def test_what_is_public_is_listed_when_the_key_file_is_gone(tmp_path: Path) -> None:
    STORES["key file gone"].make(tmp_path)
    before = snapshot(tmp_path)
    command = [CERTWRIGHT, "list", "--db", "certs.db"]
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, env=_environment(tmp_path), timeout=DEADLINE)
    assert ran.returncode == 0
    assert b"CN=srv1" in ran.stdout
    assert len(ran.stderr.splitlines()) == 1 and b"certs.db.key" in ran.stderr
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("statement", "use"),
    [
        ("UPDATE events SET actor = 'nobody' WHERE number = 2", lambda store: store.events()),
        ("DELETE FROM events WHERE number = 2", lambda store: store.events()),
        ("UPDATE keys SET sealed = zeroblob(length(sealed))", lambda store: store.select(subject="srv1").identity()),
        ("UPDATE memberships SET store = (SELECT id FROM stores WHERE name = 'TrustedRoot')", lambda store: list(store.find())),
    ],
)
def test_what_was_altered_without_the_key_is_refused(tmp_path: Path, statement: str, use: Callable[[cw.Store], object]) -> None:
    path = _good(tmp_path)
    cw.Store.open(path).create_self_signed("srv2")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    before = snapshot(tmp_path)
    store = cw.Store.open(path)
    _raises(cw.Tampered, "tampered", lambda: use(store))
    del store
    assert snapshot(tmp_path) == before


def test_a_certificate_damaged_in_the_database_is_said_to_be(tmp_path: Path) -> None:
    _with_sql("UPDATE certificates SET der = zeroblob(100)")(tmp_path)
    _raises(cw.Damaged, "damaged", lambda: list(cw.Store.open(tmp_path / "certs.db").find()))
    _fails(tmp_path, cw.Damaged, "damaged", "list", "--db", "certs.db")


# Where nothing can be written: a folder that is read-only, a disk that is full

#: Loads everything while it may, then gives up root: an interpreter in root's home cannot be read afterwards.
UNPRIVILEGED = """
import json, os, sys
import certwright as cw
from certwright import cli
for name in cli.COMMANDS:
    cli.cli.get_command(None, name)
import rich.box, rich.console, rich.table, rich.text
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""

RUN_PROGRAM = UNPRIVILEGED + "cli.main(sys.argv[1:])\n"


def _given_away(*paths: Path) -> None:
    """Files of a user who is not root: root may write anywhere."""
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, NOBODY, NOBODY)


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that its owner, who is not root, may only read, with a store, a certificate and a PFX in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = cw.self_signed("srv2")
        _good(folder)
        (folder / "in.pem").write_text(made.to_pem())
        for ending in ("", "-wal", "-shm"):
            (folder / f"certs.db{ending}").chmod(0o444)
        _given_away(folder, *folder.iterdir())
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def _python(code: str, *arguments: str | Path, cwd: Path, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, env=_environment(cwd), timeout=DEADLINE, preexec_fn=before)


#: Runs one expression and prints what it raised.
TRY = """
try:
    eval(sys.argv[1])
except cw.CertwrightError as error:
    print(json.dumps([type(error).__name__, error.code, error.status, error.details]))
"""


@pytest.mark.parametrize(
    ("expression", "os_code"),
    [
        ("cw.Store.create('new.db')", errno.EACCES),
        ("cw.write_file('new.pem', b'')", errno.EACCES),
        ("cw.write_file('in.pem', b'', replace=True)", errno.EACCES),
        ("cw.Store.open('certs.db').create_self_signed('srv3')", errno.EROFS),  # which SQLite's answer stands for
        ("cw.Store.open('certs.db').import_file('in.pem')", errno.EROFS),
    ],
)
def test_a_read_only_folder_is_an_io_error_and_stays_as_it_is(read_only: Path, expression: str, os_code: int) -> None:
    before = snapshot(read_only)
    ran = _python(UNPRIVILEGED + TRY, expression, cwd=read_only)
    assert ran.stderr == b""
    name, code, status, details = json.loads(ran.stdout)
    assert (name, code, status) == ("Io", "io", 13)
    assert set(details) == {"action", "path", "reason", "os_code"}
    assert details["os_code"] == os_code
    assert ".certwright-" not in details["reason"]
    assert snapshot(read_only) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["store", "init", "--db", "new.db"],
        ["new", "srv3", "--db", "certs.db"],
        ["import", "in.pem", "--db", "certs.db"],
    ],
    ids=" ".join,
)
def test_the_program_fails_in_a_read_only_folder_and_changes_nothing(read_only: Path, arguments: list[str]) -> None:
    before = snapshot(read_only)
    ran = _python(RUN_PROGRAM, *arguments, "--json", cwd=read_only)
    assert ran.returncode == 1
    assert _one_error(ran)["code"] == "io"
    assert snapshot(read_only) == before


def test_a_store_that_may_only_be_read_is_read(read_only: Path) -> None:
    before = snapshot(read_only)
    ran = _python(RUN_PROGRAM, "list", "--db", "certs.db", "--json", cwd=read_only)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert [entry["subject"] for entry in json.loads(ran.stdout)["certificates"]] == ["CN=srv1"]
    assert snapshot(read_only) == before


def test_a_file_that_may_not_be_read_is_an_io_error(read_only: Path) -> None:
    read_only.joinpath("in.pem").chmod(0)
    ran = _python(RUN_PROGRAM, "show", "in.pem", "--json", cwd=read_only)
    error = _one_error(ran)
    assert (ran.returncode, error["code"]) == (1, "io")
    assert "permission denied" in error["message"]


def test_a_key_file_that_may_not_be_read_is_an_io_error(read_only: Path) -> None:
    read_only.chmod(0o755)
    read_only.joinpath("certs.db.key").chmod(0)
    before = snapshot(read_only)
    ran = _python(RUN_PROGRAM, "new", "srv3", "--db", "certs.db", "--json", cwd=read_only)
    error = _one_error(ran)
    assert (ran.returncode, error["code"]) == (1, "io")
    assert "certs.db.key" in error["message"]
    assert snapshot(read_only) == before


def _no_file_larger_than(limit: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        (["store", "init", "--db", "new.db"], 100),
        (["store", "init", "--db", "new.db"], 8192),
        (["new", "srv2", "--db", "certs.db"], 8192),
        (["import", "many.pem", "--db", "certs.db"], 65536),
        (["export", "{thumbprint}", "--out", "out.pem", "--db", "certs.db"], 100),
    ],
)
def test_the_program_fails_where_files_cannot_grow_and_changes_nothing(tmp_path: Path, arguments: list[str], limit: int) -> None:
    thumbprint = cw.Store.open(_good(tmp_path)).select(subject="srv1").thumbprint
    (tmp_path / "many.pem").write_bytes(many_certificates(300))
    before = snapshot(tmp_path)
    _fails(tmp_path, cw.Io, "io", *(part.format(thumbprint=thumbprint) for part in arguments), before=_no_file_larger_than(limit))
    assert snapshot(tmp_path) == before
    assert [entry.subject for entry in cw.Store.open(tmp_path / "certs.db").find()] == ["CN=srv1"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path, replace: bool) -> None:
    if replace:
        (tmp_path / "out").write_text("mine")
    before = snapshot(tmp_path)
    code = f"import sys, json, certwright as cw{TRY}"
    expression = f"cw.write_file('out', bytes(100_000), replace={replace})"
    ran = _python(code, expression, cwd=tmp_path, before=_no_file_larger_than(65536))
    assert json.loads(ran.stdout)[:3] == ["Io", "io", 13]
    assert snapshot(tmp_path) == before


#: In a mount namespace of its own, which ends with it: a disk of 512 KiB with a store, and more than it can hold.
ON_A_SMALL_DISK = """
import hashlib, json, os, sys
import certwright as cw

def files():
    return {name: hashlib.sha256(open(name, "rb").read()).hexdigest() for name in sorted(os.listdir()) if not name.endswith(("-wal", "-shm"))}

os.chdir(sys.argv[1])
cw.Store.create("certs.db").create_self_signed("srv1")
before, raised = files(), []
store = cw.Store.open("certs.db")
for work in (
    lambda: store.import_file(sys.argv[2]),
    lambda: cw.write_file("out", bytes(2 << 20)),
    lambda: cw.write_file("certs.db", bytes(2 << 20), replace=True),
):
    try:
        work()
    except cw.CertwrightError as error:
        raised.append([error.code, error.details.get("os_code")])
count, last = store.info().certificates, store.last_event
del store
unchanged = files() == before
cw.Store.open("certs.db").create_self_signed("srv2")
for name in ("certs.db", "certs.db.key", "certs.db-wal", "certs.db-shm"):
    os.unlink(name)
open("filler", "wb", buffering=0).write(bytes(2 << 20))
before = files()
try:
    cw.Store.create("certs.db")
except cw.CertwrightError as error:
    raised.append([error.code, error.details.get("os_code")])
print(json.dumps({"raised": raised, "count": count, "last": last, "unchanged": [unchanged, files() == before]}))
"""


def test_a_full_disk_is_an_io_error_and_changes_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "many.pem").write_bytes(many_certificates(2000))
    mount = 'mount -t tmpfs -o size=1m tmpfs "$1" || exit 77; exec "$0" -c "$2" "$1" "$3"'
    alone = [unshare, "--mount"] if (unshare := shutil.which("unshare")) else []
    for user in ([], ["--map-root-user"]):  # root may; others may where the kernel lets them be root of their own
        command = [*alone, *user, "sh", "-c", mount, sys.executable, str(disk), ON_A_SMALL_DISK, str(tmp_path / "many.pem")]
        ran = subprocess.run(command, capture_output=True, timeout=DEADLINE) if alone else None
        if ran is not None and ran.stdout:
            break
    if ran is None or not ran.stdout and (ran.returncode == 77 or b"unshare" in ran.stderr):
        pytest.skip("this machine lets nobody mount a small disk")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout) == {"raised": [["io", 28]] * 4, "count": 1, "last": 2, "unchanged": [True, True]}
