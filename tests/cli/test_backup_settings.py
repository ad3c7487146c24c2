"""`backup settings`: shown, set, and what is warned of."""

from __future__ import annotations

from typing import Any

import pytest

import certwright as cw

from .backups import OF_SETTINGS, PASSWORD, Serving
from .program import Program, snapshot

FIRST: dict[str, Any] = dict(
    location=None, kind="pfx", files="one", password_source="prompt", recipients=[], reader=None, schedule=None, retention="keep all"
)


def test_without_options_they_are_shown(certwright: Program, serving: Serving) -> None:
    document = certwright("backup", "settings", "--db", serving.db, "--json").json()
    assert document == {"schema": 1, **FIRST, "warnings": []}
    assert "keep all" in certwright("backup", "settings", "--db", serving.db).out


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        (["--location", "backups"], {"location": "{folder}/backups"}),
        (["--location", "s3://bucket/prefix"], {"location": "s3://bucket/prefix"}),
        (["--each", "--retention", "Keep 7  weekly 8"], {"files": "each", "retention": "keep 7, weekly 8"}),
        (["--kind", "bundle"], {"kind": "bundle"}),
        (["--password-source", "file:pw"], {"password_source": "file:{folder}/pw"}),
        (["--password-source", "environment:BACKUP"], {"password_source": "environment:BACKUP"}),
        (["--for", "java8"], {"reader": "java8"}),
    ],
)
def test_what_is_given_is_set_and_the_rest_stays(certwright: Program, serving: Serving, options: list[str], changes: dict[str, str]) -> None:
    expected = {**FIRST, **{name: value.format(folder=certwright.folder) for name, value in changes.items()}}
    command = ["backup", "settings", *options, "--db", str(serving.db), "--json"]
    dry = certwright(*command, "--dry-run").json()
    assert dry == {"schema": 1, **expected, "changed": False, "dry_run": True, "would_change": True, "warnings": []}
    assert certwright("backup", "settings", "--db", serving.db, "--json").json() == {"schema": 1, **FIRST, "warnings": []}
    assert certwright(*command).json() == {"schema": 1, **expected, "changed": True, "warnings": []}
    assert certwright(*command).json()["changed"] is False
    assert certwright(*command, "--dry-run").json()["would_change"] is False
    shown = certwright("backup", "settings", "--db", serving.db, "--json").json()
    assert {name: shown[name] for name in OF_SETTINGS} == expected


def test_a_location_is_taken_away(certwright: Program, serving: Serving) -> None:
    serving.store().set_backup_settings(location=serving.folder)
    document = certwright("backup", "settings", "--no-location", "--db", serving.db, "--json").json()
    assert (document["changed"], document["location"]) == (True, None)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--password-source", "secret"], 1, "it is one of prompt"),
        (["--retention", "keep 0"], 1, "would keep nothing"),
        (["--location", "a\nb"], 1, "location"),
        (["--location", "a", "--no-location"], 2, "either --location or --no-location"),
        (["--recipient", "age1abc", "--no-recipients"], 2, "either --recipient or --no-recipients"),
        (["--password-source", "prompt", "--password-file", "pw"], 2, "sealed"),
        (["--password-file", "pw"], 2, "sealed"),
        (["--for", "nobody"], 2, "nobody"),
        (["--kind", "zip"], 2, "zip"),
    ],
)
@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]], ids=["", "dry"])
def test_what_is_refused_changes_nothing(
    certwright: Program, serving: Serving, options: list[str], status: int, said: str, dry_run: list[str]
) -> None:
    before = snapshot(certwright.folder)
    error = certwright("backup", "settings", *options, *dry_run, "--db", serving.db, "--json", status=status).error()
    assert error["code"] == "invalid_argument" and said in error["message"]
    assert snapshot(certwright.folder) == before


def test_a_sealed_password_is_read_asked_for_and_warned_of(certwright: Program, serving: Serving) -> None:
    command = ["backup", "settings", "--password-source", "sealed", "--location", "backups", "--db", str(serving.db)]
    assert certwright(*command, "--json", status=1).error()["code"] == "password_required"
    document = certwright(*command, "--password-file", "pw", "--json").json()
    assert document["changed"] is True
    assert [warning for warning in document["warnings"] if "dies with it" in warning] == document["warnings"]
    certwright("backup", "run", "--db", serving.db)
    assert serving.inside() == {serving.first, serving.second}
    answers = [("sealed in the store: ", "another " + PASSWORD), ("confirmation: ", "another " + PASSWORD)]
    shown = certwright.at_terminal(*command, answers=answers)
    assert PASSWORD not in shown and "dies with it" in shown
    newest = certwright("backup", "run", "--db", serving.db, "--json").json()["backup"]["files"][0]["name"]
    assert len(cw.read_file((serving.folder / newest).read_bytes(), password="another " + PASSWORD).identities) == 2


def test_a_schedule_that_cannot_work_is_warned_of(certwright: Program, serving: Serving) -> None:
    serving.store().set_backup_settings(schedule="daily")
    warnings = certwright("backup", "settings", "--db", serving.db, "--json").json()["warnings"]
    assert len(warnings) == 2 and "--location" in warnings[0] and "--password-source" in warnings[1]
    serving.scheduled()
    assert certwright("backup", "settings", "--password-source", "file:pw", "--db", serving.db, "--json").json()["warnings"] == []
