"""Roles and assignments: which certificate serves what, where, and which former ones are kept for old data."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

import certwright as cw

from .material import foreign, rsa

RULES = ("essential", "in_backup", "expiry_matters", "purpose", "default_key", "renewable")


def rules(role: cw.Role) -> tuple[Any, ...]:
    return tuple(getattr(role, rule) for rule in RULES)


def held(store: cw.Store) -> list[tuple[str, str | None, str, bool]]:
    return [(one.role, one.scope, one.thumbprint, one.retained) for one in store.assignments() if one.holds()]


def test_every_store_knows_six_roles_with_their_rules(store: cw.Store) -> None:
    assert {role.name: rules(role) for role in store.roles()} == {
        "ssl-connection": (False, False, True, "server", None, True),
        "database": (True, True, False, "encipher", None, True),
        "master-key": (True, True, False, "encipher", None, True),
        "discovery-service": (True, True, False, "encipher", None, True),
        "password-reset": (True, True, False, "encipher", None, True),
        "client": (False, True, True, "client", None, True),
    }
    assert all(role.built_in and role.description for role in store.roles())


def test_a_new_role_has_the_rules_that_lose_nothing() -> None:
    role = cw.Role("archive")
    assert (role.name, role.description, role.built_in) == ("archive", "", False)
    assert rules(role) == (True, True, True, "both", None, True)


def test_a_role_of_ones_own_keeps_its_rules(store: cw.Store) -> None:
    wanted = cw.Role(
        "archive",
        description="what the archive holds",
        essential=False,
        in_backup=False,
        expiry_matters=False,
        purpose="encipher",
        default_key="rsa4096",
        renewable=False,
    )
    assert store.define_role(wanted) is True
    again = cw.Store.open(store.path).role("archive")
    assert again == wanted and again != cw.Role("archive")
    assert rules(again) == (False, False, False, "encipher", "rsa4096", False)
    assert [role.name for role in store.roles()][6:] == ["archive"]


def test_defining_the_same_again_changes_nothing(store: cw.Store) -> None:
    assert [store.define_role(cw.Role("archive")) for _ in range(2)] == [True, False]
    assert [event.kind for event in store.events()] == ["created", "role-defined"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: cw.Role("Archive"),
        lambda: cw.Role(""),
        lambda: cw.Role("a" * 65),
        lambda: cw.Role("archive", description="two\nlines"),
        lambda: cw.Role("archive", description="a" * 201),
        lambda: cw.Role("archive", purpose="magic"),
        lambda: cw.Role("archive", default_key="rsa1"),
        lambda: cw.Role("archive", purpose="encipher", default_key="p256"),
        lambda: cw.Role("database"),
    ],
)
def test_what_is_no_role_of_ones_own_is_refused(store: cw.Store, make: Callable[[], cw.Role]) -> None:
    with pytest.raises(cw.InvalidArgument):
        store.define_role(make())
    assert len(store.roles()) == 6


def test_an_unknown_role_is_a_key_error_that_names_the_known_ones(store: cw.Store) -> None:
    entry = rsa(store, "a")
    asks: list[Callable[[], object]] = [
        lambda: store.role("nope"),
        lambda: store.assign(entry, role="nope"),
        lambda: store.provide("nope"),
    ]
    for ask in asks:
        with pytest.raises(cw.UnknownRole, match="database") as caught:
            ask()
        assert isinstance(caught.value, KeyError)
        assert caught.value.details["name"] == "nope" and len(caught.value.details["known"]) == 6


def test_a_role_in_use_is_not_removed_and_one_that_is_not_there_is_not_an_error(store: cw.Store) -> None:
    store.define_role(cw.Role("archive"))
    entry = rsa(store, "a")
    store.assign(entry, role="archive")
    with pytest.raises(cw.InvalidArgument, match="release"):
        store.remove_role("archive")
    store.release(entry, role="archive")
    assert [store.remove_role("archive") for _ in range(2)] == [True, False]
    with pytest.raises(cw.InvalidArgument, match="built in"):
        store.remove_role("database")


def test_an_assignment_says_what_serves_where_and_since_when(store: cw.Store) -> None:
    entry = rsa(store, "a")
    assigned = store.assign(entry, role="database", scope="db1")
    assert (assigned.changed, assigned.replaced, assigned.notes) == (True, None, [])
    one = assigned.assignment
    assert (one.role, one.scope, one.thumbprint, one.sha256) == ("database", "db1", entry.thumbprint, entry.sha256)
    assert (one.until, one.retained, one.holds()) == (None, False, True)
    assert one.since.utcoffset() is not None
    assert store.assignments() == [one] == entry.assignments
    assert entry.required == ["it is assigned to database (db1)"]


@pytest.mark.parametrize("scope", ["db1", "DB1", "  db1 "])
def test_case_and_blanks_of_a_scope_do_not_matter(store: cw.Store, scope: str) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database", scope="db1")
    assert store.assign(entry, role="database", scope=scope).changed is False


@pytest.mark.parametrize("form", ["entry", "certificate", "sha1", "sha256", "pasted"])
def test_a_certificate_is_assigned_by_whatever_names_it(store: cw.Store, form: str) -> None:
    entry = rsa(store, "a")
    forms: dict[str, Any] = {"entry": entry, "certificate": entry.certificate, "sha1": entry.thumbprint, "sha256": entry.sha256}
    forms["pasted"] = f"\u200e{entry.thumbprint.lower()}"
    assert store.assign(forms[form], role="master-key").assignment.sha256 == entry.sha256


def test_another_certificate_takes_the_place_and_the_former_one_of_an_essential_role_is_retained(store: cw.Store) -> None:
    first, second = rsa(store, "first"), rsa(store, "second")
    for role in ("database", "ssl-connection"):
        store.assign(first, role=role)
        assigned = store.assign(second, role=role)
        assert (assigned.replaced, bool(assigned.notes)) == (first.thumbprint, role == "database")
    assert held(store) == [
        ("database", None, second.thumbprint, False),
        ("database", None, first.thumbprint, True),
        ("ssl-connection", None, second.thumbprint, False),
    ]
    assert first.required == ["it is retained for database, whose old data may need it"]


def test_an_unknown_role_is_created_where_that_is_meant(store: cw.Store) -> None:
    assert store.assign(rsa(store, "a"), role="archive", create_role=True).changed
    assert store.role("archive") == cw.Role("archive")


def test_unassigning_retains_what_an_essential_role_may_need_and_releasing_lets_go(store: cw.Store) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database", scope="db1")
    ended = store.unassign(entry, role="database", scope="db1")
    assert (ended.changed, ended.assignment.retained, bool(ended.notes)) == (True, True, True)
    assert store.unassign(entry, role="database", scope="db1").changed is False
    released = store.release(entry, role="database", scope="db1")
    assert (released.changed, released.assignment.retained, released.assignment.holds()) == (True, False, False)
    assert (entry.required, len(entry.assignments)) == ([], 1)
    assert store.delete(entry).key_deleted


def test_what_is_not_assigned_there_is_not_unassigned(store: cw.Store) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database", scope="db1")
    for end in (store.unassign, store.release):
        with pytest.raises(cw.NotFound, match="db2"):
            end(entry, role="database", scope="db2")


def test_a_key_that_hosts_cannot_decrypt_with_is_not_assigned(store: cw.Store) -> None:
    with pytest.raises(cw.Unsupported, match="RSA"):
        store.assign(store.create_self_signed("a"), role="database")
    assert store.assignments() == []


def test_a_certificate_without_its_key_is_not_assigned(store: cw.Store) -> None:
    entry = store.add(foreign().certificate).entry
    with pytest.raises(cw.NoPrivateKey):
        store.assign(entry, role="ssl-connection")


@pytest.mark.parametrize(("role", "scope"), [("Database", None), ("", None), ("database", "a\nb"), ("database", "a" * 129)])
def test_a_role_or_scope_that_is_not_of_its_form_is_refused(store: cw.Store, role: str, scope: str | None) -> None:
    with pytest.raises(cw.InvalidArgument):
        store.assign(rsa(store, "a"), role=role, scope=scope)


def test_what_is_required_is_not_deleted_alone_or_among_others(store: cw.Store) -> None:
    kept, other = rsa(store, "kept"), rsa(store, "other")
    store.assign(kept, role="database")
    deletions: list[Callable[[], object]] = [lambda: store.delete(kept), lambda: store.delete_all([other, kept.thumbprint])]
    for delete in deletions:
        with pytest.raises(cw.Required, match="assigned to database"):
            delete()
    assert len(list(store.find())) == 2
    assert [(done.key_deleted, done.key_shared) for done in store.delete_all([other])] == [(True, False)]


def test_certificates_are_found_by_role_scope_and_whether_they_are_required(store: cw.Store) -> None:
    one, two, free = rsa(store, "one"), rsa(store, "two"), rsa(store, "free")
    store.assign(one, role="database", scope="db1")
    store.assign(two, role="database", scope="db2")
    store.assign(two, role="master-key")

    def found(**conditions: Any) -> list[str | None]:
        return [entry.common_name for entry in store.find(**conditions)]

    assert found(role="database") == ["one", "two"]
    assert found(scope="DB2") == ["two"]
    assert found(role="database", scope="db1") == ["one"]
    assert found(role="database", scope="") == []
    assert found(required=True) == ["one", "two"]
    assert found(required=False) == [free.common_name]
    assert store.select(role="master-key") == two
    with pytest.raises(cw.Ambiguous):
        store.select(role="database")
    with pytest.raises(cw.NotFound, match="db3"):
        store.select(role="database", scope="db3")


def test_a_locked_store_tells_what_is_required_and_not_what_for(store: cw.Store) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database")
    locked = cw.Store.open(store.path, locked=True)
    there = locked.get(entry)
    assert there.required == ["it is assigned to database"]
    assert [one.thumbprint for one in locked.find(required=True)] == [entry.thumbprint]
    asks: list[Callable[[], object]] = [
        lambda: there.assignments,
        locked.roles,
        locked.assignments,
        locked.overview,
        locked.leftovers,
        locked.preflight,
        locked.other_installation,
        lambda: locked.where_used(entry),
        lambda: locked.superseded_by(entry),
        lambda: list(locked.find(role="database")),
        lambda: locked.assign(entry, role="database"),
        lambda: locked.provide("database"),
        lambda: locked.renew(entry),
    ]
    for ask in asks:
        with pytest.raises(cw.StoreLocked):
            ask()
    assert locked.tell_expiries() == 0


def test_an_assignment_that_was_altered_without_the_key_is_refused(store: cw.Store) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database", scope="db1")
    with contextlib.closing(sqlite3.connect(store.path)) as database:
        database.execute("UPDATE assignments SET scope = 'db2'")
        database.commit()
    for ask in (store.assignments, store.overview, lambda: entry.assignments):
        with pytest.raises(cw.Tampered):
            ask()
    assert not store.check().ok


def test_what_was_altered_can_be_discarded(store: cw.Store) -> None:
    store.define_role(cw.Role("reporting"))
    assert store.discard_altered() == []
    with contextlib.closing(sqlite3.connect(store.path)) as stranger, stranger:
        stranger.execute("UPDATE roles SET essential = 0")
    with pytest.raises(cw.Tampered):
        store.roles()
    assert store.discard_altered() == ["the role reporting"]
    assert "reporting" not in [role.name for role in store.roles()]
