"""`new`, and `--ensure`."""

from __future__ import annotations

import pytest

import certwright as cw

from .material import Stocked
from .program import Program, snapshot


def test_new_keeps_a_certificate_with_its_key(certwright: Program, stocked: Stocked) -> None:
    made = certwright("new", "srv2", "--dns", "srv2.example", "--ip", "10.0.0.6", "--db", stocked.db, "--json").json()
    entry = cw.Store.open(stocked.db).get(made["thumbprint"])
    assert made["changed"] is True
    assert (entry.subject, entry.dns_names, entry.ip_addresses, entry.has_private_key) == ("CN=srv2", ["srv2.example"], ["10.0.0.6"], True)


def test_new_says_what_it_made_for_people(certwright: Program, stocked: Stocked) -> None:
    done = certwright("new", "srv2", "--no-expiry", "--db", stocked.db)
    first, thumbprint = done.out.splitlines()
    assert first == "made: CN=srv2, valid to 9999-12-31 23:59Z"
    assert cw.Store.open(stocked.db).get(thumbprint).subject == "CN=srv2"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ([], "p256"),
        (["--key", "p384"], "p384"),
        (["--key", "ed25519"], "ed25519"),
        (["--for", "windows"], "rsa2048"),
    ],
)
def test_the_key_is_the_one_asked_for_or_follows_the_reader(certwright: Program, options: list[str], key: str) -> None:
    assert certwright("new", "srv2", "--dry-run", "--json", *options).json()["key_algorithm"] == key


@pytest.mark.parametrize(
    ("options", "not_before", "not_after"),
    [
        (["--valid-from", "2040-01-31", "--valid-to", "31.12.2041"], "2040-01-31T00:00:00Z", "2041-12-31T23:59:59Z"),
        (["--valid-from", "01/31/2040", "--days", "2"], "2040-01-31T00:00:00Z", "2040-02-02T00:00:00Z"),
        (["--valid-from", "2040-02-29T12:00:00+02:00", "--years", "1"], "2040-02-29T10:00:00Z", "2041-02-28T10:00:00Z"),
        (["--valid-from", "2040-01-01", "--no-expiry"], "2040-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_the_dates_are_those_asked_for(certwright: Program, options: list[str], not_before: str, not_after: str) -> None:
    made = certwright("new", "srv2", "--dry-run", "--json", *options).json()
    assert (made["not_before"], made["not_after"]) == (not_before, not_after)


def test_only_one_end_can_be_asked_for(certwright: Program) -> None:
    assert certwright("new", "a", "--days", "1", "--years", "1", "--dry-run", "--json", status=1).error()["code"] == "invalid_argument"


def test_ensure_makes_one_certificate_however_often_it_runs(certwright: Program, stocked: Stocked) -> None:
    command = ["new", "srv2", "--dns", "srv2.example", "--ensure", "--json", "--db", str(stocked.db)]
    first, second = certwright(*command).json(), certwright(*command).json()
    assert (first.pop("changed"), second.pop("changed")) == (True, False)
    assert first == second


def test_ensure_changes_nothing_where_a_matching_certificate_is_there(certwright: Program, stocked: Stocked) -> None:
    before, last = snapshot(certwright.folder), stocked.last_event()
    command = ["new", "CN=srv1,O=Example", "--dns", "srv1.corp.example", "--ip", "10.0.0.5", "--ensure", "--db", str(stocked.db)]
    done = certwright(*command)
    assert done.out.splitlines()[1] == stocked.server
    assert (snapshot(certwright.folder), stocked.last_event()) == (before, last)


def test_ensure_makes_another_where_the_names_differ(certwright: Program, stocked: Stocked) -> None:
    document = certwright("new", "CN=srv1,O=Example", "--dns", "other.example", "--ensure", "--db", stocked.db, "--json").json()
    assert document["changed"] is True
    assert document["thumbprint"] != stocked.server


def test_a_named_store_that_is_not_there_is_made_only_when_asked_for(certwright: Program, stocked: Stocked) -> None:
    command = ["new", "srv2", "--store", "Web", "--db", str(stocked.db), "--json"]
    assert certwright(*command, status=1).error()["code"] == "unknown_store_name"
    assert certwright(*command, "--create-store").json()["stores"] == ["Web"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "a", "--valid-from", "2030-01-02", "--valid-to", "2030-01-01"],
        ["new", "a", "--valid-to", "01/02/2030"],
        ["new", "a", "--store", "Nope"],
        ["new", "CN=a,,O=b"],
    ],
)
def test_new_that_fails_makes_no_default_store(certwright: Program, arguments: list[str]) -> None:
    certwright(*arguments, status=1)
    assert snapshot(certwright.home) == {}
