"""`store protect`, and the passphrase that opens a store."""

from __future__ import annotations

import pytest

import certwright as cw

from .material import Stocked, pfx
from .program import Program, snapshot


@pytest.fixture
def secret(certwright: Program) -> Program:
    """A program with the store `secret.db`, which opens with a passphrase; it stands in `pw`."""
    (certwright.folder / "pw").write_text("geheim\n")
    cw.Store.create(certwright.folder / "secret.db", passphrase="geheim").create_self_signed("a")
    return certwright


@pytest.mark.parametrize("content", [b"geheim", b"geheim\r\n", "\ufeffgeheim\r\n".encode("utf-16-le")])
@pytest.mark.parametrize("dash", [False, True])
def test_a_passphrase_is_read_as_a_password_is(secret: Program, content: bytes, dash: bool) -> None:
    (secret.folder / "pw").write_bytes(content)
    done = secret("list", "--db", "secret.db", "--passphrase-file", "-" if dash else "pw", "--json", data=content)
    assert "locked" not in done.json() and done.err == ""


def test_init_with_a_passphrase_makes_no_key_file(certwright: Program) -> None:
    (certwright.folder / "pw").write_text("geheim")
    document = certwright("store", "init", "--db", "a.db", "--passphrase-file", "pw", "--json").json()
    assert [protector["kind"] for protector in document["protectors"]] == ["passphrase"]
    assert set(snapshot(certwright.folder)) == {"a.db", "pw"}


def test_init_to_try_names_what_it_would_make(certwright: Program) -> None:
    (certwright.folder / "pw").write_text("geheim")
    command = ["store", "init", "--db", "a.db", "--dry-run", "--passphrase-file", "pw"]
    assert certwright(*command, "--json").json()["key_file"] is None
    assert certwright(*command, "--key-file", "a.key", "--json").json()["key_file"] == "a.key"


@pytest.mark.parametrize("command", [["new", "b"], ["store", "protect", "add", "--key-file-new", "b.key"]])
def test_without_its_passphrase_nothing_is_changed_and_the_error_names_the_option(secret: Program, command: list[str]) -> None:
    before = snapshot(secret.folder)
    error = secret(*command, "--db", "secret.db", "--json", status=1).error()
    assert error["code"] == "password_required" and "--passphrase-file" in error["message"]
    assert snapshot(secret.folder) == before


def test_without_its_passphrase_what_is_public_is_read(secret: Program) -> None:
    done = secret("list", "--db", "secret.db", "--json")
    assert (done.json()["locked"], [entry["subject"] for entry in done.json()["certificates"]]) == (True, ["CN=a"])
    assert "only public data can be read" in done.one_line()


def test_a_wrong_passphrase_is_an_error_also_for_reading(secret: Program) -> None:
    error = secret("list", "--db", "secret.db", "--passphrase-file", "-", "--json", data=b"falsch", status=1).error()
    assert error["code"] == "wrong_password" and "falsch" not in error["message"]


def test_a_passphrase_is_asked_for_at_a_terminal_and_not_shown(secret: Program) -> None:
    shown = secret.at_terminal("new", "b", "--db", "secret.db", answers=[("Passphrase of the store secret.db: ", "geheim")])
    assert "geheim" not in shown
    assert cw.Store.open(secret.folder / "secret.db", passphrase="geheim").select(subject="b").has_private_key


def test_a_passphrase_is_not_asked_for_where_a_key_file_opens_the_store(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).add_protector(passphrase="geheim")
    assert "Passphrase" not in certwright.at_terminal("list", "--db", stocked.db)


def test_two_secrets_on_one_standard_input_are_refused(secret: Program) -> None:
    (secret.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    command = ["import", "in.pfx", "--password-file", "-", "--passphrase-file", "-", "--db", "secret.db", "--json"]
    assert "one password" in secret(*command, data=b"geheim", status=2).error()["message"]


def test_list_tells_which_one_is_in_use(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).add_protector(passphrase="geheim")
    found = certwright("store", "protect", "list", "--db", stocked.db, "--json").json()["protectors"]
    assert [(protector["kind"], protector["in_use"]) for protector in found] == [("key-file", True), ("passphrase", False)]


def test_add_makes_a_key_file_that_opens_the_store(certwright: Program, stocked: Stocked) -> None:
    certwright("store", "protect", "add", "--key-file-new", "b.key", "--db", stocked.db)
    assert certwright("list", "--key-file", "b.key", "--db", stocked.db).err == ""


@pytest.mark.parametrize("dash", [False, True])
def test_add_takes_a_passphrase_from_a_file(certwright: Program, stocked: Stocked, dash: bool) -> None:
    (certwright.folder / "new").write_text("geheim\n")
    certwright("store", "protect", "add", "--new-passphrase-file", "-" if dash else "new", "--db", stocked.db, data=b"geheim\n")
    assert not cw.Store.open(stocked.db, passphrase="geheim").locked


def test_add_asks_twice_for_a_new_passphrase(certwright: Program, stocked: Stocked) -> None:
    answers = [("(a new one): ", "geheim"), ("confirmation: ", "anders"), ("(a new one): ", "geheim"), ("confirmation: ", "geheim")]
    shown = certwright.at_terminal("store", "protect", "add", "--db", stocked.db, answers=answers)
    assert "geheim" not in shown and "anders" not in shown
    assert not cw.Store.open(stocked.db, passphrase="geheim").locked


@pytest.mark.parametrize("options", [[], ["--key-file-new", "b.key", "--new-passphrase-file", "pw"]])
def test_add_without_a_terminal_needs_one_secret(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    message = certwright("store", "protect", "add", *options, "--db", stocked.db, "--json", status=2).error()["message"]
    assert "--key-file-new" in message and "--new-passphrase-file" in message


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_add_leaves_a_file_that_is_there(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    (certwright.folder / "b.key").write_text("mine")
    command = ["store", "protect", "add", "--key-file-new", "b.key", "--db", str(stocked.db), *options]
    assert certwright(*command, "--json", status=1).error()["code"] == "already_exists"
    assert (certwright.folder / "b.key").read_text() == "mine"


def test_change_puts_a_passphrase_in_the_place_of_the_key_file(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "new").write_text("geheim")
    old = stocked.protector()
    command = ["store", "protect", "change", old[:6].lower(), "--new-passphrase-file", "new", "--db", str(stocked.db), "--json"]
    assert certwright(*command).json()["in_place_of"] == old
    assert [protector.kind for protector in cw.Store.open(stocked.db, passphrase="geheim").protectors()] == ["passphrase"]


def test_remove_without_a_terminal_needs_yes(certwright: Program, stocked: Stocked) -> None:
    id = stocked.second_protector()
    assert "--yes" in certwright("store", "protect", "remove", id, "--db", stocked.db, "--json", status=2).error()["message"]
    assert len(cw.Store.open(stocked.db).protectors()) == 2


def test_remove_warns_of_who_may_know_the_secret(certwright: Program, stocked: Stocked) -> None:
    out = certwright("store", "protect", "remove", stocked.second_protector(), "--yes", "--db", stocked.db).out
    assert out.splitlines()[1].startswith("warning: whoever may know its secret")


def test_remove_of_the_last_one_is_refused(certwright: Program, stocked: Stocked) -> None:
    error = certwright("store", "protect", "remove", stocked.protector(), "--yes", "--db", stocked.db, "--json", status=1).error()
    assert error["code"] == "last_protector"


@pytest.mark.parametrize("command", ["remove", "change"])
def test_an_unknown_protector_is_not_found(certwright: Program, stocked: Stocked, command: str) -> None:
    options = ["--yes"] if command == "remove" else ["--key-file-new", "b.key"]
    error = certwright("store", "protect", command, "AB" * 16, *options, "--db", stocked.db, "--json", status=4).error()
    assert error["details"]["near"] == [f"{stocked.protector()} (key-file)"]


def test_rotate_goes_on_with_each_protector_whose_secret_is_given(certwright: Program, stocked: Stocked) -> None:
    stocked.second_protector()
    cw.Store.open(stocked.db).add_protector(passphrase="geheim")
    (certwright.folder / "pw").write_text("geheim")
    secrets = ["--other-key-file", f"{stocked.db}.second", "--other-passphrase-file", "pw"]
    document = certwright("store", "protect", "rotate", *secrets, "--db", stocked.db, "--json").json()
    assert (document["private_keys"], document["dropped"]) == (2, [])
    for keywords in ({}, {"key_file": f"{stocked.db}.second"}, {"passphrase": "geheim"}):
        assert cw.Store.open(stocked.db, **keywords).get(stocked.server).identity()  # type: ignore[arg-type]


def test_rotate_without_a_secret_names_the_protector_and_changes_nothing(certwright: Program, stocked: Stocked) -> None:
    id = stocked.second_protector()
    last = stocked.last_event()
    assert id in certwright("store", "protect", "rotate", "--db", stocked.db, "--json", status=1).error()["message"]
    assert stocked.last_event() == last


def test_rotate_drops_others_only_when_that_is_confirmed(certwright: Program, stocked: Stocked) -> None:
    id = stocked.second_protector()
    command = ["store", "protect", "rotate", "--drop-others", "--db", str(stocked.db), "--json"]
    assert "--yes" in certwright(*command, status=2).error()["message"]
    assert certwright(*command, "--yes").json()["dropped"] == [id]
