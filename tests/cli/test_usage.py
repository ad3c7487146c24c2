"""`assign`, `unassign`, `new --role`, `role`, and what entries say of their use."""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3

import pytest

import certwright as cw

from .material import Stocked, issued
from .program import Program, snapshot
from .test_json import OF_ENTRY, OF_SHOWN

OF_ASSIGNMENT = {"role", "scope", "since", "until", "retained"}
OF_ASSIGNED = OF_ASSIGNMENT | {"changed", "thumbprint", "sha256", "replaced", "notes"}
OF_ROLE = set("name description essential in_backup expiry_matters purpose default_key renewable built_in".split())


def rsa(stocked: Stocked, subject: str) -> cw.Entry:
    return cw.Store.open(stocked.db).create_self_signed(subject, purpose="encipher", key="rsa2048")


def held(stocked: Stocked) -> list[tuple[str, str | None, str, bool]]:
    assignments = cw.Store.open(stocked.db).assignments()
    return [(one.role, one.scope, one.thumbprint, one.retained) for one in assignments if one.holds()]


def test_assign_says_what_serves_where_and_is_idempotent(certwright: Program, stocked: Stocked) -> None:
    command = ["assign", stocked.server, "--role", "ssl-connection", "--scope", "web", "--db", str(stocked.db), "--json"]
    first = certwright(*command).json()
    assert set(first) == OF_ASSIGNED | {"schema"}
    assert (first["changed"], first["role"], first["scope"], first["thumbprint"]) == (True, "ssl-connection", "web", stocked.server)
    assert (first["until"], first["retained"], first["replaced"], first["notes"]) == (None, False, None, [])
    before = stocked.last_event()
    assert certwright(*command).json()["changed"] is False
    assert stocked.last_event() == before


def test_the_former_one_is_named_and_retained_where_the_role_is_essential(certwright: Program, stocked: Stocked) -> None:
    first, second = rsa(stocked, "first"), rsa(stocked, "second")
    for entry in (first, second):
        done = certwright("assign", entry.thumbprint, "--role", "database", "--scope", "db1", "--db", stocked.db)
    assert done.out.splitlines()[0] == f"assigned: {second.thumbprint}, database (db1)"
    assert f"in the place of {first.thumbprint}" in done.out and "is retained" in done.out
    assert held(stocked) == [("database", "db1", second.thumbprint, False), ("database", "db1", first.thumbprint, True)]


def test_an_unknown_role_is_created_where_that_is_meant(certwright: Program, stocked: Stocked) -> None:
    command = ["assign", stocked.server, "--role", "archive", "--db", str(stocked.db), "--json"]
    assert certwright(*command, status=1).error()["code"] == "unknown_role"
    assert certwright(*command, "--create").json()["changed"] is True
    assert cw.Store.open(stocked.db).role("archive") == cw.Role("archive")


@pytest.mark.parametrize(
    ("name", "role", "options", "code"),
    [
        ("root", "ssl-connection", [], "no_private_key"),
        ("server", "database", [], "unsupported"),
        ("server", "archive", [], "unknown_role"),
    ],
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_what_cannot_serve_is_refused_in_a_dry_run_too(
    certwright: Program, stocked: Stocked, name: str, role: str, options: list[str], code: str, dry: list[str]
) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    command = ["assign", getattr(stocked, name), "--role", role, *options, *dry, "--db", str(stocked.db), "--json"]
    real = certwright(*command, status=1).error()
    assert real["code"] == code
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_a_dry_run_refuses_in_the_words_of_the_real_one(certwright: Program, stocked: Stocked) -> None:
    for command in (["assign", stocked.server, "--role", "database"], ["role", "define", "database"], ["role", "remove", "database"]):
        told = [certwright(*command, *dry, "--db", stocked.db, "--json", status=1).error()["message"] for dry in ([], ["--dry-run"])]
        assert told[0] == told[1]


def test_a_dry_run_of_assign_tells_what_would_change(certwright: Program, stocked: Stocked) -> None:
    first, second = rsa(stocked, "first"), rsa(stocked, "second")
    cw.Store.open(stocked.db).assign(first, role="database", scope="db1")
    before, last = snapshot(certwright.folder), stocked.last_event()
    command = ["--role", "database", "--scope", "DB1", "--dry-run", "--db", str(stocked.db), "--json"]
    told = certwright("assign", second.thumbprint, *command).json()
    assert (told["changed"], told["dry_run"], told["would_change"], told["replaced"]) == (False, True, True, first.thumbprint)
    same = certwright("assign", first.thumbprint, *command).json()
    assert (same["would_change"], same["replaced"]) == (False, None)
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_unassign_retains_and_release_lets_go(certwright: Program, stocked: Stocked) -> None:
    entry = rsa(stocked, "a")
    cw.Store.open(stocked.db).assign(entry, role="database", scope="db1")
    command = ["unassign", entry.thumbprint, "--role", "database", "--scope", "db1", "--db", str(stocked.db), "--json"]
    dry = certwright(*command, "--dry-run").json()
    assert (dry["changed"], dry["would_change"], dry["retained"]) == (False, True, True)
    ended = certwright(*command).json()
    assert set(ended) == OF_ASSIGNED | {"schema"}
    assert (ended["changed"], ended["retained"]) == (True, True) and ended["until"] is not None
    assert certwright(*command, "--dry-run").json()["would_change"] is False
    assert certwright(*command, "--release", "--dry-run").json()["would_change"] is True
    released = certwright(*command, "--release").json()
    assert (released["changed"], released["retained"]) == (True, False)
    assert held(stocked) == []


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_what_is_not_assigned_there_is_status_4(certwright: Program, stocked: Stocked, dry: list[str]) -> None:
    command = ["unassign", stocked.server, "--role", "database", "--scope", "db1", *dry, "--db", str(stocked.db), "--json"]
    assert certwright(*command, status=4).error()["message"] == f"an assignment of {stocked.server} to database (db1) is not there"


def test_new_makes_and_assigns_with_the_purpose_and_key_of_the_role(certwright: Program, stocked: Stocked) -> None:
    document = certwright("new", "db1", "--role", "database", "--scope", "db1", "--db", stocked.db, "--json").json()
    assert set(document) == OF_ENTRY | {"schema", "changed", "replaced", "notes"}
    assert (document["key_algorithm"], document["required"], document["replaced"]) == ("rsa3072", True, None)
    assert [(one["role"], one["scope"]) for one in document["assignments"]] == [("database", "db1")]
    assert set(document["assignments"][0]) == OF_ASSIGNMENT
    server = certwright("new", "srv2", "--role", "ssl-connection", "--ensure", "--db", stocked.db, "--json").json()
    again = certwright("new", "srv2", "--role", "ssl-connection", "--ensure", "--db", stocked.db, "--json").json()
    assert (again["changed"], again["thumbprint"]) == (False, server["thumbprint"])


@pytest.mark.parametrize(
    ("options", "code"), [(["--role", "nope"], "unknown_role"), (["--role", "database", "--purpose", "server"], "unsupported")]
)
@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_new_for_a_role_that_it_cannot_serve_leaves_nothing(
    certwright: Program, stocked: Stocked, options: list[str], code: str, dry: list[str]
) -> None:
    before = stocked.thumbprints()
    assert certwright("new", "a", *options, *dry, "--db", stocked.db, "--json", status=1).error()["code"] == code
    assert stocked.thumbprints() == before and held(stocked) == []


def test_new_with_a_scope_needs_a_role(certwright: Program, stocked: Stocked) -> None:
    assert "--role" in certwright("new", "a", "--scope", "db1", "--db", stocked.db, "--json", status=2).error()["message"]


def test_new_for_a_role_makes_the_default_store_and_none_for_an_unknown_role(certwright: Program) -> None:
    data = {"XDG_DATA_HOME": str(certwright.folder)}
    assert certwright("new", "a", "--role", "nope", "--json", env=data, status=1).error()["code"] == "unknown_role"
    assert not (certwright.folder / "certwright").exists()
    assert certwright("new", "a", "--role", "client", "--json", env=data).json()["required"] is True


def test_a_role_of_ones_own_is_defined_listed_and_removed(certwright: Program, stocked: Stocked) -> None:
    options = ["--description", "old mail", "--not-in-backup", "--expiry-does-not-matter", "--purpose", "encipher", "--key", "rsa4096", "--not-renewable"]
    command = ["role", "define", "archive", *options, "--db", str(stocked.db), "--json"]
    assert certwright(*command, "--dry-run").json()["would_change"] is True
    defined = certwright(*command).json()
    assert set(defined) == OF_ROLE | {"schema", "changed"}
    assert defined["changed"] is True
    assert certwright(*command).json()["changed"] is False
    listed = certwright("role", "list", "--db", stocked.db, "--json").json()["roles"]
    assert [role["name"] for role in listed][:6] == [role.name for role in cw.Store.open(stocked.db).roles() if role.built_in]
    assert listed[6] == {
        "name": "archive",
        "description": "old mail",
        "essential": True,
        "in_backup": False,
        "expiry_matters": False,
        "purpose": "encipher",
        "default_key": "rsa4096",
        "renewable": False,
        "built_in": False,
    }
    assert certwright("role", "remove", "archive", "--dry-run", "--db", stocked.db, "--json").json()["changed"] is False
    assert certwright("role", "remove", "archive", "--db", stocked.db, "--json").json()["changed"] is True
    assert certwright("role", "remove", "archive", "--db", stocked.db, "--json", status=1).error()["code"] == "unknown_role"


def test_a_role_that_is_not_essential_is_defined_as_such(certwright: Program, stocked: Stocked) -> None:
    certwright("role", "define", "cache", "--not-essential", "--db", stocked.db)
    assert cw.Store.open(stocked.db).role("cache") == cw.Role("cache", essential=False)


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_a_role_in_use_is_not_removed(certwright: Program, stocked: Stocked, dry: list[str]) -> None:
    cw.Store.open(stocked.db).assign(stocked.server, role="archive", create_role=True)
    error = certwright("role", "remove", "archive", *dry, "--db", stocked.db, "--json", status=1).error()
    assert (error["code"], "release them first" in error["message"]) == ("invalid_argument", True)


def test_list_and_find_look_by_role_scope_and_need_with_what_is_archived(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    old = rsa(stocked, "old-key")
    store.assign(old, role="database", scope="db1")
    new = store.renew(old).entry
    store.assign(stocked.server, role="ssl-connection")

    def found(*options: str) -> set[str]:
        return {entry["thumbprint"] for entry in certwright(*options, "--db", stocked.db, "--json").json()["certificates"]}

    for command in ("list", "find"):
        assert found(command, "--role", "database") == {old.thumbprint, new.thumbprint}
        assert found(command, "--scope", "DB1") == {old.thumbprint, new.thumbprint}
        assert found(command, "--required") == {old.thumbprint, new.thumbprint, stocked.server}
        assert found(command, "--required", "--archived") == {old.thumbprint}
        assert found(command, "--role", "ssl-connection", "--scope", "") == {stocked.server}


def test_an_entry_says_what_it_is_for_in_each_form(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    one = store.assign(stocked.server, role="ssl-connection", scope="web").assignment
    shown = certwright("show", stocked.server, "--db", stocked.db, "--json").json()
    assert set(shown) == OF_SHOWN | {"schema"}
    since = one.since.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shown["assignments"] == [{"role": "ssl-connection", "scope": "web", "since": since, "until": None, "retained": False}]
    assert (shown["required"], shown["why_required"]) == (True, ["it is assigned to ssl-connection (web)"])
    listed = certwright("list", "--db", stocked.db, "--json").json()["certificates"]
    assert [(entry["thumbprint"] == stocked.server, len(entry["assignments"])) for entry in listed if entry["required"]] == [(True, 1)]
    rows = list(csv.DictReader(io.StringIO(certwright("list", "--csv", "--db", stocked.db).out)))
    assert {(row["thumbprint"] == stocked.server, row["assignments"], row["required"]) for row in rows} == {
        (True, "ssl-connection:web", "True"),
        (False, "", "False"),
    }
    out = certwright("show", stocked.server, "--db", stocked.db).out
    assert "ssl-connection (web), since 2" in out and "it is assigned to ssl-connection (web)" in out


def test_without_the_key_what_it_is_for_is_not_told_but_that_it_is_required(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).assign(stocked.server, role="ssl-connection")
    stocked.db.with_name("certs.db.key").rename(certwright.folder / "elsewhere")
    entries = certwright("list", "--db", stocked.db, "--json").json()["certificates"]
    entries.append(certwright("show", stocked.server, "--db", stocked.db, "--json").json())
    assert all(entry["assignments"] is None for entry in entries)
    assert [entry["required"] for entry in entries] == [entry["thumbprint"] == stocked.server for entry in entries]
    assert entries[-1]["supersedes"] is None and entries[-1]["why_required"] == ["it is assigned to ssl-connection"]


def test_what_is_required_is_not_deleted_and_a_dry_run_says_the_same(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).assign(stocked.server, role="ssl-connection")
    command = ["delete", stocked.server, "--db", str(stocked.db), "--json"]
    real = certwright(*command, "--yes", status=1).json()
    assert (real["error"]["code"], real["done"]) == ("required", [])
    assert certwright(*command, "--dry-run", status=1).error() == real["error"]


def test_a_ca_and_what_it_issued_go_together_in_a_dry_run_too(certwright: Program, stocked: Stocked) -> None:
    certificates = issued()
    for certificate in certificates:
        cw.Store.open(stocked.db).add(certificate)
    command = ["delete", *(certificate.thumbprint for certificate in reversed(certificates)), "--db", str(stocked.db), "--json"]
    assert len(certwright(*command, "--dry-run").json()["certificates"]) == 2
    assert len(certwright(*command, "--yes").json()["certificates"]) == 2


def test_a_certificate_is_shown_though_what_refers_to_others_was_altered(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    store.trust("srv1.corp.example:443", [store.get(stocked.server)], stocked.server)
    with contextlib.closing(sqlite3.connect(stocked.db)) as database:
        database.execute("UPDATE decisions SET why = 'altered'")
        database.commit()
    done = certwright("show", stocked.archived, "--db", stocked.db, "--json")
    assert (done.json()["thumbprint"], done.json()["supersedes"]) == (stocked.archived, None)
    assert "altered" in done.one_line()


def test_a_role_that_cannot_be_assigned_takes_nothing_away_that_was_there(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    kept = certwright("new", "kept", "--no-names", "--db", stocked.db, "--json").json()["thumbprint"]
    wrong = ("--role", "ssl-connection", "--scope", "x" * 200, "--db", stocked.db, "--json")
    again = certwright("new", "kept", "--no-names", "--ensure", "--tag", "web", *wrong, status=1)
    assert again.error()["code"] == "invalid_argument"
    assert store.get(kept).identity().private_key.matches(store.get(kept))
    before = stocked.thumbprints()
    certwright("new", "other", "--no-names", *wrong, status=1)
    assert stocked.thumbprints() == before


def test_a_dry_run_of_unassign_foresees_what_is_retained(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    entry = rsa(stocked, "a")
    at = (entry.thumbprint, "--role", "database", "--db", stocked.db, "--json")
    store.assign(entry, role="database")
    for release, current, retained in ((False, True, True), (False, False, True), (True, False, False), (True, False, False)):
        given = (*at, "--release") if release else at
        foreseen = certwright("unassign", *given, "--dry-run").json()
        done = certwright("unassign", *given).json()
        assert (foreseen["would_change"], foreseen["retained"]) == (done["changed"], done["retained"]), (release, current)
        assert done["retained"] is retained


def test_a_passphrase_on_standard_input_is_read_once_for_a_role(certwright: Program) -> None:
    certwright("store", "init", "--passphrase-file", "-", "--db", "p.db", data=b"correct horse")
    made = certwright("new", "a", "--no-names", "--role", "client", "--passphrase-file", "-", "--db", "p.db", "--json", data=b"correct horse")
    assert made.json()["changed"] is True
