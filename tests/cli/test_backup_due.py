"""`backup run --due` and `--watch`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

import certwright as cw

from .backups import OF_REPORT, PASSWORD, Serving
from .program import Program

OF_NOT_DUE = {"schema", "changed", "due", "next", "running"}


def test_due_makes_it_once_and_is_quiet_then(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    first = certwright("backup", "run", "--due", "--db", serving.db)
    assert len(first.out.splitlines()) == 1 and first.err == ""
    (file,) = serving.files()
    assert f"backed up 2 certificates with their keys: {file.name} in {serving.folder}; proven to restore" in first.out
    again = certwright("backup", "run", "--due", "--db", serving.db)
    assert (again.out, again.err) == ("", "")
    assert serving.files() == [file]


def test_due_is_one_document_either_way(certwright: Program, serving: Serving) -> None:
    without = certwright("backup", "run", "--due", "--db", serving.db, "--json").json()
    assert without == {"schema": 1, "changed": False, "due": False, "next": None, "running": None}
    serving.scheduled()
    dry = certwright("backup", "run", "--due", "--dry-run", "--db", serving.db, "--json").json()
    assert set(dry) == OF_NOT_DUE | {"dry_run"} and (dry["changed"], dry["due"], serving.files()) == (False, True, [])
    made = certwright("backup", "run", "--due", "--db", serving.db, "--json").json()
    assert set(made) == OF_REPORT | {"schema", "due"} and (made["changed"], made["due"]) == (True, True)
    then = certwright("backup", "run", "--due", "--db", serving.db, "--json").json()
    assert set(then) == OF_NOT_DUE and (then["changed"], then["due"], then["running"]) == (False, False, None) and then["next"] is not None


def test_due_without_a_way_to_the_password_is_a_failure_that_says_what_to_set(certwright: Program, serving: Serving) -> None:
    serving.store().set_backup_settings(location=serving.folder, schedule="daily")
    error = certwright("backup", "run", "--due", "--db", serving.db, "--json", status=1).error()
    assert error["code"] == "password_required" and "--password-source" in error["message"]
    assert serving.store().backup_status().failures == 1 and serving.files() == []


def test_due_takes_the_password_of_a_file(certwright: Program, serving: Serving) -> None:
    serving.store().set_backup_settings(location=serving.folder, schedule="daily")
    assert certwright("backup", "run", "--due", "--password-file", "pw", "--db", serving.db, "--json").json()["changed"] is True
    assert serving.inside() == {serving.first, serving.second}


def test_due_that_lacks_something_is_a_finding(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    serving.lose_key(serving.second)
    assert f"LACKING: client (b): {serving.second}" in certwright("backup", "run", "--due", "--db", serving.db, status=3).out


def test_due_that_fails_is_told_and_waits_before_it_tries_again(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    serving.folder.rmdir()
    assert certwright("backup", "run", "--due", "--db", serving.db, "--json", status=4).error()["code"] == "not_found"
    assert certwright("backup", "run", "--due", "--db", serving.db).out == ""
    out = certwright("backup", "schedule", "--db", serving.db).out
    assert "FAILED 1 time in a row" in out and str(serving.folder) in out
    document = certwright("backup", "schedule", "--db", serving.db, "--json").json()
    assert (document["failures"], document["due"]) == (1, False) and str(serving.folder) in document["why"]
    assert "backup-failed" in {event["kind"] for event in certwright("log", "--db", serving.db, "--json").json()["events"]}


def test_eight_at_once_make_one(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    processes = [certwright.start("backup", "run", "--due", "--db", serving.db, "--json") for _ in range(8)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [(process.returncode, err) for process, (_, err) in zip(processes, said)] == [(0, b"")] * 8
    assert [json.loads(out)["changed"] for out, _ in said].count(True) == 1
    assert len(serving.files()) == 1 and len(serving.store().backups()) == 1


#: Is killed while it makes the backup, after a file was stored.
KILLED = """
import os, signal, sys, certwright as cw
def progress(done, total):
    if done and os.listdir(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
cw.Store.open(sys.argv[1]).backup_if_due(progress=progress)
"""


def test_after_one_that_was_killed_a_backup_can_be_made_by_hand(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(serving.db), str(serving.folder)], timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL and any(path.suffix == ".pfx" for path in serving.files())
    assert certwright("store", "check", "--db", serving.db, "--json").json()["ok"] is True
    due = certwright("backup", "run", "--due", "--db", serving.db, "--json").json()
    assert (due["changed"], due["due"]) == (False, True) and "python" in due["running"]
    assert "one is being made by" in certwright("backup", "schedule", "--db", serving.db).out
    certwright("backup", "run", "--db", serving.db)
    document = certwright("backup", "list", "--db", serving.db, "--json").json()
    assert len(document["backups"]) == 1 and document["ok"] is True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_watch_gives_a_document_a_line_until_a_signal_comes(certwright: Program, serving: Serving, number: signal.Signals) -> None:
    serving.scheduled()
    process = certwright.start("backup", "run", "--watch", "--db", serving.db, "--json")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.isascii()
        document = json.loads(line)
        assert set(document) == OF_REPORT | {"schema", "due"} and document["schema"] == 1
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, b"", b"")
    assert len(serving.files()) == 1 and serving.store().backup_status().running is None


def test_the_watch_tells_people_and_of_what_fails(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    serving.folder.rmdir()
    process = certwright.start("backup", "run", "--watch", "--db", serving.db)
    try:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"watching: every 6 hours\n"
        assert str(serving.folder).encode() in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, b"", b"")
    assert serving.store().backup_status().failures == 1


def test_the_watch_in_json_tells_of_what_fails_on_one_line(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    serving.folder.rmdir()
    process = certwright.start("backup", "run", "--watch", "--db", serving.db, "--json")
    try:
        assert process.stdout is not None
        document = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        process.kill()
    assert set(document) == {"schema", "error"} and document["error"]["code"] == "not_found" and process.returncode == 0


def test_the_watch_needs_a_schedule_and_a_password(certwright: Program, serving: Serving) -> None:
    done = certwright("backup", "run", "--watch", "--db", serving.db, "--json", status=1)
    assert "certwright backup schedule" in done.error()["message"] and len(done.out.splitlines()) == 1
    serving.store().set_backup_settings(location=serving.folder, schedule="daily")
    assert certwright("backup", "run", "--watch", "--db", serving.db, "--json", status=1).error()["code"] == "password_required"


def test_at_a_terminal_the_password_is_asked_for_only_where_one_is_due(certwright: Program, serving: Serving) -> None:
    serving.store().set_backup_settings(location=serving.folder, schedule="every 6 hours")
    command = ["backup", "run", "--due", "--db", str(serving.db)]
    shown = certwright.at_terminal(*command, answers=[("Password of the backup: ", PASSWORD), ("confirmation: ", PASSWORD)])
    assert PASSWORD not in shown and serving.inside() == {serving.first, serving.second}
    assert certwright.at_terminal(*command) == ""
    assert isinstance(serving.store().backups()[0], cw.Backup)
