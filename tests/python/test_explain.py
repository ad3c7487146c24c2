"""What is said of each status: cause and cure."""

from __future__ import annotations

import re

import click
import pytest

import certwright as cw
from certwright import cli
from certwright._certwright import STATUSES

ALL = cw.statuses()


def test_statuses_gives_each_status_in_the_order_of_the_numbers() -> None:
    assert [(status.number, status.code, status.meaning) for status in ALL] == STATUSES


@pytest.mark.parametrize("status", ALL, ids=lambda status: status.code)
def test_cause_and_cure_are_sentences_of_their_own(status: cw.StatusInfo) -> None:
    texts = {status.meaning, status.cause, status.cure}
    assert len(texts) == 3
    for text in (status.cause, status.cure):
        assert text.endswith(".")
        assert text.isascii() and text.isprintable()
        assert 20 < len(text) < 300


def test_no_two_statuses_have_the_same_cause_or_cure() -> None:
    assert len({status.cause for status in ALL}) == len({status.cure for status in ALL}) == len(ALL)


def _commands(group: click.Group = cli.cli, before: str = "") -> dict[str, set[str]]:
    """Each command as it is called, with its options."""
    found = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found[before + name] = {option for parameter in command.params for option in parameter.opts}
        if isinstance(command, click.Group):
            found.update(_commands(command, f"{before}{name} "))
    return found


@pytest.mark.parametrize("status", ALL, ids=lambda status: status.code)
def test_a_command_that_a_cure_names_is_there(status: cw.StatusInfo) -> None:
    known = _commands()
    for line in re.findall(r"`certwright ([^`]+)`", status.cure):
        name = re.split(r"(?:^| )[A-Z-]", line)[0]
        if not name:
            continue
        assert name in known, line
        assert set(re.findall(r"--[a-z-]+", line)) <= known[name], line


@pytest.mark.parametrize("given", [23, "23", "not_found", "NOT_FOUND", "not-found", " Not-Found\n"])
def test_a_status_is_named_by_its_number_or_its_code(given: int | str) -> None:
    found = cw.explain(given)
    assert (found.number, found.code, found.meaning) == (23, "not_found", "what was asked for is not there")


def test_the_status_of_an_exception_is_explained() -> None:
    with pytest.raises(cw.CertwrightError) as caught:
        cw.parse_thumbprint("12")
    assert cw.explain(caught.value.status).code == caught.value.code == "invalid_thumbprint"


@pytest.mark.parametrize("given", [0, 9999, -1, 2**32, 2**32 + 23, pytest.param(10**5000, id="huge"), "0", "9999", "9" * 100])
def test_an_unknown_number_is_refused(given: int | str) -> None:
    with pytest.raises(cw.InvalidArgument) as caught:
        cw.explain(given)
    assert str(caught.value) == f"status: there is none of this number; they go from 1 to {len(ALL)}"


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ("not_fond", "near it: not_found"),
        ("NotFound", "near it: not_found"),
        ("KeyFileMising", "near it: key_file_missing"),
        ("schema", "near it: newer_schema, older_schema"),
        ("", "certwright explain lists them all"),
        ("\x1b[31m", "certwright explain lists them all"),
        pytest.param("\N{PILE OF POO}" * 100_000, "certwright explain lists them all", id="long"),
    ],
)
def test_an_unknown_code_is_refused_with_those_near_it(given: str, near: str) -> None:
    with pytest.raises(cw.InvalidArgument) as caught:
        cw.explain(given)
    message = str(caught.value)
    assert message.startswith("status: there is none called ") and message.endswith(f"; {near}")
    assert message.isprintable() and len(message) < 200


@pytest.mark.parametrize("given", [None, 23.0, b"not_found", cw.NotFound, ["not_found"]])
def test_what_is_neither_a_number_nor_a_text_is_a_type_error(given: object) -> None:
    with pytest.raises(TypeError, match="a status is an int or a str"):
        cw.explain(given)  # type: ignore[arg-type]


def test_the_same_status_is_equal_and_another_is_not() -> None:
    assert cw.explain(23) == cw.explain("not_found") != cw.explain(22)
    assert len({cw.explain(23), cw.explain("not_found")}) == 1
    assert cw.explain(23) != 23
    assert repr(cw.explain(23)) == "<certwright.StatusInfo 23 not_found>"


def test_it_can_be_neither_made_by_hand_nor_changed() -> None:
    with pytest.raises(TypeError):
        cw.StatusInfo()
    with pytest.raises(AttributeError):
        cw.explain(23).cure = "none"  # type: ignore[misc]
