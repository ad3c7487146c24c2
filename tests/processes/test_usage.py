"""Eight Python processes that ask for one certificate at once, or renew one at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import certwright as cw

COUNT = 8
DEADLINE = 120.0

#: Opens the store, waits for a line on standard input, works, and prints what it got.
AT_ONCE = """
import sys, certwright as cw
store = cw.Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
{work}
"""
PROVIDE = 'got = store.provide("database", "db1"); print(got.made, got.entry.sha256)'
RENEW = "got = store.renew(sys.argv[2]); print(got.changed, got.entry.sha256)"


def at_once(work: str, *arguments: str | Path) -> list[tuple[bool, str]]:
    """What eight processes got that began at the same moment: whether each made it, and its SHA-256."""
    command = [sys.executable, "-c", AT_ONCE.format(work=work), *map(str, arguments)]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(COUNT)]
    try:
        for process in processes:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        got = []
        for process in processes:
            out, err = process.communicate(timeout=DEADLINE)
            assert process.returncode == 0, err
            made, sha256 = out.split()
            got.append((made == "True", sha256))
        return got
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_eight_that_ask_for_a_roles_certificate_at_once_get_one(tmp_path: Path) -> None:
    store = cw.Store.create(tmp_path / "certs.db")
    got = at_once(PROVIDE, store.path)
    assert sum(made for made, _ in got) == 1
    (entry,) = store.find(archived=None)
    assert {sha256 for _, sha256 in got} == {entry.sha256}
    assert [(one.role, one.scope, one.sha256) for one in store.assignments()] == [("database", "db1", entry.sha256)]
    assert store.info().private_keys == 1
    assert [event.kind for event in store.events()] == ["created", "issued", "assigned"]


@pytest.mark.parametrize("role", ["ssl-connection", "database"])
def test_eight_that_renew_a_certificate_at_once_make_one_new(tmp_path: Path, role: str) -> None:
    store = cw.Store.create(tmp_path / "certs.db")
    old = store.create_self_signed("db1", purpose="encipher", key="rsa2048")
    store.assign(old, role=role, scope="db1")
    got = at_once(RENEW, store.path, old.thumbprint)
    assert sum(made for made, _ in got) == 1
    new = store.select(role=role)
    assert {sha256 for _, sha256 in got} == {new.sha256} and new.identity().private_key.matches(new)
    assert {entry.sha256 for entry in store.find(archived=None)} == {old.sha256, new.sha256}
    assert [event.kind for event in store.events()].count("replaced") == 1
    assert store.check().ok
