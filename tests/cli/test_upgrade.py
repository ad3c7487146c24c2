"""`store upgrade`, on a store that an older version made (the README beside it says which)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import certwright as cw

from .program import Program, snapshot

DATA = Path(__file__).parents[2] / "core" / "tests" / "data" / "store-1"


@pytest.fixture
def old(certwright: Program) -> Path:
    """A store of schema 1."""
    db = certwright.folder / "old.db"
    shutil.copyfile(DATA / "certs.db", db)
    key = certwright.folder / "old.db.key"
    key.touch(0o600)
    key.write_bytes((DATA / "certs.db.key").read_bytes())
    return db


@pytest.mark.parametrize("command", [["list"], ["new", "a"], ["store", "info"]])
def test_other_commands_leave_it_as_it_is_and_name_the_one_that_helps(certwright: Program, old: Path, command: list[str]) -> None:
    before = snapshot(certwright.folder)
    error = certwright(*command, "--db", old, "--json", status=1).error()
    assert (error["code"], "certwright store upgrade" in error["message"]) == ("older_schema", True)
    assert snapshot(certwright.folder) == before


def test_upgrade_to_try_changes_nothing(certwright: Program, old: Path) -> None:
    before = snapshot(certwright.folder)
    document = certwright("store", "upgrade", "--dry-run", "--db", old, "--json").json()
    assert (document["changed"], document["from"], document["to"], document["copy"]) == (False, 1, 2, None)
    assert snapshot(certwright.folder) == before


def test_upgrade_keeps_a_copy_and_everything_that_was_in_it(certwright: Program, old: Path) -> None:
    document = certwright("store", "upgrade", "--db", old, "--json").json()
    assert (document["changed"], document["from"], document["to"], document["copy"]) == (True, 1, 2, f"{old}.schema1")
    with cw.Store.open(old) as store:
        assert store.check().ok
        entry = store.select(dns_name="srv1.corp.example")
        assert (entry.friendly_name, entry.tags, entry.stores) == ("Server", ["prod", "web"], ["Personal", "Web"])
        assert entry.identity().private_key.matches(entry)
        assert store.select(subject="Root").stores == ["TrustedRoot"]
        assert [found.subject for found in store.find(archived=True)] == ["CN=old"]
        kinds = [event.kind for event in store.events()]
        assert (kinds[0], kinds[-1], len(kinds)) == ("created", "upgraded", 8)


def test_a_second_upgrade_has_nothing_to_do(certwright: Program, old: Path) -> None:
    certwright("store", "upgrade", "--db", old)
    before = snapshot(certwright.folder)
    assert certwright("store", "upgrade", "--db", old, "--json").json()["changed"] is False
    assert snapshot(certwright.folder) == before


def test_a_copy_that_is_there_is_not_replaced(certwright: Program, old: Path) -> None:
    Path(f"{old}.schema1").write_text("mine")
    before = snapshot(certwright.folder)
    assert certwright("store", "upgrade", "--db", old, "--json", status=1).error()["code"] == "already_exists"
    assert snapshot(certwright.folder) == before
