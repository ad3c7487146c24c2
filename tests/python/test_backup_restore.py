"""`Store.restore` and `Store.verify_backup`: out of the files and their password alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

import certwright as cw

from .backups import PASSWORD, Elsewhere, folder_for, held, serving
from .material import foreign, lose_key


@pytest.fixture
def elsewhere(tmp_path: Path) -> cw.Store:
    return Elsewhere(tmp_path / "elsewhere").store


def backed_up(store: cw.Store, **options: Any) -> list[Path]:
    backup = store.backup(folder_for(store), password=PASSWORD, **options).backup
    return [Path(backup.location) / file.name for file in backup.files]


def outcomes(restored: cw.Restored) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in restored.lines:
        found.setdefault(line.what, []).append(line.outcome)
    return found


@pytest.mark.parametrize("files", ["one", "each"])
def test_keys_roles_scopes_and_names_come_back_elsewhere(store: cw.Store, elsewhere: cw.Store, files: str) -> None:
    old = serving(store, "a")
    store.describe(old, friendly_name="Büro", tags=["web"])
    new = store.renew(old).entry
    store.define_role(cw.Role("ours", description="of the host's own", purpose="client"))
    own = store.create_self_signed("own")
    store.assign(own, role="ours", scope="b")
    paths = backed_up(store, files=files)

    restored = elsewhere.restore(paths, password=PASSWORD)
    assert restored.changed and restored.kind == "pfx" and restored.conflicts == [] and restored.signer is None
    assert {outcome for outcomes in outcomes(restored).values() for outcome in outcomes} == {"added"}
    assert held(elsewhere) == held(store)
    assert elsewhere.role("ours") == store.role("ours")
    for entry in (new, own):
        found = elsewhere.get(entry, archived=True)
        assert found.identity().private_key.to_pkcs8_der() == entry.identity().private_key.to_pkcs8_der()
        assert (found.friendly_name, found.tags) == (store.get(entry).friendly_name, store.get(entry).tags)
    assert elsewhere.preflight().ok

    again = elsewhere.restore(paths, password=PASSWORD)
    assert not again.changed and {line.outcome for line in again.lines} == {"same"}


def test_the_new_machine_knows_its_backup(store: cw.Store, elsewhere: cw.Store) -> None:
    entry = serving(store)
    elsewhere.restore(backed_up(store), password=PASSWORD)
    found = elsewhere.backup_that_holds(entry)
    assert found is not None and found.location == str(folder_for(store)) and found.proven is not None
    assert found.restored and elsewhere.backup_status().last_proven is None, "it made none itself"


def test_a_dry_run_says_the_same_and_changes_nothing(store: cw.Store, elsewhere: cw.Store) -> None:
    serving(store)
    (path,) = backed_up(store)
    last = elsewhere.last_event
    plan = elsewhere.restore(path, password=PASSWORD, dry_run=True)
    assert not plan.changed and elsewhere.last_event == last and not any(elsewhere.find(archived=None))
    done = elsewhere.restore(path, password=PASSWORD)
    assert [str(line) for line in plan.lines] == [str(line) for line in done.lines]


def test_what_both_cannot_hold_is_a_conflict_until_it_is_said_how(store: cw.Store, elsewhere: cw.Store) -> None:
    theirs, ours = serving(store, "a"), serving(elsewhere, "a")
    (path,) = backed_up(store)
    before = held(elsewhere)
    with pytest.raises(cw.Conflict, match="nothing was restored") as caught:
        elsewhere.restore(path, password=PASSWORD)
    assert len(caught.value.details["what"]) == 1 and held(elsewhere) == before
    plan = elsewhere.restore(path, password=PASSWORD, dry_run=True)
    (line,) = plan.conflicts
    assert (line.what, line.name, line.thumbprint, line.outcome) == ("assignment", "client (a)", theirs.thumbprint, "conflict")
    assert str(line) in caught.value.details["what"] and line.note is not None and line.note in str(line)

    kept = elsewhere.restore(path, password=PASSWORD, conflicts="keep")
    assert outcomes(kept)["assignment"] == ["kept"]
    assert ("client", "a", ours.sha256, False) in held(elsewhere)
    replaced = elsewhere.restore(path, password=PASSWORD, conflicts="replace")
    assert outcomes(replaced)["assignment"] == ["replaced"]
    assert ("client", "a", theirs.sha256, False) in held(elsewhere)


def test_a_file_of_another_program_is_restored_for_a_role(store: cw.Store, tmp_path: Path) -> None:
    identity = foreign("theirs")
    path = tmp_path / "theirs.pfx"
    path.write_bytes(cw.write_pkcs12([identity], password=PASSWORD, iterations=1000))
    assert store.restore(path, password=PASSWORD, dry_run=True).notes
    restored = store.restore(path, password=PASSWORD, role="client", scope="b")
    assert restored.changed
    assert held(store) == {("client", "b", identity.certificate.sha256, False)}


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({}, cw.PasswordRequired),
        ({"password": "wrong"}, cw.WrongPassword),
        ({"password": PASSWORD, "conflicts": "perhaps"}, cw.InvalidArgument),
        ({"password": PASSWORD, "scope": "a"}, cw.InvalidArgument),
        ({"password": PASSWORD, "role": "unheard-of"}, cw.UnknownRole),
    ],
)
def test_what_is_refused_restores_nothing(store: cw.Store, elsewhere: cw.Store, keywords: dict[str, Any], error: type[Exception]) -> None:
    serving(store)
    paths = backed_up(store)
    with pytest.raises(error):
        elsewhere.restore(paths, **keywords)
    assert not any(elsewhere.find(archived=None)) and elsewhere.backups() == []


def test_files_are_one_path_or_several(store: cw.Store, elsewhere: cw.Store) -> None:
    serving(store, "a"), serving(store, "b")
    paths = backed_up(store, files="each")
    for files in (str(paths[0]), paths[0], [str(paths[0])], tuple(paths), iter(paths)):
        assert store.verify_backup(files, password=PASSWORD).keys >= 1
    with pytest.raises(cw.InvalidArgument, match="none is given"):
        elsewhere.restore([], password=PASSWORD)
    with pytest.raises(cw.NotFound):
        elsewhere.restore([paths[0], paths[0].with_name("missing.pfx")], password=PASSWORD)
    nothing: Any = 3
    with pytest.raises(TypeError):
        elsewhere.restore(nothing, password=PASSWORD)


def test_a_damaged_file_restores_nothing(store: cw.Store, elsewhere: cw.Store) -> None:
    serving(store, "a")
    (path,) = backed_up(store)
    data = path.read_bytes()
    path.write_bytes(data[:-100])
    with pytest.raises(cw.CertwrightError) as caught:
        elsewhere.restore(path, password=PASSWORD)
    assert caught.value.code in ("damaged", "unknown_format") and not any(elsewhere.find(archived=None))


def test_a_restore_is_stopped_and_nothing_came_in(store: cw.Store, elsewhere: cw.Store) -> None:
    for scope in "abc":
        serving(store, scope)
    paths = backed_up(store)
    told = list[tuple[int, int]]()
    elsewhere.restore(paths, password=PASSWORD, dry_run=True, progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 3
    for stopped_at in range(len(told)):
        calls = iter(range(stopped_at))
        with pytest.raises(cw.Cancelled):
            elsewhere.restore(paths, password=PASSWORD, progress=lambda done, total: next(calls, None) is not None)
        assert not any(elsewhere.find(archived=None)), stopped_at


def test_verify_proves_what_is_in_it_and_says_what_is_needed_today(store: cw.Store) -> None:
    serving(store, "a")
    paths = backed_up(store)
    proof = store.verify_backup(paths, password=PASSWORD)
    assert (proof.complete, proof.keys, proof.signed, proof.missing_today) == (True, 1, 1, [])
    late = serving(store, "b")
    proof = store.verify_backup(paths, password=PASSWORD)
    assert not proof.complete
    assert [(one.thumbprint, one.scope, one.why) for one in proof.missing_today] == [
        (late.thumbprint, "b", "its private key is not in the backup")
    ]


def test_verify_tries_the_password_of_the_settings(store: cw.Store) -> None:
    serving(store, "a")
    store.set_backup_settings(password_source="sealed", password=PASSWORD)
    folder = Path(store.path).parent
    file = folder / store.backup(folder).backup.files[0].name
    assert store.verify_backup(file).complete
    bundle = folder / store.backup(folder, kind="bundle").backup.files[0].name
    assert store.verify_backup(bundle).complete
    # one that has a password of its own asks for it
    other = folder / store.backup(folder, password="another one than that").backup.files[0].name
    with pytest.raises(cw.PasswordRequired):
        store.verify_backup(other)
    with pytest.raises(cw.WrongPassword):
        store.verify_backup(other, password=PASSWORD)
    assert store.verify_backup(other, password="another one than that").complete
    # and one that has none needs none
    bare = folder / "bare.pfx"
    identity = cw.self_signed("CN=bare")
    key = identity.private_key.to_cryptography()
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    certificate = identity.certificate.to_cryptography()
    bare.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, NoEncryption()))
    assert store.verify_backup(bare).signed == 1


def test_verify_notes_that_a_backup_was_proven_anew(store: cw.Store) -> None:
    serving(store)
    paths = backed_up(store)
    last = store.last_event
    store.verify_backup(paths, password=PASSWORD)
    assert [event.kind for event in store.events(last)] == ["backup-proven"]
    (backup,) = store.backups()
    assert backup.proven is not None and backup.proven >= backup.at


def test_a_lost_key_is_in_the_backup_that_the_preflight_names(store: cw.Store) -> None:
    entry = serving(store, "a")
    paths = backed_up(store)
    lose_key(store, entry)
    wrong = [verdict.found for verdict in store.preflight().verdicts if not verdict.ok]
    assert len(wrong) == 1 and paths[0].name in wrong[0]
    assert store.restore(paths, password=PASSWORD).changed
    assert store.preflight().ok
