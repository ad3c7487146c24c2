"""The grammar of the old tool: `name= value` in each spelling, quotation marks, `help` behind any command."""

from __future__ import annotations

import shlex

import pytest

import certwright as cw

from .program import Done, Program

NAMES = "path=, subject=, thumbprint=, generated, store=, passwordFile=, validFrom=, validTo=, dns=, ip=, key=, port=, name="


@pytest.fixture
def store(certwright: Program) -> cw.Store:
    return cw.Store.create(certwright.folder / "certs.db")


def run(certwright: Program, *arguments: str, status: int = 0) -> Done:
    return certwright("api", *arguments, env={"CERTWRIGHT_DB": "certs.db"}, status=status)


def refused(certwright: Program, *arguments: str) -> str:
    return run(certwright, *arguments, status=2).err.splitlines()[-1].removeprefix("certwright: ")


@pytest.mark.parametrize(
    "port",
    ["--port 4431", "--port=4431", "port= 4431", "port=4431", "port =4431", "port = 4431", "PORT=4431", "Port= 4431", "port='\"4431\"'", "port= \"'4431'\""],
)
def test_a_parameter_is_given_in_each_spelling(certwright: Program, store: cw.Store, port: str) -> None:
    run(certwright, "https", *shlex.split(port))
    assert store.endpoint().settings().port == 4431


@pytest.mark.parametrize(
    "subject",
    [
        "subject= 'CN=Integration API,O=a'",
        "subject='CN=Integration API,O=a'",
        "subject= '\"CN=Integration API,O=a\"'",
        "subject='\"CN=Integration API,O=a\"'",
        "subject=\\\"CN=Integration API,O=a\\\"",
        "subject= \\\"CN=Integration API,O=a\\\"",
        "subject= \\\'CN=Integration API,O=a\\\'",
        "SUBJECT = 'CN=Integration API,O=a'",
        "--subject 'CN=Integration API,O=a'",
    ],
)
def test_a_value_has_blanks_and_equals_signs_and_its_quotation_marks_are_taken_away(certwright: Program, store: cw.Store, subject: str) -> None:
    run(certwright, "https", "certificate", *shlex.split(subject), "validto=2999-12-31")
    entry = store.endpoint().certificate()
    assert (entry.subject, entry.not_after.year) == ("CN=Integration API,O=a", 2999)


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        (["subject=--db"], "CN=--db"),
        (["subject=", "-x"], "CN=-x"),
        (["subject=", "help", "key=p256"], "CN=help"),
        (["subject=help"], "CN=help"),
        (["--subject", "help"], "CN=help"),
        (["subject=", "O=a"], "O=a"),
    ],
)
def test_a_value_may_look_like_something_else(certwright: Program, store: cw.Store, subject: list[str], found: str) -> None:
    run(certwright, "https", "certificate", *subject)
    assert store.endpoint().certificate().subject == found


@pytest.mark.parametrize("subject", [["--subject", "port=1"], ["subject=port=1"], ["subject=", '"port=1"']])
def test_a_value_that_looks_like_a_parameter_is_the_value_where_it_can_be_nothing_else(certwright: Program, store: cw.Store, subject: list[str]) -> None:
    assert run(certwright, "https", "certificate", *subject, status=1).one_line().startswith("certwright: not a subject: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["https", "port="], "port= lacks its value"),
        (["https", "port=", "name=", "a"], "port= lacks its value"),
        (["https", "port=", "NAME=a"], "port= lacks its value"),
        (["https", "port=", "--json"], "port= lacks its value"),
        (["https", "port", "="], "port= lacks its value"),
        (["https", "port"], "port lacks its value: port= VALUE"),
        (["https", "prot=4431"], "there is no parameter prot= here; its parameters are port=, name="),
        (["https", "prot=", "4431"], "there is no parameter prot= here; its parameters are port=, name="),
        (["https", "password=x"], "there is no parameter password= here; its parameters are port=, name="),
        (["https", "=4431"], "there is no parameter https= here; its parameters are name="),
        (["disable", "=4431"], "there is no parameter disable= here; its parameters are name="),
        (["certificate", "https"], "there is no command 'certificate' here; there are: apply, check, disable, http, https, reset, status, trust"),
        (["https", "certificate", "subject=", "--db"], "subject= lacks its value"),
        (["disable", "port=1"], "there is no parameter port= here; its parameters are name="),
        (["disable", "now"], "'now' is not expected here; its parameters are name="),
        (["https", "certificate", "from=a"], f"there is no parameter from= here; its parameters are {NAMES}"),
        (["https", "certificate", "generated=yes"], "generated takes no value"),
        (["https", "certificate", "subject=\"a", "b"], "the quotation mark of subject= is not closed"),
        (["https", "certificate", "subject='"], "the quotation mark of subject= is not closed"),
        (["https", "cert"], "there is no command 'cert' here; there are: certificate"),
        (["prot=4431", "https"], "there is no parameter prot= here; its parameters are name="),
        (["switch"], "there is no command 'switch' here; there are: apply, check, disable, http, https, reset, status, trust"),
        (["https", "port=", "many"], "Invalid value for '--port': 'many' is not a valid integer range."),
    ],
)
def test_what_is_not_understood_is_refused_with_what_there_is(certwright: Program, store: cw.Store, arguments: list[str], words: str) -> None:
    assert refused(certwright, *arguments) == words
    assert store.last_event == 1


def test_a_refusal_is_a_document_too(certwright: Program, store: cw.Store) -> None:
    error = run(certwright, "https", "prot=1", "--json", status=2).error()
    assert (error["code"], error["message"]) == ("invalid_argument", "there is no parameter prot= here; its parameters are port=, name=")


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        ([], ["--name NAME, name= NAME", "disable", "http", "https", "reset", "status", "certwright api https port= 4431"]),
        (["disable"], ["--name NAME, name= NAME", "certwright api disable"]),
        (["http"], ["--port NUMBER, port= NUMBER", "certwright api http port= 8080"]),
        (["https"], ["--port NUMBER, port= NUMBER", "certificate", "certwright api https certificate generated"]),
        (
            ["https", "certificate"],
            ["--path FILE, path= FILE", "--generated, generated", "--valid-to DATE, validTo= DATE", "certwright api https certificate path= server.pfx"],
        ),
        (["reset"], ["--name NAME, name= NAME", "certwright api reset name= reports"]),
        (["status"], ["--name NAME, name= NAME", "certwright api status --json"]),
    ],
)
def test_help_behind_any_command_lists_parameters_commands_and_examples(certwright: Program, command: list[str], listed: list[str]) -> None:
    usual = run(certwright, *command, "--help").out
    for one in listed:
        assert one in usual
    assert run(certwright, *command, "help").out == usual
    assert run(certwright, *command, "name=", "a", "HELP").out == usual
    assert run(certwright, *command, "--name", "a", "help").out == usual
    assert run(certwright, *command, "name=", "help").out == usual
