"""`list`, `find` and `show`."""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3

import pytest

import certwright as cw

from .material import Stocked, foreign_certificate
from .program import Program


def test_list_for_people_is_a_table_with_times_in_utc(certwright: Program, stocked: Stocked) -> None:
    out = certwright("list", "--db", stocked.db).out
    row = next(line for line in out.splitlines() if stocked.server in line)
    assert "Büro \N{EM DASH} server (CN=srv1,O=Example)" in row
    assert "9999-12-31 23:59Z" in row
    assert out.rstrip().endswith("2 certificates")


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ([], {"server", "root"}),
        (["--archived"], {"archived"}),
        (["--all"], {"server", "root", "archived"}),
        (["--store", "root"], {"root"}),
        (["--store", "Personal"], {"server"}),
        (["--store", "Trusted Root Certification Authorities"], {"root"}),
        (["--expiring", "30d"], set()),
        (["--expiring", "9999-12-31"], set()),
    ],
)
def test_list_gives_what_was_asked_for(certwright: Program, stocked: Stocked, options: list[str], wanted: set[str]) -> None:
    entries = certwright("list", "--db", stocked.db, "--json", *options).json()["certificates"]
    assert {entry["thumbprint"] for entry in entries} == {getattr(stocked, name) for name in wanted}


def test_csv_of_nothing_is_the_header(certwright: Program, stocked: Stocked) -> None:
    header = certwright("list", "--csv", "--db", stocked.db).out.splitlines()[0]
    assert certwright("list", "--csv", "--store", "TrustedPeople", "--db", stocked.db).out.splitlines() == [header]


def test_json_of_nothing_is_an_empty_list(certwright: Program, stocked: Stocked) -> None:
    assert certwright("list", "--store", "TrustedPeople", "--db", stocked.db, "--json").json()["certificates"] == []


@pytest.mark.parametrize("command", ["list", "find"])
@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--thumbprint", "{server}"], ["server"]),
        (["--subject-contains", "rv1"], ["server"]),
        (["--issuer-contains", "le root"], ["root"]),
        (["--key-id", "{key_id}"], ["server"]),
        (["--no-key"], ["root"]),
        (["--ca"], ["root"]),
        (["--self-signed", "--no-ca"], ["server"]),
        (["--key-algorithm", "P256", "--tag", "web"], ["server"]),
        (["--signature-hash", "sha256", "--store", "Root"], ["root"]),
        (["--validity-over", "36500", "--all", "--desc", "--limit", "1"], ["archived"]),
        (["--not-expired", "--order", "subject"], ["root", "server"]),
        (["--not-expired", "--order", "subject", "--desc"], ["server", "root"]),
        (["--valid-at", "9999-12-31", "--has-key"], ["server"]),
    ],
    ids=lambda case: " ".join(case) if case and case[0].startswith("--") else "",
)
def test_each_condition_has_its_option(certwright: Program, stocked: Stocked, command: str, options: list[str], wanted: list[str]) -> None:
    key_id = cw.Store.open(stocked.db).get(stocked.server).subject_key_id
    assert key_id is not None
    words = [word.format(server=stocked.server, key_id=key_id.hex(":")) for word in options]
    entries = certwright(command, *words, "--db", stocked.db, "--json").json()["certificates"]
    assert [entry["thumbprint"] for entry in entries] == [getattr(stocked, name) for name in wanted]


@pytest.mark.parametrize("options", [["--expired"], ["--validity-under", "30"], ["--valid-at", "2001-01-01"], ["--not-self-signed"]])
def test_a_condition_that_nothing_meets_lists_nothing(certwright: Program, stocked: Stocked, options: list[str]) -> None:
    assert certwright("list", *options, "--db", stocked.db).out == "0 certificates\n"


def test_find_gives_those_that_match_as_a_whole_first_and_no_more_than_the_limit(certwright: Program, stocked: Stocked) -> None:
    store = cw.Store.open(stocked.db)
    for subject in ("api-two", "api"):
        store.create_self_signed(subject)
    command = ["find", "api", "--db", str(stocked.db), "--json"]
    assert [entry["subject"] for entry in certwright(*command).json()["certificates"]] == ["CN=api", "CN=api-two"]
    assert [entry["subject"] for entry in certwright(*command, "--limit", "1").json()["certificates"]] == ["CN=api"]


def test_a_list_that_fails_on_the_way_is_a_document_that_says_so(certwright: Program, stocked: Stocked) -> None:
    with contextlib.closing(sqlite3.connect(stocked.db)) as database, database:
        database.execute("UPDATE memberships SET seal = x'00' WHERE certificate = 2")
    done = certwright("list", "--db", stocked.db, "--json", status=1)
    document = done.json()
    assert [entry["thumbprint"] for entry in document["certificates"]] == [stocked.server]
    assert document["error"]["code"] == "tampered"
    assert done.one_line() == f"certwright: {document['error']['message']}"


def test_without_the_key_json_says_that_the_store_is_locked(certwright: Program, stocked: Stocked) -> None:
    assert "locked" not in certwright("list", "--db", stocked.db, "--json").json()
    (certwright.folder / "certs.db.key").unlink()
    for command in (["list"], ["find", "srv1"], ["show", stocked.server], ["log"], ["store", "check"], ["store", "info"], ["report"]):
        assert certwright(*command, "--db", stocked.db, "--json").json()["locked"] is True


def test_list_of_an_empty_store_succeeds(certwright: Program) -> None:
    cw.Store.create(certwright.folder / "empty.db")
    assert certwright("list", "--db", "empty.db").out == "0 certificates\n"


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_the_columns_of_the_json(certwright: Program, stocked: Stocked) -> None:
    entries = certwright("list", "--db", stocked.db, "--json").json()["certificates"]
    rows = _rows(certwright("list", "--db", stocked.db, "--csv").out)
    assert [list(row) for row in rows] == [list(entry) for entry in entries]
    for column in ("thumbprint", "sha256", "serial", "subject", "not_after"):
        assert [row[column] for row in rows] == [entry[column] for entry in entries]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "\tx"])
def test_no_cell_of_csv_begins_a_formula(certwright: Program, stocked: Stocked, name: str) -> None:
    cw.Store.open(stocked.db).create_self_signed("formula", friendly_name=name)
    rows = _rows(certwright("find", "formula", "--db", stocked.db, "--csv").out)
    assert [row["friendly_name"] for row in rows] == ["'" + name]


@pytest.mark.parametrize(
    ("paste", "separator"),
    [
        ("{0}", ""),
        ("\u200e{0}", " "),
        ("\u200f{0}\u200b", ":"),
        ("\ufeff{0}\n", "-"),
        ("0x{0}", ""),
        ("\u00a0{0} ", "\u00a0"),
    ],
)
def test_find_takes_a_thumbprint_as_it_was_pasted(certwright: Program, stocked: Stocked, paste: str, separator: str) -> None:
    digits = stocked.server.lower()
    pasted = paste.format(separator.join(digits[index : index + 2] for index in range(0, len(digits), 2)))
    entries = certwright("find", pasted, "--db", stocked.db, "--json").json()["certificates"]
    assert [entry["thumbprint"] for entry in entries] == [stocked.server]


@pytest.mark.parametrize(
    "conditions",
    [
        ["srv1"],
        ["corp.example"],
        ["10.0.0.5"],
        ["büro"],
        ["--subject", "CN=srv1"],
        ["--issuer", "O=Example"],
        ["--dns", "SRV1.corp.example"],
        ["--ip", "10.0.0.5"],
        ["--friendly-name", "Büro \N{EM DASH} server"],
        ["--tag", "web"],
        ["--has-key"],
        ["--newest-valid"],
        ["--no-ca", "--store", "My"],
    ],
)
def test_find_by_anything_that_people_remember(certwright: Program, stocked: Stocked, conditions: list[str]) -> None:
    entries = certwright("find", *conditions, "--db", stocked.db, "--json").json()["certificates"]
    assert [entry["thumbprint"] for entry in entries] == [stocked.server]


def test_find_by_a_serial_number_as_it_was_pasted(certwright: Program, stocked: Stocked) -> None:
    der = foreign_certificate("numbered", serial=0xFF01)
    cw.Store.open(stocked.db).add(cw.Certificate.from_der(der))
    entries = certwright("find", "--serial", "\u200e00:ff:01", "--db", stocked.db, "--json").json()["certificates"]
    assert [entry["subject"] for entry in entries] == ["CN=numbered"]


def test_find_of_nothing_is_status_4_and_names_what_comes_near(certwright: Program, stocked: Stocked) -> None:
    error = certwright("find", "old", "--db", stocked.db, "--json", status=4).error()
    assert error["code"] == "not_found"
    assert [stocked.archived in near for near in error["details"]["near"]] == [True]


def test_show_for_people_names_every_fact(certwright: Program, stocked: Stocked) -> None:
    out = certwright("show", stocked.server, "--db", stocked.db).out
    for fact in ("CN=srv1,O=Example", stocked.server, "dns: srv1.corp.example", "ip: 10.0.0.5", "9999-12-31 23:59Z", "in this store", "serverAuth", "web"):
        assert fact in out


def test_show_finds_an_archived_certificate(certwright: Program, stocked: Stocked) -> None:
    assert certwright("show", stocked.archived, "--db", stocked.db, "--json").json()["archived"] is True


def test_show_of_a_guid_says_that_it_is_one(certwright: Program, stocked: Stocked) -> None:
    done = certwright("show", "{4dc3e181-e14b-4a21-b022-59fc669b0914}", "--db", stocked.db, status=1)
    assert "GUID" in done.one_line()
