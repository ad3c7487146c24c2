"""The JSON documents have exactly the keys that the package's page promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import certwright as cw

from .material import Stocked, pfx
from .program import Program

OF_CERTIFICATE = set(
    "thumbprint sha256 serial subject issuer not_before not_after dns_names ip_addresses key_algorithm signature_algorithm is_ca self_signed".split()
)
OF_ENTRY = OF_CERTIFICATE | set("has_private_key stores friendly_name tags archived assignments required".split())
OF_SHOWN = OF_ENTRY | {"why_required", "supersedes", "superseded_by"}
OF_BAG = set("file format what taken changed friendly_name encryption thumbprint subject note".split())
OF_STORE = set(
    "path key_file key_file_why key_file_beside locked id store_schema written_by certificates private_keys events stores protectors files"
    " warnings".split()
)
OF_PROTECTOR = {"id", "kind", "in_use", "genuine"}
OF_REPORT = set("version sqlite system actor at store expiries events events_error".split())

Arguments = Callable[[Stocked], list[str]]


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        pytest.param(lambda store: ["new", "srv2"], OF_ENTRY | {"changed"}, id="new"),
        pytest.param(lambda store: ["new", "srv2", "--ensure"], OF_ENTRY | {"changed"}, id="new --ensure"),
        pytest.param(lambda store: ["show", store.server], OF_SHOWN, id="show"),
        pytest.param(lambda store: ["list"], {"certificates"}, id="list"),
        pytest.param(lambda store: ["find", "srv1"], {"certificates"}, id="find"),
        pytest.param(lambda store: ["import", "in.pfx", "--password-file", "pw"], {"changed", "bags", "certificates", "notes"}, id="import"),
        pytest.param(lambda store: ["export", store.server, "--out", "a.pem"], {"changed", "file", "format", "with_key", "certificates", "notes"}, id="export"),
        pytest.param(lambda store: ["archive", store.server], {"changed", "certificates"}, id="archive"),
        pytest.param(lambda store: ["delete", store.server, "--yes"], {"changed", "certificates"}, id="delete"),
        pytest.param(lambda store: ["log"], {"events"}, id="log"),
        pytest.param(lambda store: ["log", "export", "--out", "a.csv"], {"changed", "file", "format", "events"}, id="log export"),
        pytest.param(lambda store: ["describe", store.server, "--tag", "a"], OF_ENTRY | {"changed"}, id="describe"),
        pytest.param(lambda store: ["report"], OF_REPORT, id="report"),
        pytest.param(lambda store: ["store", "info"], OF_STORE, id="store info"),
        pytest.param(lambda store: ["store", "check"], {"ok", "verdicts"}, id="store check"),
        pytest.param(lambda store: ["store", "adopt"], {"changed", "path", "why"}, id="store adopt"),
        pytest.param(lambda store: ["store", "discard-altered"], {"changed", "discarded"}, id="store discard-altered"),
        pytest.param(lambda store: ["store", "upgrade"], {"changed", "from", "to", "copy"}, id="store upgrade"),
        pytest.param(lambda store: ["store", "protect", "list"], {"protectors"}, id="store protect list"),
        pytest.param(lambda store: ["store", "protect", "add", "--key-file-new", "b.key"], OF_PROTECTOR | {"changed"}, id="store protect add"),
        pytest.param(
            lambda store: ["store", "protect", "change", store.protector(), "--key-file-new", "b.key"],
            OF_PROTECTOR | {"changed", "in_place_of"},
            id="store protect change",
        ),
        pytest.param(
            lambda store: ["store", "protect", "remove", store.second_protector(), "--yes"],
            OF_PROTECTOR | {"changed", "warnings"},
            id="store protect remove",
        ),
        pytest.param(lambda store: ["store", "protect", "rotate"], {"changed", "private_keys", "dropped"}, id="store protect rotate"),
    ],
)
def test_each_command_prints_the_keys_that_are_promised(certwright: Program, stocked: Stocked, arguments: Arguments, keys: set[str]) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim", "an import"))
    (certwright.folder / "pw").write_text("geheim")
    done = certwright(*arguments(stocked), "--db", stocked.db, "--json")
    assert set(done.json()) == keys | {"schema"}
    assert done.err == ""


def test_each_part_of_a_report_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked) -> None:
    cw.Store.open(stocked.db).create_self_signed("soon", days=2)
    document = certwright("report", "--db", stocked.db, "--json").json()
    assert set(document["store"]) == OF_STORE - {"store_schema"} | {"schema"}
    assert [set(one) for one in document["expiries"]] == [{"thumbprint", "subject", "not_after", "expired"}]
    assert all(set(event) == {"number", "at", "actor", "kind", "thumbprint", "details"} for event in document["events"])
    assert len(document["events"]) == 6 and document["events_error"] is None


def test_each_file_protector_and_verdict_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked) -> None:
    document = certwright("store", "info", "--db", stocked.db, "--json").json()
    assert {frozenset(file) for file in document["files"]} == {frozenset({"path", "owner", "mode"})}
    assert [set(protector) for protector in document["protectors"]] == [OF_PROTECTOR]
    verdicts = certwright("store", "check", "--db", stocked.db, "--json").json()["verdicts"]
    assert {frozenset(verdict) for verdict in verdicts} == {frozenset({"what", "ok", "found"})}


def test_store_init_prints_the_keys_that_are_promised(certwright: Program) -> None:
    assert set(certwright("store", "init", "--db", "a.db", "--json").json()) == OF_STORE | {"schema", "changed"}


def test_show_of_a_file_prints_the_keys_that_are_promised(certwright: Program) -> None:
    (certwright.folder / "in.pem").write_text(cw.self_signed("a").certificate.to_pem())
    document = certwright("show", "in.pem", "--json").json()
    assert set(document) == {"schema", "kind", "why", "hint", "format", "bags", "certificates", "notes"}
    assert [set(bag) for bag in document["bags"]] == [OF_BAG]
    assert [set(certificate) for certificate in document["certificates"]] == [OF_CERTIFICATE]


@pytest.mark.parametrize("command", [["list"], ["list", "--all"], ["find", "srv1"]])
def test_each_entry_of_a_list_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked, command: list[str]) -> None:
    entries = certwright(*command, "--db", stocked.db, "--json").json()["certificates"]
    assert entries
    assert all(set(entry) == OF_ENTRY for entry in entries)


def test_each_bag_and_entry_of_an_import_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked) -> None:
    (certwright.folder / "in.pfx").write_bytes(pfx("in", "geheim", "an import"))
    document = certwright("import", "in.pfx", "--password-file", "-", "--db", stocked.db, "--json", data=b"geheim").json()
    assert len(document["bags"]) == 2
    assert all(set(bag) == OF_BAG for bag in document["bags"])
    assert all(set(entry) == OF_ENTRY for entry in document["certificates"])


def test_each_deleted_certificate_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked) -> None:
    document = certwright("delete", stocked.server, "--yes", "--db", stocked.db, "--json").json()
    assert document["certificates"] == [
        {"thumbprint": stocked.server, "subject": "CN=srv1,O=Example", "key_deleted": True, "key_shared": False}
    ]


def test_each_archived_certificate_is_an_entry(certwright: Program, stocked: Stocked) -> None:
    document = certwright("archive", stocked.server, "--db", stocked.db, "--json").json()
    assert [set(entry) for entry in document["certificates"]] == [OF_ENTRY]
    assert document["certificates"][0]["archived"] is True


def test_each_event_has_the_keys_that_are_promised(certwright: Program, stocked: Stocked) -> None:
    events = certwright("log", "--db", stocked.db, "--json").json()["events"]
    assert [event["number"] for event in events] == [1, 2, 3, 4, 5]
    assert all(set(event) == {"number", "at", "actor", "kind", "thumbprint", "details"} for event in events)


def test_an_entry_has_the_values_of_the_certificate(certwright: Program, stocked: Stocked) -> None:
    entry = cw.Store.open(stocked.db).get(stocked.server)
    document = certwright("show", stocked.server, "--db", stocked.db, "--json").json()
    assert document == {
        "schema": 1,
        "thumbprint": entry.thumbprint,
        "sha256": entry.sha256,
        "serial": entry.serial,
        "subject": "CN=srv1,O=Example",
        "issuer": "CN=srv1,O=Example",
        "not_before": entry.not_before.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "not_after": "9999-12-31T23:59:59Z",
        "dns_names": ["srv1.corp.example"],
        "ip_addresses": ["10.0.0.5"],
        "key_algorithm": "p256",
        "signature_algorithm": "ecdsa-with-SHA256",
        "is_ca": False,
        "self_signed": True,
        "has_private_key": True,
        "stores": ["Personal"],
        "friendly_name": "Büro \N{EM DASH} server",
        "tags": ["web"],
        "archived": False,
        "assignments": [],
        "required": False,
        "why_required": [],
        "supersedes": [],
        "superseded_by": None,
    }


@pytest.mark.parametrize(
    ("arguments", "code", "number", "status"),
    [
        (["show", "AB" * 20], "not_found", 23, 4),
        (["find", "nobody"], "not_found", 23, 4),
        (["show", "1234"], "invalid_thumbprint", 11, 1),
        (["list", "--store", "Nope"], "unknown_store_name", 29, 1),
        (["new", "a", "--valid-to", "01/02/2030"], "ambiguous_date", 4, 1),
        (["new", "a", "--valid-from", "2030-01-02", "--valid-to", "2030-01-01"], "invalid_validity", 12, 1),
        (["new", "CN=a,,O=b"], "invalid_subject", 10, 1),
        (["new", "a", "--dns", "a..b"], "invalid_argument", 7, 1),
        (["new", "a", "--days", "none"], "invalid_argument", 7, 2),
        (["new"], "invalid_argument", 7, 2),
        (["list", "--nonsense"], "invalid_argument", 7, 2),
        (["nonsense"], "invalid_argument", 7, 2),
        (["delete", "AB" * 20], "not_found", 23, 4),
        (["log", "--since", "yesterday"], "invalid_date", 8, 1),
    ],
)
def test_a_failure_is_a_document_on_stdout_and_a_line_on_stderr(
    certwright: Program, stocked: Stocked, arguments: list[str], code: str, number: int, status: int
) -> None:
    error = certwright(*arguments, "--json", env={"CERTWRIGHT_DB": str(stocked.db)}, status=status).error()
    assert (error["code"], error["status"]) == (code, number)


@pytest.mark.parametrize(
    ("since", "code", "status"),
    [
        ("²", "invalid_date", 1),
        ("99999999999999999999", None, 0),
    ],
)
def test_any_number_after_since_is_taken_or_refused_without_a_traceback(
    certwright: Program, stocked: Stocked, since: str, code: str | None, status: int
) -> None:
    done = certwright("log", "--since", since, "--db", stocked.db, "--json", status=status)
    assert done.json().get("error", {}).get("code") == code


@pytest.mark.parametrize("arguments", [[b"new", b"\xff"], [b"show", b"/missing/\xff.pem"], [b"find", b"\xff"], [b"export", b"\xff", b"--out", b"a.pem"]])
def test_an_argument_that_is_not_utf_8_is_refused_without_a_traceback(certwright: Program, stocked: Stocked, arguments: list[bytes]) -> None:
    done = certwright(*arguments, env={"CERTWRIGHT_DB": str(stocked.db)}, status=None)
    assert done.status in (1, 2, 4)
    assert "Traceback" not in done.raw_err.decode(errors="replace")
