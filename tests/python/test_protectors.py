"""What opens a store: key files and passphrases, added, changed, removed; its key made anew."""

from __future__ import annotations

import datetime as dt
import grp
import os
import stat
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .material import foreign, snapshot


def _added(store: cw.Store, tmp_path: Path) -> dict[str, cw.Protector]:
    """A second key file and a passphrase."""
    return {
        "key file": store.add_protector(key_file=tmp_path / "second.key"),
        "passphrase": store.add_protector(passphrase="geheim"),
    }


def test_a_store_with_a_passphrase_has_no_key_file(tmp_path: Path) -> None:
    with cw.Store.create(tmp_path / "a.db", passphrase="Grüße") as made:
        made.create_self_signed("a")
    assert set(snapshot(tmp_path)) == {"a.db"}
    with cw.Store.open(tmp_path / "a.db", passphrase="Grüße".encode()) as store:
        assert [(protector.kind, protector.in_use) for protector in store.protectors()] == [("passphrase", True)]
        assert store.select(subject="a").identity().private_key.algorithm == "p256"


def test_a_key_file_that_is_named_too_opens_it_as_well(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "a.db", passphrase="geheim", key_file=tmp_path / "a.key")
    assert not cw.Store.open(tmp_path / "a.db", passphrase="geheim").locked
    assert not cw.Store.open(tmp_path / "a.db", key_file=tmp_path / "a.key").locked


def test_a_wrong_passphrase_opens_nothing_and_is_told_by_the_journal(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "a.db", passphrase="geheim")
    with pytest.raises(cw.WrongPassword) as caught:
        cw.Store.open(tmp_path / "a.db", passphrase="falsch")
    assert "falsch" not in str(caught.value)
    store = cw.Store.open(tmp_path / "a.db", passphrase="geheim")
    store.add(foreign().certificate)
    assert [event.kind for event in store.events()] == ["created", "unlock-failed", "added"]


def test_a_store_that_only_a_passphrase_opens_asks_for_it(tmp_path: Path) -> None:
    cw.Store.create(tmp_path / "a.db", passphrase="geheim")
    with pytest.raises(cw.PasswordRequired):
        cw.Store.open(tmp_path / "a.db")


def test_each_protector_opens_the_store(store: cw.Store, tmp_path: Path) -> None:
    added = _added(store, tmp_path)
    assert [protector.in_use for protector in store.protectors()] == [True, False, False]
    for keywords, kind in (({"key_file": tmp_path / "second.key"}, "key file"), ({"passphrase": "geheim"}, "passphrase")):
        opened = cw.Store.open(store.path, **keywords)
        assert [protector.id for protector in opened.protectors() if protector.in_use] == [added[kind].id]
    assert stat.S_IMODE((tmp_path / "second.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("keywords", [{}, {"key_file": "a.key", "passphrase": "geheim"}])
def test_a_new_protector_is_either_a_key_file_or_a_passphrase(store: cw.Store, keywords: dict[str, Any]) -> None:
    for work in (store.add_protector, lambda **given: store.change_protector(store.protectors()[0].id, **given)):
        with pytest.raises(cw.InvalidArgument, match="give either a key file or a passphrase"):
            work(**keywords)


def test_a_key_file_that_is_there_is_not_replaced(store: cw.Store, tmp_path: Path) -> None:
    (tmp_path / "second.key").write_text("mine")
    with pytest.raises(cw.AlreadyExists):
        store.add_protector(key_file=tmp_path / "second.key")
    assert (tmp_path / "second.key").read_text() == "mine"
    assert len(store.protectors()) == 1


def test_a_changed_protector_opens_the_store_no_more(store: cw.Store, tmp_path: Path) -> None:
    old = _added(store, tmp_path)["passphrase"]
    new = store.change_protector(old.id[:8].lower(), passphrase="anders")
    assert new.id != old.id
    with pytest.raises(cw.WrongPassword):
        cw.Store.open(store.path, passphrase="geheim")
    assert not cw.Store.open(store.path, passphrase="anders").locked


def test_the_protector_in_use_can_be_changed(store: cw.Store, tmp_path: Path) -> None:
    made = store.create_self_signed("a")
    assert store.change_protector(store.protectors()[0].id, passphrase="geheim").in_use
    assert made.identity().private_key.matches(made)
    with pytest.raises(cw.KeyFileWrong):
        cw.Store.open(store.path, key_file=f"{store.path}.key")


def test_a_removed_protector_opens_the_store_no_more_and_says_what_that_means(store: cw.Store, tmp_path: Path) -> None:
    notes = store.remove_protector(_added(store, tmp_path)["key file"].id)
    assert len(notes) == 1 and "rotate the key" in notes[0]
    with pytest.raises(cw.KeyFileWrong):
        cw.Store.open(store.path, key_file=tmp_path / "second.key")


def test_the_last_protector_stays(store: cw.Store) -> None:
    with pytest.raises(cw.LastProtector):
        store.remove_protector(store.protectors()[0].id)
    assert len(store.protectors()) == 1
    assert store.events()[-1].kind == "refused"


@pytest.mark.parametrize("id", ["AB" * 16, "", "nonsense"])
def test_an_unknown_protector_is_not_found_and_those_that_are_there_are_named(store: cw.Store, id: str) -> None:
    for work in (store.remove_protector, lambda id: store.change_protector(id, passphrase="a")):
        with pytest.raises(cw.NotFound) as caught:
            work(id)
        assert caught.value.details["near"] == [f"{store.protectors()[0].id} (key-file)"]


def test_rotation_needs_the_secret_of_each_protector(store: cw.Store, tmp_path: Path) -> None:
    added = _added(store, tmp_path)
    with pytest.raises(cw.InvalidArgument) as caught:
        store.rotate_key()
    assert all(protector.id in str(caught.value) for protector in added.values())


def test_rotation_seals_every_key_anew_for_every_protector(store: cw.Store, tmp_path: Path) -> None:
    _added(store, tmp_path)
    made = store.create_self_signed("a")
    before = store.path.read_bytes()
    rotated = store.rotate_key(key_files=[tmp_path / "second.key"], passphrases=["geheim"])
    assert (rotated.private_keys, rotated.dropped) == (1, [])
    assert store.path.read_bytes() != before
    for keywords in ({}, {"key_file": tmp_path / "second.key"}, {"passphrase": "geheim"}):
        with cw.Store.open(store.path, **keywords) as opened:
            assert opened.get(made).identity().private_key.matches(made)
            assert opened.check().ok


def test_rotation_drops_the_others_only_when_told(store: cw.Store, tmp_path: Path) -> None:
    added = _added(store, tmp_path)
    assert set(store.rotate_key(drop_others=True).dropped) == {protector.id for protector in added.values()}
    assert [protector.in_use for protector in store.protectors()] == [True]


def test_a_rotation_with_a_wrong_secret_changes_nothing(store: cw.Store, tmp_path: Path) -> None:
    _added(store, tmp_path)
    last = store.last_event
    with pytest.raises(cw.WrongPassword):
        store.rotate_key(passphrases=["falsch"], drop_others=True)
    assert (store.last_event, len(store.protectors())) == (last, 3)


@pytest.mark.parametrize("work", ["add", "change", "remove", "rotate"])
def test_a_locked_store_keeps_its_protectors(store: cw.Store, work: str) -> None:
    locked = cw.Store.open(store.path, locked=True)
    id = store.protectors()[0].id
    actions: dict[str, Any] = {
        "add": lambda: locked.add_protector(passphrase="a"),
        "change": lambda: locked.change_protector(id, passphrase="a"),
        "remove": lambda: locked.remove_protector(id),
        "rotate": locked.rotate_key,
    }
    with pytest.raises(cw.StoreLocked):
        actions[work]()


@pytest.mark.parametrize("deadline", [0, 0.5, 3, dt.timedelta(milliseconds=20)])
def test_a_deadline_is_seconds_or_a_timedelta(store: cw.Store, deadline: float | dt.timedelta) -> None:
    assert not cw.Store.open(store.path, busy_deadline=deadline).locked


@pytest.mark.parametrize("deadline", [-1, float("nan"), float("inf"), 1e300, dt.timedelta(days=-1), dt.timedelta.max])
def test_a_deadline_that_nobody_can_wait_for_is_refused(store: cw.Store, deadline: float | dt.timedelta) -> None:
    with pytest.raises(cw.InvalidArgument, match="busy_deadline"):
        cw.Store.open(store.path, busy_deadline=deadline)


def test_a_store_for_all_to_read_gives_no_key_away(tmp_path: Path) -> None:
    store = cw.Store.create(tmp_path / "a.db", others_read=True)
    modes = {file.path.name: file.mode for file in store.info().files}
    assert modes == {"a.db": 0o644, "a.db-wal": 0o644, "a.db-shm": 0o644, "a.db.key": 0o600}


@pytest.mark.parametrize("form", ["name", "number", "text"])
def test_a_store_of_a_group_is_for_its_members(tmp_path: Path, form: str) -> None:
    group = grp.getgrgid(os.getgid())
    given: dict[str, str | int] = {"name": group.gr_name, "number": group.gr_gid, "text": str(group.gr_gid)}
    store = cw.Store.create(tmp_path / "a.db", group=given[form])
    assert {file.mode & 0o777 for file in store.info().files if file.path.suffix != ".key"} == {0o660}
    assert all(file.owner.endswith(f":{group.gr_name}") for file in store.info().files)


def test_an_unknown_group_is_not_found_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(cw.NotFound):
        cw.Store.create(tmp_path / "a.db", group="no such group")
    assert snapshot(tmp_path) == {}
