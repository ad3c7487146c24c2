"""What happens only at a terminal: prompts, questions, colour."""

from __future__ import annotations

import json
import re

import pytest

import certwright as cw

from .material import Stocked, pfx
from .program import Program

COLOUR = re.compile("\x1b\\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])[0-9;]*m")


def test_import_asks_for_the_password_that_a_file_needs_and_does_not_show_it(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "Grüße 123"))
    shown = certwright.at_terminal("import", "in.pfx", "--db", stocked.db, answers=[("Password of in.pfx: ", "Grüße 123")])
    assert "Grüße 123" not in shown
    assert cw.Store.open(stocked.db).select(subject="in").has_private_key


def test_import_does_not_ask_where_no_password_is_needed(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pem").write_text(cw.self_signed("in").certificate.to_pem())
    assert "Password" not in certwright.at_terminal("import", "in.pem", "--db", stocked.db)


def test_a_wrong_password_at_the_prompt_is_an_error(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim"))
    shown = certwright.at_terminal("import", "in.pfx", "--db", stocked.db, answers=[("Password of in.pfx: ", "falsch")], status=1)
    assert "the password does not open" in shown
    assert "falsch" not in shown


def test_export_asks_twice_for_the_password_of_a_new_file(certwright: Program, stocked: Stocked) -> None:
    answers = [("out.pfx: ", "geheim"), ("confirmation: ", "anders"), ("out.pfx: ", "geheim"), ("confirmation: ", "geheim")]
    shown = certwright.at_terminal("export", stocked.server, "--out", "out.pfx", "--db", stocked.db, answers=answers)
    assert "geheim" not in shown and "anders" not in shown
    assert len(cw.read_file((certwright.folder / "out.pfx").read_bytes(), password="geheim").identities) == 1


@pytest.mark.parametrize(("answer", "gone", "status"), [("y", True, 0), ("n", False, 1), ("", False, 1)])
def test_delete_asks_and_takes_only_yes_for_yes(certwright: Program, stocked: Stocked, answer: str, gone: bool, status: int) -> None:
    shown = certwright.at_terminal("delete", stocked.server, "--db", stocked.db, answers=[("[y/N]:", answer)], status=status)
    assert "Delete CN=srv1,O=Example and 1 private key(s) for ever?" in shown
    assert "Traceback" not in shown
    assert (stocked.server not in stocked.thumbprints()) is gone


def test_a_no_to_the_question_is_a_failure_in_json_too(certwright: Program, stocked: Stocked) -> None:
    shown = certwright.at_terminal("delete", stocked.server, "--json", "--db", stocked.db, answers=[("[y/N]:", "n")], status=1)
    assert '"error"' in shown
    assert set(json.loads(shown[shown.index("{") : shown.rindex("}") + 1])) == {"schema", "error"}


def test_delete_with_yes_does_not_ask(certwright: Program, stocked: Stocked) -> None:
    assert "[y/N]" not in certwright.at_terminal("delete", stocked.server, "--yes", "--db", stocked.db)


@pytest.mark.parametrize("command", [["list"], ["store", "info"]])
def test_no_color_is_kept_at_a_terminal(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    assert COLOUR.search(certwright.at_terminal(*command, "--db", stocked.db, env={"NO_COLOR": "1"})) is None


def test_a_table_is_no_wider_than_the_terminal(certwright: Program, stocked: Stocked) -> None:
    shown = certwright.at_terminal("list", "--db", stocked.db, env={"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"})
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 100
