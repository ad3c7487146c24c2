"""`backup run`: made, proven, and told."""

from __future__ import annotations

import json
import signal
import time

import pytest

import certwright as cw

from .backups import OF_BACKUP, OF_LEFT_OUT, OF_PROOF, OF_REPORT, PASSWORD, Serving
from .program import Program, snapshot


def test_a_backup_is_one_document(certwright: Program, serving: Serving) -> None:
    left_out = serving.store().provide("ssl-connection").entry
    done = certwright("backup", "run", "--location", "backups", "--password-file", "pw", "--db", serving.db, "--json")
    document = done.json()
    assert set(document) == OF_REPORT | {"schema"} and done.err == ""
    assert set(document["backup"]) == OF_BACKUP and set(document["proof"]) == OF_PROOF
    assert (document["changed"], document["lacking"], document["removed"], document["notes"]) == (True, [], [], [])
    assert [set(one) for one in document["left_out"]] == [OF_LEFT_OUT]
    assert document["left_out"][0]["thumbprint"] == left_out.thumbprint
    assert (document["backup"]["keys"], document["backup"]["location"]) == (2, str(serving.folder))
    assert [set(file) for file in document["backup"]["files"]] == [{"name", "size", "sha256"}]
    assert document["proof"]["complete"] is True and document["proof"]["signed"] == 2
    assert [path.name for path in serving.files()] == [document["backup"]["files"][0]["name"]]
    assert serving.inside() == {serving.first, serving.second}


def test_people_are_told_what_where_and_that_it_is_proven(certwright: Program, serving: Serving) -> None:
    made_again = serving.store().provide("ssl-connection").entry
    out = certwright("backup", "run", "--location", "backups", "--each", "--password-file", "pw", "--db", serving.db).out
    assert f"backed up 2 certificates with their keys: 2 files in {serving.folder}\n" in out
    assert "proven to restore: 2 certificates, 2 private keys, each used to sign\n" in out
    assert all(f"file: {path.name}\n" in out for path in serving.files())
    assert f"left out: ssl-connection: {made_again.thumbprint}, {made_again.subject}: " in out


def test_what_is_lacking_is_a_finding(certwright: Program, serving: Serving) -> None:
    serving.lose_key(serving.second)
    command = ["backup", "run", "--location", "backups", "--password-file", "pw", "--db", str(serving.db)]
    out = certwright(*command, status=3).out
    assert f"LACKING: client (b): {serving.second}" in out and "its private key is not in the store" in out
    assert serving.inside() == {serving.first}
    document = certwright(*command, "--json", status=3).json()
    assert [one["thumbprint"] for one in document["lacking"]] == [serving.second] == document["backup"]["lacking"]


def test_only_one_scope_is_taken(certwright: Program, serving: Serving) -> None:
    certwright("backup", "run", "--location", "backups", "--scope", "A", "--password-file", "pw", "--db", serving.db)
    assert serving.inside() == {serving.first}


def test_what_the_retention_lets_go_is_told(certwright: Program, serving: Serving) -> None:
    serving.scheduled(retention="keep 1")
    old = certwright("backup", "run", "--db", serving.db, "--json").json()["backup"]["files"][0]["name"]
    assert f"removed: {old}\n" in certwright("backup", "run", "--db", serving.db).out
    assert old not in [path.name for path in serving.files()]


@pytest.mark.parametrize(
    ("options", "code", "status", "said"),
    [
        (["--location", "backups"], "password_required", 1, "--password-source"),
        (["--password-file", "pw"], "invalid_argument", 1, "certwright backup settings --location"),
        (["--location", "missing", "--password-file", "pw"], "not_found", 4, "missing"),
        (["--location", "backups", "--password-file", "empty"], "invalid_argument", 1, "empty"),
        (["--location", "backups", "--password-file", "pw", "--scope", "none"], "not_found", 4, "none"),
        (["--recipient", "age1abc"], "invalid_argument", 2, "--bundle"),
        (["--bundle", "--scope", "a"], "invalid_argument", 2, "not of a bundle"),
        (["--bundle", "--each"], "invalid_argument", 2, "not of a bundle"),
        (["--due", "--location", "backups"], "invalid_argument", 2, "backup settings"),
        (["--due", "--watch"], "invalid_argument", 2, "--watch"),
        (["--watch", "--dry-run"], "invalid_argument", 2, "--dry-run"),
        (["--for", "nobody"], "invalid_argument", 2, "nobody"),
    ],
)
def test_what_is_refused_writes_nothing(certwright: Program, serving: Serving, options: list[str], code: str, status: int, said: str) -> None:
    (certwright.folder / "empty").write_text("")
    before = snapshot(certwright.folder)
    error = certwright("backup", "run", *options, "--db", serving.db, "--json", status=status).error()
    assert error["code"] == code and said in error["message"]
    assert snapshot(certwright.folder) == before


def test_a_dry_run_says_what_would_be_taken_and_writes_nothing(certwright: Program, serving: Serving) -> None:
    made_again = serving.store().provide("ssl-connection").entry.thumbprint
    serving.lose_key(serving.second)
    before = snapshot(certwright.folder)
    command = ["backup", "run", "--dry-run", "--location", "backups", "--db", str(serving.db)]
    document = certwright(*command, "--json", status=3).json()
    assert set(document) == set("schema changed dry_run kind location files scope taken left_out lacking".split())
    assert (document["changed"], document["dry_run"], document["kind"], document["files"]) == (False, True, "pfx", "one")
    found = {word: [one["thumbprint"] for one in document[word]] for word in ("taken", "left_out", "lacking")}
    assert found == {"taken": [serving.first], "left_out": [made_again], "lacking": [serving.second]}
    out = certwright(*command, status=3).out
    assert "would back up 1 certificate with its key to backups" in out and f"LACKING: client (b): {serving.second}" in out
    assert certwright("backup", "run", "--dry-run", "--location", "gone", "--db", serving.db, "--json", status=4).error()["code"] == "not_found"
    assert snapshot(certwright.folder) == before


def test_a_weak_password_is_taken_and_warned_of(certwright: Program, serving: Serving) -> None:
    document = certwright("backup", "run", "--location", "backups", "--password-file", "-", "--db", serving.db, "--json", data=b"geheim1").json()
    (note,) = document["notes"]
    assert "weak" in note and "geheim1" not in note
    assert len(cw.read_file(serving.files()[0].read_bytes(), password="geheim1").identities) == 2


def test_at_a_terminal_password_and_location_are_asked_for_and_the_location_is_kept(certwright: Program, serving: Serving) -> None:
    answers = [
        ("store backups in: ", "backups"),
        ("from now on? [Y/n]: ", "y"),
        ("Password of the backup: ", PASSWORD),
        ("confirmation: ", "another"),
        ("Password of the backup: ", ""),
        ("Password of the backup: ", PASSWORD),
        ("confirmation: ", PASSWORD),
    ]
    shown = certwright.at_terminal("backup", "run", "--db", serving.db, answers=answers)
    assert PASSWORD not in shown and "this password is fair (about " in shown
    assert "proven to restore" in shown
    assert serving.store().backup_settings().location == str(serving.folder)
    assert serving.inside() == {serving.first, serving.second}
    answers = [("Password of the backup: ", "abc"), ("confirmation: ", "abc")]
    shown = certwright.at_terminal("backup", "run", "--db", serving.db, answers=answers)
    assert "this password is weak (about " in shown and "backups in:" not in shown
    assert len(serving.files()) == 2


def test_a_location_that_is_not_to_be_kept_is_not(certwright: Program, serving: Serving) -> None:
    answers = [("store backups in: ", "backups"), ("from now on? [Y/n]: ", "n")]
    certwright.at_terminal("backup", "run", "--password-file", "pw", "--db", serving.db, answers=answers)
    assert serving.store().backup_settings().location is None and len(serving.files()) == 1


def test_a_location_is_not_kept_where_the_backup_failed(certwright: Program, serving: Serving) -> None:
    answers = [("store backups in: ", "missing"), ("from now on? [Y/n]: ", "y")]
    certwright.at_terminal("backup", "run", "--password-file", "pw", "--db", serving.db, answers=answers, status=4)
    assert serving.store().backup_settings().location is None


def many(serving: Serving) -> int:
    """So many certificates that one file for each takes a while."""
    store = serving.store()
    for number in range(38):
        store.provide("client", f"more{number}")
    return 40


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_and_no_file_stays(certwright: Program, serving: Serving, number: signal.Signals) -> None:
    many(serving)
    command = ["backup", "run", "--location", "backups", "--each", "--password-file", "pw", "--db", str(serving.db), "--json"]
    process = certwright.start(*command)
    try:
        until = time.monotonic() + 60
        while not any(serving.folder.glob("*.pfx")):
            assert process.poll() is None and time.monotonic() < until, "it wrote nothing"
            time.sleep(0.005)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 1 and b"Traceback" not in err
    assert json.loads(out)["error"]["message"] == "stopped, nothing was done"
    assert serving.files() == [] and serving.store().backups() == []
    assert serving.store().check().ok


def test_what_takes_over_a_second_has_a_bar_at_a_terminal(certwright: Program, serving: Serving) -> None:
    many(serving)
    command = ["backup", "run", "--location", "backups", "--each", "--password-file", "pw", "--db", str(serving.db)]
    assert "backing up" in certwright.at_terminal(*command)
    assert len(serving.files()) == 40


def test_the_documents_say_nothing_of_the_password(certwright: Program, serving: Serving) -> None:
    command = ["backup", "run", "--location", "backups", "--password-file", "pw", "--db", str(serving.db), "--json"]
    done = certwright(*command)
    assert PASSWORD not in done.out + done.err
    assert PASSWORD not in certwright("log", "--db", serving.db, "--json").out


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("a", "weak"),
        ("changeit", "weak"),
        ("Password123!", "weak"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "weak"),
        ("abcdefghijklmnopqrstuvwxyz", "weak"),
        ("12345678901234567890", "weak"),
        ("correct horse", "weak"),
        ("correct horse battery staple", "fair"),
        ("Correct horse battery staple of the Green Farmer", "strong"),
        ("kT9#vLq2xP", "strong"),
        ("kT9#vLq2", "fair"),
        ("Größe-über-alles-im-Tal", "fair"),
        ("\N{SNOWMAN}", "weak"),
    ],
)
def test_how_strong_a_password_is_follows_length_and_variety(password: str, word: str) -> None:
    from certwright.cli.backup_password import strength, warning_of

    bits, found = strength(password)
    assert found == word, bits
    assert (warning_of(password) is not None) == (word == "weak")


def test_roles_ends_with_the_last_proven_backup(certwright: Program, serving: Serving) -> None:
    assert certwright("roles", "--db", serving.db).out.splitlines()[-1] == "no backup was proven yet"
    assert certwright("roles", "--db", serving.db, "--json").json()["last_proven_backup"] is None
    certwright("backup", "run", "--location", "backups", "--password-file", "pw", "--db", serving.db)
    (file,) = serving.files()
    last = certwright("roles", "--db", serving.db).out.splitlines()[-1]
    assert last in [f"last proven backup: {file.name} in {serving.folder}, {when}" for when in ("just now", "1 minute ago")]
    document = certwright("roles", "--db", serving.db, "--json").json()
    assert set(document["last_proven_backup"]) == OF_BACKUP


def test_where_used_shows_the_backup_that_holds_its_key(certwright: Program, serving: Serving) -> None:
    assert certwright("where-used", serving.first, "--db", serving.db, "--json").json()["backup"] is None
    certwright("backup", "run", "--location", "backups", "--scope", "a", "--password-file", "pw", "--db", serving.db)
    document = certwright("where-used", serving.first, "--db", serving.db, "--json").json()
    assert set(document["backup"]) == OF_BACKUP and document["last_export"] is None
    assert certwright("where-used", serving.second, "--db", serving.db, "--json").json()["backup"] is None
    assert serving.files()[0].name in certwright("where-used", serving.first, "--db", serving.db).out
