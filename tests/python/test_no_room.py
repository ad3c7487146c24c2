"""Where nothing can be written, in a read-only folder or on a full disk: an error, and everything stays as it was."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import certwright as cw

from .material import many_certificates, snapshot
from .refusal import DEADLINE, environment, fails, good_store, one_error

NOBODY = 65534

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
        good_store(folder)
        (folder / "in.pem").write_text(made.to_pem())
        for ending in ("", "-wal", "-shm"):
            (folder / f"certs.db{ending}").chmod(0o444)
        _given_away(folder, *folder.iterdir())
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def _python(code: str, *arguments: str | Path, cwd: Path, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=cwd, env=environment(cwd), timeout=DEADLINE, preexec_fn=before)


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
    assert one_error(ran)["code"] == "io"
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
    error = one_error(ran)
    assert (ran.returncode, error["code"]) == (1, "io")
    assert "permission denied" in error["message"]


def test_a_key_file_that_may_not_be_read_is_an_io_error(read_only: Path) -> None:
    read_only.chmod(0o755)
    read_only.joinpath("certs.db.key").chmod(0)
    before = snapshot(read_only)
    ran = _python(RUN_PROGRAM, "new", "srv3", "--db", "certs.db", "--json", cwd=read_only)
    error = one_error(ran)
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
    thumbprint = cw.Store.open(good_store(tmp_path)).select(subject="srv1").thumbprint
    (tmp_path / "many.pem").write_bytes(many_certificates(300))
    before = snapshot(tmp_path)
    fails(tmp_path, cw.Io, "io", *(part.format(thumbprint=thumbprint) for part in arguments), before=_no_file_larger_than(limit))
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
