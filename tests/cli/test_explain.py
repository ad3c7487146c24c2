"""`explain`: cause and cure of a status."""

from __future__ import annotations

import pytest

import certwright as cw

from .program import Program


def _document(status: cw.StatusInfo) -> dict[str, object]:
    return {"number": status.number, "code": status.code, "meaning": status.meaning, "cause": status.cause, "cure": status.cure}


@pytest.mark.parametrize("given", ["23", "not_found", "Not-Found"])
def test_cause_and_cure_of_a_status_are_shown(certwright: Program, given: str) -> None:
    done = certwright("explain", given)
    status = cw.explain(23)
    heading, _, cause, cure = done.out.strip().splitlines()
    assert heading.split() == ["23", "not_found", *status.meaning.split()]
    assert cause.split() == ["Cause", *status.cause.split()]
    assert cure.split() == ["Cure", *status.cure.split()]
    assert done.err == ""


def test_without_a_status_all_are_listed(certwright: Program) -> None:
    rows = certwright("explain").out.strip().splitlines()[2:]
    assert [row.split() for row in rows] == [[str(status.number), status.code, *status.meaning.split()] for status in cw.statuses()]


def test_several_are_shown_each_once_in_the_order_given(certwright: Program) -> None:
    found = certwright("explain", "busy", "23", "not_found", "5", "--json").json()["statuses"]
    assert found == [_document(cw.explain(number)) for number in (5, 23)]
    assert certwright("explain", "busy", "23", "5").out.count("Cure") == 2


def test_json_without_a_status_has_all(certwright: Program) -> None:
    document = certwright("explain", "--json").json()
    assert document == {"schema": 1, "statuses": [_document(status) for status in cw.statuses()]}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("not_fond", 'status: there is none called "not_fond"; near it: not_found'),
        ("KeyFileMissing", 'status: there is none called "KeyFileMissing"; near it: key_file_missing'),
        ("zzz", 'status: there is none called "zzz"; certwright explain lists them all'),
        ("\x1b[31m", 'status: there is none called "\\u{1b}[31m"; certwright explain lists them all'),
        ("0", f"status: there is none of this number; they go from 1 to {len(cw.statuses())}"),
        ("99999999999", f"status: there is none of this number; they go from 1 to {len(cw.statuses())}"),
    ],
)
def test_an_unknown_status_is_wrong_usage_and_names_those_near_it(certwright: Program, given: str, message: str) -> None:
    done = certwright("explain", "busy", given, status=2)
    assert done.out == ""
    assert done.err.splitlines() == ["Usage: certwright explain [OPTIONS] [STATUS]...", f"certwright: {message}"]
    error = certwright("explain", "busy", given, "--json", status=2).error()
    assert error == {"status": 7, "code": "invalid_argument", "message": message, "details": {}}


def test_a_status_that_is_not_utf_8_is_wrong_usage(certwright: Program) -> None:
    assert "Traceback" not in certwright("explain", b"\xff", status=2).err


def test_it_needs_no_database_and_no_home(certwright: Program) -> None:
    assert certwright("explain", "5", env={"HOME": None, "CERTWRIGHT_DB": "/missing"}).err == ""


def test_the_code_of_a_failure_can_be_looked_up(certwright: Program) -> None:
    error = certwright("show", "1234", "--db", "certs.db", "--json", status=None).error()
    found = certwright("explain", error["code"], "--json").json()["statuses"]
    assert [status["number"] for status in found] == [error["status"]]
