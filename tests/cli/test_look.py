"""`list`, `find`, `show` and `log`."""

from __future__ import annotations

import csv
import io

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
        ["--with-key"],
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
