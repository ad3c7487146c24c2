"""`backup restore`: the plan, the restore, and into what."""

from __future__ import annotations

from pathlib import Path

import pytest

import certwright as cw

from .backups import OF_RESTORED, PASSWORD, Serving
from .program import Program, snapshot

DEFAULT = Path(".local/share/certwright/certs.db")


@pytest.fixture
def file(serving: Serving) -> Path:
    """A backup of the serving store."""
    return serving.folder / serving.store().backup(serving.folder, password=PASSWORD).backup.files[0].name


def served(db: Path) -> set[tuple[str, str | None, str]]:
    return {(one.role, one.scope, one.thumbprint) for one in cw.Store.open(db).assignments()}


def test_into_a_store_that_is_there_with_a_plan_before(certwright: Program, serving: Serving, file: Path) -> None:
    certwright("store", "init", "--db", "other.db")
    other, command = certwright.folder / "other.db", ["backup", "restore", str(file), "--password-file", "pw", "--db", "other.db"]
    dry = certwright(*command, "--dry-run", "--json").json()
    assert set(dry) == OF_RESTORED | {"schema", "dry_run"} and (dry["changed"], dry["dry_run"]) == (False, True)
    assert dry["counts"] == {"added": 4, "same": 0, "conflict": 0, "kept": 0, "replaced": 0, "skipped": 0}
    assert all(set(line) == {"what", "name", "thumbprint", "outcome", "note"} for line in dry["lines"])
    assert served(other) == set()
    done = certwright(*command, "--json").json()
    assert set(done) == OF_RESTORED | {"schema"} and done["changed"] is True and done["lines"] == dry["lines"]
    assert served(other) == served(serving.db) == {("client", "a", serving.first), ("client", "b", serving.second)}
    again = certwright(*command, "--json").json()
    assert again["changed"] is False and again["counts"]["same"] == 4
    assert certwright(*command).out == "nothing was to be restored: 4 same\n"


def test_people_see_a_line_for_each_that_comes_in(certwright: Program, serving: Serving, file: Path) -> None:
    certwright("store", "init", "--db", "other.db")
    command = ["backup", "restore", str(file), "--password-file", "pw", "--db", "other.db"]
    out = certwright(*command, "--dry-run").out
    assert "client (a)" in out and serving.first in out and out.splitlines()[-1] == "would restore: 4 added"
    assert certwright(*command).out.splitlines()[-1] == "restored: 4 added"


def test_the_default_store_is_made_and_no_other_unless_it_is_said(certwright: Program, serving: Serving, file: Path) -> None:
    command = ["backup", "restore", str(file), "--password-file", "pw"]
    assert certwright(*command, "--db", "new.db", "--json", status=4).error()["code"] == "not_found"
    assert not (certwright.folder / "new.db").exists()
    if Path("/var/lib/certwright").is_dir():
        pytest.skip("where /var/lib/certwright is there, the default store is in it and not the user's")
    assert certwright(*command, "--dry-run", "--json").json()["counts"]["added"] == 4
    assert not (certwright.home / DEFAULT).exists()
    assert certwright(*command, "--json").json()["changed"] is True
    assert served(certwright.home / DEFAULT) == served(serving.db)
    certwright(*command, "--db", "new.db", "--create")
    assert served(certwright.folder / "new.db") == served(serving.db)
    assert certwright(*command, "--db", "new.db", "--create", "--json").json()["changed"] is False


@pytest.mark.parametrize("options", [["--password-file", "wrong"], [], ["--password-file", "pw", "--role", "unheard-of"]])
def test_a_restore_that_fails_makes_no_store(certwright: Program, serving: Serving, file: Path, options: list[str]) -> None:
    (certwright.folder / "wrong").write_text("wrong")
    before = snapshot(certwright.folder)
    certwright("backup", "restore", file, *options, "--db", "new.db", "--create", "--json", status=1).error()
    assert snapshot(certwright.folder) == before


def conflicting(certwright: Program) -> tuple[Path, str]:
    """A store in which another certificate serves in the scope a."""
    other = cw.Store.create(certwright.folder / "other.db")
    return certwright.folder / "other.db", other.provide("client", "a").entry.thumbprint


def test_a_conflict_restores_nothing_and_a_plan_with_one_is_a_finding(certwright: Program, serving: Serving, file: Path) -> None:
    db, _ = conflicting(certwright)
    before = served(db)
    command = ["backup", "restore", str(file), "--password-file", "pw", "--db", str(db)]
    plan = certwright(*command, "--dry-run", "--json", status=3).json()
    assert plan["counts"]["conflict"] == 1
    error = certwright(*command, "--json", status=1).error()
    assert error["code"] == "conflict" and len(error["details"]["what"]) == 1 and "client (a)" in error["message"]
    assert served(db) == before


def test_conflicts_are_kept_or_replaced_as_is_said(certwright: Program, serving: Serving, file: Path) -> None:
    db, ours = conflicting(certwright)
    command = ["backup", "restore", str(file), "--password-file", "pw", "--db", str(db)]
    assert certwright(*command, "--conflicts", "keep", "--json").json()["counts"]["kept"] == 1
    current = {one.thumbprint for one in cw.Store.open(db).assignments() if one.until is None and one.scope == "a"}
    assert current == {ours}
    replace = [*command, "--conflicts", "replace"]
    before = served(db)
    assert "--yes" in certwright(*replace, "--json", status=2).error()["message"]
    assert served(db) == before
    assert "[y/N]" in certwright.at_terminal(*replace, answers=[("[y/N]:", "n")], status=1)
    assert served(db) == before
    assert certwright(*replace, "--yes", "--json").json()["counts"]["replaced"] == 1
    current = {one.thumbprint for one in cw.Store.open(db).assignments() if one.until is None and one.scope == "a"}
    assert current == {serving.first}


def test_replacing_where_nothing_is_replaced_needs_no_yes(certwright: Program, serving: Serving, file: Path) -> None:
    certwright("store", "init", "--db", "other.db")
    document = certwright("backup", "restore", file, "--password-file", "pw", "--conflicts", "replace", "--db", "other.db", "--json").json()
    assert document["counts"]["added"] == 4


def test_a_file_of_another_program_comes_in_for_a_role(certwright: Program, serving: Serving) -> None:
    made = cw.self_signed("theirs", purpose="client", no_expiry=True)
    (certwright.folder / "theirs.pfx").write_bytes(cw.write_pkcs12([made], password=PASSWORD, iterations=1000))
    command = ["backup", "restore", "theirs.pfx", "--password-file", "pw", "--db", str(serving.db), "--json"]
    assert "--role" in certwright(*command, "--scope", "c", status=2).error()["message"]
    assert certwright(*command, "--role", "client", "--scope", "c").json()["changed"] is True
    assert ("client", "c", made.certificate.thumbprint) in served(serving.db)


def test_the_password_is_asked_for_once(certwright: Program, serving: Serving, file: Path) -> None:
    command = ["backup", "restore", str(file), "--db", "new.db", "--create"]
    shown = certwright.at_terminal(*command, answers=[(f"Password of {file}: ", PASSWORD)])
    assert PASSWORD not in shown and shown.count("Password of") == 1 and "restored: 4 added" in shown


def test_many_that_come_in_are_counted_and_not_listed(certwright: Program, serving: Serving) -> None:
    store = serving.store()
    for number in range(20):
        store.provide("client", f"more{number}")
    file = serving.folder / store.backup(serving.folder, password=PASSWORD).backup.files[0].name
    out = certwright("backup", "restore", file, "--password-file", "pw", "--db", "new.db", "--create").out
    assert out == "restored: 44 added\n"
