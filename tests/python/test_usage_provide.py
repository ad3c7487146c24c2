"""`provide`: the certificate of a role, made where there is none; never another key in place of one that may be needed."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

import certwright as cw

from .material import days, ending, lose_key, rsa

NAMES, ADDRESSES = cw.local_host()


def test_the_first_who_asks_has_it_made_with_the_defaults_of_the_role(store: cw.Store) -> None:
    provided = store.provide("database", "db1")
    assert provided.made is True
    entry = provided.entry
    assert (entry.common_name, entry.key_algorithm, entry.friendly_name) == ("database db1", "rsa3072", "database db1")
    assert [(one.role, one.scope) for one in entry.assignments] == [("database", "db1")]
    again = store.provide("database", "DB1")
    assert (again.made, again.entry) == (False, entry)


def test_a_servers_is_for_this_host_unless_somebody_else_is_named(store: cw.Store) -> None:
    own = store.provide("ssl-connection").entry
    assert (own.dns_names, own.ip_addresses) == (NAMES, ADDRESSES)
    named = store.provide("ssl-connection", "a", dns_names=["srv1.corp.example"], ip_addresses=["10.0.0.5"]).entry
    assert (named.common_name, named.dns_names, named.ip_addresses) == ("srv1.corp.example", ["srv1.corp.example"], ["10.0.0.5"])
    both = store.provide("ssl-connection", "b", dns_names=["srv1.corp.example"], this_host=True).entry
    assert both.dns_names == ["srv1.corp.example", *NAMES]
    nobody = store.provide("ssl-connection", "c", this_host=False).entry
    assert (nobody.common_name, nobody.dns_names) == ("ssl-connection c", [])


def test_its_subject_is_the_one_that_is_given(store: cw.Store) -> None:
    assert store.provide("client", subject="CN=joiner,O=Example").entry.subject == "CN=joiner,O=Example"


def test_an_address_that_is_none_is_refused(store: cw.Store) -> None:
    with pytest.raises(cw.InvalidArgument, match="300"):
        store.provide("ssl-connection", ip_addresses=["10.0.0.300"])
    assert list(store.find()) == []


def test_a_role_of_ones_own_has_its_kind_of_key(store: cw.Store) -> None:
    store.define_role(cw.Role("archive", purpose="client", default_key="ed25519"))
    assert store.provide("archive").entry.key_algorithm == "ed25519"


def test_the_key_of_an_essential_role_is_never_made_anew(store: cw.Store) -> None:
    entry = rsa(store, "a")
    store.assign(entry, role="database", scope="db1")
    store.unassign(entry, role="database", scope="db1")
    with pytest.raises(cw.Missing) as caught:
        store.provide("database", "db1")
    assert isinstance(caught.value, LookupError)
    assert caught.value.details == {"role": "database", "scope": "db1", "thumbprint": entry.thumbprint, "backup": None, "here": True}
    assert str(caught.value).endswith(f"assign {entry.thumbprint} again")
    assert len(list(store.find())) == 1


def test_a_lost_key_is_missed_with_the_last_backup_that_holds_it(store: cw.Store) -> None:
    entry = store.provide("master-key").entry
    backup = store.export(entry, with_key=True, password="correct horse")
    line = store.last_event
    lose_key(store, entry)
    with pytest.raises(cw.Missing, match=f"line {line} of the journal") as caught:
        store.provide("master-key")
    assert caught.value.details["thumbprint"] == entry.thumbprint
    store.import_file(backup, password="correct horse")
    assert store.provide("master-key").entry == entry


def test_what_is_not_essential_is_made_again(store: cw.Store) -> None:
    first = store.provide("ssl-connection").entry
    lose_key(store, first)
    again = store.provide("ssl-connection")
    assert again.made and again.entry != first


def test_one_that_has_expired_where_that_matters_is_renewed_and_others_keep_decrypting(store: cw.Store) -> None:
    server = ending(store, "srv1", days(-1), dns_names=["srv1.corp.example"])
    store.assign(server, role="ssl-connection")
    renewed = store.provide("ssl-connection")
    assert renewed.made and renewed.entry != server and renewed.entry.dns_names == ["srv1.corp.example"]
    old = ending(store, "db", days(-1), purpose="encipher", key="rsa2048")
    store.assign(old, role="database")
    provided = store.provide("database")
    assert (provided.made, provided.entry) == (False, old)


def test_a_copy_beside_its_original_makes_no_keys_before_it_is_adopted(store: cw.Store, tmp_path: Path) -> None:
    kept = store.provide("ssl-connection").entry
    (tmp_path / "restored").mkdir()
    copy = tmp_path / "restored" / "certs.db"
    shutil.copy2(f"{store.path}.key", f"{copy}.key")
    with contextlib.closing(sqlite3.connect(store.path)) as original, contextlib.closing(sqlite3.connect(copy)) as restored:
        original.backup(restored)
    opened = cw.Store.open(copy)
    why = opened.other_installation()
    assert why is not None and str(store.path) in why
    assert opened.provide("ssl-connection").entry == kept
    with pytest.raises(cw.OtherInstallation, match="store adopt") as caught:
        opened.provide("database")
    assert isinstance(caught.value, PermissionError) and caught.value.details["why"] == why
    with pytest.raises(cw.OtherInstallation):
        opened.renew(kept)
    assert any("not this installation's" in warning for warning in opened.info().warnings)
    assert [opened.adopt() for _ in range(2)] == [True, False]
    assert opened.other_installation() is None
    assert opened.provide("database").made
    assert cw.Store.open(store.path).other_installation() is None


def test_an_installation_is_told_by_the_name_that_its_host_gives_it(tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    cw.Store.create(path, installation="plant-a")
    assert cw.Store.open(path, installation="plant-a").provide("database").made
    other = cw.Store.open(path, installation="plant-b")
    assert "plant-a" in str(other.other_installation())
    with pytest.raises(cw.OtherInstallation):
        other.provide("master-key")
    assert other.adopt() is True
    assert other.provide("master-key").made
