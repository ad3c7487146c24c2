"""What reaches a pipe or a screen: no escape codes, no control characters, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import certwright as cw

from .material import Stocked, foreign_certificate, many_certificates, pfx
from .program import CERTWRIGHT, Program

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\r"


@pytest.mark.parametrize(
    "command",
    [["list"], ["show", "{server}"], ["log"], ["log", "--follow", "--limit", "5"], ["report"], ["store", "info"], ["store", "check"]],
    ids=" ".join,
)
def test_without_a_terminal_there_are_no_escape_codes(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    env = {"CERTWRIGHT_DB": str(stocked.db), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    done = certwright(*(part.format(server=stocked.server) for part in command), env=env)
    assert b"\x1b" not in done.raw_out + done.raw_err


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), (["new", "--help"], 0), (["nonsense"], 2), (["show", "12"], 1)])
def test_help_and_errors_have_no_escape_codes_either(certwright: Program, stocked: Stocked, arguments: list[str], status: int) -> None:
    done = certwright(*arguments, env={"CERTWRIGHT_DB": str(stocked.db)}, status=status)
    assert b"\x1b" not in done.raw_out + done.raw_err


def _strange(text: str) -> list[str]:
    """The characters that a terminal obeys or hides."""
    return [letter for letter in text if letter != "\n" and not letter.isprintable()]


@pytest.fixture
def evil(certwright: Program, stocked: Stocked) -> str:
    """A certificate whose subject and DNS name hold escape sequences, and the file `evil.pfx` with such a friendly name."""
    der = foreign_certificate(f"evil {EVIL}", dns_name="\x1b[31mevil")
    (certwright.folder / "evil.der").write_bytes(der)
    (certwright.folder / "evil.pfx").write_bytes(pfx("pfx", "geheim", f"name {EVIL}"))
    (certwright.folder / "pw").write_text("geheim")
    store = cw.Store.open(stocked.db)
    store.import_file(certwright.folder / "evil.pfx", password="geheim", tags=[f"tag {EVIL}"])
    return store.add(cw.Certificate.from_der(der), friendly_name=f"mine {EVIL}").entry.thumbprint


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["find", "evil"],
        ["show", "{evil}"],
        ["show", "evil.der"],
        ["show", "evil.pfx", "--password-file", "pw"],
        ["import", "evil.der"],
        ["import", "evil.pfx", "--password-file", "pw"],
        ["import", "evil.pfx", "--password-file", "pw", "--dry-run"],
        ["export", "{evil}", "--out", "out.pem"],
        ["archive", "{evil}"],
        ["delete", "{evil}", "--dry-run"],
        ["delete", "{evil}", "--yes"],
        ["log"],
        ["log", "--follow", "--limit", "7"],
        ["describe", "{evil}", "--tag", "x"],
        ["report"],
    ],
    ids=" ".join,
)
def test_escape_sequences_in_a_certificate_do_not_reach_the_terminal(
    certwright: Program, stocked: Stocked, evil: str, command: list[str]
) -> None:
    done = certwright(*(part.format(evil=evil) for part in command), env={"CERTWRIGHT_DB": str(stocked.db)})
    assert _strange(done.out) == []
    assert _strange(done.err) == []


def test_escape_sequences_do_not_reach_the_terminal_in_a_question(certwright: Program, stocked: Stocked, evil: str) -> None:
    shown = certwright.at_terminal("delete", evil, "--db", stocked.db, answers=[("[y/N]:", "n")], status=1)
    assert _strange(shown.replace("\r\n", "\n")) == []


def test_escape_sequences_do_not_reach_the_terminal_in_an_error(certwright: Program, stocked: Stocked, evil: str) -> None:
    certwright("archive", evil, "--db", stocked.db)
    done = certwright("find", "--friendly-name", f"mine {EVIL}", "--db", stocked.db, status=4)
    assert evil in done.one_line()
    assert _strange(done.err) == []


def test_escape_sequences_in_the_name_of_a_file_do_not_reach_the_terminal(certwright: Program, stocked: Stocked) -> None:
    folder = certwright.folder / "\x1b]0;red\x07"
    folder.mkdir()
    done = certwright("import", folder, "--db", stocked.db, status=1)
    assert "red" in done.one_line()
    assert _strange(done.err) == []


@pytest.mark.parametrize("command", [["list"], ["show", "in.pfx", "--password-file", "pw"], ["import", "in.pfx", "--password-file", "pw"]])
@pytest.mark.parametrize("name", ["[bold]markup[/bold]", "[/] markup"])
def test_markup_in_a_friendly_name_is_shown_as_it_is(certwright: Program, stocked: Stocked, command: list[str], name: str) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim", name))
    (certwright.folder / "pw").write_text("geheim")
    cw.Store.open(stocked.db).import_file(certwright.folder / "in.pfx", password="geheim")
    assert name in certwright(*command, env={"CERTWRIGHT_DB": str(stocked.db)}).out


@pytest.fixture
def crowded(certwright: Program) -> Path:
    """A store whose list is larger than a pipe."""
    db = certwright.folder / "crowded.db"
    cw.Store.create(db).import_file(many_certificates(500))
    return db


@pytest.mark.parametrize("command", [["list"], ["list", "--csv"], ["list", "--json"], ["log"], ["log", "--json"], ["find", "srv", "--csv"]], ids=" ".join)
def test_a_reader_that_has_enough_is_no_traceback(certwright: Program, crowded: Path, command: list[str]) -> None:
    with certwright.start(*command, "--db", crowded) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1)


@pytest.mark.parametrize("command", [["list"], ["man"], ["--help"], ["--version"], ["store", "info", "--json"]], ids=" ".join)
def test_a_reader_that_wants_nothing_is_no_traceback(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = certwright(*command, env={"CERTWRIGHT_DB": str(stocked.db)}, before=lambda: os.dup2(writing, 1), status=1)
    finally:
        os.close(writing)
    assert done.err == ""


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["man"]], ids=" ".join)
def test_output_that_cannot_be_written_is_said_in_one_line(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = certwright(*command, env={"CERTWRIGHT_DB": str(stocked.db)}, before=lambda: os.dup2(full, 1), status=1)
    finally:
        os.close(full)
    assert done.one_line() == "certwright: no space left on device"


@pytest.mark.parametrize(
    ("command", "descriptor", "statuses"),
    [
        (["list"], 1, (0, 1)),
        (["list", "--json"], 1, (0, 1)),
        (["delete", "{server}"], 0, (2,)),
        (["export", "{server}", "--out", "a.pfx"], 0, (2,)),
        (["import", "in.pfx", "--password-file", "-"], 0, (1, 2)),
    ],
)
def test_a_standard_stream_that_is_closed_is_no_traceback(
    certwright: Program, stocked: Stocked, command: list[str], descriptor: int, statuses: tuple[int, ...]
) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    arguments = [part.format(server=stocked.server) for part in command]
    done = certwright(*arguments, env={"CERTWRIGHT_DB": str(stocked.db)}, before=lambda: os.close(descriptor), status=None)
    assert "Traceback" not in done.err
    assert done.status in statuses


@pytest.mark.parametrize("command", [["list"], ["show", "{server}"], ["new", "Grüße"]], ids=" ".join)
def test_an_output_that_knows_only_ascii_is_no_traceback(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    env = {"CERTWRIGHT_DB": str(stocked.db), "PYTHONIOENCODING": "ascii"}
    assert certwright(*(part.format(server=stocked.server) for part in command), env=env).err == ""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["show", "AB" * 20], 4),
        (["show", "12"], 1),
        (["show", "missing.pem"], 4),
        (["list", "--store", "Nope"], 1),
        (["new", "a", "--valid-to", "01/02/2030"], 1),
        (["new", "a", "--key", "dsa"], 1),
        (["export", "AB" * 20, "--out", "a.pem"], 4),
        (["list", "--expiring", "soon"], 1),
    ],
)
def test_a_failure_is_one_line_on_stderr_and_nothing_on_stdout(
    certwright: Program, stocked: Stocked, arguments: list[str], status: int
) -> None:
    done = certwright(*arguments, env={"CERTWRIGHT_DB": str(stocked.db)}, status=status)
    assert done.one_line().startswith("certwright: ")
    assert done.out == ""


@pytest.mark.parametrize("arguments", [["nonsense"], ["list", "--nonsense"], ["new"], ["new", "a", "--days", "0"], ["completion", "dos"], ["store"], ["delete"]])
def test_wrong_usage_is_status_2_and_shows_the_usage(certwright: Program, arguments: list[str]) -> None:
    done = certwright(*arguments, status=2)
    assert done.err.startswith("Usage: certwright")
    assert "Traceback" not in done.err


def test_without_arguments_the_help_is_shown_as_help(certwright: Program) -> None:
    done = certwright(status=2)
    assert done.err == certwright("--help").out


def test_the_version_is_the_packages(certwright: Program) -> None:
    assert certwright("--version").out == f"certwright {cw.__version__}\n"


def test_the_script_is_the_one_that_was_installed() -> None:
    assert os.access(CERTWRIGHT, os.X_OK)
