"""`renew`, and expiry in sight: the time line, the page, the viewer."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from pathlib import Path

import pytest

import certwright as cw
from certwright.cli import viewer

from .material import Stocked, issued_identity
from .program import Program
from .test_json import OF_ENTRY
from .test_usage import OF_ASSIGNMENT, rsa

OF_RENEWED = OF_ENTRY | {"changed", "old", "notes"}


def ending(stocked: Stocked, subject: str, days: float) -> cw.Entry:
    """A certificate that began a year ago and ends in so many days."""
    now = dt.datetime.now(dt.timezone.utc)
    return cw.Store.open(stocked.db).create_self_signed(
        subject, valid_from=now - dt.timedelta(days=365), valid_to=now + dt.timedelta(days=days)
    )


def test_renew_prints_the_new_entry_and_what_it_took_the_place_of(certwright: Program, stocked: Stocked) -> None:
    old = rsa(stocked, "db")
    cw.Store.open(stocked.db).assign(old, role="database", scope="db1")
    document = certwright("renew", old.thumbprint, "--db", stocked.db, "--json").json()
    assert set(document) == OF_RENEWED | {"schema"}
    assert (document["changed"], document["old"], document["subject"]) == (True, old.thumbprint, "CN=db")
    assert [(one["role"], one["scope"]) for one in document["assignments"]] == [("database", "db1")]
    again = certwright("renew", old.thumbprint, "--db", stocked.db, "--json").json()
    assert (again["changed"], again["thumbprint"]) == (False, document["thumbprint"])


def test_renew_tells_people_what_is_retained(certwright: Program, stocked: Stocked) -> None:
    old = rsa(stocked, "db")
    store = cw.Store.open(stocked.db)
    store.assign(old, role="database", scope="db1")
    out = certwright("renew", old.thumbprint, "--same-key", "--db", stocked.db).out
    new = store.select(role="database")
    assert out.startswith("renewed: CN=db, valid to ") and f"{new.thumbprint} in the place of {old.thumbprint}" in out
    assert "note: " in out and "retained" in out
    assert new.public_key_der == old.public_key_der


def test_a_dry_run_of_renew_changes_nothing_and_refuses_as_the_real_one(certwright: Program, stocked: Stocked) -> None:
    store, leaf = cw.Store.open(stocked.db), issued_identity()
    store.add(leaf)
    store.assign(stocked.server, role="archive", create_role=True)
    store.define_role(cw.Role("archive", renewable=False))
    before = (stocked.thumbprints(), stocked.last_event())
    for thumbprint in (leaf.certificate.thumbprint, stocked.root, stocked.server):
        told = [certwright("renew", thumbprint, *dry, "--db", stocked.db, "--json", status=1).error() for dry in ([], ["--dry-run"])]
        assert told[0] == told[1]
    dry = certwright("renew", stocked.archived, "--dry-run", "--db", stocked.db, "--json").json()
    assert (dry["changed"], dry["dry_run"], dry["would_change"], dry["thumbprint"]) == (False, True, True, stocked.archived)
    assert (stocked.thumbprints(), stocked.last_event()) == before


def test_what_expires_is_listed_and_renewed_once_all_are_meant(certwright: Program, stocked: Stocked) -> None:
    soon, later = ending(stocked, "soon", 10), ending(stocked, "later", 100)
    done = certwright("renew", "--expiring", "30d", "--db", stocked.db, status=2)
    assert f"would renew: {soon.thumbprint}, CN=soon" in done.out and later.thumbprint not in done.out
    assert "--all" in done.err
    dry = certwright("renew", "--expiring", "30d", "--dry-run", "--db", stocked.db, "--json").json()
    assert (dry["changed"], [one["thumbprint"] for one in dry["certificates"]]) == (False, [soon.thumbprint])
    assert cw.Store.open(stocked.db).superseded_by(soon) is None
    document = certwright("renew", "--expiring", "30d", "--all", "--db", stocked.db, "--json").json()
    assert document["changed"] is True
    assert [(set(one), one["old"]) for one in document["certificates"]] == [(OF_RENEWED, soon.thumbprint)]
    again = certwright("renew", "--expiring", "30d", "--all", "--db", stocked.db, "--json").json()
    assert (again["changed"], again["certificates"]) == (False, [])
    assert "nothing to renew" in certwright("renew", "--expiring", "30d", "--db", stocked.db).out


@pytest.mark.parametrize("arguments", [[], ["{server}", "--expiring", "30d"], ["{server}", "--all"]])
def test_renew_takes_one_or_those_that_expire(certwright: Program, stocked: Stocked, arguments: list[str]) -> None:
    given = [argument.format(server=stocked.server) for argument in arguments]
    certwright("renew", *given, "--db", stocked.db, "--json", status=2).error()


def test_what_expires_is_a_time_line_for_people_the_first_to_end_first(certwright: Program, stocked: Stocked) -> None:
    half, over = ending(stocked, "half", 15.2), ending(stocked, "over", -2.5)
    lines = certwright("list", "--expiring", "30d", "--db", stocked.db).out.splitlines()
    rows = [re.split(r" {2,}", line.strip()) for line in lines if "CN=" in line]
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("expired 2 days ago", over.thumbprint, "CN=over"),
        ("15 days", half.thumbprint, "CN=half"),
    ]
    assert rows[0][2] == "·" * 40 and rows[1][2] == "█" * 20 + "·" * 20
    assert lines[-1] == "2 certificates"
    by_subject = certwright("list", "--expiring", "30d", "--order", "subject", "--db", stocked.db).out
    assert by_subject.index("CN=half") < by_subject.index("CN=over")


def test_where_the_terminal_is_narrow_bars_and_dates_stay_whole(certwright: Program, stocked: Stocked) -> None:
    ending(stocked, "half", 15.2)
    shown = certwright.at_terminal("list", "--expiring", "30d", "--db", stocked.db, env={"COLUMNS": "80"})
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\dZ +15 days +█{8}·{8} ", shown)


def test_what_a_terminal_cannot_show_is_drawn_in_ascii(certwright: Program, stocked: Stocked) -> None:
    ending(stocked, "half", 15.2)
    out = certwright("list", "--expiring", "30d", "--db", stocked.db, env={"PYTHONIOENCODING": "ascii"}).out
    assert "#" * 20 + "." * 20 in out


def test_programs_get_the_same_list_with_and_without_a_time_line(certwright: Program, stocked: Stocked) -> None:
    ending(stocked, "b", 15), ending(stocked, "a", 3)
    entries = certwright("list", "--expiring", "30d", "--db", stocked.db, "--json").json()["certificates"]
    assert [(set(entry), entry["subject"]) for entry in entries] == [(OF_ENTRY, "CN=b"), (OF_ENTRY, "CN=a")]
    assert len(certwright("list", "--expiring", "30d", "--csv", "--db", stocked.db).out.splitlines()) == 3


def test_the_report_of_what_expires_is_a_table_a_document_or_a_page(certwright: Program, stocked: Stocked) -> None:
    soon = ending(stocked, "soon", 10.5)
    cw.Store.open(stocked.db).assign(soon, role="ssl-connection", scope="web")
    out = certwright("report", "--expiring", "30d", "--db", stocked.db).out
    assert soon.thumbprint in out and "10 days" in out and "ssl-connection (web)" in out
    document = certwright("report", "--expiring", "30d", "--db", stocked.db, "--json").json()
    assert set(document) == {"schema", "at", "until", "certificates", "more"}
    one = document["certificates"][0]
    assert set(one) == set(
        "thumbprint sha256 subject friendly_name not_before not_after days_left assignments expiry_matters required".split()
    )
    assert (one["thumbprint"], one["days_left"], one["required"]) == (soon.thumbprint, 10, True)
    assert [set(assignment) for assignment in one["assignments"]] == [OF_ASSIGNMENT]
    command = ["report", "--expiring", "30d", "--html", "ends.html", "--db", str(stocked.db), "--json"]
    dry = certwright(*command, "--dry-run").json()
    assert (dry["changed"], dry["dry_run"], (certwright.folder / "ends.html").exists()) == (False, True, False)
    written = certwright(*command).json()
    assert (written["changed"], written["file"]) == (True, "ends.html")
    page = (certwright.folder / "ends.html").read_text()
    assert page.lower().startswith("<!doctype html>") and soon.thumbprint in page
    assert certwright(*command, status=1).error()["code"] == "already_exists"
    assert certwright(*command, "--force").json()["changed"] is True


@pytest.mark.parametrize("options", [["--html", "a.html"], ["--force"], ["--dry-run"], ["--expiring", "30d", "--force"]])
def test_options_of_the_page_go_with_it(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    certwright("report", *options, "--db", stocked.db, "--json", status=2).error()


def _viewer(certwright: Program, script: str) -> dict[str, str | None]:
    """An xdg-open that does this, in front of everything else."""
    folder = certwright.folder / "bin"
    folder.mkdir()
    (folder / "xdg-open").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "xdg-open").chmod(0o755)
    temporary = certwright.folder / "tmp"
    temporary.mkdir()
    return {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "TMPDIR": str(temporary)}


def test_show_open_hands_the_certificate_without_its_key_to_the_viewer(certwright: Program, stocked: Stocked) -> None:
    env = _viewer(certwright, f'echo "$1" > {certwright.folder / "seen"}')
    document = certwright("show", stocked.server, "--open", "--db", stocked.db, "--json", env=env).json()
    path = Path((certwright.folder / "seen").read_text().strip())
    assert document["opened"] == str(path) and path.name == f"{stocked.server}.crt"
    assert cw.Certificate.from_der(path.read_bytes()).thumbprint == stocked.server
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]


def test_a_viewer_that_fails_is_an_error(certwright: Program, stocked: Stocked) -> None:
    env = _viewer(certwright, "exit 3")
    error = certwright("show", stocked.server, "--open", "--db", stocked.db, "--json", env=env, status=1).error()
    assert error["code"] == "unsupported" and "exit status 3" in error["message"]


def test_where_there_is_no_viewer_the_error_says_what_to_do(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "tmp").mkdir()
    env = {"PATH": str(certwright.folder), "TMPDIR": str(certwright.folder / "tmp")}
    error = certwright("show", stocked.server, "--open", "--db", stocked.db, "--json", env=env, status=1).error()
    assert "xdg-open" in error["message"] and "certwright export" in error["message"]
    assert list((certwright.folder / "tmp").iterdir()) == []


def test_a_file_is_not_opened(certwright: Program) -> None:
    (certwright.folder / "a.pem").write_text(cw.self_signed("a").certificate.to_pem())
    certwright("show", "a.pem", "--open", "--json", status=2).error()


@pytest.mark.parametrize(("platform", "suffix"), [("darwin", ".cer"), ("win32", ".cer"), ("linux", ".crt")])
def test_each_platform_opens_files_in_its_own_way(
    platform: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    for name in ("open", "xdg-open"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $1" > {tmp_path / "seen"}\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ.get('PATH', os.defpath)}")
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    path = viewer.open_in_viewer(cw.self_signed("a").certificate)
    assert path.suffix == suffix
    if platform == "win32":
        assert opened == [str(path)]
    else:
        assert (tmp_path / "seen").read_text() == f"{'open' if platform == 'darwin' else 'xdg-open'} {path}\n"


def test_a_dry_run_foresees_one_that_was_assigned_again_and_a_gap_in_the_row(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    dry = ("--dry-run", "--db", stocked.db, "--json")
    second = store.renew(stocked.server).entry
    third = store.renew(second).entry
    store.delete(second)
    assert certwright("renew", stocked.server, *dry).json()["would_change"] is False
    assert third.thumbprint in certwright("renew", stocked.server, "--dry-run", "--db", stocked.db).out
    store.assign(stocked.server, role="client")
    assert certwright("renew", stocked.server, *dry).json()["would_change"] is True
    assert certwright("renew", stocked.server, "--db", stocked.db, "--json").json()["changed"] is True
