"""`Store.backup`: what is taken, what is said of it, and what stays when it fails."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .backups import PASSWORD, folder_for, names, serving
from .material import lose_key


def test_a_backup_holds_what_roles_need_and_says_so(store: cw.Store) -> None:
    first, second = serving(store, "a"), serving(store, "b")
    made_again = store.provide("ssl-connection").entry
    folder = folder_for(store)
    report = store.backup(folder, password=PASSWORD)

    backup = report.backup
    assert (backup.kind, backup.location, backup.scope) == ("pfx", str(folder), None)
    assert (backup.keys, backup.certificates, backup.lacking) == (2, 2, [])
    assert backup.proven is not None and backup.at <= backup.proven == backup.contents_proven and backup.at.utcoffset() is not None
    (file,) = backup.files
    written = (folder / file.name).read_bytes()
    assert (file.size, file.sha256.lower()) == (len(written), hashlib.sha256(written).hexdigest())
    assert (folder / file.name).stat().st_mode & 0o777 == 0o600
    assert names(folder) == {file.name}

    proof = report.proof
    assert (proof.kind, proof.certificates, proof.keys, proof.signed, proof.compared) == ("pfx", 2, 2, 2, [])
    assert proof.complete and proof.recipient_proven
    assert (proof.skipped, proof.missing_today, proof.signer, proof.own_signer, proof.made) == ([], [], None, None, None)
    assert [(one.thumbprint, one.role, one.scope, one.subject) for one in report.left_out] == [
        (made_again.thumbprint, "ssl-connection", None, made_again.subject)
    ]
    assert (report.lacking, report.removed) == ([], [])
    inside = cw.read_file(written, password=PASSWORD).identities
    assert {one.certificate.sha256 for one in inside} == {first.sha256, second.sha256}


def test_one_file_for_each_certificate(store: cw.Store) -> None:
    entries = [serving(store, scope) for scope in ("a", "b", "c")]
    folder = folder_for(store)
    files = store.backup(folder, files="each", password=PASSWORD).backup.files
    assert names(folder) == {file.name for file in files} and len(files) == 3
    inside = [cw.read_file((folder / file.name).read_bytes(), password=PASSWORD).identities for file in files]
    assert {one.certificate.sha256 for (one,) in inside} == {entry.sha256 for entry in entries}


def test_only_one_scope(store: cw.Store) -> None:
    serving(store, "a")
    wanted = serving(store, "b")
    report = store.backup(folder_for(store), scope="B", password=PASSWORD)
    assert (report.backup.scope, report.backup.keys) == ("B", 1)
    assert store.backup_that_holds(wanted) is not None


def test_what_is_lacking_is_told_and_the_rest_is_backed_up(store: cw.Store) -> None:
    serving(store, "a")
    lost = serving(store, "b")
    lose_key(store, lost)
    report = store.backup(folder_for(store), password=PASSWORD)
    assert [(one.thumbprint, one.role, one.scope, one.why) for one in report.lacking] == [
        (lost.thumbprint, "client", "b", "its private key is not in the store")
    ]
    assert (report.backup.keys, report.backup.lacking) == (1, [lost.thumbprint])


def test_the_store_remembers_its_backups_the_newest_first(store: cw.Store) -> None:
    old = serving(store, "a")
    folder = folder_for(store)
    assert store.backups() == [] and store.backup_that_holds(old) is None
    first = store.backup(folder, password=PASSWORD).backup
    new = serving(store, "b")
    assert store.backup_that_holds(new) is None
    second = store.backup(folder, password=PASSWORD).backup
    assert [backup.id for backup in store.backups()] == [second.id, first.id]
    assert second.id > first.id
    for asked in (new, new.thumbprint, new.sha256):
        found = store.backup_that_holds(asked)
        assert found is not None and found.id == second.id
    used = store.where_used(old)
    assert used.backup is not None and used.backup.id == second.id
    assert used.last_export is None


def test_the_preflight_has_a_verdict_on_backups(store: cw.Store) -> None:
    serving(store)

    def found() -> str:
        return next(verdict.found for verdict in store.preflight().verdicts if verdict.what == "backup")

    assert found() == "none was made yet"
    file = store.backup(folder_for(store), password=PASSWORD).backup.files[0].name
    assert file in found()


def test_the_reader_says_how_the_file_is_written(store: cw.Store) -> None:
    serving(store)
    folder = folder_for(store)
    files = [store.backup(folder, password=PASSWORD, reader=reader).backup.files[0] for reader in ("windows-server-2016", None)]
    encryption = [cw.read_file((folder / file.name).read_bytes(), password=PASSWORD).bags[-1].encryption or "" for file in files]
    assert "3DES" in encryption[0].upper().replace("-", "") and "AES" in encryption[1].upper()


def test_retention_removes_earlier_backups_that_it_made_and_nothing_else(store: cw.Store) -> None:
    serving(store)
    folder = folder_for(store)
    (folder / "mine.pfx").write_text("mine")
    store.set_backup_settings(location=folder, retention="keep 2")
    made = [store.backup(password=PASSWORD).backup.files[0].name for _ in range(3)]
    assert len(set(made)) == 3
    assert names(folder) == {"mine.pfx", *made[1:]}
    assert [backup.files[0].name for backup in store.backups()] == made[:0:-1]
    assert store.backup(password=PASSWORD).removed == [made[1]]


@pytest.mark.parametrize(
    ("keywords", "code", "said"),
    [
        ({}, "password_required", "password"),
        ({"password": ""}, "invalid_argument", "empty"),
        ({"password": PASSWORD, "kind": "zip"}, "invalid_argument", "one of pfx, bundle"),
        ({"password": PASSWORD, "files": "two"}, "invalid_argument", "one of one, each"),
        ({"password": PASSWORD, "reader": "nobody"}, "invalid_argument", "reader"),
        ({"password": PASSWORD, "scope": "elsewhere"}, "not_found", "elsewhere"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(store: cw.Store, keywords: dict[str, Any], code: str, said: str) -> None:
    serving(store, "a")
    folder, last = folder_for(store), store.last_event
    with pytest.raises(cw.CertwrightError) as caught:
        store.backup(**{"location": folder, **keywords})
    assert caught.value.code == code and said in str(caught.value)
    assert names(folder) == set() and store.backups() == [] and store.last_event == last


def test_without_a_location_the_settings_say_where(store: cw.Store) -> None:
    serving(store)
    with pytest.raises(cw.InvalidArgument, match="location: none is set"):
        store.backup(password=PASSWORD)
    folder = folder_for(store)
    store.set_backup_settings(location=folder)
    assert store.backup(password=PASSWORD.encode()).backup.location == str(folder)


def test_nothing_to_back_up_is_not_found(store: cw.Store) -> None:
    store.create_self_signed("of no role")
    with pytest.raises(cw.NotFound, match="a certificate to back up"):
        store.backup(folder_for(store), password=PASSWORD)


def test_a_folder_that_is_not_there_is_not_made(store: cw.Store, tmp_path: Path) -> None:
    serving(store)
    with pytest.raises(cw.NotFound, match="usb-disk"):
        store.backup(tmp_path / "usb-disk", password=PASSWORD)
    assert not (tmp_path / "usb-disk").exists()


def test_a_folder_that_vanishes_on_the_way_is_an_error_and_what_was_proven_before_counts(store: cw.Store) -> None:
    for scope in "ab":
        serving(store, scope)
    folder = folder_for(store)
    before = store.backup(folder, password=PASSWORD).backup
    gone = folder.with_name("unplugged")

    def unplug(done: int, total: int) -> None:
        if folder.exists() and len(names(folder)) > 1:
            folder.rename(gone)

    with pytest.raises(cw.CertwrightError) as caught:
        store.backup(folder, files="each", password=PASSWORD, progress=unplug)
    assert caught.value.code in ("not_found", "not_restorable") and str(folder) in str(caught.value)
    assert [backup.id for backup in store.backups()] == [before.id]


def test_a_backup_that_is_altered_where_it_is_stored_does_not_count(store: cw.Store) -> None:
    serving(store)
    folder = folder_for(store)
    kept = store.backup(folder, password=PASSWORD).backup

    def rot(done: int, total: int) -> None:
        for path in folder.glob("*.pfx"):
            if path.name != kept.files[0].name:
                data = bytearray(path.read_bytes())
                data[len(data) // 2] ^= 1
                path.write_bytes(data)

    with pytest.raises(cw.NotRestorable, match="does not restore"):
        store.backup(folder, password=PASSWORD, progress=rot)
    assert names(folder) == {kept.files[0].name}
    assert [backup.id for backup in store.backups()] == [kept.id]


def test_progress_counts_each_certificate_twice_and_stops_it(store: cw.Store) -> None:
    for scope in "abc":
        serving(store, scope)
    folder, told = folder_for(store), list[tuple[int, int]]()
    store.backup(folder, password=PASSWORD, progress=lambda done, total: told.append((done, total)))
    steps = [step for step in told if step[1] == 6]
    assert sorted({done for done, _ in steps} - {0}) == [1, 2, 3, 4, 5, 6] and [done for done, _ in steps] == sorted(done for done, _ in steps)
    before = names(folder)
    for stopped_at in range(1, len(told)):
        calls = iter(range(stopped_at))
        with pytest.raises(cw.Cancelled):
            store.backup(folder, files="each", password=PASSWORD, progress=lambda done, total: next(calls, None) is not None)
        assert names(folder) == before, stopped_at
    assert len(store.backups()) == 1


def test_what_progress_raises_comes_out_and_no_file_stays(store: cw.Store) -> None:
    serving(store)
    folder = folder_for(store)

    def progress(done: int, total: int) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        store.backup(folder, password=PASSWORD, progress=progress)
    assert names(folder) == set() and store.backups() == []


def test_other_threads_go_on_meanwhile(store: cw.Store) -> None:
    serving(store)
    counted, done = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    try:
        before = counted
        store.backup(folder_for(store), password=PASSWORD)
        assert counted - before > 1000
    finally:
        done.set()
        thread.join()


def test_a_locked_store_makes_and_tells_of_no_backups(store: cw.Store) -> None:
    serving(store)
    locked = cw.Store.open(store.path, locked=True)
    works: list[Any] = [
        lambda: locked.backup(folder_for(store), password=PASSWORD),
        locked.backups,
        locked.backup_settings,
        lambda: locked.set_backup_settings(retention="keep 1"),
        locked.backup_status,
        locked.backup_if_due,
        lambda: locked.restore("any.pfx", password=PASSWORD),
    ]
    for work in works:
        with pytest.raises(cw.StoreLocked):
            work()


def test_a_password_that_is_no_text_is_a_type_error(store: cw.Store) -> None:
    password: Any = 12345678
    with pytest.raises(TypeError, match="a password is a str or bytes"):
        store.backup(folder_for(store), password=password)


def test_the_repr_tells_where_it_is(store: cw.Store) -> None:
    serving(store)
    backup = store.backup(folder_for(store), password=PASSWORD).backup
    assert repr(backup) == f"<certwright.Backup {backup.shown}>"
    assert backup.files[0].name in backup.shown and backup.location in backup.shown
    assert repr(backup.files[0]) == f"<certwright.BackupFile {backup.files[0].name}>"
    assert backup.files[0] == store.backups()[0].files[0]
