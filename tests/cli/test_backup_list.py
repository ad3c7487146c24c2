"""`backup list` and `backup verify`."""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest

import certwright as cw
from certwright import cli

from .backups import OF_BACKUP, OF_LEFT_OUT, OF_PROOF, PASSWORD, Serving
from .program import Program


def made(serving: Serving, **options: Any) -> cw.Backup:
    return serving.store().backup(serving.folder, password=PASSWORD, **options).backup


def test_list_shows_each_and_says_what_preflight_says(certwright: Program, serving: Serving) -> None:
    document = certwright("backup", "list", "--db", serving.db, "--json").json()
    assert document == {"schema": 1, "ok": True, "found": "none was made yet", "last_proven": None, "signer": None, "backups": []}
    assert certwright("backup", "list", "--db", serving.db).out == "no backup was proven yet\n"
    first, second = made(serving, files="each"), made(serving, scope="a")
    document = certwright("backup", "list", "--db", serving.db, "--json").json()
    assert [backup["id"] for backup in document["backups"]] == [second.id, first.id]
    assert all(set(backup) == OF_BACKUP for backup in document["backups"])
    verdict = next(one for one in serving.store().preflight().verdicts if one.what == "backup")
    assert (document["ok"], document["found"]) == (verdict.ok, verdict.found) == (True, verdict.found)
    assert second.proven is not None and document["last_proven"] == second.proven.strftime("%Y-%m-%dT%H:%M:%SZ")
    out = certwright("backup", "list", "--db", serving.db).out
    assert second.files[0].name in out and "2 files" in out and "pfx of a" in out and str(serving.folder) in out
    assert out.splitlines()[-1].startswith("last proven backup: ")


def test_list_finds_what_preflight_finds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = [SimpleNamespace(what="clock", ok=False, found="it is late"), SimpleNamespace(what="backup", ok=False, found="the last one is old")]
    told = SimpleNamespace(
        backups=lambda: [],
        backup_status=lambda: SimpleNamespace(last_proven=None, signer=None),
        preflight=lambda progress: SimpleNamespace(verdicts=verdicts),
    )
    monkeypatch.setattr("certwright.cli.common.Database.open", lambda self: told)
    assert cli.run(["backup", "list", "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["found"]) == (False, "the last one is old")
    assert cli.run(["backup", "list"]) == 3
    assert capsys.readouterr().out == "no backup was proven yet\nWRONG backup: the last one is old\n"


@pytest.mark.parametrize("files", ["one", "each"])
def test_verify_proves_the_files(certwright: Program, serving: Serving, files: str) -> None:
    made(serving, files=files)
    command = ["backup", "verify", *map(str, serving.files()), "--password-file", "pw", "--db", str(serving.db)]
    last = serving.store().last_event
    document = certwright(*command, "--json").json()
    assert set(document) == OF_PROOF | {"schema", "ok"}
    assert (document["ok"], document["complete"], document["keys"], document["signed"]) == (True, True, 2, 2)
    assert [event.kind for event in serving.store().events(last)] == ["backup-proven"]
    assert certwright(*command).out == "proven to restore: 2 certificates, 2 private keys, each used to sign\n"


def test_verify_finds_what_is_needed_today_and_not_in_it(certwright: Program, serving: Serving) -> None:
    made(serving)
    late = serving.store().provide("client", "c").entry
    command = ["backup", "verify", *map(str, serving.files()), "--password-file", "pw", "--db", str(serving.db)]
    document = certwright(*command, "--json", status=3).json()
    assert document["ok"] is False and [set(one) for one in document["missing_today"]] == [OF_LEFT_OUT]
    assert document["missing_today"][0]["thumbprint"] == late.thumbprint
    assert f"MISSING TODAY: client (c): {late.thumbprint}" in certwright(*command, status=3).out


def test_verify_asks_for_the_password_once_and_only_where_it_is_needed(certwright: Program, serving: Serving) -> None:
    made(serving)
    (file,) = serving.files()
    shown = certwright.at_terminal("backup", "verify", file, "--db", serving.db, answers=[(f"Password of {file}: ", PASSWORD)])
    assert "proven to restore" in shown and PASSWORD not in shown
    shown = certwright.at_terminal("backup", "verify", file, "--db", serving.db, answers=[("Password of", "wrong")], status=1)
    assert shown.count("Password of") == 1


@pytest.mark.parametrize(
    ("options", "code", "status"),
    [
        ([], "password_required", 1),
        (["--password-file", "wrong"], "wrong_password", 1),
        (["missing.pfx", "--password-file", "pw"], "not_found", 4),
        (["--identity", "pw"], "password_required", 1),
        (["--identity", "empty"], "invalid_argument", 2),
    ],
)
def test_verify_refuses_what_does_not_open(certwright: Program, serving: Serving, options: list[str], code: str, status: int) -> None:
    made(serving)
    (certwright.folder / "wrong").write_text("wrong")
    (certwright.folder / "empty").write_text("# public key: age1abc\n")
    last = serving.store().last_event
    error = certwright("backup", "verify", *serving.files(), *options, "--db", serving.db, "--json", status=status).error()
    assert error["code"] == code and serving.store().last_event == last


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (dt.timedelta(seconds=-5), "in the future"),
        (dt.timedelta(seconds=59), "just now"),
        (dt.timedelta(seconds=60), "1 minute ago"),
        (dt.timedelta(minutes=119), "1 hour ago"),
        (dt.timedelta(hours=23, minutes=59), "23 hours ago"),
        (dt.timedelta(days=3, hours=5), "3 days ago"),
    ],
)
def test_how_long_ago_is_said_in_words(passed: dt.timedelta, words: str) -> None:
    from certwright.cli.backup_facts import ago

    now = dt.datetime(2026, 11, 27, 12, tzinfo=dt.timezone.utc)
    assert ago(now - passed, now) == words
