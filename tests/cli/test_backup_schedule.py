"""`backup schedule`: set, shown, and handed to the machine."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from .backups import Serving
from .program import CERTWRIGHT, Program, snapshot

OF_SCHEDULE = set("schema schedule next due running failures failed_at why warnings".split())


def test_it_is_set_shown_and_taken_away(certwright: Program, serving: Serving) -> None:
    command = ["backup", "schedule", "--db", str(serving.db), "--json"]
    document = certwright(*command).json()
    assert set(document) == OF_SCHEDULE and (document["schedule"], document["next"], document["due"]) == (None, None, False)
    assert "there is no schedule" in certwright("backup", "schedule", "--db", serving.db).out
    dry = certwright(*command, "Every 6h", "--dry-run").json()
    assert dry == {"schema": 1, "changed": False, "dry_run": True, "schedule": "every 6 hours", "would_change": True}
    assert certwright(*command).json()["schedule"] is None
    document = certwright(*command, "Every", "6h").json()
    assert set(document) == OF_SCHEDULE | {"changed"}
    assert (document["changed"], document["schedule"], document["due"]) == (True, "every 6 hours", True)
    assert certwright(*command, "every 6 hours").json()["changed"] is False
    assert "every 6 hours; one is due now" in certwright("backup", "schedule", "--db", serving.db).out
    serving.scheduled("every 6 hours")
    certwright("backup", "run", "--db", serving.db)
    assert "every 6 hours; next on " in certwright("backup", "schedule", "--db", serving.db).out
    document = certwright(*command, "--off").json()
    assert (document["changed"], document["schedule"]) == (True, None)
    assert certwright(*command, "--off").json()["changed"] is False


def test_a_schedule_that_cannot_work_is_warned_of(certwright: Program, serving: Serving) -> None:
    warnings = certwright("backup", "schedule", "daily at 03:30", "--db", serving.db, "--json").json()["warnings"]
    assert ["--location" in warnings[0], "--password-source" in warnings[1]] == [True, True]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["sometimes"], 1, "every 6 hours"),
        (["sometimes", "--dry-run"], 1, "every 6 hours"),
        (["daily", "--off"], 2, "--off"),
        (["--off", "--print", "cron"], 2, "--off"),
        (["--print", "systemd"], 2, "no schedule is set"),
        (["--name", "a"], 2, "--print systemd"),
        (["daily", "--print", "systemd", "--name", "a/b"], 1, "for systemd"),
        (["--print", "upstart"], 2, "upstart"),
    ],
)
def test_what_is_refused_prints_no_unit(certwright: Program, serving: Serving, options: list[str], status: int, said: str) -> None:
    done = certwright("backup", "schedule", *options, "--db", serving.db, "--json", status=status)
    assert said in done.error()["message"]


def units(certwright: Program, *options: str) -> dict[str, str]:
    document = certwright("backup", "schedule", "--print", "systemd", *options, "--json").json()
    assert set(document) == {"schema", "schedule", "command", "units"}
    found = document["units"]
    assert isinstance(found, dict)
    return found


def test_units_name_the_program_the_store_and_its_key_by_their_whole_paths(certwright: Program, serving: Serving) -> None:
    serving.scheduled("daily at 03:31")
    found = units(certwright, "--db", "certs.db", "--key-file", "certs.db.key", "--name", "plant", "--user", "daemon")
    service, timer = found["certwright-backup-plant.service"], found["certwright-backup-plant.timer"]
    words = [CERTWRIGHT, "backup", "run", "--due", "--db", str(serving.db), "--key-file", f"{serving.db}.key"]
    assert f"ExecStart={' '.join(words)}\n" in service and "User=daemon\n" in service
    assert "OnCalendar=*:31\n" in timer


def test_the_command_of_the_units_makes_the_backup(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    document = certwright("backup", "schedule", "--print", "systemd", "--db", "certs.db", "--json").json()
    ran = subprocess.run(document["command"], cwd="/", env={"HOME": "/nonexistent"}, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"") and len(serving.files()) == 1


def test_the_line_of_cron_makes_the_backup(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    done = certwright("backup", "schedule", "--print", "cron", "--db", "certs.db")
    line = done.out.strip()
    assert line.startswith("*/15 * * * * ") and shlex.split(line)[5] == CERTWRIGHT
    ran = subprocess.run(["/bin/sh", "-c", line.split(" ", 5)[5]], cwd="/", env={}, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"") and len(serving.files()) == 1
    document = certwright("backup", "schedule", "--print", "cron", "--db", "certs.db", "--json").json()
    assert set(document) == {"schema", "schedule", "command", "cron"} and document["cron"] == line


def test_systemd_takes_the_units(certwright: Program, serving: Serving) -> None:
    serving.scheduled("30 3 * * 1-5")
    folder = certwright.folder / "units"
    folder.mkdir()
    command = ["backup", "schedule", "--print", "systemd", "--out", "units", "--db", str(serving.db)]
    assert certwright(*command, "--dry-run", "--json").json()["changed"] is False and list(folder.iterdir()) == []
    document = certwright(*command, "--json").json()
    files = sorted(map(str, (folder.relative_to(certwright.folder) / name for name in document["units"])))
    assert sorted(document["files"]) == files and document["changed"] is True
    paths = [certwright.folder / file for file in files]
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in paths)
    judged = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, timeout=60, check=False)
    assert (judged.returncode, judged.stderr) == (0, "")
    before = snapshot(folder)
    assert certwright(*command, "--json", status=1).error()["code"] == "already_exists"
    assert snapshot(folder) == before
    assert "systemctl enable --now certwright-backup.timer" in certwright(*command, "--force").out


def test_printed_units_are_those_of_the_document(certwright: Program, serving: Serving) -> None:
    serving.scheduled()
    found = units(certwright, "--db", str(serving.db))
    out = certwright("backup", "schedule", "--print", "systemd", "--db", serving.db).out
    assert all(f"# {name}\n{text}" in out for name, text in found.items())


def test_a_passphrase_from_standard_input_is_for_no_timer(certwright: Program) -> None:
    (certwright.folder / "phrase").write_text("a passphrase of several words")
    certwright("store", "init", "--db", "p.db", "--passphrase-file", "phrase")
    command = ["backup", "schedule", "daily", "--print", "cron", "--db", "p.db"]
    refused = certwright(*command, "--passphrase-file", "-", "--json", data=b"a passphrase of several words", status=2)
    assert "standard input" in refused.error()["message"]
    line = certwright(*command, "--passphrase-file", "phrase").out
    assert f"--passphrase-file {certwright.folder / 'phrase'}" in line
    assert Path(shlex.split(line)[5]).is_absolute()
