"""`store check`, `store upgrade` and `report`."""

from __future__ import annotations

import contextlib
import grp
import os
import re
import sqlite3
import stat

import pytest

import certwright as cw

from .material import Stocked
from .program import Program, snapshot


def _alter(stocked: Stocked, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(stocked.db)) as database, database:
        database.execute(sql)


def test_a_whole_store_is_a_line_for_each_thing_and_status_0(certwright: Program, stocked: Stocked) -> None:
    lines = certwright("store", "check", "--db", stocked.db).out.splitlines()
    assert [re.sub(":.*", "", line) for line in lines] == [
        f"ok    {what}" for what in ("file", "protectors", "certificates", "keys", "trust", "usage", "journal")
    ]


def test_an_altered_store_is_status_3_and_says_what_is_wrong(certwright: Program, stocked: Stocked) -> None:
    _alter(stocked, "UPDATE events SET actor = 'nobody' WHERE number = 2")
    assert "WRONG journal: line 2 of the journal was altered" in certwright("store", "check", "--db", stocked.db, status=3).out
    document = certwright("store", "check", "--db", stocked.db, "--json", status=3).json()
    assert document["ok"] is False
    assert [verdict["what"] for verdict in document["verdicts"] if not verdict["ok"]] == ["journal"]


def test_a_check_changes_nothing(certwright: Program, stocked: Stocked) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    certwright("store", "check", "--db", stocked.db)
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_upgrade_of_a_store_that_needs_none_says_so(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    before = snapshot(certwright.folder)
    document = certwright("store", "upgrade", *options, "--db", stocked.db, "--json").json()
    assert (document["changed"], document["from"], document["to"], document["copy"]) == (False, 2, 2, None)
    assert snapshot(certwright.folder) == before


def test_a_store_of_an_older_schema_names_the_command_that_upgrades_it(certwright: Program, stocked: Stocked) -> None:
    _alter(stocked, "PRAGMA user_version = 1")
    error = certwright("list", "--db", stocked.db, "--json", status=1).error()
    assert (error["code"], "certwright store upgrade" in error["message"]) == ("older_schema", True)
    document = certwright("store", "upgrade", "--dry-run", "--db", stocked.db, "--json").json()
    assert (document["changed"], document["from"], document["to"]) == (False, 1, 2)


def test_a_report_for_people_names_the_facts(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).create_self_signed("soon", days=2)
    out = certwright("report", "--db", stocked.db).out
    for fact in (cw.__version__, str(stocked.db), "0600", "CN=soon", "key-file", "archived", "warning: the key file lies beside"):
        assert fact in out


def test_info_warns_of_a_file_that_others_may_do_more_with(certwright: Program, stocked: Stocked) -> None:
    stocked.db.chmod(0o666)
    warnings = certwright("store", "info", "--db", stocked.db, "--json").json()["warnings"]
    assert any(f"{stocked.db} has mode 0666" in warning for warning in warnings)


def test_init_for_all_to_read_and_for_a_group(certwright: Program) -> None:
    group = grp.getgrgid(os.getgid()).gr_name
    certwright("store", "init", "--db", "all.db", "--others-read")
    certwright("store", "init", "--db", "group.db", "--group", group)
    modes = [stat.S_IMODE((certwright.folder / name).stat().st_mode) for name in ("all.db", "all.db.key", "group.db", "group.db-wal")]
    assert modes == [0o644, 0o600, 0o660, 0o660]


def test_the_journal_names_the_command(certwright: Program, stocked: Stocked) -> None:
    certwright("new", "b", "--db", stocked.db)
    assert cw.Store.open(stocked.db).events()[-1].actor.endswith(": certwright new")
