"""Bad stores and key files: each kind gives its own error, in Python and on the command line, and nothing is changed."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import certwright as cw

from .material import snapshot
from .refusal import CERTWRIGHT, DEADLINE, ErrorClass, enormous, environment, fails, good_store, raises


@dataclass(frozen=True)
class BadStore:
    """A file `certs.db`, perhaps with a key file, that cannot be opened."""

    make: Callable[[Path], object]
    kind: ErrorClass
    code: str
    details: set[str]


def _with_content(content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        path = good_store(folder)
        path.write_bytes(content(path.read_bytes()))

    return make


def _with_sql(statement: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        connection = sqlite3.connect(good_store(folder))
        connection.execute(statement)
        connection.commit()
        connection.close()

    return make


def _with_key_file(change: Callable[[Path], object]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        good_store(folder)
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
    "enormous": BadStore(lambda folder: enormous(folder / "certs.db"), cw.NotAStore, "not_a_store", {"path", "why"}),
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
    "key file enormous": BadStore(_with_key_file(enormous), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file of another store": BadStore(_with_key_file(_key_of_another_store), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
    "key file a directory": BadStore(_with_key_file(_directory), cw.KeyFileWrong, "key_file_wrong", {"path", "store"}),
}
_store_cases = pytest.mark.parametrize("bad", STORES.values(), ids=STORES.keys())


@_store_cases
def test_opening_a_bad_store_is_an_error_of_its_own_and_changes_nothing(tmp_path: Path, bad: BadStore) -> None:
    bad.make(tmp_path)
    before = snapshot(tmp_path)
    error = raises(bad.kind, bad.code, lambda: cw.Store.open(tmp_path / "certs.db"))
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
    fails(tmp_path, bad.kind, bad.code, "new", "srv2", "--db", "certs.db")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", [name for name, bad in STORES.items() if not name.startswith("key file") and bad.kind is not cw.NotFound])
def test_a_bad_store_is_refused_without_its_key_too(tmp_path: Path, name: str) -> None:
    bad = STORES[name]
    bad.make(tmp_path)
    before = snapshot(tmp_path)
    raises(bad.kind, bad.code, lambda: cw.Store.open(tmp_path / "certs.db", locked=True))
    assert snapshot(tmp_path) == before


def test_what_is_public_is_listed_when_the_key_file_is_gone(tmp_path: Path) -> None:
    STORES["key file gone"].make(tmp_path)
    before = snapshot(tmp_path)
    command = [CERTWRIGHT, "list", "--db", "certs.db"]
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment(tmp_path), timeout=DEADLINE)
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
    path = good_store(tmp_path)
    cw.Store.open(path).create_self_signed("srv2")
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    before = snapshot(tmp_path)
    store = cw.Store.open(path)
    raises(cw.Tampered, "tampered", lambda: use(store))
    del store
    assert snapshot(tmp_path) == before


def test_a_certificate_damaged_in_the_database_is_said_to_be(tmp_path: Path) -> None:
    _with_sql("UPDATE certificates SET der = zeroblob(100)")(tmp_path)
    raises(cw.Damaged, "damaged", lambda: list(cw.Store.open(tmp_path / "certs.db").find()))
    fails(tmp_path, cw.Damaged, "damaged", "list", "--db", "certs.db")
