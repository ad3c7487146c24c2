"""`log`: shown, followed, and written to a file."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import certwright as cw

from .material import Stocked
from .program import Program, snapshot


def test_log_for_people_is_a_table(certwright: Program, stocked: Stocked) -> None:
    out = certwright("log", "--db", stocked.db).out
    assert [line.split()[0] for line in out.splitlines() if line.split() and line.split()[0].isdigit()] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--since", "3"], [4, 5]),
        (["--since", "5"], []),
        (["--limit", "2"], [1, 2]),
        (["--since", "1", "--limit", "2"], [2, 3]),
        (["--since", "2001-01-01"], [1, 2, 3, 4, 5]),
        (["--since", "2999-01-01"], []),
    ],
)
def test_log_gives_the_lines_asked_for(certwright: Program, stocked: Stocked, options: list[str], numbers: list[int]) -> None:
    events = certwright("log", "--db", stocked.db, "--json", *options).json()["events"]
    assert [event["number"] for event in events] == numbers


@contextlib.contextmanager
def _following(certwright: Program, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program while it follows; whatever happens, it ends."""
    with certwright.start("log", "--follow", *arguments) as following:
        try:
            yield following
        finally:
            following.kill()


def test_follow_gives_a_line_that_another_process_writes(certwright: Program, stocked: Stocked) -> None:
    with _following(certwright, "--since", "5", "--limit", "2", "--json", "--db", stocked.db) as following:
        assert following.stdout is not None
        store = cw.Store.open(stocked.db)
        for subject in ("first", "second"):
            made = store.create_self_signed(subject)
            document = json.loads(following.stdout.readline())
            assert set(document) == {"schema", "number", "at", "actor", "kind", "thumbprint", "details"}
            assert (document["kind"], document["thumbprint"]) == ("issued", made.thumbprint)
        assert following.wait(60) == 0


def test_follow_for_people_is_a_line_each(certwright: Program, stocked: Stocked) -> None:
    lines = certwright("log", "--follow", "--limit", "3", "--db", stocked.db).out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["1", "2", "3"]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT interrupts, also where the tests run in the background of a shell that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_follow_ends_well_when_it_is_interrupted(certwright: Program, stocked: Stocked) -> None:
    with _following(certwright, "--json", "--db", stocked.db) as following:
        assert following.stdout is not None and following.stderr is not None
        for _ in range(5):
            following.stdout.readline()
        following.send_signal(signal.SIGINT)
        assert following.wait(60) == 0
        assert (following.stdout.read(), following.stderr.read()) == (b"", b"")


def test_a_failure_while_following_is_a_line_too(certwright: Program) -> None:
    done = certwright("log", "--follow", "--json", "--db", "missing.db", status=4)
    assert len(done.out.splitlines()) == 1
    assert done.error()["code"] == "not_found"


@pytest.mark.parametrize(("name", "options", "format"), [("a.jsonl", [], "jsonl"), ("a.CSV", [], "csv"), ("a", [], "jsonl"), ("a.txt", ["--format", "csv"], "csv")])
def test_export_writes_every_line_for_its_owner_alone(certwright: Program, stocked: Stocked, name: str, options: list[str], format: str) -> None:
    events = certwright("log", "--db", stocked.db, "--json").json()["events"]
    document = certwright("log", "export", "--out", name, *options, "--db", stocked.db, "--json").json()
    assert document == {"schema": 1, "changed": True, "file": name, "format": format, "events": len(events)}
    text = (certwright.folder / name).read_text()
    if format == "jsonl":
        assert [json.loads(line) for line in text.splitlines()] == events
    else:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [(int(row["number"]), row["kind"], json.loads(row["details"])) for row in rows] == [
            (event["number"], event["kind"], event["details"]) for event in events
        ]
    assert stat.S_IMODE((certwright.folder / name).stat().st_mode) == 0o600


def test_export_gives_the_lines_since_a_number(certwright: Program, stocked: Stocked) -> None:
    assert certwright("log", "export", "--since", "3", "--out", "a.jsonl", "--db", stocked.db, "--json").json()["events"] == 2


def test_export_replaces_a_file_only_when_forced(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "a").write_text("mine")
    command = ["log", "export", "--out", "a", "--db", str(stocked.db), "--json"]
    for options in ([], ["--dry-run"]):
        assert certwright(*command, *options, status=1).error()["code"] == "already_exists"
    assert (certwright.folder / "a").read_text() == "mine"
    certwright(*command, "--force")
    assert (certwright.folder / "a").read_text() != "mine"


def test_export_to_try_writes_nothing(certwright: Program, stocked: Stocked) -> None:
    before = snapshot(certwright.folder)
    document = certwright("log", "export", "--out", "a", "--dry-run", "--db", stocked.db, "--json").json()
    assert (document["changed"], document["dry_run"]) == (False, True)
    assert snapshot(certwright.folder) == before


@pytest.mark.parametrize("option", [["--follow"], ["--since", "1"], ["--db", "other.db"], ["--json"]])
def test_options_before_export_are_refused(certwright: Program, stocked: Stocked, option: list[str]) -> None:
    done = certwright("log", *option, "export", "--out", "a", "--db", stocked.db, status=2)
    assert "come after its name" in done.err
