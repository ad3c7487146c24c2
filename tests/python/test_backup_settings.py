"""How backups are made unless said otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import certwright as cw

from .backups import PASSWORD, folder_for, serving

FIRST: dict[str, Any] = dict(
    location=None, kind="pfx", files="one", password_source="prompt", recipients=[], reader=None, schedule=None, retention="keep all"
)


def all_of(settings: cw.BackupSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in FIRST}


def test_at_first_they_are_sound(store: cw.Store) -> None:
    assert all_of(store.backup_settings()) == FIRST


def test_what_is_not_named_stays_and_none_takes_away(store: cw.Store, tmp_path: Path) -> None:
    wanted: dict[str, Any] = dict(
        location=str(tmp_path),
        kind="bundle",
        files="each",
        password_source="environment:BACKUP",
        reader="java8",
        schedule="daily at 03:30",
        retention="keep 7, weekly 8",
    )
    for name, value in wanted.items():
        assert store.set_backup_settings(**{name: value}) is True
        assert store.set_backup_settings(**{name: value}) is False, "nothing changed"
    assert all_of(store.backup_settings()) == {**FIRST, **wanted}
    assert store.set_backup_settings() is False
    for name in wanted:
        assert store.set_backup_settings(**{name: None}) is True
    assert all_of(store.backup_settings()) == FIRST


def test_other_processes_see_them(store: cw.Store) -> None:
    store.set_backup_settings(schedule="every 6h")
    other = cw.Store.open(store.path)
    assert other.backup_settings() == store.backup_settings()
    assert other.backup_settings().schedule == "every 6 hours"
    other.set_backup_settings(retention="keep 3")
    assert store.backup_settings().retention == "keep 3"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"location": ""}, "location"),
        ({"location": "a\nb"}, "location"),
        ({"kind": "zip"}, "kind"),
        ({"files": "two"}, "files"),
        ({"password_source": "secret"}, "it is one of prompt, file:PATH, environment:NAME, sealed"),
        ({"password_source": "file:relative"}, "absolute"),
        ({"reader": "nobody"}, "reader"),
        ({"schedule": "sometimes"}, "every 6 hours"),
        ({"retention": "keep 0"}, "would keep nothing"),
    ],
)
def test_what_is_not_of_its_form_is_refused_and_nothing_changes(store: cw.Store, named: dict[str, Any], said: str) -> None:
    last = store.last_event
    with pytest.raises(cw.InvalidArgument, match=said):
        store.set_backup_settings(**{"retention": "keep 1", **named})
    assert all_of(store.backup_settings()) == FIRST and store.last_event == last


@pytest.mark.parametrize("named", [{"recipients": "age1abc"}, {"locations": "/srv"}, {"recipients": [3]}, {"schedule": 3}])
def test_what_is_of_another_type_is_a_type_error(store: cw.Store, named: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        store.set_backup_settings(**named)


def test_a_sealed_password_makes_backups_and_is_never_shown(store: cw.Store) -> None:
    serving(store)
    folder = folder_for(store)
    with pytest.raises(cw.PasswordRequired):
        store.set_backup_settings(password_source="sealed")
    with pytest.raises(cw.InvalidArgument, match="empty"):
        store.set_backup_settings(password_source="sealed", password="")
    with pytest.raises(cw.InvalidArgument, match="only where the source is sealed"):
        store.set_backup_settings(password=PASSWORD)
    assert store.set_backup_settings(password_source="sealed", password=PASSWORD)
    file = store.backup(folder).backup.files[0].name
    assert len(cw.read_file((folder / file).read_bytes(), password=PASSWORD).identities) == 1
    assert PASSWORD not in repr(store.backup_settings())
    assert all(PASSWORD not in str(event.details) for event in store.events())
    for path in Path(store.path).parent.glob("certs.db*"):
        assert PASSWORD.encode() not in path.read_bytes()


def test_another_source_takes_the_sealed_password_away(store: cw.Store) -> None:
    store.set_backup_settings(password_source="sealed", password=PASSWORD)
    store.set_backup_settings(password_source="prompt")
    with pytest.raises(cw.PasswordRequired):
        store.set_backup_settings(password_source="sealed")


def test_a_file_or_a_variable_has_the_password(store: cw.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(store)
    folder, secret = folder_for(store), tmp_path / "secret"
    store.set_backup_settings(location=folder, password_source=f"file:{secret}")
    with pytest.raises(cw.NotFound, match="secret"):
        store.backup()
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    store.backup()
    store.set_backup_settings(password_source="environment:BACKUP_PASSWORD")
    monkeypatch.delenv("BACKUP_PASSWORD", raising=False)
    with pytest.raises(cw.NotFound, match="BACKUP_PASSWORD"):
        store.backup()
    monkeypatch.setenv("BACKUP_PASSWORD", PASSWORD)
    store.backup()
    for file in folder.iterdir():
        assert len(cw.read_file(file.read_bytes(), password=PASSWORD).identities) == 1


def test_they_are_compared_by_what_they_say(store: cw.Store, tmp_path: Path) -> None:
    first = store.backup_settings()
    store.set_backup_settings(location=tmp_path)
    assert first != store.backup_settings()
    store.set_backup_settings(location=None)
    assert first == store.backup_settings()
    assert repr(first) == "<certwright.BackupSettings pfx to nowhere, without a schedule>"
