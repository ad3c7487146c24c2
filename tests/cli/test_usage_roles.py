"""`roles`, `cleanup`, `where-used`, `preflight`, `store adopt`."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

import certwright as cw

from .material import Stocked, issued
from .program import Program, snapshot
from .test_json import OF_SHOWN
from .test_usage import OF_ASSIGNMENT, rsa

OF_LINE = OF_ASSIGNMENT | set("thumbprint sha256 state subject not_after essential in_backup expiry_matters".split())
OF_UNNEEDED = set("thumbprint sha256 subject not_after archived why".split())


def served(stocked: Stocked) -> tuple[cw.Entry, cw.Entry]:
    """Two certificates of one database, of which the first is retained."""
    store, entries = cw.Store.open(stocked.db), (rsa(stocked, "first"), rsa(stocked, "second"))
    for entry in entries:
        store.assign(entry, role="database", scope="db1")
    return entries


def test_roles_shows_each_place_and_ends_with_how_many_others_there_are(certwright: Program, stocked: Stocked) -> None:
    first, second = served(stocked)
    lines = certwright("roles", "--db", stocked.db).out.splitlines()
    rows = [re.split(r" {2,}", line.strip()) for line in lines if "database" in line]
    assert [[*row[:3], row[4]] for row in rows] == [
        ["database", "db1", "good", second.thumbprint],
        ["database", "db1", "good, retained", first.thumbprint],
    ]
    assert lines[-2:] == ["3 others: --all", "no backup was proven yet"]


def test_roles_is_one_document(certwright: Program, stocked: Stocked) -> None:
    first, second = served(stocked)
    document = certwright("roles", "--db", stocked.db, "--json").json()
    assert set(document) == {"schema", "assignments", "otherwise_required", "others", "not_required", "last_proven_backup"}
    assert all(set(line) == OF_LINE for line in document["assignments"])
    assert [(line["thumbprint"], line["state"], line["retained"]) for line in document["assignments"]] == [
        (second.thumbprint, "good", False),
        (first.thumbprint, "good", True),
    ]
    assert (document["otherwise_required"], document["others"], document["not_required"]) == ([], 3, [])


def test_roles_all_adds_what_is_not_required_with_why(certwright: Program, stocked: Stocked) -> None:
    served(stocked)
    document = certwright("roles", "--all", "--db", stocked.db, "--json").json()
    assert {one["thumbprint"] for one in document["not_required"]} == {stocked.server, stocked.root, stocked.archived}
    assert all(set(one) == OF_UNNEEDED and one["why"] for one in document["not_required"])
    out = certwright("roles", "--all", "--db", stocked.db).out
    assert "not required" in out and "it is archived; no role is known that it had" in out and "--all" not in out


def over(stocked: Stocked) -> None:
    """The archived one has served, and no longer does."""
    store = cw.Store.open(stocked.db)
    store.assign(stocked.archived, role="client")
    store.release(stocked.archived, role="client")


def test_roles_of_one_scope_shows_no_other(certwright: Program, stocked: Stocked) -> None:
    served(stocked)
    cw.Store.open(stocked.db).assign(stocked.server, role="ssl-connection")
    for scope, roles in (("DB1", {"database"}), ("", {"ssl-connection"}), ("db2", set())):
        document = certwright("roles", "--scope", scope, "--db", stocked.db, "--json").json()
        assert {line["role"] for line in document["assignments"]} == roles
    assert "no certificate is assigned in db2" in certwright("roles", "--scope", "db2", "--db", stocked.db).out


def test_roles_names_what_is_required_otherwise_with_why(certwright: Program, stocked: Stocked) -> None:
    ca, leaf = issued()
    store = cw.Store.open(stocked.db)
    for certificate in (ca, leaf):
        store.add(certificate)
    document = certwright("roles", "--db", stocked.db, "--json").json()
    assert [set(one) for one in document["otherwise_required"]] == [OF_UNNEEDED - {"archived"}]
    assert document["otherwise_required"][0]["thumbprint"] == ca.thumbprint
    assert leaf.thumbprint in document["otherwise_required"][0]["why"][0]
    out = certwright("roles", "--db", stocked.db).out
    assert "no certificate is assigned" in out and "required otherwise" in out and ca.thumbprint in out


def test_cleanup_shows_asks_and_deletes_all_that_is_over(certwright: Program, stocked: Stocked) -> None:
    first, second = served(stocked)
    over(stocked)
    shown = certwright.at_terminal("cleanup", "--db", stocked.db, answers=[("for ever?", "y")])
    assert "it is archived" in shown and "deleted 1 certificate" in shown
    assert stocked.thumbprints() == {stocked.server, stocked.root, first.thumbprint, second.thumbprint}
    assert "nothing to clean up" in certwright("cleanup", "--db", stocked.db).out


def test_who_says_no_keeps_everything(certwright: Program, stocked: Stocked) -> None:
    over(stocked)
    before = stocked.thumbprints()
    certwright.at_terminal("cleanup", "--db", stocked.db, answers=[("for ever?", "n")], status=1)
    assert stocked.thumbprints() == before


def test_cleanup_without_a_terminal_needs_yes(certwright: Program, stocked: Stocked) -> None:
    over(stocked)
    before = snapshot(certwright.folder)
    assert "--yes" in certwright("cleanup", "--db", stocked.db, "--json", status=2).error()["message"]
    assert snapshot(certwright.folder) == before


def test_a_dry_run_of_cleanup_lists_and_deletes_nothing(certwright: Program, stocked: Stocked) -> None:
    over(stocked)
    before, last = snapshot(certwright.folder), stocked.last_event()
    document = certwright("cleanup", "--dry-run", "--db", stocked.db, "--json").json()
    assert (document["changed"], document["dry_run"]) == (False, True)
    assert [(set(one), one["thumbprint"]) for one in document["certificates"]] == [(OF_UNNEEDED, stocked.archived)]
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_cleanup_of_one_scope_and_of_what_nobody_ever_used(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    tried = rsa(stocked, "tried")
    store.assign(tried, role="database", scope="test")
    store.release(tried, role="database", scope="test")
    document = certwright("cleanup", "--scope", "test", "--yes", "--db", stocked.db, "--json").json()
    assert document["changed"] is True
    assert [(set(one), one["thumbprint"], one["key_deleted"]) for one in document["certificates"]] == [
        (OF_UNNEEDED | {"key_deleted", "key_shared"}, tried.thumbprint, True)
    ]
    certwright("cleanup", "--unassigned", "--yes", "--db", stocked.db)
    assert stocked.thumbprints() == {stocked.root}


def test_where_used_tells_of_all_that_refers_to_it(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    store.assign(stocked.server, role="ssl-connection", scope="web")
    store.endpoint("web").https(certificate=stocked.server)
    new = store.renew(stocked.server).entry
    store.export(new, with_key=True, password="correct horse")
    document = certwright("where-used", new.thumbprint, "--db", stocked.db, "--json").json()
    assert set(document) == set(
        "schema thumbprint sha256 subject stores assignments endpoints decisions issued issuers supersedes superseded_by same_key last_export backup"
        " required".split()
    )
    assert (document["endpoints"], document["superseded_by"]) == (["web"], None)
    assert [set(one) for one in document["supersedes"]] == [{"old", "old_sha256", "new", "new_sha256", "at"}]
    assert document["supersedes"][0]["old"] == stocked.server
    assert document["last_export"]["kind"] == "key-exported"
    assert document["required"] == ["it is assigned to ssl-connection (web)", "the endpoint web uses it"]
    out = certwright("where-used", new.thumbprint, "--db", stocked.db).out
    for text in ("the endpoint web uses it", f"{stocked.server}, on 2", "of the journal", "ssl-connection (web), since 2"):
        assert text in out
    former = certwright("where-used", stocked.server, "--db", stocked.db).out
    assert new.thumbprint in former and "it is not required" in former
    certwright("where-used", "AB" * 20, "--db", stocked.db, status=4)


def test_show_tells_what_took_its_place_and_whose_place_it_took(certwright: Program, stocked: Stocked) -> None:
    new = cw.Store.open(stocked.db).renew(stocked.server).entry
    old = certwright("show", stocked.server, "--db", stocked.db, "--json").json()
    assert set(old) == OF_SHOWN | {"schema"}
    assert (old["superseded_by"]["new"], old["supersedes"]) == (new.thumbprint, [])
    assert certwright("show", new.thumbprint, "--db", stocked.db, "--json").json()["supersedes"] == [old["superseded_by"]]
    assert re.search(f"Superseded by +{new.thumbprint}", certwright("show", stocked.server, "--db", stocked.db).out)
    assert re.search(f"Supersedes +{stocked.server}", certwright("show", new.thumbprint, "--db", stocked.db).out)


def test_preflight_is_a_line_for_each_thing_and_status_3_if_one_is_wrong(certwright: Program, stocked: Stocked) -> None:
    entry = cw.Store.open(stocked.db).provide("ssl-connection", dns_names=["srv1.corp.example"]).entry
    good = certwright("preflight", "--host", "srv1.corp.example", "--expect", "ssl-connection", "--db", stocked.db).out.splitlines()
    assert [line.split(":")[0] for line in good] == ["ok    installation", "ok    clock", "ok    ssl-connection", "ok    backup"]
    bad = certwright("preflight", "--host", "other", "--expect", "database:db1", "--db", stocked.db, status=3).out.splitlines()
    assert [line for line in bad if line.startswith("WRONG")] == [
        "WRONG database (db1): it is expected, and no certificate is assigned",
        f"WRONG ssl-connection: {entry.thumbprint}: it is for none of this host's names: other",
    ]
    document = certwright("preflight", "--host", "other", "--db", stocked.db, "--json", status=3).json()
    assert (set(document), document["ok"]) == ({"schema", "ok", "verdicts"}, False)
    assert all(set(verdict) == {"what", "ok", "found"} for verdict in document["verdicts"])


def test_preflight_of_a_lost_key_names_it(certwright: Program, stocked: Stocked) -> None:
    entry = cw.Store.open(stocked.db).provide("master-key").entry
    certwright("preflight", "--db", stocked.db)
    with contextlib.closing(sqlite3.connect(stocked.db)) as database:
        database.execute("DELETE FROM keys WHERE key_id = (SELECT key_id FROM certificates WHERE sha256 = ?)", [bytes.fromhex(entry.sha256)])
        database.commit()
    wrong = [line for line in certwright("preflight", "--db", stocked.db, status=3).out.splitlines() if line.startswith("WRONG")]
    assert wrong == [f"WRONG master-key: {entry.thumbprint}: key missing; import it from a backup"]
    assert "key missing" in certwright("roles", "--db", stocked.db).out


@pytest.fixture
def copied(certwright: Program, stocked: Stocked) -> Path:
    """A copy of the store beside it."""
    folder = certwright.folder / "copy"
    folder.mkdir()
    for name in ("certs.db", "certs.db.key"):
        shutil.copy2(certwright.folder / name, folder / name)
    return folder / "certs.db"


def test_a_copy_is_adopted_once_that_is_said(certwright: Program, stocked: Stocked, copied: Path) -> None:
    dry = certwright("store", "adopt", "--dry-run", "--db", copied, "--json").json()
    assert (dry["changed"], dry["dry_run"], dry["path"]) == (False, True, str(copied))
    assert f"it is a copy of {stocked.db}" in dry["why"]
    assert certwright("new", "a", "--role", "client", "--db", copied, "--json", status=1).error()["code"] == "other_installation"
    assert "WRONG installation" in certwright("preflight", "--db", copied, status=3).out
    assert certwright("store", "adopt", "--db", copied, "--json").json()["changed"] is True
    assert certwright("store", "adopt", "--db", copied, "--json").json()["changed"] is False
    certwright("new", "a", "--role", "client", "--db", copied)


def test_new_for_a_role_in_another_installations_store_is_refused_in_the_words_of_the_core(
    certwright: Program, stocked: Stocked, copied: Path
) -> None:
    told = certwright("new", "a", "--role", "client", "--db", copied, "--json", status=1).error()
    with pytest.raises(cw.OtherInstallation) as caught:
        cw.Store.open(copied).provide("client")
    assert (told["message"], told["details"]) == (caught.value.message, caught.value.details)


def test_an_installation_has_a_name_by_option_or_environment(certwright: Program) -> None:
    certwright("store", "init", "--db", "a.db", "--installation", "plant-a")
    certwright("new", "a", "--role", "client", "--db", "a.db", env={"CERTWRIGHT_INSTALLATION": "plant-a"})
    refused = certwright("new", "b", "--role", "client", "--db", "a.db", "--json", env={"CERTWRIGHT_INSTALLATION": "plant-b"}, status=1)
    assert "plant-a" in refused.error()["message"]
    certwright("store", "adopt", "--db", "a.db", "--installation", "plant-b")
    certwright("new", "b", "--role", "client", "--db", "a.db", "--installation", "plant-b")


def test_an_archived_key_that_never_served_is_cleaned_up_only_where_that_is_said(certwright: Program, stocked: Stocked) -> None:
    assert "nothing to clean up" in certwright("cleanup", "--yes", "--db", stocked.db).out
    listed = certwright("cleanup", "--unassigned", "--dry-run", "--db", stocked.db, "--json").json()["certificates"]
    assert stocked.archived in {one["thumbprint"] for one in listed}


def test_what_was_altered_is_discarded_once_that_is_said(certwright: Program, stocked: Stocked) -> None:
    certwright("assign", stocked.server, "--role", "client", "--db", stocked.db)
    with contextlib.closing(sqlite3.connect(stocked.db)) as stranger, stranger:
        stranger.execute("UPDATE assignments SET scope = 'other'")
    assert certwright("roles", "--db", stocked.db, "--json", status=1).error()["code"] == "tampered"
    dry = certwright("store", "discard-altered", "--dry-run", "--db", stocked.db, "--json").json()
    assert dry["changed"] is False and len(dry["discarded"]) == 1
    certwright("store", "discard-altered", "--db", stocked.db, status=2)
    done = certwright("store", "discard-altered", "--yes", "--db", stocked.db, "--json").json()
    assert done["changed"] is True and done["discarded"] == dry["discarded"]
    assert certwright("roles", "--db", stocked.db, "--json").json()["assignments"] == []
    assert "nothing was altered" in certwright("store", "discard-altered", "--db", stocked.db).out
