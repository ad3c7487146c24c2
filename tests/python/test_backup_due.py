"""Schedules: what is due, who makes it, and what becomes of one that fails."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .backups import PASSWORD, folder_for, names, serving

DEADLINE = 120.0


def scheduled(store: cw.Store, schedule: str = "every 6 hours") -> Path:
    """Something to back up, a folder for it and a sealed password."""
    serving(store)
    folder = folder_for(store)
    store.set_backup_settings(location=folder, schedule=schedule, password_source="sealed", password=PASSWORD)
    return folder


def test_without_a_schedule_none_is_due(store: cw.Store) -> None:
    serving(store)
    status = store.backup_status()
    assert (status.schedule, status.next, status.due, status.last_proven, status.running, status.failures) == (None, None, False, None, None, 0)
    due = store.backup_if_due(password=PASSWORD)
    assert (due.report, due.next, due.running) == (None, None, None)


def test_one_that_was_never_made_is_due_and_then_not_before_its_time(store: cw.Store) -> None:
    folder = scheduled(store)
    assert store.backup_status().due
    made = store.backup_if_due()
    assert made.report is not None and (made.next, made.running) == (None, None)
    assert names(folder) == {made.report.backup.files[0].name}
    status, again = store.backup_status(), store.backup_if_due()
    assert (status.schedule, status.due, again.report) == ("every 6 hours", False, None)
    assert status.next == again.next == made.report.backup.at + dt.timedelta(hours=6)
    assert status.last_proven is not None and status.last_proven.id == made.report.backup.id
    assert len(store.backups()) == 1


def test_one_that_fails_is_told_and_tried_again_after_a_pause(store: cw.Store) -> None:
    folder = scheduled(store)
    folder.rmdir()
    last = store.last_event
    with pytest.raises(cw.NotFound, match="backups"):
        store.backup_if_due()
    status = store.backup_status()
    assert (status.failures, status.due, status.running) == (1, False, None)
    assert status.why is not None and str(folder) in status.why
    assert status.failed_at is not None and status.next == status.failed_at + dt.timedelta(minutes=1)
    assert [event.kind for event in store.events(last)] == ["backup-failed"]
    assert store.backup_if_due().report is None, "not before the pause is over"


def test_one_that_is_stopped_is_due_as_before(store: cw.Store) -> None:
    folder = scheduled(store)
    with pytest.raises(cw.Cancelled):
        store.backup_if_due(progress=lambda done, total: False)
    status = store.backup_status()
    assert (status.failures, status.due, status.running) == (0, True, None)
    assert names(folder) == set()
    assert store.backup_if_due().report is not None


#: Opens the store, waits for a line on standard input, and makes the backup that is due.
AT_ONCE = """
import sys, certwright as cw
store = cw.Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
due = store.backup_if_due()
print(due.report is not None, due.running is not None, due.next is not None)
"""


def test_eight_processes_at_once_make_one(store: cw.Store) -> None:
    folder = scheduled(store)
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", AT_ONCE, str(store.path)]
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(8)]
    try:
        for process in processes:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        said = [process.communicate(timeout=DEADLINE) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert [err for _, err in said if err] == []
    got = [out.split() for out, _ in said]
    assert [made for made, _, _ in got].count("True") == 1
    assert all("True" in (elsewhere, not_due) for made, elsewhere, not_due in got if made == "False")
    assert len(store.backups()) == 1 and len(names(folder)) == 1


#: Is killed while the backup is made, after its file was stored.
KILLED = """
import os, signal, sys, certwright as cw
store = cw.Store.open(sys.argv[1])
def progress(done, total):
    if os.listdir(sys.argv[2]) and done:
        os.kill(os.getpid(), signal.SIGKILL)
store.backup_if_due(progress=progress)
"""


def test_a_process_that_is_killed_leaves_the_store_well(store: cw.Store) -> None:
    folder = scheduled(store)
    ran = subprocess.run([sys.executable, "-c", KILLED, str(store.path), str(folder)], capture_output=True, timeout=DEADLINE)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert store.check().ok and store.backups() == []
    left = {name for name in names(folder) if name.endswith(".pfx")}
    assert left, "it was killed after a file was stored"
    # its claim holds for a quarter of an hour, in which a backup can be made by hand
    status, due = store.backup_status(), store.backup_if_due()
    assert status.running is not None and due.report is None and due.running == status.running
    report = store.backup()
    assert report.proof.complete and {file.name for file in report.backup.files}.isdisjoint(left)
    assert not store.backup_status().due


def test_the_watch_makes_what_is_due_and_tells_of_each(store: cw.Store) -> None:
    folder = scheduled(store)
    told: list[cw.BackupReport | cw.CertwrightError] = []
    slept: list[float] = []

    def sleep(seconds: float) -> bool:
        slept.append(seconds)
        return len(slept) < 3

    store.watch_backups(told.append, sleep=sleep)
    (made,) = told
    assert isinstance(made, cw.BackupReport) and made.proof.complete
    assert len(slept) == 3 and all(0 < seconds <= 60 for seconds in slept)
    assert len(names(folder)) == 1


def test_the_watch_tells_of_one_that_fails_and_goes_on(store: cw.Store) -> None:
    scheduled(store).rmdir()
    told: list[cw.BackupReport | cw.CertwrightError] = []
    waits = iter([None, None, False])
    store.watch_backups(told.append, sleep=lambda seconds: next(waits))
    assert [type(one) for one in told] == [cw.NotFound]
    assert store.backup_status().failures == 1


@pytest.mark.parametrize("which", ["told", "sleep", "progress"])
def test_what_a_callback_raises_ends_the_watch(store: cw.Store, which: str) -> None:
    folder = scheduled(store)

    def raises(*_arguments: object) -> bool:
        raise KeyError("mine")

    callbacks: dict[str, Any] = {"told": lambda made: None, "sleep": lambda seconds: False, "progress": lambda done, total: None, which: raises}
    told = callbacks.pop("told")
    with pytest.raises(KeyError, match="mine"):
        store.watch_backups(told, **callbacks)
    assert len(names(folder)) == (0 if which == "progress" else 1)
    assert store.backup_status().running is None


def test_a_signal_ends_a_watch_that_sleeps(store: cw.Store) -> None:
    serving(store)
    store.set_backup_settings(location=folder_for(store), schedule="daily at 03:30", password_source="sealed", password=PASSWORD)
    store.backup()
    code = (
        "import os, signal, sys, threading, certwright as cw\n"
        "store = cw.Store.open(sys.argv[1])\n"
        "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "store.watch_backups(print)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(store.path)], capture_output=True, timeout=30)
    assert ran.returncode == -signal.SIGINT and b"KeyboardInterrupt" in ran.stderr and ran.stdout == b""


#: In a mount namespace of its own, which ends with it: a disk of 64 KiB for backups, first full, then not.
ON_A_FULL_DISK = """
import json, os, sys
import certwright as cw
store = cw.Store.open(sys.argv[1])
os.chdir(sys.argv[2])
open("filler", "wb").close()
with open("filler", "wb", buffering=0) as filler:
    try:
        while filler.write(bytes(4096)):
            pass
    except OSError:
        pass
raised = []
for work in (lambda: store.backup(sys.argv[2], password="a full disk"), lambda: store.backup_if_due(password="a full disk")):
    try:
        work()
    except cw.CertwrightError as error:
        raised.append([error.code, error.details.get("os_code")])
left, known, failures = os.listdir(), len(store.backups()), store.backup_status().failures
os.unlink("filler")
report = store.backup(sys.argv[2], password="room again")
print(json.dumps([raised, left, known, failures, report.proof.complete, sorted(os.listdir()) == [report.backup.files[0].name]]))
"""


def test_a_full_disk_is_an_io_error_and_no_backup(store: cw.Store, tmp_path: Path) -> None:
    serving(store)
    disk = tmp_path / "disk"
    disk.mkdir()
    store.set_backup_settings(location=disk, schedule="every 6 hours")
    mount = 'mount -t tmpfs -o size=64k tmpfs "$1" || exit 77; exec "$0" -c "$2" "$3" "$1"'
    for user in ([], ["--map-root-user"]):  # root may; others may where the kernel lets them be root of their own
        command = ["unshare", "--mount", *user, "sh", "-c", mount, sys.executable, str(disk), ON_A_FULL_DISK, str(store.path)]
        ran = subprocess.run(command, capture_output=True, timeout=DEADLINE)
        if ran.stdout:
            break
    if not ran.stdout and (ran.returncode == 77 or b"unshare" in ran.stderr):
        pytest.skip("this machine lets nobody mount a small disk")
    assert (ran.returncode, ran.stderr) == (0, b""), ran.stderr.decode()
    assert json.loads(ran.stdout) == [[["io", 28], ["io", 28]], ["filler"], 0, 1, True, True]
    assert os.listdir(disk) == []


def test_a_stop_that_is_not_heeded_at_once_holds(store: cw.Store) -> None:
    for scope in "abc":
        serving(store, scope)
    folder, calls = folder_for(store), []
    store.backup(folder, password=PASSWORD, files="each", progress=lambda done, total: calls.append((done, total)))
    before = names(folder)
    for stop_at in range(len(calls)):
        counted = iter(range(len(calls)))
        with pytest.raises(cw.Cancelled):
            store.backup(folder, password=PASSWORD, files="each", progress=lambda done, total: next(counted, -1) != stop_at)
        assert names(folder) == before, stop_at
