"""`Store`: make, open, add, get, select, archive, delete, journal."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

import certwright as cw

from .material import chain, foreign, snapshot


class _PathLike:
    """Whatever has a path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


def test_create_makes_a_database_and_its_key_file(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "a.db")
    assert set(snapshot(tmp_path)) == {"a.db", "a.db.key"}
    assert stat.S_IMODE((tmp_path / "a.db.key").stat().st_mode) == 0o600
    assert (tmp_path / "a.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("form", [str, Path, _PathLike])
def test_a_path_may_be_text_or_any_path(tmp_path: Path, form: Any) -> None:
    made = cw.Store.create(form(tmp_path / "a.db"))
    assert isinstance(made.path, Path)
    assert made.path == cw.Store.open(form(tmp_path / "a.db")).path == tmp_path / "a.db"


def test_a_relative_path_is_shown_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cw.Store.create("a.db").path == tmp_path / "a.db"


@pytest.mark.parametrize("there", ["a.db", "a.db.key"])
def test_create_leaves_what_is_there_as_it_is(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")
    before = snapshot(tmp_path)
    with pytest.raises(cw.AlreadyExists) as caught:
        cw.Store.create(tmp_path / "a.db")
    assert caught.value.details == {"path": str(tmp_path / there)}
    assert snapshot(tmp_path) == before


def test_create_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(cw.NotFound):
        cw.Store.create(tmp_path / "missing" / "a.db")
    assert snapshot(tmp_path) == {}


def test_open_never_creates(tmp_path: Path) -> None:
    with pytest.raises(cw.NotFound) as caught:
        cw.Store.open(tmp_path / "a.db")
    assert str(tmp_path / "a.db") in str(caught.value)
    assert snapshot(tmp_path) == {}


def test_the_key_file_may_be_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    made = cw.Store.create(tmp_path / "a.db", key_file=tmp_path / "keys" / "a.key").info()
    assert (made.key_file, made.key_file_beside) == (tmp_path / "keys" / "a.key", False)
    with pytest.raises(cw.KeyFileMissing):
        cw.Store.open(tmp_path / "a.db")
    assert not cw.Store.open(tmp_path / "a.db", key_file=tmp_path / "keys" / "a.key").locked


def test_a_key_file_that_the_service_manager_hands_over_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cw.Store.create(tmp_path / "a.db")
    (tmp_path / "credentials").mkdir()
    (tmp_path / "a.db.key").rename(tmp_path / "credentials" / "a.db.key")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert cw.Store.open(tmp_path / "a.db").info().key_file == tmp_path / "credentials" / "a.db.key"


def test_info_tells_what_guards_the_store_and_how_much_is_in_it(store: cw.Store) -> None:
    store.create_self_signed("a")
    store.add(foreign().certificate)
    info = store.info()
    assert (info.path, info.key_file, info.key_file_beside, info.locked) == (store.path, Path(f"{store.path}.key"), True, False)
    assert (info.certificates, info.private_keys, info.schema, info.events) == (2, 1, 2, 3)
    assert (info.key_file_why, info.written_by) == ("beside the database, where it is looked for unless named", cw.__version__)
    assert [(protector.kind, protector.in_use) for protector in info.protectors] == [("key-file", True)]
    assert {file.path.name: file.mode for file in info.files} == dict.fromkeys(["certs.db", "certs.db-wal", "certs.db-shm", "certs.db.key"], 0o600)
    assert [warning.split(":")[0].split(",")[0] for warning in info.warnings] == ["the key file lies beside the database", "there is only one protector"]
    assert info.stores == ["Personal", "TrustedRoot", "Intermediate", "TrustedPeople"]
    assert len(info.id) == 32 and int(info.id, 16)


@pytest.fixture
def locked(store: cw.Store) -> cw.Store:
    """A store with one certificate, opened without its key."""
    store.create_self_signed("a", tags=["web"])
    os.remove(f"{store.path}.key")
    return cw.Store.open(store.path, locked=True)


def test_a_locked_store_gives_what_is_public(locked: cw.Store) -> None:
    entry = locked.select(subject="a")
    assert (locked.locked, entry.has_private_key, entry.tags) == (True, True, ["web"])
    assert locked.export(entry, format="pem") == entry.to_pem().encode()
    assert [event.kind for event in locked.events()] == ["created", "issued"]


@pytest.mark.parametrize("action", ["add", "create", "ensure new", "archive", "delete", "import", "key", "export with key"])
def test_a_locked_store_changes_nothing_and_gives_no_key(locked: cw.Store, action: str) -> None:
    entry = locked.select(subject="a")
    actions: dict[str, Any] = {
        "add": lambda: locked.add(foreign().certificate),
        "create": lambda: locked.create_self_signed("b"),
        "ensure new": lambda: locked.ensure_self_signed("b"),
        "archive": lambda: locked.archive(entry),
        "delete": lambda: locked.delete(entry),
        "import": lambda: locked.import_file(foreign().to_pem().encode()),
        "key": lambda: entry.identity(),
        "export with key": lambda: locked.export(entry, format="pem", with_key=True),
    }
    with pytest.raises(cw.StoreLocked):
        actions[action]()
    assert locked.last_event == 2


def test_what_was_added_is_there_for_the_next_who_opens(store: cw.Store) -> None:
    made = store.create_self_signed("CN=a,O=Example", dns_names=["a.example"], friendly_name="A", tags=["x", "y"])
    again = cw.Store.open(store.path).get(made.thumbprint)
    assert again == made and hash(again) == hash(made)
    assert (again.friendly_name, again.tags, again.stores, again.archived, again.has_private_key) == ("A", ["x", "y"], ["Personal"], False, True)
    assert again.added.tzinfo is dt.timezone.utc
    assert again.identity().private_key.matches(made)


def test_an_entry_is_a_certificate(store: cw.Store) -> None:
    certificate = foreign().certificate
    entry = store.add(certificate).entry
    assert isinstance(entry, cw.Certificate)
    assert (entry, entry.certificate, {entry}) == (certificate, certificate, {certificate})
    assert (entry.der, entry.subject, entry.to_pem()) == (certificate.der, certificate.subject, certificate.to_pem())
    assert type(entry.certificate) is cw.Certificate


@pytest.mark.parametrize("form", ["entry", "certificate", "sha1", "sha256", "pasted"])
@pytest.mark.parametrize("method", ["get", "archive", "unarchive", "delete", "export", "export list"])
def test_an_entry_is_accepted_wherever_a_thumbprint_is(store: cw.Store, form: str, method: str) -> None:
    entry = store.add(foreign().certificate).entry
    named: Any = {
        "entry": entry,
        "certificate": entry.certificate,
        "sha1": entry.thumbprint,
        "sha256": entry.sha256,
        "pasted": f"\u200e{entry.thumbprint.lower()} ",
    }[form]
    if method == "get":
        assert store.get(named) == entry
    elif method == "archive":
        assert store.archive(named).entry.archived
    elif method == "unarchive":
        store.archive(entry)
        assert not store.unarchive(named).entry.archived
    elif method == "delete":
        store.delete(named)
        assert list(store.find(archived=None)) == []
    else:
        assert store.export([named] if method == "export list" else named, format="der") == entry.der


def test_adding_again_changes_only_what_is_new(store: cw.Store) -> None:
    identity = foreign()
    first = store.add(identity.certificate, tags=["x"])
    last = store.last_event
    again = store.add(identity.certificate, tags=["x"])
    assert (first.changed, again.changed, store.last_event) == (True, False, last)
    more = store.add(identity, tags=["y"], friendly_name="A", store="TrustedPeople")
    assert more.changed
    assert (more.entry.tags, more.entry.friendly_name, more.entry.stores) == (["x", "y"], "A", ["Personal", "TrustedPeople"])


def test_an_identity_brings_its_key_and_its_chain(store: cw.Store) -> None:
    (_, _), (issuer, _), (leaf, key) = chain()
    identity = cw.Identity(cw.Certificate.from_cryptography(leaf), cw.PrivateKey.from_cryptography(key), [cw.Certificate.from_cryptography(issuer)])
    entry = store.add(identity).entry
    assert [certificate.subject for certificate in entry.chain()] == ["CN=issuer"]
    assert store.select(subject="issuer").stores == ["Intermediate"]
    assert [certificate.subject for certificate in entry.identity().chain] == ["CN=issuer"]


@pytest.mark.parametrize("name", ["TrustedRoot", "TrustedPeople", "Root"])
def test_a_private_key_is_never_put_into_a_trusted_store(store: cw.Store, name: str) -> None:
    added = store.add(foreign(), store=name)
    assert not added.entry.has_private_key
    assert len(added.notes) == 1 and "private key was left out" in added.notes[0]
    assert store.info().private_keys == 0
    with pytest.raises(cw.InvalidArgument):
        store.create_self_signed("a", store=name)
    assert store.info().private_keys == 0


@pytest.mark.parametrize("wrong", ["text", b"der", None, 5])
def test_only_certificates_and_identities_are_added(store: cw.Store, wrong: Any) -> None:
    with pytest.raises(TypeError):
        store.add(wrong)


@pytest.mark.parametrize("use", ["add", "create", "import", "find", "select"])
def test_a_named_store_that_is_not_there_is_an_error_that_names_those_that_are(store: cw.Store, use: str) -> None:
    actions: dict[str, Any] = {
        "add": lambda: store.add(foreign().certificate, store="Web"),
        "create": lambda: store.create_self_signed("a", store="Web"),
        "import": lambda: store.import_file(foreign().to_pem().encode(), store="Web"),
        "find": lambda: store.find(store="Web"),
        "select": lambda: store.select(store="Web"),
    }
    with pytest.raises(cw.UnknownStoreName) as caught:
        actions[use]()
    assert caught.value.details == {"name": "Web", "known": ["Personal", "TrustedRoot", "Intermediate", "TrustedPeople"]}
    assert store.last_event == 1


def test_a_named_store_is_made_when_asked_for(store: cw.Store) -> None:
    entry = store.add(foreign().certificate, store="Web", create_store=True).entry
    assert entry.stores == ["Web"]
    assert store.info().stores[-1] == "Web"
    assert store.add(foreign("b").certificate, store="WEB").entry.stores == ["Web"]
    assert [found.subject for found in store.find(store="web")] == ["CN=foreign", "CN=b"]


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("My", "Personal"),
        ("personal", "Personal"),
        ("Root", "TrustedRoot"),
        ("Trusted Root Certification Authorities", "TrustedRoot"),
        ("CA", "Intermediate"),
        ("intermediate certification authorities", "Intermediate"),
        ("TrustedPeople", "TrustedPeople"),
        ("Trusted People", "TrustedPeople"),
        (" ROOT ", "TrustedRoot"),
    ],
)
def test_the_names_of_windows_are_taken_in_any_case(store: cw.Store, alias: str, name: str) -> None:
    entry = store.add(foreign().certificate, store=alias).entry
    assert entry.stores == [name]
    assert [found.thumbprint for found in store.find(store=alias)] == [entry.thumbprint]
    assert store.get(entry, store=alias) == entry


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 65])
def test_what_can_be_no_name_of_a_store_is_refused(store: cw.Store, name: str) -> None:
    with pytest.raises(cw.InvalidArgument):
        store.add(foreign().certificate, store=name, create_store=True)


def test_get_says_that_a_certificate_is_archived(store: cw.Store) -> None:
    entry = store.add(foreign().certificate).entry
    store.archive(entry)
    with pytest.raises(cw.NotFound) as caught:
        store.get(entry)
    assert caught.value.details["near"] == ["it is archived (CN=foreign)"]
    assert store.get(entry, archived=True).archived


def test_get_says_in_which_other_named_store_a_certificate_is(store: cw.Store) -> None:
    entry = store.add(foreign().certificate, store="Intermediate").entry
    with pytest.raises(cw.NotFound) as caught:
        store.get(entry, store="Personal")
    assert caught.value.details["near"] == ["it is in Intermediate (CN=foreign)"]


def test_get_says_when_the_other_hash_begins_the_same(store: cw.Store) -> None:
    entry = store.add(foreign().certificate).entry
    with pytest.raises(cw.NotFound) as caught:
        store.get(entry.sha256[:40])  # as a dialog that shows too little of it
    assert caught.value.details["near"] == [f"the SHA-256 of CN=foreign begins the same: {entry.sha256}"]
    with pytest.raises(cw.NotFound) as caught:
        store.get(entry.thumbprint + "00" * 12)
    assert caught.value.details["near"] == [f"the SHA-1 of CN=foreign begins the same: {entry.thumbprint}"]


def test_get_takes_no_subject(store: cw.Store) -> None:
    store.add(foreign().certificate)
    with pytest.raises(cw.InvalidThumbprint):
        store.get("foreign")


def test_archive_takes_a_certificate_out_of_sight_and_back(store: cw.Store) -> None:
    entry = store.create_self_signed("a")
    assert [store.archive(entry).changed, store.archive(entry).changed] == [True, False]
    assert list(store.find()) == []
    assert [store.unarchive(entry).changed, store.unarchive(entry).changed] == [True, False]
    assert list(store.find()) == [entry]
    assert [event.kind for event in store.events(2)] == ["archived", "unarchived"]


def test_an_entry_stays_as_it_was_read(store: cw.Store) -> None:
    entry = store.create_self_signed("a")
    store.archive(entry)
    assert not entry.archived
    store.delete(entry)
    assert entry.subject == "CN=a"


def test_delete_takes_the_key_with_the_last_certificate_that_shares_it(store: cw.Store) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    one, two = (store.add(foreign("shared", serial=serial, key=key)).entry for serial in (1, 2))
    first = store.delete(one)
    assert (first.key_deleted, first.key_shared) == (False, True)
    assert store.get(two).identity().private_key.matches(two)
    second = store.delete(two)
    assert (second.key_deleted, second.key_shared) == (True, False)
    assert store.info().private_keys == 0


def test_delete_of_a_certificate_without_a_key_deletes_none(store: cw.Store) -> None:
    deleted = store.delete(store.add(foreign().certificate).entry)
    assert (deleted.key_deleted, deleted.key_shared) == (False, False)


def test_what_was_deleted_is_not_there(store: cw.Store) -> None:
    entry = store.create_self_signed("a")
    store.delete(entry)
    for again in (store.delete, store.archive, store.get):
        with pytest.raises(cw.NotFound):
            again(entry)
    with pytest.raises(cw.NoPrivateKey):
        entry.identity()


def test_ensure_makes_one_certificate_however_often_it_is_asked_for(store: cw.Store) -> None:
    options: dict[str, Any] = dict(dns_names=["a.example"], ip_addresses=["10.0.0.5", "2001:db8::1"], purpose="both")
    first, again = store.ensure_self_signed("a", **options), store.ensure_self_signed("a", **options)
    assert (first.changed, again.changed) == (True, False)
    assert first.entry == again.entry
    assert store.last_event == 2


@pytest.mark.parametrize(
    "other",
    [
        {"dns_names": ["b.example"]},
        {"ip_addresses": ["10.0.0.5"]},
        {"purpose": "client"},
        {"key": "p384"},
        {"store": "Intermediate"},
    ],
)
def test_ensure_makes_another_where_something_differs(store: cw.Store, other: dict[str, Any]) -> None:
    store.ensure_self_signed("a", dns_names=["a.example"])
    assert store.ensure_self_signed("a", **{"dns_names": ["a.example"], **other}).changed


def test_ensure_does_not_take_one_that_is_archived_or_over(store: cw.Store) -> None:
    store.archive(store.ensure_self_signed("a").entry)
    assert store.ensure_self_signed("a").changed
    store.create_self_signed("b", valid_from="2001-01-01", valid_to="2002-01-01")
    assert store.ensure_self_signed("b").changed


def test_the_journal_has_every_change_numbered_without_gaps(store: cw.Store) -> None:
    identity = foreign()
    entry = store.add(identity).entry
    store.import_file(cw.self_signed("b").to_pem().encode())
    store.archive(entry)
    store.unarchive(entry)
    for failing in (
        lambda: store.add(identity, store="Web"),
        lambda: store.create_self_signed("a", days=1, years=1),
        lambda: store.import_file(b"nothing"),
        lambda: store.delete("AB" * 20),
    ):
        with pytest.raises(cw.CertwrightError):
            failing()
    store.export(entry, format="pem", with_key=True)
    store.export(entry, format="pem")
    store.delete(entry)
    events = store.events()
    assert [event.number for event in events] == list(range(1, store.last_event + 1))
    kinds = ["created", "added", "imported", "imported", "archived", "unarchived", "key-exported", "deleted"]
    assert [event.kind for event in events] == kinds
    assert all(event.at.tzinfo is dt.timezone.utc and event.actor for event in events)
    assert events[-1].thumbprint == entry.thumbprint
    assert events[-1].details == {"subject": "CN=foreign", "key": "deleted"}


@pytest.mark.parametrize(("since", "limit", "numbers"), [(0, 1000, [1, 2, 3]), (1, 1000, [2, 3]), (0, 2, [1, 2]), (3, 10, []), (99, 10, []), (2**64 - 1, 10, [])])
def test_events_gives_the_lines_after_a_number(store: cw.Store, since: int, limit: int, numbers: list[int]) -> None:
    store.create_self_signed("a")
    store.create_self_signed("b")
    assert [event.number for event in store.events(since, limit=limit)] == numbers


def test_the_actor_is_named_in_the_journal(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "a.db", actor="setup")
    cw.Store.open(tmp_path / "a.db", actor="renewal").create_self_signed("a")
    actors = [event.actor for event in cw.Store.open(tmp_path / "a.db").events()]
    assert [re.fullmatch(rf".+ \(uid {os.getuid()}\), .+\[{os.getpid()}\]: (.+)", actor)[1] for actor in actors] == ["setup", "renewal"]  # type: ignore[index]


def test_no_private_key_stands_in_the_file(store: cw.Store) -> None:
    identity = foreign()
    store.add(identity)
    key = identity.private_key.to_cryptography()
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    secret = key.private_numbers().private_value.to_bytes(32, "big")
    written = b"".join(path.read_bytes() for path in store.path.parent.iterdir())
    assert identity.certificate.der in written
    assert secret not in written
