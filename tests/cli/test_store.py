"""`store init`, `store info`, and where the default database is."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

import certwright as cw

from .material import Stocked, pfx
from .program import Program, snapshot

SYSTEM = Path("/var/lib/certwright")


@pytest.fixture
def no_system_folder() -> None:
    """Where the machine has a folder for the system's store, that is the default and the user's is not asked for."""
    if SYSTEM.is_dir():
        pytest.skip(f"{SYSTEM} is there, so that the default database is in it")


def test_init_makes_a_database_and_a_key_file_for_its_owner_alone(certwright: Program) -> None:
    document = certwright("store", "init", "--db", "a.db", "--json").json()
    assert document["changed"] is True
    assert (document["path"], document["key_file"]) == (str(certwright.folder / "a.db"), str(certwright.folder / "a.db.key"))
    assert set(snapshot(certwright.folder)) == {"a.db", "a.db.key"}
    assert stat.S_IMODE((certwright.folder / "a.db.key").stat().st_mode) == 0o600


def test_init_puts_the_key_file_where_it_was_told(certwright: Program) -> None:
    (certwright.folder / "keys").mkdir()
    document = certwright("store", "init", "--db", "a.db", "--key-file", "keys/a.key", "--json").json()
    assert document["key_file_beside"] is False
    assert certwright("list", "--db", "a.db", "--key-file", "keys/a.key").err == ""


@pytest.mark.parametrize("there", ["a.db", "a.db.key"])
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_init_leaves_what_is_there_as_it_is(certwright: Program, there: str, options: list[str]) -> None:
    (certwright.folder / there).write_text("mine")
    before = snapshot(certwright.folder)
    assert certwright("store", "init", "--db", "a.db", "--json", *options, status=1).error()["code"] == "already_exists"
    assert snapshot(certwright.folder) == before


def test_info_counts_what_is_there_and_warns_of_a_key_file_beside(certwright: Program, stocked: Stocked) -> None:
    document = certwright("store", "info", "--db", stocked.db, "--json").json()
    assert (document["certificates"], document["private_keys"], document["store_schema"]) == (3, 2, 2)
    assert document["stores"] == ["Personal", "TrustedRoot", "Intermediate", "TrustedPeople"]
    assert "warning: the key file lies beside the database" in certwright("store", "info", "--db", stocked.db).out


@pytest.mark.parametrize("command", [["list"], ["new", "a"], ["import", "in.pem"], ["delete", "AB" * 20, "--yes"], ["store", "info"]])
def test_a_named_database_that_is_missing_is_not_made(certwright: Program, command: list[str]) -> None:
    (certwright.folder / "in.pem").write_text(cw.self_signed("a").certificate.to_pem())
    error = certwright(*command, "--db", "missing.db", "--json", status=4).error()
    assert error["code"] == "not_found"
    assert "certwright store init --db missing.db" in error["message"]
    assert set(snapshot(certwright.folder)) == {"in.pem"}


def _default(certwright: Program, **env: str | None) -> str:
    document = certwright("store", "init", "--dry-run", "--json", env=env).json()
    assert isinstance(document["path"], str)
    return document["path"]


def test_the_option_comes_before_the_environment(certwright: Program) -> None:
    document = certwright("store", "init", "--db", "a.db", "--dry-run", "--json", env={"CERTWRIGHT_DB": "b.db"}).json()
    assert document["path"] == "a.db"


def test_the_environment_names_the_database(certwright: Program) -> None:
    assert _default(certwright, CERTWRIGHT_DB="/elsewhere/b.db", XDG_DATA_HOME="/data") == "/elsewhere/b.db"


@pytest.mark.usefixtures("no_system_folder")
@pytest.mark.parametrize(
    ("data_home", "wanted"),
    [("/data", "/data/certwright/certs.db"), ("relative", "{home}/.local/share/certwright/certs.db"), (None, "{home}/.local/share/certwright/certs.db")],
)
def test_the_default_is_in_the_users_data_folder(certwright: Program, data_home: str | None, wanted: str) -> None:
    assert _default(certwright, XDG_DATA_HOME=data_home) == wanted.format(home=certwright.home)


@pytest.mark.usefixtures("no_system_folder")
@pytest.mark.parametrize(("command", "home"), [(["list"], None), (["new", "a"], None), (["store", "init"], "")])
def test_without_a_home_the_error_names_the_option(certwright: Program, command: list[str], home: str | None) -> None:
    assert "--db PATH" in certwright(*command, "--json", env={"HOME": home}, status=2).error()["message"]


@pytest.mark.usefixtures("no_system_folder")
def test_new_makes_the_default_store_in_a_folder_of_the_user_alone(certwright: Program) -> None:
    certwright("new", "a")
    folder = certwright.home / ".local/share/certwright"
    assert set(snapshot(folder)) == {"certs.db", "certs.db.key"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "CN=a" in certwright("list").out


@pytest.mark.usefixtures("no_system_folder")
def test_import_makes_the_default_store(certwright: Program) -> None:
    (certwright.folder / "in.pem").write_text(cw.self_signed("a").certificate.to_pem())
    certwright("import", "in.pem")
    assert "CN=a" in certwright("list").out


@pytest.mark.usefixtures("no_system_folder")
@pytest.mark.parametrize("command", [["list"], ["store", "info"], ["archive", "AB" * 20]])
def test_other_commands_do_not_make_the_default_store(certwright: Program, command: list[str]) -> None:
    certwright(*command, status=4)
    assert snapshot(certwright.home) == {}


@pytest.mark.usefixtures("no_system_folder")
def test_one_password_on_stdin_serves_though_the_default_store_is_yet_to_be_made(certwright: Program) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    document = certwright("import", "in.pfx", "--password-file", "-", "--json", data=b"geheim").json()
    assert [entry["subject"] for entry in document["certificates"]] == ["CN=in"]
